"""The method page of the indices, written from their declaration: ``python -m gouji.analysis.method docs/disclosure.md``."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from gouji.analysis.declared import declared

TESTS = {
    "form": "the form: published 1, empty with its note 1, empty without ½, missing 0", "codes": "codes in the form", "columns": "columns of the form, in halves",
    "rule": "what the rules found: all hold 1, none 0, else ½", "claims": "figures stated in the prose", "prose": "words in the prose",
    "cells": "indicators that have it: nine in ten 1, some ½", "covered": "share of project money: half ½, nine tenths 1", "layer": "pages with text",
    "recognised": "tables that are known forms", "unknown": "cannot be told",
}  # fmt: skip

HEAD = """# The two indices

*Written from `lib/gouji/declared/disclosure.yml` by `python -m gouji.analysis.method docs/disclosure.md`; change the one, then write the other.*

**Disclosure** (0–100): how much of what a department ought to publish is in the document. **Reliability** (per cent): how much of what can be recomputed in
it holds. They are never made into one number: a document with three figures is trivially consistent, and a sum of the two would reward silence.
Notebook 06 gives both for a study, `gouji check --json` for one document, each point with its page, form and row.

## Disclosure

{count} items in {dimensions} dimensions, each worth 1, ½ or 0, or *unknown* (it cannot be told from what was read), or *not applicable* (there is nothing it could
be about; left out, the rest of its dimension renormalised). An absence is told only where all was read: a page that is a picture, or a form that was
not recognised, makes it unknown. **The unknown give bounds**: `low` counts every one as 0, `high` as 1, and the score is the middle between them, never shown alone.
(A mean over the known items would reward what cannot be read: what is found is known, what is not found is not.) A dimension of which less than
{share:.0%} can be told is shown as unknown. A file of forms alone leaves what its prose would tell unknown (the prose is often a file of its own); a file
of prose without any form lacks its forms, as rule C01 says: publishing them is the duty. Files of one body, year and kind that share no form (tables in one, prose in another) are one publication.

| dimension | weight | {schemes} |
|---|---|---|
{weights}

Weights are a choice. Notebook 06 gives the score under equal weights and under {scheme_words}, the geometric mean, and the interval that holds
the rank in nine of ten draws of the weights (Dirichlet about the declared ones) and of the unknown items (uniform within their bounds), after the OECD/JRC
*Handbook on Constructing Composite Indicators*. **Ranks are given only among documents of the same kind, year, rank of government and scope of account**
(本级, 汇总, 单位); a document without peers has no rank.
"""

RELIABILITY = """
## Reliability

* **What counts**: arithmetic (tolerance SUM, EQ, EQ0, EQd, PCT, LE, EX of the [rules](rules.md)) that could be tested. Presence, words and thresholds do not;
  what is *implausible* is counted apart and lowers nothing. Identities of zeros alone (0 + 0 = 0) are left out: they prove nothing.
* **One wrong cell counts once.** What follows from a root is left out. Of the rest only independent identities count: those that add to the rank of the
  constraint matrix, failures taken first so that none is lost as a consequence of what closes. A ratio counts as a constraint of its own.
* **strict** share exact or within rounding · **exact** share exact · **weighted** strict, by the rules' severity ({severity}) · **off** the differences of the
  failures in yuan, and as a share of the document's grand total (materiality; failures that are no amounts, such as percentages, have none).
* **Intervals**: Wilson's 95 %. The identities of one document are no random sample: the interval says how much their number can carry, not a sampling error.
  With fewer than {least} independent identities a document is not compared. Bounds: strict if all that could not be tested failed, or held.
* **Misreading**: every cell is taken for misread with probability {rate} ({reason}), and what rests on it says the opposite; the 5 % and 95 % quantiles are given.

## Text items

Items about prose are coded by the program. Before anything is claimed of them, two people code a sample: notebook 06 takes a CSV (document, item, coder, score)
and gives Cohen's κ and Krippendorff's α. Without it, it says that there is none.
"""

STUDIES = """
## How it stands to what is known

All the studies below score governments, and whether information is there. None of them scores one department's document by its own arithmetic; that is what the
second index adds. A mark `~` beside a study in the tables says that the item corresponds by analogy only.

| study | scores | asks for | known from |
|---|---|---|---|
{rows}

## Cautions, printed with every result

{cautions}
"""


def page() -> str:
    """The whole page, Markdown."""
    given = declared("disclosure")
    schemes, trust = given["weights"], given["reliability"]
    weights = "\n".join(f"| {d['id']} {d['zh']} {d['en']} | {d['weight']} | {' | '.join(str(s['values'][d['id']]) for s in schemes.values())} |" for d in given["dimensions"])
    head = HEAD.format(
        count=len(given["items"]), dimensions=len(given["dimensions"]), share=given["minimum_share"], schemes=" | ".join(s["en"] for s in schemes.values()),
        weights=weights, scheme_words="; ".join(f"{s['en']} ({s['reason']})" for s in schemes.values()),
    )  # fmt: skip
    reliability = RELIABILITY.format(
        severity=", ".join(f"{k} {v}" for k, v in trust["severity"].items()), least=trust["least"], rate=trust["misread"]["rate"], reason=trust["misread"]["reason"],
    )  # fmt: skip
    studies = STUDIES.format(
        rows="\n".join(f"| `{k}` {s['zh']} · {s['en']} | {s['unit']} | {s['asks']} | {s['known']} |" for k, s in given["studies"].items()),
        cautions="\n".join(f"* {c['zh']} {c['en']}" for c in given["cautions"]),
    )
    return head + "".join(_dimension(d, given["items"]) for d in given["dimensions"]) + reliability + studies


def _dimension(dimension: dict, items: list[dict]) -> str:
    rows = "\n".join(_item(i) for i in items if i["id"][0] == dimension["id"])
    return f"\n### {dimension['id']} {dimension['zh']} · {dimension['en']}\n\n| item | | documents | a point for | asked for by |\n|---|---|---|---|---|\n{rows}\n"


def _item(item: dict) -> str:
    kinds = ", ".join(item.get("kinds", ["final", "budget"]))
    return f"| {item['id']} | {item['zh']} · {item['en']} | {kinds} | {TESTS[item['test']]}{_detail(item)} | {_like(item['like'])} |"


def _detail(item: dict) -> str:
    """What a test is asked of, in code style where it is an identifier."""
    forms = [item[k] for k in ("final", "budget") if isinstance(item.get(k), str)]
    parts = [*forms, *item.get("rules", ()), *item.get("columns", ())]
    return f" ({', '.join(f'`{p}`' for p in parts)})" if parts else f" ({item['reason']})" if "reason" in item else ""


def _like(words: list[str]) -> str:
    by: dict[str, list[str]] = defaultdict(list)
    for word in words:
        name, _, clause = word.partition(" ")
        by[name + ("~" if clause.endswith("~") and not name.endswith("~") else "")].append(clause.rstrip("~"))
    return ", ".join(f"{n}{' ' + ', '.join(c for c in clauses if c) if any(clauses) else ''}" for n, clauses in by.items())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")

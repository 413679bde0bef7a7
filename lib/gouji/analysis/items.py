"""The items of the disclosure index, each judged by the test its declaration names (``declared/disclosure.yml``).

In: the ``Evidence`` of a document. Out: one ``Point`` an item: a score of 0, 0.5 or 1 with the place that earns it (its page
and box; what is nowhere has none), or unknown (it cannot be told from what was read), or not applicable (there is nothing it
could be about).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.evidence import Evidence
from gouji.analysis.printed import Spot, line_of, operand_of, title_of, whole
from gouji.model import Box
from gouji.rules.self_evaluation import evaluations
from gouji.rules.wording import body_of

SAYS = {"exact": 1.0, "rounding": 1.0, "truncation": 1.0, "mismatch": 0.0, "implausible": 0.0, "missing": 0.0}
SHOWN = 46  # characters of a quotation


@dataclass(frozen=True)
class Point:
    """What one item of one document is worth, and why. ``score`` None: ``state`` says unknown or not_applicable.
    ``page`` and ``box`` say where it stands, ``finding`` which finding says so."""

    score: float | None
    state: str
    said: str
    form: str | None = None
    row: str | None = None
    page: int | None = None
    box: Box | None = None
    finding: str | None = None

    @classmethod
    def known(cls, score: float, said: str, at: Spot | None = None, **place) -> Point:
        return cls(score, "known", said, **place, **(at._asdict() if at else {}))

    @classmethod
    def unknown(cls, why: str) -> Point:
        return cls(None, "unknown", why)

    @classmethod
    def moot(cls, why: str) -> Point:
        return cls(None, "not_applicable", why)


def judge(item: Mapping, given: Evidence) -> Point:
    """The point of one item of one document."""
    return TESTS[item["test"]](item, given)


def known_tests() -> Iterable[str]:
    """The tests an item may name."""
    return TESTS.keys()


def _not_found(item: Mapping, given: Evidence, what: str) -> Point:
    """Zero, unless something was not read, the prose may stand in a file of its own, or there was nothing to say."""
    if lost := given.unread(prose=item["test"] in PROSE):
        return Point.unknown(f"{what} not found, but not all was read ({lost})")
    if item["test"] in PROSE and not given.has_prose:
        return Point.unknown("no prose in this file; it may be published apart")
    why = _nothing_to_say(item, given)
    return Point.moot(why) if why else Point.known(0.0, f"{what} not found")


def _nothing_to_say(item: Mapping, given: Evidence) -> str:
    for address in item.get("moot_at", ()):
        form, row, column = address.split("/")
        hit = given.ledger[(given.ledger["form"] == form) & (given.ledger["item"] == row) & (given.ledger["column"] == column)]
        if len(hit) and not any(v for v in hit["value"] if v is not None and v == v):
            return f"{address} is zero"
    if "moot_said" in item:
        pattern = re.compile(item["moot_said"])
        for claim in given.claims:
            if pattern.search(claim.subject) and not re.search("[1-9]", claim.value):
                return f"p. {claim.page}: {claim.subject} {claim.value}{claim.unit}"
        none = next((s for s in given.statements if pattern.search(s.subject)), None)
        return f"p. {none.page}: {_cut(none.sentence)}" if none else ""
    return ""


def _form(item: Mapping, given: Evidence) -> Point:
    form = item[given.kind]
    own = [t for t in given.tables if t.form == form]
    if not own:
        verdict = next((f for f in given.by_rule.get("C01", ()) if f.form == form), None)
        if verdict is not None and verdict.outcome == "exact":
            return Point.known(1.0, "another form stands for it", operand_of(verdict.where), form=form, finding=verdict.id)
        if verdict is not None and verdict.outcome == "not_testable" or given.unread(prose=False):
            return Point.unknown(f"{form} not found, but not all was read")
        return Point.known(0.0, "not found", form=form, finding=None if verdict is None else verdict.id)
    best = min(own, key=lambda t: t.empty)
    place = {"form": form, "at": title_of(given.document, best)}
    if not best.empty:
        return Point.known(1.0, f"{len(best.rows)} rows", **place)
    noted = best.note or any(f.form == form and f.outcome == "exact" for f in given.by_rule.get("C30", ()))
    return Point.known(1.0, "empty, with its note", **place) if noted else Point.known(0.5, "empty, no note", **place)


def _without_cells(item: Mapping, given: Evidence, form: str) -> Point:
    """A form of which no cell is there: published empty, or not found."""
    published = any(t.form == form for t in given.tables)
    return Point.moot(f"{form} is empty") if published else _not_found(item, given, form)


def _codes(item: Mapping, given: Evidence) -> Point:
    form = item[given.kind]
    own = given.cells(form)
    if own.empty:
        return _without_cells(item, given, form)
    field = item.get("field", "item")
    hits = own[own[field].fillna("").str.contains(item["pattern"], regex=True)]
    if hits.empty:
        return _not_found(item, given, f"{item['pattern']} in {form}")
    first = hits.iloc[0]
    return Point.known(1.0, f"{hits[field].nunique()} codes, first {first[field]}", _spot(first), form=form, row=first["row_label"])


def _columns(item: Mapping, given: Evidence) -> Point:
    form = item[given.kind]
    own = given.cells(form)
    if own.empty:
        return _without_cells(item, given, form)
    said = own["column"].fillna("") + " " + own["item"].fillna("")
    found = {c: own[said.str.contains(c, regex=False)] for c in item["columns"]}
    found = {c: hits for c, hits in found.items() if len(hits)}
    share, shown = len(found) / len(item["columns"]), next(iter(found.values()), own)
    return Point.known(_half(share), f"{', '.join(found) or 'none'} of {', '.join(item['columns'])}", _spot(shown.iloc[0]), form=form)


def _both(head: tuple[str, str], finding) -> str:
    """What a finding says, in both languages, after how many of how many there are."""
    return f"{head[0]}；{_cut(body_of(finding.zh))} · {head[1]}; {_cut(body_of(finding.en))}"


def _spot(row: pd.Series) -> Spot:
    """Where a row of the ledger is printed."""
    return Spot(int(row["page"]), tuple(float(row[c]) for c in ("x0", "y0", "x1", "y1")))


def _rule(item: Mapping, given: Evidence) -> Point:
    """What rules of the catalogue found: 1 where all hold, 0 where none does, one half between."""
    found = [f for r in item["rules"] for f in given.by_rule.get(r, ()) if "about" not in item or re.search(item["about"], body_of(f.zh))]
    told = [f for f in found if f.outcome in SAYS]
    if not told:
        untested = next((f for f in found if f.outcome == "not_testable"), None)
        if untested is not None:
            return Point.unknown(_both((untested.rule, untested.rule), untested))
        if not given.has_prose and item.get("none") != "unknown":
            return Point.unknown("no prose in this file; it may be published apart")
        return Point.moot("nothing it applies to") if item.get("none", "moot") == "moot" else _not_found(item, given, "/".join(item["rules"]))
    scores = {**SAYS, **item.get("scores", {})}
    values = [scores[f.outcome] for f in told]
    shown, held = min(zip(values, told, strict=True), key=lambda pair: pair[0])[1], sum(v == 1 for v in values)
    return Point.known(
        _half(sum(values) / len(values)), _both((f"{shown.rule}：{len(values)} 处中有 {held} 处", f"{shown.rule}: {held} of {len(values)}"), shown),
        operand_of(shown.where) or _quoted(given, shown), form=_text(shown.form), row=_text(shown.row), finding=shown.id,
    )  # fmt: skip


def _claims(item: Mapping, given: Evidence) -> Point:
    """Figures stated in the prose: ``need`` of the subjects of ``of`` (all of them), each a pattern; ``metric`` and ``section`` narrow."""
    found = {pattern: _stated(pattern, item, given) for pattern in item["of"]}
    hits = [c for c in found.values() if c is not None]
    if not hits:
        return _not_found(item, given, "such a figure")
    first = hits[0]
    share = min(1.0, len(hits) / item.get("need", len(found)))
    told = "；".join(f"{c.subject} {c.value}{c.unit}" for c in hits[:3])
    return Point.known(_half(share), f"「{_cut(told)}」", _line(given, first.page, first.value, first.sentence), row=first.section)


def _stated(pattern: str, item: Mapping, given: Evidence):
    metrics, section = item.get("metric"), re.compile(item.get("section", ""))
    for claim in given.claims:
        if (metrics is None or claim.metric in metrics) and re.search(pattern, claim.subject) and section.search("/".join(claim.headings)):
            if "unit" not in item or re.search(item["unit"], claim.unit or ""):
                return claim
    return None


def _line(given: Evidence, page: int | None, words: str, within: str) -> Spot | None:
    """The line that holds words of the prose; a sentence may go on overleaf, and where no line is found its page stands for it."""
    pages = given.document.reading.pages[page - 1 : page + 1] if page else ()
    return next((at for p in pages if (at := line_of(p, words, within))), None) or _page_of(page)


def _quoted(given: Evidence, finding) -> Spot | None:
    """Where the words stand that a finding quotes: on its page, else as a heading of the prose; the title of its form, or its
    page as a whole, without either."""
    page = None if pd.isna(finding.page) else int(finding.page)
    for words in re.findall("“([^“”…]+)", body_of(finding.zh)):
        if at := _line(given, page, words, words) if page else given.heading(words):
            return at
    about = next((t for t in given.tables if t.form == finding.form), None)
    return title_of(given.document, about) if about else _page_of(page)


def _page_of(page) -> Spot | None:
    return None if page is None or pd.isna(page) else whole(int(page))


def _text(value):
    return value if isinstance(value, str) and value else None


def _prose(item: Mapping, given: Evidence) -> Point:
    """Words in the prose (``pattern``), under a heading (``heading``), not under another (``outside``); with ``either`` one of
    the two is enough. What a glossary explains is not disclosed by it."""
    words = item.get("pattern", "").replace("{because}", declared("disclosure")["because"])
    pattern, heading = re.compile(words, re.S), re.compile(item.get("heading", ""))
    outside = re.compile("|".join(["名词解释", *([item["outside"]] if "outside" in item else [])]))
    for paragraph in given.paragraphs:
        over = "/".join(paragraph.headings)
        found = None if outside.search(over) else pattern.search(paragraph.text)
        headed = heading.search(over)
        if (found or headed) if item.get("either") else (found and headed):
            at = found.start() if found else 0
            words = found[0][:SHOWN] if found and found[0] else paragraph.text[:SHOWN]
            place = _line(given, paragraph.page(at), words[:6], paragraph.text[at:])
            return Point.known(1.0, f"「{_cut(paragraph.text[max(0, at - 6) :])}」", place, row="/".join(paragraph.headings[-1:]) or None)
    return _not_found(item, given, "words")


def _cells(item: Mapping, given: Evidence) -> Point:
    """The indicators of the performance forms have this column: the share of indicators that do, in halves."""
    own = [(e, i) for e in evaluations(given.tables, tuple(item[given.kind])) for i in e.indicators]
    if not own:
        forms = [t for t in given.tables if t.form in item[given.kind] and not t.empty]
        return Point.unknown(f"{forms[0].form}: its indicators were not understood") if forms else _not_found(item, given, "indicators")
    filled = [(e, i) for e, i in own if getattr(i, item["column"]).strip()]
    evaluation, first = (filled or own)[0]
    share = len(filled) / len(own)
    place, boxes = first.at(item["column"]), dict(first.boxes)
    box = place.bbox or boxes.get("label") or next(iter(boxes.values()), None)
    at = Spot(first.page, box) if box else whole(first.page)
    return Point.known(_half(share, 0.9), f"{len(filled)} of {len(own)} indicators", at, form=evaluation.form, row=first.label)


def _covered(item: Mapping, given: Evidence) -> Point:
    """Project money with a performance form, as a share of all project money: half of it, nine tenths of it."""
    parts_at = item["parts"][given.kind]
    whole = next((v for at in item["whole"][given.kind] for v in _amounts(given, at)), None)
    forms = [t for t in given.tables if t.form == parts_at.split("/")[0]]
    if whole is None:
        return Point.unknown(f"{item['whole'][given.kind][0]} not printed")
    if not whole:
        return Point.moot("no project money")
    if not forms:
        return _not_found(item, given, parts_at.split("/")[0])
    parts = _amounts(given, parts_at)
    if not parts:
        return Point.unknown("the forms print no amount that was read")
    share = float(sum(parts) / whole)
    score = 1.0 if share >= item["shares"][1] else 0.5 if share >= item["shares"][0] else 0.0
    return Point.known(score, f"{len(parts)} forms, {share:.0%} of the project money", title_of(given.document, forms[0]), form=parts_at.split("/")[0])


def _amounts(given: Evidence, address: str) -> list:
    """The figures at an address; of several columns (a|b) the first that is printed in a table."""
    form, row, columns = address.split("/")
    own = given.ledger[(given.ledger["form"] == form) & (given.ledger["item"] == row) & ~given.ledger["blank"] & given.ledger["value"].notna()]
    for column in columns.split("|"):
        hit = own[own["column"] == column].drop_duplicates("table")
        if len(hit):
            return hit["value"].tolist()
    return []


def _layer(item: Mapping, given: Evidence) -> Point:
    pages = given.document.reading.pages
    unread = [p for p in pages if p.problems and not p.grids and not p.lines]
    share = 1 - len(unread) / len(pages) if pages else 0.0
    return Point.known(1.0 if not unread else 0.5 if share > 0.5 else 0.0, f"{len(pages) - len(unread)} of {len(pages)} pages", whole(unread[0].number) if unread else None)


def _recognised(item: Mapping, given: Evidence) -> Point:
    if not given.tables:
        return _not_found(item, given, "tables")
    known = sum(t.form is not None for t in given.tables)
    return Point.known(_half(known / len(given.tables), 0.9), f"{known} of {len(given.tables)} tables are known forms")


def _unknown(item: Mapping, given: Evidence) -> Point:
    return Point.unknown(item["reason"])


def _half(share: float, whole: float = 1.0) -> float:
    """A share as a score: 1 for the whole, 0 for nothing, one half between."""
    return 1.0 if share >= whole else 0.5 if share > 0 else 0.0


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


PROSE = ("claims", "prose", "rule")
TESTS: dict[str, Callable[[Mapping, Evidence], Point]] = {
    "form": _form, "codes": _codes, "columns": _columns, "rule": _rule, "claims": _claims, "prose": _prose, "cells": _cells,
    "covered": _covered, "layer": _layer, "recognised": _recognised, "unknown": _unknown,
}  # fmt: skip

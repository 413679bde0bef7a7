"""The kinds over a series of years: what is carried on, what changed, one project in several documents.

(rule, check, contexts) → ``Finding``s, each naming its documents in its places. Cost grows with the pairs that there are, not
with all that could be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from gouji.rules.catalogue import Rule
from gouji.rules.classification import plain_name
from gouji.rules.context import Context
from gouji.rules.claimed import FACTORS
from gouji.rules.companions import figure_at, found_across, label_of, years
from gouji.rules.findings import Finding, Place
from gouji.rules.indicator_kinds import money
from gouji.rules.operands import first_of, said


def carried_on(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``carried_on``: {figures: [{close: [address …], open: [address …]}]}: what one year closes with the next one opens with."""
    for before, now in years(contexts):
        for pair in check["figures"]:
            close, opened = figure_at(before, pair["close"]), figure_at(now, pair["open"])
            if close is None or opened is None:
                continue
            gap = opened.value - close.value
            outcome = "exact" if not gap else "rounding" if abs(gap) <= opened.half + close.half else "mismatch"
            where = [(now, Place.of(opened)), (before, Place.of(close))]
            shown = {"found": opened.printed, "expected": close.printed, "difference": f"{gap / opened.factor:f}"}
            yield found_across(rule, outcome, "carried_on", label_of(now), where, **shown)


def changes_kept(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``changes_kept``: {figures: [{subject: regex, at: [address …]}]}: the change the prose states is the difference of two years' forms."""
    for before, now in years(contexts):
        for claim in now.claims:
            entry = next((f for f in check["figures"] if re.search(f["subject"], claim.subject)), None)
            if claim.metric != "change" or claim.compared_with != "last_year" or entry is None or claim.unit not in FACTORS:
                continue
            if claim.direction not in ("up", "down"):
                continue
            new, old = figure_at(now, entry["at"]), figure_at(before, entry["at"])
            if new is None or old is None:
                continue
            stated = Decimal(claim.value) * FACTORS[claim.unit] * (1 if claim.direction == "up" else -1)
            gap = stated - (new.value - old.value)
            half = FACTORS[claim.unit] * Decimal(1).scaleb(Decimal(claim.value).as_tuple().exponent) / 2
            outcome = "exact" if not gap else "rounding" if abs(gap) < 3 * half + new.half + old.half else "mismatch"
            where = [(now, Place.absent("prose", claim.page, claim.sentence)), (now, Place.of(new)), (before, Place.of(old))]
            factor = FACTORS[claim.unit]
            shown = {"found": f"{stated / factor:f}{claim.unit}", "expected": f"{(new.value - old.value) / factor:f}{claim.unit}", "difference": f"{gap / factor:f}{claim.unit}"}
            yield found_across(rule, outcome, "changes_kept", f"{label_of(now)} {claim.subject}", where, **shown)


def vehicles_follow(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``vehicles_follow``: {fact, bought: regex}: no more vehicles than last year's and those bought in either year's document."""
    for before, now in years(contexts):
        new, old = said(now, check["fact"]), said(before, check["fact"])
        if new.value is None or old.value is None:
            continue
        bought = sum(
            max((Decimal(c.value) for c in some.claims if c.metric == "count" and re.search(check["bought"], c.subject)), default=Decimal(0))
            for some in (before, now)
        )
        odd = new.value > old.value + bought
        where = [(now, new.where), (before, old.where)]
        yield found_across(rule, "mismatch" if odd else "exact", "vehicles_follow", label_of(now), where, found=f"{new.value:f}", expected=f"{old.value:f}+{bought:f}")


def codes_follow(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``codes_follow``: {forms, alike}: a code keeps its name from one year to the next, unless it was renamed."""
    for before, now in years(contexts):
        for form in check["forms"]:
            tables = [c.index.main(form) for c in (before, now)]
            if not all(tables):
                continue
            names = [{r.item: r for r in t.rows if r.code and r.label.strip() != r.item} for t in tables]
            common = sorted(set(names[0]) & set(names[1]))
            moved = []
            for code in common:
                old, new = (plain_name(n[code].label) for n in names)
                if old and new and old not in new and new not in old and SequenceMatcher(None, old, new).ratio() < check["alike"]:
                    moved.append(code)
            for code in moved:
                where = [(c, Place.of(next(iter(n[code].figures.values())))) for c, n in ((before, names[0]), (now, names[1]))]
                yield found_across(rule, "mismatch", "code_moved", code, where, expected=names[0][code].label, found=names[1][code].label)
            if common and not moved:
                yield found_across(rule, "exact", "codes_follow", f"{label_of(now)} {form} {len(common)}", [(now, Place.absent(form)), (before, Place.absent(form))])


def ratio_steady(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``ratio_steady``: {above: [option …], below: [option …], most}: a cost a piece does not change by more than this share in a year."""
    for before, now in years(contexts):
        ratios: list[Decimal] = []
        places: list[tuple[Context, Place]] = []
        for c in (before, now):
            above, below = first_of(c, check["above"]), first_of(c, check["below"])
            if above.value and below.value:
                ratios.append(above.value / below.value)
                places.append((c, above.where))
        if len(ratios) == 2:
            change = abs(ratios[1] - ratios[0]) / ratios[0]
            odd = change > Decimal(str(check["most"]))
            shown = {"found": f"{ratios[1]:.0f}元", "expected": f"{ratios[0]:.0f}元", "difference": f"{100 * change:.0f}%"}
            yield found_across(rule, "implausible" if odd else "exact", "ratio_steady", label_of(now), places, **shown)


def project_name(name: str) -> str:
    """A project's name without year, brackets and the words that vary."""
    return re.sub(r"20\d\d年?度?|[（(][^）)]*[）)]|[“”\"\s]|(项目|经费|费用|费|系统|专项)$", "", name)


def project_paths(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``project_paths``: {forms, most}: one project, by its name, in several documents: how its money moves from one to the next."""
    seen: dict[str, dict[str, tuple[Context, Decimal, Place]]] = defaultdict(dict)
    for c in contexts:
        sha = c.document.reading.sha256
        for form in check["forms"]:
            for table in c.index.of(form):
                for row in table.rows:
                    figure = next((f for k in ("total", "amount") if (f := row.figures.get(k)) and f.value and f.unit), None)
                    if row.item.startswith("project:") and figure:
                        seen[project_name(row.item[8:])].setdefault(sha, (c, figure.value, Place.of(figure)))
        for e in c.evaluated(("PE02", "BG15")):
            amount = next((m for k in ("annual", "amount", "total", "init") if (m := money(c, e, k))), None)
            if e.project and amount:
                seen[project_name(e.project)].setdefault(sha, (c, amount, e.place))
    for name, by_document in seen.items():
        path = sorted(by_document.values(), key=lambda t: (t[0].document.year or 0, t[0].document.kind))
        if len(name) < 3 or len(path) < 2 or len({(t[0].document.year, t[0].document.kind) for t in path}) < 2:
            continue
        shown = " → ".join(f"{v / 10_000:f}万元 [{label_of(c)}]" for c, v, _ in path)
        steps = [b[1] / a[1] - 1 for a, b in zip(path, path[1:], strict=False)]
        odd = any(abs(s) > Decimal(str(check["most"])) for s in steps)
        yield found_across(rule, "implausible" if odd else "exact", "project_paths", name, [(c, p) for c, _, p in path], found=shown)


ACROSS = {f.__name__: f for f in (carried_on, changes_kept, vehicles_follow, codes_follow, ratio_steady, project_paths)}

"""The kinds that set two classifications of the same money side by side: by function and by economic nature, what was
received and what was spent. The scopes may differ, so a gap alone proves nothing; a gap that another item explains to
the digit does. (check, context) → ``Remark``s.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gouji.rules.arithmetic import ZERO
from gouji.rules.budget_details import _leaves
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.index import Figure
from gouji.rules.presence import Remark


def _figures(addresses: list[str], context: Context) -> list[Figure]:
    out = []
    for address in addresses:
        form, item, column = address.split("/")
        table = context.index.main(form)
        figure = table.figure(item, column) if table else None
        if figure and figure.readable and not figure.blank and figure.value:
            out.append(figure)
    return out


def articulates(check: dict, context: Context) -> Iterator[Remark]:
    """``articulates``: {form, left: [address …], right: [address …], others: [item …]}: two sums that should agree; a gap is
    called out only when it is exactly one or more of the other items (then these were charged to the wrong one)."""
    left, right = _figures(check["left"], context), _figures(check["right"], context)
    if not left or not right:
        return
    where = tuple(Place.of(f) for f in (*left, *right))
    sums = [sum((f.value for f in side), ZERO) for side in (left, right)]
    shown = {"found": f"{sums[0] / left[0].factor:f}{left[0].unit}", "expected": f"{sums[1] / right[0].factor:f}{right[0].unit}"}
    gap, half = sums[0] - sums[1], sum((f.half for f in (*left, *right)), ZERO)
    if abs(gap) <= half:
        yield Remark("rounding" if gap else "exact", check["form"], "gap_explained", left[0].address, where, shown)
        return
    mine = {f.item for f in right}
    table, column = context.index.main(check["form"]), right[0].column
    beside = [f for i in check["others"] if i not in mine and (f := table.figure(i, column)) and f.value and f.readable]
    for size in range(1, min(3, len(beside)) + 1):
        for some in combinations(beside, size):
            if abs(sum((f.value for f in some), ZERO) - abs(gap)) <= half / 2:
                words = tuple(f.label.strip() for f in some)
                places = (*where, *(Place.of(f) for f in some))
                yield Remark("implausible", check["form"], "gap_explained", words, places, shown)
                return
    yield Remark("not_applicable", check["form"], "gap_explained", left[0].address, where, shown)


def codes_mirror(check: dict, context: Context) -> Iterator[Remark]:
    """``codes_mirror``: {spent, received, summary, open, close}: items spent on without revenue live on carry-over, items received
    and not spent leave one; without any carry-over the two forms name the same items."""
    tables = [context.index.main(check[k]) for k in ("spent", "received", "summary")]
    if not all(t and t.printed for t in tables):
        return
    spent, received, summary = tables
    out = {c: f for c, f in _leaves(spent, "total").items() if f.value}
    into = {c: f for c, f in _leaves(received, "total").items() if f.value}
    if not out or not into or {len(c) for c in out} != {len(c) for c in into}:
        yield Remark("not_testable", check["form"], "ambiguous", check["spent"], (Place.absent(check["spent"]),))
        return
    for mine, theirs, side in ((out, into, "open"), (into, out, "close")):
        only = [f for c, f in mine.items() if c not in theirs]
        figures = [f for i in check[side] if (f := summary.figure(i, "amount"))]
        where = tuple(Place.of(f) for f in (*only[:6], *figures)) or (Place.absent(check["form"]),)
        about = tuple(f"{f.item} {f.label.strip()}" for f in only) or check["form"]
        if only and not figures:
            yield Remark("not_testable", check["form"], "absent", f"{check['summary']}/{check[side][0]}", where)
        elif only and not any(f.value for f in figures):
            yield Remark("mismatch", check["form"], f"mirror_{side}", about, where)
        else:
            yield Remark("exact", check["form"], "codes_mirror", about, where)

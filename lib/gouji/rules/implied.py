"""The kinds that follow stated changes back to last year, and forms printed twice. (check, context) → ``Remark``s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.claims.find import Claim
from gouji.rules.contents import plain_title
from gouji.rules.context import Context
from gouji.rules.claimed import FACTORS, half_of, place_of
from gouji.rules.findings import Place
from gouji.rules.presence import Remark
from gouji.rules.wording import as_words


def _change(context: Context, subject: str, topics: list[str] | None = None) -> Claim | None:
    """The first change from last year stated of a subject, with its direction."""
    return next(
        (c for c in context.claims if c.metric == "change" and c.direction in ("up", "down") and c.unit in FACTORS
         and (c.compared_with or "").startswith("last_year") and re.search(subject, c.subject) and (not topics or c.topic in topics)),
        None,
    )  # fmt: skip


def _signed(claim: Claim) -> Decimal:
    return Decimal(claim.value) * FACTORS[claim.unit] * (1 if claim.direction == "up" else -1)


def _figure(context: Context, address: str):
    form, item, column = address.split("/")
    table = context.index.main(form)
    figure = table.figure(item, column) if table and table.printed else None
    return figure if figure and figure.readable and figure.unit and not figure.blank else None


def implied_chain(check: dict, context: Context) -> Iterator[Remark]:
    """``implied_chain``: {grand: {subject, at}, spent: {subject, at}, open: address, same: [a, b]?}: last year's total less last year's expenditure, both from
    this year's figures and stated changes, is what was carried into this year; ``same``: asked only where two figures are equal (no other fund)."""
    if "same" in check:
        same = [_figure(context, a) for a in check["same"]]
        if not all(same) or same[0].value != same[1].value:
            return
    changes = {k: _change(context, check[k]["subject"], check[k].get("topics")) for k in ("grand", "spent")}
    figures = {k: _figure(context, check[k]["at"]) for k in ("grand", "spent")}
    opened = _figure(context, check["open"])
    lacking = next((as_words(check[k]["subject"]) for k, c in changes.items() if c is None), None)
    lacking = lacking or next((check[k]["at"] for k, f in figures.items() if f is None), None) or (None if opened else check["open"])
    if lacking:
        if any(changes.values()) or any(figures.values()):
            yield Remark("not_testable", None, "absent", lacking, (Place.absent(lacking),))
        return
    prior = {k: figures[k].value - _signed(changes[k]) for k in changes}
    gap = prior["grand"] - prior["spent"] - opened.value
    bound = sum((f.half for f in (*figures.values(), opened)), Decimal(0)) + sum(map(half_of, changes.values()))
    outcome = "exact" if not gap else "rounding" if abs(gap) < bound else check.get("wrong", "mismatch")
    where = (*map(place_of, changes.values()), *(Place.of(f) for f in (*figures.values(), opened)))
    shown = {"found": f"{(prior['grand'] - prior['spent']) / opened.factor:f}{opened.unit}", "expected": opened.told, "detail": f"{gap / opened.factor:f}{opened.unit}"}
    yield Remark(outcome, "FA01", "implied_chain", check["open"], where, shown)


def implied_parts(check: dict, context: Context) -> Iterator[Remark]:
    """``implied_parts``: {whole: regex, parts: [regex …], topics}: the changes stated of all the parts make the change of the whole."""
    whole = _change(context, check["whole"], check["topics"])
    parts = [_change(context, p, check["topics"]) for p in check["parts"]]
    if whole is None:
        return
    there = [p for p in parts if p]
    gap = _signed(whole) - sum(map(_signed, there))
    bound = sum(map(half_of, (whole, *there)))
    where = tuple(map(place_of, (whole, *there)))
    if gap and abs(gap) >= bound and len(there) < len(parts):
        lacking = as_words(next(p for p, c in zip(check["parts"], parts, strict=True) if c is None))
        yield Remark("not_testable", None, "absent", lacking, where)
        return
    outcome = "exact" if not gap else "rounding" if abs(gap) < bound else "mismatch"
    factor = FACTORS[whole.unit]
    amounts = {"found": _signed(whole), "expected": sum(map(_signed, there)), "detail": gap}
    shown = {k: f"{v / factor:f}{whole.unit}" for k, v in amounts.items()}
    yield Remark(outcome, None, "implied_parts", whole.subject, where, shown)


def printed_twice(check: dict, context: Context) -> Iterator[Remark]:
    """``printed_twice``: {forms: regex}: a form printed again under the same title prints the same figures."""
    for form, tables in context.index.forms.items():
        if not re.fullmatch(check["forms"], form) or len(tables) < 2:
            continue
        first = next((t for t in tables if t.printed), tables[0])
        for other in tables:
            if other is first or not other.printed or plain_title(other.title) != plain_title(first.title) or other.columns != first.columns:
                continue
            common = [i for i in other.by_item if i in first.by_item and not i.startswith("row:")]
            if len(common) * 2 < len(first.by_item):
                continue
            pairs = [(first.figure(i, c), f) for i in common for c, f in other.row(i).figures.items()]
            wrong = [(a, b) for a, b in pairs if a and a.readable and b.readable and a.value != b.value]
            where = tuple(Place.of(f) for pair in (wrong or pairs)[:3] for f in pair if f)
            yield Remark("mismatch" if wrong else "exact", form, "printed_twice", wrong[0][1].address if wrong else form, where)

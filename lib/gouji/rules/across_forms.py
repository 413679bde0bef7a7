"""The kinds that join addresses of one document: ``equal`` and ``part``, once or for each item of a form.

An address is ``FORM/item/column``; ``-`` before it subtracts it, ``~`` after it lets the row be absent (then zero).
A side is an address, a list of them (their sum), ``{first: [[…], […]]}`` (the first that is printed) or, on the
right, ``{any: [[…], […]]}`` (forms differ in what they print; one of them must agree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.identities import Identity, Reason, term
from gouji.rules.index import DocumentIndex


def _look_up(address: str, document: DocumentIndex) -> tuple[Term | None, Reason | None]:
    """The operand at an address, or why there is none."""
    sign = -1 if address.startswith("-") else 1
    optional = address.endswith("~")
    plain = address.lstrip("-").rstrip("~")
    form, item, column = plain.split("/")
    table = document.main(form)
    if optional and (table is None or not table.printed):
        return Term(sign, ZERO, ZERO, plain), None
    if table is None:
        return None, Reason("form", form)
    if not table.printed:
        return None, Reason("empty_form", form)
    row = table.row(item)
    figure = row.figures.get(column) if row else None
    if optional and (figure is None or figure.blank):
        return Term(sign, ZERO, ZERO, plain), None
    if figure is None:
        return None, Reason("absent", plain)
    if not figure.readable:
        return None, Reason("unreadable" if figure.unit else "no_unit", plain)
    return term(figure, sign), None


def _side(spec, document: DocumentIndex) -> tuple[list[Term], Reason | None]:
    """The terms of one side, or the reason why it has none."""
    if isinstance(spec, dict):
        reason = None
        for option in spec["first"]:
            terms, why = _side(option, document)
            if why is None and any(t.figure is not None for t in terms):
                return terms, None
            reason = reason or why
        return [], reason or Reason("absent", str(spec["first"][0]))
    terms: list[Term] = []
    for address in [spec] if isinstance(spec, str) else spec:
        if isinstance(address, dict):
            more, why = _side(address, document)
        else:
            one, why = _look_up(address, document)
            more = [one] if one else []
        if why:
            return [], why
        terms += more
    return terms, None


def _fill(spec, item: str):
    """The side with ``{item}`` (and ``{class}``, its first three digits) put in."""
    if isinstance(spec, str):
        return spec.replace("{item}", item).replace("{class}", item[:3])
    if isinstance(spec, dict):
        return {k: [_fill(o, item) for o in v] for k, v in spec.items()}
    return [_fill(s, item) for s in spec]


def _items(check: dict, document: DocumentIndex) -> list[str | None]:
    """The items the check runs over: those of a form that match a pattern, or just one unnamed run."""
    if "each" not in check:
        return [None]
    table = document.main(check["each"]["form"])
    pattern = re.compile(check["each"]["items"])
    return [i for i in table.by_item if pattern.fullmatch(i)] if table else []


def _doubt(terms: list[Term], document: DocumentIndex) -> Reason | None:
    """A form without a unit, a row whose figures were lost, two tables of one form, two rows of one item."""
    for t in terms:
        if t.figure is None:
            continue
        if not t.figure.unit and t.figure.value:
            return Reason("unit", t.figure.form or "")
        tables = [x for x in document.of(t.figure.form or "") if x.printed]
        if t.figure.blank and not any(r.printed for x in tables for r in x.by_item.get(t.figure.item, ())):
            return Reason("blank", t.figure.address)
        if len(tables) > 1:
            return Reason("several_tables", t.figure.form or "")
        if any(x.ambiguous(t.figure.item) for x in tables):
            return Reason("ambiguous", t.figure.item)
    return None


def compare(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``equal`` and ``part``: {left, right, each: {form, items: regex}, tolerance, optional, when_zero: address}."""
    mode, form = check["kind"], check["form"]
    if "when_zero" in check:
        condition, _ = _look_up(check["when_zero"], document)
        if condition is None or condition.value:
            return
    for item in _items(check, document):
        left_spec, right_spec = check["left"], check["right"]
        if item is not None:
            left_spec, right_spec = _fill(left_spec, item), _fill(right_spec, item)
        options = right_spec["any"] if isinstance(right_spec, dict) and "any" in right_spec else [right_spec]
        left, why = _side(left_spec, document)
        sides = [_side(option, document) for option in options]
        rights = [terms for terms, reason in sides if reason is None]
        why = why or (None if rights else sides[0][1])
        group = None if item is None else f"{form}:each"
        money = any(t.value for t in (*left, *(t for r in rights for t in r)))
        if why and why.kind == "absent" and not money and (left or rights):
            continue  # a row or column that one form leaves out and the other prints as zero
        if why and why.kind in ("absent", "form") and check.get("optional"):
            continue
        if why:
            empty = why if why.kind == "empty_form" else None
            absent = None if empty else why
            yield Identity(mode, form, tuple(left), (), absent=absent, inapplicable=empty)
            continue
        if not any(t.value or (t.figure and not t.figure.blank) for t in (*left, *rights[0])):
            continue
        every = [*left, *(t for r in rights for t in r)]
        yield Identity(
            mode,
            form,
            tuple(left),
            tuple(rights[0]),
            check.get("tolerance", "EQ"),
            doubt=_doubt(every, document),
            others=tuple(tuple(r) for r in rights[1:]),
            group=group,
        )

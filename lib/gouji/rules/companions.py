"""Documents that belong together, and a finding over several of them.

Which belong together is read from what they call themselves: entity without 本级 and brackets, year, kind, 部门 or 单位 on
the cover.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gouji.rules.catalogue import Rule
from gouji.rules.context import Context
from gouji.rules.findings import Finding, Place
from gouji.rules.index import Figure
from gouji.rules.messages import write_messages
from gouji.rules.wording import plainly
from gouji.rules.words import plain_entity

FAILED = ("mismatch", "missing", "implausible")


def found_across(rule: Rule, outcome: str, key: str, about: str, where: Sequence[tuple[Context, Place]], **shown: str) -> Finding:
    """A finding over several documents; every place says which document it is in."""
    places = tuple(replace(p, document=c.document.reading.sha256) for c, p in where)
    severity = rule.severity if outcome in FAILED else "info"
    form = next((p.address.split("/")[0] for p in places if "/" in p.address), None)
    values = {k: plainly(shown.get(k)) for k in ("expected", "found", "difference")}
    finding = Finding("", rule.id, "", outcome, severity, form, places, **values)
    return write_messages(finding, rule, key, about, shown)


def apart(one: Figure, other: Figure) -> str:
    """The difference of two figures in the unit of the first."""
    return f"{(one.value - other.value) / one.factor:f}{one.unit}"


def label_of(context: Context) -> str:
    document = context.document
    return f"{document.entity} {document.year} {({'final': '决算', 'budget': '预算'}).get(document.kind, document.kind)}"


def called(context: Context) -> str:
    """What the cover calls the body: 部门 or 单位 ('' when it does not say)."""
    for page in context.document.reading.pages[:2]:
        for line in page.lines:
            if m := re.search(r"(部门|单位)(?:综合)?(?:预算|决算)(?!表)", re.sub(r"\s", "", line.text)):
                return m[1]
    return ""


def groups(contexts: Sequence[Context]) -> dict[tuple[str, str], dict[int, list[Context]]]:
    """(entity, kind) → year → documents."""
    out: dict[tuple[str, str], dict[int, list[Context]]] = defaultdict(lambda: defaultdict(list))
    for c in contexts:
        if c.document.entity and c.document.year:
            out[plain_entity(c.document.entity), c.document.kind][c.document.year].append(c)
    return out


def years(contexts: Sequence[Context]) -> Iterator[tuple[Context, Context]]:
    """(last year's, this year's) document of the same entity and kind; of a 部门 and a 单位 document the 部门's."""
    for by_year in groups(contexts).values():
        for year, now in sorted(by_year.items()):
            before = by_year.get(year - 1)
            if before:
                pick = [next((c for c in some if called(c) == "部门"), some[0]) for some in (before, now)]
                yield pick[0], pick[1]


def figure_at(context: Context, addresses: Sequence[str]) -> Figure | None:
    for address in addresses:
        form, item, column = address.split("/")
        table = context.index.main(form)
        figure = table.figure(item, column) if table and table.printed else None
        if figure is not None and figure.readable and figure.unit and not (figure.blank and not table.row(item).printed):
            return figure
    return None

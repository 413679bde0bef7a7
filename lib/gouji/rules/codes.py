"""Sums along a classification: ``tops``, ``hierarchy``, ``details``, ``levels``, and ``lanes`` that close on one figure.

Which rows are parents is read from the codes that are printed, never from the order or the indentation: a form that
prints items alone sums its items, one that lost its class rows sums what is left of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from fnmatch import fnmatchcase
from itertools import takewhile

from gouji.rules.arithmetic import ZERO
from gouji.rules.identities import Identity, Reason, ambiguous, close, columns_of, of_which, term, unmapped
from gouji.rules.index import DocumentIndex, FormTable, Row

FAMILIES = {
    "functional": re.compile(r"2\d{2,8}"),
    "economic": re.compile(r"3\d{2,6}"),
    "government": re.compile(r"5\d{2,6}"),
    "unit": re.compile(r"unit:.*"),
    "detail": re.compile(r"2\d{2,8}/3\d{2,6}"),  # an economic class under a function
    "line": re.compile(r"exp\.f\d+"),  # functions in a two-sided form, with 款 and 项 beneath
    "nature": re.compile(r"exp\.(basic|project)(\.\w+)?"),  # 基本支出 and 项目支出 with their economic classes
}


def coded(table: FormTable, family: str) -> list[Row]:
    """Rows with a code of the family and with figures; a row whose every figure is blank was lost or is empty."""
    return [r for r in table.rows if r.printed and FAMILIES[family].fullmatch(r.item)]


def heads(rows: list[Row]) -> list[Row]:
    """One row a code: where a code's first row is the sum of its other rows, these are its details."""
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row.item, []).append(row)
    out = []
    for group in by_code.values():
        head, rest = group[0], group[1:]
        if rest and all(
            f.value == sum((r.figures[c].value for r in rest if c in r.figures), ZERO) for c, f in head.figures.items()
        ):
            out.append(head)
        else:
            out += group
    return out


def above(item: str, codes: Container[str]) -> str | None:
    """The nearest code above this one among ``codes``."""
    return next((item[:n] for n in range(len(item) - 1, 0, -1) if item[:n] in codes), None)


def top_rows(rows: list[Row]) -> list[Row]:
    items = {r.item for r in rows}
    return [r for r in rows if above(r.item, items) is None]


def tops(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``tops``: {form, whole: item, family}: a total is the sum of the top printed codes, whether 类, 款 or 项."""
    family = check.get("family", "functional")
    for table in document.of(check["form"]):
        printed = heads(coded(table, family))
        top, gone_through = top_rows(printed), {r.item for r in printed if r.number in _blocks(printed)}
        if not top or (family == "detail" and coded(table, "functional")):
            continue  # details add up to the total only where nothing stands between
        row = table.row(check.get("whole", "total"))
        counts = Counter(r.item for r in top)
        nested = [r.item for r in top if counts[r.item] > 1 and r.item not in gone_through and any(above(i, {r.item}) for i in table.by_item)]
        doubled = Reason("ambiguous", nested[0]) if nested else None
        for column in columns_of(check, table):
            address = f"{check['form']}/{check.get('whole', 'total')}/{column}"
            parts = [term(f) for r in top if (f := r.figures.get(column))]
            figure = row.figures.get(column) if row else None
            if figure is None:
                if any(t.value for t in parts) and not check.get("optional"):
                    yield Identity("sum", check["form"], (), tuple(parts), absent=Reason("absent", address))
                continue
            doubt = doubled or unmapped(table, column)
            identity = close([term(figure)], parts, check["form"], address, doubt, printed=row.printed and _plain(table, family))
            if identity:
                yield identity


def _plain(table: FormTable, family: str) -> bool:
    """Whether every row with money in it has a code of the family, the total apart: then a blank among them is zero."""
    return all(FAMILIES[family].fullmatch(r.item) or r.item == "total" for r in table.rows if r.nonzero)


def _blocks(rows: list[Row]) -> dict[int, list[Row]]:
    """Where a form goes through its codes more than once (its administrative staff, then its institutions): the children of
    each printing of a doubled code by the row's number, those that follow it until another code comes."""
    counts, rows = Counter(r.item for r in rows), sorted(rows, key=lambda r: r.number)
    out: dict[int, list[Row]] = {}
    for at, row in enumerate(rows):
        if counts[row.item] > 1:
            below = list(takewhile(lambda r: r.item != row.item and r.item.startswith(row.item), rows[at + 1 :]))
            items = {r.item for r in below}
            if below and len(items) == len(below):
                out[row.number] = [r for r in below if above(r.item, items) is None]
    doubled = {r.item for r in rows if r.number in out}
    return {} if any(r.item in doubled and r.number not in out for r in rows) else out


def hierarchy(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``hierarchy``: {form, family}: every code is the sum of its nearest printed descendants, in each column."""
    for table in document.of(check["form"]):
        rows = heads(coded(table, check.get("family", "functional")))
        counts = Counter(r.item for r in rows)
        family = FAMILIES[check.get("family", "functional")]
        lost = {r.item for r in table.rows if not r.printed and r.item not in counts and family.fullmatch(r.item)}
        children: dict[str, list[Row]] = defaultdict(list)
        empty: dict[str, list[Row]] = defaultdict(list)  # rows without any figure: they add nothing, but may be what is wrong
        for row in table.rows:
            if row.item in lost and (parent := above(row.item, counts)):
                empty[parent].append(row)
        for row in rows:
            parent, lost_above = above(row.item, counts), above(row.item, lost)
            if parent:
                children[parent].append(row)
            if lost_above and row.nonzero and _wanted(check, lost_above):
                address = f"{check['form']}/{lost_above}"
                yield Identity("sum", check["form"], (), (), absent=Reason("blank", address))
        plain, blocks = _plain(table, check.get("family", "functional")), _blocks(rows)
        for column in columns_of(check, table):
            stray = unmapped(table, column)
            for row in rows:
                below, figure = blocks.get(row.number) or children.get(row.item), row.figures.get(column)
                if not below or figure is None or not _wanted(check, row.item):
                    continue
                doubled = None if row.number in blocks else next((r.item for r in (row, *below) if counts[r.item] > 1), None)
                doubt = Reason("ambiguous", doubled) if doubled else stray
                parts = [term(f) for r in (*below, *empty[row.item]) if (f := r.figures.get(column))]
                identity = close([term(figure)], parts, check["form"], figure.address, doubt, printed=plain)
                if identity:
                    yield identity


def details(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``details``: {form}: a functional row is the sum of the economic rows printed under it (item ``2010301/30101``)."""
    for table in document.of(check["form"]):
        below: dict[str, list[Row]] = defaultdict(list)
        for row in coded(table, "detail"):
            below[row.item.split("/")[0]].append(row)
        for code, rows in below.items():
            head = table.row(code)
            for column in columns_of(check, table) if head else ():
                parts = [term(f) for r in top_rows(rows) if (f := r.figures.get(column))]
                whole = head.figures.get(column)
                if whole and parts:
                    doubt = ambiguous(table, [head]) or unmapped(table, column)
                    identity = close([term(whole)], parts, check["form"], whole.address, doubt)
                    if identity:
                        yield identity


def levels(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``levels``: {form}: where rows are named without codes, a row is the sum of the rows indented beneath it, the total that of the outermost.

    Asked only where a row with money has no code and every such row has its depth; elsewhere the codes say it.
    """
    for table in document.of(check["form"]):
        rows = [r for r in table.rows if r.printed and r.item != "total"]
        if not any(r.nonzero and r.code is None for r in rows) or any(not r.level or of_which(r) for r in rows):
            continue
        children: dict[int, list[Row]] = defaultdict(list)
        open_rows: list[Row] = []
        for row in rows:
            open_rows = [r for r in open_rows if r.level < row.level]
            children[open_rows[-1].number if open_rows else 0].append(row)
            open_rows.append(row)
        heads_of = [(r, children[r.number]) for r in rows if r.number in children]
        top = table.row("total")
        for head, below in [*([(top, children[0])] if top else []), *heads_of]:
            ragged = Reason("structure", f"{check['form']}/{head.item}") if len({r.level for r in below}) > 1 else None
            for column in columns_of(check, table):
                figure, parts = head.figures.get(column), [term(f) for r in below if (f := r.figures.get(column))]
                identity = figure and close([term(figure)], parts, check["form"], figure.address, ragged, printed=True, group=f"{table.ordinal}:levels")
                if identity:
                    yield identity


def lanes(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``lanes``: {form, items}: what closes several lanes of a form is one figure, printed the same in each."""
    for table in document.of(check["form"]):
        for item in check["items"]:
            rows = [r for r in table.by_item.get(item, ()) if r.printed]
            for other in rows[1:]:
                for column, figure in other.figures.items():
                    first = rows[0].figures.get(column)
                    if first and other.side != rows[0].side and not figure.blank:
                        yield Identity("equal", check["form"], (term(figure),), (term(first),), "EQ0")


def _wanted(check: dict, item: str) -> bool:
    return any(fnmatchcase(item, p) for p in check.get("codes", ["*"]))

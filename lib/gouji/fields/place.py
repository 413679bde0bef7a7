"""A whole table → its printed figures, each with its canonical address (form / side / item / column).

In: a ``Table`` as understood. Out: ``Placed`` figures in reading order. A blank cell of a figure column is
a figure too (printed blank), provided its row names something or states a figure in the same lane; a place
under a merged cell is none. Performance forms laid out as label beside value are read by ``performance``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gouji.amounts import is_blank, is_quantity
from gouji.fields.codes import Names
from gouji.fields.columns import CODE, FIGURE, LABEL, Column
from gouji.fields.namer import Namer
from gouji.fields.rows import Row, lanes_of
from gouji.fields.words import load, ordinal
from gouji.model import Table, TableCell

PERFORMANCE = ("PE01", "PE02", "BG14", "BG15")


@dataclass(frozen=True, slots=True)
class Placed:
    """One figure and its address. ``row`` and ``col`` count from 1; ``unit`` is the unit that applies to it.

    ``kind``: "money" for a form's amounts, "quantity" where a target or score may carry any unit or words.
    ``indicator_1``, ``indicator_2``, ``operator``, ``reason``: what the row of an indicator says beside its figures.
    """

    row: int
    col: int
    column: str
    item: str
    cell: TableCell
    side: str = ""
    row_code: str = ""
    row_label: str = ""
    row_line: str = ""
    level: int | None = None
    unit: str | None = None
    kind: str = "money"
    func_code: str = ""
    gov_code: str = ""
    indicator_1: str = ""
    indicator_2: str = ""
    operator: str = ""
    reason: str = ""


def figures(table: Table) -> list[Placed]:
    """Every figure of one table, in reading order."""
    return figures_of([table])[0]


def figures_of(tables: Iterable[Table]) -> list[list[Placed]]:
    """Every figure of a document's tables, table by table. A name that one of them prints beside a code is
    known by that code in those that print the name alone."""
    from gouji.fields import performance

    tables = list(tables)
    laid_out = [table.form in PERFORMANCE and performance.is_laid_out(table) for table in tables]
    lanes = [[] if out or not table.rows else lanes_of(table) for table, out in zip(tables, laid_out)]
    names = _names(rows for table in lanes for _, rows in table)
    return [
        performance.figures(t) if out else performance.annotate(t, _place_table(t, lane, names))
        for t, out, lane in zip(tables, laid_out, lanes)
    ]


def _names(lanes: Iterable[list[Row]]) -> Names:
    out: dict[str, dict[str, None]] = {}
    for rows in lanes:
        for row in rows:
            if row.code.digits and row.label:
                out.setdefault(ordinal(row.label)[1], {})[row.code.digits] = None
    return {name: tuple(codes) for name, codes in out.items()}


def _place_table(table: Table, lanes: list[tuple[list[Column], list[Row]]], names: Names) -> list[Placed]:
    out: list[Placed] = []
    before: list[Row] | None = None
    for lane, rows in lanes:
        out += _place_lane(table, lane, rows, before, names)
        before = rows
    return _number_indicators(_lone_unit_is_total(sorted(out, key=lambda f: (f.row, f.col))))


def _place_lane(table: Table, lane: list[Column], rows: list[Row], before: list[Row] | None, names: Names) -> Iterator[Placed]:
    figures_of = [c for c in lane if c.role == FIGURE]
    if not figures_of:
        return
    side = lane[0].side
    name_row = Namer(table, side, lane, rows, names)
    for number, (row, cells) in enumerate(zip(rows, table.rows)):
        names_merged = before is not None and all(cells[c.index].box is None for c in lane if c.role in (LABEL, CODE))
        place = side
        if names_merged and not row.named and before[number].named:
            # one label drawn across this lane's names: the figure is that label's ("公用经费合计 … 118.65")
            row, place = before[number], str(lane[0].lane) if side.isdigit() else side
        printed = [c for c in figures_of if not is_blank(cells[c.index].text)]
        if not (row.named or printed or not any(c.role in (LABEL, CODE) for c in lane)):
            continue
        item, level = name_row(number, row)
        for column in figures_of:
            cell = cells[column.index]
            if cell.box is None:
                continue
            quantity = column.name in load("columns.yml")["plain_units"]
            if quantity and not is_blank(cell.text) and not is_quantity(cell.text):
                continue  # a target in words
            code = row.code.digits or row.code.unit
            yield Placed(number + 1, column.index + 1, column.name, item, cell, place, code, row.label.strip(), row.line, level,
                         column.unit or table.unit, "quantity" if quantity else "money", row.func, row.gov)  # fmt: skip


def _lone_unit_is_total(found: list[Placed]) -> list[Placed]:
    """In a form without a 合计 row, the row of its only unit is the total (one unit's budget, printed by unit)."""
    rows = {(f.row, f.item) for f in found}
    units = {item for _, item in rows if item.startswith("unit:")}
    if len(units) != 1 or any(item in ("total", "rev.total", "rev.grand") for _, item in rows):
        return found
    if len([row for row, item in rows if item in units]) != 1:
        return found
    return [replace(f, item="total", level=0) if f.item in units else f for f in found]


def _number_indicators(found: list[Placed]) -> list[Placed]:
    """Indicators are counted through the table in reading order; columns of one row of one lane share the number."""
    out, numbers = [], {}
    for figure in found:
        if figure.item == "indicator":
            key = (figure.row, figure.side)
            numbers.setdefault(key, len(numbers) + 1)
            figure = replace(figure, item=f"indicator:{numbers[key]}")
        out.append(figure)
    return out


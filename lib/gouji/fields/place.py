"""A whole table → its printed figures, each with its canonical address (form / side / item / column).

In: a ``Table`` as understood. Out: ``Placed`` figures in reading order. A blank cell of a figure column is
a figure too (printed blank), provided its row names something or states a figure in the same lane; a place
under a merged cell is none. Performance forms laid out as label beside value are read by ``performance``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gouji.amounts import is_blank, is_quantity
from gouji.fields.codes import Code, Names, code_of, codes_of, read_codes, reference_names, split_joined
from gouji.fields.columns import CODE, FIGURE, LABEL, LINE, TEXT, Column
from gouji.fields.headers import read_columns
from gouji.fields.items import Summary, foot, is_total, three
from gouji.fields.words import load, matches, ordinal, squeeze
from gouji.model import Table, TableCell

PERFORMANCE = ("PE01", "PE02", "BG14", "BG15")


@dataclass(frozen=True, slots=True)
class Placed:
    """One figure and its address. ``row`` and ``col`` count from 1; ``unit`` is the unit that applies to it.

    ``kind``: "money" for a form's amounts, "quantity" where a target or score may carry any unit or words.
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


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row is in one lane."""

    label: str
    code: Code
    func: str
    gov: str
    unit_label: str
    project: str
    line: str
    named: bool
    indent: float


def figures(table: Table) -> list[Placed]:
    """Every figure of one table, in reading order."""
    return figures_of([table])[0]


def figures_of(tables: Iterable[Table]) -> list[list[Placed]]:
    """Every figure of a document's tables, table by table. A name that one of them prints beside a code is
    known by that code in those that print the name alone."""
    from gouji.fields import performance

    tables = list(tables)
    laid_out = [table.form in PERFORMANCE and performance.is_laid_out(table) for table in tables]
    lanes = [[] if out or not table.rows else _lanes_of(table) for table, out in zip(tables, laid_out)]
    names = _names(rows for table in lanes for _, rows in table)
    return [performance.figures(t) if out else _place_table(t, lane, names) for t, out, lane in zip(tables, laid_out, lanes)]


def _names(lanes: Iterable[list[_Row]]) -> Names:
    out: dict[str, dict[str, None]] = {}
    for rows in lanes:
        for row in rows:
            if row.code.digits and row.label:
                out.setdefault(ordinal(row.label)[1], {})[row.code.digits] = None
    return {name: tuple(codes) for name, codes in out.items()}


def _place_table(table: Table, lanes: list[tuple[list[Column], list[_Row]]], names: Names) -> list[Placed]:
    out: list[Placed] = []
    before: list[_Row] | None = None
    for lane, rows in lanes:
        out += _place_lane(table, lane, rows, before, names)
        before = rows
    return _number_indicators(_lone_unit_is_total(sorted(out, key=lambda f: (f.row, f.col))))


def _lanes_of(table: Table) -> list[tuple[list[Column], list[_Row]]]:
    columns = read_columns(table.form, table.columns, [[c.text for c in row] for row in table.rows])
    lanes = [[c for c in columns if c.lane == lane] for lane in range(max((c.lane for c in columns), default=0) + 1)]
    return [(lane, _read_lane(table, lane)) for lane in lanes]


def _read_lane(table: Table, lane: list[Column]) -> list[_Row]:
    systems = _systems(lane)
    codes = {name: read_codes([[row[c.index].text for c in columns] for row in table.rows]) for name, columns in systems.items()}
    labels = [c for c in lane if c.role == LABEL]
    main = [c for c in labels if c.of == _main(systems)] or [c for c in labels if c.of in ("", "econ", "func", "indicator")] or [c for c in labels if c.of == "gov"]
    others = [c for c in labels if c not in main]
    out = []
    for number, row in enumerate(table.rows):
        code = codes["main"][number] if "main" in codes else Code()
        text = next((row[c.index].text for c in reversed(main) if row[c.index].text.strip()), "")
        joined = split_joined(text) if not code.digits else None
        if joined:
            code, text = replace(code, digits=joined[0]), joined[1]
        unit_label = next((row[c.index].text for c in others if c.of == "unit" and row[c.index].text.strip()), "")
        project = next((row[c.index].text for c in others if c.of == "project" and row[c.index].text.strip()), "")
        if project and squeeze(project).isdigit():  # a unit's code printed in the projects' column
            code, project = replace(code, unit=squeeze(project)), ""
        if "unit" in codes and (found := codes["unit"][number]).unit or "unit" in codes and codes["unit"][number].digits:
            code = replace(code, unit=found.unit or found.digits)
        label = text or code.words or project or unit_label
        if not label:
            label = next((row[c.index].text for c in lane if c.role in (TEXT, CODE) and is_total(row[c.index].text) and row[c.index].text.strip()), "")
        own = text or code.digits or code.words or is_total(label)
        # where rows are named by a column of their own, a unit or project alone (the rest of a row cut by a
        # page break) names nothing; figures printed in such a row are kept all the same
        named = bool(own or (label or code.unit) and not main)
        first = next((row[c.index] for c in main if row[c.index].text.strip()), None)
        out.append(_Row(
            label=label, code=code,
            func=codes["func"][number].digits if "func" in codes else "",
            gov=codes["gov"][number].digits if "gov" in codes else "",
            unit_label=unit_label, project=project,
            line=next((squeeze(row[c.index].text) for c in lane if c.role == LINE), ""),
            named=named, indent=first.indent if first else 0.0,
        ))  # fmt: skip
    return out


def _systems(lane: list[Column]) -> dict[str, list[Column]]:
    """Code columns by system; "main" is the system that names the rows: economic before functional, before any other."""
    found: dict[str, list[Column]] = {}
    for column in lane:
        if column.role == CODE:
            found.setdefault(column.of, []).append(column)
    for name in ("econ", "", "func", "gov"):
        if name in found:
            found["main"] = found.pop(name)
            break
    if "project" in found:
        found.setdefault("unit", found.pop("project"))
    return found


def _main(systems: dict[str, list[Column]]) -> str:
    return systems["main"][0].of if "main" in systems else ""


def _place_lane(table: Table, lane: list[Column], rows: list[_Row], before: list[_Row] | None, names: Names) -> Iterator[Placed]:
    figures_of = [c for c in lane if c.role == FIGURE]
    if not figures_of:
        return
    side = lane[0].side
    name_row = _Namer(table, side, lane, rows, names)
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


class _Namer:
    """Item and level of a row, given the rows above it in the same lane."""

    def __init__(self, table: Table, side: str, lane: list[Column], rows: list[_Row], names: Names):
        self.table, self.side, self.names = table, side, names
        known = sum(bool(codes_of("econ", r.label, names)) for r in rows)
        self.economic = 2 * known >= len(rows)  # rows are economic lines, whatever their column is headed
        self.coded = any(r.code.digits for r in rows)
        self.labels = any(c.role in (LABEL, CODE) for c in lane)
        self.of = next((c.of for c in lane if c.role == LABEL and c.of), "")
        self.summary = Summary(side) if side.startswith(("rev", "exp")) else None
        self.path: list[str] = []
        self.indents = sorted({round(r.indent) for r in rows if r.label and not is_total(r.label)})
        self.named_rows = sum(r.named for r in rows)
        self.paired = any(r.gov or r.func for r in rows)

    def __call__(self, number: int, row: _Row) -> tuple[str, int | None]:
        fallback = f"row:{number + 1}"
        if self.of == "indicator":
            return "indicator", None
        if not self.labels:
            return ("total" if len(self.table.rows) == 1 else fallback), 0
        if not row.named:
            first = number == 0 and self.named_rows > 1
            if row.code.unit or row.unit_label:
                return f"unit:{row.code.unit or squeeze(row.unit_label)}", 0
            return ("total", 0) if first and self.summary is None else (fallback, None)
        if self.summary and not row.code.digits:
            item, level = self.summary.item(row.label)
            if item and item.startswith("exp.f"):
                self.path[:] = [item[5:]]
            elif not item and self.side == "exp" and self.path and (code := code_of("func", row.label, self.path, self.names)):
                return f"exp.f{code}", (len(code) - 1) // 2
            return item or fallback, level
        if end := foot(row.label):
            return end, 0
        if row.code.digits:
            return self._coded(row)
        if is_total(row.label):
            return "total", 0
        return self._worded(row, fallback)

    def _coded(self, row: _Row) -> tuple[str, int | None]:
        digits, level = row.code.digits, row.code.level
        self.path[:] = [digits[:n] for n in (3, 5, 7) if n <= len(digits)]
        if digits[0] == "2" and not self.paired and digits in reference_names("func"):
            detail = [c for c in codes_of("econ", row.label) if len(c) == 5]
            own = ordinal(reference_names("func")[digits])[1]
            if detail and ordinal(row.label)[1] != own and len(digits) == 7:
                return f"{digits}/{detail[0]}", 4  # an economic line printed under the function's code
        return digits, level

    def _worded(self, row: _Row, fallback: str) -> tuple[str, int | None]:
        if self.table.form in load("items.yml")["three_forms"] and (found := three(row.label)):
            return found, 0 if found == "total" else 2 if found.startswith("vehicles_") else 1
        if row.code.unit:
            if len(row.code.unit) > 9 or row.project:
                return f"project:{squeeze(row.project or row.label)}", None
            return f"unit:{row.code.unit}", 0
        if row.project and not self.economic:
            is_unit = matches([load("items.yml")["unit_names"]], squeeze(row.project)) and not row.unit_label
            return f"{'unit' if is_unit else 'project'}:{squeeze(row.project)}", 0 if is_unit else None
        for system in ("econ", "func") if self.of != "func" else ("func",):
            if code := code_of(system, row.label, self.path, self.names):
                return code, (len(code) - 1) // 2
        if matches([load("items.yml")["unit_names"]], squeeze(row.label)):
            return f"unit:{squeeze(row.label)}", 0
        if row.unit_label and squeeze(row.label) == squeeze(row.unit_label):
            return f"unit:{squeeze(row.unit_label)}", 0
        level = self.indents.index(round(row.indent)) + 1 if len(self.indents) in (2, 3) and round(row.indent) in self.indents else None
        return fallback, level


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


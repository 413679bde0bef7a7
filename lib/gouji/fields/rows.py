"""What each row of each lane is: its label, its codes in every system, its unit, project, line and year.

In: a table with its columns read. Out: per lane its columns and one ``Row`` per body row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gouji.fields.codes import Code, read_codes, split_joined
from gouji.fields.columns import CODE, LABEL, LINE, TEXT, Column
from gouji.fields.headers import read_columns
from gouji.fields.items import is_total
from gouji.fields.words import squeeze
from gouji.model import Table, TableCell

_YEAR = re.compile(r"(20\d\d)年?度?|.*(增减|变化).*")


@dataclass(frozen=True, slots=True)
class Row:
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
    year: str = ""  # the row's own year where one table sets years below each other


def lanes_of(table: Table) -> list[tuple[list[Column], list[Row]]]:
    """The table's lanes, left to right: the columns of each and what every body row is in it."""
    columns = read_columns(table.form, table.columns, [[c.text for c in row] for row in table.rows])
    lanes = [[c for c in columns if c.lane == lane] for lane in range(max((c.lane for c in columns), default=0) + 1)]
    return [(lane, _read_lane(table, lane)) for lane in lanes]


def _read_lane(table: Table, lane: list[Column]) -> list[Row]:
    systems = _systems(lane)
    codes = {name: read_codes([[row[c.index].text for c in columns] for row in table.rows]) for name, columns in systems.items()}
    names = [c for c in lane if c.role == LABEL]
    main = [c for c in names if c.of == _main(systems)] or [c for c in names if c.of in ("", "econ", "func", "indicator")]
    main = main or [c for c in names if c.of == "gov"]
    return [_read_row(row, {name: found[number] for name, found in codes.items()}, lane, main) for number, row in enumerate(table.rows)]


def _read_row(row: tuple[TableCell, ...], codes: dict[str, Code], lane: list[Column], main: list[Column]) -> Row:
    def first(columns: list[Column]) -> str:
        return next((row[c.index].text for c in columns if row[c.index].text.strip()), "")

    others = [c for c in lane if c.role == LABEL and c not in main]
    code, text = codes.get("main", Code()), first(main[::-1])
    if not code.digits and (joined := split_joined(text)):
        code, text = replace(code, digits=joined[0]), joined[1]
    unit_label = first([c for c in others if c.of == "unit"])
    project = first([c for c in others if c.of == "project"])
    if project and squeeze(project).isdigit():  # a unit's code printed in the projects' column
        code, project = replace(code, unit=squeeze(project)), ""
    unit = codes.get("unit", Code())
    code = replace(code, unit=unit.unit or unit.digits or code.unit)
    label = text or code.words or project or unit_label
    label = label or first([c for c in lane if c.role in (TEXT, CODE) and is_total(row[c.index].text)])
    own = text or code.digits or code.words or is_total(label)
    years = (squeeze(row[c.index].text) for c in lane if c.role in (TEXT, LABEL))
    return Row(
        label=label,
        code=code,
        func=codes["func"].digits if "func" in codes else "",
        gov=codes["gov"].digits if "gov" in codes else "",
        unit_label=unit_label,
        project=project,
        line=squeeze(first([c for c in lane if c.role == LINE])),
        # where rows are named by a column of their own, a unit or project alone (the rest of a row cut by a
        # page break) names nothing; figures printed in such a row are kept all the same
        named=bool(own or (label or code.unit) and not main),
        indent=next((row[c.index].indent for c in main if row[c.index].text.strip()), 0.0),
        year=next((text for text in years if _YEAR.fullmatch(text)), ""),
    )


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

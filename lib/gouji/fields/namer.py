"""Which canonical row a printed row is, given the rows above it: by code, by label, by unit, project or year."""

from __future__ import annotations

from gouji.fields.codes import Names, code_of, codes_of, reference_names
from gouji.fields.columns import CODE, LABEL, Column
from gouji.fields.items import Summary, foot, is_total, three
from gouji.fields.rows import Row
from gouji.fields.words import load, matches, ordinal, squeeze
from gouji.model import Table


class Namer:
    """Item and level of a row, given the rows above it in the same lane."""

    def __init__(self, table: Table, side: str, lane: list[Column], rows: list[Row], names: Names):
        self.table, self.side, self.names = table, side, names
        known = sum(bool(codes_of("econ", r.label, names)) for r in rows)
        self.economic = 2 * known >= len(rows)  # rows are economic lines, whatever their column is headed
        functional = sum(bool(codes_of("func", r.label, names)) for r in rows)
        self.systems = ("func", "econ") if functional > known else ("econ", "func")  # 住房公积金 is a name in both
        self.coded = any(r.code.digits for r in rows)
        self.labels = any(c.role in (LABEL, CODE) for c in lane)
        self.of = next((c.of for c in lane if c.role == LABEL and c.of), "")
        self.summary = Summary(side) if side.startswith(("rev", "exp")) else None
        self.path: list[str] = []
        self.indents = sorted({round(r.indent) for r in rows if r.label and not is_total(r.label)})
        self.named_rows = sum(r.named for r in rows)
        self.years = {r.year[:4] for r in rows if r.year[:2] == "20"}
        self.paired = any(r.gov or r.func for r in rows)

    def __call__(self, number: int, row: Row) -> tuple[str, int | None]:
        fallback = f"row:{number + 1}"
        if self.of == "indicator":
            return "indicator", None
        if len(self.years) > 1 and row.year:  # the latest year is what the form is about
            return ("total" if row.year[:4] == max(self.years) else "prior" if row.year[:4] in self.years else "change"), 0
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

    def _coded(self, row: Row) -> tuple[str, int | None]:
        digits, level = row.code.digits, row.code.level
        self.path[:] = [digits[:n] for n in (3, 5, 7) if n <= len(digits)]
        if digits[0] == "2" and not self.paired and digits in reference_names("func"):
            detail = [c for c in codes_of("econ", row.label) if len(c) == 5]
            own = ordinal(reference_names("func")[digits])[1]
            if detail and ordinal(row.label)[1] != own and len(digits) == 7:
                return f"{digits}/{detail[0]}", 4  # an economic line printed under the function's code
        return digits, level

    def _worded(self, row: Row, fallback: str) -> tuple[str, int | None]:
        if self.table.form in load("items.yml")["three_forms"] and (found := three(row.label)):
            return found, 0 if found == "total" else 2 if found.startswith("vehicles_") else 1
        if row.code.unit:
            if len(row.code.unit) > 9 or row.project:
                return f"project:{squeeze(row.project or row.label)}", None
            return f"unit:{row.code.unit}", 0
        if row.project and not self.economic:
            is_unit = matches([load("items.yml")["unit_names"]], squeeze(row.project)) and not row.unit_label
            return f"{'unit' if is_unit else 'project'}:{squeeze(row.project)}", 0 if is_unit else None
        for system in self.systems if self.of != "func" else ("func",):
            if code := code_of(system, row.label, self.path, self.names):
                return code, (len(code) - 1) // 2
        beneath = self.path and len(self.indents) > 1 and round(row.indent) > self.indents[0]  # 档案馆 under 档案事务 is a function
        if matches([load("items.yml")["unit_names"]], squeeze(row.label)) and not beneath:
            return f"unit:{squeeze(row.label)}", 0
        if row.unit_label and squeeze(row.label) == squeeze(row.unit_label):
            return f"unit:{squeeze(row.unit_label)}", 0
        level = self.indents.index(round(row.indent)) + 1 if len(self.indents) in (2, 3) and round(row.indent) in self.indents else None
        return fallback, level

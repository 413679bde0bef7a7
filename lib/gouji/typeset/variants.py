"""What other publishers print differently in the very same form: spaced words, units in brackets, columns of their own.

In: a fact table and a chance. Out: the table changed in print, its figures and rows the same; ``vary`` applies
several. Each is a way that has been met, or that a reader of any city must expect.
"""

from __future__ import annotations

import random
from dataclasses import replace

from gouji.typeset.facts import ABOVE, BREAK, LEFT, FactRow, FactTable

SPACED = {"合计": "合　计", "收入": "收　　入", "支出": "支    出", "项目": "项 目", "总计": "总　　计", "小计": "小 计", "栏次": "栏 次"}
CHANCE = 0.25


def vary(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """The table with each of the variants applied, or not, by chance."""
    for variant in (spaced, unit_bracketed, unit_in_header, year_in_header, unit_columns, remark_column, sequence_column, broken_header, titled, foot_signature):
        if rng.random() < CHANCE:
            table = variant(rng, table, year)
    return table


def _every(table: FactTable, change) -> FactTable:
    return replace(table, header=tuple(tuple(map(change, row)) for row in table.header))


def spaced(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """Short words set wide: 合　计."""
    table = _every(table, lambda text: SPACED.get(text, text))
    return replace(table, rows=tuple(replace(r, cells=tuple(SPACED.get(c, c) for c in r.cells)) for r in table.rows))


def unit_bracketed(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """（单位：万元） in the middle under the title, the department's name gone or not."""
    keys = dict(table.keys)
    keys.pop("right", None)
    keys["center"] = f"（单位：{keys.get('unit', '万元')}）"
    if rng.random() < 0.5:
        keys.pop("left", None)
    return replace(table, keys=keys)


def unit_in_header(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """The unit printed only in the header's words: 预算数（万元）."""
    words = ("预算数", "决算数", "金额")
    if not any(c in words for row in table.header for c in row):
        return table
    keys = {k: v for k, v in table.keys.items() if k not in ("right", "center")}
    unit = table.keys.get("unit", "万元")
    return replace(_every(table, lambda text: f"{text}（{unit}）" if text in words else text), keys=keys)


def year_in_header(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """2025年预算数."""
    return _every(table, lambda text: f"{year}年{text}" if text in ("预算数", "决算数") else text)


def _side_by_side(table: FactTable) -> bool:
    fields = table.rows[0].fields if table.rows else ()
    return sum(f == "label" for f in fields) > 1 or table.form in ("BG11", "FA07", "BG08", "BG02")


def _prefixed(table: FactTable, heads: list[str], cells) -> FactTable:
    """New columns on the left; ``cells(i, row)`` gives theirs. A 合计 that is merged across stays where it is."""
    depth = len(table.header)
    numbers = table.header and table.header[-1][0].replace(" ", "") in ("栏次",)
    top = depth - 1 if numbers else depth
    header = [((*heads,) if r == 0 else (*[ABOVE] * len(heads),) if r < top else (*[""] * len(heads),)) + row for r, row in enumerate(table.header)]
    rows = [replace(row, cells=(*cells(i, row), *row.cells), fields=(*["-"] * len(heads), *row.fields)) for i, row in enumerate(table.rows)]
    return replace(table, header=tuple(header), rows=tuple(rows))


def unit_columns(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """预算单位 named at the left of every row, as 深圳 prints it."""
    if _side_by_side(table) or not table.form or not table.form.startswith("BG"):
        return table
    name = table.keys.get("left", "：某局").partition("：")[2] or "某市某局"
    return _prefixed(table, ["预算单位"], lambda i, row: (name,))


def sequence_column(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """序号 at the left."""
    if _side_by_side(table):
        return table
    return _prefixed(table, ["序号"], lambda i, row: (str(i + 1),))


def remark_column(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """备注 at the right, empty or with words."""
    if _side_by_side(table):
        return table
    header = [row + (("备注",) if r == 0 else (ABOVE,) if "栏次" not in row[0].replace(" ", "") else ("",)) for r, row in enumerate(table.header)]
    rows = [FactRow((*r.cells, "按有关规定执行" if rng.random() < 0.1 else ""), (*r.fields, "-"), r.item) for r in table.rows]
    return replace(table, header=tuple(header), rows=tuple(rows))


def broken_header(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """Long header words broken over two lines by hand."""
    return _every(table, lambda text: text[:4] + BREAK + text[4:] if len(text) > 5 and text not in (LEFT, ABOVE) else text)


def titled(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """The department's name before the title."""
    keys, name = dict(table.keys), table.keys.get("left", "").partition("：")[2]
    keys["title"] = f"{name}{keys.get('title', '')}"
    return replace(table, keys=keys)


def foot_signature(rng: random.Random, table: FactTable, year: int) -> FactTable:
    """A line under the table that says who filled it in: no note of the form, no row."""
    return table if table.keys.get("note") else replace(table, keys={**table.keys, "note": "注：本表金额单位转换时可能存在尾数误差。"})

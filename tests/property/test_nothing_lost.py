"""Every amount in a grid of a page ends in a table's cells or in a reported problem, whatever the rows around it say.

Pages are made of rows that headers, numbers of columns, units, notes and totals are mistaken for; amounts are all
different, with decimals or without, so each can be looked for by itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))
from forms_grids import grid, page, reading  # noqa: E402

from gouji.forms import body, header, join, understand  # noqa: E402
from gouji.forms.text import is_amount, is_year, squeeze  # noqa: E402

LABELS = ["", "合计", "总计", "本年收入合计", "=1+1", "=合计", "'=1", "@a", "-", "—", "*", "**", "栏次", "行次", "甲", "1", "2", "3", "12", "201", "20101", "[201]外交支出",
          "一、外交支出", "（一）基本支出", "项目", "类", "款", "项", "小计", "科目编码", "收入", "支出", "其中", "2023", "2024年", "单位：万元", "万元", "表01", "公开01表",
          "收支总表", "部门：某局", "项目名称", "年度资金总额", "说明：无", "注：空表", "本表无数据", "产出指标", "续表", "出", "标", "其他支出情况", "某局", "序号", "预算数"]
TITLES = ["支出决算表", "收支总表", "项目支出绩效自评表", "部门整体绩效目标表", "某某明细表", "2024年预算情况", "注：本表无数据。", "单位：万元", "单位：元", "公开03表", "", "增加，主要是人员增加。"]
STYLES = ["{}", "{:,}", "{}.00", "{:,}.50", "-{}", "({})", "{}万元", "{}%", "￥{:,}.00"]


@st.composite
def documents(draw):
    number = 3000  # beyond row numbers, codes of three digits and years
    pages = []
    width = draw(st.integers(2, 6))
    for n in range(1, draw(st.integers(1, 3)) + 1):
        grids, top = [], 100.0
        for _ in range(draw(st.integers(1, 2))):
            columns = draw(st.sampled_from([width, width, width, max(2, width - 1), width + 1]))
            rows = []
            for r in range(draw(st.integers(1, 6))):
                row = []
                for c in range(columns):
                    what = draw(st.integers(0, 9))
                    if what < 4:
                        row.append(draw(st.sampled_from(LABELS)))
                    elif what < 8:
                        number += 7
                        row.append(draw(st.sampled_from(STYLES)).format(number))
                    elif what == 8 and c:
                        row.append("<")
                    elif what == 9 and r and rows[-1][c] != "<" and (c + 1 == columns or rows[-1][c + 1] != "<"):
                        row.append("^")
                    else:
                        row.append("")
                for c in range(1, columns):  # nothing spans to the right of what spans down
                    if row[c] == "<" and row[c - 1] == "^":
                        row[c] = ""
                rows.append(row)
            grids.append(grid(rows, n, top=top, width=480 / columns))
            top += 20 * len(rows) + draw(st.sampled_from([4, 60]))
        lines = [(40 + 16 * i, text) for i, text in enumerate(draw(st.lists(st.sampled_from(TITLES), max_size=2))) if text]
        pages.append(page(n, lines, grids))
    return reading(*pages)


def lost(read):
    """The amounts of the grids that are neither in a table's cells nor named by a problem."""
    document = understand(read)
    held = {squeeze(cell.text) for table in document.tables for row in table.rows for cell in row}
    said = squeeze(" ".join([p.detail for t in document.tables for p in t.problems] + [p.detail for p in document.problems]))
    printed = [squeeze(c.text) for p in read.pages for g in p.grids for c in g.cells]
    return [text for text in printed if is_amount(text) and not is_year(text) and len(text) > 3 and text not in held and text not in said]


@settings(max_examples=400, deadline=None)
@given(documents())
def test_every_amount_is_in_a_table_or_in_a_problem(read):
    gone = lost(read)
    assert gone == [], [(p.number, [line.text for line in p.lines], [g.rows() for g in p.grids]) for p in read.pages]


HEAD = ["科目名称 | 合计 | 基本支出", "合计 | 3007 | 3014"]


@pytest.mark.parametrize("row", ["=1+1 | 3021 | 3028", "栏次 | 3021 | 3028", "** | 3021 | 3028", " | 3021 | 3028", "1 | 3021 | 3028", "项目 | 3021 | 3028",
                                 "合计 | 3021.00 | 3028", "单位：万元 | 3021 | 3028", "说明：无 | 3021 | ", "3021 | 3028 | 3035", "总计 | 3021 | ", "一级 | | 3021"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_of_any_label_is_kept_wherever_it_stands(row, place):
    rows = [*HEAD[:place], row, *HEAD[place:]]
    assert lost(reading(page(1, [(40, "支出决算表"), (60, "单位：元")], [grid(rows)]))) == []
    assert lost(reading(page(1, [(40, "支出决算表")], [grid(HEAD)]), page(2, [], [grid(rows, 2, top=40)]))) == []


def test_what_a_header_should_swallow_is_said(monkeypatch):
    """Were the header's end found one row too late, the row would be named, not gone."""
    found = header.find_header
    late = lambda g: header.Header((h := found(g)).captions, h.end + 1, h.columns, h.line_row)  # noqa: E731
    monkeypatch.setattr(join, "find_header", late)
    read = reading(page(1, [(40, "支出决算表"), (60, "单位：元")], [grid(HEAD)]))
    (table,) = understand(read).tables
    assert [(p.kind, p.detail) for p in table.problems] == [("row_left_out", "合计 | 3007 | 3014")] and lost(read) == []


def test_the_check_finds_a_body_that_drops_rows(monkeypatch):
    monkeypatch.setattr(body, "is_number_row", lambda cells: "3014" in cells)
    assert lost(reading(page(1, [(40, "支出决算表")], [grid(HEAD)]))) == ["3007", "3014"]


def test_two_amounts_in_one_column_are_neither_glued_nor_dropped():
    cells = grid(["a | 12 | 34"]).cells
    row = body._row(cells, [0, 1, 1], [body.TableCell("", 1, None)] * 2, "text")
    assert [c.text for c in row] == ["a", f"12{body.APART}34"]

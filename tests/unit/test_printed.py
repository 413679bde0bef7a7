"""Where words are printed: titles, lines of the prose, what findings quote; and nowhere when it is nowhere."""

from __future__ import annotations

import json

from gouji.analysis import printed
from gouji.analysis.printed import Spot
from gouji.model import Cell, Document, Grid, Line, Page, Reading, Table, TableCell


def page(number, *texts, cells=()):
    lines = tuple(Line(number, text, (60.0, 60.0 + 20 * i, 500.0, 71.0 + 20 * i)) for i, text in enumerate(texts))
    boxes = [(60.0 + 100 * i, 400.0, 160.0 + 100 * i, 420.0) for i in range(len(cells))]
    grids = (Grid(number, (60.0, 400.0, 400.0, 420.0), 1, len(cells), tuple(Cell(0, i, 1, 1, t, b) for i, (t, b) in enumerate(zip(cells, boxes, strict=True))), (), ()),)
    return Page(number, 595.0, 842.0, lines, grids if cells else ())


def document(*pages):
    return Document(Reading("x.pdf", "f" * 64, "pdfium", pages), "甲局", 2021, "final", ())


def table(title, number, box=(60.0, 400.0, 160.0, 420.0)):
    return Table("FA01", title, None, "万元", (number,), ("a",), ((TableCell("1.00", number, box),),), False)


def test_a_title_is_the_line_above_and_not_the_contents_or_a_cell_of_like_words():
    contents, own = page(1, "收入决算表……3"), page(2, "二、收入决算表", "收入 决算表", "单位：万元", cells=("收入", "1.00"))
    assert printed.title_of(document(contents, own), table("收入决算表", 2)) == Spot(2, (60.0, 80.0, 500.0, 91.0))
    assert printed.title_of(document(contents, page(2, "部门", cells=("收入决算表", "1.00"))), table("收入决算表", 2)).box[0] == 60.0  # printed within its grid


def test_a_title_may_end_the_page_before():
    assert printed.title_of(document(page(1, "上文。", "收入决算表"), page(2, cells=("1.00",))), table("收入决算表", 2)) == Spot(1, (60.0, 80.0, 500.0, 91.0))


def test_without_a_title_the_first_cell_stands_for_a_table():
    assert printed.title_of(document(page(1, "无关")), table("", 1)) == Spot(1, (60.0, 400.0, 160.0, 420.0))
    assert printed.title_of(document(page(1, "无关")), table("收入决算表", 1)).box[1] == 400.0


def test_words_that_stand_twice_are_found_in_their_sentence():
    own = page(1, "收入合计5.00万元。支出合", "计 5.00万元，", "增加1,234.50万元。")
    assert printed.line_of(own, "5.00", "收入合计5.00万元。").box[1] == 60.0
    assert printed.line_of(own, "5.00", "支出合计5.00万元，增加1,234.50万元。").box[1] == 80.0
    assert printed.line_of(own, "1234.50", "支出合计5.00万元，增加1,234.50万元。").box[1] == 100.0  # as a claim gives its value
    assert printed.line_of(own, "5.00", "支出合计5.00万元，增加1,234.50万元，原因见下页").box[1] == 80.0  # the sentence goes on overleaf


def test_what_is_nowhere_has_no_place():
    assert printed.line_of(page(1, "收入合计5.00万元。"), "6.00", "支出合计6.00万元。") is None
    assert printed.line_of(page(1, "收入"), "", "") is None
    assert printed.operand_of(json.dumps([{"page": 2, "bbox": None}, {"page": None, "bbox": None}])) is None


def test_a_finding_stands_at_its_first_operand_with_a_box():
    where = [{"page": None, "bbox": None}, {"page": 3, "bbox": [1, 2, 3, 4]}, {"page": 4, "bbox": [5, 6, 7, 8]}]
    assert printed.operand_of(json.dumps(where)) == Spot(3, (1, 2, 3, 4))

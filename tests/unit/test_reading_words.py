"""Characters into words: order, wrapped text, spaces, and how far a label is set in."""

from __future__ import annotations

import numpy as np
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from gouji.reading import read
from gouji.reading.words import join, reading_order

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def cell(tmp_path, draw, left=50.0, right=150.0):
    """Read the first cell of a drawn 2 × 2 grid whose first cell is ``left``–``right`` wide and 60 pt high."""
    path = tmp_path / "cell.pdf"
    c = canvas.Canvas(str(path), pagesize=(400, 300))
    c.setFont("STSong-Light", 10)
    for y in (250, 190, 160):
        c.line(left, y, 300, y)
    for x in (left, right, 300):
        c.line(x, 250, x, 160)
    draw(c)
    c.save()
    return read(path).pages[0].grids[0].cells[0]


def test_a_wrapped_number_is_one_number(tmp_path):
    draw = lambda c: (c.drawString(60, 230, "24995.9 "), c.drawString(60, 215, "4"))  # noqa: E731
    assert cell(tmp_path, draw).text == "24995.94"


def test_a_wrapped_label_keeps_its_order(tmp_path):
    draw = lambda c: (c.drawString(52, 210, "出"), c.drawString(52, 222, "二十四、债务付息支"))  # noqa: E731
    assert cell(tmp_path, draw).text == "二十四、债务付息支出"


def test_flat_characters_stay_on_their_line(tmp_path):
    draw = lambda c: (c.drawString(52, 230, "一、一般公共预算"), c.drawString(52, 218, "一一二．三—，。"))  # noqa: E731
    assert cell(tmp_path, draw).text == "一、一般公共预算一一二．三—，。"


def test_sizes_mixed_on_one_line_stay_in_order(tmp_path):
    def draw(c):
        c.drawString(52, 230, "≤")
        c.setFont("Helvetica", 8)
        c.drawString(62, 231, "18400")
        c.setFont("STSong-Light", 10)
        c.drawString(90, 230, "万元")

    assert cell(tmp_path, draw).text.replace(" ", "") == "≤18400万元"


def test_characters_written_out_of_order_are_read_in_order(tmp_path):
    draw = lambda c: [c.drawString(52 + 10 * k, 230, "本年收入合计"[k]) for k in (5, 1, 3, 0, 2, 4)]  # noqa: E731
    assert cell(tmp_path, draw).text == "本年收入合计"


def test_amounts_that_touch_the_rule_stay_in_their_columns(tmp_path):
    path = tmp_path / "touch.pdf"
    c = canvas.Canvas(str(path), pagesize=(400, 300))
    c.setFont("Helvetica", 10)
    for y in (250, 220, 190):
        c.line(50, y, 350, y)
    for x in (50, 150, 250, 350):
        c.line(x, 250, x, 190)
    for y in (230, 200):
        for x in (150, 250, 350):
            c.drawRightString(x + 1.0, y, "1,234,567.89")
    c.save()
    assert read(path).pages[0].grids[0].rows() == [["1,234,567.89"] * 3] * 2


@pytest.mark.parametrize("inset", [2.0, 12.0, 22.0])
def test_indent_is_measured_from_the_left_rule(tmp_path, inset):
    found = cell(tmp_path, lambda c: c.drawString(50 + inset, 230, "行政运行"))
    assert found.indent == pytest.approx(inset, abs=1)


def test_indent_by_spaces_counts_like_indent_by_place(tmp_path):
    spaces, place = (cell(tmp_path, draw) for draw in (lambda c: c.drawString(52, 230, "　　其中"), lambda c: c.drawString(72, 230, "其中")))
    assert spaces.text == place.text == "其中" and spaces.indent == pytest.approx(place.indent, abs=1)


def test_a_blank_cell_has_no_text_and_no_indent(tmp_path):
    found = cell(tmp_path, lambda c: (c.drawString(60, 230, "  "), c.drawString(200, 230, "x")))
    assert (found.text, found.indent) == ("", 0.0)


def test_spaces_that_are_seen_are_kept_and_those_that_are_not_are_dropped():
    at = lambda x0, x1: [x0, 0.0, x1, 10.0]  # noqa: E731
    assert join(list("a b"), [at(0, 5), at(5, 8), at(8, 13)], [0, 0, 0]) == ("a b", 0)
    assert join(list("1 2"), [at(0, 5), at(4, 6), at(5, 10)], [0, 0, 0]) == ("12", 0)
    assert join(list("1 2"), [at(0, 5), at(5, 8), at(0, 5)], [0, 0, 1]) == ("12", 0)
    assert join([" ", " "], [at(0, 5), at(5, 9)], [0, 0]) == ("", None)


def test_one_glyph_struck_twice_is_one_and_two_glyphs_in_one_place_are_counted():
    boxes = np.array([[0, 0, 10, 10], [0.4, 0, 10.4, 10], [10, 0, 20, 10], [10.2, 0, 20.2, 10]], float)
    ordered = reading_order(np.zeros(4, int), boxes, ["甲", "甲", "1", "7"])
    assert ordered.index.tolist() == [0, 2, 3] and ordered.overprinted.tolist() == [0]


def test_lines_outside_grids_come_from_top_to_bottom_with_their_parts_apart(tmp_path):
    path = tmp_path / "lines.pdf"
    c = canvas.Canvas(str(path), pagesize=(400, 300))
    c.setFont("STSong-Light", 10)
    c.drawString(50, 200, "部门：某局"), c.drawString(300, 200, "单位：万元"), c.drawString(50, 180, "注：本表反映收支。")
    c.setFont("STSong-Light", 20)
    c.drawString(120, 250, "收支决算总表")
    c.save()
    lines = read(path).pages[0].lines
    assert [line.text for line in lines] == ["收支决算总表", "部门：某局 单位：万元", "注：本表反映收支。"]
    assert lines[0].size > 1.5 * lines[1].size and lines[0].box[0] == pytest.approx(120, abs=1) and lines[0].page == 1

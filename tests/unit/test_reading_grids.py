"""Rules as real files draw them, and grids as a reader sees them. Every page is drawn here."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from gouji.reading import read

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
XS, YS = (50, 150, 250, 350), (250, 220, 190, 160)  # a grid of 3 × 3, from the top
WORDS = [["项目", "预算数", "决算数"], ["一、行政运行", "1,234.56", "0.00"], ["合计", "1,234.56", ""]]


@pytest.fixture
def page(tmp_path):
    """Draw one page with ``draw(canvas)`` and read it: ``page(draw)`` → Page."""

    def run(draw, size=(400, 300), reader="pdfium", **options):
        path = tmp_path / "page.pdf"
        drawing = canvas.Canvas(str(path), pagesize=size, **options)
        drawing.setFont("STSong-Light", 10)
        draw(drawing)
        drawing.showPage()
        drawing.save()
        return read(path, reader).pages[0]

    return run


def write(c, words=WORDS, xs=XS, ys=YS, pad=4):
    for row, y in zip(words, ys[1:]):
        for text, x in zip(row, xs):
            c.drawString(x + pad, y + 8, text)


def rule(c, xs=XS, ys=YS):
    for y in ys:
        c.line(xs[0], y, xs[-1], y)
    for x in xs:
        c.line(x, ys[0], x, ys[-1])


def thin(c, xs=XS, ys=YS, w=0.5):
    for y in ys:
        c.rect(xs[0], y - w / 2, xs[-1] - xs[0], w, stroke=0, fill=1)
    for x in xs:
        c.rect(x - w / 2, ys[-1], w, ys[0] - ys[-1], stroke=0, fill=1)


def boxes(c, gap=0.0):
    for top, bottom in zip(YS, YS[1:]):
        for left, right in zip(XS, XS[1:]):
            c.rect(left + gap / 2, bottom + gap / 2, right - left - gap, top - bottom - gap)


def in_one_path(c):
    c.grid(XS, YS)


def polygons(c):
    p = c.beginPath()
    for y in YS:
        for x, end in zip(XS, XS[1:]):
            p.moveTo(x, y), p.lineTo(end, y), p.lineTo(end, y + 0.6), p.lineTo(x, y + 0.6), p.close()
    for x in XS:
        p.moveTo(x, YS[0]), p.lineTo(x + 0.6, YS[0]), p.lineTo(x + 0.6, YS[-1]), p.lineTo(x, YS[-1]), p.close()
    c.drawPath(p, stroke=0, fill=1)


def curves(c):
    for y in YS:
        c.bezier(XS[0], y, 120, y, 250, y, XS[-1], y)
    for x in XS:
        c.bezier(x, YS[0], x, 230, x, 200, x, YS[-1])


def double(c):
    rule(c)
    rule(c, [x + 1.8 for x in XS], [y - 1.8 for y in YS])


def short(c):
    for y in YS:
        c.line(XS[0] + 2, y, XS[-1] - 2, y)
    for x in XS:
        c.line(x, YS[0] - 2, x, YS[-1] + 2)


def dashed(c):
    c.setDash(2, 2)
    rule(c)


def frames(c):
    """Each cell a filled box with a smaller one cut out of it: what stays is the rule."""
    p = c.beginPath()
    for top, bottom in zip(YS, YS[1:]):
        for left, right in zip(XS, XS[1:]):
            p.rect(left, bottom, right - left, top - bottom)
            p.rect(left + 0.5, bottom + 0.5, right - left - 1, top - bottom - 1)
    c._fillMode = 0  # even-odd
    c.drawPath(p, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [rule, thin, boxes, in_one_path, polygons, curves, double, short, dashed, frames], ids=lambda f: f.__name__)
def test_a_grid_is_read_however_its_rules_are_drawn(page, draw):
    (grid,) = page(lambda c: (draw(c), write(c))).grids
    assert grid.rows() == WORDS and (grid.n_rows, grid.n_cols) == (3, 3)
    assert all(abs(a - b) < 3 for a, b in zip(grid.box, (50, 50, 350, 140)))


def dotted(c, step=1.5):
    for y in YS:
        for k in range(int((XS[-1] - XS[0]) / step) + 1):
            c.rect(XS[0] + k * step, y - 0.4, 0.75, 0.75, stroke=0, fill=1)
    for x in XS:
        for k in range(int((YS[0] - YS[-1]) / step) + 1):
            c.rect(x, YS[0] - k * step - 0.4, 0.75, 0.75, stroke=0, fill=1)


def cells_on_a_ground(c, gap=0.8, ground=0.0, cell=1.0):
    c.setFillGray(ground)
    c.rect(XS[0], YS[-1], XS[-1] - XS[0], YS[0] - YS[-1], stroke=0, fill=1)
    c.setFillGray(cell)
    for top, bottom in zip(YS, YS[1:]):
        for left, right in zip(XS, XS[1:]):
            c.rect(left + gap / 2, bottom + gap / 2, right - left - gap, top - bottom - gap, stroke=0, fill=1)
    c.setFillGray(0)


@pytest.mark.parametrize("draw", [dotted, cells_on_a_ground], ids=lambda f: f.__name__)
def test_a_grid_is_read_whose_rules_are_no_lines(page, draw):
    read = page(lambda c: (draw(c), write(c)))
    assert [g.rows() for g in read.grids] == [WORDS] and read.problems == ()
    assert read.grids[0].xs == pytest.approx(XS, abs=1) and read.grids[0].ys == pytest.approx([300 - y for y in YS], abs=1)


@pytest.mark.parametrize("draw", [
    lambda c: dotted(c, step=6.0),  # points of a pattern
    lambda c: cells_on_a_ground(c, gap=0.0, ground=0.9), lambda c: cells_on_a_ground(c, gap=8.0, ground=0.9),  # shading, tiles
], ids=["far apart", "no gap", "wide gaps"])
def test_dots_far_apart_and_tiles_draw_no_rules(page, draw):
    assert page(lambda c: (draw(c), write(c))).grids == ()


def across(c, grey=0.8, size=40, y=170):
    c.setFillGray(grey)
    c.setFont("STSong-Light", size)
    for k, glyph in enumerate("内部资料"):  # each an object of its own
        c.drawString(60 + k * 60, y, glyph)


def test_a_pale_watermark_across_the_table_is_left_out_and_said(page):
    for after in (True, False):
        read = page(lambda c: (rule(c), write(c), across(c)) if after else (across(c), c.setFillGray(0), c.setFont("STSong-Light", 10), rule(c), write(c)))
        assert [g.rows() for g in read.grids] == [WORDS] and [p.kind for p in read.problems] == ["text_pale"]


@pytest.mark.parametrize("draw", [
    lambda c: across(c, y=260), lambda c: across(c, grey=0.0), lambda c: across(c, size=12),
], ids=["a pale title", "black", "small"])
def test_what_is_black_small_or_stands_alone_is_no_watermark(page, draw):
    read = page(lambda c: (rule(c), write(c), draw(c)))
    texts = "".join([*(line.text for line in read.lines), *(cell.text for grid in read.grids for cell in grid.cells)])
    assert all(glyph in texts for glyph in "内部资料") and "text_pale" not in [p.kind for p in read.problems]


@pytest.mark.parametrize("gap", [1.0, 2.0, 3.0])
def test_cells_drawn_apart_are_one_grid(page, gap):
    (grid,) = page(lambda c: (boxes(c, gap), write(c))).grids
    assert grid.rows() == WORDS


def test_a_grid_inside_a_form_is_read_in_its_place(page):
    def draw(c):
        c.beginForm("table")
        c.setFont("STSong-Light", 10)
        rule(c)
        write(c)
        c.endForm()
        c.translate(20, 10)
        c.scale(0.5, 0.5)
        c.doForm("table")

    (grid,) = page(draw).grids
    assert grid.rows() == WORDS and grid.box == pytest.approx((45, 165, 195, 210), abs=1)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_displayed(page, turn):
    def draw(c):
        c.setPageRotation(turn)
        c.translate(*{90: (300, 0), 180: (400, 300), 270: (0, 400)}[turn])
        c.rotate(turn)
        rule(c)
        write(c)

    read_page = page(draw)
    (grid,) = read_page.grids
    assert grid.rows() == WORDS and grid.box == pytest.approx((50, 50, 350, 140), abs=1)
    assert (read_page.width, read_page.height) == (400, 300) and read_page.problems == ()


def test_text_set_sideways_on_an_upright_page_is_read_and_said(page):
    def draw(c):
        c.translate(300, 0)
        c.rotate(90)
        rule(c)
        write(c)

    read_page = page(draw, size=(300, 400))
    assert read_page.grids[0].rows() == WORDS and [p.kind for p in read_page.problems] == ["text_turned"]


def test_boxes_are_of_the_cropped_page(page):
    (grid,) = page(lambda c: (rule(c), write(c)), cropBox=(40, 100, 360, 260)).grids
    assert grid.rows() == WORDS and grid.box == pytest.approx((10, 10, 310, 100), abs=1)


# Spans


def test_merged_cells_have_their_spans_and_stand_top_left(page):
    def draw(c):
        c.line(50, 250, 350, 250), c.line(150, 220, 350, 220), c.line(50, 190, 350, 190), c.line(50, 160, 350, 160)
        c.line(50, 250, 50, 160), c.line(150, 250, 150, 160), c.line(250, 220, 250, 160), c.line(350, 250, 350, 160)
        c.drawString(60, 215, "项目"), c.drawString(220, 230, "支出"), c.drawString(160, 200, "基本"), c.drawString(260, 200, "项目")

    (grid,) = page(draw).grids
    assert grid.rows() == [["项目", "支出", ""], ["", "基本", "项目"], ["", "", ""]]
    spans = {(cell.row, cell.col): (cell.row_span, cell.col_span) for cell in grid.cells}
    assert spans[(0, 0)] == (2, 1) and spans[(0, 1)] == (1, 2) and len(grid.cells) == 7
    assert grid.cells[1].box == pytest.approx((150, 50, 350, 80), abs=1)


@pytest.mark.parametrize("left, right", [(20, 350), (50, 390), (20, 390)])
def test_a_first_or_last_column_without_a_closing_rule_is_a_column(page, left, right):
    words = [["甲", *row, "乙"] for row in WORDS]
    xs = (22, *XS)

    def draw(c):
        for y in YS:
            c.line(left, y, right, y)
        for x in XS:
            c.line(x, YS[0], x, YS[-1])
        write(c, words, xs, pad=4)

    (grid,) = page(draw).grids
    expected = [["甲"] * (left < 50) + row + ["乙"] * (right > 350) for row in WORDS]
    assert grid.rows() == expected


def test_a_table_that_runs_off_the_page_keeps_its_open_row(page):
    def draw(c):
        for y in (100, 70, 40):
            c.line(50, y, 350, y)
        for x in XS:
            c.line(x, 100, x, 0)
        write(c, [["一", "1.00", "2.00"], ["二", "3.00", "4.00"], ["三", "5.00", "6.00"]], ys=(100, 70, 40, 10))

    (grid,) = page(draw).grids
    assert grid.rows() == [["一", "1.00", "2.00"], ["二", "3.00", "4.00"], ["三", "5.00", "6.00"]]


def test_cells_open_at_the_top_belong_to_the_table(page):
    def draw(c):
        c.line(150, 250, 350, 250), c.line(150, 220, 350, 220), c.line(50, 190, 350, 190), c.line(50, 160, 350, 160)
        for x in XS:
            c.line(x, 250, x, 160)
        c.drawString(60, 230, "续上页"), c.drawString(160, 230, "数量"), c.drawString(60, 170, "下一项")

    (grid,) = page(draw).grids
    assert grid.rows() == [["续上页", "数量", ""], ["", "", ""], ["下一项", "", ""]]


def test_a_narrower_title_box_on_the_table_leaves_what_stands_beside_it_outside(page):
    def draw(c):
        rule(c)
        write(c)
        c.rect(150, 250, 100, 30)
        c.drawString(160, 260, "收支总表")
        c.drawString(300, 270, "单位：万元")

    read_page = page(draw)
    (grid,) = read_page.grids
    assert grid.rows() == [["", "收支总表", ""], *WORDS] and [line.text for line in read_page.lines] == ["单位：万元"]


# What is no rule


def test_fills_white_or_grey_are_no_rules(page):
    def draw(c):
        c.setFillGray(1)
        c.rect(50, 200, 300, 8, stroke=0, fill=1), c.rect(60, 150, 80, 100, stroke=0, fill=1)
        c.setFillGray(0.85)
        c.rect(50, 220, 300, 30, stroke=0, fill=1), c.rect(55, 165, 90, 20, stroke=0, fill=1)
        c.setFillGray(0)
        rule(c)
        write(c)

    assert page(draw).grids[0].rows() == WORDS


def test_white_rules_and_clip_boxes_are_not_seen(page):
    def draw(c):
        c.setStrokeGray(1)
        c.line(50, 205, 350, 205), c.line(200, 250, 200, 160)
        c.setStrokeGray(0)
        for y in (230, 200, 170):
            p = c.beginPath()
            p.rect(40, 150, 330, y - 150)
            c.saveState(), c.clipPath(p, stroke=0, fill=0), c.restoreState()
        rule(c)
        write(c)

    assert page(draw).grids[0].rows() == WORDS


def test_underlines_and_slants_make_no_cells(page):
    def draw(c):
        rule(c)
        write(c)
        c.line(60, 195, 110, 195), c.line(160, 227, 190, 227)
        c.line(50, 250, 150, 220)  # a header cell cut by a slant

    assert page(draw).grids[0].rows() == WORDS


def test_rules_clipped_from_sight_are_not_seen(page):
    def draw(c):
        rule(c)
        write(c)
        p = c.beginPath()
        p.rect(0, 0, 400, 100)
        c.saveState(), c.clipPath(p, stroke=0, fill=0), c.line(50, 205, 350, 205), c.line(200, 250, 200, 160), c.restoreState()

    assert page(draw).grids[0].rows() == WORDS


def test_rules_painted_over_are_not_seen(page):
    """A merged cell made by painting a white box over the rules between two cells."""

    def draw(c):
        rule(c)
        c.setFillGray(1)
        c.rect(51, 191, 198, 28, stroke=0, fill=1)
        c.setFillGray(0)
        write(c, [WORDS[0], ["合并", "", "0.00"], WORDS[2]])

    (grid,) = page(draw).grids
    assert grid.rows() == [WORDS[0], ["合并", "", "0.00"], WORDS[2]]
    assert [cell.col_span for cell in grid.cells if cell.row == 1] == [2, 1]


def test_shading_painted_after_the_rules_leaves_them_where_it_ends(page):
    def draw(c):
        rule(c)
        c.setFillGray(0.9)
        for top, bottom in zip(YS, YS[1:]):
            for left, right in zip(XS, XS[1:]):
                c.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
        c.setFillGray(0)
        write(c)

    assert page(draw).grids[0].rows() == WORDS


def test_a_see_through_marker_hides_neither_rules_nor_words(page):
    def draw(c):
        rule(c)
        write(c)
        c.setFillColorRGB(1, 1, 0, alpha=0.4)
        c.rect(52, 165, 290, 50, stroke=0, fill=1)

    read_page = page(draw)
    assert read_page.grids[0].rows() == WORDS and read_page.problems == ()


# What is no table


def contents(c):
    for k, y in enumerate(range(250, 100, -20)):
        c.drawString(50, y, f"第{k + 1}部分 概况")
        c.drawString(140, y, "." * 60)
        c.drawString(340, y, str(k + 1))


def boxed_prose(c):
    c.rect(40, 140, 320, 120)
    for y in range(240, 150, -15):
        c.drawString(50, y, "本部门二〇二四年度收入总计九百万元，比上年增加。")


def underlined(c):
    for y in range(240, 150, -30):
        c.drawString(50, y, "收入总计 983.36 万元")
        c.line(50, y - 2, 200, y - 2)
    c.line(30, 270, 370, 270)


def framed_page(c):
    c.rect(20, 20, 360, 260), c.rect(23, 23, 354, 254)
    c.line(20, 260, 380, 260)
    c.drawString(60, 200, "目录")


def axes(c):
    c.line(60, 160, 350, 160), c.line(60, 160, 60, 260)
    for k in range(1, 6):
        c.line(57, 160 + 18 * k, 60, 160 + 18 * k), c.line(60 + 50 * k, 157, 60 + 50 * k, 160)
        c.drawString(35, 156 + 18 * k, str(k * 100)), c.drawString(50 + 50 * k, 145, str(2019 + k))


def chart_on_lines(c):
    axes(c)
    c.setStrokeGray(0.7)
    for k in range(1, 6):
        c.line(60, 160 + 18 * k, 350, 160 + 18 * k)
    c.setFillColorRGB(0.2, 0.4, 0.8)
    for k in range(4):
        c.rect(75 + 60 * k, 160, 25, 30 + 15 * k, stroke=0, fill=1)


def chart_on_grid(c):
    chart_on_lines(c)
    for k in range(1, 6):
        c.line(60 + 50 * k, 160, 60 + 50 * k, 250)


def chart_with_outlined_bars(c):
    axes(c)
    for k in range(4):
        c.rect(75 + 60 * k, 160, 25, 30 + 15 * k, stroke=1, fill=0)
        c.drawString(75 + 60 * k, 195 + 15 * k, f"{k}9.5")


@pytest.mark.parametrize(
    "draw", [contents, boxed_prose, underlined, framed_page, axes, chart_on_lines, chart_on_grid, chart_with_outlined_bars], ids=lambda f: f.__name__
)
def test_what_is_no_table_gives_no_grid(page, draw):
    read_page = page(draw)
    assert read_page.grids == () and read_page.lines


def test_the_chart_tests_can_fail(page):
    """The same ruled ground with words in its cells is a table."""
    (grid,) = page(lambda c: (rule(c), write(c, [["甲"] * 3] * 3))).grids
    assert grid.n_rows == 3


# Several things on one page


def test_two_tables_and_what_stands_between_them(page):
    def draw(c):
        rule(c)
        write(c)
        low = (120, 90, 60, 30)
        rule(c, ys=low)
        write(c, ys=low)
        c.drawString(50, 265, "表一 收支总表"), c.drawString(50, 140, "表二 支出表"), c.drawString(300, 140, "单位：元")

    read_page = page(draw)
    assert [grid.rows() for grid in read_page.grids] == [WORDS, WORDS]
    assert [line.text for line in read_page.lines] == ["表一 收支总表", "表二 支出表 单位：元"]


def test_a_frame_around_a_table_is_no_part_of_it(page):
    (grid,) = page(lambda c: (c.rect(30, 140, 340, 140), rule(c), write(c))).grids
    assert grid.rows() == WORDS


def test_one_row_is_a_grid_and_one_box_is_none(page):
    (grid,) = page(lambda c: (rule(c, ys=YS[:2]), write(c, WORDS[1:2]))).grids
    assert grid.rows() == [WORDS[1]]
    assert page(lambda c: (c.rect(50, 200, 100, 50), c.drawString(60, 220, "甲"))).grids == ()

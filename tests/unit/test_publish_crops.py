"""What a crop shows: the row with the words that name it, its header, the boxes of words within a line; and arithmetic written out."""

from __future__ import annotations

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gouji.model import Cell, Grid, Line, Page
from gouji.publish.crops import band_of, cell_of, header_before, header_of, name_of
from gouji.publish.operands import Evidence
from gouji.publish.words import spoken_of, word_boxes
from gouji.publish.written import written_out
from gouji.show.style import FONT

ROWS = [["科目", "", "合计", "基本支出"], ["编码", "名称", "", ""], ["栏次", "", "1", "2"], ["201", "一般公共服务", "30.00", "10.00"], ["", "合计", "30.00", "10.00"]]
XS, YS = (40.0, 80.0, 240.0, 320.0, 400.0), (100.0, 120.0, 140.0, 160.0, 180.0, 200.0)


def grid_of_rows(rows=ROWS, page=1, spans=True) -> Grid:
    """The rows as a grid; in the header 科目 spans two columns, the amounts' names two rows."""
    shape = {(0, 0): (1, 2), (0, 2): (2, 1), (0, 3): (2, 1), (2, 0): (1, 2)} if spans else {}
    hidden = {(0, 1), (1, 2), (1, 3), (2, 1)} if spans else set()
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if (r, c) not in hidden:
                down, over = shape.get((r, c), (1, 1))
                cells.append(Cell(r, c, down, over, text, (XS[c], YS[r], XS[c + over], YS[r + down])))
    return Grid(page, (XS[0], YS[0], XS[-1], YS[len(rows)]), len(rows), 4, tuple(cells), XS, YS[: len(rows) + 1])


BASIC = (320.0, 160.0, 400.0, 180.0)  # 10.00 of 一般公共服务


def test_a_header_of_two_rows_is_found_above_the_row_of_numbers():
    assert header_of(grid_of_rows(), [BASIC]) == (99.0, 141.0)


def test_a_row_that_holds_a_figure_is_no_header():
    rows = [*ROWS[:3], ["项目", "说明", "金额", "3.00"], *ROWS[3:4]]
    assert header_of(grid_of_rows(rows), [(320.0, 180.0, 400.0, 200.0)]) == (99.0, 141.0)  # not the row 项目 … 3.00 right above


def test_without_a_header_on_its_page_an_earlier_page_is_asked_for_its_column():
    later = Page(2, 595, 842, grids=(grid_of_rows([["201", "某某", "1.00", "2.00"]], 2, spans=False),))
    assert header_of(later.grids[0], [(320.0, 100.0, 400.0, 120.0)]) is None
    assert header_before(grid_of_rows(), (320.0, 100.0, 400.0, 120.0)) == (99.0, 141.0)
    assert header_before(grid_of_rows(), (500.0, 100.0, 520.0, 120.0)) is None  # no such column
    band = band_of(later, [(320.0, 100.0, 400.0, 120.0)], lambda page, box: (1, 99.0, 141.0))
    assert [p.page for p in band.crop().pieces] == [1, 2]


def test_a_row_is_named_by_the_nearest_words_to_the_left_not_by_a_code():
    assert name_of(grid_of_rows(), BASIC).text == "一般公共服务"
    assert cell_of(grid_of_rows(), BASIC).text == "10.00"


def test_a_row_is_named_by_the_cell_that_is_called_so():
    grid = grid_of_rows([["电费节约率", "说明文字", "8", "7"]], spans=False)
    box = (320.0, 100.0, 400.0, 120.0)
    assert [name_of(grid, box, rows).text for rows in ((), ("电费 节约率",), ("别的",))] == ["说明文字", "电费节约率", "说明文字"]


def test_a_phone_is_shown_the_name_and_the_cell_without_what_is_between():
    page = Page(1, 595, 842, grids=(grid_of_rows(),))
    wide, narrow = band_of(page, [BASIC]).crop([BASIC]), band_of(page, [BASIC]).crop([BASIC], narrow=True)
    assert wide.width > 360 and narrow.width < 260
    shown = [(p.box[0], p.box[2]) for p in narrow.pieces if p.box[1] > 150]
    assert shown == [(78.0, 242.0), (318.0, 402.0)]  # 名称 and 基本支出; 合计 is left out
    assert len(narrow.pieces) == 4 and narrow.pieces[0].y == 0 < narrow.pieces[2].y  # the header's parts over the row's


TEXT = ["本单位自评项目4个，决算资金合计3541.64万元，占项目支出总额的", "100%。年初预算305.15万元，支出决算305.15万元，完成预算的100", "%，其中基本支出24.6", "8万元。某市政务服务局"]


@pytest.fixture(scope="module")
def prose(tmp_path_factory):
    """A page of prose and its lines as read: ``pdf, page``."""
    file = tmp_path_factory.mktemp("prose") / "p.pdf"
    pdfmetrics.registerFont(TTFont("NotoProse", str(FONT)))
    drawn = Canvas(str(file), pagesize=(595, 842))
    drawn.setFont("NotoProse", 10)
    lines = []
    for i, text in enumerate(TEXT):
        drawn.drawString(60, 742 - 20 * i, text)
        lines.append(Line(1, text, (60.0, 90.0 + 20 * i, 60 + pdfmetrics.stringWidth(text, "NotoProse", 10), 102.0 + 20 * i)))
    drawn.save()
    with pypdfium2.PdfDocument(str(file)) as opened:
        yield opened, Page(1, 595, 842, tuple(lines))


def boxes(prose, line: int | None, printed: str, row: str = "") -> tuple | None:
    pdf, page = prose
    place = {"page": 1, "bbox": page.lines[line].box if line is not None else None, "printed": printed, "row": row}
    return word_boxes(pdf, [page], [spoken_of(place)]).get(spoken_of(place))


def start(line: int, before: str) -> float:
    assert TEXT[line].startswith(before)
    return 60 + pdfmetrics.stringWidth(before, "NotoProse", 10)


def test_words_are_boxed_not_their_line(prose):
    box = boxes(prose, 0, "3541.64万元")
    assert box[0] == pytest.approx(start(0, "本单位自评项目4个，决算资金合计"), abs=2.5)
    assert box[2] - box[0] == pytest.approx(pdfmetrics.stringWidth("3541.64万元", "NotoProse", 10), abs=4)


def test_a_figure_printed_twice_is_the_one_after_its_words_and_else_stays_the_line(prose):
    spent = boxes(prose, 1, "305.15万元", "一般公共服务支出决算")
    assert spent[0] == pytest.approx(start(1, "100%。年初预算305.15万元，支出决算"), abs=2.5)
    assert boxes(prose, 1, "305.15万元", "年初预算")[0] == pytest.approx(start(1, "100%。年初预算"), abs=2.5)
    assert boxes(prose, 1, "305.15万元", "三公经费") is None


def test_a_part_of_a_longer_figure_is_not_it(prose):
    assert boxes(prose, 0, "541.64万元") is None and boxes(prose, 0, "9.99") is None


def test_a_figure_the_line_ends_within_is_boxed_as_far_as_it_goes_and_a_figure_cut_in_two_is_not(prose):
    assert boxes(prose, 1, "100%", "完成预算的") is not None  # the first of the two: the other stands on no line whole
    assert boxes(prose, 2, "24.68万元") is None


def test_what_has_no_box_is_found_by_its_words_on_its_page(prose):
    assert boxes(prose, None, "某市政务服务局")[0] == pytest.approx(start(3, "8万元。"), abs=2.5)
    assert boxes(prose, None, "某县政务服务局") is None and boxes(prose, None, "4个") is None


def test_a_name_that_is_spoken_of_is_boxed_not_the_amount_beside_it(prose):
    page = Page(1, 595, 842, grids=(grid_of_rows(),))
    place = {"page": 1, "bbox": BASIC, "printed": "一般公共服务", "row": "一般公共服务"}
    assert word_boxes(prose[0], [page], [spoken_of(place)]) == {spoken_of(place): (80.0, 160.0, 240.0, 180.0)}
    amount = place | {"printed": "10.00"}
    assert not word_boxes(prose[0], [page], [spoken_of(amount)])


def test_operands_of_neighbouring_rows_are_one_crop_in_the_order_of_the_page():
    page = Page(1, 595, 842, grids=(grid_of_rows(),))
    evidence = Evidence({"d": {1: {"file": "d-1.webp", "width": 595, "height": 842}}}, lambda name, number: page)
    place = lambda y, printed: {"page": 1, "bbox": (320.0, y, 400.0, y + 20), "printed": printed, "row": "", "document": None}  # noqa: E731
    absent = {"page": None, "bbox": None, "printed": None, "row": None, "document": None, "address": "FA01"}
    shown = evidence.shown([place(180.0, "30.00"), place(160.0, "10.00"), absent], "d")
    assert [[c.place["printed"] for c in s.cells] for s in shown] == [["10.00", "30.00"], [None]]
    assert len(shown[0].wide.boxes) == 2 and shown[1].wide is None and shown[1].cells[0].href is None


def test_a_phone_is_shown_each_line_of_prose_around_its_own_figure():
    page = Page(1, 595, 842, (Line(1, "一", (60.0, 90.0, 530.0, 102.0)), Line(1, "二", (60.0, 110.0, 530.0, 122.0))))
    narrow = band_of(page, [(480.0, 90.0, 520.0, 102.0), (62.0, 110.0, 90.0, 122.0)]).crop(narrow=True)
    assert narrow.width <= 245 and [p.box[0] > 200 for p in narrow.pieces] == [True, False] and narrow.pieces[1].y > 0


def test_of_a_broad_table_printed_small_the_parts_are_shown_again_and_larger():
    cells = tuple(Cell(0, c, 1, 1, text, (40.0 + 90 * c, 100.0, 130.0 + 90 * c, 107.0)) for c, text in enumerate(["合计", *["0"] * 7]))
    grid = Grid(1, (40.0, 100.0, 760.0, 107.0), 1, 8, cells, tuple(40.0 + 90 * c for c in range(9)), (100.0, 107.0))
    page = Page(1, 842, 595, grids=(grid,))
    evidence = Evidence({"d": {1: {"file": "d-1.webp", "width": 842, "height": 595}}}, lambda name, number: page)
    (shown,) = evidence.shown([{"page": 1, "bbox": (670.0, 100.0, 760.0, 107.0), "printed": "0", "row": "合计", "document": None}], "d")
    assert shown.small and shown.wide.width > 700 and shown.narrow.width < 200


@pytest.mark.parametrize(("printed", "expected", "found", "unit", "line"), [
    (["367.07", "305.15", "61.93"], "367.08", "367.07", "万元", "305.15 + 61.93"),
    (["3.82%", "367.07万元", "9584.75万元"], "3.83", "3.82", "%", "367.07 ÷ 9,584.75"),
    (["167%", "6162.78万元", "9833.6万元", "6162.78万元"], "168%", "167%", "%", "6,162.78 ÷ (9,833.6 − 6,162.78)"),
    (["314.82%", "45.41万元", "11.67万元", "11.67万元"], "289.12", "314.82", "%", "(45.41 − 11.67) ÷ 11.67"),
    (["29.54万元", "28.22万元"], "28.22", "29.54", "万元", ""),  # nothing is computed
    (["367.07", "305.15", "61.93"], "367.09", "367.07", "万元", ""),  # a sum that does not come out is not written
    (["0", "265.13", "x"], "265.13", "0", "万元", ""),
])  # fmt: skip
def test_arithmetic_is_written_only_when_it_comes_out(printed, expected, found, unit, line):
    assert written_out([{"printed": p} for p in printed], expected, found, unit) == line

"""Two readings compared: matched by place, never by index; what differs is marked, counted and said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reportlab.pdfgen import canvas

from gouji.model import Cell, Grid, Line, Page
from gouji.reading import read
from gouji.reading.compare import compare_page, same_text
from gouji.reading.limits import limits
from gouji.reading.second import Letters, read_again


def grid(rows, x=50.0, y=50.0, wide=100.0, high=20.0) -> Grid:
    n, m = len(rows), len(rows[0])
    xs, ys = [x + wide * k for k in range(m + 1)], [y + high * k for k in range(n + 1)]
    cells = tuple(Cell(r, c, 1, 1, rows[r][c], (xs[c], ys[r], xs[c + 1], ys[r + 1])) for r in range(n) for c in range(m))
    return Grid(1, (xs[0], ys[0], xs[-1], ys[-1]), n, m, cells, tuple(xs), tuple(ys))


def page(*grids) -> Page:
    return Page(1, 600, 800, grids=grids)


ROWS = [["项目", "金额"], ["合计", "1.00"]]


def test_equal_readings_agree():
    marked, compared, differing = compare_page(page(grid(ROWS)), [grid(ROWS, x=50.4)])
    assert (compared, differing, marked.problems) == (4, 0, ())
    assert all(cell.agree is True and cell.other == cell.text for cell in marked.grids[0].cells)


def test_a_figure_read_otherwise_is_marked_and_said():
    marked, compared, differing = compare_page(page(grid(ROWS)), [grid([["项目", "金额"], ["合计", "1.08"]])])
    bad = [cell for cell in marked.grids[0].cells if not cell.agree]
    assert (compared, differing) == (4, 1) and [(c.text, c.other) for c in bad] == [("1.00", "1.08")]
    assert [p.kind for p in marked.problems] == ["readers_differ"] and "1.00" in marked.problems[0].detail


def test_grids_are_matched_by_place_not_by_order():
    one, two = grid(ROWS), grid([["名称", "个数"], ["车辆", "3"]], y=300)
    _, compared, differing = compare_page(page(one, two), [two, one])
    assert (compared, differing) == (8, 0)


def test_where_the_second_reader_found_nothing_nothing_was_compared():
    marked, compared, differing = compare_page(page(grid(ROWS)), [])
    assert (compared, differing) == (0, 0) and all(cell.agree is None for cell in marked.grids[0].cells)
    assert [p.kind for p in marked.problems] == ["readers_differ"]


def prose(*texts) -> Page:
    return Page(1, 600, 800, lines=tuple(Line(1, text, (50.0, 50.0 + 20 * k, 550.0, 62.0 + 20 * k)) for k, text in enumerate(texts)))


@pytest.mark.parametrize(
    "text, second, agree",
    [
        ("支出总计 0.3万元。", "年度支出总计0.3万元。与", True),
        ("支出总计0.3万元。", "支出总计2961.68万元。", False),
        ("支出总计0.3万元。", "支出0.3万元。总计", False),
        ("11.66万元，完成预算。", "决算为711.66万元，完成预算。", False),  # a line that opens with a figure
        ("决算为11.6", "决算为11.66万元", False),
        ("支出总计没有变化。", "别的话", None),  # no figure: nothing to compare
    ],
)
def test_a_line_of_prose_agrees_when_the_second_reader_has_the_same_text(text, second, agree):
    marked, *_ = compare_page(prose(text), [], Letters(second, ()))
    assert marked.lines[0].agree is agree
    assert [p.kind for p in marked.problems] == (["readers_differ"] if agree is False else [])


def test_a_line_whose_characters_stand_in_the_same_places_agrees_in_whatever_order_they_were_set():
    placed = tuple((60.0 + 10 * k, 56.0, c) for k, c in enumerate("支出0.3万元"))
    marked, *_ = compare_page(prose("支出0.3万元"), [], Letters("0.3支出万元", placed[::-1]))
    assert marked.lines[0].agree is True
    marked, *_ = compare_page(prose("支出0.8万元"), [], Letters("0.3支出万元", placed[::-1]))
    assert marked.lines[0].agree is False


def test_where_the_second_reader_finds_no_text_at_all_lines_are_not_compared():
    marked, *_ = compare_page(prose("支出0.3万元"), [], Letters("", ()))
    assert marked.lines[0].agree is None and not marked.problems


def test_a_grid_that_only_the_second_reader_found_is_said():
    marked, compared, _ = compare_page(page(), [grid(ROWS)])
    assert compared == 0 and marked.grids == () and [p.kind for p in marked.problems] == ["readers_differ"]


def test_cells_of_another_geometry_do_not_agree():
    wide = grid([["项目金额"], ["合计1.00"]], wide=200.0)
    marked, compared, differing = compare_page(page(grid(ROWS)), [wide])
    assert (compared, differing) == (4, 4) and marked.grids[0].cells[0].other == "项目金额"


def test_one_grid_that_the_second_reader_cut_in_two_is_compared_with_both():
    _, compared, differing = compare_page(page(grid(ROWS)), [grid(ROWS[:1]), grid(ROWS[1:], y=70.0)])
    assert (compared, differing) == (4, 0)


@pytest.mark.parametrize("one, other, same", [("（一）", "(一)", True), ("项 目", "项目", True), ("1.0", "1.00", False), ("", "0.00", False)])
def test_spaces_and_width_make_no_difference_and_digits_do(one, other, same):
    assert same_text(one, other) is same


@pytest.fixture
def drawn(tmp_path):
    path = tmp_path / "two.pdf"
    c = canvas.Canvas(str(path), pagesize=(400, 300))
    for words in (["Item", "1,234.56", "Total", "0.00"], ["", "", "", ""]):
        c.grid((50, 150, 350), (250, 220, 190))
        for k, text in enumerate(words):
            c.drawString(50, 260, "Form 09")
            c.drawString(55 + 100 * (k % 2), 230 - 30 * (k // 2), text)
        c.showPage()
    c.save()
    return path


def test_both_readers_read_a_drawn_grid_alike_and_keep_a_blank_one(drawn):
    first, second, both = (read(drawn, reader) for reader in ("pdfium", "camelot", "both"))
    rows = [["Item", "1,234.56"], ["Total", "0.00"]]
    for reading in (first, second, both):
        assert [g.rows() for p in reading.pages for g in p.grids] == [rows, [["", ""], ["", ""]]]
    assert (both.cells_compared, both.cells_differing) == (8, 0)
    assert (first.reader, second.reader, both.reader) == ("pdfium", "camelot", "both") and first.sha256 == both.sha256
    assert first.pages[0].grids[0].cells[0].agree is None and both.pages[0].grids[0].cells[0].agree is True


def curved(path, pages: int = 1):
    """Pages with one grid whose rules are curves, which camelot's vector engine does not see."""
    c = canvas.Canvas(str(path), pagesize=(400, 300))
    for number in range(pages):
        lines = [((50, y), (350, y)) for y in (250, 220, 190)] + [((x, 190), (x, 250)) for x in (50, 150, 350)]
        for (x0, y0), (x1, y1) in lines:
            p = c.beginPath()
            p.moveTo(x0, y0)
            p.curveTo(x0, y0, x1, y1, x1, y1)
            c.drawPath(p)
        for k, text in enumerate(["Item", "1,234.56", "Total", f"{number}.00"]):
            c.drawString(55 + 100 * (k % 2), 230 - 30 * (k // 2), text)
        c.showPage()
    c.save()
    return path


def test_where_the_vector_engine_sees_no_rules_the_picture_of_the_page_is_read(tmp_path):
    path = curved(tmp_path / "curved.pdf")
    second = read_again(path.read_bytes())
    assert (second.grids, second.broken) == ({}, {})
    reading = read(path, "both")
    assert (reading.cells_compared, reading.cells_differing, reading.all_problems()) == (4, 0, [])
    texts = [cell.text for page in read(path, "camelot").pages for grid in page.grids for cell in grid.cells if cell.text]
    assert texts == ["Item", "1,234.56", "Total", "0.00"]


def test_pages_read_again_as_pictures_are_bounded_and_the_others_say_that_they_were_not_compared(tmp_path, monkeypatch):
    monkeypatch.setattr("gouji.reading.limits.limits", lambda bounds=limits(): replace(bounds, second_reader_renders=1))
    reading = read(curved(tmp_path / "three.pdf", pages=3), "both")
    assert reading.cells_compared == 4
    assert [(p.page, p.kind) for p in reading.all_problems()] == [(2, "readers_differ"), (3, "readers_differ")]
    assert [page.grids[0].cells[0].agree for page in reading.pages] == [True, None, None]

"""What makes reading fast must not change what is read: rounding, large pages, clips known by two corners, many pages."""

from __future__ import annotations

import gc
import pickle
import re
import time
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen import canvas

from gouji.model import Cell, Grid
from gouji.reading import bench, glyphs, raw, read
from gouji.reading.lattice import merge_places
from gouji.reading.layout import POINT, Layout, layout, look
from gouji.reading.pause import collector_paused
from gouji.reading.words import hundredths, spaces


@pytest.fixture
def drawn(tmp_path):
    """Draw with reportlab on pages of 400 × 300 pt and read."""

    def make(draw):
        path = tmp_path / "drawn.pdf"
        c = canvas.Canvas(str(path), pagesize=(400, 300))
        draw(c)
        c.save()
        return read(path)

    return make


def texts(page):
    return [line.text for line in page.lines]


def test_hundredths_are_those_of_round():
    values = np.concatenate([np.random.default_rng(1).uniform(-50, 900, 20_000), np.arange(-4000, 4000) / 200, [2.675, 1.005, 0.285, -0.015]])
    assert hundredths(values).tolist() == [round(v, 2) for v in values.tolist()]
    assert np.round(values, 2).tolist() != [round(v, 2) for v in values.tolist()]  # why numpy's own will not do


def test_white_space_is_that_of_str():
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    assert spaces(every).tolist() == list(map(str.isspace, every))


STUDY = Path(__file__).parents[2] / "data" / "raw" / "henan"
MOST = {"beiguan_dsj_2021_final.pdf": 4.0, "qinyang_zwj_2021_final.pdf": 5.0}  # measured: 2.3 and 3.0; most of it tables in the second


def times_the_floor(path):
    """The least processor time of reading and understanding over that of the floor, in rounds that take turns."""
    seconds = {bench.floor: [], bench.ours: []}
    for _ in range(6):
        for reader, spent in seconds.items():
            begun = time.process_time()
            reader(path)
            spent.append(time.process_time() - begun)
    return min(seconds[bench.ours]) / min(seconds[bench.floor])


def test_the_bench_says_what_each_reader_cost(monkeypatch, capsys):
    """Readers that sleep a known time stand in for the real ones; the last line is of each document alone."""
    paths = sorted(STUDY.glob("*.pdf"))[:2]
    slow = {paths[0]: 3, paths[1]: 5}
    monkeypatch.setattr(bench, "READERS", {bench.FLOOR: lambda path: time.sleep(0.01), bench.OURS: lambda path: time.sleep(0.01 * slow[path])})
    assert bench.main([*map(str, paths), "--rounds", "3"]) == 0
    *_, floor, ours, alone = capsys.readouterr().out.splitlines()
    assert floor.endswith(" 1.0") and 3.4 < float(ours.split()[-1]) < 4.6
    said = re.fullmatch(r"gouji × floor, each document alone: ([\d.]+) \((\S+)\) to ([\d.]+) \((\S+)\), 0 of 2 at most 2.5", alone)
    assert (said[2], said[4]) == (paths[0].name, paths[1].name) and 2.5 < float(said[1]) < 3.5 and 4.4 < float(said[3]) < 5.6
    assert bench.main(["absent.pdf"]) == 2 and "absent.pdf: no such file" in capsys.readouterr().err


@pytest.mark.parametrize("name, most", MOST.items())
def test_reading_costs_a_few_times_what_pdfium_does(name, most):
    assert times_the_floor(STUDY / name) < most


def test_what_asks_again_and_again_is_seen_to_be_slow(monkeypatch):
    once = glyphs._asked
    monkeypatch.setattr("gouji.reading.pdfium.read_glyphs", lambda text, limit: [once(text, raw.count_characters(text)) for _ in range(20)][0])
    name, most = next(iter(MOST.items()))
    assert times_the_floor(STUDY / name) > most


def test_a_page_with_more_characters_than_the_room_holds(drawn):
    many = raw.ROWS // 100 + 3

    def draw(c):
        c.setFont("Helvetica", 4)
        for k in range(many):
            c.drawString(5, 290 - 6 * k, f"{k:04d}" + "x" * 96)

    found = "".join(texts(drawn(draw).pages[0]))
    assert found == "".join(f"{k:04d}" + "x" * 96 for k in range(many))


def test_each_page_keeps_its_own_lines(drawn):
    def draw(c):
        for k in range(19):
            if k % 5 != 3:  # some pages are blank
                c.drawString(50, 200, f"page {k + 1} above")
                c.drawString(50, 100, f"page {k + 1} below")
            c.showPage()

    pages = drawn(draw).pages
    assert [texts(p) for p in pages] == [[] if k % 5 == 3 else [f"page {k + 1} above", f"page {k + 1} below"] for k in range(19)]
    assert all(line.page == p.number for p in pages for line in p.lines)


@pytest.mark.parametrize("corners", [
    [(20, 50), (200, 50), (200, 250), (20, 250)],  # a rectangle: two corners say all
    [(20, 50), (20, 150), (20, 250), (200, 250), (200, 50)],  # the third point lies on the same side as the first
    [(110, 250), (200, 150), (110, 50), (20, 150)],  # a diamond counts by its bounding box
])
def test_what_a_clip_leaves_to_be_seen(drawn, corners):
    def draw(c):
        c.saveState()
        path = c.beginPath()
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
        path.close()
        c.clipPath(path, stroke=0)
        c.drawString(60, 200, "inside")
        c.drawString(250, 200, "beyond")
        c.line(30, 100, 380, 100)
        c.restoreState()
        c.drawString(60, 270, "free")

    page = drawn(draw).pages[0]
    assert texts(page) == ["free", "inside"]
    assert [p.kind for p in page.problems] == ["text_clipped"]


def test_text_beneath_and_white_text_among_many_covers(drawn, monkeypatch):
    def draw(c):
        c.setFillGray(0)
        c.drawString(50, 250, "beneath")
        c.setFillGray(0.5)
        for k in range(5):
            c.rect(40 + 20 * k, 240, 20, 30, stroke=0, fill=1)
        c.rect(40, 140, 100, 30, stroke=0, fill=1)
        c.rect(40, 90, 100, 30, stroke=0, fill=1)
        c.setFillGray(1)
        c.rect(40, 90, 100, 30, stroke=0, fill=1)
        c.rect(40, 40, 100, 30, stroke=0, fill=1)
        c.drawString(50, 100, "on white over grey")
        c.drawString(50, 150, "on grey")
        c.drawString(50, 50, "on white")

    for together in (1_000_000, 1):
        monkeypatch.setattr("gouji.reading.covers.MOST_PAIRS", together)
        page = drawn(draw).pages[0]
        assert texts(page) == ["on grey"]
        assert {p.kind for p in page.problems} == {"text_covered", "text_invisible"}


def test_this_pdfium_can_be_looked_at():
    assert None not in (layout().clip, layout().fill, layout().stroke, layout().mode) and layout().points and glyphs._is_proved()


def pages_of_all_kinds(c):
    """Pages turned all ways, clipped, framed, curved and blank, in one document."""
    for k in range(19):
        c.setPageRotation(90 * (k % 4))
        c.translate(*((0, 0), (400, 0), (400, 300), (0, 300))[k % 4])
        c.rotate(90 * (k % 4))  # upright as displayed, but for every seventh page
        if k % 7 == 6:
            c.rotate(-90 * (k % 4))
            c.translate(*((0, 0), (-400, 0), (-400, -300), (0, -300))[k % 4])
        c.saveState()
        clip = c.beginPath()
        clip.rect(20, 20, 200 + 5 * k, 250)
        c.clipPath(clip, stroke=0)
        c.drawString(60, 200, f"page {k}")
        c.drawString(175 + 5 * k, 120, "wide of the page's clip")
        for x in range(30, 330, 60):
            c.rect(x, 40, 60, 20)
        c.restoreState()
        c.grid([30, 90, 150 + k], [70, 90, 110])
        c.drawString(40, 75, f"{k}.00")
        c.drawString(250, 20, "free")
        for word in ("clear", "unseen", "white", "clear")[k % 3 :]:
            c.setFillGray(1 if word == "white" else 0.2)
            text = c.beginText(100 + 60 * (k % 4), 130 + 14 * (k % 5))
            text.setTextRenderMode(3 if word == "unseen" else 0)
            text.textOut(word)
            c.drawText(text)
        c.bezier(300, 200, 320, 260, 340, 140, 360, 200)
        if k % 3:
            c.roundRect(250, 230, 60, 30, 4)
        c.showPage()


@pytest.mark.parametrize("known", [Layout(), Layout(points=True), replace(layout(), points=False), replace(layout(), mode=None), replace(layout(), fill=None), replace(layout(), stroke=None)], ids=str)
def test_what_is_looked_at_is_what_pdfium_answers(drawn, monkeypatch, known):
    seen = drawn(pages_of_all_kinds).pages
    for module in ("clips", "outlines", "objects", "characters"):
        monkeypatch.setattr(f"gouji.reading.{module}.layout", lambda: known)
    assert seen == drawn(pages_of_all_kinds).pages
    assert all(page.grids and {"text_clipped", "text_invisible"} <= {p.kind for p in page.problems} for page in seen)


@pytest.mark.parametrize("together, heavy", [(1, 20_000), (5, 20_000), (8, 100)])
def test_pages_read_together_are_those_read_alone(drawn, monkeypatch, together, heavy):
    seen = drawn(pages_of_all_kinds).pages
    monkeypatch.setattr("gouji.reading.pdfium.TOGETHER", together)
    monkeypatch.setattr("gouji.reading.pdfium.HEAVY", heavy)
    assert seen == drawn(pages_of_all_kinds).pages and len(seen) == 19


@pytest.mark.parametrize("offset, step", [(0, 12), (16, 12), (None, 16)])
def test_another_layout_is_not_believed(monkeypatch, offset, step):
    """A build whose objects hold something else at that place, or whose points are spaced otherwise, is asked."""
    if offset is None:
        monkeypatch.setattr("gouji.reading.layout.POINT", np.dtype([(n, *POINT.fields[n][:1]) for n in POINT.names] + [("more", np.uint32)]))
    else:
        true = raw.clip_path
        monkeypatch.setattr(raw, "clip_path", lambda item: true(item) - 8 + offset)
        monkeypatch.setattr(raw, "count_clips", lambda clip: 0)
    layout.cache_clear()
    try:
        assert layout().clip is layout().fill is layout().mode is None if offset is not None else not layout().points
    finally:
        layout.cache_clear()


def test_a_list_of_characters_that_lies_otherwise_is_not_believed(drawn, monkeypatch):
    """Another build: the list stands elsewhere, at no address, or holds other things at those places. Everything is asked for."""
    seen = drawn(pages_of_all_kinds).pages
    for name, value in (("LIST", 24), ("LIST", 152), ("ENTRY", 96), ("CODE", 8), ("BOX", 20), ("OWNER", 72)):
        with monkeypatch.context() as other:
            other.setattr(glyphs, name, value)
            glyphs._is_proved.cache_clear()
            assert not glyphs._is_proved(), name
            assert drawn(pages_of_all_kinds).pages == seen
    for answer in (None, bytes(16)):
        with monkeypatch.context() as other:
            other.setattr(raw, "memory_read", lambda address, size, answer=answer: answer)
            glyphs._is_proved.cache_clear()
            assert not glyphs._is_proved()
            assert drawn(pages_of_all_kinds).pages == seen
    glyphs._is_proved.cache_clear()
    assert glyphs._is_proved() and drawn(pages_of_all_kinds).pages == seen


def test_memory_that_is_none_is_not_read():
    assert raw.memory_read(16, 8) is None and raw.memory_read(1 << 63, 8) is None
    room = np.arange(3, dtype=np.uint32)
    assert raw.memory_read(room.ctypes.data, 12) == room.tobytes()


@pytest.mark.parametrize("call, lost, kept", [("text_mode", "mode", "fill"), ("fill_colour", "fill", "stroke"), ("stroke_colour", "stroke", "mode")])
def test_states_that_say_otherwise_than_pdfium_answers_are_asked_for(monkeypatch, call, lost, kept):
    true = getattr(raw, call)
    monkeypatch.setattr(raw, call, lambda item, *room: (true(item, *room) + 1) if not room else 0)  # another mode; no colour
    layout.cache_clear()
    try:
        assert getattr(layout(), lost) is None and getattr(layout(), kept) is not None
    finally:
        layout.cache_clear()


def test_objects_without_a_state_are_asked_for():
    room = np.zeros(64, np.uint64)
    state = np.arange(24, dtype=np.uint32)
    room[3] = state.ctypes.data
    first = room.ctypes.data
    assert look([first], (24, 16), np.uint32).tolist() == [4]
    assert look([first, first + 64], (24, 16), np.uint32) is None


def test_what_was_made_while_paused_is_among_the_old():
    kept = []
    with collector_paused():
        kept += [[k] for k in range(1000)]
    young = {id(item) for item in gc.get_objects(generation=0)}
    assert not any(id(item) in young for item in kept)


def test_cells_that_are_no_rectangles():
    """Places joined round a corner are one cell as wide as all of them; an open corner of the ground is none."""
    above, beside = np.ones((4, 3), bool), np.ones((4, 3), bool)
    above[1, 0] = beside[1, 1] = False  # (0, 0), (1, 0) and (1, 1) are one: an L
    owner, cells = merge_places(above, beside, 3, 3)
    assert cells[0] == (0, 0, 2, 2) and (owner[:2, :2] == 0).all() and len(cells) == 6
    above[0, 2] = beside[3, 0] = False  # the upper right corner is open both ways
    owner, cells = merge_places(above, beside, 3, 3)
    assert owner[0, 2] == -1 and len(cells) == 5


def test_the_collector_is_as_it_was():
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), collector_paused():
        assert not gc.isenabled()
        1 / 0
    assert gc.isenabled()
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_cells_are_frozen_equal_and_can_be_kept():
    cell = Cell(0, 1, 1, 2, "12.30", (0.0, 1.0, 2.0, 3.0))
    assert (cell.indent, cell.agree, cell.other) == (0.0, None, None)
    with pytest.raises(FrozenInstanceError):
        cell.text = "other"
    assert replace(cell, text="x", agree=True) == Cell(0, 1, 1, 2, "x", cell.box, agree=True) != cell
    assert pickle.loads(pickle.dumps(cell)) == cell
    with pytest.raises(TypeError):
        Cell(0, 1)


def test_grids_of_one_place_with_other_cells_are_two():
    one, other = (Grid(1, (0, 0, 9, 9), 1, 1, (Cell(0, 0, 1, 1, text, (0, 0, 9, 9)),), (0, 9), (0, 9)) for text in "ab")
    assert hash(one) == hash(other) and one != other and len({one, other}) == 2

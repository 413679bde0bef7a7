"""The pdfium reader: a document's pages with their grids, lines and problems.

In: an open document. Out: one ``Page`` at a time, each closed before the next is opened, so memory
does not grow with pages. What a page hides or lacks is a ``Problem`` of that page, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Page, Problem
from gouji.reading import raw
from gouji.reading.cells import fill_grids
from gouji.reading.clips import Clips
from gouji.reading.characters import read_characters
from gouji.reading.display import display_of
from gouji.reading.lattice import build_lattice
from gouji.reading.lines import read_lines
from gouji.reading.objects import read_drawn
from gouji.reading.rules import connect, split_rules

MOST_OBJECTS = 60_000  # on one page; the busiest table page met has 1,500
MOST_CHARACTERS = 60_000  # on one page; the fullest met has 2,500
MOST_RULES = 4_000  # whole rules each way on one page
LARGEST = 14_400.0  # points: the format's own bound for a page side


def read_pages(document: int, pages: int) -> Iterator[Page]:
    for index in range(pages):
        yield read_page(document, index)


def read_page(document: int, index: int) -> Page:
    """Page ``index`` (from 0) as displayed."""
    number = index + 1
    page = raw.load_page(document, index)
    if not page:
        return Page(number, 0.0, 0.0, problems=(Problem(number, "page_unreadable", "pdfium cannot load it"),))
    try:
        return _read(page, number)
    finally:
        raw.close_page(page)


def _read(page: int, number: int) -> Page:
    display = display_of(page)
    width, height = display.width, display.height
    if width < 1 or height < 1:
        return Page(number, width, height, problems=(Problem(number, "zero_size_page", f"{width:.1f} × {height:.1f} pt"),))
    problems = []
    if max(width, height) > LARGEST:
        problems.append(Problem(number, "page_too_large", f"{width:.0f} × {height:.0f} pt"))
    clips = Clips()
    drawn = read_drawn(page, display, clips, MOST_OBJECTS)
    if drawn.overflow:
        problems.append(Problem(number, "too_many_objects", f"more than {MOST_OBJECTS} objects; only the first were read"))
    text_page = raw.load_text(page)
    try:
        if raw.count_characters(text_page) > MOST_CHARACTERS:
            problems.append(Problem(number, "too_many_characters", f"more than {MOST_CHARACTERS}; only the first were read"))
        characters = read_characters(text_page, display, drawn, clips, MOST_CHARACTERS)
    finally:
        raw.close_text(text_page)
    for kind, words in characters.hidden.items():
        problems.append(Problem(number, kind, f"{len(words)} characters: {words[:40]}"))
    if characters.unmapped:
        problems.append(Problem(number, "unmapped_glyphs", f"{characters.unmapped} characters without a Unicode value"))
    if not characters.text:
        kind = "no_text_layer" if len(drawn.pictures) else "no_text" if len(drawn.rules) else "blank_page"
        problems.append(Problem(number, kind, f"{len(drawn.pictures)} pictures, {len(drawn.rules)} rules, no displayed text"))
    across, down = split_rules(drawn.rules, width, height)
    if max(len(across), len(down)) > MOST_RULES:
        problems.append(Problem(number, "too_many_rules", f"{len(across)} across, {len(down)} down: no grids read"))
        across = down = []
    lattices = [lattice for group in connect(across, down) if (lattice := build_lattice(*group))]
    lattices.sort(key=lambda lattice: (lattice.ys[0], lattice.xs[0]))
    grids, outside, overprinted = fill_grids(lattices, characters.text, characters.boxes, drawn.fills, number)
    if overprinted:
        problems.append(Problem(number, "overprinted", f"{overprinted} glyphs stand on the place of others; both were read"))
    places = outside.nonzero()[0]
    lines = read_lines([characters.text[i] for i in places.tolist()], characters.boxes[places], number)
    return Page(number, round(width, 2), round(height, 2), lines, tuple(grids), tuple(problems))

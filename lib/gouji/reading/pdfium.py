"""The pdfium reader: a document's pages with their grids, lines and problems.

In: an open document. Out: its ``Page``s, read a few at a time, these closed before the next are opened, so memory
does not grow with pages. What a page hides or lacks is a ``Problem`` of that page, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np

from gouji.model import Line, Page, Problem
from gouji.reading import raw
from gouji.reading.cells import Filled, fill_grids
from gouji.reading.characters import Characters, move_away, read_characters
from gouji.reading.clips import Clips
from gouji.reading.display import Display, Displays, display_of, text_turns
from gouji.reading.glyphs import Glyphs, read_glyphs
from gouji.reading.lattice import Lattice, build_lattice
from gouji.reading.limits import Limits
from gouji.reading.lines import Loose, read_lines
from gouji.reading.objects import Drawn, Objects, list_objects, read_drawn
from gouji.reading.rules import connect, split_rules
from gouji.reading.words import arrange

TOGETHER = 32  # pages that are read together: what is worked out in whole arrays costs for a few little more than for one
HEAVY = 40_000  # characters and objects from which no more pages join


@dataclass(frozen=True, slots=True)
class _Open:
    """A loaded page: its handles, how it is displayed (turned until its text is upright), what stands on it."""

    number: int
    page: int
    text: int
    display: Display
    turns: int
    glyphs: Glyphs
    objects: Objects


def read_pages(document: int, count: int, limits: Limits, endless: frozenset[int] = frozenset()) -> Iterator[Page]:
    """The first ``count`` pages of an open document, in order; those ``endless`` ones, counted from 1, are not opened."""
    index = 0
    while index < count:
        pages: list[_Open | Page] = []
        weight = 0
        with ExitStack() as opened:
            while index < count and len(pages) < TOGETHER and weight < HEAVY:
                index += 1
                page = _endless(index) if index in endless else _open(document, index, limits, opened)
                pages.append(page)
                if isinstance(page, _Open):
                    weight += len(page.glyphs.codes) + len(page.objects.items)
            read = _read([page for page in pages if isinstance(page, _Open)], limits)
        yield from (read[page.number] if isinstance(page, _Open) else page for page in pages)


def _endless(number: int) -> Page:
    return Page(number, 0.0, 0.0, problems=(Problem(number, "page_unreadable", "not opened: its drawings call one another without end"),))


def _open(document: int, number: int, limits: Limits, opened: ExitStack) -> _Open | Page:
    """The page, loaded, closed with ``opened``; at once a ``Page`` with its problem where there is nothing to read."""
    page = raw.load_page(document, number - 1)
    if not page:
        return Page(number, 0.0, 0.0, problems=(Problem(number, "page_unreadable", "pdfium cannot load it"),))
    opened.callback(raw.close_page, page)
    display = display_of(page)
    if display.width < 1 or display.height < 1:
        problem = Problem(number, "zero_size_page", f"{display.width:.1f} × {display.height:.1f} pt")
        return Page(number, display.width, display.height, problems=(problem,))
    text = raw.load_text(page)
    opened.callback(raw.close_text, text)
    glyphs = read_glyphs(text, limits.characters_on_page)
    turns = text_turns(text, glyphs.owners, display)
    return _Open(number, page, text, display.turned(turns), turns, glyphs, list_objects(page, limits.objects_on_page))


def _read(pages: list[_Open], limits: Limits) -> dict[int, Page]:
    """Some pages, read together, by their numbers."""
    if not pages:
        return {}
    displays, clips = Displays([page.display for page in pages]), Clips()
    drawn = read_drawn([page.objects for page in pages], displays, clips)
    characters = read_characters([page.text for page in pages], [page.glyphs for page in pages], displays, drawn, clips)
    rules = split_rules([one.rules for one in drawn], displays.sizes)
    characters = [_read_without_unseen(*one, clips, limits) if one[1].unseen else one[1] for one in zip(pages, characters, drawn)]
    lattices = [_lattices(across, down, limits) for across, down in rules]
    filled = fill_grids([page.number for page in pages], lattices, characters, [one.fills for one in drawn])
    lines = read_lines([_loose(*one) for one in zip(pages, characters, filled)])
    return {page.number: _page(page, *one, lines[page.number], limits) for page, *one in zip(pages, drawn, characters, rules, filled)}


def _lattices(across: np.ndarray, down: np.ndarray, limits: Limits) -> list[Lattice]:
    """The lattices that a page's rules draw, from top to bottom."""
    if max(len(across), len(down)) > limits.rules_on_page:
        return []
    found = [lattice for group in connect(across, down) if (lattice := build_lattice(*group, limits.cells_in_grid))]
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _loose(page: _Open, characters: Characters, filled: Filled) -> Loose:
    """A page's characters that stand in no grid."""
    if not filled.grids:
        return page.number, characters.text, characters.boxes
    outside = filled.outside.nonzero()[0]
    return page.number, arrange(characters.text, outside), characters.boxes[outside]


def _page(page: _Open, drawn: Drawn, characters: Characters, rules: tuple[np.ndarray, np.ndarray], filled: Filled, lines: tuple[Line, ...], limits: Limits) -> Page:
    found = list(_problems(page, drawn, characters, max(map(len, rules)), limits))
    if filled.overprinted:
        found.append(("overprinted", f"{filled.overprinted} glyphs stand on the place of others; both were read"))
    problems = tuple(Problem(page.number, kind, detail) for kind, detail in found)
    return Page(page.number, round(page.display.width, 2), round(page.display.height, 2), lines, tuple(filled.grids), problems)


def _read_without_unseen(page: _Open, first: Characters, drawn: Drawn, clips: Clips, limits: Limits) -> Characters:
    """The page's characters read again without the hidden text, which may stand in the place of shown text."""
    move_away(first.unseen)
    text = raw.load_text(page.page)
    try:
        (again,) = read_characters([text], [read_glyphs(text, limits.characters_on_page)], Displays([page.display]), [drawn], clips)
    finally:
        raw.close_text(text)
    return replace(first, text=again.text, boxes=again.boxes)


def _problems(page: _Open, drawn: Drawn, characters: Characters, rules: int, limits: Limits):
    """What is odd about a page, as (kind, detail); the kinds are those of ``declared/problems.yml``."""
    display, count = page.display, raw.count_characters(page.text)
    if max(display.width, display.height) > limits.page_points:
        yield "page_too_large", f"{display.width:.0f} × {display.height:.0f} pt"
    if page.turns:
        yield "text_turned", f"read after {page.turns} quarter turns clockwise"
    if drawn.overflow:
        yield "too_many_objects", f"only the first {limits.objects_on_page} were read"
    if count > limits.characters_on_page:
        yield "too_many_characters", f"{count}; only the first {limits.characters_on_page} were read"
    if rules > limits.rules_on_page:
        yield "too_many_rules", f"{rules} in one direction; no grid was read"
    for kind, words in characters.hidden.items():
        yield kind, f"{len(words)} characters: {words[:40]}"
    if characters.unmapped:
        yield "unmapped_glyphs", f"{characters.unmapped} characters without a known Unicode value"
    if not characters.text.strip():
        kind = "no_text_layer" if len(drawn.pictures) else "no_text" if len(drawn.rules) or len(drawn.fills) else "blank_page"
        yield kind, f"{len(drawn.pictures)} pictures, {len(drawn.rules)} rules, no text displayed"
    elif shares := _unread_pictures(display, drawn, characters, limits.picture_percent):
        yield "picture_unread", "a chart, or a table drawn as a picture: " + ", ".join(f"{share:.0f} % of the page" for share in shares[:5])


def _unread_pictures(display, drawn: Drawn, characters: Characters, least: int) -> list[float]:
    """The shares of the page, in percent, of pictures that large on which no text stands."""
    boxes = drawn.pictures[:, 1:5]
    if not len(boxes):
        return []
    shares = 100 * (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) / (display.width * display.height)
    large = np.flatnonzero(shares >= least)[:20]  # enough to say it
    x, y = (characters.boxes[:, :2] + characters.boxes[:, 2:4]).T / 2
    return [
        float(shares[k])
        for k in large
        if not ((x > boxes[k, 0]) & (x < boxes[k, 2]) & (y > boxes[k, 1]) & (y < boxes[k, 3])).any()
    ]

"""The pdfium reader: a document's pages with their grids, lines and problems.

In: an open document. Out: one ``Page`` at a time, each closed before the next is opened, so memory
does not grow with pages. What a page hides or lacks is a ``Problem`` of that page, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gouji.model import Page, Problem
from gouji.reading import raw
from gouji.reading.cells import fill_grids
from gouji.reading.characters import Characters, move_away, owners_of, read_characters
from gouji.reading.clips import Clips
from gouji.reading.display import display_of, text_turns
from gouji.reading.lattice import build_lattice
from gouji.reading.limits import Limits
from gouji.reading.lines import Loose, read_lines
from gouji.reading.objects import Drawn, read_drawn
from gouji.reading.rules import connect, split_rules
from gouji.reading.words import arrange

TOGETHER = 8  # pages whose lines are read together


def read_pages(document: int, count: int, limits: Limits, endless: frozenset[int] = frozenset()) -> Iterator[Page]:
    """The first ``count`` pages of an open document, in order; those ``endless`` ones, counted from 1, are not opened."""
    for start in range(0, count, TOGETHER):
        read = [read_page(document, index, limits) if index + 1 not in endless else _endless(index + 1) for index in range(start, min(start + TOGETHER, count))]
        lines = read_lines([loose for _, loose in read])
        for page, _ in read:
            yield Page(page.number, page.width, page.height, lines[page.number], page.grids, page.problems)


def read_page(document: int, index: int, limits: Limits) -> tuple[Page, Loose]:
    """Page ``index`` (from 0) as displayed, but for its lines; and the characters that stand in them."""
    number = index + 1
    nothing = (number, "", np.zeros((0, 4)))
    page = raw.load_page(document, index)
    if not page:
        return Page(number, 0.0, 0.0, problems=(Problem(number, "page_unreadable", "pdfium cannot load it"),)), nothing
    text = raw.load_text(page)
    try:
        return _read(page, text, number, limits) or (_without_size(page, number), nothing)
    finally:
        raw.close_text(text)
        raw.close_page(page)


def _endless(number: int) -> tuple[Page, Loose]:
    problem = Problem(number, "page_unreadable", "not opened: its drawings call one another without end")
    return Page(number, 0.0, 0.0, problems=(problem,)), (number, "", np.zeros((0, 4)))


def _without_size(page: int, number: int) -> Page:
    display = display_of(page)
    problem = Problem(number, "zero_size_page", f"{display.width:.1f} × {display.height:.1f} pt")
    return Page(number, display.width, display.height, problems=(problem,))


def _read(page: int, text: int, number: int, limits: Limits) -> tuple[Page, Loose] | None:
    """The page and its characters outside grids; None where it has no size."""
    display = display_of(page)
    if display.width < 1 or display.height < 1:
        return None
    owners = owners_of(text, limits.characters_on_page)
    turns = text_turns(text, owners, display)
    display = display.turned(turns)
    clips = Clips()
    drawn = read_drawn(page, display, clips, limits.objects_on_page)
    characters = read_characters(text, owners, display, drawn, clips)
    if characters.unseen:
        characters = _read_without_unseen(page, characters, display, drawn, clips, limits)
    across, down = split_rules(drawn.rules, display.width, display.height)
    found = list(_problems(display, turns, raw.count_characters(text), drawn, characters, max(len(across), len(down)), limits))
    lattices = []
    if max(len(across), len(down)) <= limits.rules_on_page:
        lattices = [lattice for group in connect(across, down) if (lattice := build_lattice(*group, limits.cells_in_grid))]
    lattices.sort(key=lambda lattice: (lattice.ys[0], lattice.xs[0]))
    grids, outside, overprinted = fill_grids(lattices, characters.text, characters.boxes, drawn.fills, number)
    if overprinted:
        found.append(("overprinted", f"{overprinted} glyphs stand on the place of others; both were read"))
    loose, boxes = characters.text, characters.boxes
    if grids:
        loose, boxes = arrange(loose, outside.nonzero()[0]), boxes[outside]
    problems = tuple(Problem(number, kind, detail) for kind, detail in found)
    return Page(number, round(display.width, 2), round(display.height, 2), (), tuple(grids), problems), (number, loose, boxes)


def _read_without_unseen(page: int, first: Characters, display, drawn: Drawn, clips: Clips, limits: Limits) -> Characters:
    """The page's characters read again without the hidden text, which may stand in the place of shown text."""
    move_away(first.unseen)
    text = raw.load_text(page)
    try:
        again = read_characters(text, owners_of(text, limits.characters_on_page), display, drawn, clips)
    finally:
        raw.close_text(text)
    return replace(first, text=again.text, boxes=again.boxes)


def _problems(display, turns: int, count: int, drawn: Drawn, characters: Characters, rules: int, limits: Limits):
    """What is odd about a page, as (kind, detail); the kinds are those of ``declared/problems.yml``."""
    if max(display.width, display.height) > limits.page_points:
        yield "page_too_large", f"{display.width:.0f} × {display.height:.0f} pt"
    if turns:
        yield "text_turned", f"read after {turns} quarter turns clockwise"
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

"""Where words are printed: the line or cell of a page that holds them, a form's title, a finding's first figure.

In: pages and tables as they were read. Out: a ``Spot`` (page from 1, box in points, origin top left), or None where the
words stand nowhere. Spaces and thousands separators do not count, neither in the print nor in what is looked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gouji.model import Box, Document, Page, Table

WINDOWS = (24, 12, 6)  # characters of a sentence around the words, where the sentence as a whole is not on the page


class Spot(NamedTuple):
    """A place on paper."""

    page: int
    box: Box


def whole(page: int) -> Spot:
    """A page as a whole: what is said of it stands nowhere in particular."""
    return Spot(page, (0.0, 0.0, 0.0, 0.0))


def title_of(document: Document, table: Table) -> Spot | None:
    """Where the title of a table is printed: the line above it, or the cell within; the first of its own cells where the title
    is printed in neither, the page as a whole where it has none. None of a table that is on no page."""
    first = _first_cell(table)
    title = _plain(table.title)
    begins = table.pages[0] if table.pages and title else 0
    for page in sorted((p for p in document.reading.pages if p.number in (begins, begins - 1)), key=lambda p: -p.number):  # a title may end the page before
        bottom = first.box[1] + 1 if first and page.number == first.page else page.height
        near = [(_likeness(_plain(text), title), box[1], box) for text, box in pieces(page) if box[1] <= bottom]
        if near and max(near)[0]:
            return Spot(page.number, max(near)[2])
    return first or (whole(table.pages[0]) if table.pages else None)


def line_of(page: Page, words: str, within: str = "") -> Spot | None:
    """The line or cell that holds ``words``, of the sentence ``within`` where they stand more than once."""
    parts = [(_plain(text), box) for text, box in pieces(page)]
    joined, looked = "".join(text for text, _ in parts), _plain(words)
    at = _offset(joined, looked, _plain(within))
    for text, box in parts if at is not None else ():
        if at < len(text):
            return Spot(page.number, box)
        at -= len(text)
    return None


def operand_of(where: str) -> Spot | None:
    """The first place of a finding (its operands as JSON) that is a box on a page."""
    place = next((p for p in json.loads(where) if p.get("page") and p.get("bbox")), None)
    return Spot(int(place["page"]), tuple(place["bbox"])) if place else None


def pieces(page: Page) -> Iterator[tuple[str, Box]]:
    """The printed texts of a page with their boxes: its lines, then the cells of its grids."""
    yield from ((line.text, line.box) for line in page.lines)
    yield from ((cell.text, cell.box) for grid in page.grids for cell in grid.cells if cell.text.strip())


def _first_cell(table: Table) -> Spot | None:
    cells: Iterable = (c for row in table.rows for c in row if c.box)
    found = next(iter(cells), None)
    return Spot(found.page, found.box) if found else None


def _offset(joined: str, words: str, within: str) -> int | None:
    """Where ``words`` begin in a page's text: inside the sentence, else inside as much of it as the page holds."""
    at = within.find(words) if words else -1
    if at >= 0:
        for reach in (len(within), *WINDOWS):
            start = max(0, at - reach)
            begins = joined.find(within[start : at + len(words) + reach])
            if begins >= 0:
                return begins + at - start
    found = joined.find(words) if words else -1
    return found if found >= 0 else None


def _likeness(printed: str, title: str) -> float:
    """How far a printed text is a title, 0 to 1: the same words, or one within the other where a line holds more or less than it."""
    if not printed or not (title in printed or printed in title):
        return 0.0
    share = min(len(printed), len(title)) / max(len(printed), len(title))
    return share if title in printed or share >= 0.5 or title.startswith(printed) else 0.0


def _plain(text: str) -> str:
    return "".join((text or "").replace(",", "").split())

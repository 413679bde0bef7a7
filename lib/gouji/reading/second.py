"""The second reader: camelot (lattice, vector rules, split text), turned into the same ``Grid``.

In: the PDF's content. Out: grids and letters by page, and what it stumbled over by page. Imported only when asked
for: it costs two seconds to load. Grids published blank are kept (camelot drops them by default), and
a page on which it breaks is a problem of that page, not of the document. Pages on which its vector
engine finds nothing though the first reader did (rules drawn as curves or in forms of their own) are read
once more from the page's picture, so many a document (``second_reader_renders`` in ``declared/limits.yml``).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from camelot.handlers import PDFHandler

from gouji.model import Box, Cell, Grid
from gouji.reading.lattice import merge_places
from gouji.reading.radicals import fold_text

# The engine that looks at the page's picture. A rule is what is longer than 1/60 of the page's side: camelot's
# own 1/15 misses the verticals of low tables, 1/100 takes strokes of characters for rules (measured on 35 pages).
RENDERED = {"engine": "combined", "line_scale": 60, "resolution": 200}


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of one page: ``text`` in the order of its lines, ``placed`` each with its middle (points, from the top left)."""

    text: str
    placed: tuple[tuple[float, float, str], ...]

    def within(self, box: Box, slack: float = 1.0) -> str:
        """What stands in a box, from left to right."""
        x0, y0, x1, y1 = box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack
        return "".join(c for x, y, c in sorted(p for p in self.placed if x0 <= p[0] <= x1 and y0 <= p[1] <= y1))


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Grids and letters by page number; the pages it broke on (0: the document as a whole) with the reason."""

    grids: dict[int, list[Grid]] = field(default_factory=dict)
    letters: dict[int, Letters] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)


class _Handler(PDFHandler):
    """camelot's own loop over pages, that keeps blank grids and letters and goes on after a page that breaks it."""

    def __init__(self, content: bytes):
        super().__init__(content, pages="all")
        self.corners: dict[int, tuple[float, float]] = {}  # by page: the left and the upper edge of what is displayed of it
        self.letters: dict[int, Letters] = {}
        self.broken: dict[int, str] = {}

    def _get_layout(self, page, **options):
        layout = super()._get_layout(page, **options)
        characters, lines, number = layout[3], layout[4], page.page_idx + 1
        left, top = self.corners[number] = _corner(page)
        placed = tuple(((c.x0 + c.x1) / 2 - left, top - (c.y0 + c.y1) / 2, fold_text(c.get_text())) for c in characters)
        self.letters[number] = Letters(fold_text("".join(line.get_text() for line in lines)), placed)
        return layout

    def _parse_page(self, page, parser, layout_kwargs, **options):
        parser._reject_table = lambda table: False
        try:
            return super()._parse_page(page, parser, layout_kwargs, **options)
        except Exception as error:  # noqa: BLE001  (any fault of the second reader is reported, none is ours to raise)
            self.broken[page.page_idx + 1] = f"{type(error).__name__}: {error}"[:120]
            return []


def _corner(page) -> tuple[float, float]:
    """The left and the upper edge of what is displayed of a page, in camelot's space: its origin is that of the media box."""
    media, crop = page.mediabox, page.cropbox
    x0, y0, x1, y1 = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    if x0 >= x1 or y0 >= y1:  # a crop box off the page is none
        x0, y0, x1, y1 = media
    a, b, c, d, e, f = page.ctm
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    return min(x for x, _ in corners), max(y for _, y in corners)


def read_again(content: bytes, expected: Iterable[int] = (), renders: int = 0, pages: Iterable[int] | None = None) -> SecondReading:
    """The document, or these ``pages`` of it, as camelot reads it.

    ``expected``: the pages on which the first reader found a grid; the first ``renders`` of those on which the
    vector engine finds none are read again with the one that looks at the page's picture.
    """
    logging.getLogger("camelot").setLevel(logging.ERROR)
    wanted = {} if pages is None else {"pages": sorted(pages)}
    with warnings.catch_warnings(), _Handler(content) as handler:
        warnings.simplefilter("ignore")
        try:
            tables = list(handler.parse(flavor="lattice", engine="vector", split_text=True, **wanted))
            found = {table.page for table in tables} | set(handler.broken)
            again = [number for number in expected if number not in found][:renders]
            if again:
                tables += handler.parse(flavor="lattice", split_text=True, pages=again, **RENDERED)
        except Exception as error:  # noqa: BLE001
            return SecondReading(broken={0: f"{type(error).__name__}: {error}"[:120], **handler.broken})
        grids: dict[int, list[Grid]] = {}
        for table in tables:
            grids.setdefault(table.page, []).append(_grid(table, *handler.corners[table.page]))
    for on_page in grids.values():
        on_page.sort(key=lambda grid: (grid.box[1], grid.box[0]))
    return SecondReading(grids, handler.letters, handler.broken)


def _grid(table, left: float, top: float) -> Grid:
    """One camelot table as a grid: its cells' drawn edges give the spans; its origin becomes the displayed page's upper left."""
    rows, columns = len(table.rows), len(table.cols)
    above = np.ones((rows + 1, columns), bool)
    beside = np.ones((columns + 1, rows), bool)
    for r in range(1, rows):
        for c in range(columns):
            above[r, c] = table.cells[r][c].top or table.cells[r - 1][c].bottom
    for c in range(1, columns):
        for r in range(rows):
            beside[c, r] = table.cells[r][c].left or table.cells[r][c - 1].right
    xs = [x - left for x in (*(c[0] for c in table.cols), table.cols[-1][1])]
    ys = [top - y for y in (*(r[0] for r in table.rows), table.rows[-1][1])]
    _, spans = merge_places(above, beside, rows, columns)
    cells = []
    for r, c, down, across in spans:
        parts = [table.cells[i][j].text for i in range(r, r + down) for j in range(c, c + across)]
        text = fold_text("".join("".join(parts).splitlines()).strip())
        box = (xs[c], ys[r], xs[c + across], ys[r + down])
        cells.append(Cell(r, c, down, across, text, tuple(round(v, 2) for v in box)))
    box = (xs[0], ys[0], xs[-1], ys[-1])
    return Grid(table.page, tuple(round(v, 2) for v in box), rows, columns, tuple(cells),
                tuple(round(v, 2) for v in xs), tuple(round(v, 2) for v in ys))

"""The second reader: camelot (lattice, vector rules, split text), turned into the same ``Grid``.

In: the PDF's content. Out: grids by page, and what it stumbled over by page. Imported only when asked
for: it costs two seconds to load. Grids published blank are kept (camelot drops them by default), and
a page on which it breaks is a problem of that page, not of the document. Pages on which its vector
engine finds nothing though the first reader did (rules drawn as curves or in forms of their own) are read
once more from the page's picture, so many a document (``second_reader_renders`` in ``declared/limits.yml``).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable

import numpy as np
from camelot.handlers import PDFHandler

from gouji.model import Cell, Grid
from gouji.reading.lattice import merge_places

# The engine that looks at the page's picture. A rule is what is longer than 1/60 of the page's side: camelot's
# own 1/15 misses the verticals of low tables, 1/100 takes strokes of characters for rules (measured on 35 pages).
RENDERED = {"engine": "combined", "line_scale": 60, "resolution": 200}


class _Handler(PDFHandler):
    """camelot's own loop over pages, that keeps blank grids and goes on after a page that breaks it."""

    def __init__(self, content: bytes):
        super().__init__(content, pages="all")
        self.sizes: dict[int, tuple[float, float]] = {}
        self.broken: dict[int, str] = {}

    def _get_layout(self, page, **options):
        layout = super()._get_layout(page, **options)
        self.sizes[page.page_idx + 1] = layout[1]
        return layout

    def _parse_page(self, page, parser, layout_kwargs, **options):
        parser._reject_table = lambda table: False
        try:
            return super()._parse_page(page, parser, layout_kwargs, **options)
        except Exception as error:  # noqa: BLE001  (any fault of the second reader is reported, none is ours to raise)
            self.broken[page.page_idx + 1] = f"{type(error).__name__}: {error}"[:120]
            return []


def read_grids(content: bytes, expected: Iterable[int] = (), renders: int = 0) -> tuple[dict[int, list[Grid]], dict[int, str]]:
    """camelot's grids by page number, and the pages it broke on (0: the document as a whole) with the reason.

    ``expected``: the pages on which the first reader found a grid; the first ``renders`` of those on which the
    vector engine finds none are read again with the one that looks at the page's picture.
    """
    logging.getLogger("camelot").setLevel(logging.ERROR)
    with warnings.catch_warnings(), _Handler(content) as handler:
        warnings.simplefilter("ignore")
        try:
            tables = list(handler.parse(flavor="lattice", engine="vector", split_text=True))
            found = {table.page for table in tables} | set(handler.broken)
            again = [number for number in expected if number not in found][:renders]
            if again:
                tables += handler.parse(flavor="lattice", split_text=True, pages=again, **RENDERED)
        except Exception as error:  # noqa: BLE001
            return {}, {0: f"{type(error).__name__}: {error}"[:120], **handler.broken}
        grids: dict[int, list[Grid]] = {}
        for table in tables:
            grids.setdefault(table.page, []).append(_grid(table, handler.sizes[table.page][1]))
    for on_page in grids.values():
        on_page.sort(key=lambda grid: (grid.box[1], grid.box[0]))
    return grids, handler.broken


def _grid(table, height: float) -> Grid:
    """One camelot table as a grid: its cells' drawn edges give the spans; y is turned to run downwards."""
    rows, columns = len(table.rows), len(table.cols)
    above = np.ones((rows + 1, columns), bool)
    beside = np.ones((columns + 1, rows), bool)
    for r in range(1, rows):
        for c in range(columns):
            above[r, c] = table.cells[r][c].top or table.cells[r - 1][c].bottom
    for c in range(1, columns):
        for r in range(rows):
            beside[c, r] = table.cells[r][c].left or table.cells[r][c - 1].right
    xs = [c[0] for c in table.cols] + [table.cols[-1][1]]
    ys = [height - r[0] for r in table.rows] + [height - table.rows[-1][1]]
    _, spans = merge_places(above, beside, rows, columns)
    cells = []
    for r, c, down, across in spans:
        parts = [table.cells[i][j].text for i in range(r, r + down) for j in range(c, c + across)]
        text = "".join("".join(parts).splitlines()).strip()
        box = (xs[c], ys[r], xs[c + across], ys[r + down])
        cells.append(Cell(r, c, down, across, text, tuple(round(v, 2) for v in box)))
    box = (xs[0], ys[0], xs[-1], ys[-1])
    return Grid(table.page, tuple(round(v, 2) for v in box), rows, columns, tuple(cells),
                tuple(round(v, 2) for v in xs), tuple(round(v, 2) for v in ys))

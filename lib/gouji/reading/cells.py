"""Characters into cells: each one by its own centre.

In: a page's characters and its lattices. Out: grids, and the characters that belong to none. Line
breaks inside a cell are removed, so a wrapped number is one number again.
"""

from __future__ import annotations

import numpy as np

from gouji.model import Cell, Grid
from gouji.reading.charts import WORDY, is_chart
from gouji.reading.lattice import Lattice
from gouji.reading.words import join, reading_order


def fill_grids(lattices: list[Lattice], text: list[str], boxes: np.ndarray, fills: np.ndarray, page: int) -> tuple[list[Grid], np.ndarray, int]:
    """The grids with their text, a mask of the characters outside every grid, and how many glyphs were overprinted.

    What turns out to be the ruled ground of a chart gives no grid.
    """
    outside = np.ones(len(text), bool)
    grids, overprinted = [], 0
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.box
        inside = np.flatnonzero(outside & (x > x0) & (x < x1) & (y > y0) & (y < y1))
        cell = lattice.owner[np.searchsorted(lattice.ys, y[inside]) - 1, np.searchsorted(lattice.xs, x[inside]) - 1]
        inside, cell = inside[cell >= 0], cell[cell >= 0]
        ordered = reading_order(cell, boxes[inside], [text[i] for i in inside.tolist()])
        words = _gather(ordered.group.tolist(), ordered.line.tolist(), inside[ordered.index], text, boxes)
        wordy = sum(1 for said, _ in words.values() if said) / len(lattice.cells)
        lettered = any(any(c.isalpha() for c in said) for said, _ in words.values())
        if wordy < WORDY and is_chart(lattice, wordy, lettered, fills, x[outside], y[outside]):
            continue
        outside[inside] = False
        overprinted += ordered.overprinted
        grids.append(_grid(lattice, words, page))
    return grids, outside, overprinted


def _grid(lattice: Lattice, words: dict[int, tuple[str, float | None]], page: int) -> Grid:
    xs, ys = [round(v, 2) for v in lattice.xs], [round(v, 2) for v in lattice.ys]
    cells = []
    for k, (r, c, down, across) in enumerate(lattice.cells):
        said, left = words.get(k, ("", None))
        indent = 0.0 if left is None else round(left - xs[c], 2)
        cells.append(Cell(r, c, down, across, said, (xs[c], ys[r], xs[c + across], ys[r + down]), indent))
    return Grid(page, (xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, tuple(cells), tuple(xs), tuple(ys))


def _gather(cells: list[int], lines: list[int], index: np.ndarray, text: list[str], boxes: np.ndarray) -> dict[int, tuple[str, float | None]]:
    """By cell number: its words, and where the first of them starts."""
    characters, places = [text[i] for i in index.tolist()], boxes[index].tolist()
    out = {}
    start, n = 0, len(cells)
    while start < n:
        end, cell = start + 1, cells[start]
        while end < n and cells[end] == cell:
            end += 1
        out[cell] = join(characters[start:end], places[start:end], lines[start:end])
        start = end
    return out

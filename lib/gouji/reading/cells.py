"""Characters into cells: each one by its own centre, then lines by height, then left to right.

In: a page's characters and its lattices. Out: grids, and the characters that belong to none.
Line breaks inside a cell are removed, so a wrapped number is one number again.
"""

from __future__ import annotations

import numpy as np

from gouji.model import Cell, Grid
from gouji.reading.lattice import Lattice

NEXT_LINE = 0.45  # of a character's height: centres further apart stand on different lines


def reading_order(group: np.ndarray, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Order of characters within ``group`` (cell numbers) by line and then left to right.

    Returns the order, and for each place in it the number of its line (lines counted through all groups).
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)
    first = np.lexsort((middle, group))
    g, m, h = group[first], middle[first], height[first]
    breaks = np.r_[False, (g[1:] != g[:-1]) | (m[1:] - m[:-1] > NEXT_LINE * np.minimum(h[1:], h[:-1]))]
    line = np.cumsum(breaks)
    second = np.lexsort((boxes[first, 0], line))
    return first[second], line[second]


def fill_grids(lattices: list[Lattice], text: list[str], boxes: np.ndarray, page: int) -> tuple[list[Grid], np.ndarray]:
    """The grids with their text, and a mask of the characters outside every grid."""
    outside = np.ones(len(text), bool)
    if not lattices:
        return [], outside
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return [_fill(lattice, text, boxes, x, y, outside, page) for lattice in lattices], outside


def _fill(lattice: Lattice, text: list[str], boxes: np.ndarray, x, y, outside: np.ndarray, page: int) -> Grid:
    x0, y0, x1, y1 = lattice.box
    inside = np.flatnonzero(outside & (x > x0) & (x < x1) & (y > y0) & (y < y1))
    texts: dict[int, str] = {}
    indents: dict[int, float] = {}
    if inside.size:
        column = np.searchsorted(lattice.xs, x[inside]) - 1
        row = np.searchsorted(lattice.ys, y[inside]) - 1
        cell = lattice.owner[row, column]
        inside, cell = inside[cell >= 0], cell[cell >= 0]
        outside[inside] = False
        order, _ = reading_order(cell, boxes[inside])
        _gather(texts, indents, cell[order].tolist(), [text[i] for i in inside[order].tolist()], boxes[inside[order], 0].tolist())
    cells = []
    for k, (r, c, down, across) in enumerate(lattice.cells):
        box = (lattice.xs[c], lattice.ys[r], lattice.xs[c + across], lattice.ys[r + down])
        indent = round(indents[k] - box[0], 2) if k in indents else 0.0
        cells.append(Cell(r, c, down, across, texts.get(k, ""), tuple(round(v, 2) for v in box), indent))
    rounded = tuple(round(v, 2) for v in lattice.box)
    return Grid(page, rounded, len(lattice.ys) - 1, len(lattice.xs) - 1, tuple(cells),
                tuple(round(v, 2) for v in lattice.xs), tuple(round(v, 2) for v in lattice.ys))


def _gather(texts: dict, indents: dict, cells: list[int], characters: list[str], lefts: list[float]) -> None:
    """Join what stands in one cell; note where its first visible character starts."""
    start, n = 0, len(cells)
    while start < n:
        end = start + 1
        while end < n and cells[end] == cells[start]:
            end += 1
        joined = "".join(characters[start:end])
        stripped = joined.strip()
        if stripped:
            texts[cells[start]] = stripped
            indents[cells[start]] = lefts[start + len(joined) - len(joined.lstrip())]
        start = end

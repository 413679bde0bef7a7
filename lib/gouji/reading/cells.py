"""Characters into cells: each one by its own centre.

In: a page's characters and its lattices. Out: grids, and the characters that belong to none. Line
breaks inside a cell are removed, so a wrapped number is one number again.
"""

from __future__ import annotations

import numpy as np

from gouji.model import Grid, new_cell
from gouji.reading.charts import WORDY, is_chart
from gouji.reading.lattice import Lattice
from gouji.reading.words import Ordered, arrange, begins, join, reading_order

Words = dict[int, tuple[str, float | None]]  # by cell number: what it says, and where its first character starts


def fill_grids(lattices: list[Lattice], text: str, boxes: np.ndarray, fills: np.ndarray, page: int) -> tuple[list[Grid], np.ndarray, int]:
    """The grids with their text, a mask of the characters outside every grid, and how many glyphs were overprinted.

    What turns out to be the ruled ground of a chart gives no grid.
    """
    outside = np.ones(len(text), bool)
    if not lattices:
        return [], outside, 0
    grids, overprinted = [], 0
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.box
        inside = np.flatnonzero(outside & (x > x0) & (x < x1) & (y > y0) & (y < y1))
        cell = lattice.owner[np.searchsorted(lattice.ys, y[inside]) - 1, np.searchsorted(lattice.xs, x[inside]) - 1]
        if np.count_nonzero(cell < 0):
            inside, cell = inside[cell >= 0], cell[cell >= 0]
        places = boxes[inside]
        ordered = reading_order(cell, places, arrange(text, inside))
        words = _gather(ordered, arrange(text, inside[ordered.index]), places)
        texts = [said for said, _ in words.values() if said]
        wordy = len(texts) / len(lattice.cells)
        if wordy < WORDY and is_chart(lattice, wordy, any(map(str.isalpha, "".join(texts))), fills, x[outside], y[outside]):
            continue
        outside[inside] = False
        overprinted += ordered.overprinted
        grids.append(_grid(lattice, words, page))
    return grids, outside, overprinted


def _grid(lattice: Lattice, words: Words, page: int) -> Grid:
    xs, ys = [round(v, 2) for v in lattice.xs], [round(v, 2) for v in lattice.ys]
    blank = ("", None)
    cells = []
    for k, (r, c, down, across) in enumerate(lattice.cells):
        said, left = words.get(k, blank)
        indent = 0.0 if left is None else round(left - xs[c], 2)
        cells.append(new_cell(r, c, down, across, said, (xs[c], ys[r], xs[c + across], ys[r + down]), indent))
    return Grid(page, (xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, tuple(cells), tuple(xs), tuple(ys))


def _gather(ordered: Ordered, text: str, boxes: np.ndarray) -> Words:
    """The words of each cell; ``text`` in reading order."""
    group = ordered.group
    if not len(group):
        return {}
    starts = begins(group)
    first = starts.tolist()
    out = {}
    for cell, start, end, left in zip(group[starts].tolist(), first, [*first[1:], len(text)], boxes[ordered.index[starts], 0].tolist()):
        said = text[start:end]
        parts = said.split()
        if len(parts) == 1 and len(parts[0]) == end - start:
            out[cell] = said, left
        else:
            out[cell] = join(said, boxes[ordered.index[start:end]].tolist(), ordered.line[start:end].tolist())
    return out

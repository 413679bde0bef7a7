"""Characters into cells: each one by its own centre.

In: the characters and lattices of some pages. Out: their grids, and the characters that belong to none. Line
breaks inside a cell are removed, so a wrapped number is one number again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gouji.model import Grid, new_cell
from gouji.reading.characters import Characters
from gouji.reading.charts import WORDY, is_chart
from gouji.reading.lattice import Lattice
from gouji.reading.words import arrange, begins, hundredths, join, reading_order, spaces


@dataclass(slots=True)
class Filled:
    """A page's grids, a mask of its characters outside every grid, and how many glyphs were overprinted."""

    outside: np.ndarray
    grids: list[Grid]
    overprinted: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """The characters of a page (``index``) that stand in a lattice, and the cell of each."""

    page: int
    lattice: Lattice
    index: np.ndarray
    cell: np.ndarray


def fill_grids(numbers: Sequence[int], lattices: Sequence[list[Lattice]], characters: Sequence[Characters], fills: Sequence[np.ndarray]) -> list[Filled]:
    """Some pages' grids with their text, page by page. What turns out to be the ruled ground of a chart gives none."""
    filled = [Filled(np.ones(len(seen.text), bool), []) for seen in characters]
    parts: list[_Part] = []
    for page, found in enumerate(lattices):
        parts += _parts(page, found, characters[page], fills[page], filled[page].outside)
    if not parts:
        return filled
    counts, sizes = [len(part.cell) for part in parts], [len(part.lattice.cells) for part in parts]
    first = np.cumsum([0, *sizes])
    group = np.concatenate([part.cell for part in parts]) + np.repeat(first[:-1], counts)
    boxes = np.concatenate([characters[part.page].boxes[part.index] for part in parts])
    text = "".join(arrange(characters[part.page].text, part.index) for part in parts)
    said, left, overprinted = _words(group, boxes, text, int(first[-1]))
    for part, start, end in zip(parts, first.tolist(), first[1:].tolist()):
        filled[part.page].grids.append(_grid(part.lattice, said[start:end], left[start:end], numbers[part.page]))
        filled[part.page].overprinted += int(np.count_nonzero((overprinted >= start) & (overprinted < end)))
    return filled


def _parts(page: int, lattices: list[Lattice], characters: Characters, fills: np.ndarray, outside: np.ndarray):
    """The characters that stand in each of a page's lattices which is no chart; taken out of ``outside``, in place."""
    if not lattices:
        return
    boxes = characters.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    blank = spaces(characters.text)
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.box
        inside = np.flatnonzero(outside & (x > x0) & (x < x1) & (y > y0) & (y < y1))
        cell = lattice.owner[np.searchsorted(lattice.ys, y[inside]) - 1, np.searchsorted(lattice.xs, x[inside]) - 1]
        if np.count_nonzero(cell < 0):
            inside, cell = inside[cell >= 0], cell[cell >= 0]
        wordy = np.count_nonzero(np.bincount(cell[~blank[inside]])) / len(lattice.cells)
        if wordy < WORDY:
            lettered = any(map(str.isalpha, arrange(characters.text, inside)))
            if is_chart(lattice, wordy, lettered, fills, x[outside], y[outside]):
                continue
        outside[inside] = False
        yield _Part(page, lattice, inside, cell)


def _words(group: np.ndarray, boxes: np.ndarray, text: str, cells: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """What each cell says, where its first character starts (nan: nowhere), and the cells of glyphs on others' places."""
    said, left = [""] * cells, np.full(cells, np.nan)
    if not len(group):
        return said, left, np.zeros(0)
    ordered = reading_order(group, boxes, text)
    text, index, group = arrange(text, ordered.index), ordered.index, ordered.group
    starts = begins(group)
    left[group[starts]] = boxes[index[starts], 0]
    first = starts.tolist()
    blank = spaces(text)
    broken = np.logical_or.reduceat(blank, starts).tolist()  # has white space in it, or at its ends
    for cell, start, end, spaced in zip(group[starts].tolist(), first, [*first[1:], len(text)], broken):
        said[cell] = text[start:end]
        if spaced:
            said[cell], begun = join(said[cell], boxes[index[start:end]].tolist(), ordered.line[start:end].tolist())
            left[cell] = np.nan if begun is None else begun
    return said, left, ordered.overprinted


def _grid(lattice: Lattice, said: list[str], left: np.ndarray, page: int) -> Grid:
    xs, ys = [round(v, 2) for v in lattice.xs], [round(v, 2) for v in lattice.ys]
    offsets = hundredths(left - np.array(xs)[[c for _, c, _, _ in lattice.cells]])
    indents = np.where(np.isnan(left), 0.0, offsets).tolist()
    cells = tuple([
        new_cell(r, c, down, across, words, (xs[c], ys[r], xs[c + across], ys[r + down]), indent)
        for (r, c, down, across), words, indent in zip(lattice.cells, said, indents)
    ])
    return Grid(page, (xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, cells, tuple(xs), tuple(ys))

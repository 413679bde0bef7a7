"""Lines of text outside grids, in reading order, each with its box and its size."""

from __future__ import annotations

import numpy as np

from gouji.model import Line, new_line
from gouji.reading.words import arrange, begins, hundredths, reading_order

SPACE = 0.6  # of a character's height: a wider gap is read as a space even where none is printed


Loose = tuple[int, str, np.ndarray]  # a page's number, its characters outside grids, and their boxes, n×4


def read_lines(pages: list[Loose]) -> dict[int, tuple[Line, ...]]:
    """By page number its lines from top to bottom; ``size`` is the height of the line's middle character's loose box, in points.

    A few pages at a time cost little more than one.
    """
    out: dict[int, list[Line]] = {number: [] for number, _, _ in pages}
    pages = [page for page in pages if page[1]]
    if not pages:
        return {number: () for number in out}
    text, boxes = "".join(page[1] for page in pages), np.concatenate([page[2] for page in pages])
    ordered = reading_order(np.repeat([page[0] for page in pages], [len(page[1]) for page in pages]), boxes, text)
    boxes, line = boxes[ordered.index], ordered.line
    starts = begins(line)
    frames = np.empty((len(starts), 5))
    np.minimum.reduceat(boxes[:, :2], starts, out=frames[:, :2])
    np.maximum.reduceat(boxes[:, 2:], starts, out=frames[:, 2:4])
    heights = boxes[:, 3] - boxes[:, 1]
    gaps = np.flatnonzero((boxes[1:, 0] - boxes[:-1, 2] > SPACE * heights[1:]) & (line[1:] == line[:-1])) + 1
    ends = np.empty_like(starts)
    ends[:-1], ends[-1] = starts[1:], len(heights)
    frames[:, 4] = heights[np.lexsort((heights, line))[(starts + ends) // 2]]
    said = arrange(text, ordered.index)
    wide: dict[int, list[int]] = {}  # by line, where a gap is read as a space
    for k, of in zip(gaps.tolist(), line[gaps].tolist()):
        if not said[k].isspace() and not said[k - 1].isspace():
            wide.setdefault(of, []).append(k)
    lines = zip(ordered.group[starts].tolist(), line[starts].tolist(), starts.tolist(), ends.tolist(), hundredths(frames).tolist())
    for page, of, first, last, (x0, y0, x1, y1, size) in lines:
        words = said[first:last]
        if of in wide:
            words = " ".join(said[a:b] for a, b in zip([first, *wide[of]], [*wide[of], last]))
        words = words.strip()
        if words:
            out[page].append(new_line(page, words, (x0, y0, x1, y1), size))
    return {number: tuple(found) for number, found in out.items()}

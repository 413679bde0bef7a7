"""Lines of text outside grids, in reading order, each with its box and its size."""

from __future__ import annotations

import numpy as np

from gouji.model import Line
from gouji.reading.words import reading_order

SPACE = 0.6  # of a character's height: a wider gap is read as a space even where none is printed


def read_lines(text: list[str], boxes: np.ndarray, page: int) -> tuple[Line, ...]:
    """Lines from top to bottom; ``size`` is the height of the line's middle character's loose box, in points."""
    if not text:
        return ()
    ordered = reading_order(np.zeros(len(text), int), boxes, text)
    boxes, line = boxes[ordered.index], ordered.line
    characters = [text[i] for i in ordered.index.tolist()]
    starts = np.flatnonzero(np.concatenate([[True], line[1:] != line[:-1]]))
    left, right = np.minimum.reduceat(boxes[:, 0], starts), np.maximum.reduceat(boxes[:, 2], starts)
    top, bottom = np.minimum.reduceat(boxes[:, 1], starts), np.maximum.reduceat(boxes[:, 3], starts)
    heights = boxes[:, 3] - boxes[:, 1]
    wide = np.flatnonzero(boxes[1:, 0] - boxes[:-1, 2] > SPACE * heights[1:]) + 1
    for k in wide[line[wide] == line[wide - 1]].tolist():
        if not characters[k].isspace() and not characters[k - 1].isspace():
            characters[k] = " " + characters[k]
    heights, starts = heights.tolist(), [*starts.tolist(), len(characters)]
    out = []
    for k, box in enumerate(np.column_stack([left, top, right, bottom]).tolist()):
        first, last = starts[k], starts[k + 1]
        words = "".join(characters[first:last]).strip()
        if words:
            size = sorted(heights[first:last])[(last - first) // 2]
            out.append(Line(page, words, tuple([round(v, 2) for v in box]), round(size, 2)))
    return tuple(out)

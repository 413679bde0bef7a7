"""Lines of text outside grids, in reading order, each with its box and font size."""

from __future__ import annotations

import numpy as np

from gouji.model import Line
from gouji.reading.cells import reading_order

SPACE = 0.6  # of a character's height: a wider gap is printed as a space
APART = 0.72  # share of the loose box's height that is the font size, for fonts with tall boxes


def read_lines(text: list[str], boxes: np.ndarray, page: int) -> tuple[Line, ...]:
    if not text:
        return ()
    order, line = reading_order(np.zeros(len(text), int), boxes)
    boxes = boxes[order]
    starts = np.flatnonzero(np.r_[True, line[1:] != line[:-1]])
    ends = np.r_[starts[1:], len(order)]
    heights = boxes[:, 3] - boxes[:, 1]
    gaps = np.r_[0.0, boxes[1:, 0] - boxes[:-1, 2]]
    spaced = (gaps > SPACE * heights).tolist()
    order = order.tolist()
    out = []
    for first, last in zip(starts.tolist(), ends.tolist()):
        parts = []
        for k in range(first, last):
            if k > first and spaced[k]:
                parts.append(" ")
            parts.append(text[order[k]])
        words = "".join(parts).strip()
        if words:
            b = boxes[first:last]
            box = (float(b[:, 0].min()), float(b[:, 1].min()), float(b[:, 2].max()), float(b[:, 3].max()))
            out.append(Line(page, words, tuple(round(v, 2) for v in box), round(float(np.median(heights[first:last])), 2)))
    return tuple(out)

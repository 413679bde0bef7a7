"""Lines of text outside grids, in reading order, each with its box and its size."""

from __future__ import annotations

import numpy as np

from gouji.model import Line
from gouji.reading.words import arrange, begins, hundredths, reading_order

SPACE = 0.6  # of a character's height: a wider gap is read as a space even where none is printed


def read_lines(text: str, boxes: np.ndarray, page: int) -> tuple[Line, ...]:
    """Lines from top to bottom; ``size`` is the height of the line's middle character's loose box, in points."""
    if not text:
        return ()
    ordered = reading_order(None, boxes, text)
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
    gaps = [k for k in gaps.tolist() if not said[k].isspace() and not said[k - 1].isspace()]
    out = []
    for first, last, (x0, y0, x1, y1, size) in zip(starts.tolist(), ends.tolist(), hundredths(frames).tolist()):
        words = said[first:last]
        if gaps and gaps[0] < last:
            inner = [k for k in gaps if k < last]
            gaps = gaps[len(inner):]
            words = " ".join(said[a:b] for a, b in zip([first, *inner], [*inner, last]))
        words = words.strip()
        if words:
            out.append(Line(page, words, (x0, y0, x1, y1), size))
    return tuple(out)

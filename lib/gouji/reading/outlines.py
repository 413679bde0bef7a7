"""The straight sides of a path that is more than one thin shape: stroked boxes, frames, grids in one path.

In: a path object. Out: the bounding rectangles (displayed) of its thin pieces and of its upright sides.
Curves count when they are straight; slanting lines draw no rule.
"""

from __future__ import annotations

from ctypes import addressof, c_float

import numpy as np

from gouji.reading import raw
from gouji.reading.display import Display, Matrix, multiply, transform_points

STRAIGHT = 0.6  # points a curve may bulge, or a side lean, and still be a rule
MOST_SEGMENTS = 20_000  # of one path
_LINE, _CURVE, _MOVE = 0, 1, 2

_Six = c_float * 6

Rect = tuple[float, float, float, float]


def read_outline(item: int, display: Display, matrix: Matrix | None, stroked: bool, thin: float) -> list[Rect]:
    """Rectangles of rules drawn by ``item``; ``stroked`` False: it is only filled, so only thin pieces and frames draw."""
    count = min(raw.count_segments(item), MOST_SEGMENTS)
    if count < 2:
        return []
    segments = list(raw.each(raw.path_segment, item, range(count)))
    own = _Six()
    raw.object_matrix(item, addressof(own))
    xy = raw.numbers(raw.segment_point, segments, np.float32, 2)[0].astype(float)
    points = display.points(transform_points(multiply(tuple(own), matrix), xy)).tolist()
    shapes = _shapes(points, list(map(raw.segment_type, segments)), list(map(raw.segment_close, segments)))
    boxes = [(min(p[0] for p in s), min(p[1] for p in s), max(p[0] for p in s), max(p[1] for p in s)) for s in shapes]
    out: list[Rect] = []
    for k, (shape, box) in enumerate(zip(shapes, boxes)):
        if box[2] - box[0] < thin or box[3] - box[1] < thin:
            out.append(box)
        elif stroked or _is_frame(box, boxes, k):
            out += [side for a, b in zip(shape, shape[1:]) if (side := _upright(a, b))]
    return out


def _shapes(points: list, kinds: list[int], closes: list[int]) -> list[list]:
    """The path's subpaths as runs of straight sides; a bulging curve ends one run and begins the next."""
    shapes: list[list] = []
    here: list = []
    curve: list = []
    start = None
    for point, kind, close in zip(points, kinds, closes):
        if kind == _MOVE:
            here, start, curve = [point], point, []
            shapes.append(here)
        elif kind == _CURVE:  # three points make one curve: two controls and its end
            curve.append(point)
            if len(curve) == 3:
                if not here or not _is_straight(here[-1], *curve):
                    here = []
                    shapes.append(here)
                here.append(point)
                curve = []
        else:
            here.append(point)
        if close and here and start is not None:
            here.append(start)
    return [shape for shape in shapes if len(shape) > 1]


def _is_straight(start, first, second, end) -> bool:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    return length > 0.1 and all(abs(dx * (p[1] - start[1]) - dy * (p[0] - start[0])) / length < STRAIGHT for p in (first, second))


def _upright(a, b) -> Rect | None:
    if abs(a[0] - b[0]) >= STRAIGHT and abs(a[1] - b[1]) >= STRAIGHT:
        return None
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _is_frame(box: Rect, boxes: list[Rect], k: int) -> bool:
    """Whether a filled shape lies in, or around, another of its path: the paint between them is a frame."""
    return len(boxes) <= 400 and any(j != k and other != box and (_within(box, other) or _within(other, box)) for j, other in enumerate(boxes))


def _within(inner: Rect, outer: Rect) -> bool:
    return inner[0] >= outer[0] - 0.1 and inner[1] >= outer[1] - 0.1 and inner[2] <= outer[2] + 0.1 and inner[3] <= outer[3] + 0.1

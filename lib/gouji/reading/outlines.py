"""The straight sides of paths that are more than one thin shape: stroked boxes, frames, grids in one path.

In: path objects. Out: the bounding rectangles (displayed) of their thin pieces and of their upright sides.
Curves count when they are straight; slanting lines draw no rule. All paths of some pages are looked at together, and
those that are one run of straight lines, nearly all, are worked out together.
"""

from __future__ import annotations

from ctypes import addressof, c_float
from itertools import repeat

import numpy as np

from gouji.reading import raw
from gouji.reading.display import Displays, Matrix, multiply
from gouji.reading.layout import layout, points_at

STRAIGHT = 0.6  # points a curve may bulge, or a side lean, and still be a rule
MOST_SEGMENTS = 20_000  # of one path
TOGETHER = 50_000  # segments, about, that are worked out at a time
_LINE, _CURVE, _MOVE = 0, 1, 2

Rect = tuple[float, float, float, float]


def read_outlines(items: list[int], stroked: np.ndarray, of: np.ndarray, displays: Displays, matrix: Matrix | None, thin: float) -> tuple[np.ndarray, np.ndarray]:
    """Rectangles of rules drawn by ``items``, n×4, and which of them draws each, n.

    ``of`` says on which page each item stands. One that is not ``stroked`` is only filled, so only its thin pieces and
    frames draw.
    """
    counts = np.fromiter(map(raw.count_segments, items), np.int64, len(items)).clip(0, MOST_SEGMENTS)
    rects, which = [np.zeros((0, 4))], [np.zeros(0, np.int64)]
    some = np.flatnonzero(counts > 1)
    for part in np.split(some, np.flatnonzero(np.diff(np.cumsum(counts[some]) // TOGETHER)) + 1):
        if len(part):
            for found, places in _drawn([items[k] for k in part.tolist()], counts[part], stroked[part], of[part], displays, matrix, thin):
                rects.append(found)
                which.append(part[places])
    return np.concatenate(rects), np.concatenate(which)


def _drawn(items: list[int], counts: np.ndarray, stroked: np.ndarray, of: np.ndarray, displays: Displays, matrix: Matrix | None, thin: float):
    """(rectangles, which path) in turn: first of paths that are one run of lines, by their length, then of each other one."""
    xy, kinds, closes = _segments(items, counts)
    points = _displayed(items, counts, xy, of, displays, matrix)
    ends = np.cumsum(counts)
    starts = ends - counts
    breaks = kinds != _LINE
    breaks[starts] = kinds[starts] != _MOVE
    inner = closes != 0
    inner[ends - 1] = False
    plain = ~np.logical_or.reduceat(breaks | inner, starts)
    lengths = np.where(plain, 2 * counts + (closes[ends - 1] != 0), 0)
    for length in np.unique(lengths).tolist():
        count, closed = divmod(length, 2)
        if not count:
            continue
        paths = np.flatnonzero(lengths == length)
        if len(paths) == len(items):  # all of one make, as where cells are drawn as boxes
            shapes = points.reshape(-1, count, 2).swapaxes(0, 1)
        else:
            shapes = points[np.arange(count)[:, None] + starts[paths]]  # count × paths × 2
        if closed and (shapes[0] != shapes[-1]).any():
            shapes = np.concatenate([shapes, shapes[:1]])
        boxes = np.hstack([shapes.min(axis=0), shapes.max(axis=0)])
        narrow = boxes[:, 2:] - boxes[:, :2] < thin
        flat = narrow[:, 0] | narrow[:, 1]
        broad = ~flat
        if np.count_nonzero(flat):
            yield boxes[flat], paths[flat]
            shapes = shapes[:, broad]
        if not (drawn := stroked[paths[broad]]).all():
            broad[broad], shapes = drawn, shapes[:, drawn]
        begin, end = shapes[:-1], shapes[1:]
        straight = np.abs(begin - end) < STRAIGHT
        upright = straight[..., 0] ^ straight[..., 1]  # neither slanting nor a mere dot
        begin, end = begin[upright], end[upright]
        yield np.hstack([np.minimum(begin, end), np.maximum(begin, end)]), np.broadcast_to(paths[broad], upright.shape)[upright]
    for k in np.flatnonzero(~plain).tolist():
        part = slice(starts[k], ends[k])
        found = _outline(points[part].tolist(), kinds[part].tolist(), closes[part].tolist(), bool(stroked[k]), thin)
        if found:
            yield np.array(found), np.full(len(found), k)


def _segments(items: list[int], counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All paths' points in their own space, n×2, what each is, and whether it closes its shape, n."""
    if layout().points:
        found = points_at(list(map(raw.path_segment, items, repeat(0))), counts)
        return np.stack([found["x"], found["y"]], axis=1), found["kind"], found["close"]
    segments = list(map(raw.path_segment, np.repeat(items, counts).tolist(), [k for count in counts.tolist() for k in range(count)]))
    kinds, closes = bytes(map(raw.segment_type, segments)), bytes(map(raw.segment_close, segments))
    return raw.numbers(raw.segment_point, segments, np.float32, 2)[0], np.frombuffer(kinds, np.uint8), np.frombuffer(closes, np.uint8)


def _displayed(items: list[int], counts: np.ndarray, xy: np.ndarray, of: np.ndarray, displays: Displays, matrix: Matrix | None) -> np.ndarray:
    """The points of the paths' segments as displayed, n×2; each path has its own matrix."""
    own = (c_float * (6 * len(items)))()
    at = addressof(own)
    raw.run(map(raw.object_matrix, items, range(at, at + 24 * len(items), 24)))
    each = np.frombuffer(own, np.float32).reshape(-1, 6).astype(float)
    if np.count_nonzero(each != each[0]):
        whole = np.repeat(np.stack(multiply(tuple(each.T), matrix)), counts, axis=1)
    else:
        whole = multiply(tuple(each[0].tolist()), matrix)
    a, b, c, d, e, f = whole
    x, y = xy.T.astype(float)
    return displays.points(np.stack([a * x + c * y + e, b * x + d * y + f], axis=1), np.repeat(of, counts))


def _outline(points: list, kinds: list[int], closes: list[int], stroked: bool, thin: float) -> list[Rect]:
    """The rectangles that one path draws, whatever it is made of."""
    shapes = _shapes(points, kinds, closes)
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

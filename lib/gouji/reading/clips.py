"""Where objects are cut off: the clip rectangles of many objects at once, each distinct set of clip paths read once.

Most clips cut nothing: what lies between two corners of a clip path lies within its bounding box, so the
other corners are asked for only where something reaches beyond these two.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import repeat

import numpy as np

from gouji.reading import raw
from gouji.reading.layout import layout

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
NOWHERE = (1.0, 1.0, 0.0, 0.0)
MOST_POINTS = 2000  # of one clip path
SURE = 0.01  # points by which an object must keep within two corners to need no others

Box = tuple[float, float, float, float]


class Clips:
    """Clip boxes of the objects of pages that are open, in the objects' own space; a clip path counts by its bounding box.

    A set of clip paths, which objects share, is one row of a table.
    """

    def __init__(self) -> None:
        self._rows: dict[Hashable, int] = {}  # by what the set is known by
        self._sets: list[int] = []  # handles
        self._corners = np.zeros((0, 4))
        self._whole: dict[int, Box] = {}

    def of(self, items: list[int], extents: np.ndarray | None = None) -> np.ndarray | None:
        """Boxes of which each of ``items`` shows what lies within, n×4; None when none of them is cut.

        With ``extents`` (n×4, the objects' own space) a box may be smaller than the clip, yet hold the object whole.
        """
        rows = self._rows_of(items)
        if rows is None:
            return None
        if extents is None:
            return self._read_whole(rows)
        boxes = self._corners[rows]
        over = (extents[:, :2] < boxes[:, :2] + SURE) | (extents[:, 2:] > boxes[:, 2:] - SURE)
        if not np.count_nonzero(over):
            return None
        beyond = np.flatnonzero(over[:, 0] | over[:, 1])
        boxes[beyond] = self._read_whole(rows[beyond])
        return boxes

    def _rows_of(self, items: list[int]) -> np.ndarray | None:
        """Which set each item is cut by, n; None when none is cut by any."""
        offset = layout().clip
        if offset is None:
            return self._rows_asked(items)
        words = raw.words_at(np.array(items) + offset)
        if not np.count_nonzero(words):
            return None
        distinct, first, which = np.unique(words, return_index=True, return_inverse=True)
        clips = [raw.clip_path(items[k]) for k in first.tolist()]
        return self._enter(dict(zip(distinct.tolist(), clips)))[which]

    def _rows_asked(self, items: list[int]) -> np.ndarray | None:
        """The same from pdfium's answers alone: the first point of a set's last path, by address, names the set."""
        clips = list(map(raw.clip_path, items))
        counts = list(map(raw.count_clips, clips))
        if max(counts, default=0) <= 0:
            return None
        last = list(map(raw.clip_segment, clips, [n - 1 if n > 0 else 0 for n in counts], repeat(0)))
        keys = list(zip(last, counts))
        distinct = dict(zip(keys, clips))
        rows = dict(zip(distinct, self._enter(distinct).tolist()))
        return np.array([rows[key] for key in keys])

    def _enter(self, sets: dict[Hashable, int]) -> np.ndarray:
        """The rows of ``sets``, entered where they are new."""
        new = {key: clip for key, clip in sets.items() if key not in self._rows}
        if new:
            self._rows.update(zip(new, range(len(self._sets), len(self._sets) + len(new))))
            self._sets += new.values()
            self._corners = np.concatenate([self._corners, _corners(list(new.values()))])
        return np.array([self._rows[key] for key in sets])

    def _read_whole(self, rows: np.ndarray) -> np.ndarray:
        """The bounding box of each set of clip paths, n×4."""
        wanted = rows.tolist()
        for row in set(wanted) - self._whole.keys():
            self._whole[row] = _bounds(self._sets[row])
        return np.array([self._whole[row] for row in wanted])


def _corners(clips: list[int]) -> np.ndarray:
    """The box between the first and the third point of every path of each clip, where all of them have three, n×4."""
    boxes = np.full((len(clips), 4), EVERYWHERE)
    counts = list(map(raw.count_clips, clips))
    cut = [k for k, count in enumerate(counts) if count > 0]
    if cut:
        sizes = [counts[k] for k in cut]
        holders = [clips[k] for k in cut for _ in range(counts[k])]
        paths = [path for count in sizes for path in range(count)]
        first = list(map(raw.clip_segment, holders, paths, repeat(0)))
        third = list(map(raw.clip_segment, holders, paths, repeat(2)))
        points, there = raw.numbers(raw.segment_point, first + third, np.float32, 2)
        a, b = points[: len(first)], points[len(first) :]
        low, high = np.minimum(a, b), np.maximum(a, b)
        if 0 in there:
            lost = (np.array(there).reshape(2, -1) == 0).any(axis=0)
            low[lost], high[lost] = NOWHERE[:2], NOWHERE[2:]
        starts = np.cumsum(sizes) - sizes
        boxes[cut, :2], boxes[cut, 2:] = np.maximum.reduceat(low, starts), np.minimum.reduceat(high, starts)
    return boxes


def _bounds(clip: int) -> Box:
    """The bounding box of a set of clip paths."""
    left, bottom, right, top = EVERYWHERE
    for path in range(max(raw.count_clips(clip), 0)):
        points = min(raw.count_clip_segments(clip, path), MOST_POINTS)
        if points <= 0:  # an empty clip path shows nothing
            return NOWHERE
        xy, _ = raw.numbers(raw.segment_point, [raw.clip_segment(clip, path, k) for k in range(points)], np.float32, 2)
        (x0, y0), (x1, y1) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        left, right = max(left, x0), min(right, x1)
        bottom, top = max(bottom, y0), min(top, y1)
    return left, bottom, right, top

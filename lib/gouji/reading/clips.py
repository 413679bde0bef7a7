"""Where objects are cut off: the clip rectangles of many objects at once, each distinct path read once.

Most clips cut nothing: what lies between two corners of a clip path lies within its bounding box, so the
other corners are asked for only where something reaches beyond these two.
"""

from __future__ import annotations

from itertools import repeat

import numpy as np

from gouji.reading import raw

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
NOWHERE = (1.0, 1.0, 0.0, 0.0)
MOST_POINTS = 2000  # of one clip path
SURE = 0.01  # points by which an object must keep within two corners to need no others

Box = tuple[float, float, float, float]
Key = tuple[int, int]  # what a set of clip paths is known by: its last one, and how many there are


class Clips:
    """Clip boxes of one page's objects, in the objects' own space; a clip path counts by its bounding box."""

    def __init__(self) -> None:
        self._whole: dict[Key, Box] = {}
        self._rows: dict[Key, int] = {}  # in the table
        self._corners = np.zeros((0, 4))

    def of(self, items: list[int], extents: np.ndarray | None = None) -> np.ndarray | None:
        """Boxes of which each of ``items`` shows what lies within, n×4; None when none of them is cut.

        With ``extents`` (n×4, the objects' own space) a box may be smaller than the clip, yet hold the object whole.
        """
        clips = list(map(raw.clip_path, items))
        counts = list(map(raw.count_clips, clips))
        if max(counts, default=0) <= 0:
            return None
        # Clip paths are shared between objects, not copied: the first point of the last one, by address, names the set.
        last = list(map(raw.clip_segment, clips, [n - 1 if n > 0 else 0 for n in counts], repeat(0)))
        keys = list(zip(last, counts))
        distinct = dict(zip(keys, clips))
        if extents is None:
            return np.array(self._read_whole(keys, distinct))
        self._read_corners({key: clip for key, clip in distinct.items() if key not in self._rows})
        boxes = self._corners[[self._rows[key] for key in keys]]
        over = (extents[:, :2] < boxes[:, :2] + SURE) | (extents[:, 2:] > boxes[:, 2:] - SURE)
        if not np.count_nonzero(over):
            return None
        beyond = np.flatnonzero(over[:, 0] | over[:, 1])
        boxes[beyond] = self._read_whole([keys[k] for k in beyond.tolist()], distinct)
        return boxes

    def _read_corners(self, clips: dict[Key, int]) -> None:
        """The box between the first and the third point of every path of the clips, where all of them have three."""
        if not clips:
            return
        boxes = np.full((len(clips), 4), EVERYWHERE)
        cut = [k for k, (_, count) in enumerate(clips) if count > 0]
        if cut:
            sizes = [count for _, count in clips if count > 0]
            holders = [clip for (_, count), clip in clips.items() for _ in range(count)]
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
        self._rows.update(zip(clips, range(len(self._rows), len(self._rows) + len(clips))))
        self._corners = boxes if not len(self._corners) else np.concatenate([self._corners, boxes])

    def _read_whole(self, keys: list[Key], clips: dict[Key, int]) -> list[Box]:
        """The bounding box of each set of clip paths."""
        for key in set(keys) - self._whole.keys():
            self._whole[key] = _bounds(clips[key], *key)
        return [self._whole[key] for key in keys]


def _bounds(clip: int, last: int, count: int) -> Box:
    """The bounding box of a set of clip paths; ``last`` is 0 where the last of them is empty."""
    if not last and count > 0:
        return NOWHERE
    left, bottom, right, top = EVERYWHERE
    for path in range(max(count, 0)):
        points = min(raw.count_clip_segments(clip, path), MOST_POINTS)
        if points <= 0:  # an empty clip path shows nothing
            return NOWHERE
        xy, _ = raw.numbers(raw.segment_point, [raw.clip_segment(clip, path, k) for k in range(points)], np.float32, 2)
        (x0, y0), (x1, y1) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        left, right = max(left, x0), min(right, x1)
        bottom, top = max(bottom, y0), min(top, y1)
    return left, bottom, right, top

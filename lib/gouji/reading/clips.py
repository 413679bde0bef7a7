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


class Clips:
    """Clip boxes of one page's objects, in the objects' own space; a clip path counts by its bounding box."""

    def __init__(self) -> None:
        self._whole: dict[tuple[int, int], Box] = {}
        self._corners: dict[tuple[int, int], Box] = {}
        self._paths: dict[int, Box] = {}

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
            beyond = None
        else:
            self._read_corners({key: clip for key, clip in distinct.items() if key not in self._corners})
            boxes = np.array([self._corners[key] for key in (keys if len(distinct) > 1 else distinct)])
            over = (extents[:, :2] < boxes[:, :2] + SURE) | (extents[:, 2:] > boxes[:, 2:] - SURE)
            if not np.count_nonzero(over):
                return None
            beyond = np.flatnonzero(over[:, 0] | over[:, 1])
            keys = [keys[k] for k in beyond.tolist()]
        for key in set(keys):
            if key not in self._whole:
                self._whole[key] = self._read_whole(distinct[key], *key)
        cut = np.array([self._whole[key] for key in keys])
        if beyond is None:
            return cut
        boxes = np.array(np.broadcast_to(boxes, extents.shape))
        boxes[beyond] = cut
        return boxes

    def _read_corners(self, clips: dict[tuple[int, int], int]) -> None:
        """The box between the first and the third point of every path of the clips, where all of them have three."""
        paths = [(clip, path) for key, clip in clips.items() for path in range(max(key[1], 0))]
        firsts = list(map(raw.clip_segment, [clip for clip, _ in paths], [path for _, path in paths], repeat(0)))
        new = {first: path for first, path in zip(firsts, paths) if first and first not in self._paths}
        third = list(map(raw.clip_segment, [clip for clip, _ in new.values()], [path for _, path in new.values()], repeat(2)))
        points, there = raw.numbers(raw.segment_point, [*new, *third], np.float32, 2)
        n, points = len(third), points.tolist()
        for first, (ax, ay), (bx, by), whole in zip(new, points[:n], points[n:], there[n:]):
            box = (ax if ax < bx else bx, ay if ay < by else by, bx if ax < bx else ax, by if ay < by else ay)
            self._paths[first] = box if whole else NOWHERE
        one = iter(firsts)
        for key in clips:
            left, bottom, right, top = EVERYWHERE
            for _ in range(key[1]):
                x0, y0, x1, y1 = self._paths.get(next(one), NOWHERE)
                left, bottom = x0 if x0 > left else left, y0 if y0 > bottom else bottom
                right, top = x1 if x1 < right else right, y1 if y1 < top else top
            self._corners[key] = left, bottom, right, top

    @staticmethod
    def _read_whole(clip: int, first: int, count: int) -> Box:
        """The bounding box of a set of clip paths; ``first`` is 0 where the last of them is empty."""
        if not first and count > 0:
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

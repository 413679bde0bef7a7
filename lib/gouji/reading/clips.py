"""Where objects are cut off: the clip rectangles of many objects at once, each distinct path read once."""

from __future__ import annotations

from ctypes import addressof, c_float
from itertools import repeat

import numpy as np

from gouji.reading import raw

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
NOWHERE = (1.0, 1.0, 0.0, 0.0)
MOST_POINTS = 2000  # of one clip path


class Clips:
    """Clip boxes of one page's objects, in the objects' own space; a clip path counts by its bounding box."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], tuple[float, float, float, float]] = {}

    def of(self, items: list[int]) -> np.ndarray | None:
        """The box within which each of ``items`` shows, n×4; None when none of them is clipped."""
        clips = list(map(raw.clip_path, items))
        counts = list(map(raw.count_clips, clips))
        if max(counts, default=0) <= 0:
            return None
        # Clip paths are shared between objects, not copied: the first point of the last one, by address, names the set.
        keys = list(zip(map(raw.clip_segment, clips, [max(n - 1, 0) for n in counts], repeat(0)), counts))
        for key, clip in dict(zip(keys, clips)).items():
            if key not in self._seen:
                self._seen[key] = self._read(clip, key[1]) if key[0] or key[1] <= 0 else NOWHERE
        return np.array([self._seen[key] for key in keys])

    @staticmethod
    def _read(clip: int, count: int) -> tuple[float, float, float, float]:
        left, bottom, right, top = EVERYWHERE
        xy = (c_float * 2)()
        at = addressof(xy)
        for path in range(max(count, 0)):
            xs, ys = [], []
            for k in range(min(raw.count_clip_segments(clip, path), MOST_POINTS)):
                raw.segment_point(raw.clip_segment(clip, path, k), at, at + 4)
                xs.append(xy[0])
                ys.append(xy[1])
            if not xs:  # an empty clip path shows nothing
                return NOWHERE
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
        return left, bottom, right, top

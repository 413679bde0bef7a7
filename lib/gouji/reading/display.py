"""From a page's own space to what is displayed: points, origin top left, rotation and crop box applied.

All functions take and return arrays of shape n×4; page space is (left, bottom, right, top), displayed
space (x0, y0, x1, y1) with y downwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from ctypes import addressof, c_float
from dataclasses import dataclass
from math import pi

import numpy as np

from gouji.reading import raw

SAMPLE = 24  # characters whose angle is asked
MOSTLY = 0.7  # share of them that must run one way

_Four = c_float * 4
# by quarter turns: which side of a box becomes x0, y0, x1 and y1, and whether it is counted backwards
_ORDERS = np.array([(0, 3, 2, 1), (1, 0, 3, 2), (2, 1, 0, 3), (3, 2, 1, 0)])
_SIGNS = np.array([(1, -1, 1, -1), (1, 1, 1, 1), (-1, 1, -1, 1), (-1, -1, -1, -1)], float)

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Display:
    """``turns`` clockwise quarter turns of ``box``, the visible part of the page in its own space."""

    turns: int
    box: tuple[float, float, float, float]
    width: float
    height: float

    def offset(self) -> tuple[float, float]:
        """Where the origin of the page's own space is displayed."""
        left, bottom, right, top = self.box
        return ((-left, top), (-bottom, -left), (right, -bottom), (top, right))[self.turns]

    def turned(self, turns: int) -> Display:
        """The same page, looked at after ``turns`` more quarter turns clockwise."""
        odd = turns % 2
        return Display((self.turns + turns) % 4, self.box, self.height if odd else self.width, self.width if odd else self.height)


class Displays:
    """Some pages' displays, for what lies on any of them: ``of`` says on which, by its place among them, n."""

    def __init__(self, displays: Sequence[Display]) -> None:
        self.sizes = np.array([(d.width, d.height) for d in displays])
        self._turns = np.array([d.turns for d in displays])
        self._offsets = np.array([d.offset() * 2 for d in displays])

    def rects(self, boxes: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Boxes of page space, displayed."""
        order, signs = _ORDERS[self._turns[0]], _SIGNS[self._turns[0]]
        if np.count_nonzero(self._turns != self._turns[0]):
            turns = self._turns[of]
            out = np.take_along_axis(boxes, _ORDERS[turns], axis=1) * _SIGNS[turns]
        else:
            out = boxes.take(order, axis=1)
            out *= signs
        out += self._offsets[of]
        return out

    def points(self, xy: np.ndarray, of: np.ndarray) -> np.ndarray:
        """n×2 points of page space, displayed."""
        if np.count_nonzero(self._turns != self._turns[0]):
            return self.rects(np.hstack([xy, xy]), of)[:, :2]
        out = xy.take(_ORDERS[self._turns[0], :2] % 2, axis=1)
        out *= _SIGNS[self._turns[0], :2]
        out += self._offsets[of, :2]
        return out


def display_of(page: int) -> Display:
    """How pdfium displays ``page``: its crop box within its media box, and its own rotation."""
    box = _Four()
    raw.page_box(page, addressof(box))
    left, top, right, bottom = box
    return Display(raw.page_rotation(page) % 4, (left, bottom, right, top), raw.page_width(page), raw.page_height(page))


def text_turns(text_page: int, owners: np.ndarray, display: Display) -> int:
    """Quarter turns clockwise that set most of the text upright (0: it is, or runs several ways).

    Some tables are set sideways on an upright page without saying so; they are read as one holds them.
    ``owners``: the text object of each character, 0 for one that is not printed.
    """
    if len(owners) < SAMPLE // 4:
        return 0
    step = max(len(owners) // SAMPLE, 1)
    seen = [k * step for k, owner in enumerate(owners[::step].tolist()) if owner]
    angles = list(raw.each(raw.character_angle, text_page, seen))
    if not any(angles):  # as nearly everywhere: all of it runs the page's own way
        return -display.turns % 4 if seen else 0
    angle, most = Counter(round(angle / (pi / 2)) % 4 for angle in angles).most_common(1)[0]
    return -(angle + display.turns) % 4 if most >= MOSTLY * len(seen) else 0


def multiply(m: Matrix, n: Matrix | None) -> Matrix:
    """The matrix that applies ``m`` first, then ``n``."""
    if n is None:
        return m
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def transform_points(matrix: Matrix | None, xy: np.ndarray) -> np.ndarray:
    if matrix is None:
        return xy
    a, b, c, d, e, f = matrix
    return np.stack([a * xy[:, 0] + c * xy[:, 1] + e, b * xy[:, 0] + d * xy[:, 1] + f], axis=1)


def transform_rects(matrix: Matrix | None, boxes: np.ndarray) -> np.ndarray:
    """The bounding boxes of ``boxes`` under ``matrix``."""
    if matrix is None or not len(boxes):
        return boxes
    corners = np.stack([transform_points(matrix, boxes[:, pair]) for pair in ((0, 1), (2, 1), (0, 3), (2, 3))])
    return np.hstack([corners.min(axis=0), corners.max(axis=0)])

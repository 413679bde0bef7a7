"""Boxes of characters put right where pdfium's loose boxes are not what they should be.

In: the characters of some loaded pages, in the pages' own space. Out: their boxes, mended in place. Two things are
mended. A font that declares no height, and text that its maker names in marked content (/ActualText, as browsers write
一 and 行), have tight boxes: those of full-width characters are rebuilt. Text so named inside a form is left
by pdfium in the form's own space: it is moved to where the form stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from math import pi

import numpy as np

from gouji.reading import raw
from gouji.reading.display import Matrix, transform_points, transform_rects
from gouji.reading.objects import Drawn, bounds_of
from gouji.reading.words import begins

FLAT = 0.7  # one side of a full-width character's box over the other, below which the box is a tight one
DESCENT = 0.14  # share of the em below the baseline, in the common Chinese fonts
FIRST_WIDE, UNKNOWN = 0x2E80, 0xFFFD
SAME = 0.05  # points by which the box of a character and that of its object are one
UP = {0: (1, 1), 1: (0, 1), 2: (1, -1), 3: (0, -1)}  # by quarter turns of the text: the axis along which it stands, and its sign


def mend_boxes(text_pages: Sequence[int], of: np.ndarray, number: np.ndarray, codes: np.ndarray, owners: np.ndarray, boxes: np.ndarray, drawn: Sequence[Drawn]) -> None:
    """Mend ``boxes`` (n×4) in place. ``of`` is the page of each character, ``number`` its number there, ``owners`` its text object."""
    moved = _move_nested(of, owners, boxes, drawn)
    wide = (codes >= FIRST_WIDE) & (codes < UNKNOWN)
    sizes = boxes[:, 2:] - boxes[:, :2]
    flat = wide & ((sizes[:, 1] < FLAT * sizes[:, 0]) | (sizes[:, 0] < FLAT * sizes[:, 1]))
    if not np.count_nonzero(flat):
        return
    for page in np.unique(of[flat]).tolist():
        here = np.flatnonzero(flat & (of == page))
        angles = np.fromiter(raw.each(raw.character_angle, text_pages[page], number[here].tolist()), float, len(here))
        turns = np.round(angles / (pi / 2)).astype(int) % 4
        for turn in np.unique(turns).tolist():
            axis, sign = UP[turn]
            tight = here[turns == turn]
            if (sizes[tight, axis] < FLAT * sizes[tight, 1 - axis]).any():
                _rebuild(text_pages[page], np.flatnonzero(wide & (of == page)) if len(np.unique(turns)) == 1 else tight, number, boxes, axis, sign, moved)


def _rebuild(text_page: int, some: np.ndarray, number: np.ndarray, boxes: np.ndarray, axis: int, sign: int, moved: dict[int, Matrix]) -> None:
    """A full-width character is as tall as it is wide and stands on its baseline; in place."""
    xy = np.zeros((len(some), 2))
    at = xy.ctypes.data
    places = range(at, at + 16 * len(some), 16)
    known = list(map(raw.character_origin, repeat(text_page), number[some].tolist(), places, range(at + 8, at + 8 + 16 * len(some), 16)))
    for k, index in enumerate(some.tolist()):
        if moved and index in moved:
            xy[k] = transform_points(moved[index], xy[k : k + 1])[0]
    em, base = boxes[some, 3 - axis] - boxes[some, 1 - axis], xy[:, axis]
    sound = (np.array(known) != 0) & (em > 0) & (boxes[some, axis] - em < base) & (base < boxes[some, axis + 2] + em)
    some, em, base = some[sound], em[sound], base[sound]
    foot, head = base - sign * DESCENT * em, base + sign * (1 - DESCENT) * em
    boxes[some, axis], boxes[some, axis + 2] = np.minimum(foot, head), np.maximum(foot, head)


def _move_nested(of: np.ndarray, owners: np.ndarray, boxes: np.ndarray, drawn: Sequence[Drawn]) -> dict[int, Matrix]:
    """Put text that pdfium left in its form's space where the form stands; returns which characters were moved, and how."""
    if not any(page.forms for page in drawn):
        return {}
    starts = begins(owners)
    ends = np.append(starts[1:], len(owners))
    forms = {item: matrix for page in drawn for item, matrix in page.forms.items()}
    asked = [k for k, (item, start, end) in enumerate(zip(owners[starts].tolist(), starts.tolist(), ends.tolist())) if item in forms and (boxes[start] == boxes[end - 1]).all()]
    moved: dict[int, Matrix] = {}
    if asked:
        bounds = bounds_of(owners[starts[asked]].tolist())
        for k in np.flatnonzero((np.abs(bounds - boxes[starts[asked]]) < SAME).all(axis=1)).tolist():
            matrix = forms[int(owners[starts[asked[k]]])]
            for index in range(int(starts[asked[k]]), int(ends[asked[k]])):
                moved[index] = matrix
                boxes[index] = transform_rects(matrix, boxes[index : index + 1])[0]
    return moved

"""Characters into words: by line, left to right, each glyph once, with the spaces a reader sees.

Used alike for cells and for lines of prose. A glyph struck twice (imitated bold) is one glyph; a space
that takes no room on the page, or stands at a line's end, is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NEXT_LINE = 0.45  # of a character's height: centres further apart stand on different lines
SAME_PLACE = 0.25  # of a character's width: closer starts are one place, printed over
TIGHT = 0.08  # of a character's height: a space in a narrower gap is not seen


@dataclass(frozen=True, slots=True)
class Ordered:
    """Characters in reading order: which (``index``), in which group and line, and how many stood on another's place."""

    index: np.ndarray
    group: np.ndarray
    line: np.ndarray
    overprinted: int


def arrange(text: str, index: np.ndarray) -> str:
    """The characters of ``text`` at ``index``, in that order."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return codes[index].tobytes().decode("utf-32-le", "surrogatepass")


def hundredths(values: np.ndarray) -> np.ndarray:
    """``round(v, 2)`` of each value, to the last bit."""
    scaled = values * 100
    out = np.rint(scaled) / 100
    halves = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < 1e-6  # only there can the product's own rounding decide
    if halves.any():
        out[halves] = [round(v, 2) for v in values[halves].tolist()]
    return out


def reading_order(group: np.ndarray, boxes: np.ndarray, text: Sequence[str]) -> Ordered:
    """Order characters within ``group`` (cell numbers, n) by line and then left to right.

    Lines are counted through all groups. Of two equal glyphs in one place the second is left out;
    different glyphs in one place are both kept, and counted.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    first = np.lexsort((middle, group))
    g, m, h = group[first], middle[first], np.maximum(boxes[first, 3] - boxes[first, 1], 1.0)
    line = np.zeros(len(first), np.int64)
    line[1:] = (g[1:] != g[:-1]) | (m[1:] - m[:-1] > NEXT_LINE * np.minimum(h[1:], h[:-1]))
    line = line.cumsum()
    second = np.lexsort((boxes[first, 0], line))
    index = first[second]  # lines ascend already
    left, right = boxes[index, 0], boxes[index, 2]
    close = (line[1:] == line[:-1]) & (left[1:] - left[:-1] < SAME_PLACE * np.minimum(right[1:] - left[1:], right[:-1] - left[:-1]))
    overprinted = 0
    if close.any():
        keep = np.ones(len(index), bool)
        for k in np.flatnonzero(close).tolist():
            one, other = text[index[k]], text[index[k + 1]]
            if one == other:
                keep[k + 1] = False
            elif not (one.isspace() or other.isspace()):
                overprinted += 1
        index, line = index[keep], line[keep]
    return Ordered(index, group[index], line, overprinted)


def join(characters: Sequence[str], boxes: list[list[float]], lines: list[int]) -> tuple[str, float | None]:
    """The words printed by ``characters`` in reading order, and the left edge of the first one seen (None: blank).

    Line breaks are removed, with the spaces around them.
    """
    joined = "".join(characters)
    if not any(map(str.isspace, joined)):
        return joined, boxes[0][0]
    seen = [k for k, c in enumerate(characters) if not c.isspace()]
    if not seen:
        return "", None
    parts = [characters[seen[0]]]
    for before, k in zip(seen, seen[1:]):
        if k - before > 1 and lines[k] == lines[before]:
            gap = boxes[k][0] - boxes[before][2]
            if gap > TIGHT * (boxes[k][3] - boxes[k][1]):
                parts.append("".join(characters[before + 1:k]))
        parts.append(characters[k])
    return "".join(parts), boxes[seen[0]][0]

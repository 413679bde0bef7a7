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
_BLANK = np.array([chr(code).isspace() for code in range(0x3002)])  # 0x3000 is the last one there is
TIGHT = 0.08  # of a character's height: a space in a narrower gap is not seen


@dataclass(frozen=True, slots=True)
class Ordered:
    """Characters in reading order: which (``index``), in which group and line; and the groups of those that stood on another's place."""

    index: np.ndarray
    group: np.ndarray
    line: np.ndarray
    overprinted: np.ndarray


def arrange(text: str, index: np.ndarray) -> str:
    """The characters of ``text`` at ``index``, in that order."""
    return codes_of(text)[index].tobytes().decode("utf-32-le", "surrogatepass")


def codes_of(text: str) -> np.ndarray:
    """The Unicode values of the characters of ``text``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def spaces(text: str) -> np.ndarray:
    """Which characters of ``text`` are white space, as ``str.isspace`` has it: bool, n."""
    return _BLANK[np.minimum(codes_of(text), len(_BLANK) - 1)]


def begins(values: np.ndarray) -> np.ndarray:
    """Where each run of equal values begins: indices, ascending; of at least one value."""
    steps = np.flatnonzero(values[1:] != values[:-1])
    out = np.zeros(len(steps) + 1, np.int64)
    np.add(steps, 1, out=out[1:])
    return out


def runs(values: np.ndarray) -> list[tuple[int, int, int]]:
    """Runs of equal values: the value, where the run begins and where it ends."""
    if not len(values):
        return []
    starts = begins(values)
    first = starts.tolist()
    return list(zip(values[starts].tolist(), first, [*first[1:], len(values)]))


def hundredths(values: np.ndarray) -> np.ndarray:
    """``round(v, 2)`` of each value, to the last bit."""
    scaled = values * 100
    out = np.rint(scaled) / 100
    halves = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < 1e-6  # only there can the product's own rounding decide
    if np.count_nonzero(halves):
        out[halves] = [round(v, 2) for v in values[halves].tolist()]
    return out


def reading_order(group: np.ndarray, boxes: np.ndarray, text: Sequence[str]) -> Ordered:
    """Order characters within ``group`` (numbers of cells or pages, n) by line and then left to right.

    Lines are counted through all groups. Of two equal glyphs in one place the second is left out;
    different glyphs in one place are both kept, and counted.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    first = np.lexsort((middle, group))
    m, h = middle[first], np.maximum(boxes[first, 3] - boxes[first, 1], 1.0)
    line = np.zeros(len(first), np.int64)
    group = group[first]
    breaks = (m[1:] - m[:-1] > NEXT_LINE * np.minimum(h[1:], h[:-1])) | (group[1:] != group[:-1])
    breaks.cumsum(out=line[1:])
    second = np.lexsort((boxes[first, 0], line))
    index = first[second]  # lines ascend already
    left, right = boxes[index, 0], boxes[index, 2]
    width = right - left
    close = (left[1:] - left[:-1] < SAME_PLACE * np.minimum(width[1:], width[:-1])) & (line[1:] == line[:-1])
    overprinted = []
    if np.count_nonzero(close):
        keep = np.ones(len(index), bool)
        for k in np.flatnonzero(close).tolist():
            one, other = text[index[k]], text[index[k + 1]]
            if one == other:
                keep[k + 1] = False
            elif not (one.isspace() or other.isspace()):
                overprinted.append(group[k])
        index, line = index[keep], line[keep]
        group = group[keep]
    return Ordered(index, group, line, np.array(overprinted))


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

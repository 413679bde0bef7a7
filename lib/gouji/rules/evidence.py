"""What speaks for one cell and against another when the change of either would repair the same identities.

``Prints`` knows every figure the identities touch: a value that the same code (or the same row of a self-evaluation)
shows elsewhere, or that stands in another form, is likelier right. ``slip`` is how much of a mistake the print would be.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from decimal import Decimal

from gouji.rules.index import Figure

Cell = tuple[int, int, int, str]  # table, row, column ordinal, side
CODE = re.compile(r"(?:exp\.f)?([23]\d{2,6}|(?:rev|exp)\.[a-z].*)\Z")  # what is one thing in several forms
POINTS, MOST = "分", 4  # the unit of scores and weights; so many figures are tried in a ratio
LEAST = 100  # in last digits: smaller figures are alike by chance


def cell_of(figure: Figure) -> Cell:
    return figure.table, figure.row, figure.col, figure.side


def slip(figure: Figure, delta: Decimal) -> int:
    """How much of a slip of the pen a change undoes: a sign 0, two digits that changed places 1, a figure left out 3, and 2 for
    each digit mistaken. (Two digits fit by chance far more seldom than one does, so they speak louder.)"""
    if figure.blank:
        return 3
    if figure.value and figure.value + delta == -figure.value:
        return 0
    step = figure.resolution or Decimal(1)
    before, after = str(abs(int(figure.value / step))), str(abs(int((figure.value + delta) / step)))
    width = max(len(before), len(after))
    changed = [(a, b) for a, b in zip(before.zfill(width), after.zfill(width), strict=True) if a != b]
    swapped = len(changed) == 2 and changed[0] == changed[1][::-1]
    turned = figure.value * (figure.value + delta) < 0
    return (1 if swapped else 2 * len(changed)) + 2 * (len(before) != len(after)) + 2 * turned


def slips(figure: Figure) -> Iterator[Decimal]:
    """The changes that undo one digit mistaken or two neighbours that changed places."""
    step = figure.resolution or Decimal(1)
    digits, sign = str(abs(int(figure.value / step))), -1 if figure.value < 0 else 1
    others = {digits[:i] + d + digits[i + 1 :] for i in range(len(digits)) for d in "0123456789"}
    others |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
    for other in sorted(others - {digits}):
        yield sign * int(other) * step - figure.value


class Prints:
    """Every figure of a document that stands in an identity, by value and by code."""

    def __init__(self, figures: Iterable[Figure], remarked: Set[tuple[int, str]] = frozenset()):
        self.remarked = remarked  # (page, row) of the scores that a remark calls into question
        self.by_code: dict[str, list[Figure]] = defaultdict(list)
        self.by_row: dict[tuple, list[Figure]] = defaultdict(list)
        large = []
        for figure in figures:
            if not figure.value:
                continue
            if code := CODE.match(figure.item):
                self.by_code[code[1]].append(figure)
            if (figure.form or "").startswith("PE"):
                self.by_row[figure.table, figure.row].append(figure)
            if abs(figure.value) >= LEAST * figure.resolution:
                large.append((figure.value, figure.table))
        self.large = sorted(large)

    def speak(self, figure: Figure, delta: Decimal, bound: Decimal) -> int:
        """For a change: 4 when its outcome is printed for the same thing elsewhere, 2 when it is printed elsewhere at all;
        as much against when the figure as it stands is. For scores see ``_points``."""
        after = figure.value + delta
        rounder = self._points(figure, after) if figure.unit == POINTS else 0
        return 2 * (self._printed(figure, after, bound) - self._printed(figure, figure.value, figure.half)) + rounder

    def _points(self, figure: Figure, after: Decimal) -> int:
        """4 for a score that a remark calls into question, 1 for a total score beside scores of which nothing is remarked;
        points are mostly given in fives: 1."""
        rounder = (after % 5 == 0) - (figure.value % 5 == 0)
        asked = (figure.page, "".join(figure.label.split())) in self.remarked
        return 4 * asked + (figure.item == "score.total") + rounder

    def near(self, value: Decimal, within: Decimal, figure: Figure) -> list[Decimal]:
        """Figures of other tables that are nearly so much."""
        at, out = bisect_left(self.large, (value - within, -1)), []
        while at < len(self.large) and self.large[at][0] <= value + within and len(out) < MOST:
            if self.large[at][1] != figure.table:
                out.append(self.large[at][0])
            at += 1
        return out

    def _printed(self, figure: Figure, value: Decimal, bound: Decimal) -> int:
        if not value:
            return 0
        small = abs(value) < LEAST * figure.resolution
        code = CODE.match(figure.item)
        kin = [f for f in (self.by_code[code[1]] if code else ()) if f.table != figure.table]
        kin += [f for f in self.by_row[figure.table, figure.row] if f.col != figure.col and f.unit == figure.unit]
        if any(abs(f.value - value) <= bound + f.half for f in kin):
            return 2
        return int(not small and bool(self.near(value, bound, figure)))

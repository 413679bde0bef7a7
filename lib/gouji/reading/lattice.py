"""From connected rules to a lattice of cells with spans.

In: one group of rules that meet. Out: a ``Lattice`` or None when the group is no table: a table has
rules that cross, at least two cells side by side and two real rules each way. A missing piece of rule
between two places makes them one cell; a side left open (no closing rule, or a page that ends inside
the table) is closed where its rules end.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from gouji.reading.rules import fold

DOUBLE = 3.5  # points: rules closer than this are one rule drawn double
OVERHANG = 8.0  # points by which rules must run past the last crossing rule to mean an open row or column
COVERED = 0.5  # share of a cell's side that must be drawn for the side to be there
FILLED = 0.6  # share of its area that a table's cells take; bars on an axis take less


@dataclass(frozen=True, slots=True)
class Lattice:
    """``owner[r, c]`` numbers the cell at each place (-1: none); ``cells`` are (row, col, row_span, col_span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: np.ndarray
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def build_lattice(across: np.ndarray, down: np.ndarray, most_places: int) -> Lattice | None:
    """The lattice that ``across`` and ``down`` (n×3: position, start, end) draw, of at most ``most_places`` places; None when they draw no table."""
    if len(across) < 2 or len(down) < 2:
        return None
    xs, ys = fold(down[:, 0].tolist(), DOUBLE), fold(across[:, 0].tolist(), DOUBLE)
    if len(xs) < 2 or len(ys) < 2:
        return None
    sides = _sides_of(across, down, xs, ys)
    if not all(drawn.any(axis=1).all() for drawn in sides[2:]):
        xs, ys = _without_stubs(across, down, xs, ys)
        if len(xs) < 2 or len(ys) < 2:
            return None
        sides = _sides_of(across, down, xs, ys)
    xs, ys, above, beside = sides
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > most_places:
        return None
    owner, cells = merge_places(above, beside, rows, columns)
    if len(cells) < 2 or columns < 2 or _filled(owner, xs, ys) < FILLED:
        return None
    return Lattice(tuple(xs), tuple(ys), owner, tuple(cells))


def _sides_of(across: np.ndarray, down: np.ndarray, xs: list[float], ys: list[float]) -> tuple[list[float], list[float], np.ndarray, np.ndarray]:
    """The positions with open sides closed, and which sides are drawn: above[k, c] at ys[k] over column c, beside[k, r] at xs[k] along row r."""
    (xs, open_x), (ys, open_y) = _close_open_sides(xs, across), _close_open_sides(ys, down)
    return xs, ys, _drawn_sides(across, ys, xs, open_y), _drawn_sides(down, xs, ys, open_x)


def _filled(owner: np.ndarray, xs: list[float], ys: list[float]) -> float:
    """The share of the lattice's area that its cells take."""
    if np.count_nonzero(owner < 0) == 0:
        return 1.0
    areas = np.outer(np.diff(ys), np.diff(xs))
    return float(areas[owner >= 0].sum() / max(areas.sum(), 1e-9))


def _without_stubs(across: np.ndarray, down: np.ndarray, xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """Positions at which some cell's side is drawn whole; ticks on an axis and loose ends are none."""
    left, right, top, bottom = float(across[:, 1].min()), float(across[:, 2].max()), float(down[:, 1].min()), float(down[:, 2].max())
    while True:
        if len(xs) < 2 or len(ys) < 2:
            return xs, ys
        reach_x = [min(xs[0], left), *xs[1:-1], max(xs[-1], right)]
        reach_y = [min(ys[0], top), *ys[1:-1], max(ys[-1], bottom)]
        keep_y = _drawn_sides(across, ys, reach_x, (False, False)).any(axis=1)
        keep_x = _drawn_sides(down, xs, reach_y, (False, False)).any(axis=1)
        if np.count_nonzero(keep_x) == len(xs) and np.count_nonzero(keep_y) == len(ys):
            return xs, ys
        xs = [x for x, keep in zip(xs, keep_x) if keep]
        ys = [y for y, keep in zip(ys, keep_y) if keep]


def _close_open_sides(positions: list[float], crossing: np.ndarray) -> tuple[list[float], tuple[bool, bool]]:
    """Add a position where at least two crossing rules run on past the first or the last one."""
    starts, ends = np.sort(crossing[:, 1])[:2].tolist(), np.sort(crossing[:, 2])[-2:].tolist()
    first = last = False
    out = list(positions)
    if len(starts) > 1 and starts[1] < positions[0] - OVERHANG:
        out.insert(0, starts[1])
        first = True
    if len(ends) > 1 and ends[-2] > positions[-1] + OVERHANG:
        out.append(ends[-2])
        last = True
    return out, (first, last)


def _drawn_sides(rule: np.ndarray, lines: list[float], stops: list[float], opened: tuple[bool, bool]) -> np.ndarray:
    """Which stretch between neighbouring ``stops`` is drawn at which of ``lines``: bool, len(lines) × len(stops)-1."""
    line, stop = np.array(lines), np.array(stops)
    low, high = stop[:-1], stop[1:]
    at = np.abs(rule[:, :1] - line).argmin(axis=1)
    drawn_by = np.minimum(high, rule[:, 2:]) - np.maximum(low, rule[:, 1:2])
    n = len(low)
    places = (at * n)[:, None] + np.arange(n)
    lengths = np.bincount(places.ravel(), np.maximum(drawn_by, 0.0).ravel(), len(lines) * n).reshape(len(lines), n)
    drawn = lengths >= COVERED * (high - low)
    if opened[0]:
        drawn[0] = True
    if opened[1]:
        drawn[-1] = True
    return drawn


def merge_places(above: np.ndarray, beside: np.ndarray, rows: int, columns: int):
    """Places without a side between them are one cell; places that lie outside the table are none.

    A cell may be open towards one direction (a page that ends inside it); open across a corner, it is outside.
    """
    groups, open_at = _joined(above, beside, columns)
    last = (rows - 1) * columns
    along = open_at(above[0], 0, 1) | open_at(above[-1], last, 1)  # cells open at the top or at the foot
    aside = open_at(beside[0], 0, columns) | open_at(beside[-1], columns - 1, columns)
    wide, outside, cornered = [], along & aside, False
    for of, places in groups.items():
        r0, r1, lying = min(places) // columns, max(places) // columns, [i % columns for i in places]
        c0, c1 = min(lying), max(lying)
        whole = (r1 - r0 + 1) * (c1 - c0 + 1) == len(places)
        if of not in outside and (whole or of not in along and of not in aside):  # an open one of many corners is the ground around cells
            wide.append([r0, c0, r1, c1])
            cornered |= not whole
    single = np.ones((rows, columns), bool)
    single.flat[[*chain.from_iterable(groups.values()), *outside]] = False
    wide = _rectangles(wide) if cornered else wide
    for r0, c0, r1, c1 in wide:
        single[r0:r1 + 1, c0:c1 + 1] = False
    begins = single.copy()
    begins.flat[[r0 * columns + c0 for r0, c0, _, _ in wide]] = True
    number = np.cumsum(begins).reshape(rows, columns) - 1
    owner = np.where(single, number, -1)
    tops = np.flatnonzero(begins)
    down, across = [1] * len(tops), [1] * len(tops)
    for r0, c0, r1, c1 in wide:
        k = int(number[r0, c0])
        owner[r0:r1 + 1, c0:c1 + 1] = k
        down[k], across[k] = r1 - r0 + 1, c1 - c0 + 1
    return owner, list(zip((tops // columns).tolist(), (tops % columns).tolist(), down, across))


def _joined(above: np.ndarray, beside: np.ndarray, columns: int):
    """The places of cells that have more than one, by the cell's first place; and what gives the cells open on an edge."""
    parent: dict[int, int] = {}  # only places that are joined to others

    def find(i: int) -> int:
        while (up := parent.get(i, i)) != i:
            parent[i] = parent.get(up, up)
            i = up
        return i

    upper = np.flatnonzero(~above[1:-1].ravel()).tolist()
    right = [i + i // (columns - 1) for i in np.flatnonzero(~beside[1:-1].T.ravel()).tolist()]  # a row has one side fewer than places
    for places, step in ((upper, columns), (right, 1)):
        for i in places:
            a, b = find(i), find(i + step)
            parent[max(a, b)] = min(a, b)
            parent.setdefault(min(a, b), min(a, b))
    groups: dict[int, list[int]] = {}
    for i in parent:
        groups.setdefault(find(i), []).append(i)
    return groups, lambda drawn, start, step: set() if drawn.all() else {find(start + step * k) for k in np.flatnonzero(~drawn).tolist()}


def _rectangles(wide: list[list[int]]) -> list[list[int]]:
    """Boxes of places; those that overlap (an L of places joined by a missing side) become one, until none does."""
    changed = True
    while changed:
        changed = False
        for a in wide:
            for b in wide:
                if b is not a and a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]:
                    a[:] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])]
                    wide.remove(b)
                    changed = True
                    break
            if changed:
                break
    return wide

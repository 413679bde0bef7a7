"""From connected rules to a lattice of cells with spans.

In: one group of rules that meet. Out: a ``Lattice`` or None when the group is no table: a table has
rules that cross, at least two cells side by side and two real rules each way. A missing piece of rule
between two places makes them one cell; a side left open (no closing rule, or a page that ends inside
the table) is closed where its rules end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gouji.reading.rules import fold
from gouji.reading.words import begins

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
    xs, ys = _without_stubs(across, down, xs, ys)
    if len(xs) < 2 or len(ys) < 2:
        return None
    xs, open_x = _close_open_sides(xs, across)
    ys, open_y = _close_open_sides(ys, down)
    above = _drawn_sides(across, ys, xs, open_y)  # above[k, c]: the side at ys[k] over column c
    beside = _drawn_sides(down, xs, ys, open_x)  # beside[k, r]: the side at xs[k] along row r
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > most_places:
        return None
    owner, cells = merge_places(above, beside, rows, columns)
    if len(cells) < 2 or columns < 2 or _filled(owner, xs, ys) < FILLED:
        return None
    return Lattice(tuple(xs), tuple(ys), owner, tuple(cells))


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
    cell = _cells_of(above, beside, rows, columns)
    sizes = np.bincount(cell, minlength=rows * columns)
    grid = cell.reshape(rows, columns)
    along = _at(grid[0], above[0]) | _at(grid[-1], above[-1])  # cells open at the top or at the foot
    aside = _at(grid[:, 0], beside[0]) | _at(grid[:, -1], beside[-1])
    members = np.flatnonzero((sizes > 1)[cell])
    members = members[np.argsort(cell[members], kind="stable")]
    wide: list[list[int]] = []
    if len(members):
        starts = begins(cell[members])
        r, c = members // columns, members % columns
        corners = np.stack([pick.reduceat(at, starts) for pick, at in ((np.minimum, r), (np.minimum, c), (np.maximum, r), (np.maximum, c))], axis=1)
        for of, (r0, c0, r1, c1) in zip(cell[members[starts]].tolist(), corners.tolist()):
            whole = (r1 - r0 + 1) * (c1 - c0 + 1) == sizes[of]  # an open place of many corners is the ground around cells, not one
            if not (of in along and of in aside) and (whole or not (of in along or of in aside)):
                wide.append([r0, c0, r1, c1])
    single = (sizes == 1)[cell].reshape(rows, columns)
    single.flat[[of for of in along & aside if sizes[of] == 1]] = False
    wide = _rectangles(wide)
    for r0, c0, r1, c1 in wide:
        single[r0:r1 + 1, c0:c1 + 1] = False
    places = np.flatnonzero(single)
    tops = np.sort(np.concatenate([places, np.array([r0 * columns + c0 for r0, c0, _, _ in wide], np.int64)]))
    owner = np.full((rows, columns), -1)
    owner.flat[places] = np.searchsorted(tops, places)
    down, across = [1] * len(tops), [1] * len(tops)
    for k, (r0, c0, r1, c1) in zip(np.searchsorted(tops, [r0 * columns + c0 for r0, c0, _, _ in wide]).tolist(), wide):
        owner[r0:r1 + 1, c0:c1 + 1] = k
        down[k], across[k] = r1 - r0 + 1, c1 - c0 + 1
    return owner, list(zip((tops // columns).tolist(), (tops % columns).tolist(), down, across))


def _at(cells: np.ndarray, drawn: np.ndarray) -> set[int]:
    """Those of an edge's cells whose side on it is not drawn."""
    return set() if drawn.all() else set(cells[~drawn].tolist())


def _cells_of(above: np.ndarray, beside: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """For each place the first place of what it is one with: flat, rows × columns.

    Where cells are rectangles, going left and then up as far as no side is drawn leads to the first place; where that
    leads two neighbours without a side between them apart, theirs are made one.
    """
    at = np.arange(rows * columns).reshape(rows, columns)
    left = np.maximum.accumulate(np.where(np.vstack([np.ones(rows, bool), beside[1:-1]]).T, at, 0), axis=1)
    upper = np.maximum.accumulate(np.where(np.vstack([np.ones((1, columns), bool), above[1:-1]]), at, 0), axis=0)
    first = upper.flat[left]
    pairs = [(first[:-1], first[1:], above[1:-1]), (first[:, :-1], first[:, 1:], beside[1:-1].T)]
    apart = {pair for a, b, side in pairs for pair in zip(*(x[~side & (a != b)].tolist() for x in (a, b)))}
    parent: dict[int, int] = {}

    def find(i: int) -> int:
        while (up := parent.get(i, i)) != i:
            parent[i] = parent.get(up, up)
            i = up
        return i

    for a, b in apart:
        a, b = sorted((find(a), find(b)))
        parent[b] = a
    first = first.ravel()
    for i in list(parent):
        first = np.where(first == i, find(i), first)
    return first


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

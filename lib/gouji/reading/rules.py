"""From drawn rules to whole rules: pieces on one line joined, doubles folded, connected ones gathered.

In: (position, start, end) triples in points. Out: the same, fewer. A rule is never moved by more
than the tolerance that joined it.
"""

from __future__ import annotations

import numpy as np

SAME_LINE = 1.2  # points between pieces of one rule drawn apart, across its direction
GAP = 3.0  # points a rule may stop short of the next piece, or of the rule it meets
DOT = 1.0  # points
SHORTEST = 3.0  # points; shorter ones are corners and dots


def split_rules(pages: list[np.ndarray], sizes: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Thin rectangles (n×4, page by page) as whole rules across and down each page, cut at its edges; mere dots are none.

    ``sizes``: the pages' widths and heights. Rules are n×3 (position, start, end), sorted.
    """
    rects, of = np.concatenate(pages), np.repeat(range(len(pages)), list(map(len, pages)))
    rects = np.minimum(np.maximum(rects, 0), np.hstack([sizes, sizes])[of])
    sizes, middle = rects[:, 2:] - rects[:, :2], (rects[:, :2] + rects[:, 2:]) / 2
    wide, high = sizes[:, 0], sizes[:, 1]
    across, down = np.flatnonzero((wide >= high) & (wide > DOT)), np.flatnonzero((wide < high) & (high > DOT))
    both = np.concatenate([across, down])
    position = np.concatenate([middle[across, 1], middle[down, 0]])
    ends = np.concatenate([rects[across][:, (0, 2)], rects[down][:, (1, 3)]])
    group = 2 * of[both]  # an even one: across a page, an odd one: down it
    group[len(across):] += 1
    group, rules = join_pieces(group, position, ends[:, 0], ends[:, 1])
    found = np.split(rules, np.searchsorted(group, np.arange(1, 2 * len(pages))))
    return list(zip(found[::2], found[1::2]))


def join_pieces(group: np.ndarray, position: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join pieces of one group that lie on one line and touch or overlap; drop what stays shorter than ``SHORTEST``.

    Out come each rule's group, ascending, and the rules, n×3, sorted within it.
    """
    if not len(position):
        return np.zeros(0, np.int64), np.zeros((0, 3))
    order = np.lexsort((end, start, position, group))
    group, position, start, end = group[order], position[order], start[order], end[order]
    line = _lines_of(group, position)
    order = np.lexsort((start, line))  # stable: pieces that begin together stay in order of position
    position, start, end = position[order], start[order], end[order]
    first = _first_pieces(line, start, end)
    rule = np.cumsum(first) - 1
    weight = np.maximum(end - start, 0.01)
    places = np.bincount(rule, position * weight) / np.bincount(rule, weight)
    first = np.flatnonzero(first)
    rules = np.stack([places, start[first], np.maximum.reduceat(end, first)], axis=1)
    long = rules[:, 2] - rules[:, 1] >= SHORTEST
    group, rules = group[first[long]], rules[long]
    order = np.lexsort((rules[:, 2], rules[:, 1], rules[:, 0], group))
    return group[order], rules[order]


def _first_pieces(line: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which pieces begin a rule: the first of their line, or more than ``GAP`` from all before them in it; bool, n."""
    n = len(line)
    rank = np.empty(n, np.int64)
    by_end = np.argsort(end, kind="stable")
    rank[by_end] = np.arange(n)
    reached = end[by_end[np.maximum.accumulate(line * n + rank) % n]]  # how far a line's pieces reach, up to each of them
    first = np.ones(n, bool)
    first[1:] = (line[1:] != line[:-1]) | (start[1:] > reached[:-1] + GAP)
    return first


def _lines_of(group: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Which line each of the positions, ascending within their groups, lies on.

    A step between neighbours, or more than ``SAME_LINE`` from a line's first, begins another.
    """
    steps = np.ones(len(position), bool)
    steps[1:] = (position[1:] - position[:-1] > SAME_LINE / 2) | (group[1:] != group[:-1])
    starts = np.flatnonzero(steps)
    ends = np.append(starts[1:], len(position))
    for run in np.flatnonzero(position[ends - 1] - position[starts] > SAME_LINE).tolist():
        begun = position[starts[run]]
        for k in range(starts[run], ends[run]):
            if position[k] - begun > SAME_LINE:
                steps[k], begun = True, position[k]
    return np.cumsum(steps) - 1


def connect(h: np.ndarray, v: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Groups of rules (n×3, across and down) that meet one another, directly or through others; single rules are no group."""
    if not len(h) or not len(v):
        return []
    meets = (
        (h[:, 1:2] - GAP <= v[:, 0]) & (v[:, 0] <= h[:, 2:] + GAP)
        & (v[:, 1] - GAP <= h[:, :1]) & (h[:, :1] <= v[:, 2] + GAP)
    )
    left = np.ones(len(h), bool)
    groups = []
    while np.count_nonzero(left):
        rows = np.zeros(len(h), bool)
        rows[left.argmax()] = True
        columns, seen = meets[left.argmax()], 1
        while True:
            rows = meets[:, columns].any(axis=1) | rows
            columns = meets[rows].any(axis=0)
            if (found := np.count_nonzero(rows) + np.count_nonzero(columns)) == seen:
                break
            seen = found
        left &= ~rows
        if np.count_nonzero(columns):
            groups.append((h[rows], v[columns]))
    return groups


def fold(positions: list[float], apart: float) -> list[float]:
    """Positions closer than ``apart`` folded into their mean, ascending."""
    out: list[list[float]] = []
    for p in sorted(positions):
        if out and p - out[-1][0] < apart:
            out[-1].append(p)
        else:
            out.append([p])
    return [sum(group) / len(group) for group in out]

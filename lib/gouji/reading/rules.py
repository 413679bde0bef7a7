"""From drawn rules to whole rules: pieces on one line joined, doubles folded, connected ones gathered.

In: (position, start, end) triples in points. Out: the same, fewer. A rule is never moved by more
than the tolerance that joined it.
"""

from __future__ import annotations

import numpy as np

Rule = tuple[float, float, float]

SAME_LINE = 1.2  # points between pieces of one rule drawn apart, across its direction
GAP = 3.0  # points a rule may stop short of the next piece, or of the rule it meets
DOT = 1.0  # points
SHORTEST = 3.0  # points; shorter ones are corners and dots


def split_rules(rects: np.ndarray, width: float, height: float) -> tuple[list[Rule], list[Rule]]:
    """Thin rectangles (n×4) as whole rules across and down the page, cut at its edges; mere dots are none."""
    if not len(rects):
        return [], []
    rects = np.minimum(np.maximum(rects, 0), (width, height, width, height))
    sizes, middle = rects[:, 2:] - rects[:, :2], (rects[:, :2] + rects[:, 2:]) / 2
    wide, high = sizes[:, 0], sizes[:, 1]
    flat = (wide >= high) & (wide > DOT)
    tall = (wide < high) & (high > DOT)
    across, down = np.flatnonzero(flat), np.flatnonzero(tall)
    position, start, end = np.empty((3, len(across) + len(down)))
    for part, way, at in ((slice(len(across)), across, 0), (slice(len(across), None), down, 1)):
        position[part], start[part], end[part] = middle[way, 1 - at], rects[way, at], rects[way, at + 2]
    rules = join_pieces(position, start, end, len(across))
    return sorted(rule for rule, at in rules if not at), sorted(rule for rule, at in rules if at)


def join_pieces(position: np.ndarray, start: np.ndarray, end: np.ndarray, across: int) -> list[tuple[Rule, bool]]:
    """Join pieces that lie on one line and touch or overlap; drop what stays shorter than ``SHORTEST``.

    The first ``across`` pieces run across, the others down: out come the rules, and whether they run down.
    """
    if not len(position):
        return []
    down = np.arange(len(position)) >= across
    order = np.lexsort((end, start, position, down))
    position, start, end = position[order], start[order], end[order]  # those across still come first
    line = _lines_of(position, across)
    order = np.lexsort((start, line))  # stable: pieces that begin together stay in order of position
    out = []
    here = -1
    for at, place, a, b, way in zip(line.tolist(), position[order].tolist(), start[order].tolist(), end[order].tolist(), down.tolist()):
        weight = b - a if b - a > 0.01 else 0.01
        if at == here and a <= last + GAP:
            total, whole = total + place * weight, whole + weight
            last = b if b > last else last
            continue
        if here >= 0 and last - begun >= SHORTEST:
            out.append(((total / whole, begun, last), ways))
        here, begun, last, whole, total, ways = at, a, b, weight, place * weight, way
    if last - begun >= SHORTEST:
        out.append(((total / whole, begun, last), ways))
    return out


def _lines_of(position: np.ndarray, across: int) -> np.ndarray:
    """Which line each of the positions lies on, ascending within those across and those down.

    A step between neighbours, or more than ``SAME_LINE`` from a line's first, begins another.
    """
    steps = position[1:] - position[:-1] > SAME_LINE / 2
    if 0 < across < len(position):
        steps[across - 1] = True
    line = np.zeros(len(position), np.int64)
    steps.cumsum(out=line[1:])
    first = np.concatenate([position[:1], position[1:][steps]])
    if not np.count_nonzero(position - first[line] > SAME_LINE):
        return line
    out, number, begun, before = [], 0, position[0], position[0]
    for k, place in enumerate(position.tolist()):
        if k == across or place - begun > SAME_LINE or place - before > SAME_LINE / 2:
            number, begun = number + 1, place
        out.append(number)
        before = place
    return np.array(out)


def connect(across: list[Rule], down: list[Rule]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Groups of rules (n×3) that meet one another, directly or through others; single rules are no group."""
    if not across or not down:
        return []
    h, v = np.array(across), np.array(down)
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

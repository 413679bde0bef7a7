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
    return (join_pieces(middle[flat, 1], rects[flat, 0], rects[flat, 2]), join_pieces(middle[tall, 0], rects[tall, 1], rects[tall, 3]))


def join_pieces(position: np.ndarray, start: np.ndarray, end: np.ndarray) -> list[Rule]:
    """Join pieces that lie on one line and touch or overlap; drop what stays shorter than ``SHORTEST``."""
    if not len(position):
        return []
    order = np.lexsort((end, start, position))
    position, start, end = position[order], start[order], end[order]
    line = _lines_of(position)
    order = np.lexsort((start, line))  # stable: pieces that begin together stay in order of position
    line, position, start, end = line[order], position[order], start[order], end[order]
    out = []
    here = -1
    for at, place, a, b in zip(line.tolist(), position.tolist(), start.tolist(), end.tolist()):
        weight = b - a if b - a > 0.01 else 0.01
        if at == here and a <= last + GAP:
            total, whole = total + place * weight, whole + weight
            last = b if b > last else last
            continue
        if here >= 0 and last - begun >= SHORTEST:
            out.append((total / whole, begun, last))
        here, begun, last, whole, total = at, a, b, weight, place * weight
    if last - begun >= SHORTEST:
        out.append((total / whole, begun, last))
    return sorted(out)


def _lines_of(position: np.ndarray) -> np.ndarray:
    """Which line each of the ascending positions lies on: a step, or more than ``SAME_LINE`` from its first, begins another."""
    steps = np.flatnonzero(position[1:] - position[:-1] > SAME_LINE / 2) + 1
    line = np.zeros(len(position), np.int64)
    line[steps] = 1
    line = line.cumsum()
    first = position[np.concatenate([[0], steps])]
    if (position - first[line] <= SAME_LINE).all():
        return line
    out, number, begun, before = [], 0, position[0], position[0]
    for place in position.tolist():
        if place - begun > SAME_LINE or place - before > SAME_LINE / 2:
            number, begun = number + 1, place
        out.append(number)
        before = place
    return np.array(out)


def connect(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that meet one another, directly or through others; single rules are no group."""
    if not across or not down:
        return []
    h, v = np.array(across), np.array(down)
    meets = (
        (h[:, None, 1] - GAP <= v[None, :, 0]) & (v[None, :, 0] <= h[:, None, 2] + GAP)
        & (v[None, :, 1] - GAP <= h[:, None, 0]) & (h[:, None, 0] <= v[None, :, 2] + GAP)
    )
    label = np.full(len(across), -1)
    groups = []
    for seed in range(len(across)):
        if label[seed] >= 0:
            continue
        rows = np.zeros(len(across), bool)
        rows[seed] = True
        columns = meets[seed]
        while True:
            grown = meets[:, columns].any(axis=1) | rows
            wider = meets[grown].any(axis=0)
            if (wider == columns).all() and (grown == rows).all():
                break
            rows, columns = grown, wider
        label[rows] = len(groups)
        if columns.any():
            groups.append(([across[i] for i in np.flatnonzero(rows)], [down[j] for j in np.flatnonzero(columns)]))
        else:
            label[seed] = len(across)
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

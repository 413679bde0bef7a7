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
    x0, y0, x1, y1 = np.clip(rects[:, 0], 0, width), rects[:, 1], np.clip(rects[:, 2], 0, width), rects[:, 3]
    y0, y1 = np.clip(y0, 0, height), np.clip(y1, 0, height)
    wide, high = x1 - x0, y1 - y0
    flat = (wide >= high) & (wide > DOT)
    tall = (wide < high) & (high > DOT)
    across = np.column_stack([(y0 + y1) / 2, x0, x1])[flat]
    down = np.column_stack([(x0 + x1) / 2, y0, y1])[tall]
    return join_pieces(across.tolist()), join_pieces(down.tolist())


def join_pieces(pieces: list[Rule]) -> list[Rule]:
    """Join pieces that lie on one line and touch or overlap; drop what stays shorter than ``SHORTEST``."""
    if not pieces:
        return []
    pieces = sorted(pieces)
    lines: list[list[Rule]] = [[pieces[0]]]
    for piece in pieces[1:]:
        if piece[0] - lines[-1][0][0] <= SAME_LINE and piece[0] - lines[-1][-1][0] <= SAME_LINE / 2:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    out = []
    for line in lines:
        line.sort(key=lambda p: p[1])
        place, start, end = line[0]
        weight = max(end - start, 0.01)
        total = place * weight
        for position, a, b in line[1:]:
            if a <= end + GAP:
                total, weight = total + position * max(b - a, 0.01), weight + max(b - a, 0.01)
                end = max(end, b)
            else:
                out.append((total / weight, start, end))
                start, end, weight = a, b, max(b - a, 0.01)
                total = position * weight
        out.append((total / weight, start, end))
    return sorted(rule for rule in out if rule[2] - rule[1] >= SHORTEST)


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

"""Rules that are not drawn as lines: rows of dots, and the ground that shows between fills painted upon it.

In: a page's rules and fills. Out: thin rectangles. Web pages print tables so: a dotted border as squares, a border
between cells as one dark box with the cells upon it in white, a point apart. A ground counts when cells take most
of it and leave narrow gaps; shaded rows leave none.
"""

from __future__ import annotations

import numpy as np

DOT = 1.0  # points: a piece no larger either way is a dot
FEWEST_DOTS = 6  # that stand in a row and are a rule
APART = 3.0  # points between two of them
LEVEL = 0.6  # points by which they may stand off the row

FEWEST = 4  # cells on one ground
TAKEN = 0.6  # share of the ground that its cells take
NARROWEST = 0.2  # points of ground that can be seen between two cells
MOST_CELLS = 1500  # on one ground; with more of them nothing is worked out
SLACK = 0.1  # points by which a cell may reach over its ground


def rules_of_dots(rects: np.ndarray) -> np.ndarray:
    """Each row or column of dots among ``rects`` (n×4) that stand close together, n×4."""
    nothing = np.zeros((0, 4))
    small = rects[:, 2] - rects[:, 0] <= DOT
    small &= rects[:, 3] - rects[:, 1] <= DOT
    if np.count_nonzero(small) < FEWEST_DOTS:
        return nothing
    dots, found = rects[small], [nothing]
    for side in (0, 1):
        across = (dots[:, 1 - side] + dots[:, 3 - side]) / 2
        order = np.lexsort((dots[:, side], np.round(across / LEVEL)))
        row, at = dots[order], across[order]
        apart = (np.abs(at[1:] - at[:-1]) > LEVEL) | (row[1:, side] - row[:-1, side + 2] > APART)
        starts = np.flatnonzero(np.concatenate([[True], apart]))
        lengths = np.diff(np.append(starts, len(row)))
        if (lengths >= FEWEST_DOTS).any():
            lines = np.hstack([np.minimum.reduceat(row[:, :2], starts), np.maximum.reduceat(row[:, 2:], starts)])
            found.append(lines[lengths >= FEWEST_DOTS])
    return np.concatenate(found)


def rules_between(fills: np.ndarray, thin: float) -> np.ndarray:
    """The gaps narrower than ``thin`` that cells leave of their ground, n×4. ``fills`` as in ``Drawn``."""
    nothing = np.zeros((0, 4))
    if len(fills) <= FEWEST:
        return nothing
    sizes = (fills[:, 3] - fills[:, 1]) * (fills[:, 4] - fills[:, 2])
    grounds = np.flatnonzero((fills[:, 5] == 0) & (sizes > FEWEST * np.median(sizes)))
    found = [nothing]
    for k in grounds.tolist():
        ground = fills[k]
        inside = (fills[:, 0] > ground[0]) & (fills[:, 1:3] >= ground[1:3] - SLACK).all(axis=1) & (fills[:, 3:5] <= ground[3:5] + SLACK).all(axis=1)
        if FEWEST <= np.count_nonzero(inside) <= MOST_CELLS and sizes[inside].sum() > TAKEN * sizes[k]:
            cells = fills[inside, 1:5]
            found += [_gaps_after(cells, ground[1:5], thin), _gaps_after(-cells[:, [2, 3, 0, 1]], -ground[[3, 4, 1, 2]], thin)[:, [2, 3, 0, 1]] * -1]
    return np.concatenate(found)


def _gaps_after(cells: np.ndarray, ground: np.ndarray, thin: float) -> np.ndarray:
    """The gaps right of and below ``cells`` (n×4), up to the next cell or the ground's edge."""
    out = []
    for side in (0, 1):
        other = 1 - side
        ends, starts = cells[:, side + 2], cells[:, side]
        beside = (cells[:, None, other] < cells[:, other + 2] - SLACK) & (cells[:, None, other + 2] > cells[:, other] + SLACK)
        ahead = np.where(beside & (starts >= ends[:, None] - SLACK), starts, ground[side + 2]).min(axis=1)
        width = ahead - ends
        gap = (width >= NARROWEST) & (width < thin)
        rule = cells[gap].copy()
        rule[:, side], rule[:, side + 2] = ends[gap], ahead[gap]
        rule[:, other] -= width[gap]  # gaps meet where cells do not
        rule[:, other + 2] += width[gap]
        out.append(rule)
    return np.concatenate(out)

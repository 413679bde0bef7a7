"""A chart drawn on a ruled ground is no table: what tells the two apart.

In: a lattice, the share of its cells that hold words, the fills and the text around it. Bars cross
rules and stand clear of them; axis labels stand beside a ground that holds figures at most, and no word.
A blank row continued from the page before has neither, and is kept.
"""

from __future__ import annotations

import numpy as np

from gouji.reading.lattice import Lattice

CLEAR = 2.0  # points between a bar's sides and the nearest rule, and by which it crosses one
FEWEST_BARS = 2
WORDY = 0.5  # share of cells with words from which coloured boxes are decoration
LABELS = 40.0  # points left of the ground within which axis labels stand


def is_chart(lattice: Lattice, wordy: float, lettered: bool, fills: np.ndarray, x: np.ndarray, y: np.ndarray) -> bool:
    """``lettered``: some cell holds more than figures. ``fills`` n×6 as in ``Drawn``; ``x``, ``y`` the centres of
    characters, those inside the lattice's cells harmless among them."""
    x0, y0, x1, y1 = lattice.box
    if not lettered and ((x > x0 - LABELS) & (x < x0) & (y > y0 - CLEAR) & (y < y1 + CLEAR)).any():
        return True
    if wordy >= WORDY or not len(fills):
        return False
    inner = fills[(fills[:, 5] == 0) & (fills[:, 1] > x0 - CLEAR) & (fills[:, 3] < x1 + CLEAR) & (fills[:, 2] > y0 - CLEAR) & (fills[:, 4] < y1 + CLEAR)]
    xs, ys = np.array(lattice.xs), np.array(lattice.ys)
    bars = 0
    for _, left, top, right, bottom, _ in inner.tolist():
        upright = _clear(left, xs) and _clear(right, xs) and _crosses(top, bottom, ys)
        lying = _clear(top, ys) and _clear(bottom, ys) and _crosses(left, right, xs)
        bars += upright or lying
    return bars >= FEWEST_BARS


def _clear(side: float, rules: np.ndarray) -> bool:
    return bool((np.abs(rules - side) > CLEAR).all())


def _crosses(low: float, high: float, rules: np.ndarray) -> bool:
    return bool(((rules > low + CLEAR) & (rules < high - CLEAR)).any())

"""What misread cells would do to the reliability index: a bootstrap over the cells, at a measured rate of error.

Each draw takes every cell for misread with the declared probability. An identity that rests on such a cell says the
opposite of what it said: what closed did so wrongly, what failed need not have. That is the worst a misreading does.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gouji.analysis.closure import CLOSED
from gouji.analysis.declared import declared
from gouji.analysis.reliability import counted
from gouji.analysis.tested import identities

COLUMNS = ["name", "cells", "read_low", "read_high"]
INTERVAL = (0.05, 0.95)


def misreading(findings: pd.DataFrame, names: list[str], draws: int, seed: int, rate: float | None = None) -> pd.DataFrame:
    """One row a document: cells its counted identities rest on, and the 5 % and 95 % quantile of the share that closes (per cent)
    if cells are misread at ``rate`` (default: the declared upper bound). None where nothing was tested."""
    chance = declared("disclosure")["reliability"]["misread"]["rate"] if rate is None else rate
    random = np.random.default_rng(seed)
    return pd.DataFrame([(n, *_document(findings[findings["name"] == n], draws, float(chance), random)) for n in names], columns=COLUMNS)


def _document(own: pd.DataFrame, draws: int, rate: float, random: np.random.Generator) -> tuple:
    kept = counted(identities(own))
    cells = {cell: i for i, cell in enumerate(dict.fromkeys(c for one in kept for c in one.cells))}
    if not kept:
        return 0, None, None
    rests = [[cells[c] for c in one.cells] for one in kept]
    closes = np.array([one.outcome in CLOSED for one in kept])
    standing: dict[int, list[int]] = {}
    for i, own_cells in enumerate(rests):
        for cell in own_cells:
            standing.setdefault(cell, []).append(i)
    shares = np.empty(draws)
    for draw in range(draws):
        wrong = np.flatnonzero(random.random(len(cells)) < rate)
        turned = list({i for cell in wrong for i in standing[cell]})
        shares[draw] = closes.sum() + (1 - 2 * closes[turned].astype(int)).sum()
    low, high = np.quantile(100 * shares / len(kept), INTERVAL)
    return len(cells), float(low), float(high)

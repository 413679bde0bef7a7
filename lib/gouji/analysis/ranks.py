"""What the weights of the dimensions do to the order: ranks under draws about the declared weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.disclosure import dimension_scores


def rank_intervals(items: pd.DataFrame, draws: int, spread: float, seed: int) -> pd.DataFrame:
    """One row a document: score under the declared and under equal weights, geometric mean, rank as declared, and the
    5 % and 95 % quantile of its rank under ``draws`` Dirichlet draws (concentration ``spread``; larger = closer to the
    declared weights). Source of the steps: OECD/JRC Handbook on Constructing Composite Indicators (2008)."""
    if items.empty:
        return pd.DataFrame(columns=["name", "declared", "equal", "geometric", "rank", "rank_low", "rank_high"])
    wide = dimension_scores(items).pivot(index="name", columns="dimension", values="score").astype(float)
    wide = wide.reindex(items["name"].drop_duplicates())
    weights = pd.Series({d["id"]: d["weight"] for d in declared("disclosure")["dimensions"]}, dtype=float).reindex(wide.columns)
    sampled = np.random.default_rng(seed).dirichlet(spread * weights / weights.sum(), size=draws)
    scores = np.array([_score(wide.to_numpy(), w) for w in sampled])
    ranks = (-scores).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    low, high = np.quantile(ranks, (0.05, 0.95), axis=0, method="nearest")
    declared_score = _score(wide.to_numpy(), weights.to_numpy())
    return pd.DataFrame({
        "name": wide.index, "declared": declared_score, "equal": _score(wide.to_numpy(), np.ones(wide.shape[1])),
        "geometric": _geometric(wide.to_numpy(), weights.to_numpy()),
        "rank": (-declared_score).argsort(kind="stable").argsort(kind="stable") + 1, "rank_low": low.astype(int), "rank_high": high.astype(int),
    }).sort_values("rank").reset_index(drop=True)  # fmt: skip


def _score(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted mean over the dimensions known of each document."""
    known = ~np.isnan(values)
    return np.nansum(values * weights, axis=1) / (known * weights).sum(axis=1)


def _geometric(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted geometric mean; a dimension of zero counts as one point, so that it does not erase the rest."""
    known = ~np.isnan(values)
    logs = np.log(np.maximum(np.where(known, values, 1.0), 1.0))
    return np.exp((logs * weights).sum(axis=1) / (known * weights).sum(axis=1))

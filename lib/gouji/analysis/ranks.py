"""What the weights of the dimensions and the unknown items do to the order, within groups of documents that may be compared.

Steps of the OECD/JRC Handbook on Constructing Composite Indicators (2008): other weights, other aggregation, and draws.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.disclosure import dimension_scores, weights_of

COLUMNS = ["group", "name", "n", "score", "equal", "mof", "geometric", "rank", "rank_low", "rank_high"]
INTERVAL = (0.05, 0.95)


def rank_intervals(items: pd.DataFrame, groups: Mapping[str, str], draws: int, spread: float, seed: int) -> pd.DataFrame:
    """One row a document that has a group: its score under declared, equal and the Ministry's weights and as a geometric mean,
    its rank within the group (1 best, ties share the better), and the interval that holds its rank in nine of ten draws.

    A draw takes the weights from a Dirichlet distribution about the declared ones (concentration ``spread``; larger =
    closer) and every dimension from its bounds, uniformly. ``seed`` makes it repeatable."""
    parts = dimension_scores(items[items["name"].isin(groups)])
    rows = [_group(group, parts[parts["name"].map(groups).eq(group)], draws, spread, seed) for group in dict.fromkeys(groups.values())]
    return pd.concat([r for r in rows if len(r)] or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)


def _group(group: str, parts: pd.DataFrame, draws: int, spread: float, seed: int) -> pd.DataFrame:
    if parts.empty:
        return pd.DataFrame(columns=COLUMNS)
    order = [d["id"] for d in declared("disclosure")["dimensions"] if d["id"] in set(parts["dimension"])]
    low, high = (parts.pivot(index="name", columns="dimension", values=c)[order].astype(float) for c in ("low", "high"))
    names, low, high = list(low.index), low.to_numpy(), high.to_numpy()
    here, middle = ~np.isnan(low), (low + high) / 2
    weights = {scheme: np.array([weights_of(scheme)[d] for d in order]) for scheme in ("declared", "equal", "mof")}
    score = {scheme: _mean(middle, w, here) for scheme, w in weights.items()}
    drawn = _drawn_ranks(low, high, here, weights["declared"], draws, spread, seed)
    quantiles = np.quantile(drawn, INTERVAL, axis=0, method="nearest").astype(int)
    return pd.DataFrame({
        "group": group, "name": names, "n": len(names), "score": score["declared"], "equal": score["equal"], "mof": score["mof"],
        "geometric": np.exp(_mean(np.log(np.maximum(np.where(here, middle, 1.0), 1.0)), weights["declared"], here)),
        "rank": _ranks(score["declared"][None, :])[0], "rank_low": quantiles[0], "rank_high": quantiles[1],
    })[COLUMNS].sort_values(["rank", "name"], ignore_index=True)  # fmt: skip


def _drawn_ranks(low, high, here, weights, draws: int, spread: float, seed: int) -> np.ndarray:
    """Ranks, draws × documents."""
    random = np.random.default_rng(seed)
    sampled = random.dirichlet(spread * weights / weights.sum(), size=draws)
    values = low[None] + (high - low)[None] * random.random((draws, *low.shape))
    return _ranks(_mean(values, sampled[:, None, :], here[None]))


def _mean(values: np.ndarray, weights: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Weighted mean over the dimensions that apply to each document."""
    return np.where(here, values * weights, 0.0).sum(axis=-1) / np.where(here, weights, 0.0).sum(axis=-1)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """1 for the best of each row; equal scores (to nine digits) share the better rank."""
    rounded = np.round(scores, 9)
    return 1 + (rounded[:, None, :] > rounded[:, :, None]).sum(axis=-1)

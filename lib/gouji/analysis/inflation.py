"""How much higher scores are than their own targets make them, and how sure that is.

The indicators of one document are filled in by one hand, so an interval over indicators as if they were independent
would be too narrow: documents are the clusters. With few documents there is a share and its N, and no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.sources import Source, many


@dataclass(frozen=True)
class Estimate:
    """A ratio (of sums over documents) with its interval; ``low`` and ``high`` None where there are too few documents."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    documents: int

    def words(self, unit: str = "%", digits: int = 1) -> str:
        """12.5% [3.1–20.0], N = 40 of 12 documents."""
        if self.value is None:
            return "–"
        span = f" [{self.low:.{digits}f}–{self.high:.{digits}f}]" if self.low is not None else ""
        return f"{self.value:.{digits}f}{unit}{span}".replace("-", "−")


def missed_full_rate(marks: pd.DataFrame) -> Estimate:
    """Of the indicators that missed their target and have a score, the per cent that were given their whole weight."""
    own = marks[marks["met"].eq(False) & marks["full"].notna()]
    return ratio(own["name"], 100.0 * own["full"].eq(True), pd.Series(1.0, index=own.index))


def mean_inflation(sums: pd.DataFrame) -> Estimate:
    """Points by which a total exceeds what its own targets give, on average over the evaluations that print a total."""
    own = sums[sums["inflation"].notna()]
    return ratio(own["name"], own["inflation"].astype(float), pd.Series(1.0, index=own.index))


def ratio(clusters: pd.Series, above: pd.Series, below: pd.Series, level: float = 0.95) -> Estimate:
    """Σ above / Σ below with its interval over clusters: linearised variance, Student's t with clusters − 1 degrees.

    Source: Cochran, Sampling Techniques (1977), ch. 6 and 9."""
    totals = pd.DataFrame({"above": above, "below": below}).groupby(clusters).sum()
    whole, k, n = totals["below"].sum(), len(totals), int(below.sum())
    if not whole:
        return Estimate(None, None, None, n, k)
    value = totals["above"].sum() / whole
    if k < declared("evaluations")["least_documents"]:
        return Estimate(value, None, None, n, k)
    residual = totals["above"] - value * totals["below"]
    half = student(level, k - 1) * sqrt(k / (k - 1) * (residual**2).sum()) / whole
    return Estimate(value, value - half, value + half, n, k)


def student(level: float, degrees: int) -> float:
    """The two-sided quantile of Student's t, by the Cornish–Fisher expansion (Abramowitz & Stegun 26.7.5); degrees ≥ 5."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    terms = ((z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384)
    return z + sum(term / degrees**power for power, term in enumerate(terms, start=1))


def totals(money: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """One row a self-evaluation that prints a total: name, project, total, and what its own targets give (NaN without weights)."""
    own = money[money["total"].notna()][["name", "form", "table", "project", "total", "total_"]]
    own = own.merge(sums[["name", "form", "table", "recomputed", "recomputed_"]], on=["name", "form", "table"], how="left")
    own = own.assign(total=own["total"].astype(float), recomputed=own["recomputed"].astype(float))
    return own[["name", "project", "total", "recomputed", "total_", "recomputed_"]]


def distribution(given: pd.DataFrame) -> pd.DataFrame:
    """Two rows, of ``totals``: n, lowest, median, highest of the totals given and recomputed, and how many are 90 or more."""
    rows = []
    for word, column in (("given", "total"), ("recomputed", "recomputed")):
        own = given[given[column].notna()].sort_values(column, kind="stable")
        values, each = own[column], tuple(Source(r["project"], f"{r[column]:.2f}", s[0].ref if (s := many(r["total_"])) else "") for _, r in own.iterrows())
        from_90 = each[len(own) - int((values >= 90).sum()) :]
        rows.append((word, len(own), values.min(), values.median(), values.max(), len(from_90), each, each[:1], each, each[-1:], from_90))
    return pd.DataFrame(rows, columns=["score", "n", "lowest", "median", "highest", "from_90", "n_", "lowest_", "median_", "highest_", "from_90_"])

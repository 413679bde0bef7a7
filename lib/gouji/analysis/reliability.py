"""The reliability index: whether what is disclosed holds together, from the outcomes of the rules.

A share of tested identities, never merged with the disclosure index: a document with three figures is trivially
consistent. Failures that follow from another (``cause``) are not counted again. Intervals are Wilson's.
"""

from __future__ import annotations

from math import sqrt

import pandas as pd

from gouji.analysis.closure import CLOSED, TESTABLE
from gouji.analysis.declared import declared


def wilson(closed: int, tested: int, z: float) -> tuple[float, float]:
    """The interval of a share, in per cent. Source: Wilson (1927)."""
    if not tested:
        return 0.0, 100.0
    share, square = closed / tested, z * z / tested
    middle, half = share + square / 2, z * sqrt(share * (1 - share) / tested + square / (4 * tested))
    return 100 * (middle - half) / (1 + square), 100 * (middle + half) / (1 + square)


def reliability_index(findings: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """One row a document of ``names``: tested, not_testable, strict (closed %), exact (%), weighted (by severity),
    low, high (interval of strict), enough (at least as many tests as declared), implausible (counted apart)."""
    given = declared("disclosure")["reliability"]
    rows = [_reliability(name, findings[findings["name"] == name], given) for name in names]
    columns = ["name", "tested", "not_testable", "strict", "exact", "weighted", "low", "high", "enough", "implausible"]
    return pd.DataFrame(rows, columns=columns).astype({"enough": bool})


def _reliability(name: str, own: pd.DataFrame, given: dict) -> dict:
    independent = own[own["outcome"].isin(TESTABLE) & own["cause"].isna()]
    closed = independent["outcome"].isin(CLOSED)
    weight = independent["severity"].map(given["severity"]).astype(float)
    low, high = wilson(int(closed.sum()), len(independent), float(given["z"]))
    share = lambda part, whole: 100 * part / whole if whole else None  # noqa: E731
    return {
        "name": name, "tested": len(independent), "not_testable": int((own["outcome"] == "not_testable").sum()),
        "strict": share(int(closed.sum()), len(independent)), "exact": share(int((independent["outcome"] == "exact").sum()), len(independent)),
        "weighted": share(float(weight[closed].sum()), float(weight.sum())), "low": low, "high": high,
        "enough": len(independent) >= given["least"], "implausible": int((own["outcome"] == "implausible").sum()),
    }  # fmt: skip

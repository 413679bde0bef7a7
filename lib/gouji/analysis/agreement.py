"""Whether two coders agree on the text items: Cohen's κ for two, Krippendorff's α for any number (nominal scores).

Until people have coded a sample, the text items (dimension C) are machine-coded and nothing is claimed of them.
"""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import pandas as pd

from gouji.errors import Refusal

COLUMNS = ("document", "item", "coder", "score")


def read_codings(path: str | Path) -> pd.DataFrame:
    """A CSV with the columns document, item, coder, score. Raises Refusal when it is not one."""
    try:
        frame = pd.read_csv(path, dtype=str)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise Refusal(str(path), f"not readable as codings ({type(error).__name__})", f"a CSV with the columns {', '.join(COLUMNS)}") from None
    if lacking := [c for c in COLUMNS if c not in frame]:
        raise Refusal(str(path), f"no column {lacking[0]!r}", f"columns: {', '.join(COLUMNS)}")
    return frame[list(COLUMNS)].dropna()


def agreement(codings: pd.DataFrame) -> dict[str, float | int | None]:
    """units coded by at least two, coders, κ (None unless there are two coders), α (None without variation)."""
    units = [own["score"].tolist() for _, own in codings.drop_duplicates(["document", "item", "coder"]).groupby(["document", "item"])]
    pairs = [u for u in units if len(u) > 1]
    coders = codings["coder"].nunique()
    wide = codings.drop_duplicates(["document", "item", "coder"]).pivot(index=["document", "item"], columns="coder", values="score").dropna()
    kappa = cohen(list(wide.iloc[:, 0]), list(wide.iloc[:, 1])) if coders == 2 and len(wide) else None
    return {"units": len(pairs), "coders": coders, "kappa": kappa, "alpha": krippendorff(pairs)}


def cohen(one: list, two: list) -> float | None:
    """Cohen (1960). None where both coders give everything the same single score: chance alone explains it."""
    n = len(one)
    observed = sum(a == b for a, b in zip(one, two, strict=True)) / n
    first, second = Counter(one), Counter(two)
    expected = sum(first[c] * second[c] for c in first) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff(units: list[list]) -> float | None:
    """Krippendorff (2004), nominal: ``units`` hold the scores each was given, at least two a unit."""
    together: Counter = Counter()
    for scores in units:
        for a, b in permutations(range(len(scores)), 2):
            together[scores[a], scores[b]] += 1 / (len(scores) - 1)
    margins: Counter = Counter()
    for (a, _), value in together.items():
        margins[a] += value
    n = sum(margins.values())
    expected = sum(margins[a] * margins[b] for a in margins for b in margins if a != b)
    if not expected:
        return None
    observed = sum(v for (a, b), v in together.items() if a != b)
    return 1 - (n - 1) * observed / expected

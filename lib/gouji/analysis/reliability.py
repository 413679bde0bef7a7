"""The reliability index: whether what is disclosed holds together, from the arithmetic that could be tested.

A share of independent identities, never merged with the disclosure index: a document with three figures is trivially
consistent. One wrong cell counts once: what follows from a root (``cause``) is left out, and of the rest only identities
that add to the rank of the constraint matrix are counted, failures first, so that none of them is lost as a consequence
of what closes. Intervals are Wilson's; the bounds say what the identities that could not be tested might change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import NamedTuple

import pandas as pd

from gouji.analysis.closure import CLOSED
from gouji.analysis.declared import declared
from gouji.analysis.independence import independent
from gouji.analysis.tested import Identity, arithmetic, identities

COLUMNS = [
    "name", "tested", "zeros", "independent", "failed", "not_testable", "strict", "exact", "weighted", "low", "high", "bound_low", "bound_high",
    "off", "off_share", "enough", "implausible",
]  # fmt: skip
TOTALS = (("FA01", "exp.grand"), ("FA01", "rev.grand"), ("FA04", "grand"), ("BG01", "exp.grand"), ("BG01", "rev.grand"), ("BG01", "total"))


@dataclass(frozen=True)
class Weighed:
    """What the index of one document is made of: the arithmetic tested, what of it counts, and what could not be tested (ids)."""

    found: tuple[Identity, ...]
    kept: tuple[Identity, ...]
    untested: tuple[str, ...]

    @property
    def closed(self) -> list[Identity]:
        return [i for i in self.kept if i.outcome in CLOSED]

    @property
    def failed(self) -> list[Identity]:
        return [i for i in self.kept if i.outcome not in CLOSED]

    def marks(self) -> dict[str, list[str]]:
        """Finding id → what it is of tested, zeros, independent, failed, untested."""
        out = {i.finding: ["tested", *(["zeros"] if i.zeros else [])] for i in self.found}
        for one in self.kept:
            out[one.finding] += ["independent"] if one.outcome in CLOSED else ["independent", "failed"]
        return out | {i: ["untested"] for i in self.untested}


def weigh(findings: pd.DataFrame, names: list[str]) -> dict[str, Weighed]:
    """Document → what its index is made of."""
    return {name: _weighed(findings[findings["name"] == name]) for name in names}


def _weighed(own: pd.DataFrame) -> Weighed:
    found = identities(own)
    untested = own[own["outcome"].eq("not_testable") & own["rule"].map(arithmetic).astype(bool)]["id"]
    return Weighed(tuple(found), tuple(counted(found)), tuple(untested))


def wilson(closed: int, tested: int, z: float) -> tuple[float, float]:
    """The interval of a share, in per cent. Source: Wilson (1927)."""
    if not tested:
        return 0.0, 100.0
    share, square = closed / tested, z * z / tested
    middle, half = share + square / 2, z * sqrt(share * (1 - share) / tested + square / (4 * tested))
    return 100 * (middle - half) / (1 + square), 100 * (middle + half) / (1 + square)


def reliability_index(findings: pd.DataFrame, names: list[str], totals: Mapping[str, Decimal] | None = None) -> pd.DataFrame:
    """One row a document of ``names``, shares in per cent.

    tested: arithmetic identities; zeros: of these, left out because all their figures are zero; independent: counted;
    failed: of these; strict: share exact or within rounding, exact: share exact, weighted: strict by the rules' severity;
    low, high: interval of strict; bound_low, bound_high: strict if all that could not be tested failed, or held;
    off: Σ|difference| of the failures in 元 (one a root), off_share: per cent of the document's grand total (``totals``, 元);
    enough: at least as many as declared; implausible: findings counted apart."""
    odd = findings.loc[findings["outcome"] == "implausible", "name"].value_counts()
    rows = [_reliability(name, own, (totals or {}).get(name)) | {"implausible": int(odd.get(name, 0))} for name, own in weigh(findings, names).items()]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"enough": bool})


def counted(found: list[Identity]) -> list[Identity]:
    """The identities that are counted: roots and what closes, failures first, then the most severe; only independent ones."""
    rank = {s: i for i, s in enumerate(declared("disclosure")["reliability"]["severity"])}
    given = sorted((i for i in found if not i.follows and not i.zeros), key=lambda i: (i.outcome in CLOSED, rank.get(i.severity, 9)))
    return [i for i, adds in zip(given, independent([i.row for i in given]), strict=True) if adds]


def grand_totals(ledger: pd.DataFrame) -> dict[str, Decimal]:
    """Document name → the grand total it prints (元): of its summary form, else the largest amount of any form."""
    return {name: row.value for name, row in grand_rows(ledger).items()}


def grand_rows(ledger: pd.DataFrame) -> dict[str, NamedTuple]:
    """Document name → the row of the ledger that is its grand total, its columns as attributes."""
    money = ledger[~ledger["blank"] & ledger["value"].notna() & ledger["unit"].fillna("").str.endswith("元")]
    return {name: _grand(own) for name, own in money.groupby("name", sort=False)}


def _grand(own: pd.DataFrame) -> NamedTuple:
    for form, item in TOTALS:
        hit = own[(own["form"] == form) & (own["item"] == item)]
        if len(hit) and max(hit["value"]) > 0:
            return _largest(hit)
    return _largest(own)


def _largest(own: pd.DataFrame) -> NamedTuple:
    return next(own[own["value"].eq(max(own["value"]))].itertuples(index=False))


def _reliability(name: str, own: Weighed, total: Decimal | None) -> dict:
    given = declared("disclosure")["reliability"]
    found, kept, closed, untested = own.found, own.kept, own.closed, len(own.untested)
    weights = {id(i): float(given["severity"][i.severity]) for i in kept}
    low, high = wilson(len(closed), len(kept), float(given["z"]))
    off = sum((i.off for i in own.failed if i.off is not None), Decimal(0))
    return {
        "name": name, "tested": len(found), "zeros": sum(i.zeros for i in found), "independent": len(kept), "failed": len(kept) - len(closed),
        "not_testable": untested, "strict": _share(len(closed), len(kept)), "exact": _share(sum(i.outcome == "exact" for i in kept), len(kept)),
        "weighted": _share(sum(weights[id(i)] for i in closed), sum(weights.values())), "low": low, "high": high,
        "bound_low": _share(len(closed), len(kept) + untested), "bound_high": _share(len(closed) + untested, len(kept) + untested),
        "off": off, "off_share": float(100 * off / total) if total else None,
        "enough": len(kept) >= given["least"],
    }  # fmt: skip


def _share(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None

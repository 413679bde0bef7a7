"""How the identities close: outcomes by form and document, residuals against the rounding envelope.

Identities are the findings whose outcome is exact, rounding, truncation or mismatch; all others state that there
was nothing to test, something missing, or something odd.
"""

from __future__ import annotations

import itertools
import math
import re
from decimal import Decimal

import pandas as pd

CLOSED = ("exact", "rounding")
TESTABLE = (*CLOSED, "truncation", "mismatch")
ORDER = (*TESTABLE, "implausible", "missing", "not_testable", "not_applicable")
TOLD = ("mismatch", "truncation", "missing", "implausible")
SEVERITY = ("error", "warning", "info")


def outcomes_by_document(findings: pd.DataFrame) -> pd.DataFrame:
    """One row a document (name), one column an outcome, and testable, closed, closed % (None without any testable)."""
    counts = _counts(_within(findings), "name")
    return _with_share(counts)


def _within(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings within one document; those across documents belong to none and are told apart."""
    return findings[findings["name"].ne("")]


def outcomes_by_form(findings: pd.DataFrame) -> pd.DataFrame:
    """One row a document and form: testable, closed, closed %. A finding without form stands under "–"."""
    named = _within(findings)
    named = named.assign(form=named["form"].fillna("–"), closes=named["outcome"].isin(CLOSED))
    tested = named[named["outcome"].isin(TESTABLE)].groupby(["name", "form"], as_index=False)
    out = tested.agg(testable=("closes", "size"), closed=("closes", "sum")).astype({"testable": int, "closed": int})
    return out.assign(share=100 * out["closed"] / out["testable"])


def closed_share(findings: pd.DataFrame) -> tuple[int, int]:
    """(identities closed, identities testable)."""
    return int(findings["outcome"].isin(CLOSED).sum()), int(findings["outcome"].isin(TESTABLE).sum())


def share_text(closed: int, testable: int) -> str:
    """The share that closes, in per cent, cut to one decimal: 100.0% is said only when every one does. "–" of none."""
    return f"{math.floor(1000 * closed / testable) / 10:.1f}%" if testable else "–"


def residuals(findings: pd.DataFrame) -> pd.DataFrame:
    """One row an identity with a numeric difference: name, form, rule, outcome, difference in its unit, in units of the last
    printed digit (``digits``), and as a multiple of what rounding could leave of it (``share``; NaN where no rounding could); ``id_`` the finding's."""
    tested = findings[findings["outcome"].isin(TESTABLE) & findings["difference"].notna()]
    rows = []
    for row in tested.itertuples(index=False):
        difference = _decimal(row.difference)
        if difference is not None:
            of_envelope = _decimal(getattr(row, "of_envelope", None))
            share = float(of_envelope) if of_envelope is not None and of_envelope.is_finite() else 0.0 if not difference else None
            rows.append((row.name, row.form, row.rule, row.outcome, difference, row.unit, difference / _last_digit(row), share, row.id))
    columns = ["name", "form", "rule", "outcome", "difference", "unit", "digits", "share", "id_"]
    return pd.DataFrame(rows, columns=columns).astype({"share": float})


def roots(findings: pd.DataFrame, outcomes: tuple[str, ...] = TOLD) -> pd.DataFrame:
    """The findings a person should look at, root causes only, the most severe and the largest first, with ``follow``,
    the number of findings that follow from each."""
    told = findings[findings["outcome"].isin(outcomes) & findings["cause"].isna()]
    follow = findings["cause"].value_counts()
    size = pd.to_numeric(told["difference"], errors="coerce").abs().fillna(0)
    ranked = told.assign(
        follow=told["id"].map(follow).fillna(0).astype(int), _size=size,
        _rank=told["severity"].map({s: i for i, s in enumerate(SEVERITY)}), _kind=told["outcome"].map({o: i for i, o in enumerate(outcomes)}),
    )  # fmt: skip
    return ranked.sort_values(["_rank", "_kind", "_size"], ascending=[True, True, False], kind="stable").drop(columns=["_rank", "_kind", "_size"])


def not_tested(findings: pd.DataFrame) -> pd.DataFrame:
    """Rules that could not be tested, by document: name, rule, zh, en, n."""
    untested = findings[findings["outcome"] == "not_testable"]
    return untested.groupby(["name", "rule", "zh", "en"], as_index=False).size().rename(columns={"size": "n"})


def _counts(findings: pd.DataFrame, by: str) -> pd.DataFrame:
    wide = findings.groupby([by, "outcome"]).size().unstack(fill_value=0)
    return wide.reindex(columns=[o for o in ORDER if o in wide.columns])


def _with_share(counts: pd.DataFrame) -> pd.DataFrame:
    testable = counts.reindex(columns=TESTABLE, fill_value=0).sum(axis=1)
    closed = counts.reindex(columns=CLOSED, fill_value=0).sum(axis=1)
    share = (100 * closed / testable.where(testable > 0)).astype(float)
    return counts.assign(testable=testable, closed=closed, share=share).reset_index()


def _decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text).replace(",", ""))
    except ArithmeticError:
        return None


def _last_digit(row) -> Decimal:
    """One unit of the last digit printed: of ``found`` when it is a figure, else of ``expected``."""
    for text in (row.found, row.expected):
        value = _decimal(text)
        if value is not None and value.is_finite():
            return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    return Decimal(1)


def between_forms(findings: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of forms that identities tie: a, b, testable, closed (``exact_`` of them exactly). The forms are those of the operands' addresses."""
    counts: dict[str, list[int]] = {}
    for row in findings[findings["outcome"].isin(TESTABLE)].itertuples(index=False):
        for pair in ties(row.where):
            found = counts.setdefault(pair, [0, 0, 0])
            for at, counted in enumerate((TESTABLE, CLOSED, ("exact",))):
                found[at] += row.outcome in counted
    return pd.DataFrame([(*pair.split("+"), *n) for pair, n in sorted(counts.items())], columns=["a", "b", "testable", "closed", "exact_"])


def ties(where: str) -> list[str]:
    """The pairs of forms (``FA01+FA03``) among a finding's operands."""
    forms = sorted(set(re.findall(r'"address": "([A-Z]{2}\d+)/', where)))
    return [f"{a}+{b}" for a, b in itertools.combinations(forms, 2)]

"""Where the figures of reconciliation lead: counts to the findings they count, shares to their counts, residuals to their finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from gouji.analysis.closure import CLOSED, ORDER, SEVERITY, TESTABLE
from gouji.analysis.sources import Source, Sources
from gouji.show.derivation import Leads, derived, listed
from gouji.show.rich import Rich, bilingual, joined, list_ref
from gouji.show.style import look

TESTED = ("可检验 = 完全相符 + 尾差内 + 截位 + 不符", "testable = exact + within rounding + truncated + mismatch")
HOLD = ("成立 = 完全相符 + 尾差内", "closed = exact + within rounding")
SHARE = ("成立 ÷ 可检验 × 100%", "closed ÷ testable × 100%")
NONE: Mapping[str, Any] = {}
CLOSES = bilingual("成立", "closed")
CUT = ("成立 ÷ 可检验 × 100%，截到一位小数（全部成立才写 100.0%）", "closed ÷ testable × 100%, cut to one decimal (100.0% only where every one closes)")


def outcome_list(outcome: str, **fields: Any) -> str:
    """The rows of one outcome: those that close to the digit stand in a table of their own."""
    return list_ref("exact", **fields) if outcome == "exact" else list_ref("findings", outcome=outcome, **fields)


class Counts:
    """The findings counted by what a table's row is of: ``by`` are fields of the interactive tables and columns of ``findings``;
    ``only`` the fields and values to which the findings were narrowed."""

    def __init__(self, findings: pd.DataFrame, by: Mapping[str, str] = NONE, only: Mapping[str, Any] = NONE):
        self.by, self.only = dict(by), dict(only)
        own = findings.assign(**{c: findings[c].fillna("") for c in self.by.values()})
        self.numbers = own.groupby([*self.by.values(), "outcome"]).size().to_dict() if len(own) else {}

    def of(self, row: Mapping[str, Any], outcomes: Iterable[str]) -> Sources:
        """The counts of these outcomes, each with the rows it counts; of several those that occur."""
        key = tuple("" if row[c] == "–" else row[c] for c in self.by.values())
        fields = self.only | dict(zip(self.by, key, strict=True))
        counted = [(o, self.numbers.get((*key, o) if key else o, 0)) for o in outcomes]
        return tuple(Source(_named(o), n, outcome_list(o, **fields)) for o, n in counted if n or len(counted) == 1)

    def leads(self, decimals: int = 2) -> Leads:
        """Columns of a table of outcomes, of shares, or of both."""
        one = {o: lambda row, o=o: self.of(row, (o,)) for o in ORDER}
        return Leads(one | {
            "testable": lambda row: derived(row["testable"], *TESTED, self.of(row, TESTABLE)),
            "closed": lambda row: derived(row["closed"], *HOLD, self.of(row, CLOSED)),
            "share": lambda row: derived(row["share"], *SHARE, [Source(CLOSES, row["closed"]), *self.of(row, TESTABLE)], decimals=decimals),
        })  # fmt: skip


def narrowed(opened, severities: Sequence[str]) -> dict[str, Any]:
    """The fields that narrow the site's lists as a notebook's parameters narrow its findings."""
    fields = {"severity": list(severities)} if set(severities) != set(SEVERITY) else {}
    return fields | ({"document": [*opened.names, ""]} if opened.names else {})


def by_document(findings: pd.DataFrame, only: Mapping[str, Any] = NONE) -> Leads:
    """Tables with one row a document (name)."""
    return Counts(findings, {"document": "name"}, only).leads()


def by_form(findings: pd.DataFrame, only: Mapping[str, Any] = NONE) -> Leads:
    """Tables with one row a document and form (– where a finding has none)."""
    return Counts(findings, {"document": "name", "form": "form"}, only).leads(decimals=1)


def between_forms(only: Mapping[str, Any] = NONE) -> Leads:
    """The table of the forms that identities tie (a, b)."""
    return Leads({"testable": lambda r: derived(r["testable"], *TESTED, _tied(r, TESTABLE, r["testable"], only)), "closed": lambda r: derived(r["closed"], *HOLD, _tied(r, CLOSED, r["closed"], only))})


def _tied(row: Mapping[str, Any], outcomes: Sequence[str], number: int, only: Mapping[str, Any]) -> Sources:
    tie, rest = f"{row['a']}+{row['b']}", outcomes[1:]
    words = joined(" / ", [_named(o) for o in rest])
    return Source(_named("exact"), row["exact_"], list_ref("exact", tie=tie, **only)), Source(words, number - row["exact_"], list_ref("findings", tie=tie, outcome=rest, **only))


def residuals() -> Leads:
    """The table of residuals: each column to the finding, which shows operands and arithmetic."""
    return Leads(dict.fromkeys(("difference", "digits", "share"), "finding:{id_}"))


def roots() -> Leads:
    """The table of root findings (``show.finding_rows``): differences to the finding, what follows to its list."""
    return Leads({"difference": "finding:{id_}", "follow": lambda row: list_ref("findings", cause=row["id_"])})


def untested() -> Leads:
    """The table of rules not tested: n to those findings."""
    return Leads({"n": lambda r: list_ref("findings", document=r["name"], rule=r["rule"], outcome="not_testable", finding=" ".join(r["zh"].split()))})


def told(findings: pd.DataFrame, roots_found: pd.DataFrame, share: str, only: Mapping[str, Any] = NONE) -> dict[str, Rich]:
    """What the answer of the reconciliation counts, by the names its sentences use: testable, closed, share, the outcomes, roots."""
    counts = Counts(findings, only=only)
    one = {o: listed(int(counts.numbers.get(o, 0)), outcome_list(o, **only)) for o in ORDER}
    tested, closed = (sum(int(counts.numbers.get(o, 0)) for o in some) for some in (TESTABLE, CLOSED))
    mismatches = int(roots_found["outcome"].eq("mismatch").sum())
    return one | {
        "testable": derived(tested, *TESTED, counts.of({}, TESTABLE)), "closed": derived(closed, *HOLD, counts.of({}, CLOSED)),
        "share": derived(share, *CUT, [Source(CLOSES, closed), *counts.of({}, TESTABLE)]),
        "roots": listed(mismatches, list_ref("findings", outcome="mismatch", root="yes", **only)),
    }  # fmt: skip


def _named(outcome: str) -> Rich:
    given = look()["outcomes"][outcome]
    return bilingual(given["zh"], given["en"])

"""The arithmetic that was tested in a document: one row an identity, reduced to what the reliability index asks of it.

In: findings as ``study.findings`` holds them. Left out, and counted by the caller: rules about presence, words and
thresholds (no arithmetic), and identities of zeros alone (0 + 0 = 0 is true of every empty form and proves nothing).
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import pandas as pd

from gouji.analysis.closure import TESTABLE
from gouji.analysis.independence import generic
from gouji.rules.catalogue import load_catalogue
from gouji.rules.index import UNIT_FACTORS

ARITHMETIC = ("SUM", "EQ", "EQ0", "EQd", "PCT", "LE", "EX")  # tolerance classes of the catalogue
COLUMNS = ("id", "rule", "outcome", "severity", "cause", "form", "difference", "unit")


@dataclass(frozen=True)
class Identity:
    """One identity tested: its outcome, the rule's severity, the cells it ties, what it is off by in 元 (None: no money)."""

    rule: str
    outcome: str
    severity: str
    follows: bool  # from another finding: the same wrong cell once more
    cells: tuple[Hashable, ...]
    row: Mapping[Hashable, int]  # coefficients
    off: Decimal | None
    zeros: bool
    finding: str = ""  # its id


def findings_table(findings: Iterable, name: str) -> pd.DataFrame:
    """Findings of one document, as the rules give them, with the columns of ``study.findings`` that the indices read."""
    from gouji.rules.outputs import finding_json

    return payload_table(map(finding_json, findings), name)


def payload_table(findings: Iterable[Mapping], name: str) -> pd.DataFrame:
    """The same of findings in the shape of ``gouji check``."""
    rows = []
    for finding in findings:
        first = next((p for p in finding["where"] if p["page"]), finding["where"][0] if finding["where"] else {})
        said = {"zh": finding["message"]["zh"], "en": finding["message"]["en"], "page": first.get("page"), "row": first.get("row")}
        rows.append({c: finding[c] for c in COLUMNS} | said | {"name": name, "where": json.dumps(finding["where"], ensure_ascii=False)})
    return pd.DataFrame(rows, columns=[*COLUMNS, "zh", "en", "page", "row", "name", "where"])


def identities(findings: pd.DataFrame) -> list[Identity]:
    """The arithmetic identities tested among the findings of one document, in their order."""
    known = _rules()
    own = findings[findings["outcome"].isin(TESTABLE) & findings["rule"].map(arithmetic).astype(bool)]
    return [_identity(row, known[row.rule][1]) for row in own.itertuples(index=False)]


def arithmetic(rule: str) -> bool:
    """Whether a rule of the catalogue is an arithmetic one."""
    return _rules().get(rule, ("", ""))[0] in ARITHMETIC


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[str, str]]:
    return {r.id: (r.tolerance, r.severity) for r in load_catalogue()}


def _identity(row, severity: str) -> Identity:
    places = json.loads(row.where)
    cells = tuple(dict.fromkeys(map(_cell, places)))
    signs: dict[Hashable, int] = {}
    for place in places:
        signs[_cell(place)] = signs.get(_cell(place), 0) + (place.get("sign") or 0)
    linear = all(place.get("sign") for place in places) and any(signs.values())
    return Identity(
        row.rule, row.outcome, severity, isinstance(row.cause, str) and bool(row.cause), cells,
        signs if linear else generic(cells), _money(row.difference, row.unit), not any(_says(p) for p in places), row.id,
    )  # fmt: skip


def _cell(place: Mapping) -> Hashable:
    """A figure's own place: page and box, and its address where prose puts several figures in one line."""
    box = tuple(round(x) for x in place["bbox"]) if place.get("bbox") else place.get("sentence")
    return place.get("page"), box, place["address"], place.get("printed"), place.get("document")


def _says(place: Mapping) -> bool:
    """Whether a figure other than zero is printed."""
    return any(c in "123456789" for c in place.get("printed") or "")


def _money(difference: object, unit: object) -> Decimal | None:
    factor = UNIT_FACTORS.get(unit) if isinstance(unit, str) else None
    try:
        return abs(Decimal(str(difference).replace(",", "").replace("−", "-"))) * factor if factor else None
    except InvalidOperation:
        return None

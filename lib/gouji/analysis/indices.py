"""Both indices of documents just checked, in the shape of ``gouji check``: what notebook 06 shows of a study, document by document.

In: documents, their ledger, and the payload of ``findings_json`` with every outcome. Out: by sha256, plain numbers ready
for JSON; where nothing can be said ``score`` is None and ``reason`` tells why. The two are never merged into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import pandas as pd

from gouji.analysis.disclosure import disclosure_index, score_items
from gouji.analysis.evidence import of_document
from gouji.analysis.reliability import grand_totals, reliability_index
from gouji.model import Document
from gouji.study.frames import findings_frame

NO_ITEMS = "no item of the index is asked of a document of this kind"
NO_ARITHMETIC = "no identity could be tested"


def indices(documents: Iterable[Document], ledger: pd.DataFrame, payload: Mapping) -> dict[str, dict]:
    """sha256 → {"disclosure": {score, low, high, known …}, "reliability": {score, low, high, independent, failed …}}.

    disclosure is 0–100 with its bounds; reliability the per cent of independent identities that hold, with its interval.
    """
    held = {document.reading.sha256: document for document in documents}
    named = {"documents": [{**d, "file": d["sha256"]} for d in payload["documents"]], "across": []}
    findings = findings_frame(named, {})
    own = dict(list(findings.groupby("name", sort=False)))
    evidence = {s: of_document(d, ledger, own.get(s, findings.iloc[:0])) for s, d in held.items()}
    disclosed = {row["name"]: row for row in disclosure_index(score_items(evidence)).to_dict("records")}
    totals = grand_totals(ledger.assign(name=ledger["document"])) if len(ledger) else {}
    trusted = {row["name"]: row for row in reliability_index(findings, list(held), totals).to_dict("records")}
    return {sha256: {"disclosure": _disclosure(disclosed.get(sha256)), "reliability": _reliability(trusted[sha256])} for sha256 in held}


def _disclosure(row: Mapping | None) -> dict:
    if row is None or pd.isna(row["score"]):
        return {"score": None, "low": None, "high": None, "reason": NO_ITEMS}
    return _plain(row)


def _reliability(row: Mapping) -> dict:
    found = _plain(row)
    score = found.pop("strict")
    return {"score": score, **found, **({"reason": NO_ARITHMETIC} if score is None else {})}


def _plain(row: Mapping) -> dict:
    """Numbers that JSON knows, shares to two decimals, amounts of money as text."""
    return {key: _number(value) for key, value in row.items() if key != "name"}


def _number(value):
    if isinstance(value, Decimal):
        return f"{value:f}"
    if value is None or value is pd.NA or value != value:
        return None
    if hasattr(value, "item"):
        value = value.item()
    return round(value, 2) if isinstance(value, float) else value

"""Both indices of documents, in the shape of ``gouji check``: what notebook 06 shows of a study, document by document.

Never merged into one number. Plain numbers ready for JSON; where nothing can be said ``score`` is None and ``reason``
tells why; every point of the disclosure index with the place that earns it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from gouji.analysis.disclosure import dimension_scores, disclosure_index, score_items
from gouji.analysis.evidence import of_document
from gouji.analysis.reliability import grand_totals, reliability_index
from gouji.analysis.tested import findings_table, payload_table
from gouji.model import Document

PLACES = 2  # decimals of a score
POINT = ["item", "score", "state", "evidence", "form", "row", "page"]
NO_ITEMS = "no item of the index is asked of a document of this kind"
NO_ARITHMETIC = "no identity could be tested"


def indices(documents: Iterable[Document], ledger: pd.DataFrame, payload: Mapping) -> dict[str, dict]:
    """sha256 → both indices, of several documents. ``payload``: that of ``findings_json`` with every outcome."""
    held = {document.reading.sha256: document for document in documents}
    return {d["sha256"]: _both(held[d["sha256"]], ledger, payload_table(d["findings"], d["sha256"])) for d in payload["documents"]}


def document_indices(document: Document, ledger: pd.DataFrame, findings: Iterable) -> dict[str, dict]:
    """``{"disclosure": {…}, "reliability": {…}}`` of one document.

    ``ledger``: the frame of ``build_ledger`` (rows of other documents are passed over); ``findings``: the document's own,
    exact ones included. disclosure: score (the middle of low and high), low, high (0–100), known (% of the weight),
    ``dimensions``, and ``points`` with the place of each. reliability: score (per cent of independent identities that
    close), low, high (95 % interval), exact, weighted, tested, independent, failed, not_testable, off (元), off_share, enough.
    """
    return _both(document, ledger, findings_table(findings, document.reading.sha256))


def _both(document: Document, ledger: pd.DataFrame, findings: pd.DataFrame) -> dict[str, dict]:
    name = document.reading.sha256
    own = ledger[ledger["document"] == name].assign(name=name)
    items = score_items({name: of_document(document, own, findings)})
    trust = reliability_index(findings, [name], grand_totals(own) if len(own) else {})
    return {"disclosure": _disclosure(items), "reliability": _reliability(trust.iloc[0])}


def _disclosure(items: pd.DataFrame) -> dict[str, Any]:
    if items.empty:
        return {"score": None, "low": None, "high": None, "reason": NO_ITEMS}
    parts = dimension_scores(items).drop(columns="name")
    return {
        **_plain(disclosure_index(items).iloc[0].drop("name")),
        "dimensions": [_plain(row) for row in parts.to_dict("records")],
        "points": [_plain(row) for row in items[POINT].to_dict("records")],
    }


def _reliability(row: pd.Series) -> dict[str, Any]:
    found = _plain(row.drop("name"))
    score = found.pop("strict")
    return {"score": score, **found, **({"reason": NO_ARITHMETIC} if score is None else {})}


def _plain(row: Mapping | pd.Series) -> dict[str, Any]:
    return {key: _value(value) for key, value in row.items()}


def _value(value: Any) -> Any:
    """A value JSON knows: shares to two decimals, amounts of money as text, None for what is absent."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if value is None or value is pd.NA or value != value:
        return None
    if hasattr(value, "item"):
        value = value.item()
    return round(value, PLACES) if isinstance(value, float) else value

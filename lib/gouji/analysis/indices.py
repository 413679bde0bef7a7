"""Both indices of one document, as ``gouji check`` states them: what is disclosed, and whether it holds together.

Never merged into one number. The same functions give the notebooks theirs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from gouji.analysis.disclosure import dimension_scores, disclosure_index, score_items
from gouji.analysis.evidence import of_document
from gouji.analysis.reliability import grand_totals, reliability_index
from gouji.analysis.tested import findings_table
from gouji.model import Document

PLACES = 2  # decimals of a score


def document_indices(document: Document, ledger: pd.DataFrame, findings: Iterable) -> dict[str, dict[str, Any]]:
    """``{"disclosure": {…}, "reliability": {…}}`` of one document.

    ``ledger``: the frame of ``build_ledger`` (rows of other documents are passed over); ``findings``: the document's own,
    exact ones included. disclosure: score (the middle of low and high), low, high (0–100), known (% of the weight),
    ``dimensions`` and ``items`` with the place of every point. reliability: score (per cent of independent identities
    that close), low, high (95 % interval), exact, weighted, tested, independent, failed, not_testable, off_share, enough.
    """
    name = document.reading.sha256
    own = ledger[ledger["document"] == name].assign(name=name)
    table = findings_table(findings, name)
    items = score_items({name: of_document(document, own, table)})
    return {"disclosure": _disclosure(items), "reliability": _reliability(reliability_index(table, [name], grand_totals(own)).iloc[0])}


def _disclosure(items: pd.DataFrame) -> dict[str, Any]:
    if items.empty:
        return {"score": None, "low": None, "high": None, "reason": "no items are declared for this kind of document"}
    index = disclosure_index(items).iloc[0]
    parts = dimension_scores(items).drop(columns="name")
    points = items[["item", "score", "state", "evidence", "form", "row", "page"]]
    return {
        **{k: _plain(index[k]) for k in ("score", "low", "high", "known", "tested", "items", "unknown", "not_applicable")},
        "dimensions": [{k: _plain(v) for k, v in row.items()} for row in parts.to_dict("records")],
        "points": [{k: _plain(v) for k, v in row.items()} for row in points.to_dict("records")],
    }


def _reliability(row: pd.Series) -> dict[str, Any]:
    names = ("low", "high", "exact", "weighted", "bound_low", "bound_high", "tested", "zeros", "independent", "failed", "not_testable", "implausible", "off_share", "enough")
    return {"score": _plain(row["strict"]), **{k: _plain(row[k]) for k in names}}


def _plain(value: Any) -> Any:
    """A value JSON knows: rounded floats, None for what is absent."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return round(value, PLACES) if isinstance(value, float) else value

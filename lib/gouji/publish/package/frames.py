"""A study's tables in the shape they are published in: resource name → pandas frame with the dictionary's columns."""

from __future__ import annotations

import json

import pandas as pd

from gouji.analysis.entities import entity_table
from gouji.fields.reference import FILES, classification
from gouji.publish.package.spending import spending

RULE = ("id", "zh", "en", "scope", "severity", "formula", "tolerance", "status")


def frames(opened) -> dict[str, pd.DataFrame]:
    """The published frames of an OpenedStudy. Documents that could not be read are among the problems only."""
    entities = entity_table(opened.documents, opened.tables)
    documents = _documents(opened, entities)
    return {
        "ledger": opened.ledger.drop(columns="name"),
        "documents": documents,
        "findings": opened.findings,
        "operands": operands(opened.findings, dict(zip(documents["sha256"], documents["name"], strict=True))),
        "spending": spending(opened.ledger, entities),
        "tables": opened.tables,
        "problems": opened.problems,
        "rules": _rules(),
        "classification": pd.concat([classification(s).frame() for s in FILES], ignore_index=True),
    }


def operands(findings: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """One row an operand of a finding; ``names`` gives a document's short name by its sha256."""
    rows = []
    for finding in findings.itertuples(index=False):
        for number, place in enumerate(json.loads(finding.where), start=1):
            box = place.get("bbox") or (None,) * 4
            rows.append({
                "finding": finding.id, "operand": number, "name": names.get(place.get("document"), finding.name), "address": place["address"],
                "page": place["page"], **dict(zip(("x0", "y0", "x1", "y1"), box, strict=True)),
                **{k: place.get(k) for k in ("row", "column", "printed", "sentence")},
            })  # fmt: skip
    columns = ["finding", "operand", "name", "address", "page", "x0", "y0", "x1", "y1", "row", "column", "printed", "sentence"]
    return pd.DataFrame(rows, columns=columns).astype({"page": "Int64"})


def _documents(opened, entities: pd.DataFrame) -> pd.DataFrame:
    """The documents that were read, one row a file: of two names of one file the first."""
    added = entities.drop(columns=["entity", "name"])
    whole = pd.concat([opened.documents.reset_index(drop=True), added.reset_index(drop=True)], axis=1)
    whole = whole[whole["read"].astype(bool)].assign(sha256=lambda f: f["sha256_read"])
    return whole.drop_duplicates("sha256").reset_index(drop=True)


def _rules() -> pd.DataFrame:
    from gouji.rules.catalogue import load_catalogue

    return pd.DataFrame([{k: getattr(rule, k) for k in RULE} for rule in load_catalogue()])

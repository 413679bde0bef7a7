"""Findings at the border: the JSON of ``gouji check`` and the frame that goes to Parquet and CSV."""

from __future__ import annotations

from collections.abc import Iterable

import pandas

from gouji.rules.engine import outcome_counts
from gouji.rules.findings import Finding, Findings, Place

NOT_YET = "not computed by this command yet"
COLUMNS = (
    "id document file rule outcome severity form row column page expected found difference unit z "
    "cause reason suspect_page suspect_row suspect_column suspect_printed suspect_repaired operands zh en"
).split()


def _place(place: Place) -> dict:
    return {
        "address": place.address,
        "page": place.page,
        "bbox": list(place.bbox) if place.bbox else None,
        "row": place.row,
        "column": place.column,
        "printed": place.printed,
        **({"document": place.document} if place.document else {}),
        **({"sentence": place.sentence} if place.sentence else {}),
    }


def _places(finding: Finding) -> list[dict]:
    """The operands; in a linear identity each with its sign (Σ sign × value = 0), from which its independence is worked out."""
    places = [_place(p) for p in finding.where]
    one = finding.identity
    if one is None or one.mode == "ratio":
        return places
    signs = [side * t.sign for side, terms in ((1, one.left), (-1, one.right)) for t in terms if t.figure]
    return [p | {"sign": s} for p, s in zip(places, signs, strict=True)] if len(signs) == len(places) else places


def finding_json(finding: Finding) -> dict:
    """One finding in the contract's shape."""
    suspect = finding.suspect
    return {
        "id": finding.id,
        "rule": finding.rule,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "form": finding.form,
        "where": _places(finding),
        "expected": finding.expected,
        "found": finding.found,
        "difference": finding.difference,
        "unit": finding.unit,
        "z": finding.z,
        "reason": finding.reason,
        "cause": finding.cause,
        "read_again": finding.read_again,
        "suspect": {**_place(suspect.place), "repaired": suspect.repaired} if suspect else None,
        "message": {"zh": finding.zh, "en": finding.en},
    }


def _shown(findings: Iterable[Finding], all: bool) -> list[dict]:
    return [finding_json(f) for f in findings if all or f.outcome != "exact"]


def findings_json(findings: Findings, all: bool = False) -> dict:
    """The contract's shape: by document with counts of every outcome; ``exact`` is listed only with ``all``."""
    documents = [
        {
            "file": d.file,
            "sha256": d.sha256,
            "counts": outcome_counts(d.findings),
            "indices": {
                "disclosure": {"score": None, "low": None, "high": None, "reason": NOT_YET},
                "reliability": {"score": None, "reason": NOT_YET},
            },
            "findings": _shown(d.findings, all),
        }
        for d in findings.documents
    ]
    return {"documents": documents, "across": _shown(findings.across, True)}  # pairs are few: what agrees is told too


def _record(finding: Finding, file: str | None) -> dict:
    first, suspect = finding.where[0], finding.suspect
    return {
        "id": finding.id,
        "document": finding.document or None,
        "file": file,
        "rule": finding.rule,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "form": finding.form,
        "row": first.row,
        "column": first.column,
        "page": next((p.page for p in finding.where if p.page), None),
        "expected": finding.expected,
        "found": finding.found,
        "difference": finding.difference,
        "unit": finding.unit,
        "z": finding.z,
        "cause": finding.cause,
        "reason": finding.reason,
        "suspect_page": suspect.place.page if suspect else None,
        "suspect_row": suspect.place.row if suspect else None,
        "suspect_column": suspect.place.column if suspect else None,
        "suspect_printed": suspect.place.printed if suspect else None,
        "suspect_repaired": suspect.repaired if suspect else None,
        "operands": " ".join(p.address for p in finding.where),
        "zh": finding.zh,
        "en": finding.en,
    }


def findings_frame(findings: Findings) -> pandas.DataFrame:
    """One row a finding, exact ones included, in the order of documents and catalogue; amounts are text in ``unit``."""
    records = [_record(f, d.file) for d in findings.documents for f in d.findings]
    records += [_record(f, None) for f in findings.across]
    frame = pandas.DataFrame.from_records(records, columns=COLUMNS)
    return frame.astype({"page": "Int64", "suspect_page": "Int64"})

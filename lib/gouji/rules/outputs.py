"""Findings at the border: the JSON of ``gouji check`` (``gouji.study.frames`` makes a table of it)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gouji.rules.arithmetic import envelope, total
from gouji.rules.engine import outcome_counts
from gouji.rules.findings import Finding, Findings, Place

MEASURED = re.compile(r"(?P<number>-?[\d,]+(?:\.\d+)?) ?(?P<unit>%|个百分点|[千百万亿]*元|[人辆台套个项次批])")  # as printed: 12.30万元
ADDRESS = re.compile(r"said:|[A-Z]{2}\d\d/")  # of the ledger or of the text
NOT_HERE = "gouji check --json computes it, and notebook 06"


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


def _of_envelope(finding: Finding) -> str | None:
    """The difference as a multiple of the largest that the rounding of the printed figures could leave: beyond 1 (or −1) no
    rounding explains it. None for an inequality, and where nothing is rounded."""
    one = finding.identity
    if one is None or finding.residual is None or one.mode == "part":
        return None
    if one.mode == "ratio":
        above, below = abs(total(one.right)), abs(total(one.below))
        lowest = below - envelope(one.below)
        if lowest <= 0:
            return None
        computed = one.scale * above / below
        bound = one.left[0].half + one.scale * (above + envelope(one.right)) / lowest - computed
        residual = abs(one.left[0].value) - computed
    else:
        bound, residual = envelope(finding.terms), finding.residual
    return f"{residual / bound:.4f}" if bound else None


def _amounts(finding: Finding) -> dict:
    """expected, found and difference as numbers where they are such, the unit apart; what is no value but an address is none."""
    given = {k: None if v is None or ADDRESS.match(v) else v for k, v in (("expected", finding.expected), ("found", finding.found), ("difference", finding.difference))}
    parts = {k: MEASURED.fullmatch(v) for k, v in given.items() if v}
    units = {m["unit"] for m in parts.values() if m} | ({finding.unit} if finding.unit else set())
    if len(units) != 1 or not any(parts.values()):
        return given | {"unit": finding.unit}
    return {k: parts[k]["number"].replace(",", "") if parts.get(k) else v for k, v in given.items()} | {"unit": units.pop()}


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
        **_amounts(finding),
        "z": finding.z,
        "of_envelope": _of_envelope(finding),
        "reason": finding.reason,
        "cause": finding.cause,
        "read_again": finding.read_again,
        "suspect": {**_place(suspect.place), "repaired": suspect.repaired} if suspect else None,
        "message": {"zh": finding.zh, "en": finding.en},
    }


def _shown(findings: Iterable[Finding], all: bool) -> list[dict]:
    return [finding_json(f) for f in findings if all or f.outcome != "exact"]


def findings_json(findings: Findings, all: bool = False, indices: Mapping[str, dict] | None = None) -> dict:
    """The contract's shape: by document with counts of every outcome; ``exact`` is listed only with ``all``.

    ``indices``: by sha256, what ``gouji.analysis.indices`` makes of the same documents.
    """
    documents = [
        {
            "file": d.file,
            "sha256": d.sha256,
            "counts": outcome_counts(d.findings),
            "indices": (indices or {}).get(d.sha256) or {
                "disclosure": {"score": None, "low": None, "high": None, "reason": NOT_HERE},
                "reliability": {"score": None, "reason": NOT_HERE},
            },
            "findings": _shown(d.findings, all),
        }
        for d in findings.documents
    ]
    return {"documents": documents, "across": _shown(findings.across, all)}

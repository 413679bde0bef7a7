"""Claims as the JSON of ``gouji claims`` (contracts.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from gouji.claims.claim import Claim


def claims_json(found: Iterable[tuple[str, list[Claim]]]) -> dict:
    """(file name, claims) pairs → the contract's object."""
    return {"documents": [{"file": name, "claims": [_claim(claim) for claim in claims]} for name, claims in found]}


def _claim(claim: Claim) -> dict:
    """The claim with its figure named as findings name one: ``row`` the printed label, ``address`` form/item/column."""
    out = asdict(claim)
    if figure := out["figure"]:
        out["figure"] = figure | {"row": figure["row_label"], "address": "/".join((figure["form"], figure["item"], figure["column"]))}
    return out

"""Claims as the JSON of ``gouji claims`` (contracts.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from gouji.claims.claim import Claim


def claims_json(found: Iterable[tuple[str, list[Claim]]]) -> dict:
    """(file name, claims) pairs → the contract's object."""
    return {"documents": [{"file": name, "claims": [asdict(claim) for claim in claims]} for name, claims in found]}

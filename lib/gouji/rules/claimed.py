"""A stated figure as an amount: in 元, with half of its last digit and its place in the prose."""

from __future__ import annotations

from decimal import Decimal

from gouji.claims.find import Claim
from gouji.rules.findings import Place

TEN_THOUSAND = Decimal(10_000)
FACTORS = {"万元": TEN_THOUSAND, "元": Decimal(1), "亿元": TEN_THOUSAND * TEN_THOUSAND, "万": TEN_THOUSAND}


def place_of(claim: Claim) -> Place:
    """Page and sentence of a stated figure."""
    return Place.absent("prose", claim.page, claim.sentence)


def yuan(claim: Claim) -> Decimal | None:
    """The amount in 元; None of what is no money."""
    try:
        return Decimal(claim.value) * FACTORS[claim.unit]
    except (ArithmeticError, KeyError):
        return None


def half_of(claim: Claim) -> Decimal:
    """Half of the last digit stated, in 元."""
    return FACTORS[claim.unit] * Decimal(1).scaleb(Decimal(claim.value).as_tuple().exponent) / 2

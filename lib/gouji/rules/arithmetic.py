"""Display-rounding arithmetic: what a set of printed figures can and cannot mean.

A printed figure x stands for the half-open interval [x − h, x + h), h being half of its last printed
digit; a blank and a printed zero are exactly zero (h = 0). Everything is ``Decimal``; there is no
epsilon to tune. What comes in are ``Term``s (sign, value, half), what goes out is a ``Verdict``.
Source of the rules: the envelope logic of the catalogue (``docs/rules.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouji.rules.index import Figure

ZERO = Decimal(0)
OUTCOMES = (
    "exact",
    "rounding",
    "truncation",
    "mismatch",
    "implausible",
    "missing",
    "not_testable",
    "not_applicable",
)


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of an identity: its sign, its value and half of its last digit (both in the ledger's unit).

    ``figure`` is None for a constant (100 points) and for a row that the form need not print (then zero);
    ``name`` is the address, for messages.
    """

    sign: int
    value: Decimal
    half: Decimal
    name: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``residual`` is found − expected; ``envelope`` the largest residual that display rounding could leave."""

    outcome: str
    expected: Decimal
    found: Decimal
    residual: Decimal
    envelope: Decimal


def total(terms: Iterable[Term]) -> Decimal:
    """Signed sum of the printed values."""
    return sum((t.value if t.sign > 0 else -t.value for t in terms), ZERO)


def envelope(terms: Iterable[Term]) -> Decimal:
    """Σ h: a sum of half-open intervals can come near this, never reach it."""
    return sum((t.half for t in terms), ZERO)


def judge_sum(whole: Sequence[Term], parts: Sequence[Term]) -> Verdict:
    """Σ whole = Σ parts. Rounding explains a residual strictly inside the envelope, nothing else does."""
    found, expected = total(whole), total(parts)
    bound = envelope(whole) + envelope(parts)
    residual = found - expected
    if not residual:
        outcome = "exact"
    else:
        outcome = "rounding" if abs(residual) < bound else "mismatch"
    return Verdict(outcome, expected, found, residual, bound)


def judge_equal(left: Sequence[Term], right: Sequence[Term], tolerance: str) -> Verdict:
    """The same quantity stated twice.

    ``EQ0`` one figure printed twice: identical when printed to the same digit, else as ``EQd``.
    ``EQ`` and ``EQd``: two aggregates rounded each for itself may differ by one last digit (|a − b| ≤ h_a + h_b);
    a side of several terms is a sum, and then the bound is strict.
    """
    found, expected = total(left), total(right)
    bound = envelope(left) + envelope(right)
    residual = found - expected
    rounded = [t.half for t in (*left, *right) if t.half]
    if not residual:
        outcome = "exact"
    elif tolerance == "EQ0" and len(set(rounded)) <= 1:
        outcome = "mismatch"
    elif len(rounded) <= 2:
        outcome = "rounding" if abs(residual) <= bound else "mismatch"
    else:
        outcome = "rounding" if abs(residual) < bound else "mismatch"
    if outcome == "mismatch" and tolerance == "EQd" and _cut_off(left, right):
        outcome = "truncation"
    return Verdict(outcome, expected, found, residual, bound)


def _cut_off(left: Sequence[Term], right: Sequence[Term]) -> bool:
    """Whether one coarser figure is the other with digits cut off (1.86 for 1.868)."""
    if len(left) != 1 or len(right) != 1 or left[0].half == right[0].half:
        return False
    coarse, fine = sorted((left[0], right[0]), key=lambda t: -t.half)
    return coarse.value * fine.value >= 0 and 0 < abs(fine.value) - abs(coarse.value) < 2 * coarse.half


def judge_part(part: Sequence[Term], whole: Sequence[Term]) -> Verdict:
    """Σ part ≤ Σ whole; ``expected`` is the largest the part may be. Holding is exact, however large the gap."""
    found, expected = total(part), total(whole)
    bound = envelope(part) + envelope(whole)
    excess = found - expected
    if excess <= 0:
        outcome = "exact"
    else:
        outcome = "rounding" if excess < bound else "mismatch"
    return Verdict(outcome, expected, found, excess, bound)


def judge_ratio(stated: Term, numerator: Sequence[Term], denominator: Sequence[Term], scale: Decimal) -> Verdict | None:
    """``stated`` = scale · Σ numerator / Σ denominator, with the stated figure's own last digit.

    None when the denominator is zero (0/0: the rule does not apply). ``exact`` when rounding the computed ratio
    half up gives the stated figure, ``rounding`` when the intervals meet, ``truncation`` when digits were cut.
    """
    above, below = total(numerator), total(denominator)
    if not below:
        return None
    half_above, half_below = envelope(numerator), envelope(denominator)
    digit = (2 * stated.half).normalize() or Decimal(1)
    ratio = scale * above / below
    rounded = ratio.quantize(digit, rounding=ROUND_HALF_UP) if digit.as_tuple().digits == (1,) else ratio
    low, high = ratio, ratio
    if below - half_below > 0 and above >= 0:
        low = scale * (above - half_above) / (below + half_below)
        high = scale * (above + half_above) / (below - half_below)
    residual = stated.value - rounded
    if not residual:
        outcome = "exact"
    elif stated.value - stated.half < high and stated.value + stated.half > low:
        outcome = "rounding"
    elif ratio.quantize(digit, rounding=ROUND_FLOOR) == stated.value:
        outcome = "truncation"
    else:
        outcome = "mismatch"
    return Verdict(outcome, rounded, stated.value, residual, stated.half + (high - low) / 2)

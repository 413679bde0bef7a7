"""Printed text and its unit → an exact amount.

In: the text of one cell as displayed and the unit of its form ("万元"). Out: an :class:`Amount` in
yuan with the resolution it was printed in. Refused with :class:`NotAnAmount`: whatever is not one
figure, whole (text, two numbers in one cell, codes such as "07", percentages where money stands,
badly grouped digits). Nothing is ever a float.

Vocabulary (units, blanks, signs, operators): ``declared/amounts.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

import yaml

from gouji.errors import Refusal

ZERO = Decimal(0)
# Full-width ASCII and the ideographic space only: NFKC would also turn ① into 1 and ㎡ into m2.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2009: 0x20, 0x202F: 0x20}
_DIGITS = r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+)"
_FIGURE = re.compile(rf"(?P<whole>{_DIGITS})?(?:\.(?P<part>\d+))?")


class NotAnAmount(Refusal):
    what, remedy = "not one amount", "look at the cell as printed"


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure. ``value`` and ``resolution`` are yuan (plain numbers when the unit is no unit of money).

    ``resolution`` is unit × 10^-decimals, the step of the last digit printed. A blank has value 0,
    resolution 0 and ``blank`` True: exact zero for arithmetic, never to be taken for a printed 0.00.
    ``unit`` is the unit that applied, printed in the cell or given; None when neither was there.
    """

    value: Decimal
    resolution: Decimal
    blank: bool
    printed: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """All true values a printed figure can stand for: low ≤ true < high, or one point."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A performance target or result: "≥95%" → operator "≥", amount 95, unit "%"."""

    operator: str | None
    amount: Amount
    unit: str | None


@lru_cache(maxsize=1)
def declared() -> dict:
    """The content of ``declared/amounts.yml``."""
    return yaml.safe_load((files("gouji") / "declared" / "amounts.yml").read_text(encoding="utf-8"))


def narrow(text: str) -> str:
    """Full-width digits, letters and punctuation as ASCII; outer space removed."""
    return text.translate(_NARROW).strip()


def is_blank(text: str) -> bool:
    """Whether the cell states nothing ("", "-", "—", "/" …)."""
    return text.strip() in declared()["blanks"] or narrow(text) in declared()["blanks"]


def scale(unit: str | None) -> Decimal | None:
    """Yuan per unit of money; None for a unit that is not money, or none."""
    found = declared()["units"].get(unit)
    return None if found is None else Decimal(found)


def read_amount(text: str, unit: str | None) -> Amount:
    """The amount printed as ``text`` in a form in ``unit``; raises NotAnAmount.

    A unit of money printed in the cell itself ("60万元") wins over the form's. "%" is read only
    where the unit is "%". With no unit at all the plain number is returned with ``unit`` None.
    """
    if is_blank(text):
        return Amount(ZERO, ZERO, True, text, unit)
    body = narrow(text)
    for own in declared()["units"]:
        if body.endswith(own):
            body, unit = body[: -len(own)].rstrip(), own
            break
    if unit == "%":
        body = body.removesuffix("%").rstrip()
    number, step = _number(body, text)
    factor = scale(unit) or Decimal(1)
    return Amount(number * factor, step * factor, False, text, unit)


def read_quantity(text: str) -> Quantity:
    """A performance figure: operator, number, unit as printed; raises NotAnAmount for words and dates.

    Money units give yuan ("<=60万元" → 600000); any other unit keeps the plain number and its word.
    """
    body, operator = _operator(narrow(text))
    found = re.fullmatch(r"(?P<figure>[-－−(]?[\d,.]+\)?)\s*(?P<unit>[^\d\s].{0,9})?", body)
    unit = ((found and found["unit"]) or "").strip() or None
    unit = re.sub(r"^\((.+)\)$", r"\1", unit) if unit else None
    if not found or (unit and re.match(r"[-./月日:~至,，。、；;以前后底]", unit)):
        raise NotAnAmount(repr(text), "a statement in words, not one figure")
    if unit and unit.startswith("年") and len(found["figure"]) > 2:
        raise NotAnAmount(repr(text), "a date, not a figure")
    if unit and re.search(r"\d", unit):
        raise NotAnAmount(repr(text), "more than one figure")
    unit = re.sub(r"(?<=.)(?:[,，。；;]|的).*$", "", unit) if unit else None  # words that go on after the figure
    amount = read_amount(found["figure"], unit)
    return Quantity(operator, Amount(amount.value, amount.resolution, False, text, unit), unit)


def is_quantity(text: str) -> bool:
    """Whether ``read_quantity`` would read it (blanks are no quantity)."""
    try:
        read_quantity(text)
    except NotAnAmount:
        return False
    return True


def operator_of(word: str) -> str:
    """The operator that a column of operators prints ("＝" → "="); "" for what is none (定性)."""
    return declared()["operators"].get(narrow(word), "")


def _operator(body: str) -> tuple[str, str | None]:
    """(text without its operator, operator): before the figure, after it, or between a subject and it ("满意度≥92%")."""
    signs = declared()["operators"]
    between = re.fullmatch(r"[^\d<>=≤≥]{1,16}?([<>=≤≥]{1,2}|不低于|不少于|不超过|不高于)\s*(\d.*)", body)
    if between and between[1] in signs:
        return between[2].strip(), signs[between[1]]
    if rate := re.fullmatch(r"[^\d<>=≤≥]{2,16}[率度]\s*(\d[\d.]*%)", body):
        return rate[1], None
    for sign in sorted(signs, key=len, reverse=True):
        if body.startswith(sign):
            return body[len(sign):].strip(), signs[sign]
    for sign, kept in declared()["operators_after"].items():
        if body.endswith(sign):
            return body.removesuffix(sign).strip(), kept
    return body, None


def interval(amount: Amount, strict_zero: bool = True) -> Interval:
    """[x − h, x + h] with h half the last digit printed; blanks, and zeros unless ``strict_zero`` is off, are points.

    Source: the tolerance logic of the rule catalogue (a printed 0.00 is meant as nothing, not as < 0.005).
    """
    return interval_of(amount.value, amount.resolution, amount.blank, strict_zero)


def interval_of(value: Decimal, resolution: Decimal, blank: bool = False, strict_zero: bool = True) -> Interval:
    """The same from a ledger's columns."""
    if blank or (value == 0 and strict_zero):
        return Interval(ZERO if blank else value, ZERO if blank else value)
    half = resolution / 2
    return Interval(value - half, value + half)


def _number(body: str, text: str) -> tuple[Decimal, Decimal]:
    """(signed number, step of its last digit) of a figure without unit; ``text`` only for the message."""
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1].strip()
    for word in declared()["currency"]:
        body = body.removeprefix(word).lstrip()
    for sign in declared()["minus"] + declared()["plus"]:
        if body.startswith(sign):
            if negative:  # "(-5)" says minus twice: which is meant is not ours to say
                raise NotAnAmount(repr(text), "two signs on one figure")
            negative, body = sign in declared()["minus"], body[len(sign):].lstrip()
            break
    for word in declared()["currency"]:
        body = body.removeprefix(word).lstrip()
    found = _FIGURE.fullmatch(body)
    if not body or not found or not body.isascii():
        raise NotAnAmount(repr(text))
    part = found["part"] or ""
    digits = re.sub(r"[ ,]", "", found["whole"] or "0")
    if len(digits) > 15 or len(part) > 10:
        raise NotAnAmount(repr(text), "longer than any amount: a code or a number of another kind")
    number = Decimal(f"{digits}.{part}" if part else digits)
    return (-number if negative else number), Decimal(1).scaleb(-len(part))

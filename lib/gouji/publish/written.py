"""A finding's arithmetic written out with the figures as they are printed: 305.15 + 61.93 = 367.08.

What a rule computes is not told again here: the printed operands are tried in the few ways in which a figure follows from
others (a sum, a share, a rate of change, the same in another unit), and only one that gives exactly what the rule expected is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from gouji.amounts import scale

NUMBER = re.compile(r"([-−+]?)([\d,]+(?:\.\d+)?)\s*(\S*)")
LONGEST = 12  # terms; a longer sum is told by its crops


def written_out(places: Sequence[Mapping], expected: str | None, found: str | None, unit: str | None) -> str:
    """The line, without the printed result; "" when nothing tried gives what was expected."""
    target = _term(expected or "", unit)
    terms = [t for p in places if (t := _term(p.get("printed") or "", unit))]
    if target is None or _term(found or "", unit) is None or len(terms) != len(places) or not 3 <= len(terms) <= LONGEST:
        return ""
    return next((line for line, value in _tried(terms[1:]) if _same(value, target[1])), "")


def _tried(parts: list[tuple[str, Decimal]]) -> Iterator[tuple[str, Decimal]]:
    """What the operands beside the first may be, with its value."""
    texts, values = [t for t, _ in parts], [v for _, v in parts]
    yield " + ".join(f"({t})" if t.startswith("−") else t for t in texts), sum(values)
    yield " − ".join(texts), values[0] - sum(values[1:])
    if values[1]:
        if len(parts) == 2:
            yield f"{texts[0]} ÷ {texts[1]}", 100 * values[0] / values[1]
        if len(parts) == 3 and values[1] == values[2]:
            yield f"({texts[0]} − {texts[1]}) ÷ {texts[1]}", 100 * (values[0] - values[1]) / values[1]
    if len(parts) == 3 and values[0] == values[2] and values[1] != values[0]:
        yield f"{texts[0]} ÷ ({texts[1]} − {texts[0]})", 100 * values[0] / (values[1] - values[0])
        yield f"{texts[0]} ÷ ({texts[1]} + {texts[0]})", 100 * values[0] / (values[1] + values[0])


def _term(printed: str, unit: str | None) -> tuple[str, Decimal] | None:
    """An operand as printed, and its value in the finding's unit where its own is another."""
    hit = NUMBER.fullmatch(printed.strip().replace("−", "-").replace("，", ","))
    if not hit:
        return None
    value = _number(hit[1] + hit[2])
    worth, own = scale(unit or ""), scale(hit[3])
    return f"{value:,}".replace("-", "−"), value * own / worth if worth and own else value


def _number(text: str) -> Decimal | None:
    plain = text.replace(",", "").replace("−", "-").rstrip("%％").strip()
    return Decimal(plain) if re.fullmatch(r"[-+]?\d+(\.\d+)?", plain) else None


def _same(value: Decimal, target: Decimal) -> bool:
    """Whether a value, to the digits of what was expected, is it."""
    return value.quantize(Decimal(1).scaleb(target.as_tuple().exponent), ROUND_HALF_UP) == target

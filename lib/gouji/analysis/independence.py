"""Which of several linear identities say something the others do not: the rank of their constraint matrix.

In: one mapping a identity, cell → coefficient. Out: one bool a identity, in the order given: whether it is independent of
those before it. The arithmetic is exact modulo a prime so large that a chance cancellation does not occur in practice.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from hashlib import blake2b

PRIME = 2**61 - 1

Row = Mapping[Hashable, int]


def independent(rows: Sequence[Row]) -> list[bool]:
    """True for each row that adds to the rank of the rows before it; a row without cells adds nothing."""
    order: dict[Hashable, int] = {}
    for row in rows:
        for cell in row:
            order.setdefault(cell, len(order))
    pivots: dict[int, dict[int, int]] = {}  # lowest cell → row with 1 there
    return [_add({order[c]: v % PRIME for c, v in row.items() if v % PRIME}, pivots) for row in rows]


def generic(cells: Sequence[Hashable]) -> dict[Hashable, int]:
    """The row of a relation that is not linear (a ratio): coefficients that no other set of cells shares, but the same
    set of cells does, so that one ratio stated by two rules counts once and nothing else cancels it."""
    whole = "|".join(sorted(map(str, cells)))
    return {c: 1 + int.from_bytes(blake2b(f"{whole}#{c}".encode(), digest_size=7).digest(), "big") for c in cells}


def _add(row: dict[int, int], pivots: dict[int, dict[int, int]]) -> bool:
    """Reduce a row by the pivots, its lowest cell first; what is left of it becomes one."""
    while row:
        lowest = min(row)
        if lowest not in pivots:
            inverse = pow(row[lowest], -1, PRIME)
            pivots[lowest] = {c: v * inverse % PRIME for c, v in row.items()}
            return True
        factor = row[lowest]
        for cell, value in pivots[lowest].items():
            left = (row.get(cell, 0) - factor * value) % PRIME
            if left:
                row[cell] = left
            else:
                row.pop(cell, None)
    return False

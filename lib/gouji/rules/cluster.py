"""Root causes: the smallest set of cells whose change repairs the failed identities, found greedily.

A cell that is wrong by δ leaves every identity it stands in off by the same δ. So each failed identity proposes,
for each of its cells, the change that would repair it; the proposal that repairs most failed identities and breaks
fewest sound ones is taken first. The cluster's head is the finding that shows the cell with the fewest other
operands; the others point to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.rules.arithmetic import envelope
from gouji.rules.findings import Finding, Place, Suspect
from gouji.rules.identities import Identity
from gouji.rules.index import Figure

Cell = tuple[int, int, int, str]  # table, row, column ordinal, side


def _cell(figure: Figure) -> Cell:
    return figure.table, figure.row, figure.col, figure.side


def _coefficients(identity: Identity) -> dict[Cell, tuple[int, Figure]]:
    """How residual = Σ left − Σ right moves with each cell."""
    out: dict[Cell, tuple[int, Figure]] = {}
    for side, terms in ((1, identity.left), (-1, identity.right)):
        for term in terms:
            if term.figure is not None:
                out[_cell(term.figure)] = (side * term.sign, term.figure)
    return out


@dataclass(frozen=True, slots=True)
class _Failure:
    """One judged identity, reduced to what a change of a cell does to it."""

    index: int
    mode: str
    residual: Decimal
    bound: Decimal
    sound: bool
    coefficients: dict[Cell, tuple[int, Figure]]

    def holds(self, change: Decimal) -> bool:
        """Whether it would hold with its residual changed by so much."""
        residual = self.residual + change
        if self.mode == "part":
            return residual <= self.bound
        return not residual or abs(residual) < self.bound or (self.mode == "equal" and abs(residual) == self.bound)


def find_roots(findings: list[Finding]) -> list[Finding]:
    """The findings with ``cause`` and ``suspect`` set on the failed ones that are identities."""
    judged = {
        i: _Failure(
            i, f.identity.mode, f.residual, envelope(f.terms), f.outcome != "mismatch", _coefficients(f.identity)
        )
        for i, f in enumerate(findings)
        if f.identity and f.identity.mode != "ratio" and f.residual is not None
    }  # fmt: skip
    failed = {i for i, j in judged.items() if not j.sound}
    if not failed:
        return findings
    touching: dict[Cell, list[tuple[_Failure, int, Figure]]] = defaultdict(list)
    for j in judged.values():
        for cell, (coefficient, figure) in j.coefficients.items():
            touching[cell].append((j, coefficient, figure))
    out = list(findings)
    while failed:
        best = _best_repair(failed, judged, touching)
        if best is None:
            break
        cell, delta, repaired = best
        figure = touching[cell][0][2]
        head = min(repaired, key=lambda i: (len(findings[i].terms), i))
        shown = f"{(figure.value + delta) / figure.factor:f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        suspect = Suspect(Place.of(figure), shown)
        for i in repaired:
            out[i] = replace(out[i], cause=None if i == head else findings[head].id, suspect=suspect)
        failed -= set(repaired)
    return out


def _changed_digits(figure: Figure, delta: Decimal) -> int:
    """How many digits of the print would have to change: a slip of one digit is likelier than of three."""
    step = figure.resolution or Decimal(1)
    before, after = str(abs(int(figure.value / step))), str(abs(int((figure.value + delta) / step)))
    width = max(len(before), len(after))
    pairs = list(zip(before.zfill(width), after.zfill(width), strict=True))
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    swapped = len(changed) == 2 and changed[0] == changed[1][::-1]
    return (1 if swapped else len(changed)) + (len(before) != len(after))


def _best_repair(
    failed: set[int], judged: dict[int, _Failure], touching: dict[Cell, list[tuple[_Failure, int, Figure]]]
) -> tuple[Cell, Decimal, list[int]] | None:
    """The (cell, change) that repairs most and breaks least; ties go to the likeliest slip of the pen."""
    proposals: dict[tuple[Cell, Decimal], None] = {}
    for i in sorted(failed):
        for cell, (coefficient, _) in judged[i].coefficients.items():
            proposals[cell, -judged[i].residual * coefficient] = None
    best: tuple[Cell, Decimal, list[int]] | None = None
    best_key: tuple | None = None
    for cell, delta in proposals:
        repaired, broken = [], 0
        for j, coefficient, _ in touching[cell]:
            holds = j.holds(coefficient * delta)
            if j.index in failed and holds:
                repaired.append(j.index)
            elif j.sound and not holds:
                broken += 1
        if not repaired:
            continue
        figure = touching[cell][0][2]
        key = (len(repaired) - broken, -broken, figure.value + delta >= 0, not figure.blank)
        if best_key is not None and key < best_key[:4]:
            continue
        key = (*key, -_changed_digits(figure, delta), -cell[0], -cell[1], -cell[2])
        if best_key is None or key > best_key:
            best, best_key = (cell, delta, repaired), key
    return best

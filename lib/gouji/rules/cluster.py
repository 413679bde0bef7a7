"""Root causes: the smallest set of cells whose change repairs the failed identities, found greedily.

A cell that is wrong by δ leaves every identity it stands in off by the same δ. So each failed identity proposes,
for each of its cells, the change that would repair it; the proposal that repairs most failed identities and breaks
fewest sound ones is taken first. The cluster's head is the finding that shows the cell with the fewest other
operands; the others point to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
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


def _holds(identity: Identity, residual: Decimal) -> bool:
    bound = envelope((*identity.left, *identity.right))
    if identity.mode == "part":
        return residual <= bound
    return not residual or abs(residual) < bound or (identity.mode == "equal" and abs(residual) == bound)


def find_roots(findings: list[Finding]) -> list[Finding]:
    """The findings with ``cause`` and ``suspect`` set on the failed ones that are identities."""
    linear = [i for i, f in enumerate(findings) if f.identity and f.identity.mode != "ratio" and f.residual is not None]
    failed = {i for i in linear if findings[i].outcome == "mismatch"}
    if not failed:
        return findings
    touching: dict[Cell, list[tuple[int, int, Figure]]] = defaultdict(list)
    for i in linear:
        for cell, (coefficient, figure) in _coefficients(findings[i].identity).items():
            touching[cell].append((i, coefficient, figure))
    out = list(findings)
    while failed:
        best = _best_repair(failed, findings, touching)
        if best is None:
            break
        cell, delta, repaired = best
        figure = touching[cell][0][2]
        head = min(repaired, key=lambda i: (len(findings[i].terms), i))
        shown = f"{(figure.value + delta) / figure.factor:f}".rstrip("0").rstrip(".") or "0"
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


def _best_repair(failed, findings, touching) -> tuple[Cell, Decimal, list[int]] | None:
    """The (cell, change) that repairs most and breaks least; ties go to the likeliest slip of the pen."""
    proposals: dict[tuple[Cell, Decimal], None] = {}
    for i in sorted(failed):
        finding = findings[i]
        for cell, (coefficient, _) in _coefficients(finding.identity).items():
            proposals[cell, -finding.residual * coefficient] = None
    best, best_key = None, None
    for cell, delta in proposals:
        repaired, broken = [], 0
        for i, coefficient, _ in touching[cell]:
            finding = findings[i]
            holds = _holds(finding.identity, finding.residual + coefficient * delta)
            if i in failed and holds:
                repaired.append(i)
            elif finding.outcome in ("exact", "rounding") and not holds:
                broken += 1
        if not repaired:
            continue
        figure = touching[cell][0][2]
        likeness = -_changed_digits(figure, delta)
        order = (-cell[0], -cell[1], -cell[2])
        key = (len(repaired) - broken, -broken, figure.value + delta >= 0, not figure.blank, likeness, *order)
        if best_key is None or key > best_key:
            best, best_key = (cell, delta, repaired), key
    return best

"""Root causes: the smallest set of cells whose change repairs the failed identities, found greedily.

A cell that is wrong by δ leaves every identity it stands in off by the same δ. So each failed identity proposes,
for each of its cells, the change that would repair it; two neighbours in a row propose to change places, a form that
its unit is another. The proposal that repairs most failed identities and breaks fewest sound ones is taken first;
``evidence`` decides between equals. The cluster's head is the finding that shows the cell with the fewest other
operands; the others point to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.rules.arithmetic import Term, envelope, judge_ratio
from gouji.rules.evidence import Cell, Prints, cell_of, slip, slips
from gouji.rules.findings import Finding, Place, Suspect
from gouji.rules.identities import Identity
from gouji.rules.index import UNIT_FACTORS, Figure

SLACK = 12  # so many last digits either way are tried for a likelier slip, within what the identities leave open
ONE = Decimal(1)
CHANGE = "change"  # a column in which a figure may well be negative
NEARLY = ("exact", "rounding", "truncation")
UNITS = {factor: unit for unit, factor in UNIT_FACTORS.items() if factor <= 10_000}


@dataclass(frozen=True, slots=True)
class _Judged:
    """One judged identity, reduced to what a change of cells does to it."""

    index: int
    identity: Identity
    residual: Decimal
    bound: Decimal
    sound: bool
    coefficients: dict[Cell, tuple[int, Figure]]

    def holds(self, changes: dict[Cell, Decimal], wider: Decimal = ONE) -> bool:
        """Whether it would hold with these cells changed by so much, its last digits so much ``wider``."""
        mode = self.identity.mode
        if mode == "ratio":
            return self._ratio_holds(changes)
        if len(changes) < len(self.coefficients):
            moved = (self.coefficients[cell][0] * delta for cell, delta in changes.items() if cell in self.coefficients)
        else:
            moved = (sign * changes[cell] for cell, (sign, _) in self.coefficients.items() if cell in changes)
        residual, bound = sum(moved, self.residual), self.bound * wider
        if mode == "part":
            return residual <= bound
        return not residual or abs(residual) < bound or (mode == "equal" and abs(residual) == bound)

    def _ratio_holds(self, changes: dict[Cell, Decimal]) -> bool:
        def changed(terms: Iterable[Term]) -> list[Term]:
            return [replace(t, value=t.value + changes[cell]) if t.figure and (cell := cell_of(t.figure)) in changes else t for t in terms]

        one = self.identity
        verdict = judge_ratio(changed(one.left)[0], changed(one.right), changed(one.below), one.scale)
        return verdict is not None and verdict.outcome in NEARLY


@dataclass(frozen=True, slots=True)
class _Repair:
    """Cells to change and by how much; ``form`` and ``unit`` when it is the unit of a whole form."""

    changes: dict[Cell, Decimal]
    repaired: tuple[int, ...]
    broken: int
    form: str | None = None
    unit: str = ""

    @property
    def worth(self) -> tuple[int, int]:
        return len(self.repaired) - self.broken, -self.broken


def _coefficients(identity: Identity) -> dict[Cell, tuple[int, Figure]]:
    """How residual = Σ left − Σ right moves with each cell (of a ratio: only which cells it has)."""
    out: dict[Cell, tuple[int, Figure]] = {}
    for side, terms in ((1, identity.left), (-1, identity.right), (-1, identity.below)):
        for term in terms:
            if term.figure is not None:
                out[cell_of(term.figure)] = (side * term.sign, term.figure)
    return out


class _System:
    """All judged identities of a document, the cells they touch, and what is still failed."""

    def __init__(self, findings: list[Finding]):
        judged = {i: f for i, f in enumerate(findings) if f.identity and f.residual is not None}
        self.failed = {i for i, f in judged.items() if f.outcome == "mismatch"}
        self.touching: dict[Cell, list[_Judged]] = defaultdict(list)
        self.figures: dict[Cell, Figure] = {}
        self.rows: dict[tuple, list[Cell]] = defaultdict(list)
        self._known: dict[tuple, tuple[tuple[int, ...], int]] = {}
        self._said: dict[tuple, tuple[int, bool]] = {}
        self._slips: dict[tuple, tuple] = {}
        self._scaled: dict[str, list[tuple]] = {}
        if not self.failed:
            return
        self.judged = {
            i: _Judged(i, f.identity, f.residual, envelope(f.terms), f.outcome != "mismatch", _coefficients(f.identity))
            for i, f in judged.items()
        }
        for j in self.judged.values():
            for cell, (_, figure) in j.coefficients.items():
                self.touching[cell].append(j)
                self.figures[cell] = figure
        for cell in sorted(self.figures):
            self.rows[cell[0], cell[1], cell[3]].append(cell)
        remarks = [f.where[0] for f in findings if f.identity is None and f.outcome in ("implausible", "missing") and f.where]
        self.prints = Prints(self.figures.values(), {(p.page, "".join((p.row or "").split())) for p in remarks if p.page})

    def weigh(self, changes: dict[Cell, Decimal]) -> _Repair:
        """What these changes repair and break."""
        key = tuple(changes.items())
        if key not in self._known:
            seen = {j.index: j for cell in changes for j in self.touching[cell]}
            holding = {i for i, j in seen.items() if j.holds(changes)}
            healed = tuple(sorted(i for i in holding if not seen[i].sound))
            self._known[key] = healed, sum(j.sound and i not in holding for i, j in seen.items())
        healed, broken = self._known[key]
        return _Repair(changes, tuple(i for i in healed if i in self.failed), broken)

    def proposals(self) -> Iterator[dict[Cell, Decimal]]:
        """Single cells, then neighbours changing places, once each."""
        known: set[tuple] = set()  # several identities may propose the same
        for i in sorted(self.failed):
            for cell, delta in self._single(self.judged[i]):
                if (cell, delta) not in known:
                    known.add((cell, delta))
                    yield {cell: delta}
        yield from self._exchanges()

    def _single(self, j: _Judged) -> Iterator[tuple[Cell, Decimal]]:
        """The change of each cell that repairs an identity; in a ratio, of its terms to figures printed elsewhere or by one slip."""
        one = j.identity
        if one.mode != "ratio":
            yield from ((cell, -j.residual * coefficient) for cell, (coefficient, _) in j.coefficients.items())
            return
        stated = one.left[0]
        if stated.figure:
            yield cell_of(stated.figure), -j.residual
        for cell, (_, figure) in j.coefficients.items():
            if figure is not stated.figure:
                yield from ((cell, delta) for delta in slips(figure) if j.holds({cell: delta}))
        if len(one.right) != 1 or len(one.below) != 1 or not stated.value or not one.right[0].value:
            return
        above, below = one.right[0], one.below[0]
        near = stated.half / abs(stated.value)
        for term, right in ((above, stated.value * below.value / one.scale), (below, one.scale * above.value / stated.value)):
            for value in self.prints.near(right, abs(right) * near, term.figure) if term.figure else ():
                yield cell_of(term.figure), value - term.value

    def _exchanges(self) -> Iterator[dict[Cell, Decimal]]:
        done = set()
        for i in sorted(self.failed):
            for cell in self.judged[i].coefficients:
                row = self.rows[cell[0], cell[1], cell[3]] if cell[0] else []
                for one, two in zip(row, row[1:], strict=False):
                    if cell in (one, two) and (one, two) not in done and two[2] - one[2] == 1:
                        done.add((one, two))
                        gap = self.figures[two].value - self.figures[one].value
                        if gap:
                            yield {one: gap, two: -gap}

    def units(self) -> Iterator[_Repair]:
        """Forms whose figures would agree with those of other forms in another unit."""
        across: dict[str, set[int]] = defaultdict(set)
        for i in self.failed:
            forms = {f.form for _, f in self.judged[i].coefficients.values() if f.form and f.unit in UNIT_FACTORS}
            for form in forms if len(forms) > 1 else ():
                across[form].add(i)
        for form in sorted(across):
            if form not in self._scaled:
                self._scaled[form] = list(self._in_units(form))
            for changes, healed, broken, name in self._scaled[form]:
                repaired = tuple(i for i in healed if i in self.failed)
                if broken < len(repaired):
                    yield _Repair(changes, repaired, broken, form, name)

    def _in_units(self, form: str) -> Iterator[tuple]:
        """(changes, identities healed, how many broken, unit) for each other unit of a form."""
        cells = {c: f for c, f in self.figures.items() if f.form == form and f.unit in UNIT_FACTORS and f.value}
        shared = {j.index: j for c in cells for j in self.touching[c] if not j.coefficients.keys() <= cells.keys()}
        others = [j for j in shared.values() if any(f.value for c, (_, f) in j.coefficients.items() if c not in cells)]
        unit = next(iter(cells.values())).factor if cells else Decimal(1)
        for factor, name in UNITS.items() if others else ():
            if factor == unit:
                continue
            ratio = factor / unit
            changes = {c: f.value * (ratio - 1) for c, f in cells.items()}
            wider = max(ratio, ONE)  # a larger unit has a larger last digit
            holding = {j.index for j in others if j.holds(changes, wider)}
            healed = tuple(sorted(j.index for j in others if not j.sound and j.index in holding))
            if healed:
                yield changes, healed, sum(j.sound and j.index not in holding for j in others), name

    def best(self) -> _Repair | None:
        """The repair of most worth; of equals the one most prints speak for, then the likeliest slip of the pen."""
        weighed = [r for r in map(self.weigh, self.proposals()) if r.repaired]
        whole = max(self.units(), key=lambda r: r.worth, default=None)
        top = max((r.worth for r in weighed), default=None)
        if whole and (top is None or whole.worth > top or (whole.worth == top and len(whole.repaired) > 1)):
            return whole
        if top is None:
            return None
        ranked = [(self._spoken(r), r) for r in weighed if r.worth == top]
        most = max(rank for rank, _ in ranked)
        return max((self._refined(r) for rank, r in ranked if rank == most), key=lambda pair: pair[0])[1]

    def _bound(self, repair: _Repair) -> Decimal:
        return min((self.judged[i].bound for i in repair.repaired if self.judged[i].identity.mode != "ratio"), default=Decimal(0))

    def _spoken(self, repair: _Repair) -> tuple[int, bool]:
        """What the prints say of a repair: evidence, and that its outcome is no negative figure."""
        if len(repair.changes) > 1:
            return 4, True
        (cell, delta), bound = next(iter(repair.changes.items())), self._bound(repair)
        key, figure = (cell, delta, bound), self.figures[cell]
        if key not in self._said:
            self._said[key] = self.prints.speak(figure, delta, bound), figure.value + delta >= 0 or figure.column.startswith(CHANGE)
        return self._said[key]

    def _refined(self, repair: _Repair) -> tuple[tuple, _Repair]:
        """How likely a slip a repair undoes, and the repair with its likeliest change; earlier cells first."""
        cell, delta = next(iter(repair.changes.items()))
        ordinal = (-cell[0], -cell[1], -cell[2])
        if len(repair.changes) > 1:
            return (0, 0, *ordinal), repair
        key = cell, delta, repair.repaired
        if key not in self._slips:
            self._slips[key] = self._likeliest(repair, cell, delta)
        cost, away, likeliest = self._slips[key]
        operand = all((one := self.judged[i].identity).mode == "ratio" and one.left[0].figure is not self.figures[cell] for i in repair.repaired)
        cost += operand  # of many operands one fits a rate by chance sooner than the rate itself does
        return (-cost, -away, *ordinal), replace(repair, changes={cell: likeliest})

    def _likeliest(self, repair: _Repair, cell: Cell, delta: Decimal) -> tuple[int, int, Decimal]:
        """(slip, last digits away from the exact repair, change) of the likeliest change near this one that repairs the same."""
        figure, bound = self.figures[cell], self._bound(repair)
        step, options = figure.resolution or Decimal(1), [(slip(figure, delta), 0, delta)]
        for k in range(1, (min(SLACK, int(2 * bound / step)) if options[0][0] > 1 and not figure.blank else 0) + 1):
            options += [(slip(figure, other), k, other) for other in (delta + k * step, delta - k * step)]
        options.sort(key=lambda o: o[:2])
        return next(o for o in options if o[1] == 0 or self._repairs(cell, o[2], repair.repaired))

    def _repairs(self, cell: Cell, delta: Decimal, wanted: tuple[int, ...]) -> bool:
        return all(self.judged[i].holds({cell: delta}) for i in wanted)


def _suspect(system: _System, repair: _Repair) -> Suspect:
    cell, delta = next(iter(repair.changes.items()))
    figure = system.figures[cell]
    if repair.form:
        return Suspect(Place.absent(repair.form, figure.page or None, figure.unit), repair.unit)
    shown = f"{(figure.value + delta) / figure.factor:f}"
    return Suspect(Place.of(figure), shown.rstrip("0").rstrip(".") if "." in shown else shown)


def find_roots(findings: list[Finding]) -> list[Finding]:
    """The findings with ``cause`` and ``suspect`` set on the failed ones that are identities, and ``cause`` on other
    findings about the very cell that is suspected."""
    system = _System(findings)
    out = list(findings)
    while system.failed:
        repair = system.best()
        if repair is None:
            break
        # the fewest other operands; a figure set against its counterpart says more than a bound that it breaks
        head = min(repair.repaired, key=lambda i: (len(findings[i].terms), findings[i].identity.mode == "part", i))
        suspect = _suspect(system, repair)
        for i in repair.repaired:
            out[i] = replace(out[i], cause=None if i == head else findings[head].id, suspect=suspect)
        for i, finding in enumerate(findings):
            if finding.identity is None and finding.outcome == "implausible" and finding.where == (suspect.place,):
                out[i] = replace(out[i], cause=findings[head].id)
        system.failed -= set(repair.repaired)
    return out

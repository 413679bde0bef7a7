"""``python -m gouji.typeset.faults N [FIRST]``: clean and faulted generated documents through reading and rules.

``seed_fault`` takes a generated document and puts one fault into the print of one form: a digit changed, a sign, a
figure moved into the column beside it, a row left out, a unit. ``main`` measures: clean documents without a mismatch,
faults found (a mismatch is reported), and faults whose cell is the suspect of a cluster's head.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from gouji.amounts import is_blank
from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.reading import read
from gouji.typeset.compare import NAMING, squeeze
from gouji.typeset.facts import BREAK, FactRow, FactTable, printed
from gouji.typeset.families import FAMILIES
from gouji.typeset.generate import Generated, generate
from gouji.typeset.pdf import typeset


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done and where; ``printed`` is what the faulted cell now shows ("" for a row left out)."""

    kind: str
    form: str | None
    label: str
    column: str
    printed: str


def seed_fault(made: Generated, kind: str, rng: random.Random) -> tuple[Generated, Fault] | None:
    """The document with one fault of this kind, and the fault; None where no place for it was found."""
    tables = list(made.facts.tables)
    rng.shuffle(tables)
    for table in tables:
        found = KINDS[kind](table, rng)
        if found:
            altered, fault = found
            blocks = tuple(altered if block is table else block for block in made.facts.blocks)
            return replace(made, facts=replace(made.facts, blocks=blocks)), fault
    return None


def _figures(table: FactTable) -> list[tuple[int, int]]:
    """Places of figures that state something other than zero."""
    return [(r, c) for r, row in enumerate(table.rows) for c, field in enumerate(row.fields)
            if field not in NAMING and not is_blank(printed(row.cells[c])) and any(d in row.cells[c] for d in "123456789") and row.cells[c] not in ("<", "^")]


def _put(table: FactTable, r: int, cells: dict[int, str]) -> FactTable:
    row = table.rows[r]
    row = replace(row, cells=tuple(cells.get(c, text) for c, text in enumerate(row.cells)))
    return replace(table, rows=(*table.rows[:r], row, *table.rows[r + 1 :]))


def _label(row: FactRow, col: int) -> str:
    return next((squeeze(printed(row.cells[c])) for c in range(col, -1, -1) if row.fields[c] == "label"), "")


def _digit(table: FactTable, rng: random.Random):
    """Another digit in a place that counts for a hundred units of the last place or more."""
    places = [(r, c) for r, c in _figures(table) if len([d for d in printed(table.rows[r].cells[c]) if d.isdigit()]) >= 4]
    if not places:
        return None
    r, c = rng.choice(places)
    text = table.rows[r].cells[c].replace(BREAK, "")
    at = rng.choice([i for i, d in enumerate(text) if d.isdigit()][:-2])
    new = text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]
    return _put(table, r, {c: new}), Fault("digit", table.form, _label(table.rows[r], c), table.rows[r].fields[c], new)


def _sign(table: FactTable, rng: random.Random):
    places = _figures(table)
    if not places:
        return None
    r, c = rng.choice(places)
    new = "-" + table.rows[r].cells[c].replace(BREAK, "")
    return _put(table, r, {c: new}), Fault("sign", table.form, _label(table.rows[r], c), table.rows[r].fields[c], new)


def _shifted(table: FactTable, rng: random.Random):
    """A figure printed one column further to the right, where nothing or another figure stands."""
    places = [(r, c) for r, c in _figures(table) if c + 1 < len(table.rows[r].cells) and table.rows[r].fields[c + 1] not in NAMING
              and table.rows[r].cells[c + 1] not in ("<", "^", table.rows[r].cells[c])]
    if not places:
        return None
    r, c = rng.choice(places)
    cells = table.rows[r].cells
    return _put(table, r, {c: cells[c + 1], c + 1: cells[c]}), Fault("shifted", table.form, _label(table.rows[r], c), table.rows[r].fields[c], printed(cells[c + 1]))


def _dropped(table: FactTable, rng: random.Random):
    """A row with a figure left out, not the only one."""
    rows = sorted({r for r, _ in _figures(table) if 0 < r < len(table.rows) - 1})
    if not rows or "^" in {c for row in table.rows for c in row.cells}:
        return None
    r = rng.choice(rows)
    return replace(table, rows=table.rows[:r] + table.rows[r + 1 :]), Fault("dropped", table.form, _label(table.rows[r], len(table.rows[r].cells) - 1), "", "")


def _unit(table: FactTable, rng: random.Random):
    """The form's unit printed otherwise than its figures are."""
    old = table.keys.get("unit", "")
    if not _figures(table) or old not in table.keys.get("right", ""):
        return None
    new = "元" if old == "万元" else "万元"
    return replace(table, keys={**table.keys, "unit": new, "right": table.keys["right"].replace(old, new)}), Fault("unit", table.form, "", "", "")


KINDS: dict[str, Callable] = {"digit": _digit, "sign": _sign, "shifted": _shifted, "dropped": _dropped, "unit": _unit}


def findings_of(made: Generated, folder: Path) -> list:
    """The rules' mismatches on a generated document, typeset and read back (findings as gouji.rules gives them)."""
    from gouji import rules

    path = typeset(made.facts, folder / f"{made.facts.name}.pdf", made.style)
    document = understand(read(path))
    found = rules.check([document], build_ledger([document]))
    return [f for f in found if f.outcome in ("mismatch", "implausible", "missing")]


def names_the_cell(found: list, fault: Fault) -> bool:
    """A head's suspect is the faulted cell."""
    return any(f.suspect and f.suspect.place.printed == fault.printed and f.suspect.place.address.startswith(fault.form or "") for f in found)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m gouji.typeset.faults", description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=20)
    parser.add_argument("first", type=int, nargs="?", default=1)
    args = parser.parse_args(argv)
    clean, hits, named, seeded, missed = Counter(), Counter(), Counter(), Counter(), []
    families, kinds = list(FAMILIES), list(KINDS)
    with tempfile.TemporaryDirectory() as folder:
        for n in range(args.first, args.first + args.count):
            made = generate(n, families[n % len(families)], "plain")
            clean["documents"] += 1
            clean["with findings"] += bool(findings_of(made, Path(folder)))
            for kind in kinds:
                given = seed_fault(made, kind, random.Random(n))
                if not given:
                    continue
                found = findings_of(given[0], Path(folder))
                seeded[kind] += 1
                hits[kind] += bool(found)
                named[kind] += names_the_cell(found, given[1])
                if not found:
                    missed.append(f"seed {n} {made.layout.name}: {given[1]}")
    print(f"clean documents {clean['documents']}, of these with findings {clean['with findings']}")
    for kind in kinds:
        print(f"{kind:8} seeded {seeded[kind]:4}  found {hits[kind]:4}  head names the cell {named[kind]:4}")
    print("\n".join(missed[:40]))
    return int(bool(missed) or bool(clean["with findings"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

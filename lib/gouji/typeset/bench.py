"""``python -m gouji.typeset.bench N [FIRST]``: N generated documents typeset, read and compared with their facts.

Prints, by layout family and by drawing style, how many tables and figures came back exact, and what kinds of
failure there are with an example each. ``check`` does one document. Nothing is kept but the PDFs of failures
(``--keep FOLDER``). Figures are compared as ``gouji.typeset.compare`` does.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.model import Document
from gouji.reading import read
from gouji.typeset.compare import differences, held, squeeze, stated
from gouji.typeset.facts import ABOVE, LEFT, Facts, FactTable, printed
from gouji.typeset.families import FAMILIES
from gouji.typeset.generate import Generated, generate
from gouji.typeset.pdf import typeset
from gouji.typeset.style import STYLES


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document came back: tables and figures there must be, those exact, and each failure in words."""

    made: Generated
    tables: int
    tables_exact: int
    figures: int
    figures_exact: int
    failures: tuple[str, ...]


def check(made: Generated, folder: Path) -> Outcome:
    """Typeset a generated document into ``folder``, read it back and compare."""
    path = typeset(made.facts, folder / f"{made.facts.name}.pdf", made.style)
    document = understand(read(path))
    want = stated(made.facts)
    place, failures = _align(made.facts, document)
    failures = [*_identity(made.facts, document), *failures]
    have = [replace(f, table=place.get(f.table, 1000 + f.table)) for f in held(build_ledger([document]))]
    found = differences(want, have)
    bad_figures = {(f.table, f.row, f.col) for f, what in found if what != "besides"}
    bad_tables = {f.table for f, _ in found}
    for place_, captions in _captions(made.facts, document, place).items():
        bad_tables.add(place_)
        failures.extend(captions)
    failures += [f"{f.form} r{f.row} c{f.col} {f.label or f.code} {f.printed!r}: {what}" for f, what in found]
    count = len(made.facts.tables)
    exact = count - len(bad_tables & set(range(1, count + 1)))
    return Outcome(made, count, exact, len(want), len(want) - len(bad_figures), tuple(failures))


def _identity(facts: Facts, document: Document) -> list[str]:
    meta, out = facts.meta, []
    for name, got, want in (("entity", document.entity, meta["entity"]), ("year", str(document.year), meta["year"]), ("kind", document.kind, meta["kind"])):
        if got != want:
            out.append(f"document: {name} {got!r} instead of {want!r}")
    return out


def _align(facts: Facts, document: Document) -> tuple[dict[int, int], list[str]]:
    """Which table of the facts each table read is (both from 1): in order, by title; what is left over, in words."""
    titles = [squeeze(t.keys.get("title", "")) for t in facts.tables]
    place, used, out = {}, set(), []
    for number, table in enumerate(document.tables, start=1):
        fits = [i for i, title in enumerate(titles, start=1) if i not in used and title == squeeze(table.title)]
        if fits:
            place[number] = fits[0]
            used.add(fits[0])
    for number, table in enumerate(document.tables, start=1):
        if number in place:
            continue
        before = max((place[n] for n in place if n < number), default=0)
        if before + 1 <= len(titles) and before + 1 not in used:
            place[number] = before + 1
            used.add(before + 1)
        else:
            out.append(f"document: table besides: {table.title!r} {table.form} of {len(table.rows)} rows, page {table.pages[0]}")
    out += [f"document: table missing: {facts.tables[i - 1].form} {title!r}" for i, title in enumerate(titles, start=1) if i not in used]
    return place, out


def _captions(facts: Facts, document: Document, place: dict[int, int]) -> dict[int, list[str]]:
    """By table: title, number, unit and note other than stated."""
    out: dict[int, list[str]] = {}
    for number, table in enumerate(document.tables, start=1):
        if number not in place:
            continue
        wanted = facts.tables[place[number] - 1]
        pairs = [("title", squeeze(table.title), squeeze(wanted.keys.get("title", ""))), ("form", table.form, wanted.form),
                 ("number", table.number, wanted.keys.get("number")), ("unit", table.unit, wanted.keys.get("unit")),
                 ("note", squeeze(table.note or ""), squeeze(wanted.keys.get("note", ""))), ("rows", len(table.rows), _printed_rows(wanted))]
        wrong = [f"{wanted.form}: {name} {got!r} instead of {want!r}" for name, got, want in pairs if got != want]
        if wrong:
            out[place[number]] = wrong
    return out


def _printed_rows(table: FactTable) -> int:
    """Body rows with something printed in them."""
    return sum(any(printed(c) not in ("", LEFT, ABOVE) for c in row.cells) for row in table.rows)


def kind_of(failure: str) -> str:
    """A failure without its particulars, for counting."""
    form, _, rest = failure.partition(" ")
    what = re.sub(r"'[^']*'|\"[^\"]*\"|Decimal\([^)]*\)|\d+", "…", failure.split(": ", 1)[-1])
    return f"{form.rstrip(':')} {what}"


def documents(count: int, first: int = 1) -> Iterable[Generated]:
    """``count`` documents: every family in every style in turn, then families and styles of chance, half and half."""
    families, styles = [*FAMILIES, "varied", "unseen"], [*STYLES, "mixed"]
    for n in range(first, first + count):
        yield generate(n, families[n % len(families)], styles[(n * 7 + n // len(families)) % len(styles)])


def main(argv: list[str]) -> int:
    """Run and print; returns 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m gouji.typeset.bench", description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=24)
    parser.add_argument("first", type=int, nargs="?", default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs")
    parser.add_argument("--examples", type=int, default=40)
    args = parser.parse_args(argv)
    sums: dict[tuple[str, str], Counter] = defaultdict(Counter)
    kinds: Counter = Counter()
    example: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for made in documents(args.count, args.first):
            outcome = check(made, args.keep or Path(folder))
            for key in (("family", made.family), ("style", made.style.name), ("all", "all")):
                sums[key].update(documents=1, tables=outcome.tables, exact=outcome.tables_exact, figures=outcome.figures, right=outcome.figures_exact)
            for kind in {kind_of(f) for f in outcome.failures}:
                kinds[kind] += 1
            for failure in outcome.failures:
                example.setdefault(kind_of(failure), f"seed {made.seed} {made.layout.name}/{made.style.name}: {failure}")
    for (what, name), s in sorted(sums.items()):
        print(f"{what:7} {name:18} {s['documents']:4} documents  tables {s['exact']}/{s['tables']}  figures {s['right']}/{s['figures']} {s['right'] / s['figures']:.4f}")
    for kind, n in kinds.most_common(args.examples):
        print(f"{n:4} × {kind}\n       {example[kind][:400]}")
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How long the rules take: ``python -m gouji.rules.speed [PDF...]`` (the embedded study when none is named).

In: PDFs. Out: a line per document, milliseconds of this process's CPU: finding the stated figures and binding them, all
rules on one document given its ledger, both; the best of a few runs after one to warm up. Reading and the ledger are not
counted. Then what a document costs when all are given together, and what the rules over several documents cost once.
The floor: both together stay under ``LIMIT`` on a document of ``PAGES`` pages, in proportion for a longer one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas

from gouji.claims import bind, claims_of
from gouji.model import Document
from gouji.reading.pause import collector_paused
from gouji.rules.engine import check, check_across, check_document, contexts_of, implemented

LIMIT, PAGES = 150.0, 30  # milliseconds and pages, as promised to those who run a folder of thousands
RUNS = 3
STUDY = Path("data/raw/henan")


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one document: its stated figures found and bound, the rules given those, and both."""

    file: str
    pages: int
    figures: int
    claims: int
    findings: int
    finding_claims: float
    rules: float
    both: float

    @property
    def limit(self) -> float:
        """What it may cost; a document shorter than ``PAGES`` may cost as much as one of so many."""
        return LIMIT * max(1.0, self.pages / PAGES)


def cpu(work: Callable[[], object], runs: int = RUNS) -> tuple[float, object]:
    """(milliseconds, outcome) of the best of so many runs after one to warm up."""
    out, best = work(), float("inf")
    for _ in range(runs):
        begun = time.process_time()
        out = work()
        best = min(best, 1000 * (time.process_time() - begun))
    return best, out


def cost(document: Document, ledger: pandas.DataFrame, runs: int = RUNS) -> Cost:
    """What one document costs; ``ledger`` holds its rows alone."""
    reading = document.reading
    finding, claims = cpu(lambda: bind(claims_of(reading), ledger, document), runs)
    rules, _ = cpu(lambda: check([document], ledger, {reading.sha256: claims}), runs)
    both, findings = cpu(lambda: check([document], ledger), runs)
    return Cost(reading.file, len(reading.pages), len(ledger), len(claims), len(findings), finding, rules, both)


def together(documents: Sequence[Document], ledger: pandas.DataFrame, runs: int = RUNS) -> tuple[float, float]:
    """(milliseconds a document, milliseconds of the rules over several) when all are given at once."""
    rules = implemented()

    def each() -> list:
        contexts = contexts_of(documents, ledger)
        with collector_paused():
            for context in contexts:
                check_document(context, rules)
        return contexts

    one, contexts = cpu(each, runs)
    return one / max(len(documents), 1), cpu(lambda: check_across(contexts, rules), runs)[0]


def table(costs: Iterable[Cost]) -> str:
    """A line per document."""
    head = f"{'document':36} {'pages':>5} {'figures':>7} {'claims':>6} {'findings':>8} {'claims ms':>9} {'rules ms':>9} {'both ms':>9} {'limit':>6}"
    rows = (
        f"{c.file[:36]:36} {c.pages:5} {c.figures:7} {c.claims:6} {c.findings:8} {c.finding_claims:9.1f} {c.rules:9.1f} {c.both:9.1f} {c.limit:6.0f}"
        + ("  over" if c.both > c.limit else "")
        for c in costs
    )
    return "\n".join([head, *rows])


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a document costs more than its limit."""
    parser = argparse.ArgumentParser(prog="python -m gouji.rules.speed", description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"runs after one to warm up, the best counts (default {RUNS})")
    args = parser.parse_args(argv)
    from gouji.arbitrate import settled_ledger
    from gouji.forms import understand
    from gouji.reading import read

    documents = [understand(read(path)) for path in args.files or sorted(STUDY.glob("*.pdf"))]
    costs = [cost(document, settled_ledger([document]), args.runs) for document in documents]
    print(table(costs))
    if len({d.reading.sha256 for d in documents}) == len(documents) > 1:
        each, over = together(documents, settled_ledger(documents), args.runs)
        alone = sum(c.both for c in costs) / len(costs)
        print(f"{len(documents)} documents together: {each:.1f} ms each ({alone:.1f} alone); the rules over several {over:.1f} ms, once")
    return int(any(c.both > c.limit for c in costs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

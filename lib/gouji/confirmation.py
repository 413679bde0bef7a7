"""Before a figure is called wrong it is read again, by the other reader.

In: documents read by pdfium, and the files they came from. Out: their ledger and findings. The rules run once; the
pages that hold an operand of a mismatch or a truncation are then read by the second reader (these pages alone), what
the two give is compared cell by cell and line by line, disputed amounts are settled by the identities they stand in
(``arbitrate``), and the rules run again over the documents concerned. What still rests on a figure that two readers
read differently becomes ``not_testable`` and names it. A document read by both from the start has nothing to be read
again; one without a mismatch costs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from gouji.arbitrate import settled_ledger
from gouji.claims.claim import Claim
from gouji.forms import understand
from gouji.model import Document, Page
from gouji.rules import Finding, Findings, check

ACCUSING = ("mismatch", "truncation")
Binding = Callable[[Iterable[Document], pd.DataFrame], Mapping[str, Sequence[Claim]]]
ROUNDS = 3  # a figure of the second reader may break an identity on a page not yet read again


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The documents as they now are read, in the order given, their ledger, findings and bound claims (where asked for), and
    the pages read again by sha256."""

    documents: tuple[Document, ...]
    ledger: pd.DataFrame
    findings: Findings
    again: Mapping[str, tuple[int, ...]]
    claims: Mapping[str, Sequence[Claim]] | None = None


def confirmed(documents: Iterable[Document], sources: Mapping[str, Path | str], bind: Binding | None = None) -> Confirmed:
    """Every rule over the documents together, what fails read again first.

    ``sources``: by sha256, the file a document was read from. One that is not named there, or was read by camelot
    alone, is not read again. ``bind`` gives the claims of documents, bound to a ledger, for who wants to keep them (the
    rules find their own otherwise). Raises Refusal when a file changed meanwhile.
    """
    held = {document.reading.sha256: document for document in documents}
    ledger, claims, findings = _judged(held, bind)
    again: dict[str, set[int]] = defaultdict(set)
    for _ in range(ROUNDS):
        wanted = {sha256: pages for sha256, pages in _accused(findings, held).items() if sha256 in sources}
        if not wanted:
            break
        for sha256, pages in wanted.items():
            held[sha256] = _again(held[sha256], sources[sha256], pages)
            again[sha256] |= pages
        ledger, claims, findings = _judged(held, bind)
    return Confirmed(tuple(held.values()), ledger, findings, {s: tuple(sorted(p)) for s, p in again.items()}, claims)


def _judged(held: Mapping[str, Document], bind: Binding | None) -> tuple[pd.DataFrame, Mapping[str, Sequence[Claim]] | None, Findings]:
    ledger = settled_ledger(held.values())
    claims = bind(held.values(), ledger) if bind else None
    return ledger, claims, check(held.values(), ledger, claims)


def _again(document: Document, source: Path | str, pages: set[int]) -> Document:
    """The document with these pages compared; everything after reading is worked out anew."""
    from gouji.reading import reread

    reading = reread(document.reading, source, pages)
    again = understand(reading)
    return replace(again, entity=document.entity, year=document.year, kind=document.kind)


def _accused(findings: Findings, held: Mapping[str, Document]) -> dict[str, set[int]]:
    """The pages, by document, that hold an operand of a failed finding and that one reader alone has read."""
    out: dict[str, set[int]] = defaultdict(set)
    for sha256, page in {place for finding in findings if finding.outcome in ACCUSING for place in _places(finding)}:
        document = held.get(sha256)
        if document and document.reading.reader == "pdfium" and not _compared(document.reading.pages[page - 1]):
            out[sha256].add(page)
    return out


def _places(finding: Finding) -> Iterator[tuple[str, int]]:
    for place in finding.where:
        if place.page:
            yield place.document or finding.document, place.page


def _compared(page: Page) -> bool:
    """Whether the second reader has been at the page (and, if it broke there or saw nothing, has said so)."""
    if any(problem.kind in ("second_reader_failed", "readers_differ") for problem in page.problems):
        return True
    return any(c.agree is not None for g in page.grids for c in g.cells) or any(line.agree is not None for line in page.lines)

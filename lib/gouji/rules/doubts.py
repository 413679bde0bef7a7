"""Which printed figures two readers read alike, and findings that rest on one they did not: nothing is claimed there.

In: ``Context``s. Out: ``Doubts``, which says of a place whether both readers gave the same, or the identities decided
between them (True), whether they differ and nothing decides (False), or whether one reader alone was there (None).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gouji.claims.prose import squeeze
from gouji.model import Line
from gouji.rules.context import Context
from gouji.rules.findings import Finding, Place

LEAST = 4  # characters of a line that must be found in a sentence for the line to be of it


class Doubts:
    """What the comparison of the two readers says of places; ``contexts`` of one document, or of several."""

    def __init__(self, contexts: Iterable[Context]):
        self._contexts = {context.document.reading.sha256: context for context in contexts}
        self._only = next(iter(self._contexts)) if len(self._contexts) == 1 else ""
        self._cells: dict[str, dict[tuple, bool]] = {}
        self._lines: dict[str, dict[int, list[Line]]] = {}

    def about(self, place: Place, document: str = "") -> bool | None:
        """Whether the readers agree on what is printed there; None where one of them read it, or nothing is printed."""
        sha256 = place.document or document or self._only
        context = self._contexts.get(sha256)
        if context is None or place.page is None:
            return None
        if sha256 not in self._cells:
            figures = (f for t in context.index.tables for r in t.rows for f in r.figures.values())
            self._cells[sha256] = {(f.page, f.box): f.agreed for f in figures if f.agreed is not None}
            self._lines[sha256] = _compared_lines(context)
        known = self._cells[sha256].get((place.page, place.bbox))
        if known is not None:
            return known
        lines = [line.agree for line in self._lines[sha256].get(place.page, ()) if _is_of(line, place)]
        return all(lines) if lines else None

    def first(self, finding: Finding) -> Place | None:
        """The first operand on which the readers differ."""
        return next((p for p in finding.where if self.about(p, finding.document) is False), None)

    def alike(self, finding: Finding) -> bool | None:
        """True when every printed operand was read alike by both; None when one reader alone read some of them."""
        printed = [self.about(p, finding.document) for p in finding.where if p.page is not None]
        return True if printed and all(printed) else None


def _compared_lines(context: Context) -> dict[int, list[Line]]:
    out: dict[int, list[Line]] = defaultdict(list)
    for page in context.document.reading.pages:
        out[page.number] += (line for line in page.lines if line.agree is not None)
    return out


def _is_of(line: Line, place: Place) -> bool:
    """Whether the line holds what the place says is stated."""
    if place.bbox is not None:
        return line.box == place.bbox
    said = squeeze(place.sentence or place.printed or "")
    if not said:
        return False
    text = squeeze(line.text)
    pieces = [piece for piece in text.replace("；", "。").split("。") if len(piece) >= LEAST]
    return said in text or any(piece in said for piece in pieces)

"""What a rule about words may ask of one document: its paragraphs, the figures they state, what they say there is none of.

In: a document, its index and the rows of its ledger. Everything is read when first asked for and kept with the
context, which lives as long as one ``check``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import pandas

from gouji.claims.find import Claim, claims_of
from gouji.claims.prose import Paragraph, paragraphs_of_pages
from gouji.claims.statements import Statement, find_statements
from gouji.model import Document
from gouji.rules.findings import Place
from gouji.rules.index import DocumentIndex

RECORD = (
    "form item column row row_code row_label func_code gov_code level printed value unit blank page x0 y0 x1 y1"
).split()


class Context:
    """One document as the rules see it. ``claims`` are bound to the ledger (``claim.figure``) where they restate it."""

    def __init__(
        self, document: Document, index: DocumentIndex, ledger: pandas.DataFrame | None, claims: Sequence[Claim] | None = None
    ):
        self.document, self.index, self._ledger, self._given = document, index, ledger, claims

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The prose outside the forms; empty for a document that publishes forms alone."""
        return tuple(paragraphs_of_pages(self.document.reading.pages))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The figures stated in prose, with the form's figure each restates."""
        if self._given is not None:
            return tuple(self._given)
        found = claims_of(self.document.reading)
        if self._ledger is None or not found:
            return tuple(found)
        from gouji.claims.binding import bind

        return tuple(bind(found, self._ledger, self.document))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The sentences that say there is none of a thing."""
        return tuple(find_statements(self.document.reading))

    @cached_property
    def _by_form(self) -> dict[str, list[dict]]:
        rows: dict[str, list[dict]] = defaultdict(list)
        if self._ledger is None:
            return {}
        empty = [""] * len(self._ledger)
        columns = [self._ledger[name].tolist() if name in self._ledger else empty for name in RECORD]
        for values in zip(*columns, strict=True):
            record = dict(zip(RECORD, values, strict=True))
            if isinstance(record["form"], str):
                for key in ("row_code", "func_code", "gov_code"):
                    record[key] = record[key] if isinstance(record[key], str) else ""
                rows[record["form"]].append(record)
        return dict(rows)

    def records(self, form: str) -> list[dict]:
        """The ledger's rows of a form as dictionaries, for what the index does not keep (second codes, levels)."""
        return self._by_form.get(form, [])

    @staticmethod
    def place(record: dict) -> Place:
        """Where a ledger row was printed."""
        address = f"{record['form']}/{record['item']}/{record['column']}"
        box = tuple(record[k] for k in ("x0", "y0", "x1", "y1"))
        box = None if any(x is None or x != x for x in box) else tuple(float(x) for x in box)
        return Place(address, int(record["page"]), box, record["row_label"], record["column"], record["printed"])

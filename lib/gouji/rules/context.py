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
from gouji.rules.self_evaluation import FORMS, Evaluation, evaluations

RECORD = (
    "form item column row_code row_label gov_code printed value page x0 y0 x1 y1"
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
        found = claims_of(self.document.reading, self.paragraphs)
        if self._ledger is None or not found:
            return tuple(found)
        from gouji.claims.binding import bind

        return tuple(bind(found, self._ledger, self.document))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The sentences that say there is none of a thing."""
        return tuple(find_statements(self.document.reading, self.paragraphs))

    @cached_property
    def _evaluations(self) -> tuple[Evaluation, ...]:
        return tuple(evaluations(self.document.tables))

    def evaluated(self, forms: Sequence[str] = FORMS) -> list[Evaluation]:
        """The self-evaluations and target forms, project by project, in printed order."""
        return [e for e in self._evaluations if e.form in forms]

    @cached_property
    def _by_form(self) -> dict[str, list[dict]]:
        rows: dict[str, list[dict]] = defaultdict(list)
        if self._ledger is None or "gov_code" not in self._ledger:
            return {}
        second = [i for i, code in enumerate(self._ledger["gov_code"].tolist()) if isinstance(code, str) and code]
        if not second:
            return {}
        ledger = self._ledger.iloc[second]
        for values in zip(*(ledger[name].tolist() for name in RECORD), strict=True):
            record = dict(zip(RECORD, values, strict=True))
            if isinstance(record["form"], str):
                record["row_code"] = record["row_code"] if isinstance(record["row_code"], str) else ""
                rows[record["form"]].append(record)
        return dict(rows)

    def records(self, form: str) -> list[dict]:
        """The ledger's rows of a form that have a second (government) code, as dictionaries: the index does not keep it."""
        return self._by_form.get(form, [])

    @staticmethod
    def place(record: dict) -> Place:
        """Where a ledger row was printed."""
        address = f"{record['form']}/{record['item']}/{record['column']}"
        box = tuple(record[k] for k in ("x0", "y0", "x1", "y1"))
        box = None if any(x is None or x != x for x in box) else tuple(float(x) for x in box)
        return Place(address, int(record["page"]), box, record["row_label"], record["column"], record["printed"])

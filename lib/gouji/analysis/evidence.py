"""What the items of the disclosure index are tested on: one document as it was read, its figures, findings and prose.

``of_document`` gathers it from the parts the commands hold, ``gather`` from an opened study. An absence is told only
where everything was read: ``unread`` says why something not found may be there after all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.printed import Spot, line_of
from gouji.claims.claim import Claim
from gouji.claims.find import claims_of
from gouji.claims.prose import Paragraph, paragraphs_of_pages
from gouji.claims.statements import Statement, find_statements
from gouji.model import Document, Table
from gouji.rules.presence import LOST_PAGES

RULES_ALONE = "no_text"


@dataclass(frozen=True)
class Evidence:
    """One document. ``ledger`` and ``findings`` are its own rows (columns as in ``study.ledger``, ``study.findings``)."""

    document: Document
    ledger: pd.DataFrame
    findings: pd.DataFrame

    @property
    def kind(self) -> str:
        return self.document.kind

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.document.tables

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claims_of(self.document.reading))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(find_statements(self.document.reading))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(paragraphs_of_pages(self.document.reading.pages))

    def heading(self, words: str) -> Spot | None:
        """Where a heading with these words is printed, over the first paragraph that stands under it; else the words themselves,
        where they stand last (a list of contents comes first)."""
        pages = self.document.reading.pages
        for paragraph in self.paragraphs:
            over = next((h for h in paragraph.headings if words in h), None)
            begins = paragraph.page(0) if over else None
            for page in reversed(pages[max(0, begins - 2) : begins]) if begins else ():
                if at := line_of(page, over):
                    return at
        return next((at for page in reversed(pages) if (at := line_of(page, words))), None)

    @cached_property
    def has_prose(self) -> bool:
        """Whether the file holds prose at all: a list of contents is none."""
        return any("。" in p.text for p in self.paragraphs)

    def unread(self, prose: bool) -> str:
        """Why what is not found may be there all the same, "" when all was read. A page of rules without any text may be a
        form of which the text is lost, but holds no paragraph (``prose``)."""
        lost = [p for p in self.document.reading.all_problems() if p.kind in LOST_PAGES - ({RULES_ALONE} if prose else set())]
        return f"p. {lost[0].page}: {lost[0].kind}" if lost else ""

    @cached_property
    def by_rule(self) -> Mapping[str, list]:
        """Rule → its findings of this document, of the rules that items ask."""
        own: dict[str, list] = {}
        for finding in self.findings[self.findings["rule"].isin(asked())].itertuples(index=False):
            own.setdefault(finding.rule, []).append(finding)
        return own

    def cells(self, form: str) -> pd.DataFrame:
        """The ledger's rows of a form."""
        return self.ledger[self.ledger["form"] == form]


@lru_cache(maxsize=1)
def asked() -> frozenset[str]:
    """The rules the declared items ask, and the two that say what became of a form."""
    return frozenset({"C01", "C30", *(r for item in declared("disclosure")["items"] for r in item.get("rules", ()))})


def of_document(document: Document, ledger: pd.DataFrame, findings: pd.DataFrame) -> Evidence:
    """Evidence of one document from the ledger of all and the findings of all (or of this one)."""
    return Evidence(document, ledger[ledger["document"] == document.reading.sha256], findings)


def gather(opened) -> dict[str, Evidence]:
    """Document name → Evidence, for the documents that could be read. ``opened`` is an OpenedStudy."""
    read = [row.name for row in opened.documents.itertuples(index=False) if row.read]
    findings = dict(list(opened.findings.groupby("name", sort=False)))
    ledger = dict(list(opened.ledger.groupby("name", sort=False)))
    nothing = opened.findings.iloc[:0], opened.ledger.iloc[:0]
    return {n: Evidence(opened.document(n), ledger.get(n, nothing[1]), findings.get(n, nothing[0])) for n in read}

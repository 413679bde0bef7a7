"""Documents for the cases that need words: a budget or final account from ``ledgers`` with prose, names and second codes.

``Case`` holds what one document is made of; ``of(kind)`` is a clean one, ``findings`` runs every rule over one or several.
"""

from __future__ import annotations

import copy
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas

sys.path[:0] = [str(Path(__file__).parents[1] / "unit")]

from ledgers import CLEAN, SHA, change, document_of, drop, edit, ledger_of  # noqa: E402

from gouji.model import Line, Page, Table, TableCell  # noqa: E402
from gouji.rules import check  # noqa: E402

TROUBLE = ("mismatch", "missing", "implausible", "truncation")


@dataclass(frozen=True)
class Case:
    """One document: its forms, its prose by line, and what its ledger rows say besides the figures."""

    kind: str
    tables: list[dict]
    lines: tuple[str, ...] = ()
    more_tables: tuple[Table, ...] = ()
    sha256: str = SHA
    year: int = 2024
    entity: str = "某市某局"
    gov: dict = field(default_factory=dict)  # (form, item) → government code

    def cell(self, address: str, printed: str) -> Case:
        return replace(self, tables=change(self.tables, address, printed))

    def form(self, form: str, **more) -> Case:
        return replace(self, tables=edit(self.tables, form, **more))

    def without(self, form: str, item: str | None = None) -> Case:
        return replace(self, tables=drop(self.tables, form, item))

    def rows(self, form: str, **rows) -> Case:
        """With rows of a form replaced or added (``item="printed | printed"``; ``_`` in names stays)."""
        tables = copy.deepcopy(self.tables)
        for t in tables:
            if t["form"] == form:
                for item, text in rows.items():
                    t["rows"][item.lstrip("i")] = [("" if c.strip() == "·" else c.strip()) for c in text.split("|")]
        return replace(self, tables=tables)

    def labels(self, form: str, **labels) -> Case:
        tables = copy.deepcopy(self.tables)
        for t in tables:
            if t["form"] == form:
                t["labels"] = {**t["labels"], **{k.lstrip("i"): v for k, v in labels.items()}}
        return replace(self, tables=tables)

    def plus(self, *tables: dict) -> Case:
        return replace(self, tables=[*self.tables, *tables])

    def say(self, *lines: str) -> Case:
        return replace(self, lines=(*self.lines, *lines))

    def unsay(self, word: str, by: str = "") -> Case:
        """With a word taken out of the prose, or another in its place."""
        assert any(word in x for x in self.lines), word
        return replace(self, lines=tuple(y for x in self.lines if (y := x.replace(word, by))))

    def document(self):
        made = document_of(self.tables, self.kind, self.sha256)
        pages = [[]]
        for text in self.lines:
            if text == "\f":
                pages.append([])
                continue
            pages[-1].append(text)
        made_pages = tuple(
            Page(n, 600.0, 800.0, tuple(_line(n, i, t) for i, t in enumerate(texts))) for n, texts in enumerate(pages, 1)
        )
        reading = replace(made.reading, pages=made_pages if self.lines else (), sha256=self.sha256)
        return replace(
            made, reading=reading, year=self.year, entity=self.entity, tables=(*made.tables, *self.more_tables)
        )

    def ledger(self) -> pandas.DataFrame:
        frame = ledger_of(self.tables, self.sha256, self.kind)
        frame["func_code"], frame["year"], frame["entity"] = "", self.year, self.entity
        frame["gov_code"] = [self.gov.get((f, i), "") for f, i in zip(frame["form"], frame["item"], strict=True)]
        return frame


def _line(page: int, ordinal: int, text: str) -> Line:
    """A line of prose: set in by two characters, as paragraphs are, and ending short of the right edge."""
    y = 40.0 + 18 * ordinal
    indent = 0 if text.startswith("第") else 24
    return Line(page, text, (60.0 + indent, y, 480.0, y + 12), 12.0)


def of(kind: str) -> Case:
    return Case(kind, CLEAN[kind]())


def findings(*cases: Case):
    documents = [c.document() for c in cases]
    return check(documents, pandas.concat([c.ledger() for c in cases], ignore_index=True))


def troubled(*cases: Case) -> set[str]:
    return {f.rule for f in findings(*cases) if f.outcome in TROUBLE}


def words_table(form: str, title: str, rows: list[str], columns: int = 0, unit: str = "万元", page: int = 1, header: str = "") -> Table:
    """A form as rows of words (``a | b | c``), as the performance forms are read."""
    cells = [tuple(TableCell(c.strip(), page, None) for c in row.split("|")) for row in rows]
    names = tuple(h.strip() for h in header.split("|")) if header else ("",) * (columns or max(len(r) for r in cells))
    return Table(form, title, None, unit, (page,), names, tuple(cells), False)

"""Documents and findings as pandas tables: what the notebooks load. No I/O.

``documents_frame`` one row a document, ``tables_frame`` one row a table, ``pages_frame`` one row a page,
``problems_frame`` one row a problem, ``claims_frame`` one row a figure stated in prose, ``findings_frame`` one row a
finding (its operands as JSON in ``where``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import pandas as pd

from gouji.claims import Claim
from gouji.corpus import Row
from gouji.model import Document, Page, Problem, Table

FINDING_COLUMNS = (
    "id", "name", "file", "rule", "outcome", "severity", "form", "expected", "found", "difference", "unit", "z", "of_envelope", "reason",
    "cause", "suspect", "zh", "en", "page", "row", "column", "printed", "where",
)  # fmt: skip
PROJECT_WORDS = ("项目名称", "部门(单位)名称", "部门（单位）名称", "部门名称", "单位名称")
CLAIM_COLUMNS = (
    "name", "metric", "subject", "value", "unit", "direction", "compared_with", "base", "topic", "about", "section", "sentence", "page",
    "form", "item", "column", "agrees",
)  # fmt: skip
PROBLEM_COLUMNS = ("name", "file", "page", "kind", "detail")


def documents_frame(rows: Iterable[Row], documents: Mapping[str, Document], figures: Mapping[str, int]) -> pd.DataFrame:
    """One row a manifest row: what the manifest states, and what was read of it (``read`` False when it was not).
    ``documents`` and ``figures`` (printed figures in the ledger) are by name."""
    return pd.DataFrame([_document_row(row, documents.get(row.name), figures.get(row.name, 0)) for row in rows])


def _document_row(row: Row, document: Document | None, figures: int) -> dict:
    known = {"name": row.name, **asdict(row), "read": document is not None, "figures": figures}
    if document is None:
        return known | {"sha256_read": None, "tables": 0, "forms": 0, "empty_tables": 0, "cells_compared": 0, "cells_differing": 0, "reader": ""}
    return known | {
        "sha256_read": document.reading.sha256,
        "entity": document.entity or row.entity,
        "year": document.year or row.year,
        "kind": document.kind or row.kind,
        "pages": len(document.reading.pages),
        "tables": len(document.tables),
        "forms": sum(t.form is not None for t in document.tables),
        "empty_tables": sum(t.empty for t in document.tables),
        "cells_compared": document.reading.cells_compared,
        "cells_differing": document.reading.cells_differing,
        "reader": document.reading.reader,
    }


def tables_frame(documents: Mapping[str, Document]) -> pd.DataFrame:
    """One row a table: name, table (ordinal from 1), form, title, number, unit, first, last (pages), rows, columns, empty,
    note, project (of a performance form: the project, or the entity it is of)."""
    columns = ("name", "table", "form", "title", "number", "unit", "first", "last", "rows", "columns", "empty", "note", "project")
    found = [_table_row(n, i, t) for n, d in documents.items() for i, t in enumerate(d.tables, start=1)]
    return pd.DataFrame(found, columns=list(columns))


def _table_row(name: str, ordinal: int, table: Table) -> tuple:
    return (
        name, ordinal, table.form, table.title, table.number, table.unit, table.pages[0], table.pages[-1],
        len(table.rows), len(table.columns), table.empty, table.note, _project(table),
    )  # fmt: skip


def _project(table: Table) -> str | None:
    """What stands beside 项目名称 (部门名称 in a whole-department form), among the first rows of a performance form."""
    if not (table.form or "").startswith("PE"):
        return None
    for row in table.rows[:8]:
        texts = [" ".join(cell.text.split()) for cell in row if cell.text.strip()]
        if len(texts) > 1 and texts[0].startswith(PROJECT_WORDS):
            return texts[1]
    return None


def pages_frame(documents: Mapping[str, Document]) -> pd.DataFrame:
    """One row a page: name, page, holds (prose, table, table continued, blank, unread), characters, grids, problems."""
    columns = ["name", "page", "holds", "characters", "grids", "problems"]
    found = [_page_row(n, p, _continued(d)) for n, d in documents.items() for p in d.reading.pages]
    return pd.DataFrame(found, columns=columns)


def _page_row(name: str, page: Page, continued: set[int]) -> tuple:
    characters = sum(len(line.text) for line in page.lines) + sum(len(c.text) for g in page.grids for c in g.cells)
    holds = "prose" if characters else "blank"
    if page.grids:
        holds = "table continued" if page.number in continued else "table"
    elif not characters and page.problems:
        holds = "unread"
    return name, page.number, holds, characters, len(page.grids), len(page.problems)


def _continued(document: Document) -> set[int]:
    starts = {table.pages[0] for table in document.tables}
    return {page for table in document.tables for page in table.pages[1:]} - starts


def problems_frame(rows: Iterable[Row], documents: Mapping[str, Document], failed: Mapping[str, list[Problem]]) -> pd.DataFrame:
    """One row a problem: the document's, its tables', and those of documents that could not be read at all."""
    found = []
    for row in rows:
        problems = list(failed.get(row.name, ()))
        if (document := documents.get(row.name)) is not None:
            problems += [*document.reading.all_problems(), *document.problems, *(p for t in document.tables for p in t.problems)]
        found += [(row.name, row.file, p.page, p.kind, p.detail) for p in problems]
    frame = pd.DataFrame(found, columns=list(PROBLEM_COLUMNS))
    return frame.assign(page=frame["page"].astype("Int64"))


def claims_frame(documents: Mapping[str, Document], claims: Mapping[str, list[Claim]]) -> pd.DataFrame:
    """One row a figure stated in prose, in printed order; ``claims`` by sha256. ``value`` is text as printed; ``form``,
    ``item``, ``column`` and ``agrees`` are of the form's figure it restates (None without one)."""
    found = [_claim_row(name, claim) for name, document in documents.items() for claim in claims.get(document.reading.sha256, ())]
    return pd.DataFrame(found, columns=list(CLAIM_COLUMNS)).astype({"agrees": "boolean", "page": "Int64"})


def _claim_row(name: str, claim: Claim) -> tuple:
    figure = claim.figure or {}
    own = (claim.metric, claim.subject, claim.value, claim.unit, claim.direction, claim.compared_with, claim.base, claim.topic, claim.item)
    return (name, *own, claim.section, claim.sentence, claim.page, *(figure.get(k) for k in ("form", "item", "column", "agrees")))


def findings_frame(payload: Mapping, names: Mapping[str, str]) -> pd.DataFrame:
    """``findings_json``'s payload as one row a finding; findings across documents have the name "".
    ``names`` gives a file's short name."""
    found = [_finding_row(names.get(d["file"], d["file"]), d["file"], f) for d in payload["documents"] for f in d["findings"]]
    found += [_finding_row("", "", f) for f in payload["across"]]
    frame = pd.DataFrame(found, columns=list(FINDING_COLUMNS))
    return frame.assign(page=pd.to_numeric(frame["page"], errors="coerce").astype("Int64"))


def _finding_row(name: str, file: str, finding: Mapping) -> dict:
    first = next((w for w in finding["where"] if w.get("page")), finding["where"][0] if finding["where"] else {})
    message, suspect = finding.get("message") or {}, finding.get("suspect")
    return {
        **{column: finding.get(column) for column in FINDING_COLUMNS},
        **{column: first.get(column) for column in ("page", "row", "column", "printed")},
        "name": name, "file": file, "zh": message.get("zh", ""), "en": message.get("en", ""),
        "where": json.dumps(finding["where"], ensure_ascii=False), "suspect": json.dumps(suspect, ensure_ascii=False) if suspect else None,
    }  # fmt: skip

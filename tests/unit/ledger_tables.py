"""Tables and documents built by hand for the ledger's tests: rows of text, "<" and "^" for places under a merged cell."""

from __future__ import annotations

from gouji.model import Document, Reading, Table, TableCell


def table(form, columns, rows, unit="万元", title="表", indents=None):
    """A table of one page; cells are 10 × 10 points. ``indents``: points of indentation of the first cell of each row."""
    cells = tuple(
        tuple(
            TableCell("" if text in ("<", "^") else text, 1, None if text in ("<", "^") else (10.0 * j, 10.0 * i, 10.0 * j + 9, 10.0 * i + 9),
                      indents[i] if indents and j == 0 else 0.0)
            for j, text in enumerate(row)
        )
        for i, row in enumerate(rows)
    )  # fmt: skip
    return Table(form, title, None, unit, (1,), tuple(columns), cells, empty=False)


def document(*tables, sha="a" * 64, year=2021, kind="final", entity="某市某局"):
    """A document of these tables."""
    return Document(Reading("x.pdf", sha, "pdfium", ()), entity, year, kind, tuple(tables))


def split(text):
    """Lines of " | " separated cells → rows."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]

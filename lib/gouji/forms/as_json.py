"""A document as the JSON of ``gouji tables`` (contracts.md): grids as displayed, tables whole, problems."""

from __future__ import annotations

from gouji.model import Document, Grid, Table


def document_json(document: Document) -> dict:
    """The document's grids (page by page), tables and problems; plain types only."""
    reading = document.reading
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "pages": len(reading.pages),
        "entity": document.entity,
        "year": document.year,
        "kind": document.kind,
        "reader": reading.reader,
        "cells_compared": reading.cells_compared,
        "cells_differing": reading.cells_differing,
        "grids": [_grid_json(grid) for page in reading.pages for grid in page.grids],
        "tables": [_table_json(table) for table in document.tables],
        "problems": [
            {"page": p.page, "kind": p.kind, "detail": p.detail}
            for p in [*reading.all_problems(), *document.problems, *(p for t in document.tables for p in t.problems)]
        ],
    }


def _grid_json(grid: Grid) -> dict:
    return {"page": grid.page, "bbox": [round(v, 2) for v in grid.box], "rows": grid.rows(), "source": grid.source}


def _table_json(table: Table) -> dict:
    return {
        "form": table.form,
        "title": table.title,
        "number": table.number,
        "unit": table.unit,
        "pages": list(table.pages),
        "columns": list(table.columns),
        "rows": [[cell.text for cell in row] for row in table.rows],
        "empty": table.empty,
        "note": table.note,
    }

"""Against pages of real documents checked by eye: every table exact, and no table where there is none."""

from __future__ import annotations

import collections
import json
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from gouji.reading import read

SHARED = Path(__file__).parents[3] / "shared"
CORPUS, TRUTH = SHARED / "corpus", SHARED / "truth"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir() or not TRUTH.is_dir(), reason="the shared corpus is not here")

DOCUMENTS = sorted(path.stem for path in CORPUS.glob("*.pdf")) or ["none"]


@cache
def reading(document: str):
    return read(CORPUS / f"{document}.pdf")


def plain(rows):
    return [["".join(unicodedata.normalize("NFKC", cell).split()) for cell in row] for row in rows]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pages_checked_by_eye_are_read_to_the_cell(document):
    pages = [json.loads(path.read_text("utf-8")) for path in sorted((TRUTH / "cells").glob(f"{document}_p*.json"))]
    for truth in pages:
        grids = [plain(grid.rows()) for grid in reading(document).pages[truth["page"] - 1].grids]
        assert plain(truth["rows"]) in grids, f"{document} page {truth['page']}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_there_are_grids_on_pages_with_tables_and_on_no_others(document):
    pages = collections.defaultdict(set)
    for table in json.loads((TRUTH / "logical_tables.json").read_text("utf-8"))["tables"]:
        pages[table["doc"]].update(range(table["first_page"], table["last_page"] + 1))
    assert {page.number for page in reading(document).pages if page.grids} == pages[document]

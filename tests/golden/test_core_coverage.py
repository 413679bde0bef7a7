"""How many of the core identities (W…, X…) are evaluated where their forms are: at least 97 in a hundred."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from gouji.arbitrate import settled_ledger
from gouji.forms import understand
from gouji.reading import read
from gouji.rules import check
from gouji.rules.coverage import coverage

HENAN = Path(__file__).parents[2] / "data" / "raw" / "henan"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FLOOR = 0.97


@lru_cache(maxsize=2)
def documents(folder: Path):
    return [understand(read(path)) for path in sorted(folder.glob("*.pdf"))]


def share(read_documents, ledger) -> float:
    forms = {d.reading.sha256: {t.form for t in d.tables if t.form} for d in read_documents}
    found = [coverage(d, forms[d.sha256]) for d in check(read_documents, ledger).documents]
    return sum(c.evaluated for c in found) / sum(c.cases for c in found)


def test_on_the_embedded_study():
    assert share(documents(HENAN), settled_ledger(documents(HENAN))) >= FLOOR


@pytest.mark.skipif(not list(CORPUS.glob("*.pdf")), reason="the real documents are not at hand")
def test_on_real_documents():
    assert share(documents(CORPUS), settled_ledger(documents(CORPUS))) >= FLOOR


def test_totals_lost_by_a_source_are_seen_in_the_share():
    ledger = settled_ledger(documents(HENAN))
    lost = ledger.assign(value=ledger["value"].mask(ledger["item"].eq("total")))
    assert share(documents(HENAN), lost) < FLOOR

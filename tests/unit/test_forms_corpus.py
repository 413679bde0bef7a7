"""The real corpus against its 242 logical tables; skipped where the shared folder is absent."""

import json
from pathlib import Path

import pytest

from gouji.forms import understand
from gouji.reading import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
TRUTH = SHARED / "truth" / "logical_tables.json"
pytestmark = pytest.mark.skipif(not TRUTH.exists(), reason="the shared corpus is not beside this checkout")


def documents():
    if not TRUTH.exists():
        return []
    listed = json.loads(TRUTH.read_text("utf-8"))["tables"]
    return sorted({t["doc"] for t in listed})


@pytest.mark.parametrize("name", documents())
def test_every_table_is_there_once_and_whole(name):
    want = [t for t in json.loads(TRUTH.read_text("utf-8"))["tables"] if t["doc"] == name]
    got = understand(read(SHARED / "corpus" / f"{name}.pdf")).tables
    shape = [(t.pages[0], t.pages[-1], len(t.rows), t.unit, t.empty) for t in got]
    assert shape == [(t["first_page"], t["last_page"], t["body_rows"], t["unit"], t["empty"]) for t in want]
    unnamed = [t["title"] for t, g in zip(want, got) if g.form is None and t["form_kind"] != "other"]
    assert unnamed == []


def test_the_narrative_has_no_table():
    assert understand(read(SHARED / "corpus" / "bj_xfb_2026_budget_narrative.pdf")).tables == ()

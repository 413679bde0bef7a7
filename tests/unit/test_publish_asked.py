"""Places that notebooks ask for: found in their outputs, shown with what is printed there, and nothing where nothing is."""

from __future__ import annotations

import json

import pandas as pd

from gouji.model import Cell, Document, Grid, Line, Page, Reading
from gouji.publish.asked import places_asked, printed_at
from gouji.publish.evidence import places_of
from gouji.show.rich import cell_ref, linked

CELLS = (Cell(0, 0, 1, 1, "收入", (60.2, 400.0, 160.0, 420.0), agree=False, other="支出"), Cell(0, 1, 1, 1, "", (160.0, 400.0, 260.0, 420.0)))
PAGE = Page(1, 595.0, 842.0, (Line(1, "收入决算表", (250.7, 80.1, 345.0, 96.0)),), (Grid(1, (60.0, 400.0, 260.0, 420.0), 1, 2, CELLS, (), ()),))
DOCUMENT = Document(Reading("x.pdf", "f" * 64, "pdfium", (PAGE,)), "甲局", 2021, "final", ())
NO_LEDGER = pd.DataFrame(columns=["x0", "y0", "x1", "y1", "page", "blank", "table"])


def notebook(path, *refs):
    shown = "".join(linked("词", ref).html for ref in refs)
    path.write_text(json.dumps({"cells": [{"outputs": [{"data": {"text/html": [shown]}}, {"name": "stdout"}]}, {"source": "# 问"}]}), "utf-8")
    return path


def test_what_outputs_lead_to_is_asked_for_and_other_references_are_not(tmp_path):
    file = notebook(tmp_path / "a.ipynb", cell_ref('a&"乙/b', 3, (1.5, 2.5, 3, 4)), "finding:x", "rule:A01")
    assert places_asked([file]) == {'a&"乙/b': {(3, 1, 2)}}


def test_a_line_a_cell_a_blank_and_the_page_are_found_by_their_corner():
    assert printed_at(PAGE, 250, 80)[0] == "收入决算表" and printed_at(PAGE, 60, 400)[0] == "收入" and printed_at(PAGE, 160, 400)[0] == ""
    assert printed_at(PAGE, 60, 400).readers == "支出|" and printed_at(PAGE, 250, 80).readers == ""
    assert printed_at(PAGE, 0, 0) == ("", (0.0, 0.0, 595.0, 842.0), "") and printed_at(PAGE, 7, 7) is None


def test_each_has_an_entry_with_the_anchor_its_reference_leads_to():
    asked = {(1, 250, 80), (1, 60, 400), (1, 160, 400), (1, 0, 0), (1, 7, 7), (9, 0, 0)}
    shown = places_of(DOCUMENT, NO_LEDGER, {}, asked)
    assert list(shown) == [1] and {p.anchor for p in shown[1]} == {"b250-80", "b60-400", "b160-400", "b0-0"}
    assert {p.printed for p in shown[1]} == {"收入决算表", "收入", "（空 blank）", "（整页 the page）"} and all(p.band for p in shown[1])
    assert {p.readers for p in shown[1]} == {"", "支出|"}
    assert places_of(DOCUMENT, NO_LEDGER, {}) == {}

"""A document as printed: the mark of a cell is its worst outcome, figures of the prose are told from their lines."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from gouji.model import Document, Line, Page, Reading, Table, TableCell
from gouji.publish.operands import Evidence
from gouji.publish.printed import form_of, operands_by_document, outcomes_of, prose_of

CELL, BLANK = (100.0, 50.0, 160.0, 62.0), (160.0, 50.0, 220.0, 62.0)
LINE = (60.0, 300.0, 400.0, 312.0)
TEXT = "2021年预算 305.15万元，支出决算 305.15万元，增长3%。"


def place(box, printed, row="", document=None):
    return {"page": 1, "bbox": box, "printed": printed, "row": row, "document": document}


def found(*given):
    """Findings of the document ``d``: (outcome, places)."""
    return pd.DataFrame([{"name": "d", "outcome": outcome, "where": json.dumps(places)} for outcome, places in given])


def told(findings):
    return outcomes_of(operands_by_document(findings, {"f" * 64: "e"}).get("d", ()), {})


@pytest.fixture
def evidence():
    return Evidence({"d": {1: {"file": "d-1.webp", "width": 595, "height": 842}}})


def table():
    cells = (TableCell("<b>项目</b>", 1, (40.0, 50.0, 100.0, 62.0)), TableCell("1,305.15", 1, CELL), TableCell("", 1, BLANK), TableCell("3", 1, None))
    return Table("FA01", "表", None, "万元", (1,), ("项目", "金额", "上年", "行次"), (cells,), False)


def test_a_cells_mark_is_its_worst_outcome_and_leads_to_its_evidence(evidence):
    outcomes = told(found(("exact", [place(CELL, "1,305.15")]), ("mismatch", [place(CELL, "1,305.15"), place(BLANK, "")]), ("rounding", [place(BLANK, "")])))
    label, amount, blank, number = form_of(table(), "d", outcomes, evidence).rows[0]
    assert (amount.outcome, amount.href, amount.peek) == ("mismatch", "evidence/d-1.html#b100-50", "1 100 50 160 62")
    assert blank.outcome == "mismatch" and blank.text == "" and amount.number and not number.number
    assert label.outcome == "" == label.href and form_of(table(), "d", outcomes, evidence).worst == "mismatch"
    assert form_of(table(), "d", {}, evidence).worst == ""


def test_what_was_not_tested_has_no_mark_and_another_documents_place_none_here(evidence):
    assert not told(found(("not_testable", [place(CELL, "1,305.15")]), ("not_applicable", [place(CELL, "1,305.15")])))
    assert not told(found(("mismatch", [place(CELL, "1,305.15", document="f" * 64)])))
    assert form_of(table(), "d", told(found(("exact", [place(CELL, "1,305.15")]))), Evidence()).rows[0][1].href == ""  # no picture, no link


def prose(evidence, *given, text=TEXT):
    page = Page(1, 595, 842, (Line(1, text, LINE), Line(1, "- 12 -", (280.0, 800.0, 300.0, 812.0))))
    document = Document(Reading("d.pdf", "d" * 64, "both", (page,)), "局", 2021, "final", ())
    ((number, paragraphs),) = prose_of(document, "d", told(found(*given)), evidence)
    assert number == 1 and len(paragraphs) == 1  # the page's number is no paragraph
    return [(p.text, p.outcome) for p in paragraphs[0]]


def test_a_figure_of_the_prose_is_underlined_and_nothing_of_the_text_is_lost(evidence):
    pieces = prose(evidence, ("mismatch", [place(LINE, "3%", "预算")]), ("exact", [place(LINE, "305.15万元", "支出决算")]), ("exact", [place(LINE, "3%", "预算")]))
    assert [p for p in pieces if p[1]] == [("305.15万元", "exact"), ("3%", "mismatch")]
    assert "".join(t for t, _ in pieces) == TEXT and pieces[0][0] == "2021年预算 305.15万元，支出决算 "


def test_a_figure_that_cannot_be_told_from_another_marks_its_line(evidence):
    assert prose(evidence, ("mismatch", [place(LINE, "305.15万元", "三公经费")])) == [(TEXT, "mismatch")]


def test_a_line_without_tested_figures_is_plain(evidence):
    assert prose(evidence, ("exact", [place((60.0, 500.0, 90.0, 512.0), "1%")])) == [(TEXT, "")]

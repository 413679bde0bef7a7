"""Two readers that differ on an amount: the identities decide, the row says how; without an identity nothing is decided."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal as D

import pandas as pd
import pytest
from ledger_tables import document, split, table
from reportlab.pdfgen import canvas

from gouji import cli
from gouji.arbitrate import settle, settled_ledger, tally
from gouji.fields.schema import LedgerInvalid, check
from gouji.ledger import build_ledger, read_ledger, write_ledger

HEADER = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
ROWS = """
 | 合计 | 10.00 | 6.00 | 4.00
201 | 一般公共服务支出 | 7.00 | 4.00 | 3.00
20103 | 政府办公厅（室）及相关机构事务 | 7.00 | 4.00 | 3.00
2010301 | 行政运行 | 7.00 | 4.00 | 3.00
208 | 社会保障和就业支出 | 3.00 | 2.00 | 1.00
20805 | 行政事业单位养老支出 | 3.00 | 2.00 | 1.00
2080505 | 机关事业单位基本养老保险缴费支出 | 3.00 | 2.00 | 1.00
"""


def read_twice(rows: str, *differences, form="FA03", header=HEADER):
    """A document of one form; ``differences``: (row, column, first reader's text, second reader's text), the rest agree."""
    made = table(form, header, split(rows))
    cells = [[replace(cell, agree=True, other=cell.text) for cell in row] for row in made.rows]
    for row, column, first, second in differences:
        cells[row][column] = replace(cells[row][column], text=first, other=second, agree=False)
    return document(replace(made, rows=tuple(tuple(row) for row in cells)))


def at(ledger, row, column):
    return ledger[(ledger["row"] == row + 1) & (ledger["col"] == column + 1)].iloc[0]


def test_a_misreading_of_the_second_reader_is_not_taken():
    row = at(settled_ledger([read_twice(ROWS, (3, 3, "4.00", "14.00"))]), 3, 3)
    assert (row.reader_choice, row.printed, row.value, row.other_reader) == ("pdfium", "4.00", D(40000), "14.00")
    assert row.closes_pdfium > row.closes_camelot >= 0 and not row.readers_agree


def test_a_misreading_of_the_first_reader_is_replaced_and_kept_beside():
    ledger = settled_ledger([read_twice(ROWS, (3, 3, "14.00", "4.00"))])
    row = at(ledger, 3, 3)
    assert (row.reader_choice, row.printed, row.value, row.other_reader) == ("camelot", "4.00", D(40000), "14.00")
    assert row.closes_camelot > row.closes_pdfium and not row.readers_agree
    assert tally(ledger) == {"camelot": 1}


@pytest.mark.parametrize("lost", ["", "4.00支出", "4.0O"])
def test_a_figure_that_one_reader_lost_or_garbled_is_found_with_the_other(lost):
    for first, second, choice in ((lost, "4.00", "camelot"), ("4.00", lost, "pdfium")):
        row = at(settled_ledger([read_twice(ROWS, (3, 3, first, second))]), 3, 3)
        assert (row.reader_choice, row.value, row.blank, row.other_reader) == (choice, D(40000), False, lost)


def test_the_units_and_the_resolution_are_those_of_the_reader_taken():
    row = at(settled_ledger([read_twice(ROWS, (1, 3, "40.0", "4.00"))]), 1, 3)
    assert (row.reader_choice, row.unit, row.resolution) == ("camelot", "万元", D(100))


def test_figures_misread_together_are_set_right_together():
    seeded = [(row, 3, "5.00", "4.00") for row in (1, 2, 3)] + [(0, 3, "7.00", "6.00"), (0, 2, "11.00", "10.00")]
    ledger = settled_ledger([read_twice(ROWS, *seeded)])
    assert tally(ledger) == {"camelot": 5} and at(ledger, 0, 2).value == D(100000)


def test_one_misreading_does_not_convict_its_neighbour():
    ledger = settled_ledger([read_twice(ROWS, (1, 3, "14.00", "4.00"), (4, 3, "2.00", "12.00"))])
    assert (at(ledger, 1, 3).reader_choice, at(ledger, 4, 3).reader_choice) == ("camelot", "pdfium")
    assert (at(ledger, 1, 3).value, at(ledger, 4, 3).value) == (D(40000), D(20000))


def test_without_an_identity_nothing_is_decided():
    row = at(settled_ledger([read_twice("办公费 | 3.00\n会议费 | 2.00", (0, 1, "3.00", "8.00"), form=None, header=("项目", "金额"))]), 0, 1)
    assert (row.reader_choice, row.printed, row.other_reader) == ("undecided", "3.00", "8.00")
    assert (row.closes_pdfium, row.closes_camelot) == (0, 0)


def test_identities_that_close_with_neither_decide_nothing():
    row = at(settled_ledger([read_twice(ROWS, (6, 4, "77.00", "88.00"))]), 6, 4)
    assert (row.reader_choice, row.printed) == ("undecided", "77.00") and row.closes_pdfium == row.closes_camelot


def test_the_same_amount_written_otherwise_is_no_dispute():
    row = at(settled_ledger([read_twice(ROWS.replace("10.00", "1,000.00"), (0, 2, "1,000.00", "1000.00"))]), 0, 2)
    assert row.reader_choice == "same" and row.closes_pdfium is pd.NA and row.printed == "1,000.00"


def test_a_label_read_otherwise_is_no_amount():
    ledger = settled_ledger([read_twice(ROWS, (3, 1, "行政运行", "行政行运"))])
    assert tally(ledger) == {} and ledger["reader_choice"].eq("").all()


def test_one_reader_leaves_the_ledger_as_it_was():
    alone = document(table("FA03", HEADER, split(ROWS)))
    ledger = build_ledger([alone])
    assert settle([alone], ledger) is ledger


def test_documents_are_settled_each_by_its_own_identities():
    wrong = read_twice(ROWS, (3, 3, "14.00", "4.00"))
    right = replace(read_twice(ROWS, (3, 3, "4.00", "14.00")), reading=replace(wrong.reading, sha256="b" * 64))
    assert tally(settled_ledger([wrong, right])) == {"pdfium": 1, "camelot": 1}


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet"])
def test_the_choice_is_kept_on_disk(tmp_path, ending):
    ledger = settled_ledger([read_twice(ROWS, (3, 3, "14.00", "4.00"), (0, 2, "10.00", ""))])
    write_ledger(ledger, tmp_path / f"ledger{ending}")
    pd.testing.assert_frame_equal(read_ledger(tmp_path / f"ledger{ending}"), ledger)


def test_a_choice_where_nothing_is_disputed_breaks_the_contract():
    ledger = build_ledger([read_twice(ROWS)])
    ledger.loc[0, "reader_choice"] = "camelot"
    with pytest.raises(LedgerInvalid, match="a choice only where the readers differ"):
        check(ledger)


def test_from_the_command_line(tmp_path, capsys):
    """A label that runs, clipped from sight, into the cell beside it: camelot reads it there, the sum says who is right."""
    path = tmp_path / "two.pdf"
    page = canvas.Canvas(str(path), pagesize=(500, 400))
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page.setFont("STSong-Light", 10)
    page.drawString(150, 370, "收入决算表")
    page.drawString(400, 350, "单位：万元")
    rows = [["科目编码", "科目名称", "本年收入合计", "财政拨款收入"], ["", "合计", "5.00", "5.00"], ["201", "一般公共服务支出", "3.00", "3.00"], ["208", "社会保障和就业支出", "2.00", "2.00"]]
    xs, ys = (50, 120, 220, 340, 460), [340 - 20 * k for k in range(5)]
    page.grid(xs, ys)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            page.drawString(xs[c] + 3, ys[r + 1] + 6, text)
    page.saveState()
    clip = page.beginPath()
    clip.rect(120, ys[3], 100, 20)
    page.clipPath(clip, stroke=0)
    page.drawString(208, ys[3] + 6, "及其他")
    page.restoreState()
    page.save()
    out = tmp_path / "ledger.csv"
    assert cli.main(["ledger", str(path), "--reader", "both", "-o", str(out)]) == 0
    said = capsys.readouterr()
    assert "two readers differ on 1 of them: 1 pdfium" in said.out and "readers_differ" in said.err
    row = next(r for r in read_ledger(out).itertuples() if r.reader_choice)
    assert row.printed == "3.00" and row.other_reader != "3.00" and row.closes_pdfium > row.closes_camelot
    assert cli.main(["check", str(path), "--reader", "both", "--json", str(tmp_path / "f.json")]) == 0
    assert json.loads((tmp_path / "f.json").read_text("utf-8"))["documents"][0]["counts"]["mismatch"] == 0


@pytest.mark.parametrize("side", ["first", "second"])
def test_wherever_the_misreading_is_it_is_never_preferred(side):
    """Every figure of the form in turn, a digit wrong with the one reader: settled rightly, or (no identity) left open."""
    choices = []
    for row, texts in enumerate(split(ROWS)):
        for column in (2, 3, 4):
            right, wrong = texts[column], "9" + texts[column]
            pair = (wrong, right) if side == "first" else (right, wrong)
            found = at(settled_ledger([read_twice(ROWS, (row, column, *pair))]), row, column)
            assert found.reader_choice in (("camelot", "undecided") if side == "first" else ("pdfium", "undecided")), (row, column)
            choices.append(found.reader_choice)
    assert choices.count("undecided") == 0 and len(choices) == 21

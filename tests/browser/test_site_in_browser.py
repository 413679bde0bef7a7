"""The site as its readers use it, in a real browser: evidence behind a figure, search, filters, dark, phone, accessibility."""

from __future__ import annotations

import csv
import json
import re
from urllib.parse import unquote

import pytest

PAGES = ["index.html", "03_reconcile_figures.html", "documents/qinyang_zwj_2021_final.html", "dossier_anyang_zwj_2021_final.html", "downloads.html", "search.html?q=公务接待", "rules/index.html", "rules/W01.html",
         "findings/qinyang_zwj_2021_final.html", "tables/ledger.html", "tables/findings.html", "evidence/anyang_zwj_2021_final-6.html"]  # fmt: skip
OWN = [p for p in PAGES if "/" in p or p.startswith("search")]  # made by us from end to end; the others are the theme's


@pytest.mark.parametrize("file", PAGES)
def test_a_page_loads_from_the_disk_without_an_error_or_a_request(site, visit, file):
    page = visit(site / file)
    page.wait_for_timeout(150)
    assert page.title() and not page.faults


def test_a_request_that_leaves_is_seen(tmp_path, visit):
    (tmp_path / "bad.html").write_text('<img src="http://example.invalid/a.png"><script>nothere()</script>')
    page = visit(tmp_path / "bad.html")
    page.wait_for_timeout(200)
    assert any("example.invalid" in f for f in page.faults) and any("nothere" in f for f in page.faults)


def test_a_figure_leads_to_its_printed_cell(site, visit):
    page = visit(site / "findings/qinyang_zwj_2021_final.html")
    page.locator("article", has_text="电费节约率").locator("a.gj-ev", has_text="> 8%").first.click()
    frame = page.frame_locator("dialog.gj-dialog iframe")
    card = frame.locator("#gj-card")
    card.wait_for()
    text = card.inner_text()
    assert "8%" in text and "第 18 页" in text and "E05" in text
    assert card.locator("svg rect").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog.gj-dialog')")
    assert not page.faults


def test_the_card_explains_how_the_value_comes_from_the_print(site, visit):
    page = visit(site / "evidence/anyang_zwj_2021_final-6.html")
    link = page.locator("table.gj-places td.num a", has_text=re.compile(r"^49\.41$")).first
    link.click()
    steps = page.locator("#gj-card ol").inner_text()
    assert "× 10,000" in steps and "494,100" in steps and "100 元" in steps
    assert page.locator("#gj-card").get_by_text("FA02 · 城市建设支出 · 本年收入合计 (合计 total)").count()
    head, band = page.evaluate("[...document.querySelectorAll('#gj-card > svg > svg')].map(p => [p.y.baseVal.value, p.height.baseVal.value, p.querySelectorAll('rect').length])")
    assert head[0] == 0 and head[1] > 10 and band[0] > head[1] and band[1] < 40 and (head[2], band[2]) == (0, 1)  # the header above the row


def test_every_link_to_a_place_finds_it(site):
    """No browser needed: an anchor that a page of ours links to is on the page it names."""
    anchors, wrong = {}, []
    for path in [*site.glob("*.html"), *site.glob("findings/*.html"), *site.glob("rules/*.html"), site / "_static" / "search-data.js", site / "_static" / "table-ledger.js"]:
        text = path.read_text("utf-8")
        up = path.parent if path.suffix == ".html" else site
        found = re.findall(r'(?:href=")((?:\.\./)?(?:evidence|findings|rules)/[^"#]+\.html(?:#[^"]*)?)"', text) if path.suffix == ".html" else re.findall(r'"((?:evidence|findings|rules)/[^"#]+\.html(?:#[^"]*)?)"', text)
        for link in dict.fromkeys(found):
            file, _, name = unquote(link).partition("#")
            target = (up / file).resolve()
            if target not in anchors:
                anchors[target] = set(re.findall(r'\bid="([^"]+)"', target.read_text("utf-8"))) if target.is_file() else None
            if anchors[target] is None or (name and name not in anchors[target]):
                wrong.append(f"{path.name}: {link}")
    assert len(anchors) > 100 and not wrong, (len(wrong), wrong[:5])


def test_chinese_search_finds_words_inside_words_and_amounts_without_separators(site, visit):
    page = visit(site / "search.html?q=接待")
    assert page.locator("#gj-hits li").count() > 5
    box = page.locator("#gj-q")
    for asked, least in (("6443.22", 1), ("E21", 1), ("公务 接待", 3), ("没有这样的词", 0)):
        box.fill(asked)
        page.wait_for_timeout(100)
        hits = page.locator("#gj-hits li").count()
        assert hits >= least and (least or not hits), asked
    page.goto(page.url.partition("search.html")[0] + "index.html")
    assert page.locator("form[action*='search.html']").count()


def test_a_table_is_filtered_and_a_figure_in_it_leads_to_evidence(site, visit):
    page = visit(site / "tables/ledger.html")
    page.wait_for_selector("#gj-interactive[data-ready]")
    count = lambda: page.locator(".dt-info").inner_text()  # noqa: E731
    assert re.search(r"/ 2,\d{3}", count())
    page.get_by_label("筛选：表 · Filter: form").fill("FA03")
    page.wait_for_timeout(400)
    texts = page.locator("#gj-interactive tbody tr td:nth-child(2)").all_inner_texts()
    assert texts and set(texts) == {"FA03"}
    with page.expect_download() as download:
        page.locator("button", has_text="CSV").click()
    rows = [row for row in csv.reader(download.value.path().read_text("utf-8-sig").splitlines()) if row]
    assert len(rows) > 50 and {row[1] for row in rows[1:]} == {"FA03"}, rows[-1]
    page.locator("#gj-interactive tbody a.gj-ev").first.click()
    page.frame_locator("dialog.gj-dialog iframe").locator("#gj-card").wait_for()
    assert not page.faults


def test_fifty_thousand_rows_stay_usable(site, visit, tmp_path):
    import shutil
    import time

    shutil.copytree(site / "_static", tmp_path / "_static")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "ledger.html").write_text((site / "tables/ledger.html").read_text("utf-8"), "utf-8")
    script = tmp_path / "_static" / "table-ledger.js"
    given = json.loads(script.read_text("utf-8").removeprefix("window.gjTable = ").rstrip(";\n"))
    given["rows"] = (given["rows"] * 30)[:50_000]
    script.write_text(f"window.gjTable = {json.dumps(given, ensure_ascii=False)};", "utf-8")
    start = time.perf_counter()
    page = visit(tmp_path / "tables" / "ledger.html")
    page.wait_for_selector("#gj-interactive[data-ready]", timeout=30_000)
    shown = time.perf_counter() - start
    start = time.perf_counter()
    page.get_by_label("筛选：所印 · Filter: printed").fill("6,443.22")
    page.wait_for_function("document.querySelector('.dt-info').textContent.includes('(')")
    assert "50,000" in page.locator(".dt-info").inner_text()
    assert shown < 20 and time.perf_counter() - start < 10, (shown, time.perf_counter() - start)


def test_one_language_or_both(site, visit):
    page = visit(site / "findings/anyang_zwj_2021_final.html")
    seen = lambda lang: page.locator(f".gj-w[lang={lang}]:visible").count()  # noqa: E731
    assert seen("zh") and seen("en")
    page.locator("button.gj-language").click()
    assert seen("zh") and not seen("en")
    page.locator("button.gj-language").click()
    assert seen("en") and not seen("zh")
    page.goto(page.url.replace("findings/anyang_zwj_2021_final", "index"))
    assert page.locator(".gj-number .gj-w[lang=en]:visible").count() == 6 and not page.locator(".gj-number .gj-w[lang=zh]:visible").count()


@pytest.mark.parametrize("file", ["index.html", "findings/qinyang_zwj_2021_final.html"])
def test_dark_is_dark(site, visit, file):
    page = visit(site / file, scheme="dark")
    page.wait_for_timeout(100)
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color].map(c => c.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0))")
    assert colours[0] < 200 < 400 < colours[1]


@pytest.mark.parametrize("file", ["index.html", "03_reconcile_figures.html", "dossier_anyang_zwj_2021_final.html", "findings/qinyang_zwj_2021_final.html", "documents/qinyang_zwj_2021_final.html",
                                  "evidence/anyang_zwj_2021_final-6.html", "rules/W01.html", "search.html"])  # fmt: skip
def test_a_phone_shows_a_page_without_scrolling_sideways(site, visit, file):
    page = visit(site / file, width=390)
    page.wait_for_timeout(150)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize("file", PAGES)
def test_no_serious_accessibility_fault(site, visit, file):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -r tests/browser/requirements.lock")
    page = visit(site / file)
    page.wait_for_timeout(250)
    found = [f for f in axe.Axe().run(page).response["violations"] if f["impact"] in ("serious", "critical")]
    told = [(f["id"], len(f["nodes"]), f["nodes"][0]["html"][:160]) for f in found]
    assert not told


def test_an_accessibility_fault_is_seen(tmp_path, visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -r tests/browser/requirements.lock")
    (tmp_path / "bad.html").write_text('<html lang="zh"><title>t</title><body><main><img src="data:,"><p style="color:#ddd;background:#fff">pale</p></main></body></html>')
    found = {f["id"] for f in axe.Axe().run(visit(tmp_path / "bad.html")).response["violations"]}
    assert {"image-alt", "color-contrast"} <= found

"""A figure opens to its formula and operands, and a count leads to the rows it counts, in a real browser, with and without a script."""

from __future__ import annotations

import json
import re

import pytest

PAGE = "03_reconcile_figures.html"
HOSTILE = "document=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&__proto__=x&constructor=y&evil=%3Cscript%3Ealert(2)%3C/script%3E"


@pytest.fixture(scope="module")
def findings():
    from gouji.study import open_study

    return open_study("henan").findings


@pytest.fixture
def leading(site):
    """The notebook's page; its outputs in the repository are made by ``make notebooks`` and may be older than its cells."""
    if 'class="gj-how"' not in (site / PAGE).read_text("utf-8"):
        pytest.skip("the outputs of the notebooks are older than their cells: make notebooks")
    return site / PAGE


def rows_shown(page) -> int:
    """How many rows an interactive table says it has."""
    page.wait_for_selector("#gj-interactive[data-ready]")
    told = page.locator(".dt-info").inner_text()
    return int(re.search(r"/ ([\d,]+)", told)[1].replace(",", "")) if "/" in told else 0


LISTS = {
    "one document's mismatches": ("findings", "document=qinyang_zwj_2021_final&outcome=mismatch", lambda f: f["name"].eq("qinyang_zwj_2021_final") & f["outcome"].eq("mismatch")),
    "any of two outcomes": ("findings", "outcome=mismatch&outcome=truncation", lambda f: f["outcome"].isin(("mismatch", "truncation"))),
    "roots": ("findings", "outcome=implausible&root=yes", lambda f: f["outcome"].eq("implausible") & f["cause"].isna()),
    "without a form": ("findings", "form=&outcome=missing", lambda f: f["form"].isna() & f["outcome"].eq("missing")),
    "exact, of a form": ("exact", "document=qinyang_zwj_2021_final&form=FA02", lambda f: f["name"].eq("qinyang_zwj_2021_final") & f["form"].eq("FA02") & f["outcome"].eq("exact")),
    "all that is exact": ("exact", "", lambda f: f["outcome"].eq("exact")),
}


@pytest.mark.parametrize("asked", LISTS)
def test_a_list_shows_the_rows_it_is_asked_for(site, visit, findings, asked):
    table, fields, chosen = LISTS[asked]
    page = visit(f"{site / 'tables' / f'{table}.html'}#{fields}")
    assert rows_shown(page) == int(chosen(findings).sum()) > 0
    assert bool(page.locator("#gj-asked").inner_text()) == bool(fields) and not page.faults


def test_a_row_that_is_missing_is_seen(site, visit, findings, tmp_path):
    """A seeded fault: the table's data without one of the rows that are asked for."""
    import shutil

    shutil.copytree(site / "_static", tmp_path / "_static")
    (tmp_path / "tables").mkdir()
    shutil.copy2(site / "tables" / "findings.html", tmp_path / "tables")
    script = tmp_path / "_static" / "table-findings.js"
    given = json.loads(re.search(r"= (\{.*\});", script.read_text("utf-8"), re.S)[1])
    given["rows"].remove(next(r for r in given["rows"] if "mismatch" in r))
    script.write_text(f"window.gjTable = {json.dumps(given, ensure_ascii=False)};", "utf-8")
    page = visit(f"{tmp_path / 'tables' / 'findings.html'}#outcome=mismatch")
    assert rows_shown(page) == int(findings["outcome"].eq("mismatch").sum()) - 1


def test_a_list_can_be_asked_anew_and_shown_whole(site, visit, findings):
    page = visit(f"{site / 'tables' / 'findings.html'}#outcome=mismatch")
    few = rows_shown(page)
    page.evaluate("location.hash = '#outcome=missing'")
    page.wait_for_function(f"!document.querySelector('.dt-info').textContent.includes('/ {few}')")
    assert rows_shown(page) == int(findings["outcome"].eq("missing").sum())
    page.locator("#gj-asked a").click()
    page.wait_for_function("!document.getElementById('gj-asked').textContent")
    assert rows_shown(page) == int(findings["outcome"].ne("exact").sum())


def test_what_an_address_says_is_inert(site, visit, findings):
    page = visit(f"{site / 'tables' / 'findings.html'}#{HOSTILE}")
    page.wait_for_selector("#gj-interactive[data-ready]")
    page.wait_for_timeout(100)
    assert not page.faults and not page.locator("#gj-asked img, #gj-asked script").count()
    assert rows_shown(page) == 0 and "onerror" in page.locator("#gj-asked").inner_text()  # no document of that name; the other fields are not declared
    page = visit(f"{site / 'tables' / 'findings.html'}#__proto__=x&evil=y")
    assert rows_shown(page) == int(findings["outcome"].ne("exact").sum())


def test_counts_on_a_notebook_page_are_the_rows_they_lead_to(leading, visit):
    page = visit(leading)
    links = page.locator("table.gj-table a.gj-ev[href^='tables/']")
    assert links.count() > 100
    seen = dict(link for link in links.evaluate_all("all => all.map(a => [a.href, a.textContent])") if re.fullmatch(r"[\d,]+", link[1]))
    for target in [*list(seen)[:4], *list(seen)[40:44], *list(seen)[-4:]]:
        assert rows_shown(visit(target)) == int(seen[target].replace(",", "")), target


def test_a_figure_opens_to_its_operands_by_key_and_they_lead_to_evidence(leading, visit):
    page = visit(leading)
    figure = page.locator(".gj-answer details.gj-how").first
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    steps = figure.locator(".gj-steps")
    assert steps.is_visible() and "可检验" in steps.inner_text() and steps.locator("li").count() >= 3
    steps.locator("a.gj-ev").first.click()
    frame = page.frame_locator("dialog.gj-dialog iframe")
    frame.locator("#gj-interactive[data-ready]").wait_for()
    assert not page.faults


def test_a_figure_opens_without_a_script(leading, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(leading.as_uri())
    figure = page.locator(".gj-answer details.gj-how").first
    figure.locator("summary").click()
    assert figure.locator(".gj-steps li").first.is_visible()
    assert page.locator(".gj-answer .gj-p").count() == 2  # a sentence is one block, figures and all
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_opened_figures_scroll_no_page_sideways_and_have_no_serious_fault(leading, visit, width):
    page = visit(leading, width=width)
    page.evaluate("document.querySelectorAll('.gj-answer details.gj-how, table.gj-table details.gj-how').forEach((d, i) => { d.open = i % 7 === 0; })")
    page.wait_for_timeout(150)
    assert page.evaluate("document.documentElement.scrollWidth") <= width + 10
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -r tests/browser/requirements.lock")
    found = [f for f in axe.Axe().run(page).response["violations"] if f["impact"] in ("serious", "critical")]
    assert not [(f["id"], len(f["nodes"]), f["nodes"][0]["html"][:160]) for f in found]

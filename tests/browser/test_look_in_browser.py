"""How the site looks, measured in a real browser: what is boxed is seen, wide tables say so, print shows everything, a phone reads a crop."""

from __future__ import annotations

import re
import shutil
import subprocess

import pypdfium2
import pytest

DOCUMENT = "documents/qinyang_zwj_2021_final.html"
FINDINGS = "findings/qinyang_zwj_2021_final.html"
DRAWN = """svg => { const outer = svg.getBoundingClientRect(), scale = outer.width / svg.viewBox.baseVal.width;
  return { scale, left: outer.left, right: outer.right, boxes: [...svg.querySelectorAll('rect')].map(r => { const b = r.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }),
           top: outer.top, bottom: outer.bottom, rows: new Set([...svg.children].map(p => p.y.baseVal.value)).size }; }"""


def shown(page, selector):
    return [page.evaluate(DRAWN, svg) for svg in page.locator(selector).element_handles() if svg.is_visible()]


@pytest.mark.parametrize("width", [1280, 390])
def test_each_crop_boxes_its_figures_inside_the_picture_and_can_be_read(site, visit, width):
    page = visit(site / FINDINGS, width=width)
    crops = shown(page, ".gj-view > svg")
    assert len(crops) > 30
    for crop in crops:
        assert crop["boxes"] and crop["right"] <= width
        for left, top, right, bottom in crop["boxes"]:
            assert crop["left"] - 1 <= left < right <= crop["right"] + 1 and crop["top"] - 1 <= top < bottom <= crop["bottom"] + 1
    legible = [c for c in crops if c["scale"] * 10 >= 8]  # print of 10 points is at least 8 pixels high
    assert len(legible) / len(crops) > (0.95 if width > 400 else 0.85), sorted(round(c["scale"], 2) for c in crops)[:10]


def test_a_crop_of_a_table_has_its_header_over_it(site, visit):
    page = visit(site / FINDINGS)
    crop = shown(page, "article:has-text('电费节约率') .gj-view > svg")[0]
    assert crop["rows"] == 2 and len(crop["boxes"]) == 4


def test_pointing_at_a_figure_shows_where_it_is_printed_and_the_focus_does_too(site, visit):
    page = visit(site / DOCUMENT)
    mark = page.locator("a.gj-t-mismatch").first
    mark.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    mark.hover()
    peek = page.locator(".gj-peek")
    peek.wait_for()
    box = page.evaluate(DRAWN, peek.locator("svg").element_handle())
    assert len(box["boxes"]) == 1 and box["top"] <= box["boxes"][0][1] < box["boxes"][0][3] <= box["bottom"]
    page.mouse.move(2, 2)
    page.wait_for_timeout(100)
    assert not peek.count()
    page.evaluate("document.querySelector('a.gj-t-mismatch').focus({ preventScroll: true })")
    assert peek.count() == 1
    page.keyboard.press("Escape")
    assert not peek.count() and not page.faults


def test_the_prose_of_a_document_is_underlined_by_outcome(site, visit):
    page = visit(site / DOCUMENT)
    lines = page.evaluate("""[...document.querySelectorAll('.gj-prose-page .gj-t')].map(n => [n.className.match(/gj-t-(\\w+)/)[1], getComputedStyle(n).textDecorationLine, getComputedStyle(n).textDecorationStyle])""")
    assert len(lines) > 50 and {line for _, line, _ in lines} == {"underline"}
    styles = {outcome: style for outcome, _, style in lines}
    assert styles["exact"] == "solid" and styles["implausible"] == "dotted"  # told apart without colour


def test_every_mark_of_a_document_leads_to_a_place_that_is_there(site):
    text = (site / DOCUMENT).read_text("utf-8")
    links = set(re.findall(r'href="\.\./(evidence/[^"#]+)#([^"]+)"', text))
    known = {file: (site / file).read_text("utf-8") for file, _ in links}
    assert len(links) > 300 and not [(f, a) for f, a in links if f'id="{a}"' not in known[f]]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_wide_table_keeps_its_first_column_and_says_that_it_goes_on(site, visit, width):
    page = visit(site / "06_score_disclosure.html", width=width)
    page.wait_for_timeout(200)
    wide = page.evaluate("[...document.querySelectorAll('.gj-scroll')].filter(b => b.offsetParent && b.scrollWidth > b.clientWidth + 2).map(b => b.className)")
    assert wide and all("gj-wide-table" in c and "gj-right" in c for c in wide)
    told = page.evaluate("""() => { const box = document.querySelector('.gj-scroll.gj-right'), first = box.querySelector('td');
      const before = first.getBoundingClientRect().left; box.scrollLeft = 120; const after = first.getBoundingClientRect().left;
      return [before, after, first.getBoundingClientRect().width, box.clientWidth]; }""")
    assert told[0] == pytest.approx(told[1], abs=1) and 60 < told[2] < told[3] / 2
    page.wait_for_function("document.querySelector('.gj-scroll.gj-left')")


def test_a_table_that_fits_says_nothing(tmp_path, site, visit):
    shutil.copytree(site / "_static", tmp_path / "_static")
    (tmp_path / "a.html").write_text('<html><link rel="stylesheet" href="_static/gouji.css"><script src="_static/gouji.js"></script><body class="gj-leaf"><div class="gj-scroll"><table class="gj-table"><tr><td>1</td></tr></table></div></body></html>')
    assert visit(tmp_path / "a.html").locator(".gj-scroll").get_attribute("class") == "gj-scroll"


def test_print_shows_wide_tables_whole_and_neither_bars_nor_buttons(site, visit, tmp_path, browser):
    page = visit(site / "06_score_disclosure.html", width=794)
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    cut = page.evaluate("[...document.querySelectorAll('.gj-scroll')].filter(b => b.offsetParent && getComputedStyle(b).overflowX !== 'visible').length")
    over = page.evaluate("""[...document.querySelectorAll('.gj-scroll table')].filter(t => t.offsetParent && t.getBoundingClientRect().right > innerWidth + 1).map(t => t.textContent.slice(0, 60))""")
    seen = page.evaluate("['.bd-sidebar-primary', '.bd-sidebar-secondary', '.gj-buttons'].filter(s => document.querySelector(s)?.offsetParent)")
    assert not cut and not over and not seen
    printed = tmp_path / "a.pdf"
    page.pdf(path=printed, format="A4")
    with pypdfium2.PdfDocument(str(printed)) as pdf:
        text = "".join(pdf[i].get_textpage().get_text_range() for i in range(len(pdf)))
    assert "独立" in text or "independent" in text


def test_the_front_page_draws_each_index_with_its_interval(site, visit):
    page = visit(site / "index.html")
    strips = page.locator(".gj-strip").count()
    drawn = page.evaluate("""[...document.querySelectorAll('.gj-track')].map(t => { const [i, b, w] = [t.querySelector('i'), t.querySelector('b'), t].map(n => n.getBoundingClientRect());
      return [i.left - w.left, (b.left + b.right) / 2 - w.left, i.right - w.left, w.width, t.getAttribute('aria-label')]; })""")
    assert len(drawn) == 2 * strips
    for low, dot, high, width, label in drawn:
        assert -1 <= low <= dot + 1 and dot <= high + 1 and high <= width + 1, label
        value, bounds = re.search(r"([\d.]+)%? \[([\d.]+)–([\d.]+)\]", label), width
        assert float(value[2]) <= float(value[1]) <= float(value[3]) and bounds > 80


def test_chromium_prints_the_front_page(site, tmp_path):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium here: apt install chromium")
    out = tmp_path / "front.pdf"
    subprocess.run([program, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={out}", (site / "index.html").as_uri()], check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(str(out)) as pdf:
        assert 1 < len(pdf) < 12 and "勾稽" in "".join(p.get_textpage().get_text_range() for p in pdf)

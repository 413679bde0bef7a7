"""One language at a time: in the Chinese view no English word of ours is seen, in the English view no Chinese one.

Allowed are text of documents (marked ``gj-doc``), machine names and code (``translate="no"``, ``code``), and in Chinese the proper
names that ``declared/shown.yml`` lists. The marks themselves are held against our own words: within English, none may pass as a document's.
"""

from __future__ import annotations

import re

import pandas as pd
import pytest

from gouji.show import words

THEME = ["index.html", "01_inventory_documents.html", "02_read_tables.html", "03_reconcile_figures.html", "04_audit_performance.html", "05_compare_departments.html",
         "06_score_disclosure.html", "dossier_anyang_zwj_2021_final.html", "downloads.html"]  # fmt: skip
OWN = ["search.html?q=接待", "search.html?q=mismatch", "rules/index.html", "rules/W01.html", "rules/X51.html", "findings/qinyang_zwj_2021_final.html", "findings/across.html", "documents/anyang_zwj_2021_final.html",
       "evidence/anyang_zwj_2021_final-6.html", *(f"tables/{t}.html" for t in ("ledger", "findings", "exact", "documents", "tables", "pages", "problems", "queue", "items")),
       "tables/findings.html#outcome=mismatch&severity=error"]  # fmt: skip
NAMES = ("anyang_zwj_2021_final", "anyang_zwzx_2024_budget", "beiguan_dsj_2021_final", "qinyang_zwj_2021_final", "xuchang_zwj_2021_budget")
VOCABULARIES = ("outcomes", "published", "points", "severities", "states", "scopes", "statuses", "kinds", "answers")

LEFT = r"""
([lang, proper, ours]) => {
  const out = [], shown = (e) => e.checkVisibility();
  document.querySelectorAll("details").forEach((d) => { d.open = true; });
  const apart = "script,style,noscript,template,code,pre,kbd,.highlight,.gj-doc,[translate=no]";
  const wrong = lang === "zh" ? /[A-Za-z]{2,}/g : /[\u3400-\u9fff]+/g, known = new Set(proper);
  // names of files and what is quoted as code are the same in any language; English may quote Chinese where no mark can stand (attributes)
  const left = (text, attribute) => { for (const name of proper) if (name.includes("_")) text = text.replaceAll(name, "");
    text = text.replace(/`[^`]*`|[\w/]+\.(md|yml|csv|html)\b/g, "");
    if (attribute && lang === "en" && (text.match(/[A-Za-z]/g) || []).length > (text.replace(/“[^”]*(”|$)/g, "").match(/[\u3400-\u9fff]/g) || []).length) return [];
    return (text.match(wrong) || []).filter((w) => lang === "en" || !(known.has(w) || /^[A-Z]{1,3}$/.test(w))); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (node.textContent.trim() && !parent.closest(apart) && shown(parent) && left(node.textContent).length) out.push(node.textContent.trim().slice(0, 120));
  }
  for (const e of document.querySelectorAll("[title],[aria-label],[placeholder],[alt]"))
    for (const name of ["title", "aria-label", "placeholder", "alt"]) {
      const text = e.getAttribute(name);
      if (text && shown(e) && !e.closest(apart) && e.closest("[lang]").getAttribute("lang") !== (lang === "en" ? "zh" : "en") && left(text, true).length) out.push(`@${name} ${text.slice(0, 120)}`);
    }
  if (lang === "en") for (const e of document.querySelectorAll('.gj-w[lang="en"] .gj-doc')) if (shown(e) && ours.includes(e.textContent.trim())) out.push(`passes as a document's: ${e.textContent}`);
  return [...new Set(out)];
}
"""


@pytest.fixture
def speaking(visit, site):
    """``speaking(file, lang)`` opens a page in one language, as one who chose it on another page."""

    def open_page(file, lang: str, **given):
        page = visit(file, **given)
        for _ in range(3):  # a browser just started may write its storage late
            page.evaluate("lang => localStorage.setItem('gj-lang', lang)", lang)
            page.reload()
            if page.evaluate("document.documentElement.getAttribute('data-gj-lang')") == lang:
                break
        if "tables/" in str(file):
            page.wait_for_selector("#gj-interactive[data-ready]")
        page.wait_for_timeout(200)
        return page

    return open_page


def left(page, lang: str) -> list[str]:
    """What is seen on the page in the other language."""
    ours = [w.zh for name in VOCABULARIES for w in words.vocabulary(name).values() if len(w.zh) > 1]
    return page.evaluate(LEFT, [lang, [*words.proper(), *NAMES], ours])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("file", [*THEME, *OWN])
def test_one_language_is_seen(site, speaking, file, lang):
    page = speaking(site / file, lang)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dataset.gjLang]") == [lang, lang]
    assert not left(page, lang)[:8]
    assert not any(w.zh in page.title() for w in words.vocabulary("kinds").values()) or lang == "zh"
    if lang == "zh":
        assert not re.search(r"[a-z]{3,}", re.sub(r"|".join(NAMES), "", page.title())), page.title()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_of_evidence_and_a_dialog_speak_one_language(site, speaking, lang):
    page = speaking(site / "evidence/anyang_zwj_2021_final-6.html", lang)
    page.locator("table.gj-places td.num a", has_text=re.compile(r"^49\.41$")).first.click()
    page.wait_for_timeout(100)
    assert page.locator("#gj-card ol li").count() >= 3 and not left(page, lang)
    page = speaking(site / "findings/qinyang_zwj_2021_final.html", lang)
    page.locator("a.gj-ev").first.click()
    page.wait_for_selector("dialog.gj-dialog")
    page.wait_for_timeout(100)
    assert not left(page, lang) and page.frame_locator("dialog iframe").locator("#gj-card").evaluate("e => e.ownerDocument.documentElement.lang") == lang


def test_words_of_the_other_language_are_seen(site, speaking):
    """Seeded: a paragraph, a label, a header that nobody declared, and a word of ours that passes as a document's."""
    page = speaking(site / "rules/W01.html", "zh")
    undeclared = __import__("gouji.show").show.table(pd.DataFrame({"never_declared": [1]}))._repr_html_()
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", f'<p>Hello words</p><input placeholder="Type here">{undeclared}')
    assert set(left(page, "zh")) == {"Hello words", "@placeholder Type here", "never_declared"}
    page = speaking(site / "rules/W01.html", "en")
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", '<p>我们的话</p><span class="gj-w" lang="en">it is <span class="gj-doc">不符</span></span><p class="gj-doc">文件的话</p>')
    assert set(left(page, "en")) == {"我们的话", "passes as a document's: 不符"}


def test_the_choice_is_kept_from_page_to_page_and_both_is_where_one_begins(site, visit):
    page = visit(site / "index.html")
    language = lambda: page.evaluate("[document.documentElement.getAttribute('data-gj-lang'), document.documentElement.lang]")  # noqa: E731
    assert language() == ["both", "zh"]
    button = page.locator("button.gj-language")
    for expected in (["zh", "zh"], ["en", "en"]):
        button.click()
        assert language() == expected
    page.goto((site / "rules/W01.html").as_uri())
    assert language() == ["en", "en"] and page.title() == "W01 " + page.locator("h1 .gj-w[lang=en]").inner_text()
    page.locator("button.gj-language").click()
    assert language() == ["both", "zh"] and page.locator("input[name=q]").first.get_attribute("placeholder") == "搜索 · Search"


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
@pytest.mark.parametrize("file", ["index.html", "03_reconcile_figures.html", "06_score_disclosure.html", "findings/qinyang_zwj_2021_final.html", "rules/index.html", "tables/findings.html"])
def test_no_language_makes_a_phone_scroll_sideways(site, speaking, file, lang):
    page = speaking(site / file, lang, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_single_file_speaks_one_language_without_a_script(site, visit, tmp_path, lang):
    from gouji.publish.single import write_single

    notebook = site.parent / "notebooks" / "03_reconcile_figures.ipynb"
    page = visit(write_single(notebook, tmp_path / "one.html"))
    page.locator(f"#gj-{lang}").check()
    other = {"zh": "en", "en": "zh"}[lang]
    assert page.locator(f".gj-w[lang={lang}]:visible").count() > 20 and not page.locator(f".gj-w[lang={other}]:visible").count()
    assert not page.locator("script").count()

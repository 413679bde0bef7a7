"""Words a reader sees for machine names: every column and every value of our vocabularies that is shown is declared in both languages."""

from __future__ import annotations

import html
import json
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import studies

from gouji import show
from gouji.publish.said import values_said
from gouji.publish.tongues import in_both_languages, titled
from gouji.rules.catalogue import load_catalogue
from gouji.show import words
from gouji.show.columns import CODE, KINDS
from gouji.show.labels import label_html, label_words
from gouji.show.rich import linked, parted, quoted

ROOT = Path(__file__).parents[2]
HAN, LATIN = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z]{2,}")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MARKED = ("gj-w", "gj-doc", 'translate="no"')


def tables_in(notebook: Path):
    """The HTML of every table a notebook shows, as it stands executed."""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            yield from re.findall(r'<table class="gj-table.*?</table>', "".join(output.get("data", {}).get("text/html", "")), re.S)


def undeclared(table: str) -> list[str]:
    """Headers of a table and values in it that are words of one language and declared nowhere."""
    heads = re.findall(r"<th\b([^>]*)>(.*?)</th>", table, re.S)
    names = [html.unescape(re.sub("<[^>]+>", "", h)) for _, h in heads]
    lacking = [n for n, (given, h) in zip(names, heads, strict=True)
               if not any(m in given + h for m in MARKED) and not HAN.search(n) and not CODE.fullmatch(n.strip()) and words.column(n) is None]  # fmt: skip
    for row in re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.S):
        for name, (given, cell) in zip(names, re.findall(r"<td\b([^>]*)>(.*?)</td>", row, re.S), strict=False):
            text = html.unescape(re.sub("<[^>]+>", "", cell)).strip()
            if not any(m in given + cell for m in MARKED) and LATIN.search(text) and not HAN.search(text) and not CODE.fullmatch(text) and not _known(name, text):
                lacking.append(f"{name}: {text}")
    return lacking


def _known(name: str, text: str) -> bool:
    column = words.column(name)
    return bool(column and (set(column.holds) & {"machine", "document"} or words.word(tuple(h for h in column.holds if h not in KINDS), text)))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_header_and_value_a_notebook_shows_is_declared(notebook):
    tables = list(tables_in(notebook))
    if not any("gj-w" in h for table in tables for h in re.findall(r"<th\b.*?</th>", table, re.S)):
        pytest.skip("executed before headers had words: make notebooks")
    lacking = {n for table in tables for n in undeclared(table)}
    assert not lacking, sorted(lacking)[:10]


def test_what_is_not_declared_is_seen():
    shown = lambda frame: undeclared(show.table(frame)._repr_html_())  # noqa: E731
    assert shown(pd.DataFrame({"never_declared": [1]})) == ["never_declared"]
    assert shown(pd.DataFrame({"severity": ["error", "catastrophe"]})) == ["severity 级别 severity: catastrophe"] or shown(pd.DataFrame({"severity": ["catastrophe"]}))
    assert not shown(pd.DataFrame({"severity": ["error"], "FA01": ["published"], "基本支出": [Decimal(1)]}))


@pytest.mark.skipif(not studies.DOCUMENT.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
def test_every_value_of_a_study_has_words_in_both_languages():
    from gouji.analysis import disclosure
    from gouji.analysis.evidence import gather
    from gouji.study import open_study

    opened = open_study("henan")
    items = disclosure.score_items(gather(opened))
    shown = {
        "kind": [*opened.documents["kind"], *opened.problems["kind"]], "outcome": opened.findings["outcome"], "severity": opened.findings["severity"], "holds": opened.pages["holds"],
        "dimension": items["dimension"], "item": items["item"], "state": items["state"], "evidence": items["evidence"], "detail": opened.problems["detail"],
        "column": [c for c in opened.ledger["column"].dropna() if not c.startswith("?:")],
    }  # fmt: skip
    lacking = {}
    for name, values in shown.items():
        values = {v for v in values if isinstance(v, str) and v}
        said = values_said(name, values)
        lacking[name] = [v for v in sorted(values) if v not in said and not parted(v) and not v.startswith("「")]
    assert not {k: v[:5] for k, v in lacking.items() if v}
    assert not values_said("severity", ["catastrophe"])  # what is not declared has none


def test_every_rule_tells_its_kinds_in_both_languages():
    for rule in load_catalogue():
        for name, value in (("scopes", rule.scope), ("severities", rule.severity), ("statuses", rule.status), ("verified", rule.legal.get("verified", "none")), ("tolerances", rule.tolerance)):
            assert words.word((name,), value), (rule.id, name, value)


def test_what_is_declared_is_whole():
    declared = words.declared()
    known = {*declared["vocabularies"], *declared["elsewhere"]}
    names = {n for given in declared["columns"].values() for n in given[2:]} | {*declared["headers"], *declared["order"], *declared["patterns"]}
    assert names <= known | set(KINDS), names - known - set(KINDS)
    pairs = {f"{name}.{value}": (w.zh, w.en) for name in known for value, w in words.vocabulary(name).items()} | {k: (v[0], v[1]) for k, v in declared["columns"].items()}
    assert not [k for k, (zh, en) in pairs.items() if not zh or not en]
    neither = re.compile(r"SHA-256|pdfium|camelot|h \+ h|[✓✗]")  # the same in both languages
    assert not [k for k, (zh, _) in pairs.items() if not HAN.search(zh) and not neither.fullmatch(zh)]
    for entries in declared["patterns"].values():
        for pattern, *given in entries:
            assert all(int(n) <= re.compile(pattern).groups for text in given for n in re.findall(r"\{(\d)", text)), pattern


def test_english_words_of_ours_hold_no_chinese_but_names_that_have_no_other():
    declared = words.declared()
    ours = {*declared["vocabularies"]} | {"outcomes", "published", "points", "judged", "page_kinds", "columns", "facts", "measures"}
    assert not [(n, w.en) for n in ours for w in words.vocabulary(n).values() if HAN.search(w.en)]
    assert not [k for k, v in declared["columns"].items() if HAN.search(v[1])]


def test_values_put_together_of_known_ones_are_told_by_their_parts():
    assert words.word(("columns",), "gpb.fee").zh == "一般公共预算·行政事业性收费"
    group = words.word(("kinds", "tiers", "ranks"), "决算 · 2021 · 地级 · 本级")
    assert group.en == "final account · 2021 · prefecture · own account"
    assert words.word(("kinds",), "决算 · 何物") is None and words.word(("kinds",), "2021") is None
    assert words.word(("evidences",), "FA07/total/final.reception is zero").zh == "FA07 合计·决算数·公务接待 为零"


def test_a_table_shows_words_and_its_plain_text_keeps_the_machine_names():
    frame = pd.DataFrame({"name": ["a_b"], "outcome": ["mismatch"], "zh": ["某"], "en": ["some"], "row": ["合计"], "document": ["某局 2021 决算"]})
    shown, plain = show.table(frame)._repr_html_(), repr(show.table(frame))
    assert '<td class="txt short" translate="no">a_b</td>' in shown and '▲ <span class="gj-w" lang="zh">不符</span>' in shown
    assert '<td class="txt short gj-w" lang="zh">某</td>' in shown and '<td class="txt short gj-w" lang="en">some</td>' in shown
    assert '<td class="txt short gj-doc" lang="zh">合计</td>' in shown and 'lang="en">final account</span>' in shown
    assert plain.split("\n")[0].split() == ["name", "outcome", "zh", "en", "row", "document"] and "mismatch" in plain


def test_chinese_words_alone_are_looked_up():
    """A table that has the Chinese words only shows them in both languages, where a vocabulary knows them."""
    shown = show.table(pd.DataFrame({"zh": ["收支总计"]}))._repr_html_()
    assert 'lang="en">grand total</span>' in shown and '<td class="txt short gj-w"' not in shown


def test_a_linked_value_keeps_its_link():
    frame = pd.DataFrame({"outcome": pd.Series([linked("mismatch", "list:findings?outcome=mismatch")], dtype=object)})
    assert 'data-ref="list:findings?outcome=mismatch">▲ <span class="gj-w" lang="zh">不符</span>' in show.table(frame)._repr_html_()


def test_a_text_is_parted_where_its_languages_meet():
    assert parted("面板，万元 · Panel, 10,000 yuan (万元)")[2] == "Panel, 10,000 yuan (万元)"
    assert parted("各组 决算 · 2021 · 本级 · Groups of peers")[0] == "各组 决算 · 2021 · 本级"
    assert parted("决算 · 2021 · 本级") is None and parted("a · b") is None and parted("某局 PDF") is None
    assert parted("见 `a/b.yml`（依据）。 All documents.")[2] == "All documents."


def test_chinese_within_english_is_marked_and_markup_stays_whole():
    assert quoted("of “三公” &lt;b&gt;") == 'of “<span class="gj-doc" lang="zh">三公</span>” &lt;b&gt;'
    assert quoted('a <span class="gj-w" lang="zh">我们</span> b') == 'a <span class="gj-w" lang="zh">我们</span> b'
    assert quoted("某局 2021 决算 is") == '<span class="gj-doc" lang="zh">某局 2021</span> final account is'


def test_a_label_is_the_documents_name_and_our_word_for_its_kind():
    assert label_words("某局（本级） 2021 决算") == ("某局（本级） 2021 决算", "某局（本级） 2021 final account")
    assert '<span class="gj-doc" lang="zh">某局（本级）</span> 2021 ' in label_html("某局（本级） 2021 决算") and "<b>" not in label_html("<b> 决算")
    assert label_words("a_b") == ("a_b", "a_b") and label_words("跨文件")[1] == "across documents"


def test_the_themes_words_and_titles_get_both_languages_and_code_none():
    page = '<html lang="en"><head><title>问 · Question — 题 · Study</title></head><body><a title="Search">问 · Question</a><code>甲 · Code</code><article class="bd-article"><h1>问 · Question</h1><td>甲 · Some text</td></article><p>Back to top</p></body></html>'
    shown = in_both_languages(page)
    assert shown.count('<span class="gj-w" lang="en">Question</span>') == 2 and "<code>甲 · Code</code>" in shown and "<td>甲 · Some text</td>" in shown
    assert 'title="搜索 · Search"' in shown and "回到顶部" in shown and '<html lang="zh"' in shown and 'data-en="Question — Study"' in shown
    assert 'data-en="某局 2021 final account"' in titled("某局 2021 决算", ["某局 2021 决算"]) and "<script>" not in titled("<script>")

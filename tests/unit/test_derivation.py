"""Figures that say how they were come by: the text stays the figure's alone, everything beside it is escaped and bounded."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from gouji import show
from gouji.analysis.sources import Formula, Source, in_cell, in_prose, spelled
from gouji.publish import links
from gouji.show.derivation import MOST, Leads, derived, led, listed
from gouji.show.display import Prose
from gouji.show.rich import Rich, fill, joined, linked, list_ref

HOSTILE = "</summary></details><script>alert(1)</script>**b** [[x|finding:1]] \" onmouseover=\"x\n"
OPERANDS = [("基本支出", "123.81 万元", "cell:a/3/10/20"), ("合计", "214.46 万元", "cell:a/3/10/40")]


def test_the_characters_are_the_figures_alone():
    share = derived(57.731, "基本 ÷ 合计", "basic ÷ total", OPERANDS)
    assert share == "57.73" and share.number and re.sub(r"<[^>]+>", "|", share.html).startswith("||57.73|")
    frame = pd.DataFrame({"name": ["a", "b"], "share": [57.731, 100.0]})
    shown = show.table(frame, "份额 · Shares", leads={"share": lambda r: derived(r["share"], "z", "e", OPERANDS)})
    assert repr(shown) == repr(show.table(frame, "份额 · Shares")) and shown._repr_html_().count("<details") == 2
    assert shown._repr_html_().count('class="num"') == 3 and frame["share"].dtype == float  # the header and both cells stay right-aligned; data stay data


def test_a_figure_opens_to_words_of_both_languages_and_operands_that_lead():
    page = BeautifulSoup(derived("57.7%", "基本 ÷ 合计", "basic ÷ total", OPERANDS).html, "html.parser")
    assert page.summary.get_text() == "57.7%" and [s.get_text() for s in page.select(".gj-w")] == ["基本 ÷ 合计", "basic ÷ total"]
    assert [s["data-ref"] for s in page.select("li .gj-ref")] == ["cell:a/3/10/20", "cell:a/3/10/40"]


def test_operands_are_bounded_and_the_rest_counted():
    page = BeautifulSoup(derived(1, "z", "e", [("x", n, "") for n in range(100)], more="list:ledger?form=FA01").html, "html.parser")
    assert len(page.find_all("li")) == MOST + 1 and "88" in page.find_all("li")[-1].get_text() and page.find_all("li")[-1].span["data-ref"].startswith("list:")
    assert len(derived(1, "z", "e", [("长" * 10_000, "1", "")]).html) < 2_000


def test_hostile_texts_stay_texts_everywhere():
    made = derived(HOSTILE, HOSTILE, HOSTILE, [(HOSTILE, HOSTILE, HOSTILE)])
    for shown in (made.html, Prose.of(fill("一 {x} 二**三**", x=made), "", "zh")._repr_html_(), show.table(pd.DataFrame({"x": pd.Series([made], dtype=object)}))._repr_html_()):
        page = BeautifulSoup(shown, "html.parser")
        assert not page.find("script") and not [t for t in page.find_all(True) if any(a.startswith("on") for a in t.attrs)]
        assert len(page.find_all("details", class_="gj-how")) == 1 and "<script" not in shown
    assert not BeautifulSoup(Prose.of(fill("一 {x} 二", x=made), "", "zh")._repr_html_(), "html.parser").find("strong")  # bold of a document is none
    assert links.href(HOSTILE, {}) is None and links.resolve(linked("x", HOSTILE).html, lambda ref: links.href(ref, {})) == '<a class="gj-no">x</a>'


def test_sentences_keep_what_their_figures_lead_to_and_their_plain_text():
    n = listed(1234, list_ref("findings", outcome="mismatch"))
    said = fill("**共 {n} 条**，{text}，{x:,}", n=n, text="<b>", x=5678)
    assert said == "**共 1,234 条**，<b>，5,678" and 'data-ref="list:findings?outcome=mismatch"' in said.html and "&lt;b&gt;" in said.html
    both = joined("\n", [said, "and " + n + " more"])
    assert both == "**共 1,234 条**，<b>，5,678\nand 1,234 more" and both.html.count("gj-ref") == 2 and isinstance("a" + n, Rich)
    shown = show.answer(both, language="zh")
    assert repr(shown) == str(both) and shown._repr_html_().count("<p") == 2 and "<strong>共 <span" in shown._repr_html_()
    opens = show.answer(fill("一{x}二", x=derived(1, "z", "e")), language="zh")._repr_html_()
    assert "<p" not in opens and opens.count('<div class="gj-p gj-w" lang="zh">') == 1  # what opens may not stand in a p


def test_a_companion_says_what_a_column_leads_to_and_is_never_shown():
    one, two = Source("合计", "2.00", "cell:a/1/2/3"), Source("部分", "1.00", "cell:a/1/2/4")
    frame = pd.DataFrame({"total": [Decimal(2), None], "total_": [(one,), ()], "sum": [Decimal(3), Decimal(4)], "sum_": [(one, two), ()], "made": [1.5, 2.5], "made_": [Formula("甲", "A", (one,)), ()]})
    shown = led(frame, {})
    assert list(shown.columns) == ["total", "sum", "made"]
    assert 'data-ref="cell:a/1/2/3"' in shown["total"][0].html and shown["total"][1] is None
    assert "之和" in shown["sum"][0].html and shown["sum"][1] == Decimal(4) and "甲" in shown["made"][0].html
    assert "share" in led(frame, {"sum": ("share", "share")})["sum"][0].html


def test_what_is_stated_in_prose_is_placed_when_it_is_shown():
    claim = SimpleNamespace(name="a", subject="本年收入", value="5", unit="万元", page=3, sentence="本年收入5万元。")
    frame = pd.DataFrame({"value": [5.0], "value_": [(in_prose(claim),)]})
    assert led(frame, Leads({}, lambda s: f"cell:{s.said[0]}/{s.said[1]}/1/2"))["value"][0].html.count("cell:a/3/1/2") == 1
    assert "gj-ref" not in led(frame, Leads({}, lambda s: ""))["value"][0].html and "本年收入" in led(frame, {})["value"][0].html  # nowhere, but still told


def test_a_source_is_a_row_of_the_ledger_or_an_amount_with_its_own_sources():
    row = SimpleNamespace(name="a", form="PE01", row_label="总额", column="exec", printed="1.00", unit="万元", page=2, x0=10.9, y0=20.1)
    assert in_cell(row) == Source("PE01 总额 执行数", "1.00 万元", "cell:a/2/10/20")
    assert in_cell(SimpleNamespace(name="a", form="FA01", printed="1")).ref == ""
    assert spelled("上年", Decimal(10_000), (in_cell(row),)) == (in_cell(row),) and spelled("上年", Decimal(10_000), ())[0].value == "1.00 万元"


@pytest.mark.parametrize(("ref", "target"), [
    ("list:findings?outcome=mismatch&document=a%26b", "tables/findings.html#outcome=mismatch&document=a%26b"),
    ("list:findings?form=", "tables/findings.html#form="), ("list:exact?", "tables/exact.html#"),
    ("list:nothing?document=a", None), ("list:findings?evil=1", None), ("list:../../x?document=a", None),
    ("list:findings?document=%3Cscript%3E", "tables/findings.html#document=%3Cscript%3E"),
])  # fmt: skip
def test_only_declared_lists_and_fields_are_led_to(ref, target):
    assert links.href(ref, {}) == target


def test_a_form_with_several_columns_of_one_name_is_shown_once():
    frame = pd.DataFrame([["甲", "1.00", "乙", "2.00"]], columns=[" ", "金额", " ", "金额"], dtype=object)
    shown = show.table(frame)._repr_html_()
    assert shown.count("<td") == 4 and shown.count("<th") - shown.count("<thead") == 4
    assert shown.count("1.00") == 1


def test_the_paragraphs_of_an_answer_are_whole_whether_their_figures_open_or_not():
    from gouji.publish.pages import paragraphs

    words = joined("\n", [fill("一{x}二", x=derived(1, "z", "e", OPERANDS)), "三", fill("四{x}", x=listed(5, "rule:W01"))])
    shown = show.answer(words, language="zh")._repr_html_().removeprefix('<div class="gj-answer">').removesuffix("</div>")
    assert [BeautifulSoup(p, "html.parser").find(True).name for p in paragraphs(shown)] == ["div", "p", "p"] and "".join(paragraphs(shown)) == shown


def test_what_a_figure_opens_to_is_no_part_of_the_sentence_that_is_searched():
    from gouji.publish.search import _plain

    said, _ = _plain(show.answer(fill("一共{x}个", x=derived(7, "四加三", "four and three", OPERANDS)), language="zh")._repr_html_())
    assert "四加三" not in said and "".join(said.split()) == "一共7个"


def test_a_class_that_an_account_does_not_print_does_not_lead_to_anothers_cell():
    from gouji.show.leads import comparing

    made = {c: (Source(c, "1.00", f"cell:a/1/{n}/0"),) for n, c in enumerate("甲乙丙")}
    rows = [("a", c, 50.0, made[c], (*made[c], Source("合计", "2.00", "cell:a/1/9/0"))) for c in "甲乙"] + [("b", "丙", 100.0, made["丙"], made["丙"])]
    leads = comparing.classes(Leads({}), pd.DataFrame(rows, columns=["account", "label", "share", "value_", "share_"]))
    wide = pd.DataFrame({"account": ["a", "b"], "甲": [50.0, 0.0], "丙": [0.0, 100.0], "其他 other": [50.0, 0.0]})
    shown = led(wide, leads)
    assert re.findall("cell:a/1/./0", shown["甲"][0].html) == ["cell:a/1/0/0", "cell:a/1/9/0"] and "没有印出" in shown["甲"][1].html
    assert "没有印出" in shown["丙"][0].html and "cell:a/1/2/0" not in shown["丙"][0].html and "cell:a/1/1/0" in shown["其他 other"][0].html

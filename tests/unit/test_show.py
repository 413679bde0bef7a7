"""What is shown: escaped, exact, marked in more than colour; figures that finish on nothing."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
import studies

from gouji import show
from gouji.show import evidence, figures, style
from gouji.show.display import Picture, Prose
from gouji.show.labels import ticks, titles
from gouji.show.rich import cell_ref, in_two, linked
from gouji.show.tables import Shown, cell_text, printable

DOCUMENTS = pd.DataFrame([{"name": "a", "entity": "某市政务服务和大数据管理局（本级）", "year": 2021, "kind": "final"}, {"name": "b", "entity": None, "year": None, "kind": "other"}])


def test_values_as_a_reader_wants_them():
    assert [cell_text(v) for v in (Decimal("-1234.5"), 12345, None, float("nan"), True, "a\n b", pd.NA)] == ["−1,234.50", "12,345", "", "", "✓", "a b", ""]
    assert cell_text("x" * 500).endswith("…") and len(cell_text("x" * 500)) == 400
    assert printable("a\u202eb\x07c\u200bd") == "abcd"


def test_a_table_escapes_aligns_and_keeps_years_together():
    frame = pd.DataFrame({"text": ["<b>x</b>"], "year": [2021], "amount": [Decimal("1234.5")]})
    html = Shown(frame, "<i>")._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in html and "&lt;i&gt;" in html and "<b>" not in html
    assert '<td class="num">1,234.50</td>' in html and "2021" in html and "2,021" not in html
    assert repr(Shown(frame)).splitlines()[1].split() == ["<b>x</b>", "2021", "1,234.50"]


def test_a_long_table_says_what_is_left_out():
    assert "(first 60 of 61)" in repr(show.table(pd.DataFrame({"n": range(61)})))


def test_prose_escapes_and_marks_only_bold():
    html = Prose("a <b> **c** [d](e)")._repr_html_()
    assert "&lt;b&gt;" in html and "<strong>c</strong>" in html and "[d](e)" in html
    assert repr(show.answer("中", "en", "zh")) == "中" and repr(show.answer("中", "en", "both")) == "中\nen"


def test_a_picture_has_words_in_its_place():
    data, metadata = Picture(b"png", "what it shows", 90)._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == "what it shows"


def test_documents_are_named_by_entity_year_and_kind():
    assert titles(DOCUMENTS) == {"a": "某市政务服务和大数据管理局（本级） 2021 决算", "b": "b 其他"}
    assert ticks(DOCUMENTS)["a"].splitlines() == ["某市政务服务和大数据管理局", "（本级）", "2021 决算"] or len(ticks(DOCUMENTS)["a"].splitlines()) == 3


def test_every_outcome_has_a_mark_and_words_of_its_own():
    given = style.look()["outcomes"]
    assert len({o["mark"] for o in given.values()}) == len(given) == 8
    assert style.outcome_word("mismatch") == "▲ 不符 mismatch"


def test_colours_are_told_apart_without_colour():
    """Greyscale steps between neighbouring outcomes: at least a twentieth of the range, so a print in grey can be read."""
    def grey(colour):
        r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return (0.299 * r + 0.587 * g + 0.114 * b) / 255

    outcomes = [grey(style.look()["outcomes"][o]["colour"]) for o in ("exact", "rounding", "truncation")]
    assert all(abs(a - b) > 0.05 for i, a in enumerate(outcomes) for b in outcomes[i + 1 :])


def test_the_figures_font_has_chinese_and_every_mark():
    from fontTools.ttLib import TTFont

    known = TTFont(style.FONT).getBestCmap()
    words = [w for part in ("outcomes", "published", "pages") for m in style.look()[part].values() for w in (m["mark"], m["zh"], m["en"])]
    lacking = {c for w in words for c in w if ord(c) not in known}
    assert lacking <= set("▨▦▤◑◐△▲●○□■≡·–?") or not lacking


EMPTY = {
    "forms_by_document": (pd.DataFrame(columns=["name", "form", "title", "state"]), DOCUMENTS, "t"),
    "closure_dots": (pd.DataFrame(columns=["name", "form", "testable", "closed", "share"]), DOCUMENTS, "t"),
    "residual_strip": (pd.DataFrame(columns=["name", "form", "rule", "outcome", "difference", "unit", "digits"]), DOCUMENTS, "t"),
    "articulation": (pd.DataFrame(columns=["a", "b", "testable", "closed"]), "t"),
    "composition": (pd.DataFrame(columns=["name", "form", "code", "label", "value", "share"]), DOCUMENTS, "t", "x"),
    "budget_to_final": (pd.DataFrame(columns=["entity", "year", "measure", "budget", "final", "change"]), "t"),
}


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.filterwarnings("error")
def test_figures_finish_on_nothing(name):
    figure, plotted = getattr(figures, name)(*EMPTY[name])
    assert plotted.empty and figure is not None
    style.plt_close(figure)


def test_residuals_are_plotted_with_their_outcome():
    rows = [("a", "FA01", "W01", "exact", Decimal(0), "万元", Decimal(0), 0.0), ("a", "FA01", "W02", "mismatch", Decimal("5"), "万元", Decimal(500), 600.0),
            ("a", "FA01", "X30", "mismatch", Decimal("5"), "万元", Decimal(500), None)]  # fmt: skip
    residuals = pd.DataFrame(rows, columns=["name", "form", "rule", "outcome", "difference", "unit", "digits", "share"])
    figure, plotted = figures.residual_strip(residuals, DOCUMENTS, "t")
    assert plotted["rule"].tolist() == ["W02"] and figure.axes[0].get_xlim()[1] >= 500
    style.plt_close(figure)


@pytest.mark.skipif(not studies.DOCUMENT.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
def test_a_crop_boxes_the_cell_in_the_accent_colour():
    image = evidence.crop(studies.DOCUMENT, 4, [(100, 200, 160, 220)])
    accent = tuple(int(style.colour("accent")[i : i + 2], 16) for i in (1, 3, 5))
    assert accent in {pixel for _, pixel in image.getcolors(1 << 20)}
    assert image.height < 200


def test_a_text_leads_to_its_evidence_and_stays_escaped():
    given = linked("<b>1", cell_ref('a"b', 3, (10.9, 20.2, 30, 40)))
    assert given == "<b>1" and given.html == '<span class="gj-ref" data-ref="cell:a%22b/3/10/20">&lt;b&gt;1</span>'
    shown = show.table(pd.DataFrame({"x": pd.Series([given], dtype=object)}))
    assert given.html in shown._repr_html_() and "<b>" not in shown._repr_html_() and "<b>1" in repr(shown)


def test_a_column_is_made_to_lead():
    frame = show.leading(pd.DataFrame({"id": ["f1"], "says": ["<i>x"]}), says="finding:{id}")
    assert frame["says"][0] == "<i>x" and 'data-ref="finding:f1">&lt;i&gt;x' in show.table(frame)._repr_html_()


def test_words_of_ours_are_told_apart_by_language_and_those_of_documents_are_not():
    assert in_two("根源 · Root findings").count('lang="') == 2
    assert in_two("一句话。 And another.").count('lang="') == 2
    assert in_two("<script> only") == "&lt;script&gt; only"
    said = show.say("有 [[三处|finding:x]] **<b>**", "three", "both")._repr_html_()
    assert 'data-ref="finding:x"' in said and "<strong>&lt;b&gt;</strong>" in said and said.count("<p") == 2
    assert "three" not in show.say("有", "three", "zh")._repr_html_()


def test_a_card_is_made_of_a_finding_or_a_figure_and_of_nothing_else():
    from gouji.study import open_study

    opened = open_study("henan")
    finding = opened.findings[opened.findings["outcome"] == "mismatch"].iloc[0]
    shown = show.card(opened, finding)._repr_html_()
    assert finding["rule"] in shown and "data:image/png;base64," in shown and "http" not in shown
    figure = opened.ledger[opened.ledger["printed"] == "49.41"].iloc[0]
    assert "49.41" in repr(show.card(opened, figure)) and "494,100.00" in repr(show.card(opened, figure))
    with pytest.raises(ValueError, match="row of the findings"):
        show.card(opened, pd.Series({"a": 1}))

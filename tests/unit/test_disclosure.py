"""The disclosure index: every point from evidence, the unknown as bounds, files of one publication together, ranks among peers."""

from __future__ import annotations

import pandas as pd
import pytest

from gouji.analysis import disclosure, peers, ranks
from gouji.analysis.declared import declared
from gouji.analysis.evidence import Evidence
from gouji.analysis.items import judge, known_tests
from gouji.model import Document, Line, Page, Problem, Reading, Table, TableCell
from gouji.rules.catalogue import load_catalogue

FINDINGS = ["name", "id", "rule", "outcome", "form", "zh", "en", "page", "row", "where"]
LEDGER = ["name", "document", "form", "table", "item", "column", "blank", "value", "printed", "row_label", "page", "gov_code", "x0", "y0", "x1", "y1"]


def document(*lines, tables=(), problems=(), kind="final"):
    printed = tuple(Line(1, text, (60.0, 60.0 + 20 * i, 60.0 + 10 * len(text), 71.0 + 20 * i), 10.5) for i, text in enumerate(lines))
    page = Page(1, 595.0, 842.0, printed, (), tuple(problems))
    return Document(Reading("x.pdf", "f" * 64, "pdfium", (page,)), "甲局", 2021, kind, tuple(tables))


def table(form, empty=False, note=None, rows=()):
    body = tuple(tuple(TableCell(text, 3, (0, 0, 9, 9)) for text in row) for row in rows)
    return Table(form, form, None, "万元", (3,), tuple("abc"), body, empty, note)


def evidence(given, findings=(), ledger=()):
    return Evidence(given, pd.DataFrame(ledger, columns=LEDGER), pd.DataFrame(findings, columns=FINDINGS))


def found(rule, outcome, form=None, zh="", page=None):
    return {"name": "a", "rule": rule, "outcome": outcome, "form": form, "zh": zh, "en": "", "page": page, "row": None, "id": f"{rule}-1", "where": "[]"}


def figure(form, item, column, value, **more):
    return {"name": "a", "document": "f" * 64, "form": form, "table": 1, "item": item, "column": column, "blank": False, "value": value, "printed": str(value),
            "row_label": item, "page": 3, "gov_code": None, "x0": 60.0, "y0": 80.0, "x1": 99.0, "y1": 92.0} | more  # fmt: skip


def item(**given):
    return {"id": "X01", "zh": "", "en": ""} | given


def test_a_form_is_worth_what_became_of_it():
    def worth(*tables, findings=(), problems=()):
        point = judge(item(test="form", final="FA01"), evidence(document("文", tables=tables, problems=problems), findings))
        return point.score, point.state

    assert worth(table("FA01", rows=(("a",),))) == (1.0, "known")
    assert worth(table("FA01", empty=True, note="本表无数据")) == (1.0, "known")
    assert worth(table("FA01", empty=True)) == (0.5, "known")
    assert worth(table("FA01", empty=True), findings=[found("C30", "exact", "FA01")]) == (1.0, "known")
    assert worth(table("FA02")) == (0.0, "known")
    assert worth(findings=[found("C01", "exact", "FA01")]) == (1.0, "known")  # another form stands for it
    assert worth(findings=[found("C01", "not_testable", "FA01")]) == (None, "unknown")
    assert worth(problems=[Problem(1, "no_text_layer", "")]) == (None, "unknown")


def test_rules_give_all_half_or_nothing_and_say_so_when_they_could_not_be_tested():
    def worth(*outcomes, **more):
        given = [found("C09", o, zh=z) for o, z in outcomes]
        point = judge(item(test="rule", rules=["C09"], **more), evidence(document("一段文字。"), given))
        return point.score, point.state

    assert worth(("exact", ""), ("exact", "")) == (1.0, "known")
    assert worth(("exact", ""), ("missing", "")) == (0.5, "known")
    assert worth(("missing", ""), ("not_testable", "")) == (0.0, "known")
    assert worth(("not_testable", "")) == (None, "unknown")
    assert worth(("not_applicable", "")) == (None, "not_applicable")
    assert worth() == (None, "not_applicable") and worth(none="zero") == (0.0, "known")
    assert worth(("exact", "有“甲”"), ("missing", "见“乙”"), about="“甲") == (1.0, "known")
    assert worth(("implausible", ""), scores={"implausible": 0.5}) == (0.5, "known")


SAID = ("一、“三公”经费支出决算情况说明", "2021年共接待国内来访团组6个、来宾43人次。")


def test_figures_in_the_prose_earn_the_point_and_are_quoted_with_their_page():
    wanted = next(i for i in declared("disclosure")["items"] if i["id"] == "B08")
    point = judge(wanted, evidence(document(*SAID)))
    assert (point.score, point.page) == (1.0, 1) and "来访团组 6个" in point.said
    assert point.box[1] == 80.0  # the second line
    assert judge(wanted, evidence(document("一、“三公”经费支出决算情况说明", "全年厉行节约。"))).score == 0.0


def test_where_nothing_was_spent_there_is_nothing_to_say():
    wanted = next(i for i in declared("disclosure")["items"] if i["id"] == "B08")
    said = document("一、“三公”经费支出决算情况说明", "全年厉行节约。")
    assert judge(wanted, evidence(said, ledger=[figure("FA07", "total", "final.reception", 0)])).state == "not_applicable"
    assert judge(wanted, evidence(said, ledger=[figure("FA07", "total", "final.reception", 5)])).score == 0.0


@pytest.mark.parametrize("because", ["，因厉行节约。", "。差异出于厉行节约。", "，差异来自厉行节约。", "，主要原因是厉行节约。", "，系厉行节约。"])
def test_a_reason_is_known_however_it_is_given(because):
    wanted = next(i for i in declared("disclosure")["items"] if i["id"] == "C09")
    said = "1．行政运行（项）年初预算34.66万元，支出决算24.68万元，完成年初预算的71.21%"
    assert judge(wanted, evidence(document("一、支出情况说明", said + because))).score == 1.0
    assert judge(wanted, evidence(document("一、支出情况说明", said + "。"))).score == 0.0


def test_a_file_without_prose_leaves_what_prose_would_tell_unknown():
    forms = document(tables=[table("FA01", rows=(("a",),))])
    assert judge(item(test="prose", pattern="职责"), evidence(forms)).state == "unknown"
    assert judge(item(test="prose", pattern="职责"), evidence(document("预算01表 收支总表", "预算02表 收入总表"))).state == "unknown"  # contents alone
    assert judge(item(test="prose", pattern="职责"), evidence(document("无关的一段文字。"))).score == 0.0


def test_a_lost_page_makes_absence_unproved_and_rules_alone_only_of_forms():
    for kind, prose in (("page_unreadable", "unknown"), ("no_text", "known")):
        given = evidence(document("无关的一段文字。", problems=[Problem(1, kind, "")]))
        assert judge(item(test="prose", pattern="职责"), given).state == prose
        assert judge(item(test="form", final="FA09"), given).state == "unknown"


@pytest.mark.parametrize(("covered", "score"), [(95, 1.0), (50, 0.5), (20, 0.0)])
def test_project_money_is_covered_by_half_or_by_nine_tenths(covered, score):
    wanted = next(i for i in declared("disclosure")["items"] if i["id"] == "D03")
    ledger = [figure("FA03", "total", "project", 100), figure("PE02", "fund.total", "exec", covered)]
    assert judge(wanted, evidence(document("文", tables=[table("PE02")]), ledger=ledger)).score == score
    assert judge(wanted, evidence(document("文", tables=[table("PE02")]), ledger=ledger[1:])).state == "unknown"


def test_personal_data_placeholders_and_units_come_from_their_rules():
    items = {i["id"]: i for i in declared("disclosure")["items"]}
    given = evidence(document("文"), [found("Q10", "implausible", page=4), found("Q01", "exact"), found("Q03", "implausible"), found("U02", "exact"), found("U02", "missing")])
    assert [judge(items[i], given).score for i in ("E07", "E05", "E03")] == [0.0, 0.5, 0.5]
    assert judge(items["E07"], given).page == 4 and judge(items["E07"], given).finding == "Q10-1"


def test_a_form_stands_at_its_title_and_what_a_finding_quotes_at_its_words():
    held = document("目录", "收支总表", "名词解释", tables=[table("FA01", rows=(("a",),))])
    assert judge(item(test="form", final="FA01"), evidence(held)).box == (0, 0, 9, 9)  # no title is printed: the first cell
    quoted = judge(item(test="rule", rules=["C09"]), evidence(held, [found("C09", "exact", zh="C09 名词解释（相符）：有“名词解释”。")]))
    assert (quoted.page, quoted.box[1]) == (1, 100.0)


def scores(*given, name="a"):
    rows = [(name, d, f"{d}{n:02d}", "", "", None if s in (None, "n") else s, {None: "unknown", "n": "not_applicable"}.get(s, "known"), "", None, None, None, None, None, name)
            for n, (d, s) in enumerate(given)]  # fmt: skip
    return pd.DataFrame(rows, columns=disclosure.ITEMS).astype({"score": float})


def test_the_unknown_gives_bounds_with_the_score_between_and_what_does_not_apply_is_left_out():
    index = disclosure.disclosure_index(scores(("A", 1.0), ("A", 0.0), ("A", "n"), ("F", None), ("F", None)), {"A": 50, "F": 50}).iloc[0]
    assert (index["low"], index["score"], index["high"], index["known"]) == (25, 50, 75, 50)
    assert (index["tested"], index["unknown"], index["not_applicable"]) == (2, 2, 1)


def test_what_cannot_be_read_is_never_rewarded():
    seen = disclosure.disclosure_index(scores(("A", 1.0), ("A", 0.0)), {"A": 1}).iloc[0]
    lost = disclosure.disclosure_index(scores(("A", 1.0), ("A", None)), {"A": 1}).iloc[0]
    assert seen["score"] == 50 and (lost["low"], lost["high"]) == (50, 100)  # the truth lies within


def test_a_dimension_of_which_too_little_is_known_is_unknown():
    assert disclosure.dimension_scores(scores(("A", 1.0), ("A", None))).iloc[0][["score"]].isna().all()
    assert disclosure.dimension_scores(scores(("A", 1.0), ("A", 1.0), ("A", None))).iloc[0]["score"] == 100
    assert disclosure.weakest(disclosure.dimension_scores(scores(("A", 1.0), ("B", 0.0), ("F", None)))) == "B"


def test_files_of_one_publication_are_scored_together_each_item_at_its_best():
    files = pd.concat([scores(("A", 1.0), ("C", None), ("C", "n")), scores(("A", 0.0), ("C", 1.0), ("C", None), name="b")], ignore_index=True)
    whole = disclosure.merged(files, {"a": "a", "b": "a"})
    assert whole["name"].unique().tolist() == ["a"] and whole["score"].tolist()[:2] == [1.0, 1.0] and whole["state"].tolist()[2] == "unknown"
    assert len(disclosure.merged(files, {})) == 6


def test_the_declaration_is_whole():
    given, rules = declared("disclosure"), {r.id: r.status for r in load_catalogue()}
    dimensions = {d["id"]: d["weight"] for d in given["dimensions"]}
    keys = set("id zh en test final budget kinds like rules about none scores pattern heading outside either field columns column of need metric unit section "
               "moot_at moot_said whole parts shares reason".split())  # fmt: skip
    for one in given["items"]:
        assert set(one) <= keys, (one["id"], set(one) - keys)
        assert one["test"] in known_tests() and one["id"][0] in dimensions, one["id"]
        assert one["test"] != "unknown" or one["reason"]
        assert all(rules[r] == "implemented" for r in one.get("rules", ())), one["id"]
        assert one["like"] and all(w.split()[0].rstrip("~") in given["studies"] for w in one["like"]), one["id"]
    assert sum(dimensions.values()) == 100 and 55 <= len(given["items"]) <= 70
    assert len({i["id"] for i in given["items"]}) == len(given["items"])
    for scheme in given["weights"].values():
        assert set(scheme["values"]) == set(dimensions) and abs(sum(scheme["values"].values()) - 100) < 0.5 and scheme["reason"]


def test_the_method_page_is_written_from_the_declaration():
    from pathlib import Path

    from gouji.analysis.method import page

    written = Path(__file__).resolve().parents[2] / "docs" / "disclosure.md"
    assert written.read_text("utf-8") == page(), "run: python -m gouji.analysis.method docs/disclosure.md"
    assert all(f"| {i['id']} |" in page() for i in declared("disclosure")["items"])


def test_published_agreement_measures():
    from gouji.analysis.agreement import agreement, cohen, krippendorff

    # Cohen's κ: 50 units, both yes 20, both no 15, one yes 5, other yes 10 → 0.40 (Cohen 1960 as commonly worked)
    one = ["y"] * 20 + ["n"] * 15 + ["y"] * 5 + ["n"] * 10
    two = ["y"] * 20 + ["n"] * 15 + ["n"] * 5 + ["y"] * 10
    assert round(cohen(one, two), 4) == 0.4 and cohen(["y"], ["y"]) is None
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, binary data of two observers, ten units: 0.095
    a, b = "0100000000", "1110010010"
    assert round(krippendorff([list(p) for p in zip(a, b, strict=True)]), 3) == 0.095 and krippendorff([["y", "y"]]) is None
    codings = pd.DataFrame([("d", str(i), c, s) for i in range(50) for c, s in (("A", one[i]), ("B", two[i]))], columns=["document", "item", "coder", "score"])
    told = agreement(codings)
    assert (told["units"], told["coders"], round(told["kappa"], 4)) == (50, 2, 0.4)


def test_codings_that_are_none_are_refused_in_one_line(tmp_path):
    from gouji.analysis.agreement import read_codings
    from gouji.errors import Refusal

    (tmp_path / "x.csv").write_text("document,item\n1,2\n", "utf-8")
    for path in (tmp_path / "x.csv", tmp_path / "none.csv"):
        with pytest.raises(Refusal):
            read_codings(path)


def panel(**documents):
    return pd.concat([scores(*given, name=name) for name, given in documents.items()], ignore_index=True)


def test_ranks_are_repeatable_hold_the_declared_one_and_stay_within_the_group():
    given = panel(x=[("A", 1.0), ("B", 0.0)], y=[("A", 0.0), ("B", 1.0)], z=[("A", 0.0), ("B", 0.0)], other=[("A", 1.0), ("B", 1.0)])
    first, again = (ranks.rank_intervals(given, {"x": "g", "y": "g", "z": "g"}, 500, 20.0, 7) for _ in range(2))
    rows = first.set_index("name")
    assert first.equals(again) and "other" not in rows.index
    assert rows.loc["z", ["rank", "rank_low", "rank_high"]].tolist() == [3, 3, 3]
    assert (rows.loc["x", "rank_low"], rows.loc["x", "rank_high"]) == (1, 2)
    assert ranks.rank_intervals(given, {}, 10, 20.0, 7).empty


def test_equal_documents_share_their_rank_and_the_unknown_widens_it():
    same = ranks.rank_intervals(panel(x=[("A", 1.0)], y=[("A", 1.0)]), {"x": "g", "y": "g"}, 200, 20.0, 7)
    assert same[["rank", "rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1, 1], [1, 1, 1]]
    open_ = ranks.rank_intervals(panel(x=[("A", 1.0), ("A", 0.0)], y=[("A", None), ("A", None)]), {"x": "g", "y": "g"}, 200, 20.0, 7)
    assert open_["rank_low"].tolist() == [1, 1] and open_["rank_high"].tolist() == [2, 2]


DOCUMENTS = pd.DataFrame([
    {"name": "a", "entity": "安阳市政务服务中心", "year": 2024, "kind": "budget"}, {"name": "b", "entity": "安阳市政务服务中心", "year": 2024, "kind": "budget"},
    {"name": "c", "entity": "不知何处的局", "year": 2024, "kind": "budget"}, {"name": "d", "entity": "安阳市政务服务中心", "year": 2023, "kind": "budget"},
])  # fmt: skip


def forms(**held):
    return pd.DataFrame([(n, f, "") for n, names in held.items() for f in names], columns=["name", "form", "title"])


def test_tables_in_one_file_and_prose_in_another_are_one_publication_two_sets_of_forms_are_two():
    assert peers.publications(DOCUMENTS, forms(a=["BG01"]))["b"] == "a"
    apart = peers.publications(DOCUMENTS, forms(a=["BG01"], b=["BG01"]))
    assert apart == {n: n for n in "abcd"}
    assert peers.same_body_and_year(DOCUMENTS, apart)["documents"].tolist() == ["a; b"]


def test_what_is_not_of_one_kind_year_rank_and_scope_is_never_ranked_together():
    groups = peers.peer_groups(DOCUMENTS, forms(a=["BG01"])).set_index("name")
    assert groups["comparable"].to_dict() == {"a": True, "b": True, "c": False, "d": False}
    assert groups.loc["c", "why"] == "rank, tier: not known" and groups.loc["d", "why"] == "tier: not known"
    assert not peers.peer_groups(DOCUMENTS.iloc[:0], forms())["comparable"].any()


def test_the_answer_counts_in_the_singular_and_names_nobody_across_groups():
    from gouji.analysis import told
    from gouji.show.leads.scoring import Disclosed, Points
    from gouji.show.leads.trusting import Trusted

    index = pd.DataFrame([{"name": n, "score": s, "low": s - 5, "high": s + 5, "tested": 50, "unknown": 3} for n, s in (("a", 60.0), ("b", 80.0), ("c", 70.0))])
    trust = pd.DataFrame([{"name": "a", "enough": True, "failed": 1, "independent": 40, "strict": 97.5, "low": 87.0, "high": 99.6}])
    ranked = pd.DataFrame([{"group": "g", "name": n, "rank_low": 1, "rank_high": h} for n, h in (("a", 1), ("c", 2))])
    nothing = scores().assign(state=[])
    sources = Disclosed(Points(nothing, evidence(document()).findings)), Trusted(evidence(document()).findings, [], pd.DataFrame(columns=[*LEDGER, "unit"]))
    say = lambda *tables, titles=None: told.sentences(*tables, titles or {n: n for n in "abc"}, *sources)  # noqa: E731
    said = say(index, trust, ranked, titles={n: n.upper() for n in "abc"})
    assert "1 document with at least 40" in said["en"] and "1 group of 2 documents" in said["en"] and "the other 1 has no peers" in said["en"]
    assert "B" not in said["en"].replace("Budget", "") and "A 97.5% [87.0–99.6]" in said["zh"]
    assert 'data-ref="document:a"' in said["zh"].html and said["zh"].html.count("<details") > 10  # every figure opens
    assert say(index.iloc[:0], trust, ranked.iloc[:0])["zh"] == "没有一份文件能够评分。"
    assert "nothing is ranked" in say(index, trust.assign(enough=False), ranked.iloc[:0])["en"]

"""Who spends on what: accounts and tiers, the panel, compositions, budget against final, years, heads, programmes.

Each is shown to notice what it is for: a fault seeded in a small panel changes what comes out.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import panels
import pytest

from gouji.analysis import budget_final, comparison, composition, panel, per_head, programmes, series, tiers
from gouji.errors import FileMissing, Refusal, StudyInvalid

D = Decimal
BUREAU, WHOLE = "甲市某局（本级）", "甲市某局（汇总）"
TOTAL = "FA03/total/total"


def measures(found: pd.DataFrame, account: str) -> dict:
    return found[found["account"] == account].set_index("measure")["value"].to_dict()


def test_accounts_of_different_tiers_kinds_and_years_are_no_peers():
    given = panels.accounts(
        panels.document("a", BUREAU), panels.document("b", "乙市某局（本级）"), panels.document("c", WHOLE), panels.document("d", "丙市某局（本级）", 2022),
        panels.document("e", "丁市某局（本级）", kind="budget"), panels.document("f", "戊市某局"), panels.document("g", BUREAU, None),
    )  # fmt: skip
    groups = given.set_index("account")["group"]
    assert groups["a"] == groups["b"] != "" and len({*groups[["a", "c", "d", "e"]]}) == 4
    assert groups["f"] == "" and groups["g"] == ""  # tier or year unknown: nobody's peer
    both = panels.accounts(panels.document("a", BUREAU), panels.document("d", "丙市某局（本级）", 2022), peers="kind+tier")
    assert both["group"].nunique() == 1


def test_ranks_of_government_are_told_and_part_peers_when_asked():
    documents = [panels.document(n, n, 2025, "budget") for n in ("上海市财政局（本级）", "上海市普陀区财政局（本级）", "某局（本级）")]
    given = panels.accounts(*documents)
    assert tiers.peer_groups(given)[["bodies", "ranks"]].to_numpy().tolist() == [[3, "不明、县级、省级"]]
    assert "1 组跨省、地、县级政府" in comparison.scope(given, pd.DataFrame(documents), 6)[0]
    assert panels.accounts(*documents, peers="kind+year+tier+rank")["group"].tolist() == ["预算 2025 本级 省级", "预算 2025 本级 县级", ""]


def test_forms_and_explanation_in_two_files_are_one_account_and_two_that_hold_forms_are_none():
    tables, words = panels.document("tables", BUREAU, kind="budget"), panels.document("words", BUREAU, kind="budget", figures=0)
    given, found, *_ = panels.made([tables, words], [panels.cell("tables", "BG03/total/total", 1_000_000)], [panels.claim("words", "total", "政府采购预算", "5.00", "procurement")])
    assert set(given["account"]) == {"tables"} and given["whole"].all()
    assert measures(found, "tables") == {"expenditure": D(1_000_000), "procurement": D("50000.00")}
    twice = panels.accounts(tables, panels.document("again", BUREAU, kind="budget"))
    assert not twice["whole"].any() and tiers.repeated(twice)["names"].tolist() == ["tables, again"]


def test_years_narrow_and_an_empty_selection_is_empty():
    documents = [panels.document("a", BUREAU, 2021), panels.document("b", BUREAU, 2022), panels.document("c", BUREAU, 2022, read=False)]
    assert panels.accounts(*documents, years=[2022])["name"].tolist() == ["b"]
    assert panels.accounts(*documents, years=[1999]).empty
    for asked, told in (({"years": ["二〇二一"]}, "not a year"), ({"peers": "tier"}, "no such grouping")):
        with pytest.raises(Refusal, match=told):
            panels.accounts(*documents, **asked)


def test_what_cannot_be_compared_is_told_with_its_reason():
    documents = [panels.document("a", BUREAU), panels.document("b", "戊市某局"), panels.document("c", BUREAU, 2020), panels.document("d", BUREAU, read=False)]
    tables = pd.DataFrame([("a", 1, "FA07", "", None, False, None), ("a", 2, "FA08", "", None, True, None)], columns=panels.TABLES)
    given, found, *_ = panels.made(documents, [panels.cell("a", TOTAL, 100), panels.cell("b", TOTAL, 100)], [panels.claim("c", "total", "政府采购预算", "5", "procurement")])
    told = tiers.without(given, pd.DataFrame(documents), tables, found).groupby("name")["en"].agg(list).to_dict()
    assert "no unit printed on FA07" in told["a"][0] and "FA08" not in told["a"][0]
    assert "tier unknown" in told["b"][0] and "only what its text states" in told["c"][0] and "could not be read" in told["d"][0]


def test_a_consolidated_account_beside_its_part_is_told_with_the_share():
    _, found, *_ = panels.made([panels.document("w", WHOLE), panels.document("p", BUREAU)], [panels.cell("w", TOTAL, 1000), panels.cell("p", TOTAL, 400)])
    row = tiers.contained(found).iloc[0]
    assert (row["whole"], row["value"], row["share"], row["tier"]) == (1000, 400, 40.0, "本级")


def test_a_figure_is_read_at_its_address_a_blank_is_absent_and_two_at_one_address_are_none():
    cells = [panels.cell("a", TOTAL, 100), panels.cell("a", "FA05/total/total", None), panels.cell("a", "FA03/total/basic", 60), panels.cell("a", "FA03/total/basic", 70)]
    _, found, *_ = panels.made([panels.document("a", BUREAU)], cells)
    assert measures(found, "a") == {"expenditure": 100}
    _, found, *_ = panels.made([panels.document("a", BUREAU)], [*cells[:3], panels.cell("a", "FA03/total/basic", 60)])
    assert measures(found, "a")["basic"] == 60


def test_a_figure_leads_to_the_cell_it_was_printed_in():
    from gouji.show.derivation import Leads, led

    _, found, *_ = panels.made([panels.document("a", BUREAU)], [panels.cell("a", TOTAL, 100)], [panels.claim("a", "total", "政府采购预算", "5", "procurement")])
    printed = led(panel.printed_where(found), Leads({}, lambda source: f"said {source.said[2]}"))["printed"]
    assert 'data-ref="cell:a/1/10/20"' in printed[0].html and 'data-ref="said 5万元"' in printed[1].html


def test_three_public_is_the_three_and_not_the_total_with_meetings_and_training():
    cells = [panels.cell("a", f"BG08/total/{c}", v) for c, v in (("total", 320_800), ("three", 101_000), ("reception", 10_000), ("vehicles", 91_000), ("training", 219_800))]
    _, found, *_ = panels.made([panels.document("a", BUREAU, kind="budget")], cells)
    parts = panel.three_parts(found).iloc[0]
    assert parts["three_public"] == 101_000 and parts["closes"]
    _, wrong, *_ = panels.made([panels.document("a", BUREAU, kind="budget")], [c for c in cells if c["column"] != "three"])
    assert not panel.three_parts(wrong).iloc[0]["closes"]  # the other total is caught by its parts


def test_personnel_is_summed_from_classes_only_where_no_form_prints_it_and_says_so():
    classes = [panels.cell("a", f"BG06/{c}/total", v) for c, v in (("301", 70), ("302", 20), ("303", 10))]
    _, found, *_ = panels.made([panels.document("a", BUREAU, kind="budget")], classes)
    assert measures(found, "a") == {"personnel": 80, "operating": 20} and set(found["source"]) == {"classes"}
    _, found, *_ = panels.made([panels.document("a", BUREAU, kind="budget")], [*classes, panels.cell("a", "BG06/total/personnel", 81)])
    assert found.set_index("measure").loc["personnel", ["value", "source"]].tolist() == [81, "form"]


def test_what_the_text_states_serves_only_where_no_form_prints_it():
    stated = [panels.claim("a", "total", "一般公共预算财政拨款支出", "29.54", "general_budget"), panels.claim("a", "total", "一般公共预算财政拨款支出年初预算", "40.86", "general_budget")]
    _, found, *_ = panels.made([panels.document("a", BUREAU)], [], stated)
    assert measures(found, "a") == {"gpb": D("295400.00")} and found["source"].tolist() == ["prose"]
    _, found, *_ = panels.made([panels.document("a", BUREAU)], [panels.cell("a", "FA05/total/total", 300_000)], stated)
    assert found["source"].tolist() == ["form"]


def test_parts_beyond_the_whole_are_noticed():
    cells = [panels.cell("a", a, v, resolution="100") for a, v in ((TOTAL, 1_000_000), ("FA03/total/basic", 600_000), ("FA03/total/project", 400_100))]
    _, found, *_ = panels.made([panels.document("a", BUREAU)], cells)
    assert panel.parts_within_whole(found).empty  # one last digit: rounding
    _, found, *_ = panels.made([panels.document("a", BUREAU)], [*cells[:2], panels.cell("a", "FA03/total/project", 401_000)])
    assert panel.parts_within_whole(found)["account"].tolist() == ["a"]


def by_function(*cells: dict):
    return composition.by_function(panels.index(*cells), panels.accounts(panels.document("a", BUREAU)))


def test_classes_are_summed_from_their_deepest_codes_only_where_not_printed():
    cells = [panels.cell("a", f"FA03/{c}/total", v) for c, v in (("201", 60), ("2010301", 60), ("2080505", 30), ("2080506", 10), ("total", 100))]
    parts, wholes = by_function(*cells)
    assert parts.set_index("code")["value"].to_dict() == {"201": 60, "208": 40} and parts["share"].tolist() == [60, 40]
    assert wholes["closes"].tolist() == [True] and parts["label"].tolist() == ["一般公共服务支出", "社会保障和就业支出"]


def test_codes_of_several_depths_under_one_class_are_all_counted():
    cells = [panels.cell("a", f"FA03/{c}/total", v) for c, v in (("20101", 5), ("2010301", 60), ("201030101", 60), ("2080505", 35), ("total", 100))]
    parts, _ = by_function(*cells)
    assert parts.set_index("code")["value"].to_dict() == {"201": 65, "208": 35}


def test_classes_that_do_not_make_the_printed_total_are_told_and_not_shared_out():
    cells = [panels.cell("a", f"FA03/{c}/total", v) for c, v in (("201", 600_000), ("208", 300_000), ("total", 1_000_000))]
    parts, wholes = by_function(*cells)
    assert parts.empty and wholes.loc[0, ["gap", "closes"]].tolist() == [-100_000, False]
    other = [panels.cell("a", f"FA05/{c}/total", v) for c, v in (("201", 500_000), ("total", 500_000))]
    parts, wholes = by_function(*cells, *other)  # another form of the document does: its basis is told
    assert wholes.loc[0, ["form", "basis", "closes"]].tolist() == ["FA05", "一般公共预算支出", True] and parts["share"].tolist() == [100]


def test_two_units_with_the_same_amount_are_both_counted_and_a_row_printed_twice_is_counted_once():
    twice = [panels.cell("a", "FA03/201/total", 50, table=t) for t in (1, 1)]
    assert by_function(*twice, panels.cell("a", "FA03/total/total", 100))[0]["value"].tolist() == [100]
    assert by_function(*twice, panels.cell("a", "FA03/total/total", 50))[0]["value"].tolist() == [50]


def test_nature_shares_and_what_exceeds_the_whole_is_told():
    cells = [panels.cell("a", a, v) for a, v in ((TOTAL, 1_000_000), ("FA03/total/project", 300_000), ("FA06/personnel/amount", 500_000), ("FA06/operating/amount", 100_000))]
    _, found, *_ = panels.made([panels.document("a", BUREAU)], cells)
    parts, wholes = composition.by_nature(found)
    assert parts.set_index("code")["share"].to_dict() == {"personnel": 50, "operating": 10, "project": 30, "rest": 10}
    _, found, *_ = panels.made([panels.document("a", BUREAU)], [panels.cell("a", TOTAL, 800_000), *cells[1:]])
    assert composition.by_nature(found)[0].empty and not composition.by_nature(found)[1]["closes"].any()


def pair(*, final=BUREAU, year=2021, budget_value=100, extra=()):
    documents = [panels.document("f", final, 2021), panels.document("b", BUREAU, year, "budget"), *extra]
    cells = [panels.cell("f", TOTAL, 110), panels.cell("b", "BG03/total/total", budget_value)]
    given, found, _, prose = panels.made(documents, cells)
    return budget_final.budget_and_final(found, prose, given)


def test_budget_and_final_pair_within_one_body_year_and_tier_only():
    assert pair()[["basis", "budget", "final", "change"]].to_numpy().tolist() == [["documents", 100, 110, 10.0]]
    assert pair(final=WHOLE).empty and pair(final="乙市某局（本级）").empty and pair(year=2020).empty
    assert pair(extra=[panels.document("again", BUREAU, 2021, "budget")]).empty  # two that claim to be the budget
    assert pd.isna(pair(budget_value=0)["change"].iloc[0])


def test_the_budget_a_final_account_prints_itself_is_no_comparison_of_two_documents():
    cells = [panels.cell("f", "FA07/total/budget.total", 30_000), panels.cell("f", "FA07/total/final.total", 26_700)]
    given, found, _, prose = panels.made([panels.document("f", BUREAU)], cells)
    pairs = budget_final.budget_and_final(found, prose, given)
    assert pairs[["basis", "change"]].to_numpy().tolist() == [["own form", -11.0]]
    told = comparison.moved(budget_final.by_body(pairs), pairs, 20)
    assert "没有一对" in told[0][0] and "自印" in told[1][0] and "甲市某局 −11.0%" in told[1][0]
    spent = [panels.cell("f", "FA07/total/budget.total", 0), panels.cell("f", "FA07/total/final.total", 1_600)]
    _, found, _, prose = panels.made([panels.document("f", BUREAU), panels.document("g", "乙市某局（本级）")], [*spent, *(c | {"name": "g"} for c in cells)])
    pairs = budget_final.budget_and_final(found, prose, given)
    assert "预算为零而有决算的另有 1 个" in comparison.moved(budget_final.by_body(pairs), pairs, 20)[1][0]


def test_initial_budgets_stated_beside_their_finals_pair_only_within_one_sentence():
    plan = panels.claim("f", "total", "某项（项）年初预算", "40.00", "general_budget", sentence="一")
    done, rate = panels.claim("f", "total", "某项（项）支出决算", "30.00", "general_budget", sentence="一"), panels.claim("f", "execution", "支出决算", "75", "general_budget", "%", "一")
    given, found, _, prose = panels.made([panels.document("f", BUREAU)], [], [plan, done, rate])
    pairs = budget_final.budget_and_final(found, prose, given)
    assert pairs[["basis", "level", "item", "change", "rate"]].to_numpy().tolist() == [["own prose", "item", "某项（项）", -25.0, 75.0]]
    assert budget_final.unlike(pairs).empty and len(budget_final.unlike(pairs.assign(rate=95.0))) == 1
    _, _, _, apart = panels.made([panels.document("f", BUREAU)], [], [plan, {**done, "sentence": "二"}])
    assert budget_final.budget_and_final(found, apart, given).empty


def test_an_interval_of_the_median_needs_six_bodies_and_says_its_confidence():
    assert budget_final.median_interval([1, 2, 3, 4, 5]) is None
    low, high, confidence = budget_final.median_interval([6, 1, 2, 5, 3, 4])
    assert (low, high, round(confidence, 4)) == (1, 6, 0.9688)
    low, high, confidence = budget_final.median_interval(range(1, 31))  # Conover (1999), table A3 for n = 30: ranks 10 and 21
    assert (low, high) == (10, 21) and 0.95 <= confidence < 0.97


def years_of(claims=(), cells=(), kind="budget", year=2022):
    given, found, own, prose = panels.made([panels.document("n", BUREAU, year, kind)], [panels.cell("n", "BG05/total/total", 1_200_000), *cells], claims)
    return series.series(found, prose, own, given)


def test_a_year_implied_by_a_change_or_a_rate_is_marked_and_carries_its_bounds():
    change = panels.claim("n", "change", "一般公共预算拨款支出预算", "20.00", "overall", compared_with="last_year", direction="up")
    rate = panels.claim("n", "growth", "一般公共预算拨款支出预算", "20", "overall", "%", compared_with="last_year", direction="up")
    known = years_of([change, rate])
    prior = known[known["year"] == 2021].set_index("how")
    assert prior.loc["change", "value"] == 1_000_000 and prior.loc["growth", "low"] < 1_000_000 < prior.loc["growth", "high"]
    chosen = series.best(known)
    assert chosen[["year", "how", "implied"]].to_numpy().tolist() == [[2021, "change", True], [2022, "printed", False]]
    assert series.moves(chosen)[["change", "implied"]].to_numpy().tolist() == [[20.0, True]]
    assert series.disagreeing(known)[0] == 1 and series.disagreeing(known)[1].empty
    assert len(series.disagreeing(years_of([change, {**rate, "value": "30"}]))[1]) == 1


@pytest.mark.parametrize("fault", [{"compared_with": "last_year_execution"}, {"direction": None}, {"subject": "一般公共预算拨款收入"}, {"topic": "revenue"}])
def test_a_change_against_another_thing_or_without_direction_implies_no_year(fault):
    change = panels.claim("n", "change", "一般公共预算拨款支出预算", "20.00", "overall", compared_with="last_year", direction="up")
    assert years_of([{**change, **fault}])["year"].tolist() == [2022]


def test_a_printed_year_goes_before_an_implied_one_and_a_contradiction_is_told():
    documents = [panels.document("o", BUREAU, 2021, "budget"), panels.document("n", BUREAU, 2022, "budget")]
    change = panels.claim("n", "change", "一般公共预算拨款支出预算", "20.00", "overall", compared_with="last_year", direction="up")
    for printed, apart in ((1_000_000, 0), (900_000, 1)):
        cells = [panels.cell("o", "BG05/total/total", printed), panels.cell("n", "BG05/total/total", 1_200_000)]
        given, found, own, prose = panels.made(documents, cells, [change])
        known = series.series(found, prose, own, given)
        assert series.best(known)["implied"].tolist() == [False, False] and len(series.disagreeing(known)[1]) == apart


def test_an_initial_budget_a_final_account_states_is_set_against_what_the_next_budget_implies():
    documents = [panels.document("f", BUREAU, 2021), panels.document("n", BUREAU, 2022, "budget")]
    cells = [panels.cell("f", "FA05/total/total", 900_000), panels.cell("n", "BG05/total/total", 1_200_000)]
    plan = panels.claim("f", "total", "一般公共预算财政拨款支出年初预算", "100.00", "general_budget")
    for change, apart in (("20.00", 0), ("15.00", 1)):
        said = panels.claim("n", "change", "一般公共预算拨款支出预算", change, "overall", compared_with="last_year", direction="up")
        given, found, own, prose = panels.made(documents, cells, [plan, said])
        known = series.series(found, prose, own, given)
        assert series.best(known)[["kind", "year", "how"]].to_numpy().tolist() == [["budget", 2021, "initial"], ["budget", 2022, "printed"]]
        told, odd = series.disagreeing(known)
        assert len(odd) == apart
        zh, _ = comparison.over_years(series.moves(series.best(known)), told, odd)
        assert ("决算所述年初预算为 100.00 万元，由次年所述增减额推算为 105.00 万元" in zh) == bool(apart)


def test_a_prior_year_column_is_printed_and_not_implied():
    cells = [panels.cell("n", "BG08/total/three", 101_000), panels.cell("n", "BG08/total/prior.three", 120_000)]
    known = years_of(cells=cells)
    assert known[known["year"] == 2021][["value", "how"]].to_numpy().tolist() == [[120_000, "column"]]


def heads(*numbers: tuple[str, str, str]):
    claims = [panels.claim("a", "count", subject, value, "organisation", "人", sentence) for subject, value, sentence in numbers]
    given, found, _, prose = panels.made([panels.document("a", BUREAU)], [panels.cell("a", "FA06/personnel/amount", 1_200_000)], claims)
    return per_head.per_head(found, per_head.headcounts(prose, given))


def test_the_establishment_is_no_headcount_and_several_statements_leave_an_interval():
    assert heads(("人员编制", "12", "一")).empty and heads(("离退休人员", "5", "一")).empty
    assert heads(("在职人员", "10", "一"))[["cost_low", "cost_high"]].to_numpy().tolist() == [[12, 12]]
    row = heads(("在编", "10", "一"), ("在岗", "2", "二")).iloc[0]
    assert (row["low"], row["high"], row["cost_low"], row["cost_high"]) == (10, 12, 10, 12)


def test_a_cost_that_cannot_be_that_of_the_heads_is_marked():
    assert heads(("在职人员", "10", "一"))["plausible"].all()
    assert not heads(("在职人员", "145", "一"))["plausible"].any() and not heads(("在职人员", "1", "一"))["plausible"].any()


def found_projects(*rows):
    frame = pd.DataFrame([(a, b, b, 2021, "final", "本级", "g", p, D(10), None, "BG11", 1, (), ()) for a, b, p in rows], columns=programmes.PROJECTS)
    decided = pd.DataFrame([("餐补", "甲", "午餐补助", "same", "r"), ("餐补", "乙", "职工午餐补助", "same", "r"), ("餐补", "丙", "午餐补助费", "different", "r")], columns=programmes.COLUMNS)
    return frame, decided


def test_names_alike_match_only_where_a_person_said_so():
    frame, decided = found_projects(("a", "甲", "午餐补助"), ("b", "乙", "职工午餐补助"), ("c", "丙", "午餐补助费"), ("d", "丁", "午餐补助"))
    assert programmes.matched(frame, decided)["account"].tolist() == ["a", "b"]
    open_pairs = programmes.proposals(frame, decided, 0.6)
    pairs = {frozenset((r.account, r.other)) for r in open_pairs.itertuples()}
    assert frozenset("ad") in pairs and frozenset("ab") not in pairs and frozenset("ac") not in pairs  # identical names too are only proposed
    assert programmes.proposals(frame, decided, 0.6)["likeness"].is_monotonic_decreasing
    assert programmes.matched(frame, decided.iloc[:1]).empty  # one account alone is no comparison


def test_a_projects_name_is_compared_without_its_number_and_year():
    assert [programmes.plain_project(n) for n in ("11000022T000000460665-信访宣传经费", "2024年市民之家 午餐补助", "“全省通办”(设备)")] == ["信访宣传经费", "市民之家午餐补助", "全省通办（设备）"]


def test_the_reviewed_list_is_whole_and_a_faulty_one_is_refused(tmp_path):
    from gouji.fields.entities import register

    own = programmes.reviewed()
    assert set(own["body"]) <= set(register().entities) and own["reason"].ne("").all() and not own.duplicated(["programme", "body", "printed"]).any()
    with pytest.raises(FileMissing):
        programmes.reviewed(tmp_path / "none.csv")
    faults = {"programme,body\n": "column 'printed' is missing", "programme,body,printed,decision,reason\nx,a,b,perhaps,\n": "line 2: decision 'perhaps'"}
    for number, (text, said) in enumerate(faults.items()):
        (tmp_path / f"{number}.csv").write_text(text, "utf-8")
        with pytest.raises(StudyInvalid, match=said):
            programmes.reviewed(tmp_path / f"{number}.csv")
    (tmp_path / "mine.csv").write_text("programme,body,printed,decision,reason\n餐补,甲,午餐,same,seen\n", "utf-8")
    assert len(programmes.reviewed(tmp_path / "mine.csv")) == len(own) + 1


def test_ranges_are_told_within_peers_only():
    given = panels.accounts(*(panels.document(n, f"{n}市某局（本级）") for n in "甲乙丙"), panels.document("丁", "丁市某局（汇总）"))
    shares = pd.DataFrame({"account": list("甲乙丙丁"), "share": [10.0, 20.0, 30.0, 99.0]})
    zh, en = comparison.within_peers(shares, given, "share", "采购", "Procurement")
    assert "10.0%–30.0%" in zh and "99" not in zh + en
    assert "不作比较" in comparison.within_peers(shares.head(2), given, "share", "采购", "Procurement")[0]

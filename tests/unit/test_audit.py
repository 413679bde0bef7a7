"""The audit of self-evaluations: both sides quoted, coverage against its claim, reasons, estimates with their N, and that
an effect planted in simulated panels is found at the stated rate."""

from __future__ import annotations

import json
import random
from decimal import Decimal

import pandas as pd
import pytest

from gouji.analysis import contradictions, coverage, inflation, performance, targets
from gouji.analysis.sources import Source
from gouji.analysis.inflation import ratio, student
from gouji.model import Document, Reading, Table, TableCell
from gouji.rules.self_evaluation import Indicator

D = Decimal


def place(printed, row=None, column=None, page=1, sentence=None, address="PE01/x/y"):
    return {"address": address, "page": page, "bbox": None, "row": row, "column": column, "printed": printed, **({"sentence": sentence} if sentence else {})}


def finding(rule, outcome, places, found=None, expected=None, severity="error", id="1", cause=None, name="a"):
    return {"id": id, "name": name, "rule": rule, "outcome": outcome, "severity": severity, "cause": cause, "difference": None, "found": found, "expected": expected,
            "zh": f"{rule} 名称（不符）：说的与印的不同。", "en": "", "page": 1, "where": json.dumps(places)}  # fmt: skip


def told(*findings):
    return contradictions.contradictions(pd.DataFrame(findings))


def test_both_sides_are_quoted_with_their_pages():
    adjusted = finding("E40", "mismatch", [place("0", "预算调整率", "actual", 17), place("265.13", "财政性资金", "init", 16), place("206.37", "财政性资金", "annual", 16)], "0", "22.16")
    row = told(adjusted).iloc[0]
    assert (row["says"], row["says_page"], row["against_page"], row["theme"]) == ("预算调整率 实际 0", 17, "16", "money")
    assert row["against"] == "财政性资金 年初数 265.13，全年数 206.37；据此 22.16"


def test_a_sentence_is_quoted_whole_and_not_set_against_itself():
    said = "决算资金合计3541.64万元，占全部项目支出总额的100%。"
    places = [place("100%", "合计", "share", 26, said), place("3541.64万元", "合计", "total", 26, said), place("6,443.22", "安全", "project", 7)]
    row = told(finding("E21", "mismatch", places, "100", "38")).iloc[0]
    assert row["says"] == f"「{said}」" and row["against"].startswith("安全 项目支出 6,443.22") and row["against_page"] == "7"


def test_a_figure_printed_in_another_way_is_the_same_and_is_not_told_twice():
    row = told(finding("E65", "mismatch", [place("0", "总额", "init", 16), place("265.13", "财政性资金", "init", 16)], "0.00", "265.130")).iloc[0]
    assert row["says"] == "总额 年初数 0" and row["against"] == "财政性资金 年初数 265.13"


def test_where_no_operand_is_printed_the_findings_own_figures_stand():
    table = place(None, "电费", None, 18)
    assert told(finding("E16", "implausible", [place("> 8%", "节约率", "target", 18), table], "10", "8.8")).iloc[0][["says", "against"]].tolist() == ["节约率 10", "节约率 目标 > 8%；电费 8.8"]
    assert told(finding("E01", "implausible", [table], "90.4")).iloc[0]["against"] == "说的与印的不同。"


def test_absences_contradict_nothing_what_follows_is_left_out_and_the_gravest_comes_first():
    given = [
        finding("E02", "missing", [place(None)], id="m"), finding("E09", "implausible", [place("88", "总分")], "88", severity="info", id="i"),
        finding("E04", "mismatch", [place("99", "总分")], "99", id="e"), finding("E03", "mismatch", [place("9", "分")], "9", cause="e", id="f"), finding("W01", "mismatch", [place("1")], id="w"),
    ]  # fmt: skip
    own = told(*given)
    assert own["id"].tolist() == ["e", "i"] and own["follow"].tolist() == [1, 0]
    lacks = contradictions.lacking(pd.DataFrame(given))
    assert lacks[["rule", "n"]].to_numpy().tolist() == [["E02", 1]]
    assert contradictions.by_theme(own)["mismatch"].sum() == 1 and contradictions.by_theme(own)["implausible"].sum() == 1
    assert told(*given[:1]).empty and contradictions.by_theme(told(*given[:1]))["documents"].sum() == 0


def test_every_rule_on_performance_has_one_theme():
    from gouji.analysis.declared import declared
    from gouji.rules.catalogue import load_catalogue

    listed = [r for t in declared("evaluations")["themes"] for r in t["rules"]]
    assert sorted(listed) == sorted(r.id for r in load_catalogue() if r.scope == "performance")


def cell(form, item, column, value, name="a", table=1):
    return {"name": name, "form": form, "item": item, "column": column, "value": D(str(value)), "printed": str(value), "blank": False, "table": table}


MONEY = pd.DataFrame([{"name": "a", "form": form, "table": t, "project": "p", "exec": D(v), "exec_": (Source("p", str(v)),), "page_": (Source("p", ""),)} for form, t, v in
                      (("PE02", 1, 100), ("PE02", 2, 50), ("PE01", 3, 900))])  # fmt: skip
FINALS = pd.DataFrame([{"name": "a", "kind": "final"}, {"name": "b", "kind": "budget"}])


def test_coverage_counts_projects_alone_and_sums_classes_where_the_total_is_lost():
    claim = pd.DataFrame([{"id": "f1", "name": "a", "rule": "E21", "found": "100", "where": json.dumps([place("100%", page=26)])}])
    printed = pd.DataFrame([cell("FA03", "total", "project", 300)])
    row = coverage.covered(MONEY, printed, claim, FINALS).iloc[0]
    assert [s.value for s in row["evaluated_"]] == ["100", "50"] and row["claimed_"][0].ref == "finding:f1"
    assert (row["forms"], row["evaluated"], row["share"], row["claimed"], row["claim_page"]) == (2, D(150), 50.0, "100%", 26)
    lost = pd.DataFrame([cell("FA03", "201", "project", 400), cell("FA03", "2010301", "project", 400), cell("FA03", "208", "project", 200)])
    assert coverage.covered(MONEY, lost, claim.iloc[:0], FINALS).iloc[0][["project", "share", "claimed"]].tolist() == [D(600), 25.0, None]
    nothing = coverage.covered(MONEY.iloc[:0], printed.iloc[:0], claim.iloc[:0], FINALS).iloc[0]
    assert nothing["forms"] == 0 and pd.isna(nothing["share"])


def test_scores_without_a_self_evaluation_to_check_them_by_are_told():
    said = pd.DataFrame([{"name": n, "metric": m, "subject": s, "value": "99.4", "unit": "分", "page": 3, "sentence": "。", "section": "绩效管理"} for n, m, s in
                         (("a", "score", "平均得分"), ("b", "score", "平均得分"), ("b", "count", "绩效自评的项目"), ("b", "total", "本年收入"))])  # fmt: skip
    own = coverage.stated(said)
    assert len(own) == 3 and coverage.unsupported(own, MONEY)["name"].tolist() == ["b"]


def indicator(target="", actual="", weight="", score=""):
    return Indicator("产出指标", "数量指标", "指标", target, actual, weight, score, "", "", 4)


@pytest.mark.parametrize(("target", "actual", "why"), [
    ("≥95%", "96%", "judged"), ("=27人", "24", "judged"), ("", "100", "no target"), ("良好", "良好", "words"), ("≥3次", "", "no actual"), ("=3个", "100", "completion"), ("≥3次", "5元", "units"),
])  # fmt: skip
def test_why_an_indicator_is_not_judged(target, actual, why):
    assert targets.reason(indicator(target, actual), plan=False) == why


def test_targets_of_a_budget_have_a_figure_or_are_words():
    assert [targets.reason(indicator(t), plan=True) for t in ("≥3次", "长期", "")] == ["plan", "words", "no target"]
    rows = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "场次", "≥3次"], ["", "质量指标", "水平", "良好"]]
    table = Table("BG15", "项目绩效目标表", None, None, (4,), ("",) * 4, tuple(tuple(TableCell(c, 4, None) for c in row) for row in rows), False)
    found = targets.targets({"a": Document(Reading("x.pdf", "f" * 64, "pdfium", ()), None, 2024, "budget", (table,))})
    assert found["why"].tolist() == ["plan", "words"] and targets.by_reason(found).iloc[0]["indicators"] == 2
    assert targets.by_reason(targets.targets({})).empty


def test_students_t_and_an_interval_only_from_ten_documents_on():
    assert [round(student(0.95, d), 3) for d in (9, 19, 30)] == [2.262, 2.093, 2.042]  # tables of Student's t
    few = ratio(pd.Series(["a"] * 4 + ["b"] * 4), pd.Series([100.0, 0] * 4), pd.Series([1.0] * 8))
    assert (few.value, few.low, few.n, few.documents) == (50, None, 8, 2) and few.words() == "50.0%"
    nothing = ratio(pd.Series([], dtype=str), pd.Series([], dtype=float), pd.Series([], dtype=float))
    assert nothing.value is None and nothing.words() == "–"


def panel(draw, documents, miss, inflate, spread):
    """Ledger and tables of simulated self-evaluations: ``miss`` of the targets are missed; a document gives a missed one full
    marks with its own probability about ``inflate`` (``spread`` wide), else the marks in proportion."""
    cells, tables = [], []
    for d in range(documents):
        name, own = f"d{d}", min(1.0, max(0.0, inflate + spread * (2 * draw.random() - 1)))
        tables.append({"name": name, "table": 1, "title": "自评表", "project": "项目"})
        fund = [("init", 100), ("annual", 100), ("exec", 100), ("weight", 10), ("score", 10)]
        cells += [_cell(name, "fund.total", c, str(v), v) for c, v in fund]
        total = D(10)
        for i in range(9):
            missed, full = draw.random() < miss, draw.random() < own
            actual, score = (80, 10 if full else 8) if missed else (100, 10)
            total += score
            given = (("target", "≥100件", None), ("actual", f"{actual}件", actual), ("weight", "10", 10), ("score", str(score), score))
            cells += [_cell(name, f"indicator:{i}", c, text, v, row=10 + i) for c, text, v in given]
        cells.append(_cell(name, "score.total", "score", str(total), total, row=99))
    return pd.DataFrame(cells), pd.DataFrame(tables)


def _cell(name, item, column, printed, value, row=1):
    return {"name": name, "form": "PE02", "table": 1, "row": row, "item": item, "column": column, "printed": printed, "blank": False, "unit": "分",
            "value": None if value is None else D(str(value)), "row_label": "指标", "page": 4}  # fmt: skip


def estimates(draw, documents, miss, inflate, spread):
    ledger, tables = panel(draw, documents, miss, inflate, spread)
    marks = performance.indicators(ledger, tables)
    sums = performance.sums(marks, performance.funds(ledger, tables))
    return inflation.missed_full_rate(marks), inflation.mean_inflation(sums)


@pytest.mark.parametrize(("inflate", "spread"), [(0.3, 0.3), (0.7, 0.0)])
def test_planted_inflation_is_covered_at_about_the_stated_rate(inflate, spread):
    draw, repeats, miss = random.Random(20_210_101), 30, 0.4
    truth = 9 * miss * inflate * 2  # points a total is too high by on average: each missed and inflated target gives 10 for 8
    covered = [0, 0]
    for _ in range(repeats):
        rate, mean = estimates(draw, 12, miss, inflate, spread)
        covered[0] += rate.low <= 100 * inflate <= rate.high
        covered[1] += mean.low <= truth <= mean.high
    assert all(0.83 <= c / repeats <= 1 for c in covered), covered


def test_without_inflation_none_is_found_and_a_planted_one_is_never_missed():
    draw = random.Random(7)
    rate, mean = estimates(draw, 12, 0.4, 0.0, 0.0)
    assert rate.value == 0 and mean.value == 0
    rate, mean = estimates(draw, 12, 0.4, 1.0, 0.0)
    assert rate.value == 100 and mean.low > 0


def test_a_naive_interval_over_indicators_would_cover_too_rarely():
    """Why documents are the clusters: with scores of one hand a document, the interval over indicators is too narrow."""
    from gouji.analysis.reliability import wilson

    draw, repeats, naive, clustered = random.Random(3), 300, 0, 0
    for _ in range(repeats):
        hands = [draw.choice((0.0, 0.9)) for _ in range(20)]  # every document inflates nearly always or never
        full = [[draw.random() < p for _ in range(10)] for p in hands]
        low, high = wilson(sum(map(sum, full)), 200, 1.96)
        naive += low <= 45 <= high
        names = pd.Series([i for i in range(20) for _ in range(10)])
        own = ratio(names, pd.Series([100.0 * x for row in full for x in row]), pd.Series([1.0] * 200))
        clustered += own.low <= 45 <= own.high
    assert naive / repeats < 0.75 and 0.9 <= clustered / repeats <= 0.99


def test_totals_that_print_no_weights_are_in_the_distribution_and_are_not_recomputed():
    money = pd.DataFrame([{"name": "a", "form": "PE02", "table": t, "project": "p", "total": v, "total_": ()} for t, v in ((1, D(88)), (2, D("90.4")), (3, None))])
    sums = pd.DataFrame([{"name": "a", "form": "PE02", "table": 1, "recomputed": D(80), "recomputed_": ()}])
    every = inflation.totals(money, sums)
    assert every["total"].tolist() == [88.0, 90.4] and every["recomputed"].notna().tolist() == [True, False]
    assert inflation.distribution(every)[["n", "from_90"]].to_numpy().tolist() == [[2, 1], [1, 0]]

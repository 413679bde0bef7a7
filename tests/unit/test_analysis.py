"""The analyses on tables small enough to check by hand; each is shown to notice what it is for."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from gouji.analysis import closure, performance, published
from gouji.analysis.declared import declared

D = Decimal


def cell(item, column, printed, value=None, form="PE02", row=1, name="a", table=1, unit="万元", label="指标"):
    blank = printed == ""
    return {"name": name, "form": form, "table": table, "row": row, "item": item, "column": column, "printed": printed, "blank": blank, "unit": unit,
            "value": None if blank else value, "row_label": label, "page": 4}  # fmt: skip


def evaluation(*indicators, total=None, actual_rate=100, table=1):
    """Cells of one self-evaluation: a fund block and its indicators (target, actual, weight, score)."""
    rows = [cell("fund.total", c, str(v), D(v) * 10_000, table=table) for c, v in (("init", 20), ("annual", 10), ("exec", actual_rate // 10))]
    rows += [cell("fund.total", c, str(v), D(v), unit="分", table=table) for c, v in (("weight", 10), ("score", 10))]
    for number, (target, actual, weight, score) in enumerate(indicators, start=5):
        for column, text in (("target", target), ("actual", actual), ("weight", weight), ("score", score)):
            value = D(text) if text.isdecimal() else None
            rows.append(cell(f"indicator:{number}", column, text, value, row=number, unit="分", table=table))
    if total is not None:
        rows.append(cell("score.total", "score", str(total), D(total), row=99, unit="分", table=table))
    return rows


TABLES = pd.DataFrame([{"name": "a", "table": n, "title": "项目自评表", "project": None if n > 1 else "电费"} for n in (1, 2)])


def test_a_missed_target_with_full_marks_is_found_and_a_met_one_is_not():
    ledger = pd.DataFrame(evaluation(("=27人", "24", "10", "10"), (">=95%", "96", "10", "10"), ("<=60万元", "70", "10", "8"), ("良好", "良好", "10", "10"), total=48))
    marks = performance.indicators(ledger, TABLES)
    assert marks["met"].tolist() == [False, True, False, None]
    missed = performance.reached(performance.missed_but_full(marks))
    assert missed[["target", "project"]].to_numpy().tolist() == [["=27人", "电费"]] and round(missed["reached"][0], 1) == 88.9
    assert performance.judged(marks) == {"indicators": 4, "judged": 3, "met": 1, "missed": 2, "scored": 4, "full": 3, "missed_full": 1}


def test_a_column_of_hundreds_is_a_degree_of_completion_and_judges_no_quantity():
    ledger = pd.DataFrame(evaluation(("=3个", "100", "", ""), (">=95%", "100", "", "")))
    assert performance.indicators(ledger, TABLES)["met"].tolist() == [None, True]
    ledger = pd.DataFrame(evaluation(("=3个", "2", "", ""), (">=95%", "90", "", "")))
    assert performance.indicators(ledger, TABLES)["met"].tolist() == [False, False]


def test_totals_are_recomputed_in_proportion_to_the_targets():
    ledger = pd.DataFrame(evaluation(("=20人", "10", "50", "50"), ("<=10万元", "20", "40", "30"), total=90))
    marks = performance.indicators(ledger, TABLES)
    sums = performance.sums(marks, performance.funds(ledger, TABLES)).iloc[0]
    assert (sums["weights"], sums["scores"], sums["total"], sums["recomputed"], sums["inflation"]) == (100, 90, 90, D("55.00"), D("35.00"))


def test_execution_is_recomputed_and_no_budget_gives_no_rate():
    money = performance.funds(pd.DataFrame(evaluation(actual_rate=60)), TABLES).iloc[0]
    assert (money["recomputed"], money["deserved"]) == (60, 6) and money["total"] is None
    assert performance.in_wan(pd.DataFrame({"init": [D(200_000), None]}), ["init"])["init"].tolist()[0] == 20


def test_no_self_evaluation_is_no_row_and_no_crash():
    ledger = pd.DataFrame(evaluation()).iloc[:0]
    marks, money = performance.indicators(ledger, TABLES), performance.funds(ledger, TABLES)
    assert marks.empty and money.empty and performance.sums(marks, money).empty


def finding(outcome, cause=None, severity="error", name="a", form="FA01", id="1", difference=None, found=None, where="[]"):
    return {"id": id, "name": name, "form": form, "rule": "W01", "outcome": outcome, "severity": severity, "cause": cause, "difference": difference,
            "unit": "万元", "found": found, "expected": None, "where": where, "zh": "", "en": ""}  # fmt: skip


def test_outcomes_count_only_what_was_tested():
    findings = pd.DataFrame([finding(o) for o in ("exact", "rounding", "mismatch", "not_testable", "missing")])
    row = closure.outcomes_by_document(findings).iloc[0]
    assert (row["testable"], row["closed"], round(row["share"], 1)) == (3, 2, 66.7)
    assert closure.closed_share(findings) == (2, 3)
    assert [closure.share_text(*n) for n in ((6344, 6345), (7, 7), (2, 3), (0, 0))] == ["99.9%", "100.0%", "66.6%", "–"]


@pytest.mark.parametrize("outcomes", [(), ("not_testable",), ("missing", "not_testable")])
def test_nothing_testable_is_no_share_and_no_crash(outcomes):
    findings = pd.DataFrame([finding("exact"), *(finding(o) for o in outcomes)]).iloc[1:]
    assert closure.outcomes_by_form(findings).empty and closure.residuals(findings).empty and closure.between_forms(findings).empty
    assert closure.closed_share(findings) == (0, 0) and len(closure.roots(findings)) == outcomes.count("missing")
    assert closure.outcomes_by_document(findings)["share"].isna().all() and len(closure.not_tested(findings)) == ("not_testable" in outcomes)


def test_roots_leave_out_what_follows_and_come_by_severity_then_size():
    findings = pd.DataFrame([
        finding("mismatch", id="1", severity="warning", difference="9"), finding("mismatch", id="2", difference="-3.00"),
        finding("mismatch", id="3", cause="2", difference="5"), finding("mismatch", id="4", difference="4"), finding("exact", id="5"),
    ])  # fmt: skip
    roots = closure.roots(findings)
    assert roots["id"].tolist() == ["4", "2", "1"] and roots["follow"].tolist() == [0, 1, 0]


def test_residuals_are_in_units_of_the_last_printed_digit():
    findings = pd.DataFrame([finding("mismatch", difference="-0.05", found="12.30"), finding("rounding", difference="1", found="155,403"), finding("exact", difference=None)])
    assert closure.residuals(findings)["digits"].tolist() == [D(-5), D(1)]


def test_residuals_are_multiples_of_their_own_envelope_where_there_is_one():
    rows = [finding("mismatch", difference="-0.05", found="12.30"), finding("exact", difference="0.00", found="1.00"), finding("mismatch", difference="3", found="9")]
    findings = pd.DataFrame(rows).assign(of_envelope=["-3.3333", None, None])
    shares = closure.residuals(findings)["share"]
    assert shares.tolist()[:2] == [-3.3333, 0.0] and pd.isna(shares[2])


def test_pairs_of_forms_are_read_from_the_operands():
    where = '[{"address": "FA02/total/total"}, {"address": "FA01/rev.total/amount"}, {"address": "FA01/x/y"}]'
    edges = closure.between_forms(pd.DataFrame([finding("exact", where=where), finding("mismatch", where=where)]))
    assert edges.to_numpy().tolist() == [["FA01", "FA02", 2, 1, 1]]


def test_forms_are_published_empty_missing_or_not_due():
    documents = pd.DataFrame([{"name": "a", "kind": "final"}, {"name": "b", "kind": "other"}])
    tables = pd.DataFrame([
        {"name": "a", "form": "FA01", "empty": False, "note": None}, {"name": "a", "form": "FA08", "empty": True, "note": "本表无数据"},
        {"name": "a", "form": "FA09", "empty": True, "note": None}, {"name": "a", "form": "PE01", "empty": False, "note": None},
    ])  # fmt: skip
    states = published.forms_published(tables, documents).set_index("form")["state"]
    assert states[["FA01", "FA08", "FA09", "FA02", "PE01"]].tolist() == ["published", "empty_noted", "empty", "missing", "published"]
    assert len(states) == 10


@pytest.mark.parametrize("name", ["published", "measures", "disclosure", "look"])
def test_declarations_load(name):
    assert declared(name)


def test_a_finding_across_documents_is_counted_under_none_of_them():
    findings = pd.DataFrame({"name": ["a", ""], "form": ["FA01", None], "outcome": ["exact", "exact"]})
    assert closure.outcomes_by_document(findings)["name"].tolist() == ["a"]
    assert closure.outcomes_by_form(findings)["name"].tolist() == ["a"]
    assert closure.closed_share(findings) == (2, 2)

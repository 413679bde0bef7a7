"""Codes, names, second classifications, details and prints: each rule fires on a seeded fault and not on a clean document.

A case: the rule, a clean document, and what is done to it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "unit")]

from ledgers import table  # noqa: E402
from seeds import of, troubled, words_table  # noqa: E402

FINAL, BUDGET = of("final"), of("budget")
NO_PROJECT = FINAL.cell("FA05/total/project", "0.00").cell("FA06/30217/amount", "1.50").cell("FA06/30231/amount", "3.30")
LINES = BUDGET.plus(
    table("BG12", "total", """
        30101 | 500.00
        30102 | 323.16
        303 | 12.58
        302 | 471.13
        310 | 18.00
        total | 1324.87
    """),
)  # fmt: skip
DETAILS = BUDGET.plus().rows("BG05")
DETAILS = replace(DETAILS, tables=[
    {**t, "rows": {**t["rows"], "2080505/30108": ["28.23", "28.23", "28.23", "", "", "", "", "", ""]}} if t["form"] == "BG05" else t
    for t in DETAILS.tables
])  # fmt: skip
PAIRED = replace(BUDGET, gov={("BG06", "30101"): "50101", ("BG06", "30201"): "50201"})
CARRIED = BUDGET.plus(table("BG13", "amount", "total | 10.00"))
NAMED = FINAL.labels("FA05", i2010301="行政运行", i2010302="一般行政管理事务", i20805="行政事业单位养老支出")
NATURE = PAIRED.labels("BG03", i2010301="行政运行").labels("BG05", i2010301="行政运行")
ORDERED = FINAL.labels(
    "FA01", **{"exp.f201": "一、一般公共服务支出", "exp.f202": "二、外交支出", "exp.f208": "三、社会保障和就业支出"}
)
INSURED = FINAL.rows("FA05", i2101101="11.00 | 11.00 | ·", i2210201="9.00 | 9.00 | ·").rows(
    "FA06", i30110="11.00", i30113="9.00", i30111="·"
)


def _shifted(printed):
    """A form in which one row's last amount stands beyond the header."""
    rows = [f"2080505 | 养老保险 | 3.00 | {printed}", "2080506 | 职业年金 | 1.00 | ", "合计 | | 4.00 | "]
    return words_table("BG02", "收入总表", rows, header="编码 | 名称 | 金额 | ")


PATH = "1.一般公共服务支出（类）财政事务（款）行政运行（项）。主要用于保障机构运转。"

FAULTS = [
    ("W78", replace(FINAL, more_tables=(_shifted(""),)), lambda c: replace(c, more_tables=(_shifted("3.00"),))),
    ("X07", NO_PROJECT, lambda c: c.cell("FA06/30217/amount", "1.40")),
    ("X12", FINAL, lambda c: c.cell("FA01/rev.open/amount", "3.80")),
    ("X16", FINAL.cell("FA01/exp.close/amount", "0.00"), lambda c: c.without("FA03", "2120803").without("FA03", "21208").without("FA03", "212")),
    ("X41", DETAILS, lambda c: _detail(c, "29.23")),
    ("X43", BUDGET, lambda c: c.cell("BG06/30217/total", "1.10")),
    ("X46", LINES, lambda c: c.cell("BG12/30101/total", "501.00")),
    ("X46", BUDGET, lambda c: c.cell("BG06/30102/total", "323.26")),
    ("X47", LINES, lambda c: c.cell("BG12/30101/total", "510.00")),
    ("X48", LINES, lambda c: c.cell("BG06/30101/total", "500.30")),
    ("X50", CARRIED, lambda c: c.cell("BG13/total/amount", "10.20")),
    ("X51", PAIRED, lambda c: replace(c, gov={**c.gov, ("BG06", "30201"): "50101"})),
    ("K01", FINAL, lambda c: c.rows("FA05", i2980101="1.00 | 1.00 | ·")),
    ("K02", FINAL, lambda c: c.rows("FA06", i31801="1.00")),
    ("K04", NAMED, lambda c: c.labels("FA05", i2010301="一般行政管理事务")),
    ("K05", NAMED, lambda c: c.labels("FA05", i20805="行政事业单位离退休")),
    ("K06", ORDERED, lambda c: c.labels("FA01", **{"exp.f202": "三、外交支出"})),
    ("K07", FINAL.say(PATH), lambda c: c.unsay("财政事务", "行政事业单位医疗")),
    ("K21", INSURED, lambda c: c.cell("FA06/30110/amount", "2.00")),
    ("K22", FINAL.rows("FA06", i30304="0.20"), lambda c: c.cell("FA05/2080599/basic", "0.65")),
    ("K23", INSURED, lambda c: c.cell("FA05/2210201/basic", "20.00")),
    ("K24", NATURE, lambda c: replace(c, gov={("BG06", "30101"): "50501"})),
    ("K30", FINAL, lambda c: c.rows("FA06", i30902="1.00")),
    ("U04", FINAL, lambda c: c.cell("FA05/2080599/basic", "0.45123456")),
    ("U04", FINAL, lambda c: c.cell("FA05/2080599/basic", "0.4512")),
    ("U05", FINAL, lambda c: c.cell("FA05/2010301/basic", "9,6.58")),
    ("C11", NAMED, lambda c: replace(c, tables=[_nameless(t) for t in c.tables])),
]  # fmt: skip


def _detail(case, printed):
    return replace(case, tables=[
        {**t, "rows": {k: ([printed, *v[1:]] if "/" in k else v) for k, v in t["rows"].items()}} for t in case.tables
    ])  # fmt: skip


def _nameless(t):
    if t["form"] != "FA05":
        return t
    named = {code: f"科目{code}" for code in t["rows"]}
    return {**t, "labels": {**named, "2010350": " "}}


@pytest.mark.parametrize(("rule", "clean", "fault"), FAULTS, ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_a_seeded_fault_fires_its_rule_and_a_clean_document_does_not(rule, clean, fault):
    assert rule not in troubled(clean)
    assert rule in troubled(fault(clean))

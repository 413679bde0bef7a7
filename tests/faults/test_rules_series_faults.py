"""Over several documents, and last year's figures implied by this year's: each rule fires on a seeded fault."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "unit")]

from ledgers import table  # noqa: E402
from seeds import TROUBLE, findings, of  # noqa: E402

LAST, NOW = "cd" * 32, "ef" * 32
TALK = ("第一部分 概况", "一、职责", *(f"第{w}项职责是贯彻落实上级关于某项工作的决策部署并组织实施。" for w in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"))
BEFORE = replace(of("final"), sha256=LAST, year=2023).cell("FA01/exp.close/amount", "5.80").cell("FA04/exp.close/total", "5.80").cell(
    "FA04/exp.close/gf", "1.00")
AFTER = replace(of("final"), sha256=NOW)
PLAN_BEFORE = replace(of("budget"), sha256=LAST, year=2023).cell("BG04/rev.gpb/amount", "1300.00").say(
    "第一部分 概况", "一、“三公”经费情况", "购置公务用车0辆。", "二、国有资产情况", "共有车辆2辆。")  # fmt: skip
PLAN = replace(of("budget"), sha256=NOW).say(
    "第一部分 概况", "一、收支预算总体情况", "财政拨款收入1314.87万元，比上年增加14.87万元。",
    "二、“三公”经费情况", "购置公务用车0辆。", "三、国有资产情况", "共有车辆2辆。")  # fmt: skip
TALKING = [replace(of("budget"), sha256=s, year=y).say(*TALK[:4], *extra) for s, y, extra in (
    (LAST, 2023, TALK[4:14]), (NOW, 2024, TALK[14:]))]  # fmt: skip
COPIED = [replace(of("budget"), sha256=s, year=y).say(*TALK) for s, y in ((LAST, 2023), (NOW, 2024))]
DEPARTMENT = replace(of("budget"), sha256=LAST).say("某市某局2024年度部门预算")
UNIT = replace(of("budget"), sha256=NOW).say("某市某局2024年度单位预算")
WITH_UNIT = replace(of("budget"), sha256=LAST, entity="某市某委").rows("BG02", **{"unit:001": "1324.87 | 1314.87 | · | 10.00"}).labels(
    "BG02", **{"unit:001": "某市某局"})  # fmt: skip
OWN = replace(of("budget"), sha256=NOW)
LUNCH = [replace(of("budget"), sha256=LAST, year=2023), replace(of("budget"), sha256=NOW)]
OTHER = replace(of("budget"), sha256=NOW, entity="某市政务服务和数据管理局")
NAMES = WITH_UNIT.labels("BG02", **{"unit:001": "某市政务服务和数据管理局"})
CAR = [replace(of("budget"), sha256=s, year=y).say("第一部分 概况", "一、国有资产情况", "共有车辆2辆。") for s, y in ((LAST, 2023), (NOW, 2024))]
CHAIN = of("final").say(
    "第一部分 概况", "一、收入支出决算总体情况说明", "收入支出总计223.41万元，与上年相比增加3.41万元。",
    "二、支出决算情况说明", "本年支出合计220.11万元，与上年相比增加5.91万元。",
    "三、“三公”经费支出决算情况说明", "“三公”经费支出决算4.80万元，比上年减少1.20万元。因公出国（境）费支出0万元，比上年减少0.10万元；"
    "公务用车购置及运行费支出3.30万元，比上年减少0.60万元；公务接待费支出1.50万元，比上年减少0.50万元。",
)  # fmt: skip
TWICE = of("final").plus(table("FA07", "budget.total final.total", "total | 6.00 | 4.80"), table("FA07", "budget.total final.total", "total | 6.00 | 4.80"))
TWICE = replace(TWICE, tables=[t for t in TWICE.tables if t["form"] != "FA07" or len(t["columns"]) == 2])


def again(printed: str):
    """The last FA07 with another total."""
    tables = [*TWICE.tables[:-1], {**TWICE.tables[-1], "rows": {"total": ["6.00", printed]}}]
    return replace(TWICE, tables=tables)


FAULTS = [
    ("Y01", [BEFORE, AFTER], lambda a, b: [a.cell("FA01/exp.close/amount", "5.90"), b]),
    ("Y02", [PLAN_BEFORE, PLAN], lambda a, b: [a, b.unsay("增加14.87", "增加15.87")]),
    ("Y03", [PLAN_BEFORE, PLAN], lambda a, b: [a, b.unsay("车辆2辆", "车辆4辆")]),
    ("Y04", [BEFORE.labels("FA05", i2010301="行政运行"), AFTER.labels("FA05", i2010301="行政运行")],
     lambda a, b: [a, b.labels("FA05", i2010301="信息化建设")]),
    ("Y05", [CHAIN], lambda a: [a.unsay("增加5.91", "增加6.91")]),
    ("Y06", [CHAIN], lambda a: [a.unsay("减少0.50", "减少0.90")]),
    ("Y07", TALKING, lambda a, b: COPIED),
    ("D01", [WITH_UNIT, OWN], lambda a, b: [a.rows("BG02", **{"unit:001": "1424.87 | 1414.87 | · | 10.00"}), b]),
    ("D02", [DEPARTMENT, UNIT], lambda a, b: [a, b.cell("BG06/total/personnel", "836.74")]),
    ("D02", [DEPARTMENT, UNIT], lambda a, b: [a, b.cell("BG01/rev.grand/amount", "1,424.87")]),
    ("D03", [TWICE], lambda a: [again("4.90")]),
    ("D10", LUNCH, lambda a, b: [a, b.cell("BG11/project:午餐补助/total", "366.00")]),
    ("D11", [NAMES, OTHER], lambda a, b: [a.labels("BG02", **{"unit:001": "某市政务服务与数据管理局"}), b]),
    ("D12", [replace(AFTER, year=2023), PLAN_BEFORE], lambda a, b: [replace(a, year=2024), b]),
    ("D14", [replace(COPIED[0], year=2022), COPIED[1]], lambda a, b: [replace(a, year=2024, entity="某市另局"), b]),
    ("L61", CAR, lambda a, b: [a, b.cell("BG08/total/vehicles_running", "9.00")]),
]  # fmt: skip


def fires(rule, cases) -> bool:
    return any(f.rule == rule and f.outcome in TROUBLE for f in findings(*cases))


@pytest.mark.parametrize(("rule", "clean", "fault"), FAULTS, ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_a_seeded_fault_fires_its_rule_and_clean_documents_do_not(rule, clean, fault):
    assert not fires(rule, clean)
    assert fires(rule, fault(*clean))


def test_every_place_of_a_finding_over_documents_says_which_one():
    across = findings(DEPARTMENT, UNIT).across
    assert across and all(p.document in (LAST, NOW) for f in across for p in f.where)


def test_documents_that_have_nothing_to_do_with_each_other_say_nothing():
    strangers = replace(of("budget"), sha256=NOW, entity="别市别局", year=2020)
    assert not findings(BEFORE, strangers.without("BG11")).across

"""Self-evaluations and targets: each rule fires on a seeded fault and not on a clean document."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "unit")]

from ledgers import table  # noqa: E402
from seeds import Case, of, troubled, words_table  # noqa: E402

HEAD = "一级指标 | 二级指标 | 三级指标 | 指标值 | 指标说明 | 实际完成值 | 分值 | 得分 | 偏差原因"
ROWS = [
    "项目名称 | | 窗口设备 | | | | | |",
    "年度目标 | 以100万元完成窗口设备配备，保障大厅正常运转。 | | | | | | |",
    HEAD,
    "产出指标 | 数量指标 | 设备台数 | ≥10台 | 按计划配备的设备 | 10台 | 30 | 30 | 无偏差。",
    "产出指标 | 时效指标 | 采购及时率 | ≥95% | 按期采购的比例 | 94% | 10 | 9 | 供货商延期交货。",
    "产出指标 | 成本指标 | 设备总成本 | ≤80万元 | 支付的设备价款 | 72万元 | 10 | 10 | 无偏差。",
    "效益指标 | 社会效益指标 | 办事便捷率 | ≥95% | 群众办事的便利 | 98% | 30 | 30 | 每套1000元：主机600元，屏幕400元。",
    "满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | 问卷调查的结果 | 98% | 10 | 10 | 无偏差。",
    "总分 | | | | | | | 98 |",
    "评价等次 | | 优 | | | | | |",
]
SECOND = [r.replace("窗口设备", "大厅电费") for r in ROWS]
FUNDS = "init annual exec balance weight rate score"
ONE = "fund.total | 100.00 | 80.00 | 72.00 | 8.00 | 10 | 90.00% | 9.0"
SAID = (
    "第一部分 概况", "一、预算绩效情况说明",
    "本部门对2个项目开展绩效自评，项目资金160.00万元，平均得分98分。",
    "1.窗口设备项目：年初预算数100.00万元，决算数72.00万元，自评得分98分。",
    "2.大厅电费项目：年初预算数100.00万元，决算数72.00万元，自评得分98分。",
    "政府采购支出总额72.00万元，其中货物支出72.00万元。",
    "未发现问题，开展了重点绩效评价。培训费10人×300元/人=3000元。",
    "二、财政资金收支情况",
    "全年财政资金支出合计100.00万元，其中：基本支出60.00万元，项目支出40.00万元。",
    "三、预算绩效管理情况",
    "预算支出总额100.00万元，其中：人员经费50.00万元，公用经费10.00万元，项目支出40.00万元。",
)  # fmt: skip


def made(first=ROWS, second=SECOND, funds=ONE, lines=SAID, form="PE02") -> Case:
    """Two evaluated projects. The words' tables stand first, so that their ordinals are those of the figures."""
    case = Case("final", [table(form, FUNDS, funds), table(form, FUNDS, ONE)]).say(*lines)
    return replace(case, more_tables=(words_table(form, "甲自评表", first), words_table(form, "乙自评表", second)))


class Ordered(Case):
    """A case whose word tables take the ordinals of the ledger's tables."""

    def document(self):
        made_document = super().document()
        return replace(made_document, tables=(*self.more_tables, *made_document.tables[: len(self.tables)]))


def case(**more) -> Case:
    plain = made(**more)
    return Ordered(plain.kind, plain.tables, plain.lines, plain.more_tables)


def swap(old: str, new: str, rows=ROWS):
    assert any(old in r for r in rows), old
    return [r.replace(old, new) for r in rows]


def say(old: str, new: str):
    assert any(old in x for x in SAID), old
    return tuple(x.replace(old, new) for x in SAID)


CLEAN = case()
NO_POINTS = [HEAD.replace("分值 | 得分", "- | -") if r == HEAD else r for r in ROWS[:3]] + [
    "产出指标 | 数量指标 | 设备台数 | ≥10台 | | 10台 | | | ",
    "效益指标 | 社会效益指标 | 办事便捷率 | ≥95% | | 98% | | |",
    "满意度指标 | 服务对象满意度 | 群众满意度 | ≥95% | | 98% | | | ",
    "绩效自评综合得分 | | 100 | | | | | |",
]  # fmt: skip
SPENT = ONE.replace("72.00 | 8.00", "80.00 | 0.00")
UNPAID = ONE.replace("72.00 | 8.00", "0.00 | 80.00")
SLOW = ONE.replace("72.00 | 8.00", "30.00 | 50.00")
BASE = of("final")


def whole(actual="0", label="结转结余率", target="≤5%", lines=(), close="3.30") -> Case:
    """A department's own evaluation beside its final account."""
    rows = ["部门（单位）名称 | 某市某局", HEAD, f"投入管理指标 | 预算管理 | {label} | {target} | | {actual} | 2 | 2 | ",
            "产出指标 | 数量 | 完成量 | ≥1项 | | 1项 | 58 | 58 | ", "效益指标 | 社会 | 满意率 | ≥90% | | 95% | 40 | 40 | "]  # fmt: skip
    tables = [table("PE01", FUNDS, "fund.total | 230.00 | 223.41 | 220.11 | 3.30 | 10 | · | ·"), *BASE.tables]
    plain = Case("final", tables).say(*lines).cell("FA01/exp.close/amount", close)
    more = (words_table("PE01", "整体自评表", rows),)
    return Ordered(plain.kind, plain.tables, plain.lines, more)


def targets(rows=None, total="40.00", lines=()) -> Case:
    rows = rows or [
        "项目名称 | | 邮寄服务 |", "一级指标 | 二级指标 | 三级指标 | 指标值",
        "成本指标 | 经济成本 | 单件成本 | 10元/件", "产出指标 | 数量指标 | 邮寄件数 | ≥40000件",
        "效益指标 | 社会效益 | 便捷率 | ≥95%", "满意度指标 | 满意度 | 群众满意度 | ≥95%",
    ]  # fmt: skip
    tables = [table("BG15", "amount", f"fund.total | {total}")]
    plain = Case("budget", tables).say(*lines)
    return Ordered(plain.kind, plain.tables, plain.lines, (words_table("BG15", "绩效目标表", rows),))


BUDGET = of("budget")
BG14 = BUDGET.plus(table("BG14", "amount", "fund.total | 1324.87\nexp.basic | 1148.87\nexp.project | 176.00"))
AIMED = BUDGET.say(
    "第一部分 概况", "一、绩效目标设置情况", "按照要求编报绩效目标的项目2个，涉及项目预算资金176.00万元。"
)
NONE = ("一、政府采购支出情况", "政府采购支出总额0.00万元。")
NOTES = ["部门（单位）名称 | 某市某局", HEAD,
         "投入管理指标 | 绩效管理 | 目标编制完成率 | ≥95% | 目标编制完成率=已编制数/应编制数 | 100 | 2 | 2 | ",
         "投入管理指标 | 绩效管理 | 绩效监控完成率 | ≥95% | 绩效监控完成率=已监控数/应监控数 | 100 | 2 | 2 | "]  # fmt: skip


def noted(rows=NOTES) -> Case:
    plain = Case("final", [table("PE01", FUNDS, ONE)])
    return Ordered("final", plain.tables, (), (words_table("PE01", "整体自评表", rows),))


FAULTS = [
    ("E01", case(first=NO_POINTS, funds=SPENT), lambda c: case(first=swap("得分 | | 100", "得分 | | 90.4", NO_POINTS), funds=SPENT)),
    ("E07", CLEAN, lambda c: case(funds=UNPAID)),
    ("E08", CLEAN, lambda c: case(first=swap("| 10台 |", "| 100% |"))),
    ("E09", CLEAN, lambda c: case(funds=SLOW)),
    ("E12", CLEAN, lambda c: case(first=swap("| | 优 |", "| | 良 |"))),
    ("E14", CLEAN, lambda c: case(lines=say("平均得分98分", "平均得分96分"))),
    ("E16", CLEAN, lambda c: case(first=swap("| 10台 | 30 | 30", "| 5台 | 30 | 28"))),
    ("E17", CLEAN, lambda c: case(first=[r for r in ROWS if "满意度" not in r])),
    ("E18", CLEAN, lambda c: case(first=swap("供货商延期交货。", "无偏差。"))),
    ("E20", CLEAN, lambda c: case(lines=say("项目资金160.00", "项目资金190.00"))),
    ("E22", CLEAN, lambda c: case(lines=say("决算数72.00万元，自评得分98分。", "决算数75.00万元，自评得分98分。"))),
    ("E30", CLEAN, lambda c: case(first=swap("以100万元", "以130万元"))),
    ("E31", CLEAN, lambda c: case(first=swap("≤80万元", "≤130万元"))),
    ("E32", CLEAN, lambda c: case(first=swap("| 72万元 |", "| 75万元 |"))),
    ("E33", CLEAN, lambda c: case(first=swap("屏幕400元", "屏幕500元"))),
    ("E34", CLEAN, lambda c: case(lines=say("=3000元", "=4000元"))),
    ("E41", whole("100%", "政府采购执行率", "≥90%", ("一、政府采购支出情况", "政府采购支出总额5.00万元。")), lambda c: whole("100%", "政府采购执行率", "≥90%", NONE)),
    ("E42", whole("1.48%"), lambda c: whole("3.00%")),
    ("E44", whole(), lambda c: whole(close="0.00")),
    ("E45", whole("80%", "“三公经费”控制率", "≤100%"), lambda c: whole("100%", "“三公经费”控制率", "=100%")),
    ("E46", whole("100%", "重点绩效评价完成率", "=100%"), lambda c: whole("100%", "重点绩效评价完成率", "=100%", ("一、绩效情况", "本年未开展重点绩效评价工作。"))),
    ("E47", CLEAN, lambda c: case(lines=say("2.大厅电费项目：年初预算数100.00万元，决算数72.00万元，自评得分98分", "2.大厅电费项目：年初预算数100.00万元，决算数72.00万元，自评得分88分"))),
    ("E50", CLEAN, lambda c: case(lines=say("公用经费10.00", "公用经费20.00"))),
    ("E51", CLEAN, lambda c: case(lines=say("基本支出60.00", "基本支出66.00"))),
    ("E70", BG14, lambda c: c.cell("BG14/exp.project/amount", "186.00")),
    ("E71", targets(), lambda c: targets(total="60.00")),
    ("E72", targets(), lambda c: targets([r.replace("≥40000件", "≤40000件") for r in c.more_tables and [
        "项目名称 | | 邮寄服务 |", "一级指标 | 二级指标 | 三级指标 | 指标值", "产出指标 | 数量指标 | 邮寄件数 | ≥40000件"]])),
    ("E74", noted(), lambda c: noted(swap("目标编制完成率=已编制数/应编制数", "绩效监控完成率=已监控数/应监控数", NOTES))),
    ("E75", AIMED, lambda c: c.unsay("176.00", "196.00")),
    ("C21", CLEAN, lambda c: case(lines=say("2个项目开展绩效自评", "3个项目开展绩效自评"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "clean", "fault"), FAULTS, ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_a_seeded_fault_fires_its_rule_and_a_clean_document_does_not(rule, clean, fault):
    assert rule not in troubled(clean)
    assert rule in troubled(fault(clean))

"""What is likely: each threshold rule fires on a seeded fault, only as ``implausible``, and not on a clean document."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "unit")]

from seeds import findings, of, troubled, words_table  # noqa: E402

FINAL = of("final").say(
    "第一部分 概况",
    "一、人员构成",
    "人员编制10名，实有人员9人。",
    "二、“三公”经费支出情况说明",
    "公务接待费支出1.50万元，公务接待12批次，共接待150人次。公务用车保有量1辆。",
    "因公出国费完成预算的90%，主要是从严控制。公务接待费完成预算的75%，公务用车运行费完成预算的82.5%，会议费完成预算的80%，培训费完成预算的70%，差旅费完成预算的95%。",
    "三、机关运行经费支出情况",
    "机关运行经费年初预算15.00万元，机关运行经费支出决算14.30万元。",
    "四、政府采购支出情况",
    "政府采购支出总额50.00万元，其中：政府采购货物支出50.00万元、政府采购工程支出0.00万元、政府采购服务支出0.00万元。授予中小企业合同金额10.00万元。",
)  # fmt: skip
BIG = FINAL.unsay("50.00", "350.00")
WORK = replace(BIG, more_tables=(words_table("PE02", "甲项目支出绩效自评表", [
    "项目名称 | 大楼修缮 |", "一级指标 | 二级指标 | 三级指标 | 指标值", "产出指标 | 数量指标 | 设备数量 | 3台"]),))  # fmt: skip
BUDGET = of("budget").say("第一部分 概况", "一、政府采购情况", "政府采购预算8.00万元，其中：政府采购货物预算8.00万元。")
UNFUNDED = of("budget")
LINE = "项目名称 | 经济科目代码 | 经济科目名称 | 合计"


def lines(*rows):
    return replace(of("budget"), more_tables=(words_table("BG12", "部门预算表", list(rows), header=LINE),))


def basic(case, amount: str):
    """All of 302 with so much of it rent."""
    return case.cell("FA06/302/amount", "60.00").rows("FA06", i30214=amount)


FAULTS = [
    ("L01", replace(FINAL, entity="某市财政局"), lambda c: c.rows("FA05", i204="900.00 | · | 900.00")),
    ("L10", FINAL.rows("FA06", i30113="9.00"), lambda c: c.cell("FA06/30108/amount", "0.00").rows("FA06", i30113="0.00")),
    ("L20", FINAL, lambda c: replace(c, lines=tuple(
        re.sub(r"完成预算的[\d.]+%", "完成预算的100%", x) for x in c.lines))),
    ("L20", FINAL, lambda c: c.cell("FA07/total/final.total", "6.00").cell("FA07/total/final.vehicles", "4.00").cell(
        "FA07/total/final.vehicles_running", "4.00").cell("FA07/total/final.reception", "2.00")),
    ("L21", FINAL, lambda c: c.unsay("因公出国费完成预算的90%", "因公出国费完成预算的100%")),
    ("L30", WORK, lambda c: replace(c, more_tables=(words_table("PE02", "甲项目支出绩效自评表", [
        "项目名称 | 云服务费 |", "一级指标 | 二级指标 | 三级指标 | 指标值", "产出指标 | 数量指标 | 设备数量 | 3台"]),))),
    ("L31", BIG, lambda c: c.unsay("10.00万元。", "0.00万元。")),
    ("L32", FINAL, lambda c: c.unsay("支出总额50.00", "支出总额950.00")),
    ("L33", FINAL, lambda c: c.unsay("150人次", "15人次")),
    ("L34", FINAL, lambda c: c.cell("FA07/total/final.vehicles_running", "13.30")),
    ("L40", FINAL, lambda c: c.unsay("年初预算15.00", "年初预算10.00")),
    ("L50", UNFUNDED.cell("BG03/total/project", "0.00"), lambda c: replace(c, more_tables=(words_table("BG14", "整体绩效目标表", [
        "一级指标 | 二级指标 | 三级指标 | 指标值", "产出指标 | 数量 | 政务云平台计划完成率 | ≥95%"]),))),
    ("L51", basic(FINAL, "20.00"), lambda c: basic(c, "40.00")),
    ("L52", BUDGET, lambda c: c.unsay("8.00万元", "0.00万元")),
    ("L60", FINAL, lambda c: c.unsay("实有人员9人", "实有人员12人")),
    ("L62", FINAL, lambda c: c.unsay("实有人员9人", "实有人员1人")),
    ("L64", basic(FINAL, "40.00"), lambda c: basic(c, "55.00")),
    ("K31", lines("午餐补助 | 30299 | 其他商品和服务支出 | 10.00"), lambda c: lines("午餐补助 | 30201 | 办公费 | 10.00")),
    ("K32", lines("劳务派遣人员 | 30226 | 劳务费 | 10.00"), lambda c: lines("劳务派遣人员 | 30101 | 基本工资 | 10.00")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "clean", "fault"), FAULTS, ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_a_seeded_fault_fires_its_rule_and_a_clean_document_does_not(rule, clean, fault):
    assert rule not in troubled(clean)
    found = [f for f in findings(fault(clean)) if f.rule == rule and f.outcome not in ("exact", "not_testable", "not_applicable")]
    assert found and {f.outcome for f in found} == {"implausible"}
    assert {f.severity for f in found} <= {"info", "warning"}


def test_a_lost_total_is_no_base():
    lost = FINAL.cell("FA03/total/project", "").cell("FA03/total/basic", "").cell("FA03/total/total", "")
    lost = lost.cell("FA03/total/to_sup", "").cell("FA03/total/oper", "").cell("FA03/total/to_aff", "")
    assert {f.outcome for f in findings(lost) if f.rule == "L32"} == {"not_testable"}


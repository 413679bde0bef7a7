"""The phrases that a generated document states its figures in, with each figure in braces, and its first part.

In: amounts in 分, a ``Department``, its ``Layout``. Out: words, text blocks of a fact file. Figures are those of
the forms, in 万元 as prose states them.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from gouji.typeset.departments import WAN, Department
from gouji.typeset.facts import FactRow, FactTable, Text
from gouji.typeset.layouts import Layout, ordinal

CENT = Decimal("0.01")


def wan(fen: int) -> str:
    """分 as 万元 with two decimals, in braces."""
    return f"{{{(Decimal(fen) / WAN).quantize(Decimal('0.01'), ROUND_HALF_UP)}}}万元"


def share(part: int, whole: int) -> str:
    """A part's share of the whole in per cent, in braces; of nothing, {0}%."""
    value = Decimal(100 * part) / whole if whole else Decimal(0)
    return f"{{{value.quantize(Decimal('0.01'), ROUND_HALF_UP)}}}%"


def change(now: int, before: int) -> str:
    """增加 or 减少 by so much, and by how much per cent, of figures as printed; 持平 where they are the same."""
    now, before = (Decimal(x) / WAN for x in (now, before))
    by = now.quantize(CENT, ROUND_HALF_UP) - before.quantize(CENT, ROUND_HALF_UP)
    if not by:
        return "持平"
    rate = abs(100 * by / (now - by)).quantize(CENT, ROUND_HALF_UP)
    words = ("增加", "增长") if by > 0 else ("减少", "下降")
    return f"{words[0]}{{{abs(by)}}}万元，{words[1]}{{{rate}}}%"


def execution(planned: int, spent: int, why: str = "年中追加或调整预算") -> str:
    """What was planned, what was spent, the rate, and which was more and why."""
    word = "大于" if spent > planned else "小于" if spent < planned else "等于"
    reason = "" if spent == planned else f"决算数{word}年初预算数的主要原因是{why}。"
    return f"年初预算为{wan(planned)}，支出决算为{wan(spent)}，完成年初预算的{share(spent, planned)}。{reason}"


def opening(dep: Department, layout: Layout) -> list[Text | FactTable]:
    """第一部分: what the department does and consists of."""
    return [
        Text("part", f"第一部分 {dep.entity}概况"), Text("section", "一、主要职责"),
        Text("p", f"{dep.entity}是政府工作部门，负责本行政区域内有关事务的管理、监督和服务，依法拟订有关规划并组织实施。"),
        Text("section", "二、机构设置"), *([unit_list(dep)] if layout.listed else []), Text("p", f"{dep.entity}设办公室、综合科、业务一科、业务二科，纳入{dep.year}年编制范围的单位共{{1}}个。"),
    ]


def unit_list(dep: Department) -> FactTable:
    """A ruled list of units: a table, but no form and without a figure."""
    names = (f"{dep.entity}本级", f"{dep.entity}信息中心", f"{dep.entity}综合服务所")
    rows = tuple(FactRow((ordinal(i), name, "行政单位" if i == 1 else "公益一类事业单位"), ("-", "label", "-")) for i, name in enumerate(names, start=1))
    return FactTable(None, {}, (("序号", "单位名称", "单位性质"),), rows)

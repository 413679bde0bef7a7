"""The sentences that a generated document states its figures in, with each figure in braces.

In: a ``Department``, its ``Layout``, the forms already printed. Out: text blocks of a fact file. Figures are those of
the forms, in 万元 as prose states them.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from gouji.typeset.departments import WAN, Department
from gouji.typeset.facts import FactRow, FactTable, Text
from gouji.typeset.finals import BASIC, PROJECT, three_public
from gouji.typeset.layouts import Layout, ordinal, under

CENT = Decimal("0.01")


def wan(fen: int) -> str:
    """分 as 万元 with two decimals, in braces."""
    return f"{{{(Decimal(fen) / WAN).quantize(Decimal('0.01'), ROUND_HALF_UP)}}}万元"


def share(part: int, whole: int) -> str:
    """A part's share of the whole in per cent, in braces; of nothing, {0}%."""
    value = Decimal(100 * part) / whole if whole else Decimal(0)
    return f"{{{value.quantize(Decimal('0.01'), ROUND_HALF_UP)}}}%"


def spent_gpb(dep: Department) -> int:
    return dep.spent(under("", fund="gpb"))


def change(now: int, before: int) -> str:
    """增加 or 减少 by so much, and by how much per cent, of figures as printed; 持平 where they are the same."""
    now, before = (Decimal(x) / WAN for x in (now, before))
    by = now.quantize(CENT, ROUND_HALF_UP) - before.quantize(CENT, ROUND_HALF_UP)
    if not by:
        return "持平"
    rate = abs(100 * by / (now - by)).quantize(CENT, ROUND_HALF_UP)
    words = ("增加", "增长") if by > 0 else ("减少", "下降")
    return f"{words[0]}{{{abs(by)}}}万元，{words[1]}{{{rate}}}%"


def execution(year: int, planned: int, spent: int) -> str:
    """What was planned, what was spent, the rate, and which was more."""
    word = "大于" if spent > planned else "小于" if spent < planned else "等于"
    reason = "" if spent == planned else f"决算数{word}年初预算数的主要原因是年中追加或调整预算。"
    return f"{year}年度一般公共预算财政拨款支出年初预算为{wan(planned)}，支出决算为{wan(spent)}，完成年初预算的{share(spent, planned)}。{reason}"


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


def explained(dep: Department, layout: Layout) -> list[Text]:
    """The 情况说明: 总体, 收入, 支出, 三公, each stating figures of the forms."""
    what, came, spent = ("决算" if layout.kind == "final" else "预算"), dep.money("revenue"), dep.spent()
    total = came + dep.money("opening")
    basic, project = (dep.spent(under("", nature=n)) for n in (BASIC, PROJECT))
    fiscal = dep.money("revenue", under("", fund=("gpb", "gf", "sc")))
    three = three_public(dep.three if layout.kind == "final" else dep.budgeted)
    before = total * (80 + int(dep.number) % 40) // 100  # last year's, by the department's number
    planned = spent_gpb(dep) * (85 + int(dep.number) % 31) // 100
    return [
        Text("part", f"第三部分 {dep.year}年度部门{what}情况说明"),
        Text("section", f"一、收入支出{what}总体情况说明"),
        Text("p", f"{dep.year}年度收入总计{wan(total)}，支出总计{wan(spent + dep.money('closing'))}。与{dep.year - 1}年度相比，收入总计、支出总计各{change(total, before)}，主要原因是项目有所调整。"),
        Text("section", f"二、收入{what}情况说明"),
        Text("p", f"{dep.year}年度本年收入合计{wan(came)}，其中：财政拨款收入{wan(fiscal)}，占{share(fiscal, came)}；其他各项收入{wan(came - fiscal)}，占{share(came - fiscal, came)}。"),
        Text("section", f"三、支出{what}情况说明"),
        Text("p", f"{dep.year}年度本年支出合计{wan(spent)}，其中：基本支出{wan(basic)}，占{share(basic, spent)}；项目支出{wan(project)}，占{share(project, spent)}。"),
        *([Text("section", "四、一般公共预算财政拨款支出决算情况说明"), Text("p", execution(dep.year, planned, spent_gpb(dep)))] if layout.kind == "final" else []),
        Text("section", f"{'五' if layout.kind == 'final' else '四'}、“三公”经费支出{what}情况说明"),
        Text("p", f"{dep.year}年度“三公”经费{what}{wan(three['total'])}，其中：因公出国（境）费{wan(three['abroad'])}，公务用车购置及运行维护费{wan(three['vehicles'])}，公务接待费{wan(three['reception'])}。"),
    ]

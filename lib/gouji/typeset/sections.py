"""The 情况说明 of a generated document: totals, parts and items, 三公 one by one, what must be disclosed besides, the glossary.

In: a ``Department``, its ``Layout``. Out: text blocks, each figure in braces. Amounts are those of the forms; counts,
procurement and vehicles stand in the prose alone and agree among themselves. Source of the wording: 财政部部门决算公开样表.
"""

from __future__ import annotations

import random

from gouji.typeset.departments import WAN, Department
from gouji.typeset.facts import Text
from gouji.typeset.finals import BASIC, FISCAL, PROJECT, three_public
from gouji.typeset.layouts import Layout, under
from gouji.typeset.prose import change, execution, share, wan

USES = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
REASONS = ("年中追加了项目经费", "人员变动", "部分项目跨年实施", "压减一般性支出", "调整了支出结构", "政策标准调整", "工作任务变化", "按进度支付", "上级补助下达较晚")
GLOSSARY = (
    ("财政拨款收入", "同级财政当年拨付的资金"), ("基本支出", "为保障机构正常运转而发生的人员支出和公用支出"),
    ("项目支出", "在基本支出之外为完成特定任务所发生的支出"), ("“三公”经费", "用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费"),
)


def explained(dep: Department, layout: Layout) -> list[Text]:
    """All sections, in printed order."""
    what = "决算" if layout.kind == "final" else "预算"
    budgeted = f"{dep.year}年度“三公”经费{what}"
    sums = three_public(dep.three)
    return [
        Text("part", f"第三部分 {dep.year}年度部门{what}情况说明"),
        *totals(dep, what),
        *([Text("section", "四、一般公共预算财政拨款支出决算情况说明"), *items(dep)] if layout.kind == "final" else []),
        Text("section", f"{'五' if layout.kind == 'final' else '四'}、一般公共预算财政拨款基本支出{what}情况说明"),
        *basic(dep),
        Text("section", f"{'六' if layout.kind == 'final' else '五'}、“三公”经费支出{what}情况说明"),
        Text("p", f"{budgeted}{wan(sums['total'])}，其中：因公出国（境）费{wan(sums['abroad'])}，公务用车购置及运行维护费{wan(sums['vehicles'])}，公务接待费{wan(sums['reception'])}。"),
        *three(dep, layout),
        *besides(dep, layout),
    ]


def totals(dep: Department, what: str) -> list[Text]:
    """Grand totals beside last year's, revenue and expenditure in their parts."""
    came, spent = dep.money("revenue"), dep.spent()
    total = came + dep.money("opening")
    by_nature = [dep.spent(under("", nature=n)) for n in (BASIC, PROJECT)]
    fiscal = dep.money("revenue", under("", fund=FISCAL))
    before = total * (80 + int(dep.number) % 40) // 100  # last year's, by the department's number
    return [
        Text("section", f"一、收入支出{what}总体情况说明"),
        Text("p", f"{dep.year}年度收入总计{wan(total)}，支出总计{wan(spent + dep.money('closing'))}。与{dep.year - 1}年度相比，收入总计、支出总计各{change(total, before)}，主要原因是项目有所调整。"),
        Text("section", f"二、收入{what}情况说明"),
        Text("p", f"{dep.year}年度本年收入合计{wan(came)}，其中：财政拨款收入{wan(fiscal)}，占{share(fiscal, came)}；其他各项收入{wan(came - fiscal)}，占{share(came - fiscal, came)}。"),
        Text("section", f"三、支出{what}情况说明"),
        Text("p", f"{dep.year}年度本年支出合计{wan(spent)}，其中：基本支出{wan(by_nature[0])}，占{share(by_nature[0], spent)}；项目支出{wan(by_nature[1])}，占{share(by_nature[1], spent)}。"),
    ]


def items(dep: Department) -> list[Text]:
    """The general budget as a whole, then each 项: budgeted, spent, executed."""
    rng = random.Random(f"items {dep.number} {dep.year}")
    spent = {code: dep.spent(under(code, fund="gpb")) for code in dep.codes("gpb")}
    planned = {code: fen if rng.random() < 0.3 else fen * rng.randint(87, 117) // 100 for code, fen in spent.items()}
    whole = execution(sum(planned.values()), sum(spent.values()))
    out = [Text("p", f"{dep.year}年度一般公共预算财政拨款支出{whole}其中：")]
    for k, code in enumerate(spent, start=1):
        path = "".join(f"{dep.labels[code[:n]]}（{level}）" for n, level in ((3, "类"), (5, "款"), (7, "项")))
        out.append(Text("p", f"{k}.{path}。{execution(planned[code], spent[code], rng.choice(REASONS))}"))
    return out


def basic(dep: Department) -> list[Text]:
    """Basic expenditure of the general budget, in people and running."""
    people, running = (dep.spent(under("", fund="gpb", nature=n)) for n in BASIC)
    return [Text("p", f"{dep.year}年度一般公共预算财政拨款基本支出{wan(people + running)}，其中：人员经费{wan(people)}；公用经费{wan(running)}。")]


def three(dep: Department, layout: Layout) -> list[Text]:
    """三公 one by one: as budgeted and as spent in a final account, as budgeted in a budget."""
    spent, planned = three_public(dep.three), three_public(dep.budgeted)
    names = {"abroad": "因公出国（境）费", "vehicles": "公务用车购置及运行维护费", "reception": "公务接待费"}
    parts = {"vehicles_purchase": "公务用车购置费", "vehicles_running": "公务用车运行维护费"}
    out = []
    for k, (key, name) in enumerate(names.items(), start=1):
        if layout.kind == "final":
            text = f"{k}.{name}支出预算为{wan(planned[key])}，支出决算为{wan(spent[key])}"
            text += f"，完成预算的{share(spent[key], planned[key])}。" if planned[key] else "。"
        else:
            text = f"{k}.{name}预算为{wan(spent[key])}。"
        if key == "vehicles":
            text += "其中：" + "；".join(f"{part}{'支出' if layout.kind == 'final' else '预算'}{wan(spent[p])}" for p, part in parts.items()) + "。"
        out.append(Text("p", text))
    return out


def besides(dep: Department, layout: Layout) -> list[Text]:
    """What must be disclosed besides: running cost, procurement, vehicles and equipment, performance; the glossary."""
    rng = random.Random(f"besides {dep.number} {dep.year}")
    word, year = ("支出" if layout.kind == "final" else "预算"), dep.year
    running = dep.spent(under("", fund="gpb", nature="operating"))
    before = running * rng.randint(85, 120) // 100
    goods, works, services = (dep.spent(under("", nature=("project", "special"))) * rng.randint(1, 15) // 100 for _ in range(3))
    bought = goods + works + services
    small = bought * rng.randint(30, 90) // 100
    micro = small * rng.randint(20, 90) // 100
    uses = _vehicles(dep, rng)
    owned = "、".join(f"{use}{{{n}}}辆" for use, n in uses.items())
    return [
        Text("section", f"七、机关运行经费{word}情况说明"),
        Text("p", f"{year}年度机关运行经费{word}{wan(running)}，比{year - 1}年度{change(running, before)}，主要原因是公用经费有所调整。"),
        Text("section", f"八、政府采购{word}情况说明"),
        Text("p", f"{year}年度政府采购{word}总额{wan(bought)}，其中：政府采购货物{word}{wan(goods)}、政府采购工程{word}{wan(works)}、政府采购服务{word}{wan(services)}。"
             + (f"授予中小企业合同金额{wan(small)}，占政府采购支出总额的{share(small, bought)}，其中：授予小微企业合同金额{wan(micro)}，占政府采购支出总额的{share(micro, bought)}。"
                if layout.kind == "final" else "")),
        Text("section", "九、国有资产占用情况说明"),
        Text("p", f"截至{year}年12月31日，{dep.entity}共有车辆{{{sum(uses.values())}}}辆，其中：{owned}；单价100万元以上设备{{{rng.randint(0, 4)}}}台（套）。"),
        Text("section", "十、预算绩效情况说明"),
        Text("p", f"{dep.entity}按照要求开展部门整体支出绩效自评和项目支出绩效评价，结果将用于改进管理和安排预算。"),
        Text("part", "第四部分 名词解释"),
        *(Text("p", f"{term}：指{meaning}。") for term, meaning in GLOSSARY),
    ]


def _vehicles(dep: Department, rng: random.Random) -> dict[str, int]:
    """Vehicles by use: one for some 30,000 元 of running cost, none without."""
    left = -(-dep.three["vehicles_running"] // (3 * WAN))
    out = {}
    for use in USES[:-1]:
        out[use] = rng.randint(0, left)
        left -= out[use]
    return {**out, USES[-1]: left}

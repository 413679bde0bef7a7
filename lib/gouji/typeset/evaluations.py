"""The self-evaluations published with a final account (PE01, PE02) of a generated department.

In: a ``Department``, a ``Layout``. Out: fact tables: the department as a whole and two of its projects. Money executed
is what the forms say was spent, the annual budget that and what was left; weights add up to 100, scores follow from
rates and from what was achieved. Source of rows and columns: 财预〔2020〕10号 and printed self-evaluations.
"""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from gouji.typeset.departments import WAN, Department
from gouji.typeset.facts import ABOVE, LEFT, FactRow, FactTable
from gouji.typeset.finals import FISCAL
from gouji.typeset.layouts import Layout, table, under

CENT = Decimal("0.01")
INDICATORS = (  # 一级, 二级, 三级, target (per cent or count), weight
    ("产出指标", "数量指标", "完成任务数", "件", 15), ("产出指标", "质量指标", "验收合格率", "%", 15), ("产出指标", "时效指标", "按时完成率", "%", 10),
    ("产出指标", "成本指标", "项目支出控制额", "万元", 10), ("效益指标", "社会效益指标", "服务事项覆盖率", "%", 15),
    ("效益指标", "可持续影响指标", "制度建设完成率", "%", 15), ("满意度指标", "服务对象满意度指标", "服务对象满意度", "%", 10),
)
WORDS = ("-", "-", "-", "label", "target", "actual", "weight", "score", "-")
FUND = ("-", "-", "label", "init", "annual", "exec", "weight", "rate", "score")


def evaluations(dep: Department, layout: Layout) -> list[FactTable]:
    """PE01 and two PE02."""
    rng = random.Random(f"{dep.number}{dep.year}")
    moneys = [(fund, _of(dep, "opening", fund) + _of(dep, "revenue", fund), dep.spent(under("", fund=fund))) for fund in (FISCAL, "own")]
    whole = [("fund.total", "年度资金总额", sum(m[1] for m in moneys), sum(m[2] for m in moneys)),
             ("fund.fiscal", "其中：当年财政拨款", *moneys[0][1:]), ("fund.other", "其他资金", *moneys[1][1:])]
    made = [_form(dep, layout, rng, "PE01", "部门整体支出绩效自评表", dep.entity, whole)]
    for name, fen in sorted(dep.projects, key=lambda p: -p[1])[:2]:
        spent = fen * rng.choice((100, 100, 97, 91, 78)) // 100
        rows = [("fund.total", "年度资金总额", fen, spent), ("fund.fiscal", "其中：当年财政拨款", fen, spent), ("fund.other", "其他资金", 0, 0)]
        made.append(_form(dep, layout, rng, "PE02", f"{name}项目支出绩效自评表", name, rows))
    return made


def _of(dep: Department, what: str, fund) -> int:
    return dep.money(what, under("", fund=fund))


def _wan(fen: int) -> str:
    return str((Decimal(fen) / WAN).quantize(CENT, ROUND_HALF_UP)) if fen else "0"


def _part(above: Decimal, below: Decimal, scale: int) -> Decimal:
    return (scale * Decimal(above) / Decimal(below)).quantize(CENT, ROUND_HALF_UP) if below else Decimal(0)


def _points(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _form(dep: Department, layout: Layout, rng: random.Random, form: str, title: str, name: str, moneys: list) -> FactTable:
    heads = ("项目资金（万元）", LEFT, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    rows = [FactRow(("项目名称" if form == "PE02" else "部门名称", LEFT, LEFT, name, *[LEFT] * 5), ("-",) * 9), FactRow(heads, ("-",) * 9)]
    total = Decimal(0)
    for k, (item, label, annual, spent) in enumerate(moneys):
        rate = f"{_part(spent, annual, 100)}%" if annual else "0%"
        score = _part(spent, annual, 10)
        total += score if k == 0 else 0
        ends = ("10", rate, _points(score)) if k == 0 else ("—", rate, "—")
        rows.append(FactRow((ABOVE, ABOVE, label, _wan(annual), _wan(annual), _wan(spent), *ends), FUND, item))
    rows.append(FactRow(("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"), ("-",) * 9))
    before = ("", "")
    for k, (first, second, label, unit, weight) in enumerate(INDICATORS):
        target, actual, score = _achieved(rng, unit, weight, moneys[0])
        total += score
        cells = (ABOVE if k else "绩效指标", ABOVE if first == before[0] else first, ABOVE if (first, second) == before else second, label,
                 target, actual, str(weight), _points(score), "" if score == weight else "受实施进度影响，下一年度加快实施。")
        rows.append(FactRow(cells, WORDS))
        before = (first, second)
    rows.append(FactRow(("总分", *[LEFT] * 5, "", _points(total), ""), ("label", *["-"] * 6, "score", "-"), "score.total"))
    made = table(layout, form, title, dep, (), rows, unit="万元")
    made.keys.pop("number", None)
    made.keys.pop("page", None)
    return made


def _achieved(rng: random.Random, unit: str, weight: int, money: tuple) -> tuple[str, str, Decimal]:
    """(target, actual, score) of an indicator: met, or missed with points lost in proportion."""
    if unit == "万元":
        return f"<={_wan(money[2])}万元", f"{_wan(money[3])}万元", Decimal(weight)
    target = rng.choice((90, 95, 100)) if unit == "%" else rng.randint(3, 60)
    if rng.random() < 0.15:
        actual = target * rng.randint(60, 88) // 100
        return f">={target}{unit}", f"{actual}{unit}", _part(actual, target, weight)
    return f">={target}{unit}", f"{target if unit == '%' else target + rng.randint(0, 3)}{unit}", Decimal(weight)

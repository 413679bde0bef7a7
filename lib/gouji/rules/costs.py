"""The kinds about what an indicator says of costs: its ceiling, what was spent, a price and a number.

(check, context) → ``Remark``s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.rules.context import Context
from gouji.rules.indicator_kinds import Odd, each, money
from gouji.rules.performance import read_target
from gouji.rules.presence import Remark
from gouji.rules.self_evaluation import Evaluation


def cost_within(check: dict, context: Context) -> Iterator[Remark]:
    """``cost_within``: {forms}: a cost ceiling in money is not above the money there is (the largest of initial, annual, total)."""

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        there = [m for c in ("init", "annual", "amount", "total") if (m := money(context, evaluation, c)) is not None]
        for i in evaluation.indicators if there and max(there) else ():
            target = read_target(i.target)
            if not target or target[0] not in ("le", "lt") or "万" not in target[2] or "/" in i.target or "成本" not in i.level1 + i.level2:
                continue
            over = target[1] * 10_000 > max(there) + CENT
            yield (i, i.label, {"expected": f"{max(there) / 10_000:f}万元", "found": i.target}) if over else None

    yield from each(context, check, "cost_within", judge)


def cost_executed(check: dict, context: Context) -> Iterator[Remark]:
    """``cost_executed``: {forms}: the one cost indicator that is set at the project's budget states what was spent."""

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        budget = {m for c in ("init", "annual") if (m := money(context, evaluation, c))}
        spent = money(context, evaluation, "exec")
        costs = [i for i in evaluation.indicators if "成本" in i.level1 + i.level2 and (t := read_target(i.target)) and t[1] * 10_000 in budget]
        if len(costs) != 1 or spent is None:
            return
        actual = read_target(costs[0].actual)
        if actual is None or "%" in actual[2] or (not actual[2] and actual[1] == 100):
            return
        shown = {"expected": f"{spent / 10_000:f}万元", "found": costs[0].actual}
        yield (costs[0], costs[0].label, shown) if actual[1] * 10_000 != spent else None

    yield from each(context, check, "cost_executed", judge, "mismatch")


CENT = Decimal(100)  # 元: the last digit of 0.01 万元

PER = re.compile(r"元[/／每](?P<of>[人件套个户次平㎡天场台辆只])")

IN_LABEL = re.compile(r"[（(](?P<of>[人件套个户次天场台辆只])[）)]")


def unit_costs(check: dict, context: Context) -> Iterator[Remark]:
    """``unit_costs``: {forms, tolerance}: one price a piece and one number of pieces make the project's money."""
    tolerance = Decimal(str(check["tolerance"]))

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        prices, counts = [], []
        for i in evaluation.indicators:
            numbers = re.findall(r"\d[\d,]*(?:\.\d+)?", i.target)
            if len(numbers) != 1:
                continue
            value = Decimal(numbers[0].replace(",", ""))
            of = PER.search(i.target) or (IN_LABEL.search(i.label) if re.search(r"\d元$", i.target) else None)
            counted = re.search(r"\d(?P<of>[人件套户次天场台辆只])$", i.target)
            if of and "成本" in i.level1 + i.level2:
                prices.append((i, value, of["of"]))
            elif counted:
                counts.append((i, value, counted["of"]))
        there = [m for c in ("annual", "amount", "total") if (m := money(context, evaluation, c))]
        for price, value, of in prices if len(prices) == 1 else ():
            same = [(i, n) for i, n, unit in counts if unit == of]
            if len(same) != 1 or not there:
                continue
            product = value * same[0][1]
            off = all(abs(product - m) > tolerance * m for m in there)
            yield (price, price.label, {"expected": f"{there[0] / 10_000:f}万元", "found": f"{product / 10_000:f}万元", "detail": same[0][0].label}) if off else None

    yield from each(context, check, "unit_costs", judge)

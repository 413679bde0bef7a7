"""The kinds that judge a whole self-evaluation: its score, its grade, its money and its goals.

(check, context) → ``Remark``s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.rules.claimed import FACTORS, TEN_THOUSAND
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.indicator_kinds import money, money_figure
from gouji.rules.performance import target_is_met
from gouji.rules.presence import Remark
from gouji.rules.self_evaluation import Evaluation
from gouji.rules.wording import TERM


def all_met(evaluation: Evaluation) -> bool:
    """Whether every indicator with a clear actual value is met, or says 100."""
    said = [i for i in evaluation.indicators if i.actual.strip()]
    return bool(said) and all(target_is_met(i.target, i.actual) is not False and (i.actual.strip(" %") == "100" or target_is_met(i.target, i.actual)
        or re.search("完成|达到|已", i.actual)) for i in said)  # fmt: skip


def met_but_less(check: dict, context: Context) -> Iterator[Remark]:
    """``met_but_less``: {forms}: everything reached and all money spent, no points shown, and yet less than 100 in all."""
    for e in context.evaluated(tuple(check["forms"])):
        if e.score is None or any(i.score for i in e.indicators):
            continue
        annual, spent = money(context, e, "annual"), money(context, e, "exec")
        whole = all_met(e) and annual is not None and annual == spent
        yield Remark("implausible" if whole and e.score < 100 else "exact", e.form, "met_but_less", e.project or e.title, (e.place,), {"found": str(e.score)})


def done_unpaid(check: dict, context: Context) -> Iterator[Remark]:
    """``done_unpaid``: {forms}: outputs reached though nothing was spent: the bill is still open, or the form is wrong."""
    for e in context.evaluated(tuple(check["forms"])):
        planned, spent = money(context, e, "init") or money(context, e, "annual"), money(context, e, "exec")
        outputs = [i for i in e.indicators if "产出" in i.level1 and "成本" not in i.level2]
        if spent is None or not planned or not outputs:
            continue
        done = [i for i in outputs if target_is_met(i.target, i.actual)]
        odd = not spent and len(done) * 2 >= len(outputs)
        where = (e.place, *(i.place for i in done[:3]))
        yield Remark("implausible" if odd else "exact", e.form, "done_unpaid", e.project or e.title, where, {"found": f"{len(done)}/{len(outputs)}"})


def score_at_rate(check: dict, context: Context) -> Iterator[Remark]:
    """``score_at_rate``: {forms, score, rate}: a score (优 or 良) that high at an execution rate that low."""
    for e in context.evaluated(tuple(check["forms"])):
        annual, spent = money(context, e, "annual"), money(context, e, "exec")
        planned = annual or money(context, e, "init")
        if e.score is None or spent is None or not planned:
            continue
        rate = 100 * spent / planned
        odd = e.score >= check["score"] and rate < check["rate"]
        shown = {"found": str(e.score), "expected": f"{rate:.1f}"}
        yield Remark("implausible" if odd else "exact", e.form, "score_at_rate", e.project or e.title, (e.place,), shown)


def grade_fits(check: dict, context: Context) -> Iterator[Remark]:
    """``grade_fits``: {forms, bands: {grade: [from, below]}}: the grade is the one of the score's band."""
    for e in context.evaluated(tuple(check["forms"])):
        band = check["bands"].get(e.grade.strip()[:1]) if e.grade else None
        if band is None or e.score is None:
            continue
        fits = band[0] <= e.score < band[1]
        shown = {"found": str(e.score), "expected": e.grade}
        yield Remark("exact" if fits else "mismatch", e.form, "grade_fits", e.project or e.title, (e.place,), shown)


def levels_there(check: dict, context: Context) -> Iterator[Remark]:
    """``levels_there``: {forms, levels: {name: regex}}: outputs, effects and satisfaction each have an indicator."""
    for e in context.evaluated(tuple(check["forms"])):
        words = {i.level1 + i.level2 + i.label for i in e.indicators}
        if not any(i.level1 for i in e.indicators) or len(e.indicators) < 3:
            continue
        lacking = [n for n, p in check["levels"].items() if not any(re.search(p, w) for w in words)]
        about = tuple(TERM + n for n in lacking) or e.project or e.title
        yield Remark("missing" if lacking else "exact", e.form, "levels_there", about, (e.place,), {"found": e.project or e.title})


def left_over(check: dict, context: Context) -> Iterator[Remark]:
    """``left_over``: {forms, close: address}: what the self-evaluation leaves unspent is what the account carries over.

    The two differ in scope (carried-over money, other funds): a difference is a remark, no error.
    """
    form, item, column = check["close"].split("/")
    table = context.index.main(form)
    figure = table.figure(item, column) if table else None
    for e in context.evaluated(tuple(check["forms"])):
        annual, spent = money_figure(context, e, "annual"), money_figure(context, e, "exec")
        if annual is None or spent is None:
            continue
        if figure is None or not figure.readable:
            yield Remark("not_testable", e.form, "absent", check["close"], (e.place, Place.absent(check["close"])))
            continue
        gap = annual.value - spent.value
        shown = {"found": f"{gap / figure.factor:f}{figure.unit}", "expected": figure.told}
        odd = abs(gap - figure.value) > (annual.half + spent.half + figure.half or TEN_THOUSAND / 200)  # each rounded in its own unit
        yield Remark("implausible" if odd else "exact", e.form, "left_over", e.project or e.title, (e.place, Place.of(figure)), shown)


AMOUNT = re.compile(r"(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|亿元|万(?=[，。；、]|$)|元)")


def goal_amounts(check: dict, context: Context) -> Iterator[Remark]:
    """``goal_amounts``: {forms}: no amount in the words of a goal is more than the project's money."""
    for e in context.evaluated(tuple(check["forms"])):
        there = [m for c in ("init", "annual", "amount", "total") if (m := money(context, e, c))]
        if not there:
            continue
        found = [(Decimal(m["n"].replace(",", "")) * FACTORS[m["unit"]], m[0], page) for text, page in e.cells for m in AMOUNT.finditer(text)]
        over = [(shown, page) for value, shown, page in found if value > max(there) * Decimal("1.001")]
        about = e.project or e.title
        if over:
            shown = {"found": over[0][0], "expected": f"{max(there) / TEN_THOUSAND:f}万元"}
            yield Remark("implausible", e.form, "goal_amounts", about, (Place.absent(e.form, over[0][1], over[0][0]), e.place), shown)
        elif found:
            yield Remark("exact", e.form, "goal_amounts", about, (e.place,))



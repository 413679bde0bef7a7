"""The kinds that judge one indicator of a self-evaluation or of a target form at a time.

(check, context) → ``Remark``s: one for each indicator that is odd, one for the form when none is. Words are never guessed
at: a target or an actual value without one clear figure is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.index import Figure, FormTable
from gouji.rules.performance import read_target, target_is_met
from gouji.rules.presence import Remark
from gouji.rules.self_evaluation import Evaluation, Indicator
from gouji.rules.wording import TERM, excerpt

Odd = tuple[Indicator, str, dict]


def each(context: Context, check: dict, name: str, judge: Callable[[Evaluation], Iterator[Odd | None]], wrong: str = "implausible") -> Iterator[Remark]:
    """Judge every evaluation of the forms: what it yields is odd (None: looked at, in order)."""
    for evaluation in context.evaluated(tuple(check["forms"])):
        looked, many = False, []
        for found in judge(evaluation):
            looked = True
            if found:
                many.append(found)
        for indicator, about, values in many[: check.get("show", 4)]:
            yield Remark(wrong, evaluation.form, name, about, (indicator.place, evaluation.place), values)
        if looked and not many:
            yield Remark("exact", evaluation.form, name, evaluation.project or evaluation.title, (evaluation.place,))


def fund(context: Context, evaluation: Evaluation) -> FormTable | None:
    """The figures of the evaluation's own table (or of the only table of its form)."""
    tables = context.index.of(evaluation.form)
    own = next((t for t in tables if t.ordinal == evaluation.table), None)
    return own or (tables[0] if len(tables) == 1 else None)


def money_figure(context: Context, evaluation: Evaluation, column: str) -> Figure | None:
    """A figure of the fund block's total row, readable and not blank."""
    table = fund(context, evaluation)
    items = ["project:" + "".join(evaluation.project.split()), "fund.total", "fund.fiscal"]
    rows = [r for i in items if table and (r := table.row(i))]
    figures = [f for r in rows if (f := r.figures.get(column)) and f.readable and not f.blank]
    return figures[0] if figures else None


def money(context: Context, evaluation: Evaluation, column: str) -> Decimal | None:
    """The same in 元."""
    figure = money_figure(context, evaluation, column)
    return figure.value if figure else None


def units_agree(check: dict, context: Context) -> Iterator[Remark]:
    """``units_agree``: {forms}: the actual value is stated in the unit of the target (a bare 100 for ``=3个`` is not)."""

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        for i in evaluation.indicators:
            target, actual = read_target(i.target), read_target(i.actual)
            if not target or not actual or not target[2]:
                continue
            shown = {"expected": i.target, "found": i.actual}
            bare = not actual[2] and actual[1] == 100 != target[1] and "%" not in target[2]
            other = actual[2] and actual[2] != target[2] and "%" in actual[2] + target[2]
            yield (i, i.label, shown) if bare or other else None

    yield from each(context, check, "units_agree", judge)


def proportional(check: dict, context: Context) -> Iterator[Remark]:
    """``proportional``: {forms, tolerance}: a target to be reached earns points in proportion to what was reached."""
    tolerance = Decimal(str(check["tolerance"]))

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        for i in evaluation.indicators:
            target, actual = read_target(i.target), read_target(i.actual)
            weight, score = i.number("weight"), i.number("score")
            if not target or not actual or not weight or score is None or target[0] not in ("ge", "gt", "min", "eq") or not target[1]:
                continue
            if "%" in target[2] and actual[1] <= 1 < target[1] or actual[1] >= target[1] or target[2] != (actual[2] or target[2]):
                continue
            if re.search("成本|时效", i.level2):
                continue
            due = weight * actual[1] / target[1]
            shown = {"expected": f"{due:.1f}", "found": i.score, "detail": i.actual.strip(), "target": i.target.strip()}
            yield (i, i.label, shown) if abs(score - due) > tolerance * weight else None

    yield from each(context, check, "proportional", judge)


GENERIC = re.compile(r"^(无|无偏差|无。|—|-|/|完成|已完成|完成(既定|绩效)?目标|正常)?[。.]?$")


def losses_explained(check: dict, context: Context) -> Iterator[Remark]:
    """``losses_explained``: {forms}: an indicator that lost points, or missed its target, says why."""

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        for i in evaluation.indicators if "reason" in evaluation.columns else ():
            weight, score = i.number("weight"), i.number("score")
            lost = weight is not None and score is not None and score < weight
            if lost or target_is_met(i.target, i.actual) is False:
                shown = {"found": i.reason or "—", "detail": f"{i.score or '—'}/{i.weight or '—'}"}
                yield (i, i.label, shown) if GENERIC.match(i.reason.strip()) else None

    yield from each(context, check, "losses_explained", judge, "missing")


COUNTED = re.compile(r"[件户人个次台套份篇]$")


def direction_sensible(check: dict, context: Context) -> Iterator[Remark]:
    """``direction_sensible``: {forms, bad: regex}: outputs are aimed at from below, costs held from above."""
    bad = re.compile(check["bad"])

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        for i in evaluation.indicators:
            target = read_target(i.target)
            if not target or target[0] not in ("ge", "gt", "le", "lt"):
                continue
            words = i.level1 + i.level2
            output = ("数量" in i.level2 or not i.level2 and "产出" in i.level1 and COUNTED.search(target[2])) and target[0] in ("le", "lt") and not bad.search(i.label) and not re.search("元", target[2])
            cost = re.search("成本", words) and target[0] in ("ge", "gt") and re.search("元", target[2] + i.label) and "节约" not in i.label
            yield (i, i.label, {"expected": TERM + (i.level2 or i.level1), "found": i.target}) if output or cost else None

    yield from each(context, check, "direction_sensible", judge)


def notes_own(check: dict, context: Context) -> Iterator[Remark]:
    """``notes_own``: {forms}: an indicator's explanation is its own: not another indicator's, not one for several."""

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        labels = {i.label for i in evaluation.indicators if len(i.label) >= 5}
        seen: dict[str, str] = {}
        for i in evaluation.indicators:
            note = re.sub(r"\s", "", i.note)
            if len(note) < 8:
                continue
            other = next((x for x in labels if x in note and x not in i.label and i.label not in x and i.label not in note), None)
            twin = seen.get(note)
            seen.setdefault(note, i.label)
            if other:
                yield i, i.label, {"expected": other, "detail": excerpt(i.note, 0, 40)}
            elif twin and twin[:4] != i.label[:4] and twin[-3:] != i.label[-3:]:
                yield i, i.label, {"expected": twin, "detail": excerpt(i.note, 0, 40)}
            else:
                yield None

    yield from each(context, check, "notes_own", judge)


def control_rate(check: dict, context: Context) -> Iterator[Remark]:
    """``control_rate``: {forms, label, zero: [address …]}: a rate of control is a ceiling, not an equality, and says nothing
    where both its operands are zero."""
    pattern = re.compile(check["label"])
    figures = [f for a in check["zero"] if (t := context.index.main(a.split("/")[0])) and (f := t.figure(*a.split("/")[1:]))]
    nothing = bool(figures) and not any(f.value for f in figures)

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        for i in evaluation.indicators:
            if not pattern.search(i.label):
                continue
            target, actual = read_target(i.target), read_target(i.actual)
            equal = target is not None and target[0] == "eq"
            empty = nothing and actual is not None and actual[1] != 0
            why = "0/0" if empty else i.target
            yield (i, i.label, {"expected": why, "found": i.actual or "—"}) if equal or empty else None

    yield from each(context, check, "control_rate", judge)


def rate_against(check: dict, context: Context) -> Iterator[Remark]:
    """``rate_against``: {forms, label, above: address, below: [address …]}: an indicator's rate agrees with the final account's
    figures, over one of the bases in use; a rate above zero needs something left, zero nothing."""
    pattern = re.compile(check["label"])
    above = _figure(context, check["above"])
    below = [f for a in check["below"] if (f := _figure(context, a)) and f.value]
    for evaluation in context.evaluated(tuple(check["forms"])):
        for i in evaluation.indicators:
            actual = read_target(i.actual)
            if not pattern.search(i.label) or actual is None:
                continue
            if above is None or not below:
                yield Remark("not_testable", evaluation.form, "absent", check["above"], (i.place, Place.absent(check["above"])))
                continue
            half = Decimal(1).scaleb(actual[1].as_tuple().exponent) / 2
            rates = [100 * above.value / f.value for f in below]
            holds = any(abs(r - actual[1]) <= half for r in rates)
            where = (i.at("actual"), Place.of(above), Place.of(below[0]))
            shown = {"expected": f"{rates[0]:.2f}%", "found": i.actual}
            yield Remark("exact" if holds else "mismatch", evaluation.form, "rate_against", i.label, where, shown)


def _figure(context: Context, address: str):
    form, item, column = address.split("/")
    table = context.index.main(form)
    figure = table.figure(item, column) if table and table.printed else None
    return figure if figure and figure.readable and not (figure.blank and not table.nonzero) else None


def full_without(check: dict, context: Context) -> Iterator[Remark]:
    """``full_without``: {forms, label, said: regex | zero_claim: regex}: full marks (or 100 %) for what the document says it did
    not do, or had no money for."""
    pattern = re.compile(check["label"])
    said = next((p for p in context.paragraphs if "said" in check and re.search(check["said"], p.text)), None)
    claim = None
    if "zero_claim" in check:
        totals = [c for c in context.claims if c.metric == "total" and re.search(check["zero_claim"], c.subject)]
        claim = totals[0] if totals and not any(Decimal(c.value) for c in totals if _number(c.value)) else None

    def judge(evaluation: Evaluation) -> Iterator[Odd | None]:
        for i in evaluation.indicators:
            if not pattern.search(i.label):
                continue
            weight, score, actual = i.number("weight"), i.number("score"), read_target(i.actual)
            full = weight is not None and score == weight or actual is not None and actual[1] == 100
            none = excerpt(said.text, 0, 40) if said else excerpt(claim.sentence, 0, 40) if claim else None
            yield (i, i.label, {"found": i.actual or i.score, "detail": none}) if full and none else None

    yield from each(context, check, "full_without", judge)


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))



"""The kinds of the performance forms: targets met or not, what an indicator must state, rates recomputed.

A target is words and figures (≥95%, 不少于3次, 100). Only a target with one figure, one comparison and the unit of
its actual value is judged; everything else is counted as not testable, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from gouji.model import Document
from gouji.rules.arithmetic import ZERO
from gouji.rules.findings import Place
from gouji.rules.index import DocumentIndex, FormTable, Row
from gouji.rules.presence import Remark

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
OPERATORS = (
    ("ge", re.compile(r"≥|>=|＞=|>＝|≧|不少于|不低于|不小于|至少|以上|大于等于|达到")),
    ("le", re.compile(r"≤|<=|＜=|≦|不超过|不高于|不大于|不多于|以内|以下|小于等于|控制在")),
    ("gt", re.compile(r"[>＞﹥]|大于|高于|超过|多于")),
    ("lt", re.compile(r"[<＜﹤]|小于|低于|少于")),
    ("eq", re.compile(r"[=＝]|等于")),
)
HOLDS = {
    "ge": lambda a, t: a >= t,
    "le": lambda a, t: a <= t,
    "gt": lambda a, t: a > t,
    "lt": lambda a, t: a < t,
    "eq": lambda a, t: a == t,
}


@lru_cache(4096)
def read_target(text: str) -> tuple[str, Decimal, str] | None:
    """(operator, figure, unit) of a target with exactly one figure; None for words, ranges and lists.

    A bare figure is a lower bound, as the official form's notes have it; its operator is ``"min"``.
    """
    numbers = NUMBER.findall(text)
    if len(numbers) != 1:
        return None
    rest = text.replace(numbers[0], "", 1).replace("%", "").replace("％", "")
    operator = next((name for name, pattern in OPERATORS if pattern.search(rest)), "min")
    for _, pattern in OPERATORS:
        rest = pattern.sub("", rest)
    unit = re.sub(r"[\s（）()，。、/]", "", rest)
    if len(unit) > 4:
        return None  # a sentence that happens to hold a figure
    percent = "%" if "%" in text or "％" in text else ""
    return operator, Decimal(numbers[0].replace(",", "")), percent + unit


def target_is_met(target: str, actual: str) -> bool | None:
    """Whether the stated actual value meets the target; None when that cannot be said."""
    wanted, got = read_target(target), read_target(actual)
    if wanted is None or got is None or got[0] not in ("min", "eq"):
        return None
    operator, bound, unit = wanted
    value, own = got[1], got[2]
    if own and unit and own != unit:
        return None
    if unit.startswith("%") != own.startswith("%") and own:
        return None
    if operator == "min":
        operator = "ge"
    if unit and not own and not unit.startswith("%") and value == 100 != bound:
        return None  # a degree of completion beside a target in pieces
    if operator == "eq" and value > bound:
        return None  # more than was aimed at: good for an output, bad for a cost
    if unit.startswith("%") and not own and bound > 1 and ZERO < value <= 1 and operator in ("ge", "gt", "eq"):
        value *= 100  # 0.95 or 1 for a share stated in per cent
    return HOLDS[operator](value, bound)


def indicators(table: FormTable) -> list[Row]:
    return [r for r in table.rows if r.item.startswith("indicator:")]


def target_met(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``target_met``: {forms, threshold | deducted}: a target not met does not earn its full (or nearly full) weight;
    with ``deducted``, a target that was met does not lose points (a ceiling under which nothing at all was spent is no
    target met)."""
    threshold = Decimal(str(check.get("threshold", 1)))
    for form in check["forms"]:
        for table in index.of(form):
            rows, testable = indicators(table), 0
            for row in rows:
                f = row.figures
                if not {"target", "actual", "weight", "score"} <= set(f) or not f["weight"].value:
                    continue
                met = target_is_met(f["target"].printed, f["actual"].printed)
                if met is None or f["score"].blank or not f["score"].readable:
                    continue
                testable += 1
                where = tuple(Place.of(f[c]) for c in ("actual", "target", "score", "weight"))
                share = f["score"].value / f["weight"].value
                values = {
                    "found": f["actual"].printed,
                    "expected": f["target"].printed,
                    "score": f["score"].printed,
                    "weight": f["weight"].printed,
                }
                if check.get("deducted"):
                    idle = read_target(f["target"].printed)[0] in ("le", "lt") and not read_target(f["actual"].printed)[1]
                    outcome = "implausible" if met and share < 1 and not idle else "exact"
                elif met or share < threshold:
                    outcome = "exact"
                else:
                    outcome = "mismatch" if share >= 1 else "implausible"
                message = "target_deducted" if check.get("deducted") else "target_met"
                yield Remark(outcome, form, message, row.label, where, values)
            if rows and not testable:
                yield Remark("not_testable", form, "no_figures", table.title, (Place.absent(f"{form}/indicator"),))


def indicators_printed(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``indicators_printed``: {forms, columns, any}: the indicators of a self-evaluation carry these figures or words.

    With ``any`` one indicator that has them is enough (are weights and scores published at all?).
    """
    for form in check["forms"]:
        for table in index.of(form):
            rows = indicators(table)
            if not rows:
                continue
            lacking = {c: _lacking(rows, c, bool(check.get("any"))) for c in check["columns"]}
            wanting = [c for c in check["columns"] if lacking[c]]
            shown = (lacking[wanting[0]] if wanting else rows)[0]
            where = tuple(Place.of(f) for f in shown.figures.values())
            count = f"{len(lacking[wanting[0]])}/{len(rows)}" if wanting else ""
            about = ", ".join(wanting or check["columns"])
            shown = {"detail": count, "columns": tuple(wanting or check["columns"])}
            yield Remark("missing" if wanting else "exact", form, "indicators_printed", about, where, shown)


def _lacking(rows: list[Row], column: str, one_is_enough: bool) -> list[Row]:
    """The rows without the column's figure; words are no figures of the ledger, so only a printed blank is lacking."""
    if one_is_enough:
        return [] if any(column in r.figures and not r.figures[column].blank for r in rows) else rows
    return [r for r in rows if column in r.figures and r.figures[column].blank and not r.figures[column].printed]


def _stated_percent(printed: str) -> Decimal | None:
    read = read_target(printed)
    return read[1] if read and read[0] in ("min", "eq") and read[2] in ("", "%") else None


def indicator_rate(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``indicator_rate``: {forms, label: regex, above: […], below: […]}: an indicator restates a rate of the fund block.

    The rate is 100·|Σ above|/Σ below over ``fund.total``, or over the sources when the total is printed as zero.
    """
    pattern = re.compile(check["label"])
    for form in check["forms"]:
        for table in index.of(form):
            for row in indicators(table):
                actual = row.figures.get("actual")
                stated = _stated_percent(actual.printed) if actual and pattern.fullmatch(row.label.strip()) else None
                if stated is None:
                    continue
                operands = _fund_block(table, check)
                if operands is None:
                    where = (Place.of(actual), Place.absent(f"{form}/fund.total"))
                    yield Remark("not_testable", form, "absent", f"{form}/fund.total", where)
                    continue
                above, below, places = operands
                computed = 100 * abs(above) / below
                half = Decimal(1).scaleb(stated.as_tuple().exponent) / 2  # of the last digit stated
                outcome = "exact" if abs(computed - stated) <= half else "mismatch"
                values = {"found": actual.printed, "expected": f"{computed:.2f}%"}
                yield Remark(outcome, form, "indicator_rate", row.label, (Place.of(actual), *places), values)


def _fund_block(table: FormTable, check: dict) -> tuple[Decimal, Decimal, tuple[Place, ...]] | None:
    """Σ above, Σ below and the operands' places, from the total or else from its sources; None when not printed."""
    sources = [r for i in table.by_item if i.startswith("fund.") and i != "fund.total" and (r := table.row(i))]
    options = [[table.row("fund.total")] if table.row("fund.total") else [], sources]
    for rows in options:
        columns = list(dict.fromkeys(c.lstrip("-") for c in (*check["above"], *check["below"])))  # in the order declared
        cells = [(r, c) for r in rows for c in columns if c in r.figures and r.figures[c].readable]
        if len({c for _, c in cells}) < len(columns):
            continue
        amount = {c: sum((r.figures[c].value for r, k in cells if k == c), ZERO) for c in columns}
        above = sum((-amount[c[1:]] if c.startswith("-") else amount[c] for c in check["above"]), ZERO)
        below = sum((amount[c] for c in check["below"]), ZERO)
        if all(amount[c] for c in columns if c != "balance") and below:
            return above, below, tuple(Place.of(r.figures[c]) for r, c in cells if r.figures[c].value)
    return None

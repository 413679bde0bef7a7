"""The kinds that judge a whole self-evaluation, and several of them beside what the prose says of them.

(check, context) → ``Remark``s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.claims.find import Claim
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.indicator_kinds import money, money_figure
from gouji.rules.performance import target_is_met
from gouji.rules.presence import Remark
from gouji.rules.self_evaluation import Evaluation
from gouji.rules.wording import TERM

TEN_THOUSAND = Decimal(10_000)
FACTORS = {"万元": TEN_THOUSAND, "元": Decimal(1), "亿元": TEN_THOUSAND * TEN_THOUSAND, "万": TEN_THOUSAND}


def _place(claim: Claim) -> Place:
    return Place.absent("prose", claim.page, claim.sentence)


def _yuan(claim: Claim) -> Decimal | None:
    try:
        return Decimal(claim.value) * FACTORS[claim.unit]
    except (ArithmeticError, KeyError):
        return None


def _half(claim: Claim) -> Decimal:
    return FACTORS[claim.unit] * Decimal(1).scaleb(Decimal(claim.value).as_tuple().exponent) / 2


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


def average_score(check: dict, context: Context) -> Iterator[Remark]:
    """``average_score``: {forms}: an average score stated in prose is that of the published evaluations."""
    said = [c for c in context.claims if c.metric == "score" and "平均" in c.subject]
    scores = [e.score for e in context.evaluated(tuple(check["forms"])) if e.score is not None]
    if not said:
        yield Remark("not_applicable", None, "no_average", "平均分", (Place.absent("prose"),))
        return
    for claim in said:
        if not scores:
            yield Remark("not_testable", None, "absent", check["forms"][0], (_place(claim),))
            continue
        mean, value = sum(scores) / len(scores), Decimal(claim.value)
        half = Decimal(1).scaleb(value.as_tuple().exponent) / 2
        shown = {"expected": f"{mean:.2f}", "found": claim.value}
        yield Remark("exact" if abs(mean - value) <= half else "mismatch", "PE02", "average_score", claim.subject, (_place(claim),), shown)


def _named(claim: Claim, project: str) -> bool:
    name = re.sub(r"[“”\"（）()\s]|\d{4}年度?|项目$|费用?$|经费$|系统$", "", project)
    words = re.sub(r"[“”\"（）()\s]", "", f"{claim.subject}{claim.item or ''}")
    return len(name) >= 2 and name in words


def projects_total(check: dict, context: Context) -> Iterator[Remark]:
    """``projects_total``: {forms}: what the prose says its N evaluated projects amount to is what their N forms add up to."""
    found = [e for e in context.evaluated(tuple(check["forms"]))]
    sums = {c: sum(m for m in (money(context, e, c) for e in found) if m is not None) for c in ("init", "annual", "exec")}
    if len(found) < 2 or not any(sums.values()):
        return
    counts = [c for c in context.claims if c.metric == "count" and "项目" in c.subject and c.value == str(len(found))]
    for count in counts:
        for claim in context.claims:
            if claim.sentence != count.sentence or claim.metric != "total" or (value := _yuan(claim)) is None:
                continue
            if abs(claim.offset - count.offset) > check.get("near", 40) or not re.search("项目|涉及|资金|金额|总额", claim.subject):
                continue
            holds = any(abs(value - s) <= _half(claim) for s in sums.values())
            shown = {"found": f"{claim.value}{claim.unit}", "expected": tuple(f"{s / TEN_THOUSAND:f}万元" for s in dict.fromkeys(sums.values()))}
            yield Remark("exact" if holds else "mismatch", "PE02", "projects_total", claim.subject, (_place(claim), *(e.place for e in found)), shown)


def projects_named(check: dict, context: Context) -> Iterator[Remark]:
    """``projects_named``: {forms}: where the prose goes through the projects, none of the forms is left out, and each sum it
    states of one is a sum of its form."""
    found = [e for e in context.evaluated(tuple(check["forms"])) if e.project]
    said = {e.project: [c for c in context.claims if _named(c, e.project) and c.metric in ("total", "score")] for e in found}
    if len(found) < 2 or sum(bool(c) for c in said.values()) < 2:
        yield Remark("not_applicable", None, "no_projects", "项目", (Place.absent("prose"),))
        return
    for e in found:
        wrong = []
        for claim in said[e.project]:
            if claim.metric == "total" and re.search("(年初)?预算数?$|决算数?$|执行数?$|实际支出$", claim.subject) and (value := _yuan(claim)) is not None:
                there = [m for c in ("init", "annual", "exec") if (m := money(context, e, c)) is not None]
                if there and all(abs(value - m) > _half(claim) for m in there):
                    wrong.append((claim, tuple(f"{m / TEN_THOUSAND:f}万元" for m in there)))
        if not said[e.project] and not any(e.project[:6] in p.text for p in context.paragraphs):
            yield Remark("missing", e.form, "project_unnamed", e.project, (e.place,))
        for claim, there in wrong:
            yield Remark("mismatch", e.form, "project_amount", e.project, (_place(claim), e.place), {"found": f"{claim.value}{claim.unit}", "expected": there})
        if said[e.project] and not wrong:
            yield Remark("exact", e.form, "projects_named", e.project, (e.place,))


def scores_restated(check: dict, context: Context) -> Iterator[Remark]:
    """``scores_restated``: {forms}: the score a report states for a project is the one of its form."""
    for e in context.evaluated(tuple(check["forms"])):
        if e.score is None:
            continue
        whole = e.form == "PE01"
        for claim in context.claims:
            if claim.metric != "score" or "平均" in claim.subject:
                continue
            if (e.project and _named(claim, e.project)) or (whole and re.search("整体.{0,10}(得分|自评|分)", claim.subject)):
                value = Decimal(claim.value)
                half = Decimal(1).scaleb(max(value.as_tuple().exponent, e.score.as_tuple().exponent)) / 2
                holds = abs(value - e.score) <= (half if value.as_tuple().exponent > e.score.as_tuple().exponent else 0)
                shown = {"found": claim.value, "expected": str(e.score)}
                yield Remark("exact" if holds else "mismatch", e.form, "scores_restated", e.project or e.title, (_place(claim), e.place), shown)


def projects_covered(check: dict, context: Context) -> Iterator[Remark]:
    """``projects_covered``: {forms, said: regex}: as many evaluations are published as the prose says were made."""
    found = list(context.evaluated(tuple(check["forms"])))
    said = [c for c in context.claims if c.metric == "count" and re.search(check["said"], c.subject + (c.sentence if "项目" in c.subject else ""))
            and c.topic in ("performance", "organisation") and "项目" in c.subject and c.value.isdigit()]  # fmt: skip
    if not said:
        yield Remark("not_applicable", None, "no_projects", "自评", (Place.absent("prose"),))
    elif not found:
        yield Remark("not_testable", None, "absent", check["forms"][0], (_place(said[0]),))
    else:
        most = max(said, key=lambda c: int(c.value))
        short = len(found) < int(most.value)
        shown = {"found": str(len(found)), "expected": most.value}
        yield Remark("missing" if short else "exact", check["forms"][0], "projects_covered", most.subject, (_place(most),), shown)


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


SUM_SAID = re.compile(
    r"(?:每[人件套个]|单价|合计|共)[^，。；\d]{0,4}(?P<sum>\d+(?:\.\d+)?)元[^。；\d]{0,6}[：:（(](?P<parts>[^。；]{0,60}?\d+(?:\.\d+)?元[^。；]{0,60}?\d+(?:\.\d+)?元)"
)
PRODUCT = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)\s*(?:人|套|件|名|个|台|次|户|天)?\s*[×xX*＊]\s*(?P<b>\d+(?:\.\d+)?)\s*(?P<unit>万元|元)(?:[/／][人套件名个台次户天年月]{1,3})?"
    r"\s*(?:[×xX*＊]\s*(?P<c>\d+)\s*(?:个?月|天|年|次))?\s*[=＝]\s*(?P<p>\d+(?:\.\d+)?)\s*(?P<to>万元|元)"
)


def _texts(context: Context, forms: tuple[str, ...]) -> Iterator[tuple[str, int | None]]:
    for paragraph in context.paragraphs:
        yield paragraph.text, paragraph.page(0)
    for e in context.evaluated(forms):
        yield from e.cells
        for i in e.indicators:
            yield from ((t, i.page) for t in (i.reason, i.note) if t)


def price_parts(check: dict, context: Context) -> Iterator[Remark]:
    """``price_parts``: {forms}: a price said to be made up of others is their sum."""
    for text, page in _texts(context, tuple(check["forms"])):
        for m in SUM_SAID.finditer(text):
            whole = Decimal(m["sum"])
            parts = [Decimal(x) for x in re.findall(r"(\d+(?:\.\d+)?)元", m["parts"])]
            holds = sum(parts) == whole
            shown = {"found": m["sum"], "expected": f"{sum(parts):f}"}
            yield Remark("exact" if holds else "implausible", None, "price_parts", m[0], (Place.absent("words", page, m[0]),), shown)


def products(check: dict, context: Context) -> Iterator[Remark]:
    """``products``: {forms}: a multiplication written out comes to what it says."""
    for text, page in _texts(context, tuple(check["forms"])):
        for m in PRODUCT.finditer(text):
            value = Decimal(m["a"]) * Decimal(m["b"]) * FACTORS[m["unit"]] * Decimal(m["c"] or 1)
            stated = Decimal(m["p"]) * FACTORS[m["to"]]
            half = FACTORS[m["to"]] * Decimal(1).scaleb(Decimal(m["p"]).as_tuple().exponent) / 2
            shown = {"found": m["p"], "expected": f"{value / FACTORS[m['to']]:f}"}
            yield Remark("exact" if abs(value - stated) <= half else "implausible", None, "products", m[0], (Place.absent("words", page, m[0]),), shown)


def said_parts(check: dict, context: Context) -> Iterator[Remark]:
    """``said_parts``: {headings, whole, parts, unless?}: in a sentence, an amount and the two or more that make it up."""
    groups: dict[str, list[Claim]] = {}
    for claim in context.claims:
        if claim.metric == "total" and any(re.search(check["headings"], h) for h in claim.headings):
            groups.setdefault(claim.sentence, []).append(claim)
    for claims in groups.values():
        whole = next((c for c in claims if re.search(check["whole"], c.subject)), None)
        parts = [c for c in claims if whole and c.offset > whole.offset and re.fullmatch(check["parts"], c.subject)]
        if whole is None or len(parts) < 2 or any(_yuan(c) is None for c in (whole, *parts)):
            continue
        total, gap = sum(_yuan(c) for c in parts), _yuan(whole) - sum(_yuan(c) for c in parts)
        bound = sum(_half(c) for c in (whole, *parts))
        outcome = "exact" if not gap else "rounding" if abs(gap) < bound else "mismatch"
        shown = {"found": f"{whole.value}{whole.unit}", "expected": f"{total / FACTORS[whole.unit]:f}"}
        yield Remark(outcome, None, "said_parts", whole.subject, (_place(whole), *(_place(c) for c in parts)), shown)


def said_within(check: dict, context: Context) -> Iterator[Remark]:
    """``said_within``: {claim: regex, topics, most: [address …]}: an amount the prose states is not above the form's figure."""
    said = [c for c in context.claims if c.metric == "total" and c.topic in check["topics"] and re.search(check["claim"], c.subject)
            and (not check.get("sentence") or re.search(check["sentence"], c.sentence))]  # fmt: skip
    for claim in said[:3]:
        value = _yuan(claim)
        figures = [f for a in check["most"] if (t := context.index.main(a.split("/")[0])) and (f := t.figure(*a.split("/")[1:])) and f.readable and not f.blank]
        if not figures:
            yield Remark("not_testable", None, "absent", check["most"][0], (_place(claim), Place.absent(check["most"][0])))
        elif value is not None:
            top = figures[0] if not check.get("sum") else None
            most = top.value if top else sum(f.value for f in figures)
            over = value > most + _half(claim) + sum(f.half for f in figures)
            shown = {"found": f"{claim.value}{claim.unit}", "expected": f"{most / TEN_THOUSAND:f}"}
            yield Remark(check.get("wrong", "mismatch") if over else "exact", figures[0].form, "said_within", claim.subject, (_place(claim), Place.of(figures[0])), shown)

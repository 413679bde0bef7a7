"""The kinds that set self-evaluations beside what the prose says of them: scores, projects, their number and money.

(check, context) → ``Remark``s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.claims.find import Claim
from gouji.rules.claimed import TEN_THOUSAND, half_of, place_of, yuan
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.indicator_kinds import money
from gouji.rules.presence import Remark


def average_score(check: dict, context: Context) -> Iterator[Remark]:
    """``average_score``: {forms}: an average score stated in prose is that of the published evaluations."""
    said = [c for c in context.claims if c.metric == "score" and "平均" in c.subject]
    scores = [e.score for e in context.evaluated(tuple(check["forms"])) if e.score is not None]
    if not said:
        yield Remark("not_applicable", None, "no_average", "平均分", (Place.absent("prose"),))
        return
    for claim in said:
        if not scores:
            yield Remark("not_testable", None, "absent", check["forms"][0], (place_of(claim),))
            continue
        mean, value = sum(scores) / len(scores), Decimal(claim.value)
        half = Decimal(1).scaleb(value.as_tuple().exponent) / 2
        shown = {"expected": f"{mean:.2f}", "found": claim.value}
        yield Remark("exact" if abs(mean - value) <= half else "mismatch", "PE02", "average_score", claim.subject, (place_of(claim),), shown)


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
            if claim.sentence != count.sentence or claim.metric != "total" or (value := yuan(claim)) is None:
                continue
            if abs(claim.offset - count.offset) > check.get("near", 40) or not re.search("项目|涉及|资金|金额|总额", claim.subject):
                continue
            holds = any(abs(value - s) <= half_of(claim) for s in sums.values())
            shown = {"found": f"{claim.value}{claim.unit}", "expected": tuple(f"{s / TEN_THOUSAND:f}万元" for s in dict.fromkeys(sums.values()))}
            yield Remark("exact" if holds else "mismatch", "PE02", "projects_total", claim.subject, (place_of(claim), *(e.place for e in found)), shown)


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
            if claim.metric == "total" and re.search("(年初)?预算数?$|决算数?$|执行数?$|实际支出$", claim.subject) and (value := yuan(claim)) is not None:
                there = [m for c in ("init", "annual", "exec") if (m := money(context, e, c)) is not None]
                if there and all(abs(value - m) > half_of(claim) for m in there):
                    wrong.append((claim, tuple(f"{m / TEN_THOUSAND:f}万元" for m in there)))
        if not said[e.project] and not any(e.project[:6] in p.text for p in context.paragraphs):
            yield Remark("missing", e.form, "project_unnamed", e.project, (e.place,))
        for claim, there in wrong:
            yield Remark("mismatch", e.form, "project_amount", e.project, (place_of(claim), e.place), {"found": f"{claim.value}{claim.unit}", "expected": there})
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
                yield Remark("exact" if holds else "mismatch", e.form, "scores_restated", e.project or e.title, (place_of(claim), e.place), shown)


def projects_covered(check: dict, context: Context) -> Iterator[Remark]:
    """``projects_covered``: {forms, said: regex}: as many evaluations are published as the prose says were made."""
    found = list(context.evaluated(tuple(check["forms"])))
    said = [c for c in context.claims if c.metric == "count" and re.search(check["said"], c.subject + (c.sentence if "项目" in c.subject else ""))
            and c.topic in ("performance", "organisation") and "项目" in c.subject and c.value.isdigit()]  # fmt: skip
    if not said:
        yield Remark("not_applicable", None, "no_projects", "自评", (Place.absent("prose"),))
    elif not found:
        yield Remark("not_testable", None, "absent", check["forms"][0], (place_of(said[0]),))
    else:
        most = max(said, key=lambda c: int(c.value))
        short = len(found) < int(most.value)
        shown = {"found": str(len(found)), "expected": most.value}
        yield Remark("missing" if short else "exact", check["forms"][0], "projects_covered", most.subject, (place_of(most),), shown)

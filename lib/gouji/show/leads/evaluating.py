"""Where the figures of the audit of self-evaluations lead: to their cell, to the formula they are recomputed by, to what they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gouji.analysis.contradictions import OUTCOMES
from gouji.analysis.declared import declared
from gouji.analysis.sources import documents, many
from gouji.show.derivation import Leads, derived
from gouji.show.leads.places import places_of
from gouji.show.rich import list_ref

RATE = ("执行数 ÷ 全年预算数 × 100%", "executed ÷ annual budget × 100%")
PARTS = {"annual": ("全年预算数", "annual budget"), "exec": ("执行数", "executed")}
INDICATORS = ("有几个指标（目标 / 实际值）", "how many indicators (target / actual value)")
WORDS = {
    "recomputed": RATE,
    "deserved": ("分值 × 执行率（至多 100%）", "weight × execution rate (at most 100%)"),
    "indicators": INDICATORS, "judged": ("其中目标与实际值可比、能判断的", "those whose target and actual value can be compared"),
    "scored": ("其中印有得分的", "those with a score printed"),
    "share": ("项目自评的执行数之和 ÷ 决算的项目支出 × 100%", "money executed in project self-evaluations ÷ project expenditure of the account × 100%"),
    "evaluated": ("各项目自评表的执行数之和", "executed amounts of the project self-evaluations, added"),
    "forms": ("有几份项目自评表", "how many project self-evaluations"),
    "weights": ("各指标分值与执行率分值之和", "weights of the indicators and of execution, added"),
    "scores": ("各指标得分与执行率得分之和", "scores of the indicators and of execution, added"),
    "inflation": ("自评总分 − 按自己的目标复算之分", "total given − what its own targets give"),
    "reached": ("实际值 ÷ 目标值 × 100%", "actual ÷ target × 100%"),
    "n": ("有几个总分", "how many totals"), "median": ("总分由低到高，居中者（双数时为居中两个的平均）", "the totals from low to high, the middle one (of an even number the mean of the two)"),
    "from_90": ("其中 90 分及以上的", "those of 90 and more"),
}  # fmt: skip
EARNED = ("达标者得全部分值，未达标者按比例得分，不能判断者照其得分；加执行率得分", "a met target earns its weight, a missed one in proportion, an unjudged one keeps its score; execution added")


def tables(opened) -> Leads:
    """For the tables of money, marks, sums, coverage and statements."""
    ratio = lambda part: lambda row: derived(row[f"{part}_share"], f"{PARTS[part][0]} ÷ 年初预算数 × 100%", f"{PARTS[part][1]} ÷ initial budget × 100%", [*many(row.get(f"{part}_")), *many(row.get("init_"))])  # noqa: E731
    return Leads({**WORDS, "annual_share": ratio("annual"), "exec_share": ratio("exec")}, places_of(opened))


def by_reason(opened) -> Leads:
    """For indicators by whether they can be judged: every count opens to its indicators."""
    counted = dict.fromkeys(("judged", "plan", "words", "completion", "units", "no actual", "no target"), ("这些指标（所印目标）", "these indicators (target as printed)"))
    return Leads({**counted, "indicators": INDICATORS}, places_of(opened))


def sums(opened) -> Leads:
    """For totals and what their targets give."""
    return tables(opened).also(recomputed=EARNED)


def lacking() -> Leads:
    """For what is lacking: n to those findings, the page to the first of them."""
    return Leads({"n": lambda r: list_ref("findings", document=r["name_"], rule=r["rule"], outcome="missing"), "page": "finding:{id_}", "rule": "rule:{rule}"})


def contradictions() -> Leads:
    """For contradictions with both sides quoted: each leads to the finding."""
    return Leads(dict.fromkeys(("says", "says_page", "against", "against_page"), "finding:{id_}") | {"rule": "rule:{rule}"})


def by_theme(found) -> Leads:
    """For contradictions by question: counts to their rows, documents to themselves."""
    rules = {t["zh"]: t["rules"] for t in declared("evaluations")["themes"]}

    def rows(*outcomes: str):
        return lambda r: contradicting(rules.get(r["zh"], sorted(set(found.loc[found["theme"] == "other", "rule"]))), outcomes)

    def held(row: Mapping[str, Any]) -> Any:
        own = found[found["rule"].isin(rules.get(row["zh"], ()))]
        return derived(row["documents"], "这些文件", "these documents", documents(dict.fromkeys(own["name"])))

    return Leads({"mismatch": rows("mismatch", "truncation"), "implausible": rows("implausible"), "documents": held})


def contradicting(rules: Sequence[str], outcomes: Sequence[str] = OUTCOMES) -> str:
    """The rows of the root findings of these rules that contradict."""
    return list_ref("findings", rule=list(rules), outcome=list(outcomes), root="yes")

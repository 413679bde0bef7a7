"""Where the figures of the reliability index and of ranks lead: shares to the identities counted, ranks to scores, bounds and draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from gouji.analysis.closure import CLOSED
from gouji.analysis.declared import declared
from gouji.analysis.disclosure import weights_of
from gouji.analysis.reliability import grand_rows, weigh
from gouji.analysis.sources import Source, Sources, documents, in_cell, wan
from gouji.analysis.tested import Identity
from gouji.show.derivation import Leads, derived
from gouji.show.leads.scoring import WILSON, Disclosed
from gouji.show.rich import Rich, bilingual, list_ref

TESTED = ("可检验的算术关系：和、等式、比例、部分不大于整体", "arithmetic identities that could be tested: sums, equalities, ratios, a part not more than its whole")
ZEROS = ("其中所有数字都是零的关系，不计", "of these, identities of zeros alone, which do not count")
INDEPENDENT = ("可检验的算术关系，去掉全零的、由同一处错误连带的、线性相关的", "identities tested, without those of zeros, those that follow from one wrong cell, and those that follow linearly from others")
STRICT = ("成立的独立关系 ÷ 独立关系 × 100%", "independent identities that close ÷ independent identities × 100%")
EXACT = ("完全相符的独立关系 ÷ 独立关系 × 100%", "independent identities that close to the digit ÷ independent identities × 100%")
WEIGHTED = ("Σ(级别权重 × 成立) ÷ Σ(级别权重 × 全部) × 100%", "Σ(weight of the severity × those that close) ÷ Σ(weight × all) × 100%")
BOUND = {
    "bound_low": ("成立 ÷ (独立关系 + 无法检验) × 100%：无法检验的都算不成立", "closed ÷ (independent + not testable) × 100%: as if all that could not be tested failed"),
    "bound_high": ("(成立 + 无法检验) ÷ (独立关系 + 无法检验) × 100%：无法检验的都算成立", "(closed + not testable) ÷ (independent + not testable) × 100%: as if all that could not be tested held"),
}
OFF = ("Σ|不成立的独立关系的差额| ÷ 文件所印总计 × 100%", "Σ|difference of the independent identities that fail| ÷ the grand total the document prints × 100%")
MISREAD = {
    "read_low": ("各格以所设概率误读，涉及误读格的关系结论相反；多次抽样所得份额的 5% 分位数", "each cell is misread with the declared probability, and an identity that rests on it says the opposite; the 5 % quantile of the share over the draws"),
    "read_high": ("同上，95% 分位数", "the same, the 95 % quantile"),
}
PLAIN = ("Σ(权重 × 各维度中值) ÷ Σ权重", "Σ(weight × the middle of the dimension's bounds) ÷ Σ weights")
GEOMETRIC = ("exp(Σ(权重 × ln 各维度中值) ÷ Σ权重)", "exp(Σ(weight × ln of the dimension's middle) ÷ Σ weights)")
RANK = ("组内按得分由高到低，同分取较前的名次", "within the group by score, highest first; ties share the better rank")
PEERS = ("组内的文件", "documents of the group")


class Trusted:
    """The reliability of each document over its identities. ``findings`` and ``names`` as ``reliability_index``; ``ledger`` has the
    grand totals; ``files``: document → the files that make it up, where they are several; ``draws``: of the misreadings."""

    def __init__(self, findings: pd.DataFrame, names: list[str], ledger: pd.DataFrame, files: Mapping[str, list[str]] | None = None, draws: int = 0):
        self.weighed, self.totals, self.files = weigh(findings, names), grand_rows(ledger), files or {}
        self.given, self.draws = declared("disclosure")["reliability"], draws

    def leads(self, strict: str = "strict", low: str = "low", high: str = "high", decimals: int = 2) -> Leads:
        """Tables with one row a document and its reliability, under these names of columns."""
        own = {strict: "strict", low: "low", high: "high"} | {c: c for c in self.formulas if c not in ("strict", "low", "high")}
        leads = {column: lambda row, column=column, named=named: self.derived(row[column], row["name"], named, decimals) for column, named in own.items()}
        return Leads({"name": "document:{name}", **leads, "failed": lambda row: list_ref("findings", document=self._files(row["name"]), counted="failed"),
                      "implausible": lambda row: list_ref("findings", document=self._files(row["name"]), outcome="implausible")})  # fmt: skip

    def derived(self, value: object, name: str, column: str, decimals: int = 2) -> Rich:
        """A figure of a document's reliability over what it comes from; ``column`` as ``reliability_index`` names it."""
        words, sources = self.formulas[column]
        return derived(value, *words, sources(name) if name in self.weighed else (), decimals=decimals)

    @cached_property
    def formulas(self) -> Mapping[str, tuple]:
        """Column → formula in words, and the function that gives its operands by document."""
        found = lambda mark: lambda n: self._split(n, [i for i in self.weighed[n].found if mark == "tested" or i.zeros], mark)  # noqa: E731
        return {
            "tested": (TESTED, found("tested")), "zeros": (ZEROS, found("zeros")), "independent": (INDEPENDENT, self.independent),
            "strict": (STRICT, self.independent), "exact": (EXACT, self.independent), "weighted": (WEIGHTED, self._severities),
            "low": (WILSON, self.wilson), "high": (WILSON, self.wilson), **{c: (words, self._bounds) for c, words in BOUND.items()},
            "off_share": (OFF, self._off), **{c: (words, self._cells) for c, words in MISREAD.items()},
        }  # fmt: skip

    def independent(self, name: str) -> Sources:
        """What counts: those that close to the digit, within rounding, and those that fail."""
        return self._split(name, self.weighed[name].kept, "independent", "failed") if name in self.weighed else ()

    def failing(self, name: str) -> Sources:
        """The independent identities that fail, by their findings."""
        return tuple(Source(i.rule, "" if i.off is None else wan(i.off), f"finding:{i.finding}") for i in self.weighed[name].failed) if name in self.weighed else ()

    def wilson(self, name: str) -> Sources:
        """k of n identities close, and z."""
        own = self.weighed[name]
        return (*self.independent(name), Source("p = k/n", f"{len(own.closed)}/{len(own.kept)}"), Source("z", self.given["z"]))

    def _split(self, name: str, found: Iterable[Identity], mark: str, failing: str = "") -> Sources:
        found, files = list(found), self._files(name)
        exact = [i for i in found if i.outcome == "exact"]
        near = [i for i in found if i.outcome in CLOSED and i.outcome != "exact"]
        wrong = [i for i in found if i.outcome not in CLOSED]
        rest = {"document": files, "counted": mark}
        told = [
            (bilingual("完全相符", "exact"), exact, list_ref("exact", **rest)), (bilingual("舍入之内", "within rounding"), near, list_ref("findings", **rest, outcome="rounding")),
            (bilingual("不成立", "failing"), wrong, list_ref("findings", **(rest | {"counted": failing or mark}), outcome=["mismatch", "truncation"])),
        ]  # fmt: skip
        return tuple(Source(words, len(own), ref if own else "") for words, own, ref in told if own or words.startswith("完全"))

    def _severities(self, name: str) -> Sources:
        own, out = self.weighed[name], []
        for severity, weight in self.given["severity"].items():
            of, closed = (sum(i.severity == severity for i in some) for some in (own.kept, own.closed))
            if of:
                out.append(Source(bilingual(*SEVERITY[severity]), f"{weight} × {closed} / {weight} × {of}", list_ref("findings", document=self._files(name), counted="independent")))
        return tuple(out)

    def _bounds(self, name: str) -> Sources:
        own = self.weighed[name]
        none = Source(bilingual("无法检验", "not testable"), len(own.untested), list_ref("findings", document=self._files(name), counted="untested"))
        return (*self.independent(name), none)

    def _off(self, name: str) -> Sources:
        total = self.totals.get(name)
        return (*(s for s in self.failing(name) if s.value), *([] if total is None else [in_cell(total)]))

    def _cells(self, name: str) -> Sources:
        rests = {cell for one in self.weighed[name].kept for cell in one.cells}
        return (*self.independent(name), Source(bilingual("所依的格子", "cells they rest on"), len(rests)), Source(bilingual("误读概率", "probability of a misreading"), f"{self.given['misread']['rate']:.2%}"), Source(bilingual("抽样次数", "draws"), self.draws))

    def _files(self, name: str) -> list[str]:
        return self.files.get(name, [name])


def rank_leads(disclosed: Disclosed, intervals: pd.DataFrame, draws: int, spread: float) -> Leads:
    """The table of ranks (``ranks.rank_intervals``): scores to their dimensions, ranks to the scores of the group, intervals to the draws."""
    groups = {group: own for group, own in intervals.groupby("group", sort=False)}
    drawn = (f"{draws} 次抽样中名次的 5% 与 95% 分位数：权重取自以所设权重为中心的 Dirichlet 分布（集中度 {spread:g}），各维度在其上下界间均匀取值",
             f"the 5 % and 95 % quantile of the rank over {draws} draws: weights from a Dirichlet distribution about the declared ones (concentration {spread:g}), every dimension uniformly between its bounds")  # fmt: skip

    def peers(row: Mapping[str, Any], decimals: int = 1) -> Sources:
        return tuple(Source(r.name, f"{r.score:.{decimals}f}", f"document:{r.name}") for r in groups[row["group"]].itertuples(index=False))

    def scheme(column: str, weights: str):
        return lambda row: derived(row[column], *PLAIN, disclosed.sources(row["name"], "middle", weights_of(weights)), decimals=1)

    return Leads({
        "name": "document:{name}", "n": lambda r: derived(r["n"], *PEERS, documents(groups[r["group"]]["name"])),
        "score": scheme("score", "declared"), "equal": scheme("equal", "equal"), "mof": scheme("mof", "mof"),
        "geometric": lambda r: derived(r["geometric"], *GEOMETRIC, disclosed.sources(r["name"], "middle"), decimals=1),
        "rank": lambda r: derived(r["rank"], *RANK, peers(r)),
        "rank_low": lambda r: derived(r["rank_low"], *drawn, peers(r)), "rank_high": lambda r: derived(r["rank_high"], *drawn, peers(r)),
    })  # fmt: skip


SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}

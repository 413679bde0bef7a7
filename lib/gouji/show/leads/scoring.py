"""Where the figures of the disclosure index lead: points to the place that earns them, dimensions to their items, the index to its
dimensions and their weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.disclosure import dimension_scores, weights_of
from gouji.analysis.sources import Source, Sources, cell_ref
from gouji.show.derivation import MOST, Leads, derived, listed
from gouji.show.rich import Rich, bilingual, list_ref

HALF = ("(下界 + 上界) ÷ 2", "(low + high) ÷ 2")
POINTS = ("已知项目得分之和 ÷ 已知项目数 × 100", "sum of the points of the items known ÷ their number × 100")
BOUNDS = {
    "low": ("得分之和 ÷ 适用的项目数 × 100，未知的项目都算 0 分", "sum of the points ÷ items that apply × 100, every unknown item worth 0"),
    "high": ("得分之和 ÷ 适用的项目数 × 100，未知的项目都算 1 分", "sum of the points ÷ items that apply × 100, every unknown item worth 1"),
}
MEAN = {
    "low": ("Σ(权重 × 各维度下界) ÷ Σ权重", "Σ(weight × the dimension's low) ÷ Σ weights"),
    "high": ("Σ(权重 × 各维度上界) ÷ Σ权重", "Σ(weight × the dimension's high) ÷ Σ weights"),
}
COUNTS = {
    "known": ("能从文件中判断的项目", "items that can be told from the document"),
    "n": ("适用于这份文件的项目", "items that apply to the document"),
}
ALL = 99  # items shown of a dimension where no list holds them: more than any dimension has
KNOWN = ("项目大多已知的维度的权重 ÷ 全部权重 × 100%", "weights of the dimensions of which enough is known ÷ all weights × 100%")
LACK = ("没有的文件 ÷ 已知的文件 × 100%", "documents lacking it ÷ documents it is known of × 100%")
WILSON = ("Wilson（1927）区间：(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n) × 100%", "Wilson's interval (1927): (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n) × 100%")


def items_list(name: str, **fields: Any) -> str:
    """The rows of a document's items."""
    return list_ref("items", document=name, **fields)


class Points:
    """Where each item stands, by document and item; ``findings`` say which have an entry of their own."""

    def __init__(self, items: pd.DataFrame, findings: pd.DataFrame):
        told = findings[~findings["outcome"].isin(("exact", "not_testable", "not_applicable"))]
        self.told, self.rules = set(told["id"]), dict(zip(findings["id"], findings["rule"], strict=True))
        self.items = items
        self.of = {(r.name, r.item): self._ref(r) for r in items.itertuples(index=False)}
        self.parts = {key: own for key, own in items[items["state"].ne("not_applicable")].groupby(["name", "dimension"], sort=False)}

    def leads(self, name: str = "") -> Leads:
        """Tables with one row an item (of all documents, or of one): score and page to its place."""
        place = lambda row: self.of.get((row.get("name", name), row["item"]))  # noqa: E731
        return Leads({"name": "document:{name}", "score": place, "page": place})

    def map_leads(self) -> Leads:
        """The table of items with one column a document: each cell to its place."""
        return Leads({n: lambda row, n=n: self.of.get((n, row["item"])) for n in self.items["name"].unique()})

    def sources(self, name: str, dimension: str, known: bool = False) -> Sources:
        """The items of a dimension that apply (or are ``known``), each with its points."""
        own = self.parts.get((name, dimension))
        rows = () if own is None else own[own["state"].eq("known") | (not known)].itertuples(index=False)
        return tuple(Source(bilingual(f"{r.item} {r.zh}", r.en), _points(r.score), self.of[name, r.item]) for r in rows)

    def score(self, value: object, name: str, dimension: str, bound: str = "", decimals: int = 1, alone: bool = False) -> Rich:
        """The score of a dimension, or one of its bounds, over its items; ``alone`` where no list of the site holds them."""
        words, more = BOUNDS[bound] if bound else POINTS, "" if alone else items_list(name, dimension=dimension)
        return derived(value, *words, self.sources(name, dimension), decimals=decimals, most=ALL if alone else MOST, more=more)

    def count(self, value: object, name: str, dimension: str, column: str, alone: bool = False) -> Rich:
        """How many items of a dimension are known, or apply."""
        if alone:
            return derived(value, *COUNTS[column], self.sources(name, dimension, column == "known"), most=ALL)
        return listed(value, items_list(name, dimension=dimension, state="known" if column == "known" else ["known", "unknown"]))

    def _ref(self, row: Any) -> str:
        """The box it stands in; else the finding that says so, its page as a whole, the rule it is judged by, or the document."""
        placed = row.box is not None and row.box == row.box
        if placed and any(row.box):
            return cell_ref(row.file, row.page, row.box)
        if row.finding in self.told:
            return f"finding:{row.finding}"
        if row.finding in self.rules:
            return f"rule:{self.rules[row.finding]}"
        return cell_ref(row.file, row.page, row.box) if placed else f"document:{row.file}"


def dimension_leads(points: Points, decimals: int = 1) -> Leads:
    """The table of dimensions with one row a document and one column a dimension."""
    across = {d["id"]: lambda r, d=d["id"]: points.score(r[d], r["name"], d, decimals=decimals) for d in declared("disclosure")["dimensions"]}
    return Leads({"name": "document:{name}", **across})


def own_leads(points: Points, name: str, decimals: int = 1) -> Leads:
    """The table of dimensions of one document: one row a dimension (its id before its words), score, low, high, known, n."""
    scores = {c: lambda r, c=c: points.score(r[c], name, r["dimension"].split()[0], "" if c == "score" else c, decimals, alone=True) for c in ("score", "low", "high")}
    return Leads(scores | {c: lambda r, c=c: points.count(r[c], name, r["dimension"].split()[0], c, alone=True) for c in COUNTS})


class Disclosed:
    """The disclosure index of each document over its dimensions."""

    def __init__(self, points: Points, weights: Mapping[str, float] | None = None):
        self.points, self.weights = points, weights or weights_of()
        self.parts = {name: own for name, own in dimension_scores(points.items).groupby("name", sort=False)}
        self.names = {d["id"]: bilingual(f"{d['id']} {d['zh']}", d["en"]) for d in declared("disclosure")["dimensions"]}

    def sources(self, name: str, column: str, weights: Mapping[str, float] | None = None) -> Sources:
        """Weight × the dimension's ``column``, of each dimension; ``middle`` is the middle of its bounds."""
        own, weight = self.parts.get(name), weights or self.weights
        if own is None:
            return ()
        value = lambda r: (r.low + r.high) / 2 if column == "middle" else getattr(r, column)  # noqa: E731
        return tuple(Source(self.names[r.dimension], f"{weight[r.dimension]:g} × {value(r):.1f}", items_list(name, dimension=r.dimension)) for r in own.itertuples(index=False))

    def known(self, name: str) -> Sources:
        """The weights, ✓ where enough of the dimension is known."""
        own = self.parts.get(name)
        rows = () if own is None else own.itertuples(index=False)
        return tuple(Source(self.names[r.dimension], f"{self.weights[r.dimension]:g} {'✗' if r.score != r.score else '✓'}", items_list(name, dimension=r.dimension)) for r in rows)

    def bound(self, value: object, name: str, bound: str, decimals: int = 1) -> Rich:
        return derived(value, *MEAN[bound], self.sources(name, bound), decimals=decimals)

    def middle(self, value: object, name: str, low: float, high: float, decimals: int = 1) -> Rich:
        ends = (Source(bilingual("下界", "low"), f"{low:.{decimals}f}"), Source(bilingual("上界", "high"), f"{high:.{decimals}f}"))
        return derived(value, *HALF, (*ends, *self.sources(name, "middle")), decimals=decimals)

    def leads(self, score: str = "score", low: str = "low", high: str = "high", decimals: int = 1) -> Leads:
        """Tables with one row a document and its index, under these names of columns."""
        return Leads({
            "name": "document:{name}",
            score: lambda r: self.middle(r[score], r["name"], r[low], r[high], decimals),
            low: lambda r: self.bound(r[low], r["name"], "low", decimals),
            high: lambda r: self.bound(r[high], r["name"], "high", decimals),
            "known": lambda r: derived(r["known"], *KNOWN, self.known(r["name"]), decimals=decimals),
            "tested": lambda r: items_list(r["name"], state="known"),
            "unknown": lambda r: items_list(r["name"], state="unknown"),
            "not_applicable": lambda r: items_list(r["name"], state="not_applicable"),
        })  # fmt: skip


def share_leads() -> Leads:
    """The table of items over all documents: counts to the rows, shares to the counts."""
    z = declared("disclosure")["reliability"]["z"]

    def lists(row: Mapping[str, Any]) -> Sources:
        known = Source(bilingual("已知", "known"), row["known"], list_ref("items", item=row["item"], state="known"))
        return Source(bilingual("没有", "lacking"), row["lacking"], list_ref("items", item=row["item"], score="0")), known

    def interval(row: Mapping[str, Any], column: str) -> Rich:
        return derived(row[column], *WILSON, (*lists(row), Source("z", z)), decimals=1)

    return Leads({
        "known": lambda r: lists(r)[1].ref, "lacking": lambda r: lists(r)[0].ref, "unknown": lambda r: list_ref("items", item=r["item"], state="unknown"),
        "share": lambda r: derived(r["share"], *LACK, lists(r), decimals=1), "low": lambda r: interval(r, "low"), "high": lambda r: interval(r, "high"),
    })  # fmt: skip


def _points(score: float) -> str:
    return "?" if score != score else f"{score:g}"

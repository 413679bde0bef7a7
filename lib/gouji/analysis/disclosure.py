"""The disclosure index: what a document discloses, 0–100, with bounds for what cannot be told.

``score_items`` one row a document and item, every point with its place; ``dimension_scores`` and ``disclosure_index`` one row
a document (and dimension). Items that do not apply are left out and the rest renormalised; a dimension of which too little
is known is unknown as a whole. Which items there are, and what earns a point, is declared in ``declared/disclosure.yml``.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.evidence import Evidence
from gouji.analysis.items import judge
from gouji.analysis.reliability import wilson

ITEMS = ["name", "dimension", "item", "zh", "en", "score", "state", "evidence", "form", "row", "page", "box", "finding", "file"]
DIMENSIONS = ["name", "dimension", "score", "low", "high", "known", "n"]
FEW = 10  # documents: below, a share has no interval
INDEX = ["name", "score", "low", "high", "known", "tested", "items", "unknown", "not_applicable"]


def score_items(evidence: Mapping[str, Evidence]) -> pd.DataFrame:
    """One row a document (by name) and item of its kind: score (None: see ``state``), evidence in words, form, row,
    page and box (points; zeros where it is the page as a whole), the finding that says so,
    and the file it is all in (of several files that make up a publication, one)."""
    rows = []
    for name, given in evidence.items():
        for item in declared("disclosure")["items"]:
            if given.kind in item.get("kinds", ("final", "budget")):
                point = judge(item, given)
                rows.append((name, item["id"][0], item["id"], item["zh"], item["en"], point.score, point.state, point.said, point.form, point.row, point.page, point.box, point.finding, name))
    return pd.DataFrame(rows, columns=ITEMS).astype({"score": float, "page": "Int64"})


def merged(items: pd.DataFrame, publications: Mapping[str, str]) -> pd.DataFrame:
    """Items of files that make up one publication (file name → the name it stands under), each item at its best."""
    rank = items["score"].fillna(-1).where(items["state"].ne("unknown"), -0.5)
    best = items.assign(name=items["name"].map(lambda n: publications.get(n, n)), _rank=rank)
    order = {n: i for i, n in enumerate(dict.fromkeys(best["name"]))}
    best = best.sort_values("_rank", ascending=False, kind="stable").drop_duplicates(["name", "item"])
    return best.sort_values(["name", "item"], key=lambda c: c.map(order) if c.name == "name" else c, kind="stable").drop(columns="_rank").reset_index(drop=True)


def weights_of(scheme: str = "declared") -> dict[str, float]:
    """Dimension → weight: ``declared``, ``equal``, or one declared under ``weights``."""
    given = declared("disclosure")
    if scheme == "declared":
        return {d["id"]: float(d["weight"]) for d in given["dimensions"]}
    if scheme == "equal":
        return {d["id"]: 1.0 for d in given["dimensions"]}
    return {k: float(v) for k, v in given["weights"][scheme]["values"].items()}


def disclosure_index(items: pd.DataFrame, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """One row a document. low: every unknown item 0; high: every one 1; score: the middle, never shown without them (a mean
    of the known items alone would reward what could not be read: what is found is known, what is not found is not);
    known: % of the weight in dimensions of which enough is known."""
    given = weights or weights_of()
    parts = dimension_scores(items)
    rows = [_index(name, own, parts[parts["name"] == name], given) for name, own in items.groupby("name", sort=False)]
    return pd.DataFrame(rows, columns=INDEX)


def dimension_scores(items: pd.DataFrame) -> pd.DataFrame:
    """One row a document and dimension: score over the known items (None when too few are known), low, high, known, n
    (items that apply)."""
    least = declared("disclosure")["minimum_share"]
    rows = []
    for (name, dimension), own in items[items["state"].ne("not_applicable")].groupby(["name", "dimension"], sort=False):
        scores = own["score"].astype(float)
        known = scores.notna()
        score = 100 * scores.mean() if known.mean() >= least else None
        rows.append((name, dimension, score, 100 * scores.fillna(0).mean(), 100 * scores.fillna(1).mean(), int(known.sum()), len(own)))
    return pd.DataFrame(rows, columns=DIMENSIONS).astype({"score": float})


def weakest(dimensions: pd.DataFrame) -> str | None:
    """The dimension with the lowest mean score, None when none is known."""
    means = dimensions.groupby("dimension")["score"].mean().dropna()
    return None if means.empty else str(means.idxmin())


def item_shares(items: pd.DataFrame) -> pd.DataFrame:
    """One row an item: documents it is known of, those that lack it wholly, unknown, the share lacking (per cent of the known)
    with Wilson's interval, and None where it is known of fewer than ten: a share of five is a count."""
    given = declared("disclosure")["reliability"]
    rows = []
    for item, own in items[items["state"].ne("not_applicable")].groupby("item"):
        known = own["score"].notna()
        n, lacking = int(known.sum()), int(own["score"].eq(0).sum())
        low, high = wilson(lacking, n, float(given["z"])) if n >= FEW else (None, None)
        rows.append((item, own["zh"].iloc[0], own["en"].iloc[0], n, lacking, int((~known).sum()), 100 * lacking / n if n else None, low, high))
    frame = pd.DataFrame(rows, columns=["item", "zh", "en", "known", "lacking", "unknown", "share", "low", "high"])
    return frame.astype({"share": float, "low": float, "high": float})


def most_lost(items: pd.DataFrame) -> dict[str, object] | None:
    """The item that the largest share of documents lacks wholly: zh, en, lost, of (documents it is known of). None if none is."""
    known = items[items["state"].eq("known")]
    lost = known.assign(none=known["score"].eq(0)).groupby("item", as_index=False).agg(zh=("zh", "first"), en=("en", "first"), lost=("none", "sum"), of=("none", "size"))
    lost = lost[lost["lost"] > 0]
    return None if lost.empty else lost.assign(share=lost["lost"] / lost["of"]).sort_values(["share", "lost"], ascending=False, kind="stable").iloc[0].to_dict()


def _index(name: str, own: pd.DataFrame, parts: pd.DataFrame, weights: Mapping[str, float]) -> dict:
    weight = parts["dimension"].map(weights).fillna(0).astype(float)
    known, whole = parts["score"].notna(), weight.sum()
    low, high = ((parts[c] * weight).sum() / whole if whole else None for c in ("low", "high"))
    states = own["state"].value_counts()
    return {
        "name": name, "score": (low + high) / 2 if whole else None, "low": low, "high": high, "known": 100 * weight[known].sum() / whole if whole else 0.0,
        "tested": int(states.get("known", 0)), "items": len(own), "unknown": int(states.get("unknown", 0)), "not_applicable": int(states.get("not_applicable", 0)),
    }  # fmt: skip

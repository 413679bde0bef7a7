"""The disclosure index: every declared item scored from what a document prints, with bounds for the unknown.

``score_items`` one row a document and item (score None = unknown, evidence in words); ``disclosure_index`` one row a
document: score, low, high, share of weight known. Not applicable items are left out and the rest renormalised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from gouji.analysis.declared import declared
from gouji.model import Document

STATES = {"published": 1.0, "empty_noted": 1.0, "empty": 0.5, "missing": 0.0, "not_due": 0.0}
SCORE_COLUMNS = ("weight", "score")


@dataclass(frozen=True)
class Evidence:
    """What the items of one document are tested on."""

    kind: str
    tables: pd.DataFrame  # rows of study.tables
    ledger: pd.DataFrame  # rows of study.ledger
    pages: pd.DataFrame  # rows of study.pages
    states: Mapping[str, str]  # form → state
    prose: str
    everything: str  # prose and table cells


Result = tuple[float | None, str]


def text_of(document: Document, cells: bool) -> str:
    """The prose of a document without line breaks, with the cells of its grids when ``cells``."""
    parts = ["".join(line.text for line in page.lines) for page in document.reading.pages]
    if cells:
        parts += [" ".join(c.text for c in grid.cells) for page in document.reading.pages for grid in page.grids]
    return "\n".join(parts)


def score_items(evidence: Mapping[str, Evidence]) -> pd.DataFrame:
    """One row a document (by name) and applicable item: dimension, item, zh, en, score (None = unknown), evidence."""
    rows = []
    for name, given in evidence.items():
        for item in declared("disclosure")["items"]:
            if given.kind in item.get("kinds", ("final", "budget")):
                score, words = TESTS[item["test"]](item, given)
                rows.append((name, item["id"][0], item["id"], item["zh"], item["en"], score, words))
    return pd.DataFrame(rows, columns=["name", "dimension", "item", "zh", "en", "score", "evidence"])


def disclosure_index(items: pd.DataFrame, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """One row a document: ``low`` all unknown items 0, ``high`` all 1, ``score`` over the known alone, ``known`` the share
    of the weight known, ``items`` tested and in all. ``weights`` by dimension (default: as declared)."""
    given = weights or {d["id"]: d["weight"] for d in declared("disclosure")["dimensions"]}
    rows = [_index(name, own, given) for name, own in items.groupby("name", sort=False)]
    return pd.DataFrame(rows, columns=["name", "score", "low", "high", "known", "tested", "items"])


def dimension_scores(items: pd.DataFrame) -> pd.DataFrame:
    """One row a document and dimension: score over the known items (None when too few are known), low, high, known, n."""
    least = declared("disclosure")["minimum_share"]
    rows = []
    for (name, dimension), own in items.groupby(["name", "dimension"], sort=False):
        known = own["score"].notna()
        score = 100 * own["score"].mean() if known.mean() >= least else None
        filled = own["score"].astype(float)
        rows.append((name, dimension, score, 100 * filled.fillna(0).mean(), 100 * filled.fillna(1).mean(), int(known.sum()), len(own)))
    return pd.DataFrame(rows, columns=["name", "dimension", "score", "low", "high", "known", "n"])


def sentences(index: pd.DataFrame, trust: pd.DataFrame, entities: Mapping[str, str]) -> dict[str, str]:
    """Both indices in words, Chinese and English. ``trust`` as ``reliability_index``; ``entities`` names the documents."""
    if index["score"].isna().all():
        return {"zh": "没有一份文件能够评分。", "en": "No document could be scored."}
    first, last = (entities[index.loc[i, "name"]] for i in (index["score"].idxmax(), index["score"].idxmin()))
    high, low, gap = index["score"].max(), index["score"].min(), (index["high"] - index["low"]).max()
    told = f"{index['tested'].min()}–{index['tested'].max()}"
    solid = trust[trust["enough"]]
    parts = [f"{entities[r.name]} {r.strict:.1f}% ({r.low:.0f}–{r.high:.0f})" for r in solid.itertuples(index=False)]
    few = len(trust) - len(solid)
    return {
        "zh": f"**公开指数**从 {low:.0f}（{last}）到 {high:.0f}（{first}）；每份文件有 {told} 个项目可以判断，未知项目使上下界相差至多 {gap:.0f} 分。"
        f"**可靠指数**：{'；'.join(parts) or '可检验的关系都太少'}；{few} 份文件可检验的关系太少，不作比较。",
        "en": f"**Disclosure** runs from {low:.0f} ({last}) to {high:.0f} ({first}); {told} items a document could be told, the unknown leave bounds of up to "
        f"{gap:.0f} points. **Reliability**: {'; '.join(parts) or 'too few identities everywhere'}; {few} documents have too few to compare.",
    }


def weakest(dimensions: pd.DataFrame) -> str | None:
    """The dimension with the lowest mean score, None when none is known."""
    means = dimensions.groupby("dimension")["score"].agg(lambda s: s.astype(float).mean()).dropna()
    return None if means.empty else str(means.idxmin())


def _index(name: str, own: pd.DataFrame, weights: Mapping[str, float]) -> dict:
    dimensions = dimension_scores(own).set_index("dimension")
    weight = pd.Series(weights, dtype=float).reindex(dimensions.index)
    known = dimensions["score"].notna()
    score = (dimensions["score"].astype(float) * weight)[known].sum() / weight[known].sum() if known.any() else None
    low, high = ((dimensions[c] * weight).sum() / weight.sum() for c in ("low", "high"))
    share = weight[known].sum() / weight.sum()
    return {"name": name, "score": score, "low": low, "high": high, "known": 100 * share, "tested": int(own["score"].notna().sum()), "items": len(own)}


def _form(item: Mapping, given: Evidence) -> Result:
    form = item.get(given.kind)
    state = given.states.get(form, "missing")
    return STATES[state], f"{form}: {state}"


def _code(item: Mapping, given: Evidence) -> Result:
    form = item.get(given.kind)
    own = given.ledger[given.ledger["form"] == form]
    if own.empty:
        state = given.states.get(form, "missing")
        return (None, f"{form}: empty") if state in ("empty_noted", "empty") else (0.0, f"{form}: {state}")
    hits = own[own["item"].fillna("").str.contains(item["pattern"])]["item"].nunique()
    return (1.0, f"{form}: {hits} codes") if hits else (0.0, f"{form}: no such code")


def _columns(item: Mapping, given: Evidence) -> Result:
    form = item.get(given.kind)
    own = given.ledger[given.ledger["form"] == form]
    present = " ".join(sorted({*own["column"].dropna(), *own["item"].dropna()}))
    found = [c for c in item["columns"] if c in present]
    return len(found) / len(item["columns"]), f"{form}: {', '.join(found) or 'none'} of {', '.join(item['columns'])}"


def _text(item: Mapping, given: Evidence) -> Result:
    text = given.everything if item.get("where") == "all" else given.prose
    found = re.search(item["pattern"], text, re.S)
    return (1.0, f"「{text[max(0, found.start() - 8) : found.end() + 8].strip()[:60]}」") if found else (0.0, "not found in the text")


def _absent(item: Mapping, given: Evidence) -> Result:
    score, words = _text(item, given)
    return (0.0, words) if score else (1.0, "none found")


def _units(item: Mapping, given: Evidence) -> Result:
    money = given.tables[given.tables["form"].notna() & ~given.tables["form"].fillna("").str.startswith("PE")]
    if money.empty:
        return None, "no forms"
    share = money["unit"].notna().mean()
    return (1.0 if share == 1 else 0.5 if share >= 0.5 else 0.0), f"{int(money['unit'].notna().sum())} of {len(money)} forms"


def _layer(item: Mapping, given: Evidence) -> Result:
    unread = int((given.pages["holds"] == "unread").sum())
    return (1.0 if not unread else 0.5 if unread < len(given.pages) / 2 else 0.0), f"{len(given.pages) - unread} of {len(given.pages)} pages"


def _recognised(item: Mapping, given: Evidence) -> Result:
    if given.tables.empty:
        return 0.0, "no tables"
    share = given.tables["form"].notna().mean()
    return (1.0 if share >= 0.9 else 0.5 if share >= 0.5 else 0.0), f"{int(given.tables['form'].notna().sum())} of {len(given.tables)} tables"


def _scores(item: Mapping, given: Evidence) -> Result:
    own = given.ledger[given.ledger["form"].isin(("PE01", "PE02")) & given.ledger["item"].fillna("").str.startswith("indicator")]
    if own.empty:
        return 0.0, "no indicators printed"
    found = [c for c in SCORE_COLUMNS if own[own["column"] == c]["value"].notna().any()]
    return len(found) / len(SCORE_COLUMNS), f"{', '.join(found) or 'neither'} printed"


def _unknown(item: Mapping, given: Evidence) -> Result:
    return None, item["reason"]


TESTS: dict[str, Callable[[Mapping, Evidence], Result]] = {
    "form": _form, "code": _code, "row": _code, "columns": _columns, "text": _text, "absent": _absent, "units": _units,
    "layer": _layer, "recognised": _recognised, "scores": _scores, "unknown": _unknown,
}  # fmt: skip


def known_tests() -> Iterable[str]:
    """The tests an item may name."""
    return TESTS.keys()

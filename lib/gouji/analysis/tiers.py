"""The accounts of a panel: one body's budget or final account of one year, at one tier, and who its peers are.

An account may be published in several documents (forms in one, the explanation in another); two that both hold its
forms are told, and neither is paired. Accounts of different tiers (汇总, 本级, 单位), kinds or years are never peers
unless that is asked for, and an account whose tier nothing states has none.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.entities import entity_table
from gouji.analysis.sources import documents, many
from gouji.errors import Refusal
from gouji.fields.entities import plain_body

PEERS = {
    "kind+year+tier": ("kind", "year", "tier"), "kind+year+tier+rank": ("kind", "year", "tier", "rank"),
    "kind+tier": ("kind", "tier"), "kind": ("kind",),
}  # fmt: skip
ADDED = ["body", "entity_id", "tier", "tier_source", "parent", "parent_name", "region_name", "rank"]


def accounts(documents: pd.DataFrame, tables: pd.DataFrame, years: Iterable[int] = (), peers: str = "kind+year+tier") -> pd.DataFrame:
    """The documents that can be read, of these ``years`` (all of none), with ``body``, ``tier``, ``parent`` … of the register,
    ``account`` (short name of the document that stands for the account), ``whole`` (the only one with its forms),
    ``group`` (what its peers share, in words; "" when it has no peers for want of a year, a kind or a tier). Raises Refusal."""
    years = _asked(years, peers)
    own = documents[documents["read"].astype(bool)]
    own = own[own["year"].isin(years)] if years else own
    known = entity_table(own, tables).set_index("name")
    own = own.assign(**{c: own["name"].map(known[c]) for c in ADDED}).reset_index(drop=True)
    own["body"] = own["body"].map(plain_body)  # 本级 and 汇总 are the tier's, not the body's name
    key = own["entity_id"].where(own["entity_id"].ne(""), own["body"])
    own["key"] = [f"{k}/{y}/{d}/{t}" for k, y, d, t in zip(key, own["year"], own["kind"], own["tier"], strict=True)]
    own["body_key"] = key
    first = own.sort_values("figures", ascending=False, kind="stable").groupby("key")["name"].first()
    holding = own[own["figures"] > 0].groupby("key").size()
    several = own["key"].map(holding).fillna(0).gt(1)
    own["account"] = own["key"].map(first).where(~several, own["name"])
    own["whole"] = ~several
    own["group"] = [_group(row, PEERS[peers]) for row in own.itertuples(index=False)]
    return own.reset_index(drop=True)


def _asked(years: Iterable[int], peers: str) -> list[int]:
    if peers not in PEERS:
        raise Refusal(f"peers {peers!r}", "no such grouping", f"known: {', '.join(PEERS)}")
    for year in (years := list(years)):
        if not str(year).isdecimal():
            raise Refusal(f"year {year!r}", "not a year", "write years: [2023, 2024]")
    return [int(year) for year in years]


def heads_of(given: pd.DataFrame) -> pd.DataFrame:
    """One row an account: that of the document that stands for it."""
    return given[given["name"] == given["account"]].reset_index(drop=True)


def _group(row, keys: tuple[str, ...]) -> str:
    if pd.isna(row.year) or row.kind not in ("budget", "final") or not row.tier or ("rank" in keys and not row.rank):
        return ""
    words = {"kind": declared("look")["kinds"].get(row.kind, row.kind), "year": str(int(row.year)), "tier": row.tier, "rank": row.rank}
    return " ".join(words[k] for k in keys)


def peer_groups(given: pd.DataFrame) -> pd.DataFrame:
    """One row a group: group, accounts, bodies, ranks (of government: 省级, 地级, 县级, joined). The largest first; accounts without
    a group under ""."""
    own = heads_of(given)
    ranks = ("rank", lambda r: "、".join(sorted({x or "不明" for x in r})))
    held, firsts = (("account", documents), ("account", lambda names: documents(own.loc[names.index].drop_duplicates("body_key")["account"])))
    out = own.groupby("group", as_index=False).agg(accounts=("account", "size"), bodies=("body_key", "nunique"), ranks=ranks, accounts_=held, bodies_=firsts)
    return out.sort_values(["accounts", "group"], ascending=[False, True], kind="stable").reset_index(drop=True)


def repeated(given: pd.DataFrame) -> pd.DataFrame:
    """Documents that claim one account: body, year, kind, tier, names. They are shown, and never paired."""
    own = given[~given["whole"]]
    return own.groupby(["body", "year", "kind", "tier"], as_index=False).agg(names=("name", ", ".join))


def without(given: pd.DataFrame, documents: pd.DataFrame, tables: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """What cannot be compared, and why: name, zh, en. ``panel``: the measures found (``gouji.analysis.panel.panel``)."""
    rows, shown, printed = [], set(panel["account"]), set(panel.loc[panel["source"] != "prose", "account"])
    for row in documents.itertuples(index=False):
        if not row.read:
            rows.append((row.name, "未能读出", "could not be read"))
    unnamed = tables[tables["unit"].isna() & ~tables["empty"].astype(bool) & tables["form"].fillna("").str.match("FA|BG(?!14|15)")]
    missing = unnamed.groupby("name")["form"].agg(lambda f: "、".join(sorted(set(f))))
    for row in given.itertuples(index=False):
        if row.account not in shown:
            rows.append((row.name, "没有可用的金额", "no usable figure"))
        elif row.account not in printed:
            rows.append((row.name, "表中没有可用的金额，只有说明所述的几项", "no usable figure in forms, only what its text states"))
        elif not row.group:
            rows.append((row.name, "年度、种类或口径（本级、汇总、单位）不明，不与他者相比", "year, kind or tier unknown: compared with none"))
        if not row.whole:
            rows.append((row.name, "同一单位同一年度另有一份，不配对", "another document claims the same account: not paired"))
        if row.name in missing.index:
            rows.append((row.name, f"{missing[row.name]} 未印单位，其金额不用", f"no unit printed on {missing[row.name]}: the amounts are not used"))
    return pd.DataFrame(rows, columns=["name", "zh", "en"])


def contained(panel: pd.DataFrame) -> pd.DataFrame:
    """A department's consolidated account beside its own or its unit's, of one kind and year: body, part, kind, year, measure,
    zh, whole, value, share (%). Adding the two would count the part twice."""
    wide = panel[panel["tier"].isin(["汇总", "本级", "单位"]) & panel["whole"]]
    whole = wide[wide["tier"] == "汇总"]
    part = wide[wide["tier"] != "汇总"].assign(of=lambda d: d["parent"].where(d["tier"].eq("单位") & d["parent"].ne(""), d["body_key"]))
    both = whole.merge(part, left_on=["body_key", "kind", "year", "measure"], right_on=["of", "kind", "year", "measure"], suffixes=("", "_part"))
    both = both.rename(columns={"value_": "whole_", "value__part": "made"})[["body", "body_part", "tier_part", "kind", "year", "measure", "zh", "value", "value_part", "whole_", "made"]]
    share = [float(100 * p / w) if w else None for p, w in zip(both["value_part"], both["value"], strict=True)]
    made = [(*many(p), *many(w)) for p, w in zip(both["made"], both["whole_"], strict=True)]
    names = {"value": "whole", "body_part": "part", "tier_part": "tier", "value_part": "value", "made": "value_"}
    return both.rename(columns=names).assign(share=share, share_=pd.Series(made, both.index, dtype=object))

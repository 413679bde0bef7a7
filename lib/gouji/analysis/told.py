"""The two indices in words, Chinese and English: what the notebook answers. Tables in, sentences out, whose figures lead to what they
come from (``gouji.show.leads``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from gouji.analysis.sources import Source, documents
from gouji.show.derivation import derived
from gouji.show.leads.scoring import Disclosed, items_list
from gouji.show.leads.trusting import Trusted
from gouji.show.rich import Rich, bilingual, fill, joined, linked

MOST = 3  # documents named in one sentence
SCORED = ("评了分的出版物", "publications that were scored")
WIDEST = ("上界 − 下界，各份中最大的", "high − low, of the publication where it is largest")
UNKNOWN = ("每份未知项目数的最小值与最大值", "the least and the most items unknown of a publication")
SOLID = ("独立关系够多、可以比较的文件", "documents with enough independent identities to be compared")
LEAST = ("这些文件中独立关系最少的一份的条数", "the independent identities of that of these documents which has the fewest")
HOLDS = ("独立关系全部成立的文件", "documents of which every independent identity closes")
FAILS = ("至少一条独立关系不成立的文件", "documents of which at least one independent identity fails")
FAILED = ("不成立的独立关系", "independent identities that fail")
FEW = ("独立关系太少、不作比较的文件", "documents with too few independent identities to compare")
GROUPS = ("至少有两份文件的可比组", "groups of peers with at least two documents")
RANKED = ("可比组中的文件", "documents in groups of peers")
ALONE = ("没有可比者的文件", "documents without peers")


def sentences(index: pd.DataFrame, trust: pd.DataFrame, ranks: pd.DataFrame, titles: Mapping[str, str], disclosed: Disclosed, trusted: Trusted) -> dict[str, Rich]:
    """``index`` as ``disclosure_index``, ``trust`` as ``reliability_index``, ``ranks`` as ``rank_intervals``; ``titles`` by name;
    ``disclosed`` and ``trusted`` say what the figures of the two indices come from."""
    if index.empty:
        return {"zh": fill("没有一份文件能够评分。"), "en": fill("No document could be scored.")}
    parts = [_disclosed(index, titles, disclosed), _reliable(trust, titles, trusted), _ranked(index, ranks, titles)]
    return {language: joined("\n", (p[language] for p in parts)) for language in ("zh", "en")}


def span(row: Mapping, disclosed: Disclosed) -> Rich:
    """The disclosure index with its bounds: 80 [74–85]."""
    low, high = (disclosed.bound(f"{row[b]:.0f}", row["name"], b) for b in ("low", "high"))
    return fill("{score} [{low}–{high}]", score=disclosed.middle(f"{row['score']:.0f}", row["name"], row["low"], row["high"]), low=low, high=high)


def share(row: Mapping, trusted: Trusted) -> Rich:
    """The reliability index with its interval: 97.8% [94.9–99.0]."""
    strict, low, high = (trusted.derived(f"{row[c]:.1f}{'%' if c == 'strict' else ''}", row["name"], c) for c in ("strict", "low", "high"))
    return fill("{strict} [{low}–{high}]", strict=strict, low=low, high=high)


def _disclosed(index: pd.DataFrame, titles: Mapping[str, str], disclosed: Disclosed) -> dict[str, Rich]:
    """The span of the index; who stands where is said only among peers."""
    first, last = (index.loc[i] for i in (index["score"].idxmax(), index["score"].idxmin()))
    if len(index) == 1:
        told = derived(int(first["tested"]), "可判断的项目", "items that can be told", [Source(bilingual("项目", "items"), "", items_list(first["name"], state="known"))])
        lost = derived(int(first["unknown"]), "未知的项目", "items unknown", [Source(bilingual("项目", "items"), "", items_list(first["name"], state="unknown"))])
        given = {"span": span(first, disclosed), "title": linked(titles[first["name"]], f"document:{first['name']}"), "told": told, "unknown": lost}
        noun = plural(first["tested"], "item")
        return {
            "zh": fill("**公开指数** {span}（{title}）：{told} 项可判断，{unknown} 项未知。", **given),
            "en": fill("**Disclosure** {span} ({title}): {told} {noun} told, {unknown} unknown.", noun=noun, **given),
        }
    wide = index.loc[(index["high"] - index["low"]).idxmax()]
    ends = (Source(f"{titles[wide['name']]}：上界 high", f"{wide['high']:.1f}"), Source("下界 low", f"{wide['low']:.1f}"))
    each = [Source(titles[r.name], r.unknown, items_list(r.name, state="unknown")) for r in index.itertuples(index=False)]
    given = {
        "n": derived(len(index), *SCORED, documents(index["name"], titles)), "last": span(last, disclosed), "first": span(first, disclosed),
        "gap": derived(f"{wide['high'] - wide['low']:.0f}", *WIDEST, ends), "unknown": derived(f"{index['unknown'].min()}–{index['unknown'].max()}", *UNKNOWN, each),
    }  # fmt: skip
    return {
        "zh": fill("**公开指数**（{n} 份）在 {last} 与 {first} 之间；方括号是未知项全无与全有时的上下界，最宽 {gap} 分（每份 {unknown} 项未知）。", **given),
        "en": fill("**Disclosure** (N = {n}) lies between {last} and {first}; the brackets hold whatever the unknown items are, at most {gap} points wide ({unknown} unknown items a document).", **given),
    }


def _reliable(trust: pd.DataFrame, titles: Mapping[str, str], trusted: Trusted) -> dict[str, Rich]:
    solid = trust[trust["enough"]]
    if solid.empty:
        return {"zh": fill("**可靠指数**：可检验的独立关系都太少，不作比较。"), "en": fill("**Reliability**: too few independent identities everywhere; nothing is compared.")}
    few, wrong, sound = trust[~trust["enough"]], solid[solid["failed"] > 0].sort_values("strict", kind="stable"), solid[solid["failed"].eq(0)]
    fewest = solid.loc[solid["independent"].idxmin()]
    of = lambda words, own: derived(len(own), *words, documents(own["name"], titles))  # noqa: E731
    given = {
        "solid": of(SOLID, solid), "least": derived(int(fewest["independent"]), *LEAST, trusted.independent(fewest["name"])), "sound": of(HOLDS, sound),
        "wrong": of(FAILS, wrong), "few": of(FEW, few), "documents": plural(len(solid), "document"), "have": "has" if len(few) == 1 else "have",
    }  # fmt: skip
    more = len(wrong) > MOST
    zh = [fill("**可靠指数**：{solid} 份文件各有至少 {least} 条独立的算术关系，{sound} 份全部成立", **given)]
    en = [fill("**Reliability**: {solid} {documents} with at least {least} independent arithmetic identities each; all of them hold in {sound}", **given)]
    if len(wrong):
        told = wrong.head(MOST).to_dict("records")
        zh.append(fill("；不全成立的有 {wrong} 份：", **given) + joined("；", (_failing("{title} {share}（{of} 条中 {failed} 条不成立）", r, titles, trusted) for r in told)) + ("等" if more else ""))
        en.append(fill(", not all in {wrong}: ", **given) + joined("; ", (_failing("{title} {share} ({failed} of {of} fail)", r, titles, trusted) for r in told)) + (" …" if more else ""))
    if len(few):
        zh.append(fill("；{few} 份太少，不作比较", **given))
        en.append(fill("; {few} {have} too few to compare", **given))
    return {"zh": joined("", [*zh, "。"]), "en": joined("", [*en, "."])}


def _failing(words: str, row: Mapping, titles: Mapping[str, str], trusted: Trusted) -> Rich:
    failed = derived(int(row["failed"]), *FAILED, trusted.failing(row["name"]))
    whole = trusted.derived(int(row["independent"]), row["name"], "independent")
    return fill(words, title=linked(titles[row["name"]], f"document:{row['name']}"), share=share(row, trusted), of=whole, failed=failed)


def _ranked(index: pd.DataFrame, ranks: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, Rich]:
    if ranks.empty:
        return {"zh": fill("没有两份文件的类别、年度、政府层级和口径都相同，不排名次。"), "en": fill("No two documents share kind, year, rank of government and scope: nothing is ranked.")}
    sure = _named(ranks[(ranks["rank_low"] == 1) & (ranks["rank_high"] == 1)]["name"], titles)
    alone = [n for n in index["name"] if n not in set(ranks["name"])]
    groups = ranks.groupby("group", sort=False)["name"].apply(list)
    given = {
        "groups": derived(len(groups), *GROUPS, [Source(group, len(names)) for group, names in groups.items()]), "ranked": derived(len(ranks), *RANKED, documents(ranks["name"], titles)),
        "alone": derived(len(alone), *ALONE, documents(alone, titles)), "group": plural(len(groups), "group"), "documents": plural(len(ranks), "document"),
        "have": "has" if len(alone) == 1 else "have",
    }  # fmt: skip
    zh = [fill("同类别、年度、政府层级和口径的有 {groups} 组共 {ranked} 份，", **given), "其中十次抽样九次以上居组内首位的是 " + joined("；", sure) if sure else "没有一份在十次抽样中九次居首位"]
    en = [fill("{groups} {group} of {ranked} {documents} may be compared (same kind, year, rank of government and scope); ", **given),
          "first of its group in nine of ten draws of the weights and the unknown: " + joined("; ", sure) if sure else "none is first in nine of ten draws of the weights and the unknown"]  # fmt: skip
    zh.append(fill("；其余 {alone} 份没有可比者，不排名次。", **given) if alone else "。")
    en.append(fill("; the other {alone} {have} no peers and no rank.", **given) if alone else ".")
    return {"zh": joined("", zh), "en": joined("", en)}


def _named(names: Iterable[str], titles: Mapping[str, str]) -> list[Rich]:
    return [linked(titles[n], f"document:{n}") for n in names]


def plural(number: int, noun: str) -> str:
    """A noun as its number has it: group, groups."""
    return f"{noun}{'' if number == 1 else 's'}"


def count(number: int, noun: str) -> str:
    """A number and its noun: 1 group, 2 groups."""
    return f"{number} {plural(number, noun)}"

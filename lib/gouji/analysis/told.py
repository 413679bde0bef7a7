"""The two indices in words, Chinese and English: what the notebook answers. Tables in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

MOST = 3  # documents named in one sentence


def sentences(index: pd.DataFrame, trust: pd.DataFrame, ranks: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, str]:
    """``index`` as ``disclosure_index``, ``trust`` as ``reliability_index``, ``ranks`` as ``rank_intervals``; ``titles`` by name."""
    if index.empty:
        return {"zh": "没有一份文件能够评分。", "en": "No document could be scored."}
    parts = [_disclosed(index, titles), _reliable(trust, titles), _ranked(index, ranks, titles)]
    return {language: "\n".join(p[language] for p in parts) for language in ("zh", "en")}


def _disclosed(index: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, str]:
    """The span of the index; who stands where is said only among peers."""
    first, last = (index.loc[i] for i in (index["score"].idxmax(), index["score"].idxmin()))
    gap, unknown = (index["high"] - index["low"]).max(), f"{index['unknown'].min()}–{index['unknown'].max()}"
    span = lambda r: f"{r['score']:.0f} [{r['low']:.0f}–{r['high']:.0f}]"  # noqa: E731
    if len(index) == 1:
        return {
            "zh": f"**公开指数** {span(first)}（{titles[first['name']]}）：{first['tested']} 项可判断，{first['unknown']} 项未知。",
            "en": f"**Disclosure** {span(first)} ({titles[first['name']]}): {count(first['tested'], 'item')} told, {first['unknown']} unknown.",
        }
    return {
        "zh": f"**公开指数**（{len(index)} 份）在 {span(last)} 与 {span(first)} 之间；方括号是未知项全无与全有时的上下界，最宽 {gap:.0f} 分（每份 {unknown} 项未知）。",
        "en": f"**Disclosure** (N = {len(index)}) lies between {span(last)} and {span(first)}; the brackets hold whatever the unknown items are, at most {gap:.0f} points wide "
        f"({unknown} unknown items a document).",
    }


def _reliable(trust: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, str]:
    solid = trust[trust["enough"]]
    few = len(trust) - len(solid)
    if solid.empty:
        return {"zh": "**可靠指数**：可检验的独立关系都太少，不作比较。", "en": "**Reliability**: too few independent identities everywhere; nothing is compared."}
    wrong = solid[solid["failed"] > 0].sort_values("strict", kind="stable")
    told = [(f"[[{titles[r.name]}|document:{r.name}]]", f"{r.strict:.1f}% [{r.low:.1f}–{r.high:.1f}]", int(r.failed), int(r.independent)) for r in wrong.head(MOST).itertuples(index=False)]
    zh = "；".join(f"{t} {s}（{i} 条中 {f} 条不成立）" for t, s, f, i in told)
    en = "; ".join(f"{t} {s} ({f} of {i} fail)" for t, s, f, i in told)
    return {
        "zh": f"**可靠指数**：{len(solid)} 份文件各有至少 {int(solid['independent'].min())} 条独立的算术关系，{len(solid) - len(wrong)} 份全部成立" + (f"；不全成立的有 {len(wrong)} 份：{zh}{'等' if len(wrong) > MOST else ''}" if zh else "") + (f"；{few} 份太少，不作比较" if few else "") + "。",
        "en": f"**Reliability**: {count(len(solid), 'document')} with at least {int(solid['independent'].min())} independent arithmetic identities each; all of them hold in {len(solid) - len(wrong)}"
        + (f", not all in {len(wrong)}: {en}{' …' if len(wrong) > MOST else ''}" if en else "") + (f"; {few} have too few to compare" if few else "") + ".",
    }  # fmt: skip


def _ranked(index: pd.DataFrame, ranks: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, str]:
    if ranks.empty:
        return {"zh": "没有两份文件的类别、年度、政府层级和口径都相同，不排名次。", "en": "No two documents share kind, year, rank of government and scope: nothing is ranked."}
    sure = ranks[(ranks["rank_low"] == 1) & (ranks["rank_high"] == 1)]
    zh, en = (sign.join(titles[n] for n in sure["name"]) for sign in ("；", "; "))
    groups, alone = ranks["group"].nunique(), len(index) - len(ranks)
    return {
        "zh": f"同类别、年度、政府层级和口径的有 {groups} 组共 {len(ranks)} 份，" + (f"其中十次抽样九次以上居组内首位的是 {zh}" if zh else "没有一份在十次抽样中九次居首位")
        + (f"；其余 {alone} 份没有可比者，不排名次。" if alone else "。"),
        "en": f"{count(groups, 'group')} of {count(len(ranks), 'document')} may be compared (same kind, year, rank of government and scope); "
        + (f"first of its group in nine of ten draws of the weights and the unknown: {en}" if en else "none is first in nine of ten draws of the weights and the unknown")
        + (f"; the other {alone} {'has' if alone == 1 else 'have'} no peers and no rank." if alone else "."),
    }  # fmt: skip


def count(number: int, noun: str) -> str:
    """A number and its noun: 1 group, 2 groups."""
    return f"{number} {noun}{'' if number == 1 else 's'}"

"""The audit of self-evaluations in words, Chinese and English: what notebook 04 answers. Counts in, sentences out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gouji.analysis import contradictions as against
from gouji.analysis import coverage, inflation, performance, targets
from gouji.analysis.told import count

TOLD, OPERANDS = 6, 3  # contradictions told in the answer, and figures against each

TOTALS = ("E60", "E61", "E62", "E63")  # what is evaluated against what the account prints
MARKS = {"mismatch": "▲", "truncation": "◑", "implausible": "△"}


@dataclass(frozen=True)
class Audit:
    """Everything the notebook shows, worked out once. Tables as the modules named after them give them."""

    marks: pd.DataFrame  # performance.indicators
    money: pd.DataFrame  # performance.funds
    sums: pd.DataFrame  # performance.sums
    counts: Mapping[str, int]  # performance.judged
    targets: pd.DataFrame  # targets.targets
    covered: pd.DataFrame  # coverage.covered
    stated: pd.DataFrame  # coverage.stated
    contradictions: pd.DataFrame  # contradictions.contradictions
    lacking: pd.DataFrame  # contradictions.lacking
    missed_full: inflation.Estimate
    inflated: inflation.Estimate
    documents: int

    @property
    def executed(self) -> list:
        """The recomputed execution rates, in per cent, of the self-evaluations that print both amounts."""
        return [r for r in self.money["recomputed"] if r is not None and r == r]

    @property
    def too_high(self) -> list:
        """By how many points each total is higher than its own targets make it, where it is."""
        return [float(i) for i in self.sums["inflation"] if i is not None and i == i and i > 0]


def audit(opened) -> Audit:
    """The audit of an opened study."""
    ledger, tables, findings, documents = opened.ledger, opened.tables, opened.findings, opened.documents
    marks, money = performance.indicators(ledger, tables), performance.funds(ledger, tables)
    sums = performance.sums(marks, money)
    read = {row.name: opened.document(row.name) for row in documents.itertuples(index=False) if row.read}
    return Audit(
        marks, money, sums, performance.judged(marks), targets.targets(read), coverage.covered(money, ledger, findings, documents), coverage.stated(opened.claims),
        against.contradictions(findings), against.lacking(findings), inflation.missed_full_rate(marks), inflation.mean_inflation(sums), len(documents),
    )  # fmt: skip


def sentences(found: Audit, titles: Mapping[str, str]) -> dict[str, str]:
    """The answer: what was evaluated, targets and scores, money and coverage, the gravest contradictions, what is lacking."""
    parts = [_evaluated(found), _scored(found), _spent(found, titles), _contradicted(found, titles), _else(found, titles)]
    return {language: "\n".join(p[language] for p in parts if p[language]) for language in ("zh", "en")}


def _evaluated(found: Audit) -> dict[str, str]:
    holders, n = found.money["name"].nunique(), len(found.money)
    plans = found.targets[found.targets["form"].str.startswith("BG")]
    wordy = int(plans["why"].isin(("words", "no target")).sum())
    zh = f"{found.documents} 份文件中 {holders} 份附有自评表，共 {n} 份自评、{found.counts['indicators']} 个指标。" if n else f"{found.documents} 份文件都没有附自评表。"
    en = (
        f"{holders} of {count(found.documents, 'document')} publish self-evaluations: {count(n, 'form')}, {count(found.counts['indicators'], 'indicator')}."
        if n else f"None of {count(found.documents, 'document')} publishes a self-evaluation."
    )  # fmt: skip
    if len(plans):
        zh += f"预算里 {plans['name'].nunique()} 份文件列有 {len(plans)} 个绩效目标，{wordy} 个只是文字或未填，无从考核。"
        en += f" Budgets state {count(len(plans), 'target')} in {count(plans['name'].nunique(), 'document')}; {wordy} are words or blank and can never be missed."
    return {"zh": zh, "en": en}


def _scored(found: Audit) -> dict[str, str]:
    c = found.counts
    if not c["indicators"]:
        return {"zh": "", "en": ""}
    rate, mean = found.missed_full, found.inflated
    few_zh = f"（得分只印在 {rate.documents} 份文件里，不作推断）" if rate.n and rate.low is None else ""
    few_en = f" (scores are printed in {count(rate.documents, 'document')}: no inference)" if rate.n and rate.low is None else ""
    points = f"，自评减复算平均 {mean.words('', 2)} 分" if mean.value is not None else ""
    totals = found.sums[found.sums["total"].notna()]
    zh = (
        f"能判断的指标 {c['judged']} 个，未达标 {c['missed']} 个；未达标而有得分的 {rate.n} 个中，**{c['missed_full']} 个仍得满分**{few_zh}。"
        f"有得分的 {c['scored']} 个指标里 {c['full']} 个满分；{c['indicators'] - c['scored']} 个不印得分。"
        f"可复算的 {len(totals)} 份总分中 {len(found.too_high)} 份高于按自己目标复算之分" + (f"，最多高 {max(found.too_high):.2f} 分" if found.too_high else "") + points + "。"
    )  # fmt: skip
    en = (
        f"{c['judged']} indicators can be judged, {c['missed']} missed their target; of the {rate.n} missed and scored **{c['missed_full']} still have full marks**{few_en}. "
        f"{c['full']} of {c['scored']} scored indicators have full marks; {c['indicators'] - c['scored']} print no score. Of {count(len(totals), 'total')} that can be recomputed "
        f"{len(found.too_high)} exceed what their own targets give" + (f", by up to {max(found.too_high):.2f} points" if found.too_high else "")
        + (f"; given less recomputed is {mean.words('', 2)} points on average" if mean.value is not None else "") + "."
    )  # fmt: skip
    return {"zh": zh, "en": en}


def _spent(found: Audit, titles: Mapping[str, str]) -> dict[str, str]:
    full = sum(r >= 100 for r in found.executed)
    zh = f"{len(found.executed)} 份有预算和执行数的自评中 {full} 份恰好执行完毕。" if found.executed else ""
    en = f"{full} of {len(found.executed)} self-evaluations with budget and execution spent the whole annual budget." if found.executed else ""
    for row in found.covered[found.covered["claimed"].notna() & found.covered["share"].notna()].itertuples(index=False):
        amounts = f"{row.evaluated / 10_000:,.2f} / {row.project / 10_000:,.2f}"
        zh += f"{titles[row.name]} 称自评覆盖项目支出的 {row.claimed}，实为 {row.share:.1f}%（{amounts} 万元）。"
        en += f" {titles[row.name]} claims that its evaluations cover {row.claimed} of project expenditure; they cover {row.share:.1f}% ({amounts} 万元)."
    return {"zh": zh, "en": en.strip()}


def _contradicted(found: Audit, titles: Mapping[str, str]) -> dict[str, str]:
    own = found.contradictions
    if own.empty:
        return {"zh": "没有发现自评或目标与文件其他数字相矛盾。", "en": "No contradiction between evaluations or targets and the rest of the documents was found."}
    wrong = int(own["outcome"].isin(("mismatch", "truncation")).sum())
    lines = "\n".join(_line(row, titles) for row in own.head(TOLD).itertuples(index=False))
    totals = own[own["rule"].isin(TOTALS)]
    zh = f"\n自评所报收支与决算不同的有 {len(totals)} 处：" + "".join(f"{titles.get(r.name, '')}，{_tail(r.zh)}" for r in totals.head(TOLD).itertuples(index=False)) if len(totals) else ""
    en = f"\nThe evaluated totals differ from the account in {count(len(totals), 'place')}: " + "; ".join(_tail(r.en).rstrip(".") for r in totals.head(TOLD).itertuples(index=False)) + "." if len(totals) else ""
    return {
        "zh": f"**矛盾 {len(own)} 处**：不符 {wrong}，可疑 {len(own) - wrong}，涉及 {own['name'].nunique()} 份文件。最要紧的 {min(TOLD, len(own))} 处：\n{lines}" + zh,
        "en": f"**{count(len(own), 'contradiction')}**: {wrong} mismatches, {len(own) - wrong} implausible, in {count(own['name'].nunique(), 'document')}. The gravest {min(TOLD, len(own))}:\n{lines}" + en,
    }


def _tail(message: str) -> str:
    """A finding's message without the rule's own name before it."""
    return re.split(r"）：|\): ", message, maxsplit=1)[-1]


def _line(row, titles: Mapping[str, str]) -> str:
    """▲ E40 document: what is said (p. 17) ↔ what stands against it (p. 16)."""
    against = row.against.split("；")
    short = "；".join(against[:OPERANDS]) + ("…" if len(against) > OPERANDS else "")
    says_page = "" if pd.isna(row.says_page) else f"（p. {row.says_page}）"
    return f"{MARKS[row.outcome]} [[{row.rule}|finding:{row.id}]] {titles.get(row.name, '')}：{row.says}{says_page} ↔ {short}" + (f"（p. {row.against_page}）" if row.against_page else "")


def _else(found: Audit, titles: Mapping[str, str]) -> dict[str, str]:
    lacks, said = int(found.lacking["n"].sum()), len(found.stated)
    bare = coverage.unsupported(found.stated, found.money)
    told = [(titles[r.name], f"{r.value}", r.page) for r in bare.head(TOLD).itertuples(index=False)]
    zh = f"{bare['name'].nunique()} 份文件在正文里报告自评得分，却没有公布自评表，无从复核：" + "；".join(f"{t} {v} 分（p. {p}）" for t, v, p in told) + "。" if told else ""
    en = f" {count(bare['name'].nunique(), 'document')} report scores in the prose and publish no self-evaluation to check them by: " + "; ".join(f"{t} {v} (p. {p})" for t, v, p in told) + "." if told else ""
    return {
        "zh": f"另有 {lacks} 处应有而无（分值、得分、目标值、原因等）；正文就自评陈述了 {said} 个数。" + zh,
        "en": f"{count(lacks, 'place')} lack what ought to be there (weights, scores, targets, reasons); the prose states {count(said, 'figure')} on evaluation." + en,
    }

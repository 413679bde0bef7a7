"""The audit of self-evaluations in words, Chinese and English: what notebook 04 answers. Counts in, sentences out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from gouji.analysis import contradictions as against
from gouji.analysis import coverage, inflation, performance, targets
from gouji.analysis.sources import Source, documents, many
from gouji.rules.wording import body_of
from gouji.show.derivation import Leads, derived, listed, traced
from gouji.show.leads.evaluating import RATE, contradicting
from gouji.show.rich import Rich, fill, joined, linked, list_ref

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
    names: tuple[str, ...]  # of all documents

    @property
    def executed(self) -> pd.DataFrame:
        """The self-evaluations that print both amounts, so that their execution rate (``recomputed``, per cent) is known."""
        return self.money[self.money["recomputed"].notna()]

    @property
    def too_high(self) -> pd.DataFrame:
        """The totals that are higher than their own targets make them, and by how many points (``inflation``)."""
        return self.sums[[i is not None and i == i and i > 0 for i in self.sums["inflation"]]]


def audit(opened) -> Audit:
    """The audit of an opened study."""
    ledger, tables, findings, documents = opened.ledger, opened.tables, opened.findings, opened.documents
    marks, money = performance.indicators(ledger, tables), performance.funds(ledger, tables)
    sums = performance.sums(marks, money)
    read = {row.name: opened.document(row.name) for row in documents.itertuples(index=False) if row.read}
    return Audit(
        marks, money, sums, performance.judged(marks), targets.targets(read), coverage.covered(money, ledger, findings, documents), coverage.stated(opened.claims),
        against.contradictions(findings), against.lacking(findings), inflation.missed_full_rate(marks), inflation.mean_inflation(sums), tuple(documents["name"]),
    )  # fmt: skip


NOWHERE = Leads({})
Said = dict[str, Rich]


def sentences(found: Audit, titles: Mapping[str, str], leads: Leads = NOWHERE) -> Said:
    """The answer: what was evaluated, targets and scores, money and coverage, the gravest contradictions, what is lacking. Its figures
    lead to what they count and to the formula they come from; ``leads`` finds what is stated in prose."""
    parts = [_evaluated(found, titles), _scored(found), _spent(found, titles, leads), _contradicted(found, titles), _else(found, titles, leads)]
    return {language: joined("\n", [p[language] for p in parts if p[language]]) for language in ("zh", "en")}


def both(zh: str, en: str, /, **given: object) -> Said:
    """One sentence in both languages, filled with the same figures."""
    return {"zh": fill(zh, **given), "en": fill(en, **given)}


def _plus(said: Said, more: Said) -> Said:
    return {language: said[language] + more[language] for language in said}


def held(names: Iterable[str], titles: Mapping[str, str]) -> Rich:
    """How many documents, which are listed."""
    names = list(dict.fromkeys(names))
    return derived(len(names), "这些文件", "these documents", documents(names, titles))


def _evaluated(found: Audit, titles: Mapping[str, str]) -> Said:
    n, plans = len(found.money), found.targets[found.targets["form"].str.startswith("BG")]
    every = held(found.names, titles)
    documents_en = "document" if len(found.names) == 1 else "documents"
    if n:
        forms = derived(n, "这些自评表", "these forms", tuple(Source(r.project, "", many(r.page_)[0].ref) for r in found.money.itertuples(index=False)))
        given = {"every": every, "holders": held(found.money["name"], titles), "forms": forms, "indicators": _indicators(found.marks)}
        said = both("{every} 份文件中 {holders} 份附有自评表，共 {forms} 份自评、{indicators} 个指标。",
                    f"{{holders}} of {{every}} {documents_en} publish self-evaluations: {{forms}} form{'' if n == 1 else 's'}, {{indicators}} indicator{'' if len(found.marks) == 1 else 's'}.", **given)  # fmt: skip
    else:
        said = both("{every} 份文件都没有附自评表。", f"None of {{every}} {documents_en} publishes a self-evaluation.", every=every)
    if len(plans):
        wordy = plans[plans["why"].isin(("words", "no target"))]
        given = {"holders": held(plans["name"], titles), "plans": _targets(plans), "wordy": _targets(wordy)}
        said = _plus(said, both("预算里 {holders} 份文件列有 {plans} 个绩效目标，{wordy} 个只是文字或未填，无从考核。",
                                " Budgets state {plans} " + _s(len(plans), "target") + " in {holders} " + _s(plans["name"].nunique(), "document") + "; {wordy} are words or blank and can never be missed.", **given))  # fmt: skip
    return said


def _indicators(marks: pd.DataFrame) -> Rich:
    return derived(len(marks), "这些指标（目标 / 实际值）", "these indicators (target / actual value)", performance.listing(marks))


def _targets(own: pd.DataFrame) -> Rich:
    return derived(len(own), "这些绩效目标（所印）", "these targets (as printed)", targets.listing(own))


def _scored(found: Audit) -> Said:
    marks, rate, mean, high = found.marks, found.missed_full, found.inflated, found.too_high
    if marks.empty:
        return {"zh": Rich("", ""), "en": Rich("", "")}
    missed = marks[marks["met"].eq(False)]
    totals = found.sums[found.sums["total"].notna()]
    given = {
        "judged": _indicators(marks[marks["met"].notna()]), "missed": _indicators(missed), "rated": _indicators(missed[missed["full"].notna()]),
        "missed_full": _indicators(performance.missed_but_full(marks)), "full": _indicators(marks[marks["full"].eq(True)]),
        "scored": _indicators(marks[marks["score"].notna()]), "unscored": _indicators(marks[marks["score"].isna()]),
        "totals": _totals(totals), "high": _totals(high), "holders": held(missed.loc[missed["full"].notna(), "name"], {}),
    }  # fmt: skip
    few = both("（得分只印在 {holders} 份文件里，不作推断）", f" (scores are printed in {{holders}} {_s(rate.documents, 'document')}: no inference)", **given) if rate.n and rate.low is None else both("", "")
    most = both("", "")
    if len(high):
        top = high.loc[high["inflation"].astype(float).idxmax()]
        most = both("，最多高 {most} 分", ", by up to {most} points", most=derived(float(top["inflation"]), "自评总分 − 复算", "total given − recomputed", top["inflation_"]))
    points = both("", "")
    if mean.value is not None:
        average = derived(mean.words("", 2), "（自评总分 − 复算）的平均", "mean of (total given − recomputed)", tuple(Source(r.project, f"{r.inflation:+.2f}", many(r.total_)[0].ref) for r in totals.itertuples(index=False)))
        points = both("，自评减复算平均 {mean} 分", "; given less recomputed is {mean} points on average", mean=average)
    said = both("能判断的指标 {judged} 个，未达标 {missed} 个；未达标而有得分的 {rated} 个中，**{missed_full} 个仍得满分**", "{judged} indicators can be judged, {missed} missed their target; of the {rated} missed and scored **{missed_full} still have full marks**", **given)
    tail = both("。有得分的 {scored} 个指标里 {full} 个满分；{unscored} 个不印得分。可复算的 {totals} 份总分中 {high} 份高于按自己目标复算之分",
                ". {full} of {scored} scored indicators have full marks; {unscored} print no score. Of {totals} " + _s(len(totals), "total") + " that can be recomputed {high} exceed what their own targets give", **given)  # fmt: skip
    return _plus(_plus(_plus(_plus(said, few), tail), _plus(most, points)), both("。", "."))


def _totals(sums: pd.DataFrame) -> Rich:
    return derived(len(sums), "这些总分（自评 / 复算）", "these totals (given / recomputed)", tuple(Source(r.project, f"{r.total} / {r.recomputed}", many(r.total_)[0].ref) for r in sums.itertuples(index=False)))


def _spent(found: Audit, titles: Mapping[str, str], leads: Leads) -> Said:
    executed = found.executed
    full = executed[[r >= 100 for r in executed["recomputed"]]]
    rates = lambda own: derived(len(own), *RATE, tuple(Source(r.project, f"{r.recomputed:.2f}%", many(r.exec_)[0].ref) for r in own.itertuples(index=False)))  # noqa: E731
    given = {"full": rates(full), "executed": rates(executed)}
    said = both("{executed} 份有预算和执行数的自评中 {full} 份恰好执行完毕。", "{full} of {executed} self-evaluations with budget and execution spent the whole annual budget.", **given) if len(executed) else both("", "")
    for row in found.covered[found.covered["claimed"].notna() & found.covered["share"].notna()].itertuples(index=False):
        amounts = {c: traced(f"{getattr(row, c) / 10_000:,.2f}", getattr(row, f"{c}_"), None, leads) for c in ("evaluated", "project")}
        share = derived(f"{row.share:.1f}%", "自评的执行数之和 ÷ 决算的项目支出", "money executed in the self-evaluations ÷ project expenditure", (*many(row.evaluated_), *many(row.project_)))
        given = {"title": titles[row.name], "claimed": traced(row.claimed, row.claimed_, None, leads), "share": share, **amounts}
        said = _plus(said, both("{title} 称自评覆盖项目支出的 {claimed}，实为 {share}（{evaluated} / {project} 万元）。",
                                " {title} claims that its evaluations cover {claimed} of project expenditure; they cover {share} ({evaluated} / {project} 万元).", **given))  # fmt: skip
    return said


def _contradicted(found: Audit, titles: Mapping[str, str]) -> Said:
    own = found.contradictions
    if own.empty:
        return both("没有发现自评或目标与文件其他数字相矛盾。", "No contradiction between evaluations or targets and the rest of the documents was found.")
    rules, wrong = sorted(set(own["rule"])), int(own["outcome"].isin(("mismatch", "truncation")).sum())
    lines = joined("\n", [_line(row, titles) for row in own.head(TOLD).itertuples(index=False)])
    given = {
        "n": listed(len(own), contradicting(rules)), "wrong": listed(wrong, contradicting(rules, ("mismatch", "truncation"))),
        "odd": listed(len(own) - wrong, contradicting(rules, ("implausible",))), "holders": held(own["name"], titles), "lines": lines,
        "most": derived(min(TOLD, len(own)), "下列几处", "the ones below", [Source(r.rule, r.says, f"finding:{r.id}") for r in own.head(TOLD).itertuples(index=False)]),
    }  # fmt: skip
    said = both("**矛盾 {n} 处**：不符 {wrong}，可疑 {odd}，涉及 {holders} 份文件。最要紧的 {most} 处：\n{lines}",
                f"**{{n}} {_s(len(own), 'contradiction')}**: {{wrong}} mismatches, {{odd}} implausible, in {{holders}} {_s(own['name'].nunique(), 'document')}. The gravest {{most}}:\n{{lines}}", **given)  # fmt: skip
    totals = own[own["rule"].isin(TOTALS)]
    if totals.empty:
        return said
    shown = list(totals.head(TOLD).itertuples(index=False))
    number = listed(len(totals), contradicting([r for r in rules if r in TOTALS]))
    told_zh = joined("", [fill("{title}，{tail}", title=titles.get(r.name, ""), tail=linked(body_of(r.zh), f"finding:{r.id}")) for r in shown])
    told_en = joined("; ", [linked(body_of(r.en).rstrip("."), f"finding:{r.id}") for r in shown])
    more = {"zh": fill("\n自评所报收支与决算不同的有 {n} 处：{told}", n=number, told=told_zh),
            "en": fill(f"\nThe evaluated totals differ from the account in {{n}} {_s(len(totals), 'place')}: {{told}}.", n=number, told=told_en)}  # fmt: skip
    return _plus(said, more)


def _line(row, titles: Mapping[str, str]) -> Rich:
    """▲ E40 document: what is said (p. 17) ↔ what stands against it (p. 16), all of it leading to the finding."""
    others = row.against.split("；")
    short = "；".join(others[:OPERANDS]) + ("…" if len(others) > OPERANDS else "")
    says = row.says + ("" if pd.isna(row.says_page) else f"（p. {row.says_page}）")
    short += f"（p. {row.against_page}）" if row.against_page else ""
    ref = f"finding:{row.id}"
    return fill("{mark} {rule} {title}：{says} ↔ {against}", mark=MARKS[row.outcome], rule=linked(row.rule, f"rule:{row.rule}"), title=titles.get(row.name, ""), says=linked(says, ref), against=linked(short, ref))


def _else(found: Audit, titles: Mapping[str, str], leads: Leads) -> Said:
    lacks, said = int(found.lacking["n"].sum()), found.stated
    given = {
        "lacks": listed(lacks, list_ref("findings", rule=sorted(set(found.lacking["rule"])) or [""], outcome="missing")),
        "said": derived(len(said), "这些陈述", "these statements", leads.found(sum((many(s) for s in said["value_"]), ()))),
    }  # fmt: skip
    told = both("另有 {lacks} 处应有而无（分值、得分、目标值、原因等）；正文就自评陈述了 {said} 个数。",
                f"{{lacks}} {_s(lacks, 'place')} lack what ought to be there (weights, scores, targets, reasons); the prose states {{said}} {_s(len(said), 'figure')} on evaluation.", **given)  # fmt: skip
    bare = coverage.unsupported(found.stated, found.money)
    if bare.empty:
        return told
    scores = [(titles[r.name], traced(str(r.value), r.value_, None, leads), r.page) for r in bare.head(TOLD).itertuples(index=False)]
    given = {"holders": held(bare["name"], titles), "zh": joined("；", [fill("{t} {v} 分（p. {p}）", t=t, v=v, p=p) for t, v, p in scores]), "en": joined("; ", [fill("{t} {v} (p. {p})", t=t, v=v, p=p) for t, v, p in scores])}
    return _plus(told, both("{holders} 份文件在正文里报告自评得分，却没有公布自评表，无从复核：{zh}。",
                            f" {{holders}} {_s(bare['name'].nunique(), 'document')} report scores in the prose and publish no self-evaluation to check them by: {{en}}.", **given))  # fmt: skip


def _s(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"

"""Rules over prose: each fires on a seeded fault with its kin, and a text that fits its tables is silent.

A case of ``FAULTS``: the rule, the clean document it starts from, what is done to the text (pairs of words, old and
new) or to the tables, and every rule of these scopes that may report it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from ledgers import change, ledger_of, table  # noqa: E402
from prose_documents import FINAL, TEXTS, document_with, final_tables  # noqa: E402

from gouji.rules import check, load_catalogue  # noqa: E402

TROUBLE = ("mismatch", "missing", "implausible", "truncation")
SCOPES = ("form-vs-narrative", "narrative-internal", "budget-vs-final")
OWN = {r.id for r in load_catalogue() if r.scope in SCOPES} | set("X30 X31 U01 U03 E21 E60 E61 E62 E63 E64".split())


def cell(address: str, printed: str):
    return lambda tables: change(tables, address, printed)


def said(*pairs: str):
    """Words of the text replaced: old, new, old, new …; each must stand in it."""

    def apply(text: str) -> str:
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    apply.words = True
    return apply


ITEM_5 = "5.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。年初预算为11.22万元，支出决算为11.13万元，完成年初预算的99.20%。\n"

FAULTS = [
    # stated figures against the forms
    ("N01", "final", said("收、支总计均为223.41万元", "收、支总计均为224.41万元"), "N01 P10"),
    ("N02", "final", said("年初结转和结余5.80", "年初结转和结余8.50"), "N02"),
    ("N03", "final", said("收入合计217.61", "收入合计271.61"), "N03 P01"),
    ("N04", "final", said("其他收入1.10万元", "其他收入1.01万元"), "N04 P01"),
    ("N05", "final", said("支出合计220.11", "支出合计222.11"), "N05 N09 P01"),
    ("N06", "final", said("收、支总计均为220.91", "收、支总计均为220.19"), "N06"),
    ("N07", "final", said("基本支出112.46万元，占", "基本支出112.64万元，占"), "N07 N09 P01"),
    ("N08", "final", said("项目支出107.65万元，占", "项目支出106.75万元，占"), "N08 N09 P01"),
    ("N14", "final", said("年初预算为6.00万元，支出决算为4.80", "年初预算为9.00万元，支出决算为4.80"), "N14 B04"),
    ("N15", "final", said("政府性基金预算财政拨款支出9.00", "政府性基金预算财政拨款支出0.90"), "N15"),
    ("N23", "final", said("支出决算为96.58万元", "支出决算为95.68万元"), "N23 N22 B02 B03"),
    ("N23", "final", said(ITEM_5, ""), "N23"),
    ("N40", "final", said("人员经费98.16万元", "人员经费98.61万元"), "N40 N10"),
    ("N46", "budget", said("共2个项目", "共3个项目"), "N46"),
    ("N46", "budget", said("涉及预算资金176.00", "涉及预算资金167.00"), "N46"),
    ("N47", "final", cell("FA04/exp.total/sc", "3.00"), "N47"),
    ("U03", "final", said("本年支出合计220.11万元", "本年支出合计2201100万元"), "U03 N05 N09 P01 X30"),
    # stated figures against each other
    ("N09", "final", said("基本支出112.46万元，占", "基本支出114.26万元，占"), "N07 N09 P01"),
    ("N10", "final", said("公用经费14.30万元，主要", "公用经费13.40万元，主要"), "N10 N40"),
    ("N11", "final", said("（二）一般公共预算财政拨款支出决算结构情况\n一般公共预算财政拨款支出209.11", "（二）一般公共预算财政拨款支出决算结构情况\n一般公共预算财政拨款支出290.11"), "N11 N05 N21 P01 X30"),
    ("N12", "final", said("基本工资、津贴补贴、机关", "基本工资、机关"), "N12"),
    ("N12", "final", said("养老保险缴费、退休费；", "养老保险缴费、其他社会保障缴费、退休费；"), "N12"),
    ("N13", "final", said("因公出国（境）费支出决算为0.00", "因公出国（境）费支出决算为0.30"), "N13 N14"),
    ("N13", "budget", said("公务接待费1.00万元", "公务接待费2.00万元"), "N13 N14"),
    ("N16", "final", said("机关运行经费支出14.30", "机关运行经费支出16.30"), "N16 P10"),
    ("N17", "final", said("采购服务支出40.00", "采购服务支出41.00"), "N17"),
    ("N18", "final", said("其他用车1辆", "其他用车2辆"), "N18"),
    ("N19", "final", said("保有量为1辆", "保有量为3辆"), "N19"),
    ("N20", "final", said("事业收入1.00万元，占0.46%", "事业收入万元，占0.46%"), "N20"),
    ("N21", "final", said("支出（类）197.53万元，占94.46%", "支出（类）179.53万元，占85.85%"), "N21 N22 N23"),
    ("N22", "final", said("支出决算为12.00万元，完成年初预算的96.00%", "支出决算为12.50万元，完成年初预算的100.00%"), "N22 N23 B02"),
    ("N24", "final", said("小微企业合同金额20.00万元，占政府采购支出总额的40.00%", "小微企业合同金额48.00万元，占政府采购支出总额的96.00%"), "N24"),
    ("N25", "final", said("支出总额50.00", "支出总额500.00", "货物支出10.00", "货物支出460.00", "总额的90.00%", "总额的9.00%", "总额的40.00%", "总额的4.00%"), "N25"),
    ("N30", "final", said("主要原因是压减支出", "主要原因是人员增加"), "N30"),
    ("N45", "final", said("科室3个", "科室4个"), "N45"),
    ("N48", "final", said("行政编制6名", "行政编制7名"), "N48"),
    # shares, growth, direction, reasons
    ("P01", "final", said("占51.09%", "占51.90%"), "P01 P02"),
    ("P01", "final", said("合计的95.00%", "合计的95.02%"), "P01"),
    ("P02", "budget", said("占86.72%", "占86.27%"), "P01 P02"),
    ("P03", "final", said("占68.75%", "占67.85%"), "P03 P02"),
    ("P04", "final", said("“三公”经费财政拨款支出决算4.80万元，其中：公务用车购置及运行维护费支出决算3.30万元，占68.75%；公务接待费支出决算1.50万元，占31.25%。", "“三公”经费财政拨款支出决算合计0.00万元，其中：公务接待费支出决算0.00万元，占100.00%。"), "P04 N14 N11"),
    ("P05", "final", said("占48.91%", "占48.9%"), "P05"),
    ("P06", "final", said("下降4.95%", "下降4.95"), "P06"),
    ("P10", "final", said("增长9.83%", "增长9.38%"), "P10"),
    ("P11", "final", said("减少10.89万元，下降4.95%，主要原因是压减支出", "增加10.89万元，增长4.95%，主要原因是人员变动"), "P11"),
    ("P11", "final", said("增长9.83%", "下降9.83%"), "P11"),
    ("P12", "budget", said("项目支出增加25.00", "项目支出增加26.00"), "P12"),
    ("P12", "final", said("公务接待费支出决算减少0.10", "公务接待费支出决算减少0.20"), "P12"),
    ("P13", "budget", said("支出预算1,324.87万元，比上年增加24.87万元，增长1.91%", "支出预算1,324.87万元，比上年增加42.87万元，增长3.34%"), "P13"),
    ("P14", "budget", said("2024年支出预算合计", "政府采购预算8.00万元，比上年增加8.00万元，增长100.00%，主要原因是新增采购。2024年支出预算合计"), "P14"),
    ("P15", "final", said("，主要原因是厉行节约", ""), "P15"),
    # initial budgets and final amounts
    ("B01", "final", said("年初预算为12.50万元，支出决算为12.00万元，完成年初预算的96.00%", "年初预算为13.50万元，支出决算为12.00万元，完成年初预算的88.89%"), "B01"),
    ("B02", "final", said("支出决算为0.45万元", "支出决算为0.54万元"), "B02 N22 N23 B03"),
    ("B03", "final", said("完成年初预算的98.55%", "完成年初预算的95.58%"), "B03"),
    ("B04", "final", said("完成预算的82.50%", "完成预算的85.20%"), "B04"),
    ("B05", "final", said("因公出国（境）费支出决算为0.00万元；", "因公出国（境）费支出决算为0.00万元，完成预算的0.00%；"), "B05"),
    ("B06", "final", said("决算数小于年初预算数", "决算数大于年初预算数"), "B06"),
    ("B09", "final", said("年初预算为98.00万元，支出决算为96.58万元，完成年初预算的98.55%", "年初预算为198.00万元，支出决算为96.58万元，完成年初预算的48.78%"), "B09 B01"),
    ("B10", "final", said("年初预算为4.30万元，支出决算为4.30万元，完成年初预算的100.00%", "年初预算为0.00万元，支出决算为4.30万元"), "B10"),
    ("E21", "final", said("决算资金合计107.65", "决算资金合计17.65"), "E21"),
    ("X30", "final", said("财政拨款收、支总计均为220.91", "财政拨款收、支总计均为202.91"), "X30 N06"),
    ("X31", "final", (cell("FA01/rev.open/amount", ""), said("年初结转和结余5.80万元。", "")), "X31"),
    # units, self-evaluations, a budget beside its final account
    ("U01", "mixed", said("政府性基金预算财政拨款支出9.00", "政府性基金预算财政拨款支出9.01"), "U01 N15"),
    ("E60", "evaluated", cell("PE01/fund.total/exec", "217.61"), "E60"),
    ("E60", "evaluated", cell("PE01/fund.total/exec", "202.11"), "E60 E64"),
    ("E61", "evaluated", said("实际财政拨款收入合计217.61", "实际财政拨款收入合计211.67"), "E61"),
    ("E62", "evaluated", cell("PE01/exp.basic/exec", "114.26"), "E62"),
    ("E63", "evaluated", cell("PE01/exp.project/exec", "106.57"), "E63"),
    ("E64", "evaluated", cell("PE01/fund.total/exec", "217.16"), "E60 E64"),
    ("B07", "pair", cell("BG05/2010301/total", "97.00"), "B07"),
    ("B08", "pair", cell("BG08/total/reception", "1.00"), "B08"),
    ("B11", "pair", cell("BG11/project:PE02/total", "90.00"), "B11"),
]  # fmt: skip


def run(tables, text, kind) -> list:
    own = "budget" if kind == "budget" else "final"
    return list(check([document_with(tables, text, own)], ledger_of(tables, kind=own)))


def run_pair(budget: list[dict]) -> list:
    """The final account and the budget of its year, together."""
    final = [*final_tables(), table("PE02", "init annual exec", "fund.total | 84.65 | 84.65 | 84.65")]
    other = "cd" * 32
    documents = [document_with(final, FINAL, "final"), document_with(budget, "", "budget", other)]
    findings = check(documents, pandas.concat([ledger_of(final), ledger_of(budget, other, "budget")], ignore_index=True))
    return list(findings.across)


def budget_of_year() -> list[dict]:
    plans = {"2010301": "98.00", "2010302": "84.65", "2010350": "4.30", "2019999": "12.50", "2080505": "11.22", "2080599": "0.45"}
    return [
        table("BG05", "total", "\n".join(f"{k} | {v}" for k, v in plans.items())),
        table("BG08", "total abroad vehicles vehicles_purchase vehicles_running reception", "total | 6.00 | · | 4.00 | · | 4.00 | 2.00"),
        table("BG11", "total", "project:PE02 | 84.65\ntotal | 84.65"),
    ]


def troubled(findings) -> set[str]:
    return {f.rule for f in findings if f.outcome in TROUBLE} & OWN


def seeded(kind, fault) -> list:
    """The findings after a fault in the words, in the tables, or in both."""
    if kind == "pair":
        return run_pair(fault(budget_of_year()))
    (make, text), faults = TEXTS[kind], fault if isinstance(fault, tuple) else (fault,)
    tables = make()
    for one in faults:
        if getattr(one, "words", False):
            text = one(text)
        else:
            tables = one(tables)
    return run(tables, text, kind)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_that_fits_its_tables_is_silent(kind):
    make, text = TEXTS[kind]
    findings = [f for f in run(make(), text, kind) if f.rule in OWN]
    assert not troubled(findings)
    assert sum(f.outcome == "exact" for f in findings) > 40


def test_a_budget_that_fits_its_final_account_is_silent():
    findings = run_pair(budget_of_year())
    assert {f.rule for f in findings} >= {"B07", "B08", "B11"}
    assert all(f.outcome == "exact" for f in findings if f.rule in ("B07", "B08", "B11"))


@pytest.mark.parametrize(("rule", "kind", "fault", "kin"), FAULTS, ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_a_seeded_fault_fires_its_rule_and_its_kin_only(rule, kind, fault, kin):
    assert troubled(seeded(kind, fault)) == set(kin.split())
    assert rule in kin.split()


# (rule, kind, words of the clean text, within what rounding leaves open, one last digit outside)
ENVELOPES = [
    ("N01", "final", "收、支总计均为223.41", "收、支总计均为223.41", "收、支总计均为223.43"),
    ("N17", "final", "采购服务支出40.00", "采购服务支出40.01", "采购服务支出40.02"),
    ("N09", "final", "项目支出107.65万元，占", "项目支出107.66万元，占", "项目支出107.67万元，占"),
    ("N10", "final", "公用经费14.30万元，主要", "公用经费14.31万元，主要", "公用经费14.32万元，主要"),
    ("P01", "final", "合计的95.00%", "合计的95.01%", "合计的95.02%"),
    ("P10", "final", "增长9.83%", "增长9.83%", "增长9.85%"),
    ("B03", "final", "完成年初预算的99.05%", "完成年初预算的99.05%", "完成年初预算的99.06%"),
    ("B02", "final", "支出决算为12.00万元", "支出决算为12.02万元", "支出决算为12.04万元"),
    ("U01", "mixed", "拨款支出9.00万元", "拨款支出9.0万元", "拨款支出9.01万元"),
    ("N18", "final", "其他用车1辆", "其他用车1辆", "其他用车2辆"),
]


@pytest.mark.parametrize(("rule", "kind", "words", "inside", "outside"), ENVELOPES, ids=[e[0] for e in ENVELOPES])
def test_the_envelope_ends_where_it_should(rule, kind, words, inside, outside):
    def outcomes(new: str) -> set[str]:
        return {f.outcome for f in seeded(kind, said(words, new)) if f.rule == rule}

    assert outcomes(inside) <= {"exact", "rounding", "not_testable", "not_applicable"}
    assert "mismatch" in outcomes(outside)


def test_digits_cut_off_are_truncation():
    found = {f.rule: f.outcome for f in seeded("final", said("占5.54%", "占5.53%")) if f.outcome == "truncation"}
    assert found == {"P01": "truncation"}


def test_a_stated_operand_carries_its_sentence_and_its_line():
    finding = next(f for f in seeded("final", said("占51.09%", "占51.90%")) if f.rule == "P01" and f.outcome == "mismatch")
    share, amount, whole = finding.where
    assert (share.printed, amount.printed, whole.printed) == ("51.90%", "112.46万元", "220.11万元")
    assert share.page == whole.page == 100 and share.bbox is not None
    assert share.sentence == "本年支出合计220.11万元，其中：基本支出112.46万元，占51.90%；"


def test_what_is_not_bound_or_not_certain_is_never_a_mismatch():
    unclear = said("政府采购支出总额50.00万元", "另安排经费70.00万元，占3.00%。政府采购支出总额50.00万元")
    findings = [f for f in seeded("final", unclear) if f.rule == "P01" and f.where[0].printed == "3.00%"]
    assert {f.outcome for f in findings} <= {"not_testable"}

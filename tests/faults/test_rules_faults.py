"""Every implemented rule fires on a seeded fault, with its kin and no other, and a clean document is silent.

A case: the rule, the clean document it starts from, what is done to it, and every rule that may report it.
"""

from __future__ import annotations

import importlib
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "unit"), str(Path(__file__).parent)]

from ledgers import CLEAN, change, document_of, drop, edit, ledger_of, renamed, totals_first  # noqa: E402

from gouji.rules import check, load_catalogue  # noqa: E402

TROUBLE = ("mismatch", "missing", "implausible", "truncation")


def cell(address: str, printed: str):
    return lambda tables: change(tables, address, printed)


def cells(**printed):
    def apply(tables):
        for address, text in printed.items():
            tables = change(tables, address.replace("__", "/").replace("_dot_", "."), text)
        return tables

    return apply


def row(form: str, item: str):
    return lambda tables: drop(tables, form, item)


def several(*steps):
    def apply(tables):
        for step in steps:
            tables = step(tables)
        return tables

    return apply


def negative(tables):
    """A swap that keeps every sum: −1 here, one more there."""
    return several(cell("FA06/30217/amount", "-1.00"), cell("FA06/30201/amount", "11.30"))(tables)


FAULTS = [
    # form 01
    ("W01", "final", cell("FA01/rev.biz/amount", "2.00"), "W01 X01"),
    ("W02", "final", cell("FA01/exp.f208/amount", "12.58"), "W02 X02"),
    ("W02", "final", cell("FA01/exp.f202/amount", "1.00"), "W02"),
    ("W02", "final", row("FA01", "exp.f208"), "W02 W81"),
    ("W03", "final", cell("FA01/rev.open/amount", "5.90"), "W03 X13"),
    ("W04", "final", cell("FA01/exp.close/amount", "3.40"), "W04 X13"),
    ("W05", "final", cell("FA01/exp.grand/amount", "223.42"), "W05"),
    ("W05", "final", cell("FA01/exp.grand/amount", "233.41"), "W04 W05"),
    ("W06", "final", several(cell("FA01/rev.grand/amount", "0.00"), cell("FA01/exp.grand/amount", "0.00")), "W03 W04 W06 X30"),
    # form 04
    ("W10", "final", cell("FA04/rev.open.gf/amount", "2.00"), "W10 X11"),
    ("W11", "final", cell("FA04/exp.f212/gf", "9.03"), "W11 W12"),
    ("W11", "final", row("FA04", "exp.f208"), "W11"),
    ("W12", "final", several(cell("FA04/exp.f201/total", "196.53"), cell("FA04/exp.f208/total", "12.58")), "W12"),
    ("W13", "final", cell("FA04/rev.total/amount", "215.21"), "W13"),
    ("W14", "final", cell("FA04/exp.grand/gf", "11.10"), "W13 W14"),
    # forms 02, 03, 05
    ("W20", "final", cell("FA05/2010350/project", "1.00"), "W20 W22"),
    ("W21", "final", cell("FA05/total/project", "96.85"), "W20 W21"),
    ("W22", "final", cell("FA05/20805/basic", "11.68"), "W20 W22"),
    ("W22", "final", row("FA05", "2080505"), "W22"),
    ("W23", "final", row("FA05", "20805"), "W23"),
    ("W60", "final", cell("FA02/total/fiscal", "215.31"), "W60 W62 X01"),
    ("W61", "final", cell("FA02/20805/fiscal", "12.58"), "W61 W62"),
    ("W62", "final", cell("FA02/2019999/oth", "1.50"), "W61 W62"),
    ("W65", "final", cell("FA03/2010302/project", "85.65"), "W65 W66"),
    ("W66", "final", row("FA03", "2080505"), "W66"),
    ("W66", "final", cell("FA03/total/basic", "112.66"), "W65 W66"),
    # form 06
    ("W30", "final", cell("FA06/30101/amount", "61.08"), "W30"),
    ("W31", "final", cell("FA06/30231/amount", "2.00"), "W31"),
    ("W32", "final", cell("FA06/31002/amount", "2.00"), "W32"),
    ("W33", "final", cell("FA06/personnel/amount", "98.36"), "W33 X04"),
    ("W34", "final", cell("FA06/operating/amount", "14.50"), "W34 X04"),
    # forms 07, 08, 09
    ("W40", "final", cell("FA07/total/budget.reception", "3.00"), "W40"),
    ("W40", "final", cell("FA07/total/budget.vehicles_running", "3.00"), "W40"),
    ("W41", "final", cell("FA07/total/final.total", "5.80"), "W41"),
    ("W50", "final", cell("FA08/total/close", "3.00"), "W50 X11"),
    ("W50", "final", cell("FA08/21208/exp.project", "9.50"), "W50"),
    ("W51", "final", lambda t: edit(t, "FA09", rows={"22301": ["1.00", "", "0.40", "", "0.40", "0.60"],
        "total": ["1.00", "", "0.40", "", "0.50", "0.60"]}), "W51 X14 X15 C30"),
    # totals, codes, signs, numbers
    ("W79", "final", lambda t: edit(t, "FA05", rows={**t[4]["rows"], "2010350#2": ["1.00", "1.00", ""]}), "W79"),
    ("W80", "final", negative, "W80"),
    ("W81", "final", lambda t: edit(t, "FA01", lines={**t[0]["lines"], "exp.f202": "33"}), "W81"),
    ("W82", "final", lambda t: edit(t, "FA03", line_row=("", "1", "2", "4", "4", "5", "6")), "W82"),
    ("C10", "final", several(*(cell(f"FA05/total/{c}", "") for c in ("total", "basic", "project"))), "C10"),
    ("C10", "final", cell("FA01/rev.total/amount", ""), "C10 W03"),
    # between forms
    ("X01", "final", cell("FA02/total/biz", "1.10"), "W60 W62 X01"),
    ("X02", "final", cell("FA01/exp.f212/amount", "9.02"), "W02 X02"),
    ("X03", "final", cell("FA05/208/total", "11.78"), "W20 W21 W22 X03 X05"),
    ("X04", "final", several(cell("FA06/302/amount", "13.80"), cell("FA06/30201/amount", "9.50"),
        cell("FA06/operating/amount", "14.80")), "X04"),
    ("X05", "final", several(cell("FA03/2010302/project", "84.60"), cell("FA03/2010302/total", "84.60"),
        cell("FA03/2010350/basic", "4.35"), cell("FA03/2010350/total", "4.35")), "W66 X05"),
    ("X06", "final", several(cell("FA06/30217/amount", "1.80"), cell("FA06/30201/amount", "8.50")), "X06"),
    ("X08", "final", several(cell("FA04/rev.gpb/amount", "206.11"), cell("FA04/rev.gf/amount", "9.00")), "X08 X10 X11"),
    ("X09", "final", several(cell("FA01/rev.open/amount", "5.70"), cell("FA01/rev.use_nonfiscal/amount", "0.10")), "X09"),
    ("X10", "final", several(cell("FA04/rev.open.gpb/amount", "4.60"), cell("FA04/rev.open.gf/amount", "1.20")), "X10 X11"),
    ("X11", "final", cell("FA08/total/revenue", "10.10"), "W50 X11"),
    ("X13", "final", several(cell("FA01/rev.open/amount", "5.90"), cell("FA01/rev.grand/amount", "223.51"),
        cell("FA01/exp.grand/amount", "223.51")), "W04 X13"),
    ("X14", "final", lambda t: edit(t, "FA09", note=None, rows={"22301": ["", "0.40", "0.40", "", "0.40", ""],
        "total": ["", "0.40", "0.40", "", "0.40", ""]}), "X14 X15"),
    ("X15", "final", lambda t: edit(t, "FA08", rows={"total": ["", "", "", "", "", ""]}), "X15 C30"),
    ("X30", "final", several(cell("FA01/rev.grand/amount", "213.41"), cell("FA01/exp.grand/amount", "213.41")), "W03 W04 X30"),
    # presence
    ("C01", "final", lambda t: drop(t, "FA06"), "C01"),
    ("C03", "final", lambda t: drop(t, "FA09"), "C03"),
    ("C06", "final", lambda t: edit(t, "FA05", rows={k: v for k, v in t[4]["rows"].items() if len(k) != 7}), "C06"),
    ("C07", "final", lambda t: edit(t, "FA06", rows={k: v for k, v in t[5]["rows"].items() if len(k) != 5}), "C07"),
    ("C08", "budget", lambda t: edit(t, "BG08", columns=["total", "abroad", "vehicles", "reception"],
        rows={"total": ["5.00", "", "4.00", "1.00"]}), "C08"),
    ("C30", "final", lambda t: edit(t, "FA09", note=None), "C30"),
    ("C30", "budget", lambda t: edit(t, "BG09", rows={"total": ["1.00", "1.00", ""]}), "C30 X40"),
    ("U02", "final", lambda t: edit(t, "FA07", unit=None), "U02"),
    ("K03", "final", lambda t: renamed(t, "FA05", "2080599", "208059"), "K03"),
    ("K20", "final", several(cell("FA06/30108/amount", "10.68"), cell("FA06/30112/amount", "0.45"),
        cell("FA06/30102/amount", "26.50")), "K20"),
    # budgets
    ("W70", "budget", cell("BG01/rev.gpb/amount", "1,315.87"), "W70"),
    ("W70", "budget", cell("BG01/exp.f208/amount", "29.23"), "W70 X40"),
    ("W70", "budget", cell("BG01/exp.grand/amount", "1,424.87"), "W70"),
    ("W71", "budget", cell("BG02/total/gpb", "1315.87"), "W71"),
    ("W72", "budget", cell("BG03/20805/basic", "29.23"), "W72 W73"),
    ("W73", "budget", cell("BG03/2010301/basic.goods", "306.13"), "W72 W73"),
    ("W73", "budget", cell("BG03/total/project", "186.00"), "W73"),
    ("W74", "budget", cell("BG04/exp.f210/gpb", "22.88"), "W74"),
    ("W75", "budget", cell("BG05/total/basic.wages", "833.16"), "W75 X45"),
    ("W76", "budget", cell("BG07/302/gpb", "470.13"), "W76"),
    ("W77", "budget", cell("BG08/total/reception", "2.00"), "W77"),
    ("X40", "budget", several(*(cell(f"BG02/{c}/{k}", "12.98") for c in ("210", "21011", "2101101") for k in ("total", "gpb")),
        cell("BG02/total/total", "1324.97"), cell("BG02/total/gpb", "1314.97")), "X40"),
    ("X42", "budget", several(cell("BG07/302/gpb", "472.13"), cell("BG07/302/total", "472.13"),
        cell("BG07/total/gpb", "1315.87"), cell("BG07/total/total", "1325.87")), "X42"),
    ("X44", "budget", cell("BG11/total/total", "186.00"), "X44"),
    ("X45", "budget", several(cell("BG06/302/total", "306.13"), cell("BG06/302/operating", "306.13"),
        cell("BG06/30201/total", "201.13"), cell("BG06/30201/operating", "201.13"),
        cell("BG06/total/total", "1149.87"), cell("BG06/total/operating", "314.13")), "X45"),
    ("X49", "budget", several(cell("BG07/302/gpb.fiscal", "461.03"), cell("BG07/310/gpb.fiscal", "18.10")), "X49"),
    ("X52", "budget", cell("BG06/30101/personnel", "510.00"), "X52"),
    # performance
    ("E02", "performance", several(*(cell(f"PE02/indicator:{i}/weight", "") for i in range(1, 6))), "E02"),
    ("E06", "performance", several(cell("PE02/indicator:1/score", "48"), cell("PE02/score.total/score", "97.0")), "E06"),
    ("E73", "performance", cell("PE01/indicator:3/target", ""), "E73"),
    ("E03", "performance", cell("PE02/indicator:2/weight", "31"), "E03 E06"),
    ("E04", "performance", cell("PE02/score.total/score", "99.2"), "E04"),
    ("E05", "performance", cell("PE02/indicator:1/actual", "94%"), "E05"),
    ("E05", "performance", cell("PE02/indicator:2/actual", "5天"), "E05"),
    ("E10", "performance", cell("PE02/fund.fiscal/balance", "6.00"), "E10 E65"),
    ("E11", "performance", cell("PE01/fund.total/rate", "91.00%"), "E11"),
    ("E13", "performance", several(cell("PE01/fund.total/score", "9.9"), cell("PE01/score.total/score", "99.9")), "E13"),
    ("E15", "performance", several(cell("PE01/indicator:2/score", "31"), cell("PE01/score.total/score", "100.0")), "E15"),
    ("E40", "performance", cell("PE01/indicator:4/actual", "0"), "E40"),
    ("E43", "performance", cell("PE01/indicator:5/actual", "1.8%"), "E43"),
    ("E65", "performance", cell("PE01/fund.total/init", "0"), "E65"),
]  # fmt: skip
CASED = {f[0] for f in FAULTS}  # rules with cases elsewhere report what is theirs besides


def run(tables, kind):
    return list(check([document_of(tables, kind)], ledger_of(tables, kind=kind)))


def troubled(findings) -> set[str]:
    return {f.rule for f in findings if f.outcome in TROUBLE}


@pytest.mark.parametrize("kind", CLEAN)
@pytest.mark.parametrize("order", [list, totals_first], ids=["totals last", "totals first"])
def test_a_clean_document_is_silent(kind, order):
    findings = run(order(CLEAN[kind]()), kind)
    assert not troubled(findings), [f.zh for f in findings if f.outcome in TROUBLE]
    assert sum(f.outcome == "exact" for f in findings) > 40
    assert {f.outcome for f in findings if f.rule in CASED} <= {"exact", "not_applicable"}


@pytest.mark.parametrize("order", [list, totals_first], ids=["totals last", "totals first"])
@pytest.mark.parametrize(("rule", "kind", "fault", "kin"), FAULTS, ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_a_seeded_fault_fires_its_rule_and_its_kin_only(rule, kind, fault, kin, order):
    found = troubled(run(order(fault(CLEAN[kind]())), kind)) & CASED
    expected = set(kin.split())
    if order is totals_first:
        expected -= {"W81"}  # 行次 belong to the printed order
    assert found == expected
    assert rule in found or rule == "W81"


def test_every_implemented_rule_has_a_fault():
    """Cases stand here and in the modules ``test_rules_*_faults.py`` beside, each with its list ``FAULTS`` (rule first)."""
    seeded = {f[0] for f in FAULTS}
    for file in Path(__file__).parent.glob("test_rules_*_faults.py"):
        seeded |= {f[0] for f in importlib.import_module(file.stem).FAULTS}
    assert {r.id for r in load_catalogue() if r.status == "implemented"} == seeded


LINEAR_RULES = {r.id for r in load_catalogue() if any(c["kind"] in ("sum", "tops", "hierarchy", "row", "details", "equal") for c in r.checks)}


def _wholes():
    """(kind, rule, address of the printed whole, last digit, how many last digits rounding can explain)."""
    seen = set()
    for kind, make in CLEAN.items():
        for finding in run(make(), kind):
            identity = finding.identity
            if finding.rule not in LINEAR_RULES or identity is None or identity.mode not in ("sum", "equal"):
                continue
            figure, terms = identity.left[0].figure, finding.terms
            if finding.form.startswith("PE"):
                continue  # points are decided, not rounded
            if figure is None or not figure.value or identity.left[0].sign < 0 or len({t.half for t in terms if t.half}) > 1:
                continue
            halves = sum(1 for t in terms if t.half)
            most = (halves - 1) // 2
            if identity.mode == "equal" and identity.tolerance == "EQ" and halves == 2:
                most = 1
            key = (kind, finding.rule, tuple(p.address for p in finding.where))
            if key not in seen and sum(k[:2] == key[:2] for k in seen) < 4:  # four places a rule are enough
                seen.add(key)
                yield *key, figure.resolution / figure.factor, most


@pytest.mark.parametrize(("kind", "rule", "operands", "digit", "most"), list(_wholes()), ids=lambda v: str(v)[:40])
def test_the_envelope_ends_where_it_should(kind, rule, operands, digit, most):
    """The last digit that rounding explains is rounding; one more is a mismatch (or what a lost row makes of it)."""
    form, item, column = operands[0].split("/")
    tables = CLEAN[kind]()
    printed = next(t for t in tables if t["form"] == form)
    text = printed["rows"][item][printed["columns"].index(column)].replace(",", "")

    def outcomes(steps: int) -> set[str]:
        shifted = change(tables, operands[0], str(Decimal(text) + steps * digit))
        found = run(shifted, kind)
        return {f.outcome for f in found if f.rule == rule and tuple(p.address for p in f.where) == operands}

    assert outcomes(most) == ({"rounding"} if most else {"exact"})
    assert outcomes(most + 1) == {"mismatch"}

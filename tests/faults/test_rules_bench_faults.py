"""The checks that the bench of generated departments called for, each with the fault that it was blind to; and which
cell is suspected where several would do."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "unit"), str(Path(__file__).parent)]

from ledgers import CLEAN, change, document_of, drop, edit, ledger_of  # noqa: E402

from gouji.rules import check  # noqa: E402
from gouji.rules.evidence import slip, slips  # noqa: E402
from gouji.rules.index import Figure  # noqa: E402

FUND = {"212": ["9.00", "", "9.00"], "21208": ["9.00", "", "9.00"], "2120803": ["6.00", "", "6.00"], "2120899": ["3.00", "", "3.00"], "total": ["9.00", "", "9.00"]}


def with_fund(tables, **rows):
    return edit(tables, "BG09", rows={**FUND, **{k.lstrip("i"): v for k, v in rows.items()}}, note=None)


FAULTS = [  # rule, document, fault
    ("W73", "budget", lambda t: with_fund(t, i2120803=["6.00", "", "5.00"])),  # project other than total
    ("W72", "budget", lambda t: with_fund(t, i21208=["8.00", "", "8.00"])),
    ("W73", "budget", lambda t: with_fund(t, total=["9.10", "", "9.10"])),
    ("X44", "budget", lambda t: change(t, "BG11/project:午餐补助/total", "161.00")),
    ("W23", "budget", lambda t: drop(t, "BG03", "20805")),
    ("W22", "final", lambda t: change(t, "FA05/20805/basic", "")),  # moved away: the row has other figures, a blank is zero
]


NAMED = {"total": ["20.00", "12.00", "8.00"], "row:2": ["15.00", "9.00", "6.00"], "row:3": ["15.00", "9.00", "6.00"], "row:4": ["9.00", "9.00", ""],
         "row:5": ["6.00", "", "6.00"], "212": ["5.00", "3.00", "2.00"]}
DEPTHS = {"total": 0, "row:2": 1, "row:3": 2, "row:4": 3, "row:5": 3, "212": 1}


def named(**rows):
    """A form of a fund whose rows are names at three depths, of which one class alone is known."""
    shown = {**NAMED, **{k.replace("row", "row:"): v for k, v in rows.items()}}
    return edit(CLEAN["budget"](), "BG09", rows={k: v for k, v in shown.items() if v}, columns=["total", "basic", "project"], note=None, levels=DEPTHS)


def test_rows_without_codes_are_summed_by_their_depth():
    of_depths = [f for f in check([document_of(named())], ledger_of(named())) if f.rule == "W72" and f.form == "BG09" and "row:" in f.where[0].address + f.where[-1].address]
    assert of_depths and {f.outcome for f in of_depths} == {"exact"}


@pytest.mark.parametrize("fault", [{"row3": ["15.00", "9.00", "6.01"]}, {"row5": ["5.98", "", "5.98"]}], ids=["printed twice", "beyond rounding"])
def test_a_fault_in_rows_without_codes_is_seen(fault):
    assert "W72" in {f.rule for f in failed(named(**fault))} - {f.rule for f in failed(named())}


def test_a_row_lost_from_one_form_alone_is_seen():
    rows = {k: v for k, v in FUND.items() if k != "21208"}
    lost = edit(CLEAN["budget"](), "BG09", rows=rows, note=None)
    assert "W23" in {f.rule for f in failed(lost)} - {f.rule for f in failed(with_fund(CLEAN["budget"]()))}
    habit = drop(lost, "BG03", "20805")  # a second form leaves a 款 out: then it may be the publisher's way
    assert not [f for f in failed(habit) if f.rule == "W23" and f.form == "BG09"]


def test_the_only_row_beneath_a_code_is_missed_where_another_form_prints_it():
    seen = [f for f in failed(drop(CLEAN["budget"](), "BG03", "2101101")) if f.rule == "W23"]
    assert [f.where[0].address.split("/")[:2] for f in seen] == [["BG03", "21011"]]
    everywhere = CLEAN["budget"]()
    for form in {t["form"] for t in everywhere if "2101101" in t["rows"]}:
        everywhere = drop(everywhere, form, "2101101")
    assert not [f for f in failed(everywhere) if f.rule == "W23"]


def test_a_depth_not_known_proves_nothing():
    bare = edit(named(row5=["5.00", "", "5.00"]), "BG09", levels={})
    assert "W72" not in {f.rule for f in failed(bare)}


def failed(tables):
    return [f for f in check([document_of(tables)], ledger_of(tables)) if f.outcome in ("mismatch", "truncation")]


def test_a_form_of_a_fund_that_adds_up_is_silent_about_it():
    assert not {f.rule for f in failed(with_fund(CLEAN["budget"]()))} & {"W72", "W73", "W23"}


@pytest.mark.parametrize(("rule", "kind", "fault"), FAULTS, ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_the_fault_is_seen(rule, kind, fault):
    assert rule not in {f.rule for f in failed(CLEAN[kind]())}
    assert rule in {f.rule for f in failed(fault(CLEAN[kind]()))}


def suspects(tables):
    return {(f.suspect.place.address, f.suspect.repaired) for f in failed(tables) if f.suspect and f.cause is None}


def test_subtotals_among_projects_are_no_mismatch():
    nested = edit(CLEAN["budget"](), "BG11", rows={"project:专项": ["176.00", "176.00", ""], "project:一件事集成办理": ["10.00", "10.00", ""],
                                                   "project:午餐补助": ["166.00", "166.00", ""], "total": ["176.00", "176.00", ""]})
    assert not [f for f in failed(nested) if f.rule == "X44"]


def test_of_siblings_the_one_whose_right_figure_stands_elsewhere_is_suspected():
    assert ("FA03/2080505/basic", "11.13") in suspects(change(CLEAN["final"](), "FA03/2080505/basic", "9.13"))


def test_a_sign_is_taken_back_where_it_was_put():
    assert suspects(change(CLEAN["final"](), "FA06/30101/amount", "-60.08")) == {("FA06/30101/amount", "60.08")}


def test_a_form_in_another_unit_is_one_cluster():
    found = failed(edit(CLEAN["final"](), "FA02", unit="元"))
    heads = [f for f in found if f.cause is None]
    assert [f.suspect.place.address for f in heads if f.suspect] == ["FA02"] and heads[0].suspect.repaired == "万元"
    assert len(found) > len(heads)


def test_neighbours_that_changed_places_are_one_cluster():
    tables = CLEAN["final"]()
    row = next(t for t in tables if t["form"] == "FA03")["rows"]["208"]
    shown = edit(tables, "FA03", rows={**next(t for t in tables if t["form"] == "FA03")["rows"], "208": [row[0], row[2], row[1], *row[3:]]})
    heads = [f for f in failed(shown) if f.cause is None]
    assert len(heads) == 1 and heads[0].suspect.place.address in ("FA03/208/basic", "FA03/208/project")


FIGURE = Figure("FA06", 1, "", "30206", "amount", "电费", 3, 2, Decimal("1493000"), Decimal(50), False, True, "万元", Decimal(100), "149.30", 7, None)


def test_of_slips_a_sign_is_likelier_than_two_digits_that_changed_places_and_those_than_one_mistaken():
    sign, swapped, digit, two = (slip(FIGURE, Decimal(d)) for d in ("-2986000", "450000", "400000", "410000"))
    assert sign < swapped < digit < slip(replace(FIGURE, blank=True, value=Decimal(0)), Decimal(410000)) < two


def test_slips_are_one_digit_or_two_neighbours_away():
    found = set(slips(FIGURE))
    assert {Decimal(450000), Decimal(400000)} <= found and Decimal(410000) not in found and Decimal(0) not in found


def test_a_score_over_its_weight_is_no_rounding():
    over = change(CLEAN["performance"](), "PE02/indicator:1/score", "50.3")
    assert [f for f in failed(over) if f.identity and f.identity.mode == "part" and f.where[0].address == "PE02/indicator:1/score"]

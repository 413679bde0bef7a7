"""The checks that the bench of generated departments called for, each with the fault that it was blind to; and which
cell is suspected where several would do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "unit"), str(Path(__file__).parent)]

from ledgers import CLEAN, change, document_of, drop, edit, ledger_of  # noqa: E402

from gouji.rules import check  # noqa: E402

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

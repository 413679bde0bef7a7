"""The reliability index: what is counted, what is counted once, and that its interval covers what was planted."""

from __future__ import annotations

import json
import random
from decimal import Decimal

import pandas as pd
import pytest

from gouji.analysis import reliability
from gouji.analysis.independence import generic, independent
from gouji.analysis.tested import identities


def place(cell, sign=None, printed="1.00"):
    given = {"address": cell, "page": 1, "bbox": [0, 0, 9, 9], "printed": printed}
    return given | ({"sign": sign} if sign else {})


def finding(outcome, cells, rule="W01", cause=None, id="1", name="a", printed="1.00", difference=None, unit="万元"):
    where = [place(c.lstrip("-"), -1 if c.startswith("-") else 1, printed) for c in cells]
    return {"id": id, "name": name, "rule": rule, "outcome": outcome, "severity": "info", "cause": cause, "form": "FA01", "difference": difference,
            "unit": unit, "where": json.dumps(where)}  # fmt: skip


def index(*findings, totals=None):
    return reliability.reliability_index(pd.DataFrame(findings), ["a"], totals).iloc[0]


def test_a_row_that_follows_from_others_adds_no_rank():
    rows = [{"t": 1, "a": -1, "b": -1}, {"a": 1, "c": -1, "d": -1}, {"t": 1, "b": -1, "c": -1, "d": -1}, {"u": 1, "t": -1}]
    assert independent(rows) == [True, True, False, True]
    assert independent(list(reversed(rows))) == [True, True, True, False]
    assert independent([{}, {"a": 1}, {"a": -1}]) == [False, True, False]


def test_one_ratio_stated_by_two_rules_counts_once_and_another_over_the_same_whole_counts():
    first, again, other = generic(("p", "a", "w")), generic(("w", "a", "p")), generic(("q", "b", "w"))
    assert independent([first, again, other]) == [True, False, True]


def test_rank_agrees_with_linear_algebra_on_random_systems():
    numpy = pytest.importorskip("numpy")
    draw = random.Random(7)
    for _ in range(60):
        rows = [{c: draw.choice((-1, 0, 0, 1, 1)) for c in "abcdef"} for _ in range(8)]
        assert sum(independent(rows)) == numpy.linalg.matrix_rank(numpy.array([[r[c] for c in "abcdef"] for r in rows]))


def test_presence_words_and_thresholds_are_no_arithmetic_and_zeros_prove_nothing():
    found = pd.DataFrame([
        finding("exact", ["t", "-a"]), finding("exact", ["x"], rule="C01"), finding("exact", ["y"], rule="E05"), finding("exact", ["u", "-v"], printed="0.00"),
    ])  # fmt: skip
    assert [i.rule for i in identities(found)] == ["W01", "W01"]
    row = index(*found.to_dict("records"))
    assert (row["tested"], row["zeros"], row["independent"], row["strict"]) == (2, 1, 1, 100)


def test_one_wrong_cell_counts_once_however_many_identities_it_stands_in():
    sound = [finding("exact", [f"t{i}", f"-a{i}"], id=f"s{i}") for i in range(19)]
    once = index(*sound, finding("mismatch", ["x", "-a"], id="r"))
    thrice = index(*sound, finding("mismatch", ["x", "-a"], id="r"), *(finding("mismatch", ["x", f"-b{i}"], cause="r", id=f"f{i}") for i in range(3)))
    assert once["strict"] == thrice["strict"] == 95 and once["failed"] == thrice["failed"] == 1 and once["enough"]


def test_a_failure_is_not_lost_as_a_consequence_of_what_closes():
    row = index(finding("rounding", ["t", "-a", "-b"]), finding("rounding", ["a", "-c"]), finding("mismatch", ["t", "-c", "-b"]))
    assert (row["independent"], row["failed"]) == (2, 1)


def test_severity_is_the_rules_own_not_that_of_an_exact_finding():
    # W01 is an error, worth 3; P01 a warning, worth 2: of 3 + 2 the 3 hold
    row = index(finding("exact", ["t", "-a"]), finding("mismatch", ["p", "-q"], rule="P01"))
    assert (row["strict"], row["weighted"]) == (50, 60)


def test_what_is_off_is_in_yuan_and_a_share_of_the_grand_total():
    row = index(finding("mismatch", ["t", "-a"], difference="-1.50"), finding("mismatch", ["p", "-q"], rule="P01", difference="3", unit="%"), totals={"a": Decimal(1_500_000)})
    assert row["off"] == Decimal("15000") and row["off_share"] == 1.0
    assert index(finding("exact", ["t", "-a"]))["off"] == 0


def test_what_could_not_be_tested_gives_bounds_and_too_little_is_said():
    row = index(finding("exact", ["t", "-a"]), finding("not_testable", ["u"]), finding("not_testable", ["x"], rule="C01"))
    assert (row["not_testable"], row["bound_low"], row["bound_high"], row["enough"]) == (1, 50, 100, False)
    nothing = reliability.reliability_index(pd.DataFrame([finding("exact", ["t"])]), ["b"]).iloc[0]
    assert nothing["independent"] == 0 and pd.isna(nothing["strict"]) and (nothing["low"], nothing["high"]) == (0, 100)


def test_wilson_agrees_with_the_published_example():
    low, high = reliability.wilson(81, 263, 1.959964)  # Newcombe (1998), Statistics in Medicine 17: 81/263 → 0.2553, 0.3662
    assert (round(low, 2), round(high, 2)) == (25.53, 36.62)
    assert reliability.wilson(0, 0, 1.96) == (0.0, 100.0)


@pytest.mark.parametrize(("rate", "n"), [(0.02, 60), (0.05, 100), (0.2, 60)])
def test_the_interval_covers_a_planted_rate_of_failures_at_about_its_stated_rate(rate, n):
    draw, covered, repeats = random.Random(20_210_101), 0, 250
    for _ in range(repeats):
        found = [finding("mismatch" if draw.random() < rate else "exact", [f"t{i}", f"-a{i}"], id=f"{i}") for i in range(n)]
        row = index(*found)
        covered += row["low"] <= 100 * (1 - rate) <= row["high"]
    assert 0.92 <= covered / repeats <= 0.99


def test_misread_cells_give_bounds_that_widen_with_the_rate_and_hold_the_share():
    from gouji.analysis.misreading import misreading

    found = pd.DataFrame([finding("exact", [f"t{i}", f"-a{i}"], id=f"{i}") for i in range(99)] + [finding("mismatch", ["x", "-y"])])
    never, rare, often = (misreading(found, ["a"], 300, 7, rate).iloc[0] for rate in (0.0, 0.005, 0.05))
    assert (never["cells"], never["read_low"], never["read_high"]) == (200, 99, 99)
    assert often["read_low"] < rare["read_low"] <= 99 <= rare["read_high"] and abs(often["read_high"] - 99) < 12
    assert misreading(found, ["b"], 10, 7).iloc[0][["read_low", "read_high"]].isna().all()
    assert misreading(found, ["a"], 300, 7).equals(misreading(found, ["a"], 300, 7))

"""The bench of the rules, small: a few generated documents, clean and with one fault each (``make bench-rules`` for all)."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from gouji.rules import bench
from gouji.rules.findings import Finding, Place, Suspect
from gouji.typeset.compare import stated
from gouji.typeset.facts import Text
from gouji.typeset.faults import KINDS, Fault, seed_fault
from gouji.typeset.generate import generate


def test_few_documents_reach_the_floors():
    ran = bench.run(clean=3, faults=6, first=209)
    assert ran.clean == 3 and len(ran.families) == 3 and len(ran.trials) >= 5
    assert not [line for line in ran.false if line[2].endswith("(mismatch)")]
    assert ran.share("found") >= 0.8 and ran.share("named") >= 0.8, bench.table(ran, 20)
    assert "recall" in bench.table(ran)


def test_every_kind_of_fault_meets_every_family():
    given = bench.jobs(clean=510, faults=1100, first=1, style="plain")
    met = {(family, kind) for _, family, _, kinds in given for kind in kinds}
    plain = [k for k in KINDS if k not in bench.EVALUATED]
    assert {(f, k) for f in bench.LAYOUTS for k in plain} <= met and {("evaluated_final", k) for k in bench.EVALUATED} <= met


def test_bars_that_are_not_reached_are_said_and_end_in_1(monkeypatch, capsys):
    missed = bench.Trial(1, "varied", Fault("digit", "FA01"), found=False, named=False)
    monkeypatch.setattr(bench, "run", lambda *_: bench.Bench(1, [(1, "varied", "W01 (mismatch)")], [missed]))
    assert bench.main([]) == 1
    assert capsys.readouterr().out.count("NOT REACHED") == 2


def test_a_checker_that_sees_nothing_finds_nothing(monkeypatch):
    monkeypatch.setattr(bench.rules, "check", lambda documents, ledger: [])
    ran = bench.run(clean=1, faults=2, first=204)
    assert ran.share("found") == 0 and not ran.false


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_changes_one_place_and_says_which(kind):
    made = generate(13, "evaluated_final", "plain")
    altered, fault = seed_fault(made, kind, random.Random(1))
    assert fault.kind == kind and fault.size
    changed = [(a, b) for a, b in zip(made.facts.blocks, altered.facts.blocks, strict=True) if a != b]
    assert len(changed) == 1
    before, after = changed[0]
    if isinstance(before, Text):
        assert fault.form is None and (fault.sentence in after.printed or fault.cells[0][2] in after.stated)
    elif kind == "dropped":
        assert len(after.rows) == len(before.rows) - 1 and fault.form == before.form
    elif kind == "unit":
        assert after.rows == before.rows and after.keys["unit"] != before.keys["unit"]
    else:
        old, new = Counter(stated(made.facts)), Counter(stated(altered.facts))
        assert 1 <= sum((new - old).values()) <= len(fault.cells) and fault.form == before.form


def test_a_last_digit_is_within_rounding_and_a_leading_one_is_not():
    made = generate(13, "evaluated_final", "plain")
    inside = {kind: [seed_fault(made, kind, random.Random(n))[1].inside for n in range(12)] for kind in ("last", "digit")}
    assert sum(inside["last"]) > 8 and not any(inside["digit"])


def found() -> Finding:
    place = Place("FA03/208/basic", 3, None, "社会保障和就业支出", "basic", "12.50")
    return Finding("x-1", "W66", "", "mismatch", "error", "FA03", (place,), suspect=Suspect(place, "15.20"))


@pytest.mark.parametrize(("fault", "named"), [
    (Fault("digit", "FA03", (("社会保障和就业支出", "basic", "12.50"),)), True),
    (Fault("digit", "FA03", (("社会保障和就业支出", "project", "12.50"),)), False),
    (Fault("digit", "FA03", (("卫生健康支出", "basic", "12.50"),)), False),
    (Fault("digit", "FA05", (("社会保障和就业支出", "basic", "12.50"),)), False),
    (Fault("unit", "FA03"), True),
    (Fault("unit", "FA02"), False),
    (Fault("prose amount", None, (("", "", "12.50"),), "12.50万元"), False),
])
def test_only_the_faulted_cell_counts_as_named(fault, named):
    assert bench.named(found(), fault) is named


def test_the_head_of_the_largest_cluster_comes_first():
    one, two = found(), Finding("x-2", "W60", "", "mismatch", "error", "FA02", (), cause=None)
    follower = Finding("x-3", "W61", "", "mismatch", "error", "FA02", (), cause="x-2")
    assert [f.id for f in bench.heads_of([one, two, follower])] == ["x-2", "x-1"]

"""Effects planted in generated documents, typeset and read back: the notebooks' estimates are the truth, and cover the rate."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from gouji.analysis import disclosure, inflation, performance
from gouji.analysis.evidence import of_document
from gouji.analysis.indices import document_indices
from gouji.analysis.tested import findings_table
from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.reading import read
from gouji.rules import check, findings_json
from gouji.study.frames import tables_frame
from gouji.typeset.facts import FactTable
from gouji.typeset.faults import seed_fault
from gouji.typeset.generate import generate
from gouji.typeset.pdf import typeset

RATE, DOCUMENTS = 0.4, 16


def understood(made, folder):
    return understand(read(typeset(made.facts, folder / f"{made.facts.name}.pdf", made.style), reader="pdfium"))


def inflated(made, draw):
    """The document with its self-evaluations alone, a missed target given its whole weight with probability RATE; what was planted."""
    planted, missed, blocks = [], 0, []
    for block in made.facts.blocks:
        if isinstance(block, FactTable) and (block.form or "").startswith("PE"):
            rows = list(block.rows)
            for i, row in enumerate(rows):
                if {"target", "weight", "score"} <= set(row.fields):
                    weight, score = (Decimal(row.cells[row.fields.index(c)]) for c in ("weight", "score"))
                    missed += score < weight
                    if score < weight and draw.random() < RATE:
                        cells = list(row.cells)
                        cells[row.fields.index("score")] = str(weight)
                        rows[i] = replace(row, cells=tuple(cells))
                        planted.append(float(weight - score))
            blocks.append(replace(block, rows=tuple(rows)))
        elif not isinstance(block, FactTable) or (block.form or "").startswith("PE"):
            blocks.append(block)
    return replace(made, facts=replace(made.facts, blocks=tuple(blocks))), planted, missed


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    folder, draw = tmp_path_factory.mktemp("planted"), random.Random(5)
    marks, planted, missed = [], [], 0
    for seed in range(DOCUMENTS):
        made, here, n = inflated(generate(seed, "evaluated_final"), draw)
        document = understood(made, folder)
        ledger = build_ledger([document]).assign(name=f"d{seed}")
        marks.append(performance.indicators(ledger, tables_frame({f"d{seed}": document})))
        planted, missed = planted + here, missed + n
    return pd.concat(marks, ignore_index=True), planted, missed


def test_missed_targets_with_full_marks_are_found_to_the_last_one(evaluated):
    marks, planted, missed = evaluated
    counts = performance.judged(marks)
    assert missed > 30 and counts["missed"] == missed and counts["missed_full"] == len(planted)


def test_the_estimate_covers_the_rate_that_was_planted(evaluated):
    marks, planted, missed = evaluated
    rate = inflation.missed_full_rate(marks)
    assert 10 <= rate.documents <= DOCUMENTS and rate.n == missed and rate.value == pytest.approx(100 * len(planted) / missed)
    assert rate.low <= 100 * RATE <= rate.high
    own = marks[marks["met"].eq(False) & marks["full"].eq(True)]
    assert sum(float(w - r) for w, r in zip(own["weight"], own["recomputed"], strict=True)) == pytest.approx(sum(planted), abs=0.01 * len(planted))


@pytest.fixture(scope="module")
def omitted(tmp_path_factory):
    """Items of three generated final accounts; of the second FA05 was left out."""
    folder, scored = tmp_path_factory.mktemp("omitted"), []
    for seed, without in ((1, ()), (2, ("FA05",)), (3, ())):
        made = generate(seed, "henan_final")
        kept = tuple(b for b in made.facts.blocks if not (isinstance(b, FactTable) and b.form in without))
        document = understood(replace(made, facts=replace(made.facts, blocks=kept)), folder)
        ledger = build_ledger([document])
        findings = check([document], ledger).documents[0].findings
        scored.append(disclosure.score_items({f"d{seed}": of_document(document, ledger, findings_table(findings, f"d{seed}"))}))
    return pd.concat(scored, ignore_index=True)


def test_a_form_left_out_is_lacking_there_and_nowhere_else(omitted):
    worth = omitted.pivot(index="name", columns="item", values="score")
    assert worth["A05"].to_dict() == {"d1": 1.0, "d2": 0.0, "d3": 1.0} and worth["B02"].tolist() == [1.0, 0.0, 1.0]
    assert worth[["A01", "A02", "A03", "A04", "A06", "A07"]].eq(1.0).all(axis=None)
    shares = disclosure.item_shares(omitted).set_index("item")
    assert shares.loc["A05", ["lacking", "known"]].tolist() == [1, 3] and shares.loc["A01", "lacking"] == 0


def test_a_seeded_digit_lowers_reliability_and_the_sound_document_has_none(tmp_path):
    made = generate(4, "henan_final")
    faulted, _ = seed_fault(made, "digit", random.Random(1))
    sound, wrong = (document_indices(d, ledger, check([d], ledger).documents[0].findings)["reliability"]
                    for d, ledger in ((d, build_ledger([d])) for d in (understood(made, tmp_path), understood(faulted, tmp_path))))  # fmt: skip
    assert sound["failed"] == 0 and sound["score"] == 100 and sound["enough"]
    assert wrong["failed"] >= 1 and wrong["score"] < 100 and wrong["off_share"] > 0


def test_rounding_lies_within_the_envelope_of_its_own_figures_and_a_mismatch_beyond(tmp_path):
    faulted, _ = seed_fault(generate(6, "henan_final"), "digit", random.Random(2))
    document = understood(faulted, tmp_path)
    found = findings_json(check([document], build_ledger([document])), all=True)["documents"][0]["findings"]
    size = {o: [abs(Decimal(f["of_envelope"])) for f in found if f["outcome"] == o and f["of_envelope"]] for o in ("exact", "rounding", "mismatch")}
    assert max(size["exact"] + size["rounding"]) <= 1 < min(size["mismatch"]) and len(size["exact"]) > 100


def simulated(draw, documents, omit, lose):
    """Points of one item in simulated documents: omitted with probability ``omit``; not readable with ``lose``."""
    return pd.DataFrame([
        {"name": f"d{i}", "dimension": "A", "item": "A01", "zh": "", "en": "", "score": None if (lost := draw.random() < lose) else float(draw.random() >= omit),
         "state": "unknown" if lost else "known"} for i in range(documents)
    ]).astype({"score": float})  # fmt: skip


@pytest.mark.parametrize(("omit", "lose"), [(0.1, 0.0), (0.3, 0.2)])
def test_the_share_of_documents_that_lack_an_item_is_covered_at_about_the_stated_rate(omit, lose):
    draw, repeats, covered = random.Random(11), 300, 0
    for _ in range(repeats):
        row = disclosure.item_shares(simulated(draw, 40, omit, lose)).iloc[0]
        covered += row["low"] <= 100 * omit <= row["high"]
    assert 0.91 <= covered / repeats <= 0.99


def test_the_bounds_hold_the_truth_whatever_could_not_be_read():
    draw = random.Random(2)
    for _ in range(200):
        truth = [float(draw.random() < 0.7) for _ in range(12)]
        rows = [("a", "A", f"A{i:02d}", "", "", None if draw.random() < 0.3 else t) for i, t in enumerate(truth)]
        seen = pd.DataFrame([(*r, "known" if r[-1] is not None else "unknown") for r in rows], columns=["name", "dimension", "item", "zh", "en", "score", "state"]).astype({"score": float})
        index = disclosure.disclosure_index(seen, {"A": 1.0}).iloc[0]
        assert index["low"] - 1e-9 <= 100 * sum(truth) / 12 <= index["high"] + 1e-9

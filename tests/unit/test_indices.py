"""Both indices of one document, as the commands state them; and that one number is never made of the two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gouji.analysis.indices import document_indices

CORPUS = Path(__file__).resolve().parents[2] / "data" / "raw" / "henan"


@pytest.fixture(scope="module")
def read():
    from gouji.arbitrate import settled_ledger
    from gouji.forms import understand
    from gouji.reading import read
    from gouji.rules import check

    if not (CORPUS / "qinyang_zwj_2021_final.pdf").is_file():
        pytest.skip("the embedded corpus is not typeset yet: make corpus")
    document = understand(read(CORPUS / "qinyang_zwj_2021_final.pdf", reader="pdfium"))
    ledger = settled_ledger([document])
    return document, ledger, check([document], ledger).documents[0].findings


def test_both_indices_of_a_document_are_plain_json_with_their_bounds(read):
    both = document_indices(*read)
    assert json.loads(json.dumps(both, allow_nan=False)) == both and set(both) == {"disclosure", "reliability"}
    for index in both.values():
        assert 0 <= index["low"] <= index["score"] <= index["high"] <= 100
    assert both["reliability"]["independent"] < both["reliability"]["tested"] and both["reliability"]["enough"]


def test_every_point_earned_has_its_place_and_every_other_its_reason(read):
    points = document_indices(*read)["disclosure"]["points"]
    assert len(points) > 55 and all(p["evidence"] for p in points)
    assert all((p["score"] is None) == (p["state"] != "known") for p in points)
    earned = [p for p in points if p["item"] in ("A01", "B01", "B07", "D01", "D04")]
    assert len(earned) == 5 and all(p["score"] == 1 and p["page"] for p in earned)


def test_without_findings_nothing_is_reliable_and_without_forms_less_is_disclosed(read):
    from dataclasses import replace

    document, ledger, findings = read
    whole = document_indices(document, ledger, findings)
    bare = document_indices(replace(document, tables=()), ledger.iloc[:0], ())
    assert bare["reliability"]["score"] is None and not bare["reliability"]["enough"]
    assert bare["disclosure"]["high"] < whole["disclosure"]["low"]


def test_a_wrong_cell_lowers_reliability_and_leaves_disclosure_as_it_is(read):
    from gouji.rules import check

    document, ledger, findings = read
    at = ledger.index[(ledger["form"] == "FA03") & (ledger["item"] == "total") & (ledger["column"] == "total")][0]
    wrong = ledger.copy()
    wrong.at[at, "value"] = wrong.at[at, "value"] + 1_000_000
    wrong.at[at, "printed"] = "314.46"
    faulted = document_indices(document, wrong, check([document], wrong).documents[0].findings)
    whole = document_indices(document, ledger, findings)
    assert faulted["reliability"]["score"] < whole["reliability"]["score"]
    assert faulted["reliability"]["off_share"] > whole["reliability"]["off_share"]
    assert faulted["disclosure"]["score"] == whole["disclosure"]["score"]

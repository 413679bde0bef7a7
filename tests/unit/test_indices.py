"""The two indices in the JSON of ``gouji check``: numbers of the document, reasons where there are none, never merged."""

from __future__ import annotations

import json

from ledgers import change, document_of, final, ledger_of, table

from gouji import cli
from gouji.analysis.indices import indices
from gouji.rules import check, findings_json

HENAN = "data/raw/henan/xuchang_zwj_2021_budget.pdf"


def both(tables, kind="final"):
    document, ledger = document_of(tables, kind), ledger_of(tables, kind=kind)
    found = indices([document], ledger, findings_json(check([document], ledger), all=True))
    return found[document.reading.sha256]


def test_the_command_gives_both_with_their_bounds(capsys, request):
    assert cli.main(["check", str(request.config.rootpath / HENAN), "--json", "-"]) == 0
    given = json.loads(capsys.readouterr().out)["documents"][0]["indices"]
    for one in given.values():
        assert 0 <= one["low"] <= one["score"] <= one["high"] <= 100
    assert given["reliability"]["failed"] == 0 and given["reliability"]["independent"] > 100


def test_a_wrong_figure_lowers_reliability_and_leaves_disclosure():
    right, wrong = both(final()), both(change(final(), "FA05/total/basic", "112.64"))
    assert right["reliability"]["score"] == 100 > wrong["reliability"]["score"] and wrong["reliability"]["failed"] == 1
    assert right["disclosure"] == wrong["disclosure"]


def test_a_form_left_out_lowers_disclosure():
    assert both([t for t in final() if t["form"] != "FA06"])["disclosure"]["score"] < both(final())["disclosure"]["score"]


def test_where_nothing_can_be_said_the_reason_is_given():
    given = both([table("PE09", "a", "row:1 | ·")], "other")
    assert given["disclosure"]["score"] is None and given["disclosure"]["reason"]
    assert given["reliability"]["score"] is None and given["reliability"]["reason"]


def test_every_point_earned_has_its_place_and_every_other_its_reason():
    from gouji.analysis.indices import document_indices

    document, ledger = document_of(final(), "final"), ledger_of(final(), kind="final")
    own = document_indices(document, ledger, check([document], ledger).documents[0].findings)
    assert own == both(final()) and json.loads(json.dumps(own, allow_nan=False)) == own
    points = own["disclosure"]["points"]
    assert len(points) > 55 and all(p["evidence"] for p in points)
    assert all((p["score"] is None) == (p["state"] != "known") for p in points)
    earned = {p["item"]: p for p in points if p["score"] == 1}
    assert earned["A01"]["form"] == "FA01" and earned["B02"]["page"] and earned["B02"]["row"]
    assert sum(d["n"] for d in own["disclosure"]["dimensions"]) == len(points) - own["disclosure"]["not_applicable"]

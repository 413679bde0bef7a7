"""What the program reports on known documents is what somebody has looked at: a finding more or less fails."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest
from reviewed import ALWAYS, LISTS, differences, findings_of, read_list, rows_of

HENAN_LIST, HENAN = LISTS["henan"]
CORPUS_LIST, CORPUS = LISTS["corpus"]
PRECISION = 0.98
real = pytest.mark.skipif(not list(CORPUS.glob("*.pdf")), reason="the real documents are not at hand")


@lru_cache(maxsize=2)
def found(which: str):
    return rows_of(findings_of(LISTS[which][1]), figures_only=which == "corpus")


def test_every_finding_on_the_embedded_study_has_been_looked_at():
    assert not differences(read_list(HENAN_LIST), found("henan"))


def test_none_of_them_is_false():
    assert Counter(row["verdict"] for row in read_list(HENAN_LIST))["false"] == 0


def test_a_finding_more_or_less_is_seen():
    listed = read_list(HENAN_LIST)
    assert [d.split(":")[0] for d in differences(listed[1:], listed)] == ["new"]
    assert [d.split(":")[0] for d in differences(listed, listed[:-1])] == ["vanished"]
    assert differences([{**listed[0], "verdict": ""}, *listed[1:]], listed)


def test_a_figure_changed_in_a_document_changes_what_is_found():
    from gouji.arbitrate import settled_ledger
    from gouji.forms import understand
    from gouji.reading import read
    from gouji.rules import check

    documents = [understand(read(HENAN / "qinyang_zwj_2021_final.pdf"))]
    listed = [r for r in read_list(HENAN_LIST) if r["document"] == "qinyang_zwj_2021_final"]
    ledger = settled_ledger(documents)
    assert not differences(listed, rows_of(check(documents, ledger), figures_only=False))
    here = ledger["form"].eq("FA05") & ledger["item"].eq("total") & ledger["column"].eq("basic")
    ledger.loc[here, "value"] += 100_000
    assert any("new: ('qinyang_zwj_2021_final', 'W2" in d for d in differences(listed, rows_of(check(documents, ledger), figures_only=False)))


@real
def test_every_finding_on_real_documents_has_been_looked_at():
    assert not differences(read_list(CORPUS_LIST), found("corpus"))


def test_the_list_of_real_documents_holds_facts_alone():
    for row in read_list(CORPUS_LIST):
        assert len(row["document"]) == 64 and not row["row"] and len(row["reason"]) < 80
        assert all(part.strip("-0123456789,.% |") == "" for part in row["printed"].split(" | "))


def test_mismatches_on_real_documents_are_true():
    judged = Counter(row["verdict"] for row in read_list(CORPUS_LIST) if row["outcome"] == "mismatch")
    assert judged["true"] / sum(judged.values()) >= PRECISION and not judged["debatable"]
    assert all(row["verdict"] == "true" for row in read_list(CORPUS_LIST) if row["outcome"] in ALWAYS)

"""A figure is read again before it is called wrong: what two readers read differently is no disclosure error.

A department is typeset with one fault, and the second reader is left as it is (the readers agree: the fault is the
publisher's), or given another text for the faulted cell or line (they differ: it may be the reading's).
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from gouji.confirmation import confirmed
from gouji.forms import understand
from gouji.reading import read, second
from gouji.typeset.compare import squeeze
from gouji.typeset.faults import seed_fault
from gouji.typeset.generate import generate
from gouji.typeset.pdf import typeset

ACCUSING = ("mismatch", "truncation")


@pytest.fixture(scope="module", params=["shanghai_final", "jiangsu_budget"])
def faulted(request, tmp_path_factory):
    """A document with a digit changed in a form, its file, the print as it stands and the one that is right."""
    made = generate(3, request.param, "plain")
    altered, fault = seed_fault(made, "digit", random.Random(5))
    path = typeset(altered.facts, tmp_path_factory.mktemp("faulted") / "faulted.pdf", altered.style)
    return path, fault


@pytest.fixture(scope="module")
def misstated(tmp_path_factory):
    """A document with an amount of its prose changed."""
    altered, fault = seed_fault(generate(3, "shanghai_final", "plain"), "prose amount", random.Random(5))
    return typeset(altered.facts, tmp_path_factory.mktemp("misstated") / "misstated.pdf", altered.style), fault


def judged(path):
    document = understand(read(path))
    result = confirmed([document], {document.reading.sha256: path})
    return result, [f for f in result.findings if f.outcome in ACCUSING]


def shows(finding, text: str) -> bool:
    return any(squeeze(text) in squeeze(p.printed or "") for p in finding.where)


def otherwise(monkeypatch, wrong: str, given: str):
    """Let the second reader give ``given`` wherever it would give ``wrong``."""
    honest = second.read_again

    def altered(*args, **more):
        found = honest(*args, **more)
        grids = {
            page: [replace(g, cells=tuple(replace(c, text=given) if squeeze(c.text) == squeeze(wrong) else c for c in g.cells)) for g in on_page]
            for page, on_page in found.grids.items()
        }
        letters = {page: second.Letters(one.text.replace(wrong, given), ()) for page, one in found.letters.items()}
        return replace(found, grids=grids, letters=letters)

    monkeypatch.setattr(second, "read_again", altered)


def test_what_both_readers_read_alike_is_reported_and_said_to_be(faulted):
    path, fault = faulted
    result, accusing = judged(path)
    (label, column, wrong) = fault.cells[0]
    mine = [f for f in accusing if shows(f, wrong)]
    assert mine and all(f.read_again for f in mine)
    pages = {p.page for f in accusing for p in f.where if p.page}
    assert set(next(iter(result.again.values()))) == pages, "these pages and no others were read again"


def test_a_figure_that_the_other_reader_reads_otherwise_is_settled_and_not_reported(faulted, monkeypatch):
    path, fault = faulted
    suspect = next(f.suspect for f in judged(path)[1] if f.suspect and f.cause is None)
    otherwise(monkeypatch, fault.cells[0][2], suspect.repaired)
    result, accusing = judged(path)
    assert not accusing
    chosen = result.ledger.loc[result.ledger["reader_choice"].eq("camelot")]
    assert list(chosen["other_reader"].map(squeeze)) == [squeeze(fault.cells[0][2])]


def test_where_neither_reading_closes_the_figure_is_named_and_nothing_claimed(faulted, monkeypatch):
    path, fault = faulted
    wrong = fault.cells[0][2]
    otherwise(monkeypatch, wrong, "7" + wrong)
    result, accusing = judged(path)
    assert not any(shows(f, wrong) for f in accusing)
    doubtful = [f for f in result.findings if f.reason == "readers"]
    assert doubtful and all(f.outcome == "not_testable" for f in doubtful)
    assert any(f.where and shows(f, wrong) for f in doubtful)


def test_prose_is_read_again_too(misstated, monkeypatch):
    path, fault = misstated
    stated = fault.cells[0][2]
    _, accusing = judged(path)
    mine = [f for f in accusing if shows(f, stated)]
    assert mine and all(f.read_again for f in mine)
    otherwise(monkeypatch, stated, "7" + stated)
    result, accusing = judged(path)
    assert not any(shows(f, stated) for f in accusing)
    assert any(f.reason == "readers" for f in result.findings)


def test_a_page_on_which_the_second_reader_breaks_leaves_the_finding_and_says_that_one_reader_read_it(misstated, monkeypatch):
    path, fault = misstated
    monkeypatch.setattr(second, "read_again", lambda *_, **__: second.SecondReading(broken={0: "cannot open"}))
    result, accusing = judged(path)
    mine = [f for f in accusing if shows(f, fault.cells[0][2])]
    assert mine and all(f.read_again is None for f in mine)
    assert {p.kind for p in result.documents[0].reading.all_problems()} == {"second_reader_failed"}


def test_a_document_without_a_mismatch_is_not_read_again(tmp_path, monkeypatch):
    made = generate(3, "shanghai_final", "plain")
    path = typeset(made.facts, tmp_path / "clean.pdf", made.style)

    def forbidden(*_, **__):
        raise AssertionError("the second reader was asked")

    monkeypatch.setattr(second, "read_again", forbidden)
    result, accusing = judged(path)
    assert not accusing and not result.again

"""Claims against figures labelled by reading: the five source texts of the study, eleven cities' real documents, and prose
written for this test as other provinces write it."""

import json
from pathlib import Path

import pytest

from gouji.claims.bench import measure

LABELS = Path(__file__).parent / "claims_labels.json"
PROSE = Path(__file__).parent / "claims_prose.json"
SHARED = Path(__file__).parents[3] / "shared"
FOLDERS = [SHARED / "seeds", SHARED / "corpus"]


@pytest.fixture(scope="module")
def scores():
    if not all(folder.is_dir() for folder in FOLDERS):
        pytest.skip("the labelled documents are not part of the repository")
    found, absent = measure([LABELS], FOLDERS)
    assert not absent
    return found


def totals(scores):
    labels, claims, right = (sum(getattr(s, k) for s in scores) for k in ("labels", "claims", "right"))
    return right / labels, (claims - right) / claims, labels


def test_the_source_texts_of_the_study(scores):
    recall, wrong, labels = totals([s for s in scores if s.group == "河南"])
    assert labels >= 580 and recall >= 0.97 and wrong <= 0.02, [r for s in scores if s.group == "河南" for r in s.remarks]


def test_the_real_corpus_city_by_city(scores):
    cities = sorted({s.group for s in scores} - {"河南"})
    assert len(cities) >= 6
    for city in cities:
        recall, wrong, _ = totals([s for s in scores if s.group == city])
        assert recall >= 0.92 and wrong <= 0.08, (city, recall, wrong, [r for s in scores if s.group == city for r in s.remarks])


def test_directions_and_comparisons(scores):
    assert sum(s.side_right for s in scores) >= 0.97 * sum(s.right for s in scores)


def test_labels_hold_figures_and_no_sentences():
    documents = json.loads(LABELS.read_text("utf-8"))["documents"]
    assert all(len(d["sha256"]) == 64 for d in documents)
    assert max(len(s) for d in documents for f in d["figures"] for s in f[3]) < 90


def test_prose_of_other_provinces():
    found, _ = measure([PROSE], [])
    recall, wrong, labels = totals(found)
    remarks = [(s.name, r) for s in found for r in s.remarks]
    assert len({s.group for s in found}) >= 26 and labels >= 1150
    assert recall >= 0.97 and wrong <= 0.03, remarks
    assert all(s.right >= 0.9 * s.labels for s in found), remarks
    assert sum(s.side_right for s in found) >= 0.98 * sum(s.right for s in found), remarks


def test_a_wrong_label_would_be_seen():
    document = json.loads(PROSE.read_text("utf-8"))["documents"][0]
    spoilt = document | {"figures": [[f[0], f[1], f[2], ["另一事项"], *f[4:]] for f in document["figures"]]}
    from gouji.claims.bench import score
    from gouji.claims.find import claims_of_lines

    assert score(spoilt, claims_of_lines(document["text"])).right == 0

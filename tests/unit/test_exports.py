"""Exports are made where they are asked for, kept where nothing changed, and leave no stale file behind."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import exports
import pandas as pd
import pytest

from gouji.publish.exports import ARCHIVE, PACKAGE, WORKBOOK, archive, make_exports
from gouji.study import keys
from gouji.typeset import facts, pdf


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """(opened study, folder with its exports, what was said)."""
    folder = tmp_path_factory.mktemp("exports")
    (folder / "data/raw/demo").mkdir(parents=True)
    exports.short(folder / "data/raw/demo", "a")
    opened, said = exports.opened(folder, {"file": "a.pdf"}, parameters="outputs: [workbook, package]\n"), []
    assert make_exports(opened, folder / "none", {}, "k1", said.append) == {"workbook": "k1", "package": "k1"}
    return opened, opened.folder, said


def test_they_are_made(done):
    assert all((done[1] / name).exists() for name in (WORKBOOK, PACKAGE, ARCHIVE)) and [s.split(":")[0] for s in done[2]] == ["workbook", "package"]


def test_the_same_key_keeps_them_another_makes_them_anew(done, tmp_path):
    opened, earlier, _ = done
    for key, told in (("k1", "unchanged"), ("k2", " s")):
        said, target = [], tmp_path / key
        target.mkdir()
        make_exports(replace(opened, folder=target) if key == "k1" else at(opened, target), earlier, {"workbook": "k1", "package": "k1"}, key, said.append)
        assert all(s.endswith(told) for s in said), said
        assert (target / WORKBOOK).read_bytes() == (earlier / WORKBOOK).read_bytes()
        assert (target / PACKAGE / "contents.json").read_bytes() == (earlier / PACKAGE / "contents.json").read_bytes()


def at(opened, folder):
    """The same study with its data in memory, writing elsewhere."""
    other = replace(opened, folder=folder)
    other.__dict__.update({t: getattr(opened, t) for t in ("documents", "ledger", "findings", "problems", "tables", "pages", "claims")})
    other.__dict__["document"] = opened.document
    return other


def test_an_earlier_one_that_is_gone_is_made_again(done, tmp_path):
    said = []
    make_exports(at(done[0], tmp_path), tmp_path / "gone", {"workbook": "k1", "package": "k1"}, "k1", said.append)
    assert (tmp_path / ARCHIVE).is_file() and not any("unchanged" in s for s in said)


def test_what_is_no_longer_asked_for_is_taken_away(done, tmp_path):
    (tmp_path / WORKBOOK).write_bytes(b"stale")
    (tmp_path / PACKAGE).mkdir()
    opened = replace(done[0], folder=tmp_path, study=replace(done[0].study, outputs=("ledger",)))
    assert make_exports(opened, done[1], {"workbook": "k1"}, "k1", lambda text: None) == {} and list(tmp_path.iterdir()) == []


def test_the_archive_is_the_same_twice(done, tmp_path):
    archive(done[1] / PACKAGE, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (done[1] / ARCHIVE).read_bytes()
    with zipfile.ZipFile(tmp_path / "again.zip") as found:
        assert found.testzip() is None and "package/datapackage.json" in found.namelist()


def prose_alone(corpus):
    source = corpus / "p.facts"
    source.write_text("document x\ntitle: 说明\nentity: 某局    year: 2021    kind: other    unit: 万元\npublished: 2022    source: s\n\npart 第一部分\np 本局没有数字。\n", "utf-8")
    pdf.typeset(facts.load(source), corpus / "x.pdf")
    return ["x.pdf"]


def twice(corpus):
    exports.short(corpus, "a")
    (corpus / "b.pdf").write_bytes((corpus / "a.pdf").read_bytes())
    return ["a.pdf", "b.pdf"]


def broken_and_absent(corpus):
    exports.short(corpus, "a")
    (corpus / "b.pdf").write_bytes(b"%PDF-1.4 cut")
    return ["a.pdf", "b.pdf", "gone.pdf"]


@pytest.mark.parametrize("documents", [prose_alone, twice, broken_and_absent])
def test_poor_studies_are_exported_too(documents, tmp_path):
    """Without a figure, with one document under two names, with some that cannot be read."""
    frictionless = pytest.importorskip("frictionless")
    corpus = tmp_path / "data/raw/demo"
    corpus.mkdir(parents=True)
    opened = exports.opened(tmp_path, *({"file": f} for f in documents(corpus)), parameters="outputs: [workbook, package]\n")
    make_exports(opened, tmp_path / "none", {}, "k", lambda text: None)
    assert frictionless.validate(str(opened.folder / PACKAGE / "datapackage.json")).valid
    assert len(pd.read_csv(opened.folder / PACKAGE / "data/documents.csv")) == 1
    assert set(pd.read_excel(opened.folder / WORKBOOK, sheet_name=None)) >= {"method", "findings", "evidence", "panel", "indices", "items"}


def test_the_key_depends_on_data_and_study():
    assert keys.export_key("d", {"a": 1}) != keys.export_key("e", {"a": 1}) != keys.export_key("e", {"a": 2})

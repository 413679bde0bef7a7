"""A run leaves whole results or earlier ones; what is unchanged is not done again; what cannot be read is counted."""

from __future__ import annotations

import importlib.util
import json
import shutil

import pandas as pd
import pytest
import studies

from gouji.errors import FileMissing, Refusal
from gouji.study import data, execute, keys, load, new, open_study, run

pytestmark = pytest.mark.skipif(not studies.DOCUMENT.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
NO_SITE = ["outputs=[ledger, findings]"]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A project whose study ran once, with its site; copied by the tests that change it."""
    folder = tmp_path_factory.mktemp("project")
    return folder, run(studies.project(folder), jobs=1)


@pytest.fixture
def again(done, tmp_path):
    """A copy of that project, for a test to change."""
    shutil.copytree(done[0], tmp_path / "p")
    return tmp_path / "p"


def test_a_run_writes_data_notebooks_and_site(done):
    folder, summary = done
    processed = folder / "data/processed/demo"
    for name in ("ledger.parquet", "ledger.csv", "findings.parquet", "findings.csv", "findings.json", "problems.csv", "documents.csv"):
        assert (processed / name).stat().st_size > 0
    executed = json.loads((processed / "notebooks/01_one.ipynb").read_text("utf-8"))
    assert "1 份文件" in json.dumps(executed, ensure_ascii=False)
    assert "papermill" not in executed["metadata"]
    assert "1 份文件" in (processed / "site/index.html").read_text("utf-8")
    assert summary.documents == 1 and summary.figures > 0 and summary.unread == 0
    assert len(str(summary).splitlines()) == 6


def test_nothing_is_left_beside_the_results(done):
    assert [p.name for p in (done[0] / "data/processed").iterdir()] == ["demo"]


def test_a_second_run_executes_nothing(again, capsys):
    run(again / "studies/demo.yml", jobs=1)
    said = capsys.readouterr().out
    assert sorted(p.suffix for p in (again / "data/processed/demo/figures").iterdir()) == [".csv", ".png", ".svg"]
    assert "data: unchanged" in said and "0 to execute, 1 cached" in said and "site: unchanged" in said


def test_a_changed_notebook_and_a_changed_parameter_run_again(again, capsys):
    run(again / "studies/demo.yml", [*NO_SITE, "most=5"], jobs=1)
    assert "1 to execute, 0 cached" in capsys.readouterr().out
    (again / "notebooks/01_one.ipynb").write_text(studies.notebook(studies.OPEN, "2 + 2"), "utf-8")
    run(again / "studies/demo.yml", [*NO_SITE, "most=5"], jobs=1)
    assert "data: unchanged" in (said := capsys.readouterr().out) and "1 to execute" in said


def test_outputs_in_a_notebook_do_not_change_its_key(again):
    path = again / "notebooks/01_one.ipynb"
    before = keys.notebook_key(path, {}, "d")
    filled = json.loads(path.read_text("utf-8"))
    filled["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    path.write_text(json.dumps(filled), "utf-8")
    assert keys.notebook_key(path, {}, "d") == before
    assert keys.notebook_key(path, {"most": 4}, "d") != before and keys.notebook_key(path, {}, "e") != before


def test_a_failing_cell_leaves_earlier_results_and_is_kept(again):
    before = (again / "data/processed/demo/study.json").read_bytes()
    (again / "notebooks/01_one.ipynb").write_text(studies.notebook("raise ValueError('seeded')"), "utf-8")
    with pytest.raises(execute.NotebookFailed, match=r"notebook 01_one: cell 2: ValueError: seeded") as refusal:
        run(again / "studies/demo.yml", jobs=1)
    assert "\n" not in str(refusal.value)
    assert (again / "data/processed/demo/study.json").read_bytes() == before
    assert (again / "data/processed/demo/site/index.html").is_file()
    assert sorted(p.name for p in (again / "data/processed").iterdir()) == ["demo", "demo.failed"]
    assert "seeded" in (again / "data/processed/demo.failed/01_one.ipynb").read_text("utf-8")


def test_a_document_that_cannot_be_read_is_a_problem_not_a_crash(tmp_path):
    path = studies.project(tmp_path)
    (tmp_path / "data/raw/demo/broken.pdf").write_bytes(b"%PDF-1.4 cut")
    with (tmp_path / "data/raw/demo/manifest.csv").open("a", encoding="utf-8") as manifest:
        manifest.write("broken.pdf,x,2021,final\nabsent.pdf,x,2021,final\n")
    summary = run(path, NO_SITE, jobs=1)
    problems = pd.read_parquet(tmp_path / "data/processed/demo/problems.parquet")
    kinds = dict(zip(problems["name"], problems["kind"], strict=True))
    assert (kinds["broken"], kinds["absent"]) == ("unreadable", "missing_file")
    assert summary.unread == 2 and summary.documents == 3 and "2 could not be read" in str(summary)


def test_a_document_other_than_the_manifest_says_is_reported(tmp_path):
    path = studies.project(tmp_path)
    (tmp_path / "data/raw/demo/manifest.csv").write_text(f"file,sha256\n{studies.DOCUMENT.name},{'0' * 64}\n", "utf-8")
    run(path, NO_SITE, jobs=1)
    assert "manifest_differs" in set(pd.read_parquet(tmp_path / "data/processed/demo/problems.parquet")["kind"])


def test_a_document_listed_twice_under_two_names_is_counted_once_and_told(tmp_path):
    path = studies.project(tmp_path)
    shutil.copy(studies.DOCUMENT, tmp_path / "data/raw/demo/again.pdf")
    with (tmp_path / "data/raw/demo/manifest.csv").open("a", encoding="utf-8") as manifest:
        manifest.write("again.pdf,x,2021,final\n")
    assert "copy    again.pdf" in str(run(path, NO_SITE, dry_run=True))
    run(path, NO_SITE, jobs=1)
    problems = pd.read_parquet(tmp_path / "data/processed/demo/problems.parquet").set_index("name")
    assert problems.loc["again", "kind"] == "same_file" and studies.DOCUMENT.stem in problems.loc["again", "detail"]
    assert data.plan(load(path)).fresh and len(pd.read_parquet(tmp_path / "data/processed/demo/tables.parquet")["name"].unique()) == 1


ASKS = "title: 问 · Asks\nmanifest: demo.csv\nreader: pdfium\n"


@pytest.fixture
def asks(tmp_path):
    """A study that states its documents by their hashes and asks for their folder, where they have other names."""
    path = studies.project(tmp_path / "p", ASKS)
    sha256 = data.corpus.file_sha256(studies.DOCUMENT)
    (path.parent / "demo.csv").write_text(f"file,entity,year,kind,sha256\nown_name.pdf,北关,2021,final,{sha256}\nabsent.pdf,x,2021,final,{'0' * 64}\n", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(studies.DOCUMENT, tmp_path / "elsewhere" / "as downloaded.pdf")
    return path


def test_a_study_asks_for_its_folder_and_knows_its_documents_by_their_hashes(asks, tmp_path, monkeypatch):
    with pytest.raises(Refusal, match=r"demo.yml: asks for the folder that holds its documents; add --set corpus=FOLDER"):
        run(asks)
    (tmp_path / "nothing").mkdir()
    with pytest.raises(Refusal, match="holds none of the 2 documents of demo.yml"):
        run(asks, [f"corpus={tmp_path / 'nothing'}"])
    with pytest.raises(Refusal, match="no such folder"):
        run(asks, [f"corpus={tmp_path / 'nowhere'}"])
    monkeypatch.chdir(tmp_path / "nothing")
    summary = run(asks, [*NO_SITE, "corpus=../elsewhere"], jobs=1)  # relative to where the command is given
    assert (summary.documents, summary.unread) == (2, 1)
    executed = json.loads((asks.parents[1] / "data/processed/demo/notebooks/01_one.ipynb").read_text("utf-8"))
    assert "2 份文件" in json.dumps(executed, ensure_ascii=False)


def test_a_study_that_asks_is_opened_with_the_folder_of_its_last_run(asks, tmp_path, monkeypatch):
    monkeypatch.chdir(asks.parents[1] / "notebooks")
    with pytest.raises(Refusal, match="asks for the folder"):
        open_study("demo")
    run(asks, [*NO_SITE, f"corpus={tmp_path / 'elsewhere'}"], jobs=1)
    opened = open_study("demo")
    assert opened.pdf("own_name").name == "as downloaded.pdf" and set(opened.claims["name"]) == {"own_name"}
    with pytest.raises(Refusal, match="no file of 'absent'"):
        opened.pdf("absent")


def test_a_kernel_loads_the_study_with_its_settings(again):
    (again / "data/raw/demo/second.pdf").write_bytes(studies.DOCUMENT.read_bytes() + b"\n")
    with (again / "data/raw/demo/manifest.csv").open("a", encoding="utf-8") as manifest:
        manifest.write("second.pdf,x,2021,final\n")
    source = "from gouji.study import open_study\nprint([r.name for r in open_study(study).study.documents])"
    (again / "notebooks/01_one.ipynb").write_text(studies.notebook(source), "utf-8")
    run(again / "studies/demo.yml", [*NO_SITE, "documents=[second]"], jobs=1)
    assert "['second']" in (again / "data/processed/demo/notebooks/01_one.ipynb").read_text("utf-8")


def test_one_is_told_as_one(done, again, capsys):
    assert "1 document could not" not in str(done[1]) and "1 tables" not in str(done[1]) and "1 reading problems" not in str(done[1])
    (again / "data/processed/demo/study.json").write_text("{}", "utf-8")
    run(again / "studies/demo.yml", NO_SITE, jobs=1)
    said = capsys.readouterr().out
    assert "study demo: 1 document, reader pdfium, 1 process" in said and "ledger and findings of 1 document" in said
    assert not [word for word in ("1 documents", "1 processes", "1 tables", "1 pages") if f"{word}\n" in said or f" {word}," in said]


def crash(tasks, reader, jobs, scheduler):
    yield from ((name, data.Problem(None, "crash", "seeded")) for name in tasks)


def test_a_fault_of_ours_is_told_and_tried_again_by_the_next_run(again, monkeypatch):
    from gouji.study.run import data_only

    path = again / "studies/demo.yml"
    (again / "data/raw/demo/second.pdf").write_bytes(studies.DOCUMENT.read_bytes() + b"\n")
    with (again / "data/raw/demo/manifest.csv").open("a", encoding="utf-8") as manifest:
        manifest.write("second.pdf,x,2021,final\n")
    monkeypatch.setattr(data, "_each", crash)
    study = load(path)
    assert data.plan(study).to_read == ("second",)
    data_only(study, data.plan(study))
    assert not data.plan(study).fresh
    assert (again / "data/processed/demo/site/index.html").is_file()


def test_a_study_of_which_nothing_can_be_read_is_refused_and_its_results_stay(again):
    before = {p: p.read_bytes() for p in (again / "data/processed/demo").rglob("*") if p.is_file()}
    (again / "data/raw/demo" / studies.DOCUMENT.name).write_bytes(studies.DOCUMENT.read_bytes()[:5000])
    with pytest.raises(Refusal, match=r"beiguan.*(damaged|cut).*no document of the study can be read"):
        run(again / "studies/demo.yml", jobs=1)
    assert {p: p.read_bytes() for p in before} == before


def test_a_dry_run_says_what_would_run_and_writes_nothing(tmp_path, done):
    path = studies.project(tmp_path)
    told = str(run(path, dry_run=True))
    assert f"read    {studies.DOCUMENT.name}" in told and "run     01_one" in told
    assert not (tmp_path / "data/processed").exists()
    again = str(run(done[0] / "studies/demo.yml", dry_run=True))
    assert f"cached  {studies.DOCUMENT.name}" in again and "cached  01_one" in again


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_scheduler_that_cannot_be_used_is_refused_in_a_dry_run_too(tmp_path, dry_run):
    why = "no scheduler answers" if importlib.util.find_spec("distributed") else "dask is not installed"
    with pytest.raises(Refusal, match=why):
        run(studies.project(tmp_path), jobs=1, scheduler="tcp://127.0.0.1:1", dry_run=dry_run)


def test_a_scheduler_that_no_document_needs_is_not_tried_and_that_is_said(done):
    told = str(run(done[0] / "studies/demo.yml", dry_run=True, scheduler="tcp://127.0.0.1:1"))
    assert "unused  scheduler tcp://127.0.0.1:1: every document is cached, it was not tried" in told


def test_an_opened_study_makes_its_data_and_narrows(tmp_path, monkeypatch):
    studies.project(tmp_path)
    monkeypatch.chdir(tmp_path / "notebooks")
    opened = open_study("demo")
    assert len(opened.documents) == 1 and set(opened.ledger["name"]) == {studies.DOCUMENT.stem}
    assert opened.document(studies.DOCUMENT.stem).reading.file == studies.DOCUMENT.name
    assert (tmp_path / "data/processed/demo/ledger.parquet").is_file()
    with pytest.raises(Refusal, match="no document 'other'"):
        open_study("demo", ["other"])
    with pytest.raises(FileMissing, match="studies/none.yml"):
        open_study("none")


def test_new_makes_a_study_that_loads(tmp_path):
    studies.project(tmp_path)
    source = tmp_path / "mine.pdf"
    shutil.copy(studies.DOCUMENT, source)
    told = new("mine", [source], root=tmp_path)
    assert "gouji study run studies/mine.yml" in told
    study = load(tmp_path / "studies/mine.yml")
    row = study.documents[0]
    assert "8 pages" in told and load(tmp_path / "studies/mine.yml").title == "mine: 1 document"
    assert (row.file, row.kind, row.pages) == ("mine.pdf", "final", 8) and row.year == 2021 and len(row.sha256) == 64


def test_new_takes_the_name_of_the_study_file_for_the_name(tmp_path):
    studies.project(tmp_path)
    new("mine.yml", [studies.DOCUMENT], root=tmp_path)
    assert sorted(p.name for p in (tmp_path / "studies").iterdir()) == ["demo.yml", "mine.yml"] and (tmp_path / "data/raw/mine").is_dir()
    with pytest.raises(Refusal, match="exists already"):
        new("mine.yaml", [studies.DOCUMENT], root=tmp_path)


def test_new_refuses_and_leaves_nothing_behind(tmp_path):
    studies.project(tmp_path)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no pdf")
    shutil.copy(studies.DOCUMENT, tmp_path / "copy.pdf")
    faults = {
        "../x": ([studies.DOCUMENT], "not a plain name"),
        "demo": ([studies.DOCUMENT], "exists already"),
        "absent": ([tmp_path / "no.pdf"], "no such file"),
        "broken": ([broken], "not a PDF"),
        "copies": ([studies.DOCUMENT, tmp_path / "copy.pdf"], "byte for byte the same as"),
        "twice": ([studies.DOCUMENT, studies.DOCUMENT], "two documents of this name"),
    }
    for name, (files, said) in faults.items():
        with pytest.raises(Refusal, match=said):
            new(name, files, root=tmp_path)
    assert sorted(p.name for p in (tmp_path / "data/raw").iterdir()) == ["demo"]
    assert [p.name for p in (tmp_path / "studies").iterdir()] == ["demo.yml"]


def test_a_cell_that_looks_like_a_formula_is_text_in_the_csv(tmp_path):
    frame = pd.DataFrame({"text": ["=HYPERLINK(1)", "@x", "-12.5", "+3%", "−", "-", "plain"], "n": [1, 2, 3, 4, 5, 6, 7]})
    data.safe_csv(frame, tmp_path / "x.csv")
    lines = (tmp_path / "x.csv").read_text("utf-8").splitlines()[1:]
    assert lines == ["'=HYPERLINK(1),1", "'@x,2", "-12.5,3", "+3%,4", "−,5", "-,6", "plain,7"]

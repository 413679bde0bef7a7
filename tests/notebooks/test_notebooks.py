"""The notebooks' style, and that each finishes on selections that leave it little or nothing.

Their outputs are compared by nbval (``pytest --nbval notebooks``); here nothing is compared, everything is required.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import running  # noqa: E402

NAMES = [p.stem for p in running.NOTEBOOKS]
CORPUS = running.ROOT / "data" / "raw" / "henan" / "manifest.csv"
ALLOWED = {"gouji", "pandas", "matplotlib", "seaborn"}
by_name = pytest.mark.parametrize("path", running.NOTEBOOKS, ids=NAMES)


def test_the_seven_notebooks_are_there():
    assert NAMES == ["01_inventory_documents", "02_read_tables", "03_reconcile_figures", "04_audit_performance", "05_compare_departments",
                     "06_score_disclosure", "document_dossier"]  # fmt: skip


@by_name
def test_cells_and_functions_are_short_and_import_only_what_is_allowed(path):
    for cell in running.cells(path):
        assert len(cell["source"]) <= 1800 and not cell["source"].rstrip().endswith(";")
        for node in ast.walk(ast.parse(cell["source"])):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 10
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                assert {m.split(".")[0] for m in modules} <= ALLOWED


@by_name
def test_one_parameters_cell_of_typed_literals_each_explained(path):
    tagged = [c for c in running.cells(path) if "parameters" in c["metadata"].get("tags", ())]
    assert len(tagged) == 1
    for line in tagged[0]["source"].splitlines():
        assert re.fullmatch(r"\w+: (str|int|float|bool|list) = .+  # [^;]+; .+", line), line
        ast.literal_eval(line.split(" = ", 1)[1].split("  # ")[0])


@by_name
def test_the_question_is_the_title_and_the_answer_is_given(path):
    first = running.cells(path, "markdown")[0]["source"]
    assert re.match(r"# .+？ · .+\?$", first.splitlines()[0])
    heads = [line for c in running.cells(path, "markdown") for line in c["source"].splitlines() if line.startswith("## ")]
    words = [h.split(" · ")[-1] for h in heads]
    assert words[0] == "Scope" and words[-3:] == ["Answer", "Limits", "Provenance"] and words[1] == "Check"
    assert sum("show.answer(" in c["source"] for c in running.cells(path)) == 1


@by_name
def test_outputs_are_committed_whole_quiet_and_the_same_everywhere(path):
    text = path.read_text("utf-8")
    assert not re.search(r"/wo" r"rk/|/ho" r"me/|/tmp/|0x[0-9a-f]{8,}|\d\d:\d\d:\d\d|papermill", text)
    for cell in running.cells(path):
        assert cell["execution_count"], "run `make notebooks`"
        assert not [o for o in cell["outputs"] if o["output_type"] == "error" or o.get("name") == "stderr"]


SELECTIONS = {
    "no forms": ["beiguan_dsj_2021_final"],
    "budgets alone": ["xuchang_zwj_2021_budget", "anyang_zwzx_2024_budget"],
    "one document": ["qinyang_zwj_2021_final"],
}


@pytest.mark.skipif(not CORPUS.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
@pytest.mark.filterwarnings("error::UserWarning", "error::FutureWarning", "error::RuntimeWarning")
@pytest.mark.parametrize("selection", SELECTIONS)
@by_name
def test_a_notebook_finishes_on_little(path, selection, monkeypatch, capsys):
    monkeypatch.chdir(running.ROOT / "notebooks")
    names = SELECTIONS[selection]
    parameters = {"document": names[0]} if path.stem == "document_dossier" else {"documents": names}
    space = running.run(path, **parameters)
    assert space["zh"] and space["en"]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.skipif(not CORPUS.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
def test_the_answer_comes_in_the_language_asked_for(language, monkeypatch):
    monkeypatch.chdir(running.ROOT / "notebooks")
    space = running.run(running.NOTEBOOKS[0], language=language)
    assert repr(space["show"].answer(space["zh"], space["en"], language)) == space[language]


@pytest.mark.filterwarnings("error::UserWarning", "error::FutureWarning", "error::RuntimeWarning")
@pytest.mark.parametrize("path", running.NOTEBOOKS[:-1], ids=NAMES[:-1])
def test_a_notebook_finishes_when_nothing_could_be_read(path, tmp_path, monkeypatch):
    sys.path.insert(0, str(running.ROOT / "tests" / "unit"))
    import studies

    from gouji.study import data, load
    from gouji.study.run import data_only

    study = load(studies.project(tmp_path))
    (tmp_path / "data/raw/demo" / studies.DOCUMENT.name).write_bytes(b"no pdf at all")
    data_only(study, data.plan(study))
    monkeypatch.setenv("GOUJI_STUDY_FILE", str(study.path))
    monkeypatch.setenv("GOUJI_STUDY_DATA", str(study.processed))
    space = running.run(path)
    assert space["zh"] and space["en"] and not space["given"]["read"].any()

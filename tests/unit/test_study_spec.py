"""Every way a study file, a setting or a manifest can be wrong is refused in one line that says what to do."""

from __future__ import annotations

import pytest
import studies

from gouji.errors import FileMissing, Refusal, StudyInvalid
from gouji.study import load
from gouji.study.spec import declared_parameters, did_you_mean

HEAD = "title: t\ncorpus: data/raw/demo\n"
FAULTS = {
    "an unknown key": (HEAD + "reeder: both\n", "unknown key 'reeder'; did you mean reader?"),
    "a wrong type": (HEAD + "notebooks: 01_one\n", "key 'notebooks' must be a list, not '01_one'"),
    "a missing key": ("corpus: data/raw/demo\n", "key 'title' is missing; add `title: …`"),
    "no corpus": ("title: t\n", "asks for the folder that holds its documents; add --set corpus=FOLDER"),
    "an unknown reader": (HEAD + "reader: pdfum\n", "unknown reader 'pdfum'; did you mean pdfium?"),
    "an unknown output": (HEAD + "outputs: [sites]\n", "unknown output 'sites'; did you mean site?"),
    "an unknown notebook": (HEAD + "notebooks: [01_on]\n", "unknown notebook '01_on'; did you mean 01_one?"),
    "parameters of an unknown notebook": (HEAD + "parameters: {02_one: {most: 3}}\n", "did you mean 01_one?"),
    "an unknown parameter": (HEAD + "parameters: {01_one: {mst: 3}}\n", "unknown parameter 'mst' of 01_one; did you mean most?"),
    "a parameter the run sets": (HEAD + "parameters: {01_one: {study: x}}\n", "unknown parameter 'study'"),
    "a parameter's wrong type": (HEAD + "parameters: {01_one: {most: many}}\n", "parameter 'most' must be int, not 'many'"),
    "true for a number": (HEAD + "parameters: {01_one: {most: true}}\n", "parameter 'most' must be int, not True"),
    "a value not allowed": (HEAD + "parameters: {01_one: {language: eng}}\n", "parameter 'language' cannot be 'eng'; did you mean en?"),
    "parameters that are a list": (HEAD + "parameters: {01_one: [3]}\n", "must be a mapping"),
    "a document not in the manifest": (HEAD + "documents: [nowhere]\n", "no document 'nowhere' in the manifest"),
    "a question in an unknown language": (HEAD + "question: {zh: 问, fr: q}\n", "unknown language under question 'fr'"),
    "a question that is a list": (HEAD + "question: [q]\n", "key 'question' must be text, or zh: and en: with text each, not ['q']"),
    "a question that is a number": (HEAD + "question: {zh: 3}\n", "question's 'zh' must be text, not 3"),
    "no YAML": ("title: [\n", "not readable as YAML at line 2"),
    "no mapping": ("- title\n", "not a mapping"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_study_is_refused_in_one_line(fault, tmp_path):
    text, said = FAULTS[fault]
    path = studies.project(tmp_path, text)
    with pytest.raises(StudyInvalid) as refusal:
        load(path)
    assert said in str(refusal.value) and "\n" not in str(refusal.value)


SETTINGS = {
    "no value": ("most", "no value; write --set key=value"),
    "an unknown parameter": ("mots=3", "unknown parameter; did you mean most?"),
    "a wrong type": ("most=three", "parameter 'most' must be int"),
    "another notebook": ("09_x.most=3", "unknown notebook under parameters"),
    "an unknown reader": ("reader=ocr", "unknown reader 'ocr'"),
    "a value that is no YAML": ("most=[", "value not readable"),
}


@pytest.mark.parametrize("fault", SETTINGS)
def test_a_faulty_setting_is_refused(fault, tmp_path):
    setting, said = SETTINGS[fault]
    with pytest.raises(StudyInvalid, match=".") as refusal:
        load(studies.project(tmp_path), [setting])
    assert said in str(refusal.value)


def test_settings_reach_the_study_and_the_notebooks_that_have_the_parameter(tmp_path):
    path = studies.project(tmp_path, **{"01_one": studies.notebook("1"), "02_two": studies.notebook("2")})
    study = load(path, ["most=7", "02_two.language=en", "reader=camelot"])
    assert study.parameters == {"01_one": {"most": 7}, "02_two": {"most": 7, "language": "en"}}
    assert study.reader == "camelot"


def test_the_notebooks_set_are_the_notebooks_run_and_decide_which_parameters_there_are(tmp_path):
    other = studies.notebook("2").replace("most: int", "least: int")
    path = studies.project(tmp_path, HEAD + "parameters: {01_one: {most: 4}}\n", **{"01_one": studies.notebook("1"), "02_two": other})
    assert load(path, ["notebooks=[02_two]"]).notebooks == ("02_two",)
    assert load(path, ["least=5", "notebooks=[02_two]"]).parameters["02_two"] == {"least": 5}  # in either order
    with pytest.raises(StudyInvalid, match="unknown parameter"):
        load(path, ["most=5", "notebooks=[02_two]"])
    with pytest.raises(StudyInvalid, match="unknown notebook '03_x'"):
        load(path, ["notebooks=[03_x]"])


def test_a_study_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileMissing, match="no such file"):
        load(tmp_path / "studies" / "no.yml")


def test_a_study_without_notebooks_is_refused(tmp_path):
    path = studies.project(tmp_path)
    (tmp_path / "notebooks" / "01_one.ipynb").unlink()
    with pytest.raises(StudyInvalid, match="no notebooks"):
        load(path)


def test_a_broken_notebook_is_refused_by_name(tmp_path):
    path = studies.project(tmp_path, studies_text(), **{"01_one": "{not json"})
    with pytest.raises(StudyInvalid, match="01_one.ipynb: not readable as a notebook"):
        load(path)


def studies_text() -> str:
    return HEAD + "parameters: {01_one: {most: 3}}\n"


MANIFESTS = {
    "no manifest": (None, "no manifest of the corpus"),
    "no rows": ("file,year\n", "lists no document"),
    "a path that leaves the folder": ("file,year\n../x.pdf,2021\n", "'../x.pdf' is not a plain file name"),
    "an absolute path": ("file,year\n/etc/passwd,2021\n", "is not a plain file name"),
    "no file": ("file,year\n,2021\n", "line 2: no file named"),
    "a year that is none": ("file,year\nx.pdf,二〇二一\n", "year '二〇二一' is not a whole number"),
    "a document twice": ("file,year\nx.pdf,2021\nx.pdf,2022\n", "two documents are named x"),
    "another encoding": ("file,entity\nx.pdf,北关\n".encode("gb18030"), "not UTF-8"),
}


@pytest.mark.parametrize("fault", MANIFESTS)
def test_a_faulty_manifest_is_refused(fault, tmp_path):
    content, said = MANIFESTS[fault]
    path, manifest = studies.project(tmp_path), tmp_path / "data/raw/demo/manifest.csv"
    manifest.unlink()
    if content is not None:
        manifest.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Refusal) as refusal:
        load(path)
    assert said in str(refusal.value)


def test_a_manifest_of_the_studys_own_must_be_there(tmp_path):
    with pytest.raises(Refusal, match="none.csv: no manifest of the corpus"):
        load(studies.project(tmp_path, HEAD + "manifest: none.csv\n"))


def test_the_second_study_asks_for_its_folder_in_one_line():
    with pytest.raises(StudyInvalid, match=r"^\S+cities.yml: asks for the folder that holds its documents; add --set corpus=FOLDER$"):
        load(studies.ROOT / "studies" / "cities.yml")


def test_documents_are_selected_by_name_file_or_pattern(tmp_path):
    path = studies.project(tmp_path)
    (tmp_path / "data/raw/demo/manifest.csv").write_text("file,year\na_1.pdf,2021\na_2.pdf,\nb.pdf,2022\n", "utf-8")
    chosen = load(path, ["documents=['a_*', b.pdf]"]).documents
    assert [row.name for row in chosen] == ["a_1", "a_2", "b"]
    assert [row.name for row in load(path, ["documents=[a_2]"]).documents] == ["a_2"]
    assert load(path).documents[1].year is None


def test_a_parameter_says_its_type_default_and_values(tmp_path):
    studies.project(tmp_path)
    declared = declared_parameters(tmp_path / "notebooks" / "01_one.ipynb")
    assert (declared["most"].kind, declared["most"].default, declared["most"].allowed) == ("int", 3, ())
    assert declared["language"].allowed == ("zh", "en", "both")


def test_did_you_mean_names_the_nearest_or_all():
    assert did_you_mean("titel", ["title", "corpus"]) == "did you mean title?"
    assert did_you_mean("xyz", ["title", "corpus"]) == "known: corpus, title"


def test_the_documentation_names_every_key_and_no_other():
    import re

    import yaml

    from gouji.study.spec import KEYS

    text = (studies.ROOT / "docs" / "studies.md").read_text("utf-8")
    shown = yaml.safe_load(re.search(r"```yaml\n(.*?)```", text, re.S)[1])
    assert set(shown) == set(KEYS)


@pytest.mark.parametrize(("given", "kept"), [("问？ · Q?", "问？ · Q?"), ("{zh: 问？, en: Is it so}", "问？ · Is it so"), ("{en: Is it so}", "Is it so"), ("", "")])
def test_the_question_is_text_or_a_text_in_each_language(given, kept, tmp_path):
    assert load(studies.project(tmp_path, f"{HEAD}question: {given}\n")).question == kept

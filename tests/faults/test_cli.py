"""What a person may do wrong at the command line: each is told in one line on standard error, with status 2 and no trace.

Every verb is called in this process, as the console script calls it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from gouji import cli, commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "data/raw/henan/beiguan_dsj_2021_final.pdf"  # the shortest of the embedded study
READING = {"tables": [], "ledger": ["-o", "out.csv"], "claims": [], "check": []}  # verb → what it needs besides files


def run(capfd, *words) -> tuple[int, str, str]:
    """Status, standard output and standard error of ``gouji WORDS...``."""
    try:
        status = cli.main([str(word) for word in words])
    except SystemExit as left:  # argparse leaves this way
        status = left.code
    out, err = capfd.readouterr()
    return status, out, err


def refused(result: tuple[int, str, str], *parts: str) -> None:
    """One line, status 2, nothing on standard output, every part said."""
    status, out, err = result
    assert (status, out) == (2, "")
    assert err.startswith("gouji: ") and err.count("\n") == 1 and err.endswith("\n") and "Traceback" not in err
    assert ";" in err, f"no remedy: {err}"
    for part in parts:
        assert part in err


def hashes(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(cli.DEBUG, raising=False)


# Inputs


def faulty_files(folder: Path) -> dict[str, tuple[str, str]]:
    """File name → what is said of it and what to do; the files are written into ``folder``."""
    (folder / "folder.pdf").mkdir()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "预算 说明.pdf").write_text("2021年收入总计9833.6万元。", "utf-8")
    (folder / "half.pdf").write_bytes(DOCUMENT.read_bytes()[:40_000])
    page = canvas.Canvas("locked.pdf", encrypt=StandardEncryption("user", "owner"))
    page.drawString(50, 50, "secret")
    page.save()
    return {
        "missing.pdf": ("no such file", "check the path"),
        "nowhere/x.pdf": ("no such file", "there is no folder nowhere"),
        "folder.pdf": ("a folder", "folder.pdf/*.pdf"),
        "empty.pdf": ("empty file", "give the PDF as published"),
        "预算 说明.pdf": ("not a PDF", "give the PDF as published"),
        "half.pdf": ("cut short", "download it again"),
        "locked.pdf": ("encrypted", "without a password"),
    }


@pytest.mark.parametrize("verb", READING)
def test_every_verb_refuses_every_faulty_file_in_one_line(verb, capfd, tmp_path):
    for name, (what, remedy) in faulty_files(tmp_path).items():
        refused(run(capfd, verb, name, *READING[verb]), name, what, remedy)
    assert not Path("out.csv").exists()


@pytest.mark.parametrize("verb", READING)
def test_a_missing_file_is_told_before_a_good_one_is_read(verb, capfd, monkeypatch):
    monkeypatch.setattr(commands, "_documents", lambda *_, **__: pytest.fail("read before looking at all the files"))
    monkeypatch.setattr("gouji.claims.find_claims", lambda *_, **__: pytest.fail("read before looking at all the files"))
    refused(run(capfd, verb, DOCUMENT, "missing.pdf", *READING[verb]), "missing.pdf", "no such file")


def test_the_nearest_name_is_offered(capfd):
    Path("许昌市政务服务和大数据管理局2021年预算公开.pdf").write_bytes(b"%PDF")
    refused(run(capfd, "tables", "许昌市政务服务和大数据局2021年预算公开.pdf"), "did you mean 许昌市政务服务和大数据管理局2021年预算公开.pdf?")


def test_text_that_is_not_utf8_is_refused_by_claims(capfd):
    Path("gbk.txt").write_bytes("收入总计1万元".encode("gbk"))
    refused(run(capfd, "claims", "gbk.txt"), "gbk.txt", "save the text as UTF-8")


def test_a_text_is_no_document_for_the_other_verbs(capfd):
    Path("prose.txt").write_text("收入总计1.00万元。", "utf-8")
    refused(run(capfd, "check", "prose.txt"), "prose.txt", "not a PDF")
    status, out, err = run(capfd, "claims", "prose.txt")
    assert (status, err) == (0, "") and "prose.txt: 1 figure stated in prose" in out and "收入总计" in out


def test_a_document_given_twice_is_counted_once(capfd):
    Path("copy.pdf").write_bytes(DOCUMENT.read_bytes())
    status, out, err = run(capfd, "check", DOCUMENT, "copy.pdf", "--json", "-")
    assert status == 0 and [d["file"] for d in json.loads(out)["documents"]] == [DOCUMENT.name]
    assert f"copy.pdf: the same document as {DOCUMENT.name}; counted once" in err


def test_a_page_without_anything_is_told_and_no_fault(capfd):
    page = canvas.Canvas("blank.pdf")
    page.showPage()
    page.save()
    for verb, more in READING.items():
        status, _, err = run(capfd, verb, "blank.pdf", *more)
        assert status == 0 and "Traceback" not in err
        assert verb == "claims" or "blank.pdf, page 1: blank_page" in err


# Outputs


OUTS = {
    "no/such/out.csv": ("there is no folder no/such", "mkdir -p no/such"),
    "place.csv": ("a folder, not a file", "name the file to write"),
    "": ("no name given", "- for standard output"),
}


VERBS = ("tables", "claims", "check", "rules", "forms", "ledger")
PLACES = [(verb, out) for out in OUTS for verb in VERBS if out or verb != "ledger"]  # a ledger without a name is of an unknown format, below


@pytest.mark.parametrize(("verb", "out"), PLACES)
def test_a_place_that_cannot_be_written_is_refused_before_reading(verb, out, capfd, monkeypatch):
    Path("place.csv").mkdir()
    monkeypatch.setattr(commands, "_documents", lambda *_, **__: pytest.fail("read before looking at OUT"))
    files = [] if verb in ("rules", "forms") else [DOCUMENT]
    refused(run(capfd, verb, *files, "-o" if verb == "ledger" else "--json", out), *OUTS[out])


def test_a_write_that_fails_is_told_and_leaves_the_earlier_result(capfd, monkeypatch):
    Path("forms.json").write_text("earlier")

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    refused(run(capfd, "forms", "--json", "forms.json"), "forms.json", "No space left on device")
    assert Path("forms.json").read_text() == "earlier" and [p.name for p in Path().iterdir()] == ["forms.json"]


@pytest.mark.parametrize("verb", READING)
def test_a_document_is_never_overwritten_with_what_was_read_from_it(verb, capfd):
    Path("document.csv").write_bytes(DOCUMENT.read_bytes())
    Path("other.csv").symlink_to("document.csv")
    for out in ("document.csv", "./document.csv", "other.csv"):
        refused(run(capfd, verb, "document.csv", "-o" if verb == "ledger" else "--json", out), "would be overwritten")
    assert Path("document.csv").read_bytes() == DOCUMENT.read_bytes()


@pytest.mark.parametrize("out", ["ledger.xlsx", "ledger", "", "csv"])
def test_a_ledger_of_an_unknown_format_is_refused(out, capfd):
    refused(run(capfd, "ledger", DOCUMENT, "-o", out), "unknown format", ".parquet, .csv, .json")


def test_endings_may_be_written_large_and_a_dash_is_json(capfd):
    assert run(capfd, "ledger", DOCUMENT, "-o", "L.CSV")[0] == 0
    status, out, err = run(capfd, "ledger", DOCUMENT, "-o", "-")
    assert status == 0 and len(json.loads(out)) == len(Path("L.CSV").read_text("utf-8").splitlines()) - 1 > 10
    assert re.search(r"\d figures( and [\d,]+ cells? printed blank)? of 1 document", err)


@pytest.mark.parametrize("verb", ["tables", "claims", "check", "rules", "forms"])
def test_nothing_but_json_goes_to_standard_output(verb, capfd):
    files = [] if verb in ("rules", "forms") else [DOCUMENT, DOCUMENT]
    more = ["--reader", "both"] if verb == "tables" else []
    status, out, _ = run(capfd, verb, *files, *more, "--json", "-")
    assert status == 0 and json.loads(out)
    assert run(capfd, verb, *files, *more, "--json", "out.json")[1] == ""
    assert Path("out.json").read_text("utf-8") == out


# Words


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ([], ["VERB", "gouji --help"]),
        (["tabls"], ["'tabls'", "did you mean tables?"]),
        (["zzz", "x"], ["invalid choice: 'zzz'", "choose from"]),
        (["tables"], ["FILE", "gouji tables --help"]),
        (["tables", "x.pdf", "--reader", "camalot"], ["'camalot'", "did you mean camelot?"]),
        (["tables", "x.pdf", "--jsn", "-"], ["--jsn"]),
        (["ledger", "x.pdf"], ["-o/--output"]),
        (["check", "x.pdf", "--fail-on", "eror"], ["did you mean error?"]),
        (["study"], ["ACT"]),
        (["study", "rnu"], ["did you mean run?"]),
        (["study", "run"], ["studies/NAME.yml"]),
        (["study", "run", "x.yml", "--jobs", "0"], ["'0' is not a number of processes"]),
        (["study", "run", "x.yml", "--jobs", "many"], ["'many' is not a number of processes"]),
        (["study", "new", "mine"], ["DOCUMENT"]),
    ],
)
def test_usage_is_refused_in_one_line(words, parts, capfd):
    refused(run(capfd, *words), *parts)


@pytest.mark.parametrize("words", [[], *([v] for v in READING), ["rules"], ["forms"], ["study"], ["study", "run"], ["study", "new"]])
def test_every_verb_has_help(words, capfd):
    status, out, err = run(capfd, *words, "--help")
    assert (status, err) == (0, "") and out.startswith("usage: gouji") and "--help" in out


# Status


def test_status_one_means_findings_were_asked_for_and_are_there(capfd):
    assert run(capfd, "check", DOCUMENT)[0] == 0
    assert run(capfd, "check", DOCUMENT, "--fail-on", "error")[0] == 1  # its nine forms are not there: C01
    Path("blank.pdf").write_bytes(b"")
    refused(run(capfd, "check", "blank.pdf", "--fail-on", "error"), "empty file")


def test_what_check_prints_is_worst_first_in_either_language(capfd):
    for language, word in (("en", "is missing"), ("zh", "未见表")):
        _, out, _ = run(capfd, "check", DOCUMENT, "--lang", language)
        severities = [line.split()[0] for line in out.splitlines()[1:]]
        assert severities == sorted(severities, key=["error", "warning", "info"].index) and severities[0] == "error"
        assert word in out


def test_a_fault_of_the_program_is_one_line_and_never_status_one(capfd, monkeypatch):
    def fall(args):
        raise KeyError("a\nb")

    monkeypatch.setattr(commands, "forms", fall)
    refused(run(capfd, "forms"), "fault of the program: KeyError", "test_cli.py, line", "GOUJI_DEBUG=1")
    monkeypatch.setenv(cli.DEBUG, "1")
    with pytest.raises(KeyError):
        run(capfd, "forms")


def test_a_reader_that_goes_away_is_no_fault():
    pipe = f"{sys.executable} -m gouji.cli rules --json - | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


# Studies


@pytest.fixture
def study(tmp_path):
    """A project folder with one study and the results of an earlier run."""
    for place in ("studies", "notebooks", "data/raw/demo", "data/processed/demo/site"):
        Path(place).mkdir(parents=True)
    for notebook in (ROOT / "notebooks").glob("03*.ipynb"):
        Path("notebooks", notebook.name).write_bytes(notebook.read_bytes())
    Path("data/raw/demo", DOCUMENT.name).write_bytes(DOCUMENT.read_bytes())
    Path("data/raw/demo/manifest.csv").write_text(f"file\n{DOCUMENT.name}\n")
    Path("data/processed/demo/ledger.csv").write_text("earlier")
    Path("data/processed/demo/site/index.html").write_text("earlier")
    path = Path("studies/demo.yml")
    path.write_text("title: Demo\ncorpus: data/raw/demo\nreader: pdfium\n")
    return path


STUDIES = {
    "broken YAML": ("title: x\ncorpus: [a\n", "not readable as YAML"),
    "nothing": ("", "not a mapping"),
    "code": ('!!python/object/apply:os.system ["true"]\n', "not readable as YAML"),
    "unknown key": ("title: x\ncorpus: data/raw/demo\nreeder: both\n", "did you mean reader?"),
    "unknown notebook": ("title: x\ncorpus: data/raw/demo\nnotebooks: [03_reconcile]\n", "did you mean 03_reconcile_figures?"),
    "unknown parameter": ("title: x\ncorpus: data/raw/demo\nparameters: {03_reconcile_figures: {mosst: 3}}\n", "did you mean most?"),
    "wrong type": ("title: x\ncorpus: data/raw/demo\nparameters: {03_reconcile_figures: {most: many}}\n", "must be int"),
    "no corpus": ("title: x\ncorpus: data/raw/nowhere\n", "no such folder"),
    "no manifest": ("title: x\ncorpus: studies\n", "no manifest"),
}


@pytest.mark.parametrize("fault", STUDIES)
def test_a_faulty_study_is_refused_and_earlier_results_stand(fault, study, capfd):
    text, part = STUDIES[fault]
    study.write_text(text)
    before = hashes(Path("data"))
    refused(run(capfd, "study", "run", study), part)
    assert hashes(Path("data")) == before


@pytest.mark.parametrize("setting", ["mosst=3", "most=many", "nothing", "03_reconcile_figure.most=3", "reader=camalot", "title="])
def test_a_faulty_setting_is_refused_and_earlier_results_stand(setting, study, capfd):
    before = hashes(Path("data"))
    refused(run(capfd, "study", "run", study, "--set", setting))
    assert hashes(Path("data")) == before


def test_a_missing_study_is_refused(study, capfd):
    refused(run(capfd, "study", "run", "studies/dmeo.yml"), "studies/dmeo.yml", "no such file")


def test_a_dry_run_does_nothing(study, capfd):
    before = hashes(Path())
    status, out, _ = run(capfd, "study", "run", study, "--dry-run", "--set", "most=3")
    assert status == 0 and DOCUMENT.name in out and "03_reconcile_figures" in out
    assert hashes(Path()) == before


@pytest.mark.parametrize("name", ["../x", "a b", 'a"b', "it's", "", ".", "..", "/x", "a/b", "x;y", "x\ny"])
def test_a_study_name_that_is_no_plain_name_is_refused(name, study, capfd):
    before = hashes(Path())
    refused(run(capfd, "study", "new", name, DOCUMENT), "not a plain name")
    assert hashes(Path()) == before


def test_new_overwrites_nothing_and_leaves_nothing_behind(study, capfd, tmp_path):
    copy = tmp_path / "elsewhere" / DOCUMENT.name
    copy.parent.mkdir()
    copy.write_bytes(DOCUMENT.read_bytes())
    faulty_files(tmp_path)
    before = hashes(Path())
    refused(run(capfd, "study", "new", "demo", DOCUMENT), "exists already", "choose another name")
    refused(run(capfd, "study", "new", "twice", DOCUMENT, DOCUMENT), "two documents of this name")
    refused(run(capfd, "study", "new", "namesakes", DOCUMENT, copy), "two documents of this name")
    for name in ("missing.pdf", "folder.pdf", "half.pdf", "locked.pdf", "empty.pdf"):
        refused(run(capfd, "study", "new", "faulty", DOCUMENT, name), name)
    assert hashes(Path()) == before


def test_new_takes_chinese_names_and_spaces(study, capfd, tmp_path):
    file = tmp_path / "北关区 大数据局 2021年决算（公开）.pdf"
    file.write_bytes(DOCUMENT.read_bytes())
    status, out, _ = run(capfd, "study", "new", "北关", file)
    assert status == 0 and "gouji study run studies/北关.yml" in out and "2021, final" in out
    status, out, _ = run(capfd, "study", "run", "studies/北关.yml", "--dry-run")
    assert status == 0 and file.name in out


# Reading problems: file, page, what, remedy


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_problem_is_told_in_one_line_with_file_page_what_and_remedy(language):
    from gouji.model import Problem
    from gouji.problems import kinds, told

    assert kinds()
    for id, kind in kinds().items():
        line = told(Problem(7 if kind.page else None, id, "so much\nof \x1b[31mit"), "x.pdf", language)
        where = {"en": "x.pdf, page 7: ", "zh": "x.pdf，第7页: "}[language] if kind.page else "x.pdf: "
        assert line.startswith(f"{where}{id}: ") and kind.means[language] in line and line.endswith(f"; {kind.remedy[language]}"), line
        assert "\n" not in line and "\x1b" not in line and "so much of" in line


def test_a_kind_without_a_remedy_fails_where_it_is_told(monkeypatch):
    from gouji import problems
    from gouji.model import Problem

    bare = problems.Kind(True, {"zh": "甲", "en": "a"}, {})
    monkeypatch.setattr(problems, "kinds", lambda: {"blank_page": bare})
    with pytest.raises(KeyError):
        problems.told(Problem(1, "blank_page", ""), "x.pdf")


def test_a_text_without_words_is_refused_and_one_without_figures_says_so(capfd, tmp_path):
    for name, text in (("empty.txt", ""), ("blank.txt", " \n\u3000\n")):
        (tmp_path / name).write_text(text, "utf-8")
        refused(run(capfd, "claims", tmp_path / name, "--json", "-"), name, "empty file", "give the prose as UTF-8 text")
    (tmp_path / "words.txt").write_text("本部门职责是服务群众。", "utf-8")
    status, out, err = run(capfd, "claims", tmp_path / "words.txt", "--json", "-")
    assert status == 0 and json.loads(out)["documents"][0]["claims"] == [] and err.count("\n") == 1
    assert "words.txt: no figure is stated in its prose" in err


def test_figures_and_blank_cells_are_counted_apart(capfd, tmp_path):
    from gouji.ledger import read_ledger

    status, out, _ = run(capfd, "ledger", DOCUMENT, "-o", tmp_path / "l.csv")
    blank = read_ledger(tmp_path / "l.csv")["blank"]
    assert status == 0 and f"{(~blank).sum():,} figures and {blank.sum():,} cells printed blank of 1 document" in out

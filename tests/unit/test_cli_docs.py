"""What the README files and docs/ promise is there: every command they show is one the program takes, every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gouji import cli
from gouji.study import load

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")] + sorted((ROOT / "docs").glob("*.md"))
READMES = PAGES[:2]


def named(pages):
    return pytest.mark.parametrize("page", pages, ids=lambda p: p.name)


@named(PAGES)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"


@named(PAGES)
def test_every_command_shown_in_a_block_is_taken(page):
    """Lines of code blocks that call gouji are parsed by its own parser; make's goals are in the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for block in re.findall(r"```\n(.*?)```", page.read_text("utf-8"), re.S):
        for line in block.splitlines():
            words = line.split("#")[0].split()
            if words and words[0].endswith("gouji"):
                assert cli._parser().parse_args(words[1:]).run
            elif words[:1] == ["make"]:
                assert re.search(rf"^{words[1]}:", makefile, re.M), line


@named(READMES)
def test_the_two_readmes_show_the_same_commands_links_and_notebooks(page):
    text = page.read_text("utf-8")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"| {notebook.stem} |" in text
    shown = [[w for line in b.splitlines() for w in re.findall(r"gouji \w+(?: \w+)?|make \w+", line.split("#")[0])] for b in re.findall(r"```\n(.*?)```", text, re.S)]
    other = next(p for p in READMES if p != page).read_text("utf-8")
    assert shown and all(word in other for words in shown for word in words if word.startswith("make") or word.split()[1] in ("study", "check"))
    assert {t for t in re.findall(r"\]\(([^)]+)\)", text) if "README.zh" not in t and t != "README.md"} == {
        t for t in re.findall(r"\]\(([^)]+)\)", other) if "README.zh" not in t and t != "README.md"
    }


def test_every_verb_stands_in_the_commands_page():
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    for verb in ("tables", "ledger", "claims", "check", "rules", "forms", "study new", "study run"):
        assert f"`gouji {verb}" in text
        options = set(re.findall(r"--[a-z-]+", _help(verb.split()))) - {"--help", "--output"}
        assert options <= set(re.findall(r"--[a-z-]+", text)), f"{verb}: {options}"


def _help(words: list[str]) -> str:
    parser = cli._parser()
    for word in words:
        parser = next(a for a in parser._actions if a.choices and word in a.choices).choices[word]
    return parser.format_help()


def test_the_study_the_docs_describe_is_a_study(tmp_path):
    """The example in docs/studies.md is valid against the project's own notebooks."""
    example = re.search(r"```yaml\n(.*?)```", (ROOT / "docs/studies.md").read_text("utf-8"), re.S)[1]
    for place in ("notebooks", "data"):
        (tmp_path / place).symlink_to(ROOT / place)
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies/example.yml").write_text(example, "utf-8")
    study = load(tmp_path / "studies/example.yml")
    assert study.parameters["03_reconcile_figures"] == {"severity": "warning", "most": 40} and study.documents


def test_the_picture_of_a_result_is_there_and_small():
    picture = ROOT / "docs/pictures/result.png"
    assert picture.read_bytes().startswith(b"\x89PNG") and 20_000 < picture.stat().st_size < 400 * 1024
    assert all("docs/pictures/result.png" in page.read_text("utf-8") for page in READMES)

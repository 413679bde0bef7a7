"""What the repository promises about itself: one list of dependencies, a plain lock, nothing of one machine in it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {"".join(spec.split()) for spec in [*project["dependencies"], *project["optional-dependencies"]["test"]]}


def conda(text: str) -> set[str]:
    entries = [e for e in yaml.safe_load(text)["dependencies"] if isinstance(e, str)]
    return {"".join(e.split()) for e in entries if not re.match(r"(python|pip)\b(?!-)", e)}


def test_environment_yml_names_what_pyproject_names():
    assert conda((ROOT / "environment.yml").read_text("utf-8")) == declared()


def test_a_dependency_missing_from_environment_yml_is_seen():
    text = (ROOT / "environment.yml").read_text("utf-8").replace("  - papermill>=2.6\n", "")
    assert declared() - conda(text) == {"papermill>=2.6"}


def lock() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    assert lines and all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, _, version in (line.partition("==") for line in lines)}


def test_the_lock_is_plain_and_pins_every_dependency():
    pinned = lock()
    for spec in declared():
        assert re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", spec)[0]).lower() in pinned, spec
    assert "pymupdf" not in pinned  # AGPL


def tracked() -> list[Path]:
    git = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if git.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in git.stdout.split("\0") if name and (ROOT / name).is_file()]


# spelled in pieces, so that this file does not find itself
MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(wo" + r"rk|ro" + r"ot|home/[a-z]+|t" + r"mp/bash)/|^ *--(extra-)?index" + r"-url", re.M)
HOSTS = re.compile("py" + r"pi\.org|python" + r"hosted|registry\.n" + r"pmjs|deb\." + r"debian\.org")
TELEPHONE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")


@pytest.mark.parametrize("pattern", [MACHINE, HOSTS, TELEPHONE], ids=["machine path", "registry host", "telephone"])
def test_no_committed_text_carries(pattern):
    texts = [p for p in tracked() if p.suffix not in {".pdf", ".ttf", ".png"}]
    found = [str(p.relative_to(ROOT)) for p in texts if pattern.search(p.read_text("utf-8", errors="replace"))]
    assert len(texts) > 20 and not found


def test_the_patterns_find_what_they_look_for():
    assert MACHINE.search("open('/ro" + "ot/x')") and TELEPHONE.search("电话 138" + "00000000") and HOSTS.search("https://py" + "pi.org/simple")
    assert not TELEPHONE.search("13,800,000.00 和 0.00-1234567")


def test_no_committed_file_is_over_4_mib():
    assert not [str(p.relative_to(ROOT)) for p in tracked() if p.stat().st_size > 4 * 2**20]


def test_ci_runs_the_readme_command():
    for name in (".ci/run", "README.md", "README.zh-CN.md"):
        assert "make test" in (ROOT / name).read_text("utf-8"), name

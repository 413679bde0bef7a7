"""Sources for Sphinx in a temporary folder, Sphinx itself in a process of its own, the HTML moved into place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from gouji.errors import Refusal
from gouji.publish import front, pages
from gouji.show.labels import titles
from gouji.show.style import look

PLACE = Path(__file__).resolve().parents[1] / "show" / "site"  # templates and stylesheet
DOWNLOADS = ("ledger.csv", "findings.csv", "documents.csv", "tables.csv", "problems.csv", "ledger.parquet", "findings.parquet")


def build_site(folder: Path, site: Path, title: str, question: str = "") -> Path:
    """Write the site of the processed study ``folder`` into ``site`` (made anew); returns its front page."""
    with TemporaryDirectory(prefix="gouji-site-") as temporary:
        source, out = Path(temporary) / "source", Path(temporary) / "html"
        (source / "_static").mkdir(parents=True)
        _write_sources(folder, source, title, question)
        _sphinx(source, out)
        for left in (".buildinfo", "objects.inv", "_sources", ".doctrees"):
            _remove(out / left)
        _copy_downloads(folder, out)
        _remove(site)
        shutil.copytree(out, site)
    return site / "index.html"


def _write_sources(folder: Path, source: Path, title: str, question: str) -> None:
    templates = Environment(loader=FileSystemLoader(PLACE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    documents = pd.read_parquet(folder / "documents.parquet")
    labels = titles(documents)
    published = [pages.publish(p, source, labels) for p in sorted((folder / "notebooks").glob("*.ipynb"))]
    facts = front.facts(folder, published, title, question)
    (source / "index.md").write_text(templates.get_template("front.md.j2").render(facts), "utf-8")
    (source / "downloads.md").write_text(templates.get_template("downloads.md.j2").render(files=_downloads(folder)), "utf-8")
    (source / "_static" / "gouji.css").write_text(templates.get_template("gouji.css.j2").render(look=look()), "utf-8")
    (source / "conf.py").write_text(templates.get_template("conf.py.j2").render(title=json.dumps(pages.one_line(title))), "utf-8")


def _sphinx(source: Path, out: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-j", "auto", "-d", str(out / ".doctrees"), str(source), str(out)]
    environment = os.environ | {"PYTHONWARNINGS": "ignore", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise Refusal("the site", f"Sphinx stopped: {(done.stderr or done.stdout).strip()[-300:]}", "earlier results are untouched")


def _downloads(folder: Path) -> list[dict]:
    found = [folder / name for name in DOWNLOADS if (folder / name).is_file()]
    return [{"name": p.name, "size": f"{p.stat().st_size / 1024:,.0f} KB"} for p in found]


def _copy_downloads(folder: Path, out: Path) -> None:
    (out / "data").mkdir(exist_ok=True)
    for name in DOWNLOADS:
        if (folder / name).is_file():
            shutil.copy2(folder / name, out / "data")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

"""The site, step by step: notebooks through Sphinx (in a process of its own), then our own pages beside them, then into place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pandas as pd
from gouji.analysis.entities import entity_table
from gouji.errors import Refusal
from gouji.files import remove
from gouji.publish import evidence, front, interactive, links, pages, printed, reports, search
from gouji.publish.asked import places_asked, together
from gouji.publish.lists import Lists
from gouji.publish.operands import Evidence
from gouji.publish.sheets import PLACE, templates
from gouji.publish.tongues import in_both_languages
from gouji.show.labels import titles
from gouji.show.style import look

DOWNLOADS = ("workbook.xlsx", "package.zip", "ledger.csv", "findings.csv", "documents.csv", "tables.csv", "problems.csv", "ledger.parquet", "findings.parquet")


def build_site(folder: Path, site: Path, title: str, question: str = "", opened=None) -> Path:
    """Write the site of the processed study ``folder`` into ``site`` (made anew); returns its front page.

    ``opened`` (an OpenedStudy) gives the documents themselves: with them every figure leads to the page it is printed on.
    """
    with TemporaryDirectory(prefix="gouji-site-") as temporary:
        source, out, html = (Path(temporary) / n for n in ("source", "own", "html"))
        (source / "_static").mkdir(parents=True)
        given = _given(folder, opened)
        _write_static(source / "_static")
        _write_own_pages(folder, out, given, opened)
        _write_sources(folder, source, title, question, given)
        _sphinx(source, html)
        for page in html.glob("*.html"):
            page.write_text(in_both_languages(page.read_text("utf-8"), given.labels.values()), "utf-8")
        shutil.copytree(out, html, dirs_exist_ok=True)
        for left in (".buildinfo", "objects.inv", "_sources", ".doctrees"):
            remove(html / left)
        for fragment in (html / "_static").rglob("*.html"):  # the theme's building blocks, no pages
            fragment.unlink()
        for unused in [html / "_static" / "locales", *(html / "_static").rglob("*.map"), *(html / "_static").glob("*stemmer.js")]:  # of the generator, asked for by no page
            remove(unused)
        (html / "searchindex.js").write_text("// the site has a search of its own: search.html\n", "utf-8")  # the theme asks for it
        _copy_downloads(folder, html)
        remove(site)
        shutil.copytree(html, site)
    return site / "index.html"


@dataclass
class _Given:
    """What the pages are made of: the study's tables, what documents are called, their dossiers, and their pictures."""

    documents: pd.DataFrame
    tables: pd.DataFrame
    findings: pd.DataFrame
    ledger: pd.DataFrame
    labels: dict[str, str]  # of the documents that were read
    dossiers: dict[str, str]
    evidence: Evidence = field(default_factory=Evidence)
    indices: pd.DataFrame | None = None  # the two indices of each publication

    @property
    def pictures(self) -> Mapping:
        return self.evidence.pictures

    def link(self, ref: str) -> str | None:
        """Where a reference leads in this site; nowhere when there is no evidence to show."""
        return links.href(ref, self.owners, self.homes) if self.pictures or not ref.startswith(("cell:", "list:", "printed:")) else None

    @cached_property
    def homes(self) -> dict[str, str]:
        """Document → its page: the dossier, else its findings where there is evidence to show."""
        return ({n: quote(links.findings_file(n)).removesuffix(".html") for n in self.labels} if self.pictures else {}) | self.dossiers

    @cached_property
    def owners(self) -> dict[str, str]:
        told = self.findings[self.findings["outcome"].isin(evidence.TOLD)]
        return dict(zip(told["id"], told["name"], strict=True))


def _given(folder: Path, opened) -> _Given:
    documents, tables, findings = (pd.read_parquet(folder / f"{n}.parquet") for n in ("documents", "tables", "findings"))
    read = documents[documents["read"]]
    dossiers = {pages.document_of(p): quote(pages.page_of(p)) for p in sorted((folder / "notebooks").glob(f"{pages.DOSSIER}*.ipynb"))}
    labels = {n: " ".join(t.split()) for n, t in titles(read).items()}
    return _Given(documents, tables, findings, opened.ledger if opened else pd.DataFrame(), labels, dossiers)


def _write_own_pages(folder: Path, out: Path, given: _Given, opened) -> None:
    (out / "_static").mkdir(parents=True)
    entries = [e for p in sorted((folder / "notebooks").glob("*.ipynb")) for e in search.notebook_entries(p, pages.title_of(p), quote(pages.page_of(p)))]
    if opened is not None:
        read = given.documents[given.documents["read"]].assign(label=lambda d: d["name"].map(given.labels))
        documents = {n: opened.document(n) for n in read["name"]}
        rows = Lists(opened, given.labels, given.dossiers)
        given.indices = front.indices(opened, rows.items)
        wanted = together(places_asked(sorted((folder / "notebooks").glob("*.ipynb"))), rows.places())
        given.evidence = evidence.write_evidence(out, read, given.ledger, given.findings, documents.get, opened.pdf, opened.study.processed / "cache" / "pages", wanted)
        reports.write_findings(out, given.findings, given.labels, given.dossiers, given.evidence)
        printed.write_documents(out, read, given.findings, documents.get, given.dossiers, given.indices, entity_table(given.documents, given.tables).set_index("name")["tier"].to_dict(), given.evidence)
        reports.write_rules(out, given.findings, given.labels)
        interactive.write_tables(out, given.ledger, given.findings, given.labels, rows.counted)
        rows.write(out, given.pictures)
        entries += search.data_entries(read, given.tables, given.ledger, given.findings, given.labels, given.dossiers)
    search.write_search(out, entries)


def _write_static(static: Path) -> None:
    """Stylesheets from the declared look, and the one script."""
    for name in ("gouji.css", "leaf.css"):
        (static / name).write_text(templates().get_template(f"{name}.j2").render(look=look()), "utf-8")
    shutil.copy2(PLACE / "gouji.js", static)


def _write_sources(folder: Path, source: Path, title: str, question: str, given: _Given) -> None:
    published = [pages.publish(p, source, given.labels, given.link) for p in sorted((folder / "notebooks").glob("*.ipynb"))]
    facts = front.facts(folder, published, title, question, given)
    for name, values in {"index.md": facts, "downloads.md": {"files": _downloads(folder), "tables": bool(given.pictures)}}.items():
        template = {"index.md": "front.md.j2"}.get(name, f"{name}.j2")
        (source / name).write_text(templates().get_template(template).render(values), "utf-8")
    (source / "conf.py").write_text(templates().get_template("conf.py.j2").render(title=json.dumps(pages.one_line(title))), "utf-8")


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

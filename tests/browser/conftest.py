"""A browser for the site's tests: Debian's Chromium driven by Playwright; without either the tests skip, saying which is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -r tests/browser/requirements.lock")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium here: apt install chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser):
    """``visit(file, width=…, scheme=…)`` opens a file of the site; its ``faults`` gather errors, dialogs and requests that leave the disk."""
    pages = []

    def open_page(file: Path | str, width: int = 1280, scheme: str = "light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(f"error {error}"))
        page.on("console", lambda said: page.faults.append(f"console {said.text}") if said.type == "error" else None)
        page.on("dialog", lambda dialog: (page.faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: page.faults.append(f"request {asked.url[:80]}") if not asked.url.startswith(("file:", "data:", "blob:", "about:")) else None)
        page.goto(file if str(file).startswith("file:") else Path(str(file).partition("#")[0].partition("?")[0]).as_uri() + str(file)[len(str(file).partition("#")[0].partition("?")[0]) :])
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site of the embedded study, from its data and the notebooks as they stand executed in the repository."""
    from gouji.publish import build_site
    from gouji.study import open_study
    from gouji.study.opened import OpenedStudy

    opened = open_study("henan")
    folder = tmp_path_factory.mktemp("henan")
    for file in opened.folder.iterdir():
        if file.is_file():
            shutil.copy2(file, folder)
    (folder / "notebooks").mkdir()
    for notebook in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        shutil.copy2(notebook, folder / "notebooks")
    shutil.copy2(ROOT / "notebooks" / "document_dossier.ipynb", folder / "notebooks" / "dossier_anyang_zwj_2021_final.ipynb")
    front = build_site(folder, folder / "site", title=opened.title, question=opened.study.question, opened=OpenedStudy(opened.study, folder))
    return front.parent

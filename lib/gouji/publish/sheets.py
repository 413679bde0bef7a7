"""Pages of our own beside the notebooks (evidence, findings, rules, search, tables): one shell, texts escaped by the template."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from gouji.show.style import look

PLACE = Path(__file__).resolve().parent / "templates"  # templates, stylesheets and the script


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates; every text they are given is escaped."""
    return Environment(loader=FileSystemLoader(PLACE), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def write_sheet(site: Path, file: str, template: str, title: str, **given) -> None:
    """Write one page into the site: ``file`` from the site's root, ``up`` in the template leads back there."""
    path = site / file
    path.parent.mkdir(parents=True, exist_ok=True)
    up = "../" * file.count("/")
    path.write_text(templates().get_template(template).render(title=title, up=up, look=look(), **given), "utf-8")

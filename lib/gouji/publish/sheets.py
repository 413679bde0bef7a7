"""Pages of our own beside the notebooks (evidence, findings, rules, search, tables): one shell, texts escaped by the template."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from gouji.show.columns import word_html
from gouji.show.labels import label_html
from gouji.show.rich import bilingual, in_two, quoted
from gouji.show.style import look
from gouji.show.words import word

PLACE = Path(__file__).resolve().parent / "templates"  # templates, stylesheets and the script


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates; every text they are given is escaped. Words of ours in both languages: ``say(zh, en)``, ``word(vocabulary, value)``,
    and the filters ``two`` (中文 · English), ``label`` (what a document is called), ``doc`` (text of a document), ``en`` (English that quotes)."""
    made = Environment(loader=FileSystemLoader(PLACE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"say": _say, "word": _word}
    made.filters |= {"two": lambda text: Markup(in_two(text)), "label": lambda text: Markup(label_html(text)), "doc": _doc, "en": lambda text: Markup(quoted(str(escape(text))))}
    return made


def _say(zh: object, en: object, gap: str = " ") -> Markup:
    return Markup(bilingual(str(zh), str(en), gap).html)


def _word(vocabulary: str, value: object) -> Markup | object:
    found = word((vocabulary,), str(value))
    return Markup(word_html(found)) if found else value


def _doc(text: object) -> Markup:
    """Text of a document, marked as such: it stays as it is in either language."""
    return Markup('<span class="gj-doc" lang="zh">{}</span>').format(text) if text else Markup("")


def write_sheet(site: Path, file: str, template: str, title: str, **given) -> None:
    """Write one page into the site: ``file`` from the site's root, ``up`` in the template leads back there."""
    path = site / file
    path.parent.mkdir(parents=True, exist_ok=True)
    up = "../" * file.count("/")
    path.write_text(templates().get_template(template).render(title=title, up=up, look=look(), **given), "utf-8")

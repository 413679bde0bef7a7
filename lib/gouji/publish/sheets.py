"""Pages of our own beside the notebooks (evidence, findings, rules, search, tables): one shell, texts escaped by the template."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from gouji.show.columns import word_html
from gouji.show.labels import label_html
from gouji.show.rich import bilingual, in_two, quoted
from gouji.show.style import look
from gouji.show.words import word

OURS = re.compile(r"（([^\x00-\x7f（）]+) ([a-z ]+)）")  # words of ours where something printed would stand
COLUMN = re.compile(r"(?:(?P<printed>.*) \((?P<named>[\w.:?]+)\)|(?P<alone>[a-z][\w.]*)|.*)", re.S)
PLACE = Path(__file__).resolve().parent / "templates"  # templates, stylesheets and the script


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates; every text they are given is escaped. Words of ours in both languages: ``say(zh, en)``, ``word(vocabulary, value)``,
    and the filters ``two`` (中文 · English), ``label`` (what a document is called), ``doc`` (text of a document), ``en`` (English that quotes),
    ``printed`` (what a place shows, or that it is blank) and ``column`` (a header as printed, what the ledger calls it, or both)."""
    made = Environment(loader=FileSystemLoader(PLACE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"say": _say, "word": _word}
    made.filters |= {
        "two": lambda text: Markup(in_two(text)), "label": lambda text: Markup(label_html(text)), "doc": _doc, "en": lambda text: Markup(quoted(str(escape(text)))),
        "printed": _printed, "column": _column,
    }  # fmt: skip
    return made


def _say(zh: object, en: object, gap: str = " ") -> Markup:
    return Markup(bilingual(str(zh), str(en), gap).html)


def _word(vocabulary: str, value: object) -> Markup | object:
    found = word((vocabulary,), str(value))
    return Markup(word_html(found)) if found else value


def _doc(text: object) -> Markup:
    """Text of a document, marked as such: it stays as it is in either language."""
    return Markup('<span class="gj-doc" lang="zh">{}</span>').format(text) if text else Markup("")


def _printed(text: object) -> Markup:
    """What is printed; （空 blank） and the like, which stand for nothing printed, in both languages."""
    pieces = OURS.split(str(text or "（空 blank）"))
    parts = (_say(f"（{pieces[i]}）", f"({pieces[i + 1]})", "") if i % 3 == 1 else _doc(p) for i, p in enumerate(pieces) if i % 3 != 2)
    return Markup("").join(parts)


def _column(text: object) -> Markup:
    """``本年收入合计 (total)``: the header is the document's, the name in brackets (or alone) ours."""
    printed, named, alone = COLUMN.fullmatch(str(text or "")).groups()
    found = word(("columns", "facts"), alone or named) if alone or named else None
    if found is None:
        return _doc(text) if re.search(r"[^\x00-\x7f]", str(text)) else Markup('<span translate="no">{}</span>').format(text or "")
    ours = Markup(word_html(found))
    return ours if alone else Markup("{} ({})").format(_doc(printed), ours)


def write_sheet(site: Path, file: str, template: str, title: str | tuple[str, str], **given) -> None:
    """Write one page into the site: ``file`` from the site's root, ``up`` in the template leads back there; ``title`` in Chinese and in English."""
    titles = (title, title) if isinstance(title, str) else title
    path = site / file
    path.parent.mkdir(parents=True, exist_ok=True)
    up = "../" * file.count("/")
    path.write_text(templates().get_template(template).render(title=" · ".join(dict.fromkeys(titles)), titles=titles, up=up, look=look(), **given), "utf-8")

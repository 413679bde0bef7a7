"""Text that a page shows with more than its characters: a reference to its evidence, or two languages to choose from.

A ``Rich`` is a ``str`` (what nbval, terminals and CSV see) with ``html`` beside it. Every text passes ``html.escape``
here and nowhere else; references name a place, ``gouji.publish`` turns them into links within a site:

* ``cell:NAME/PAGE/X0/Y0`` a printed cell, ``finding:ID``, ``rule:ID``, ``document:NAME``;
* ``list:TABLE?FIELD=VALUE&…`` the rows of an interactive table that a count counts (``listed``).

Sentences of such pieces are made by ``fill`` and ``joined``, whose characters are the plain sentence; f-strings keep the characters only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from string import Formatter
from urllib.parse import quote, urlencode

CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
BOTH = re.compile(rf"^(?P<zh>[^\n]*[{CJK}][^\n]*?)(?P<gap> · )(?P<en>[^{CJK}]*[A-Za-z][^{CJK}]*)$")
FOLLOWED = re.compile(rf"^(?P<zh>.*[{CJK}])(?P<gap>\s)(?P<en>[A-Z`][^{CJK}]*)$", re.S)


class Rich(str):
    """A text with the HTML that shows it. Keep it in columns of dtype object; other dtypes drop what is beside the text.
    ``number`` says that the text is a number's, which a table sets right-aligned."""

    html: str
    number: bool

    def __new__(cls, text: str, shown: str, number: bool = False):
        own = super().__new__(cls, text)
        own.html, own.number = shown, number
        return own

    def __add__(self, other: str) -> Rich:
        return Rich(str(self) + str(other), self.html + html_of(other, other))

    def __radd__(self, other: str) -> Rich:
        return Rich(str(other) + str(self), html_of(other, other) + self.html)


def html_of(value: object, text: str) -> str:
    """The HTML of a value displayed as ``text``: its own when it is Rich, the escaped text otherwise."""
    return value.html if isinstance(value, Rich) else html.escape(text)


def linked(text: str, ref: str) -> Rich:
    """A text that leads to the evidence ``ref``; what it already shows is kept."""
    shown, number = html_of(text, text), getattr(text, "number", False)
    return Rich(text, f'<span class="gj-ref" data-ref="{html.escape(ref, quote=True)}">{shown}</span>', number)


def fill(template: str, /, **given: object) -> Rich:
    """Words of ours with each ``{name}`` replaced by what is given: what is Rich keeps its HTML, everything else is escaped.
    Formats (``{n:,}``) are for what is not Rich."""
    texts, shown = [], []
    for words, name, spec, _ in Formatter().parse(template):
        texts.append(words)
        shown.append(html.escape(words))
        if name is not None:
            value = given[name]
            text = str(value) if isinstance(value, Rich) else format(value, spec or "")
            texts.append(text)
            shown.append(html_of(value, text))
    return Rich("".join(texts), "".join(shown))


def joined(between: str, parts: Iterable[str]) -> Rich:
    """``between.join(parts)`` that keeps the HTML of its parts."""
    parts = list(parts)
    return Rich(between.join(parts), html.escape(between).join(html_of(p, p) for p in parts))


def cell_ref(name: str, page: int, box: Sequence[float]) -> str:
    """The reference of a printed cell: document, page from 1, the box's upper left corner in whole points."""
    return f"cell:{quote(name, safe='')}/{int(page)}/{int(box[0])}/{int(box[1])}"


def list_ref(table: str, **fields: str | Sequence[str]) -> str:
    """The reference of the rows of ``table`` (ledger, findings, exact) whose fields have these values; of several values any."""
    return f"list:{table}?{urlencode({k: v for k, v in fields.items() if v not in (None, '')}, doseq=True)}"


def bilingual(zh: str, en: str, gap: str = " ") -> Rich:
    """Words of our own in both languages, one of which a page can hide."""
    return Rich(f"{zh}{gap}{en}", _spans(zh, gap, en))


def in_two(text: str) -> str:
    """HTML of words of our own written 中文 · English, or a Chinese paragraph followed by an English one; else escaped as it is."""
    found = BOTH.match(text) or FOLLOWED.match(text)
    return _spans(*found.group("zh", "gap", "en")) if found else html.escape(text)


def _spans(zh: str, gap: str, en: str) -> str:
    return (
        f'<span class="gj-w" lang="zh">{html.escape(zh)}</span><span class="gj-gap">{html.escape(gap)}</span>'
        f'<span class="gj-w" lang="en">{html.escape(en)}</span>'
    )

"""Text that a page shows with more than its characters: a reference to its evidence, or two languages to choose from.

A ``Rich`` is a ``str`` (what nbval, terminals and CSV see) with ``html`` beside it. Every text passes ``html.escape``
here and nowhere else; references name a place, ``gouji.publish`` turns them into links within a site:

* ``cell:NAME/PAGE/X0/Y0`` a printed cell, ``finding:ID``, ``rule:ID``, ``document:NAME``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import quote

CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
BOTH = re.compile(rf"^(?P<zh>[^\n]*[{CJK}][^\n]*?)(?P<gap> · )(?P<en>[^{CJK}]*[A-Za-z][^{CJK}]*)$")
FOLLOWED = re.compile(rf"^(?P<zh>.*[{CJK}])(?P<gap>\s)(?P<en>[A-Z`][^{CJK}]*)$", re.S)


class Rich(str):
    """A text with the HTML that shows it. Keep it in columns of dtype object; other dtypes drop what is beside the text."""

    html: str

    def __new__(cls, text: str, shown: str):
        own = super().__new__(cls, text)
        own.html = shown
        return own


def html_of(value: object, text: str) -> str:
    """The HTML of a value displayed as ``text``: its own when it is Rich, the escaped text otherwise."""
    return value.html if isinstance(value, Rich) else html.escape(text)


def linked(text: str, ref: str) -> Rich:
    """A text that leads to the evidence ``ref``; what it already shows is kept."""
    return Rich(text, f'<span class="gj-ref" data-ref="{html.escape(ref, quote=True)}">{html_of(text, text)}</span>')


def cell_ref(name: str, page: int, box: Sequence[float]) -> str:
    """The reference of a printed cell: document, page from 1, the box's upper left corner in whole points."""
    return f"cell:{quote(name, safe='')}/{int(page)}/{int(box[0])}/{int(box[1])}"


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

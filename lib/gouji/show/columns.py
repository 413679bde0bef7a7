"""How one column of a table is shown: its header and cells in words of both languages, text of documents marked as such.

What a column holds is declared (``gouji.show.words``). Text of a document is marked (``gj-doc``) and machine names too
(``translate="no"``), so that a page, and a test, can tell them from words of ours.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gouji.show.labels import label_html
from gouji.show.rich import CJK, Rich, bilingual, html_of, in_two, parted, quoted, worded
from gouji.show.words import Column, Word, column, fitting, word

KINDS = ("document", "machine", "label", "zh", "en")  # what a column may hold beside vocabularies
DOCUMENT, MACHINE = ' lang="zh"', ' translate="no"'
CODE = re.compile(r"[A-Z]{1,3}\d{0,3}|\d*|–")  # forms, items, rules, years: the same in any language
NOTHING = ("", "–")
HAN = re.compile(f"[{CJK}]")


@dataclass(frozen=True)
class Face:
    """``head`` and ``cells`` are HTML; ``kind`` is a class and ``given`` are attributes of each cell, ``headed`` those of the header."""

    head: str
    cells: list[str]
    kind: str = ""
    given: str = ""
    headed: str = ""


def face(label: object, values: Sequence, texts: Sequence[str], beside: Collection[str] = (), named: bool = False) -> Face:
    """The column ``label`` of ``values`` displayed as ``texts``; ``beside`` are the table's columns, ``named`` says that those not
    declared are names of something (the frame's axis of columns has a name, as after a pivot)."""
    name = str(label)
    plain = [html_of(v, t) for v, t in zip(values, texts, strict=True)]
    known = column(name)
    if known is None:
        return _undeclared(html_of(label, name), name, values, texts, named)
    if "en" in known.holds or ("zh" in known.holds and any("en" in c.holds for n in beside if (c := column(n)))):
        tongue = "en" if "en" in known.holds else "zh"
        return Face(html.escape(getattr(known, tongue)), [quoted(c) for c in plain] if tongue == "en" else plain, "gj-w", f' lang="{tongue}"', f' lang="{tongue}"')
    head = bilingual(known.zh, known.en).html
    if known.holds in (("document",), ("machine",)):
        return Face(head, plain, *(("gj-doc", DOCUMENT) if known.holds == ("document",) else ("", MACHINE)))
    return Face(head, [_restated(v, t, _cell(t, known)) for v, t in zip(values, texts, strict=True)])


def word_html(found: Word) -> str:
    """A value of a vocabulary: its mark, and its words in both languages."""
    return f"{html.escape(found.mark)} {bilingual(found.zh, found.en).html}".strip()


def _undeclared(head: str, name: str, values: Sequence, texts: Sequence[str], named: bool) -> Face:
    """A column named by a document or a code; its values are of one vocabulary, or text of a document."""
    present = {t for v, t in zip(values, texts, strict=True) if t not in NOTHING and isinstance(v, str)}
    vocabulary = fitting(present)
    shown = [_restated(v, t, word_html(word((vocabulary,), t)) if vocabulary and t not in NOTHING else worded(t)) for v, t in zip(values, texts, strict=True)]
    if CODE.fullmatch(name):
        return Face(head, shown)
    return Face(f'<span class="gj-doc" lang="zh">{head}</span>' if HAN.search(name) else f'<span translate="no">{head}</span>' if named else head, shown)


def _cell(text: str, known: Column) -> str:
    if not text:
        return ""
    if "label" in known.holds:
        return label_html(text)
    if text.startswith("「") and text.endswith("」"):
        return worded(text)
    if parted(text):
        return in_two(text)
    found = word(tuple(h for h in known.holds if h not in KINDS), text)
    if found:
        return word_html(found)
    if "document" in known.holds:
        return worded(text)
    return f'<span translate="no">{html.escape(text)}</span>' if "machine" in known.holds else in_two(text)


def _restated(value: object, text: str, shown: str) -> str:
    """``shown`` in place of the plain words; of a Rich value, within what it shows (a link stays)."""
    if not isinstance(value, Rich):
        return shown
    plain = f">{html.escape(text)}<"
    return value.html.replace(plain, f">{shown}<") if value.html.count(plain) == 1 else value.html

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
from urllib.parse import urlencode

from gouji.analysis.sources import cell_ref as cell_ref  # references are asked for here
from gouji.show.words import vocabulary

CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
GAP = " · "  # between the two languages of a text of ours
HAN, LATIN = re.compile(f"[{CJK}]"), re.compile(r"[A-Za-z]{2,}")
TAG = re.compile(r"(<[^>]+>)")
CHINESE = re.compile(rf"[{CJK}]+(?:[\s\d·/]*[{CJK}]+)*")
QUOTATION = re.compile("“[^”]*(”|$)")
FOLLOWED = re.compile(rf"(?<=[{CJK}])\s(?=[A-Z`])")


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


def list_ref(table: str, **fields: str | Sequence[str]) -> str:
    """The reference of the rows of ``table`` (ledger, findings, exact) whose fields have these values; of several values any."""
    return f"list:{table}?{urlencode({k: v for k, v in fields.items() if v is not None}, doseq=True)}"


def bilingual(zh: str, en: str, gap: str = " ") -> Rich:
    """Words of our own in both languages, one of which a page can hide."""
    return Rich(f"{zh}{gap}{en}", _spans(zh, gap, en))


def in_two(text: str) -> str:
    """HTML of words of our own written 中文 · English, or a Chinese paragraph followed by an English one; else escaped as it is."""
    if isinstance(text, Rich):
        return text.html
    found = parted(text)
    return _spans(*found) if found else html.escape(text)


def extended(text: str, zh: str, en: str) -> Rich:
    """A text of ours, in two languages or one, with more of both after it in brackets."""
    if found := parted(text):
        return bilingual(f"{found[0]}（{zh}）", f"{found[2]} ({en})", GAP)
    return joined(" ", [p for p in (text, bilingual(f"（{zh}）", f"({en})")) if p])


def parted(text: str) -> tuple[str, str, str] | None:
    """A text of ours in both languages as Chinese, what stands between, English; None where it is in one. Either may quote the other:
    of several places to part it at, the one that leaves the fewest characters on the wrong side."""
    found = min(_partings(text, re.compile(GAP), 1), default=None) if "\n" not in text else None
    found = found or min(_partings(text, FOLLOWED, 2), default=None)
    return found[1:] if found else None


def _partings(text: str, gap: re.Pattern, words: int) -> Iterable[tuple[int, str, str, str]]:
    """Where the text may be parted, each with what would be on the wrong side; the English has at least so many words."""
    for at in gap.finditer(text):
        zh, en = text[: at.start()], text[at.end() :]
        own = QUOTATION.sub("", en)
        found, chinese = LATIN.findall(own), len(HAN.findall(own))
        if HAN.search(zh) and len(found) >= words and sum(map(len, found)) > chinese and not HAN.match(en):
            yield chinese + sum(map(len, LATIN.findall(re.sub("`[^`]*`", "", zh)))), zh, at[0], en


def worded(text: str) -> str:
    """HTML of a text that is ours in both languages, or a document's and then marked as such."""
    return in_two(text) if isinstance(text, Rich) or parted(text) else f'<span class="gj-doc" lang="zh">{html.escape(text)}</span>' if HAN.search(text) else html.escape(text)


def quoted(shown: str) -> str:
    """HTML of English words with the Chinese in it, which is a document's, marked as such; what is marked already stays."""
    out, inside = [], 0  # how deep within an element that has a language or a mark of its own
    for i, piece in enumerate(TAG.split(shown)):
        if i % 2 == 0:
            out.append(piece if inside else CHINESE.sub(_quotation, piece))
            continue
        out.append(piece)
        if piece.startswith("</"):
            inside -= inside > 0
        elif inside or "lang=" in piece:
            inside += 1
    return "".join(out)


def _quotation(found: re.Match) -> str:
    """A document's words; of what a document is called (body, year, kind) the kind is ours and goes into English."""
    words, kinds = found[0], vocabulary("kinds")
    body, _, kind = words.rpartition(" ")
    ours = kinds[kind].en if kind in kinds and re.search(r" \d{4}$", body) else ""
    return f'<span class="gj-doc" lang="zh">{body if ours else words}</span>{" " + ours if ours else ""}'


def _spans(zh: str, gap: str, en: str) -> str:
    return (
        f'<span class="gj-w" lang="zh">{html.escape(zh)}</span><span class="gj-gap">{html.escape(gap)}</span>'
        f'<span class="gj-w" lang="en">{quoted(html.escape(en))}</span>'
    )

"""The theme's own words, side bar and titles in both languages: a page of the generator made ready for the switch.

The generator writes titles and its own words as plain text. Outside the article every text that is ours becomes two spans, one of
which the page can hide; attributes (``title``, ``aria-label`` …) become 中文 · English, of which the script shows one part.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from functools import cache

from gouji.show.labels import label_html, label_words
from gouji.show.rich import bilingual, in_two, parted
from gouji.show.words import theme

PIECES = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<[^>]*>)", re.S)
ARTICLE = re.compile(r'(<article class="bd-article">.*</article>)', re.S)
OWN = re.compile(r'(<h1>.*?</h1>|<p class="[^"]*admonition-title">.*?</p>)', re.S)  # of the article: its title and the folds of code
SAID = re.compile(r'\b(title|aria-label|placeholder)="([^"]*)"')
LEFT = ("code", "kbd", "pre")


def in_both_languages(page: str, labels: Collection[str] = ()) -> str:
    """The HTML of a page of the generator with its words of ours in both languages; ``labels`` are what documents are called."""
    known = frozenset(labels)
    parts = ARTICLE.split(page)
    shown = [_own(p, known) if i % 2 else _texts(p, known) for i, p in enumerate(parts)]
    whole = re.sub(r"<html\b([^>]*?) lang=\"[^\"]*\"", r'<html\1 lang="zh"', "".join(shown), count=1)
    return re.sub(r"<title>(.*?)</title>", lambda found: titled(html.unescape(found[1]), known), whole, count=1, flags=re.S)


def titled(title: str, labels: Collection[str] = ()) -> str:
    """The element of a page's title, with both languages for the script to choose from; parts of it are set apart by a dash."""
    pairs = [label_words(part) if part in labels else (found[0], found[2]) if (found := parted(part)) else (part, part) for part in title.split(" — ")]
    zh, en = (html.escape(" — ".join(parts), quote=True) for parts in zip(*pairs, strict=True))
    return f'<title data-zh="{zh}" data-en="{en}">{html.escape(title)}</title>'


def _own(article: str, labels: frozenset[str]) -> str:
    pieces = OWN.split(article)
    return "".join(_texts(p, labels) if i % 2 else SAID.sub(_attribute, p) if "Link to this" in p or "Toggle" in p else p for i, p in enumerate(pieces))


def _texts(part: str, labels: frozenset[str]) -> str:
    out, kept = [], 0
    for i, piece in enumerate(PIECES.split(part)):
        if i % 2 == 0:
            out.append(piece if kept or not piece.strip() else _text(piece, labels))
            continue
        out.append(SAID.sub(_attribute, piece) if piece.startswith("<") and not piece.startswith(("<script", "<style", "<!--")) else piece)
        # what is inside a word of ours already, in the head of the page, or not a text, stays as it is
        name = re.match(r"</?([a-z0-9]+)", piece)
        if name and (name[1] in ("title", *LEFT) or (kept and not piece.endswith("/>")) or 'class="gj-w"' in piece or 'class="gj-gap"' in piece or 'class="gj-doc"' in piece):
            kept += -1 if piece.startswith("</") else 1
    return "".join(out)


def _text(piece: str, labels: frozenset[str]) -> str:
    words = html.unescape(piece.strip())
    shown = _said(words) if words in theme() else label_html(words) if words in labels else in_two(words) if parted(words) else None
    return piece if shown is None else piece.replace(piece.strip(), shown)


def _attribute(found: re.Match) -> str:
    words = theme().get(html.unescape(found[2]))
    return f'{found[1]}="{html.escape(f"{words.zh} · {words.en}", quote=True)}"' if words else found[0]


@cache
def _said(words: str) -> str:
    given = theme()[words]
    return bilingual(given.zh, given.en).html

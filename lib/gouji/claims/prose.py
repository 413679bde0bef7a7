"""Prose as paragraphs with their headings and places.

In: a document's lines outside its tables (from a PDF, with their boxes; from a text file, without). Out:
``Paragraph``s. Left out: page numbers, running heads, tables of contents, captions, unit lines and notes of tables
and charts; in a text file also the tables themselves, from a title ending in 表 to the next heading that names a
section. A paragraph goes on over a page break. A heading is a paragraph that opens with an ordinal and states no
figure: it ends what stood before and names what follows, by its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from gouji.claims.words import words
from gouji.model import Page

EDGE_LINES = 2  # a running head stands among so many first or last lines of a page
HEAD_REPEATS = 3  # a first or last line printed on so many pages is a running head
INDENT = 1.2  # a line set in by more than so many characters opens a paragraph
CENTRED = 4.0  # a line set in by more than so many is a title of its own
SHORT = 2.6  # a line ending more than so many characters before the right edge closes one


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its headings (outermost first), its text without spaces beside digits, and where it stands.

    ``pages`` gives (offset in the text, page) of each piece; page is None in a text file. ``offset`` counts
    characters from the start of the document's joined prose.
    """

    headings: tuple[str, ...]
    text: str
    pages: tuple[tuple[int, int | None], ...]
    offset: int

    def page(self, at: int) -> int | None:
        """The page on which the character at ``at`` is printed."""
        return next((page for start, page in reversed(self.pages) if start <= at), None)


@dataclass(slots=True)
class _Block:
    pieces: list[tuple[int | None, str]]

    @property
    def text(self) -> str:
        return "".join(t for _, t in self.pieces)


def paragraphs_of_pages(pages: Iterable[Page]) -> Iterator[Paragraph]:
    """Paragraphs of a PDF's pages; their breaks are seen from the indents and the short last lines."""
    yield from _with_headings(_blocks_of_pages(list(pages)))


def paragraphs_of_text(lines: Iterable[str]) -> Iterator[Paragraph]:
    """Paragraphs of a text file, one line of it per line of ``lines``; its tables are left out."""
    yield from _with_headings(_blocks_of_lines(_outside_tables(lines)))


def squeeze(text: str) -> str:
    """Spaces beside digits and signs go, one stays between two words."""
    text = re.sub(r"\s+", " ", text.strip())
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[^\u4e00-\u9fff“])|(?<=[^\u4e00-\u9fff”]) (?=.)", "", text)


def _blocks_of_pages(pages: list[Page]) -> Iterator[_Block]:
    w = words()
    heads = _running_heads(pages)
    block, short, centred, began = None, True, False, 0.0
    for page in pages:
        last = len(page.lines) - EDGE_LINES
        lines = [
            x
            for at, x in enumerate(page.lines)
            if not (w["page_number"].match(x.text) or (at < EDGE_LINES or at >= last) and _plain(x.text) in heads)
        ]
        if not lines or any(w["contents_line"].search(x.text) for x in lines):
            continue
        left, right = _edges(lines)
        for line in lines:
            size = line.size or (line.box[3] - line.box[1]) or 10.0
            text = squeeze(line.text)
            opens = line.box[0] > left + INDENT * size or words().depth(text) is not None or w.not_prose.search(text)
            titled = block is not None and _is_heading(block.text) and w.title_end.search(block.text)
            if titled and w["heading_rest"].match(text):
                opens = False
            elif titled and line.box[0] > began - 1:
                opens = True  # a heading goes on further left than it began
            if block is not None and (opens or short and (centred or _ended(block.text))):
                yield block
                block = None
            if block is None:
                block, began = _Block([]), line.box[0]
            block.pieces.append((page.number, text))
            short, centred = line.box[2] < right - SHORT * size, line.box[0] > left + CENTRED * size
    if block:
        yield block


def _ended(text: str) -> bool:
    """Whether a short line was a paragraph's last: a number that did not fit makes a line short as well."""
    if _is_heading(text):
        return bool(words().title_end.search(text)) or (words().depth(text) or 1) < 4
    return text[-1] in "。；;：:！？）)" or not re.search(r"[，。；：、]|（[类款项]）", text)


def _edges(lines: list) -> tuple[float, float]:
    """The body's left and right edge on a page: where its lines mostly start, and the furthest they reach."""
    starts = Counter(round(x.box[0]) for x in lines if len(x.text) > 12) or Counter(round(x.box[0]) for x in lines)
    wide = [x for x in lines if len(x.text) > 12] or lines
    return min(s for s, n in starts.items() if n >= min(2, max(starts.values()))), max(x.box[2] for x in wide)


def _running_heads(pages: list[Page]) -> set[str]:
    edge = Counter(t for p in pages if p.lines for t in {_plain(p.lines[0].text), _plain(p.lines[-1].text)})
    return {t for t, n in edge.items() if n >= HEAD_REPEATS and t and t[-1] not in "。；"}


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _outside_tables(lines: Iterable[str]) -> Iterator[str]:
    w, inside = words(), False
    for raw in lines:
        if "\t" in raw:
            inside = True
        line = squeeze(re.sub(r"\*\*|^\s*#+\s*|^\s*-\s+(?=\S)", "", raw))
        if not line or w["page_number"].match(line):
            continue
        depth = words().depth(line)
        if inside and depth in (1, 2, 3) and (depth == 1 or w.title_end.search(line)) and not w["table_title"].match(line):
            inside = False
        elif not inside and w["table_title"].match(line) and not w.figure.search(line):
            inside = True
        if not inside:
            yield line


def _blocks_of_lines(lines: Iterable[str]) -> Iterator[_Block]:
    w, block = words(), None
    listed = list(lines)
    width = sorted(map(len, listed))[int(len(listed) * 0.8)] if listed else 0
    for line in listed:
        opens = words().depth(line) is not None or w.not_prose.search(line)
        rest = block is not None and w["heading_rest"].match(line) and _is_heading(block.text)
        if block is not None and not rest and (opens or block.text[-1] in "。；;！？：" or _closed_heading(block.text, width)):
            yield block
            block = None
        block = block or _Block([])
        block.pieces.append((None, line))
    if block:
        yield block


def _closed_heading(text: str, width: int) -> bool:
    return _is_heading(text) and (bool(words().title_end.search(text)) or len(text) < 0.7 * width)


def _is_heading(text: str) -> bool:
    """Opens with an ordinal, is short, states no figure and has no comma."""
    w = words()
    if len(text) > w.raw["heading_length"] or w.figure.search(text):
        return False
    if w["untitled_heading"].match(text):
        return True
    depth = words().depth(text)
    if depth is None or depth == 1:
        return depth == 1
    closed = depth > 3 and text[-1] == "。" and not w.title_end.search(text)  # "5、工作得到落实。" is a sentence
    return not closed and not re.search(r"[，；：:]|。.", text) and text[-1] not in "，；：、"


def _with_headings(blocks: Iterable[_Block]) -> Iterator[Paragraph]:
    w, stack, offset = words(), [], 0
    for block in blocks:
        text = block.text
        if _is_heading(text):
            depth = words().depth(text) or 1
            stack = [(d, t) for d, t in stack if d < depth] + [(depth, text.rstrip("。"))]
        elif not w.not_prose.search(text):
            pages = [(sum(len(t) for _, t in block.pieces[:i]), page) for i, (page, _) in enumerate(block.pieces)]
            pages = tuple(next(group) for _, group in groupby(pages, key=lambda x: x[1]))
            yield Paragraph(tuple(t for _, t in stack), text, pages, offset)
        offset += len(text)

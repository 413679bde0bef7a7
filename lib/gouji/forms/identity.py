"""Who published a document, for which year, and whether it is a budget or a final account.

In: a reading's pages, and the captions of its tables. Out: ``Identity`` and the ``Problem`` list of parts that
disagree with it. Read from the document's own words only (the file name is never looked at): first the cover, then
what tables and titles say most often. A part that says otherwise is reported, not guessed away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gouji.forms.declared import words
from gouji.forms.text import squeeze
from gouji.model import Page, Problem

COVER_PAGES = 3  # a cover stands on one of the first pages with text
COVER_LINES = 14  # and has no more lines than this before its contents
OTHER_COVER = 10  # lines of a page inside the file that can be another document's cover

_YEAR = r"((?:19|20)\d\d)年?(?:度)?"
_END = "(?:局|委员会|委|办公室|办|厅|院|中心|街道办事处|街道|镇人民政府|人民政府|政府|部|会|站|所|学校|大学|学院|中学|小学|幼儿园|社|团|馆|台|队|处|集团|公司|基地|法院|检察院|机关|管委会|园区)"
_BODY = re.compile(rf"[一-鿿·]{{2,40}}{_END}(?:\((?:本级|汇总|机关|部门|单位|含下属单位)\))?")
_NAMED = re.compile(
    r"(?:预算主管部门|主管部门|预算单位|编制单位|编制部门|部门名称|单位名称|公开单位|公开部门|部门\(单位\)|单位\(部门\)|部门|单位)[::]"
    r"([^::\d]{3,40}?)(?:$|(?:19|20)\d\d|金额|单位)"
)
_COVER = re.compile(rf"(?:{_YEAR}.{{0,45}}?|.{{3,45}}?{_YEAR}.{{0,12}}?)(预算|决算)")
_SENTENCE = re.compile("[。;,]|[一二三四五六七八九十]、|\\([一二三四五六七八九十]\\)")
_FUND = re.compile("(?:一般公共|政府性基金|国有资本经营|公共财政|基金|国资)预算|预算(?:数|执行|安排|调整|绩效|单位|主管|编制)")


@dataclass(frozen=True, slots=True)
class Identity:
    """``kind`` is "final", "budget", "performance" or "other"; entity and year are None where nothing states them."""

    entity: str | None
    year: int | None
    kind: str


def identify(pages: Sequence[Page]) -> Identity:
    """The document's identity from its cover, else from its tables and titles."""
    cover = cover_lines(pages)
    headings = _headings(pages)
    entity = _entity(cover) or _most_named(pages)
    return Identity(_as_printed(entity, pages), _year(cover, headings, pages), _kind(cover, headings))


def cover_lines(pages: Sequence[Page]) -> list[str]:
    """The squeezed lines of the first page with text, up to its contents or first part."""
    for page in pages[:COVER_PAGES]:
        texts = [t for t in (squeeze(line.text) for line in page.lines) if t]
        if texts and not (page.grids and len(texts) < 4):
            return _before_contents(texts)[:COVER_LINES]
    return []


def _before_contents(texts: Sequence[str]) -> list[str]:
    end = next((i for i, t in enumerate(texts) if i and re.match(r"目录|第[一二三]部分|[一二三]、", t)), len(texts))
    return list(texts[:end])


def segments(pages: Sequence[Page]) -> list[tuple[int, Identity]]:
    """The documents inside the file: (first page, identity), the first one first. Most files hold one.

    A cover further in begins another document only when it names another publisher, year or kind.
    """
    starts = [0, *(index for index, page in enumerate(pages) if index and _is_cover(page))]
    found: list[tuple[int, Identity]] = []
    for start, end in zip(starts, [*starts[1:], len(pages)]):
        here = identify(pages[start:end])
        if not found:
            found.append((1, here))
        elif _differs(found[-1][1], here):
            found.append((pages[start].number, here))
        elif None in (found[-1][1].entity, found[-1][1].year):
            first, known = found.pop()
            found.append((first, Identity(known.entity or here.entity, known.year or here.year, known.kind)))
    return found


def _is_cover(page: Page) -> bool:
    texts = _before_contents([t for t in (squeeze(line.text) for line in page.lines) if t])
    joined = "".join(texts)
    if page.grids or not 0 < len(texts) <= OTHER_COVER or "表" in joined or _SENTENCE.search(joined) or re.match(r"第.部分|[一二三]、|\d*目录", joined):
        return False
    return bool(_COVER.search(joined) and _entity(texts))


def _differs(before: Identity, here: Identity) -> bool:
    if here.entity and before.entity and not same_body(here.entity, before.entity):
        return True
    return bool(here.year and before.year and here.year != before.year) or here.kind != before.kind


def part_of(parts: Sequence[tuple[int, Identity]], page: int) -> Identity:
    """The identity of the document to which ``page`` belongs."""
    return next(identity for first, identity in reversed(parts) if first <= page)


def _headings(pages: Sequence[Page]) -> list[str]:
    """Short lines that name a part or a table, anywhere in the document."""
    pattern = re.compile(r"(?:预算|决算|总|情况)表(?:$|\()|^第.部分|年.*(?:预算|决算)")
    return [t for page in pages for t in (squeeze(line.text) for line in page.lines) if len(t) <= 40 and pattern.search(t)]


def _kind(cover: Sequence[str], headings: Sequence[str]) -> str:
    for text in ("".join(cover), "".join(headings)):
        plain = _FUND.sub("", text)
        budget, final = plain.count("预算"), plain.count("决算")
        if budget or final:
            return "final" if final >= budget else "budget"
    if any("预算" in text for text in headings):
        return "budget"
    return "performance" if any("绩效" in text for text in cover) else "other"


def _year(cover: Sequence[str], headings: Sequence[str], pages: Sequence[Page]) -> int | None:
    joined = "".join(cover)
    near = re.search(_YEAR + r"[^年]{0,40}?(?:预算|决算)", joined) or re.search(_YEAR, joined)
    if near and any(re.search(_YEAR, text) for text in cover):
        return int(near.group(1))
    counts = Counter(int(m.group(1)) for text in headings for m in re.finditer(r"((?:19|20)\d\d)年", text))
    counts.update(year for _, year in _stated_years(pages))
    return counts.most_common(1)[0][0] if counts else None


def _stated_years(pages: Iterable[Page]) -> Iterator[tuple[int, int]]:
    """(page, year) of every caption that is a year alone: （2026年度）."""
    for page in pages:
        for line in page.lines:
            text = squeeze(line.text)
            if words().captions["year"].match(text):
                yield page.number, int(re.search(r"\d{4}", text).group())


def _entity(cover: Sequence[str]) -> str | None:
    for text in cover:
        named = _NAMED.search(text)
        if named and _BODY.search(named.group(1)):
            return named.group(1)
    title = re.sub(_YEAR + r"|信息公开|公开说明|关于|^\d+", "", "".join(cover))
    before = re.match(r"(.{3,60}?)(?:部门|单位)?(?:综合)?(?:预算|决算)", title)
    return _name(re.sub(r"(?:部门|单位)+$", "", before.group(1))) if before else None


def _name(text: str) -> str | None:
    """The public body named in ``text``: from its beginning to the last word that ends such a name."""
    matches = list(_BODY.finditer(text))
    return text[matches[0].start() : matches[-1].end()] if matches else None


def _most_named(pages: Sequence[Page]) -> str | None:
    """The body that captions and label cells (部门名称 | X) name most often."""
    counts: Counter[str] = Counter()
    for page in pages:
        for line in page.lines:
            named = _NAMED.search(squeeze(line.text))
            if named and _BODY.search(named.group(1)):
                counts[named.group(1)] += 1
        for grid in page.grids:
            cells = sorted((c for c in grid.cells if c.row < 6 and squeeze(c.text)), key=lambda c: (c.row, c.col))
            for label, value in zip(cells, cells[1:]):
                if re.fullmatch(r"(?:主管|预算)?(?:部门|单位)(?:\((?:单位|部门)\))?(?:名称)?[::]?", squeeze(label.text)) and label.row == value.row:
                    if _BODY.fullmatch(squeeze(value.text)):
                        counts[squeeze(value.text)] += 1
    return counts.most_common(1)[0][0] if counts else None


def _as_printed(entity: str | None, pages: Sequence[Page]) -> str | None:
    """The name with its brackets as printed (squeezing made them narrow)."""
    if entity is None or "(" not in entity:
        return entity
    pattern = re.compile("".join("[(（]" if c == "(" else "[)）]" if c == ")" else re.escape(c) for c in entity))
    for page in pages[: COVER_PAGES + 1]:
        found = pattern.search("".join("".join(line.text.split()) for line in page.lines))
        if found:
            return found.group()
    return entity


def same_body(left: str, right: str) -> bool:
    """Two names of one publisher: one holds the other, but for 本级, 汇总, 系统 and brackets."""
    short = [re.sub(r"\(.*?\)|本级|汇总|系统|机关$", "", squeeze(name)) for name in (left, right)]
    return short[0] in short[1] or short[1] in short[0]


def disagreements(parts: Sequence[tuple[int, Identity]], pages: Sequence[Page], captions: Iterable[tuple[int, str, str | None]]) -> list[Problem]:
    """Parts of the file that say otherwise than its first document. ``captions``: (page, title, publisher named) per table."""
    identity = parts[0][1]
    found = [_problem(page, f"another document begins: {other.entity}, {other.year}, {other.kind}") for page, other in parts[1:]]
    for page, title, entity in captions:
        if entity and identity.entity and _BODY.search(entity) and not same_body(entity, identity.entity):
            found.append(_problem(page, f"{title or 'table'} names {entity}, the document {identity.entity}"))
        year = re.match(r"\D{0,12}" + _YEAR, squeeze(title))
        if year and identity.year and int(year.group(1)) != identity.year:
            found.append(_problem(page, f"{title} is of {year.group(1)}, the document of {identity.year}"))
    found += [_problem(p, f"a caption says {y}, the document is of {identity.year}") for p, y in _stated_years(pages) if identity.year and y != identity.year]
    return sorted(set(found), key=lambda p: (p.page or 0, p.detail))


def _problem(page: int, detail: str) -> Problem:
    return Problem(page, "parts_disagree", detail)

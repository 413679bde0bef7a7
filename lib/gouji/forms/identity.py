"""Who published a document, for which year, and whether it is a budget or a final account.

In: pages and tables' captions. Out: ``Identity``. Read from the document's own words only: the lines of its first
pages (cover, then contents), then what its titles and tables say most often. The file name is never looked at.
Parts that disagree are a ``Problem`` (kind "parts_disagree"), not a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gouji.forms.text import squeeze
from gouji.model import Page, Problem

_BODY = re.compile(r"[一-鿿()·]{2,40}?(?:局|委员会|委|办公室|办|厅|院|中心|街道办事处|镇人民政府|人民政府|政府|部|会|站|所|学校|大学|中学|小学|社|团|馆|台|队|处|科|集团|公司|基地|法院|检察院|机关)(?:\((?:本级|汇总|机关|部门|单位)\))?")
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度)?")
_NAMED = re.compile(r"(?:预算主管部门|主管部门|预算单位|编制单位|编制部门|部门名称|单位名称|公开单位|部门|单位)[::]([^::\d]{3,40}?)(?:$|(?:19|20)\d\d|单位|金额)")
_TITLE = re.compile(r"(?:预算|决算)")


@dataclass(frozen=True, slots=True)
class Identity:
    """``kind`` is "final", "budget", "performance" or "other"."""

    entity: str | None
    year: int | None
    kind: str
    problems: tuple[Problem, ...] = ()


def cover_lines(pages: Sequence[Page]) -> list[str]:
    """The squeezed lines of the cover: of the first page with text, before its contents or first part."""
    for page in pages[:3]:
        texts = [squeeze(line.text) for line in page.lines if squeeze(line.text)]
        if not texts:
            continue
        out: list[str] = []
        for text in texts[:14]:
            if re.match(r"^(?:目录|第[一二三]部分|[一二三]、)", text) and out:
                break
            out.append(text)
        return out
    return []


def identify(pages: Sequence[Page]) -> Identity:
    """The document's identity from its own first pages, its titles and its tables."""
    cover = cover_lines(pages)
    kind = _kind(cover, pages)
    year = _year(cover, pages, kind)
    entity = _entity(cover, pages)
    return Identity(entity, year, kind)


def _kind(cover: Sequence[str], pages: Sequence[Page]) -> str:
    for text in ("".join(cover), "".join(_headings(pages))):
        budget, final = len(re.findall("(?<!公共)(?<!基金)(?<!经营)预算(?!数|执行|安排|调整)", text)), text.count("决算")
        if final or budget:
            return "final" if final >= budget else "budget"
    return "performance" if any("绩效" in text for text in cover) else "other"


def _headings(pages: Sequence[Page]) -> list[str]:
    """Short lines that name a part or a table, anywhere in the document."""
    return [t for page in pages for t in (squeeze(l.text) for l in page.lines) if len(t) <= 40 and re.search("(?:预算|决算|总|情况)表(?:$|\\()|^第.部分|年.*(?:预算|决算)", t)]


def _year(cover: Sequence[str], pages: Sequence[Page], kind: str) -> int | None:
    joined = "".join(cover)
    near = re.search(r"((?:19|20)\d\d)年?(?:度)?[^年]{0,40}?(?:预算|决算)", joined)
    if near:
        return int(near.group(1))
    years = [int(y) for y in re.findall(r"((?:19|20)\d\d)年度?", joined)]
    if years:
        return years[0]
    counts = Counter(int(m.group(1)) for t in _headings(pages) for m in re.finditer(r"((?:19|20)\d\d)年", t))
    return counts.most_common(1)[0][0] if counts else None


def _entity(cover: Sequence[str], pages: Sequence[Page]) -> str | None:
    for text in cover:
        named = _NAMED.search(text)
        if named and _BODY.search(named.group(1)):
            return named.group(1)
    joined = "".join(cover)
    title = re.sub(r"\d{1,3}$", "", joined)
    title = re.sub(r"(?:19|20)\d\d年?(?:度)?|信息公开|公开说明", "", title)
    match = re.search(r"(.{3,45}?)(?:部门|单位)?(?:综合)?(?:预算|决算)", title)
    if match:
        body = _BODY.findall(match.group(1))
        name = re.sub(r"^(?:上海市.{2,4}区)?(?:区级|市级)?$", "", match.group(1))
        if body:
            return _longest_end(match.group(1)) or name
    return _most_named(pages)


def _longest_end(text: str) -> str | None:
    """The name in ``text`` up to the last word that ends a public body's name."""
    matches = list(_BODY.finditer(text))
    return text[matches[0].start() : matches[-1].end()] if matches else None


def _most_named(pages: Sequence[Page]) -> str | None:
    texts: Iterable[str] = (squeeze(l.text) for page in pages for l in page.lines)
    counts = Counter(m.group(1) for t in texts if (m := _NAMED.search(t)) and _BODY.search(m.group(1)))
    for page in pages:
        for grid in page.grids:
            for cell in grid.cells[:6]:
                m = _NAMED.search(squeeze(cell.text))
                if m and _BODY.search(m.group(1)):
                    counts[m.group(1)] += 1
    return counts.most_common(1)[0][0] if counts else None

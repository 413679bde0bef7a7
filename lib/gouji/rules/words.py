"""The kinds that read a document's words: patterns left in by a template, sections that must be there, numbering, names.

(check, context) → ``Remark``s. A document that publishes forms alone has no prose: these rules then do not apply.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from gouji.claims.prose import Paragraph
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.presence import LOST_PAGES, Remark
from gouji.rules.prints import ordinal_of
from gouji.rules.wording import TERM, excerpt

AROUND = 14  # characters shown on either side of what was found
FEW = 12  # paragraphs: a document with fewer says too little for its silence to mean anything


@cache
def _compiled(pattern: str) -> re.Pattern:
    return re.compile(pattern)


def _prose(context: Context) -> Iterator[tuple[str, int | None, Paragraph]]:
    for paragraph in context.paragraphs:
        yield paragraph.text, paragraph.page(0), paragraph


def _cells(context: Context) -> Iterator[tuple[str, int | None, None]]:
    """The texts of cells, each where it stands first."""
    seen: set[str] = set()
    for table in context.document.tables:
        blank = table.empty and not any(c.text.strip() in ("0", "0.00") for row in table.rows for c in row)
        for row in () if blank else table.rows:  # a form published blank is the blank form
            for cell in row:
                if cell.text and cell.text not in seen:
                    seen.add(cell.text)
                    yield cell.text, cell.page, None


def _nothing(name: str) -> Remark:
    return Remark("not_applicable", None, "no_prose", name, (Place.absent("prose"),))


def wording(check: dict, context: Context) -> Iterator[Remark]:
    """``wording``: {find: [{pattern, not: regex?, since: year?, max: n?}], within: [prose, cells], headings: regex?}: words that
    should not be there; each place is one remark, the same words once."""
    within = check.get("within", ["prose"])
    sources = [*(_prose(context) if "prose" in within else ()), *(_cells(context) if "cells" in within else ())]
    if not sources:
        yield _nothing("words")
        return
    year, seen = context.document.year, {}
    asked = [s for s in sources if not (check.get("headings") and s[2] and not any(re.search(check["headings"], h) for h in s[2].headings))]
    for entry in check["find"]:
        if "since" in entry and (year is None or year < entry["since"]):
            continue
        pattern, never = _compiled(entry["pattern"]), _compiled(entry["not"]) if "not" in entry else None
        for text, page, paragraph in asked:
            for found in pattern.finditer(text):
                shown = text[max(0, found.start() - AROUND) : found.end() + AROUND]
                if never and never.search(shown):
                    continue
                place = paragraph.page(found.start()) if paragraph else page
                seen.setdefault(found[0], (shown, place, excerpt(text, found.start() - AROUND, found.end() + AROUND)))
    for word, (shown, page, told) in list(seen.items())[:8]:
        masked = re.sub(r"\d(?=\d{4})", "*", word) if check.get("mask") else word
        where = (Place.absent("prose", page, shown.replace(word, masked)),)
        yield Remark("implausible", None, check.get("says", "wording"), masked, where, {"detail": told.replace(word, masked)})
    if not seen:
        yield Remark("exact", None, check.get("says", "wording"), "prose", (Place.absent("prose", 1),))


def sections_said(check: dict, context: Context) -> Iterator[Remark]:
    """``sections_said``: {required: {name: regex}, kinds: [final, budget]?, anywhere: bool, when: regex?}: each is a heading, or is
    said; ``when``: asked only of a document with such a heading."""
    if check.get("kinds") and context.document.kind not in check["kinds"]:
        return
    if len(context.paragraphs) < FEW and not check.get("short"):
        yield _nothing(next(iter(check["required"])))
        return
    headings = {h for p in context.paragraphs for h in p.headings}
    if check.get("when") and not any(re.search(check["when"], h) for h in headings):
        yield Remark("not_applicable", None, "section_unasked", TERM + next(iter(check["required"])), (Place.absent("prose"),))
        return
    lost = next((p for p in context.document.reading.all_problems() if p.kind in LOST_PAGES and not BLANK.match(p.detail)), None)
    titles = [t.title for t in context.document.tables]
    for name, regex in check["required"].items():
        pattern = _compiled(regex)
        there = any(pattern.search(h) for h in headings) or any(pattern.search(t) for t in titles)
        page = None
        if not there and check.get("anywhere", True):
            hit = next((p for p in context.paragraphs if pattern.search(p.text)), None)
            there, page = hit is not None, hit.page(0) if hit else None
            if not there:
                line = next((x for q in context.document.reading.pages for x in q.lines if pattern.search(x.text)), None)
                there, page = line is not None, line.page if line else None
        if there:
            yield Remark("exact", None, "section_said", TERM + name, (Place.absent(name, page),))
        elif lost:
            yield Remark("not_testable", None, "section_unproved", TERM + name, (Place.absent(name, lost.page),), {"detail": (f"page:{lost.page}", f"problem:{lost.kind}")})
        else:
            yield Remark("missing", None, "section_said", TERM + name, (Place.absent(name),))


ORDINALS = (
    (1, re.compile(r"^第([一二三四五六七八九十]+)部分")),
    (2, re.compile(r"^([一二三四五六七八九十]{1,3})、")),
    (3, re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[）)]")),
    (4, re.compile(r"^(\d{1,2})[.．、](?!\d)")),
)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else ordinal_of(word)


def numbering(check: dict, context: Context) -> Iterator[Remark]:
    """``numbering``: no ordinal stands twice in a row of headings, or of numbered paragraphs, under the same heading."""
    last: dict[tuple, tuple[int, str]] = {}
    seen_paths: set[tuple[str, ...]] = set()
    found, any_ordinal = False, False
    for paragraph in context.paragraphs:
        entries = []
        for n in range(1, len(paragraph.headings) + 1):
            path = paragraph.headings[:n]
            if path not in seen_paths:
                seen_paths.add(path)
                entries.append((path[:-1], path[-1]))
        entries.append((paragraph.headings, paragraph.text))
        for parent, text in entries:
            for depth, pattern in ORDINALS:
                if m := pattern.match(text):
                    any_ordinal = True
                    key, number = (parent, depth), _number(m[1])
                    before = last.get(key)
                    last[key] = (number, text)
                    if before and before[0] == number and number > 1 and before[1] != text:
                        found = True
                        about = f"{before[1][:16]} / {text[:16]}"
                        yield Remark("implausible", None, "numbering", about, (Place.absent("prose", paragraph.page(0), text[:40]),))
                    break
    if any_ordinal and not found:
        yield Remark("exact", None, "numbering", "prose", (Place.absent("prose", 1),))
    elif not any_ordinal:
        yield _nothing("numbering")


OWN_NAME = re.compile(r"^(?:编制)?(?:预算)?(?:部门|单位|填报单位|预算部门|预算主管部门|编报部门)(?:名称|（单位）|（单位）名称|\(单位\)名称)?[:：]\s*(?:\d{3,6}[-_]?)?(?P<name>[\u4e00-\u9fff（）()]{4,40})")
NAME_CELL = re.compile(r"^(?:部门|预算部门|部门（单位）|部门\(单位\)|单位)名称[:：]?$")


def plain_entity(name: str) -> str:
    """An office's name without what varies: brackets, 本级, 汇总, marks."""
    return re.sub(r"[（(][^）)]*[）)]|本级|机关$|系统$|汇总|部门$|单位$|[\s:：]", "", name)


def _same_office(a: str, b: str) -> bool:
    """One name contains the other, or is its tail after the place names (市信访局 of 西安市信访局)."""
    return a in b or b in a or a[-5:] == b[-5:] and len(set(a) ^ set(b)) <= 3


def entity_names(check: dict, context: Context) -> Iterator[Remark]:
    """``entity_names``: the office named on forms and evaluations is the one the document is about."""
    own = plain_entity(context.document.entity or "")
    if not own:
        yield Remark("not_testable", None, "no_entity", "entity", (Place.absent("entity"),))
        return
    named: dict[str, tuple[str, int | None]] = {}
    for page in context.document.reading.pages:
        for line in page.lines:
            if m := OWN_NAME.match(line.text.strip()):
                named.setdefault(plain_entity(m["name"]), (m["name"], page.number))
    for table in context.document.tables:
        for row in table.rows:
            for i, cell in enumerate(row[:3]):
                if NAME_CELL.match(re.sub(r"\s", "", cell.text)) and (table.form or "").startswith(("PE01", "BG14")):
                    value = next((c.text for c in row[i + 1 :] if c.text.strip()), "")
                    if plain_entity(value):
                        named.setdefault(plain_entity(value), (value, cell.page))
    odd = {n: w for n, w in named.items() if len(n) > 3 and not _same_office(n, own)}
    if not named:
        yield Remark("not_applicable", None, "no_names", own, (Place.absent("entity"),))
    for word, page in odd.values():
        yield Remark("implausible", None, "entity_name", word, (Place.absent("entity", page, word),), {"expected": context.document.entity})
    if named and not odd:
        yield Remark("exact", None, "entity_names", own, (Place.absent("entity", 1),))


TITLED = re.compile(r"(部门|单位)(?:综合|财务|收支|收入|支出|财政|一般|政府性|国有|整体|“三公)")


def call_names(check: dict, context: Context) -> Iterator[Remark]:
    """``call_names``: a 单位 budget titles its forms 单位, a 部门 budget 部门."""
    lines = [x.text for p in context.document.reading.pages[:2] for x in p.lines]
    cover = next((m for t in lines if (m := re.search(r"(部门|单位)(综合)?(预算|决算)(?!表)", re.sub(r"\s", "", t)))), None)
    titled = [(t, m[1]) for t in context.document.tables if t.form and (m := TITLED.search(t.title))]
    if not cover or not titled:
        yield Remark("not_applicable", None, "no_names", "部门/单位", (Place.absent("title"),))
        return
    odd = [(t, w) for t, w in titled if w != cover[1] and not re.search(r"部门[（(]单位|单位[（(]部门", t.title)]
    if odd:
        table = odd[0][0]
        where = (Place.absent(table.form or "", table.pages[0] if table.pages else None, table.title),)
        yield Remark("implausible", table.form, "call_name", table.title, where, {"expected": cover[0], "found": str(len(odd))})
    else:
        yield Remark("exact", None, "call_names", cover[0], (Place.absent("title", 1),))


REASON = re.compile(r"(?:主要)?(?:原因|系|因)(?:是|为|：)?(?P<why>[^。；]{10,80})[。；]")


def reasons_differ(check: dict, context: Context) -> Iterator[Remark]:
    """``reasons_differ``: {most}: no one reason explains more than so many different figures of the prose in the same words."""
    seen: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for paragraph in context.paragraphs:
        for m in REASON.finditer(paragraph.text):
            why = re.sub(r"[\s\d.,，、%]", "", m["why"])
            if len(why) >= 10:
                seen[why].append((m["why"], paragraph.page(m.start())))
    copied = {w: places for w, places in seen.items() if len(places) > check["most"]}
    for places in copied.values():
        where = tuple(Place.absent("prose", page, text) for text, page in places[:6])
        yield Remark("implausible", None, "reason_copied", str(len(places)), where, {"detail": places[0][0].strip("：:，, ")})
    if seen and not copied:
        yield Remark("exact", None, "reasons_differ", "prose", (Place.absent("prose", 1),))
    elif not seen:
        yield _nothing("reasons")


BLANK = re.compile(r"0 pictures")  # a page on which nothing but rules is drawn, or nothing at all, is no picture


def readable(check: dict, context: Context) -> Iterator[Remark]:
    """``readable``: every page has a text layer; a page that is a picture cannot be used by anybody's machine."""
    lost = [p for p in context.document.reading.all_problems() if p.kind in LOST_PAGES and not BLANK.match(p.detail)]
    pages = Counter(p.page for p in lost)
    scanned = sorted({c.page for t in context.document.tables for r in t.rows for c in r if c.source == "ocr"} | {p for p in pages if p})
    if scanned:
        where = tuple(Place.absent("page", p) for p in scanned[:8])
        yield Remark("missing", None, "readable", tuple(map(str, scanned[:12])), where)
    else:
        yield Remark("exact", None, "readable", str(len(context.document.reading.pages)), (Place.absent("page", 1),))

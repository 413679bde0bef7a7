"""The kinds that compare a document with its own table of contents, its years and its dates.

(check, context) → ``Remark``s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from gouji.model import Table
from gouji.rules.codes import FAMILIES
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.presence import Remark, _unproved
from gouji.rules.wording import TERM

ENTRY = re.compile(
    r"^(?:附件|附表|表)?\s*(?:[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．\s：:])[、.．\s：:]*(?P<title>[^.…·，。；]{3,40}?表(?:[（(][^）)]{1,16}[）)])?)[\s.…·\-]*\d*$"
)
HEAD = re.compile(r"(预算|决算)?(公开)?(报|情况)?表")  # the heading over the list of forms
CONTENTS = re.compile(r"^目\s*录$")
ALIKE = 0.72  # a title this like an entry is the same form in other words
YEAR = re.compile(r"(20\d\d)\s*年度?")


@lru_cache(4096)
def plain_title(title: str) -> str:
    """A form's title without year, office, brackets and marks."""
    return re.sub(r"20\d\d\s*年?度?|[（(][^）)]*[）)]|[\s“”\"'‘’：:、，]|公开\d*表?|部门|单位|预算\d+表", "", title)


def entries(context: Context) -> list[tuple[str, int]]:
    """The forms that the table of contents lists, with the page of the entry."""
    out: list[tuple[str, int]] = []
    inside = False
    for page in context.document.reading.pages[:5]:
        lines = [x.text.strip() for x in page.lines]
        if any(CONTENTS.match(re.sub(r"\s", "", t)) for t in lines):
            inside = True
        elif inside and not any(re.search(r"[.…·]{4,}", t) for t in lines) and sum(bool(ENTRY.match(t)) for t in lines) < 4:
            break
        if inside:
            out += [(m["title"], page.number) for t in lines if (m := ENTRY.match(t))]
    return [(t, n) for t, n in dict.fromkeys(out) if not HEAD.fullmatch(plain_title(t))]


def _match(title: str, tables: list[Table]) -> tuple[Table | None, float]:
    """The table whose title is most like this one, the first of equals, and how like it is."""
    plain, best, ratio = plain_title(title), None, -1.0
    for table in tables:
        if table.title:
            two = SequenceMatcher(None, plain, plain_title(table.title))
            if two.real_quick_ratio() > ratio and two.quick_ratio() > ratio and (like := two.ratio()) > ratio:
                best, ratio = table, like
    return best, max(ratio, 0.0)


def contents_kept(check: dict, context: Context) -> Iterator[Remark]:
    """``contents_kept``: every form in the table of contents is in the document, in that order."""
    listed, tables = entries(context), list(context.document.tables)
    if len(listed) < 3:
        yield Remark("not_applicable", None, "no_contents", "目录", (Place.absent("contents"),))
        return
    doubt, at, order = _unproved(context.document), [], True
    names = {plain_title(title) for title, _ in listed}
    free = [t for t in tables if plain_title(t.title) not in names]  # a form stands for one entry only
    for title, page in listed:
        own = next((t for t in tables if plain_title(t.title) == plain_title(title)), None)
        table, ratio = (own, 1.0) if own else _match(title, free)
        if own is None and table is not None and ratio >= ALIKE:
            free.remove(table)
        where = (Place.absent("contents", page, title),)
        if table is None or ratio < ALIKE:
            outcome = "not_testable" if doubt or not tables else "missing"
            yield Remark(outcome, None, "listed_unproved" if outcome == "not_testable" else "contents_kept", title, where, {"detail": doubt or ""})
            continue
        if ratio == 1.0:
            order = order and (not at or tables.index(table) >= at[-1])
            at.append(tables.index(table))
    if not order:
        yield Remark("mismatch", None, "contents_order", "目录", (Place.absent("contents", listed[0][1]),))
    elif at:
        yield Remark("exact", None, "contents_kept", f"{len(at)}/{len(listed)}", (Place.absent("contents", listed[0][1]),))


def titles_agree(check: dict, context: Context) -> Iterator[Remark]:
    """``titles_agree``: a form is titled as the table of contents says."""
    listed, tables = entries(context), [t for t in context.document.tables if t.form]
    if len(listed) < 3 or not tables:
        yield Remark("not_applicable", None, "no_contents", "目录", (Place.absent("contents"),))
        return
    other = []
    for title, page in listed:
        table, ratio = _match(title, tables)
        if table is not None and ALIKE <= ratio < 1.0 and not any(plain_title(t.title) == plain_title(title) for t in tables):
            if not any(plain_title(table.title) == plain_title(x) for x, _ in listed):
                other.append((title, page, table))
    for title, page, table in other:
        where = (Place.absent("contents", page, title), Place.absent(table.form or "", table.pages[0], table.title))
        yield Remark("implausible", table.form, "title_differs", table.title, where, {"expected": title})
    if not other:
        yield Remark("exact", None, "titles_agree", str(len(listed)), (Place.absent("contents", listed[0][1]),))


def content_fits(check: dict, context: Context) -> Iterator[Remark]:
    """``content_fits``: {families: {FORM: functional | economic}}: the codes of a form are those its title promises."""
    for form, wanted in check["families"].items():
        for table in context.index.of(form):
            codes = [r.item for r in table.rows if r.nonzero and r.code]
            fits = [c for c in codes if FAMILIES[wanted].fullmatch(c)]
            other = "functional" if wanted == "economic" else "economic"
            strange = [c for c in codes if FAMILIES[other].fullmatch(c)]
            page = next((f.page for r in table.rows for f in r.figures.values()), None)
            where = (Place.absent(form, page, table.title),)
            if len(strange) > len(fits):
                yield Remark("mismatch", form, "content_fits", table.title or form, where, {"detail": strange[0]})
            elif fits:
                yield Remark("exact", form, "content_fits", form, where)


def years_agree(check: dict, context: Context) -> Iterator[Remark]:
    """``years_agree``: the cover, the headings and the titles of the forms name the document's year."""
    year = context.document.year
    if year is None:
        yield Remark("not_testable", None, "no_year", "year", (Place.absent("year"),))
        return
    said: list[tuple[int, str, int | None]] = []
    for table in context.document.tables:
        if table.form and not table.form.startswith("PE") and (m := YEAR.search(table.title)):
            said.append((int(m[1]), table.title, table.pages[0] if table.pages else None))
    for paragraph in context.paragraphs:
        for heading in paragraph.headings:
            if (m := YEAR.search(heading)) and re.search(r"[预决]算.{0,8}(说明|表|概况)?$", heading):
                said.append((int(m[1]), heading, paragraph.page(0)))
    for page in context.document.reading.pages[:1]:
        for line in page.lines[:6]:
            if (m := YEAR.search(line.text)) and re.search(r"[预决]算(公开)?(说明)?$", line.text.strip()):
                said.append((int(m[1]), line.text.strip(), 1))
    odd = {text: (y, page) for y, text, page in said if y != year}
    for text, (y, page) in list(odd.items())[:4]:
        yield Remark("mismatch", None, "year_differs", text, (Place.absent("year", page, text),), {"expected": str(year), "found": str(y)})
    if said and not odd:
        yield Remark("exact", None, "years_agree", str(year), (Place.absent("year", 1),))
    elif not said:
        yield Remark("not_testable", None, "year_unsaid", str(year), (Place.absent("year"),))


DAY = r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})"
PUBLISHED = re.compile(r"(?:公开|发布|公布)(?:时间|日期)[:：]?\s*(?:为|是)?\s*(?:" + DAY + ")")
APPROVED = re.compile(r"(?:(?:批复|批准)(?:时间|日期)[:：]?\s*(?:为|是)?\s*(?:" + DAY + r"))|(?:于\s*(?:" + DAY + r")[^。]{0,20}批复)")


def _dated(pattern: re.Pattern, context: Context) -> tuple[date, int] | None:
    for page in context.document.reading.pages:
        for line in page.lines:
            if m := pattern.search(line.text):
                parts = [int(g) for g in m.groups() if g]
                try:
                    return date(*parts[:3]), page.number
                except ValueError:
                    continue
    return None


def published_in_time(check: dict, context: Context) -> Iterator[Remark]:
    """``published_in_time``: {days}: published within so many days of approval, where the document says both dates."""
    approved, published = _dated(APPROVED, context), _dated(PUBLISHED, context)
    if not approved or not published:
        lacking = [n for n, d in (("批复日期", approved), ("公开日期", published)) if not d]
        yield Remark("not_testable", None, "absent", tuple(TERM + n for n in lacking), (Place.absent("、".join(lacking)),))
        return
    days = (published[0] - approved[0]).days
    where = (Place.absent("published", published[1], str(published[0])), Place.absent("approved", approved[1], str(approved[0])))
    late = days > check["days"]
    yield Remark("mismatch" if late else "exact", None, "published_in_time", str(days), where, {"expected": str(check["days"])})


def published_in_season(check: dict, context: Context) -> Iterator[Remark]:
    """``published_in_season``: {last: {kind: [years after the fiscal year, month]}}: where only the day of publication is known."""
    published, year, last = _dated(PUBLISHED, context), context.document.year, check["last"].get(context.document.kind)
    if not last or year is None:
        return
    if not published:
        yield Remark("not_testable", None, "absent", TERM + "公开日期", (Place.absent("公开日期"),))
        return
    late = (published[0].year, published[0].month) > (year + last[0], last[1])
    where = (Place.absent("published", published[1], str(published[0])),)
    yield Remark("implausible" if late else "exact", None, "published_in_season", str(published[0]), where)

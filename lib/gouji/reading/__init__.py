"""Reading: from a PDF to its pages, grids and lines, exactly as a reader of the page sees them.

``read(path, reader)`` is the public verb. ``pdfium`` is this project's own reader, ``camelot`` the
second one; ``both`` gives pdfium's grids, compared with camelot's cell by cell. ``reread(reading, path, pages)``
compares some pages afterwards: those whose figures are about to be called wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from gouji.errors import Refusal
from gouji.model import Page, Problem, Reading

if TYPE_CHECKING:
    from gouji.reading.second import SecondReading

READERS = ("pdfium", "camelot", "both")
NO_END = "the first reader found no end of the page, so it was not given to the second"


def read(path, reader: str = "pdfium") -> Reading:
    """The document at ``path`` as read by ``reader`` ("pdfium", "camelot" or "both").

    Refuses (``gouji.errors.Refusal``) what is no readable PDF; whatever is odd within one is a
    ``Problem`` of its page.
    """
    if reader not in READERS:
        raise Refusal(str(reader), "no such reader", f"one of {', '.join(READERS)}")
    from gouji.reading.limits import limits
    from gouji.reading.nesting import endless_pages
    from gouji.reading.opening import open_pdf, read_bytes
    from gouji.reading.pause import collector_paused
    from gouji.reading.pdfium import read_pages

    name, content, sha256 = read_bytes(path)
    bounds = limits()
    endless = endless_pages(name, content, bounds)
    with open_pdf(name, content) as (document, count), collector_paused():
        pages = tuple(_with_lost_characters(page) for page in read_pages(document, min(count, bounds.pages), bounds, endless))
    problems = (Problem(None, "too_many_pages", f"{count} pages; only the first {bounds.pages} were read"),) if count > bounds.pages else ()
    if reader == "pdfium":
        return Reading(name, sha256, reader, pages, problems)
    from gouji.reading.second import read_again

    second = read_again(content, _expected(pages), bounds.second_reader_renders, _bounded(pages))
    if 0 in second.broken:
        problems += (Problem(None, "second_reader_failed", second.broken[0]),)
    if reader == "camelot":
        pages = tuple(_with_note(page, second.broken.get(page.number)) for page in pages)
        pages = tuple(replace(page, grids=tuple(second.grids.get(page.number, ()))) for page in pages)
        return Reading(name, sha256, reader, pages, problems)
    return _compared(Reading(name, sha256, reader, pages, problems), second)


def reread(reading: Reading, path, numbers: Collection[int]) -> Reading:
    """``reading`` with these pages compared with what the second reader makes of them; the other pages as they were.

    ``path``: the file it was read from. Raises Refusal when that cannot be read any more or is another document.
    """
    from gouji.reading.limits import limits
    from gouji.reading.opening import read_bytes
    from gouji.reading.second import read_again

    name, content, sha256 = read_bytes(path)
    if sha256 != reading.sha256:
        raise Refusal(name, "the file changed while it was being checked", "run again")
    chosen = [page for page in reading.pages if page.number in numbers]
    second = read_again(content, _expected(chosen), limits().second_reader_renders, _bounded(chosen))
    if 0 in second.broken:  # it could not even open the document: each page says so
        second = replace(second, broken=dict.fromkeys(numbers, second.broken[0]))
    return _compared(reading, second, numbers)


def _bounded(pages: Iterable[Page]) -> list[int]:
    """The pages that the first reader read to their end: what has none for it holds the second one up for ever."""
    return [page.number for page in pages if page.width and all(p.kind != "too_many_objects" for p in page.problems)]


def _expected(pages: Iterable[Page]) -> list[int]:
    """The pages read to their end on which the first reader found a grid with something in it."""
    pages = list(pages)
    bounded = _bounded(pages)
    return [page.number for page in pages if page.number in bounded and any(cell.text for grid in page.grids for cell in grid.cells)]


def _compared(reading: Reading, second: SecondReading, numbers: Collection[int] | None = None) -> Reading:
    """The reading with its pages (or those of ``numbers``) compared with the second reader's; a page that broke it says so."""
    from gouji.reading.compare import compare_page

    bounded = set(_bounded(reading.pages))
    pages, compared, differing = [], reading.cells_compared, reading.cells_differing
    for page in reading.pages:
        if numbers is None or page.number in numbers:
            reason = second.broken.get(page.number) or (None if page.number in bounded else NO_END)
            page = _with_note(page, reason if page.width else None)
            if reason is None and 0 not in second.broken:
                page, more, bad = compare_page(page, second.grids.get(page.number, []), second.letters.get(page.number))
                compared, differing = compared + more, differing + bad
        pages.append(page)
    return replace(reading, pages=tuple(pages), cells_compared=compared, cells_differing=differing)


def _with_lost_characters(page: Page) -> Page:
    """``page``, and how often its text is "(cid:12)": what a maker of PDFs writes for characters it lost."""
    texts = [line.text for line in page.lines]
    for grid in page.grids:
        texts += [cell.text for cell in grid.cells if cell.text]
    lost = "\0".join(texts).count("(cid:")
    return page if not lost else _with_problem(page, "unmapped_glyphs", f'"(cid:…)" stands {lost} times for characters that were lost')


def _with_note(page: Page, reason: str | None) -> Page:
    """``page``, and the reason why the second reader could not read it."""
    return page if reason is None else _with_problem(page, "second_reader_failed", reason)


def _with_problem(page: Page, kind: str, detail: str) -> Page:
    return replace(page, problems=(*page.problems, Problem(page.number, kind, detail)))

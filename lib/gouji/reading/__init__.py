"""Reading: from a PDF to its pages, grids and lines, exactly as a reader of the page sees them.

``read(path, reader)`` is the one public verb. ``pdfium`` is this project's own reader, ``camelot`` the
second one; ``both`` gives pdfium's grids, compared with camelot's cell by cell.
"""

from __future__ import annotations

from dataclasses import replace

from gouji.errors import Refusal
from gouji.model import Page, Problem, Reading

READERS = ("pdfium", "camelot", "both")


def read(path, reader: str = "pdfium") -> Reading:
    """The document at ``path`` as read by ``reader`` ("pdfium", "camelot" or "both").

    Refuses (``gouji.errors.Refusal``) what is no readable PDF; whatever is odd within one is a
    ``Problem`` of its page.
    """
    if reader not in READERS:
        raise Refusal(str(reader), "no such reader", f"one of {', '.join(READERS)}")
    from gouji.reading.limits import limits
    from gouji.reading.opening import open_pdf, read_bytes
    from gouji.reading.pause import collector_paused
    from gouji.reading.pdfium import read_pages

    name, content, sha256 = read_bytes(path)
    bounds = limits()
    with open_pdf(name, content) as (document, count), collector_paused():
        pages = tuple(_with_lost_characters(page) for page in read_pages(document, min(count, bounds.pages), bounds))
    problems = (Problem(None, "too_many_pages", f"{count} pages; only the first {bounds.pages} were read"),) if count > bounds.pages else ()
    if reader == "pdfium":
        return Reading(name, sha256, reader, pages, problems)
    from gouji.reading.second import read_grids

    expected = [page.number for page in pages if any(cell.text for grid in page.grids for cell in grid.cells)]
    grids, broken = read_grids(content, expected, bounds.second_reader_renders)
    if 0 in broken:
        problems += (Problem(None, "second_reader_failed", broken[0]),)
    pages = tuple(_with_note(page, broken.get(page.number)) for page in pages)
    if reader == "camelot":
        pages = tuple(replace(page, grids=tuple(grids.get(page.number, ()))) for page in pages)
        return Reading(name, sha256, reader, pages, problems)
    from gouji.reading.compare import compare_page

    compared = [(page, 0, 0) if 0 in broken or page.number in broken else compare_page(page, grids.get(page.number, [])) for page in pages]
    return Reading(name, sha256, reader, tuple(c[0] for c in compared), problems, sum(c[1] for c in compared), sum(c[2] for c in compared))


def _with_lost_characters(page: Page) -> Page:
    """``page``, and how often its text is "(cid:12)": what a maker of PDFs writes for characters it lost."""
    texts = [line.text for line in page.lines] + [cell.text for grid in page.grids for cell in grid.cells]
    lost = sum(text.count("(cid:") for text in texts)
    return page if not lost else _with_problem(page, "unmapped_glyphs", f'"(cid:…)" stands {lost} times for characters that were lost')


def _with_note(page: Page, reason: str | None) -> Page:
    """``page``, and the reason why the second reader could not read it."""
    return page if reason is None else _with_problem(page, "second_reader_failed", reason)


def _with_problem(page: Page, kind: str, detail: str) -> Page:
    return replace(page, problems=(*page.problems, Problem(page.number, kind, detail)))

"""Reading: from a PDF to its pages, grids and lines, exactly as a reader of the page sees them.

``read(path, reader)`` is the one public verb. ``pdfium`` is this project's own reader, ``camelot`` the
second one; ``both`` gives pdfium's grids, compared with camelot's cell by cell.
"""

from __future__ import annotations

from gouji.errors import Refusal
from gouji.model import Reading

READERS = ("pdfium", "camelot", "both")


def read(path, reader: str = "pdfium") -> Reading:
    """The document at ``path`` as read by ``reader`` ("pdfium", "camelot" or "both").

    Refuses (``gouji.errors.Refusal``) what is no readable PDF; whatever is odd within one is a
    ``Problem`` of its page.
    """
    if reader not in READERS:
        raise Refusal(str(reader), "no such reader", f"one of {', '.join(READERS)}")
    from gouji.reading.opening import open_pdf, read_bytes
    from gouji.reading.pdfium import read_pages

    name, content, sha256 = read_bytes(path)
    with open_pdf(name, content) as (document, count):
        pages = tuple(read_pages(document, count))
    if reader == "pdfium":
        return Reading(name, sha256, reader, pages)
    from gouji.reading.second import read_second

    return read_second(path, Reading(name, sha256, "pdfium", pages), reader)

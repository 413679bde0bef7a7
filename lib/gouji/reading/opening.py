"""Opening a file as a PDF, or refusing it in one line.

In: a path. Out: name, sha256 and an open pdfium document that the caller closes. Refuses a missing
file, a folder, what is no PDF, what is encrypted, damaged or has no page (``gouji.errors``).
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from pathlib import Path

from gouji.errors import Damaged, Encrypted, FileMissing, NotAPdf, Refusal
from gouji.reading import raw
from gouji.reading.limits import limits

TAIL = 4096  # bytes from the end within which a whole PDF says that it ends


def read_bytes(path) -> tuple[str, bytes, str]:
    """Name, content and sha256 of the file at ``path``; refuses what cannot be a PDF."""
    path = Path(path)
    if not path.is_file():
        raise FileMissing(str(path))
    if path.stat().st_size > limits().file_bytes:
        raise Refusal(path.name, f"larger than {limits().file_bytes // 1_000_000} MB", "split the file")
    content = path.read_bytes()
    if b"%PDF-" not in content[:1024]:
        raise NotAPdf(path.name, "empty file" if not content else None)
    tail = content[-TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:  # pdfium would mend it, and lose pages in silence
        raise Damaged(path.name, "cut short: its end is missing")
    return path.name, content, hashlib.sha256(content).hexdigest()


@contextmanager
def open_pdf(name: str, content: bytes):
    """The pdfium document over ``content`` (address, number of pages), closed on leaving."""
    document = raw.pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        code = raw.pdfium.FPDF_GetLastError()
        if code == raw.pdfium.FPDF_ERR_PASSWORD:
            raise Encrypted(name)
        raise Damaged(name)
    try:
        pages = raw.pdfium.FPDF_GetPageCount(document)
        if pages < 1:
            raise Damaged(name, "has no pages", "export it again from its source")
        yield raw.address(document), pages
    finally:
        raw.pdfium.FPDF_CloseDocument(document)

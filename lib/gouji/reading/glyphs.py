"""What pdfium lists of a page's text: of each character its text object, its Unicode value and its loose box.

In: loaded text pages. Out: ``Glyphs``. pdfium keeps one list a page and answers from it, a call a character and
question; where a page drawn for it proves, once a process, that the list lies as ``_looked`` takes it, the whole of it
is taken at once. Otherwise everything is asked for, with the same result.
"""

from __future__ import annotations

from ctypes import c_size_t
from dataclasses import dataclass
from functools import cache

import numpy as np

from gouji.reading import raw

LIST = 32  # bytes into a text page at which the address of its list stands, and behind it how long the list is
ENTRY = 88  # bytes of the list a character: of these
CODE, BOX, OWNER = 4, 36, 80  # where its Unicode value, its loose box (four floats) and its text object's address stand

_DRAWN = b"""BT /F 9 Tf 9 70 Td (ab cd) Tj 0 -20 Td (1,234.56) Tj ET BT /F 7 Tf 0 1 -1 0 60 20 Tm (turned) Tj ET
q 2 0 0 2 5 5 cm BT /F 4 Tf 2 2 Td (large) Tj ET Q BT /F 9 Tf 1 0 .3 1 20 90 Tm (-) Tj ET"""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A page's characters in the order of its content: ``owners`` (text objects, n; 0 where pdfium added the character),
    ``codes`` (Unicode values, n) and ``boxes`` (left, bottom, right, top in the page's own space; n×4)."""

    owners: np.ndarray
    codes: np.ndarray
    boxes: np.ndarray


def read_glyphs(text_page: int, limit: int) -> Glyphs:
    """The characters of a loaded text page, at most ``limit``."""
    listed = raw.count_characters(text_page)
    count = min(max(listed, 0), limit)
    if count and _is_proved():
        address, length = (c_size_t.from_address(text_page + at).value for at in (LIST, LIST + 8))
        if length == listed:
            return _looked(raw.memory(address, count * ENTRY // 4, np.uint32))
    return _asked(text_page, count)


def _looked(words: np.ndarray) -> Glyphs:
    """The characters that a list of theirs, as numbers of four bytes, tells of."""
    entries = words.reshape(-1, ENTRY // 4)
    at = BOX // 4
    return Glyphs(
        entries.view(np.int64)[:, OWNER // 8].copy(),
        entries[:, CODE // 4].astype(np.int64),
        entries.view(np.float32)[:, at : at + 4].astype(float),
    )


def _asked(text_page: int, count: int) -> Glyphs:
    owners = np.fromiter(raw.each(raw.text_object, text_page, range(count)), np.int64, count)
    codes = np.fromiter(raw.each(raw.unicode_of, text_page, range(count)), np.int64, count)
    return Glyphs(owners, codes, raw.loose_boxes(text_page, count))


@cache
def _is_proved() -> bool:
    """Whether this process's pdfium keeps its list so: read through the system, which refuses an address that is none."""
    with raw.drawn(_DRAWN) as page:
        text = raw.load_text(page) if page else 0
        if not text:
            return False
        try:
            count = raw.count_characters(text)
            asked = _asked(text, count)
            head = raw.memory_read(text + LIST, 16)
            if head is None or int.from_bytes(head[8:], "little") != count:
                return False
            entries = raw.memory_read(int.from_bytes(head[:8], "little"), count * ENTRY)
            if entries is None:
                return False
            looked = _looked(np.frombuffer(entries, np.uint32))
            pairs = ((looked.owners, asked.owners), (looked.codes, asked.codes), (looked.boxes, asked.boxes))
            return count > 20 and len(set(asked.owners.tolist())) > 5 and all((a == b).all() for a, b in pairs)
        finally:
            raw.close_text(text)

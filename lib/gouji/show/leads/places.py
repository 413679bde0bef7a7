"""Where a figure stated in prose stands: the line of its page, found when it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from gouji.analysis.printed import line_of
from gouji.analysis.sources import Source, cell_ref


def places_of(opened) -> Callable[[Source], str]:
    """A function that gives the reference of what a source of the opened study says was ``said``; "" where its line is not found."""
    document = lru_cache(maxsize=None)(opened.document)

    @lru_cache(maxsize=None)
    def place(name: str, page: int, words: str, sentence: str) -> str:
        pages = document(name).reading.pages
        spot = line_of(pages[page - 1], words, sentence) if 0 < page <= len(pages) else None
        return cell_ref(name, spot.page, spot.box) if spot else ""

    return lambda source: place(*source.said) if source.said else ""

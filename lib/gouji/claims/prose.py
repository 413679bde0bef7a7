"""Prose as sentences with their section and place.

In: lines of text (from a PDF, outside its tables, or from a text file). Out: ``Sentence``s. Lines of one
paragraph are joined again; a heading ends the paragraph before it and names the section of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ENDS = "。；;！？"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its section (the innermost heading), its text, its page (None in a text file) and its offset.

    ``offset`` counts characters from the start of the document's joined prose.
    """

    section: str | None
    text: str
    page: int | None
    offset: int


def sentences(lines: Iterable[tuple[int | None, str]], headings: list[dict]) -> Iterator[Sentence]:
    """Join (page, line) pairs into sentences; ``headings`` are the declared patterns."""
    patterns = [re.compile(h["pattern"]) for h in headings]
    section, buffer, page, offset = None, "", None, 0
    for number, raw in lines:
        line = re.sub(r"\s+", "", raw)
        if not line or re.fullmatch(r"[-—]*\d+[-—]*", line):  # a page number
            continue
        if any(p.search(line) for p in patterns):
            if buffer:
                yield Sentence(section, buffer, page, offset)
                offset, buffer = offset + len(buffer), ""
            section = line
            offset += len(line)
            continue
        if not buffer:
            page = number
        buffer += line
        while (cut := next((i for i, c in enumerate(buffer) if c in ENDS), None)) is not None:
            yield Sentence(section, buffer[: cut + 1], page, offset)
            offset, buffer, page = offset + cut + 1, buffer[cut + 1 :], number
    if buffer:
        yield Sentence(section, buffer, page, offset)

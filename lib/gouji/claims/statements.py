"""Sentences that say there is none of a thing ("没有使用政府性基金预算拨款安排的支出").

In: a document already read. Out: ``Statement``s of its prose in order. They are no claims: they state no figure; rules
set them against forms that hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gouji.claims.prose import Paragraph, paragraphs_of_pages
from gouji.claims.words import words
from gouji.model import Reading


@dataclass(frozen=True, slots=True)
class Statement:
    """``subject``: the words that name what there is none of; ``topic`` and ``section`` as in a claim."""

    subject: str
    sentence: str
    section: str | None
    topic: str | None
    page: int | None
    offset: int


def find_statements(reading: Reading, paragraphs: Iterable[Paragraph] | None = None) -> list[Statement]:
    """The declarations of absence in a document's prose (``paragraphs``, if known)."""
    return list(_statements(paragraphs_of_pages(reading.pages) if paragraphs is None else paragraphs))


def _statements(paragraphs: Iterable[Paragraph]) -> Iterator[Statement]:
    w = words()
    for paragraph in paragraphs:
        if any(w["no_claims_in"].search(h) for h in paragraph.headings):
            continue
        for sentence in re.finditer("[^。；！？]+[。；！？]?", paragraph.text):
            found = next((m for p in w.none_said if (m := p.search(sentence[0])) and not w["none_not"].match(m["of"])), None)
            if found:
                yield Statement(
                    subject=found["of"],
                    sentence=sentence[0],
                    section=paragraph.headings[-1] if paragraph.headings else None,
                    topic=w.topic(paragraph.headings),
                    page=paragraph.page(sentence.start()),
                    offset=paragraph.offset + sentence.start(),
                )

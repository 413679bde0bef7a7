"""One claim per figure stated in a document's prose.

In: a PDF (its prose outside the tables), a reading of one, or a UTF-8 text. Out: ``Claim``s in document order:
metric, subject, value, unit, direction, what it is compared with, section, sentence, page and offset. ``figure`` is
None until ``binding.bind`` has found the form's figure it restates. The metrics:

total an amount · change a difference of amounts · growth a percentage of change · share a percentage of a whole ·
execution a percentage of a budget or plan done · rate any other percentage · count things and people · score points ·
area square metres.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gouji.claims.claim import Claim
from gouji.claims.phrases import Names
from gouji.claims.prose import Paragraph, paragraphs_of_pages, paragraphs_of_text
from gouji.claims.subject import SubjectReader
from gouji.claims.words import words
from gouji.errors import FileMissing, Refusal
from gouji.model import Reading

METRICS = ("total", "change", "growth", "share", "execution", "rate", "count", "score", "area")
SENTENCE_END = re.compile("[。；;！？]")


def find_claims(path: str | Path, bound: bool = False) -> list[Claim]:
    """Claims of a PDF or a UTF-8 text file. Raises Refusal when it is neither.

    ``bound``: read a PDF's forms as well and set ``figure`` (a text file has no forms).
    """
    path = Path(path)
    if not path.is_file():
        raise FileMissing(str(path))
    if path.suffix.lower() == ".pdf":
        from gouji.reading import read

        reading = read(path)
        return _bound(reading) if bound else claims_of(reading)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(path.name, "neither a PDF nor UTF-8 text", "save the text as UTF-8") from None
    if not text.strip():
        raise Refusal(path.name, "empty file: there is no text in it", "give the prose as UTF-8 text, or the PDF as published")
    return claims_of_lines(text.splitlines())


def claims_of_lines(lines: Iterable[str]) -> list[Claim]:
    """Claims of a text given line by line, its tables left out."""
    return list(_claims(list(paragraphs_of_text(lines))))


def claims_of(reading: Reading, paragraphs: Sequence[Paragraph] | None = None) -> list[Claim]:
    """Claims of the prose of a document already read (its lines outside the tables). ``paragraphs``: its prose, if known."""
    return list(_claims(list(paragraphs_of_pages(reading.pages)) if paragraphs is None else paragraphs))


def _bound(reading: Reading) -> list[Claim]:
    from gouji.claims.binding import bind
    from gouji.forms import understand
    from gouji.ledger import build_ledger

    document = understand(reading)
    return bind(claims_of(reading), build_ledger([document]), document)


def _claims(paragraphs: Sequence[Paragraph]) -> Iterator[Claim]:
    w = words()
    reader = SubjectReader(Names(_entities(p.text for p in paragraphs)))
    for paragraph in paragraphs:
        said = reader.read(paragraph.text, paragraph.headings)
        if not said or any(w["no_claims_in"].search(h) for h in paragraph.headings):
            continue
        topic = w.topic(paragraph.headings)
        ends = [0, *(m.end() for m in SENTENCE_END.finditer(paragraph.text)), len(paragraph.text)]
        for figure in said:
            start = max(e for e in ends if e <= figure.start)
            stop = min(e for e in ends if e > figure.start)
            yield Claim(
                section=paragraph.headings[-1] if paragraph.headings else None,
                metric=figure.metric,
                subject=figure.subject,
                value=figure.value,
                unit=figure.unit,
                direction=figure.direction,
                compared_with=figure.compared_with,
                sentence=paragraph.text[start:stop],
                page=paragraph.page(figure.start),
                offset=paragraph.offset + figure.start,
                base=figure.base,
                item=figure.item,
                headings=paragraph.headings,
                topic=topic,
            )


def _entities(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of offices that open more than one paragraph: the entity's own, longest first."""
    w, seen = words(), Counter()
    for text in texts:
        if m := w["entity"].match(text):
            seen[m["entity"]] += 1
    return tuple(sorted((name for name, n in seen.items() if n > 1 and len(name) > 4), key=len, reverse=True))

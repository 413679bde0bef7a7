"""One claim per figure stated in a sentence: metric, subject, value, unit, direction, comparison.

In: sentences. Out: ``Claim``s. The words are declared in ``declared/claims.yml``. A figure without a unit
after it, a year, an ordinal or a number of a law is no claim. First version: binding to the ledger's address
(``figure``) is not done yet and is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from gouji.claims.prose import Sentence, sentences
from gouji.errors import FileMissing, Refusal
from gouji.model import Reading


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in prose. ``value`` as printed without separators; ``figure`` its ledger address when bound."""

    section: str | None
    metric: str
    subject: str
    value: str
    unit: str
    direction: str | None
    compared_with: str | None
    sentence: str
    page: int | None
    offset: int
    figure: dict | None = None


@cache
def _declared() -> dict:
    words = yaml.safe_load((files("gouji") / "declared/claims.yml").read_text("utf-8"))
    units = sorted(((u, kind) for kind, names in words["units"].items() for u in names), key=lambda x: -len(x[0]))
    words["unit_kind"] = dict(units)
    words["figure"] = re.compile(
        r"(?<![\d.第〔\[（(A-Za-z])(-?\d[\d,，]*(?:\.\d+)?)\s*(" + "|".join(re.escape(u) for u, _ in units) + ")"
    )
    verbs = "|".join(re.escape(v) for v in sorted(words["verbs"], key=len, reverse=True))
    signs = "|".join(w for group in words["directions"].values() for w in group)
    words["tail"] = re.compile(rf"({verbs}|{signs}|占|完成)+$")
    return words


def find_claims(path: str | Path) -> list[Claim]:
    """Claims of a PDF or a UTF-8 text file. Raises Refusal when it is neither."""
    path = Path(path)
    if not path.is_file():
        raise FileMissing(str(path))
    if path.suffix.lower() == ".pdf":
        from gouji.reading import read

        return claims_of(read(path))
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise Refusal(path.name, "neither a PDF nor UTF-8 text", "save the text as UTF-8") from None
    return list(_claims(sentences(((None, line) for line in text.splitlines()), _declared()["headings"])))


def claims_of(reading: Reading) -> list[Claim]:
    """Claims of the prose of a document already read (its lines outside the tables)."""
    lines = ((line.page, line.text) for page in reading.pages for line in page.lines)
    return list(_claims(sentences(lines, _declared()["headings"])))


def _claims(stream: Iterator[Sentence]) -> Iterator[Claim]:
    words = _declared()
    for sentence in stream:
        subject = ""
        for match in words["figure"].finditer(sentence.text):
            before = sentence.text[: match.start()]
            clause = re.split(r"[，。；、,]|其中[：:，]?", before)[-1]
            kind = words["unit_kind"][match[2]]
            if kind == "money" and re.search(r"(价值|单价|单位价值)$", before):
                continue  # a threshold ("单位价值100万元以上"), not a figure stated
            metric = next(m["id"] for m in words["metrics"] if m["unit"] == kind and re.search(m["before"], clause or "."))
            if metric not in ("share", "execution"):  # those are of what was named before them
                subject = _subject(clause) or subject
            yield Claim(
                section=sentence.section,
                metric=metric,
                subject=subject,
                value=re.sub(r"[,，]", "", match[1]),
                unit=match[2],
                direction=_direction(clause) if metric in ("change", "growth") else None,
                compared_with=_compared(before),
                sentence=sentence.text,
                page=sentence.page,
                offset=sentence.offset + match.start(),
            )


def _subject(clause: str) -> str:
    """The words that name what the figure is of: the clause without its verb, direction word and year."""
    text = _declared()["tail"].sub("", clause)
    text = re.sub(r"^(比|与|较)[^，]*?(相比|上年|去年)", "", text)
    return re.sub(r"^(20\d\d年度?|本年度?|我?(单位|部门|局)|其中|分别|各)+", "", text)


def _direction(clause: str) -> str | None:
    last = [(clause.rfind(w), name) for name, group in _declared()["directions"].items() for w in group if w in clause]
    return max(last)[1] if last else None


def _compared(before: str) -> str | None:
    return next((c["id"] for c in _declared()["compared_with"] if re.search(c["pattern"], before)), None)

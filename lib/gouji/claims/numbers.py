"""Which numbers of a paragraph state a figure, and what a figure says once it is read.

In: a paragraph. Out: the matches of numbers with their units, those left out that state nothing (thresholds, scales, ordinals).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gouji.claims.words import words

BRACKETED = re.compile("（[^（）]*）")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure and what it says. ``start`` is its place in the paragraph; ``base`` the printed words it is set against."""

    metric: str
    subject: str
    value: str
    unit: str
    direction: str | None
    compared_with: str | None
    base: str | None
    item: str | None
    start: int


def figures_of(text: str) -> list[re.Match]:
    """The numbers of a paragraph that state a figure, in order."""
    return [m for m in _matches(text) if _states(text, m)]


def _matches(text: str) -> list[re.Match]:
    """Numbers with their units; in a row of numbers behind 分别, those whose unit stands behind the last."""
    w = words()
    found = list(w.figure.finditer(text))
    if "分别" in text:
        chained = (m for m in w.chained.finditer(text) if re.search("分别(?:为|是)?[^，。；]*$", text[: m.start()]))
        found = sorted([*found, *chained], key=lambda m: m.start())
    return found


def _states(text: str, m: re.Match) -> bool:
    """No threshold, no scale, no ordinal."""
    w = words()
    before = text[max(0, m.start() - 8) : m.start()]
    kind = w.unit_kind(m["unit"])
    if w["threshold_after"].match(text, m.end()) or w["threshold_before"].search(before):
        return False
    return not (kind == "count" and w["not_count_before"].search(before))


def of_count(gap: str, segment: str) -> bool:
    """Whether an amount right behind a count is of the same thing: "23名支出373.66万元", "268人次（…），共计支出2.62万元"."""
    return segment == gap or bool(words()["bare_spent"].match(segment)) and segment == BRACKETED.sub("", gap).lstrip("，、")

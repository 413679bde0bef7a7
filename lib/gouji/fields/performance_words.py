"""The words of performance forms, and the state a reading of one is in. Vocabulary: ``declared/items.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gouji.amounts import NotAnAmount, read_amount
from gouji.fields.items import lookup
from gouji.fields.place import Placed
from gouji.fields.words import load, ordinal, squeeze
from gouji.model import TableCell

QUANTITY = ("target", "actual", "weight", "score", "rate")


@dataclass
class State:
    """Where in the form the reading stands."""

    mode: str = "block"  # "block" or "indicators"
    map: dict[int, str] = field(default_factory=dict)  # column index → field, in the running block
    unit: str | None = None
    ordinal: int = 0
    tasks: dict[int, str] = field(default_factory=dict)  # column index → name, total, fiscal … of the tasks' block
    above: list[tuple[TableCell, ...]] = field(default_factory=list)  # the rows printed last
    levels: tuple[str, str] = ("", "")  # 一级 and 二级指标 in force
    skip: int = 0  # rows below that only end a name
    inline: dict[int, str] = field(default_factory=dict)  # place of a label → the field it and those below it announce


def words_of(name: str) -> list[dict]:
    return load("items.yml")["performance"][name]


def field_of(name: str, text: str) -> str | None:
    word = re.sub(r"\([^)]*\)$", "", ordinal(text)[1]) or ordinal(text)[1]
    entry = lookup(words_of(name), word) or lookup(words_of(name), ordinal(text)[1])
    return entry["column"] if entry else None


def fund_of(text: str) -> str | None:
    word = re.sub(r"\((?:万元|元|百元|千元|亿元)\)", "", squeeze(text)).rstrip(":")
    if len(word) > 24:  # running text that happens to end in such words
        return None
    tail = ordinal(re.sub(r"^.*[:](?=.)", "", word))[1]
    for candidate in (ordinal(word)[1], tail):
        entry = lookup(words_of("funds"), candidate.strip(":"))
        if entry:
            return entry["item"]
    return None


def is_amount(text: str) -> bool:
    try:
        return not read_amount(text, "%" if "%" in text else None).blank
    except NotAnAmount:
        return False


def placed(number: int, index: int, column: str, item: str, label: str, cell: TableCell, unit: str | None) -> Placed:
    kind = "quantity" if column in QUANTITY else "money"
    return Placed(number + 1, index + 1, column, item, cell, row_label=label, unit=unit, kind=kind)

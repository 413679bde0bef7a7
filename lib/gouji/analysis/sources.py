"""What a figure was made of: its sources, each with a label, the value as printed, and where that stands.

A table carries the sources of column ``value`` in column ``value_`` (a tuple of ``Source``); what ends in ``_`` is never shown
and never kept, it is what the shown column leads to (``gouji.show.derivation``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import quote

from gouji.analysis.declared import declared


class Source(NamedTuple):
    """One figure that went into another. ``ref``: the reference of its evidence ("" for none); ``said``: for one stated in prose,
    document, page, the words and the sentence they stand in, by which their line is found when it is shown."""

    label: str
    value: object
    ref: str = ""
    said: tuple[str, int, str, str] | None = None


class Formula(NamedTuple):
    """Sources and what was done with them, in words of both languages."""

    zh: str
    en: str
    sources: tuple[Source, ...]


Sources = tuple[Source, ...]


def cell_ref(name: str, page: int, box: Sequence[float]) -> str:
    """The reference of a printed cell: document, page from 1, the box's upper left corner in whole points."""
    return f"cell:{quote(name, safe='')}/{int(page)}/{int(box[0])}/{int(box[1])}"


def in_cell(row: Any, label: str = "") -> Source:
    """The source that is a row of the ledger; what the row does not know is left out."""
    form, named, column, unit, page, x, y = (getattr(row, c, None) for c in ("form", "row_label", "column", "unit", "page", "x0", "y0"))
    words = declared("evaluations")["words"]  # a row of an amount and nothing else needs no word for its column
    known = [str(v) for v in (form, label or named, words.get(column, "") if column not in ("amount", "total") else "") if _known(v)]
    return Source(" ".join(known), f"{row.printed} {unit if _known(unit) else ''}".strip(), cell_ref(row.name, page, (x, y)) if _known(x) and _known(page) else "")


def in_prose(claim: Any, label: str = "") -> Source:
    """The source that is a figure stated in prose (a row of the claims)."""
    words = f"{claim.value}{claim.unit if _known(claim.unit) else ''}"
    return Source(label or str(claim.subject), words, "", (claim.name, int(claim.page), words, str(claim.sentence)) if _known(claim.page) else None)


def documents(names: Iterable[str], titles: Mapping[str, str] | None = None) -> Sources:
    """Documents as what a count counts."""
    return tuple(Source(titles.get(n, n) if titles else n, "", f"document:{n}") for n in names)


def many(found: object) -> Sources:
    """Sources as a table holds them; none where the table holds nothing."""
    return found.sources if isinstance(found, Formula) else found if isinstance(found, tuple) else ()


def spelled(label: str, value: object, made: object) -> Sources:
    """An amount in 元 as an operand: its one source, or the amount (万元) and after it what it was made of."""
    own = many(made)
    return own if len(own) == 1 else (Source(label, wan(value)), *own)


def wan(value: object) -> str:
    """An amount in 元 as 万元, as it stands among sources that are not printed themselves."""
    return f"{Decimal(str(value)) / 10_000:,.2f} 万元"


def _known(value: object) -> bool:
    return value is not None and value == value and value != ""

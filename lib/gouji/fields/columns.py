"""What a column of a form is: the noun that headers are read into."""

from __future__ import annotations

from dataclasses import dataclass

FIGURE, LABEL, CODE, LINE, TEXT = "figure", "label", "code", "line", "text"


@dataclass(frozen=True, slots=True)
class Column:
    """``name``: canonical column of a figure, part of a code (class, item, sub, ""). ``of``: func, econ, gov, unit, project or "".

    ``lane`` counts from 0; ``side`` is "rev", "exp" …, the lane's number in laned forms, "" in one-laned ones.
    ``unit``: a unit printed in the column's own header, which wins over the form's.
    """

    index: int
    role: str
    name: str = ""
    of: str = ""
    lane: int = 0
    side: str = ""
    unit: str | None = None

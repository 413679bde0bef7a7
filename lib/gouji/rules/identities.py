"""The arithmetic claims of the catalogue: what an identity is, and the guards that every kind of it shares.

A kind (``sums``, ``codes``, ``across_forms``) is one shape of claim about printed figures; it yields ``Identity``s and
judges nothing. When an operand is absent, unreadable or lost it says so in ``absent`` (the identity cannot be tested);
when the structure is not certain it says so in ``doubt`` (a failure of the identity is then no proof of anything).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.amounts import NotAnAmount, read_amount
from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.index import Figure, FormTable, Row

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something could not be tested: an id of ``messages.yml`` and the address (or words) it is about."""

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Identity:
    """``left`` is what is printed, ``right`` what it should amount to; ``mode`` picks the arithmetic.

    ``others`` are alternative right sides (the identity holds when one of them does). ``group`` names the rows
    that stand or fall together when most of them fail (then the columns were not understood).
    """

    mode: str  # sum, equal, part, ratio
    form: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    tolerance: str = "SUM"
    absent: Reason | None = None
    doubt: Reason | None = None
    others: tuple[tuple[Term, ...], ...] = ()
    below: tuple[Term, ...] = ()  # ratio: the denominator
    scale: Decimal = HUNDRED
    group: str | None = None
    inapplicable: Reason | None = None
    told: str = ""  # the message, where the arithmetic alone does not say what the identity is about


def term(figure: Figure, sign: int = 1) -> Term:
    return Term(sign, figure.value, figure.half, figure.address, figure)


def constant(value: Decimal) -> Term:
    return Term(1, value, ZERO, str(value))


def signed(word: str) -> tuple[int, str]:
    return (-1, word[1:]) if word.startswith("-") else (1, word)


def canonical(columns: tuple[str, ...]) -> list[str]:
    """Columns whose header was understood."""
    return [c for c in columns if not c.startswith("?:")]


def columns_of(check: dict, table: FormTable) -> list[str]:
    wanted = check.get("columns", "all")
    known = canonical(table.columns)
    if wanted == "all":
        return [c for c in known if c not in check.get("except", ())]
    return [c for c in wanted if c in known]


def of_which(row: Row) -> bool:
    """其中： of a source or a function: a row that says what another one contains, never a part beside it.

    (In the fund block of a self-evaluation 其中 stands before the first of the sources themselves.)
    """
    return row.item.startswith(("rev.", "exp.", "row:")) and row.label.strip().startswith("其中")


def unmapped(table: FormTable, column: str, side: str | None = None) -> Reason | None:
    """A row that was not recognised but has money in the column: a failing sum may only lack it."""
    for row in table.rows:
        figure = row.figures.get(column)
        if figure and figure.value and row.item.startswith("row:") and not of_which(row):
            if side is None or row.side in ("", side):
                return Reason("unmapped", row.label or row.item)
    return None


def ambiguous(table: FormTable, rows: list[Row]) -> Reason | None:
    return next((Reason("ambiguous", r.item) for r in rows if table.ambiguous(r.item)), None)


def close(
    whole: list[Term], parts: list[Term], form: str, address: str, doubt: Reason | None, printed: bool = False, **more
) -> Identity | None:
    """An identity of a whole and its parts, or why it cannot be tested; None when nothing at all is printed.

    ``printed``: other figures stand in the rows concerned, so that a blank is no lost row and means zero.
    """
    figures = [t.figure for t in (*whole, *parts) if t.figure]
    if any(not f.readable for f in figures) and not any(f.unit for f in figures) and len({f.table for f in figures}) == 1:
        whole, parts = [_plainly(t) for t in whole], [_plainly(t) for t in parts]  # one table adds up in whatever unit it is
        figures = [t.figure for t in (*whole, *parts) if t.figure]
    unreadable = next((f for f in figures if not f.readable), None)
    printed_parts = [t for t in parts if t.figure is None or not t.figure.blank]
    blank = all(t.figure is not None and t.figure.blank for t in whole)
    absent = None
    if unreadable is not None:
        absent = Reason("unreadable" if unreadable.unit else "no_unit", unreadable.address)
    elif blank and not any(t.value for t in parts):
        return None
    elif blank and not printed:
        absent = Reason("blank", address)
    elif not printed and not printed_parts and any(t.value for t in whole):
        absent = Reason("no_parts", address)
    return Identity("sum", form, tuple(whole), tuple(parts), absent=absent, doubt=doubt, **more)


def _plainly(one: Term) -> Term:
    """The operand as a plain number, where its form names no unit; as it was when it is no number."""
    figure = one.figure
    if figure is None or figure.readable:
        return one
    try:
        amount = read_amount(figure.printed, None)
    except NotAnAmount:
        return one
    half = amount.resolution / 2 if amount.value else ZERO
    known = replace(figure, value=amount.value, half=half, resolution=amount.resolution or Decimal(1), readable=True)
    return replace(one, value=amount.value, half=half, figure=known)


def printed_in(row: Row, column: str) -> bool:
    return column in row.figures and not row.figures[column].blank


def strange(row: Row) -> Reason | None:
    return next((Reason("column", c[2:]) for c, f in row.figures.items() if c.startswith("?:") and f.value), None)

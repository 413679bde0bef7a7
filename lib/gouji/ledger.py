"""The ledger: one row per printed figure of any number of documents.

In: documents as understood. Out: a pandas frame with the columns of ``COLUMNS``, sorted by document, table,
row and column; the same documents give the same frame and the same bytes. Values are ``Decimal`` yuan (plain
numbers where the unit is no money). Null: ``value`` of blanks, of what cannot be read (``blank`` False) and of
money whose form prints no unit. Every ledger passes ``fields.schema`` before it leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from gouji.amounts import NotAnAmount, is_blank, operator_of, read_amount, read_quantity, scale
from gouji.fields.place import Placed, figures_of
from gouji.fields.schema import COLUMNS, check, typed
from gouji.fields.store import FORMATS, read_ledger, write_ledger
from gouji.fields.words import load
from gouji.model import Document, Table

__all__ = ["COLUMNS", "FORMATS", "build_ledger", "read_ledger", "second_amounts", "unreadable", "write_ledger"]


def build_ledger(documents: Iterable[Document]) -> pd.DataFrame:
    """The checked ledger of the documents; one given twice (same sha256) counts once. Raises LedgerInvalid."""
    seen: dict[str, Document] = {}
    for document in documents:
        seen.setdefault(document.reading.sha256, document)
    records = [row for key in sorted(seen) for row in _rows(seen[key])]
    return check(typed(pd.DataFrame.from_records(records, columns=list(COLUMNS))))


def unreadable(ledger: pd.DataFrame) -> pd.DataFrame:
    """The figures that are printed but are not one amount: neither blank nor a value although a unit applies."""
    plain = ledger["column"].isin(set(load("columns.yml")["plain_units"]))
    return ledger[~ledger["blank"] & ledger["value"].isna() & (ledger["unit"].notna() | plain)]


def second_amounts(document: Document) -> dict[tuple[int, int, int], dict]:
    """What the second reader gave, where the two differ: (table, row, col) → printed, value, unit, resolution, blank.

    A figure that it did not see at all is printed blank.
    """
    out = {}
    for number, found in enumerate(figures_of(document.tables), start=1):
        for placed in found:
            if placed.cell.agree is False:
                text = placed.cell.other or ""
                value, resolution, unit = _value(replace(placed, cell=replace(placed.cell, text=text)))
                out[number, placed.row, placed.col] = {"printed": text, "value": value, "unit": unit, "resolution": resolution, "blank": is_blank(text)}
    return out


def _rows(document: Document) -> Iterator[dict]:
    for number, (table, found) in enumerate(zip(document.tables, figures_of(document.tables)), start=1):
        for placed in found:
            yield _row(document, number, table, placed)


def _row(document: Document, number: int, table: Table, placed: Placed) -> dict:
    value, resolution, unit = _value(placed)
    box = placed.cell.box or (0.0, 0.0, 0.0, 0.0)
    return {
        "document": document.reading.sha256, "entity": document.entity, "year": document.year, "kind": document.kind,
        "form": table.form, "title": table.title, "table": number, "row": placed.row, "col": placed.col,
        "side": placed.side, "item": placed.item, "column": placed.column,
        "row_code": placed.row_code, "row_label": placed.row_label, "row_line": placed.row_line, "level": placed.level,
        "func_code": placed.func_code, "gov_code": placed.gov_code,
        "printed": placed.cell.text, "value": value, "unit": unit, "resolution": resolution, "blank": is_blank(placed.cell.text),
        "page": placed.cell.page, **dict(zip(("x0", "y0", "x1", "y1"), (round(float(v), 2) for v in box))),
        "source": placed.cell.source, "readers_agree": placed.cell.agree,
        "other_reader": placed.cell.other or "" if placed.cell.agree is False else "",
        "reader_choice": "", "closes_pdfium": None, "closes_camelot": None, "correction": None,
        "indicator_1": placed.indicator_1, "indicator_2": placed.indicator_2, "operator": _operator(placed), "reason": placed.reason,
    }  # fmt: skip


def _operator(placed: Placed) -> str:
    """≥, ≤, = … of a target or result, from its own column or cell; "" where none is printed or the cell is blank."""
    if placed.kind != "quantity" or placed.column not in ("target", "actual"):
        return ""
    try:
        own = read_quantity(placed.cell.text).operator
    except NotAnAmount:
        return ""
    return own or operator_of(placed.operator)


def _value(placed: Placed) -> tuple[Decimal | None, Decimal | None, str | None]:
    """(value, resolution, unit) as the ledger keeps them; a figure that cannot be read keeps its unit alone."""
    text, unit = placed.cell.text, placed.unit
    if placed.kind == "quantity":
        implied = load("columns.yml")["plain_units"].get(placed.column)
        unit = None if implied == "plain" else implied
        if placed.column in ("target", "actual"):
            try:
                quantity = read_quantity(text)
            except NotAnAmount:
                return None, None, unit
            factor = (scale(placed.unit) or 1) if quantity.unit is None else 1
            return quantity.amount.value * factor, quantity.amount.resolution * factor, quantity.unit or placed.unit
    if is_blank(text):
        return None, None, unit
    if unit is None and placed.kind == "money":
        return None, None, None
    try:
        amount = read_amount(text, unit)
    except NotAnAmount:
        return None, None, unit
    return amount.value, amount.resolution, amount.unit

"""Sheets → one .xlsx file. Numbers are numbers, text is text whatever it looks like, nothing is a formula, no cell is merged.

A ``Sheet`` is a header and rows; its first row and column stay in view and every column can be filtered. Text that begins with
``= + - @`` is written as text and marked so that editing it does not turn it into a formula. Control characters and marks that
turn the reading direction are left out; a cell holds at most 32,767 characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import xlsxwriter

from gouji.show.style import look
from gouji.show.tables import printable

LONGEST, LINKS, NAME = 32_767, 65_000, 31  # characters of a cell, links of a sheet, characters of a sheet's name: the format's limits
WIDEST, NARROWEST = 60, 7
FIRST_DAY = datetime(2000, 1, 1)  # the file's own date: the same contents, the same bytes
FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a cell of the same workbook; ``row`` counts from 1, the header being 1."""

    text: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Column:
    """``number`` says how amounts are shown: an Excel number format; "" for text and whole numbers as they are."""

    header: str
    number: str = ""
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    name: str
    about: str
    columns: tuple[Column, ...]
    rows: list[tuple] = field(default_factory=list)
    frozen: int = 1  # columns that stay in view


MONEY, COUNT, SHARE = "#,##0.00##", "#,##0", "0.00"


def write_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write the sheets in their order."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}) as book:
        book.set_properties({"title": "gouji", "created": FIRST_DAY})
        formats = _formats(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name[:NAME]), sheet, book, formats)


def _formats(book: xlsxwriter.Workbook) -> dict:
    base = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "top"}
    return {
        "head": book.add_format(base | {"bold": True, "bg_color": look()["faint"], "bottom": 1, "text_wrap": True}),
        "text": book.add_format(base), "guarded": book.add_format(base | {"quote_prefix": True}), "link": book.add_format(base | {"font_color": look()["calm"], "underline": 1}),
        **{f: book.add_format(base | {"num_format": f, "align": "right"}) for f in (MONEY, COUNT, SHARE)},
    }  # fmt: skip


def _write(page, sheet: Sheet, book: xlsxwriter.Workbook, formats: dict) -> None:
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, safe_text(column.header), formats["head"])
        page.set_column(place, place, column.width or _width(sheet, place), None)
    links = 0
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, Link):
                links += 1
                _link(page, number, place, value, formats, links)
            else:
                _cell(page, number, place, value, sheet.columns[place].number, formats)
    page.freeze_panes(1, min(sheet.frozen, len(sheet.columns)))
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _link(page, number: int, place: int, link: Link, formats: dict, links: int) -> None:
    if links > LINKS:
        page.write_string(number, place, safe_text(link.text), formats["text"])
    else:
        page.write_url(number, place, f"internal:'{link.sheet[:NAME]}'!A{link.row}", formats["link"], safe_text(link.text)[:255])


def _cell(page, number: int, place: int, value: object, shape: str, formats: dict) -> None:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return
    if isinstance(value, bool):
        page.write_boolean(number, place, value, formats["text"])
    elif isinstance(value, Decimal | int | float):
        page.write_number(number, place, value, formats.get(shape or COUNT, formats["text"]))
    elif text := safe_text(str(value)):
        page.write_string(number, place, text, formats["guarded" if text.startswith(FORMULA) else "text"])


def safe_text(text: str) -> str:
    """The text as a cell can hold it."""
    plain = printable(text).replace("\t", " ").strip()
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _width(sheet: Sheet, place: int) -> int:
    """Wide enough for most of the first rows; Chinese characters count twice."""
    seen = [sheet.columns[place].header.split("\n")[0], *(row[place] for row in sheet.rows[:200])]
    texts = [str(v.text if isinstance(v, Link) else v) for v in seen if v is not None]
    widths = sorted(sum(2 if ord(c) > 0x2E80 else 1 for c in t[:WIDEST]) for t in texts)
    return int(min(WIDEST, max(NARROWEST, widths[int(0.9 * (len(widths) - 1))] + 2)))

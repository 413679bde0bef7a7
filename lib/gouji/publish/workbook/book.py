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
WIDEST, NARROWEST, AMOUNT = 60, 7, 16
LINE = 14  # points
LONG = 600  # characters: longer text stays on one line, so that no row fills the screen
FIRST_DAY = datetime(2000, 1, 1)  # the file's own date: the same contents, the same bytes
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones too: a spreadsheet in Chinese takes them alike


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a cell of the same workbook; ``row`` counts from 1, the header being 1."""

    text: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Column:
    """``number`` says how amounts are shown: an Excel number format; "" for text and whole numbers as they are. ``width`` in
    characters, 0 for as wide as most of what it holds; a column of given width wraps."""

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
    base = {"font_size": 10, "valign": "top"}
    return {
        "head": book.add_format(base | {"bold": True, "bg_color": look()["faint"], "bottom": 1, "text_wrap": True}),
        "text": book.add_format(base), "wrapped": book.add_format(base | {"text_wrap": True}), "guarded": book.add_format(base | {"quote_prefix": True}), "link": book.add_format(base | {"font_color": look()["calm"], "underline": 1}),
        **{f: book.add_format(base | {"num_format": f, "align": "right", "indent": 1}) for f in (MONEY, COUNT, SHARE)},
    }  # fmt: skip


def _write(page, sheet: Sheet, book: xlsxwriter.Workbook, formats: dict) -> None:
    widths = [column.width or _width(sheet, place) for place, column in enumerate(sheet.columns)]
    page.set_row(0, LINE * max((_lines(c.header, w) for c, w in zip(sheet.columns, widths, strict=True)), default=1))
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, safe_text(column.header), formats["head"])
        page.set_column(place, place, widths[place], None)
    links = 0
    for number, row in enumerate(sheet.rows, start=1):
        page.set_row(number, LINE * max((_lines(v, c.width) for v, c in zip(row, sheet.columns, strict=True) if c.width and isinstance(v, str)), default=1))
        for place, value in enumerate(row):
            if isinstance(value, Link):
                links += 1
                _link(page, number, place, value, formats, links)
            else:
                _cell(page, number, place, value, sheet.columns[place], formats)
    page.set_landscape()
    page.set_paper(8)  # A3, one page wide, the header on each
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, min(sheet.frozen, len(sheet.columns)))
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _link(page, number: int, place: int, link: Link, formats: dict, links: int) -> None:
    if links > LINKS:
        page.write_string(number, place, safe_text(link.text), formats["text"])
    else:
        page.write_url(number, place, f"internal:'{link.sheet[:NAME]}'!A{link.row}", formats["link"], safe_text(link.text)[:255])


def _cell(page, number: int, place: int, value: object, column: Column, formats: dict) -> None:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return
    if isinstance(value, bool):
        page.write_boolean(number, place, value, formats["text"])
    elif isinstance(value, Decimal | int | float):
        page.write_number(number, place, value, formats.get(column.number or COUNT, formats["text"]))
    elif text := safe_text(str(value)):
        shown = "guarded" if text.startswith(FORMULA) else "wrapped" if column.width and len(text) <= LONG else "text"
        page.write_string(number, place, text, formats[shown])


def safe_text(text: str) -> str:
    """The text as a cell can hold it."""
    plain = printable(text).replace("\t", " ").strip()
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _lines(text: str, width: int) -> int:
    """Lines that a wrapped text takes in a column of that width; 1 for text that is not wrapped. Not every program works it out itself."""
    return max(1, -(-_display(text) // width)) if len(text) <= LONG else 1


def _display(text: str) -> int:
    """Widths of a character: Chinese ones count twice."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def _width(sheet: Sheet, place: int) -> int:
    """Wide enough for most of the first rows."""
    seen = [sheet.columns[place].header.split("\n")[0], *(row[place] for row in sheet.rows[:200])]
    texts = [str(v.text if isinstance(v, Link) else v) for v in seen if v is not None]
    widths = sorted(_display(t[:WIDEST]) for t in texts)
    least = AMOUNT if sheet.columns[place].number == MONEY else NARROWEST
    return int(min(WIDEST, max(least, widths[int(0.9 * (len(widths) - 1))] + 2)))

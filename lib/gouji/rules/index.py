"""The ledger, indexed once per document, so that a rule's address is a dictionary look-up.

In: the ledger's rows of one document (the columns of ``gouji.ledger``). Out: ``DocumentIndex`` → ``FormTable``
→ ``Row`` → ``Figure``. Nothing is judged here; an address that leads nowhere is None, never zero.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from typing import NamedTuple

import pandas

ZERO, ONE = Decimal(0), Decimal(1)
UNIT_FACTORS = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
SETTLED = ("pdfium", "camelot", "same")  # choices of ``arbitrate`` that leave no doubt about the reading
CODE = re.compile(r"\d{3,9}\Z")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure. ``value`` is zero for a blank; ``half`` is half of the last printed digit, zero for zeros.

    ``readable`` is False for a cell in which something is printed that could not be read as a figure.
    """

    form: str | None
    table: int
    side: str
    item: str
    column: str
    label: str
    row: int
    col: int
    value: Decimal
    half: Decimal
    blank: bool
    readable: bool
    unit: str
    resolution: Decimal
    printed: str
    page: int
    box: tuple[float, float, float, float] | None
    agreed: bool | None = None  # both readers alike, or settled between them; False: they differ; None: one reader
    sentence: str | None = None  # of a figure stated in prose

    @property
    def address(self) -> str:
        """FORM/item/column, as in the catalogue."""
        return f"{self.form or '-'}/{self.item}/{self.column}"

    @property
    def told(self) -> str:
        """As printed, with the unit of its form; a figure of prose is printed with its own."""
        printed = self.printed.strip() or "0"
        return printed if self.sentence is not None or printed.endswith(self.unit or printed) else printed + self.unit

    @property
    def factor(self) -> Decimal:
        """元 per printed unit; 1 for figures that are no money."""
        return UNIT_FACTORS.get(self.unit, ONE)


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row (of one lane, where a form has lanes), its figures by column."""

    item: str
    side: str
    label: str
    line: str
    number: int
    figures: dict[str, Figure]
    level: int | None = None  # 0 for totals, deeper by code, numbering or indentation; None when not known
    printed: bool = field(init=False)  # whether any figure stands in it (0.00 counts, a blank does not)
    nonzero: bool = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "printed", any(not f.blank for f in self.figures.values()))
        object.__setattr__(self, "nonzero", any(f.value for f in self.figures.values()))

    @property
    def code(self) -> str | None:
        """The classification code, or None when the row has none."""
        return self.item if CODE.match(self.item) else None


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of the document: rows in printed order, and by item."""

    form: str | None
    ordinal: int
    title: str
    rows: tuple[Row, ...]
    by_item: dict[str, list[Row]]
    columns: tuple[str, ...]

    def row(self, item: str) -> Row | None:
        """The row of an item; of several, the first that has figures (a 合计 repeated on a later page is one row)."""
        rows = self.by_item.get(item)
        if not rows:
            return None
        return next((r for r in rows if r.printed), rows[0])

    def figure(self, item: str, column: str) -> Figure | None:
        row = self.row(item)
        return row.figures.get(column) if row else None

    @property
    def printed(self) -> bool:
        return any(r.printed for r in self.rows)

    @property
    def nonzero(self) -> bool:
        return any(r.nonzero for r in self.rows)

    def ambiguous(self, item: str) -> bool:
        """Whether the item is printed in several rows whose figures differ."""
        rows = [r for r in self.by_item.get(item, ()) if r.printed]
        if len(rows) < 2:
            return False
        first = {c: f.value for c, f in rows[0].figures.items()}
        return any({c: f.value for c, f in r.figures.items()} != first for r in rows[1:])


@dataclass(frozen=True, slots=True)
class DocumentIndex:
    """All tables of one document; ``forms`` holds the recognised ones by form id."""

    sha256: str
    tables: tuple[FormTable, ...]
    forms: dict[str, list[FormTable]] = field(default_factory=dict)

    def of(self, form: str) -> list[FormTable]:
        return self.forms.get(form, [])

    def main(self, form: str) -> FormTable | None:
        """The table that speaks for the form: the first with figures, else the first."""
        tables = self.of(form)
        return next((t for t in tables if t.printed), tables[0] if tables else None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or value != value else str(value)


def _decimal(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) and value.is_finite() else None


def _agreed(agree: object, choice: object) -> bool | None:
    """Whether the readers agree, or the identities decided between them; None where one reader read (or NA stands)."""
    try:
        said = None if agree is None else bool(agree)
    except TypeError:
        return None
    return True if said is False and choice in SETTLED else said


class _Record(NamedTuple):
    """A ledger row's columns that an index keeps."""

    document: object
    title: object
    row_line: object
    form: object
    table: int
    side: object
    item: object
    column: object
    row_label: object
    row: int
    col: int
    value: object
    blank: object
    unit: object
    resolution: object
    printed: object
    page: object
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    readers_agree: object
    reader_choice: object = None
    level: object = None


def _records(ledger: pandas.DataFrame) -> Iterator[_Record]:
    """The rows, column by column out of the frame; ``reader_choice`` is there where two readers were settled."""
    optional = _Record._field_defaults
    return map(_Record, *(repeat(None) if name in optional and name not in ledger else ledger[name].tolist() for name in _Record._fields))


def _figure(of: _Record) -> Figure:
    value, resolution = _decimal(of.value), _decimal(of.resolution)
    blank = bool(of.blank)
    readable = blank or value is not None
    value = value if value is not None and not blank else ZERO
    box = (of.x0, of.y0, of.x1, of.y1)
    return Figure(
        form=_text(of.form) or None,
        table=int(of.table),
        side=_text(of.side),
        item=_text(of.item),
        column=_text(of.column),
        label=_text(of.row_label),
        row=int(of.row),
        col=int(of.col),
        value=value,
        half=resolution / 2 if resolution is not None and value else ZERO,
        blank=blank,
        readable=readable,
        unit=_text(of.unit),
        resolution=resolution if resolution is not None else ONE,
        printed=_text(of.printed),
        page=int(of.page) if of.page == of.page and of.page is not None else 0,
        agreed=_agreed(of.readers_agree, of.reader_choice),
        box=None if None in box or box != box else tuple(map(float, box)),
    )


def _table(form: str | None, ordinal: int, title: str, keyed: dict[tuple[int, str], list[tuple[Figure, _Record]]]) -> FormTable:
    rows = []
    for (number, side), figures in sorted(keyed.items()):
        figures.sort(key=lambda pair: pair[0].col)
        first, of = figures[0]
        by_column: dict[str, Figure] = {}
        for figure, _ in figures:
            kept = by_column.get(figure.column)
            if kept is None or (kept.blank and not figure.blank):
                by_column[figure.column] = figure
        level = None if pandas.isna(of.level) else int(of.level)
        rows.append(Row(first.item, side, first.label, _text(of.row_line), number, by_column, level))
    by_item: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_item[row.item].append(row)
    columns = tuple(dict.fromkeys(c for r in rows for c in r.figures))
    return FormTable(form, ordinal, title, tuple(rows), dict(by_item), columns)


def index_ledger(ledger: pandas.DataFrame) -> dict[str, DocumentIndex]:
    """Documents by sha256, each with its tables in printed order."""
    nested: dict[str, dict[int, dict]] = defaultdict(dict)
    heads: dict[tuple[str, int], tuple[str | None, str]] = {}
    for record in _records(ledger):
        figure = _figure(record)
        document = _text(record.document)
        keyed = nested[document].setdefault(figure.table, {})
        keyed.setdefault((figure.row, figure.side), []).append((figure, record))
        heads.setdefault((document, figure.table), (figure.form, _text(record.title)))
    out = {}
    for document, tables in nested.items():
        built = [_table(*_head(heads, document, n), keyed) for n, keyed in sorted(tables.items())]
        forms: dict[str, list[FormTable]] = defaultdict(list)
        for table in built:
            if table.form:
                forms[table.form].append(table)
        out[document] = DocumentIndex(document, tuple(built), dict(forms))
    return out


def _head(heads: dict, document: str, ordinal: int) -> tuple[str | None, int, str]:
    form, title = heads[document, ordinal]
    return form, ordinal, title

"""Tables on disk: CSV (UTF-8) and Parquet, the same rows the same bytes, and hashes of what they say.

CSV text that a spreadsheet would run gets an apostrophe before it (``fields/store.guarded``); control characters and marks
that turn the reading direction are left out there. Parquet keeps every text as it was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet

from gouji.fields.store import guarded, plain
from gouji.show.tables import printable


def csv_bytes(table: arrow.Table) -> bytes:
    """The table as CSV: null is the empty field, flags true and false, decimals without exponent."""
    return csv_of(table.column_names, zip(*(c.to_pylist() for c in table.columns), strict=True))


def csv_of(names: Iterable[str], rows: Iterable[Iterable]) -> bytes:
    """Header and rows as CSV."""
    lines = [",".join(_field(csv_text(value)) for value in row) for row in (names, *rows)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _field(text: str) -> str:
    """One field, quoted where a program that takes another separator (; or tab) would cut it into cells."""
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',";\t\n') else text


def csv_text(value: object) -> str:
    """One value as CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value.normalize() if value else Decimal(0))
    if isinstance(value, str):
        return guarded(printable(value).replace("\r", " ").strip("\t\n "))
    return repr(value) if isinstance(value, float) else str(value)


def parquet_bytes(table: arrow.Table) -> bytes:
    out = arrow.BufferOutputStream()
    parquet.write_table(table, out, compression="zstd", store_schema=False)
    return out.getvalue().to_pybytes()


def write(path: Path, data: bytes) -> str:
    """Write the bytes; returns their sha256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()

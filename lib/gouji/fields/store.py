"""Ledgers on disk: Parquet, CSV, JSON, by the file's ending; written whole or not at all.

Amounts are decimal128 in Parquet and plain strings elsewhere. The same ledger gives the same bytes. Text
that a spreadsheet would take for a formula (= + - @ at its start, a signed number apart) gets a leading
apostrophe in CSV; reading takes it off again. JSON is one list, one figure a line.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet

from gouji.errors import FileMissing, Refusal
from gouji.fields.schema import COLUMNS, check, typed

FORMATS = (".parquet", ".csv", ".json")
DECIMALS = arrow.decimal128(38, 10)
_TYPES = {"text": arrow.string(), "int": arrow.int64(), "float": arrow.float64(), "flag": arrow.bool_(), "decimal": DECIMALS}
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")  # the wide signs too: a spreadsheet in Chinese takes them alike
_SIGNED = re.compile(r"[+\-＋－][\d,.]*%?|[-－]+")


class UnknownFormat(Refusal):
    what, remedy = "not a format a ledger is kept in", "name it .parquet, .csv or .json"


def write_ledger(ledger: pd.DataFrame, path: str | Path) -> None:
    """Write a checked ledger; ``path`` ends in .parquet, .csv or .json (else UnknownFormat)."""
    path = Path(path)
    make = dict(zip(FORMATS, (_parquet, _csv, _json))).get(path.suffix.lower())
    if make is None:
        raise UnknownFormat(path.name)
    data = make(check(ledger))
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    os.replace(beside, path)


def read_ledger(path: str | Path) -> pd.DataFrame:
    """Read a ledger back, typed and checked. Raises FileMissing, UnknownFormat, LedgerInvalid."""
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise UnknownFormat(path.name)
    if not path.is_file():
        raise FileMissing(path.name)
    if path.suffix.lower() == ".parquet":
        records = parquet.read_table(path, schema=_schema()).to_pylist()
    elif path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            records = [{name: _from_csv(name, text) for name, text in row.items()} for row in csv.DictReader(lines)]
    else:
        records = json.loads(path.read_text(encoding="utf-8"))
    return check(typed(pd.DataFrame.from_records(records, columns=list(COLUMNS))))


def records(ledger: pd.DataFrame) -> list[dict]:
    """The ledger's rows with plain Python values, None where null."""
    columns = {name: [_python(v, kind) for v in ledger[name]] for name, (kind, _) in COLUMNS.items()}
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def plain(number: Decimal | None) -> str | None:
    """A decimal without exponent or trailing zeros: "98336000", "0.01"."""
    return None if number is None else format(number, "f")


def _schema() -> arrow.Schema:
    return arrow.schema([arrow.field(name, _TYPES[kind], nullable) for name, (kind, nullable) in COLUMNS.items()])


def _parquet(ledger: pd.DataFrame) -> bytes:
    table = arrow.Table.from_pylist(records(ledger), schema=_schema())
    out = arrow.BufferOutputStream()
    parquet.write_table(table, out, compression="zstd", store_schema=False)
    return out.getvalue().to_pybytes()


def _csv(ledger: pd.DataFrame) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in records(ledger):
        writer.writerow([_to_csv(name, value) for name, value in row.items()])
    return out.getvalue().encode("utf-8")  # no byte-order mark: it would become part of the first column's name


def _json(ledger: pd.DataFrame) -> bytes:
    rows = [{name: plain(v) if isinstance(v, Decimal) else v for name, v in row.items()} for row in records(ledger)]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode() if rows else b"[]\n"


def _python(value: object, kind: str) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return {"text": str, "int": int, "float": float, "flag": bool}[kind](value) if kind != "decimal" else value


def _to_csv(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return guarded(value)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before = + - @ (tab, return), unless it is a signed number or a dash."""
    return f"'{text}" if _FORMULA.match(text) and not _SIGNED.fullmatch(text) else text


def _from_csv(name: str, text: str) -> object:
    kind, nullable = COLUMNS[name]
    if kind == "text":
        text = text[1:] if text.startswith("'") and _FORMULA.match(text) else text
        return None if nullable and text == "" else text
    if text == "":
        return None
    return text == "true" if kind == "flag" else Decimal(text) if kind == "decimal" else int(text) if kind == "int" else float(text)

"""The ledger's columns, their types, and the contract every ledger is held to (pandera).

A breach is a ``LedgerInvalid`` that names the rows: document, table, row, column, and what is wrong.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pandera.pandas as pa

from gouji.errors import Refusal

# name → (kind, nullable). Kinds: text, decimal, int, float, flag. Empty text means "none printed".
COLUMNS: dict[str, tuple[str, bool]] = {
    "document": ("text", False), "entity": ("text", True), "year": ("int", True), "kind": ("text", False),
    "form": ("text", True), "title": ("text", False), "table": ("int", False), "row": ("int", False), "col": ("int", False),
    "side": ("text", False), "item": ("text", False), "column": ("text", False),
    "row_code": ("text", False), "row_label": ("text", False), "row_line": ("text", False), "level": ("int", True),
    "func_code": ("text", False), "gov_code": ("text", False),
    "printed": ("text", False), "value": ("decimal", True), "unit": ("text", True), "resolution": ("decimal", True), "blank": ("flag", False),
    "page": ("int", False), "x0": ("float", False), "y0": ("float", False), "x1": ("float", False), "y1": ("float", False),
    "source": ("text", False), "readers_agree": ("flag", True), "correction": ("text", True),
    "other_reader": ("text", False), "reader_choice": ("text", False), "closes_pdfium": ("int", True), "closes_camelot": ("int", True),
    "indicator_1": ("text", False), "indicator_2": ("text", False), "operator": ("text", False), "reason": ("text", False),
}  # fmt: skip
ADDRESS = ["document", "table", "row", "col"]
CHOICES = ["", "pdfium", "camelot", "undecided", "same"]
KINDS = ["final", "budget", "performance", "other"]


class LedgerInvalid(Refusal):
    what, remedy = "not a valid ledger", "report it with the document"


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the declared types: str, Int64, float64, bool (boolean where nullable), Decimal objects; sorted."""
    out = pd.DataFrame(index=frame.index)
    for name, (kind, nullable) in COLUMNS.items():
        column = frame[name] if name in frame else pd.Series([None] * len(frame), index=frame.index)
        if kind == "int":
            column = column.astype("Int64")
        elif kind == "float":
            column = column.astype("float64")
        elif kind == "flag":
            column = column.astype("boolean" if nullable else "bool")
        elif kind == "decimal":
            column = pd.Series([None if _null(v) else _plain(v) for v in column], index=frame.index, dtype=object)
        else:
            column = pd.Series([None if _null(v) else str(v) for v in column], index=frame.index, dtype="str")
        out[name] = column
    return out.sort_values(ADDRESS, kind="stable").reset_index(drop=True)


def _null(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def _plain(value: object) -> Decimal:
    """The same number with the fewest digits, so that 1.50 and 1.5000000000 are written alike."""
    if isinstance(value, float):
        raise LedgerInvalid("ledger", "an amount became a float")
    number = Decimal(value).normalize()
    return number.quantize(Decimal(1)) if number.as_tuple().exponent > 0 else number + 0


def _decimals(series: pd.Series) -> pd.Series:
    return series.map(lambda v: v is None or isinstance(v, Decimal))


_PANDERA = {"text": str, "int": "Int64", "float": "float64", "decimal": object}


def schema() -> pa.DataFrameSchema:
    """What every ledger satisfies."""
    columns = {}
    for name, (kind, nullable) in COLUMNS.items():
        dtype = ("boolean" if nullable else "bool") if kind == "flag" else _PANDERA[kind]
        checks = [pa.Check(_decimals, error="an exact decimal")] if kind == "decimal" else []
        columns[name] = pa.Column(dtype, checks=checks, nullable=nullable)
    columns["kind"] = pa.Column(str, pa.Check.isin(KINDS))
    columns["reader_choice"] = pa.Column(str, pa.Check.isin(CHOICES))
    columns["source"] = pa.Column(str, pa.Check.isin(["text", "ocr"]))
    for name in ("table", "row", "col", "page"):
        columns[name] = pa.Column("Int64", pa.Check.ge(1))
    wide = [
        pa.Check(lambda f: (f["x0"] < f["x1"]) & (f["y0"] < f["y1"]), error="a box with a width and a height"),
        pa.Check(lambda f: f["value"].isna() == f["resolution"].isna(), error="a resolution with every value and with no other"),
        pa.Check(lambda f: ~f["blank"] | f["value"].isna(), error="no value where the cell is printed blank"),
        pa.Check(lambda f: f["resolution"].map(lambda v: v is None or v > 0), error="a resolution above zero"),
        pa.Check(lambda f: f["reader_choice"].eq("") | f["readers_agree"].eq(False).fillna(False), error="a choice only where the readers differ"),
        pa.Check(_on_the_grid, error="a value that is a whole number of its resolution's steps"),
        pa.Check(lambda f: f["item"].ne("") & f["column"].ne(""), error="an item and a column"),
    ]
    return pa.DataFrameSchema(columns, checks=wide, strict=True, ordered=True, unique=ADDRESS, report_duplicates="all")


def _on_the_grid(frame: pd.DataFrame) -> pd.Series:
    return pd.Series([v is None or r is None or v % r == 0 for v, r in zip(frame["value"], frame["resolution"])], index=frame.index)


def check(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame itself when it keeps the contract; raises LedgerInvalid naming the first rows that do not."""
    try:
        schema().validate(frame, lazy=True)
    except pa.errors.SchemaErrors as broken:
        raise LedgerInvalid("ledger", _said(frame, broken.failure_cases)) from None
    return frame


def _said(frame: pd.DataFrame, cases: pd.DataFrame) -> str:
    parts = []
    for what, group in cases.groupby(["column", "check"], sort=False, dropna=False):
        rows = [i for i in dict.fromkeys(group["index"].dropna()) if i in frame.index]
        where = "; ".join(_address(frame.loc[int(i)]) for i in rows[:5])
        more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
        column = what[0] if isinstance(what[0], str) else ", ".join(map(str, group["failure_case"]))
        parts.append(f"{column}: wants {what[1]}" + (f" at {where}{more}" if rows else ""))
    return "; ".join(parts[:5])


def _address(row: pd.Series) -> str:
    return f"document {str(row['document'])[:8]} table {row['table']} row {row['row']} column {row['col']}, printed {row['printed']!r}"

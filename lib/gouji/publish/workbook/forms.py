"""The statutory forms as printed: a sheet a form, a row a printed row, a column a printed column, all documents below each other.

A column of money is a number in 元; one of another single unit a number in that; in performance forms, and where units differ,
the print itself. A figure that is no number of its column's unit stands there as text that says why. Rows of two-sided and laned forms stand one below the other, side by side said in ``side``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from gouji.analysis.published import form_titles
from gouji.publish.workbook.book import MONEY, SHARE, Column, Sheet
from gouji.show.labels import titles

UNKNOWN = "other"  # tables that were not recognised
HEAD = ("文件 document", "表序 table", "页 page", "行序 row", "栏 side", "编码 code", "项目 row as printed", "单位 unit printed")


def form_sheets(opened) -> Iterator[Sheet]:
    """One sheet a form found, in the order of their ids; tables that were not recognised last."""
    labels, known = titles(opened.documents), form_titles()
    ledger = opened.ledger.assign(form=opened.ledger["form"].fillna(UNKNOWN))
    order = {name: i for i, name in enumerate(opened.documents["name"])}
    for form in sorted(ledger["form"].unique(), key=lambda f: (f == UNKNOWN, f)):
        own = ledger[ledger["form"] == form]
        own = own.assign(_order=own["name"].map(order)).sort_values(["_order", "table", "row", "col"], kind="stable")
        about = f"{known.get(form, '未识别的表 · tables that were not recognised')}"
        yield _plain(own, labels, about) if form == UNKNOWN else _sheet(form, own, labels, about)


def _sheet(form: str, own: pd.DataFrame, labels: dict[str, str], about: str) -> Sheet:
    shapes = {c: _shape(form, part) for c, part in own.groupby("column", sort=False)}
    places = {column: len(HEAD) + i for i, column in enumerate(shapes)}
    rows: dict[tuple, list] = {}
    for f in own.to_dict("records"):
        key, again = (f["name"], f["table"], f["row"], f["side"], f["item"]), 0
        while rows.get((*key, again), [None] * 99)[places[f["column"]]] is not None:
            again += 1  # the same column twice in one row: the second stands in a row of its own
        row = rows.setdefault((*key, again), [*_head(f, labels), *([None] * len(places))])
        row[places[f["column"]]] = _value(f, shapes[f["column"]])
    headers = [Column(f"{column} ({shapes[column][0]})" if shapes[column] else f"{column} as printed", shapes[column][1] if shapes[column] else "") for column in places]
    return Sheet(form, about, (*_columns(), *headers), [tuple(r) for r in rows.values()])


def _shape(form: str, part: pd.DataFrame) -> tuple[str, str] | None:
    """(unit, number format) of a column of numbers; None where its prints are shown."""
    units = set(part.loc[~part["blank"], "unit"].dropna()) or set(part["unit"].dropna())
    if form.startswith("PE") or not units:
        return None
    if any(u.endswith("元") for u in units):
        return "元", MONEY
    return (units.pop(), SHARE) if len(units) == 1 else None


def _value(figure: dict, shape: tuple[str, str] | None) -> object:
    """What stands in the cell; a print that is no number of the column's unit says so beside it."""
    if figure["blank"]:
        return figure["printed"] if shape is None else None
    unit = figure["unit"] if isinstance(figure["unit"], str) else ""
    if shape is None:
        return figure["printed"]
    if figure["value"] is not None and (unit == shape[0] or (shape[0] == "元" and unit.endswith("元"))):
        return figure["value"]
    why = "单位未印 no unit printed" if not unit else "未读作数 not read as a number" if figure["value"] is None else unit
    return f"{figure['printed']}（{why}）"


def _plain(own: pd.DataFrame, labels: dict[str, str], about: str) -> Sheet:
    columns = (*_columns(), Column("列 column", width=24), Column("印出 printed", width=24))
    return Sheet(UNKNOWN, about, columns, [(*_head(f, labels), f["column"], f["printed"]) for f in own.to_dict("records")])


def _columns() -> tuple[Column, ...]:
    widths = {HEAD[0]: 46, HEAD[6]: 40}
    return tuple(Column(h, width=widths.get(h, 0)) for h in HEAD)


def _head(f: dict, labels: dict[str, str]) -> list:
    return [labels.get(f["name"], f["name"]), f["table"], f["page"], f["row"], f["side"], f["row_code"], f["row_label"], f["unit"] if isinstance(f["unit"], str) else ""]

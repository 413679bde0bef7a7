"""Small panels for the comparisons: documents, their ledger and claims as a study gives them, made by hand."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from gouji.analysis import panel, stated, tiers

LEDGER = ["name", "form", "table", "title", "item", "column", "row_label", "value", "resolution", "unit", "blank", "printed", "page", "x0", "y0"]
CLAIMS = ["name", "metric", "subject", "value", "unit", "direction", "compared_with", "base", "topic", "about", "section", "sentence", "page"]
TABLES = ["name", "table", "form", "title", "unit", "empty", "project"]


def document(name: str, entity: str, year: int | None = 2021, kind: str = "final", figures: int = 9, read: bool = True) -> dict:
    return {"name": name, "entity": entity, "year": year, "kind": kind, "figures": figures, "read": read, "title": ""}


def cell(name: str, address: str, value, table: int = 1, unit: str = "万元", resolution: str = "1") -> dict:
    """A printed figure; ``value`` in 元, None printed blank."""
    form, item, column = address.split("/")
    amount = None if value is None else Decimal(value)
    return {"name": name, "form": form, "table": table, "title": "", "item": item, "column": column, "row_label": item, "value": amount,
            "resolution": Decimal(resolution), "unit": unit, "blank": value is None, "printed": "" if value is None else str(amount / 10_000), "page": 1, "x0": 10.0, "y0": 20.0}  # fmt: skip


def claim(name: str, metric: str, subject: str, value: str, topic: str, unit: str = "万元", sentence: str = "。", **more) -> dict:
    return {"name": name, "metric": metric, "subject": subject, "value": value, "unit": unit, "topic": topic, "sentence": sentence, "page": 1, **more}


def accounts(*documents: dict, tables: pd.DataFrame | None = None, **options) -> pd.DataFrame:
    return tiers.accounts(pd.DataFrame(documents), pd.DataFrame(columns=TABLES) if tables is None else tables, **options)


def index(*cells: dict) -> dict:
    return panel.index(ledger(*cells))


def ledger(*cells: dict) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=LEDGER)
    return frame.astype({"blank": bool})


def said(*claims: dict) -> dict:
    return stated.by_document(pd.DataFrame(claims, columns=CLAIMS))


def made(documents: list[dict], cells: list[dict], claims: list[dict] = ()) -> tuple[pd.DataFrame, pd.DataFrame, dict, dict]:
    """(accounts, panel, cells, claims) of one small study."""
    given, own, prose = accounts(*documents), index(*cells), said(*claims)
    return given, panel.panel(own, prose, given), own, prose

"""The rows that the page of a list shows when it is asked for some, as ``gouji.js`` chooses them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path


def lists_in(static: Path) -> dict[str, dict]:
    """Name → the data of each list written under ``static``."""
    return {p.stem.removeprefix("table-"): json.loads(re.search(r"= (\{.*\});", p.read_text("utf-8"))[1]) for p in static.glob("table-*.js")}


def rows_asked(data: dict, fields: Iterable[tuple[str, str]]) -> list[list]:
    """Of several values of one field any; a field that the list does not have is passed over."""
    wanted: dict[str, list[str]] = {}
    for field, value in fields:
        if field in data["fields"]:
            wanted.setdefault(field, []).append(value)
    return [row for row in data["rows"] if all(_held(row, field, values, data) for field, values in wanted.items())]


def _held(row: list, field: str, values: list[str], data: dict) -> bool:
    own, texts = row[data["fields"][field]], data["texts"].get(field)
    if texts is not None:
        return any(texts[n] in values for n in own)
    return ("" if own is None else f"{own:g}" if isinstance(own, float) else str(own)) in values

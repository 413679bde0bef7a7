"""What a document is called: entity, year and kind on pages; the same on two lines beside a figure."""

from __future__ import annotations

import pandas as pd

from gouji.show.style import look


def titles(documents: pd.DataFrame) -> dict[str, str]:
    """Document name → entity, year, kind on one line."""
    return {row.name: " ".join(_parts(row)) for row in documents.itertuples(index=False)}


def ticks(documents: pd.DataFrame, width: int = 14) -> dict[str, str]:
    """Document name → the same on two or three lines of at most ``width`` characters."""
    out = {}
    for row in documents.itertuples(index=False):
        entity, *rest = _parts(row)
        lines = [entity[i : i + width] for i in range(0, len(entity), width)]
        out[row.name] = "\n".join([*lines, " ".join(rest)] if len(lines) > 1 or rest else lines)
    return out


def account_ticks(given: pd.DataFrame, width: int = 14) -> dict[str, str]:
    """Account → the body on lines of at most ``width`` characters, then year, kind and tier on a line of their own."""
    out = {}
    for row in given.itertuples(index=False):
        body = row.body or row.name
        year = "" if pd.isna(row.year) else str(int(row.year))
        last = [p for p in (year, look()["kinds"].get(row.kind, ""), row.tier or "口径不明") if p]
        out[row.account] = "\n".join([*(body[i : i + width] for i in range(0, len(body), width)), " ".join(last)])
    return out


def _parts(row) -> list[str]:
    year = "" if pd.isna(row.year) else str(int(row.year))
    return [p for p in (row.name if pd.isna(row.entity) or not row.entity else row.entity, year, look()["kinds"].get(row.kind, "")) if p]

"""What a document is called: entity, year and kind on pages; the same on two lines beside a figure."""

from __future__ import annotations

import html
import re

import pandas as pd

from gouji.show.rich import CJK, bilingual
from gouji.show.style import look
from gouji.show.words import vocabulary

ACROSS = ("跨文件", "across documents")  # where the document of a finding would be named
LAST = re.compile(r"(?P<of>.*?)(?P<gap>\s*)(?P<kind>\S+)", re.S)


def titles(documents: pd.DataFrame) -> dict[str, str]:
    """Document name → entity, year, kind on one line."""
    return {row.name: " ".join(_parts(row)) for row in documents.itertuples(index=False)}


def label_words(label: str) -> tuple[str, str]:
    """A label in Chinese and in English: the body's name as it is, the kind in words."""
    kinds, found = vocabulary("kinds"), LAST.fullmatch(label)
    if label in ("", "across", *ACROSS):
        return ACROSS
    if not found or found["kind"] not in kinds:
        return label, label
    return label, f"{found['of']}{found['gap'] or ' '}{kinds[found['kind']].en}"


def label_html(label: str) -> str:
    """A label as pages show it: the body's name marked as a document's words, the kind in both languages."""
    zh, en = label_words(label)
    if zh == en:
        return _named(label)
    if (zh, en) == ACROSS:
        return bilingual(zh, en).html
    found = LAST.fullmatch(label)
    return f"{_named(found['of'])}{found['gap']}{bilingual(found['kind'], vocabulary('kinds')[found['kind']].en).html}"


def _named(text: str) -> str:
    """The name and the year of a label; the name is the document's."""
    found = re.fullmatch(r"(.*?)(\s+\d{4})?", text, re.S)
    mark = ' class="gj-doc" lang="zh"' if re.search(f"[{CJK}]", found[1]) else ' translate="no"'
    return f"<span{mark}>{html.escape(found[1])}</span>{html.escape(found[2] or '')}"


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

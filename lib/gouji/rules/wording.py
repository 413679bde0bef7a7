"""Canonical ids in words a reader of the forms knows: columns, addresses (FORM/item/column), facts stated in prose.

In: text with ids in it. Out: the same with their names, in Chinese (``zh``) or English (``en``), from
``declared/rules/words.yml``; an id that is not declared stays as it is. Quotation marks within quotation marks become
single ones.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
ADDRESS = re.compile(r"\b(?P<form>[A-Z]{2}\d\d)/(?P<item>[\w.:]+)(?:/(?P<column>[\w.?:]+))?|\bsaid:(?P<said>\w+)", re.ASCII)


@cache
def _declared() -> dict:
    import yaml

    path = Path(__file__).parents[1] / "declared" / "rules" / "words.yml"
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _forms() -> dict[str, tuple[str, str]]:
    from gouji.forms.declared import forms_json

    return {form["id"]: (form["zh"], form["en"]) for form in forms_json()["forms"]}


@lru_cache(1024)
def column_words(column: str, language: str) -> str:
    """What a column is called: ``basic.wages`` → 基本支出·工资福利; a header that is not declared, in its own words."""
    if column.startswith("?:"):
        return column[2:]
    at, known = LANGUAGES.index(language), _declared()["columns"]
    return "·".join(known[part][at] if part in known else part for part in column.split("."))


@lru_cache(4096)
def in_words(text: str, language: str) -> str:
    """``text`` with the addresses in it named."""
    if text in _forms():
        return f"{text} {_forms()[text][LANGUAGES.index(language)]}"
    return ADDRESS.sub(lambda found: _address(found, LANGUAGES.index(language)), text) if "/" in text or ":" in text else text


def as_words(pattern: str) -> str:
    """The plain words of a pattern, for a reader: ``^(本年)?支出(?:及|和)收入$`` → 支出及收入."""
    text = re.sub(r"\(\?[!=<][^()]*\)|\[[^\]]*\](?:\{[^}]*\}|[?*+])?", "", pattern)
    text = re.sub(r"\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)(?!\?)", r"\1", re.sub(r"\((?:\?:)?[^()]*\)\?", "", text))
    return re.sub(r"[\^$?]|\.\*|\{[^}]*\}", "", text).split("|")[0].strip("().")


def _address(found: re.Match, at: int) -> str:
    if found["said"]:
        names = _declared()["said"].get(found["said"])
        return names[at] if names else found["said"]
    item, column = found["item"], found["column"]
    named = _declared()["items"].get(item)
    parts = [f"{found['form']} {_forms()[found['form']][at]}" if found["form"] in _forms() else found["form"], named[at] if named else item]
    if column and not (column == item or column == "amount"):
        parts.append(column_words(column, LANGUAGES[at]))
    return "·".join(parts)


def excerpt(text: str, start: int, end: int) -> str:
    """A part of a text, with … where it was cut off."""
    start, end = max(0, start), min(len(text), end)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def nested(text: str) -> str:
    """“…“三公”…” → “…‘三公’…”."""
    if text.count("“") < 2:
        return text
    out, depth = [], 0
    for sign in text:
        if sign == "“":
            depth += 1
            sign = "“" if depth == 1 else "‘"
        elif sign == "”" and depth:
            sign = "”" if depth == 1 else "’"
            depth -= 1
        out.append(sign)
    return "".join(out)

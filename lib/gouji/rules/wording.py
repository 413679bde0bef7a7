"""Canonical ids in words a reader of the forms knows: columns, addresses (FORM/item/column), facts stated in prose.

In: text with ids in it. Out: the same with their names, in Chinese (``zh``) or English (``en``), from
``declared/rules/words.yml``; an id that is not declared stays as it is. Quotation marks within quotation marks become
single ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
WITHIN = re.compile("“[^”]*“")
MEASURED = re.compile(r"^(-?[\d,]+(?:\.\d+)?)((?:[百千]?万|[百千亿])?元|[分辆人台套个项次批])$")
TERM = "term:"  # before a word of ours, which is no word of the document
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


def _problem(kind: str, at: int) -> str:
    from gouji.problems import kinds

    return kinds()[kind].means[LANGUAGES[at]]


MARKS: dict[str, Callable[[str, int], str]] = {
    "term": lambda term, at: (term, _declared()["terms"].get(term, term))[at],
    "problem": _problem,
    "page": lambda page, at: (f"第{page}页", f"p. {page}")[at],
    "unread": lambda n, at: (f"{n} 张表未能识别", f"{n} table{'' if n == '1' else 's'} not recognised")[at],
}


@lru_cache(1024)
def column_words(column: str, language: str) -> str:
    """What a column is called: ``basic.wages`` → 基本支出·工资福利; a header that is not declared, in its own words."""
    if column.startswith("?:"):
        return column[2:]
    at, known = LANGUAGES.index(language), _declared()["columns"]
    return "·".join(known[part][at] if part in known else part for part in column.split("."))


@lru_cache(4096)
def in_words(text: str, language: str) -> str:
    """``text`` with the addresses in it named; ``term:`` a word of ours, ``problem:`` a kind of problem, ``page:`` a page and
    ``unread:`` a number of tables not recognised, in the language."""
    kind, colon, rest = text.partition(":")
    if colon and kind in MARKS:
        return MARKS[kind](rest, LANGUAGES.index(language))
    if text in _forms():
        return f"{text} {_forms()[text][LANGUAGES.index(language)]}"
    return ADDRESS.sub(lambda found: _address(found, LANGUAGES.index(language)), text) if "/" in text or ":" in text else text


def plainly(value: str | tuple[str, ...] | None) -> str | None:
    """A value of a finding as one text: a list joined, a term of ours without its mark."""
    return listed(value, "zh") if isinstance(value, tuple) else value.removeprefix(TERM) if value else value


def listed(items: tuple[str, ...], language: str) -> str:
    """A list in one line, its terms and addresses named: 甲、乙 or 甲, 乙."""
    return {"zh": "、", "en": ", "}[language].join(in_words(item, language) for item in items)


@lru_cache(4096)
def spaced(text: str, language: str) -> str:
    """A number and its Chinese unit, apart in an English sentence: 28.22万元 → 28.22 万元; other words as they are."""
    return MEASURED.sub(r"\1 \2", text) if language == "en" else text


def ended(text: str) -> str:
    """One full stop at the end, where what is quoted ends in one of its own."""
    return re.sub("[。.；]”([。.])$", r"”\1", text) if text[-2:-1] == "”" else text


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
    parts = [f"{found['form']} {_forms()[found['form']][at]}" if found["form"] in _forms() else found["form"], named[at] if named else _coded(item)]
    if column and not (column == item or column == "amount"):
        parts.append(column_words(column, LANGUAGES[at]))
    return "·".join(parts)


@cache
def _coded(item: str) -> str:
    """A code of the classifications with its name: 30101 基本工资; any other item as it is."""
    if not (item.isdecimal() and item[0] in "23"):
        return item
    from gouji.fields.reference import classification

    name = classification("func" if item[0] == "2" else "econ").name(item)
    return f"{item} {name}" if name else item


def excerpt(text: str, start: int, end: int) -> str:
    """A part of a text, with … where it was cut off."""
    start, end = max(0, start), min(len(text), end)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def body_of(message: str) -> str:
    """What a finding's message says, without the rule's id and name and the outcome before it."""
    return re.split(r"）：|\): ", message, maxsplit=1)[-1]


def nested(text: str) -> str:
    """“…“三公”…” → “…‘三公’…”."""
    if not WITHIN.search(text):
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

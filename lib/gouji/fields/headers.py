"""A table's flattened header → what each of its columns is.

In: form id, ``Table.columns`` and, where a header word is not declared, the body cells themselves (a
column of amounts is a figure column even under an unknown word). Out: one ``Column`` per column, with
its lane and side. An unknown figure header keeps its words: "?:…". Vocabulary: ``declared/columns.yml``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from gouji.amounts import NotAnAmount, is_blank, read_amount
from gouji.fields.codes import split_joined
from gouji.fields.columns import CODE, FIGURE, LABEL, LINE, TEXT, Column
from gouji.fields.lanes import find_lanes
from gouji.fields.naming import level, name_figures
from gouji.fields.words import header_word, load, matches, squeeze, unit_in


def read_columns(form: str | None, columns: tuple[str, ...], body: list[list[str]]) -> tuple[Column, ...]:
    """The columns of a table. ``body`` is its rows' text, used only where the header does not say."""
    levels = [[part.strip() for part in name.split(" / ")] if name.strip() else [] for name in columns]
    found = []
    for index, path in enumerate(levels):
        column = _role(form, tuple(path)) or _by_body(path, [row[index] for row in body], form)
        found.append(replace(column, index=index))
    undeclared = {i for i, path in enumerate(levels) if _role(form, tuple(path)) is None}
    found = _some_label(_misheaded_lines(_joined_codes(found, body), body), body, undeclared)
    found = _code_systems(found, body)
    return tuple(name_figures(form, levels, find_lanes(form, levels, found)))


@lru_cache(maxsize=4096)
def _role(form: str | None, path: tuple[str, ...]) -> Column | None:
    """The column's role when it is declared to hold no figure."""
    if not path:
        return None
    leaf, above = header_word(path[-1]), " ".join(squeeze(p) for p in path[:-1])
    if any(matches(entry["match"], leaf) for entry in load("columns.yml")["forms"].get(form, [])):
        return None
    for entry in load("columns.yml")["roles"]:
        if not matches(entry["match"], leaf):
            continue
        if entry.get("part") and not re.search("科目|编码|分类|代码", above + leaf) and len(path) > 1:
            continue
        system = entry.get("system") or entry.get("of") or _system(above + leaf)
        role = TEXT if entry["role"] == "seq" else entry["role"]
        return Column(0, role, entry.get("part", ""), system if role in (LABEL, CODE) else "")
    return None


def _system(words: str) -> str:
    for system, sign in (("gov", "政府.*(经济|分类)"), ("econ", "经济"), ("func", "功能"), ("unit", "单位(?!\\()")):
        if re.search(sign, words):
            return system
    return ""


def _by_body(path: list[str], cells: list[str], form: str | None) -> Column:
    """A column whose header names no role: a figure column when its words are declared or its cells are amounts."""
    said = level(form, path[-1]) if path else None
    if said and said.always:
        return Column(0, FIGURE)
    unit = next((u for part in reversed(path) if (u := unit_in(part))), None)
    filled = [cell for cell in cells if not is_blank(cell)]
    amounts = sum(_is_amount(cell) for cell in filled)
    if said and 2 * amounts >= len(filled):
        return Column(0, FIGURE, unit=unit)
    if filled and 2 * amounts > len(filled):
        codes = sum(bool(re.fullmatch(r"\d{3}|\d{5}|\d{7}", squeeze(c))) for c in filled)
        if not path and codes == len(filled):
            return Column(0, CODE)
        return Column(0, FIGURE, unit=unit)
    if filled and not path and any(re.search(r"[一-鿿]", cell) for cell in filled):
        return Column(0, LABEL)
    return Column(0, TEXT)


@lru_cache(maxsize=8192)
def _is_amount(text: str) -> bool:
    try:
        return not read_amount(text, None).blank
    except NotAnAmount:
        return bool(re.fullmatch(r"[\d.,]+%", squeeze(text)))


def _misheaded_lines(columns: list[Column], body: list[list[str]]) -> list[Column]:
    """A column headed 行次 that holds amounts was misprinted in the source; leave it as it is read: text."""
    out = []
    for column in columns:
        if column.role == LINE and any(not re.fullmatch(r"\d{0,3}", squeeze(row[column.index])) for row in body):
            column = replace(column, role=TEXT)
        out.append(column)
    return out


def _joined_codes(columns: list[Column], body: list[list[str]]) -> list[Column]:
    """A column of names that all stand joined to their codes ("2010301-行政运行") is the code column of its system."""
    out = []
    for column in columns:
        filled = [row[column.index] for row in body if row[column.index].strip()] if column.role == LABEL else []
        joined = sum(split_joined(text) is not None for text in filled)
        out.append(replace(column, role=CODE) if joined and 2 * joined > len(filled) else column)
    return out


def _some_label(columns: list[Column], body: list[list[str]], undeclared: set[int]) -> list[Column]:
    """Without any column known to name rows, the first that holds words does; beside bare codes, the first under an
    unknown header."""
    codes = [c.index for c in columns if c.role == CODE]
    if any(c.role == LABEL for c in columns) or any(re.search(r"[一-鿿]", row[i]) and split_joined(row[i]) for row in body for i in codes):
        return columns
    worded = [c.index for c in columns if c.role == TEXT and (c.index in undeclared or not codes) and any(re.search(r"[一-鿿]", row[c.index]) for row in body)]
    return [replace(c, role=LABEL) if worded and c.index == worded[0] else c for c in columns]


def _code_systems(columns: list[Column], body: list[list[str]]) -> list[Column]:
    """Code columns whose header names no system, where there are several groups of them ("科目编码 类 | 款" twice):
    the name column that follows says which it is, else the digits do."""
    groups: list[list[Column]] = []
    for before, column in zip([None, *columns], columns):
        if column.role == CODE and not column.of:
            if before is not None and before.role == CODE and not before.of and not (column.name == "class" and any(c.name for c in groups[-1])):
                groups[-1].append(column)
            else:
                groups.append([column])
    if len(groups) < 2 or any(c.role == FIGURE for c in columns[groups[0][0].index : groups[-1][0].index]):
        return columns
    systems = {}
    for group in groups:
        after = columns[group[-1].index + 1] if group[-1].index + 1 < len(columns) else None
        named = after.of if after and after.role == LABEL and after.of in ("econ", "gov", "func") else ""
        systems |= {c.index: named or _by_digits(group, body) for c in group}
    return [replace(c, of=systems.get(c.index, c.of)) for c in columns]


def _by_digits(group: list[Column], body: list[list[str]]) -> str:
    first = [squeeze(row[c.index])[:1] for row in body for c in group if len(squeeze(row[c.index])) in (3, 5, 7)]
    return {"2": "func", "3": "econ", "5": "gov"}.get(max(first, key=first.count), "") if first else ""

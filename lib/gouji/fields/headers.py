"""A table's flattened header → what each of its columns is.

In: form id, ``Table.columns`` and, where a header word is not declared, the body cells themselves (a
column of amounts is a figure column even under an unknown word). Out: one ``Column`` per column, with
its lane and side. An unknown figure header keeps its words: "?:…". Vocabulary: ``declared/columns.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from gouji.amounts import NotAnAmount, is_blank, read_amount
from gouji.fields.codes import split_joined
from gouji.fields.words import header_word, load, matches, squeeze, unit_in

FIGURE, LABEL, CODE, LINE, TEXT = "figure", "label", "code", "line", "text"


@dataclass(frozen=True, slots=True)
class Column:
    """``name``: canonical column of a figure, part of a code (class, item, sub, ""). ``of``: func, econ, gov, unit, project or "".

    ``lane`` counts from 0; ``side`` is "rev", "exp" …, the lane's number in laned forms, "" in one-laned ones.
    """

    index: int
    role: str
    name: str = ""
    of: str = ""
    lane: int = 0
    side: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Level:
    token: str
    kind: str
    unit: str | None = None
    always: bool = False  # holds figures among words (targets), so the body does not decide


def read_columns(form: str | None, columns: tuple[str, ...], body: list[list[str]]) -> tuple[Column, ...]:
    """The columns of a table. ``body`` is its rows' text, used only where the header does not say."""
    levels = [[part.strip() for part in name.split(" / ")] if name.strip() else [] for name in columns]
    roles = [_role(form, tuple(path)) for path in levels]
    found = [
        role or (_by_body(index, levels[index], [row[index] for row in body], form))
        for index, role in enumerate(roles)
    ]
    found = [replace(column, index=index) for index, column in enumerate(found)]
    found = _joined_codes(found, body)
    found = _some_label(_keep_one_line_column(found, body), body)
    return tuple(_name_figures(form, levels, _lanes(form, levels, found)))


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


def _by_body(index: int, path: list[str], cells: list[str], form: str | None) -> Column:
    """A column whose header names no role: a figure column when its words are declared or its cells are amounts."""
    leaf = _level(form, path[-1]) if path else None
    if leaf and leaf.always:
        return Column(index, FIGURE)
    known = leaf is not None
    filled = [cell for cell in cells if not is_blank(cell)]
    amounts = sum(_is_amount(cell) for cell in filled)
    if known and 2 * amounts >= len(filled):
        return Column(index, FIGURE, unit=next((u for part in reversed(path) if (u := unit_in(part))), None))
    if filled and 2 * amounts > len(filled):
        codes = sum(bool(re.fullmatch(r"\d{3}|\d{5}|\d{7}", squeeze(c))) for c in filled)
        if not path and codes == len(filled):
            return Column(index, CODE)
        unit = next((u for part in reversed(path) if (u := unit_in(part))), None)
        return Column(index, FIGURE, unit=unit)
    if filled and not path and any(re.search(r"[一-鿿]", cell) for cell in filled):
        return Column(index, LABEL)
    return Column(index, TEXT)


@lru_cache(maxsize=8192)
def _is_amount(text: str) -> bool:
    try:
        return not read_amount(text, None).blank
    except NotAnAmount:
        return bool(re.fullmatch(r"[\d.,]+%", squeeze(text)))


def _keep_one_line_column(columns: list[Column], body: list[list[str]]) -> list[Column]:
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


def _some_label(columns: list[Column], body: list[list[str]]) -> list[Column]:
    """Without any column known to name rows, the first that holds words does."""
    if any(c.role in (LABEL, CODE) for c in columns):
        return columns
    worded = [c.index for c in columns if c.role == TEXT and any(re.search(r"[一-鿿]", row[c.index]) for row in body)]
    return [replace(c, role=LABEL) if worded and c.index == worded[0] else c for c in columns]


def _lanes(form: str | None, levels: list[list[str]], columns: list[Column]) -> list[Column]:
    """Lanes: a label or code after a figure starts one, provided a figure follows before the next."""
    starts, lane, seen_figure = [], 0, False
    for column in columns:
        if column.role in (LABEL, CODE) and seen_figure:
            lane, seen_figure = lane + 1, False
        seen_figure = seen_figure or column.role == FIGURE
        starts.append(lane)
    with_figures = {lane for lane, column in zip(starts, columns) if column.role == FIGURE}
    if not _lanes_alike(columns, starts, with_figures):
        starts = [0] * len(columns)
    renumbered: dict[int, int] = {}
    for lane in sorted(set(starts)):
        renumbered[lane] = len([x for x in with_figures if x < lane]) if lane in with_figures else max(0, len([x for x in with_figures if x < lane]) - 1)
    lanes = [renumbered[lane] for lane in starts]
    count = max(lanes, default=0) + 1
    sides = _sides(form, levels, lanes, count)
    return [replace(c, lane=lane, side=sides[lane]) for c, lane in zip(columns, lanes)]


def _lanes_alike(columns: list[Column], starts: list[int], with_figures: set[int]) -> bool:
    """Side by side means that every lane names its rows; a code column further right is only an attribute."""
    names = [
        {c.of for c, lane in zip(columns, starts) if lane == number and c.role in (LABEL, CODE) and c.of in ("unit", "project")}
        for number in sorted(with_figures)
    ]
    return all(not systems for systems in names[1:])


def _sides(form: str | None, levels: list[list[str]], lanes: list[int], count: int) -> list[str]:
    if count == 1:
        return [""]
    declared = load("columns.yml")
    tops = [header_word(next((levels[i][0] for i in range(len(lanes)) if lanes[i] == lane and levels[i]), "")) for lane in range(count)]
    firsts = [[header_word(p) for i in range(len(lanes)) if lanes[i] == lane for p in levels[i]] for lane in range(count)]
    sides: list[str] = []
    for lane in range(count):
        words = [tops[lane]] if len(set(tops)) == count else firsts[lane]
        side = next((e["side"] for e in declared["sides"] for w in words if matches(e["match"], w)), "")
        sides.append(side)
    for lane in range(1, count):  # four lanes of the 西安 kind say what they are one level lower
        if sides[lane] == sides[lane - 1] == "exp":
            sides[lane] = next((e["side"] for e in declared["sides"] for w in firsts[lane] if matches(e["match"], w)), "exp")
    if "rev" in sides and "exp" in sides and len(set(sides)) == count:
        return sides
    if form in declared["two_sided"] and count == 2:
        return ["rev", "exp"]
    if form in declared["two_sided"] and count == 4:
        return ["rev", "exp", "exp.econ", "exp.gov"]
    return [str(lane + 1) for lane in range(count)]


@lru_cache(maxsize=4096)
def _level(form: str | None, text: str) -> _Level | None:
    """What one level of a figure column's header says; None when it is not declared."""
    declared = load("columns.yml")
    word = header_word(text)
    for entry in [*declared["forms"].get(form, []), *declared["figures"]]:
        if matches(entry["match"], word):
            return _Level(entry["is"], entry["kind"], entry.get("unit"), entry.get("always", False))
    return None


def _year(text: str) -> int | None:
    found = re.match(r"(20\d\d)年", squeeze(text))
    return int(found[1]) if found else None


def _levels(form: str | None, text: str, years: set[int]) -> list[_Level | None]:
    """One header level; where columns of several years stand side by side, the year says which ("2025年预算数")."""
    year = _year(text) if len(years) > 1 else None
    if not year:
        return [_level(form, text)]
    scope = _Level("current" if year == max(years) else "prior", "scope")
    rest = re.sub(r"^20\d\d年度?", "", squeeze(text))
    return [scope, _level(form, rest)] if rest else [scope]


def _name_figures(form: str | None, levels: list[list[str]], columns: list[Column]) -> list[Column]:
    out = list(columns)
    for lane in sorted({c.lane for c in columns}):
        figures = [c for c in columns if c.lane == lane and c.role == FIGURE]
        paths = _without_common([levels[c.index] for c in figures], [levels[c.index] for c in columns if c.lane == lane and c.role in (LABEL, CODE)])
        years = {y for path in paths for part in path if (y := _year(part))}
        read = [[x for part in path for x in _levels(form, part, years)] for path in paths]
        shared = set.intersection(*({x.token for x in path if x and x.kind == "scope"} for path in read)) if read else set()
        read = [[x for x in path if not x or x.kind != "scope" or x.token not in shared or len(path) == 1] for path in read]
        telling = len({tuple(x.token for x in path if x and x.kind == "scope") for path in read}) > 1
        names: list[str] = []
        for column, path, found in zip(figures, paths, read):
            if found and found[-1] and found[-1].always:
                path, found = path[-1:], found[-1:]
            name = _compose(found, telling) if path and all(found) else "?:" + "/".join(squeeze(p) for p in levels[column.index])
            if not path and not levels[column.index]:
                name = "?:"
            names.append(name)
        names = ["total" if n == "three" and "total" not in names else n for n in names]
        names = _apart(names, read)
        for column, name, found in zip(figures, names, read):
            unit = column.unit or next((x.unit for x in found if x and x.unit), None)
            out[column.index] = replace(column, name=name, unit=unit)
    return out


def _without_common(paths: list[list[str]], labels: list[list[str]]) -> list[list[str]]:
    """Leading levels that all figure columns of a lane share (or a lone one shares with its labels) say nothing."""
    while paths and all(len(p) > 1 for p in paths) and len({squeeze(p[0]) for p in paths}) == 1:
        if len(paths) == 1 and not any(p and squeeze(p[0]) == squeeze(paths[0][0]) for p in labels):
            break
        paths, labels = [p[1:] for p in paths], [p[1:] for p in labels]
    return paths


def _compose(found: list[_Level | None], telling: bool) -> str:
    scopes = [x.token for x in found if x.kind == "scope"] if telling else []
    parts = [x.token for x in found if x.kind in ("part", "sub")]
    while len(parts) > 1 and parts[-1] == "total":
        parts.pop()
    parts = [p for i, p in enumerate(parts) if i == 0 or p != parts[i - 1]]
    if scopes and not parts and len(found) == 1:
        parts = ["total"] if scopes[0] in ("carry", "year") else []
    elif scopes and not parts:
        parts = ["total"]
    return _rename(".".join(scopes + parts) or "amount")


def _rename(name: str) -> str:
    for pattern, into in load("columns.yml")["renames"]:
        name = re.sub(rf"^(?:{pattern})$", into, name)
    return name


def _apart(names: list[str], read: list[list[_Level | None]]) -> list[str]:
    """Two columns of a lane never share a name: "项目支出 / 小计" is the project total, "项目支出" beside it its items."""
    out = list(names)
    for name in {n for n in names if names.count(n) > 1}:
        same = [i for i, n in enumerate(names) if n == name]
        totals = [i for i in same if read[i] and read[i][-1] and read[i][-1].kind == "sub"]
        rest = [i for i in same if i not in totals]
        if len(totals) == 1 and len(rest) == 1 and name != "total":
            out[rest[0]] = f"{name}.items"
        else:
            for nth, i in enumerate(same[1:], start=2):
                out[i] = f"?:{name}#{nth}"
    return out

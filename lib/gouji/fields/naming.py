"""Figure columns → canonical column ids, from the words of each header level put together.

In: the levels of each column's header and the columns with their lanes. Out: the same columns named. Unknown
words keep the header: "?:…". How levels combine is described at the head of ``declared/columns.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from gouji.fields.codes import codes_of
from gouji.fields.columns import CODE, FIGURE, LABEL, Column
from gouji.fields.words import header_word, load, matches, squeeze, unit_in


@dataclass(frozen=True, slots=True)
class Level:
    """What one header level says. ``kind``: sub, scope, part or drop. ``always``: holds figures among words (targets)."""

    token: str
    kind: str
    unit: str | None = None
    always: bool = False


@lru_cache(maxsize=4096)
def level(form: str | None, text: str) -> Level | None:
    """What one level of a figure column's header says; None when it is not declared."""
    declared = load("columns.yml")
    word = header_word(text)
    for entry in [*declared["forms"].get(form, []), *declared["figures"]]:
        if matches(entry["match"], word):
            token = entry["percent"] if "percent" in entry and unit_in(text) == "%" else entry["is"]
            return Level(token, entry["kind"], entry.get("unit"), entry.get("always", False))
    economic = [code for code in codes_of("econ", word) if len(code) == 5]  # 款 across the page: 财政拨款支出决算明细表
    return Level(economic[0], "part") if len(economic) == 1 else None


def _year(text: str) -> int | None:
    found = re.match(r"(20\d\d)年", squeeze(text))
    return int(found[1]) if found else None


def _levels(form: str | None, text: str, years: set[int]) -> list[Level | None]:
    """One header level; where columns of several years stand side by side, the year says which ("2025年预算数")."""
    year = _year(text) if len(years) > 1 else None
    if not year:
        return [level(form, text)]
    scope = Level("current" if year == max(years) else "prior", "scope")
    rest = re.sub(r"^20\d\d年度?", "", squeeze(text))
    return [scope, level(form, rest)] if rest else [scope]


def name_figures(form: str | None, levels: list[list[str]], columns: list[Column]) -> list[Column]:
    """The columns with their figure columns named; names are unique within a lane."""
    out = list(columns)
    for lane in sorted({c.lane for c in columns}):
        figures = [c for c in columns if c.lane == lane and c.role == FIGURE]
        paths = _without_common([levels[c.index] for c in figures], [levels[c.index] for c in columns if c.lane == lane and c.role in (LABEL, CODE)])
        years = {y for path in paths for part in path if (y := _year(part))}
        read = [[x for part in path for x in _levels(form, part, years)] for path in paths]
        shared = set.intersection(*({x.token for x in path if x and x.kind == "scope"} for path in read)) if read else set()
        read = [[x for x in path if not x or x.kind != "scope" or x.token not in shared or len(path) == 1] for path in read]
        versions = {x.token for path in read for x in path if x} & {"budget", "adjusted", "final"}
        if len(versions) == 1:  # one of them alone sets nothing apart
            read = [[x for x in path if not x or x.token not in versions or len(path) == 1] for path in read]
        telling = len({tuple(x.token for x in path if x and x.kind == "scope") for path in read}) > 1
        names: list[str] = []
        for column, path, found in zip(figures, paths, read):
            if found and found[-1] and found[-1].always:
                path, found = path[-1:], found[-1:]
            name = _compose(found, telling) if path and all(found) else "?:" + "/".join(squeeze(p) for p in levels[column.index])
            if not path and not levels[column.index]:
                name = "?:"
            own = load("columns.yml")["own_version"].get(form)
            names.append("amount" if own and name == own else name.removeprefix(f"{own}."))
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


def _compose(found: list[Level | None], telling: bool) -> str:
    scopes = [x.token for x in found if x.kind == "scope"] if telling else []
    parts = [x.token for x in found if x.kind in ("part", "sub")]
    while len(parts) > 1 and parts[-1] == "total":
        parts.pop()
    parts = [p for i, p in enumerate(parts) if i == 0 or p != parts[i - 1]]
    if parts and parts[-1].isdigit():
        parts = parts[-1:]
    if scopes and not parts and len(found) == 1:
        parts = [] if scopes[0] in ("budget", "adjusted", "final") else ["total"]
    elif scopes and not parts:
        parts = ["total"]
    return _rename(".".join(scopes + parts) or "amount")


def _rename(name: str) -> str:
    for pattern, into in load("columns.yml")["renames"]:
        name = re.sub(rf"^(?:{pattern})$", into, name)
    return name


def _apart(names: list[str], read: list[list[Level | None]]) -> list[str]:
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

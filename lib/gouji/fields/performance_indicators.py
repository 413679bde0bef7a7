"""The indicators of performance forms: what each is called, under which level, its target, result, weight, score, reason.

In: the header row and the rows below it (or a table whose own header names these columns). Out: ``Placed`` figures,
each with the levels it stands under, the operator printed beside it and the row's reason. A level printed once for
several rows goes on down; a cell printed blank below a level goes on too (a page break empties it) unless the
numbering starts anew, for then another level begins whose name the form leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from gouji.amounts import is_blank, is_quantity
from gouji.fields.performance_words import QUANTITY, State, field_of, placed
from gouji.fields.place import Placed
from gouji.fields.words import load, matches, squeeze
from gouji.model import Table, TableCell

Row = tuple[TableCell, ...]
NUMBERED = re.compile(r"(?:指标)?(\d{1,2})[:.、]")
MEASURED = re.compile(r"\(([^()]{1,8})\)$")


def indicator_header(texts: list[str]) -> dict[int, str] | None:
    """column index → label, level1, target, actual, weight, score … of an indicators' header row; None when it is none."""
    found = {i: f for i, t in enumerate(texts) if t.strip() and (f := field_of("indicators", t))}
    fields = set(found.values())
    if not {"level1", "level2", "label3"} & fields or not {"target", "actual"} & fields:
        return None
    out: dict[int, str] = {}
    for index, name in found.items():
        if name not in out.values() and name not in ("label2", "label3"):
            out[index] = name
    if "label" not in out.values():  # no 三级指标: 指标内容 names the indicator, else the deepest level printed
        named = [i for i, f in found.items() if f == "label2"] or [i for i, f in found.items() if f in ("level1", "level2")][-1:]
        named = named or [i for i, f in found.items() if f == "label3"]
        out[named[0]] = "label"
    return out


def indicator_row(number: int, row: Row, below: Sequence[Row], state: State) -> list[Placed]:
    """The figures of one indicator; ``below`` are the rows that follow, where the rest of its name may stand."""
    if state.skip:
        state.skip -= 1
        return []
    place = next(i for i, f in state.map.items() if f == "label")
    label = row[place].text.strip()
    values = {f: i for i, f in state.map.items() if f in QUANTITY}
    first, second, name = _levels(row, label, state)
    if not label:
        return []
    state.ordinal += 1
    if NUMBERED.match(squeeze(label)):
        rest = tail(row, below, place, values.values())
        state.skip, name = len(rest), name + "".join(rest)
    beside = _beside(row, name, state)
    out = []
    for column, index in sorted(values.items(), key=lambda pair: pair[1]):
        cell = row[index]
        if cell.box is None or not (is_blank(cell.text) or is_quantity(cell.text)):
            continue
        figure = placed(number, index, column, f"indicator:{state.ordinal}", name, cell, None)
        out.append(_with(replace(figure, indicator_1=first, indicator_2=second), beside))
    return out


def tail(row: Row, below: Iterable[Row], place: int, values: Iterable[int]) -> list[str]:
    """The rest of a name that a rule cuts off: what the rows below print in its column, and nowhere else, while the
    figures' cells go on from above."""
    out, values, own = [], list(values), row[place].box
    for later in below:
        cell, text = later[place], later[place].text.strip()
        if cell.box is None or not text or NUMBERED.match(squeeze(text)) or any(later[i].box is not None for i in values):
            break
        if own is None or abs(cell.box[2] - own[2]) > 2 or any(c.text.strip() for i, c in enumerate(later) if i != place):
            break  # drawn across the figures' columns, or the beginning of something else
        out.append(text)
    return out


def annotate(table: Table, found: list[Placed]) -> list[Placed]:
    """Indicators under a table's own header, with the levels, operator, measure and reason of their rows."""
    if not any(f.item.startswith("indicator") for f in found):
        return found
    heads = [name.split(" / ") for name in table.columns]
    fields = [field_of("indicators", parts[-1]) if parts[-1].strip() else None for parts in heads]
    state = State(map={i: f for i, f in enumerate(fields) if f and fields.count(f) == 1})
    place = next((i for i, f in state.map.items() if f == "label"), None)
    rows = [(*_levels(row, row[place].text.strip() if place is not None else "", state), row) for row in table.rows]
    out = []
    for figure in found:
        if figure.item.startswith("indicator"):
            first, second, _, row = rows[figure.row - 1]
            above = [squeeze(part) for part in heads[figure.col - 1][:-1]]
            first = first or next((part for part in above if part in _known()), "")
            second = second or next((part for part in above if first_of(part)), "")
            beside = _beside(row, figure.row_label, state)
            figure = _with(replace(figure, indicator_1=first, indicator_2=second), beside)
        out.append(figure)
    return out


def first_of(second: str) -> str | None:
    """The 一级指标 to which a 二级指标 belongs, where the official framework knows it."""
    return next((first for first, seconds in _known().items() if matches(seconds, second)), None)


def _known() -> dict[str, list[str]]:
    return load("items.yml")["performance"]["levels"]


def _levels(row: Row, label: str, state: State) -> tuple[str, str, str]:
    """(一级, 二级, the indicator's own name) of a row; ``state.levels`` carries them from row to row."""
    columns = {f: i for i, f in state.map.items() if f in ("level1", "level2")}
    if not columns:
        found = _joined().fullmatch(squeeze(label))
        return (found[1], found[2], found[3]) if found else ("", "", label)
    first, second = state.levels
    anew = (found := NUMBERED.match(squeeze(label))) is not None and int(found[1]) == 1
    if "level1" in columns and (text := squeeze(row[columns["level1"]].text)) and text != first:
        first, second = text, ""
    if "level2" in columns:
        cell = row[columns["level2"]]
        if text := squeeze(cell.text):
            second = text
            top = row[columns["level1"]] if "level1" in columns else None
            if top is not None and top.box is not None and not top.text.strip():
                first = first_of(second) or first
        elif cell.box is not None and anew:
            second = ""
    state.levels = (first, second)
    return first, second, label


@lru_cache(maxsize=1)
def _joined() -> re.Pattern[str]:
    """一级, 二级 and name printed in one cell, one below the other."""
    seconds = "|".join(s for names in _known().values() for s in names)
    return re.compile(f"({'|'.join(_known())})({seconds})(.+)")


def _beside(row: Row, label: str, state: State) -> dict[str, str]:
    """What the row prints beside its figures: operator, measure, reason; a measure may stand at the end of the name."""
    out = {f: row[i].text.strip() for i, f in state.map.items() if f in ("operator", "measure", "reason")}
    if not out.get("measure") and (found := MEASURED.search(squeeze(label))):
        if matches(load("items.yml")["performance"]["measures"], found[1]):
            out["measure"] = found[1]
    return out


def _with(figure: Placed, beside: dict[str, str]) -> Placed:
    operator = beside.get("operator", "") if figure.column == "target" else ""
    unit = (beside.get("measure") or None) if figure.column in ("target", "actual") else figure.unit
    return replace(figure, operator=operator, unit=unit, reason=beside.get("reason", ""))

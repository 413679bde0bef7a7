"""The block above the indicators: whose money it is, how much, and the year's tasks with theirs.

In: one printed row and the state of the reading. Out: the row's figures (items fund.*, exp.*, task:*), [] when it has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.amounts import is_blank
from gouji.fields.items import lookup
from gouji.fields.performance_indicators import tail
from gouji.fields.performance_words import State, field_of, fund_of, is_amount, placed
from gouji.fields.place import Placed
from gouji.fields.words import load, matches, squeeze, unit_in
from gouji.model import TableCell


def block_header(texts: list[str]) -> dict[int, str] | None:
    """The header row of the block ("年初数 | 全年数 | 全年执行数 | 分值 | 执行率 | 得分"): three fields and no figure."""
    found = {i: f for i, t in enumerate(texts) if t.strip() and (f := field_of("columns", t))}
    return found if len(found) >= 3 and not any(is_amount(t) for t in texts) else None


def block_row(number: int, row: tuple[TableCell, ...], state: State) -> list[Placed]:
    """The figures of one row above the indicators; under a header row by its columns, else each after its label."""
    if state.map:
        found = _under_header(number, row, state)
        if found:
            return found
        state.map = {}
    out: list[Placed] = []
    item, column, label, unit, awaiting = "", "", "", state.unit, False
    for index, cell in enumerate(row):
        text = cell.text.strip()
        if cell.box is None:
            continue
        if awaiting and (is_amount(text) or is_blank(text)):
            out.append(placed(number, index, column, item, label, cell, unit))
            awaiting = False
        elif text:
            item, column, awaiting = _announced(text, index, state)
            if column == "amount" and any(p.item == item and p.column == "amount" for p in out):
                state.inline[index] = column = "annual"  # the whole term's money on the left, the year's on the right
            label, unit = text, unit_in(text) or state.unit
    return out


def _announced(text: str, index: int, state: State) -> tuple[str, str, bool]:
    """(item, column, whether a figure is to follow) for a label standing before its figure.

    "年初预算数（万元）" opens a field; the labels printed below it in the same place belong to that field.
    """
    name = field_of("columns", text)
    fund = fund_of(text)
    if name in ("init", "annual", "exec", "balance") and len(squeeze(text)) < 16:
        state.inline[index] = name
        return "fund.total", name, True
    if fund:
        return fund, state.inline.get(index, "amount"), True
    return "", "", False


def _under_header(number: int, row: tuple[TableCell, ...], state: State) -> list[Placed]:
    first = min(state.map)
    names = [(cell.text.strip(), item) for cell in row[:first] if cell.text.strip() and (item := fund_of(cell.text))]
    if not names:
        return []
    label, item = names[-1]
    return [
        placed(number, index, state.map[index], item, label, row[index], unit_in(label) or state.unit)
        for index in sorted(state.map)
        if row[index].box is not None and (is_amount(row[index].text) or is_blank(row[index].text))
    ]


def task_header(texts: list[str], state: State) -> dict[int, str] | None:
    """The header of the year's tasks when it has money: "任务名称 | 主要内容 | 预算金额（万元）", then "总额 | 财政拨款 …"."""
    words = load("items.yml")["performance"]["tasks"]
    plain = [re.sub(r"\([^)]*\)$", "", squeeze(t)) for t in texts]
    found = {i: e["column"] for i, t in enumerate(plain) if t and (e := lookup(words["columns"], t))}
    names = {i: "name" for i, t in enumerate(plain) if matches(words["name"], t)}
    if names and found:
        return names | found
    if state.tasks and found and not any(is_amount(t) for t in texts):
        return {i: f for i, f in state.tasks.items() if f == "name"} | found
    return None


def task_row(number: int, row: tuple[TableCell, ...], below: Sequence[tuple[TableCell, ...]], state: State) -> list[Placed]:
    """The money of one task; the rest of its name may stand in the rows ``below``."""
    place = next(i for i, f in state.tasks.items() if f == "name")
    label = row[place].text.strip()
    if not label or not any(is_amount(row[i].text) for i, f in state.tasks.items() if f != "name"):
        return []
    label += "".join(tail(row, below, place, [i for i, f in state.tasks.items() if f != "name"]))
    total = matches(load("items.yml")["performance"]["tasks"]["total"], squeeze(label))
    item = "task.total" if total else f"task:{squeeze(label)}"
    return [
        placed(number, i, f, item, label, row[i], state.unit)
        for i, f in sorted(state.tasks.items())
        if f != "name" and row[i].box is not None and (is_amount(row[i].text) or is_blank(row[i].text))
    ]


def grid_row(number: int, row: tuple[TableCell, ...], state: State) -> list[Placed]:
    """Amounts under a heading of their own, several levels high ("财政拨款 / 基本支出"), with no label beside them."""
    if sum(is_amount(c.text) for c in row) < 2 or any(c.text.strip() and not is_amount(c.text) for c in row):
        return []
    out = []
    for index, cell in enumerate(row):
        if cell.box is None:
            continue
        heads = [head for above in state.above if (head := _head(above, index)) and not unit_in(head) and fund_of(head)]
        names = [fund_of(h) for h in heads]
        if not names:
            continue
        last = names[-1] if len(names) > 1 else None
        item = f"{names[0]}.{last.removeprefix('exp.')}" if last in ("exp.basic", "exp.project") else names[0]
        out.append(placed(number, index, "amount", item, " ".join(heads), cell, state.unit))
    return out


def _head(row: tuple[TableCell, ...], index: int) -> str:
    """What the row prints over a column: its own cell, or the one drawn across it from the left."""
    while index > 0 and row[index].box is None:
        index -= 1
    return row[index].text.strip()

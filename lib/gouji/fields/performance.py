"""Performance forms laid out as label beside value: header block, indicators, total score.

In: a ``Table`` of form PE01, PE02, BG14 or BG15 whose rows are all the printed rows. Out: ``Placed`` figures:
the block's amounts (items fund.*, exp.*; columns init, annual, exec, balance, weight, rate, score, or amount
where the form prints one figure), the indicators' targets, results, weights and scores, and score.total.
Words in such cells (逐步提升, 2021年底) are statements, not figures, and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gouji.amounts import NotAnAmount, is_blank, is_quantity, read_amount
from gouji.fields.columns import FIGURE
from gouji.fields.headers import read_columns
from gouji.fields.items import lookup
from gouji.fields.place import Placed
from gouji.fields.words import load, matches, ordinal, squeeze, unit_in
from gouji.model import Table, TableCell

QUANTITY = ("target", "actual", "weight", "score", "rate")


@dataclass
class _State:
    """Where in the form the reading stands."""

    mode: str = "block"  # "block" or "indicators"
    map: dict[int, str] = field(default_factory=dict)  # column index → field, in the running block
    unit: str | None = None
    ordinal: int = 0
    tasks: dict[int, str] = field(default_factory=dict)  # column index → name, total, fiscal … of the tasks' block
    above: list[tuple[TableCell, ...]] = field(default_factory=list)  # the rows printed last
    inline: dict[int, str] = field(default_factory=dict)  # place of a label → the field it and those below it announce


def is_laid_out(table: Table) -> bool:
    """Whether the rows themselves hold the headings (as against a table under a header with figures of its own)."""
    texts = [[c.text for c in row] for row in table.rows]
    if any(_indicator_header(row) for row in texts) or not any(name.strip() for name in table.columns):
        return True
    return not any(c.role == FIGURE and not c.name.startswith("?:") for c in read_columns(table.form, table.columns, texts))


def figures(table: Table) -> list[Placed]:
    """Every figure of the form, in reading order."""
    out: list[Placed] = []
    state = _State(unit=table.unit)
    for number, row in enumerate(table.rows):
        texts = [c.text for c in row]
        if header := _indicator_header(texts):
            state.mode, state.map = "indicators", header
        elif _is_score_row(texts, state):
            out += _score_row(number, row, state)
        elif state.mode == "indicators":
            out += _indicator_row(number, row, state)
        elif header := _task_header(texts, state):
            state.tasks = header
        elif state.tasks and (found := _task_row(number, row, state)):
            out += found
        elif header := _block_header(texts):
            state.map = header
            state.unit = next((u for t in texts if (u := unit_in(t))), state.unit)
        else:
            out += _block_row(number, row, state) or _grid_row(number, row, state)
        state.above = [*state.above[-2:], row]
    return out


def _words(name: str) -> list[dict]:
    return load("items.yml")["performance"][name]


def _field(name: str, text: str) -> str | None:
    word = re.sub(r"\([^)]*\)$", "", ordinal(text)[1]) or ordinal(text)[1]
    entry = lookup(_words(name), word) or lookup(_words(name), ordinal(text)[1])
    return entry["column"] if entry else None


def _indicator_header(texts: list[str]) -> dict[int, str] | None:
    """column index → label, target, actual, weight, score … of an indicators' header row; None when it is none."""
    found = {i: f for i, t in enumerate(texts) if t.strip() and (f := _field("indicators", t))}
    fields = list(found.values())
    if not {"level", "label3"} & set(fields) or not {"target", "actual"} & set(fields):
        return None
    out: dict[int, str] = {}
    for index, name in found.items():
        if name not in out.values() and name not in ("level", "label2", "label3"):
            out[index] = name
    if "label" not in out.values():  # no 三级指标: 指标内容 names the indicator, else the deepest level printed
        named = [i for i, f in found.items() if f == "label2"] or [i for i, f in found.items() if f == "level"][-1:]
        named = named or [i for i, f in found.items() if f == "label3"]
        out[named[0]] = "label"
    return out


def _block_header(texts: list[str]) -> dict[int, str] | None:
    """The header row of the block ("年初数 | 全年数 | 全年执行数 | 分值 | 执行率 | 得分"): three fields and no figure."""
    found = {i: f for i, t in enumerate(texts) if t.strip() and (f := _field("columns", t))}
    return found if len(found) >= 3 and not any(_amount(t) for t in texts) else None


def _amount(text: str) -> bool:
    try:
        return not read_amount(text, "%" if "%" in text else None).blank
    except NotAnAmount:
        return False


def _block_row(number: int, row: tuple[TableCell, ...], state: _State) -> list[Placed]:
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
        if awaiting and (_amount(text) or is_blank(text)):
            out.append(_placed(number, index, column, item, label, cell, unit))
            awaiting = False
        elif text:
            item, column, awaiting = _announced(text, index, state)
            label, unit = text, unit_in(text) or state.unit
    return out


def _task_header(texts: list[str], state: _State) -> dict[int, str] | None:
    """The header of the year's tasks when it has money: "任务名称 | 主要内容 | 预算金额（万元）", then "总额 | 财政拨款 …"."""
    words = load("items.yml")["performance"]["tasks"]
    plain = [re.sub(r"\([^)]*\)$", "", squeeze(t)) for t in texts]
    found = {i: e["column"] for i, t in enumerate(plain) if t and (e := lookup(words["columns"], t))}
    names = {i: "name" for i, t in enumerate(plain) if matches(words["name"], t)}
    if names and found:
        return names | found
    if state.tasks and found and not any(_amount(t) for t in texts):
        return {i: f for i, f in state.tasks.items() if f == "name"} | found
    return None


def _task_row(number: int, row: tuple[TableCell, ...], state: _State) -> list[Placed]:
    place = next(i for i, f in state.tasks.items() if f == "name")
    label = row[place].text.strip()
    if not label or not any(_amount(row[i].text) for i, f in state.tasks.items() if f != "name"):
        return []
    total = matches(load("items.yml")["performance"]["tasks"]["total"], squeeze(label))
    item = "task.total" if total else f"task:{squeeze(label)}"
    return [
        _placed(number, i, f, item, label, row[i], state.unit)
        for i, f in sorted(state.tasks.items())
        if f != "name" and row[i].box is not None and (_amount(row[i].text) or is_blank(row[i].text))
    ]


def _grid_row(number: int, row: tuple[TableCell, ...], state: _State) -> list[Placed]:
    """Amounts under a heading of their own, several levels high ("财政拨款 / 基本支出"), with no label beside them."""
    if sum(_amount(c.text) for c in row) < 2 or any(c.text.strip() and not _amount(c.text) for c in row):
        return []
    out = []
    for index, cell in enumerate(row):
        if cell.box is None:
            continue
        heads = [head for above in state.above if (head := _head(above, index)) and not unit_in(head) and _fund(head)]
        names = [_fund(h) for h in heads]
        if not names:
            continue
        last = names[-1] if len(names) > 1 else None
        item = f"{names[0]}.{last.removeprefix('exp.')}" if last in ("exp.basic", "exp.project") else names[0]
        out.append(_placed(number, index, "amount", item, " ".join(heads), cell, state.unit))
    return out


def _head(row: tuple[TableCell, ...], index: int) -> str:
    """What the row prints over a column: its own cell, or the one drawn across it from the left."""
    while index > 0 and row[index].box is None:
        index -= 1
    return row[index].text.strip()


def _under_header(number: int, row: tuple[TableCell, ...], state: _State) -> list[Placed]:
    first = min(state.map)
    names = [(cell.text.strip(), item) for cell in row[:first] if cell.text.strip() and (item := _fund(cell.text))]
    if not names:
        return []
    label, item = names[-1]
    return [
        _placed(number, index, state.map[index], item, label, row[index], unit_in(label) or state.unit)
        for index in sorted(state.map)
        if row[index].box is not None and (_amount(row[index].text) or is_blank(row[index].text))
    ]


def _announced(text: str, index: int, state: _State) -> tuple[str, str, bool]:
    """(item, column, whether a figure is to follow) for a label standing before its figure.

    "年初预算数（万元）" opens a field; the labels printed below it in the same place belong to that field.
    """
    name = _field("columns", text)
    fund = _fund(text)
    if name in ("init", "annual", "exec", "balance") and len(squeeze(text)) < 16:
        state.inline[index] = name
        return "fund.total", name, True
    if fund:
        return fund, state.inline.get(index, "amount"), True
    return "", "", False


def _fund(text: str) -> str | None:
    word = re.sub(r"\((?:万元|元|百元|千元|亿元)\)", "", squeeze(text)).rstrip(":")
    if len(word) > 24:  # running text that happens to end in such words
        return None
    tail = ordinal(re.sub(r"^.*[:](?=.)", "", word))[1]
    for candidate in (ordinal(word)[1], tail):
        entry = lookup(_words("funds"), candidate.strip(":"))
        if entry:
            return entry["item"]
    return None


def _indicator_row(number: int, row: tuple[TableCell, ...], state: _State) -> list[Placed]:
    label = next((row[i].text for i, f in state.map.items() if f == "label"), "")
    values = {f: i for i, f in state.map.items() if f in QUANTITY}
    if not any(row[i].text.strip() for i in values.values()) and not label.strip():
        return []
    if not label.strip():
        return []
    state.ordinal += 1
    parts = {f: row[i].text.strip() for i, f in state.map.items() if f in ("operator", "measure")}
    out = []
    for name, index in sorted(values.items(), key=lambda pair: pair[1]):
        cell = row[index]
        if cell.box is None or not (is_blank(cell.text) or is_quantity(cell.text)):
            continue
        out.append(_placed(number, index, name, f"indicator:{state.ordinal}", label.strip(), cell, parts.get("measure") if name == "target" else None))
    return out


def _is_score_row(texts: list[str], state: _State) -> bool:
    first = next((t for t in texts if t.strip()), "")
    return matches(load("items.yml")["performance"]["total"], ordinal(first)[1]) and (
        state.mode == "indicators" or "分" in first
    )


def _score_row(number: int, row: tuple[TableCell, ...], state: _State) -> list[Placed]:
    label = next(c.text for c in row if c.text.strip()).strip()
    wanted = {i: f for i, f in state.map.items() if f in ("weight", "score")}
    filled = [(i, c) for i, c in enumerate(row) if c.box is not None and _amount(c.text)]
    if len(filled) > 1 and wanted:
        filled = [(i, c) for i, c in filled if i in wanted]
    return [_placed(number, i, wanted.get(i, "score"), "score.total", label, c, None) for i, c in filled]


def _placed(number: int, index: int, column: str, item: str, label: str, cell: TableCell, unit: str | None) -> Placed:
    kind = "quantity" if column in QUANTITY else "money"
    return Placed(number + 1, index + 1, column, item, cell, row_label=label, unit=unit, kind=kind)

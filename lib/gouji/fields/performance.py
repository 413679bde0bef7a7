"""Performance forms laid out as label beside value: header block, indicators, total score.

In: a ``Table`` of form PE01, PE02, BG14 or BG15 whose rows are all the printed rows. Out: ``Placed`` figures:
the block's amounts (items fund.*, exp.*; columns init, annual, exec, balance, weight, rate, score, or amount
where the form prints one figure), the indicators' targets, results, weights and scores, and score.total.
Words in such cells (逐步提升, 2021年底) are statements, not figures, and left out.
"""

from __future__ import annotations

from gouji.fields.columns import FIGURE
from gouji.fields.headers import read_columns
from gouji.fields.performance_block import block_header, block_row, grid_row, task_header, task_row
from gouji.fields.performance_indicators import annotate, indicator_header, indicator_row
from gouji.fields.performance_words import State, is_amount, placed
from gouji.fields.place import Placed
from gouji.fields.words import load, matches, ordinal, unit_in
from gouji.model import Table, TableCell

__all__ = ["annotate", "figures", "is_laid_out"]


def is_laid_out(table: Table) -> bool:
    """Whether the rows themselves hold the headings (as against a table under a header with figures of its own)."""
    texts = [[c.text for c in row] for row in table.rows]
    if any(indicator_header(row) for row in texts) or not any(name.strip() for name in table.columns):
        return True
    return not any(c.role == FIGURE and not c.name.startswith("?:") for c in read_columns(table.form, table.columns, texts))


def figures(table: Table) -> list[Placed]:
    """Every figure of the form, in reading order."""
    out: list[Placed] = []
    state = State(unit=table.unit)
    for number, row in enumerate(table.rows):
        texts = [c.text for c in row]
        if header := indicator_header(texts):
            state.mode, state.map, state.levels = "indicators", header, ("", "")
        elif _is_score_row(texts, state):
            out += _score_row(number, row, state)
        elif state.mode == "indicators":
            out += indicator_row(number, row, table.rows[number + 1 :], state)
        elif header := task_header(texts, state):
            state.tasks = header
        elif state.tasks and (found := task_row(number, row, table.rows[number + 1 :], state)):
            out += found
        elif header := block_header(texts):
            state.map = header
            state.unit = next((u for t in texts if (u := unit_in(t))), state.unit)
        else:
            out += block_row(number, row, state) or grid_row(number, row, state)
        state.above = [*state.above[-2:], row]
    return out


def _is_score_row(texts: list[str], state: State) -> bool:
    first = next((t for t in texts if t.strip()), "")
    return matches(load("items.yml")["performance"]["total"], ordinal(first)[1]) and (
        state.mode == "indicators" or "分" in first
    )


def _score_row(number: int, row: tuple[TableCell, ...], state: State) -> list[Placed]:
    label = next(c.text for c in row if c.text.strip()).strip()
    wanted = {i: f for i, f in state.map.items() if f in ("weight", "score")}
    filled = [(i, c) for i, c in enumerate(row) if c.box is not None and is_amount(c.text)]
    if len(filled) > 1 and wanted:
        filled = [(i, c) for i, c in filled if i in wanted]
    return [placed(number, i, wanted.get(i, "score"), "score.total", label, c, None) for i, c in filled]

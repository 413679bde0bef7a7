"""Where a grid's title rows and header rows end, and the header flattened to one name a column.

In: the cells of one grid. Out: ``Header``. A header row is known by structure first (a cell spanning rows or
columns needs what lies beneath it) and by declared words second; a row with a figure in it is never a header.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from gouji.forms.declared import words
from gouji.forms.kept import kept
from gouji.forms.text import is_amount, is_figure, is_number_row, is_year, squeeze, starts_body
from gouji.model import Cell, Grid

_column = attrgetter("col")


@dataclass(frozen=True, slots=True)
class Header:
    """``captions`` title rows, then header rows up to ``end`` (row indices); ``line_row`` the 栏次 numbers by column."""

    captions: int
    end: int
    columns: tuple[str, ...]
    line_row: tuple[str, ...] = ()


@kept
def rows_of(grid: Grid) -> list[list[Cell]]:
    """The cells that begin in each row, from left to right; to look at, not to change."""
    out: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        out[cell.row].append(cell)
    for row in out:
        row.sort(key=_column)
    return out


@kept
def caption_rows(grid: Grid) -> int:
    """How many rows at the top are title, unit, year or publisher rather than header."""
    rows, count = rows_of(grid), 0
    for index, row in enumerate(rows):
        filled = [cell for cell in row if squeeze(cell.text)]
        if not filled:
            # a blank row belongs to the title only when a title row is above or below it
            below = next((r for r in rows[index + 1 : index + 3] if any(squeeze(c.text) for c in r)), [])
            if not any(_covers(c, row) for r in rows[:index] for c in r) and _is_caption_row(below, grid):
                continue
            if count and index == count and len(row) <= 2:
                count = index + 1
                continue
            break
        if not _is_caption_row(row, grid):
            break
        count = index + 1
    return count if count < grid.n_rows else 0


def _covers(cell: Cell, row: list[Cell]) -> bool:
    return bool(row) and cell.row < row[0].row < cell.row + cell.row_span


def _is_caption_row(row: list[Cell], grid: Grid) -> bool:
    filled = [cell for cell in row if squeeze(cell.text)]
    if not filled:
        return False
    texts = [squeeze(cell.text) for cell in filled]
    if all(_is_caption(text) for text in texts):
        return True
    wide = filled[0].col_span == grid.n_cols or (len(filled) == 1 and len(row) > 1 and grid.n_cols > 3 and filled[0].col_span > 1)
    title = words().title_ending.search(texts[0]) or _is_caption(texts[0])
    return len(filled) == 1 and grid.n_cols > 1 and bool(title) and (wide or len(row) > 1 or grid.n_cols > 2)


def _is_caption(text: str) -> bool:
    captions = words().captions
    return any(captions[name].search(text) for name in ("unit", "unit_alone", "number", "year", "entity", "number_before_title"))


@kept
def find_header(grid: Grid) -> Header:
    """The header of a grid laid out as a table."""
    rows, start = rows_of(grid), caption_rows(grid)
    end, line_row = start, ()
    while end < grid.n_rows:
        row = [cell for cell in rows[end]]
        texts = [cell.text for cell in row]
        filled = [t for t in texts if squeeze(t)]
        if end > start and is_number_row(texts):
            line_row = _spread(row, grid.n_cols)
            end += 1
            break
        if any(is_figure(t) for t in filled):
            break
        if end == start:
            if filled and starts_body(filled[0]) and len(filled) < grid.n_cols or _holds_amounts(filled):
                break
            end += 1
            continue
        if not filled:
            if end + 1 < grid.n_rows and _worded(rows[end + 1], grid) and _under_group(rows, start, end, rows[end + 1]):
                end += 1
                continue
            if _covered(rows, start, end, grid) >= 0.5:
                end += 1
                continue
            break
        if starts_body(filled[0]) or _is_total_row(row, grid) or _holds_amounts(filled):
            break
        covered = _covered(rows, start, end, grid)
        if _under_group(rows, start, end, row, certain=covered >= 0.5) or covered >= 0.3 and _worded(row, grid, least=1):
            end += 1
            continue
        break
    return Header(start, end, flatten(grid, start, end - bool(line_row)), line_row)


def _holds_amounts(texts: list[str]) -> bool:
    """An integer among them that is neither a year nor a column's number: printed amounts need no decimals."""
    return any(is_amount(t) and not is_year(t) for t in texts) and not is_number_row(texts)


def _covered(rows: list[list[Cell]], start: int, end: int, grid: Grid) -> float:
    """The share of row ``end``'s columns that lie under a filled header cell spanning down into it."""
    spans = [c for r in rows[start:end] for c in r if c.row + c.row_span > end and squeeze(c.text)]
    return sum(c.col_span for c in spans) / max(1, grid.n_cols)


def _under_group(rows: list[list[Cell]], start: int, end: int, row: list[Cell], certain: bool = False) -> bool:
    """Two or more filled cells of ``row`` stand under one header cell that spans columns, and are worded as a header
    (``certain``: the rest of the row lies under the header's tall cells, so the words need not be known)."""
    last = {}
    for r in rows[start:end]:
        for c in r:
            if squeeze(c.text):
                for col in range(c.col, c.col + c.col_span):
                    last[col] = c
    under: dict[int, list[Cell]] = {}
    for cell in row:
        group = last.get(cell.col)
        if group is not None and group.col_span > cell.col_span and group.col_span > 1:
            under.setdefault(id(group), []).append(cell)
    filled = [cells for cells in under.values() if sum(bool(squeeze(c.text)) for c in cells) >= 2]
    if not filled or certain:
        return bool(filled)
    texts = [squeeze(c.text) for cells in filled for c in cells if squeeze(c.text)]
    return sum(bool(is_word(t)) for t in texts) * 2 >= len(texts)


def is_word(text: str) -> bool:
    """A declared header word, or text that holds one and is as short as a header cell."""
    text = squeeze(text)
    return text in words().header_exact or is_year(text) or (len(text) <= 24 and bool(words().header_parts.search(text)))


def _worded(row: list[Cell], grid: Grid, least: int = 2) -> bool:
    """All the row's texts are header words, and not fewer than its blanks."""
    filled = [cell.text for cell in row if squeeze(cell.text)]
    blank = sum(cell.col_span for cell in row if not squeeze(cell.text))
    return len(filled) >= least and all(is_word(t) for t in filled) and blank <= len(filled)


def _is_total_row(row: list[Cell], grid: Grid) -> bool:
    """A 合计 row printed without figures: its label, and blank cells where the figures would be."""
    filled = [cell for cell in row if squeeze(cell.text)]
    if not any(words().total.match(squeeze(c.text)) for c in filled):
        return False
    blank = [cell for cell in row if not squeeze(cell.text)]
    if len(filled) > 2 and len(filled) > len(blank):
        return False  # 合计 among the names of columns
    after = filled[-1].col
    return words().total.match(squeeze(filled[-1].text)) is not None and all(c.col > after or c.col < filled[0].col for c in blank) and bool(blank)


def _spread(row: list[Cell], n_cols: int) -> tuple[str, ...]:
    out = [""] * n_cols
    for cell in row:
        out[cell.col] = cell.text
    return tuple(out)


def flatten(grid: Grid, start: int, end: int) -> tuple[str, ...]:
    """One name a column: the header texts above it from top to bottom, joined by " / "; a text is named once."""
    levels: list[list[str]] = [[] for _ in range(grid.n_cols)]
    for cell in chain.from_iterable(rows_of(grid)[start:end]):
        text = cell.text.strip()
        if squeeze(text):
            for col in range(cell.col, min(cell.col + cell.col_span, grid.n_cols)):
                if text not in levels[col]:
                    levels[col].append(text)
    return tuple(" / ".join(parts) for parts in levels)

"""The body of a joined table: rows over all its pages, on the columns of its widest page.

In: a ``Draft``. Out: columns, rows of ``TableCell``, notes found inside the grid. Left out: header and repeated
header, 栏次 and ``**`` rows, rows printed blank, a 合计 row printed again under a repeated header. A row cut by a
page break is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gouji.forms.declared import code_names, words
from gouji.forms.header import rows_of
from gouji.forms.join import NEAR, Draft, nest
from gouji.forms.sideways import Sheets, page_of
from gouji.forms.text import is_amount, is_code, is_figure, is_number_row, squeeze, starts_body
from gouji.model import Cell, Grid, TableCell, new_table_cell

Row = tuple[TableCell, ...]

SHORT = 3  # characters of a label that fall into the next row (出, 支出, 的支出); a label of its own has more
TALLER = 1.5  # times the lowest cell of its row: a cell over several rows
APART = " ‖ "  # between two amounts in one place: no reader of numbers takes it for one
_CODE = re.compile(r"^\[?\d{3,9}\]?-?")
LONG = 20  # characters from which a cell is running text, not a label (the longest 科目 names have 19)


def widest(draft: Draft) -> Grid:
    """The grid whose columns the table has: the one with most, the first of these."""
    return max(draft.grids, key=lambda grid: grid.n_cols)


def columns_of(draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The flattened header and the 栏次 row, on the widest grid's columns."""
    base, first, header = widest(draft), draft.grids[0], draft.header
    place = _places(first, base)
    if base is first or len(set(place)) != len(place) or first.n_cols == base.n_cols:
        return header.columns, header.line_row or ()
    columns, numbers = [""] * base.n_cols, [""] * base.n_cols
    ends = [*place[1:], base.n_cols]
    for col, (start, end) in enumerate(zip(place, ends)):
        for at in range(start, end):
            columns[at] = header.columns[col]
        if header.line_row:
            numbers[start] = header.line_row[col]
    return tuple(columns), tuple(numbers) if header.line_row else ()


def _places(grid: Grid, base: Grid) -> list[int]:
    """For each column of ``grid`` the column of ``base`` in which its left rule stands."""
    if grid.n_cols == base.n_cols:
        return list(range(grid.n_cols))
    shift = 0.0 if abs(grid.xs[0] - base.xs[0]) < 8 or not nest(grid.xs, base.xs) else base.xs[0] - grid.xs[0]
    return [min(range(base.n_cols), key=lambda j: abs(base.xs[j] - (x + shift))) for x in grid.xs[:-1]]


def body_rows(draft: Draft) -> tuple[list[Row], list[str]]:
    """The body rows of ``draft`` and the texts of notes drawn inside its grids."""
    base = widest(draft)
    rows: list[Row] = []
    notes: list[str] = []
    for part, (grid, skip) in enumerate(zip(draft.grids, draft.skips)):
        page_rows = _page_rows(draft, grid, skip, base, notes)
        if part and page_rows and rows:
            header_again = skip > 0
            if header_again and _texts(page_rows[0]) == _texts(rows[0]) and is_total(page_rows[0]):
                page_rows = page_rows[1:]
            if page_rows and _is_rest(rows[-1], page_rows[0], draft.layout):
                rows[-1] = _put_together(rows[-1], page_rows[0])
                page_rows = page_rows[1:]
            elif page_rows:
                page_rows[0] = _mend_group(rows, _mend_tall(rows, page_rows[0], draft.grids[part - 1]), draft.grids[part - 1])
        rows.extend(page_rows)
    return rows, notes


def _page_rows(draft: Draft, grid: Grid, skip: int, base: Grid, notes: list[str]) -> list[Row]:
    place = _places(grid, base)
    blanks = [TableCell("", grid.page, None, source=grid.source)] * base.n_cols
    for col, at in enumerate(place if isinstance(grid, Sheets) else ()):
        blanks[at] = replace(blanks[at], page=page_of(grid, col))
    table = draft.layout == "table"
    out: list[Row] = []
    for cells in rows_of(grid)[skip:]:
        filled = [cell for cell in cells if cell.text and squeeze(cell.text)]
        if not filled or table and not out and not (skip and draft.header.line_row) and is_number_row([c.text for c in filled]):
            continue  # the numbers of the columns stand above the first row, nowhere else
        if table and len(filled) == 1 and words().notes.search(squeeze(filled[0].text)):
            notes.append(filled[0].text.strip())
            continue
        out.append(_row(cells, place, list(blanks), grid.source))
    return out


def _row(cells: Sequence[Cell], place: Sequence[int], row: list[TableCell], source: str) -> Row:
    """``row``, blank as yet, with the printed ``cells`` in their places."""
    for cell in cells:
        at = place[cell.col]
        new = new_table_cell(cell.text, row[at].page, cell.box, cell.indent, cell.agree, cell.other, source)
        row[at] = new if not row[at].text else replace(row[at], text=_both(row[at].text, cell.text))
    return tuple(row)


def _both(left: str, right: str) -> str:
    """Two cells in the place of one, as no page should have them: a label goes on, amounts never become one number."""
    return f"{left}{APART}{right}" if squeeze(right) and (is_amount(left) or is_amount(right)) else left + right


def levels_to_header(columns: Sequence[str], rows: list[Row]) -> tuple[str, ...]:
    """类, 款, 项 printed in the first body row beside 合计 belong to the header: moved there, the row mended in place."""
    if not rows:
        return tuple(columns)
    names, row = list(columns), list(rows[0])
    levels = [i for i, cell in enumerate(row) if squeeze(cell.text) in ("类", "款", "项")]
    if len(levels) < 2:
        return tuple(columns)
    for i in levels:
        names[i] = f"{names[i]} / {squeeze(row[i].text)}" if names[i] else squeeze(row[i].text)
        row[i] = replace(row[i], text="")
    rows[0] = tuple(row)
    return tuple(names)


def _texts(row: Row) -> list[str]:
    return [squeeze(cell.text) for cell in row]


def is_total(row: Row) -> bool:
    """A 合计 row: one of its labels is a word for a total."""
    return any(words().total.match(squeeze(cell.text)) for cell in row)


def _is_rest(last: Row, first: Row, layout: str) -> bool:
    """``first``, at the top of a page, is the rest of ``last``, cut by the page break.

    It holds no figure and no code, only text in places where ``last`` has text, and ``last`` has more than it.
    """
    filled = [i for i, cell in enumerate(first) if squeeze(cell.text)]
    before = [i for i, cell in enumerate(last) if squeeze(cell.text)]
    if not filled or not set(filled) < set(before):
        return False
    for i in filled:
        text = squeeze(first[i].text)
        if is_figure(text) or is_code(text) or starts_body(text) or is_amount(text) or is_amount(last[i].text) or words().total.match(text):
            return False
    if layout == "form":  # labels stand anywhere in a form: only the one running text of a row is put together
        return len(filled) == 1 and len(squeeze(last[filled[0]].text)) >= LONG and _goes_on(last[filled[0]].text, first[filled[0]].text)
    if len(filled) == 1 and _ends_name(last[filled[0]].text, first[filled[0]].text):
        return True
    return all(_goes_on(last[i].text, first[i].text) for i in filled)


def _goes_on(before: str, rest: str) -> bool:
    """``rest`` ends what ``before`` began: the last characters of a label, or the rest of a long text."""
    before, rest = squeeze(before), squeeze(rest)
    return len(rest) <= SHORT or len(before) >= LONG and not before.endswith(("。", "；", ";"))


def _ends_name(before: str, rest: str) -> bool:
    """Only together are they the name of a 科目."""
    name = _CODE.sub("", squeeze(before))
    return name not in code_names() and name + squeeze(rest) in code_names()


def _put_together(last: Row, first: Row) -> Row:
    return tuple(replace(a, text=a.text + b.text) if squeeze(b.text) else a for a, b in zip(last, first))


def _mend_tall(rows: list[Row], first: Row, before: Grid) -> Row:
    """``first`` without the last characters of labels in tall cells that the page break cut; these go back up.

    A tall cell reaches the foot of its page; together the two pieces end as a label does, apart they do not.
    ``rows`` is mended in place.
    """
    mended = list(first)
    for col, cell in enumerate(first):
        rest = squeeze(cell.text)
        if not rest or len(rest) > SHORT:
            continue
        at = next((r for r in range(len(rows) - 1, -1, -1) if squeeze(rows[r][col].text)), None)
        if at is None or rows[at][col].page != before.page or rows[at][col].box is None:
            continue
        begun = squeeze(rows[at][col].text)
        whole = (begun + rest).endswith(words().label_endings) and not begun.endswith(words().label_endings)
        if whole and rows[at][col].box[3] >= before.box[3] - NEAR:
            row = list(rows[at])
            row[col] = replace(row[col], text=row[col].text + cell.text)
            rows[at] = tuple(row)
            mended[col] = replace(cell, text="")
    return tuple(mended)


def _mend_group(rows: list[Row], first: Row, before: Grid) -> Row:
    """``first`` without what tall cells hold that go on from the page before: a project's name and aim, beside its indicators.

    The tall cells of ``first`` stand under tall cells that reach the foot of their page, with an amount among them where
    these have none. ``rows`` is mended in place.
    """
    least = min((cell.box[3] - cell.box[1] for cell in first if cell.box), default=0.0)
    tall = [col for col, cell in enumerate(first) if cell.box and cell.box[3] - cell.box[1] > TALLER * least]
    begun = next((r for r in range(len(rows) - 1, -1, -1) if tall and rows[r][tall[0]].box), None)
    if begun is None or any(not _reaches_foot(rows[begun][col], before) for col in tall):
        return first
    texts = {col: squeeze(first[col].text) for col in tall}
    if any(is_amount(text) or is_code(text) or starts_body(text) for text in texts.values()) or not any(texts.values()):
        return first
    if not any(is_amount(rows[begun][col].text) for col in tall) or any(text and not _is_label(rows[begun][col].text) for col, text in texts.items()):
        return first
    whole, rest = list(rows[begun]), list(first)
    for col in tall:
        whole[col] = replace(whole[col], text=whole[col].text + first[col].text)
        rest[col] = replace(first[col], text="")
    rows[begun] = tuple(whole)
    return tuple(rest)


def _is_label(text: str) -> bool:
    return bool(squeeze(text)) and not is_amount(text)


def _reaches_foot(cell: TableCell, grid: Grid) -> bool:
    return cell.box is not None and cell.page == grid.page and cell.box[3] >= grid.box[3] - NEAR

"""Tables cut by columns over sheets: the right half printed on a later page, put back beside the left one.

In: the pages of a reading. Out: pages on which such halves stand as one wide grid; ``halves_apart`` has a
``Problem`` for each half that was not put back. Two grids are halves of one table when every rule between their rows stands at the same height
and nothing else explains the second: it has no title of its own, and no labels, or the left one's again, or it goes on
numbering the columns, or it is the 支出 beside the 收入. Whatever is left open is reported, never joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from gouji.forms.captions import Captions, is_title, take, unit_of
from gouji.forms.declared import catalogue, words
from gouji.forms.header import caption_rows, find_header, flatten, rows_of
from gouji.forms.text import is_amount, plain, squeeze
from gouji.model import Cell, Grid, Line, Page, Problem

if TYPE_CHECKING:
    from gouji.forms.join import Draft

LEVEL = 1.5  # points within which rules and lines on two sheets stand at one height
FEWEST = 3  # body rows or figures from which heights and figures prove anything
LONGEST = 12  # pages of a table that is cut by columns
HIDDEN = ("text_clipped", "text_outside_page")
_BLANK = ("", "-", "—", "–", "/")


@dataclass(frozen=True, slots=True)
class Sheets(Grid):
    """A grid put together from sheets; ``seams`` has the first column of each and its page."""

    seams: tuple[tuple[int, int], ...] = ()

    def __hash__(self) -> int:
        return hash((self.page, self.box, self.n_rows))


def page_of(grid: Grid, col: int) -> int:
    """The page on which this column of ``grid`` is printed."""
    return next((page for first, page in reversed(grid.seams) if col >= first), grid.page) if isinstance(grid, Sheets) else grid.page


def pages_of(grid: Grid) -> list[int]:
    """The pages on which ``grid`` is printed."""
    return [page for _, page in grid.seams] if isinstance(grid, Sheets) else [grid.page]


def beside(pages: Sequence[Page]) -> list[Page]:
    """``pages`` with halves of tables put beside one another; a page whose half was taken is gone."""
    out: list[Page] = []
    index = 0
    while index < len(pages):
        page = pages[index]
        before = _block(out, page)
        taken = len(before)
        halves = pages[index : index + taken]
        printed = halves
        if len(halves) == taken and all(_consecutive(left, right) for left, right in zip(before, halves)):
            halves = [_without_labels(left, right) for left, right in zip(before, halves)]
        else:
            halves = []
        if halves and all(halves) and _fit(before, halves, out[-taken - 1] if taken < len(out) else None, again=halves != printed):
            columns = find_header(before[0].grids[0]).columns
            wide = [_put(left, right, headed=find_header(left.grids[0]).columns == columns) for left, right in zip(before, halves)]
            if all(wide):
                out[-taken:] = wide
                index += taken
                continue
        out.append(page)
        index += 1
    return out


def halves_apart(drafts: Sequence[Draft]) -> list[Problem]:
    """Tables without a title whose rows stand where those of the table before stand, or are figures without a label: halves left alone."""
    found = []
    for before, draft in pairwise(drafts):
        last, grid = before.grids[-1], draft.grids[0]
        if grid.page == last.page:
            continue
        rows = [row for row in rows_of(grid)[draft.header.end :] if any(c.text for c in row)]
        bare = all(is_amount(c.text) or squeeze(c.text) in _BLANK for row in rows for c in row)  # mostly known from the first cell
        if bare and sum(bool(squeeze(c.text)) for row in rows for c in row) >= FEWEST and (len(rows) > 1 or not draft.captions.title):
            found.append(Problem(grid.page, "sheets_apart", f"{len(rows)} rows of figures without labels"))
        elif not (draft.captions.title and before.captions.title) and len(rows) >= FEWEST and any(_level(g, grid) for g in before.grids):
            found.append(Problem(last.page if draft.captions.title else grid.page, "sheets_apart", f"{len(rows)} rows"))
    return found


def _block(out: list[Page], page: Page) -> list[Page]:
    """The pages just before ``page`` that hold one table, from the one with its title on; empty where heights differ already."""
    if len(page.grids) != 1 or not out or len(out[-1].grids) != 1:
        return []
    grid = page.grids[0]
    if not any(len(p.grids) == 1 and _ends_level(p.grids[0], grid) for p in out[-LONGEST:]):
        return []
    size = 1
    while size < len(out) and size < LONGEST and len(out[-size - 1].grids) == 1 and not _begins(out[-size - 1], out[-size]):
        size += 1
    block = out[-size:]
    return block if _level(block[0].grids[0], page.grids[0]) else []


def _begins(before: Page, page: Page) -> bool:
    """Whether a table begins on ``page``: its grid has a title over it that the page before has not, or other columns."""
    title = _title_of(page)
    grid, last = page.grids[0], before.grids[0]
    other = bool(title) and title != _title_of(before) or isinstance(last, Sheets) != isinstance(grid, Sheets) or _unlike(last, grid)
    return other or _same_labels(last, grid)


def _same_labels(one: Grid, other: Grid) -> bool:
    """The first column says the same: two sheets beside one another, not one after the other."""
    first = [[squeeze(c.text) for row in rows_of(g)[find_header(g).end :] for c in row if c.col == 0 and c.text] for g in (one, other)]
    return len(first[0]) >= FEWEST and first[0] == first[1]


def _unlike(one: Grid, other: Grid) -> bool:
    return one.n_cols != other.n_cols or any(abs(a - b) > LEVEL for a, b in zip(one.xs, other.xs))


def _title_of(page: Page) -> str:
    return next((squeeze(line.text) for line in _above(page) if is_title(line.text)), "")


def _above(page: Page) -> list[Line]:
    """The lines over the page's grid that are no caption: its title, or prose."""
    top = page.grids[0].box[1]
    return [line for line in page.lines if line.box[3] < top + 2 and take(Captions(), line.text)[1] and not words().page_number.match(squeeze(line.text))]


def _consecutive(left: Page, right: Page) -> bool:
    return len(right.grids) == 1 and right.number > max(pages_of(left.grids[0])) and _level(left.grids[0], right.grids[0])


def _level(left: Grid, right: Grid) -> bool:
    """The rules between rows stand at the same heights; those that one sheet lacks stand in the header, where tall cells are."""
    if not _ends_level(left, right) or right.n_rows < 2:
        return False
    body = left.ys[find_header(left).end] - LEVEL
    return all(any(abs(y - other) <= LEVEL for other in there) for here, there in ((left.ys, right.ys), (right.ys, left.ys)) for y in here if y >= body)


def _ends_level(left: Grid, right: Grid) -> bool:
    return abs(left.ys[-1] - right.ys[-1]) <= LEVEL and abs(left.ys[0] - right.ys[0]) <= LEVEL and abs(left.n_rows - right.n_rows) <= 3


def _heights(left: Grid, right: Grid) -> tuple[list[float], list[int], list[int]]:
    """The rules between rows of both, and for each rule of the one and of the other its place among them."""
    ys = list(left.ys)
    for y in right.ys:
        if all(abs(y - other) > LEVEL for other in ys):
            ys.append(y)
    ys.sort()
    return ys, *([min(range(len(ys)), key=lambda k: abs(ys[k] - y)) for y in grid.ys] for grid in (left, right))


def _fit(lefts: Sequence[Page], rights: Sequence[Page], before: Page | None, again: bool) -> bool:
    """Whether ``rights`` are the right halves of ``lefts``: no title of their own, and one proof that they belong there."""
    left, right = lefts[0].grids[0], rights[0].grids[0]
    if caption_rows(left) or caption_rows(right) or not all(_titles_fit(a, b) for a, b in zip(lefts, rights)):
        return False
    pairs = [(a.grids[0], b.grids[0]) for a, b in zip(lefts, rights)]
    body = [row for a, b in pairs for row in _body(b, a.ys[find_header(a).end] - LEVEL)]
    labels = [text for a, _ in pairs for row in _body(a, a.ys[find_header(a).end] - LEVEL) for text in row if not is_amount(text)]
    numbers = _numbers_go_on(left, right)
    if numbers is False or not numbers and len(labels) < min(FEWEST, len(body)) or not any(is_amount(text) for row in body for text in row):
        return False
    if numbers or before is not None and _as_before(before, left, right):
        return True
    if again and not (_title_of(rights[0]) or any(not take(Captions(), text)[0].entity for text in _captions(rights[0]))):
        return False  # many a form has the same labels; its title or its number printed again with them is its own
    rows = sum(any(is_amount(text) for text in row) for row in body)
    if rows < FEWEST:
        return False
    if all(is_amount(text) or text in _BLANK for row in body for text in row):
        return _title_of(rights[0]) in ("", _title_of(lefts[0])) or bool(_pairs(lefts[0], rights[0])) or not _title_of(lefts[0])
    return _title_cut(lefts[0], rights[0]) or _two_sides(left, right)


def _body(grid: Grid, top: float) -> list[list[str]]:
    """The texts of the rows from ``top`` on, where the header ends on the left sheet."""
    return [[text for text in (squeeze(c.text) for c in row) if text] for row in rows_of(grid) if row and grid.ys[row[0].row] >= top]


def _titles_fit(left: Page, right: Page) -> bool:
    """Over the right half stands nothing, the left one's title again, or what the edge of the sheet cut off from it."""
    cut = _pairs(left, right)
    loose = [line for line in _above(right) if id(line) not in {id(b) for _, b in cut}]
    if not _captions(right) <= _captions(left):
        return False  # another 表号
    if any(words().title_ending.search(squeeze(a.text)) and squeeze(a.text) != squeeze(b.text) for a, b in cut):
        return False
    return not loose or len(loose) == 1 and is_title(loose[0].text) and _title_of(left) in ("", squeeze(loose[0].text))


def _captions(page: Page) -> set[str]:
    """The captions over the page's grid that every sheet of a table has alike, if it has any: number and publisher."""
    top = page.grids[0].box[1]
    over = [line.text for line in page.lines if line.box[3] < top + 2 and not words().page_number.match(squeeze(line.text))]
    return {squeeze(text) for text in over if not take(Captions(), text)[1] and not unit_of(text)}


def _pairs(left: Page, right: Page) -> list[tuple[Line, Line]]:
    """Lines above the two grids that are of one height and size: one line, cut by the edge of the sheet."""
    return [(a, b) for a in _above(left) for b in _above(right) if abs(a.box[1] - b.box[1]) <= LEVEL and abs(a.size - b.size) < 0.6]


def _as_before(before: Page, left: Grid, right: Grid) -> bool:
    """The page before was put together of two such sheets, with the same columns and the same header."""
    whole = before.grids[0] if len(before.grids) == 1 else None
    if not isinstance(whole, Sheets) or whole.n_cols != left.n_cols + right.n_cols:
        return False
    xs = (*left.xs, *(x + left.xs[-1] - right.xs[0] for x in right.xs[1:]))
    return all(abs(x - y) <= LEVEL for x, y in zip(xs, whole.xs)) and set(find_header(left).columns) <= set(find_header(whole).columns)


def _title_cut(left: Page, right: Page) -> bool:
    """A title that only both sheets together print whole: what the right one shows of it names no form."""
    ends, named = words().title_ending.search, [p.search for form in catalogue().forms for p in form.title]
    return any(not ends(squeeze(a.text)) and ends(squeeze(a.text + b.text)) and not any(p(plain(b.text)) for p in named) for a, b in _pairs(left, right))


def _numbers_go_on(left: Grid, right: Grid) -> bool | None:
    """The columns of ``right`` are numbered on where those of ``left`` end (栏次 1 2 | 3 4); None where not both are numbered."""
    here = find_header(left).line_row
    at = find_header(left).end - 1
    there = next((row for row in rows_of(right) if row and here and abs(right.ys[row[0].row] - left.ys[at]) <= LEVEL), [])
    ours = [int(t) for t in map(_leading, here) if t] or [0]
    theirs = [int(t) for t in (_leading(c.text) for c in there) if t]
    if not here or not theirs or not _only_numbers(there):
        return None
    return theirs == list(range(ours[-1] + 1, ours[-1] + 1 + len(theirs)))


def _only_numbers(row: Sequence[Cell]) -> bool:
    return all(_leading(c.text) or not squeeze(c.text) or words().number_row.match(squeeze(c.text)) for c in row)


def _leading(text: str) -> str:
    """The number of a column, of "3" and of "3=1+2"."""
    head = squeeze(text).partition("=")[0].strip("()")
    return head if head.isdigit() and len(head) <= 2 else ""


def _two_sides(left: Grid, right: Grid) -> bool:
    """收入 stands over the left half and 支出 over the right one, and both end with a total."""
    first, second = ("".join(text for c in rows_of(g)[0] if (text := squeeze(c.text)) not in ("序号", "行次")) for g in (left, right))
    foot = [[squeeze(c.text) for c in rows_of(g)[-1]] for g in (left, right)]
    totals = all(any(text.endswith(("合计", "总计")) for text in row) for row in foot)
    return first.startswith("收入") and "支出" not in first and second.startswith("支出") and "收入" not in second and totals


def _without_labels(left: Page, right: Page) -> Page | None:
    """``right`` without its first columns where they are those of ``left`` printed again; as it is where they are not.

    None where its other columns are not other ones: two forms with the same rows.
    """
    a, b = left.grids[0], right.grids[0]
    _, of_left, of_right = _heights(a, b)
    body = of_left[find_header(a).end]
    here, there = _by_place(a, of_left, body), _by_place(b, of_right, body)
    count = 0
    while count < min(a.n_cols, b.n_cols) - 1 and here[count] == there[count] and abs((a.xs[count + 1] - a.xs[0]) - (b.xs[count + 1] - b.xs[0])) <= LEVEL:
        count += 1
    if sum(map(len, here[:count])) < FEWEST:
        return right
    crossed = any(c.col < count < c.col + c.col_span for c in b.cells)
    if crossed or set(find_header(a).columns[count:]) & (set(find_header(b).columns[count:]) - {""}):
        return None
    cells = tuple(replace(c, col=c.col - count) for c in b.cells if c.col >= count)
    narrow = Grid(b.page, (b.xs[count], *b.box[1:]), b.n_rows, b.n_cols - count, cells, b.xs[count:], b.ys, b.source)
    return replace(right, grids=(narrow,))


def _by_place(grid: Grid, at: Sequence[int], start: int) -> list[dict[int, str]]:
    """For each column its texts by their rows from ``start`` on, ``at`` giving the number of a row among those of both sheets."""
    columns: list[dict[int, str]] = [{} for _ in range(grid.n_cols)]
    for cell in grid.cells:
        if at[cell.row] >= start and squeeze(cell.text):
            columns[cell.col][at[cell.row]] = squeeze(cell.text)
    return columns


def _put(left: Page, right: Page, headed: bool) -> Page | None:
    """The left page with the right one's grid and lines beside its own; None where the header at the seam is not certain."""
    a, b = left.grids[0], right.grids[0]
    ys, of_left, of_right = _heights(a, b)
    width, body = a.n_cols, a.ys[find_header(a).end] - LEVEL
    cells = [replace(c, row=of_left[c.row], row_span=of_left[c.row + c.row_span] - of_left[c.row]) for c in a.cells]
    moved = [replace(c, row=of_right[c.row], row_span=of_right[c.row + c.row_span] - of_right[c.row], col=c.col + width) for c in b.cells]
    end = sum(y < body for y in ys) if headed else 0
    for cell in [c for c in moved if c.col == width and c.row < end]:
        edge = next((c for c in cells if c.row == cell.row and c.row_span == cell.row_span and c.col + c.col_span == width), None)
        if edge is None:
            continue
        texts = squeeze(edge.text), squeeze(cell.text)
        cut = all(texts) and texts[1] in _hidden(left) and texts[0] in _hidden(right)
        if not any(texts) or not all(texts) and cell.row + cell.row_span >= end:
            return None  # a group goes on over the seam, a column does not
        if cut or not all(texts):
            cells.remove(edge)
            moved.remove(cell)
            cells.append(replace(edge, col_span=edge.col_span + cell.col_span, text=edge.text + cell.text))
    shift = a.xs[-1] - b.xs[0]
    xs = (*a.xs, *(round(x + shift, 2) for x in b.xs[1:]))
    seams = (*(a.seams if isinstance(a, Sheets) else ((0, a.page),)), (width, b.page))
    wide = Sheets(a.page, (a.box[0], a.box[1], xs[-1], a.box[3]), len(ys) - 1, len(xs) - 1, (*cells, *moved), xs, tuple(ys), a.source, seams)
    if headed and not all(flatten(wide, 0, end)[width:]):
        return None
    return replace(left, lines=_lines(left, right, shift), grids=(wide,), width=left.width + right.width)


def _hidden(page: Page) -> str:
    """What the edge of the sheet hides of the page's text, as its problems tell it."""
    return squeeze("".join(p.detail.partition(": ")[2] for p in page.problems if p.kind in HIDDEN))


def _lines(left: Page, right: Page, shift: float) -> tuple[Line, ...]:
    """The lines of both sheets from top to bottom; a title cut in two is one again, one printed again stands once."""
    rest = dict.fromkeys(id(b) for _, b in _pairs(left, right))
    other = {id(a): b for a, b in _pairs(left, right)}
    lines = []
    for line in left.lines:
        tail = other.get(id(line))
        if tail is not None and squeeze(tail.text) != squeeze(line.text):
            line = replace(line, text=line.text + tail.text, box=(*line.box[:2], tail.box[2] + shift, line.box[3]))
        lines.append(line)
    known = {squeeze(line.text) for line in left.lines}
    for line in right.lines:
        if id(line) not in rest and squeeze(line.text) not in known and not words().page_number.match(squeeze(line.text)):
            lines.append(replace(line, page=left.number, box=(line.box[0] + shift, line.box[1], line.box[2] + shift, line.box[3])))
    return tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0])))

"""Grids joined over pages into whole tables.

In: the pages of a reading. Out: ``Draft`` tables, each with the grids it was printed on, its captions and its
notes, in the order printed. Two grids are one table when nothing but captions stands above the second and its
vertical rules nest in the first's, or when title and header are printed again (measured on 20 documents:
extraction.md, trap 7). A grid that starts a form anew (another 项目名称) is never joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gouji.forms.captions import Captions, above, furniture, hanging, inside, note_text, notes_below
from gouji.forms.declared import Form, words
from gouji.forms.header import Header, caption_rows, find_header, is_word, rows_of
from gouji.forms.identity import Identity, part_of
from gouji.forms.kept import kept
from gouji.forms.recognise import laid_out_as_form, recognise, title_key
from gouji.forms.text import is_amount, is_figure, is_number_row, squeeze
from gouji.model import Grid, Line, Page

NEAR = 3.0  # points within which two rules are one
SPLIT = 16.0  # points between two grids of one page that a reader took apart


@kept
def texts_of(grid: Grid) -> list[list[str]]:
    """``grid.rows()``, squeezed; to look at, not to change."""
    return [[squeeze(c) if c else c for c in row] for row in grid.rows()]


@dataclass(slots=True)
class Draft:
    """A table being put together. ``skips`` says how many leading rows of each grid are not body rows."""

    captions: Captions
    grids: list[Grid]
    skips: list[int]
    header: Header
    layout: str
    form: Form | None
    notes: list[Line] = field(default_factory=list)

    def leading(self) -> list[list[str]]:
        """The first grid's rows from below its title, squeezed: what a repeated header repeats."""
        return texts_of(self.grids[0])[self.header.captions :]


def join_grids(pages: Sequence[Page], parts: Sequence[tuple[int, Identity]]) -> list[Draft]:
    """Every table of the file. ``parts`` says whose document a page belongs to, for recognising titles."""
    drafts: list[Draft] = []
    running = furniture(pages)
    open_end = False  # nothing but notes and running lines since the last grid
    left: list[Line] = []  # a title at the foot of the page before, whose table stands on this one
    for page in pages:
        lines = [line for line in page.lines if (page.number, line) not in running]
        top, fresh, part = 0.0, True, part_of(parts, page.number)
        for grid in sorted(page.grids, key=lambda g: (g.box[1], g.box[0])):
            between = [line for line in lines if top - 1 <= _middle(line) < grid.box[1] + 2]
            if fresh and drafts and open_end:
                notes, between = _notes_carried(drafts[-1], between)
            elif not fresh and drafts:
                notes, between = notes_below(between)
                drafts[-1].notes.extend(notes)
            found = above(between)
            if fresh and left and not found.title and not found.prose:
                found = above([*left, *between])
            if not drafts or not _continues(drafts[-1], grid, found, bool(between), fresh, open_end, part.entity):
                if any(squeeze(cell.text) for cell in grid.cells):  # else ruled without a word: a chart's net, no form
                    drafts.append(_new(grid, found, part.kind, part.entity))
            top, fresh, open_end = grid.box[3], False, True
        below = [line for line in lines if _middle(line) >= top] if not fresh else lines
        left = hanging(below)
        if not fresh and drafts:
            notes, rest = notes_below(below)
            drafts[-1].notes.extend(notes)
            open_end = not rest
        elif open_end and below and drafts:
            _notes_carried(drafts[-1], below)
            open_end = False
    return drafts


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _notes_carried(draft: Draft, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Notes at the top of a page that belong to the table which ended the page before."""
    notes, rest = notes_below(lines)
    draft.notes.extend(notes)
    return notes, rest


def _new(grid: Grid, found: Captions, kind: str, entity: str | None) -> Draft:
    rows = caption_rows(grid)
    inner = inside(grid, rows)
    captions = Captions(
        title=inner.title or found.title,
        number=inner.number or found.number,
        unit=inner.unit or found.unit,
        entity=inner.entity or found.entity,
        prose=found.prose,
    )
    header = find_header(grid)
    form = recognise(captions.title, header.columns, kind, entity)
    first = [cell.text for cell in rows_of(grid)[rows]] if rows < grid.n_rows else []
    if laid_out_as_form(form, first):
        layout, header = "form", Header(rows, rows, ("",) * grid.n_cols)
    else:
        layout = "table"
    return Draft(captions, [grid], [header.end], header, layout, form)


def _continues(draft: Draft, grid: Grid, found: Captions, lines_above: bool, fresh: bool, open_end: bool, entity: str | None) -> bool:
    """Whether ``grid`` continues ``draft``; if so it is added, with its repeated rows counted."""
    last = draft.grids[-1]
    if not fresh:
        near = grid.box[1] - last.box[3] < SPLIT and not lines_above and grid.page == last.page
        if not (near and nest(last.xs, grid.xs)) or _starts_anew(draft, grid, 0):
            return False
        draft.grids.append(grid)
        draft.skips.append(_repeated(draft, grid, 0))
        return True
    if not open_end or grid.page - last.page > 2:
        return False
    rows = caption_rows(grid)
    inner = inside(grid, rows) if rows else Captions()
    title = inner.title or found.title
    if found.entity and draft.captions.entity and squeeze(found.entity) != squeeze(draft.captions.entity):
        return False
    repeated = _repeated(draft, grid, rows)
    if found.prose and not (title and repeated > rows):
        return False
    if title:
        same = title_key(title, entity) == title_key(draft.captions.title or "", entity)
        if not same or not alike(last, grid) or _starts_anew(draft, grid, repeated):
            return False
        if repeated > rows and _printed_again(draft, grid, repeated):
            return False
        if repeated == rows and (not nest(last.xs, grid.xs) or _begins_like(draft, grid, rows)):
            return False
    elif draft.notes or not (nest(last.xs, grid.xs) or repeated > rows and alike(last, grid)):
        return False
    elif _starts_anew(draft, grid, repeated) or _figures_for_labels(draft, grid, repeated) or _words_for_figures(draft, grid, repeated) or repeated > rows and _totals_again(draft, grid, repeated):
        return False
    draft.grids.append(grid)
    draft.skips.append(repeated)
    return True


def _repeated(draft: Draft, grid: Grid, start: int) -> int:
    """The index of the first row of ``grid`` that is not the draft's header (or leading rows) printed again."""
    lead = draft.leading()
    header = lead[: draft.header.end - draft.header.captions] if draft.layout == "table" else lead
    index, seen = start, 0
    rows = texts_of(grid)
    while index < len(rows):
        filled = [c for c in rows[index] if c]
        match = next((k for k in range(seen, len(header)) if filled and [c for c in header[k] if c] == filled), None)
        if match is not None and (draft.layout == "table" or match == seen):
            seen = match + 1
        elif not (index > start and not filled and seen < len(header)) and not is_number_row(rows[index]):
            break
        index += 1
    return index if index > start and seen else start


def _starts_anew(draft: Draft, grid: Grid, start: int) -> bool:
    """A grid whose first row is a header of its own, or the first row of another performance form."""
    rows = rows_of(grid)
    if start >= len(rows):
        return False
    first = [squeeze(c.text) for c in rows[start] if squeeze(c.text)]
    if not first:
        return False
    if draft.layout == "form":
        return bool(words().form_key.match(first[0]))
    if len(first) >= 2 and all(text in words().header_exact for text in first):
        return True
    if grid.n_cols != draft.grids[-1].n_cols and len(first) == len(rows[start]) >= 2 and all(map(is_word, first)):
        return True
    own = find_header(grid)  # a header of two levels or more is one by structure, whatever its words
    return own.end - own.captions >= 2 and not own.line_row and own.columns != draft.header.columns and grid.n_cols > 2


def _figures_for_labels(draft: Draft, grid: Grid, start: int) -> bool:
    """Figures in the first column where the draft has labels: the right half of a table printed on two sheets, no continuation."""
    if draft.layout != "table":
        return False
    begun = [row[0] for row in texts_of(grid)[start:] if row[0]]
    figures = sum(map(is_figure, begun))
    if figures < 2 or 2 * figures <= len(begun):
        return False
    return not any(is_figure(row[0]) for g, skip in zip(draft.grids, draft.skips) for row in texts_of(g)[skip:])


def _words_for_figures(draft: Draft, grid: Grid, start: int) -> bool:
    """A first row of words in every column, two of them where the draft has figures alone: a header of its own, no body row."""
    rows, last = texts_of(grid), draft.grids[-1]
    if draft.layout != "table" or grid.n_cols != last.n_cols or start >= len(rows) or not all(rows[start]) or any(map(is_amount, rows[start])):
        return False
    body = texts_of(last)[draft.skips[-1] :]
    figures = [col for col in range(grid.n_cols) if (said := [row[col] for row in body if row[col]]) and all(map(is_figure, said))]
    return len(figures) >= 2 and all(any(map(str.isalpha, rows[start][col])) for col in figures)


def _totals_again(draft: Draft, grid: Grid, start: int) -> bool:
    """Under a repeated header without a title: the draft has ended with its total, or other totals begin here.

    So two forms with one layout (政府性基金, 国有资本经营) stay two even when the second has lost its title.
    """
    if draft.layout != "table":
        return False
    begun, body = _filled_rows(grid, start), _filled_of(draft)
    if not begun or (first := next(body, None)) is None:
        return False
    last = next(_filled_of(draft, backwards=True))
    if _has_total(begun[0]):
        return _has_total(last) or _has_total(first) and first != begun[0]
    return next(body, None) is not None and _has_total(last)


def _printed_again(draft: Draft, grid: Grid, start: int) -> bool:
    """Under a repeated title and header: the draft's first row and most of what follows it, by their words, once more.

    So a form printed twice is two forms, while a 合计 that every page of a long form repeats has other rows below.
    """
    begun = [_words_of(row) for row in _filled_rows(grid, start)]
    if draft.layout != "table" or len(begun) < 2 or not begun[0] or begun[0] != _words_of(next(_filled_of(draft), [])):
        return False
    body = [_words_of(row) for row in _filled_of(draft)]
    return 2 * sum(row in body for row in begun[1:]) > len(begun) - 1


def _filled_of(draft: Draft, backwards: bool = False) -> Iterator[list[str]]:
    """The draft's body rows that are not blank, in the order printed or from the last one on."""
    parts = list(zip(draft.grids, draft.skips))
    for grid, skip in reversed(parts) if backwards else parts:
        rows = _filled_rows(grid, skip)
        yield from reversed(rows) if backwards else rows


def _words_of(row: list[str]) -> list[str]:
    return [text for text in row if not is_amount(text)]


@kept
def _filled_rows(grid: Grid, start: int) -> list[list[str]]:
    rows = [[c for c in row if c] for row in texts_of(grid)[start:]]
    return [row for row in rows if row]


def _has_total(row: list[str]) -> bool:
    return any(words().total.match(text) for text in row)


def _begins_like(draft: Draft, grid: Grid, start: int) -> bool:
    """The first cell under the title is the draft's own first cell (with other values beside it: another form)."""
    first = [next((squeeze(c.text) for c in row if squeeze(c.text)), None) for row in rows_of(grid)[start : start + 1]]
    lead = next((c for row in draft.leading()[:1] for c in row if c), None)
    return bool(first) and first[0] == lead


def nest(left: Sequence[float], right: Sequence[float]) -> bool:
    """The rules of the one all stand among the rules of the other (within NEAR; a page may be shifted as a whole)."""
    few, many = sorted((left, right), key=len)
    if len(few) < 3 and len(many) > 3:
        return False
    return any(
        all(min(abs(x + shift - y) for y in many) <= NEAR for x in few) for shift in {0.0, many[0] - few[0], many[-1] - few[-1]}
    )


def alike(left: Grid, right: Grid) -> bool:
    """Grids of one table whose header is printed again: as many columns, or nested rules."""
    return left.n_cols == right.n_cols or nest(left.xs, right.xs)


def table_note(draft: Draft) -> str | None:
    """The draft's notes as one text."""
    return note_text(draft.notes)

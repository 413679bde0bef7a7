"""A reading understood: whole tables, recognised, and the document's identity.

In: a ``Reading``. Out: a ``Document``. Nothing is dropped in silence: what is not understood is a ``Problem``.
"""

from __future__ import annotations

from collections.abc import Sequence

from gouji.forms.body import APART, Row, body_rows, columns_of, levels_to_header
from gouji.forms.captions import unit_of
from gouji.forms.declared import Form, catalogue, words
from gouji.forms.identity import Identity, disagreements, part_of, segments
from gouji.forms.kept import forget
from gouji.forms.join import Draft, join_grids, table_note
from gouji.forms.losses import rows_left_out
from gouji.forms.recognise import recognise, title_key
from gouji.forms.sideways import beside, halves_apart, pages_of
from gouji.forms.text import is_amount, is_figure, is_zero, squeeze
from gouji.forms.twoup import apart
from gouji.forms.unruled import unruled_tables
from gouji.model import Document, Problem, Reading, Table
from gouji.reading.pause import collector_paused


KEYS = 4  # integers before a label: its number and the three parts of its code
MANY = 4  # rows; a table of figures in running text has fewer


def understand(reading: Reading) -> Document:
    """The document that ``reading`` shows: entity, year and kind from its own text, its tables joined and recognised."""
    try:
        with collector_paused():
            parts = segments(reading.pages)
            identity = parts[0][1]
            pages, together = apart(reading.pages)
            drafts = join_grids(beside(pages), parts)
            tables = tuple(_table(draft, part_of(parts, draft.grids[0].page)) for draft in drafts)
            said = [(draft.grids[0].page, draft.captions.title or "", draft.captions.entity) for draft in drafts]
            problems = (*disagreements(parts, reading.pages, said), *printed_twice(tables), *together, *halves_apart(drafts), *unruled_tables(reading.pages))
        return Document(reading, identity.entity, identity.year, identity.kind, tables, problems)
    finally:
        forget()


def printed_twice(tables: Sequence[Table]) -> list[Problem]:
    """A statutory form that stands in the document twice with other figures: both are kept, and it is said so."""
    first: dict[tuple[str, str], Table] = {}
    found = []
    for table in tables:
        form = catalogue().get(table.form) if table.form else None
        if form is None or form.layout == "form" or not table.rows:
            continue
        seen = first.setdefault((form.id, title_key(table.title)), table)
        if seen is not table and _figures(seen) != _figures(table):
            found.append(Problem(table.pages[0], "form_twice", f"{table.title} stands on page {seen.pages[0]} with other figures"))
    return found


def _figures(table: Table) -> list[str]:
    return sorted(squeeze(c.text) for row in table.rows for c in row if is_amount(c.text))


def _table(draft: Draft, part: Identity) -> Table:
    columns, line_row = columns_of(draft)
    rows, inner_notes = body_rows(draft)
    columns = levels_to_header(columns, rows)
    form = recognise(draft.captions.title, columns, part.kind, part.entity) if draft.layout == "table" else draft.form
    note = "".join([*inner_notes, table_note(draft) or ""]) or None
    first = _unit_in_first_row(draft, rows)
    unit = draft.captions.unit or first or _unit_in_cells(draft, columns, rows)
    return Table(
        form=form.id if form else None,
        title=draft.captions.title or "",
        number=draft.captions.number,
        unit=unit,
        pages=tuple(sorted({page for grid in draft.grids for page in pages_of(grid)})),
        columns=columns,
        rows=tuple(rows),
        empty=is_empty(rows, draft.layout, form is not None or unit is not None),
        note=note,
        header_rows=draft.header.end,
        line_row=line_row,
        problems=tuple(_questions(draft, form, unit, rows)),
    )


def _questions(draft: Draft, form: Form | None, unit: str | None, rows: list[Row]) -> list[Problem]:
    """What a reader must know before trusting the figures: no unit printed, or a money table of no declared form."""
    page, title = draft.grids[0].page, draft.captions.title or "a table without title"
    found = rows_left_out(draft)
    found += [Problem(c.page, "columns_unsure", f"{title}: {c.text}") for row in rows for c in row if APART in c.text]
    if form is not None and unit is None and form.kind != "performance" and rows:
        found.append(Problem(page, "unit_missing", f"{title}: no unit is printed, its figures have none"))
    if form is None and (unit is not None or _many_figures(rows)):
        found.append(Problem(page, "form_unknown", f"{title}: read, but no declared form has this title and header"))
    return found


def _many_figures(rows: list[Row]) -> bool:
    """Mostly figures: a form without a unit, or a part of one that has lost its title, as the right half of a table printed on two sheets has."""
    texts = [cell.text for row in rows for cell in row if squeeze(cell.text)]
    return len(rows) >= MANY and 2 * sum(map(is_figure, texts)) > len(texts)


def _unit_in_first_row(draft: Draft, rows: list[Row]) -> str | None:
    """The unit that stands alone in the row under the header; the row is taken from ``rows``, in place."""
    filled = [c.text for c in rows[0] if squeeze(c.text)] if rows and draft.layout == "table" else []
    unit = unit_of(filled[0]) if len(filled) == 1 and not is_amount(filled[0]) else None
    if unit:
        del rows[0]
    return unit


def _unit_in_cells(draft: Draft, columns: tuple[str, ...], rows: list[Row]) -> str | None:
    """A unit printed in the header's words, or in the label of a performance form's amounts: 资金总额（万元）."""
    pattern = words().captions["unit_in_header"]
    texts = list(columns) if draft.layout == "table" else [cell.text for row in rows[:12] for cell in row]
    for text in texts:
        found = pattern.search(squeeze(text))
        if found or draft.layout == "table" and unit_of(text):
            return found.group(1) if found else unit_of(text)
    return None


def is_empty(rows: list[Row], layout: str, statutory: bool) -> bool:
    """No figure in it, or zeros alone. A list of names (neither form nor unit) is not an empty form."""
    if not statutory:
        return False
    if not rows:
        return True
    if layout == "form":
        return not any(is_amount(c.text) and not is_zero(c.text) or "%" in c.text or "≥" in c.text for row in rows for c in row)
    marked = False
    for row in rows:
        for cell in row:
            if is_figure(cell.text):
                if not is_zero(cell.text):
                    return False
                marked = True
    return marked or not any(not is_zero(t) for t in _not_keys(rows))


def _not_keys(rows: list[Row]) -> list[str]:
    """Integers that stand right of the first label, so neither codes nor row numbers; all of them where no row has a label."""
    labels = [next((i for i, c in enumerate(row) if squeeze(c.text) and not is_amount(c.text)), len(row)) for row in rows]
    bare = all(sum(is_amount(c.text) for c in row[:label]) > KEYS or label == len(row) for label, row in zip(labels, rows))
    return [c.text for label, row in zip(labels, rows) for c in (row if bare else row[label + 1 :]) if is_amount(c.text)]

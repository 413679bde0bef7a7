"""What waits for a person: cells on which the readers differ, amounts that could not be read; and a page read twice."""

from __future__ import annotations

import re

import pandas as pd

from gouji.ledger import unreadable
from gouji.model import Document, Grid, Table, TableCell
from gouji.show.rich import cell_ref, linked

QUEUE = ["name", "page", "form", "row", "why", "first reader", "second reader", "x0", "y0", "x1", "y1"]


NUMBER = re.compile(r"[-−+]?\d[\d,]*(\.\d+)?%?")
NAMES_ROWS = re.compile(r"(行次|栏次|序号?|编码(（项目编码）)?|[类款项])$")  # headers of columns whose numbers name the row
STATES = ("figures", "zeros", "blanks", "unreadable", "unnamed", "differ")


def amounts_state(ledger: pd.DataFrame) -> pd.DataFrame:
    """One row a document: cells of the ledger that are ``STATES``."""
    return _states(ledger).assign(name=ledger["name"]).groupby("name", sort=False)[list(STATES)].sum().astype(int).reset_index()


def marks(ledger: pd.DataFrame) -> pd.Series:
    """Of each cell of the ledger the list of what it is, of ``STATES``, and ``placed``: a figure in a known form and column."""
    told = _states(ledger)
    told["placed"] = ~ledger["blank"] & ledger["form"].notna() & ~told["unnamed"]
    return pd.Series([[state for state, holds in zip(told.columns, row, strict=True) if holds] for row in told.to_numpy()], ledger.index, dtype=object)


def _states(ledger: pd.DataFrame) -> pd.DataFrame:
    """figures, zeros of them, blanks, unreadable (printed, but no amount), without a known column, on which the readers differ."""
    printed, column = ~ledger["blank"], ledger["column"].fillna("?")
    return pd.DataFrame({
        "figures": ledger["value"].notna() & printed, "zeros": ledger["value"].eq(0) & printed, "blanks": ledger["blank"],
        "unreadable": ledger.index.isin(unreadable(ledger).index), "unnamed": column.str.startswith("?"), "differ": ledger["readers_agree"].eq(False).fillna(False),
    }).astype(bool)  # fmt: skip


def review_queue(opened) -> pd.DataFrame:
    """One row a cell to look at: where, why, and what each reader gave. ``opened`` is an OpenedStudy."""
    rows = []
    for document in opened.documents[opened.documents["read"]].itertuples(index=False):
        rows += _differing(document.name, opened.document(document.name))
    return pd.DataFrame(rows + _unreadable(opened.ledger), columns=QUEUE)


def page_to_show(opened, name: str = "", page: int = 0) -> tuple[str, int] | None:
    """The document and page to picture: those asked for, else the first page with a table; None when there is none."""
    held = opened.pages[opened.pages["grids"] > 0]
    held = held[held["name"] == name] if name else held
    if page and (name or len(held)):
        return name or held["name"].iloc[0], page
    return (held["name"].iloc[0], int(held["page"].iloc[0])) if len(held) else None


def other_grids(opened, name: str, page: int) -> dict[str, list[Grid]]:
    """Each reader's grids of one page, read anew: {"pdfium": [...], "camelot": [...]}."""
    from gouji.reading import read

    found = {}
    for reader in ("pdfium", "camelot"):
        pages = read(opened.pdf(name), reader=reader).pages
        found[reader] = list(pages[page - 1].grids)
    return found


def as_frame(table: Table, name: str, ledger: pd.DataFrame) -> pd.DataFrame:
    """A form of the document ``name`` as printed: its flattened header and its rows, every cell as text. A figure of the document's
    ``ledger`` leads to where it is printed, and so does any other number but the names of rows (codes, 行次)."""
    own = ledger[~ledger["blank"] & ledger["x0"].notna()]
    figures = {(int(r.page), int(r.x0), int(r.y0)) for r in own[["page", "x0", "y0"]].itertuples(index=False)}
    rows = [[_leading(cell, column, name, figures) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    headers = [f"{c} " if c.endswith("_") else c or " " for c in table.columns]  # what ends in _ is a column that tables do not show
    return pd.DataFrame(rows, columns=headers, dtype=object)


def _leading(cell: TableCell, column: str, name: str, figures: set[tuple[int, int, int]]) -> str:
    if not cell.box:
        return cell.text
    figure = (cell.page, int(cell.box[0]), int(cell.box[1])) in figures or NUMBER.fullmatch(cell.text.strip()) and not NAMES_ROWS.search(column)
    return linked(cell.text, cell_ref(name, cell.page, cell.box)) if figure else cell.text


def _differing(name: str, document: Document) -> list[tuple]:
    return [
        (name, cell.page, table.form, row[0].text, "readers differ", cell.text, cell.other, *(cell.box or (None,) * 4))
        for table in document.tables for row in table.rows for cell in row if cell.agree is False
    ]  # fmt: skip


def _unreadable(ledger: pd.DataFrame) -> list[tuple]:
    own = unreadable(ledger)
    return [(r.name, r.page, r.form, r.row_label, "no figure", r.printed, None, r.x0, r.y0, r.x1, r.y1) for r in own.itertuples(index=False)]

"""What waits for a person: cells on which the readers differ, amounts that could not be read; and a page read twice."""

from __future__ import annotations

import pandas as pd

from gouji.ledger import unreadable
from gouji.model import Document, Grid, Table, TableCell
from gouji.show.rich import cell_ref, linked

QUEUE = ["name", "page", "form", "row", "why", "first reader", "second reader", "x0", "y0", "x1", "y1"]


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
        "unreadable": ledger.index.isin(unreadable(ledger).index), "unnamed": column.str.startswith("?"), "differ": ledger["readers_agree"].eq(False),
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


def as_frame(table: Table, ledger: pd.DataFrame | None = None) -> pd.DataFrame:
    """A form as printed: its flattened header and its rows, every cell as text; a figure that is in the ``ledger`` of its
    document leads to where it is printed."""
    columns = [c or " " for c in table.columns]
    names: dict[tuple, str] = {}
    if ledger is not None:
        own = ledger[~ledger["blank"] & ledger["x0"].notna()]
        names = {(r.page, int(r.x0), int(r.y0)): r.name for r in own[["name", "page", "x0", "y0"]].itertuples(index=False)}
    return pd.DataFrame([[_leading(cell, names) for cell in row] for row in table.rows], columns=columns, dtype=object)


def _leading(cell: TableCell, names: dict[tuple, str]) -> str:
    name = names.get((cell.page, int(cell.box[0]), int(cell.box[1]))) if cell.box else None
    return linked(cell.text, cell_ref(name, cell.page, cell.box)) if name is not None else cell.text


def _differing(name: str, document: Document) -> list[tuple]:
    return [
        (name, cell.page, table.form, row[0].text, "readers differ", cell.text, cell.other, *(cell.box or (None,) * 4))
        for table in document.tables for row in table.rows for cell in row if cell.agree is False
    ]  # fmt: skip


def _unreadable(ledger: pd.DataFrame) -> list[tuple]:
    own = unreadable(ledger)
    return [(r.name, r.page, r.form, r.row_label, "no figure", r.printed, None, r.x0, r.y0, r.x1, r.y1) for r in own.itertuples(index=False)]

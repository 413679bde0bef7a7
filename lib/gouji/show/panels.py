"""The panel's figures as a table that leads to the printed cells."""

from __future__ import annotations

import pandas as pd

from gouji.show.rich import cell_ref, linked

SHOWN = ["account", "zh", "value", "source", "form", "item", "column", "printed", "page"]


def printed_where(panel: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: account, measure, value (元), how it was come by, its address, and the print, which leads to its cell."""
    return panel[SHOWN].assign(printed=pd.Series([_linked(r) for r in panel.itertuples(index=False)], index=panel.index, dtype=object))


def _linked(row) -> str:
    return row.printed if row.x0 is None or row.x0 != row.x0 else linked(row.printed, cell_ref(row.name, row.page, (row.x0, row.y0)))

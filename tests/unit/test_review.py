"""A form as printed: each figure leads to its cell, names of rows do not, and no column is lost or doubled."""

from __future__ import annotations

import pandas as pd

from gouji import show
from gouji.analysis.review import as_frame
from gouji.model import Table, TableCell
from gouji.show.rich import Rich

LEDGER = pd.DataFrame([{"page": 1, "x0": 200.2, "y0": 100.0, "blank": False}])


def form(columns, *texts):
    cells = tuple(TableCell(text, 1, (100.2 * (i + 1) - 0.2 * i, 100.0, 100.0 * (i + 2), 120.0)) for i, text in enumerate(texts))
    return Table("FA01", "收入表", None, "万元", (1,), tuple(columns), (cells,), False)


def test_figures_and_other_numbers_lead_to_their_cell_and_names_of_rows_do_not():
    row = as_frame(form(("项目", "金额", "行次", "", "备注"), "行政运行", "见附注", "7", "12", "无"), "a", LEDGER).iloc[0]
    assert [isinstance(v, Rich) for v in row] == [False, True, False, True, False]  # the ledger's, whatever it says; and a number under no header
    assert 'data-ref="cell:a/1/200/100"' in row.iloc[1].html


def test_every_column_is_shown_once_whatever_its_header():
    frame = as_frame(form(("", "", "备注_", "金额"), "甲", "乙", "丙", "3.00"), "a", LEDGER)
    shown = show.table(frame)._repr_html_()
    assert shown.count("<td") == 4 and all(shown.count(f"{text}<") == 1 for text in ("甲", "乙", "丙", "3.00"))

"""Whether a draft's rows lose a figure on their way into the table: the check behind "nothing dropped in silence".

In: a ``Draft`` and the skips that joining found. Out: a ``Problem`` for every row above the body that holds an amount
and is neither the numbers of the columns nor a row that stands in the table already. Header and captions are found so
that there is none; this says it where a layout not thought of proves that wrong.
"""

from __future__ import annotations

from gouji.forms.header import rows_of
from gouji.forms.join import Draft
from gouji.forms.text import is_amount, is_number_row, is_year, squeeze
from gouji.model import Problem


def rows_left_out(draft: Draft) -> list[Problem]:
    """One problem a row with amounts that is no body row, with what it says."""
    found = []
    for part, (grid, skip) in enumerate(zip(draft.grids, draft.skips)):
        for row in rows_of(grid)[:skip]:
            texts = [text for text in (squeeze(cell.text) for cell in row) if text]
            if not any(is_amount(text) and not is_year(text) for text in texts) or is_number_row(texts):
                continue
            if part and texts in [[text for text in lead if text] for lead in draft.leading()]:
                continue  # printed again: the first grid has it
            found.append(Problem(grid.page, "row_left_out", " | ".join(texts)[:200]))
    return found

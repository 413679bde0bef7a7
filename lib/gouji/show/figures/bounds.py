"""How much is drawn: a figure stays readable for two hundred accounts. What is not drawn is in the table, and said."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def chosen(given: pd.DataFrame, amounts: Mapping[str, float], most: int) -> list[str]:
    """The accounts to draw, peers together (``group``, latest first), the largest first; beyond ``most`` the largest of all."""
    amounts = dict(amounts)
    own = given[given["account"].isin(list(amounts))].drop_duplicates("account")
    own = own.assign(_amount=[float(amounts[a] or 0) for a in own["account"]])
    own = own.sort_values("_amount", ascending=False, kind="stable").head(most)
    order = own.sort_values(["kind", "year", "group", "_amount"], ascending=[True, False, True, False], kind="stable")
    return order["account"].tolist()


def drawn_words(drawn: int, there: int) -> tuple[str, str]:
    """What the caption says of accounts not drawn; "" when all are."""
    left = there - drawn
    return (f"图中画金额最大的 {drawn} 个账户，其余 {left} 个见表。", f"The {drawn} largest are drawn, the other {left} stand in the table.") if left > 0 else ("", "")


def height(rows: int, lines: int = 2) -> float:
    """Inches for so many rows with labels of so many lines."""
    return (0.2 + 0.155 * lines) * max(1, rows)

"""Cost per head, where the number of staff in service is published.

The establishment (编制) is no headcount. A document that states several numbers of staff (its own and a subordinate
unit's) leaves open which the money pays: the heads are then between the largest and their sum, and so is the cost.
"""

from __future__ import annotations

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.panel import in_wan
from gouji.analysis.sources import in_prose, many
from gouji.analysis.stated import fitting

HEADS = ["account", "low", "high", "statements", "sentences", "low_", "high_", "statements_"]
MEASURES = ("personnel", "operating")


def headcounts(said: dict[str, list], given: pd.DataFrame) -> pd.DataFrame:
    """One row an account that states its staff: low and high number of heads, statements, the sentences."""
    rows = []
    for row in given.itertuples(index=False):
        found = fitting(said.get(row.name, []), declared("measures")["heads"])
        distinct = list(dict.fromkeys((int(s.amount), s.claim.sentence) for s in found if s.amount > 0))
        if distinct:
            said = {(int(s.amount), s.claim.sentence): in_prose(s.claim) for s in reversed(found)}
            made = tuple(said[d] for d in distinct)
            largest = (said[max(distinct, key=lambda d: d[0])],)
            rows.append((row.account, max(n for n, _ in distinct), sum(n for n, _ in distinct), len(distinct), "".join(dict.fromkeys(s for _, s in distinct)), largest, made, made))
    return pd.DataFrame(rows, columns=HEADS).drop_duplicates("account", ignore_index=True)


def per_head(panel: pd.DataFrame, heads: pd.DataFrame) -> pd.DataFrame:
    """One row an account and measure: heads (low, high), value (元), cost_low and cost_high (万元 a head), plausible (False where
    personnel cost a head lies outside the declared bounds: the pay or the heads are another budget's)."""
    bounds = declared("measures")["per_head"]
    own = panel[panel["measure"].isin(MEASURES)].merge(heads[["account", "low", "high", "low_", "high_"]], on="account")
    low = [v / h for v, h in zip(in_wan(own["value"]), own["high"], strict=True)]
    high = [v / h for v, h in zip(in_wan(own["value"]), own["low"], strict=True)]
    own = own.assign(cost_low=low, cost_high=high, cost_low_=[many(v) + many(h) for v, h in zip(own["value_"], own["high_"], strict=True)],
                     cost_high_=[many(v) + many(h) for v, h in zip(own["value_"], own["low_"], strict=True)])  # fmt: skip
    pay = own[own["measure"] == "personnel"]
    odd = pay[(pay["cost_high"] * 10_000 < bounds["least"]) | (pay["cost_low"] * 10_000 > bounds["most"])]["account"]
    columns = ["account", "body", "year", "kind", "tier", "group", "measure", "zh", "low", "high", "value", "cost_low", "cost_high", "low_", "high_", "value_", "cost_low_", "cost_high_"]
    return own[columns].assign(plausible=~own["account"].isin(odd)).reset_index(drop=True)

"""Year on year: what a body's accounts of one kind and tier say of each year, printed or implied.

``how`` says where a year's figure comes from: printed (that year's own document), column (the prior-year column of the
next year's form), initial (the year's initial budget, as its final account states it), change or growth (implied by the
change or the rate the next year's text states). An implied figure
carries the bounds its rounding leaves (``low``, ``high``), is always marked, and never overrides a printed one.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.panel import Cells, printed
from gouji.analysis.sources import Formula, Sources, in_cell, in_prose, many, spelled
from gouji.analysis.stated import Stated, fitting

SERIES = ["body", "body_key", "tier", "kind", "measure", "zh", "year", "value", "low", "high", "how", "account", "page", "value_"]
HOW = {"printed": 0, "column": 1, "initial": 2, "change": 3, "growth": 4}
LAST = "last_year"
CHANGED = ("本年数 − 所述增加额（减少则加）", "this year's figure − the stated increase (+ a stated decrease)")
GROWN = ("本年数 ÷（1 ± 所述增减率）", "this year's figure ÷ (1 ± the stated rate)")
SIGNS = {"up": 1, "down": -1, "flat": 0}


def series(panel: pd.DataFrame, said: dict[str, list], cells: Cells, given: pd.DataFrame) -> pd.DataFrame:
    """One row a body, measure, year and way it is known (``SERIES``; 元). Accounts with rivals (``whole`` False), and those whose tier
    or year nothing states, are left out. Changes against last year's execution, not its budget, are another thing and left out."""
    own = panel[panel["whole"] & panel["year"].notna() & panel["tier"].ne("")]
    rows = [_row(r, int(r.year), r.value, r.value - r.half, r.value + r.half, "printed", r.page, r.value_) for r in own.itertuples(index=False)]
    documents = given.groupby("account", sort=False)["name"].apply(list).to_dict()
    prior, initial = ({m["id"]: m[key] for m in declared("measures")["measures"] if key in m} for key in ("prior", "initial"))
    for r in own.itertuples(index=False):
        for name in documents[r.account]:
            rows += _columns(r, cells.get(name, {}))
            if r.measure in initial and r.kind == "final":
                rows += _initial(r, said.get(name, []), initial[r.measure])
            if r.measure in prior:
                rows += _implied(r, said.get(name, []), prior[r.measure])
    out = pd.DataFrame(rows, columns=SERIES).drop_duplicates(["body_key", "tier", "kind", "measure", "year", "how"], ignore_index=True)
    order = out["how"].map(HOW)
    return out.assign(_o=order).sort_values(["body_key", "tier", "kind", "measure", "year", "_o"], kind="stable").drop(columns="_o").reset_index(drop=True)


def _row(r, year: int, value: Decimal, low: Decimal, high: Decimal, how: str, page, made: Sources | Formula) -> tuple:
    return r.body, r.body_key, r.tier, r.kind, r.measure, r.zh, year, value, low, high, how, r.account, page, made


def _columns(r, own: dict) -> list[tuple]:
    given = declared("measures")["prior_column"]
    if r.measure not in given["measures"] or r.source != "form" or r.form != given["form"]:
        return []
    figure = printed(own, r.form, r.item, f"{given['prefix']}.{r.column}")
    if figure is None:
        return []
    half = figure.resolution / 2
    return [_row(r, int(r.year) - 1, figure.value, figure.value - half, figure.value + half, "column", figure.page, (in_cell(figure),))]


def _initial(r, prose: list, fact: dict) -> list[tuple]:
    """The initial budget a final account states, as a figure of the year's budget."""
    budget = r._replace(kind="budget")
    return [_row(budget, int(r.year), s.amount, s.amount - s.half, s.amount + s.half, "initial", s.claim.page, (in_prose(s.claim),)) for s in fitting(prose, fact)[:1]]


def _implied(r, prose: list, prior: dict) -> list[tuple]:
    """Last year's figure from the stated change (this − change) and from the stated rate (this ÷ (1 + rate))."""
    rows = []  # a stated change is mostly the difference of two figures rounded each for itself: three halves, not one
    for stated in _said_of(prose, {**prior, "metric": "change"}):
        value = r.value - _signed(stated, stated.amount)
        if value > 0:
            reach = r.half + 3 * stated.half
            rows.append(_row(r, int(r.year) - 1, value, value - reach, value + reach, "change", stated.claim.page, Formula(*CHANGED, (*many(r.value_), in_prose(stated.claim)))))
    for stated in _said_of(prose, {**prior, "metric": "growth", "units": ["%"]}):
        rate, half = _signed(stated, stated.amount) / 100, stated.half / 100
        if 1 + rate - half > 0:
            low, high = (r.value - r.half) / (1 + rate + half), (r.value + r.half) / (1 + rate - half)
            rows.append(_row(r, int(r.year) - 1, r.value / (1 + rate), low, high, "growth", stated.claim.page, Formula(*GROWN, (*many(r.value_), in_prose(stated.claim)))))
    return rows


def _said_of(prose: list, fact: dict) -> list[Stated]:
    """The first that fits, is compared with last year (not with its execution) and says up, down or the same."""
    return [s for s in fitting(prose, {**fact, "compared": LAST}) if s.claim.direction in SIGNS][:1]


def _signed(stated: Stated, amount: Decimal) -> Decimal:
    return SIGNS[stated.claim.direction] * amount


def best(known: pd.DataFrame) -> pd.DataFrame:
    """One row a body, measure and year: the printed figure, else the prior column, the stated initial budget, what the change implies, the rate;
    ``implied`` is True of the last two. Only series of two years or more."""
    own = known.drop_duplicates(["body_key", "tier", "kind", "measure", "year"]).assign(implied=lambda d: d["how"].isin(("change", "growth")))
    return own[own.groupby(["body_key", "tier", "kind", "measure"])["year"].transform("size") > 1].reset_index(drop=True)


def disagreeing(known: pd.DataFrame) -> tuple[int, pd.DataFrame]:
    """(years known in two ways, those of them whose bounds do not meet): what a later document says of a year is not what that
    year's own document, or its other statement, says."""
    keys = ["body_key", "tier", "kind", "measure", "year"]
    first = known.drop_duplicates(keys)
    both = first.merge(known, on=keys, suffixes=("", "_other"))
    both = both[both["how"] != both["how_other"]]
    apart = both[(both["low"] > both["high_other"]) | (both["low_other"] > both["high"])]
    apart = apart.rename(columns={"value__other": "value_other_"})
    shown = apart[["body", "kind", "zh", "year", "how", "value", "how_other", "value_other", "account_other", "value_", "value_other_"]]
    return len(both), shown.reset_index(drop=True)


def one_each(chosen: pd.DataFrame, measures: tuple[str, ...] = ("gpb", "expenditure", "grand")) -> pd.DataFrame:
    """Of ``best``, one measure a body, kind and tier: the one known for most years, of equals the first of ``measures``."""
    keys = ["body_key", "kind", "tier"]
    own = chosen[chosen["measure"].isin(measures)].assign(_m=lambda d: d["measure"].map(measures.index))
    size = own.groupby([*keys, "measure", "_m"], as_index=False).size().sort_values(["size", "_m"], ascending=[False, True], kind="stable")
    return own.drop(columns="_m").merge(size.drop_duplicates(keys)[[*keys, "measure"]], on=[*keys, "measure"])


def moves(chosen: pd.DataFrame) -> pd.DataFrame:
    """Changes from one year to the next of ``best``: body, kind, tier, measure, zh, year, before, after, change (%), implied (either
    of the two figures)."""
    keys = ["body_key", "tier", "kind", "measure"]
    own = chosen.sort_values([*keys, "year"])
    before = own.groupby(keys)[["year", "value", "implied", "value_"]].shift()
    own = own.assign(before=before["value"], before_=before["value_"], after_=own["value_"], gap=own["year"] - before["year"], implied=own["implied"] | before["implied"].fillna(False).astype(bool))
    own = own[own["gap"].eq(1) & own["before"].map(bool)]
    change = [float(100 * (a - b) / b) for a, b in zip(own["value"], own["before"], strict=True)]
    made = [(*spelled("上年 before", r.before, r.before_), *spelled("本年 after", r.value, r.after_)) for r in own.itertuples(index=False)]
    shown = ["body", *keys, "zh", "year", "before", "after", "change", "implied", "before_", "after_", "change_"]
    return own.assign(after=own["value"], change=change, change_=pd.Series(made, own.index, dtype=object))[shown].reset_index(drop=True)

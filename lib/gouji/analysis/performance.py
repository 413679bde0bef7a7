"""Do the self-evaluations hold? Indicators against their targets, execution against scores, weights and sums.

Tables in, tables out. A target is judged only when it has one figure, one comparison and the unit of its actual
value (``gouji.rules.performance``); everything else is counted as not judged, never guessed. Amounts are 元.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from gouji.analysis.sources import Source, Sources, in_cell, many
from gouji.rules.performance import read_target, target_is_met

KEYS = ["name", "form", "table"]
FORMS = ("PE01", "PE02")
MONEY = ("init", "annual", "exec")
PRINTED = (*MONEY, "rate", "weight", "score")
FUNDS = [*KEYS, "project", *PRINTED, "recomputed", "deserved", "total", "page", *(f"{c}_" for c in (*PRINTED, "recomputed", "deserved", "total", "page"))]
OF_INDICATOR = ("target", "actual", "weight", "score")
INDICATORS = [*KEYS, "project", "indicator", *OF_INDICATOR, "met", "full", "recomputed", "page", *(f"{c}_" for c in (*OF_INDICATOR, "recomputed", "page"))]
SUMS = ["indicators", "weights", "scores", "total", "recomputed", "inflation"]


def indicators(ledger: pd.DataFrame, tables: pd.DataFrame) -> pd.DataFrame:
    """One row an indicator: target and actual as printed, weight, score (Decimal or None), met (True, False, None = not
    judged), full (scored its whole weight), recomputed (the score in proportion to the target; None when not judged)."""
    own = ledger[ledger["form"].isin(FORMS) & ledger["item"].fillna("").str.startswith("indicator:")]
    names = _projects(tables)
    rows = [_indicator(key, cells, names) for key, cells in own.groupby([*KEYS, "row"], sort=True)]
    return pd.DataFrame(rows, columns=INDICATORS)


def funds(ledger: pd.DataFrame, tables: pd.DataFrame) -> pd.DataFrame:
    """One row a self-evaluation: init, annual, exec (元), rate printed and recomputed (%), weight, score, deserved score
    (weight × rate), grade-relevant total score."""
    own = ledger[ledger["form"].isin(FORMS) & ledger["item"].isin(("fund.total", "score.total"))]
    names = _projects(tables)
    return pd.DataFrame([_fund(key, cells, names) for key, cells in own.groupby(KEYS, sort=True)], columns=FUNDS)


def sums(marks: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """One row a scored self-evaluation: Σ weights, Σ scores (execution included), total printed, what the targets give
    (``recomputed``) and by how much the total exceeds that (``inflation``, points; None where no total is printed); each with its sources."""
    rows = []
    for key, own in marks[marks["weight"].notna()].groupby(KEYS, sort=True):
        at = (money[KEYS] == list(key)).all(axis=1)
        fund = money[at].iloc[0] if at.any() else pd.Series(dict.fromkeys(FUNDS))
        weights, scores = _sum(own["weight"]) + _zero(fund["weight"]), _sum(own["score"]) + _zero(fund["score"])
        given = _sum(own["recomputed"].where(own["recomputed"].notna(), own["score"])) + _zero(fund["score"])
        total = fund["total"]
        inflation = None if total is None else total - given
        rows.append((*key, own["project"].iloc[0], len(own), weights, scores, total, given, inflation, *_summed(own, fund, given)))
    return pd.DataFrame(rows, columns=[*KEYS, "project", *SUMS, *(f"{c}_" for c in SUMS)])


def _summed(own: pd.DataFrame, fund: pd.Series, given: Decimal) -> tuple[Sources, ...]:
    """The sources of one row of ``sums``, in the order of its columns."""
    earned = [Source(s[0].label if (s := many(r.score_)) else r.indicator, r.score if r.recomputed is None else r.recomputed, s[0].ref if s else "") for r in own.itertuples(index=False)]
    weights, scores = (sum((many(v) for v in own[f"{c}_"]), ()) + many(fund[f"{c}_"]) for c in ("weight", "score"))
    total = many(fund["total_"])
    return tuple(Source(r.indicator, "", r.page_[0].ref) for r in own.itertuples(index=False)), weights, scores, total, (*earned, *many(fund["score_"])), (*total, Source("复算 recomputed", given))


def missed_but_full(marks: pd.DataFrame) -> pd.DataFrame:
    """Indicators whose target was missed and which scored their whole weight all the same."""
    return marks[marks["met"].eq(False) & marks["full"].eq(True)].reset_index(drop=True)


def judged(marks: pd.DataFrame) -> dict[str, int]:
    """Counts: indicators, judged, met, missed, scored, full, missed_full."""
    return {
        "indicators": len(marks), "judged": int(marks["met"].notna().sum()), "met": int(marks["met"].eq(True).sum()),
        "missed": int(marks["met"].eq(False).sum()), "scored": int(marks["score"].notna().sum()),
        "full": int(marks["full"].eq(True).sum()), "missed_full": len(missed_but_full(marks)),
    }  # fmt: skip


def _indicator(key: tuple, cells: pd.DataFrame, names: dict) -> tuple:
    printed, sources = dict(zip(cells["column"], cells["printed"].fillna(""), strict=False)), _sources(cells)
    weight, score = _value(cells, "weight"), _value(cells, "score")
    target, actual = printed.get("target", ""), printed.get("actual", "")
    met = target_is_met(target, actual) if target and actual else None
    full = None if weight is None or score is None or not weight else score >= weight
    recomputed = _in_proportion(target, actual, weight, met)
    name, form, table, _ = key
    made = (*(sources.get(c, ()) for c in OF_INDICATOR), sum((sources.get(c, ()) for c in ("weight", "target", "actual")), ()), next(iter(sources.values())))
    return (name, form, table, names.get((name, table), ""), cells["row_label"].iloc[0], target, actual, weight, score, met, full, recomputed, cells["page"].iloc[0], *made)


def _in_proportion(target: str, actual: str, weight: Decimal | None, met: bool | None) -> Decimal | None:
    """weight when met; else in proportion to how far the target was missed, from either side (E16 of the catalogue)."""
    if weight is None or met is None:
        return None
    if met:
        return weight
    bound = read_target(target)[1]
    value = read_target(actual)[1]
    if not bound or not value:
        return Decimal(0)
    return (weight * min(value / bound, bound / value)).quantize(Decimal("0.01"))


def _fund(key: tuple, cells: pd.DataFrame, names: dict) -> dict:
    name, form, table = key
    total, own = cells[cells["item"] == "score.total"], cells[cells["item"] == "fund.total"]
    values, sources = {c: _value(own, c) for c in PRINTED}, _sources(own)
    executed = values["exec"] is not None and values["annual"]
    rate = 100 * values["exec"] / values["annual"] if executed else None
    deserved = values["weight"] * min(rate, Decimal(100)) / 100 if rate is not None and values["weight"] else None
    first, made = cells.iloc[0], {f"{c}_": sources.get(c, ()) for c in PRINTED}
    made |= {"recomputed_": made["exec_"] + made["annual_"], "deserved_": made["weight_"] + made["exec_"] + made["annual_"]}
    made |= {"total_": _sources(total).get("score", ()), "page_": next(iter(_sources(cells).values()))}
    return {"name": name, "form": form, "table": table, "project": names.get((name, table), ""), **values,
            "recomputed": rate, "deserved": deserved, "total": _value(total, "score"), "page": first["page"], **made}  # fmt: skip


def _sources(cells: pd.DataFrame) -> dict[str, Sources]:
    """Column → its first printed cell, as a source; the blank ones too where nothing is printed in the column."""
    rows = sorted(cells.itertuples(index=False), key=lambda r: (r.blank, r.value is None or r.value != r.value))
    return {r.column: (in_cell(r),) for r in reversed(rows)}


def _projects(tables: pd.DataFrame) -> dict[tuple, str]:
    called = tables["project"].where(tables["project"].notna(), tables["title"])
    return dict(zip(zip(tables["name"], tables["table"], strict=True), called, strict=True))


def _value(cells: pd.DataFrame, column: str) -> Decimal | None:
    hit = cells[(cells["column"] == column) & ~cells["blank"] & cells["value"].notna()]
    return hit["value"].iloc[0] if len(hit) else None


def _sum(values: pd.Series) -> Decimal:
    return sum((v for v in values if v is not None and v == v), Decimal(0))


def _zero(value: Decimal | None) -> Decimal:
    return Decimal(0) if value is None or value != value else value


def reached(marks: pd.DataFrame) -> pd.DataFrame:
    """The same indicators with ``reached``: the actual value as a share of the target, in per cent."""
    shares = [_share(row.target, row.actual) for row in marks.itertuples(index=False)]
    return marks.assign(reached=pd.Series(shares, dtype=float), reached_=[(*a, *t) for a, t in zip(marks["actual_"], marks["target_"], strict=True)])


def _share(target: str, actual: str) -> float | None:
    wanted, got = read_target(target), read_target(actual)
    return float(100 * got[1] / wanted[1]) if wanted and got and wanted[1] else None


def execution(money: pd.DataFrame) -> pd.DataFrame:
    """``funds`` for reading: money in 万元, the rate printed and recomputed, the score given and the one that rate deserves."""
    return in_wan(money, list(MONEY)).drop(columns=["form", "table"])


def evaluated(marks: pd.DataFrame) -> pd.DataFrame:
    """One row a self-evaluation: name, project, how many indicators it has, how many can be judged, how many are scored."""
    rows = []
    for (name, project), own in marks.groupby(["name", "project"], sort=False):
        some = own, own[own["met"].notna()], own[own["score"].notna()]
        rows.append((name, project, *map(len, some), *(listing(s) for s in some)))
    return pd.DataFrame(rows, columns=["name", "project", "indicators", "judged", "scored", "indicators_", "judged_", "scored_"])


def listing(marks: pd.DataFrame) -> Sources:
    """Indicators as what a count counts: each with its target and actual value as printed."""
    return tuple(Source(r.indicator, " / ".join(t for t in (r.target, r.actual) if t), r.page_[0].ref) for r in marks.itertuples(index=False))


def in_wan(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The same table with these amounts in 万元 instead of 元."""
    return frame.assign(**{c: [None if v is None or v != v else v / 10_000 for v in frame[c]] for c in columns})

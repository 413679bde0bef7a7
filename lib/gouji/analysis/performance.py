"""Do the self-evaluations hold? Indicators against their targets, execution against scores, weights and sums.

Tables in, tables out. A target is judged only when it has one figure, one comparison and the unit of its actual
value (``gouji.rules.performance``); everything else is counted as not judged, never guessed. Amounts are 元.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from gouji.rules.performance import read_target, target_is_met

KEYS = ["name", "form", "table"]
FORMS = ("PE01", "PE02")
FUNDS = [*KEYS, "project", "init", "annual", "exec", "rate", "weight", "score", "recomputed", "deserved", "total", "page"]
INDICATORS = [*KEYS, "project", "indicator", "target", "actual", "weight", "score", "met", "full", "recomputed", "page"]


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
    (``recomputed``) and by how much the total exceeds that (``inflation``, points; None where no total is printed)."""
    rows = []
    for key, own in marks[marks["weight"].notna()].groupby(KEYS, sort=True):
        at = (money[KEYS] == list(key)).all(axis=1)
        fund = money[at].iloc[0] if at.any() else pd.Series(dict.fromkeys(FUNDS))
        weights, scores = _sum(own["weight"]) + _zero(fund["weight"]), _sum(own["score"]) + _zero(fund["score"])
        given = _sum(own["recomputed"].where(own["recomputed"].notna(), own["score"])) + _zero(fund["score"])
        total = fund["total"]
        inflation = None if total is None else total - given
        rows.append((*key, own["project"].iloc[0], len(own), weights, scores, total, given, inflation))
    return pd.DataFrame(rows, columns=[*KEYS, "project", "indicators", "weights", "scores", "total", "recomputed", "inflation"])


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
    printed = dict(zip(cells["column"], cells["printed"].fillna(""), strict=False))
    weight, score = _value(cells, "weight"), _value(cells, "score")
    target, actual = printed.get("target", ""), printed.get("actual", "")
    met = target_is_met(target, actual) if target and actual else None
    full = None if weight is None or score is None or not weight else score >= weight
    recomputed = _in_proportion(target, actual, weight, met)
    name, form, table, _ = key
    return (name, form, table, names.get((name, table), ""), cells["row_label"].iloc[0], target, actual, weight, score, met, full, recomputed, cells["page"].iloc[0])


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
    values = {c: _value(own, c) for c in ("init", "annual", "exec", "rate", "weight", "score")}
    executed = values["exec"] is not None and values["annual"]
    rate = 100 * values["exec"] / values["annual"] if executed else None
    deserved = values["weight"] * min(rate, Decimal(100)) / 100 if rate is not None and values["weight"] else None
    first = cells.iloc[0]
    return {"name": name, "form": form, "table": table, "project": names.get((name, table), ""), **values,
            "recomputed": rate, "deserved": deserved, "total": _value(total, "score"), "page": first["page"]}  # fmt: skip


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
    return marks.assign(reached=pd.Series(shares, dtype=float))


def _share(target: str, actual: str) -> float | None:
    wanted, got = read_target(target), read_target(actual)
    return float(100 * got[1] / wanted[1]) if wanted and got and wanted[1] else None


def in_wan(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The same table with these amounts in 万元 instead of 元."""
    return frame.assign(**{c: [None if v is None or v != v else v / 10_000 for v in frame[c]] for c in columns})

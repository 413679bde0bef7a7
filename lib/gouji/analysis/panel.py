"""The panel: one row an account and measure, its value in 元 and where it was printed.

Amounts are Decimal. What is not printed is absent, never zero; what is printed twice with two values at one address is
ambiguous and left out. ``source`` says how the value was come by: form (a printed cell), classes (a sum of printed
economic classes), prose (stated in the text because no form prints it).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.sources import in_cell, in_prose, many
from gouji.analysis.stated import fitting

OF_ACCOUNT = ["account", "name", "body", "body_key", "year", "kind", "tier", "parent", "group", "whole"]
Cells = dict[str, dict[tuple, list]]  # document → (form, item, column) → rows of the ledger
PANEL = [*OF_ACCOUNT, "measure", "zh", "en", "value", "half", "source", "form", "item", "column", "printed", "page", "x0", "y0", "value_"]
SHOWN = ["account", "zh", "value", "source", "form", "item", "column", "printed", "page"]


def panel(cells: Cells, said: dict[str, list], given: pd.DataFrame) -> pd.DataFrame:
    """``cells``: ``index`` of the ledger; ``said``: ``stated.by_document`` of the claims; ``given``: accounts
    (``gouji.analysis.tiers.accounts``). ``half`` is half of the last printed digit, in 元.
    Of an account published in several documents the first that prints a measure gives it."""
    rows = []
    for row in given.itertuples(index=False):
        head = tuple(getattr(row, c) for c in OF_ACCOUNT)
        own, prose = cells.get(row.name, {}), said.get(row.name, ())
        for measure in declared("measures")["measures"]:
            if (found := _value(own, prose, measure)) is not None:
                rows.append((*head, measure["id"], measure["zh"], measure["en"], *found))
    out = pd.DataFrame(rows, columns=PANEL).drop_duplicates(["account", "measure"], ignore_index=True)
    return out.astype({"year": "Int64", "page": "Int64"})


def index(ledger: pd.DataFrame) -> Cells:
    """Document → (form, item, column) → its printed amounts of money, ledger rows in printed order."""
    money = ledger[~ledger["blank"] & ledger["value"].notna() & ledger["unit"].fillna("").str.endswith("元") & ledger["form"].notna()]
    out: Cells = {}
    for row in money.itertuples(index=False):
        out.setdefault(row.name, {}).setdefault((row.form, row.item, row.column), []).append(row)
    return out


def measure_words() -> dict[str, str]:
    """Measure → its Chinese name."""
    return {m["id"]: m["zh"] for m in declared("measures")["measures"]}


def wide(panel_rows: pd.DataFrame, measures: Iterable[str] = ()) -> pd.DataFrame:
    """Accounts down, measures across, 元; every measure asked for has its column."""
    out = panel_rows.pivot(index="account", columns="measure", values="value")
    return out.reindex(columns=list(measures)) if measures else out


def shown(panel_rows: pd.DataFrame) -> pd.DataFrame:
    """The panel for reading: accounts down, measures across under their names, 万元."""
    words = {m: zh for m, zh in measure_words().items() if m in set(panel_rows["measure"])}
    values, made = (panel_rows.pivot(index="account", columns="measure", values=c).reindex(columns=list(words)) for c in ("value", "value_"))
    return pd.DataFrame({zh: in_wan(values[m]) for m, zh in words.items()} | {f"{zh}_": made[m].to_numpy() for m, zh in words.items()}, values.index).reset_index()


def printed_where(panel_rows: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: account, measure, value (元), how it was come by, its address, the print and its page."""
    return panel_rows[SHOWN].assign(value_=panel_rows["value_"], printed_=panel_rows["value_"], page_=[many(s)[:1] for s in panel_rows["value_"]])


def in_wan(values: Iterable) -> list[float]:
    """元 → 万元, as floats for drawing; None becomes NaN."""
    return [float("nan") if v is None or v != v else float(v) / 10_000 for v in values]


def _value(own: dict, prose: Sequence, measure: dict) -> tuple | None:
    for form, item, column in measure.get("from", ()):
        if (figure := printed(own, form, item, column)) is not None:
            return figure.value, figure.resolution / 2, "form", form, item, figure.column, figure.printed, figure.page, figure.x0, figure.y0, (in_cell(figure),)
    for form, codes in measure.get("classes", ()):
        found = [f for f in (printed(own, form, c, "total") or printed(own, form, c, "amount") for c in codes) if f is not None]
        if found:
            half = sum((f.resolution / 2 for f in found), Decimal(0))
            return sum((f.value for f in found), Decimal(0)), half, "classes", form, "+".join(f.item for f in found), found[0].column, "", found[0].page, None, None, tuple(in_cell(f) for f in found)
    found = fitting(prose, measure["stated"]) if "stated" in measure else []
    if not found:
        return None
    first, claim = found[0], found[0].claim
    return first.amount, first.half, "prose", None, None, None, f"{claim.value}{claim.unit}", claim.page, None, None, (in_prose(claim),)


def printed(own: dict, form: str, item: str, column: str) -> object | None:
    """The figure at an address of one document: None where there is none, or two of one table that differ."""
    found = own.get((form, item, column), []) if column else [r for (f, i, _), rows in own.items() if (f, i) == (form, item) for r in rows]
    found = [r for r in found if r.table == found[0].table]
    return found[0] if found and len({r.value for r in found}) == 1 else None


def parts_within_whole(panel_rows: pd.DataFrame) -> pd.DataFrame:
    """Accounts whose basic and project expenditure exceed the expenditure of the year by more than rounding: account, basic, project,
    expenditure (元). Empty when all is well."""
    own = panel_rows[panel_rows["measure"].isin(("basic", "project", "expenditure"))]
    values, halves = (own.pivot(index="account", columns="measure", values=v).reindex(columns=["basic", "project", "expenditure"]).dropna() for v in ("value", "half"))
    over = [b + p - e > h for (b, p, e), h in zip(values.itertuples(index=False), halves.sum(axis=1), strict=True)]
    return values[over].reset_index()


def three_parts(panel_rows: pd.DataFrame) -> pd.DataFrame:
    """The three public expenses of an account: account, three_public, abroad, vehicles, reception (元; None = not printed),
    closes (the printed parts make the printed total; None without parts), per_mille of the expenditure of the year."""
    return _with_parts(panel_rows, "three_public", declared("measures")["three_parts"], 1000, "per_mille")


def procured(panel_rows: pd.DataFrame) -> pd.DataFrame:
    """Procurement of an account: account, procurement, goods, works, services (元), closes (as ``three_parts``), share (% of the
    expenditure of the year). A budget's is planned, a final account's is what was contracted."""
    return _with_parts(panel_rows, "procurement", ["goods", "works", "services"], 100, "share")


def _with_parts(panel_rows: pd.DataFrame, whole: str, parts: list[str], per: int, share: str) -> pd.DataFrame:
    values = wide(panel_rows, [whole, *parts, "expenditure"])
    values = values[values[whole].notna()]
    halves = panel_rows.pivot(index="account", columns="measure", values="half").reindex(index=values.index, columns=[whole, *parts])
    closes = [_closes(row, half) for row, half in zip(values[[whole, *parts]].itertuples(index=False), halves.itertuples(index=False), strict=True)]
    shares = [float(per * w / e) if e == e and e else None for w, e in zip(values[whole], values["expenditure"], strict=True)]
    made = panel_rows.pivot(index="account", columns="measure", values="value_").reindex(index=values.index, columns=[whole, *parts, "expenditure"])
    companions = {f"{c}_": made[c].to_numpy() for c in (whole, *parts)} | {f"{share}_": [many(w) + many(e) for w, e in zip(made[whole], made["expenditure"], strict=True)]}
    return values.assign(closes=pd.Series(closes, values.index, dtype=object), **{share: shares}).drop(columns="expenditure").assign(**companions).reset_index()


def _closes(figures: Sequence, halves: Sequence) -> bool | None:
    """Whether the parts that are there make the whole (the first) within the rounding of all; None without parts."""
    whole, *parts = figures
    there = [p for p in parts if p is not None and p == p]
    bound = sum((h for h in halves if h is not None and h == h), Decimal(0))
    return abs(whole - sum(there, Decimal(0))) <= bound if there else None

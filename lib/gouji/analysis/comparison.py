"""Who spends on what: measures by document, composition by function and economic class, budget against final.

Amounts are 元 (Decimal). Budgets and final accounts never share a row; what is not printed is absent, never zero.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from gouji.analysis.declared import declared
from gouji.fields.words import load_codes

PANEL = ["name", "entity", "year", "kind", "measure", "zh", "en", "value", "form", "item", "column", "printed", "page"]


def panel(ledger: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One row a document and measure found: its value in 元, and where it is printed."""
    rows = []
    for document in documents.itertuples(index=False):
        own = _printed(ledger, document.name)
        for measure in declared("measures")["measures"]:
            if (figure := _first(own, measure["from"])) is not None:
                head = (document.name, document.entity, document.year, document.kind, measure["id"], measure["zh"], measure["en"])
                rows.append((*head, figure.value, figure.form, figure.item, figure.column, figure.printed, figure.page))
    return pd.DataFrame(rows, columns=PANEL)


def by_function(ledger: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Expenditure by functional 类: name, form, code, label, value (元), share (% of the document's sum)."""
    return _composition(ledger, documents, declared("measures")["functions"], ("total", "amount"), r"^2\d{2}(\d{2})?(\d{2})?$", 3)


def by_economic(ledger: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Basic expenditure by economic 类 (301, 302 …): name, form, code, label, value (元), share."""
    return _composition(ledger, documents, declared("measures")["economic"], ("amount", "total"), r"^3\d{2}(\d{2})?$", 3)


def budget_and_final(panel_rows: pd.DataFrame) -> pd.DataFrame:
    """Measures of one entity and year in both a budget and a final account: entity, year, measure, budget, final, change %.
    The 三公 budget that a final account prints beside its final figure counts as such a pair."""
    pairs = _own_pairs(panel_rows)
    wide = panel_rows.pivot_table(index=["entity", "year", "measure", "zh"], columns="kind", values="value", aggfunc="first")
    if {"budget", "final"} <= set(wide.columns):
        pairs += [(e, y, zh, b, f) for (e, y, _, zh), (b, f) in zip(wide.dropna().index, wide.dropna()[["budget", "final"]].to_numpy())]
    out = pd.DataFrame(pairs, columns=["entity", "year", "measure", "budget", "final"])
    return out.assign(change=[_change(b, f) for b, f in zip(out["budget"], out["final"])])


def _own_pairs(panel_rows: pd.DataFrame) -> list[tuple]:
    three = panel_rows[panel_rows["measure"].isin(("three_public", "three_public_budget"))]
    pairs = []
    for (entity, year, _), own in three.groupby(["entity", "year", "name"], sort=False):
        values = dict(zip(own["measure"], own["value"], strict=True))
        if len(values) == 2:
            pairs.append((entity, year, "三公经费", values["three_public_budget"], values["three_public"]))
    return pairs


def _change(before: Decimal, after: Decimal) -> float | None:
    return float(100 * (after - before) / before) if before else None


def _printed(ledger: pd.DataFrame, name: str) -> pd.DataFrame:
    return ledger[(ledger["name"] == name) & ~ledger["blank"] & ledger["value"].notna() & ledger["unit"].fillna("").str.endswith("元")]


def _first(own: pd.DataFrame, addresses: list) -> object | None:
    for form, item, column in addresses:
        hit = own[(own["form"] == form) & (own["item"] == item)]
        hit = hit[hit["column"] == column] if column else hit
        if len(hit):
            return next(hit.itertuples(index=False))
    return None


def _composition(ledger, documents, forms, columns, pattern, digits) -> pd.DataFrame:
    rows = []
    for name in documents["name"]:
        own = _printed(ledger, name)
        own = own[own["item"].fillna("").str.match(pattern) & own["column"].isin(columns)]
        form = next((f for f in forms if (own["form"] == f).any()), None)
        rows += _classes(name, form, own[own["form"] == form], digits) if form else []
    out = pd.DataFrame([_named(row) for row in rows], columns=["name", "form", "code", "label", "value"])
    whole = out.groupby("name")["value"].transform("sum")
    return out.assign(share=[float(100 * v / w) if w else None for v, w in zip(out["value"], whole)])


def _named(row: tuple) -> tuple:
    """A class by its official name: one name for one code, whatever each document prints."""
    name, form, code, label, value = row
    file = "functional.csv" if code.startswith("2") else "economic_department.csv"
    official = next((r["name"] for r in load_codes(file) if r["code"] == code), None)
    return name, form, code, official or label or code, value


def _classes(name: str, form: str, own: pd.DataFrame, digits: int) -> list[tuple]:
    """The printed 类 rows; where a form prints only lower levels, the sum of the lowest level printed."""
    own = own.drop_duplicates(["item", "column", "value"]).assign(head=own["item"].str[:digits])
    tops = own[own["item"].str.len() == digits]
    rows = [(name, form, r.item, r.row_label, r.value) for r in tops.itertuples(index=False)]
    printed = {r[2] for r in rows}
    for head, below in own[~own["head"].isin(printed)].groupby("head"):
        lowest = below[below["item"].str.len() == below["item"].str.len().max()]
        rows.append((name, form, head, "", sum(lowest["value"], Decimal(0))))
    return rows


def parts_within_whole(wide: pd.DataFrame) -> bool:
    """Whether basic + project expenditure stays within the expenditure of the year (two last digits of 万元 apart at most).
    ``wide``: documents down, measures across."""
    if not {"basic", "project", "expenditure"} <= set(wide.columns):
        return True
    whole = wide[["basic", "project", "expenditure"]].dropna()
    return all(b + p <= e + Decimal(200) for b, p, e in whole.itertuples(index=False))


def sentences(panel_rows: pd.DataFrame, functions: pd.DataFrame, economic: pd.DataFrame, documents: pd.DataFrame) -> dict[str, list[str]]:
    """One sentence a document, Chinese and English: expenditure, its largest function, its largest economic class."""
    out: dict[str, list[str]] = {"zh": [], "en": []}
    for row in documents.itertuples(index=False):
        spent = panel_rows[(panel_rows["name"] == row.name) & (panel_rows["measure"] == "expenditure")]["value"]
        parts = [(own[own["name"] == row.name].nlargest(1, "share")) for own in (functions, economic)]
        if len(spent):
            amount, kind = f"{spent.iloc[0] / 10_000:,.2f} 万元", {"final": ("决算", "final"), "budget": ("预算", "budget")}.get(row.kind, ("", ""))
            shares = [(p["label"].iloc[0], f"{p['share'].iloc[0]:.0f}%") for p in parts if len(p)]
            out["zh"].append(f"{row.entity} {row.year:.0f} 年{kind[0]}支出 {amount}：" + "，".join(f"{w} {label} 占 {share}" for w, (label, share) in zip(("按功能", "基本支出中"), shares, strict=False)) + "。")
            out["en"].append(f"{row.entity} {row.year:.0f} ({kind[1]}) {amount}: " + ", ".join(f"{label} {share} {w}" for w, (label, share) in zip(("of expenditure", "of basic expenditure"), shares, strict=False)) + ".")
    return out

"""What expenditure is made of: by functional 类, and basic expenditure by economic 类.

Shares are of the total the same form prints, never of what happened to be read: classes that do not make that total
within its rounding are told and not shared out. Amounts are 元 (Decimal).
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.panel import Cells
from gouji.analysis.sources import Source, in_cell, many, wan
from gouji.fields.words import load_codes

COLUMNS = ["account", "form", "basis", "basis_en", "code", "label", "value", "share", "value_", "share_"]
WHOLES = ["account", "form", "basis", "basis_en", "classes", "total", "gap", "closes", "classes_", "total_", "gap_"]


def by_function(cells: Cells, given: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Expenditure by functional 类 (201, 208 …): the classes (``COLUMNS``, share in %) and, one row an account, the wholes
    (``WHOLES``: sum of the classes, printed total, gap, whether they close)."""
    return _composition(cells, given, "functions", "2", ("total", "amount"), (("total", "total"), ("total", "amount")))


def by_economic(cells: Cells, given: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Basic expenditure of the general public budget by economic 类 (301, 302 …), as ``by_function``."""
    return _composition(cells, given, "economic", "3", ("total", "amount"), (("total", "total"), ("total", "amount"), ("personnel", ""), ("operating", "")))


def _composition(cells: Cells, given: pd.DataFrame, forms: str, start: str, columns: tuple, totals: tuple) -> tuple[pd.DataFrame, pd.DataFrame]:
    parts, wholes = [], []
    for row in given.itertuples(index=False):
        own = cells.get(row.name, {})
        tried = [t for f in declared("measures")[forms] if (t := _form(own, f, start, columns, totals)) is not None]
        found = next((t for t in tried if t["closes"]), tried[0] if tried else None)
        if found is None or any(w[0] == row.account for w in wholes):
            continue
        head = (row.account, found["form"], found["zh"], found["en"])
        of_total, rows = tuple(in_cell(r) for r in found["whole"]), found["rows"]
        every = tuple(in_cell(r) for own in (rows[c] for c in sorted(rows)) for r in own)
        gap = (Source("各类之和 classes", wan(found["sum"])), *of_total)
        wholes.append((*head, found["sum"], found["total"], found["sum"] - found["total"], found["closes"], every, of_total, gap))
        if found["closes"] and found["total"]:
            made = {c: tuple(in_cell(r) for r in own) for c, own in rows.items()}
            parts += [(*head, c, _name(c), v, float(100 * v / found["total"]), made[c], made[c] + of_total) for c, v in sorted(found["classes"].items()) if v]
    return pd.DataFrame(parts, columns=COLUMNS), pd.DataFrame(wholes, columns=WHOLES).astype({"closes": bool})


def _form(own: dict, form: dict, start: str, columns: tuple, totals: tuple) -> dict | None:
    """One form's classes, tried column by column, first with every printed row, then with rows printed alike counted once."""
    best = None
    for column in columns:
        rows = [r for (f, item, c), found in own.items() if f == form["form"] and c == column and _is_code(item, start) for r in found]
        whole = _whole(own, form["form"], totals, column)
        if not rows or whole is None:
            continue
        total, half, printed = whole
        for counted in (rows, _once(rows)):
            by_class, bound = _classes(counted), half + sum((r.resolution / 2 for r in counted), Decimal(0))
            classes = {c: sum((r.value for r in own), Decimal(0)) for c, own in by_class.items()}
            made = sum(classes.values(), Decimal(0))
            out = {**form, "classes": classes, "rows": by_class, "sum": made, "total": total, "whole": printed, "closes": abs(made - total) <= bound}
            if out["closes"]:
                return out
            best = best or out
    return best


def _is_code(item: object, start: str) -> bool:
    return isinstance(item, str) and item.isdigit() and item.startswith(start) and len(item) >= 3


def _whole(own: dict, form: str, totals: tuple, column: str) -> tuple[Decimal, Decimal, list] | None:
    """The total the form prints, half its last digit, its cells: its total row, else (economic forms of final accounts) 人员经费合计
    and 公用经费合计 together."""
    rows = own.get((form, "total", column), [])
    if rows:
        first = max(rows, key=lambda r: r.value)  # a form that lists units prints a total a unit: the whole is the largest
        return first.value, first.resolution / 2, [first]
    feet = [next(iter(found)) for name in ("personnel", "operating") if (found := own.get((form, name, column)))]
    if ("personnel", "") in totals and len(feet) == 2:
        return feet[0].value + feet[1].value, (feet[0].resolution + feet[1].resolution) / 2, feet
    return None


def _once(rows: list) -> list:
    return list({(r.item, r.value): r for r in rows}.values())


def _classes(rows: list) -> dict[str, list]:
    """Class → the rows that make its amount: its printed row; where a class is not printed, the codes under it that have none under them."""
    by_code: dict[str, list] = defaultdict(list)
    for row in rows:
        by_code[row.item].append(row)
    heads, out = {c[:3] for c in by_code}, {}
    for head in heads:
        if head in by_code:
            out[head] = by_code[head]
        else:
            below = [c for c in by_code if c.startswith(head)]
            leaves = [c for c in below if not any(o != c and o.startswith(c) for o in below)]
            out[head] = [r for c in leaves for r in by_code[c]]
    return out


def _name(code: str) -> str:
    """A class by its official name: one name for one code, whatever each document prints."""
    file = "functional.csv" if code.startswith("2") else "economic_department.csv"
    return next((r["name"] for r in load_codes(file) if r["code"] == code), code)


NATURES = (("personnel", "人员经费"), ("operating", "公用经费"), ("project", "项目支出"))


def by_nature(panel: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Expenditure of the year by nature: personnel and operating costs of basic expenditure, project expenditure, and what neither
    form splits; the parts and the wholes, as ``by_function``. Personnel and operating are of the general public budget, so the
    remainder may hold basic expenditure of other funds; where they exceed the whole the account is told and not shared out."""
    values = panel.pivot(index="account", columns="measure", values="value").reindex(columns=[*(m for m, _ in NATURES), "expenditure"])
    halves, made_of = (panel.pivot(index="account", columns="measure", values=v).reindex(columns=values.columns) for v in ("half", "value_"))
    parts, wholes = [], []
    for account, (*own, whole) in zip(values.index, values.itertuples(index=False), strict=True):
        if whole != whole or whole is None or not whole or any(v != v or v is None for v in own):
            continue
        made, bound = sum(own, Decimal(0)), sum(halves.loc[account], Decimal(0))
        head, rest = (account, "", "本年支出", "expenditure of the year"), whole - made
        sources = {m: many(v) for m, v in made_of.loc[account].items()}
        every, of_whole = sum((sources[m] for m, _ in NATURES), ()), sources["expenditure"]
        sources["rest"] = (*of_whole, *every)
        wholes.append((*head, made, whole, -rest, rest >= -bound, every, of_whole, (*every, *of_whole)))
        if rest >= -bound:
            amounts = [*zip((m for m, _ in NATURES), (zh for _, zh in NATURES), own, strict=True)]
            amounts += [("rest", "其他未分 not split", rest)] if rest > bound else []
            parts += [(*head, code, label, v, float(100 * v / whole), sources[code], (*sources[code], *of_whole)) for code, label, v in amounts if v]
    return pd.DataFrame(parts, columns=COLUMNS), pd.DataFrame(wholes, columns=WHOLES).astype({"closes": bool})

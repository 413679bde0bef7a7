"""Expenditure as one flat table: the lowest printed code of each form, by kind of expenditure, with its classifications.

A form prints totals beside their parts; only rows under which no other code of the same table stands are taken, so that rows
of one classification and scope may be added. Whether they do add up to the printed total is said in ``adds_up``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pandas as pd

from gouji.fields.reference import classification, cofog

# form → (classification, scope); a final account's and a budget's
FORMS = {
    "FA03": ("functional", "all"), "FA05": ("functional", "general public budget"), "FA08": ("functional", "government funds"),
    "FA09": ("functional", "state capital"), "FA06": ("economic", "basic expenditure"),
    "BG03": ("functional", "all"), "BG05": ("functional", "general public budget"), "BG09": ("functional", "government funds"),
    "BG10": ("functional", "state capital"), "BG06": ("economic", "basic expenditure"),
}  # fmt: skip
TOTAL = ("total", "exp.total", "amount")  # columns that hold the whole, the first that is there
PARTS = {"basic": "basic", "project": "project", "exp.basic": "basic", "exp.project": "project", "to_sup": "to superiors", "oper": "operating", "to_aff": "to affiliates"}
Place = tuple[int, str, str]
DETAIL = re.compile(r"2\d{2}(\d{2}){0,2}/3\d{2}(\d{2}){0,2}")  # a function and an economic item under it
DIGIT = {"functional": "2", "economic": "3"}
COLUMNS = (
    "name entity_id body tier region region_name year phase classification scope form table code label func1 func1_name func2 func3 "
    "cofog cofog_confidence econ1 econ1_name econ2 kind_of_expenditure value adds_up row side page"
).split()


def spending(ledger: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """One row a document, form, lowest code and kind of expenditure; value Decimal 元. ``entities`` as ``entity_table``."""
    money = ledger[ledger["form"].isin(FORMS) & ledger["unit"].fillna("").str.endswith("元")]
    known = {row["name"]: row for row in entities.to_dict("records")}
    rows = [r for (name, _, table), own in money.groupby(["name", "form", "table"], sort=False) for r in _of_table(known.get(name, {}), own)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_table(entity: dict, own: pd.DataFrame) -> Iterator[dict]:
    first = own.iloc[0]
    kind, scope = FORMS[first["form"]]
    figures = _figures(own)
    finest = _lowest(figures, lambda f: _detailed(f, kind))
    taken, adds_up, once = finest if finest[1] else _lowest(figures, lambda f: _code(f, kind))
    if not once and not adds_up:
        return  # a code printed twice, and nothing shows that one row is not part of the other
    for code, part, figure in taken:
        yield _row(entity, figure, kind, scope, code, part, adds_up)


def _lowest(figures: dict[Place, dict[str, dict]], code_of: Callable[[dict], str]) -> tuple[list[tuple[str, str, dict]], bool | None, bool]:
    """(code, kind of expenditure, figure) of the rows under which no other code stands; whether they make the printed total;
    whether each code stands once."""
    coded = {place: code for place, row in figures.items() if (code := code_of(next(iter(row.values()))))}
    codes = set(coded.values())
    lowest = [place for place, code in coded.items() if not any(other != code and other.startswith(code) for other in codes)]
    taken = [(coded[place], part, figure) for place in lowest for part, figure in _split(figures[place])]
    return taken, _adds_up(figures, taken), len({coded[place] for place in lowest}) == len(lowest)


def _code(figure: dict, kind: str) -> str:
    """The row's code in the form's own classification, "" for none."""
    item = figure["item"]
    return item if item.isdecimal() and len(item) in (3, 5, 7) and item[0] == DIGIT[kind] else ""


def _detailed(figure: dict, kind: str) -> str:
    """The same, or function and economic item where a functional form prints both ("2010301/30101")."""
    code, item, function = _code(figure, kind), figure["item"], figure["func_code"]
    if code or kind != "functional":
        return code
    return item if DETAIL.fullmatch(item) else f"{function}/{item}" if DETAIL.fullmatch(f"{function}/{item}") else ""


def _figures(own: pd.DataFrame) -> dict[Place, dict[str, dict]]:
    """Body row and lane → column → figure with a value; rows without any are absent."""
    out: dict[Place, dict[str, dict]] = {}
    for figure in own.to_dict("records"):
        if figure["value"] is not None:
            out.setdefault((figure["row"], figure["side"], figure["item"]), {}).setdefault(figure["column"], figure)
    return out


def _split(figures: dict[str, dict]) -> list[tuple[str, dict]]:
    """The row's parts where they make its total (or where it has none), else the total whole."""
    parts = [(PARTS[c], f) for c, f in figures.items() if c in PARTS and f["value"]]
    total = next((figures[c] for c in TOTAL if c in figures), None)
    if total is None:
        return parts
    step = max([total["resolution"], *(f["resolution"] for _, f in parts)]) / 2
    if parts and abs(sum((f["value"] for _, f in parts), Decimal(0)) - total["value"]) <= step * (len(parts) + 1):
        return parts
    return [("total", total)] if total["value"] else []


def _adds_up(figures: dict[Place, dict[str, dict]], taken: list) -> bool | None:
    """Against the form's total; where a form of economic items prints none, against personnel and operating costs together."""
    whole = {f["item"]: f for row in reversed(figures.values()) for f in row.values() if f["column"] in TOTAL}
    heads = [whole["total"]] if "total" in whole else [whole[i] for i in ("personnel", "operating") if i in whole]
    if not taken or not heads or (len(heads) == 1 and "total" not in whole):
        return None
    step = max(f["resolution"] for f in (*heads, *(f for _, _, f in taken))) / 2
    rest = sum((f["value"] for _, _, f in taken), Decimal(0)) - sum((f["value"] for f in heads), Decimal(0))
    return bool(abs(rest) <= step * (len(taken) + len(heads)))


def _row(entity: dict, figure: dict, kind: str, scope: str, code: str, part: str, adds_up: bool | None) -> dict:
    year = None if pd.isna(figure["year"]) else int(figure["year"])
    function, _, economic = code.partition("/") if kind == "functional" else ("", "", code)
    names, un = {"func": classification("func"), "econ": classification("econ")}, cofog(function)
    given = {
        **{k: entity.get(k, "") for k in ("entity_id", "body", "tier", "region", "region_name")},
        **{k: figure[k] for k in ("name", "form", "table", "value", "row", "side", "page")}, "label": figure["row_label"], "year": year,
        "phase": {"final": "executed", "budget": "approved"}.get(figure["kind"], ""), "classification": kind, "scope": scope, "code": code,
        "kind_of_expenditure": part, "adds_up": adds_up,
        "cofog": un.division if un else "", "cofog_confidence": un.confidence if un else "",
    }  # fmt: skip
    for system, digits, depth in (("func", function, 3), ("econ", economic, 2)):
        given |= {f"{system}{i}": digits[: 1 + 2 * i] if len(digits) >= 1 + 2 * i else "" for i in range(1, depth + 1)}
        given[f"{system}1_name"] = names[system].name(digits[:3], year) if digits else ""
    return given

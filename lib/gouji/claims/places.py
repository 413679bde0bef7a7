"""Places in the ledger: the declared rules, the names of projects, an address and whether it agrees.

In: ``declared/claims_binding.yml``, a document's ledger rows, a claim. Used by ``gouji.claims.binding``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import pandas as pd
import yaml

from gouji.claims.claim import Claim
from gouji.model import Document

YUAN = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "万": Decimal(10**4), "千元": Decimal(1000), "百元": Decimal(100), "元": Decimal(1)}


class Cell(NamedTuple):
    """What binding asks of a ledger row, under the ledger's own names."""

    form: str | None
    table: int
    side: str | None
    item: str | None
    row_label: str | None
    column: str | None
    value: Decimal | None
    resolution: Decimal | None
    blank: bool
    page: int


def cells_of(ledger: pd.DataFrame) -> Iterator[Cell]:
    """The ledger's rows in order, column by column out of the frame: a frame's own tuples cost ten times as much."""
    return map(Cell._make, zip(*(ledger[name].tolist() for name in Cell._fields), strict=True))


@cache
def declared() -> dict:
    """The declared rules, their patterns compiled with the names put in."""
    rules = yaml.load((files("gouji") / "declared/claims_binding.yml").read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    names = {name: pattern for name, pattern in rules["names"].items()}

    def compiled(pattern: str | None) -> re.Pattern | None:
        for name, text in names.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{text})") if pattern else pattern
        return re.compile(pattern) if pattern else None

    for kind in ("final", "budget"):
        rules[kind] = [
            rule | {key: compiled(rule.get(key)) for key in ("section", "subject", "not", "in", "said")} for rule in rules[kind]
        ]
        rules["functions"][kind] = [rule | {"section": re.compile(rule["section"])} for rule in rules["functions"][kind]]
    rules["three"] = {key: compiled("(?:" + pattern + ")" + rules["three_say"]) for key, pattern in rules["three"].items()}
    rules["projects"] |= {key: re.compile(rules["projects"][key]) for key in ("name_end", "pointer", "section")}
    return rules


def projects_of(ledger: pd.DataFrame, document: Document | None) -> dict[str, tuple[str, int | None]]:
    """Printed project names → (ledger item, table); names of self-evaluations from the title or the form's own line."""
    out: dict[str, tuple[str, int | None]] = {}
    for item in ledger["item"].dropna().unique():
        if str(item).startswith("project:"):
            out[plain(re.sub(r"20\d\d年度?", "", str(item).removeprefix("project:")))] = (str(item), None)
    for table, title in ledger.loc[ledger["form"] == "PE02", ["table", "title"]].drop_duplicates().itertuples(index=False):
        name = re.sub("项目?支出绩效自评表.*$", "", str(title))
        if document is not None and not name:
            rows = document.tables[table - 1].rows
            name = next((c.text for row in rows if row and row[0].text == "项目名称" for c in row[1:] if c.text), "")
        if name:
            out[plain(name)] = ("fund.total", table)
    return out


def alike(one: str, other: str, least: float = 0.0) -> float:
    """How alike two names of a project or an item are, 0 to 1; 费, 费用, 项目 and 系统 do not count.

    What cannot come to ``least`` is 0: most pairs have too few characters in common to be compared in full.
    """
    if not one or not other:
        return 0.0
    one, other = _bare(one), _bare(other)
    if one == other:
        return 1.0
    pair = SequenceMatcher(None, one, other, autojunk=False)
    return pair.ratio() if pair.real_quick_ratio() >= least and pair.quick_ratio() >= least else 0.0


@lru_cache(4096)
def _bare(name: str) -> str:
    return re.sub("项目|费用|费|系统", "", name) or name


@lru_cache(8192)
def plain(text: object) -> str:
    """Without spaces and quotation marks, brackets full-width."""
    return re.sub(r"[\s“”\"]", "", str(text or "")).translate(str.maketrans("()", "（）"))


def address_of(row, claim: Claim) -> dict:
    """What ``figure`` holds: the ledger row's address and whether the claim agrees with it."""
    return {
        "form": row.form, "table": int(row.table), "side": row.side, "item": row.item, "row_label": row.row_label,
        "column": row.column, "page": int(row.page), "agrees": agrees(row, claim),
    }  # fmt: skip


def agrees(row, claim: Claim) -> bool | None:
    """Equal within what the two printed precisions leave open (rounded or cut off); a blank is zero; None when not known."""
    if row.blank:
        return True if Decimal(claim.value) == 0 else None  # a figure the source lost is not zero
    if row.value is None or pd.isna(row.value):
        return None
    factor = YUAN.get(claim.unit, Decimal(1))
    said, place = Decimal(claim.value) * factor, Decimal(1).scaleb(Decimal(claim.value).as_tuple().exponent) * factor
    resolution = row.resolution if row.resolution is not None and not pd.isna(row.resolution) else Decimal(0)
    cut_off = abs(row.value) - abs(said) if place >= resolution else abs(said) - abs(row.value)
    return abs(said - row.value) <= (place + resolution) / 2 or 0 <= cut_off < max(place, resolution) and said * row.value >= 0

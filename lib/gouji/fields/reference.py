"""The reference classifications (``declared/codes``) with their years: what a code was called, and whether it was in force.

``classification("func")`` functions (类款项), ``"econ"`` departments' economic items, ``"gov"`` the government's. A code that is
not listed is ``unlisted``: it cannot be tested, it is never wrong. ``government_items`` gives the correspondence of economic
items, ``cofog`` the UN function of a class with how sure that is. Files are checked when loaded; a fault names its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from gouji.errors import Refusal
from gouji.fields.words import load_codes

FILES = {"func": ("functional", "functional_former"), "econ": ("economic_department",), "gov": ("economic_government",)}
FIRST_DIGIT = {"func": "2", "econ": "3", "gov": "5"}
LEVELS = {3: "class", 5: "item", 7: "sub"}
CONFIDENCE = ("high", "medium", "low", "none")
SURE = re.compile(r"document|page")
UNSURE = "recall"
_YEAR = range(1990, 2100)


class ReferenceInvalid(Refusal):
    what, remedy = "a reference list contradicts itself", "mend declared/codes"


@dataclass(frozen=True, slots=True)
class Item:
    """A code with its name in some years. ``first`` and ``last`` year in force (None: not known), ``seen`` the years of published
    documents that print it ("2019-2026", "" for none read), ``source`` document, page or recall."""

    code: str
    level: str
    name: str
    first: int | None
    last: int | None
    seen: str
    source: str
    note: str

    @property
    def parent(self) -> str:
        return self.code[:-2] if len(self.code) > 3 else ""

    @property
    def sure(self) -> bool:
        """Whether a published text stands behind the row, not memory alone."""
        return bool(SURE.search(self.source)) and UNSURE not in self.source

    def holds(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True)
class Classification:
    """One system; ``items`` by code, the name now in use first, earlier ones after it."""

    system: str
    items: Mapping[str, tuple[Item, ...]]

    def get(self, code: str, year: int | None = None) -> Item | None:
        """The row of a code in a year (the newest without one); None when unlisted or not in force then."""
        return next((i for i in self.items.get(code, ()) if year is None or i.holds(year)), None)

    def status(self, code: str, year: int | None = None) -> str:
        """``listed``, ``not_in_force`` in that year, or ``unlisted`` (then nothing can be said of it)."""
        if code not in self.items:
            return "unlisted"
        return "listed" if self.get(code, year) else "not_in_force"

    def name(self, code: str, year: int | None = None) -> str:
        """The code's official name in a year, "" when it has none there."""
        item = self.get(code, year)
        return item.name if item else ""

    def frame(self) -> pd.DataFrame:
        """One row a code and name: system, code, parent, level, name, from, until, seen, source, note."""
        rows = [(self.system, i.code, i.parent, i.level, i.name, i.first, i.last, i.seen, i.source, i.note) for some in self.items.values() for i in some]
        out = pd.DataFrame(rows, columns=["system", "code", "parent", "level", "name", "from", "until", "seen", "source", "note"])
        return out.astype({"from": "Int64", "until": "Int64"})


@dataclass(frozen=True, slots=True)
class Cofog:
    """COFOG of a functional class: ``division`` ("09", "" when it cannot be put into one), finer ``classes``, ``confidence``
    high, medium, low or none (financing, transfers: no expenditure by function)."""

    division: str
    classes: tuple[str, ...]
    confidence: str
    note: str


@lru_cache(maxsize=None)
def classification(system: str) -> Classification:
    """The declared classification, checked. Raises ReferenceInvalid."""
    return make_classification(system, [row for name in FILES[system] for row in load_codes(f"{name}.csv")])


def make_classification(system: str, rows: Iterable[Mapping[str, str]]) -> Classification:
    """A classification from CSV rows (code, level, name, from, until, seen, source, note)."""
    items: dict[str, list[Item]] = {}
    for row in rows:
        item = _item(row)
        if len(item.code) not in LEVELS or not item.code.isdecimal() or item.code[0] != FIRST_DIGIT[system]:
            raise ReferenceInvalid(f"{system} {item.code}", "no code of this system")
        if item.level != LEVELS[len(item.code)] or not item.name or not (SURE.search(item.source) or UNSURE in item.source):
            raise ReferenceInvalid(f"{system} {item.code}", "its level does not fit, or it has no name or source")
        for other in items.setdefault(item.code, []):
            if (item.first or 0) <= (other.last or 9999) and (other.first or 0) <= (item.last or 9999) and not _undated(item, other):
                raise ReferenceInvalid(f"{system} {item.code}", f"two names in one year: {other.name} and {item.name}")
            if item.name == other.name:
                raise ReferenceInvalid(f"{system} {item.code}", "listed twice")
        items[item.code].append(item)
    for code, some in items.items():
        if some[0].parent and some[0].parent not in items:
            raise ReferenceInvalid(f"{system} {code}", f"its parent {some[0].parent} is not listed")
    return Classification(system, {code: tuple(items[code]) for code in sorted(items)})


def _undated(item: Item, other: Item) -> bool:
    """Two names of which it is not known when one followed the other, both printed in documents: told by ``seen``."""
    return bool(item.seen and other.seen) and None is item.first is item.last is other.first is other.last


def _item(row: Mapping[str, str]) -> Item:
    years = [int(row[k]) if row.get(k) else None for k in ("from", "until")]
    if any(y is not None and y not in _YEAR for y in years) or (None not in years and years[0] > years[1]):
        raise ReferenceInvalid(row.get("code", "?"), f"in force from {row['from']} until {row['until']}")
    return Item(row["code"], row["level"], row["name"], *years, row.get("seen") or "", row["source"], row.get("note") or "")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Where a department's economic 款 goes in the government's system: ``agency`` (机关) and ``institution`` (事业单位)."""

    agency: tuple[str, ...]
    institution: tuple[str, ...]
    source: str

    @property
    def sure(self) -> bool:
        """Both sides known, from published texts."""
        return bool(self.agency and self.institution) and UNSURE not in self.source


@lru_cache(maxsize=1)
def government_items() -> dict[str, Correspondence]:
    """Department 款 → government 款. Raises ReferenceInvalid where a code of either side is unlisted or a row is repeated."""
    return make_correspondence(load_codes("economic_pairs.csv"), classification("econ"), classification("gov"))


def make_correspondence(rows: Iterable[Mapping[str, str]], econ: Classification, gov: Classification) -> dict[str, Correspondence]:
    out: dict[str, Correspondence] = {}
    for row in rows:
        code = row["department"]
        sides = [tuple(row[f"government_if_{side}"].split()) for side in ("agency", "institution")]
        unknown = [c for c in (*sides[0], *sides[1]) if c not in gov.items] + ([] if code in econ.items else [code])
        if code in out or unknown:
            raise ReferenceInvalid(f"pair {code}", "listed twice" if code in out else f"{unknown[0]} is not listed")
        out[code] = Correspondence(*sides, row["source"])
    return out


@lru_cache(maxsize=1)
def _cofog() -> dict[str, Cofog]:
    return make_cofog(load_codes("functional_cofog.csv"), classification("func"))


def make_cofog(rows: Iterable[Mapping[str, str]], func: Classification) -> dict[str, Cofog]:
    """Class → Cofog; every listed class must have its row, every sure one its division."""
    out: dict[str, Cofog] = {}
    for row in rows:
        if row["code"] in out or row["code"] not in func.items or row["confidence"] not in CONFIDENCE:
            raise ReferenceInvalid(f"cofog {row['code']}", "repeated, of no listed class, or with an unknown confidence")
        if row["division"] and not re.fullmatch(r"0[1-9]|10", row["division"]) or (row["confidence"] == "high") > bool(row["division"]):
            raise ReferenceInvalid(f"cofog {row['code']}", f"division {row['division'] or 'none'} is not 01 to 10")
        out[row["code"]] = Cofog(row["division"], tuple(re.findall(r"[\d.]+", row["cofog"])), row["confidence"], row["note"])
    if lacking := {c for c in func.items if len(c) == 3} - set(out):
        raise ReferenceInvalid(f"cofog {min(lacking)}", "a class without its row")
    return out


def cofog(code: str) -> Cofog | None:
    """The UN function of a functional code, by its class; None for an unlisted class."""
    return _cofog().get(code[:3])

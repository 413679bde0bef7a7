"""Invented departments whose figures cohere: every amount is drawn once, in 分, and everything else is a sum of it.

In: a seed. Out: a ``Department``: its spending by fund, 项, economic 款 and nature; what it began and ended with;
its 三公. Totals of any form are sums over ``spends`` and ``moneys``, so the identities of the forms hold exactly
before they are rounded for print. Nothing here knows a layout.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

FUNDS = ("gpb", "gf", "sc", "own")  # general public budget, government fund, state capital, money of its own
SOURCES = ("sup", "biz", "oper", "aff", "oth")  # where money of its own comes from
NATURES = ("personnel", "operating", "project", "special")  # the first two are basic expenditure
THREE = ("abroad", "vehicles_purchase", "vehicles_running", "reception")
WAN = 1_000_000  # 分 in a 万元


@dataclass(frozen=True, slots=True)
class Spend:
    """So much (分) of one fund, under one functional 项, for one economic 款."""

    fund: str
    code: str
    econ: str
    nature: str
    amount: int


@dataclass(frozen=True, slots=True)
class Money:
    """A fund under one 项: what was there at the beginning, came in, and was left (分); ``source`` of what came in."""

    fund: str
    code: str
    source: str
    opening: int
    revenue: int
    closing: int


@dataclass(frozen=True, slots=True)
class Department:
    """One department in one year. ``budgeted`` is the 三公 as budgeted, ``three`` as spent (分)."""

    name: str
    place: str
    number: str
    year: int
    spends: tuple[Spend, ...]
    moneys: tuple[Money, ...]
    three: dict[str, int]
    budgeted: dict[str, int]
    labels: dict[str, str]
    projects: tuple[tuple[str, int], ...]

    @property
    def entity(self) -> str:
        return self.place + self.name

    def spent(self, wanted: Callable[[Spend], bool] = lambda s: True) -> int:
        """The sum (分) of the spends wanted."""
        return sum(s.amount for s in self.spends if wanted(s))

    def money(self, what: str, wanted: Callable[[Money], bool] = lambda m: True) -> int:
        """The sum (分) of ``opening``, ``revenue`` or ``closing`` over the moneys wanted."""
        return sum(getattr(m, what) for m in self.moneys if wanted(m))

    def codes(self, fund: str | None = None) -> list[str]:
        """The 项 in use (of one fund), ascending."""
        return sorted({m.code for m in self.moneys if fund in (None, m.fund)})


@lru_cache(maxsize=1)
def declared() -> dict:
    """What departments are made of: declared/generator.yml."""
    return yaml.safe_load((files("gouji") / "declared/generator.yml").read_text("utf-8"))


def draw(seed: int, year: int | None = None) -> Department:
    """The department of this seed; the same seed gives the same figures."""
    rng, given = random.Random(seed), declared()
    body = rng.choice(given["bodies"])
    labels = _labels(body)
    spends: list[Spend] = []
    _running(rng, body, spends)
    _projects(rng, body, spends)
    with_gf, with_sc = rng.random() < 0.6, rng.random() < 0.35
    for fund, used in (("gf", with_gf), ("sc", with_sc)):
        for code in given["funds"][fund]["subs"] if used else ():
            spends.append(Spend(fund, code, rng.choice(("30227", "31005")), "project", _amount(rng, 5, 900)))
    if rng.random() < 0.5:
        code = rng.choice(list(body["subs"]))
        spends.append(Spend("own", code, "30299", "project", _amount(rng, 1, 90)))
    three = _three(rng, spends)
    budgeted = {k: v + (_amount(rng, 0.1, 3) if v or rng.random() < 0.2 else 0) for k, v in three.items()}
    names = rng.sample(given["projects"], 5)
    return Department(
        name=body["name"],
        place=rng.choice(given["places"]),
        number=str(rng.randint(101, 799)),
        year=year or rng.randint(2019, 2025),
        spends=tuple(spends),
        moneys=tuple(_moneys(rng, spends)),
        three=three,
        budgeted=budgeted,
        labels=labels,
        projects=tuple(_split(rng, sum(s.amount for s in spends if s.nature in ("project", "special")), names)),
    )


def _amount(rng: random.Random, least: float, most: float) -> int:
    """An amount in 分 between two bounds in 万元, sometimes round."""
    value = int(rng.uniform(least, most) * WAN)
    return value // 10000 * 10000 if rng.random() < 0.2 and value > 10000 else max(value, 1)


def _labels(body: dict) -> dict[str, str]:
    given = declared()
    out = dict(given["classes"]) | {body["item"]: body["label"], **body["subs"]}
    for group in (*given["common"], *given["funds"].values()):
        out[group["item"]] = group["label"]
        out |= {code: label if isinstance(label, str) else label[0] for code, label in group["subs"].items()}
    return out


def _running(rng: random.Random, body: dict, spends: list[Spend]) -> None:
    """Basic expenditure: staff and running of the body itself, then what every body pays for its staff."""
    econ, first = declared()["econ"], next(iter(body["subs"]))
    for nature in ("personnel", "operating"):
        for code, (least, most, often) in econ[nature].items():
            if rng.random() < often:
                spends.append(Spend("gpb", first, str(code), nature, _amount(rng, least, most)))
    for group in declared()["common"]:
        for code, (_, codes) in group["subs"].items():
            if rng.random() < 0.85:
                spends.extend(Spend("gpb", code, str(c), "personnel", _amount(rng, 0.4, 160)) for c in codes)


def _projects(rng: random.Random, body: dict, spends: list[Spend]) -> None:
    for code in list(body["subs"])[1:]:
        for econ, (least, most, often) in declared()["econ"]["project"].items():
            if rng.random() < often:
                nature = "special" if rng.random() < 0.3 else "project"
                spends.append(Spend("gpb", code, str(econ), nature, _amount(rng, least, most)))


def _three(rng: random.Random, spends: list[Spend]) -> dict[str, int]:
    """三公 as spent, each with the economic 款 that carries it added to ``spends``."""
    first, out = spends[0].code, dict.fromkeys(THREE, 0)
    for key, econ, often in (("abroad", "30212", 0.3), ("vehicles_purchase", "31013", 0.2), ("vehicles_running", "30231", 0.8), ("reception", "30217", 0.8)):
        if rng.random() < often:
            out[key] = _amount(rng, 0.2, 24)
            spends.append(Spend("gpb", first, econ, "operating", out[key]))
    return out


def _moneys(rng: random.Random, spends: list[Spend]) -> list[Money]:
    """Opening + revenue = spent + closing, for each fund under each 项."""
    out = []
    for fund, code in sorted({(s.fund, s.code) for s in spends}):
        spent = sum(s.amount for s in spends if (s.fund, s.code) == (fund, code))
        opening = int(spent * rng.uniform(0.01, 0.2)) if rng.random() < 0.25 else 0
        closing = int(spent * rng.uniform(0.01, 0.2)) if rng.random() < 0.25 else 0
        source = rng.choice(SOURCES) if fund == "own" else fund
        out.append(Money(fund, code, source, opening, spent + closing - opening, closing))
    return out


def _split(rng: random.Random, total: int, names: list[str]) -> list[tuple[str, int]]:
    """``total`` cut in as many parts as there are names."""
    cuts = sorted(rng.randint(0, total) for _ in names[1:])
    return [(name, b - a) for name, a, b in zip(names, [0, *cuts], [*cuts, total])]

"""The declared wordings, compiled once.

In: ``declared/claims.yml``. Out: ``Words``, whose patterns the other modules of this package use. A figure is a
number followed by a declared unit; everything else that has digits (a year, an ordinal, the number of a law, an
item's code) has no such unit and is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Words:
    """``raw`` is the declared mapping; the rest are its patterns, compiled."""

    raw: dict
    figure: re.Pattern  # groups: value, unit
    chained: re.Pattern  # a number whose unit stands behind the last of its row ("23.5、0、118.2万元"); the same groups
    unit_kinds: tuple[tuple[re.Pattern, str], ...]
    heading: re.Pattern  # an ordinal that opens a heading; groups: d1_0, d1_1, d2_2 … depth and place in the list
    title_end: re.Pattern
    not_prose: re.Pattern
    direction: re.Pattern  # a direction word at the end, whatever verb follows it
    direction_of: dict[str, str | None]
    reached: re.Pattern  # "增加到2024年的": what follows is where it came to; group "of": what moved
    verbs_end: re.Pattern
    leading: tuple[re.Pattern, ...]
    led: re.Pattern  # any of ``leading``, all of which stand at the front
    items: tuple[re.Pattern, ...]
    topics: tuple[tuple[str, re.Pattern], ...]
    none_said: tuple[re.Pattern, ...]
    after_no_units: frozenset[str]
    patterns: dict[str, re.Pattern]

    def __getitem__(self, name: str) -> re.Pattern:
        return self.patterns[name]

    def topic(self, headings: tuple[str, ...]) -> str | None:
        """What a section is about: its innermost heading that names a declared topic."""
        return next((name for h in reversed(headings) for name, pattern in self.topics if pattern.search(h)), None)

    def unit_kind(self, unit: str) -> str:
        """money, percent, score, area or count."""
        return _kind(unit)

    def depth(self, text: str) -> int | None:
        """How deep a heading is that opens like this text; None when it opens like none."""
        found = self.heading.match(text)
        return int(found.lastgroup[1:].split("_")[0]) if found else None


@lru_cache(256)
def _kind(unit: str) -> str:
    return next(kind for pattern, kind in words().unit_kinds if pattern.fullmatch(unit))


@cache
def words() -> Words:
    """The declared wordings."""
    raw = yaml.load((files("gouji") / "declared/claims.yml").read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    units = sorted(((u, kind) for kind, names in raw["units"].items() for u in names), key=lambda x: -len(_bare(x[0])))
    moves = {w: (None if sign == "none" else sign) for sign, group in raw["direction_words"].items() for w in group}
    directions = {_bare(w): sign for w, sign in moves.items()}
    signs = "|".join(sorted(moves, key=lambda w: len(_bare(w)), reverse=True))
    verbs = "|".join(sorted(raw["verbs"], key=len, reverse=True))
    number, unit = r"-?\d[\d,，]*(?:\.\d+)?", r"\s*(?P<unit>" + "|".join(u for u, _ in units) + ")"
    return Words(
        raw=raw,
        figure=re.compile(raw["figure_start"] + f"(?P<value>{number})" + unit),
        chained=re.compile(raw["figure_start"] + rf"(?P<value>\d+(?:\.\d+)?)(?=(?:[、和及]\d+(?:\.\d+)?){{1,20}}{unit})"),
        unit_kinds=tuple((re.compile(_bare(u)), kind) for u, kind in units),
        heading=re.compile("|".join(f"(?P<d{h['depth']}_{i}>{h['pattern']})" for i, h in enumerate(raw["headings"]))),
        title_end=re.compile("(?:" + "|".join(raw["title_words"]) + ")。?$"),
        not_prose=re.compile("|".join(raw["not_prose"])),
        direction=re.compile(rf"(?P<sign>{signs})(?:[（(](?:{signs}|[-－—+＋])[）)])?(?P<rest>(?:了|各|约|支出|收入|率|{verbs})*)$"),
        direction_of=directions,
        reached=re.compile(rf"(?P<of>.*?)(?:{signs}|提升|[增减升降])了?[到至]约?(?:20\d\d年度?|今年|本年|当年)?的?$"),
        verbs_end=re.compile(rf"(?:{verbs})+$"),
        leading=tuple(map(re.compile, raw["leading"])),
        led=re.compile("|".join(f"(?:{pattern})" for pattern in raw["leading"])),
        items=tuple(map(re.compile, raw["item"])),
        topics=tuple((t["id"], re.compile(t["pattern"])) for t in raw["topics"]),
        none_said=tuple(map(re.compile, raw["none_said"])),
        after_no_units=frozenset(raw["after_no_units"]),
        patterns={name: re.compile(value) for name, value in raw.items() if isinstance(value, str)},
    )


def _bare(unit: str) -> str:
    """A unit's or a direction word's pattern without what it says of the words before and behind."""
    return re.sub(r"^\(\?<[!=].*?\)|\(\?[!=].*\)$", "", unit)

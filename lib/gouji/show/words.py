"""The words a reader sees for machine names of ours: column names and values of our vocabularies, in Chinese and English.

From ``declared/shown.yml`` and the files it names. Data keep the machine names; only what is displayed changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

BETWEEN = {"zh": {".": "·", ", ": "、"}, "en": {".": "·", "、": ", "}}
CODE = re.compile(r"[A-Z]\d*")
GROUP = re.compile(r"\{(\d)(?::(\w+))?\}")  # of a declared pattern
APART = re.compile(r"( · |、|, | |\.)")  # what stands between the values of one cell, and between the parts of a column's id


@dataclass(frozen=True)
class Word:
    """One value in both languages; ``mark`` is shown before it ("" for none)."""

    zh: str
    en: str
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """A header in both languages and what its cells hold: kinds (document, machine, …) or names of vocabularies."""

    zh: str
    en: str
    holds: tuple[str, ...] = ()


def column(name: str) -> Column | None:
    """The header of a machine name; None where it is not declared (a header of a document, a code, a name)."""
    given = _shown()["columns"].get(name)
    if given:
        return Column(str(given[0]), str(given[1]), tuple(given[2:]))
    found = word(_shown()["headers"], name) if re.fullmatch(r"[a-z][\w. ]*", name, re.ASCII) else None
    return Column(found.zh, found.en) if found else None


@lru_cache(4096)
def _word(names: tuple[str, ...], value: str) -> Word | None:
    known = [vocabulary(name) for name in names]
    if found := next((v[value] for v in known if value in v), None):
        return found
    if found := next((w for name in names for w in _by_pattern(name, value)), None):
        return found
    parts = APART.split(value)
    words = [next((v[p] for v in known if p in v), None) if i % 2 == 0 else None for i, p in enumerate(parts)]
    named = [w for w, p in zip(words[::2], parts[::2], strict=True) if not p.isdecimal()]
    if len(parts) == 1 or not named or None in named:
        return None
    zh, en = ("".join(BETWEEN[tongue].get(p, p) if i % 2 else getattr(words[i], tongue, p) for i, p in enumerate(parts)) for tongue in ("zh", "en"))
    return Word(zh, en)


def word(names: tuple[str, ...] | list[str], value: str) -> Word | None:
    """The words of a value in the first of these vocabularies that knows it; a value put together of known ones
    (``决算 · 2021 · 本级``, ``gpb.fee``) in the words of its parts. None where none knows it."""
    return _word(tuple(names), value)


def _by_pattern(name: str, value: str) -> Iterator[Word]:
    """The words of a value that is a sentence with figures or names in it."""
    for pattern, zh, *en in _shown()["patterns"].get(name, ()):
        if found := re.fullmatch(pattern, value, re.S):
            yield Word(_filled(zh, found, "zh"), _filled(en[0], found, "en") if en else value)


def _filled(template: str, found: re.Match, tongue: str) -> str:
    def part(place: re.Match) -> str:
        text = found[int(place[1])] or ""
        known = word((place[2],), text) if place[2] else None
        return getattr(known, tongue) if known else text

    return GROUP.sub(part, template)


@cache
def vocabulary(name: str) -> dict[str, Word]:
    """Value → its words. A vocabulary is also looked into by its Chinese words and by its words as shown, which some tables hold
    in place of the value."""
    given = _shown()["vocabularies"].get(name)
    if given is None:
        file, key = _shown()["elsewhere"][name]
        given = _read(file)[key] if key else _read(file)
    words = {str(value): _made(entry, str(value)) for value, entry in _entries(given)}
    return {alias: w for w in words.values() for alias in (w.zh, f"{w.mark} {w.zh} {w.en}".strip())} | words


def fitting(values: set[str]) -> str | None:
    """The vocabulary that knows all these values, for a column that is not declared."""
    return next((name for name in _shown()["order"] if values <= vocabulary(name).keys()), None) if values else None


def theme() -> dict[str, Word]:
    """What the site's theme says by itself → our words for it."""
    return {said: Word(*given) for said, given in _shown()["theme"].items()}


def proper() -> tuple[str, ...]:
    """Latin words that stay in the Chinese view."""
    return tuple(_shown()["proper"])


def declared() -> dict[str, Any]:
    """The file as it is, for tests that hold it against what is shown."""
    return _shown()


def _entries(given: Any):
    if isinstance(given, dict):
        yield from given.items()
    else:
        yield from ((entry.get("id", entry["zh"]), entry) for entry in given)


def _made(entry: Any, value: str) -> Word:
    if isinstance(entry, list):
        return Word(str(entry[0]), str(entry[1]))
    code = value if CODE.fullmatch(value) else ""  # an item of an index is called by its number too
    return Word(str(entry["zh"]), str(entry["en"]), str(entry.get("mark", code)).strip())


@cache
def _shown() -> dict[str, Any]:
    return _read("shown.yml")


@cache
def _read(file: str) -> Any:
    text = resources.files("gouji").joinpath("declared", *file.split("/")).read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))

"""What is declared about forms and their layout, loaded once: ``declared/forms/*.yml``.

In: the package's own files. Out: frozen ``Form`` entries in the order in which they are tried, the titles
that families print, and ``Words``, the compiled patterns of captions, headers and notes. An entry that lacks
its id, names or titles, or whose pattern does not compile, is refused with the file and the entry.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from gouji.errors import Refusal

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form: how it is named, by what title and header it is known.

    ``kind`` is the kind of document it belongs to ("performance" forms stand in any); ``number`` the ordinal
    in the official set, None where there is none; ``layout`` "table", or "form" (label beside value).
    """

    id: str
    kind: str
    zh: str
    en: str
    title: Patterns
    never: Patterns = ()
    header_all: tuple[str, ...] = ()
    header_none: tuple[str, ...] = ()
    header_alone: Patterns = ()
    with_header: Patterns = ()
    number: int | None = None
    layout: str = "table"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every declared form, and the whole titles that families print (title → form id)."""

    forms: tuple[Form, ...]
    titles: dict[str, str]

    def get(self, form_id: str) -> Form | None:
        """The entry with this id, or None."""
        return next((form for form in self.forms if form.id == form_id), None)


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of ``words.yml``; all match squeezed text (see ``text.squeeze``)."""

    units: tuple[str, ...]
    header_exact: frozenset[str]
    header_parts: re.Pattern[str]
    number_row: re.Pattern[str]
    total: re.Pattern[str]
    captions: dict[str, re.Pattern[str]]
    ignore: re.Pattern[str]
    prose: re.Pattern[str]
    heading: re.Pattern[str]
    title_ending: re.Pattern[str]
    notes: re.Pattern[str]
    page_number: re.Pattern[str]
    form_layout_unless: tuple[str, ...]
    form_key: re.Pattern[str]
    label_endings: tuple[str, ...]


def _load(name: str) -> dict:
    text = resources.files("gouji").joinpath("declared", "forms", name).read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def parse_forms(data: dict, name: str) -> list[Form]:
    """The entries of one file's ``data``; a Refusal names ``name`` and the entry that is not valid."""
    forms = []

    def compiled(patterns: list[str]) -> Patterns:
        return tuple(re.compile(pattern.replace("{who}", data.get("who", ""))) for pattern in patterns)

    for entry in data["forms"]:
        try:
            header = entry.get("header", {})
            forms.append(
                Form(
                    id=entry["id"],
                    kind=data["kind"],
                    zh=entry["zh"],
                    en=entry["en"],
                    title=compiled(entry["title"]),
                    never=compiled(entry.get("not", ())),
                    header_all=tuple(header.get("all", ())),
                    header_none=tuple(header.get("none", ())),
                    header_alone=compiled(entry.get("header_alone", ())),
                    with_header=compiled(entry.get("with_header", ())),
                    number=entry.get("number"),
                    layout=entry.get("layout", "table"),
                )
            )
        except (KeyError, TypeError, re.error) as error:
            raise Refusal(name, f"entry {entry.get('id', '?')}: {error}", "see docs/adding-a-family.md") from None
    return forms


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The declared forms: performance first (their titles are the most special), then final, then budget."""
    forms = [form for name in ("performance.yml", "final.yml", "budget.yml") for form in parse_forms(_load(name), name)]
    ids = {form.id for form in forms}
    titles = {t: i for family in _load("families.yml")["families"] for t, i in family["titles"].items()}
    unknown = sorted(i for i in titles.values() if i not in ids)
    if unknown:
        raise Refusal("families.yml", f"unknown form {unknown[0]}", "declare it first")
    return Catalogue(tuple(forms), titles)


def forms_json() -> dict:
    """The catalogue as plain types: every form with its patterns, and the titles that families print."""
    known = catalogue()
    forms = [
        {
            "id": form.id,
            "kind": form.kind,
            "zh": form.zh,
            "en": form.en,
            "number": form.number,
            "layout": form.layout,
            "titles": [pattern.pattern for pattern in form.title],
            "not": [pattern.pattern for pattern in form.never],
            "header": {"all": list(form.header_all), "none": list(form.header_none)},
            "family_titles": sorted(title for title, form_id in known.titles.items() if form_id == form.id),
        }
        for form in sorted(known.forms, key=lambda form: (form.kind, form.id))
    ]
    return {"forms": forms}


@lru_cache(maxsize=1)
def code_names() -> frozenset[str]:
    """The names of all classifications (科目), functional and economic, squeezed."""
    names = set()
    for file in ("functional.csv", "functional_former.csv", "economic_department.csv", "economic_government.csv"):
        with resources.files("gouji").joinpath("declared", "codes", file).open(encoding="utf-8", newline="") as opened:
            names.update("".join(unicodedata.normalize("NFKC", row["name"]).split()) for row in csv.DictReader(opened))
    return frozenset(names)


@lru_cache(maxsize=1)
def words() -> Words:
    """The declared words of layout, compiled."""
    data = _load("words.yml")

    def either(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(patterns))

    captions = {name: re.compile(p) for name, p in data["captions"].items() if name != "ignore"}
    return Words(
        units=tuple(data["units"]),
        header_exact=frozenset(data["header"]["exact"]),
        header_parts=either(data["header"]["parts"]),
        number_row=either(data["number_row"]),
        total=either(data["total"]),
        captions=captions,
        ignore=either(data["captions"]["ignore"]),
        prose=either(data["prose"]),
        heading=either(data["heading"]),
        title_ending=re.compile(data["title_ending"] + "$"),
        notes=either(data["notes"]),
        page_number=re.compile(data["page_numbers"]),
        form_layout_unless=tuple(data["form_layout_unless"]),
        form_key=re.compile(data["form_key"]),
        label_endings=tuple(data["label_endings"]),
    )

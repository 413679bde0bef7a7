"""The catalogue: every rule as data, read from ``declared/rules/*.yml`` and checked for sense on the way in.

A rule is its id, its names and a sentence in plain words (``says``), what it says as a ``formula``, its tolerance class,
severity, legal basis and how far that is verified, the forms it needs, and ``checks``: identities of the kinds in ``KINDS``
over ledger addresses. Names and sentences are for a reader who does not know the ids of forms: no id and no sign of a
formula in a name. A rule without checks is ``planned`` (with the issue that brings it) or ``refused`` (with the reason); it is listed all the same.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from gouji.rules.schema import SCHEMA
from gouji.rules.stated_schema import SCHEMA as STATED

SCOPES = (
    "within-form cross-form form-vs-narrative narrative-internal budget-vs-final year-over-year performance "
    "completeness timeliness code-validity unit plausibility cross-document text-quality"
).split()
TOLERANCES = ("SUM", "EQ", "EQ0", "EQd", "PCT", "LE", "EX", "SET", "THR", "TEXT", "STAT")
SEVERITIES = ("error", "warning", "info")
STATUSES = ("implemented", "planned", "refused")
LONGEST = {"zh": 40, "en": 90}  # characters of a name: one line of a list
# what an editor cannot be expected to read in a name: ids of forms, codes of items, signs of formulas
SHORTHAND = re.compile(r"[A-Z]{2}\d\d|(?<!\d)(?!100(?!\d))\d{3,}|[Σ∀Δ=≠≤≥<>↔→←⇔×÷+*/|()（）]|−")

# kind of check → (keys it must have, keys it may have)
KINDS: dict[str, tuple[set[str], set[str]]] = {
    "sum": ({"form", "parts"}, {"whole", "constant", "columns", "except", "optional", "or", "points", "flat"}),
    "tops": ({"form"}, {"whole", "family", "columns", "except", "optional"}),
    "hierarchy": ({"form"}, {"family", "codes", "columns", "except", "optional"}),
    "details": ({"form"}, {"columns", "except"}),
    "lanes": ({"form", "items"}, set()),
    "row": ({"form", "whole", "parts"}, {"rows", "optional", "at_least", "or"}),
    "part_row": ({"form", "part", "whole"}, {"rows", "points"}),
    "ratio_row": ({"form", "stated", "above", "below"}, {"rows", "scale"}),
    "equal": ({"form", "left", "right"}, {"each", "tolerance", "optional", "when_zero"}),
    "part": ({"form", "left", "right"}, {"each", "tolerance", "optional"}),
    "forms_present": ({"required"}, {"alternatives"}),
    "all_zero": ({"form", "addresses"}, set()),
    "empty_iff_zero": ({"form", "address"}, set()),
    "empty_explained": ({"forms"}, set()),
    "unit_present": ({"forms"}, set()),
    "total_printed": ({"forms"}, {"items"}),
    "codes_unique": ({"forms"}, set()),
    "codes_chain": ({"forms", "family"}, set()),
    "codes_valid": ({"forms"}, {"lengths"}),
    "codes_depth": ({"forms", "family", "length"}, set()),
    "no_negative": ({"forms"}, {"allowed_columns", "allowed_items"}),
    "gap_explained": ({"form", "left", "right", "others"}, set()),
    "lines_continuous": ({"forms"}, set()),
    "columns_numbered": ({"forms"}, set()),
    "columns_present": ({"forms", "columns"}, {"items"}),
    "target_met": ({"forms"}, {"threshold", "deducted"}),
    "indicators_printed": ({"forms", "columns"}, {"any"}),
    "indicator_rate": ({"forms", "label", "above", "below"}, set()),
    **SCHEMA,
    **STATED,
}


class CatalogueInvalid(ValueError):
    """A rule that makes no sense: file, rule, what is wrong, and the nearest word that would."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue: ``zh`` and ``en`` say what should hold, ``says`` how that is checked, a sentence in either
    language. ``documents`` are the kinds of document it is asked of."""

    id: str
    zh: str
    en: str
    says: dict
    scope: str
    formula: str
    tolerance: str
    severity: str
    legal: dict
    status: str
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ("any",)
    issue: int | None = None
    reason: str = ""
    checks: tuple[dict, ...] = ()

    def as_json(self) -> dict:
        """The rule as ``gouji rules --json`` shows it."""
        return {
            "id": self.id,
            "zh": self.zh,
            "en": self.en,
            "says": dict(self.says),
            "scope": self.scope,
            "formula": self.formula,
            "tolerance": self.tolerance,
            "severity": self.severity,
            "legal": self.legal,
            "forms": list(self.forms),
            "documents": list(self.documents),
            "status": self.status,
            "issue": self.issue,
            "reason": self.reason,
            "checks": [dict(c) for c in self.checks],
        }


def _one_of(word: str, words, place: str) -> None:
    if word not in words:
        near = difflib.get_close_matches(str(word), list(words), 1)
        raise CatalogueInvalid(f"{place}: unknown {word!r}" + (f", did you mean {near[0]!r}?" if near else ""))


def _plain(entry: dict, place: str) -> None:
    """Refuses a name that is too long, an id or a formula, and a rule that lacks its sentence in either language."""
    for language, longest in LONGEST.items():
        name = entry[language]
        if shorthand := SHORTHAND.search(name):
            raise CatalogueInvalid(f"{place}: the name {name!r} holds {shorthand[0]!r}; say it in words")
        if len(name) > longest:
            raise CatalogueInvalid(f"{place}: the name {name!r} is longer than {longest} characters")
        if not (isinstance(entry["says"], dict) and entry["says"].get(language)):
            raise CatalogueInvalid(f"{place}: says lacks its {language}")


def read_rule(entry: dict, file: str) -> Rule:
    """A rule from its YAML entry; refuses unknown words, missing keys and a status that its checks belie."""
    place = f"{file}, rule {entry.get('id', '?')}"
    fields = set(Rule.__slots__)
    for key in entry:
        _one_of(key, fields, place)
    missing = {"id", "zh", "en", "says", "scope", "formula", "tolerance", "severity", "legal", "status"} - set(entry)
    if missing:
        raise CatalogueInvalid(f"{place}: lacks {', '.join(sorted(missing))}")
    _plain(entry, place)
    _one_of(entry["scope"], SCOPES, place)
    _one_of(entry["tolerance"], TOLERANCES, place)
    _one_of(entry["severity"], SEVERITIES, place)
    _one_of(entry["status"], STATUSES, place)
    for check in entry.get("checks", ()):
        _one_of(check.get("kind"), KINDS, place)
        needed, allowed = KINDS[check["kind"]]
        for key in set(check) - {"kind"}:
            _one_of(key, needed | allowed, f"{place}, kind {check['kind']}")
        if needed - set(check):
            raise CatalogueInvalid(f"{place}, kind {check['kind']}: lacks {', '.join(sorted(needed - set(check)))}")
    if (entry["status"] == "implemented") != bool(entry.get("checks")):
        raise CatalogueInvalid(f"{place}: status {entry['status']} with {len(entry.get('checks', ()))} checks")
    if entry["status"] == "planned" and not entry.get("issue") or entry["status"] == "refused" and not entry.get("reason"):
        raise CatalogueInvalid(f"{place}: {entry['status']} without issue or reason")
    tuples = {k: tuple(entry.get(k, ())) for k in ("forms", "checks")}
    documents = tuple(entry.get("documents", ("any",)))
    return Rule(**{**entry, **tuples, "documents": documents})


def _declared(file):
    """What a YAML file holds, by the C loader where there is one: ten times as fast, and each command waits for it."""
    return yaml.load(file.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def load_catalogue() -> tuple[Rule, ...]:
    """All rules, in the order of the catalogue's files and entries. Raises ``CatalogueInvalid``."""
    rules: list[Rule] = []
    folder = resources.files("gouji") / "declared" / "rules"
    by_scope = {s: i for i, s in enumerate(SCOPES)}
    files = [f for f in folder.iterdir() if f.name.endswith(".yml") and f.name.removesuffix(".yml") in by_scope]
    for file in sorted(files, key=lambda f: by_scope[f.name.removesuffix(".yml")]):
        rules += [read_rule(entry, file.name) for entry in _declared(file)]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise CatalogueInvalid(f"rule {rule.id} is declared twice")
        seen.add(rule.id)
    named_once(rules)
    return tuple(rules)


def named_once(rules: Sequence[Rule]) -> None:
    """Refuses two rules of one name, in either language."""
    for language in LONGEST:
        names = Counter(getattr(rule, language) for rule in rules)
        if twice := next((name for name, times in names.items() if times > 1), None):
            raise CatalogueInvalid(f"two rules are called {twice!r}")


@cache
def load_messages() -> dict:
    """The bilingual templates: by outcome, by reason, by presence kind."""
    out: dict = {}
    for file in sorted((resources.files("gouji") / "declared" / "rules").iterdir(), key=lambda f: f.name):
        if file.name.startswith("messages"):
            for part, entries in _declared(file).items():
                out.setdefault(part, {}).update(entries)
    return out


def catalogue_json() -> dict:
    """``gouji rules --json``: every rule, implemented or not, and how many of each."""
    rules = load_catalogue()
    counts = {status: sum(r.status == status for r in rules) for status in STATUSES}
    return {"rules": [r.as_json() for r in rules], "counts": counts}

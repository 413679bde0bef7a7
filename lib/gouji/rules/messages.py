"""Findings in words, from ``declared/rules/messages.yml``: one template a reason, in Chinese and English.

What is put in comes from the document and may be hostile; it is inserted as it stands, and the publishers escape it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from gouji.rules import citing
from gouji.rules.arithmetic import Term, Verdict
from gouji.rules.catalogue import Rule, load_messages
from gouji.rules.findings import Finding
from gouji.rules.identities import Identity
from gouji.rules.index import Figure
from gouji.rules.wording import column_words, ended, in_words, listed, nested, spaced

TWELVE = Decimal(12)
NAMED = ("about", "row", "expected", "found", "difference", "form", "detail", "way")  # words in which ids and our own terms are named
EMPTY = ("detail", "way", "target", "score", "weight")  # words that only some findings have


def _show(value: Decimal, factor: Decimal, digit: Decimal, least: Decimal | None = None) -> str:
    """``value`` in units of ``factor`` to ``digit``; zeros behind ``least`` (the digit of what it is set against) go."""
    shown = (value / factor).quantize(digit) if digit else value / factor
    while least and digit < least and shown == (shorter := shown.quantize(digit := digit.scaleb(1))):
        shown = shorter
    return f"{shown:f}"


def _digit(terms: Sequence[Term], factor: Decimal) -> Decimal | None:
    """The last digit printed of these figures, the finest of several; None where nothing but blanks and constants stands."""
    printed = [t.figure for t in terms if t.figure and not t.figure.blank]
    money = [f for f in printed if f.factor != 1 or f.unit == "元"]
    nonzero = [f for f in (money or printed) if f.value]
    finest = min((f.resolution for f in nonzero or money or printed), default=None)
    return _place(finest / factor) if finest else None


@lru_cache(256)
def _place(finest: Decimal) -> Decimal:
    """The decimal place that so fine a digit stands at."""
    return Decimal(1).scaleb(finest.normalize().adjusted())


def amounts(identity: Identity, verdict: Verdict) -> tuple[str | None, str, str, str, str | None]:
    """(unit, expected, found, difference, z) in the unit of the left side, each side with the digits printed there."""
    first = next(t.figure for t in (*identity.left, *identity.right) if t.figure)
    factor = first.factor
    own = _digit(identity.left, factor)
    other = own if identity.mode == "ratio" else _digit(identity.right, factor)
    own, other = own or other or Decimal(1), other or own or Decimal(1)
    expected, found = _show(verdict.expected, factor, other, own), _show(verdict.found, factor, own)
    return first.unit or None, expected, found, _show(verdict.residual, factor, min(own, other), own), _z(identity, verdict)


def _z(identity: Identity, verdict: Verdict) -> str | None:
    """Residual over the standard deviation of so many rounding errors (each uniform over one last digit)."""
    if identity.mode not in ("sum", "equal") or verdict.outcome != "rounding":
        return None
    variance = sum(((2 * t.half) ** 2 / TWELVE for t in (*identity.left, *identity.right)), Decimal(0))
    return f"{verdict.residual / variance.sqrt():.2f}" if variance else None


class Words(dict):
    """What a template may put in, each word made when a template asks for it: a document has a thousand findings."""

    def __init__(self, finding: Finding, given: dict, language: str):
        self.finding, self.given, self.language = finding, given, language

    def __missing__(self, key: str) -> str:
        made = CITED.get(key)
        word = made(self.finding, self.language) if made else self._given(key)
        self[key] = word
        return word

    def _given(self, key: str) -> str:
        value = self.given[key]
        if isinstance(value, tuple):
            return listed(value, self.language)
        return spaced(in_words(value, self.language), self.language) if value and key in NAMED else value


def _first(identity: Identity) -> Figure | None:
    return next((t.figure for t in identity.left if t.figure), None)


# words about the operands of a finding's identity: (finding, language) → words
CITED: dict[str, Callable[[Finding, str], str]] = {
    "found_": lambda f, language: citing.measured(f.found, f.unit, language),
    "expected_": lambda f, language: citing.measured(f.expected, f.unit, language),
    "difference_": lambda f, language: citing.gap(f.difference, f.unit, language),
    "at": lambda f, language: citing.at(_first(f.identity), language),
    "there": lambda f, language: citing.counterpart(f.identity, language),
    "parts": lambda f, language: citing.parts(f.identity, language),
    "pages": lambda f, language: citing.pages((p.page for p in f.where if not p.document), language),
    "division": lambda f, language: citing.division(f.identity, language),
}


def write_messages(finding: Finding, rule: Rule, key: str, about: str | tuple, values: dict | None = None) -> Finding:
    """The finding with its two messages: the template of ``key`` and the outcome, or of ``key`` alone.

    Words given as a tuple are a list, put together as the language does; ``columns`` are told in place of ``about``.
    """
    templates = load_messages()
    by_outcome = templates["outcomes"][finding.outcome]
    entry = templates["messages"].get(f"{key}.{finding.outcome}") or templates["messages"].get(key)
    subject = finding.where[0]
    words = {
        **dict.fromkeys(EMPTY, ""),
        "rule": rule.id,
        "form": finding.form or "",
        "about": about,
        "row": subject.row or about,
        "printed": subject.printed or "",
        "expected": finding.expected or "",
        "found": finding.found or "",
        "difference": finding.difference or "",
        "unit": finding.unit or "",
        **{k: v for k, v in (values or {}).items() if v is not None},
    }
    texts = []
    for language, name in (("zh", rule.zh), ("en", rule.en)):
        said = Words(finding, words, language)
        said["column"] = column_words(subject.column, language) if subject.column else ""
        if columns := words.get("columns"):
            said["about"] = listed(tuple(column_words(c, language) for c in columns), language)
        body = ended(nested(entry[language].format_map(said))) if entry else ""
        texts.append(templates["frame"][language].format(rule=rule.id, name=name, outcome=by_outcome[language], body=body))
    return finding.saying(*texts)

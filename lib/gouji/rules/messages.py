"""Findings in words, from ``declared/rules/messages.yml``: one template a reason, in Chinese and English.

What is put in comes from the document and may be hostile; it is inserted as it stands, and the publishers escape it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from gouji.rules.arithmetic import Term, Verdict
from gouji.rules.catalogue import Rule, load_messages
from gouji.rules.findings import Finding
from gouji.rules.identities import Identity
from gouji.rules.wording import column_words, in_words, nested

TWELVE = Decimal(12)


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


def write_messages(finding: Finding, rule: Rule, key: str, about: str, values: dict | None = None) -> Finding:
    """The finding with its two messages: the template of ``key`` and the outcome, or of ``key`` alone."""
    templates = load_messages()
    by_outcome = templates["outcomes"][finding.outcome]
    entry = templates["messages"].get(f"{key}.{finding.outcome}") or templates["messages"].get(key)
    subject = finding.where[0]
    words = {
        "rule": rule.id,
        "form": finding.form or "",
        "about": about,
        "row": subject.row or about,
        "column": subject.column or "",
        "printed": subject.printed or "",
        "expected": finding.expected or "",
        "found": finding.found or "",
        "difference": finding.difference or "",
        "unit": finding.unit or "",
        "detail": "",
        "score": "",
        "weight": "",
        **{k: v for k, v in (values or {}).items() if v is not None},
    }
    texts = []
    for language, name in (("zh", rule.zh), ("en", rule.en)):
        said = words | {"about": in_words(words["about"], language), "row": in_words(words["row"], language)}
        said["column"] = column_words(words["column"], language)
        if columns := words.get("columns"):
            said["about"] = ("、" if language == "zh" else ", ").join(column_words(c, language) for c in columns)
        said["expected"], said["form"] = in_words(said["expected"], language), in_words(said["form"], language)
        body = nested(entry[language].format_map(said)) if entry else ""
        texts.append(templates["frame"][language].format(rule=rule.id, name=name, outcome=by_outcome[language], body=body))
    return finding.saying(*texts)

"""Findings in words, from ``declared/rules/messages.yml``: one template a reason, in Chinese and English.

What is put in comes from the document and may be hostile; it is inserted as it stands, and the publishers escape it.
"""

from __future__ import annotations

from decimal import Decimal

from gouji.rules.arithmetic import Verdict
from gouji.rules.catalogue import Rule, load_messages
from gouji.rules.findings import Finding
from gouji.rules.identities import Identity

TWELVE = Decimal(12)


def _show(value: Decimal, factor: Decimal, digit: Decimal) -> str:
    return f"{(value / factor).quantize(digit) if digit else value / factor:f}"


def amounts(identity: Identity, verdict: Verdict) -> tuple[str | None, str, str, str, str | None]:
    """(unit, expected, found, difference, z) in the unit of the left side, to the finest digit printed."""
    figures = [t.figure for t in (*identity.left, *identity.right) if t.figure]
    first = figures[0]
    money = [f for f in figures if f.value and (f.factor != 1 or f.unit == "元")]
    factor = first.factor
    finest = min((f.resolution / factor for f in (money or [first])), default=Decimal(1))
    if identity.mode == "ratio":
        finest = first.resolution / factor
    digit = Decimal(1).scaleb(finest.normalize().adjusted()) if finest > 0 else Decimal(0)
    shown = [_show(v, factor, digit) for v in (verdict.expected, verdict.found, verdict.residual)]
    return first.unit or None, shown[0], shown[1], shown[2], _z(identity, verdict)


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
        body = entry[language].format_map(words) if entry else ""
        texts.append(templates["frame"][language].format(rule=rule.id, name=name, outcome=by_outcome[language], body=body))
    return finding.saying(*texts)

"""What a self-evaluation says and what stands against it: one row a contradiction, both quoted, both with their places.

In: findings of the rules on performance (E…). A quotation is the sentence of the prose, or the row, column and figure of a
form, as printed. Absences (weights not published, no reason given) contradict nothing and are counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import pandas as pd

from gouji.analysis.closure import roots
from gouji.analysis.declared import declared
from gouji.rules.wording import body_of

OUTCOMES = ("mismatch", "truncation", "implausible")
COLUMNS = ["id", "name", "theme", "rule", "outcome", "severity", "says", "says_page", "against", "against_page", "zh", "en", "follow"]
QUOTED = 90  # characters of a sentence


def on_performance(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings of rules on self-evaluations and targets."""
    return findings[findings["rule"].str.fullmatch(r"E\d+")]


def contradictions(findings: pd.DataFrame) -> pd.DataFrame:
    """One row a root finding that contradicts, the gravest first: says (the first operand) and against (the others)."""
    worst = roots(on_performance(findings), OUTCOMES)
    themes = {rule: t["id"] for t in declared("evaluations")["themes"] for rule in t["rules"]}
    rows = [_row(finding, themes.get(finding.rule, "other")) for finding in worst.itertuples(index=False)]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"says_page": "Int64"})


def lacking(findings: pd.DataFrame) -> pd.DataFrame:
    """What is not there: one row a document and rule with the number of findings ``missing``."""
    own = on_performance(findings)
    own = own[own["outcome"] == "missing"]
    out = own.groupby(["name", "rule"], as_index=False, sort=False).agg(n=("id", "size"), page=("page", "first"), zh=("zh", "first"), en=("en", "first"), id_=("id", "first"))
    return out.astype({"page": "Int64"})


def by_theme(found: pd.DataFrame) -> pd.DataFrame:
    """One row a theme: mismatches and implausible points, and in how many documents."""
    rows = []
    for theme in [*declared("evaluations")["themes"], {"id": "other", "zh": "其他", "en": "other"}]:
        own = found[found["theme"] == theme["id"]]
        if len(own) or theme["id"] != "other":
            wrong = int(own["outcome"].isin(("mismatch", "truncation")).sum())
            rows.append((theme["zh"], theme["en"], wrong, len(own) - wrong, own["name"].nunique()))
    return pd.DataFrame(rows, columns=["zh", "en", "mismatch", "implausible", "documents"])


def _row(finding, theme: str) -> tuple:
    places = json.loads(finding.where)
    found, expected = (v if isinstance(v, str) and v else None for v in (finding.found, finding.expected))
    said = next((p for p in places if p.get("printed") and (not found or _same(p["printed"], found))), None)
    says = said or places[0]
    quoted = _quote(said) if said else _given(found, says) if found else _quote(says)
    rest = [p for p in places if p is not said and p.get("printed") and not (says.get("sentence") and p.get("sentence") == says["sentence"])]
    others = _quotes(rest)
    if expected and not any(_same(p.get("printed"), expected) for p in rest):
        named = next((p for p in places if p is not says and not p.get("printed") and p.get("row")), None)
        others.append(_given(expected, named) if named else f"据此 {expected}")
    pages = list(dict.fromkeys(p["page"] for p in (rest or places) if p.get("page")))
    follow = int(getattr(finding, "follow", 0))
    against = "；".join(others) or body_of(finding.zh)
    return (finding.id, finding.name, theme, finding.rule, finding.outcome, finding.severity, quoted, says.get("page"), against, ", ".join(map(str, pages)), finding.zh, finding.en, follow)


def _same(printed: object, value: str) -> bool:
    """Whether a place prints this figure or text (7 is 7.0; 100 is 100%)."""
    if not isinstance(printed, str):
        return False
    bare = lambda t: t.replace(",", "").replace("%", "").strip()  # noqa: E731
    if bare(printed) == bare(value):
        return True
    try:
        return Decimal(bare(printed)) == Decimal(bare(value))
    except InvalidOperation:
        return False


def _quotes(places: list[Mapping]) -> list[str]:
    """Every place quoted once; the figures of one row together."""
    rows: dict[str, list[str]] = {}
    for place in places:
        head = f"「{_cut(place['sentence'])}」" if place.get("sentence") else " ".join((place.get("row") or place["address"]).split())
        figure = "" if place.get("sentence") else _figure(place)
        if figure not in rows.setdefault(head, []):
            rows[head].append(figure)
    return [f"{head} {'，'.join(f for f in figures if f)}".strip() for head, figures in rows.items()]


def _quote(place: Mapping) -> str:
    """As printed: the sentence, or row, column and figure."""
    return _quotes([place])[0]


def _figure(place: Mapping) -> str:
    word = declared("evaluations")["words"].get(place.get("column") or "", "")
    return f"{word} {place.get('printed') or ''}".strip()


def _given(value: str, place: Mapping) -> str:
    """What the finding itself holds, where an operand is a whole table or a text."""
    return " ".join(f"{place.get('row') or ''} {value}".split())


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"

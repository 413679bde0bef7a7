"""Findings for reading: rows with mark, words, place and difference; and the crops of the cells they compare."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd
from PIL import Image

from gouji.show.evidence import crop
from gouji.show.labels import titles
from gouji.show.style import outcome_mark, outcome_word


def finding_rows(findings: pd.DataFrame, documents: pd.DataFrame, language: str = "both", named: bool = True) -> pd.DataFrame:
    """One row a finding: document (when ``named``), outcome, rule, form, page, what disagrees, difference, what follows."""
    labels = titles(documents)
    rows = {
        "document": [labels.get(n, "across") for n in findings["name"]],
        "outcome": [outcome_word(o) for o in findings["outcome"]],
        "severity": findings["severity"],
        "rule": findings["rule"],
        "form": findings["form"].fillna("–"),
        "page": findings["page"],
        "finding": [_words(row, language) for row in findings.itertuples(index=False)],
        "difference": [f"{d} {u or ''}".strip() if d else "" for d, u in zip(_plain(findings["difference"]), _plain(findings["unit"]), strict=True)],
    }
    if "follow" in findings:
        rows["follow"] = findings["follow"]
    frame = pd.DataFrame(rows).reset_index(drop=True)
    return frame if named else frame.drop(columns="document")


def arithmetic(finding) -> str:
    """A finding in one line: its words, expected and found, and the difference."""
    named = finding.zh.startswith(finding.rule)
    parts = [f"{outcome_mark(finding.outcome)} {'' if named else finding.rule} {finding.zh}".replace("  ", " "), finding.en]
    if isinstance(finding.expected, str) and isinstance(finding.found, str):
        parts.append(f"应为 expected {finding.expected}, 印为 printed {finding.found} {finding.unit if isinstance(finding.unit, str) else ''}".strip())
    return " · ".join(p for p in parts if p)


def crops(opened, finding, most: int = 2) -> Iterator[tuple[Image.Image, str]]:
    """The pages' crops of a finding's operands, one a page, each operand boxed, with a caption that says what is printed."""
    places = [p for p in json.loads(finding.where) if p["page"] and p["bbox"]]
    for page in list(dict.fromkeys(p["page"] for p in places))[:most]:
        own = [p for p in places if p["page"] == page]
        printed = ", ".join(f"{p['row'] or p['address']} {p['printed'] or '（空）'}" for p in own[:6])
        yield crop(opened.pdf(finding.name), page, [tuple(p["bbox"]) for p in own]), f"第{page}页 page {page}: {printed}"


def _words(row, language: str) -> str:
    return {"zh": row.zh, "en": row.en}.get(language, f"{row.zh} {row.en}".strip())


def _plain(column: pd.Series) -> list:
    return [None if v is None or v != v else v for v in column]

"""Findings for reading: rows with mark, words, place and difference; and the crops of the cells they compare."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd
from PIL import Image

from gouji.show.evidence import crop
from gouji.show.labels import label_words, titles
from gouji.show.rich import Rich, bilingual, cell_ref, linked
from gouji.show.style import outcome_mark, outcome_word


def finding_rows(findings: pd.DataFrame, documents: pd.DataFrame, language: str = "both", named: bool = True) -> pd.DataFrame:
    """One row a finding: document (when ``named``), outcome, rule, form, page, what disagrees, difference, what follows."""
    labels, findings = titles(documents), findings.reset_index(drop=True)
    rows = {
        "document": [labels.get(n, "across") for n in findings["name"]],
        "outcome": _rich(outcome_word(o) for o in findings["outcome"]),
        "severity": findings["severity"],
        "rule": _rich(linked(r, f"rule:{r}") for r in findings["rule"]),
        "form": findings["form"].fillna("–"),
        "page": _rich(_page(row) for row in findings.itertuples(index=False)),
        "finding": _rich(_words(row, language) for row in findings.itertuples(index=False)),
        "difference": [f"{d} {u or ''}".strip() if d else "" for d, u in zip(_plain(findings["difference"]), _plain(findings["unit"]), strict=True)],
    }
    if "follow" in findings:
        rows["follow"] = findings["follow"]
    rows["id_"] = findings["id"]
    frame = pd.DataFrame(rows)
    return frame if named else frame.drop(columns="document")


def leading(frame: pd.DataFrame, **refs: str) -> pd.DataFrame:
    """The table with some columns leading to evidence: column → reference with the row's own columns in braces
    (``says="finding:{id}"``). Columns that only the references need may be dropped afterwards."""
    rows = frame.to_dict("records")
    return frame.assign(**{c: _rich(linked(str(r[c]), ref.format(**r)) for r in rows).set_axis(frame.index) for c, ref in refs.items()})


def arithmetic(finding) -> str:
    """A finding in one line: its words, expected and found, and the difference."""
    named = finding.zh.startswith(finding.rule)
    parts = [f"{outcome_mark(finding.outcome)} {'' if named else finding.rule} {finding.zh}".replace("  ", " "), finding.en]
    if isinstance(finding.expected, str) and isinstance(finding.found, str):
        parts.append(f"应为 expected {finding.expected}, 印为 printed {finding.found} {finding.unit if isinstance(finding.unit, str) else ''}".strip())
    return " · ".join(p for p in parts if p)


def crops(opened, finding, most: int = 2) -> Iterator[tuple[Image.Image, str]]:
    """The pages' crops of a finding's operands, one a page, each operand boxed, with a caption that says what is printed."""
    for image, page, printed in _pages(opened, finding, most):
        yield image, f"第{page}页 page {page}: {printed}"


def explained(opened, finding, title: str = "", most: int = 2) -> Iterator[tuple[Image.Image, Rich]]:
    """The same crops, each with the document's ``title`` (see ``labels.titles``), the finding's words, expected and printed, and the page, in both languages."""
    of_zh, of_en = (form.format(words) if title else "" for form, words in zip(("{}：", " ({})"), label_words(title)))  # English begins with English, so that both are told apart
    sums = isinstance(finding.expected, str) and isinstance(finding.found, str)
    unit = finding.unit if sums and isinstance(finding.unit, str) else ""
    zh, en = (f"；应为 {finding.expected}，印为 {finding.found} {unit}".rstrip(), f"; expected {finding.expected}, printed {finding.found} {unit}".rstrip()) if sums else ("", "")
    mark = outcome_mark(finding.outcome)
    for image, page, printed in _pages(opened, finding, most):
        yield image, bilingual(f"{of_zh}{mark} {finding.zh.rstrip('。')}{zh}。第 {page} 页：{printed}", f"{mark} {finding.en.rstrip('.')}{en}. Page {page}: {printed}{of_en}", " · ")


def _pages(opened, finding, most: int) -> Iterator[tuple[Image.Image, int, str]]:
    """Crop, page and what is printed there, of the first ``most`` pages."""
    places = [p for p in json.loads(finding.where) if p["page"] and p["bbox"]]
    for page in list(dict.fromkeys(p["page"] for p in places))[:most]:
        own = [p for p in places if p["page"] == page]
        printed = ", ".join(f"{p['row'] or p['address']} {p['printed'] or '（空）'}" for p in own[:6])
        yield crop(opened.pdf(finding.name), page, [tuple(p["bbox"]) for p in own]), page, printed


def _words(row, language: str) -> str:
    """The finding's words, leading to its operands."""
    words = {"zh": row.zh, "en": row.en}.get(language) or bilingual(row.zh, row.en)
    return linked(words, f"finding:{row.id}")


def _page(row) -> str:
    """The page of the finding's first place, leading to the printed cell."""
    if pd.isna(row.page):
        return ""
    place = next((p for p in json.loads(row.where) if p["page"] and p["bbox"]), None)
    return linked(str(int(row.page)), cell_ref(row.name, place["page"], place["bbox"]) if place and row.name else f"finding:{row.id}")


def _rich(texts) -> pd.Series:
    """A column that keeps what a text shows beside its characters."""
    return pd.Series(list(texts), dtype=object)


def _plain(column: pd.Series) -> list:
    return [None if v is None or v != v else v for v in column]

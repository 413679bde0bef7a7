"""What the front page says, computed: three numbers, a strip a document, the findings most worth a look, the answers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from gouji.analysis.published import forms_published
from gouji.publish.links import findings_file
from gouji.publish.pages import Published, one_line, plain
from gouji.publish.reports import crops_of
from gouji.show.labels import titles
from gouji.show.style import look

CLOSED = ("exact", "rounding")
TESTABLE = (*CLOSED, "truncation", "mismatch")
TOLD = ("mismatch", "truncation", "missing", "implausible")
SEVERITIES = ("error", "warning", "info")


def facts(folder: Path, published: list[Published], title: str, question: str, given) -> dict:
    """Everything the front page's template shows; ``given`` holds the study's tables and the pictures of pages."""
    documents, findings, tables = given.documents, given.findings, given.tables
    documents = documents.assign(label=[" ".join(t.split()) for t in titles(documents).values()])
    pages = {p.document: p.path for p in published if p.document}
    return {
        "title": plain(one_line(title)),
        "question": question,
        "numbers": _numbers(documents, findings),
        "strips": _strips(documents, findings, tables, pages),
        "worth": _worth(documents, findings, pages, given),
        "own": bool(given.pictures),
        "notebooks": [p for p in published if not p.document],
        "dossiers": [p for p in published if p.document],
        "toc": {p.path: one_line(p.question) for p in published},
        "meanings": look()["published"],
        "outcomes": look()["outcomes"],
    }


def _numbers(documents: pd.DataFrame, findings: pd.DataFrame) -> list[dict]:
    testable, closed = (int(findings["outcome"].isin(o).sum()) for o in (TESTABLE, CLOSED))
    told = findings[findings["outcome"].isin(TOLD)]
    roots = told[told["cause"].isna()]
    read = int(documents["read"].sum())
    return [
        {"value": f"{int(documents['figures'].sum()):,}", "zh": "个数字读出", "en": "figures read",
         "of": f"{int(documents['forms'].sum())} statutory forms in {read} of {len(documents)} documents"},
        {"value": f"{closed:,}", "zh": "条勾稽关系成立", "en": "identities closed", "of": f"of {testable:,} that could be tested"},
        {"value": f"{len(roots):,}", "zh": "处所见（根源）", "en": "findings at the root",
         "of": f"{int(roots['outcome'].eq('mismatch').sum()):,} 不符 mismatches; {len(told) - len(roots):,} more follow from them"},
    ]  # fmt: skip


def _strips(documents: pd.DataFrame, findings: pd.DataFrame, tables: pd.DataFrame, pages: dict[str, str]) -> list[dict]:
    states = forms_published(tables, documents)
    strips = []
    for row in documents.itertuples(index=False):
        own = findings[findings["name"] == row.name]["outcome"].value_counts()
        counts = [{"outcome": o, "n": int(own[o])} for o in look()["outcomes"] if own.get(o, 0) and o in (*TESTABLE, "implausible", "missing")]
        forms = states[states["name"] == row.name][["form", "title", "state"]].to_dict("records")
        strips.append({"label": row.label, "page": pages.get(row.name), "forms": forms, "counts": counts,
                       "total": sum(c["n"] for c in counts), "figures": f"{row.figures:,}", "pages": row.pages, "read": row.read})  # fmt: skip
    return strips


def _worth(documents: pd.DataFrame, findings: pd.DataFrame, pages: dict[str, str], given, most: int = 5) -> list[dict]:
    """The findings most worth a look: root causes, by severity, the more consequences the sooner, not all of one document."""
    told = findings[findings["outcome"].isin(("mismatch", "truncation")) & findings["cause"].isna()]
    follow = findings["cause"].value_counts()
    names = dict(zip(documents["name"], documents["label"], strict=True))
    ranked = told.assign(
        rank=told["severity"].map({s: i for i, s in enumerate(SEVERITIES)}), follow=told["id"].map(follow).fillna(0),
        size=pd.to_numeric(told["difference"], errors="coerce").abs().fillna(0),
    ).sort_values(["rank", "follow", "size"], ascending=[True, False, False], kind="stable")  # fmt: skip
    shas = dict(zip(documents["sha256_read"], documents["name"], strict=True)) if given.pictures else {}
    return [_told(row, names, pages) | _shown(row, shas, given) for row in _spread(ranked.itertuples(index=False), most)]


def _spread(ranked: Iterable, most: int) -> list:
    """The first ``most``, at most one of a rule in a document and two of a document before others have had their turn."""
    chosen, rest, seen = [], [], {}
    for row in ranked:
        pair = (row.name, row.rule)
        free = pair not in seen and sum(1 for name, _ in seen if name == row.name) < 2
        (chosen if free else rest).append(row)
        seen[pair] = True
    return (chosen + rest)[:most]


def _told(row, names: dict[str, str], pages: dict[str, str]) -> dict:
    place = f"p. {row.page}" if pd.notna(row.page) else ""
    return {"mark": look()["outcomes"][row.outcome]["mark"], "outcome": row.outcome, "rule": row.rule, "zh": " ".join(row.zh.split()), "en": " ".join(row.en.split()),
            "label": names.get(row.name, "跨文件 across documents"), "page": pages.get(row.name), "place": place}  # fmt: skip


def _shown(row, shas: dict[str, str], given) -> dict:
    """The finding's crops and where it is explained, when the documents themselves are at hand."""
    if not given.pictures:
        return {"crops": [], "href": None}
    return {"crops": crops_of(row.where, row.name, shas, given.pictures, given.page), "href": f"{findings_file(row.name)}#{row.id}"}

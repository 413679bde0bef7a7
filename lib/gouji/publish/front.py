"""What the front page says, computed: three numbers, a strip a document, the findings most worth a look, the answers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from gouji.analysis import disclosure, peers, reliability
from gouji.analysis.published import forms_published
from gouji.publish.links import document_file, findings_file
from gouji.publish.pages import Published, one_line, paragraphs, plain
from gouji.publish.reports import crops_of
from gouji.show.labels import ACROSS, titles
from gouji.show.style import look

CLOSED = ("exact", "rounding")
TESTABLE = (*CLOSED, "truncation", "mismatch")
TOLD = ("mismatch", "truncation", "missing", "implausible")
SEVERITIES = ("error", "warning", "info")
LEAST = 80  # per cent: where the scale of the reliability index begins, or lower when an interval does
LONG = 2  # paragraphs of an answer shown at once, in each language


def facts(folder: Path, published: list[Published], title: str, question: str, given) -> dict:
    """Everything the front page's template shows; ``given`` holds the study's tables and the pictures of pages."""
    documents, findings, tables = given.documents, given.findings, given.tables
    documents = documents.assign(label=[" ".join(t.split()) for t in titles(documents).values()])
    pages = {p.document: p.path for p in published if p.document}
    return {
        "title": plain(one_line(title)),
        "question": question,
        "numbers": _numbers(documents, findings),
        "strips": _strips(documents, findings, tables, pages, given.indices),
        "scale": _scale(given.indices),
        "worth": _worth(documents, findings, pages, given),
        "own": bool(given.pictures),
        "tested": bool(findings["outcome"].isin(TESTABLE).any()),
        "notebooks": [{"path": p.path, "question": p.question, "answer": parts[0], "rest": parts[1]} for p in published if not p.document for parts in [_parted(p.answer)]],
        "dossiers": [p for p in published if p.document],
        "toc": {p.path: one_line(p.question) for p in published},
        "meanings": look()["published"],
        "outcomes": look()["outcomes"],
    }


def indices(opened, items: pd.DataFrame) -> pd.DataFrame:
    """One row a document: the two indices of the publication it is a part of, as notebook 06 has them (``items`` are the items
    of the disclosure index, merged by publication). disclosure, d_low, d_high (0–100); reliability, r_low, r_high (%), n
    (independent identities), enough."""
    part_of = peers.publications(opened.documents, opened.tables)
    index = disclosure.disclosure_index(items)
    findings = opened.findings.assign(name=opened.findings["name"].map(lambda n: part_of.get(n, n)))
    trust = reliability.reliability_index(findings, index["name"].tolist(), reliability.grand_totals(opened.ledger))
    both = index.rename(columns={"score": "disclosure", "low": "d_low", "high": "d_high"})[["name", "disclosure", "d_low", "d_high"]].merge(
        trust.rename(columns={"strict": "reliability", "low": "r_low", "high": "r_high", "independent": "n"})[["name", "reliability", "r_low", "r_high", "n", "enough"]], on="name")  # fmt: skip
    return pd.DataFrame({"name": list(part_of), "publication": list(part_of.values())}).merge(both.rename(columns={"name": "publication"}), on="publication")


def _numbers(documents: pd.DataFrame, findings: pd.DataFrame) -> list[dict]:
    testable, closed = (int(findings["outcome"].isin(o).sum()) for o in (TESTABLE, CLOSED))
    told = findings[findings["outcome"].isin(TOLD)]
    roots = told[told["cause"].isna()]
    read, forms, follow = int(documents["read"].sum()), int(documents["forms"].sum()), len(told) - len(roots)
    wrong = int(roots["outcome"].eq("mismatch").sum())
    return [
        {"value": f"{int(documents['figures'].sum()):,}", "zh": "个数字读出", "en": "figures read",
         "of_zh": f"{len(documents)} 份文件读出 {read} 份，共 {forms} 张法定表", "of_en": f"in {forms} statutory forms; {read} of {len(documents)} documents were read"},
        {"value": f"{closed:,}", "zh": "条勾稽关系成立", "en": "identities closed", "of_zh": f"可检验的 {testable:,} 条之中", "of_en": f"of {testable:,} that could be tested"},
        {"value": f"{len(roots):,}", "zh": "处所见（根源）", "en": "findings at the root",
         "of_zh": f"其中不符 {wrong:,} 处" + (f"；另有 {follow:,} 处由它们引起" if follow else ""),
         "of_en": f"{wrong:,} of them mismatches" + (f"; {follow:,} more follow from them" if follow else "")},
    ]  # fmt: skip


def _strips(documents: pd.DataFrame, findings: pd.DataFrame, tables: pd.DataFrame, pages: dict[str, str], known: pd.DataFrame | None) -> list[dict]:
    states, own_indices = forms_published(tables, documents, findings), {} if known is None else known.set_index("name").to_dict("index")
    labels = dict(zip(documents["name"], documents["label"], strict=True))
    strips = []
    for row in documents.itertuples(index=False):
        own = findings[findings["name"] == row.name]["outcome"].value_counts()
        counts = [{"outcome": o, "n": int(own[o])} for o in look()["outcomes"] if own.get(o, 0) and o in (*TESTABLE, "implausible", "missing")]
        forms = states[states["name"] == row.name][["form", "title", "state"]].to_dict("records")
        index = own_indices.get(row.name)
        strips.append({"label": row.label, "printed": quote(document_file(row.name)) if row.read and known is not None else None, "page": pages.get(row.name), "forms": forms, "counts": counts, "index": _dots(index, row.name, labels),
                       "total": sum(c["n"] for c in counts), "figures": f"{row.figures:,}", "pages": row.pages, "read": row.read})  # fmt: skip
    return strips


def _dots(index: dict | None, name: str, labels: dict[str, str]) -> dict | None:
    """The two indices as the template draws them; none of a part of a publication that is told at its main file."""
    if index is None or pd.isna(index["disclosure"]):
        return None
    whole = index["publication"]
    return {**index, "part_of": labels.get(whole) if whole != name else None, "reliable": pd.notna(index["reliability"])}


def _scale(known: pd.DataFrame | None) -> int:
    """Where the scale of the reliability index begins: the same for every strip."""
    lows = known.loc[known["reliability"].notna(), "r_low"] if known is not None else []
    return min([LEAST, *(int(low // 10 * 10) for low in lows)])


def _parted(answer: str) -> tuple[str, str]:
    """An answer's first paragraphs in each language, and the rest of it, as HTML."""
    found = paragraphs(answer)
    first, seen = [], {}
    for paragraph in found:
        tongue = next((t for t in ("zh", "en") if f'lang="{t}"' in paragraph[:40]), "")
        seen[tongue] = seen.get(tongue, 0) + 1
        if seen[tongue] <= LONG:
            first.append(paragraph)
    rest = [p for p in found if p not in first]
    return ("".join(first), "".join(rest)) if found else (answer, "")


def _worth(documents: pd.DataFrame, findings: pd.DataFrame, pages: dict[str, str], given, most: int = 5) -> list[dict]:
    """The findings most worth a look: root causes, by severity, the more consequences the sooner, not all of one document."""
    told = findings[findings["outcome"].isin(("mismatch", "truncation")) & findings["cause"].isna()]
    follow = findings["cause"].value_counts()
    names = dict(zip(documents["name"], documents["label"], strict=True))
    ranked = told.assign(
        rank=told["severity"].map({s: i for i, s in enumerate(SEVERITIES)}), follow=told["id"].map(follow).fillna(0),
        size=pd.to_numeric(told["difference"], errors="coerce").abs().fillna(0),
    ).sort_values(["rank", "follow", "size"], ascending=[True, False, False], kind="stable")  # fmt: skip
    return [_told(row, names, pages) | _shown(row, given) for row in _spread(ranked.itertuples(index=False), most)]


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
    place = int(row.page) if pd.notna(row.page) else None
    return {"mark": look()["outcomes"][row.outcome]["mark"], "outcome": row.outcome, "rule": row.rule, "zh": " ".join(row.zh.split()), "en": " ".join(row.en.split()),
            "label": names.get(row.name, ACROSS[0]), "page": pages.get(row.name), "place": place}  # fmt: skip


def _shown(row, given) -> dict:
    """The finding's crops and where it is explained, when the documents themselves are at hand."""
    if not given.pictures:
        return {"crops": [], "href": None}
    return {"crops": crops_of(row.where, row.name, given.evidence), "href": f"{findings_file(row.name)}#{row.id}"}

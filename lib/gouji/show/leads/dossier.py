"""Where the figures of one document's dossier lead; its answer in words, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouji.analysis import closure, told as words
from gouji.analysis.printed import line_of
from gouji.analysis.sources import cell_ref
from gouji.show.derivation import Leads, listed
from gouji.show.leads import closing
from gouji.show.leads.scoring import Disclosed
from gouji.show.leads.trusting import Trusted
from gouji.show.rich import Rich, fill, linked, list_ref
from gouji.show.style import look

COVER = 3  # pages on which a document says who it is of, and of which year


def head_leads(opened, name: str) -> Leads:
    """The table of what a document says of itself (item, value): body and year to the line that says so, pages to their list."""
    pages = opened.document(name).reading.pages[:COVER]

    def value(row: Mapping[str, Any]) -> str | None:
        if row["item"] == "pages":
            return list_ref("pages", document=name)
        said = row["item"] in ("entity", "year")
        spot = next((at for page in pages if (at := line_of(page, row["value"]))), None) if said else None
        return cell_ref(name, *spot) if spot else f"document:{name}" if said else None

    return Leads({"value": value})


def told(opened, name: str, findings: pd.DataFrame, roots: pd.DataFrame, index: pd.DataFrame, trust: Mapping[str, Any], disclosed: Disclosed, trusted: Trusted) -> dict[str, Rich]:
    """The answer on one document: what it holds, what closes, both indices, and the gravest mismatch. ``findings`` and ``roots`` are its
    own; ``index`` as ``disclosure_index``, ``trust`` its row of ``reliability_index``."""
    this, kind = opened.documents.iloc[0], opened.documents["kind"].iloc[0]
    closed, testable = closure.closed_share(findings)
    wrong = roots[roots["outcome"] == "mismatch"]
    given = closing.told(findings, roots, closure.share_text(closed, testable), {"document": name}) | {
        "entity": this["entity"], "year": this["year"], "tables": listed(len(opened.tables), list_ref("tables", document=name)),
        "figures": listed(int(this["figures"]), list_ref("ledger", document=name)),
        "disclosure": words.span(index.iloc[0].to_dict(), disclosed) if len(index) else "–",
        "reliability": words.share(trust, trusted) if trust["enough"] else "–",
        "kind_zh": look()["kinds"][kind], "kind": kind,
        "mismatches": "mismatch" if findings["outcome"].eq("mismatch").sum() == 1 else "mismatches", "root": words.plural(len(wrong), "root"),
    }  # fmt: skip
    zh = fill("{entity} {year} 年{kind_zh}：{tables} 张表，{figures} 个数字。可检验的勾稽关系 {testable} 条，成立 {closed} 条（{share}）；"
              "**不符 {mismatch} 条，{roots} 个根源**；无法检验 {not_testable} 条。公开指数 {disclosure}，可靠指数 {reliability}。", **given)  # fmt: skip
    en = fill("{entity} {year}, {kind}: {tables} tables, {figures} figures. {closed} of {testable} identities close ({share}); "
              "**{mismatch} {mismatches} from {roots} {root}**; {not_testable} not testable. Disclosure {disclosure}, reliability {reliability}.", **given)  # fmt: skip
    if len(wrong):
        first = wrong.iloc[0]
        zh, en = zh + " 首要的一处：" + linked(first["zh"], f"finding:{first['id']}"), en + " First of all: " + linked(first["en"], f"finding:{first['id']}")
    return {"zh": zh, "en": en}

"""How much of the project money the self-evaluations cover, against what is claimed; and what the prose says of evaluation.

Amounts are 元. The account's project expenditure is the form's total or, where its total row is lost, the sum of its classes.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pandas as pd

from gouji.analysis.declared import declared
from gouji.analysis.sources import Source, Sources, in_cell, in_prose, many, wan

SHOWN = ["forms", "evaluated", "project", "share", "claimed", "claim_page"]
COLUMNS = ["name", *SHOWN, *(f"{c}_" for c in SHOWN)]
STATED = ["name", "metric", "subject", "value", "unit", "page", "sentence"]
WHOLE = ("FA03", "FA05")  # the first that prints project expenditure


def covered(money: pd.DataFrame, ledger: pd.DataFrame, findings: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One row a final account: project self-evaluations, their money, the project expenditure of the account, the share
    (per cent), and the share the prose claims where rule E21 found one."""
    rows = []
    for name in documents.loc[documents["kind"].eq("final"), "name"]:
        own = money[(money["name"] == name) & money["form"].eq("PE02")]
        spent = [v for v in own["exec"] if v is not None and v == v]
        whole, of_whole = _project(ledger[ledger["name"] == name])
        share = float(100 * sum(spent) / whole) if spent and whole else None
        of_spent, (claimed, page, said) = sum((many(s) for s in own["exec_"]), ()), _claim(findings[findings["name"] == name])
        forms = tuple(Source(r.project, "", r.page_[0].ref) for r in own.itertuples(index=False))
        sources = (forms, of_spent, of_whole, (Source("自评的资金 evaluated", wan(sum(spent)) if spent else ""), *of_whole), said, said)
        rows.append((name, len(own), sum(spent, Decimal(0)) if spent else None, whole, share, claimed, page, *sources))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"share": float, "claim_page": "Int64"})


def stated(claims: pd.DataFrame) -> pd.DataFrame:
    """What the prose says of self-evaluation in figures: numbers of projects, money, shares, scores, grades."""
    given = declared("evaluations")["statements"]
    subject, heading = re.compile(given["subject"]), re.compile(given["heading"])
    fits = [
        metric in given["metrics"] and bool(subject.search(_text(about))) and bool(heading.search(_text(section) + _text(sentence)))
        for metric, about, section, sentence in zip(claims["metric"], claims["subject"], claims["section"], claims["sentence"], strict=True)
    ]
    own = claims[pd.Series(fits, index=claims.index, dtype=bool)][STATED].reset_index(drop=True)
    said = [(in_prose(r),) for r in own.itertuples(index=False)]
    return own.assign(value_=said, page_=said)


def unsupported(said: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """The scores that the prose reports in documents that publish no self-evaluation: nothing there can be recomputed."""
    return said[said["metric"].eq("score") & ~said["name"].isin(set(money["name"]))].reset_index(drop=True)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _project(own: pd.DataFrame) -> tuple[Decimal | None, Sources]:
    """The project expenditure of an account and the cells it is read from."""
    for form in WHOLE:
        printed = own[(own["form"] == form) & (own["column"] == "project") & ~own["blank"] & own["value"].notna()]
        total = printed[printed["item"] == "total"]
        if len(total):
            return total["value"].iloc[0], tuple(in_cell(r) for r in total.head(1).itertuples(index=False))
        for digits in (3, 5, 7):
            level = printed[printed["item"].fillna("").map(lambda code: bool(re.fullmatch(rf"\d{{{digits}}}", code)))]
            if len(level):
                return sum(level["value"], Decimal(0)), tuple(in_cell(r) for r in level.itertuples(index=False))
    return None, ()


def _claim(own: pd.DataFrame) -> tuple[str | None, int | None, Sources]:
    hit = own[own["rule"].eq("E21") & own["found"].notna()]
    if hit.empty:
        return None, None, ()
    first = json.loads(hit.iloc[0]["where"])[0]
    return first["printed"], first["page"], (Source(str(first.get("row") or ""), first["printed"], f"finding:{hit.iloc[0]['id']}"),)

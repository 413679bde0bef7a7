"""Which documents may be compared: the same kind, year, rank of government and scope of account; and which files are one.

Indices rank within a group of peers, never across groups. A document of which one of these is not known has no peers.
Files that share body, year and kind and no form (the tables in one PDF, the prose in another) are one publication.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from gouji.analysis.entities import entity_table
from gouji.show.style import look

BY = ("kind", "year", "rank", "tier")
COLUMNS = ["name", "group", "size", "comparable", "why"]


def publications(documents: pd.DataFrame, tables: pd.DataFrame) -> dict[str, str]:
    """File → the file its publication stands under (itself, mostly): of files with one body, year and kind that have no form
    in common, the one with the most forms."""
    forms = {name: frozenset(own["form"].dropna()) for name, own in tables.groupby("name")}
    known = entity_table(documents, tables)
    keyed = documents.assign(body=known["body"].to_numpy())
    keyed = keyed[keyed["body"].ne("") & keyed["year"].notna() & keyed["kind"].isin(("final", "budget"))]
    out = {n: n for n in documents["name"]}
    for _, own in keyed.groupby(["body", "year", "kind"], sort=False):
        names = sorted(own["name"], key=lambda n: -len(forms.get(n, ())))
        held = [forms.get(n, frozenset()) for n in names]
        if len(names) > 1 and sum(map(len, held)) == len(frozenset().union(*held)):
            out |= dict.fromkeys(names, names[0])
    return out


def peer_groups(documents: pd.DataFrame, tables: pd.DataFrame, by: Sequence[str] = BY, least: int = 2) -> pd.DataFrame:
    """One row a document: its group in words, the group's size, whether it may be ranked (at least ``least`` peers with
    all of ``by`` known), and if not, why."""
    known = entity_table(documents, tables)
    told = documents[["name", "kind", "year"]].assign(rank=known["rank"].to_numpy(), tier=known["tier"].to_numpy())
    rows = []
    for row in told.itertuples(index=False):
        lacking = [b for b in by if not _word(b, getattr(row, b))]
        rows.append((row.name, " · ".join(_word(b, getattr(row, b)) or "?" for b in by), bool(lacking), lacking))
    frame = pd.DataFrame(rows, columns=["name", "group", "lacks", "lacking"]).astype({"lacks": bool})
    size = frame[~frame["lacks"]].groupby("group").size()
    frame["size"] = [1 if r.lacks else int(size[r.group]) for r in frame.itertuples(index=False)]
    frame["comparable"] = ~frame["lacks"] & frame["size"].ge(least)
    frame["why"] = [f"{', '.join(r.lacking)}: not known" if r.lacks else "" if r.comparable else f"{r.size} of its kind" for r in frame.itertuples(index=False)]
    return frame[COLUMNS].astype({"comparable": bool, "size": int})


def same_body_and_year(documents: pd.DataFrame, publication: Mapping[str, str]) -> pd.DataFrame:
    """Documents of one entity, year and kind that are not one publication: they may be a department and its unit, or a
    document and its correction. One row a pair: entity, year, kind, documents."""
    own = documents[documents["name"].map(lambda n: publication.get(n, n) == n)]
    groups = own.groupby(["entity", "year", "kind"], sort=False)["name"].apply(list)
    many = groups[groups.map(len).gt(1)]
    return many.map("; ".join).reset_index().rename(columns={"name": "documents"})


def _word(by: str, value: object) -> str:
    if value is None or value is pd.NA or value != value or value == "":
        return ""
    return look()["kinds"].get(value, str(value)) if by == "kind" else str(int(value)) if by == "year" else str(value)

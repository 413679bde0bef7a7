"""Which body each document is of: region, parent and tier beside every document, as the reviewed register has them.

Units and tiers are never mixed silently: compare within a tier, and say which documents have none.
"""

from __future__ import annotations

import pandas as pd

from gouji.fields.entities import look_up, register, tier_of

COLUMNS = ["name", "entity", "entity_id", "body", "tier", "tier_source", "parent", "parent_name", "region", "region_name", "province", "rank", "known", "candidates"]


def entity_table(documents: pd.DataFrame, tables: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a document, in their order; texts, "" where not known.

    ``documents``: name, entity, year, kind (and title). ``tables`` (a study's tables) gives the forms' titles, which tell a
    部门's account from a 单位's. Columns: ``entity`` as printed, ``entity_id`` and ``body`` (the register's name, the same for
    every way of printing it), ``tier`` 汇总/本级/单位 with ``tier_source``, ``parent`` (id) and ``parent_name``, ``region``
    (行政区划代码), ``region_name``, ``province``, ``rank`` 省级/地级/县级, ``known`` name/alias/reviewed or "",
    ``candidates``: ids of listed bodies whose names are alike and which nobody has reviewed (joined by spaces).
    """
    titles = {} if tables is None else tables.groupby("name")["title"].apply(list).to_dict()
    rows = [_row(row, titles.get(row.name, ())) for row in documents.itertuples(index=False)]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _row(document, titles) -> dict:
    printed = document.entity if isinstance(document.entity, str) else ""
    year = None if pd.isna(document.year) else int(document.year)
    match, known = look_up(printed), register()
    own_title = getattr(document, "title", "")
    tier, why = tier_of(printed, year, document.kind, [own_title if isinstance(own_title, str) else "", *titles])
    entity = match.entity
    region = known.regions[entity.region] if entity else None
    parent = known.entities.get(entity.parent) if entity else None
    return {
        "name": document.name, "entity": printed, "entity_id": entity.id if entity else "", "body": entity.name if entity else printed,
        "tier": tier, "tier_source": why, "parent": parent.id if parent else "", "parent_name": parent.name if parent else "",
        "region": region.code if region else "", "region_name": region.name if region else "", "province": region.province if region else "",
        "rank": region.rank if region else "", "known": match.how, "candidates": " ".join(match.candidates),
    }  # fmt: skip

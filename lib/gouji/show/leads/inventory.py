"""Where the figures of the inventory lead: counts to the documents, tables, pages and figures they count, titles to the print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouji.analysis.printed import Spot, title_of, whole
from gouji.analysis.sources import Source, cell_ref, documents, in_cell
from gouji.show.derivation import Leads, derived, listed
from gouji.show.rich import Rich, list_ref

BODY = ("表体的行数，表头不计", "rows of the table's body, its header left out")
WHOLE = ("应公开的各表无一未见、也无空而无注的文件", "documents in which no form that is due was not found or stands empty without a note")
DIFFER = ("总账中两个读取器读得不同的格子", "cells of the ledger that the two readers gave differently")
SAME = ("同一机构、年度、类别的文件", "documents of this body, year and kind")
SPAN = ("所列文件中最早与最晚的年度", "the first and the last year of the documents listed")
LACKING = {
    "missing": ("应公开而未见的表", "forms that are due and were not found"),
    "empty": ("空表，也没有说明为什么空", "forms that stand empty without saying why"),
}
SAYS = {"missing": "C01", "empty": "C30"}  # the rule whose finding says so


def scope(opened) -> dict[str, list[str]]:
    """The field that keeps lists to the documents of an opened study; none where it holds them all."""
    return {"document": list(opened.names)} if opened.names else {}


def document_leads(ledger: pd.DataFrame | None = None) -> Leads:
    """Tables with one row a document (name): pages, tables, forms, figures; of the provenance (with the ``ledger``) also the
    cells on which the readers differ, and what was not understood."""
    differ = {} if ledger is None else dict(list(ledger[ledger["readers_agree"].eq(False)].groupby("name")))
    return Leads({
        "name": "document:{name}",
        "pages": lambda r: list_ref("pages", document=r["name"]),
        "tables": lambda r: list_ref("tables", document=r["name"]),
        "forms": lambda r: list_ref("tables", document=r["name"], known="yes"),
        "figures": lambda r: list_ref("ledger", document=r["name"]),
        "readers differ": lambda r: derived(r["readers differ"], *DIFFER, [in_cell(c) for c in differ[r["name"]].itertuples(index=False)] if r["name"] in differ else ()),
        "problems": lambda r: list_ref("problems", document=r["name"]),
    })  # fmt: skip


def page_leads(kinds: list[str]) -> Leads:
    """The table of what pages hold: one row a document, one column a kind of page."""
    return Leads({"name": "document:{name}"} | {kind: lambda r, kind=kind: list_ref("pages", document=r["name"], holds=kind) for kind in kinds})


def titles_of(opened) -> dict[tuple[str, int], Spot]:
    """(document, ordinal of the table) → where its title is printed."""
    read = {n: opened.document(n) for n in opened.tables["name"].unique()}
    found = {(n, i): title_of(document, table) for n, document in read.items() for i, table in enumerate(document.tables, start=1)}
    return {key: spot for key, spot in found.items() if spot}


def table_leads(opened, name: str = "") -> Leads:
    """The table of tables found (with ``table``, its ordinal; and ``name``, or all of one document): title and pages to the print."""
    titles = titles_of(opened)

    def title(row: Mapping[str, Any]) -> str | None:
        spot = titles.get((row.get("name", name), int(row["table"])))
        return cell_ref(row.get("name", name), *spot) if spot else None

    def page(column: str):
        return lambda row: cell_ref(row.get("name", name), *whole(int(row[column])))

    def rows(row: Mapping[str, Any]) -> Rich:
        return derived(row["rows"], *BODY, [Source(str(row["title"] or ""), "", title(row) or "")])

    def table(row: Mapping[str, Any]) -> str | None:
        return title(row)

    return Leads({"name": "document:{name}", "table": table, "title": title, "first": title, "last": page("last"), "rows": rows})


def state_leads(opened, states: pd.DataFrame) -> Leads:
    """The forms of each document with what became of them (``states`` as ``forms_published``): name, form, state; one row a form, or one column a form."""
    places = _places(opened, states)
    forms = {form for _, form in places}
    leads = {"name": "document:{name}", "state": lambda r: places.get((r["name"], r["form"])), "title": lambda r: places.get((r["name"], r["form"]))}
    return Leads(leads | {form: lambda r, form=form: places.get((r["name"], form)) for form in forms})


def told(opened, states: pd.DataFrame) -> dict[str, Rich]:
    """What the answer of the inventory counts, by the names its sentences use."""
    given, own, places = opened.documents, scope(opened), _places(opened, states)
    kinds, counts = given["kind"].value_counts().to_dict(), states["state"].value_counts().to_dict()
    complete = [n for n, of in states.groupby("name", sort=False) if not of["state"].isin(SAYS).any()]
    years = given.dropna(subset=["year"]).sort_values("year")
    span = f"{int(years['year'].min())}–{int(years['year'].max())}" if len(years) else "–"
    lacks = {
        state: [Source(f"{r.name} {r.form} {r.title}", "", places.get((r.name, r.form), "")) for r in states[states["state"].eq(state)].itertuples(index=False)] for state in SAYS
    }  # fmt: skip
    return {
        "documents": listed(len(given), list_ref("documents", **own)),
        "finals": listed(kinds.get("final", 0), list_ref("documents", kind="final", **own)),
        "budgets": listed(kinds.get("budget", 0), list_ref("documents", kind="budget", **own)),
        "span": derived(span, *SPAN, documents(dict.fromkeys(years["name"].iloc[[0, -1]]))) if len(years) else span,
        "pages": listed(len(opened.pages), list_ref("pages", **own)),
        "tables": listed(len(opened.tables), list_ref("tables", **own)),
        "known": listed(int(given["forms"].sum()), list_ref("tables", known="yes", **own)),
        "figures": listed(int(given["figures"].sum()), list_ref("ledger", **own)),
        "whole": derived(len(complete), *WHOLE, documents(complete)),
        **{state: derived(counts.get(state, 0), *LACKING[state], lacks[state], more=f"rule:{SAYS[state]}") for state in SAYS},
    }  # fmt: skip


def _places(opened, states: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(document, form) → its printed title; where it is not there, the finding that says so (one may say it of several forms),
    else the rule that asks for it."""
    lacks = opened.findings[opened.findings["rule"].eq("C01") & opened.findings["outcome"].eq("missing")]
    found = {(r.name, r.form): "rule:C01" for r in states.itertuples(index=False)}
    for said in lacks.itertuples(index=False):
        found |= {(said.name, form): f"finding:{said.id}" for form in ([said.form] if isinstance(said.form, str) else re.findall(r"\b[A-Z]{2}\d+\b", said.zh))}
    titles = titles_of(opened)
    for row in opened.tables[opened.tables["form"].notna()].iloc[::-1].itertuples(index=False):  # the first table of a form counts
        if spot := titles.get((row.name, int(row.table))):
            found[row.name, row.form] = cell_ref(row.name, *spot)
    return found


def timeline_leads(given: pd.DataFrame) -> Leads:
    """The table of documents by body, year and kind: each count to its documents."""
    named = given.assign(entity=given["entity"].fillna(""), year=given["year"].fillna(0))
    groups = {key: tuple(own["name"]) for key, own in named.groupby(["entity", "year", "kind"], sort=False)}

    def names(row: Mapping[str, Any]) -> Rich | None:
        found = groups.get((row["entity"], row["year"], row["kind"]), ())
        return derived(row["documents"], *SAME, documents(found)) if found else None

    return Leads({"documents": names})

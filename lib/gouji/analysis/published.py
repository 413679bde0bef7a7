"""Which forms a document publishes: one row a document and form, with what became of the form.

States: published, empty_noted, empty (no note says why), missing (required, not found), not_due (neither required
nor found). Which forms a kind of document requires is declared in ``declared/published.yml``.
"""

from __future__ import annotations

import pandas as pd

from gouji.analysis.declared import declared
from gouji.forms.declared import catalogue

BEST = ("published", "empty_noted", "empty", "missing", "not_due")


def form_titles() -> dict[str, str]:
    """Form id → its official Chinese title."""
    return {form.id: form.zh for form in catalogue().forms}


def forms_published(tables: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One row a document and form: name, form, title, state. Voluntary forms are listed only where found."""
    given, titles = declared("published"), form_titles()
    found = []
    for document in documents.itertuples(index=False):
        own = tables[(tables["name"] == document.name) & tables["form"].notna()]
        states = {form: _state(own[own["form"] == form]) for form in own["form"].unique()}
        wanted = {form: "missing" for form in given["required"].get(document.kind, ())}
        for form, state in sorted({**wanted, **states}.items()):
            found.append((document.name, form, titles.get(form, form), state))
    return pd.DataFrame(found, columns=["name", "form", "title", "state"])


def _state(own: pd.DataFrame) -> str:
    """Of several tables of one form the best counts."""
    states = {("empty_noted" if isinstance(row.note, str) and row.note else "empty") if row.empty else "published" for row in own.itertuples()}
    return min(states, key=BEST.index)


def states_matrix(states: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Documents down (manifest order), forms across; "not_due" where a form is neither required nor found."""
    wide = states.pivot(index="name", columns="form", values="state")
    order = [n for n in documents["name"] if n in wide.index]
    return wide.reindex(order).fillna("not_due").sort_index(axis=1)

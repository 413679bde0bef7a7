"""Which forms a document publishes: one row a document and form, with what became of the form.

States: published, empty_noted, empty (no note says why), missing (required, not found), unread (required, not found, but
not everything could be read), not_due (neither required nor found). Which forms a kind of document requires is declared in ``declared/published.yml``.
"""

from __future__ import annotations

import pandas as pd

from gouji.analysis.declared import declared
from gouji.forms.declared import catalogue

BEST = ("published", "empty_noted", "empty", "missing", "unread", "not_due")


def form_titles(language: str = "zh") -> dict[str, str]:
    """Form id → its official Chinese title, or what it is called in English."""
    return {form.id: getattr(form, language) for form in catalogue().forms}


def forms_published(tables: pd.DataFrame, documents: pd.DataFrame, findings: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a document and form: name, form, title, state. Voluntary forms are listed only where found; of a document that could
    not be read (``read`` False) every form may be there unread.

    With ``findings`` what the rules say counts: C01 whether a form not found may be there unread, or another form stands for
    it; C30 whether an empty one is explained elsewhere than in its note."""
    given, titles = declared("published"), form_titles()
    said = _said(findings)
    found = []
    for document in documents.itertuples(index=False):
        own = tables[(tables["name"] == document.name) & tables["form"].notna()]
        states = {form: _state(own[own["form"] == form], said.get((document.name, "C30", form))) for form in own["form"].unique()}
        required, read = given["required"].get(document.kind, ()), bool(getattr(document, "read", True))
        wanted = {form: _absent(said.get((document.name, "C01", form)) or said.get((document.name, "C01", ""))) if read else "unread" for form in required}
        for form, state in sorted({**wanted, **states}.items()):
            found.append((document.name, form, titles.get(form, form), state))
    return pd.DataFrame(found, columns=["name", "form", "title", "state"])


def _said(findings: pd.DataFrame | None) -> dict[tuple, str]:
    """(document, rule, form or "") → outcome, of the two rules that speak of forms."""
    if findings is None:
        return {}
    own = findings[findings["rule"].isin(("C01", "C30"))]
    forms = own["form"].where(own["form"].notna(), "")
    return dict(zip(zip(own["name"], own["rule"], forms, strict=True), own["outcome"], strict=True))


def _absent(verdict: str | None) -> str:
    return {"not_testable": "unread", "exact": "published"}.get(verdict or "", "missing")


def _state(own: pd.DataFrame, explained: str | None) -> str:
    """Of several tables of one form the best counts."""
    noted = {"exact": True, "missing": False}.get(explained or "")
    states = {_empty(row.note, noted) if row.empty else "published" for row in own.itertuples()}
    return min(states, key=BEST.index)


def _empty(note: object, noted: bool | None) -> str:
    return "empty_noted" if (isinstance(note, str) and bool(note) if noted is None else noted) else "empty"

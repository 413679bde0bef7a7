"""The evidence of each document for the disclosure index, gathered from an opened study."""

from __future__ import annotations

from gouji.analysis.disclosure import Evidence, text_of
from gouji.analysis.published import forms_published


def gather(opened) -> dict[str, Evidence]:
    """Document name → Evidence, for the documents that could be read. ``opened`` is an OpenedStudy."""
    states = forms_published(opened.tables, opened.documents)
    return {row.name: _of(opened, row, states) for row in opened.documents.itertuples(index=False) if row.read}


def _of(opened, row, states) -> Evidence:
    document = opened.document(row.name)
    own = {t: getattr(opened, t)[getattr(opened, t)["name"] == row.name] for t in ("tables", "ledger", "pages")}
    forms = states[states["name"] == row.name]
    return Evidence(
        kind=row.kind,
        states=dict(zip(forms["form"], forms["state"], strict=True)),
        prose=text_of(document, cells=False),
        everything=text_of(document, cells=True),
        **own,
    )

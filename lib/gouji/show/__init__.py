"""Figures, tables and evidence, with one look. ``from gouji import show`` is what a notebook needs."""

from importlib import import_module

from gouji.show import figures, style
from gouji.show.card import card
from gouji.show.derivation import Leads, Operand, derived, listed
from gouji.show.display import answer, figure, folded, picture, say, table
from gouji.show.findings import arithmetic, crops, explained, finding_rows, leading
from gouji.show.rich import bilingual, cell_ref, fill, joined, linked, list_ref
from gouji.show.tables import pairs

style.apply()

__all__ = [
    "Leads", "Operand", "answer", "arithmetic", "bilingual", "card", "cell_ref", "crops", "derived", "explained", "figure", "figures", "fill", "finding_rows", "folded", "joined", "leading", "leads", "linked",
    "list_ref", "listed", "pairs", "picture", "say", "style", "table",
]  # fmt: skip


def __getattr__(name: str):
    """``show.leads`` when it is first asked for: it knows the analyses, which themselves show things."""
    if name == "leads":
        return import_module("gouji.show.leads")
    raise AttributeError(name)

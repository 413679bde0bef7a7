"""Figures, tables and evidence, with one look. ``from gouji import show`` is what a notebook needs."""

from gouji.show import figures, style
from gouji.show.card import card
from gouji.show.display import answer, figure, folded, picture, say
from gouji.show.findings import arithmetic, crops, finding_rows, leading
from gouji.show.tables import pairs, table

style.apply()

__all__ = ["answer", "arithmetic", "card", "crops", "figure", "figures", "finding_rows", "folded", "leading", "pairs", "picture", "say", "style", "table"]

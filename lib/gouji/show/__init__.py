"""Figures, tables and evidence, with one look. ``from gouji import show`` is what a notebook needs."""

from gouji.show import figures, style
from gouji.show.display import answer, figure, picture, say
from gouji.show.tables import table

style.apply()

__all__ = ["answer", "figure", "figures", "picture", "say", "style", "table"]

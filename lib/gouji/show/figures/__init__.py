"""Figures as small functions: data in, ``(figure, the plotted table)`` out. Nothing is computed here that a reader
would want to check; nothing is displayed or written."""

from gouji.show.figures.bounds import drawn_words
from gouji.show.figures.closing import articulation, closure_dots, outcome_bars, residual_strip
from gouji.show.figures.comparing import amounts, composition
from gouji.show.figures.evaluating import executions, judged_bars, score_inflation, score_strips, slopes, target_dumbbells
from gouji.show.figures.inventory import forms_by_document, page_strips
from gouji.show.figures.moving import budget_to_final, deviations, years
from gouji.show.figures.scoring import dimension_heat, index_dots, item_map, rank_bars
from gouji.show.figures.spending import per_head, procurement, programmes, three_public
from gouji.show.figures.taking import reader_agreement
from gouji.show.figures.vintage import timeline

__all__ = [
    "amounts", "articulation", "budget_to_final", "closure_dots", "composition", "deviations", "dimension_heat", "drawn_words", "executions", "forms_by_document",
    "index_dots", "item_map", "judged_bars", "outcome_bars", "page_strips", "per_head", "procurement", "programmes", "rank_bars", "reader_agreement", "residual_strip", "score_inflation", "score_strips", "slopes", "target_dumbbells", "three_public", "timeline", "years",
]  # fmt: skip

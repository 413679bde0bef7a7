"""The kinds of check beyond the arithmetic of single forms, and the function that runs each.

(What keys each takes: ``schema.py``.) ``LINEAR``: (check, index) → identities; ``TEXTUAL``:
(check, context) → remarks; ``ACROSS``: (rule, check, contexts) → findings. The engine takes them over.
"""

from __future__ import annotations

from gouji.rules import articulation, budget_details, classification, contents, prints, words

LINEAR = {
    "carry_bound": budget_details.carry_bound,
    "details_by_class": budget_details.details_by_class,
    "lines_total": budget_details.lines_total,
    "lines_by_code": budget_details.lines_by_code,
}
TEXTUAL = {
    "codes_listed": classification.codes_listed,
    "names_match": classification.names_match,
    "names_current": classification.names_current,
    "paths_valid": classification.paths_valid,
    "pairs_valid": classification.pairs_valid,
    "unit_nature": classification.unit_nature,
    "zero": classification.zero,
    "articulates": articulation.articulates,
    "codes_mirror": articulation.codes_mirror,
    "headers_cover": prints.headers_cover,
    "labels_printed": prints.labels_printed,
    "decimals_fit": prints.decimals_fit,
    "tokens_whole": prints.tokens_whole,
    "functions_in_order": prints.functions_in_order,
    "wording": words.wording,
    "sections_said": words.sections_said,
    "numbering": words.numbering,
    "entity_names": words.entity_names,
    "call_names": words.call_names,
    "reasons_differ": words.reasons_differ,
    "readable": words.readable,
    "contents_kept": contents.contents_kept,
    "titles_agree": contents.titles_agree,
    "content_fits": contents.content_fits,
    "years_agree": contents.years_agree,
    "published_in_time": contents.published_in_time,
    "published_in_season": contents.published_in_season,
}
ACROSS: dict = {}

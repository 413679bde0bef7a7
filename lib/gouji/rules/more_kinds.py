"""The kinds of check beyond the arithmetic of single forms, and the function that runs each.

(What keys each takes: ``schema.py``.) ``LINEAR``: (check, index) → identities; ``TEXTUAL``:
(check, context) → remarks; ``ACROSS``: (rule, check, contexts) → findings. The engine takes them over.
"""

from __future__ import annotations

from gouji.rules import (
    articulation, bodies, budget_details, classification, codes, contents, copies, costs, evaluation_kinds, evaluations_told, implied, indicator_kinds, plausible, prints, series,
    worded_sums, words,
)  # fmt: skip

LINEAR = {
    "levels": codes.levels,
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
    **{
        f.__name__: f
        for f in (
            indicator_kinds.units_agree, indicator_kinds.proportional, indicator_kinds.losses_explained,
            indicator_kinds.direction_sensible, indicator_kinds.notes_own, indicator_kinds.control_rate,
            indicator_kinds.rate_against, indicator_kinds.full_without, costs.cost_within,
            costs.cost_executed, costs.unit_costs,
            evaluation_kinds.met_but_less, evaluation_kinds.done_unpaid, evaluation_kinds.score_at_rate,
            evaluation_kinds.grade_fits, evaluation_kinds.levels_there, evaluations_told.average_score,
            evaluations_told.projects_total, evaluations_told.projects_named, evaluations_told.scores_restated,
            evaluations_told.projects_covered, evaluation_kinds.left_over, evaluation_kinds.goal_amounts,
            worded_sums.price_parts, worded_sums.products, worded_sums.said_parts,
            worded_sums.said_within,
            plausible.ratio_bound, plausible.there_without, plausible.share_of_form, plausible.mandate,
            plausible.all_as_planned, plausible.saved_and_spent, plausible.tasks_unfunded, plausible.kinds_fit,
            plausible.purposes_fit, implied.implied_chain, implied.implied_parts, implied.printed_twice,
        )
    },
}
ACROSS = {**series.ACROSS, **bodies.ACROSS, **copies.ACROSS}

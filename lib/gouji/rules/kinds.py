"""Every kind of check and the function that runs it, by how the engine asks it (what keys each takes: the catalogue).

``LINEAR``: (check, index) → identities; ``STATED``: (check, prose) → identities; ``PRESENCE``: (check, index, document) →
remarks; ``TEXTUAL``: (check, context) → remarks; ``ACROSS``: (rule, check, contexts) → findings.
"""

from __future__ import annotations

from collections.abc import Callable

from gouji.rules import across_forms, codes, more_kinds, performance, presence, stated, structure, sums

LINEAR = {
    "sum": sums.sums,
    "tops": codes.tops,
    "hierarchy": codes.hierarchy,
    "details": codes.details,
    "lanes": codes.lanes,
    "row": sums.rows,
    "part_row": sums.part_rows,
    "ratio_row": sums.ratio_rows,
    "equal": across_forms.compare,
    "part": across_forms.compare,
    **more_kinds.LINEAR,
}

PRESENCE = {
    "forms_present": presence.forms_present,
    "all_zero": presence.all_zero,
    "empty_iff_zero": presence.empty_iff_zero,
    "unit_present": presence.unit_present,
    "total_printed": structure.total_printed,
    "codes_unique": structure.codes_unique,
    "codes_chain": structure.codes_chain,
    "codes_valid": structure.codes_valid,
    "codes_depth": structure.codes_depth,
    "no_negative": structure.no_negative,
    "gap_explained": structure.gap_explained,
    "lines_continuous": structure.lines_continuous,
    "columns_numbered": structure.columns_numbered,
    "columns_present": structure.columns_present,
    "target_met": performance.target_met,
    "indicators_printed": performance.indicators_printed,
    "indicator_rate": performance.indicator_rate,
}

# kinds that set stated figures against each other or against forms: (check, prose) → identities
STATED: dict[str, Callable] = {**stated.KINDS}

# kinds that ask about words and stated figures: (check, context) → remarks
TEXTUAL: dict[str, Callable] = {"empty_explained": presence.empty_explained, **more_kinds.TEXTUAL, **stated.TEXTUAL}

# kinds that ask about several documents: (rule, check, contexts) → findings
ACROSS: dict[str, Callable] = {**more_kinds.ACROSS, **stated.ACROSS}

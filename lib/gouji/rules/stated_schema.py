"""Keys of the kinds over prose: kind → (keys it must have, keys it may have). Pure data, read by the catalogue."""

from __future__ import annotations

_OF = {"topics", "not_topics", "subject"}
SCHEMA: dict[str, tuple[set[str], set[str]]] = {
    "restated": ({"figures"}, {"topics", "other_unit"}),
    "share": (set(), _OF | {"bases", "of", "not_of"}),
    "growth": (set(), _OF),
    "difference": (set(), set()),
    "execution": (set(), _OF),
    "parts_stated": ({"whole", "parts"}, {"within", "topics", "not_topics", "section", "needed"}),
    "items_stated": ({"form", "column", "items"}, {"whole", "by", "topics", "not_topics", "section"}),
    "plans_stated": ({"whole", "part"}, {"topics", "not_topics", "section"}),
    "counts_stated": ({"whole", "part", "closed"}, {"least"}),
    "at_most": ({"part"}, {"whole", "at", "within", "optional", "part_topics", "whole_topics"}),
    "twice": ({"subjects"}, set()),
    "alike": ({"left", "right", "same_left", "same_right"}, set()),
    "direction": (set(), set()),
    "compared_word": ({"pattern"}, set()),
    "absence": ({"things", "not"}, set()),
    "power_of_ten": (set(), set()),
    "zero_base": ({"metric"}, set()),
    "reason_given": (set(), {"least"}),
    "reason_fits": (set(), set()),
    "enumeration": (set(), set()),
    "listed_items": ({"lists", "topics"}, set()),
    "items_set": ({"form", "column", "items", "topics"}, set()),
    "project_count": ({"forms", "count"}, set()),
    "worded": ({"pattern", "outcome"}, set()),
    "percent_decimals": ({"metrics"}, set()),
    "deviation": ({"over"}, set()),
    "unplanned": (set(), set()),
    "evaluated": ({"at", "spent", "received"}, {"figures", "said", "section", "budgeted", "part", "explain"}),
    "gap_disclosed": ({"grand", "year", "carried", "said_grand", "said_year", "said_carried"}, set()),
    "plans_kept": ({"at"}, set()),
    "columns_kept": ({"columns"}, set()),
    "projects_kept": ({"form", "item", "column", "against"}, set()),
}

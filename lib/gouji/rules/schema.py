"""Keys of the kinds in ``more_kinds``: kind → (keys it must have, keys it may have). Pure data, read by the catalogue."""

from __future__ import annotations

SCHEMA: dict[str, tuple[set[str], set[str]]] = {
    "carry_bound": ({"form", "spent", "received", "summary", "open", "close"}, set()),
    "details_by_class": ({"form", "against", "columns"}, set()),
    "lines_total": ({"form", "column"}, set()),
    "lines_by_code": ({"form", "column", "against", "whole"}, {"at_most"}),
    "codes_listed": ({"forms", "list", "prefix"}, set()),
    "names_match": ({"forms", "list", "prefix"}, set()),
    "names_current": ({"forms", "renamed"}, set()),
    "paths_valid": ({"forms"}, set()),
    "pairs_valid": ({"forms"}, set()),
    "unit_nature": ({"functional", "pairs"}, set()),
    "zero": ({"forms", "items"}, set()),
    "articulates": ({"form", "left", "right", "others"}, set()),
    "codes_mirror": ({"form", "spent", "received", "summary", "open", "close"}, set()),
    "headers_cover": ({"forms"}, set()),
    "labels_printed": ({"forms"}, set()),
    "decimals_fit": ({"forms"}, {"least"}),
    "tokens_whole": ({"forms"}, set()),
    "functions_in_order": ({"forms"}, set()),
}

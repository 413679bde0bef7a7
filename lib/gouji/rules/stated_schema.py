"""Keys of the kinds over prose: kind → (keys it must have, keys it may have). Pure data, read by the catalogue."""

from __future__ import annotations

_OF = {"topics", "not_topics", "subject"}
SCHEMA: dict[str, tuple[set[str], set[str]]] = {
    "restated": ({"figures"}, {"topics", "other_unit"}),
    "share": (set(), _OF | {"bases", "of", "not_of"}),
    "growth": (set(), _OF),
    "difference": (set(), set()),
    "execution": (set(), _OF),
}

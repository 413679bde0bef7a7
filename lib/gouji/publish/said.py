"""What an interactive table shows for its machine names: titles of columns, values of our vocabularies, what documents are called.

The data stay as they are (searching, CSV and Excel have them); the words of both languages go beside them, once a value.
"""

from __future__ import annotations

from collections.abc import Iterable

from gouji.show.labels import label_words
from gouji.show.rich import parted
from gouji.show.words import Column, column, word

Pair = tuple[str, str]  # Chinese, English
NEITHER = ("document", "machine", "label", "zh", "en")


def column_said(name: str) -> dict[str, str]:
    """Of a column: ``is`` document, machine, zh or en, where its cells are not words of ours in both languages."""
    known = column(name)
    kind = next((k for k in (known.holds if known else ()) if k in NEITHER and k != "label"), "")
    return {"is": kind} if kind else {}


def values_said(name: str, values: Iterable) -> dict[str, Pair]:
    """Value → its words, for the values of a column that have any."""
    known = column(name)
    if known is None or not known.holds:
        return {}
    distinct = dict.fromkeys(v for v in values if isinstance(v, str) and v)
    said = {v: label_words(v) if "label" in known.holds else _words(known, v) for v in distinct}
    return {v: pair for v, pair in said.items() if pair and pair != (v, v)}


def field_said(name: str) -> Pair | None:
    """What a field is called by which rows can be asked for."""
    found = column(name) or word(("fields",), name)
    return (found.zh, found.en) if found else None


def _words(known: Column, value: str) -> Pair | None:
    if found := parted(value):
        return found[0], found[2]
    found = word(tuple(h for h in known.holds if h not in NEITHER), value)
    mark = f"{found.mark} " if found and found.mark else ""
    return (mark + found.zh, mark + found.en) if found else None

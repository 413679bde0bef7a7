"""A figure that says how it was come by: it opens to its formula in words of both languages and to its operands.

The characters are the figure's alone, so terminals, CSV and nbval see a plain number. The HTML is a native ``details``: it opens
without a script, by key or finger, in JupyterLab, in a file sent by e-mail and on the site, where operands lead to their evidence.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from gouji.show.rich import Rich, bilingual, html_of, linked
from gouji.show.tables import cell_text

MOST = 12  # operands shown of one figure; the rest are counted
LONGEST = 80  # characters of an operand's label
INERT = str.maketrans({"*": "&#42;", "\n": " "})  # no mark-up of a paragraph, no end of a line begins inside a figure

Row = dict[str, Any]
Lead = str | Callable[[Row], Rich | str | None]


class Operand(NamedTuple):
    """What a figure was made of: a label, the value as printed, and the reference of its evidence ("" for none)."""

    label: str
    value: object
    ref: str = ""


def derived(value: object, zh: str, en: str, operands: Iterable[Operand | tuple] = (), *, decimals: int = 2, most: int = MOST, more: str = "") -> Rich:
    """``value`` (a number, shown as tables show it, or a text) that opens to its formula ``zh`` / ``en`` and its operands, of which
    ``most`` are shown and the others counted; ``more`` is a reference to where they all stand."""
    text, operands = figure_text(value, decimals), [Operand(*o) for o in operands]
    shown = [_item(o, decimals) for o in operands[:most]]
    if left := len(operands) - most if len(operands) > most else 0:
        words = bilingual(f"……另有 {left} 个", f"… {left} more")
        shown.append(f"<li>{(linked(words, more) if more else words).html}</li>")
    steps = f"{bilingual(zh, en).html}{'<ul>' + ''.join(shown) + '</ul>' if shown else ''}"
    # the one rule of style that it needs where there is no stylesheet: a sentence flows on after a closed figure
    body = f'<details class="gj-how" style="display:inline-block"><summary>{html.escape(text)}</summary><div class="gj-steps">{steps}</div></details>'
    return Rich(text, body.translate(INERT), _is_number(value))


def listed(value: object, ref: str, decimals: int = 2) -> Rich:
    """A figure that leads to ``ref`` and nothing else: a printed one to its cell, a count to what it counts."""
    text = figure_text(value, decimals)
    return linked(Rich(text, html_of(value, text), _is_number(value)), ref)


def figure_text(value: object, decimals: int = 2) -> str:
    """A value as tables show it; a text as it is."""
    return value if isinstance(value, str) else cell_text(value, decimals)


def led(frame: pd.DataFrame, leads: Mapping[str, Lead], decimals: int = 2) -> pd.DataFrame:
    """The table with columns that lead: column → a reference with the row's own columns in braces (``finding:{id}``), or a function
    of the row (a dict) that gives a reference, a Rich to be shown instead, or None. What is absent leads nowhere; a column that the table does not have is passed over."""
    if not (chosen := [c for c in leads if c in frame.columns]):
        return frame
    rows = frame.to_dict("records")
    return frame.assign(**{c: pd.Series([_led(row, c, leads[c], decimals) for row in rows], frame.index, dtype=object) for c in chosen})


def _led(row: Row, column: str, lead: Lead, decimals: int) -> object:
    value = row[column]
    if figure_text(value, decimals) == "":
        return value
    found = lead(row) if callable(lead) else lead.format(**row)
    return value if not found else found if isinstance(found, Rich) else listed(value, found, decimals)


def _is_number(value: object) -> bool:
    return getattr(value, "number", False) if isinstance(value, str) else not isinstance(value, bool)


def _item(operand: Operand, decimals: int) -> str:
    label = " ".join(str(operand.label).split())
    cut = html.escape(label if len(label) <= LONGEST else label[: LONGEST - 1] + "…") if not isinstance(operand.label, Rich) else operand.label.html
    text = figure_text(operand.value, decimals)
    value = Rich(text, f"<b>{html_of(operand.value, text)}</b>")
    return f"<li>{cut + ' ' if cut else ''}{(linked(value, operand.ref) if operand.ref else value).html}</li>"

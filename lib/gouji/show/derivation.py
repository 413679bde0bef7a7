"""A figure that says how it was come by: it opens to its formula in words of both languages and to its operands.

The characters are the figure's alone, so terminals, CSV and nbval see a plain number. The HTML is a native ``details``: it opens
without a script, by key or finger, in JupyterLab, in a file sent by e-mail and on the site, where operands lead to their evidence.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from gouji.analysis.sources import Formula, Source, Sources, many
from gouji.show.rich import Rich, bilingual, html_of, linked, worded
from gouji.show.tables import cell_text

MOST = 12  # operands shown of one figure; the rest are counted
LONGEST = 80  # characters of an operand's label
INERT = str.maketrans({"*": "&#42;", "\n": " "})  # no mark-up of a paragraph, no end of a line begins inside a figure

Row = dict[str, Any]
Words = tuple[str, str]  # a formula in Chinese and English
Lead = str | Words | Callable[[Row], Rich | str | Sources | None]
Operand = Source
SUM = ("下列各数之和", "the sum of these figures")


class Leads(dict):
    """Column → where it leads, as ``led`` takes it; ``place`` finds the reference of what is stated in prose."""

    def __init__(self, columns: Mapping[str, Lead], place: Callable[[Source], str] | None = None):
        super().__init__(columns)
        self.place = place

    def also(self, columns: Mapping[str, Lead] | None = None, **more: Lead) -> Leads:
        """The same with further columns, or others for some."""
        return Leads({**self, **(columns or {}), **more}, self.place)

    def opened(self, value: object, sources: Sources | Formula, words: Words | None = None, decimals: int = 2) -> object:
        """``traced`` with the places found here."""
        return traced(value, sources, words, self, decimals)

    def found(self, sources: object) -> list[Source]:
        """Sources with their references found, those of prose too."""
        return [s if s.ref or not s.said or not self.place else s._replace(ref=self.place(s)) for s in many(sources)]


def derived(value: object, zh: str, en: str, operands: Iterable[Source | tuple] = (), *, decimals: int = 2, most: int = MOST, more: str = "") -> Rich:
    """``value`` (a number, shown as tables show it, or a text) that opens to its formula ``zh`` / ``en`` and its operands, of which
    ``most`` are shown and the others counted; ``more`` is a reference to where they all stand."""
    text, operands = figure_text(value, decimals), [Source(*o) for o in operands]
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
    """The table as shown, its columns leading where ``leads`` says: column → a reference with the row's own columns in braces
    (``finding:{id}``); or a function of the row (a dict) that gives a reference, a Rich to be shown instead, sources, or None; or the words of
    a formula, whose operands are the sources in the column's companion (``share_`` of ``share``). A companion without words leads to
    the one source it has, or is their sum. What is absent leads nowhere; companions are not shown."""
    leads = leads if isinstance(leads, Leads) else Leads(leads)
    shown = frame.loc[:, [not hidden(c) for c in frame.columns]]  # by place: a form as printed may have several columns of one name
    chosen = [c for c in shown.columns if c in leads or f"{c}_" in frame.columns]
    rows = frame.to_dict("records") if chosen else []
    return shown.assign(**{c: pd.Series([_led(row, c, leads, decimals) for row in rows], frame.index, dtype=object) for c in chosen})


def companioned(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """These columns of a table and the companions of them that it has."""
    return frame[[*columns, *(f"{c}_" for c in columns if f"{c}_" in frame)]]


def hidden(column: object) -> bool:
    """Whether a column is a companion, never shown and never kept."""
    return isinstance(column, str) and column.endswith("_")


def _led(row: Row, column: str, leads: Leads, decimals: int) -> object:
    value, lead = row[column], leads.get(column)
    if figure_text(value, decimals) == "":
        return value
    words = lead if isinstance(lead, tuple) else None
    found = lead(row) if callable(lead) else lead.format(**row) if isinstance(lead, str) else row.get(f"{column}_")
    if isinstance(found, tuple):
        return traced(value, found, words, leads, decimals)
    return value if not found or not isinstance(found, str) else found if isinstance(found, Rich) else listed(value, found, decimals)


def traced(value: object, sources: Sources | Formula, words: Words | None, leads: Leads, decimals: int = 2) -> object:
    """A figure that opens to a formula over its sources; without words one with a single source leads to it, one with several is their sum."""
    found = leads.found(sources)
    if isinstance(sources, Formula):
        words = sources[:2]
    if words is None and len(found) == 1 and found[0].ref:
        return listed(value, found[0].ref, decimals)
    return derived(value, *(words or SUM), found, decimals=decimals) if found or words else value


def _is_number(value: object) -> bool:
    return getattr(value, "number", False) if isinstance(value, str) else not isinstance(value, bool)


def _item(operand: Source, decimals: int) -> str:
    label = " ".join(str(operand.label).split())
    cut = operand.label.html if isinstance(operand.label, Rich) else worded(label if len(label) <= LONGEST else label[: LONGEST - 1] + "…")
    text = figure_text(operand.value, decimals)
    if not text:  # a document, a list: its name is what leads
        return f"<li>{(linked(Rich(label, cut), operand.ref).html if operand.ref else cut)}</li>"
    value = Rich(text, f"<b>{operand.value.html if isinstance(operand.value, Rich) else worded(text)}</b>")
    return f"<li>{cut + ' ' if cut else ''}{(linked(value, operand.ref) if operand.ref else value).html}</li>"

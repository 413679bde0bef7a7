"""Tables for reading: a pandas table as escaped HTML (amounts right-aligned, thousands separated) and as plain text.

Every text of a document passes ``html.escape``: a cell that holds markup shows it, and does nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from decimal import Decimal
from typing import Any

import pandas as pd

from gouji.show.columns import Face, face
from gouji.show.rich import Rich, in_two

SHORT, LONG = 26, 60  # display widths: a column of short texts is never wrapped, one of long texts gets room
AMOUNT = re.compile(r"[-−+]?[\d,]+(\.\d+)?%?")
TAG = re.compile(r"<[^>]+>")
UNNAMED = "表 · Table"
LONGEST = 400  # characters shown of one cell; the whole text stands in the data


class Shown:
    """A table as displayed: ``_repr_html_`` for notebooks and pages, ``repr`` for terminals and nbval."""

    def __init__(self, frame: pd.DataFrame, caption: str = "", folded: bool = False, decimals: int = 2):
        self.frame, self.caption, self.folded, self.decimals = frame, caption, folded, decimals

    def _repr_html_(self) -> str:
        caption = in_two(self.caption or UNNAMED)
        named = html.escape(self.caption or UNNAMED, quote=True)  # a part that scrolls is reached and named without a mouse
        body = f'<div class="gj-scroll" tabindex="0" role="region" aria-label="{named}"><table class="gj-table">{self._inside()}</table></div>'
        if self.folded:
            return f'<details class="gj-data"><summary>{caption}</summary>{body}</details>'
        return (f'<p class="gj-caption">{caption}</p>' if self.caption else "") + body

    def __repr__(self) -> str:
        texts = [[str(c) for c in self.frame.columns]]
        texts += [[cell_text(v, self.decimals) for v in row] for row in self._values()]
        widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
        right = [_is_number(self.frame.iloc[:, i]) for i in range(self.frame.shape[1])]
        lines = ["  ".join(_pad(t, w, r) for t, w, r in zip(row, widths, right, strict=True)).rstrip() for row in texts]
        return "\n".join([self.caption, *lines] if self.caption else lines)

    def _inside(self) -> str:
        """Head and body: headers and values of our vocabularies in both languages (``gouji.show.columns``), the rest as it is."""
        names, rows = [str(c) for c in self.frame.columns], list(self._values())
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        named = self.frame.columns.name is not None
        faces = [face(c, values, [cell_text(v, self.decimals) for v in values], names, named) for c, values in zip(self.frame.columns, columns, strict=True)]
        sides = [self._side(i, f) for i, f in enumerate(faces)]
        heads = "".join(f'<th class="{side}{" gj-w" if f.headed else ""}"{f.headed} scope="col">{f.head}</th>' for f, side in zip(faces, sides, strict=True))
        opened = [f'<td class="{side}{f" {f.kind}" if f.kind else ""}"{f.given}>' for f, side in zip(faces, sides, strict=True)]
        body = "".join(f"<tr>{''.join(f'{o}{c}</td>' for o, c in zip(opened, row, strict=True))}</tr>" for row in zip(*(f.cells for f in faces), strict=True))
        return f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"

    def _values(self):
        """Rows of values; a year is a name, not an amount, and keeps its four digits together."""
        years = [c for c in self.frame.columns if c == "year"]
        shown = self.frame.assign(**{c: [("" if pd.isna(v) else str(int(v))) for v in self.frame[c]] for c in years})
        return shown.itertuples(index=False)

    def _side(self, column: int, shown: Face) -> str:
        values = self.frame.iloc[:, column]
        if _is_number(values):
            return "num"
        if _are_amounts([cell_text(v) for v in values]):
            return "num"
        longest = max((_width(html.unescape(TAG.sub("", c))) for c in shown.cells), default=0)
        return "txt short" if longest <= SHORT else "txt long" if longest > LONG else "txt"


def pairs(given: dict) -> pd.DataFrame:
    """A table of names (of columns) and values, empty ones left out; each is shown as a column of its name shows it."""
    present = {k: v for k, v in given.items() if v not in (None, "")}
    faces = {k: face(k, [v], [cell_text(v)]) for k, v in present.items()}
    marked = {k: f'<span class="{f.kind}"{f.given}>{f.cells[0]}</span>' if f.kind or f.given else f.cells[0] for k, f in faces.items()}
    rows = [(Rich(k, f.head), Rich(cell_text(present[k]), marked[k])) for k, f in faces.items()]
    return pd.DataFrame(rows, columns=["item", "value"], dtype=object)


def cell_text(value: Any, decimals: int = 2) -> str:
    """A value as a reader wants it: amounts with thousands separators and a true minus, nothing for what is absent."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool) or str(value) in ("True", "False"):
        return "✓" if bool(value) else "✗"
    if isinstance(value, Decimal | float):
        return f"{value:,.{decimals}f}".replace("-", "−")
    if isinstance(value, int) or pd.api.types.is_integer(value):
        return f"{value:,}".replace("-", "−")
    text = " ".join(printable(str(value)).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def printable(text: str) -> str:
    """The text without control characters and without marks that turn the reading direction."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))


def _is_number(column: pd.Series) -> bool:
    if pd.api.types.is_bool_dtype(column):
        return False
    if pd.api.types.is_numeric_dtype(column):
        return True
    present = [v for v in column if v is not None and v is not pd.NA and v == v]
    return bool(present) and all(isinstance(v, Decimal | int | float) or getattr(v, "number", False) for v in present)


def _are_amounts(texts: list[str]) -> bool:
    """Amounts as printed: digits with separators, some with a point; codes have none."""
    given = [t for t in texts if t]
    return bool(given) and any("." in t or "," in t for t in given) and all(AMOUNT.fullmatch(t) for t in given)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room

"""Geometry of one ruled table before it is drawn: merged cells, column widths, row heights.

In: rows of printed text with ``<`` (merged to the left) and ``^`` (merged above), a font measure. Out: boxes
in points. Nothing is drawn here. A figure is never broken over lines unless the fact file forces it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gouji.typeset.facts import ABOVE, BREAK, LEFT, TEXT_WORDS, printed

PAD = 2.6  # points between a cell's rule and its text, left and right
TOKEN = re.compile(r"[0-9A-Za-z.,%+\-]+|.", re.S)  # what may not be broken over lines
CLOSING = "，。；：、）！？》”"  # never begins a line
FIGURE = re.compile(r"^[<>=≤≥]{0,2}-?[\d,]+(\.\d+)?%?$")

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Span:
    """A cell with its extent in rows and columns, and the lines its text is set in."""

    row: int
    col: int
    rows: int
    cols: int
    text: str
    lines: tuple[str, ...] = ()
    field: str = "-"

    @property
    def align(self) -> str:
        """Figures to the right, line numbers in the middle, labels and codes to the left."""
        if self.field == "line":
            return "center"
        return "right" if self.field not in TEXT_WORDS and FIGURE.match(self.text.replace(BREAK, "")) else "left"


def spans(rows: Sequence[Sequence[str]], fields: Sequence[Sequence[str]] = ()) -> list[Span]:
    """Resolve the marks of merged cells. A merge runs right from its top-left cell, then down.

    ``fields``, when given, says row by row what each cell is (the ``@`` lines of a fact file).
    """
    out, taken = [], set()
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if (r, c) in taken or text in (LEFT, ABOVE):
                continue
            width = 1
            while c + width < len(row) and row[c + width] == LEFT:
                width += 1
            height = 1
            while r + height < len(rows) and rows[r + height][c] == ABOVE:
                height += 1
            taken |= {(i, j) for i in range(r, r + height) for j in range(c, c + width)}
            out.append(Span(r, c, height, width, text, field=fields[r][c] if fields else "-"))
    return out


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Set text in lines of at most ``width`` points; ``↵`` forces a break, figures and words stay whole."""
    lines = []
    for part in text.split(BREAK):
        line: list[str] = []
        for token in TOKEN.findall(part):
            if line and measure("".join(line) + token) > width:
                kept = len(line) - 1 if token in CLOSING and len(line) > 1 else len(line)
                lines.append("".join(line[:kept]))
                line = line[kept:]  # closing punctuation takes the word before it along
            line.append(token)
        lines.append("".join(line))
    return lines or [""]


def column_widths(cells: list[Span], count: int, total: float, measure: Measure, wished: Sequence[float]) -> list[float]:
    """Widths in points that add up to ``total``, in the wished proportion, each wide enough for its longest token.

    Raises ValueError when the longest tokens alone need more than ``total``.
    """
    least, natural = [measure("国") + 2 * PAD] * count, [1.0] * count
    for cell in cells:
        if cell.cols != 1:
            continue
        pieces = [p for part in cell.text.split(BREAK) for p in TOKEN.findall(part)] or [""]
        least[cell.col] = max(least[cell.col], max(measure(p) for p in pieces) + 2 * PAD)
        natural[cell.col] = max(natural[cell.col], min(measure(cell.text), 150.0) + 2 * PAD)
    if sum(least) > total:
        raise ValueError(f"needs {sum(least):.0f} points, has {total:.0f}")
    shares = list(wished) if len(wished) == count else natural
    widths = [total * s / sum(shares) for s in shares]
    for _ in range(count):  # columns below their least take it from the others, in proportion
        short = {i for i, w in enumerate(widths) if w < least[i]}
        spare = sum(w for i, w in enumerate(widths) if i not in short and w > least[i])
        lack = sum(least[i] - widths[i] for i in short)
        if not short or not spare:
            break
        widths = [least[i] if i in short else max(w - lack * w / spare, least[i]) for i, w in enumerate(widths)]
    scale = total / sum(widths)
    return [w * scale for w in widths] if scale < 1 else widths


def set_lines(cells: list[Span], widths: list[float], measure: Measure) -> list[Span]:
    """Every span with its text set in lines for the width it has."""
    out = []
    for cell in cells:
        room = sum(widths[cell.col : cell.col + cell.cols]) - 2 * PAD
        text = cell.text if BREAK in cell.text else printed(cell.text)
        lines = wrap(text, room, measure) if text else []
        out.append(replace(cell, text=text, lines=tuple(lines)))
    return out


def row_heights(cells: list[Span], count: int, leading: float, least: float) -> list[float]:
    """Heights in points: each row holds its own cells, and a tall merged cell's rows together hold its text."""
    heights = [least] * count
    for cell in sorted(cells, key=lambda s: s.rows):
        need = len(cell.lines) * leading + 5
        have = sum(heights[cell.row : cell.row + cell.rows])
        if need > have:
            for r in range(cell.row, cell.row + cell.rows):
                heights[r] += (need - have) / cell.rows
    return heights

"""Two readings of one page, cell by cell and line by line: what agrees, and how many cells were compared.

In: the first reader's pages and the second one's grids and letters. Out: the pages, their cells marked with
``agree`` and ``other``, their lines of figures with ``agree``, and the counts. Grids are matched by the area
they share, cells by their own geometry, never by index; a line agrees when the same text stands in its place or,
whole, in the order of the second reader's lines (it sees what is clipped away, and sets bold twice). Which of two
texts is right is not decided here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from gouji.model import Box, Cell, Grid, Line, Page, Problem

if TYPE_CHECKING:
    from gouji.reading.second import Letters

SAME_GRID = 0.3  # share of the smaller grid that must lie in the other
SAME_CELL = 0.4  # intersection over union from which two cells are one


def compare_page(page: Page, others: list[Grid], letters: Letters | None = None) -> tuple[Page, int, int]:
    """``page`` with its cells and lines marked, the number of cells compared, and of those that differ."""
    left = list(others)
    grids, problems, compared, differing = [], [], 0, 0
    lines = _marked_lines(page.lines, letters) if letters and letters.text else page.lines
    if bad_lines := [line for line in lines if line.agree is False]:
        detail = f"{len(bad_lines)} lines of text with figures, the first: {bad_lines[0].text[:60]}"
        problems.append(Problem(page.number, "readers_differ", detail))
    for grid in page.grids:
        partners = [o for o in left if _share(grid.box, o.box) >= SAME_GRID]
        if not partners:
            grids.append(grid)
            if any(cell.text for cell in grid.cells):  # camelot gives nothing for a page without text
                problems.append(Problem(page.number, "readers_differ", f"camelot found no grid where pdfium found {grid.n_rows} × {grid.n_cols}"))
            continue
        for partner in partners:
            left.remove(partner)
        marked, bad = _mark(grid, partners)
        grids.append(marked)
        compared += len(marked.cells)
        differing += len(bad)
        if bad:
            first = "; ".join(f"{c.text or '(blank)'} | {'no such cell' if c.other is None else c.other or '(blank)'}"[:60] for c in bad[:3])
            problems.append(Problem(page.number, "readers_differ", f"{len(bad)} of {len(marked.cells)} cells, pdfium | camelot: {first}"))
    for grid in left:
        if any(cell.text for cell in grid.cells):
            problems.append(Problem(page.number, "readers_differ", f"camelot found a grid of {grid.n_rows} × {grid.n_cols} where pdfium found none"))
    return replace(page, lines=lines, grids=tuple(grids), problems=page.problems + tuple(problems)), compared, differing


def _marked_lines(lines: tuple[Line, ...], letters: Letters) -> tuple[Line, ...]:
    """The lines with ``agree`` in those that hold a figure."""
    whole = _plain(letters.text)

    def agrees(line: Line) -> bool:
        text = _plain(line.text)
        if _plain(letters.within(line.box)) == text:
            return True
        before, after = r"(?<![\d.,])" if text[0].isdigit() else "", r"(?![\d,]|\.\d)" if text[-1].isdigit() else ""
        return re.search(f"{before}{re.escape(text)}{after}", whole) is not None  # 11.66 is not found in 711.66

    return tuple(replace(line, agree=agrees(line)) if re.search(r"\d", line.text) else line for line in lines)


def same_text(one: str, other: str) -> bool:
    """Equal but for spaces and the width of characters: those differ between readers, not on the page."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _mark(grid: Grid, partners: list[Grid]) -> tuple[Grid, list[Cell]]:
    second = [cell for partner in partners for cell in partner.cells]
    cells, bad = [], []
    for cell in grid.cells:
        best = max(second, key=lambda o: _overlap(cell.box, o.box), default=None)
        if best is None or _overlap(cell.box, best.box) <= 0:
            marked = replace(cell, agree=False, other=None)
        else:
            same_place = _overlap(cell.box, best.box) / _union(cell.box, best.box) >= SAME_CELL
            marked = replace(cell, agree=same_place and same_text(cell.text, best.text), other=best.text)
        cells.append(marked)
        if not marked.agree:
            bad.append(marked)
    return replace(grid, cells=tuple(cells)), bad


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _overlap(a: Box, b: Box) -> float:
    return max(min(a[2], b[2]) - max(a[0], b[0]), 0.0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0.0)


def _union(a: Box, b: Box) -> float:
    return max(_area(a) + _area(b) - _overlap(a, b), 1e-9)


def _share(a: Box, b: Box) -> float:
    return _overlap(a, b) / max(min(_area(a), _area(b)), 1e-9)

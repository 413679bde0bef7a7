"""Grids, lines and pages built by hand for the tests of ``gouji.forms``.

A grid is written as rows of cells: "<" merged with the cell to its left, "^" merged with the cell above, "" blank.
"""

from gouji.model import Cell, Grid, Line, Page, Reading


def grid(rows, page=1, top=100.0, left=50.0, width=80.0, xs=None, height=20.0):
    """A ruled grid of ``rows`` (text, separated by "|", or lists), 20 points a row."""
    rows = [[c.strip() for c in row.split("|")] if isinstance(row, str) else list(row) for row in rows]
    n_rows, n_cols = len(rows), len(rows[0])
    assert all(len(row) == n_cols for row in rows)
    xs = xs or [left + width * i for i in range(n_cols + 1)]
    ys = [top + height * i for i in range(n_rows + 1)]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right = c + 1
            while right < n_cols and row[right] == "<":
                right += 1
            down = r + 1
            while down < n_rows and rows[down][c] == "^":
                down += 1
            cells.append(Cell(r, c, down - r, right - c, text, (xs[c], ys[r], xs[right], ys[down])))
    return Grid(page, (xs[0], ys[0], xs[-1], ys[-1]), n_rows, n_cols, tuple(cells), tuple(xs), tuple(ys))


def line(text, top, page=1, left=50.0, size=12.0):
    return Line(page, text, (left, top, left + size * len(text), top + size), size)


def page(number, lines=(), grids=()):
    """A page of A4; ``lines`` are (top, text) pairs."""
    return Page(number, 600.0, 840.0, tuple(line(text, top, number) for top, text in lines), tuple(grids))


def reading(*pages):
    return Reading("x.pdf", "0" * 64, "pdfium", tuple(pages))

"""What to show of a page so that a figure is understood: its row, the header above it, the words that name the row.

A ``Crop`` is made of rectangles of pages, set beside and beneath each other; ``wide`` shows the row whole, ``narrow`` only
the words that name it and the cells looked at, for a phone. Everything is in PDF points, origin top left, as displayed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gouji.model import Box, Cell, Grid, Page

FIGURE = re.compile(r"[-−+±><≥≤=＞＜＝≧≦约]*\s*[\d,，.]+\s*[%％万元个次人年天项件分]{0,3}")
MARGIN, LINE, RULE = 4.5, 3, 1.5  # paper beside what is shown, above a line of prose, above a row between its rules
GAP = 5  # between what is not neighbour on the page
NARROW = 240  # width of a phone's view of a line of prose
TALLEST = 150  # of a header shown whole


Header = Callable[[int, Box], "tuple[int, float, float] | None"]  # page and box of a cell → page, top and bottom of its header


@dataclass(frozen=True)
class Piece:
    """A rectangle of a page (``box``) and where its corner stands in the crop."""

    page: int
    box: Box
    x: float
    y: float

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True)
class Crop:
    """Pieces with the boxes drawn over them: page → boxes."""

    pieces: tuple[Piece, ...]
    boxes: tuple[tuple[int, Box], ...] = field(default=())

    @property
    def width(self) -> float:
        return max(p.x + p.width for p in self.pieces)

    @property
    def height(self) -> float:
        return max(p.y + p.height for p in self.pieces)


@dataclass(frozen=True)
class Band:
    """What can be seen of a row: its height on the page, its whole width, the parts that are needed, and its header's place."""

    page: int
    top: float
    bottom: float
    across: tuple[float, float]
    parts: tuple[tuple[float, float], ...]
    header: tuple[int, float, float] | None = None  # page, top, bottom
    lines: tuple[Box, ...] = ()  # of prose: the part of each line that is needed

    def crop(self, boxes: Iterable[Box] = (), narrow: bool = False) -> Crop:
        """The header over the row, whole or only the needed parts of both."""
        if narrow and self.lines:
            tops = [sum(b[3] - b[1] for b in self.lines[:i]) for i in range(len(self.lines))]
            return Crop(tuple(Piece(self.page, b, 0.0, y) for b, y in zip(self.lines, tops, strict=True)), tuple((self.page, b) for b in boxes))
        spans = self.parts if narrow else (self.across,)
        pieces, y = [], 0.0
        rows = [self.header] if self.header else []
        for page, top, bottom in [*rows, (self.page, self.top, self.bottom)]:
            x = 0.0
            for left, right in spans:
                pieces.append(Piece(page, (left, top, right, bottom), x, y))
                x += right - left + GAP
            y += bottom - top + (GAP / 2 if rows else 0)
        return Crop(tuple(pieces), tuple((self.page, b) for b in boxes))


def band_of(page: Page, boxes: Sequence[Box], earlier: Header | None = None, rows: Sequence[str] = ()) -> Band:
    """The band of cells of one row (or of one line of prose). ``earlier`` gives the header on an earlier page, asked where none
    stands above the cells on their own; ``rows`` are what the cells' rows are called, as far as that is known."""
    grid = grid_of(page, boxes[0])
    paper = RULE if grid else LINE
    top, bottom = max(0.0, min(b[1] for b in boxes) - paper), min(page.height, max(b[3] for b in boxes) + paper)
    if grid is None:
        return Band(page.number, top, bottom, _printed(page, top, bottom), (_window(page, boxes),), lines=_line_windows(page, boxes))
    across = max(0.0, grid.box[0] - MARGIN), min(page.width, grid.box[2] + MARGIN)
    named = [name.box for name in (name_of(grid, b, rows) for b in boxes) if name]
    spans = [(b[0], b[2]) for b in (*boxes, *named)]
    head = header_of(grid, boxes)
    placed = (page.number, *head) if head else earlier(page.number, boxes[0]) if earlier else None
    return Band(page.number, top, bottom, across, _joined(spans, page.width), placed)


def grid_of(page: Page, box: Sequence[float]) -> Grid | None:
    """The grid a box stands in."""
    return next((g for g in page.grids if g.box[0] - 1 <= box[0] and box[2] <= g.box[2] + 1 and g.box[1] - 1 <= box[1] <= g.box[3]), None)


def cell_of(grid: Grid, box: Sequence[float]) -> Cell | None:
    """The cell in which a box stands."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((c for c in grid.cells if c.box[0] <= x <= c.box[2] and c.box[1] <= y <= c.box[3]), None)


def name_of(grid: Grid, box: Sequence[float], rows: Sequence[str] = ()) -> Cell | None:
    """The cell with the words that name a figure's row: one that is called so, else the nearest to its left that holds words and
    no figure."""
    cell = cell_of(grid, box)
    if cell is None:
        return None
    left = [c for c in row_of(grid, cell.row) if c.col < cell.col and is_words(c.text)]
    called = {"".join(r.split()) for r in rows if r}
    known = [c for c in left if "".join(c.text.split()) in called]
    return max(known or left, key=lambda c: c.col, default=None)


def header_of(grid: Grid, boxes: Sequence[Box]) -> tuple[float, float] | None:
    """Top and bottom of the header above some cells of a row, on their page; None where there is none above them."""
    cells = [c for b in boxes if (c := cell_of(grid, b))]
    return _header(grid, {c.col for c in cells}, min(c.row for c in cells)) if cells else None


def header_before(grid: Grid, box: Box) -> tuple[float, float] | None:
    """The same in the part of a table on an earlier page, of what stands under it on a later one."""
    x = (box[0] + box[2]) / 2
    columns = {col for col in range(grid.n_cols) if grid.xs[col] <= x <= grid.xs[col + 1]}
    return _header(grid, columns, grid.n_rows) if columns else None


def _header(grid: Grid, columns: set[int], below: int) -> tuple[float, float] | None:
    """The nearest row above row ``below`` that names these columns and holds no figure, with the rows above that it hangs together
    with by a cell of both."""
    for row in range(below - 1, -1, -1):
        own = row_of(grid, row)
        if any(FIGURE.fullmatch(c.text.strip()) for c in own):
            continue
        over = [c for c in own if any(c.col <= col < c.col + c.col_span for col in columns)]
        if over and all(is_words(c.text) for c in over):
            lowest = top = min(c.row for c in over)
            while top > 0 and any(c.row < top < c.row + c.row_span for c in grid.cells):
                top = min(c.row for c in grid.cells if c.row < top < c.row + c.row_span)
            end = max(c.row + c.row_span for c in over)
            return grid.ys[top if grid.ys[end] - grid.ys[top] <= TALLEST else lowest] - 1, grid.ys[end] + 1
    return None


def row_of(grid: Grid, row: int) -> list[Cell]:
    """The cells of a row, those that reach into it from above among them."""
    return [c for c in grid.cells if c.row <= row < c.row + c.row_span]


def is_words(text: str) -> bool:
    return bool(text.strip()) and not FIGURE.fullmatch(text.strip())


def _joined(spans: Iterable[tuple[float, float]], width: float) -> tuple[tuple[float, float], ...]:
    """Ranges with a little paper around each, those that touch made one."""
    out: list[tuple[float, float]] = []
    for left, right in sorted((max(0.0, a - 2), min(width, b + 2)) for a, b in spans):
        if out and left <= out[-1][1] + GAP:
            out[-1] = out[-1][0], max(out[-1][1], right)
        else:
            out.append((left, right))
    return tuple(out)


def _printed(page: Page, top: float, bottom: float) -> tuple[float, float]:
    """From where to where the page is printed at that height."""
    lines = [line.box for line in page.lines if line.box[3] > top and line.box[1] < bottom]
    return (max(0.0, min(b[0] for b in lines) - MARGIN), min(page.width, max(b[2] for b in lines) + MARGIN)) if lines else (0.0, page.width)


def _line_windows(page: Page, boxes: Sequence[Box]) -> tuple[Box, ...]:
    """A phone's part of each line that holds some of the boxes, from top to bottom."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (b[1] + b[3]) / 2):
        middle = (box[1] + box[3]) / 2
        (lines[-1].append(box) if lines and lines[-1][0][1] <= middle <= lines[-1][0][3] else lines.append([box]))
    out = []
    for own in lines:
        left, right = _window(page, own)
        out.append((left, max(0.0, min(b[1] for b in own) - LINE), right, min(page.height, max(b[3] for b in own) + LINE)))
    return tuple(out)


def _window(page: Page, boxes: Sequence[Box]) -> tuple[float, float]:
    """A phone's part of a line: around its boxes, as wide as can be read."""
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    side = max(MARGIN, (NARROW - (right - left)) / 2)
    left, right = left - side, right + side
    start = max(0.0, min(left, page.width - (right - left)))
    return start, min(page.width, start + right - left)

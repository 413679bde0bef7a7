"""The nouns everything else passes on: page, grid, table, problem.

One way through: document → pages → grids → tables → ledger → findings. Boxes are
``(x0, y0, x1, y1)`` in PDF points, origin top left, of the page as displayed;
page numbers count from 1.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields

Box = tuple[float, float, float, float]


def _made_fast(noun):
    """What makes a ``noun`` (a frozen dataclass with slots) in half the time of calling it: a document has ten thousand cells.

    The one is made open, of a class with the same slots whose attributes are set as Python sets them fastest, and is
    from then on the frozen ``noun``.
    """
    names = [f.name for f in fields(noun)]
    scope = {f"default_{f.name}": f.default for f in fields(noun)} | {"noun": noun}
    taken = ", ".join(f.name if f.default is MISSING else f"{f.name}=default_{f.name}" for f in fields(noun))
    body = "".join(f"\n        self.{name} = {name}" for name in names)
    exec(f"class Open:\n    __slots__ = {names!r}\n    def __init__(self, {taken}):{body}\n        self.__class__ = noun", scope)
    return scope["Open"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not understood: counted, located, typed; never dropped in silence.

    ``page`` is None for the document as a whole. ``kind`` is one of the identifiers
    listed in ``declared/problems.yml``; ``detail`` is for a person.
    """

    page: int | None
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as displayed, outside every grid of its page.

    ``agree`` is None when one reader read it (or no figure stands in it), else whether both readers gave the same text.
    """

    page: int
    text: str
    box: Box
    size: float = 0.0  # font size, points
    agree: bool | None = None


new_line = _made_fast(Line)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled grid, with its spans; ``text`` has the line breaks inside the cell removed.

    ``agree`` is None when one reader read it, else whether both readers gave the same text;
    ``other`` is then what the second reader gave. ``indent`` is the offset in points of the first
    character from the cell's left rule (depth by indentation is read from it).
    """

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    box: Box
    indent: float = 0.0
    agree: bool | None = None
    other: str | None = None


new_cell = _made_fast(Cell)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one ruled area of one page. ``xs`` and ``ys`` are its rules' positions (n+1 each)."""

    page: int
    box: Box
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    source: str = "text"  # "text" or "ocr"

    def __hash__(self) -> int:
        """By place, not by content: what is worked out once for a grid is found again at no cost."""
        return hash((self.page, self.box, self.n_rows))

    def rows(self) -> list[list[str]]:
        """Text as displayed, n_rows × n_cols; a merged cell's text stands in its top-left place, "" elsewhere."""
        out = [[""] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            out[cell.row][cell.col] = cell.text
        return out


@dataclass(frozen=True, slots=True)
class Page:
    """One page as displayed: its grids and its lines outside them, both from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its pages, by which reader, and what was wrong with the file as a whole.

    ``cells_compared`` and ``cells_differing`` count the two readers' comparison (0 with one reader).
    """

    file: str  # name only, never a path
    sha256: str
    reader: str  # "pdfium", "camelot" or "both"
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    cells_compared: int = 0
    cells_differing: int = 0

    def all_problems(self) -> list[Problem]:
        """The document's own problems, then its pages', in page order."""
        return [*self.problems, *(p for page in self.pages for p in page.problems)]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a joined table, with the place it was printed. ``box`` is None for a place under a merged cell."""

    text: str
    page: int
    box: Box | None
    indent: float = 0.0
    agree: bool | None = None
    other: str | None = None
    source: str = "text"


new_table_cell = _made_fast(TableCell)


@dataclass(frozen=True, slots=True)
class Table:
    """A whole statutory form: grids joined over pages, header flattened, recognised when its form is declared.

    ``columns`` holds the flattened header ("a / b"), one entry per column; every row of ``rows`` has as
    many cells. ``rows`` are the body rows, 合计 included; header, 栏次, ``**`` rows and rows printed blank are
    left out (``line_row`` keeps the 栏次 numbers by column where one was printed).
    """

    form: str | None
    title: str
    number: str | None
    unit: str | None
    pages: tuple[int, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    empty: bool
    note: str | None = None
    header_rows: int = 0
    line_row: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as understood: what it says it is, its tables, and everything that was not understood."""

    reading: Reading
    entity: str | None
    year: int | None
    kind: str  # "final", "budget", "performance" or "other"
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...] = field(default=())

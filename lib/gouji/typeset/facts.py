"""Fact files: a department's document as plain text, every figure to the character.

In: a UTF-8 ``.facts`` file (the format is described in docs/fact-files.md). Out: a ``Facts``: what the
document says it is, and its blocks in order. The typesetter turns it into a PDF; the tests compare the
ledger read back from that PDF with ``figures`` of the same file. Refuses a malformed line with its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from gouji.errors import Refusal

LEFT, ABOVE, BREAK = "<", "^", "↵"
KEYS = ("title", "number", "left", "center", "right", "unit", "page", "widths", "continuation", "fontsize", "note")
TEXT_WORDS = {"-", "label", "code", "code.class", "code.item", "code.sub", "line"}
TEXT_WORDS |= {"gov.code", "gov.label", "func.code", "func.label"}


class FactsInvalid(Refusal):
    what, remedy = "not a valid fact file", "see docs/fact-files.md"


@dataclass(frozen=True, slots=True)
class Text:
    """A heading (``part``, ``section``, ``sub``), a paragraph (``p``) or a ``pagebreak``."""

    kind: str
    text: str = ""

    @property
    def printed(self) -> str:
        """The text as printed: without the braces that mark its figures."""
        return re.sub(r"[{}]", "", self.text)

    @property
    def stated(self) -> list[str]:
        """The figures the paragraph states, as printed, in order."""
        return re.findall(r"\{([^{}]*)\}", self.text)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A body row as printed. ``fields`` says what each cell is; ``item`` is the canonical row when stated."""

    cells: tuple[str, ...]
    fields: tuple[str, ...]
    item: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class FactTable:
    """A statutory form as printed: header and body rows of equal length, ``breaks`` = body rows that start a page."""

    form: str | None
    keys: dict[str, str]
    header: tuple[tuple[str, ...], ...]
    rows: tuple[FactRow, ...]
    breaks: tuple[int, ...] = ()

    @property
    def columns(self) -> int:
        return len((self.header or tuple(r.cells for r in self.rows))[0])


@dataclass(frozen=True, slots=True)
class Facts:
    """A whole document: its metadata and its blocks (``Text`` and ``FactTable``) in printed order."""

    name: str
    meta: dict[str, str]
    blocks: tuple[Text | FactTable, ...] = field(default=())

    @property
    def tables(self) -> list[FactTable]:
        return [b for b in self.blocks if isinstance(b, FactTable)]

    @property
    def stated(self) -> list[str]:
        """Every figure stated in prose, as printed, in order."""
        return [figure for b in self.blocks if isinstance(b, Text) for figure in b.stated]


def printed(cell: str) -> str:
    """A cell as displayed on one line: brackets of a restored label and forced line breaks taken away."""
    cell = cell.replace(BREAK, "")
    return cell[1:-1] if re.fullmatch(r"\[[^\[\]]+\]", cell) else cell


def load(path: str | Path) -> Facts:
    """Read one fact file. Raises FactsInvalid with the line's number."""
    path = Path(path)
    lines = path.read_text("utf-8").splitlines()
    reader = _Lines(path.name, lines)
    name, meta, blocks = "", {}, []
    while (line := reader.next()) is not None:
        word, _, rest = line.partition(" ")
        if word == "document":
            name = rest.split("#")[0].strip()
        elif word == "table":
            blocks.append(_table(reader, rest.split("#")[0].strip()))
        elif word in ("part", "section", "sub", "p"):
            blocks.append(Text(word, rest.strip()))
        elif word == "pagebreak":
            blocks.append(Text(word))
        elif not blocks and ":" in line:
            meta |= _pairs(line, ("title", "entity", "year", "kind", "unit", "published", "source", "note"))
        else:
            reader.refuse(f"unknown block {word!r}")
    for key in ("title", "entity", "year", "kind", "source"):
        if not meta.get(key):
            raise FactsInvalid(path.name, f"no {key}: line at its head")
    return Facts(name or path.stem, meta, tuple(blocks))


class _Lines:
    def __init__(self, name: str, lines: list[str]):
        self.name, self.lines, self.at = name, lines, 0

    def next(self) -> str | None:
        """The next line that is neither empty nor a comment; None at the end."""
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            self.at += 1
            if line and not line.startswith("#"):
                return line
        return None

    def refuse(self, what: str):
        raise FactsInvalid(f"{self.name}, line {self.at}", what)


def _pairs(line: str, keys: tuple[str, ...]) -> dict[str, str]:
    """``key: value`` pairs of one line; several may stand on it, four spaces or a known key apart."""
    marks = list(re.finditer(rf"(?:^|\s{{2,}})({'|'.join(keys)}):", line))
    ends = [m.start() for m in marks[1:]] + [len(line)]
    return {m[1]: re.sub(r"\s{2,}#.*$", "", line[m.end() : end]).strip() for m, end in zip(marks, ends)}


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def _table(reader: _Lines, form: str) -> FactTable:
    keys: dict[str, str] = {}
    header, rows, breaks = [], [], []
    part, fields, item, width = "keys", (), None, None
    while (line := reader.next()) is not None:
        if line == "end":
            break
        if line.rstrip(":") in ("header", "body"):
            part = line.rstrip(":")
            continue
        found = _pairs(line, KEYS) if part == "keys" or line.startswith("note:") else {}
        if found:
            keys |= found
        elif part == "keys":
            reader.refuse(f"unknown key in {line!r}")
        elif part == "body" and line.startswith("@"):
            fields = _cells(line[1:])
        elif part == "body" and line.startswith("="):
            item = line[1:].strip()
        elif part == "body" and set(line) == {"-"}:
            breaks.append(len(rows))
        else:
            cells = _cells(line)
            width = width or len(cells)
            if len(cells) != width:
                reader.refuse(f"{len(cells)} cells where the table has {width}")
            if part == "header":
                header.append(cells)
            else:
                if len(fields) != width:
                    reader.refuse(f"@ names {len(fields)} columns, the row has {width}")
                rows.append(FactRow(cells, fields, item, reader.at))
                item = None
    else:
        reader.refuse("table without end")
    if not header and not rows:
        reader.refuse("table without rows")
    return FactTable(None if form in ("-", "") else form, keys, tuple(header), tuple(rows), tuple(breaks))

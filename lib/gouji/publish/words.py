"""Where in a line or a row something was printed: the box of the words themselves, not of the line they stand in.

The text layer is asked for the box of each character. What is not found there, or in several places of which none is named
better than the others, keeps the box it had: a box too wide is true, a box around the wrong words is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pypdfium2

from gouji.model import Box, Grid, Page
from gouji.publish.crops import cell_of, grid_of, row_of

Spoken = tuple[int, Box | None, str, str]  # page, box of the line or the cell (None: somewhere on the page), what was printed, of what
Character = tuple[str, Box]
LEAST = 2  # characters that a place has in common with what a figure is of, to be told from another place with the same figure
WORDS = 4  # characters that are looked for anywhere on a page


def spoken_of(place: Mapping) -> Spoken:
    """What is asked for an operand of a finding."""
    box = place.get("bbox")
    return int(place["page"]), tuple(box) if box else None, str(place["printed"] or ""), str(place["row"] or "")


def word_boxes(pdf: pypdfium2.PdfDocument, pages: Sequence[Page], asked: Iterable[Spoken]) -> dict[Spoken, Box]:
    """What was asked → the box of its words, for those that have a closer one than their own."""
    found: dict[Spoken, Box] = {}
    texts: dict[int, list[Character]] = {}
    for key in dict.fromkeys(asked):
        number, box, printed, of = key
        grid = grid_of(pages[number - 1], box) if box else None
        if not (looked := compact(printed)):
            continue
        if not grid and number not in texts:
            texts[number] = _characters(pdf[number - 1])
        closer = _named(grid, box, looked) if grid else _within(texts[number], box, looked, compact(of)) if box else _anywhere(texts[number], looked)
        if closer:
            found[key] = closer
    return found


def _named(grid: Grid, box: Box, printed: str) -> Box | None:
    """The cell of the same row that holds what was printed, when the cell itself does not."""
    cell = cell_of(grid, box)
    if cell is None or printed in compact(cell.text):
        return None
    beside = [c.box for c in row_of(grid, cell.row) if printed in compact(c.text)]
    return beside[0] if len(beside) == 1 else None


def place_in(text: str, printed: str, of: str) -> tuple[int, int] | None:
    """Start and length of ``printed`` within a line's text, or of as much of it as the line ends with; where it is there twice, of
    the one after the words ``of`` which it is. No spaces in any of the three. None when that does not single one out."""
    starts, length = [m.start() for m in re.finditer(f"(?<![\\d.,]){re.escape(printed)}", text)], len(printed)
    if not starts:  # the line ends within it
        figure = len(re.match(r"[-−+]?[\d.,]*", printed)[0])
        length = next((n for n in range(length - 1, figure - 1, -1) if n and text.endswith(printed[:n])), 0)
        starts = [len(text) - length] if length else []
    if len(starts) > 1:
        common = [_common(text[:at], of) for at in starts]
        starts = [at for at, n in zip(starts, common, strict=True) if n == max(common) >= LEAST]
    return (starts[0], length) if len(starts) == 1 else None


def _within(characters: list[Character], line: Box, printed: str, of: str) -> Box | None:
    """The box around the characters of ``printed`` within a line."""
    own = [(c, b) for c, b in characters if line[0] - 1 <= (b[0] + b[2]) / 2 <= line[2] + 1 and line[1] - 1 <= (b[1] + b[3]) / 2 <= line[3] + 1]
    found = place_in("".join(c for c, _ in own), printed, of)
    if not found:
        return None
    return _ink([b for _, b in own[found[0] : found[0] + found[1]]])


def _anywhere(characters: list[Character], printed: str) -> Box | None:
    """The box of the first place of a page with these words, of their first line where they run over."""
    at = "".join(c for c, _ in characters).find(printed) if len(printed) >= WORDS else -1
    if at < 0:
        return None
    boxes = [b for _, b in characters[at : at + len(printed)]]
    middle = (boxes[0][1] + boxes[0][3]) / 2
    first = [b for b in boxes if b[1] - 2 <= middle <= b[3] + 2]
    return _ink(first)


def _ink(boxes: list[Box]) -> Box:
    """A box around characters with a little paper: what is inked says where a line is printed, a font's own height does not."""
    return min(b[0] for b in boxes) - 0.8, min(b[1] for b in boxes) - 1.5, max(b[2] for b in boxes) + 0.8, max(b[3] for b in boxes) + 1.5


def _common(before: str, of: str) -> int:
    """How many characters the text before a figure and the words it is of end with together."""
    n = 0
    while n < min(len(before), len(of)) and before[-1 - n] == of[-1 - n]:
        n += 1
    return n


def _characters(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    """Every character with its box, origin top left; none of a page that is displayed turned."""
    if page.get_rotation():
        return []
    text, (left, _, _, top) = page.get_textpage(), page.get_cropbox()
    found = ((text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars()))
    return [(c, (b[0] - left, top - b[3], b[2] - left, top - b[1])) for c, b in found if c.strip()]


def compact(text: str) -> str:
    """A text without its spaces."""
    return "".join(str(text).split())

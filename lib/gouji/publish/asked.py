"""Places that notebooks lead to although no figure of the ledger and no finding stands there: a title, a line of the prose, a cell
of words, a page as a whole. The evidence of each is made because something shown asks for it.
"""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from gouji.model import Box, Cell, Page
from gouji.publish.links import CELL, REF

Key = tuple[int, int, int]  # page from 1, the box's upper left corner in whole points


def places_asked(notebooks: Iterable[Path]) -> dict[str, set[Key]]:
    """Document name → the places to which references in the outputs of executed notebooks lead."""
    out: dict[str, set[Key]] = defaultdict(set)
    for path in notebooks:
        for shown in _outputs(path):
            for found in filter(None, (CELL.fullmatch(html.unescape(ref)) for ref in REF.findall(shown))):
                out[unquote(found[1])].add((int(found[2]), int(found[3]), int(found[4])))
    return dict(out)


def together(*places: Mapping[str, Set[Key]]) -> dict[str, set[Key]]:
    """The places of several askers, by document."""
    return {name: set().union(*(asked.get(name, ()) for asked in places)) for name in {n for asked in places for n in asked}}


class Printed(NamedTuple):
    """What is printed in a place; ``readers``: whether both gave it ("agree"), what the other gave (then "|"), "" where one read it."""

    text: str
    box: Box
    readers: str = ""


def printed_at(page: Page, x: int, y: int) -> Printed | None:
    """What is printed with this upper left corner: a line, a cell; at 0, 0 the page as a whole. None of a corner at which nothing is."""
    for piece in (*page.lines, *(cell for grid in page.grids for cell in grid.cells)):
        if (int(piece.box[0]), int(piece.box[1])) == (x, y):
            other = getattr(piece, "other", None)
            return Printed(piece.text, piece.box, "agree" if piece.agree else f"{other or '（空 blank）'}|" if piece.agree is False and isinstance(piece, Cell) else "")
    return Printed("", (0.0, 0.0, page.width, page.height)) if (x, y) == (0, 0) else None


def _outputs(path: Path) -> Iterator[str]:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            yield "".join(output.get("data", {}).get("text/html", ""))

"""Sheets on which two pages stand side by side, taken apart: each grid gets the words that stand over it.

In: the pages of a reading. Out: pages with one half of such a sheet each, the left one first, and a ``Problem`` where
words run over the gutter and nothing tells which belong to which side. A reader makes one line of what stands at one
height; it is cut where each side then states each thing (title, number, unit, publisher) once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.forms.captions import Captions, is_title, take, unit_of
from gouji.forms.declared import words
from gouji.forms.text import squeeze
from gouji.model import Line, Page, Problem

MIDDLE = 0.1  # share of the page's width by which the gutter may stand off its middle
NEAR = 3.0  # points by which a table may reach into the gutter of others
NARROW = 0.5  # share of the em that letters and digits take


def apart(pages: Sequence[Page]) -> tuple[list[Page], list[Problem]]:
    """``pages`` with two-up sheets taken apart, and the sheets that could not be."""
    out: list[Page] = []
    problems: list[Problem] = []
    gutters = [(page.width, gutter) for page in pages if len(page.grids) > 1 and (gutter := _gutter(page))]
    for page in pages if gutters else ():
        gutter = _gutter(page) if len(page.grids) > 1 else _like_others(page, gutters)
        if gutter is None:
            out.append(page)
            continue
        sides = _sides(page, *gutter)
        if sides is not None:
            out += sides
            continue
        mixed = [line for line in page.lines if _crosses(line, *gutter) and sum(map(is_title, line.text.split())) > 1]
        if mixed:
            problems.append(Problem(page.number, "captions_run_together", mixed[0].text.strip()[:80]))
        out.append(replace(page, lines=tuple(line for line in page.lines if line not in mixed)) if mixed else page)
    return (out if gutters else list(pages)), problems


def _like_others(page: Page, gutters: Sequence[tuple[float, tuple[float, float]]]) -> tuple[float, float] | None:
    """The gutter of two-up sheets as wide as ``page``, where its one table stands on one side of it and words on the other."""
    same = [gutter for width, gutter in gutters if abs(width - page.width) < 1]
    if not same or len(page.grids) != 1:
        return None
    start, end = min(g[0] for g in same), max(g[1] for g in same)
    box = page.grids[0].box
    return (start, end) if box[2] <= start + NEAR or box[0] >= end - NEAR else None


def _gutter(page: Page) -> tuple[float, float] | None:
    """From where to where nothing ruled stands, near the middle of a page with grids on both sides at one height."""
    left = [g for g in page.grids if g.box[2] < page.width * (0.5 + MIDDLE)]
    right = [g for g in page.grids if g.box[0] > page.width * (0.5 - MIDDLE) and g not in left]
    if not left or not right or len(left) + len(right) < len(page.grids):
        return None
    start, end = max(g.box[2] for g in left), min(g.box[0] for g in right)
    level = any(a.box[1] < b.box[3] and b.box[1] < a.box[3] for a in left for b in right)
    return (start, end) if start < end and level else None


def _crosses(line: Line, start: float, end: float) -> bool:
    return line.box[0] < start and line.box[2] > end


def _sides(page: Page, start: float, end: float) -> list[Page] | None:
    """The two halves of the page, or None where a line over the gutter is not certainly two."""
    middle = (start + end) / 2
    lines: tuple[list[Line], list[Line]] = ([], [])
    for line in page.lines:
        if not _crosses(line, start, end):
            lines[(line.box[0] + line.box[2]) / 2 > middle].append(line)
            continue
        if words().page_number.match(squeeze(line.text)):
            continue
        cut = _cut(line, start, end)
        if cut is None:
            if line.box[1] < max(g.box[3] for g in page.grids):
                return None
            lines[1].append(line)  # below the tables: no caption
            continue
        for side, part in zip(lines, cut):
            side.append(part)
    grids = [tuple(g for g in page.grids if (g.box[0] > middle) is side) for side in (False, True)]
    return [replace(page, lines=tuple(some), grids=those, problems=page.problems if k == 0 else ()) for k, (some, those) in enumerate(zip(lines, grids))]


def _cut(line: Line, start: float, end: float) -> tuple[Line, Line] | None:
    """``line`` in two at the one gap where both parts have room on their sides and neither states a thing twice."""
    chunks = line.text.split()
    found = []
    for k in range(1, len(chunks)):
        left, right = chunks[:k], chunks[k:]
        room = line.box[0] + _width(left, line.size) <= start + line.size and line.box[2] - _width(right, line.size) >= end - line.size
        if room and (len(chunks) == 2 or _once(left) and _once(right)):
            found.append((left, right))
    if len(found) != 1:
        return None
    left, right = (" ".join(part) for part in found[0])
    x0, y0, x1, y1 = line.box
    return replace(line, text=left, box=(x0, y0, start, y1)), replace(line, text=right, box=(end, y0, x1, y1))


def _width(chunks: Sequence[str], size: float) -> float:
    """The least room that the characters take."""
    return sum((NARROW if char.isascii() else 1.0) * size for chunk in chunks for char in chunk)


def _once(chunks: Sequence[str]) -> bool:
    """No title, number, unit or publisher twice among them, and no words that are none of these."""
    stated: list[str] = []
    for chunk in chunks:
        found, rest = take(Captions(), chunk)
        stated += [name for name in ("number", "entity") if getattr(found, name)] + ["unit"] * bool(unit_of(chunk))
        if rest and words().notes.search(squeeze(rest)):
            stated.append("note")
        elif rest:
            if not is_title(rest):
                return False
            stated.append("title")
    return len(stated) == len(set(stated))

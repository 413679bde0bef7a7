"""The words around a grid: title, 表号, unit, publisher, year above it; notes below it.

In: the lines of a page outside its grids, and the caption rows inside a grid. Out: ``Captions`` and note texts.
Nothing here decides what a table is; a line that is prose ends the search upwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gouji.forms.declared import catalogue, words
from gouji.forms.text import plain, squeeze
from gouji.model import Grid, Line, Page

SAME_PLACE = 4.0  # points: a running header stands at one height
MARGIN = 0.12  # share of the page's height at top and bottom in which running lines stand


@dataclass(frozen=True, slots=True)
class Captions:
    """What stands above a grid. ``prose`` is true when other text stands there too (so nothing continues here)."""

    title: str | None = None
    number: str | None = None
    unit: str | None = None
    entity: str | None = None
    prose: bool = False


def furniture(pages: Sequence[Page]) -> set[tuple[int, Line]]:
    """Page numbers and running lines: the same words at the same height of the margin on three pages or more."""
    seen: dict[tuple[str, int], list[tuple[int, Line]]] = {}
    out: set[tuple[int, Line]] = set()
    for page in pages:
        last = max(page.lines, key=lambda line: line.box[1], default=None)
        for line in page.lines:
            if line is not last and MARGIN * page.height < line.box[1] and line.box[3] < (1 - MARGIN) * page.height:
                continue
            text = squeeze(line.text)
            if words().page_number.match(text):
                out.add((page.number, line))
            elif line is last and line.box[3] < (1 - MARGIN) * page.height:
                continue
            elif not words().title_ending.search(text) and not any(words().captions[n].search(text) for n in ("unit", "number")):
                seen.setdefault((text, round(line.box[1] / SAME_PLACE)), []).append((page.number, line))
    for places in seen.values():
        if len({number for number, _ in places}) >= 3:
            out.update(places)
    return out


def above(lines: Sequence[Line]) -> Captions:
    """Captions from the lines over a grid, from top to bottom as printed."""
    found = Captions(unit=_unit(lines))
    rest: list[Line] = []
    for line in lines:
        found, rest_text = take(found, line.text)
        if rest_text:
            rest.append(replace(line, text=rest_text))
    title, used = _title(rest)
    return replace(found, title=title, prose=len(rest) > used)


def hanging(lines: Sequence[Line]) -> list[Line]:
    """The title that ends a page, with the captions below it, when its table stands on the next; else nothing."""
    for index in range(len(lines) - 1, -1, -1):
        _, rest = take(Captions(), lines[index].text)
        if not rest:
            continue
        if not is_title(rest) or words().heading.search(squeeze(rest)):
            return []
        while index and not take(Captions(), lines[index - 1].text)[1]:  # a number stands above its title
            index -= 1
        return list(lines[index:])
    return []


def inside(grid: Grid, rows: int) -> Captions:
    """Captions from the title rows drawn inside a grid (its first ``rows`` rows)."""
    texts = [c.text for c in sorted(grid.cells, key=lambda c: (c.row, c.col)) if c.row < rows and squeeze(c.text)]
    found, title = Captions(), None
    found = replace(found, unit=next((u for u in map(unit_of, texts) if u), None))
    for text in texts:
        found, rest = take(found, text)
        if rest and title is None and not words().captions["year"].match(squeeze(rest)):
            title = rest
    return replace(found, title=title)


def unit_of(text: str) -> str | None:
    """The unit that a caption text states, or None."""
    text = squeeze(text)
    for name in ("unit", "unit_alone"):
        match = words().captions[name].search(text)
        if match:
            return match.group(1)
    return None


def _unit(lines: Sequence[Line]) -> str | None:
    """The unit nearest to the grid; one split over two lines is put together."""
    begun = any(words().captions["unit_begun"].search(squeeze(line.text)) for line in lines)
    for line in reversed(lines):
        if unit_of(line.text) and not (begun and squeeze(line.text) == "元"):
            return unit_of(line.text)
    tail = [squeeze(line.text) for line in sorted(lines, key=lambda l: (round(l.box[0] / 40), l.box[1]))]
    return unit_of("".join(tail)) if any("单位" in t for t in tail) else None


@lru_cache(maxsize=4096)
def take(found: Captions, text: str) -> tuple[Captions, str]:
    """``found`` with what this text states, and the words left over (a title, or prose)."""
    patterns, whole = words().captions, squeeze(text)
    rest = re.sub(patterns["unit"].pattern, "", whole).replace("()", "")
    if patterns["unit_alone"].match(rest):
        rest = ""
    number = patterns["number"].match(rest)
    if number:
        return replace(found, number=number.group(1)), ""
    before = patterns["number_before_title"].match(rest)
    if before:
        found, rest = replace(found, number=before.group(1)), rest[before.end() :]
    tail = re.search(r"(?<=[^\d表])((?:公开|预算)\d{1,2}表)$", rest)
    if tail and not found.number:
        found, rest = replace(found, number=tail.group(1)), rest[: tail.start()]
    entity = patterns["entity"].match(rest)
    if entity:
        name = re.sub(r"\(?(?:19|20)\d\d年度?\)?.*$", "", entity.group(1))
        return replace(found, entity=name or None), ""
    if not rest or patterns["year"].match(rest) or words().ignore.search(rest):
        return found, ""
    return found, (text.strip() if rest == whole else rest)


def _title(lines: Sequence[Line]) -> tuple[str | None, int]:
    """The title among ``lines`` (nearest to the grid first), and how many lines it took."""
    for index in range(len(lines) - 1, -1, -1):
        text = squeeze(lines[index].text)
        if words().heading.search(text) or words().notes.search(text):
            continue
        rest = index and _runs_on(lines[index - 1], lines[index]) and not closed(lines[index - 1].text) and is_title(lines[index - 1].text + text)
        if is_title(text) or rest:
            first = _start_of_wrapped(lines, index - 1 if rest else index)
            whole = "".join(line.text.strip() for line in lines[first : index + 1])
            return re.sub(r"^(?:[一二三四五六七八九十]+、|\d+[.．、])\s*", "", whole), index + 1 - first
        if words().prose.search(text) or len(text) > 60:
            break
    return None, 0


@lru_cache(maxsize=4096)
def is_title(text: str) -> bool:
    """Words that can name a table: they end as titles do, or hold a declared title; never a sentence."""
    text = squeeze(text)
    if words().prose.search(text) or len(text) > 70:
        return False
    return bool(words().title_ending.search(text)) or (
        len(text) <= 40 and any(p.search(plain(text)) for form in catalogue().forms for p in form.title)
    )


def _start_of_wrapped(lines: Sequence[Line], index: int) -> int:
    """The index of the first line of a title broken over lines: same size, centred alike, no caption between."""
    first = index
    while first:
        upper, lower = lines[first - 1], lines[first]
        text = squeeze(upper.text)
        if not _runs_on(upper, lower) or words().title_ending.search(text) or words().heading.search(text) or words().prose.search(text) or text.endswith(("表", ")")):
            break
        first -= 1
    return first


def _runs_on(upper: Line, lower: Line) -> bool:
    """Two lines set as one title: same size, one right below the other, centred alike."""
    height = lower.box[3] - lower.box[1]
    near = 0 <= lower.box[1] - upper.box[3] < 1.0 * height and abs(upper.size - lower.size) < 0.6
    return near and abs((upper.box[0] + upper.box[2]) - (lower.box[0] + lower.box[2])) < 40


def closed(text: str) -> bool:
    """Every bracket opened is closed: a title that stops inside one goes on."""
    text = squeeze(text)
    return text.count("(") <= text.count(")")


def notes_below(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """The notes among the lines under a grid, and the lines left. A note runs on until a heading, a title or a gap."""
    notes: list[Line] = []
    rest: list[Line] = []
    for line in lines:
        text = squeeze(line.text)
        if not rest and words().notes.search(text):
            notes.append(line)
            continue
        follows = notes and not rest and line.box[1] - notes[-1].box[3] < 1.2 * (line.box[3] - line.box[1])
        if follows and not words().heading.search(text) and not is_title(text) and not re.match(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)", text):
            notes.append(line)
        else:
            rest.append(line)
    return notes, rest


def note_text(notes: Iterable[Line]) -> str | None:
    """The notes as one text, or None."""
    return "".join(line.text.strip() for line in notes) or None

"""The operands of findings as a page shows them: rows of the document with the cells boxed, each leading to its evidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gouji.model import Box, Page
from gouji.publish.crops import Band, Crop, Header, band_of, grid_of
from gouji.publish.links import cell_href
from gouji.publish.words import Spoken, spoken_of

SMALL, BROAD = 13, 560  # points: a row of a broad table that is as low is printed so small that its parts are shown again, larger
NEAR, BLOCK = 32, 210  # points: rows of one table so near are shown in one crop, of at most this height


@dataclass(frozen=True)
class Seen:
    """One operand: its words, and where it is shown (``page`` None when it stands nowhere)."""

    name: str
    page: int | None
    box: Box | None
    place: Mapping
    href: str | None


@dataclass(frozen=True)
class Shown:
    """Operands that one crop shows; ``wide`` and ``narrow`` are None where there is no picture."""

    cells: tuple[Seen, ...]
    wide: Crop | None = None
    narrow: Crop | None = None
    small: bool = False  # printed so small that the parts are shown, larger, beneath the whole
    images: Mapping[int, dict] = field(default_factory=dict)

    @property
    def page(self) -> int | None:
        return self.cells[0].page

    @property
    def sentence(self) -> str | None:
        return next((c.place["sentence"] for c in self.cells if c.place.get("sentence")), None)


@dataclass
class Evidence:
    """What is at hand to show a figure: pictures (name → page → file, width, height), pages as read, the boxes of words
    within lines, the headers of tables by page (of those that run over several), and document hash → name."""

    pictures: Mapping[str, Mapping[int, dict]] = field(default_factory=dict)
    page: Callable[[str, int], Page] | None = None
    spoken: Mapping[str, Mapping[Spoken, Box]] = field(default_factory=dict)
    headers: Mapping[str, Header] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def seen(self, place: Mapping, name: str) -> Seen:
        """One operand of a finding of the document ``name``."""
        name, page = self.names.get(place.get("document"), name), place["page"]
        box = closer_box(self.spoken.get(name, {}), place) if page and page in self.pictures.get(name, {}) else None
        return Seen(name, page, box, place, cell_href(name, page, box) if box else None)

    def shown(self, places: Sequence[Mapping], name: str) -> list[Shown]:
        """Operands in their order, those of one row or of neighbouring lines together, in the order of the page."""
        groups: list[list[Seen]] = []
        for seen in (self.seen(p, name) for p in places):
            group = next((g for g in groups if self._beside(g, seen)), None)
            (groups.append([seen]) if group is None else group.append(seen))
        return [self._group(sorted(g, key=lambda s: (round(s.box[1]), s.box[0])) if g[0].box else g) for g in groups]

    def band(self, name: str, page: int, boxes: Sequence[Box], rows: Sequence[str] = ()) -> Band:
        return band_of(self.page(name, page), boxes, self.headers.get(name), rows)

    def _group(self, group: list[Seen]) -> Shown:
        first = group[0]
        if first.box is None:
            return Shown(tuple(group))
        boxes = list(dict.fromkeys(s.box for s in group))
        band = self.band(first.name, first.page, boxes, [str(s.place.get("row") or "") for s in group])
        wide, narrow = band.crop(boxes), band.crop(boxes, narrow=True)
        images = {p.page: self.pictures[first.name][p.page] for p in wide.pieces}
        low = min(b[3] - b[1] for b in boxes)
        closer = narrow if narrow.width < 0.8 * wide.width else None
        small = bool(closer) and wide.width > BROAD and low < SMALL and not band.lines
        return Shown(tuple(group), wide, closer, small, images)

    def _beside(self, group: list[Seen], seen: Seen) -> bool:
        """Whether an operand is shown by the crop of others: on the page, in the same table or as near in the text."""
        first = group[0]
        if first.box is None or seen.box is None or (first.name, first.page) != (seen.name, seen.page):
            return False
        page = self.page(seen.name, seen.page)
        if grid_of(page, first.box) is not grid_of(page, seen.box):
            return False
        top, bottom = min(s.box[1] for s in group), max(s.box[3] for s in group)
        return seen.box[1] < bottom + NEAR and seen.box[3] > top - NEAR and max(bottom, seen.box[3]) - min(top, seen.box[1]) < BLOCK


def closer_box(spoken: Mapping[Spoken, Box], place: Mapping) -> Box | None:
    """The box of an operand's own words; None when it is nowhere on its page."""
    return spoken.get(spoken_of(place)) or (tuple(place["bbox"]) if place["bbox"] else None)


def operands(where: str) -> Iterator[dict]:
    """The places of a finding that stand in a cell or a line."""
    return (p for p in json.loads(where) if p.get("page") and p.get("bbox"))

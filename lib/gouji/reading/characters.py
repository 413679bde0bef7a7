"""The characters of a page that a reader of the page can see, with their loose boxes as displayed.

Loose boxes (the font's full height) and not tight ones: a tight box puts 一 and "." on lines of their
own. Left out, and counted by reason: text clipped from sight, outside the visible page, invisible or
white on white, beneath something painted later, set aslant, or large and pale across other text. A half-cut character shows when its centre does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gouji.reading import raw
from gouji.reading.clips import Clips
from gouji.reading.covers import find_covered
from gouji.reading.display import Displays, Matrix, transform_rects
from gouji.reading.glyphs import Glyphs
from gouji.reading.layout import layout, look
from gouji.reading.loose import UNKNOWN, mend_boxes
from gouji.reading.objects import FAINT, Drawn, fills_of, whites
from gouji.reading.radicals import fold_codes
from gouji.reading.watermarks import ASLANT, PALE_ACROSS, mark_watermarks
from gouji.reading.words import begins

BEYOND = (-1e9, -1e9, 1e9, 1e9)
AWAY = 1e6  # points; where nothing of a page can be
ASKED = 64  # text objects of a page whose font is asked whether it knows its characters

OUTSIDE, CLIPPED, INVISIBLE, COVERED = 1, 2, 3, 4
REASONS = {OUTSIDE: "text_outside_page", CLIPPED: "text_clipped", INVISIBLE: "text_invisible", COVERED: "text_covered", ASLANT: "text_aslant", PALE_ACROSS: "text_pale"}


@dataclass(frozen=True, slots=True)
class Characters:
    """``text[i]`` stands in ``boxes[i]`` (x0, y0, x1, y1; n×4); ``hidden`` is what was left out, by reason.

    ``unseen`` are the text objects of which nothing shows although they lie on the page.
    """

    text: str
    boxes: np.ndarray
    hidden: dict[str, str]
    unmapped: int
    unseen: tuple[int, ...] = ()


def read_characters(text_pages: Sequence[int], glyphs: Sequence[Glyphs], displays: Displays, drawn: Sequence[Drawn], clips: Clips) -> list[Characters]:
    """The displayed ones among the ``glyphs`` of some loaded text pages, page by page."""
    counts = [len(page.codes) for page in glyphs]
    pages = range(len(counts))
    owners, codes, boxes = (np.concatenate([getattr(page, name) for page in glyphs]) for name in ("owners", "codes", "boxes"))
    fold_codes(codes)
    of, number = np.repeat(pages, counts), np.concatenate([np.arange(count) for count in counts])  # the page of each, and its number there
    mend_boxes(text_pages, of, number, codes, owners, boxes, drawn)
    unmapped = _mark_unmapped(text_pages, of, number, codes, owners)
    kept = np.flatnonzero((owners != 0) & (codes > 0x1F))  # the spaces and line ends that pdfium adds belong to no text object
    if not len(kept):
        return [Characters("", np.zeros((0, 4)), {}, lost) for lost in unmapped]
    of, number, codes, owners, boxes = of[kept], number[kept], codes[kept], owners[kept], boxes[kept]
    starts = begins(owners)
    items = owners[starts].tolist()
    clip = _clip_of(items, starts, boxes, drawn, clips)
    boxes = displays.rects(boxes, of)
    reasons = _why_hidden(items, starts, of, boxes, clip, displays, drawn)
    mark_watermarks(reasons, text_pages, of, number, owners, boxes)
    bounds = np.searchsorted(of, np.arange(len(counts) + 1))
    parts = [slice(start, end) for start, end in zip(bounds.tolist(), bounds[1:].tolist())]
    if not np.count_nonzero(reasons):
        text = text_of(codes)
        return [Characters(text[part], boxes[part], {}, lost) for part, lost in zip(parts, unmapped)]
    return [_shown(codes[part], owners[part], boxes[part], reasons[part], lost) for part, lost in zip(parts, unmapped)]


def _shown(codes: np.ndarray, owners: np.ndarray, boxes: np.ndarray, reasons: np.ndarray, unmapped: int) -> Characters:
    """One page's characters without those that there is a reason not to show."""
    if not np.count_nonzero(reasons):
        return Characters(text_of(codes), boxes, {}, unmapped)
    shown = reasons == 0
    hidden = {}
    for reason, kind in REASONS.items():
        words = text_of(codes[reasons == reason])
        if words.strip():
            hidden[kind] = words
    return Characters(text_of(codes[shown]), boxes[shown], hidden, unmapped, _unseen(owners, reasons))


def text_of(codes: np.ndarray) -> str:
    """Unicode values as text, one character each."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _unseen(owners: np.ndarray, reasons: np.ndarray) -> tuple[int, ...]:
    hidden = set(owners[(reasons != 0) & (reasons != OUTSIDE) & (reasons != ASLANT) & (reasons != PALE_ACROSS)].tolist())
    return tuple(sorted(hidden - set(owners[reasons == 0].tolist())))


def move_away(items: tuple[int, ...]) -> None:
    """Take hidden text off the loaded page, for this reading alone.

    pdfium gives a glyph printed twice in one place only once, the first time; where that one is hidden and the
    second shows, the second would be lost. With the hidden text gone, the page is read once more.
    """
    for item in items:
        raw.move_object(item, 1.0, 0.0, 0.0, 1.0, AWAY, 0.0)


def _mark_unmapped(text_pages: Sequence[int], of: np.ndarray, number: np.ndarray, codes: np.ndarray, owners: np.ndarray) -> list[int]:
    """Put U+FFFD where the font does not say what a glyph means, in place; returns how many, page by page.

    pdfium would give the glyph's number as if it were text. A font is asked once a text object.
    """
    printed = owners != 0
    lost = ((codes == 0) | (codes >= UNKNOWN) & (codes <= 0xFFFF)) & printed
    starts = begins(owners) if len(owners) else np.zeros(0, np.int64)
    starts = starts[printed[starts]]
    asked = np.split(number[starts], np.searchsorted(of[starts], np.arange(1, len(text_pages))))
    for page, (text, places) in enumerate(zip(text_pages, asked)):
        if any(raw.each(raw.map_error, text, places[:: max(len(places) // ASKED, 1)].tolist())):
            here = np.flatnonzero(of == page)
            lost[here] |= np.fromiter(raw.each(raw.map_error, text, range(len(here))), np.int64, len(here)) == 1
    codes[lost] = UNKNOWN
    return np.bincount(of[lost], minlength=len(text_pages)).tolist()


def _clip_of(items: list[int], starts: np.ndarray, boxes: np.ndarray, drawn: Sequence[Drawn], clips: Clips) -> np.ndarray | None:
    """What each text object is cut to, page space, n×4; None when none is. ``starts``: where its characters begin."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    extents = np.empty((len(items), 4))
    np.minimum.reduceat(middle, starts, out=extents[:, :2])
    np.maximum.reduceat(middle, starts, out=extents[:, 2:])
    forms = {item: matrix for page in drawn for item, matrix in page.forms.items()}
    within: dict[Matrix, list[int]] = {}
    if forms:
        for k, item in enumerate(items):
            if item in forms:
                within.setdefault(forms[item], []).append(k)
        for places in within.values():
            extents[places] = BEYOND  # known in page space, not in the form's own: the whole clip is asked for
    clip = clips.of(items, extents)
    if clip is not None:
        for matrix, places in within.items():
            clip[places] = transform_rects(matrix, clip[places])
    return clip


def _why_hidden(items: list[int], starts: np.ndarray, of: np.ndarray, boxes: np.ndarray, clip: np.ndarray | None, displays: Displays, drawn: Sequence[Drawn]) -> np.ndarray:
    """For each character 0, or the reason why it does not show."""
    reasons = np.zeros(len(boxes), np.int8)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    lengths = np.diff(starts, append=len(boxes))
    white, invisible = _paint(items)
    if np.count_nonzero(white):
        reasons[np.repeat(white, lengths)] = INVISIBLE
    pages = of[starts]
    for number, page in enumerate(drawn):
        if len(page.fills) or len(page.pictures):
            objects, here = slice(*np.searchsorted(pages, (number, number + 1))), slice(*np.searchsorted(of, (number, number + 1)))
            if objects.start < objects.stop:
                unseen, covered = find_covered(items[objects], lengths[objects], white[objects], middle[here], page, displays.sizes[number])
                reasons[here] = np.where(covered, COVERED, np.where(unseen, INVISIBLE, 0))
    if np.count_nonzero(invisible):
        reasons[np.repeat(invisible, lengths)] = INVISIBLE
    if clip is not None:
        c = np.repeat(displays.rects(clip, pages), lengths, axis=0)
        reasons[((middle < c[:, :2]) | (middle > c[:, 2:])).any(axis=1)] = CLIPPED
    off = (middle < 0) | (middle > displays.sizes[of])
    if np.count_nonzero(off):
        reasons[off[:, 0] | off[:, 1]] = OUTSIDE
    return reasons


def _paint(items: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Which text objects are painted white, and which are not painted at all."""
    colours, place = fills_of(items), layout().mode
    modes = look(items, place, np.uint32) if place else None
    if modes is None:
        modes = np.array(list(map(raw.text_mode, items)))
    if not np.count_nonzero(modes):  # the common case: filled text
        return whites(colours), colours[:, 3] < FAINT
    by_fill = (modes == 0) | (modes == 4)
    white = by_fill & whites(colours)
    invisible = (modes == raw.INVISIBLE_TEXT) | (modes == raw.CLIP_TEXT) | (by_fill & (colours[:, 3] < FAINT))
    return white, invisible

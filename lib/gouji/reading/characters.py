"""The characters of a page that a reader of the page can see, with their loose boxes as displayed.

Loose boxes (the font's full height) and not tight ones: a tight box puts 一 and "." on lines of their
own. Left out, and counted by reason: text clipped from sight, outside the visible page, invisible or
white on white, beneath something painted later, or set aslant. A half-cut character shows when its centre does.
"""

from __future__ import annotations

from ctypes import addressof, c_double
from dataclasses import dataclass
from math import pi

import numpy as np

from gouji.reading import raw
from gouji.reading.clips import Clips
from gouji.reading.covers import find_covered
from gouji.reading.display import Display, Matrix, transform_rects
from gouji.reading.objects import FAINT, Drawn, colours_of, whites
from gouji.reading.words import begins

FLAT = 0.7  # height over width below which the box of a full-width character is a tight one
DESCENT = 0.14  # share of the em below the baseline, in the common Chinese fonts
AWAY = 1e6  # points; where nothing of a page can be
FIRST_WIDE, UNKNOWN = 0x2E80, 0xFFFD
ASKED = 64  # text objects of a page whose font is asked whether it knows its characters

TALL = 1.25  # times the median height: only taller text is asked whether it stands aslant, as a watermark does
SLANT = 0.06  # quarter turns off the upright from which text is aslant

OUTSIDE, CLIPPED, INVISIBLE, COVERED, ASLANT = 1, 2, 3, 4, 5
REASONS = {OUTSIDE: "text_outside_page", CLIPPED: "text_clipped", INVISIBLE: "text_invisible", COVERED: "text_covered", ASLANT: "text_aslant"}


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


def owners_of(text_page: int, limit: int) -> np.ndarray:
    """The text object of each character, at most ``limit``, in the order of its content: n, 0 where pdfium added it."""
    count = min(max(raw.count_characters(text_page), 0), limit)
    return np.fromiter(raw.each(raw.text_object, text_page, range(count)), np.int64, count) if count else np.zeros(0, np.int64)


def read_characters(text_page: int, owners: np.ndarray, display: Display, drawn: Drawn, clips: Clips) -> Characters:
    """The displayed characters among the first ones of a loaded text page, which ``owners`` names the objects of."""
    count = len(owners)
    if not count:
        return Characters("", np.zeros((0, 4)), {}, 0)
    codes = _codes(text_page, count)
    boxes = raw.loose_boxes(text_page, count)
    _mend_flat_boxes(text_page, codes, boxes)
    unmapped = _mark_unmapped(text_page, codes, owners)
    kept = np.flatnonzero((owners != 0) & (codes > 0x1F))  # the spaces and line ends that pdfium adds belong to no text object
    codes, owners, boxes = codes[kept], owners[kept], boxes[kept]
    if not len(kept):
        return Characters("", boxes, {}, unmapped)
    starts = begins(owners)
    items = owners[starts].tolist()
    clip = _clip_of(items, starts, boxes, drawn, clips)
    boxes = display.rects(boxes)
    reasons = _why_hidden(items, starts, boxes, clip, display, drawn)
    _mark_aslant(reasons, text_page, kept, owners, boxes)
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


def _codes(text_page: int, count: int) -> np.ndarray:
    """The characters' Unicode values, n: in one call where pdfium gives one UTF-16 unit a character, else one by one."""
    units = raw.text_units(text_page, count)
    if units is not None and np.count_nonzero(units) == count and not np.count_nonzero(units - np.uint16(0xD800) < 0x800):
        return units.astype(np.int64)
    return np.fromiter(raw.each(raw.unicode_of, text_page, range(count)), np.int64, count)


def _unseen(owners: np.ndarray, reasons: np.ndarray) -> tuple[int, ...]:
    hidden = set(owners[(reasons != 0) & (reasons != OUTSIDE) & (reasons != ASLANT)].tolist())
    return tuple(sorted(hidden - set(owners[reasons == 0].tolist())))


def move_away(items: tuple[int, ...]) -> None:
    """Take hidden text off the loaded page, for this reading alone.

    pdfium gives a glyph printed twice in one place only once, the first time; where that one is hidden and the
    second shows, the second would be lost. With the hidden text gone, the page is read once more.
    """
    for item in items:
        raw.move_object(item, 1.0, 0.0, 0.0, 1.0, AWAY, 0.0)


def _mark_unmapped(text_page: int, codes: np.ndarray, owners: np.ndarray) -> int:
    """Put U+FFFD where the font does not say what a glyph means, in place; returns how many.

    pdfium would give the glyph's number as if it were text. A font is asked once a text object.
    """
    starts = begins(owners)
    starts = starts[owners[starts] != 0]
    asked = starts[:: max(len(starts) // ASKED, 1)].tolist()
    silent = any(raw.each(raw.map_error, text_page, asked))
    lost = ((codes == 0) | (codes >= UNKNOWN) & (codes <= 0xFFFF)) & (owners != 0)
    if silent:
        lost |= np.fromiter(raw.each(raw.map_error, text_page, range(len(codes))), np.int64, len(codes)) == 1
    if (found := np.count_nonzero(lost)):
        codes[lost] = UNKNOWN
    return int(found)


def _mend_flat_boxes(text_page: int, codes: np.ndarray, boxes: np.ndarray) -> None:
    """Where a font declares no height, pdfium's loose boxes are tight ones: rebuild those of wide characters.

    A full-width character is as tall as it is wide and stands on its baseline; in place, page space.
    """
    wide = (codes >= FIRST_WIDE) & (codes < UNKNOWN)
    if not np.count_nonzero(wide & (boxes[:, 3] - boxes[:, 1] < FLAT * (boxes[:, 2] - boxes[:, 0]))):
        return
    xy = (c_double * 2)()
    at = addressof(xy)
    for i in np.flatnonzero(wide).tolist():
        left, bottom, right, top = boxes[i]
        em = right - left
        if em > 0 and raw.character_origin(text_page, i, at, at + 8) and bottom - em < xy[1] < top + em:
            boxes[i, 1], boxes[i, 3] = xy[1] - DESCENT * em, xy[1] + (1 - DESCENT) * em


def _clip_of(items: list[int], starts: np.ndarray, boxes: np.ndarray, drawn: Drawn, clips: Clips) -> np.ndarray | None:
    """What each text object is cut to, page space, n×4; None when none is. ``starts``: where its characters begin."""
    if not drawn.forms:
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        extents = np.empty((len(items), 4))
        np.minimum.reduceat(middle, starts, out=extents[:, :2])
        np.maximum.reduceat(middle, starts, out=extents[:, 2:])
        return clips.of(items, extents)
    clip = clips.of(items)
    if clip is None:
        return None
    within: dict[Matrix, list[int]] = {}
    for k, item in enumerate(items):
        if item in drawn.forms:
            within.setdefault(drawn.forms[item], []).append(k)
    for matrix, places in within.items():
        clip[places] = transform_rects(matrix, clip[places])
    return clip


def _why_hidden(items: list[int], starts: np.ndarray, boxes: np.ndarray, clip: np.ndarray | None, display: Display, drawn: Drawn) -> np.ndarray:
    """For each character 0, or the reason why it does not show."""
    reasons = np.zeros(len(boxes), np.int8)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    lengths = np.empty(len(starts), np.int64)
    lengths[:-1], lengths[-1] = starts[1:] - starts[:-1], len(boxes) - starts[-1]
    white, invisible = _paint(items)
    if len(drawn.fills) or len(drawn.pictures):
        unseen, covered = find_covered(items, lengths, white, middle, drawn, display)
        reasons[unseen] = INVISIBLE
        reasons[covered] = COVERED
    elif np.count_nonzero(white):
        reasons[np.repeat(white, lengths)] = INVISIBLE
    if np.count_nonzero(invisible):
        reasons[np.repeat(invisible, lengths)] = INVISIBLE
    if clip is not None:
        c = np.repeat(display.rects(clip), lengths, axis=0)
        reasons[((middle < c[:, :2]) | (middle > c[:, 2:])).any(axis=1)] = CLIPPED
    off = (middle < 0) | (middle > (display.width, display.height))
    if np.count_nonzero(off):
        reasons[off[:, 0] | off[:, 1]] = OUTSIDE
    return reasons


def _mark_aslant(reasons: np.ndarray, text_page: int, places: np.ndarray, owners: np.ndarray, boxes: np.ndarray) -> None:
    """Text set aslant across the page (a watermark) is no text of the page; in place."""
    height = boxes[:, 3] - boxes[:, 1]
    if not len(height) or height.max() <= TALL * height.min():
        return
    half = len(height) // 2
    middle = np.partition(height, (half - 1, half) if half else 0)
    tall = np.flatnonzero(height > TALL * (middle[half] if len(height) % 2 else (middle[half - 1] + middle[half]) / 2))
    if not len(tall):
        return
    first = tall[begins(owners[tall])]
    angles = list(raw.each(raw.character_angle, text_page, places[first].tolist()))
    if not any(angles):
        return
    quarters = np.array(angles) / (pi / 2)
    aslant = np.abs(quarters - np.round(quarters)) > SLANT
    if aslant.any():
        hit = tall[np.isin(owners[tall], owners[first[aslant]])]
        reasons[hit[reasons[hit] == 0]] = ASLANT


def _paint(items: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Which text objects are painted white, and which are not painted at all."""
    modes = list(map(raw.text_mode, items))
    colours = colours_of(raw.fill_colour, items)
    if not any(modes):  # the common case: filled text
        return whites(colours), colours[:, 3] < FAINT
    modes = np.array(modes)
    by_fill = (modes == 0) | (modes == 4)
    white = by_fill & whites(colours)
    invisible = (modes == raw.INVISIBLE_TEXT) | (modes == raw.CLIP_TEXT) | (by_fill & (colours[:, 3] < FAINT))
    return white, invisible

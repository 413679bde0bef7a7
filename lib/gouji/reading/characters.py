"""The characters of a page that a reader of the page can see, with their loose boxes as displayed.

Loose boxes (the font's full height) and not tight ones: a tight box puts 一 and "." on lines of their
own. Left out, and counted by reason: text clipped from sight, outside the visible page, invisible or
white on white, or beneath something painted later. A half-cut character shows when its centre does.
"""

from __future__ import annotations

from ctypes import addressof, c_double, c_float, c_uint
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from gouji.reading import raw
from gouji.reading.objects import WHITE, Clips, Display, Drawn, transform_rect

FLAT = 0.7  # height over width below which the box of a full-width character is a tight one
DESCENT = 0.14  # share of the em below the baseline, in the common Chinese fonts


@dataclass(frozen=True, slots=True)
class Characters:
    """``text[i]`` stands in ``boxes[i]`` (x0, y0, x1, y1), n×4; ``hidden`` counts what was left out, by reason."""

    text: list[str]
    boxes: np.ndarray
    hidden: dict[str, str]
    unmapped: int


def read_characters(text_page: int, display: Display, drawn: Drawn, clips: Clips, limit: int) -> Characters:
    count = min(max(raw.count_characters(text_page), 0), limit)
    if not count:
        return Characters([], np.zeros((0, 4)), {}, 0)
    codes = np.fromiter(map(raw.unicode_of, repeat(text_page), range(count)), np.int64, count)
    buffer = (c_float * (4 * count))()
    start = addressof(buffer)
    for _ in map(raw.loose_box, repeat(text_page), range(count), range(start, start + 16 * count, 16)):
        pass
    owners = np.fromiter((o or 0 for o in map(raw.text_object, repeat(text_page), range(count))), np.int64, count)
    left, top, right, bottom = np.frombuffer(buffer, np.float32).reshape(count, 4).T.astype(float)
    _mend_flat_boxes(text_page, codes, left, bottom, right, top)
    boxes = _displayed(display, left, bottom, right, top)
    printed = (owners != 0) & (codes > 0x1F)  # pdfium's own spaces and line ends belong to no text object
    unmapped = int(((owners != 0) & ((codes == 0) | (codes == 0xFFFE) | (codes == 0xFFFD))).sum())
    printed &= (codes != 0xFFFE) & (codes != 0xFFFF)
    reasons = np.zeros(count, np.int8)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    reasons[(x < 0) | (y < 0) | (x > display.width) | (y > display.height)] = 1
    kept = np.flatnonzero(printed)
    _mark_hidden(reasons, kept, owners, x, y, display, drawn, clips)
    shown = kept[reasons[kept] == 0]
    text = [chr(c) for c in codes[shown].tolist()]
    hidden = {}
    for number, name in ((1, "text_outside_page"), (2, "text_clipped"), (3, "text_invisible"), (4, "text_covered")):
        lost = kept[reasons[kept] == number]
        if lost.size:
            words = "".join(chr(c) for c in codes[lost].tolist())
            if words.strip():
                hidden[name] = words
    return Characters(text, boxes[shown], hidden, unmapped)


def _mend_flat_boxes(text_page: int, codes, left, bottom, right, top) -> None:
    """Where a font declares no height, pdfium's loose boxes are tight ones: rebuild those of wide characters.

    A full-width character is as tall as it is wide and stands on its baseline; in place, page space.
    """
    wide = (codes >= 0x2E80) & (codes < 0xFFFE)
    if not (wide & (top - bottom < FLAT * (right - left))).any():
        return
    xy = (c_double * 2)()
    at = addressof(xy)
    for i in np.flatnonzero(wide).tolist():
        if raw.character_origin(text_page, i, at, at + 8):
            em = right[i] - left[i]
            if em > 0 and bottom[i] - em < xy[1] < top[i] + em:
                bottom[i], top[i] = xy[1] - DESCENT * em, xy[1] + (1 - DESCENT) * em


def _displayed(display: Display, x0, y0, x1, y1) -> np.ndarray:
    left, bottom, right, top = display.box
    if display.rotation == 0:
        sides = (x0 - left, top - y1, x1 - left, top - y0)
    elif display.rotation == 1:
        sides = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    elif display.rotation == 2:
        sides = (right - x1, y0 - bottom, right - x0, y1 - bottom)
    else:
        sides = (top - y1, right - x1, top - y0, right - x0)
    return np.stack(sides, axis=1)


def _mark_hidden(reasons, kept, owners, x, y, display: Display, drawn: Drawn, clips: Clips) -> None:
    """Go through the text objects that own ``kept`` characters; set the reason why one does not show."""
    if not kept.size:
        return
    mine = owners[kept]
    starts = np.flatnonzero(np.r_[True, mine[1:] != mine[:-1]])
    ends = np.r_[starts[1:], mine.size]
    colour = (c_uint * 4)()
    at = [addressof(colour) + 4 * k for k in range(4)]
    covers = [f for f in drawn.fills] + [(order, rect, False) for order, rect in drawn.pictures]
    last_cover = max((order for order, _, _ in covers), default=-1)
    for item, first, last in zip(mine[starts].tolist(), starts.tolist(), ends.tolist()):
        clip = clips.of(item)
        mode = raw.text_mode(item)
        invisible = mode == raw.INVISIBLE_TEXT or mode == raw.CLIP_TEXT
        order = drawn.order.get(item, -1)
        if not invisible and mode in (0, 4) and raw.fill_colour(item, *at):
            faint = colour[3] < 10
            white = colour[0] >= WHITE and colour[1] >= WHITE and colour[2] >= WHITE
            invisible = faint
        else:
            white = False
        if clip is None and not invisible and not white and order > last_cover:
            continue
        these = kept[first:last]
        if invisible:
            reasons[these[reasons[these] == 0]] = 3
            continue
        px, py = x[these], y[these]
        if clip is not None:
            c = display.rect(*transform_rect(drawn.forms.get(item), clip))
            out = (px < c[0]) | (px > c[2]) | (py < c[1]) | (py > c[3])
            reasons[these[out & (reasons[these] == 0)]] = 2
        if white:
            ground = np.zeros(these.size, bool)
            for place, (x0, y0, x1, y1), is_white in covers:
                if place < order:
                    inside = (px > x0) & (px < x1) & (py > y0) & (py < y1)
                    ground = np.where(inside, not is_white, ground)
            reasons[these[~ground & (reasons[these] == 0)]] = 3
        if order >= 0 and order < last_cover:
            for place, (x0, y0, x1, y1), _ in covers:
                if place > order:
                    inside = (px > x0) & (px < x1) & (py > y0) & (py < y1)
                    reasons[these[inside & (reasons[these] == 0)]] = 4

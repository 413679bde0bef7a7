"""Watermarks: text set aslant, or large and pale across other text. It shows, and is no text of the page.

In: the characters of some loaded pages, and which of them are hidden already. Out: the same, watermarks marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

import numpy as np

from gouji.reading import raw
from gouji.reading.objects import fills_of
from gouji.reading.words import begins, runs

TALL = 1.25  # times the median height: only taller text is asked whether it stands aslant, as a watermark does
SLANT = 0.06  # quarter turns off the upright from which text is aslant

LARGE = 1.7  # times the median height: only text so large is asked whether it is pale and lies across other text
PALE = 150  # of 255: how light a watermark at least looks on paper
FEWEST_ACROSS = 2  # characters of other text within it

ASLANT, PALE_ACROSS = 5, 6  # reasons, beside those of gouji.reading.characters


def mark_watermarks(reasons: np.ndarray, text_pages: Sequence[int], of: np.ndarray, number: np.ndarray, owners: np.ndarray, boxes: np.ndarray) -> None:
    """Mark in ``reasons``, in place, the characters of watermarks; ``of`` is the page of each, ``number`` its number there."""
    height = boxes[:, 3] - boxes[:, 1]
    pages = [height[start:end] for _, start, end in runs(of)]
    counts, middle = list(map(len, pages)), np.array(list(map(_median, pages)))
    tall = np.flatnonzero(height > TALL * np.repeat(middle, counts))
    if not len(tall):
        return
    first = tall[begins(owners[tall])]
    angles = np.concatenate([
        np.fromiter(raw.each(raw.character_angle, text_pages[page], number[first[start:end]].tolist()), float, end - start)
        for page, start, end in runs(of[first])
    ])
    quarters = angles / (pi / 2)
    aslant = np.abs(quarters - np.round(quarters)) > SLANT
    if np.count_nonzero(aslant):
        hit = tall[np.isin(owners[tall], owners[first[aslant]])]
        reasons[hit[reasons[hit] == 0]] = ASLANT
    large = first[(height[first] > LARGE * np.repeat(middle, counts)[first]) & ~aslant]
    if len(large):
        _mark_pale(reasons, of, owners, boxes, large)


def _median(values: np.ndarray) -> float:
    low, high = (len(values) - 1) // 2, len(values) // 2
    parted = np.partition(values, (low, high))
    return (parted[low] + parted[high]) / 2


def _mark_pale(reasons: np.ndarray, of: np.ndarray, owners: np.ndarray, boxes: np.ndarray, large: np.ndarray) -> None:
    """Large pale text printed across other text is a watermark, upright though it is; in place.

    ``large``: the first character of each large text object.
    """
    colours = fills_of(owners[large].tolist())
    seen_as = 255 - (255 - colours[:, :3].astype(float)) * colours[:, 3:] / 255
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    alike: dict[tuple, list[int]] = {}  # a watermark may be set glyph by glyph
    for at, colour, pale in zip(large.tolist(), colours.tolist(), (seen_as.mean(axis=1) >= PALE).tolist()):
        if pale:
            alike.setdefault((of[at], *colour, round(boxes[at, 3] - boxes[at, 1])), []).append(at)
    for starts in alike.values():
        owned = [owners == owners[at] for at in starts]
        own = np.logical_or.reduce(owned)
        other = ~own & (of == of[starts[0]]) & (reasons == 0)
        across = 0
        for part in owned:
            low, high = boxes[part, :2].min(axis=0), boxes[part, 2:].max(axis=0)
            across += np.count_nonzero(other & (middle > low).all(axis=1) & (middle < high).all(axis=1))
        if across >= FEWEST_ACROSS:
            reasons[own & (reasons == 0)] = PALE_ACROSS

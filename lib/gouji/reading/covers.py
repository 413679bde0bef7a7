"""Text beneath later paint, and white text without a ground: neither shows.

In: a page's text objects, their characters' centres, and what is drawn. Out: which characters do not show.
"""

from __future__ import annotations

import numpy as np

from gouji.reading.objects import Drawn

SCAN = 0.6  # share of the page from which a picture hides text; a smaller one may be a seal, which is seen through
MOST_PAIRS = 1_000_000  # covers × characters that are looked at together


def find_covered(items: list[int], lengths: np.ndarray, white: np.ndarray, middle: np.ndarray, drawn: Drawn, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The white characters on no ground but white, and those beneath later paint: bool, n each.

    ``items`` are the text objects, ``lengths`` how many characters each has, ``white`` which are painted white;
    ``middle`` (n×2) is as displayed, ``size`` the page's width and height.
    """
    beneath, pictures, some_white = np.zeros(len(middle), bool), drawn.pictures, bool(np.count_nonzero(white))
    whites = np.repeat(white, lengths)
    areas = (pictures[:, 3] - pictures[:, 1]) * (pictures[:, 4] - pictures[:, 2])
    hides = np.append(np.ones(len(drawn.fills)), areas >= SCAN * size[0] * size[1])
    covers = np.column_stack([np.vstack([drawn.fills, pictures]), hides])
    if not some_white:
        covers = covers[hides == 1]
        if not len(covers) or set(items).isdisjoint(drawn.items[: int(covers[:, 0].max())]):
            return whites, beneath
    wanted = set(items)
    place = {item: k for k, item in enumerate(drawn.items) if item in wanted}
    order = np.array([place.get(item, -1) for item in items])
    if not some_white:
        covers = covers[covers[:, 0] > order.min()]
    if not len(covers):
        return whites, beneath
    covers, orders, ground = covers[np.argsort(covers[:, 0])], np.repeat(order, lengths), np.zeros(len(middle), bool)
    x, y = middle[:, 0], middle[:, 1]
    together = max(MOST_PAIRS // len(middle), 1)
    for some in np.split(covers, range(together, len(covers), together)):
        when, x0, y0, x1, y1, is_white, hiding = some.T[:, :, None]
        inside = (x > x0) & (x < x1) & (y > y0) & (y < y1)
        beneath |= (inside & (hiding != 0) & (orders >= 0) & (orders < when)).any(axis=0)
        if some_white:
            under = inside & (orders > when)
            last = len(some) - 1 - under[::-1].argmax(axis=0)  # what was painted last under a character is its ground
            ground = np.where(under.any(axis=0), is_white[last, 0] == 0, ground)
    return whites & ~ground, beneath

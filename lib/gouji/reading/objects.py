"""What is drawn on a page besides text: rules, fills and pictures, in displayed coordinates and painting order.

In: a loaded pdfium page and its ``Display``. Out: ``Drawn``. Objects inside Form XObjects are met in
place, with the form's matrix applied. Rules are strokes and thin filled shapes; what is wide and
filled is a fill (it draws no rule, but may hide what lies beneath it); white strokes and white thin
fills draw nothing. Clipped parts are cut off.
"""

from __future__ import annotations

from ctypes import addressof, c_float
from dataclasses import dataclass, field
from itertools import compress

import numpy as np

from gouji.reading import raw
from gouji.reading.clips import Clips
from gouji.reading.display import Display, Matrix, multiply, transform_rects
from gouji.reading.outlines import read_outlines

THIN = 4.0  # points: a filled shape thinner than this is a rule; the thickest rule met is 3 pt
WHITE = 245  # of 255: lighter than this cannot be told from paper
FAINT = 25  # of 255 alpha: less cannot be seen
OPAQUE = 200  # of 255 alpha: more hides what lies beneath
EDGE = 1.0  # points: a fill's border does not hide the rule that runs along it
MOST_PAIRS = 20_000_000  # fills × rules of one page that are looked at for cover; on a wilder page all rules count
DEEPEST = 30  # forms within forms; deeper ones are not read, and the page says so


_Six = c_float * 6


@dataclass(slots=True)
class Drawn:
    """``rules`` are thin rectangles, n×4; ``fills`` (order, x0, y0, x1, y1, white) and ``pictures`` likewise, n×6.

    ``items`` are the objects in painting order; ``forms`` the matrix of the form each nested text object stands in.
    """

    rules: np.ndarray
    fills: np.ndarray
    pictures: np.ndarray
    items: list[int]
    forms: dict[int, Matrix]
    overflow: bool


@dataclass(slots=True)
class _Walk:
    display: Display
    clips: Clips
    limit: int
    items: list[int] = field(default_factory=list)
    forms: dict[int, Matrix] = field(default_factory=dict)
    rules: list[np.ndarray] = field(default_factory=list)
    fills: list[np.ndarray] = field(default_factory=list)
    pictures: list[np.ndarray] = field(default_factory=list)
    overflow: bool = False


def read_drawn(page: int, display: Display, clips: Clips, limit: int) -> Drawn:
    """Every rule, fill and picture of ``page``; stops, with ``overflow`` set, after ``limit`` objects."""
    walk = _Walk(display, clips, limit)
    _visit(walk, None, raw.count_objects(page), raw.page_object, page, 0)
    stack = lambda parts, width: np.zeros((0, width)) if not parts else parts[0] if len(parts) == 1 else np.vstack(parts)  # noqa: E731
    fills = stack(walk.fills, 6)
    return Drawn(_uncovered(stack(walk.rules, 5), fills), fills, stack(walk.pictures, 6), walk.items, walk.forms, walk.overflow)


def _uncovered(rules: np.ndarray, fills: np.ndarray) -> np.ndarray:
    """What later fills leave to be seen of ``rules`` (n×5, the last their order): n×4."""
    if not len(rules) or not len(fills):
        return rules[:, :4]
    fills = fills[fills[:, 0] > rules[:, 4].min()]
    if not len(fills) or len(fills) * len(rules) > MOST_PAIRS:
        return rules[:, :4]
    over = (
        (fills[:, :1] > rules[:, 4])
        & (rules[:, 0] < fills[:, 3:4] - EDGE) & (rules[:, 2] > fills[:, 1:2] + EDGE)
        & (rules[:, 1] < fills[:, 4:5] - EDGE) & (rules[:, 3] > fills[:, 2:3] + EDGE)
    ).any(axis=1)
    for when, x0, y0, x1, y1, _ in fills[over].tolist():
        flat = rules[:, 2] - rules[:, 0] >= rules[:, 3] - rules[:, 1]
        x, y = (rules[:, 0] + rules[:, 2]) / 2, (rules[:, 1] + rules[:, 3]) / 2
        across = flat & (y > y0 + EDGE) & (y < y1 - EDGE) & (rules[:, 0] < x1 - EDGE) & (rules[:, 2] > x0 + EDGE)
        down = ~flat & (x > x0 + EDGE) & (x < x1 - EDGE) & (rules[:, 1] < y1 - EDGE) & (rules[:, 3] > y0 + EDGE)
        hit = (across | down) & (rules[:, 4] < when)
        if hit.any():
            first, last = rules[hit].copy(), rules[hit].copy()
            along = flat[hit]
            first[along, 2], last[along, 0] = np.minimum(first[along, 2], x0), np.maximum(last[along, 0], x1)
            first[~along, 3], last[~along, 1] = np.minimum(first[~along, 3], y0), np.maximum(last[~along, 1], y1)
            rests = np.vstack([first, last])
            rests = rests[(rests[:, 0] <= rests[:, 2]) & (rests[:, 1] <= rests[:, 3])]
            rules = np.vstack([rules[~hit], rests])
            if not len(rules):
                break
    return rules[:, :4]


def _visit(walk: _Walk, matrix: Matrix | None, count: int, get, holder: int, depth: int) -> None:
    room = walk.limit - len(walk.items)
    if count > room:
        walk.overflow, count = True, max(room, 0)
    items = list(raw.each(get, holder, range(count)))
    kinds = bytes(map(raw.object_type, items))
    start = len(walk.items)
    if raw.FORM not in kinds:
        walk.items += items
        _take(walk, matrix, items, kinds, start)
        return
    # A form is painted in its place: what stands before it, then its own objects, then the rest.
    done = 0
    for k in [k for k, kind in enumerate(kinds) if kind == raw.FORM]:
        before, item = items[done:k], items[k]
        start = len(walk.items)
        walk.items += [*before, item]
        _take(walk, matrix, before, kinds[done:k], start)
        done = k + 1
        if len(walk.items) >= walk.limit:
            walk.overflow = True
            return
        if depth < DEEPEST:
            own = _Six()
            raw.object_matrix(item, addressof(own))
            inner = multiply(tuple(own), matrix)
            inner = None if inner == (1.0, 0.0, 0.0, 1.0, 0.0, 0.0) else inner
            _visit(walk, inner, raw.count_form_objects(item), raw.form_object, item, depth + 1)
        else:
            walk.overflow = True
    start = len(walk.items)
    walk.items += items[done:]
    _take(walk, matrix, items[done:], kinds[done:], start)


def _take(walk: _Walk, matrix: Matrix | None, items: list[int], kinds: bytes, start: int) -> None:
    if matrix is not None:
        walk.forms.update((item, matrix) for item, kind in zip(items, kinds) if kind == raw.TEXT)
    if raw.PATH in kinds:
        are = np.frombuffer(kinds, np.uint8) == raw.PATH
        _take_paths(walk, matrix, list(compress(items, are.tobytes())), np.flatnonzero(are) + start)
    if raw.IMAGE in kinds:
        are = np.frombuffer(kinds, np.uint8) == raw.IMAGE
        images, places = list(compress(items, are.tobytes())), np.flatnonzero(are) + start
        boxes = _cut(*_boxes(walk, matrix, images))
        thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) < THIN  # rules are drawn as pictures, too
        _add_rules(walk, boxes[thin], places[thin])
        walk.pictures.append(np.column_stack([places, boxes, np.zeros(len(images))])[~thin])


def _take_paths(walk: _Walk, matrix: Matrix | None, paths: list[int], places: np.ndarray) -> None:
    n = len(paths)
    filled, stroked = (raw.numbers(raw.draw_mode, paths, np.int32, 2)[0] != 0).T
    white, opaque = np.zeros(n, bool), np.zeros(n, bool)  # of the filled ones
    if (some := np.count_nonzero(filled)):
        colours = colours_of(raw.fill_colour, paths if some == n else list(compress(paths, filled.tolist())))
        white[filled] = whites(colours)
        opaque[filled] = colours[:, 3] >= OPAQUE
    if (some := np.count_nonzero(stroked)):
        colours = colours_of(raw.stroke_colour, paths if some == n else list(compress(paths, stroked.tolist())))
        stroked[stroked] = ~whites(colours) & (colours[:, 3] >= FAINT)
    boxes, clip = _boxes(walk, matrix, paths)
    shown = _cut(boxes, clip)
    sides = shown[:, :2] <= shown[:, 2:]
    visible = sides[:, 0] & sides[:, 1]
    narrow = boxes[:, 2:] - boxes[:, :2] < THIN
    thin = narrow[:, 0] | narrow[:, 1]
    draws = stroked | (opaque & ~white)
    ruling = thin & draws & visible
    _add_rules(walk, shown[ruling], places[ruling])
    if np.count_nonzero(thin) == n:
        return
    broad = ~thin & visible
    grounds = [k for k in np.flatnonzero(broad & opaque).tolist() if not raw.has_transparency(paths[k])]  # a marker's colour hides nothing
    if grounds:
        walk.fills.append(np.column_stack([places[grounds], shown[grounds], white[grounds]]))
    outlined = [k for k in np.flatnonzero(broad & draws).tolist() if stroked[k] or raw.count_segments(paths[k]) > 5]  # a plain filled box draws no rule
    if outlined:
        pieces, of = read_outlines([paths[k] for k in outlined], stroked[outlined].tolist(), walk.display, matrix, THIN)
        of = np.array(outlined)[of]
        cut = _cut(pieces, None if clip is None else clip[of])
        shown = (cut[:, 0] <= cut[:, 2]) & (cut[:, 1] <= cut[:, 3])
        _add_rules(walk, cut[shown], places[of[shown]])


def _add_rules(walk: _Walk, boxes: np.ndarray, places: np.ndarray) -> None:
    if len(boxes):
        rules = np.empty((len(boxes), 5))
        rules[:, :4], rules[:, 4] = boxes, places
        walk.rules.append(rules)


def colours_of(call, items: list[int]) -> np.ndarray:
    """n×4 (red, green, blue, alpha) of 255; what pdfium cannot tell (a pattern) is opaque black."""
    out, got = raw.numbers(call, items, np.uint32)
    return out if 0 not in got else np.where(np.array(got, bool)[:, None], out, np.array([0, 0, 0, 255]))


def whites(colours: np.ndarray) -> np.ndarray:
    """Which of the colours (n×4) cannot be told from paper: bool, n."""
    light = colours >= WHITE
    return light[:, 0] & light[:, 1] & light[:, 2]


def bounds_of(items: list[int]) -> np.ndarray:
    """The bounding boxes of objects in their own space, n×4."""
    return raw.numbers(raw.object_bounds, items, np.float32)[0].astype(float)


def _boxes(walk: _Walk, matrix: Matrix | None, items: list[int]) -> tuple[np.ndarray, np.ndarray | None]:
    """The objects' bounding boxes as displayed, and what they are cut to (None: nothing is cut)."""
    boxes = bounds_of(items)
    clips = walk.clips.of(items, boxes)
    shown = lambda rects: walk.display.rects(transform_rects(matrix, rects))  # noqa: E731
    return shown(boxes), None if clips is None else shown(clips)


def _cut(boxes: np.ndarray, clip: np.ndarray | None) -> np.ndarray:
    if clip is None:
        return boxes
    return np.hstack([np.maximum(boxes[:, :2], clip[..., :2]), np.minimum(boxes[:, 2:], clip[..., 2:])])

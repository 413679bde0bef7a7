"""What is drawn on a page besides text: rules, fills and pictures, in displayed coordinates and painting order.

In: loaded pdfium pages and their ``Displays``. Out: ``Drawn``, page by page. Objects inside Form XObjects are met in
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
from gouji.reading.display import Displays, Matrix, multiply, transform_rects
from gouji.reading.implied import rules_between, rules_of_dots
from gouji.reading.layout import Place, layout, look_colours
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
class Objects:
    """A page's objects in painting order; ``groups`` are those of one form each: its matrix, and where they begin and end."""

    limit: int
    items: list[int] = field(default_factory=list)
    kinds: bytearray = field(default_factory=bytearray)
    forms: dict[int, Matrix] = field(default_factory=dict)
    groups: list[tuple[Matrix | None, int, int]] = field(default_factory=list)
    overflow: bool = False


@dataclass(slots=True)
class _Found:
    """What is drawn on the pages of ``displays``: per row the page, the place in its painting order, and the box."""

    displays: Displays
    clips: Clips
    rules: list[np.ndarray] = field(default_factory=list)
    fills: list[np.ndarray] = field(default_factory=list)
    pictures: list[np.ndarray] = field(default_factory=list)


def list_objects(page: int, limit: int) -> Objects:
    """The objects of ``page`` and of the forms on it; stops, with ``overflow`` set, after ``limit`` objects."""
    found = Objects(limit)
    _visit(found, None, raw.count_objects(page), raw.page_object, page, 0)
    return found


def read_drawn(pages: list[Objects], displays: Displays, clips: Clips) -> list[Drawn]:
    """Every rule, fill and picture of some pages, which are read together: page by page."""
    found = _Found(displays, clips)
    groups: dict[Matrix | None, list[tuple[int, int, int]]] = {}
    for number, page in enumerate(pages):
        for matrix, start, end in page.groups:
            groups.setdefault(matrix, []).append((number, start, end))
    for matrix, parts in groups.items():
        items = [item for number, start, end in parts for item in pages[number].items[start:end]]
        kinds = np.frombuffer(b"".join(pages[number].kinds[start:end] for number, start, end in parts), np.uint8)
        places = np.concatenate([np.arange(start, end) for _, start, end in parts])
        of = np.repeat([number for number, _, _ in parts], [end - start for _, start, end in parts])
        _take(found, matrix, items, kinds, places, of)
    rules, fills, pictures = (_by_page(rows, width, len(pages)) for rows, width in ((found.rules, 6), (found.fills, 7), (found.pictures, 7)))
    return [
        Drawn(_with_implied(_uncovered(rules[k], fills[k]), fills[k]), fills[k], pictures[k], page.items, page.forms, page.overflow)
        for k, page in enumerate(pages)
    ]


def _with_implied(rules: np.ndarray, fills: np.ndarray) -> np.ndarray:
    """``rules``, and those that no line draws (see ``implied``): n×4."""
    found = [part for part in (rules_of_dots(rules), rules_between(fills, THIN)) if len(part)]
    return np.concatenate([rules, *found]) if found else rules


def _by_page(parts: list[np.ndarray], width: int, pages: int) -> list[np.ndarray]:
    """The rows of each page in painting order, without the page's number."""
    if not parts:
        return [np.zeros((0, width - 1))] * pages
    rows = np.concatenate(parts)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    return np.split(rows[:, 1:], np.searchsorted(rows[:, 0], np.arange(1, pages)))


def _uncovered(rules: np.ndarray, fills: np.ndarray) -> np.ndarray:
    """What later fills leave to be seen of ``rules`` (n×5, the first their order): n×4."""
    if not len(rules) or not len(fills):
        return rules[:, 1:]
    fills = fills[fills[:, 0] > rules[:, 0].min()]
    if not len(fills) or len(fills) * len(rules) > MOST_PAIRS:
        return rules[:, 1:]
    rules = rules[:, (1, 2, 3, 4, 0)]
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


def _visit(found: Objects, matrix: Matrix | None, count: int, get, holder: int, depth: int) -> None:
    room = found.limit - len(found.items)
    if count > room:
        found.overflow, count = True, max(room, 0)
    items = list(raw.each(get, holder, range(count)))
    kinds = bytes(map(raw.object_type, items))
    # A form is painted in its place: what stands before it, then its own objects, then the rest.
    done = 0
    for k in [k for k, kind in enumerate(kinds) if kind == raw.FORM] if raw.FORM in kinds else ():
        _add(found, matrix, items[done:k], kinds[done:k])
        item, done = items[k], k + 1
        found.items.append(item)
        found.kinds.append(raw.FORM)
        if len(found.items) >= found.limit:
            found.overflow = True
            return
        if depth < DEEPEST:
            own = _Six()
            raw.object_matrix(item, addressof(own))
            inner = multiply(tuple(own), matrix)
            inner = None if inner == (1.0, 0.0, 0.0, 1.0, 0.0, 0.0) else inner
            _visit(found, inner, raw.count_form_objects(item), raw.form_object, item, depth + 1)
        else:
            found.overflow = True
    _add(found, matrix, items[done:], kinds[done:])


def _add(found: Objects, matrix: Matrix | None, items: list[int], kinds: bytes) -> None:
    start = len(found.items)
    found.items += items
    found.kinds += kinds
    found.groups.append((matrix, start, len(found.items)))
    if matrix is not None:
        found.forms.update((item, matrix) for item, kind in zip(items, kinds) if kind == raw.TEXT)


def _take(found: _Found, matrix: Matrix | None, items: list[int], kinds: np.ndarray, places: np.ndarray, of: np.ndarray) -> None:
    if (are := kinds == raw.PATH).any():
        _take_paths(found, matrix, list(compress(items, are.tobytes())), places[are], of[are])
    if (are := kinds == raw.IMAGE).any():
        of, places = of[are], places[are]
        boxes = _cut(*_boxes(found, matrix, list(compress(items, are.tobytes())), of))
        thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) < THIN  # rules are drawn as pictures, too
        _add_rules(found, boxes[thin], places[thin], of[thin])
        found.pictures.append(np.column_stack([of, places, boxes, np.zeros(len(of))])[~thin])


def _take_paths(found: _Found, matrix: Matrix | None, paths: list[int], places: np.ndarray, of: np.ndarray) -> None:
    n = len(paths)
    filled, stroked = (raw.numbers(raw.draw_mode, paths, np.int32, 2)[0] != 0).T
    white, opaque = np.zeros(n, bool), np.zeros(n, bool)  # of the filled ones
    if (some := np.count_nonzero(filled)):
        colours = fills_of(paths if some == n else list(compress(paths, filled.tolist())))
        white[filled] = whites(colours)
        opaque[filled] = colours[:, 3] >= OPAQUE
    if (some := np.count_nonzero(stroked)):
        colours = _colours(raw.stroke_colour, paths if some == n else list(compress(paths, stroked.tolist())), layout().stroke)
        stroked[stroked] = ~whites(colours) & (colours[:, 3] >= FAINT)
    boxes, clip = _boxes(found, matrix, paths, of)
    shown = _cut(boxes, clip)
    sides = shown[:, :2] <= shown[:, 2:]
    visible = sides[:, 0] & sides[:, 1]
    narrow = boxes[:, 2:] - boxes[:, :2] < THIN
    thin = narrow[:, 0] | narrow[:, 1]
    draws = stroked | (opaque & ~white)
    ruling = thin & draws & visible
    _add_rules(found, shown[ruling], places[ruling], of[ruling])
    if np.count_nonzero(thin) == n:
        return
    broad = ~thin & visible
    grounds = [k for k in np.flatnonzero(broad & opaque).tolist() if not raw.has_transparency(paths[k])]  # a marker's colour hides nothing
    if grounds:
        found.fills.append(np.column_stack([of[grounds], places[grounds], shown[grounds], white[grounds]]))
    ruled = stroked.tolist()
    outlined = [k for k in np.flatnonzero(broad & draws).tolist() if ruled[k] or raw.count_segments(paths[k]) > 5]  # a plain filled box draws no rule
    if outlined:
        pieces, which = read_outlines([paths[k] for k in outlined], stroked[outlined], of[outlined], found.displays, matrix, THIN)
        which = np.array(outlined)[which]
        cut = _cut(pieces, None if clip is None else clip[which])
        shown = (cut[:, 0] <= cut[:, 2]) & (cut[:, 1] <= cut[:, 3])
        _add_rules(found, cut[shown], places[which[shown]], of[which[shown]])


def _add_rules(found: _Found, boxes: np.ndarray, places: np.ndarray, of: np.ndarray) -> None:
    if len(boxes):
        found.rules.append(np.column_stack([of, places, boxes]))


def fills_of(items: list[int]) -> np.ndarray:
    """The colours that objects are filled with: n×4 (red, green, blue, alpha) of 255."""
    return _colours(raw.fill_colour, items, layout().fill)


def _colours(call, items: list[int], places: tuple[Place, Place] | None) -> np.ndarray:
    """What pdfium cannot tell (no colour is set) is opaque black."""
    looked = look_colours(items, places) if items else None
    if looked is not None:
        return looked
    out, got = raw.numbers(call, items, np.uint32)
    return out if 0 not in got else np.where(np.array(got, bool)[:, None], out, np.array([0, 0, 0, 255]))


def whites(colours: np.ndarray) -> np.ndarray:
    """Which of the colours (n×4) cannot be told from paper: bool, n."""
    light = colours >= WHITE
    return light[:, 0] & light[:, 1] & light[:, 2]


def bounds_of(items: list[int]) -> np.ndarray:
    """The bounding boxes of objects in their own space, n×4."""
    return raw.numbers(raw.object_bounds, items, np.float32)[0].astype(float)


def _boxes(found: _Found, matrix: Matrix | None, items: list[int], of: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """The objects' bounding boxes as displayed, and what they are cut to (None: nothing is cut)."""
    boxes = bounds_of(items)
    clips = found.clips.of(items, boxes)
    shown = lambda rects: found.displays.rects(transform_rects(matrix, rects), of)  # noqa: E731
    return shown(boxes), None if clips is None else shown(clips)


def _cut(boxes: np.ndarray, clip: np.ndarray | None) -> np.ndarray:
    if clip is None:
        return boxes
    return np.hstack([np.maximum(boxes[:, :2], clip[..., :2]), np.minimum(boxes[:, 2:], clip[..., 2:])])

"""What is drawn on a page besides text: rules, fills and pictures, in displayed coordinates and painting order.

In: a loaded pdfium page and its ``Display``. Out: ``Drawn``. Objects inside Form XObjects are met in
place, with the form's matrix applied. Rules are strokes and thin filled shapes; what is wide and
filled is a fill (it draws no rule, but may hide what lies beneath it); white strokes and white thin
fills draw nothing. Clipped parts are cut off.
"""

from __future__ import annotations

from ctypes import addressof, c_float, c_int, c_uint
from dataclasses import dataclass, field

from gouji.reading import raw

Rect = tuple[float, float, float, float]

THIN = 4.0  # points: a filled shape thinner than this is a rule; the tallest rule met is 3 pt
WHITE = 245  # of 255: lighter than this cannot be told from paper
STRAIGHT = 0.6  # points a curve may bulge and still be a rule


@dataclass(frozen=True, slots=True)
class Display:
    """From the page's own space to what is displayed: points, origin top left, rotation and crop box applied."""

    rotation: int  # quarter turns, clockwise
    box: Rect  # the visible box in page space: left, bottom, right, top
    width: float
    height: float

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        left, bottom, right, top = self.box
        if self.rotation == 0:
            a, b, c, d = x0 - left, top - y1, x1 - left, top - y0
        elif self.rotation == 1:
            a, b, c, d = y0 - bottom, x0 - left, y1 - bottom, x1 - left
        elif self.rotation == 2:
            a, b, c, d = right - x1, y0 - bottom, right - x0, y1 - bottom
        else:
            a, b, c, d = top - y1, right - x1, top - y0, right - x0
        return (a, b, c, d) if a <= c and b <= d else (min(a, c), min(b, d), max(a, c), max(b, d))


@dataclass(slots=True)
class Drawn:
    """``across`` holds (y, x0, x1) and ``down`` (x, y0, y1) rules; ``fills`` (order, rect, is_white); ``order`` by object."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    fills: list[tuple[int, Rect, bool]] = field(default_factory=list)
    pictures: list[tuple[int, Rect]] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    forms: dict[int, tuple[float, ...]] = field(default_factory=dict)  # text object → its form's matrix
    overflow: bool = False


class _Buffers:
    """Reused out-parameters: an address each, read as plain numbers."""

    def __init__(self) -> None:
        self.f = (c_float * 8)()
        self.i = (c_int * 2)()
        self.u = (c_uint * 4)()
        f, i, u = addressof(self.f), addressof(self.i), addressof(self.u)
        self.f_at = [f + 4 * k for k in range(8)]
        self.i_at = [i, i + 4]
        self.u_at = [u + 4 * k for k in range(4)]


def display_of(page: int) -> Display:
    box = (c_float * 4)()
    raw.page_box(page, addressof(box))
    left, top, right, bottom = box
    return Display(raw.page_rotation(page) % 4, (left, bottom, right, top), raw.page_width(page), raw.page_height(page))


def multiply(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    """The matrix that applies ``m`` first, then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def transform_rect(m: tuple[float, ...] | None, rect: Rect) -> Rect:
    if m is None:
        return rect
    a, b, c, d, e, f = m
    x0, y0, x1, y1 = rect
    xs = (a * x0 + c * y0 + e, a * x1 + c * y0 + e, a * x0 + c * y1 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y0 + f, b * x0 + d * y1 + f, b * x1 + d * y1 + f)
    return min(xs), min(ys), max(xs), max(ys)


class Clips:
    """The clip rectangles of objects, in the objects' own space, each distinct path read once."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], Rect | None] = {}
        self._xy = (c_float * 2)()
        self._at = addressof(self._xy)

    def of(self, item: int) -> Rect | None:
        """The bounding box within which ``item`` shows; None when it is not clipped."""
        clip = raw.clip_path(item)
        count = raw.count_clips(clip)
        if count <= 0:
            return None
        # An object's clip paths are shared, not copied: the address of the last one's first point names the set.
        key = (raw.clip_segment(clip, count - 1, 0) or 0, count)
        if key not in self._seen or not key[0]:
            self._seen[key] = self._read(clip, count)
        return self._seen[key]

    def _read(self, clip: int, count: int) -> Rect | None:
        left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
        for path in range(count):
            xs, ys = [], []
            for k in range(min(raw.count_clip_segments(clip, path), 2000)):
                raw.segment_point(raw.clip_segment(clip, path, k), self._at, self._at + 4)
                xs.append(self._xy[0])
                ys.append(self._xy[1])
            if xs:
                left, right = max(left, min(xs)), min(right, max(xs))
                bottom, top = max(bottom, min(ys)), min(top, max(ys))
            else:  # an empty clip path shows nothing
                left, bottom, right, top = 0.0, 0.0, -1.0, -1.0
        return left, bottom, right, top


def read_drawn(page: int, display: Display, clips: Clips, limit: int) -> Drawn:
    """Every rule, fill and picture of ``page``; stops, with ``overflow`` set, after ``limit`` objects."""
    drawn, buffers = Drawn(), _Buffers()
    _walk(drawn, buffers, clips, display, None, [limit], raw.count_objects(page), lambda k: raw.page_object(page, k), 0)
    return drawn


def _walk(drawn, buffers, clips, display, matrix, budget, count, get, depth) -> None:
    order, u, u_at, f = drawn.order, buffers.u, buffers.u_at, buffers.f
    f0, f1, f2, f3 = buffers.f_at[:4]
    for k in range(count):
        if budget[0] <= 0:
            drawn.overflow = True
            return
        budget[0] -= 1
        item = get(k)
        if not item:
            continue
        kind = raw.object_type(item)
        place = order[item] = len(order)
        if kind == raw.TEXT:
            if matrix is not None:
                drawn.forms[item] = matrix
            continue
        if kind == raw.FORM:
            if depth < 8:
                own = (c_float * 6)()
                raw.object_matrix(item, addressof(own))
                inner = tuple(own) if matrix is None else multiply(tuple(own), matrix)
                inner = None if inner == (1, 0, 0, 1, 0, 0) else inner
                _walk(drawn, buffers, clips, display, inner, budget, raw.count_form_objects(item),
                      lambda j, item=item: raw.form_object(item, j), depth + 1)
            continue
        if kind == raw.SHADING or not raw.object_bounds(item, f0, f1, f2, f3):
            continue
        bounds = (f[0], f[1], f[2], f[3])
        clip = clips.of(item)
        clip = None if clip is None else display.rect(*transform_rect(matrix, clip))
        rect = display.rect(*transform_rect(matrix, bounds))
        if kind == raw.IMAGE:
            cut = _cut(rect, clip)
            if cut:
                drawn.pictures.append((place, cut))
            continue
        if kind != raw.PATH:
            continue
        raw.draw_mode(item, buffers.i_at[0], buffers.i_at[1])
        filled, stroked = buffers.i[0], buffers.i[1]
        if not (filled or stroked):
            continue
        if filled:
            got = raw.fill_colour(item, *u_at)
            fill_white = bool(got) and u[0] >= WHITE and u[1] >= WHITE and u[2] >= WHITE
            opaque = not got or u[3] >= 200
        if stroked:
            got = raw.stroke_colour(item, *u_at)
            stroked = not (got and (u[3] < 25 or (u[0] >= WHITE and u[1] >= WHITE and u[2] >= WHITE)))
        wide, high = rect[2] - rect[0], rect[3] - rect[1]
        if wide < THIN or high < THIN:
            if stroked or (filled and not fill_white and opaque):
                _rule(drawn, _cut(rect, clip))
            continue
        if stroked or (filled and not fill_white and raw.count_segments(item) > 5):
            _outline(drawn, item, display, matrix, clip, bool(stroked), bool(filled) and not fill_white)
        if filled and opaque:
            cut = _cut(rect, clip)
            if cut:
                drawn.fills.append((place, cut, fill_white))


def _cut(rect: Rect, clip: Rect | None) -> Rect | None:
    if clip is None:
        return rect
    x0, y0, x1, y1 = max(rect[0], clip[0]), max(rect[1], clip[1]), min(rect[2], clip[2]), min(rect[3], clip[3])
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def _rule(drawn: Drawn, rect: Rect | None) -> None:
    """A thin shape is a rule along its longer side; a mere dot is none."""
    if rect is None:
        return
    x0, y0, x1, y1 = rect
    wide, high = x1 - x0, y1 - y0
    if wide >= high and wide > 1.0:
        drawn.across.append(((y0 + y1) / 2, x0, x1))
    elif high > 1.0:
        drawn.down.append(((x0 + x1) / 2, y0, y1))


def _outline(drawn: Drawn, item: int, display: Display, matrix, clip: Rect | None, stroked: bool, filled: bool) -> None:
    """The straight, upright sides of a path: of its stroke, and of thin or nested closed shapes in its fill."""
    own = (c_float * 6)()
    raw.object_matrix(item, addressof(own))
    m = tuple(own) if matrix is None else multiply(tuple(own), matrix)
    a, b, c, d, e, f = m
    xy = (c_float * 2)()
    at = addressof(xy)
    shapes: list[list[tuple[float, float]]] = []
    here: list[tuple[float, float]] = []
    curve: list[tuple[float, float]] = []
    for k in range(min(raw.count_segments(item), 20000)):
        segment = raw.path_segment(item, k)
        raw.segment_point(segment, at, at + 4)
        x, y = a * xy[0] + c * xy[1] + e, b * xy[0] + d * xy[1] + f
        x, y, _, _ = display.rect(x, y, x, y)
        kind = raw.segment_type(segment)
        if kind == 2:  # move
            here, curve = [(x, y)], []
            shapes.append(here)
        elif kind == 1:  # three points make one curve: straight when its two control points lie on its chord
            curve.append((x, y))
            if len(curve) == 3:
                if not (here and _is_straight(here[-1], *curve)):
                    here = []
                    shapes.append(here)
                here.append((x, y))
                curve = []
        else:
            here.append((x, y))
        if raw.segment_close(segment) and here:
            here.append(here[0])
    boxes = [(min(p[0] for p in s), min(p[1] for p in s), max(p[0] for p in s), max(p[1] for p in s)) if s else None for s in shapes]
    for shape, box in zip(shapes, boxes):
        if box is None:
            continue
        if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
            _rule(drawn, _cut(box, clip))
            continue
        frame = filled and any(o is not None and o != box and _within(o, box) or o is not None and o != box and _within(box, o) for o in boxes)
        if not (stroked or frame):
            continue
        for (x0, y0), (x1, y1) in zip(shape, shape[1:]):
            if abs(x1 - x0) < 0.8 or abs(y1 - y0) < 0.8:
                _rule(drawn, _cut((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), clip))


def _within(inner: Rect, outer: Rect) -> bool:
    return inner[0] >= outer[0] - 0.1 and inner[1] >= outer[1] - 0.1 and inner[2] <= outer[2] + 0.1 and inner[3] <= outer[3] + 0.1


def _is_straight(start, first, second, end) -> bool:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length < 0.1:
        return False
    return all(abs(dx * (p[1] - start[1]) - dy * (p[0] - start[0])) / length < STRAIGHT for p in (first, second))

"""The rules of a table drawn in one of many ways; what shows on the page is one net of lines.

In: boxes of cells (x0, y0, x1, y1; points, origin top left), a page height, a ``Style``. Out: path operators on a
reportlab canvas. ``strokes`` alone decides where lines run; ``draw_rules`` only how they are painted.
"""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model import Box
from gouji.typeset.style import Style

Stroke = tuple[float, float, float, float]


def strokes(boxes: Sequence[Box], style: Style) -> list[Stroke]:
    """The sides of all boxes as lines: whole ones, or one for each side (``pieces``); outer sides and ends left out."""
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    sides = [s for b in boxes for s in _sides(b)]
    if style.rules != "pieces":
        sides = _whole(sides)
    if style.open_sides:
        sides = [s for s in sides if not (s[0] == s[2] and s[0] in (left, right))]
    return [_shortened(s, style.short) for s in sides]


def _sides(box: Box) -> list[Stroke]:
    x0, y0, x1, y1 = (round(v, 3) for v in box)
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def _whole(sides: list[Stroke]) -> list[Stroke]:
    out: list[list[float]] = []
    for upright in (False, True):
        at, along = (0, 1) if upright else (1, 0)
        for side in sorted((s for s in sides if (s[0] == s[2]) == upright), key=lambda s: (s[at], s[along])):
            last = out[-1] if out and (out[-1][0] == out[-1][2]) == upright else None
            if last and last[at] == side[at] and side[along] <= last[along + 2] + 0.01:
                last[along + 2] = max(last[along + 2], side[along + 2])
            else:
                out.append(list(side))
    return [tuple(s) for s in out]


def _shortened(side: Stroke, by: float) -> Stroke:
    x0, y0, x1, y1 = side
    return (x0, y0 + by, x1, y1 - by) if x0 == x1 else (x0 + by, y0, x1 - by, y1)


def draw_rules(canvas, boxes: Sequence[Box], height: float, style: Style, name: str) -> None:
    """Paint the net of ``boxes``; ``name`` is the Form XObject's, unique in its file."""
    canvas.saveState()
    canvas.setLineWidth(style.width)
    canvas.setStrokeGray(style.grey)
    canvas.setFillGray(style.grey)
    if style.dash:
        canvas.setDash(list(style.dash))
    if style.rules in ("cells", "white_cells"):
        if style.rules == "white_cells":
            canvas.setFillGray(1)
        for x0, y0, x1, y1 in boxes:
            canvas.rect(x0, height - y1, x1 - x0, y1 - y0, stroke=1, fill=int(style.rules == "white_cells"))
    elif style.rules == "form":
        _as_form(canvas, strokes(boxes, style), height, style, name)
    else:
        for stroke in strokes(boxes, style):
            _PAINT[style.rules](canvas, stroke, height, style)
    canvas.restoreState()


def _line(canvas, stroke: Stroke, height: float, style: Style) -> None:
    x0, y0, x1, y1 = stroke
    canvas.line(x0, height - y0, x1, height - y1)


def _double(canvas, stroke: Stroke, height: float, style: Style) -> None:
    x0, y0, x1, y1 = stroke
    off = (0.8, 0.0) if x0 == x1 else (0.0, 0.8)
    for sign in (-1, 1):
        canvas.line(x0 + sign * off[0], height - y0 + sign * off[1], x1 + sign * off[0], height - y1 + sign * off[1])


def _corners(stroke: Stroke, height: float, width: float) -> list[tuple[float, float]]:
    x0, y0, x1, y1 = stroke
    half = width / 2
    x0, x1 = (x0 - half, x1 + half)
    y0, y1 = (y0 - half, y1 + half)
    return [(x0, height - y0), (x1, height - y0), (x1, height - y1), (x0, height - y1)]


def _fill(canvas, stroke: Stroke, height: float, style: Style) -> None:
    (x0, top), _, (x1, bottom), _ = _corners(stroke, height, style.width)
    canvas.rect(x0, bottom, x1 - x0, top - bottom, stroke=0, fill=1)


def _polygon(canvas, stroke: Stroke, height: float, style: Style) -> None:
    corners = _corners(stroke, height, style.width)
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _curve(canvas, stroke: Stroke, height: float, style: Style) -> None:
    """A stroke drawn as a closed path of curves that happen to be straight."""
    corners = _corners(stroke, height, style.width)
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]]):
        path.curveTo(ax + (bx - ax) / 3, ay + (by - ay) / 3, ax + 2 * (bx - ax) / 3, ay + 2 * (by - ay) / 3, bx, by)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _as_form(canvas, lines: list[Stroke], height: float, style: Style, name: str) -> None:
    """The lines in a Form XObject drawn at twice the size, placed by a matrix of one half."""
    canvas.beginForm(name, 0, 0, 4000, 4000)
    canvas.setLineWidth(style.width * 2)
    canvas.setStrokeGray(style.grey)
    for x0, y0, x1, y1 in lines:
        canvas.line(2 * x0, 2 * (height - y0), 2 * x1, 2 * (height - y1))
    canvas.endForm()
    canvas.transform(0.5, 0, 0, 0.5, 0, 0)
    canvas.doForm(name)


_PAINT = {"lines": _line, "pieces": _line, "double": _double, "fills": _fill, "polygons": _polygon, "curves": _curve}

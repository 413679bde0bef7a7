"""Evidence: the printed page itself. Crops with a cell boxed, and a page with both readers' grids drawn over it.

Boxes are PDF points, origin top left, of the page as displayed. Pages are rendered by pypdfium2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from gouji.model import Box, Grid
from gouji.show.style import colour, look


def page_image(pdf: Path, page: int, scale: float = 1.5) -> Image.Image:
    """A page as displayed, ``scale`` pixels a point."""
    document = pypdfium2.PdfDocument(str(pdf))
    try:
        return document[page - 1].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def crop(pdf: Path, page: int, boxes: Iterable[Box], margin: float = 30, scale: float = 1.6) -> Image.Image:
    """The band of a page around some cells, as wide as the page (so that the row can be read), each cell boxed."""
    boxes = list(boxes)
    image = page_image(pdf, page, scale)
    _outline(image, boxes, colour("accent"), scale, width=3)
    top, bottom = min(b[1] for b in boxes) - margin, max(b[3] for b in boxes) + margin
    band = image.crop((0, max(0, int(top * scale)), image.width, min(image.height, int(bottom * scale))))
    return _without_margins(band)


def page_with_grids(pdf: Path, page: int, grids: Mapping[str, Iterable[Grid]], scale: float = 1.3) -> Image.Image:
    """A page with each reader's cells drawn over it: the first reader's filled lightly, the second's as thin lines."""
    image = page_image(pdf, page, scale)
    colours = look()["categories"]
    for order, (_, found) in enumerate(grids.items()):
        cells = [cell.box for grid in found for cell in grid.cells]
        if order == 0:
            image = _filled(image, cells, colours[order], scale)
        else:
            _outline(image, [_inset(b) for b in cells], colours[order], scale, width=1)
    return _without_margins(image)


def _without_margins(image: Image.Image, keep: int = 14) -> Image.Image:
    """The picture without the blank paper around what is printed."""
    printed = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    if not printed:
        return image
    x0, y0, x1, y1 = printed
    return image.crop((max(0, x0 - keep), max(0, y0 - keep), min(image.width, x1 + keep), min(image.height, y1 + keep)))


def _inset(box: Box, by: float = 2.0) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def _outline(image: Image.Image, boxes: Iterable[Box], ink: str, scale: float, width: int) -> None:
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in boxes:
        if x1 > x0 and y1 > y0:
            draw.rectangle((x0 * scale, y0 * scale, x1 * scale, y1 * scale), outline=ink, width=width)


def _filled(image: Image.Image, boxes: Iterable[Box], ink: str, scale: float) -> Image.Image:
    veil = image.copy()
    draw = ImageDraw.Draw(veil)
    for x0, y0, x1, y1 in boxes:
        draw.rectangle((x0 * scale, y0 * scale, x1 * scale, y1 * scale), fill=ink, outline="white", width=1)
    return Image.blend(image, veil, 0.22)

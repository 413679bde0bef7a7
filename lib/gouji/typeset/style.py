"""How a document is drawn: the ways of real publishers, each a named ``Style``; the plain one is the corpus's own.

In: nothing. Out: ``STYLES`` by name. A style changes how a page is written, never what it shows: the same facts in
any style read the same. What the reader must not show (hidden text, charts, contents) is put in on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

RULES = ("cells", "lines", "pieces", "fills", "polygons", "curves", "double", "form", "white_cells")
HIDDEN = ("invisible", "white", "outside", "beneath")


@dataclass(frozen=True, slots=True)
class Style:
    """Defaults give the corpus's own bytes. Lengths in points.

    ``rules``: a stroked rectangle a cell; whole lines; a line a cell's side; thin filled rectangles; closed thin
    polygons, stroked or curved; double lines; lines in a Form XObject with a matrix; rectangles filled white.
    ``short``: rules stop so far from their ends. ``open_sides``: no outer left and right rule. ``text``: "line",
    "glyphs" (each its own text operation) or "shuffled" (in an order of chance). ``clip``: cells clip their text.
    ``hidden``: figures nobody sees, over or beside the printed ones. ``together``: tables and prose share pages.
    ``digits``: a font for figures and Latin letters. ``bold``: "twice" (printed again beside itself) or "stroked".
    ``dark``: white words on a dark header. ``border``: a thick frame. ``shift``: every other page stands so far to
    the right. ``row``: least height of a row. ``furniture``: a running head with a rule beneath it.
    """

    name: str = "plain"
    rules: str = "cells"
    width: float = 0.6
    grey: float = 0.0
    dash: tuple[float, ...] = ()
    short: float = 0.0
    open_sides: bool = False
    shade: bool = False
    clip: bool = False
    rotate: int = 0
    crop: float = 0.0
    pad: float | None = None
    figures: str = "right"
    size: float | None = None
    text: str = "line"
    hidden: str = ""
    title_inside: bool = False
    unit_inside: bool = False
    together: bool = False
    repeat: bool | None = None
    boxed: bool = False
    contents: bool = False
    chart: bool = False
    font: str = "NotoSansSC"
    digits: str = ""
    bold: str = ""
    dark: bool = False
    border: float = 0.0
    shift: float = 0.0
    row: float = 0.0
    furniture: bool = False
    watermark: bool = False


PLAIN = Style()

STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        PLAIN,
        Style("lines", rules="lines", width=0.5),
        Style("pieces", rules="pieces", width=0.75, clip=True, boxed=True),
        Style("fills", rules="fills", width=0.48, contents=True, shade=True),
        Style("fills_clipped", rules="fills", width=0.96, clip=True, repeat=True),
        Style("polygons", rules="polygons", width=0.5, chart=True),
        Style("curves", rules="curves", width=0.5),
        Style("double", rules="double", width=0.5),
        Style("form", rules="form", width=0.5, contents=True),
        Style("white_cells", rules="white_cells", width=0.5, figures="center"),
        Style("open_sides", rules="lines", open_sides=True),
        Style("short", rules="lines", short=1.5),
        Style("dashed", rules="lines", dash=(2.0, 1.5)),
        Style("dotted", rules="lines", dash=(0.5, 1.5), width=0.5),
        Style("grey", rules="lines", grey=0.8, width=0.35, shade=True),
        Style("rotate90", rules="lines", rotate=90, repeat=True),
        Style("rotate270", rules="fills", rotate=270, width=0.5),
        Style("cropped", rules="lines", crop=36.0, hidden="outside"),
        Style("touching", rules="fills", pad=0.2, width=0.5),
        Style("centred", rules="lines", figures="center"),
        Style("leftish", rules="pieces", figures="left", size=7.5),
        Style("large", rules="lines", size=10.5, repeat=True),
        Style("small", rules="fills", size=6.0, width=0.4),
        Style("glyphs", rules="lines", text="glyphs"),
        Style("shuffled", rules="lines", text="shuffled"),
        Style("invisible", rules="lines", hidden="invisible"),
        Style("white", rules="lines", hidden="white"),
        Style("beneath", rules="lines", hidden="beneath"),
        Style("title_inside", rules="lines", title_inside=True, unit_inside=True),
        Style("unit_inside", rules="fills", unit_inside=True, width=0.5),
        Style("together", rules="lines", together=True, contents=True),
        Style("songti", rules="lines", font="STSong-Light"),
        Style("latin_digits", rules="fills", digits="Helvetica", width=0.5),
        Style("times_digits", rules="pieces", digits="Times-Roman", size=10.0, row=22.0),
        Style("bold_twice", rules="lines", bold="twice"),
        Style("bold_stroked", rules="lines", bold="stroked"),
        Style("dark_header", rules="fills", dark=True, width=0.5),
        Style("framed", rules="lines", border=2.0, short=-3.0),
        Style("shifted", rules="fills", shift=6.0, row=26.0, width=0.5),
        Style("tall_rows", rules="lines", row=30.0),
        Style("tall_repeated", rules="lines", row=30.0, repeat=True, furniture=True),
        Style("tall_together", rules="fills", row=24.0, together=True, furniture=True, width=0.5),
        Style("watermark", rules="lines", watermark=True),
    )
}


def mixed(rng) -> Style:
    """A style of chance: every trait drawn apart, as the next city may have it."""
    often = rng.random
    style = replace(
        PLAIN,
        name="mixed",
        rules=rng.choice(RULES),
        width=rng.choice((0.25, 0.48, 0.75, 1.0)),
        grey=rng.choice((0.0, 0.0, 0.5, 0.8)),
        dash=rng.choice(((), (), (), (2.0, 1.5), (0.5, 1.5))),
        short=rng.choice((0.0, 0.0, 1.0, 1.8)),
        open_sides=often() < 0.15,
        shade=often() < 0.3,
        clip=often() < 0.3,
        rotate=rng.choice((0, 0, 0, 90, 270)),
        crop=rng.choice((0.0, 0.0, 0.0, 20.0)),
        pad=rng.choice((None, None, 0.3, 5.0)),
        figures=rng.choice(("right", "right", "center", "left")),
        size=rng.choice((None, None, 6.0, 8.0, 10.5)),
        text=rng.choice(("line", "line", "glyphs", "shuffled")),
        hidden=rng.choice(("", "", "", *HIDDEN)),
        title_inside=often() < 0.15,
        unit_inside=often() < 0.15,
        together=often() < 0.25,
        repeat=rng.choice((None, True, False)),
        boxed=often() < 0.2,
        contents=often() < 0.5,
        chart=often() < 0.2,
        font=rng.choice((PLAIN.font, PLAIN.font, "STSong-Light")),
        digits=rng.choice(("", "", "Helvetica", "Times-Roman")),
        bold=rng.choice(("", "", "", "twice", "stroked")),
        dark=often() < 0.15,
        border=rng.choice((0.0, 0.0, 1.5)),
        shift=rng.choice((0.0, 0.0, 2.0, 8.0)),
        row=rng.choice((0.0, 0.0, 20.0, 28.0)),
        furniture=often() < 0.3,
    )
    if style.hidden == "white":  # on grey, white would show faintly
        style = replace(style, shade=False)
    return replace(style, dark=False) if style.rules == "white_cells" else style  # white cells would cover the dark ground

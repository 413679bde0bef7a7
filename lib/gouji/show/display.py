"""What a notebook calls to show something: ``figure`` (with caption and plotted table), ``picture``, ``say``, ``answer``.

Under ``gouji study run`` each figure is also kept as SVG, PNG (300 dpi) and CSV in the study's ``figures`` folder.
"""

from __future__ import annotations

import html
import os
import re
from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pandas as pd
from matplotlib import pyplot
from matplotlib.figure import Figure
from PIL import Image

from gouji.show.derivation import Lead, hidden, led
from gouji.show.rich import Rich, extended, in_two, linked, quoted
from gouji.show.tables import Shown

REFERENCE = re.compile(r"\[\[([^|\[\]]+)\|([^|\[\]]+)\]\]")
CSS_INCH = 90  # pixels on the page for one inch of a figure
NOWHERE: Mapping[str, Lead] = {}


class Picture:
    """A picture with the words that stand for it: PNG for the eye, caption as text for everything else."""

    def __init__(self, png: bytes, caption: str, width: int):
        self.png, self.caption, self.width = png, caption, width

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"image/png": b64encode(self.png).decode(), "text/plain": self.caption}
        return data, {"image/png": {"alt": self.caption, "width": self.width}}


class Prose:
    """Computed paragraphs, in the page as text, each with its language ("" when it is in neither or both).
    Their words are escaped; ``**bold**`` and ``[[words|reference]]`` (see ``gouji.show.rich``) are the only markup. A text that is
    Rich (``gouji.show.rich.fill``) brings its own HTML, in which only ``**bold**`` is markup."""

    def __init__(self, text: str, kind: str = "gj-prose", language: str = ""):
        self.parts, self.kind = ((language, text),), kind

    @classmethod
    def of(cls, zh: str, en: str, language: str, kind: str = "gj-prose") -> Prose:
        """Chinese, English, or both, one under the other."""
        prose = cls("", kind)
        prose.parts = tuple((k, t) for k, t in (("zh", zh), ("en", en)) if t and language in (k, "both"))
        return prose

    def _repr_html_(self) -> str:
        shown = in_two if self.kind == "gj-caption" else _shown
        paragraphs = (self._paragraph(line, tongue) for tongue, text in self.parts for line in shown(text).split("\n") if line.strip())
        return f'<div class="{self.kind}">{"".join(paragraphs)}</div>'

    def _paragraph(self, shown: str, tongue: str) -> str:
        parts = (quoted(shown) if tongue == "en" else shown).split("**")
        body = "".join(f"<strong>{p}</strong>" if i % 2 else p for i, p in enumerate(parts))
        opens = "<details" in body  # a figure that opens may not stand in a p
        tag, kinds = ("div", ["gj-p"]) if opens else ("p", [])
        given = f' class="{" ".join([*kinds, "gj-w"])}" lang="{tongue}"' if tongue else f' class="{kinds[0]}"' if kinds else ""
        return f"<{tag}{given}>{body}</{tag}>"

    def __repr__(self) -> str:
        return "\n".join(str(text) if isinstance(text, Rich) else REFERENCE.sub(r"\1", text) for _, text in self.parts)


def _shown(text: str) -> str:
    """The HTML of a text, its line ends kept."""
    if isinstance(text, Rich):
        return text.html
    pieces = REFERENCE.split(text)  # words, then (linked words, reference, words) over and over
    return html.escape(pieces[0]) + "".join(
        linked(words, ref).html + html.escape(after) for words, ref, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
    )


def figure(drawn: Figure, plotted: pd.DataFrame, caption: str, name: str = "", decimals: int = 2, leads: Mapping[str, Lead] = NOWHERE) -> None:
    """Display a figure, its caption, and the plotted table folded beneath, its columns leading where ``leads`` says
    (``gouji.show.derivation.led``). The caption is also the alternative text."""
    from IPython.display import display

    if plotted.empty:
        pyplot.close(drawn)
        display(Prose(extended(caption, "没有可画的数据", "nothing to plot"), "gj-caption"))
        return
    raster = BytesIO()
    drawn.savefig(raster, format="png", dpi=150, metadata={"Software": None})
    drawn.set_layout_engine("none")  # where things stand is worked out once, not once a format
    _keep(drawn, plotted, name)
    pyplot.close(drawn)
    display(Picture(small_png(Image.open(raster)), caption, round(drawn.get_figwidth() * CSS_INCH)))
    display(Prose(caption, "gj-caption"))
    display(Shown(led(plotted, leads, decimals), f"图中的数：{len(plotted)} 行 · Data of the figure: {len(plotted)} rows", folded=True, decimals=decimals))


def picture(image: Image.Image, caption: str) -> None:
    """Display a crop of a page with its caption."""
    from IPython.display import display

    display(Picture(small_png(image), caption, min(image.width, round(8 * CSS_INCH))))
    display(Prose(caption, "gj-caption"))


def small_png(image: Image.Image) -> bytes:
    """The picture in 96 colours, which the eye does not miss, a quarter as large."""
    png = BytesIO()
    image.convert("RGB").quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(png, format="PNG", optimize=True)
    return png.getvalue()


def table(frame: pd.DataFrame, caption: str = "", decimals: int = 2, most: int = 60, leads: Mapping[str, Lead] = NOWHERE) -> Shown:
    """A table as displayed; beyond ``most`` rows the caption says how many are left out. ``leads`` as ``figure``."""
    shown = led(frame.head(most).reset_index(drop=True), leads, decimals)
    return Shown(shown, _counted(caption, most, len(frame)), decimals=decimals)


def folded(frame: pd.DataFrame, caption: str, most: int = 60, leads: Mapping[str, Lead] = NOWHERE) -> None:
    """Display a table folded under its caption; beyond ``most`` rows the caption says how many are shown. ``leads`` as ``figure``."""
    from IPython.display import display

    display(Shown(led(frame.head(most), leads), _counted(caption, most, len(frame)), folded=True))


def _counted(caption: str, most: int, rows: int) -> str:
    """A caption that says how many rows are shown where that is not all."""
    return caption if rows <= most else extended(caption, f"前 {most} 行，共 {rows} 行", f"first {most} of {rows}")


def say(zh: str, en: str = "", language: str = "both") -> Prose:
    """A computed paragraph in Chinese, English or both; ``**bold**`` marks what matters."""
    return Prose.of(zh, en, language)


def answer(zh: str, en: str = "", language: str = "both") -> Prose:
    """The notebook's answer: it stands on the study's front page too."""
    return Prose.of(zh, en, language, "gj-answer")


def _keep(drawn: Figure, plotted: pd.DataFrame, name: str) -> None:
    folder = os.environ.get("GOUJI_STUDY_DATA")
    if not folder or not name:
        return
    place = Path(folder) / "figures"
    place.mkdir(exist_ok=True)
    drawn.savefig(place / f"{name}.svg", metadata={"Date": None})
    drawn.savefig(place / f"{name}.png", dpi=300, metadata={"Software": None})
    plotted[[c for c in plotted if not hidden(c)]].to_csv(place / f"{name}.csv", index=False, lineterminator="\n")

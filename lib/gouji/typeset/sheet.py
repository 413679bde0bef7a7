"""The page being written: its size, how far down it is filled, and how text gets onto it in the style given.

In: a reportlab canvas, a ``Style``. Coordinates of callers are points from the page's top left as displayed;
rotation and crop offset are undone here. Refuses a character that the font lacks.
"""

from __future__ import annotations

import random
from itertools import groupby

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from gouji.errors import Refusal
from gouji.typeset.style import PLAIN, Style

FONT = "NotoSansSC"
MARGIN = 48.0


class Sheet:
    """The page being written: its size and how far down it is filled (points from the top)."""

    def __init__(self, canvas: Canvas, style: Style = PLAIN):
        self.canvas, self.number, self.style = canvas, 0, style
        self.width, self.height, self.y = *A4, None
        self.held: list[tuple] = []
        self.chance = random.Random(7)

    def new_page(self, size=A4):
        self.end_page()
        self.number += 1
        self.width, self.height, self.y = *size, MARGIN
        style = self.style
        turned = style.rotate if size[0] > size[1] else 0
        paper = (size[1], size[0]) if turned else size
        self.canvas.setPageSize((size[0] + 2 * style.crop, size[1] + 2 * style.crop))  # reportlab turns the media box itself
        if style.rotate:
            self.canvas.setPageRotation(turned)
        if style.crop:
            self.canvas.setCropBox([style.crop, style.crop, paper[0] + style.crop, paper[1] + style.crop])
            self.canvas.translate(style.crop, style.crop)
        if turned == 90:
            self.canvas.transform(0, 1, -1, 0, paper[0], 0)
        elif turned == 270:
            self.canvas.transform(0, -1, 1, 0, 0, paper[1])
        if style.watermark:
            self._watermark()
        if style.furniture and self.number > 1:
            self.write("部门预算决算公开文本", 9, MARGIN, 32)
            self.canvas.line(MARGIN, self.height - 37, self.width - MARGIN, self.height - 37)
        if style.hidden == "outside":
            self.write("1,234.56", 9, self.width + 8, 300)
            self.write("删去的页边文字", 9, 100, self.height + 14)

    def end_page(self):
        if self.y is not None:
            if self.number > 1:
                self.write(f"- {self.number} -", 9, self.width / 2, self.height - 26, "center")
            self.chance.shuffle(self.held)
            for piece in self.held:
                self._draw(*piece)
            self.held = []
            self.canvas.showPage()
            self.y = None

    def end(self):
        self.end_page()
        self.canvas.save()

    def room(self) -> float:
        return -1.0 if self.y is None else self.height - MARGIN - self.y

    def write(self, text: str, size: float, x: float, y: float, align: str = "left"):
        """One line with its baseline ``y`` points below the page's top. Refuses a character the font lacks."""
        lacking = [c for c in text if ord(c) not in pdfmetrics.getFont(FONT).face.charToGlyph]  # the other fonts have more
        if lacking:
            raise Refusal(repr(text), f"the font lacks {' '.join(sorted(set(lacking)))}", "write another character")
        if self.style.text == "line":
            self._draw(text, size, x, y, align)
            return
        x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * self.measure(size)(text)
        for character in text:
            piece = (character, size, x, y, "left")
            x += self.measure(size)(character)
            if self.style.text == "shuffled":
                self.held.append(piece)
            else:
                self._draw(*piece)

    def _draw(self, text: str, size: float, x: float, y: float, align: str):
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString, "center": self.canvas.drawCentredString}
        if self.style.digits or self.style.bold:
            x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * self.measure(size)(text)
            for font, run in self._runs(text):
                self.canvas.setFont(font, size)
                self.canvas.drawString(x, self.height - y, run, mode=2 if self.style.bold == "stroked" else None)
                if self.style.bold == "twice":
                    self.canvas.drawString(x + 0.25, self.height - y, run)
                x += pdfmetrics.stringWidth(run, font, size)
            return
        self.canvas.setFont(self.style.font, size)
        draw[align](x, self.height - y, text)

    def _runs(self, text: str) -> list[tuple[str, str]]:
        """The text cut where its font changes."""
        fonts = [self.style.digits if self.style.digits and c.isascii() else self.style.font for c in text]
        return [(font, "".join(c for _, c in run)) for font, run in groupby(zip(fonts, text), key=lambda p: p[0])]

    def _watermark(self):
        self.canvas.saveState()
        self.canvas.setFillGray(0.88)
        self.canvas.translate(self.width / 2, self.height / 2)
        self.canvas.rotate(45)
        self.canvas.setFont(self.style.font, 80)
        self.canvas.drawCentredString(0, 0, "内部样本")
        self.canvas.restoreState()

    def hide(self, text: str, size: float, x: float, y: float):
        """Text that no reader of the page sees: not painted, or painted white, or covered by paper afterwards."""
        canvas, hidden = self.canvas, self.style.hidden
        canvas.saveState()
        if hidden == "white":
            canvas.setFillGray(1)
        canvas.setFont(self.style.font, size)
        canvas.drawString(x, self.height - y, text, mode=3 if hidden == "invisible" else None)
        if hidden == "beneath":
            canvas.setFillGray(1)
            canvas.rect(x, self.height - y - size * 0.25, pdfmetrics.stringWidth(text, self.style.font, size), size * 1.1, stroke=0, fill=1)
        canvas.restoreState()

    def measure(self, size: float):
        if self.style.digits:
            return lambda text: sum(pdfmetrics.stringWidth(run, font, size) for font, run in self._runs(text))
        return lambda text: pdfmetrics.stringWidth(text, self.style.font, size)

"""A fact file typeset as a PDF: text layer, ruled tables, the layout of the official forms.

In: ``Facts``, and the ``Style`` they are drawn in. Out: a PDF of the same bytes each time (reportlab's invariant
mode), with an embedded subset of Noto Sans SC. The first page says that it is a reconstruction, of what and from where.
Raises ``Refusal`` naming the table when a form does not fit its page.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gouji.errors import Refusal
from gouji.typeset.extras import chart_page, contents_page, inside_rows
from gouji.typeset.facts import Facts, FactTable, Text
from gouji.typeset.grid import PAD, Span, column_widths, row_heights, set_lines, spans, wrap
from gouji.typeset.sheet import FONT, MARGIN, Sheet
from gouji.typeset.strokes import draw_rules
from gouji.typeset.style import PLAIN, Style

SIZES = {"part": 20, "section": 13, "sub": 11, "p": 10.5}
NOTICE = "重建件：本文件由 gouji 项目依据公开文本重新排印，供研究与测试之用，不是原件；表内数字照录原文，行文另行撰写。"


def typeset(facts: Facts, out: str | Path, style: Style = PLAIN) -> Path:
    """Write the PDF of one fact file, drawn as ``style`` says; returns its path."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(files("gouji") / "declared/fonts/NotoSansSC-Regular.ttf")))
    if style.font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(style.font))
    out = Path(out)
    sheet = Sheet(Canvas(str(out), pagesize=A4, invariant=1, pageCompression=1), style)
    sheet.canvas.setTitle(facts.meta["title"])
    sheet.canvas.setSubject(NOTICE)
    sheet.canvas.setCreator("gouji")
    _cover(sheet, facts)
    if style.contents:
        contents_page(sheet, facts)
    if style.chart:
        chart_page(sheet)
    for block in facts.blocks:
        if isinstance(block, FactTable):
            _table(sheet, facts.name, block)
        else:
            _text(sheet, block)
    sheet.end()
    return out


def _cover(sheet: Sheet, facts: Facts):
    sheet.new_page()
    sheet.y = 220
    for line in wrap(facts.meta["title"], 400, sheet.measure(24)):
        sheet.write(line, 24, sheet.width / 2, sheet.y, "center")
        sheet.y += 38
    sheet.y = 600
    for text in (NOTICE, f"来源：{facts.meta['source']}", facts.meta.get("note", "")):
        for line in wrap(text, sheet.width - 2 * MARGIN - 40, sheet.measure(10)) if text else []:
            sheet.write(line, 10, MARGIN + 20, sheet.y)
            sheet.y += 17
        sheet.y += 6
    sheet.end_page()


def _text(sheet: Sheet, block: Text):
    if block.kind == "pagebreak":
        sheet.end_page()
        return
    size = SIZES[block.kind]
    if block.kind == "part" or sheet.y is None or sheet.width > sheet.height:
        sheet.new_page()
    if block.kind == "part":
        sheet.y += 30
    text = block.printed if block.kind != "p" else "　　" + block.printed
    lines = wrap(text, sheet.width - 2 * MARGIN, sheet.measure(size))
    if block.kind in ("section", "sub"):
        sheet.y += 6
        if sheet.room() < size * 6:  # a heading stays with what follows
            sheet.new_page()
    for line in lines:
        if sheet.room() < size * 1.8:
            sheet.new_page()
        sheet.y += size * 1.75
        centred = block.kind == "part"
        if sheet.style.boxed and block.kind in ("part", "section"):
            sheet.canvas.rect(MARGIN - 6, sheet.height - sheet.y - 6, sheet.width - 2 * MARGIN + 12, size * 1.6)
        sheet.write(line, size, sheet.width / 2 if centred else MARGIN, sheet.y, "center" if centred else "left")


def _table(sheet: Sheet, name: str, table: FactTable):
    size = landscape(A4) if table.keys.get("page") == "landscape" else A4
    where = f"{name}, table {table.keys.get('title') or table.form}"
    table, style = inside_rows(table, sheet.style), sheet.style
    body = _Body(table, size[0] - 2 * MARGIN, sheet, where)
    repeat = table.keys.get("continuation") == "repeat" if style.repeat is None else style.repeat
    if style.together and sheet.y is not None and (sheet.width, sheet.height) == size and body.height() + 110 < sheet.room():
        sheet.y += 16
    else:
        sheet.new_page(size)
    _head(sheet, table)
    body.draw(sheet, body.header, 0, len(table.header))
    row = 0
    while row < len(table.rows):
        stop = body.fitting(sheet, row)
        if stop == row:
            sheet.new_page(size)
            if repeat:
                _head(sheet, table)
                body.draw(sheet, body.header, 0, len(table.header))
            stop = body.fitting(sheet, row)
            if stop == row:
                raise Refusal(where, f"row {row + 1} is taller than a page", "shorten its text")
        body.draw(sheet, body.rows, row, stop)
        row = stop
        if row in table.breaks and row < len(table.rows):
            sheet.y = sheet.height
    for line in wrap(table.keys.get("note", ""), sheet.width - 2 * MARGIN, sheet.measure(9)):
        if not line:
            continue
        if sheet.room() < 14:
            sheet.new_page(size)
        sheet.y += 14
        sheet.write(line, 9, MARGIN, sheet.y)
    if not style.together:
        sheet.end_page()


def _head(sheet: Sheet, table: FactTable):
    keys = table.keys
    if keys.get("title"):
        for line in wrap(keys["title"], sheet.width - 2 * MARGIN, sheet.measure(15)):
            sheet.y += 20
            sheet.write(line, 15, sheet.width / 2, sheet.y, "center")
    if keys.get("number"):
        sheet.y += 14
        sheet.write(keys["number"], 9, sheet.width - MARGIN, sheet.y, "right")
    places = {"left": MARGIN, "center": sheet.width / 2, "right": sheet.width - MARGIN}
    if any(keys.get(k) for k in places):
        sheet.y += 14
        for align, x in places.items():
            if keys.get(align):
                sheet.write(keys[align], 9, x, sheet.y, align)
    sheet.y += 6


class _Body:
    """A table set for one page width: spans of header and body, column widths, row heights."""

    def __init__(self, table: FactTable, total: float, sheet: Sheet, where: str):
        wished = [float(w) for w in table.keys.get("widths", "").split()]
        header, rows = spans(table.header), spans([r.cells for r in table.rows], [r.fields for r in table.rows])
        self.style = sheet.style
        first = self.style.size or float(table.keys.get("fontsize", 9))
        for size in (first, *(s for s in (7.5, 6.5, 5.5, 4.5) if s < first or first == 9)):
            measure = sheet.measure(size)
            try:
                self.widths = column_widths(header + rows, table.columns, total, measure, wished)
                break
            except ValueError as error:
                lack = str(error)
        else:
            raise Refusal(where, f"does not fit its page ({lack})", "set it landscape or drop columns")
        self.size, leading = size, size * 1.35
        self.header, self.rows = set_lines(header, self.widths, measure), set_lines(rows, self.widths, measure)
        self.leading = leading
        self.heights = {
            id(self.header): row_heights(self.header, len(table.header), leading, max(leading + 5, self.style.row)),
            id(self.rows): row_heights(self.rows, len(table.rows), leading, max(leading + 5, self.style.row)),
        }
        self.breaks = set(table.breaks)

    def height(self) -> float:
        """Of header and body together, points."""
        return sum(sum(heights) for heights in self.heights.values())

    def fitting(self, sheet: Sheet, start: int) -> int:
        """The first body row after ``start`` that no longer fits on the page (``start`` itself when none does)."""
        room, heights, stop = sheet.room(), self.heights[id(self.rows)], start
        while stop < len(heights) and heights[stop] <= room and (stop == start or stop not in self.breaks):
            room -= heights[stop]
            stop += 1
        return stop

    def draw(self, sheet: Sheet, cells: list[Span], start: int, stop: int):
        """Draw rows ``start`` to ``stop``; a merged cell cut by the page's end goes on, its text too."""
        heights = self.heights[id(cells)]
        ys = [sheet.y]
        for height in heights[start:stop]:
            ys.append(ys[-1] + height)
        xs = [MARGIN + (self.style.shift if sheet.number % 2 else 0.0)]
        for width in self.widths:
            xs.append(xs[-1] + width)
        placed = []
        for cell in cells:
            first, last = max(cell.row, start), min(cell.row + cell.rows, stop)
            if first >= last:
                continue
            box = xs[cell.col], ys[first - start], xs[cell.col + cell.cols], ys[last - start]
            placed.append((cell, box, sum(heights[cell.row : first])))
        plain = self.style.rules == "cells" and not self.style.shade and not self.style.dark
        if not plain and placed:
            self._ground(sheet, [box for _, box, _ in placed], head=cells is self.header)
        for cell, box, above in placed:
            self._cell(sheet, cell, box, above, head=cells is self.header, ruled=plain)
        sheet.y = ys[-1]

    def _ground(self, sheet: Sheet, boxes: list, head: bool):
        """What lies under the text: shading, then the rules, all of a page's part at once."""
        canvas = sheet.canvas
        if self.style.shade or self.style.dark and head:
            canvas.saveState()
            canvas.setFillGray(0.25 if self.style.dark and head else 0.85 if head else 0.94)
            for x0, y0, x1, y1 in boxes[:: 1 if head else 2]:
                canvas.rect(x0, sheet.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
            canvas.restoreState()
        draw_rules(canvas, boxes, sheet.height, self.style, f"rules{sheet.number}{'h' if head else 'b'}{sheet.y:.0f}")
        if self.style.border:
            canvas.saveState()
            canvas.setLineWidth(self.style.border)
            left, top, right, foot = (f(b[i] for b in boxes) for i, f in enumerate((min, min, max, max)))
            canvas.rect(left, sheet.height - foot, right - left, foot - top)
            canvas.restoreState()

    def _cell(self, sheet: Sheet, cell: Span, box, above: float, head: bool, ruled: bool):
        x0, y0, x1, y1 = box
        canvas, style = sheet.canvas, self.style
        if ruled:
            canvas.setLineWidth(0.6)
            canvas.rect(x0, sheet.height - y1, x1 - x0, y1 - y0, stroke=1, fill=0)
        done = min(int(above // self.leading), len(cell.lines)) if above else 0
        lines = cell.lines[done:]
        lines = lines[: max(1, int((y1 - y0) // self.leading))] if above or len(lines) * self.leading > y1 - y0 else lines
        top = (y0 + y1 - len(lines) * self.leading) / 2
        align = "center" if head else style.figures if cell.align == "right" else cell.align
        pad = PAD if style.pad is None else min(style.pad, PAD)
        x = {"center": (x0 + x1) / 2, "right": x1 - pad, "left": x0 + pad}[align]
        if style.clip:
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(x0, sheet.height - y1, x1 - x0, y1 - y0)
            canvas.clipPath(path, stroke=0, fill=0)
        if style.hidden in ("invisible", "white", "beneath") and cell.align == "right" and lines and len(lines[0]) > 2 and not head:
            sheet.hide("9" + lines[0][1:], self.size, x0 + 1, top + self.leading * 0.78)
        if style.dark and head:
            canvas.setFillGray(1)
        for i, line in enumerate(lines):
            sheet.write(line, self.size, x, top + self.leading * (i + 0.78), align)
        if style.dark and head:
            canvas.setFillGray(0)
        if style.clip:
            canvas.restoreState()

"""What stands beside tables in real documents: contents with dotted leaders, a chart, a title inside the grid.

In: the ``Sheet`` being written, the facts. Out: pages and rows that are no figures of any form; a reader must not
take the first two for tables, and must take the last for what they are.
"""

from __future__ import annotations

from dataclasses import replace

from gouji.typeset.facts import Facts, FactTable, LEFT
from gouji.typeset.sheet import MARGIN, Sheet
from gouji.typeset.style import Style

BARS = (0.31, 0.74, 0.52, 0.9, 0.43, 0.66)  # heights as shares of the axis


def contents_page(sheet: Sheet, facts: Facts) -> None:
    """目录: each table's title, dots, a page number; the heading between two rules."""
    sheet.new_page()
    sheet.write("目　录", 18, sheet.width / 2, 90, "center")
    for y in (62, 100):
        sheet.canvas.line(MARGIN, sheet.height - y, sheet.width - MARGIN, sheet.height - y)
    y = 130.0
    for place, table in enumerate(facts.tables, start=4):
        title, right = table.keys.get("title", ""), sheet.width - MARGIN
        dots = "." * int((right - MARGIN - 40 - sheet.measure(11)(title)) / sheet.measure(11)("."))
        sheet.write(f"{title}{dots}", 11, MARGIN + 10, y)
        sheet.write(str(place), 11, right, y, "right")
        y += 22
    sheet.end_page()


def chart_page(sheet: Sheet) -> None:
    """A bar chart: axes, ticks, lines across, filled bars, figures over them."""
    sheet.new_page()
    sheet.write("图1：收入与支出构成（单位：万元）", 12, sheet.width / 2, 110, "center")
    canvas, left, foot, tall = sheet.canvas, 100.0, sheet.height - 480, 300.0
    canvas.line(left, foot, left, foot + tall)
    canvas.line(left, foot, left + 400, foot)
    for k in range(6):
        canvas.line(left - 4, foot + k * 60, left, foot + k * 60)
        canvas.saveState()
        canvas.setStrokeGray(0.8)
        canvas.line(left, foot + k * 60, left + 400, foot + k * 60)
        canvas.restoreState()
        sheet.write(f"{k * 200}.00", 8, left - 8, 480 - k * 60 + 3, "right")
    for k, share in enumerate(BARS):
        canvas.saveState()
        canvas.setFillGray(0.3 + 0.3 * (k % 2))
        canvas.rect(left + 30 + k * 60, foot, 36, share * tall, stroke=1, fill=1)
        canvas.restoreState()
        sheet.write(f"{share * 1000:.2f}", 8, left + 48 + k * 60, 474 - share * tall, "center")
        sheet.write(f"{2019 + k}年", 8, left + 48 + k * 60, 494, "center")
    sheet.end_page()


def inside_rows(table: FactTable, style: Style) -> FactTable:
    """The table with its title, and with its 部门 and 单位, as rows of the grid itself, where the style wants that."""
    keys, rows, width = dict(table.keys), [], table.columns
    if style.title_inside and keys.get("title"):
        rows.append((keys.pop("title"), *[LEFT] * (width - 1)))
    if style.unit_inside and keys.get("right"):
        half = max(width // 2, 1)
        left = " ".join(filter(None, (keys.pop("left", ""), keys.pop("center", ""))))
        rows.append((left, *[LEFT] * (half - 1), keys.pop("right"), *[LEFT] * (width - half - 1)))
    return replace(table, keys=keys, header=(*rows, *table.header)) if rows else table

"""Tables printed without rules: their lines are found and said, not read.

In: the pages of a reading. Out: a ``Problem`` for each page on which lines of figures stand outside every grid. Which
column a figure belongs to is not guessed from the space around it: a figure in a wrong column looks as right as any.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from gouji.forms.captions import hanging, unit_of
from gouji.forms.declared import words
from gouji.forms.text import is_figure, squeeze
from gouji.model import Line, Page, Problem

FEWEST_ROWS = 3  # lines of figures; two stand in many a running text
FEWEST_FIGURES = 2  # in such a line, beside its label
LONGEST = 20  # characters of a figure that stands alone
EDGE = 2.0  # points within which the figures of a column begin or end
_FIGURES = re.compile(r"(?<![\d.])(?:\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d{5,})(?![\d年])")
_DIGITS = re.compile(r"(?:\d\D*){4}")  # two figures have no fewer
_SENTENCE = re.compile("[，。；,;](?!\\d)|[元%]")  # a separator is followed by digits


def unruled_tables(pages: Sequence[Page]) -> list[Problem]:
    """One problem a page: how many lines of figures stand there below which words.

    A page counts that has lines of figures under a title or a unit; or a title and a unit, and no ruled table.
    """
    found = []
    for page in pages:
        if (count := _one_column(page)) >= FEWEST_ROWS:
            found.append(Problem(page.number, "table_unruled", f"{count} figures one below the other without ruled cells: a column left over from another sheet, it seems"))
            continue
        rows = [index for index, line in enumerate(page.lines) if _is_row(line)]
        if len(rows) < FEWEST_ROWS and page.grids:
            continue
        above = page.lines[: rows[0]] if rows else page.lines
        unit = any("元" in line.text and len(squeeze(line.text)) < 40 and unit_of(line.text) for line in above)
        if len(rows) < FEWEST_ROWS and not unit:
            if not page.grids and (title := _form_without_table(page.lines)):
                found.append(Problem(page.number, "table_unruled", f"{title}: words without ruled cells"))
            continue
        title = next((line.text.strip() for line in reversed(above) if hanging([line])), None)
        if len(rows) >= FEWEST_ROWS and (title or unit) or title and unit and not page.grids:
            detail = f"{len(rows)} lines of figures without ruled cells" + (f", below {title}" if title else "")
            found.append(Problem(page.number, "table_unruled", detail))
    return found


def _form_without_table(lines: Sequence[Line]) -> str | None:
    """The title beside the one 表号 of a page, with lines below it: a form, where a list of contents has many."""
    number = words().captions["number"].match
    at = [k for k, line in enumerate(lines) if len(line.text) < LONGEST and number(squeeze(line.text))]
    if len(at) != 1 or len(lines) - at[0] <= FEWEST_ROWS:
        return None
    beside = lines[max(at[0] - 1, 0) : at[0] + 2]
    return next((line.text.strip() for line in beside if hanging([line])), None)


def _one_column(page: Page) -> int:
    """How many figures stand alone in their lines, one below the other with one edge in common.

    0 where no unit is stated, unless nothing else stands on the page.
    """
    alone = [line.box for line in page.lines if line.text[-1:].isdigit() and len(line.text) < LONGEST and is_figure(line.text)]
    if len(alone) < FEWEST_ROWS:
        return 0
    shorter = sum(len(line.text) < LONGEST for line in page.lines)
    if not any(unit_of(line.text) for line in page.lines) and (page.grids or shorter < len(page.lines) or 3 * len(alone) < len(page.lines)):
        return 0
    return max(sum(abs(box[side] - other[side]) < EDGE for other in alone) for box in alone for side in (0, 2))


def _is_row(line: Line) -> bool:
    """Two figures or more, and no sentence around them."""
    short = squeeze(line.text)  # known already; most lines have too few digits, or a sentence's signs even without their spaces
    if not _DIGITS.search(short) or _SENTENCE.search(short):
        return False
    text = unicodedata.normalize("NFKC", line.text)
    return len(_FIGURES.findall(text)) >= FEWEST_FIGURES and not _SENTENCE.search(text)

"""Operands in words: what is printed, where, and how several of them make up what a figure is set against.

In: an ``Identity``. Out: the words that its message puts in, in Chinese (``zh``) or English (``en``). Figures stand as
printed, each with its unit; where an operand stands is the form and its page, or the page of the prose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from gouji.rules.arithmetic import Term, total
from gouji.rules.identities import HUNDRED, Identity
from gouji.rules.index import Figure
from gouji.rules.wording import column_words, in_words, spaced

PROSE = "说明"  # the pseudo-form of figures stated in prose (``gouji.rules.said``)
PLAIN = ("amount", "total")  # columns that add nothing to the name of a row
FEW = 4  # so many operands are written out, more are counted
POINTS = {"zh": "个百分点", "en": " percentage points"}


def measured(number: str | None, unit: str | None, language: str) -> str:
    """A number with its unit: 28.22万元, 28.22 万元 in English, 100% in either."""
    return spaced(f"{number}{unit or ''}", language) if number else ""


def gap(number: str | None, unit: str | None, language: str) -> str:
    """A difference with its unit: of percentages it is percentage points."""
    return f"{number}{POINTS[language]}" if number and unit == "%" else measured(number, unit, language)


@lru_cache(4096)
def stands(form: str | None, page: int, language: str) -> str:
    """Where a figure stands: the form by name and its page, or the page of the prose."""
    if language == "zh":
        where = "正文" if form == PROSE else in_words(form or "表", "zh")
        return f"{where}第{page}页" if page else where
    where = "prose" if form == PROSE else in_words(form or "form", "en")
    return f"{where}, p. {page}" if page else where


def pages(numbers: Iterable[int | None], language: str) -> str:
    """The pages on which a finding's operands stand, in brackets; nothing where none is known."""
    found = list(map(str, sorted({n for n in numbers if n})))
    if not found:
        return ""
    few = found[:FEW] + (["…"] if len(found) > FEW else [])
    return f"（第{'、'.join(few)}页）" if language == "zh" else f" ({'pp.' if len(found) > 1 else 'p.'} {', '.join(few)})"


def at(figure: Figure | None, language: str) -> str:
    """Column and place of an operand in brackets, for after its name; the column only where it says more than the name."""
    if figure is None:
        return ""
    column = column_words(figure.column, language)
    said = figure.column not in PLAIN or figure.form != PROSE and figure.column == "total" and "合" not in figure.label and "总" not in figure.label
    where = stands(figure.form, figure.page, language)
    words = [column, where] if said and column else [where]
    return f"（{'，'.join(words)}）" if language == "zh" else f" ({', '.join(words)})"


def named(figure: Figure) -> str:
    return f"“{(figure.label or figure.item).strip()}”"


def counterpart(identity: Identity, language: str) -> str:
    """What the left side is set against, by name and place: a row of another form, of the same one, or several together."""
    terms = [t for t in identity.right if t.figure or t.value]  # what a form does not print is nothing
    figures = [t.figure for t in terms if t.figure]
    if not figures:
        return ""
    own, first = next((t.figure for t in identity.left if t.figure), None), figures[0]
    same = own is not None and (own.form, own.table, own.page) == (first.form, first.table, first.page)
    if len(terms) == 1 and same and (own.row, own.label) == (first.row, first.label) and own.form != PROSE:
        word = column_words(first.column, language)
        return f"同行的{word}" if language == "zh" else f"the {word} of the same row"
    names = _sum([(t.sign, named(t.figure) if t.figure else t.name) for t in terms], language)
    if len(figures) == 1 and first.column not in PLAIN:
        names += f"（{column_words(first.column, 'zh')}）" if language == "zh" else f" ({column_words(first.column, 'en')})"
    if same:
        return f"同{'页' if first.form == PROSE else '表'}{names}" if language == "zh" else f"{names} on the same {'page' if first.form == PROSE else 'form'}"
    where = stands(first.form, first.page, language)
    return f"{where}{names}" if language == "zh" else f"{names} ({where})"


def _sum(operands: Sequence[tuple[int, str]], language: str) -> str:
    """Operands with their signs; of more than a few the first and how many there are."""
    if len(operands) > FEW:
        return f"{operands[0][1]}等 {len(operands)} 项之和" if language == "zh" else f"the sum of {len(operands)} from {operands[0][1]} on"
    out = ("−" if operands[0][0] < 0 else "") + operands[0][1]
    return out + "".join(f" {'+' if sign > 0 else '−'} {word}" for sign, word in operands[1:])


def parts(identity: Identity, language: str) -> str:
    """The parts of a sum as printed, in brackets, where they are few."""
    terms = [t for t in identity.right if t.figure and t.value]
    if not 2 <= len(terms) <= FEW or len(terms) < len([t for t in identity.right if t.value]):
        return ""
    words = _sum([(t.sign, spaced(t.figure.told, language)) for t in terms], language)
    return f"（{words}）" if language == "zh" else f" ({words})"


def _side(terms: Sequence[Term], language: str, own: Figure) -> str:
    """One side of a division; what another form prints is told with its place."""
    if len(terms) > FEW:
        first = next(t.figure for t in terms if t.figure)
        return measured(f"{total(terms) / first.factor:f}", first.unit, language)
    words = _sum([(t.sign, spaced(t.figure.told, language) if t.figure else f"{t.value:f}") for t in terms], language)
    elsewhere = next((t.figure for t in terms if t.figure and t.figure.form != own.form), None)
    if len(terms) > 1:
        words = f"({words})"
    if elsewhere is not None:
        words += f"（{stands(elsewhere.form, elsewhere.page, 'zh')}）" if language == "zh" else f" ({stands(elsewhere.form, elsewhere.page, 'en')})"
    return words


def division(identity: Identity, language: str) -> str:
    """How a percentage or a score is worked out, in the figures printed: 3541.64万元 ÷ 9291.71万元."""
    own = identity.left[0].figure
    words = f"{_side(identity.right, language, own)} ÷ {_side(identity.below, language, own)}"
    return words if identity.scale in (HUNDRED, Decimal(1)) else f"{identity.scale:f} × {words}"

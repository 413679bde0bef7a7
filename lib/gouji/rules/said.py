"""The figures stated in a document's prose as operands of the rules.

In: a ``Context`` (paragraphs and claims, bound to the ledger). Out: ``Prose``, its ``Said``s in printed order. A
``Said`` carries the claim as a ``Figure`` of the pseudo-form 说明 (in 元 for money, plain otherwise, with half of the
last printed digit), with its sentence and the line on which it is printed. Nothing is judged here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gouji.claims.find import Claim
from gouji.claims.prose import squeeze
from gouji.model import Page
from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.context import Context
from gouji.rules.index import UNIT_FACTORS, Figure

PROSE = "说明"
CONTEXT = (64, 32, 16, 6, 0)  # so many characters before a figure tell its line; fewer at the top of a page
SIDES = r"收(?:入)?(?:总计)?[、与和及]?支(?:出)?(?:预算|决算)?(?:总计|总预算|总额|合计)?(?:预算|决算)?(?:总计)?"
ENDS = r"(?:(?:年初|全年|当年)?(?:预算|决算|执行)(?:安排|支出|数|总额)*|支出|经费)$"


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """One stated figure. ``at`` is its ordinal, ``paragraph`` that of its paragraph (-1 when not known)."""

    at: int
    claim: Claim
    figure: Figure
    paragraph: int
    address: str = ""  # FORM/item/column of the form's figure it restates
    words: str = ""  # the subject as ``plain`` gives it

    @property
    def metric(self) -> str:
        return self.claim.metric

    @property
    def value(self) -> Decimal:
        return self.figure.value

    def term(self, sign: int = 1) -> Term:
        return Term(sign, self.figure.value, self.figure.half, self.figure.address, self.figure)


class Prose:
    """All that is said, by section and paragraph; ``bound`` finds the form's figure that one restates."""

    def __init__(self, context: Context):
        self.context = context
        self.paragraphs = context.paragraphs
        self._offsets = [p.offset for p in self.paragraphs]
        self._pages = {p.number: p for p in context.document.reading.pages}
        self._lines: dict[int, tuple[str, list[int]]] = {}
        self.tables = {t.ordinal: t for t in context.index.tables}
        self.says = tuple(self._said(at, claim) for at, claim in enumerate(context.claims))
        self.sections: dict[tuple[str, ...], list[Said]] = defaultdict(list)
        self.of_paragraph: dict[int, list[Said]] = defaultdict(list)
        for said in self.says:
            self.sections[said.claim.headings].append(said)
            self.of_paragraph[said.paragraph].append(said)

    def _said(self, at: int, claim: Claim) -> Said:
        paragraph = bisect_right(self._offsets, claim.offset) - 1
        bound = claim.figure
        address = f"{bound['form']}/{bound['item']}/{bound['column']}" if bound else ""
        return Said(at, claim, self._figure(at, claim, paragraph), paragraph, address, plain(claim.subject))

    def _figure(self, at: int, claim: Claim, paragraph: int) -> Figure:
        unit = {"万": "万元", "％": "%", "个百分点": "%"}.get(claim.unit, claim.unit)
        factor = UNIT_FACTORS.get(unit, Decimal(1))
        number = Decimal(claim.value)
        resolution = Decimal(1).scaleb(number.as_tuple().exponent) * factor
        half = resolution / 2 if (number or unit == "%") and claim.metric != "count" else ZERO  # things are counted, not rounded
        return Figure(
            form=PROSE, table=0, side="", item=claim.subject, column=claim.metric, label=claim.subject, row=claim.offset,
            col=at, value=number * factor, half=half, blank=False, readable=True, unit=unit, resolution=resolution,
            printed=claim.value + claim.unit, page=claim.page or 0, box=self._box(claim, paragraph), sentence=claim.sentence,
        )  # fmt: skip

    def _box(self, claim: Claim, paragraph: int) -> tuple[float, float, float, float] | None:
        """The line on which the figure is printed, found by the words before it."""
        page = self._pages.get(claim.page or 0)
        if page is None or paragraph < 0:
            return None
        text, starts = self._page_text(page)
        at = claim.offset - self.paragraphs[paragraph].offset
        words = self.paragraphs[paragraph].text
        told = [(before, words[max(0, at - before) : at + 5]) for before in CONTEXT]
        there = [(before, around) for before, around in told if around in text]
        # two items may grow by the same rate in the same words: what is there once comes before what is there twice
        for before, around in [t for t in there if text.count(t[1]) == 1] or there:
            return page.lines[bisect_right(starts, text.find(around) + min(before, at)) - 1].box
        return None

    def _page_text(self, page: Page) -> tuple[str, list[int]]:
        if page.number not in self._lines:
            pieces, starts, length = [], [], 0
            for line in page.lines:
                text = _squeezed(line.text)
                starts.append(length)
                pieces.append(text)
                length += len(text)
            self._lines[page.number] = "".join(pieces), starts
        return self._lines[page.number]

    def bound(self, said: Said) -> Figure | None:
        """The form's figure that a claim restates, as the index holds it."""
        return figure_of(said.claim, self.tables)

    def section(self, said: Said) -> list[Said]:
        return self.sections[said.claim.headings]

    def sentence(self, said: Said) -> list[Said]:
        """What is stated in the same sentence."""
        return [s for s in self.of_paragraph[said.paragraph] if s.claim.sentence == said.claim.sentence]


@lru_cache(4096)
def _squeezed(text: str) -> str:
    return squeeze(text)


def figure_of(claim: Claim, tables: dict) -> Figure | None:
    """The figure at a bound claim's address; None when the claim is not bound."""
    address = claim.figure
    table = tables.get(address["table"]) if address else None
    if table is None:
        return None
    rows = [r for r in table.by_item.get(address["item"], ()) if r.side == (address["side"] or "") and address["column"] in r.figures]
    figures = [r.figures[address["column"]] for r in rows]
    return next((f for f in figures if not f.blank), figures[0] if figures else None)


def prose_of(context: Context) -> Prose:
    """The context's prose, built once."""
    prose = context.__dict__.get("prose")
    if prose is None:
        prose = context.__dict__["prose"] = Prose(context)
    return prose


@lru_cache(8192)
def plain(text: str) -> str:
    """Without years, quotation marks and the words for this year."""
    text = re.sub(r"[\s“”\"]|20\d\d年度?", "", text).translate(str.maketrans("()", "（）"))
    return re.sub("^(?:本年度?|当年)", "", text)


@lru_cache(8192)
def core(text: str) -> str:
    """The thing without the words that say which reading of it is meant; 收入、支出 and 收支 alike."""
    text = re.sub(SIDES, "收支总计", plain(text))
    while (cut := re.sub(ENDS, "", text)) != text and cut:
        text = cut
    return text



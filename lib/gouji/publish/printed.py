"""A document as it is printed, and what was found of it: its forms as tables with a mark at every cell that was tested, its prose
with every figure that was tested underlined by outcome, its root findings beside them.

A mark is that of the worst outcome the cell takes part in; it leads to the cell's evidence. What has no mark takes part in nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gouji.model import Document, Line, Page, Table
from gouji.publish.evidence import TOLD
from gouji.publish.links import cell_href, document_file, findings_file
from gouji.publish.operands import Evidence, closer_box, operands
from gouji.publish.reports import roots_first
from gouji.publish.sheets import write_sheet
from gouji.publish.words import compact, place_in, spoken_of
from gouji.show.labels import label_words
from gouji.show.style import look
from gouji.show.tables import cell_text

WORST = ("mismatch", "truncation", "implausible", "missing", "rounding", "exact")  # the first of these that a figure takes part in is its mark
CONTENTS = 4  # dots in a row: a line of a list of contents
NUMBERED = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")  # a page's number
AMOUNT, WORDS = re.compile(r"\d[.,]\d"), re.compile(r"[^\d.,\s%％−-]")  # a column with amounts is set right, but for its words
SHORT, INDENT = 40, 12  # points by which a paragraph's last line ends early, and its first begins late
ROOTS = 16  # findings listed; the rest stand on the page of findings


@dataclass(frozen=True)
class Printed:
    """A piece of text: plain, or a figure with the outcome and where its evidence is; ``box`` is on the page."""

    text: str
    outcome: str = ""
    href: str = ""
    page: int = 0
    box: tuple[float, ...] = ()
    number: bool = False

    @property
    def peek(self) -> str:
        """What the script needs to show the place: page and box."""
        return " ".join(f"{n:g}" for n in (self.page, *(round(v, 1) for v in self.box)))


@dataclass(frozen=True)
class Form:
    """A table as printed; ``rows`` of Printed cells."""

    table: Table
    rows: list[list[Printed]]
    worst: str


def write_documents(site: Path, documents: pd.DataFrame, findings: pd.DataFrame, understood, dossiers: Mapping[str, str], indices: pd.DataFrame,
                    tiers: Mapping[str, str], evidence: Evidence) -> None:  # fmt: skip
    """Write one page a document that was read. ``understood`` gives a document by name; ``indices`` as the front page has them;
    ``tiers``: document → tier of its account."""
    known = indices.set_index("name").to_dict("index")
    by_document = operands_by_document(findings, evidence.names)
    for row in documents.itertuples(index=False):
        document: Document = understood(row.name)
        outcomes = outcomes_of(by_document.get(row.name, ()), evidence.spoken.get(row.name, {}))
        listed = roots_first(findings[(findings["name"] == row.name) & findings["outcome"].isin(TOLD) & findings["outcome"].ne("rounding") & findings["cause"].isna()])
        given = {
            "row": row, "tier": tiers.get(row.name, ""), "index": known.get(row.name), "dossier": dossiers.get(row.name), "findings_page": findings_file(row.name),
            "roots": list(listed.head(ROOTS).itertuples(index=False)), "left": max(0, len(listed) - ROOTS),
            "tested": findings.loc[findings["name"] == row.name, "outcome"].isin(WORST).any(),
            "forms": [form_of(t, row.name, outcomes, evidence) for t in document.tables], "prose": prose_of(document, row.name, outcomes, evidence),
            "legend": legend(), "images": evidence.pictures.get(row.name, {}), "counts": findings.loc[findings["name"] == row.name, "outcome"].value_counts().to_dict(),
        }  # fmt: skip
        write_sheet(site, document_file(row.name), "printed.html.j2", label_words(row.label), **given)


def operands_by_document(findings: pd.DataFrame, names: Mapping[str, str]) -> dict[str, list[tuple[str, dict]]]:
    """Document → (outcome, operand) of all its findings that were tested or told."""
    out: dict[str, list[tuple[str, dict]]] = {}
    for f in findings[findings["outcome"].isin(WORST)].itertuples(index=False):
        for place in operands(f.where):
            out.setdefault(names.get(place.get("document"), f.name), []).append((f.outcome, place))
    return out


def outcomes_of(tested: Iterable[tuple[str, dict]], spoken: Mapping) -> dict[tuple[int, int, int], dict[tuple, tuple[str, dict, tuple]]]:
    """Upper left corner of a cell or line (page, x, y) → what is printed there (its text and what it is of) → the worst
    outcome, an operand and its closest box."""
    out: dict[tuple[int, int, int], dict[tuple, tuple[str, dict, tuple]]] = {}
    for outcome, place in tested:
        at = out.setdefault((int(place["page"]), int(place["bbox"][0]), int(place["bbox"][1])), {})
        key = spoken_of(place)[2:]
        if key not in at or WORST.index(outcome) < WORST.index(at[key][0]):
            at[key] = (outcome, place, closer_box(spoken, place))
    return out


def form_of(table: Table, name: str, outcomes: Mapping, evidence: Evidence) -> Form:
    rows, worst = [], []
    shown = evidence.pictures.get(name, {})
    amounts = [any(AMOUNT.search(row[col].text) for row in table.rows if col < len(row)) for col in range(max((len(r) for r in table.rows), default=0))]
    for cells in table.rows:
        row = []
        for cell, amount in zip(cells, amounts, strict=False):
            text = cell_text(cell.text)
            at = outcomes.get((cell.page, int(cell.box[0]), int(cell.box[1])), {}) if cell.box else {}
            outcome = min((o for o, *_ in at.values()), key=WORST.index, default="")
            href = cell_href(name, cell.page, cell.box) if outcome and cell.page in shown else ""
            row.append(Printed(text, outcome, href, cell.page, cell.box or (), amount and not WORDS.search(text)))
            worst.append(outcome)
        rows.append(row)
    return Form(table, rows, min((o for o in worst if o), key=WORST.index, default=""))


def prose_of(document: Document, name: str, outcomes: Mapping, evidence: Evidence) -> list[tuple[int, list[list[Printed]]]]:
    """Page → its paragraphs outside the tables, each a list of pieces; pages without prose are left out."""
    out = []
    for page in document.reading.pages:
        paragraphs: list[list[Printed]] = []
        left, right = _margins(page)
        ended = True
        for line in page.lines:
            if "·" * CONTENTS in line.text or "." * CONTENTS in line.text or "……" in line.text or NUMBERED.fullmatch(line.text):
                continue
            if ended or line.box[0] > left + INDENT:
                paragraphs.append([])
            paragraphs[-1] += _pieces(line, name, outcomes.get((page.number, int(line.box[0]), int(line.box[1])), {}), page.number in evidence.pictures.get(name, {}))
            ended = line.box[2] < right - SHORT
        if paragraphs:
            out.append((page.number, paragraphs))
    return out


def _margins(page: Page) -> tuple[float, float]:
    return (min(line.box[0] for line in page.lines), max(line.box[2] for line in page.lines)) if page.lines else (0.0, 0.0)


def _pieces(line: Line, name: str, told: Mapping[tuple, tuple[str, dict, tuple]], linked: bool) -> list[Printed]:
    """A line cut at its figures; one that no single place of the line holds marks the line as a whole."""
    places, whole = [], []
    for (printed, of), (outcome, place, box) in told.items():
        found = place_in(compact(line.text), compact(printed), compact(of)) if compact(printed) else None
        (places if found else whole).append((found, outcome, place, box))
    if whole:
        _, outcome, place, box = min(whole, key=lambda w: WORST.index(w[1]))
        return [_piece(cell_text(line.text), outcome, name, place, box, linked)]
    out, at, real = [], 0, [i for i, c in enumerate(line.text) if not c.isspace()]
    for (start, length), outcome, place, box in sorted(places, key=lambda p: p[0]):
        begin, end = real[start], real[start + length - 1] + 1
        if begin < at:
            continue
        out += [Printed(line.text[at:begin])] if begin > at else []
        out.append(_piece(line.text[begin:end], outcome, name, place, box, linked))
        at = end
    return [*out, Printed(line.text[at:])] if at < len(line.text) else out


def _piece(text: str, outcome: str, name: str, place: Mapping, box: Sequence[float], linked: bool) -> Printed:
    return Printed(text, outcome, cell_href(name, int(place["page"]), box) if linked else "", int(place["page"]), tuple(box))


def legend() -> list[dict]:
    """Outcomes in the order of the marks, best first."""
    return [look()["outcomes"][o] | {"outcome": o} for o in reversed(WORST)]

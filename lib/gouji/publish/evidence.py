"""Evidence: one page for each page of a document on which a figure is printed, with every figure boxed and explained.

The picture of a page is rendered once (WebP, kept in the study's cache by the document's hash) and every crop is a view
of it, so that a crop costs nothing. What is listed: the ledger's figures, the operands of findings, and what notebooks ask for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pypdfium2

from gouji.amounts import scale
from gouji.model import Box, Document, Page
from gouji.publish.asked import Key, printed_at
from gouji.publish.links import anchor, findings_file, page_file, slug
from gouji.publish.sheets import write_sheet

TOLD = ("mismatch", "truncation", "implausible", "missing", "rounding")  # outcomes with an entry on the findings page
SCALE = 1.6  # pixels a point: 10-point figures are read without effort
WIDEST = 2400  # pixels: a page of any size stays a picture of bounded size
QUALITY = 60
MARGIN = 6  # points of paper around a row


@dataclass
class Place:
    """One printed figure: where, what it is of, what was read, and the identities it takes part in."""

    box: Box
    printed: str
    row: str = ""
    column: str = ""
    form: str = ""
    value: str = ""
    unit: str = ""
    resolution: str = ""
    source: str = "text"
    readers: str = ""
    header: str = ""  # viewBox of the header above it, empty when it stands in no table
    header_page: int = 0
    band: str = ""  # viewBox of its row
    findings: list[dict] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor(self.box)

    @property
    def value_shown(self) -> str:
        """The value with its thousands apart, in 元 when it is an amount."""
        whole, dot, rest = self.value.partition(".")
        return f"{int(whole):,}{dot}{rest}".replace("-", "−") if whole.lstrip("-").isdecimal() else self.value

    @property
    def factor(self) -> int | None:
        """元 in one of its unit; None where it is no amount."""
        return int(worth) if (worth := scale(self.unit)) else None


Pictures = dict[str, dict[int, dict]]  # document → page → file, width, height


def write_evidence(site: Path, documents: pd.DataFrame, ledger: pd.DataFrame, findings: pd.DataFrame,
                   understood: Callable[[str], Document], pdf: Callable[[str], Path], cache: Path, asked: Mapping[str, Set[Key]] | None = None) -> Pictures:  # fmt: skip
    """Write the evidence pages and their pictures. ``documents`` one row a document that was read (name, label, file,
    sha256_read, reader); ``understood`` and ``pdf`` give a document and its file by name; ``cache`` keeps pictures between runs;
    ``asked``: document → further places to show (``gouji.publish.asked``)."""
    used = _findings_by_place(findings, dict(zip(documents["sha256_read"], documents["name"], strict=True)))
    by_name = dict(iter(ledger.groupby("name", sort=False)))
    pictures: Pictures = {}
    for row in documents.itertuples(index=False):
        document = understood(row.name)
        places = places_of(document, by_name.get(row.name, ledger.iloc[:0]), used.get(row.name, {}), (asked or {}).get(row.name, frozenset()))
        pages = sorted({*places, *(p.header_page for own in places.values() for p in own if p.header_page)})
        images = pictures[row.name] = _pictures(pdf(row.name), document, pages, site, row.name, cache)
        for page in pages:
            own = sorted(places.get(page, []), key=lambda p: (p.box[1], p.box[0]))
            needed = {page, *(p.header_page for p in own if p.header_page)}
            write_sheet(site, page_file(row.name, page), "evidence.html.j2", f"{row.label} · 第{page}页 page {page}", row=row, page=page, places=own,
                        images={n: images[n] for n in sorted(needed)}, slug=slug(row.name), told=TOLD, first=pages[0], last=pages[-1], pages=pages)  # fmt: skip
    return pictures


def places_of(document: Document, ledger: pd.DataFrame, used: Mapping[tuple, list[dict]], asked: Set[Key] = frozenset()) -> dict[int, list[Place]]:
    """Page → its figures: those of the ledger that are printed, the operands of findings that stand elsewhere, what is ``asked``."""
    found: dict[tuple, Place] = {}
    headers = _headers(document)
    for r in ledger[ledger["x0"].notna() & ledger["page"].notna()].itertuples(index=False):
        box = (r.x0, r.y0, r.x1, r.y1)
        key = (int(r.page), int(r.x0), int(r.y0))
        if r.blank and key not in used and key not in asked:
            continue
        place = Place(box, _text(r.printed) or "（空 blank）", _text(r.row_label), _column(r, document), _text(r.form), _plain(r.value), _text(r.unit), _plain(r.resolution),
                      r.source, _readers(r))  # fmt: skip
        _crop(place, key[0], headers.get(int(r.table) if r.table == r.table else 0), document)
        found[key] = place
    for key, own in used.items():
        if key not in found:
            operand = own[0]["operand"]
            found[key] = Place(tuple(operand["bbox"]), operand["printed"] or "（空 blank）", _text(operand["row"]), _text(operand["column"]))
            _crop(found[key], key[0], None, document)
        found[key].findings = [{k: v for k, v in f.items() if k != "operand"} for f in own]
    for key in asked - found.keys():
        if place := _words(key, document):
            found[key] = place
    pages = defaultdict(list)
    for (page, *_), place in found.items():
        pages[page].append(place)
    return dict(pages)


def _words(key: Key, document: Document) -> Place | None:
    """Words, a blank cell or a whole page that something shown leads to; None where nothing is printed."""
    number, x, y = key
    pages = document.reading.pages
    if not (shown := printed_at(pages[number - 1], x, y) if 0 < number <= len(pages) else None):
        return None
    text, box = shown
    place = Place(box, text or ("（整页 the page）" if (x, y) == (0, 0) else "（空 blank）"))
    _crop(place, number, None, document)
    return place


def operands(where: str) -> Iterator[dict]:
    """The places of a finding that can be shown."""
    return (p for p in json.loads(where) if p.get("page") and p.get("bbox"))


def _findings_by_place(findings: pd.DataFrame, names: Mapping[str, str]) -> dict[str, dict[tuple, list[dict]]]:
    out: dict[str, dict[tuple, list[dict]]] = defaultdict(lambda: defaultdict(list))
    for f in findings[findings["where"].str.contains('"bbox"')].itertuples(index=False):
        told = {"id": f.id, "rule": f.rule, "outcome": f.outcome, "page": findings_file(f.name)}
        for place in operands(f.where):
            out[names.get(place.get("document"), f.name)][(int(place["page"]), int(place["bbox"][0]), int(place["bbox"][1]))].append({**told, "operand": place})
    return out


def _headers(document: Document) -> dict[int, tuple[int, Box]]:
    """Table (ordinal from 1) → the page it begins on and the box of its header rows there."""
    out = {}
    for ordinal, table in enumerate(document.tables, start=1):
        page = table.pages[0]
        first = next((c.box for row in table.rows for c in row if c.box and c.page == page), None)
        grid = next((g for g in document.reading.pages[page - 1].grids if first and g.box[1] <= first[1] + 1 and g.box[3] >= first[3] - 1), None)
        if grid and first[1] - grid.box[1] > 4:
            out[ordinal] = (page, (grid.box[0], grid.box[1], grid.box[2], first[1]))
    return out


def _crop(place: Place, page: int, header: tuple[int, Box] | None, document: Document) -> None:
    """Set the views: the row's band, as wide as its table (or the page), and the header above it."""
    place.band, _ = row_view(document.reading.pages[page - 1], place.box)
    if header:
        place.header_page, box = header
        place.header = _view(box[0] - MARGIN, box[1] - 1, box[2] + MARGIN, box[3] + 1)


def row_view(page: Page, box: Sequence[float]) -> tuple[str, float]:
    """The view of the row a box stands in, as wide as its table (the page where it stands in none), and its width in points."""
    x0, x1 = 0.0, page.width
    grid = next((g for g in page.grids if g.box[0] - 1 <= box[0] and box[2] <= g.box[2] + 1 and g.box[1] - 1 <= box[1] <= g.box[3]), None)
    if grid:
        x0, x1 = max(0.0, grid.box[0] - MARGIN), min(page.width, grid.box[2] + MARGIN)
    return _view(x0, max(0.0, box[1] - MARGIN), x1, min(page.height, box[3] + MARGIN)), x1 - x0


def _view(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.0f} {y0:.0f} {max(1, x1 - x0):.0f} {max(1, y1 - y0):.0f}"


def _pictures(pdf: Path, document: Document, pages: Iterable[int], site: Path, name: str, cache: Path) -> dict[int, dict]:
    """Page → file name, width and height in points as displayed; rendered when the cache has none."""
    out = {}
    cache.mkdir(parents=True, exist_ok=True)
    (site / "evidence").mkdir(parents=True, exist_ok=True)
    with pypdfium2.PdfDocument(str(pdf)) as opened:
        for number in pages:
            kept = cache / f"{document.reading.sha256[:16]}-{number}.webp"
            if not kept.is_file():
                _render(opened[number - 1], kept)
            file = f"{slug(name)}-{number}.webp"
            (site / "evidence" / file).write_bytes(kept.read_bytes())
            shown = document.reading.pages[number - 1]
            out[number] = {"file": file, "width": round(shown.width, 1), "height": round(shown.height, 1)}
    return out


def _render(page: pypdfium2.PdfPage, kept: Path) -> None:
    scale = min(SCALE, WIDEST / max(page.get_size()))
    part = kept.with_suffix(".part")
    page.render(scale=scale).to_pil().convert("RGB").save(part, "WEBP", quality=QUALITY, method=2)
    part.replace(kept)


def _column(row, document: Document) -> str:
    """The header above a figure as printed, and what the ledger calls it."""
    headers = document.tables[int(row.table) - 1].columns  # table and col count from 1
    printed = headers[int(row.col) - 1] if row.col <= len(headers) else ""
    named = _text(row.column)
    return f"{' '.join(printed.split())} ({named})" if printed and named else printed or named


def _readers(row) -> str:
    if pd.isna(row.readers_agree):
        return ""
    if row.readers_agree:
        return "agree"
    return f"{_text(row.other_reader) or '（空 blank）'}|{_text(row.reader_choice)}"


def _text(value) -> str:
    return "" if pd.isna(value) else str(value)


def _plain(value) -> str:
    """A decimal without exponent and without zeros that say nothing."""
    if pd.isna(value):
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Evidence: one page for each page of a document on which a figure is printed, with every figure boxed and explained.

The picture of a page is rendered once (WebP, kept in the study's cache by the document's hash) and every crop is a view
of it, so that a crop costs nothing. What is listed: the ledger's figures, the operands of findings, and what notebooks ask for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pypdfium2
from PIL import Image

from gouji.amounts import scale
from gouji.model import Box, Document
from gouji.publish.asked import Key, printed_at
from gouji.publish.crops import Band, Header, band_of, grid_of, header_before
from gouji.publish.links import anchor, findings_file, page_file, slug
from gouji.publish.operands import Evidence, closer_box
from gouji.publish.sheets import write_sheet
from gouji.publish.words import Spoken, spoken_of, word_boxes
from gouji.show.labels import label_words

TOLD = ("mismatch", "truncation", "implausible", "missing", "rounding")  # outcomes with an entry on the findings page
SCALE = 1.6  # pixels a point: 10-point figures are read without effort
WIDEST = 2400  # pixels: a page of any size stays a picture of bounded size
COLOURS, QUALITY, HEAVY = 16, 60, 160_000  # print needs few colours and no loss; what is heavier so (a scan, a photograph) is kept with some loss


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
    band: Band | None = None  # its row as shown, with the header above it
    findings: list[dict] = field(default_factory=list)
    also: list[str] = field(default_factory=list)  # anchors of the line it stands in, when nothing else in it is shown

    @property
    def anchor(self) -> str:
        return anchor(self.box)

    @property
    def value_shown(self) -> str:
        """The value with its thousands apart, in 元 when it is an amount."""
        whole, dot, rest = self.value.partition(".")
        return f"{int(whole):,}{dot}{rest}".replace("-", "−") if whole.lstrip("-").isdecimal() else self.value

    @property
    def header_page(self) -> int:
        return self.band.header[0] if self.band and self.band.header else 0

    @property
    def factor(self) -> int | None:
        """元 in one of its unit; None where it is no amount."""
        return int(worth) if (worth := scale(self.unit)) else None


def write_evidence(site: Path, documents: pd.DataFrame, ledger: pd.DataFrame, findings: pd.DataFrame,
                   understood: Callable[[str], Document], pdf: Callable[[str], Path], cache: Path, asked: Mapping[str, Set[Key]] | None = None) -> Evidence:  # fmt: skip
    """Write the evidence pages and their pictures; gives what other pages need to show the same figures. ``documents`` one row
    a document that was read (name, label, file, sha256_read, reader); ``understood`` and ``pdf`` give a document and its file by
    name; ``cache`` keeps pictures between runs; ``asked``: document → further places to show (``gouji.publish.asked``)."""
    names = dict(zip(documents["sha256_read"], documents["name"], strict=True))
    used = _findings_by_document(findings, names)
    by_name = dict(iter(ledger.groupby("name", sort=False)))
    shown = Evidence({}, lambda name, number: understood(name).reading.pages[number - 1], {}, {}, names)
    for row in documents.itertuples(index=False):
        document, own = understood(row.name), used.get(row.name, [])
        headers = shown.headers[row.name] = _headers(document)
        with pypdfium2.PdfDocument(str(pdf(row.name))) as opened:
            spoken = shown.spoken[row.name] = word_boxes(opened, document.reading.pages, [spoken_of(f["operand"]) for f in own])
            places = places_of(document, by_name.get(row.name, ledger.iloc[:0]), _by_place(own, spoken), (asked or {}).get(row.name, frozenset()), headers)
            pages = sorted({*places, *(p.header_page for some in places.values() for p in some if p.header_page)})
            images = shown.pictures[row.name] = _pictures(opened, document, pages, site, row.name, cache)
        for page in pages:
            own = sorted(places.get(page, []), key=lambda p: (p.box[1], p.box[0]))
            needed = {page, *(p.header_page for p in own if p.header_page)}
            write_sheet(site, page_file(row.name, page), "evidence.html.j2", tuple(f"{of} · {words}" for of, words in zip(label_words(row.label), (f"第 {page} 页", f"page {page}"), strict=True)), row=row, page=page, places=own,
                        images={n: images[n] for n in sorted(needed)}, slug=slug(row.name), told=TOLD, first=pages[0], last=pages[-1], pages=pages)  # fmt: skip
    return shown


def places_of(document: Document, ledger: pd.DataFrame, used: Mapping[Key, list[dict]], asked: Set[Key] = frozenset(),
              headers: Header | None = None) -> dict[int, list[Place]]:  # fmt: skip
    """Page → its figures: those of the ledger that are printed, the operands of findings that stand elsewhere, what is ``asked``."""
    found: dict[tuple, Place] = {}
    headers = headers or _headers(document)
    for r in ledger[ledger["x0"].notna() & ledger["page"].notna()].itertuples(index=False):
        box = (r.x0, r.y0, r.x1, r.y1)
        key = (int(r.page), int(r.x0), int(r.y0))
        if r.blank and key not in used and key not in asked:
            continue
        place = Place(box, _text(r.printed) or "（空 blank）", _text(r.row_label), _column(r, document), _text(r.form), _plain(r.value), _text(r.unit), _plain(r.resolution),
                      r.source, _readers(r))  # fmt: skip
        found[key] = _banded(place, key[0], document, headers)
    for key, own in used.items():
        if key not in found:
            operand, printed = own[0]["operand"], "；".join(dict.fromkeys(f["operand"]["printed"] or "（空 blank）" for f in own))
            found[key] = _banded(Place(own[0]["box"], printed, _text(operand["row"]), _text(operand["column"])), key[0], document, headers)
        found[key].findings = list({f["id"]: {k: f[k] for k in ("id", "rule", "outcome", "page")} for f in own}.values())
    _lines(found, used, document)
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
    text = shown.text or ("（整页 the page）" if (x, y) == (0, 0) else "（空 blank）")
    return _banded(Place(shown.box, text, readers=shown.readers), number, document, _headers(document))


def _lines(found: dict[Key, Place], used: Mapping[Key, list[dict]], document: Document) -> None:
    """A line of prose of which one figure alone is shown is that figure: its anchor leads there."""
    for key in [k for k, own in used.items() if any(f["within"] for f in own)]:
        words = {f["within"] for f in used[key]}
        in_table = grid_of(document.reading.pages[key[0] - 1], found[key].box)
        if len(words) == 1 and (at := words.pop()) in found and not in_table:
            found[at].also.append(anchor(found[key].box))
            del found[key]


def _findings_by_document(findings: pd.DataFrame, names: Mapping[str, str]) -> dict[str, list[dict]]:
    """Document → the operands of findings that are printed in it, each with its finding."""
    out: dict[str, list[dict]] = defaultdict(list)
    for f in findings.itertuples(index=False):
        told = {"id": f.id, "rule": f.rule, "outcome": f.outcome, "page": findings_file(f.name)}
        for place in (p for p in json.loads(f.where) if p.get("page") and (p.get("bbox") or p.get("printed"))):
            out[names.get(place.get("document"), f.name)].append({**told, "operand": place})
    return out


def _by_place(own: Iterable[dict], spoken: Mapping[Spoken, Box]) -> dict[Key, list[dict]]:
    """Place → the findings it takes part in: at the operand's own words, and at the cell or line they stand in (``within`` the
    key of the words there)."""
    out: dict[Key, list[dict]] = defaultdict(list)
    for f in own:
        page, box = int(f["operand"]["page"]), closer_box(spoken, f["operand"])
        if box is None:
            continue
        whole = tuple(f["operand"]["bbox"] or box)
        own_key, key = ((page, int(b[0]), int(b[1])) for b in (box, whole))
        out[own_key].append({**f, "box": box, "within": None})
        if key != own_key:
            out[key].append({**f, "box": whole, "within": own_key})
    return out


def _headers(document: Document) -> Header:
    """Where the header stands of a cell on a later page of its table: on the nearest page before that has one over its column."""
    pages = document.reading.pages
    continued = {page: table.pages for table in document.tables for page in table.pages[1:]}

    def header(page: int, box: Box) -> tuple[int, float, float] | None:
        grid = grid_of(pages[page - 1], box)
        for number in reversed([n for n in continued.get(page, ()) if n < page]):
            for before in reversed(pages[number - 1].grids):
                alike = grid and abs(before.box[0] - grid.box[0]) < 4 and abs(before.box[2] - grid.box[2]) < 4
                if alike and (found := header_before(before, box)):
                    return number, *found
        return None

    return header


def _banded(place: Place, page: int, document: Document, headers: Header) -> Place:
    place.band = band_of(document.reading.pages[page - 1], [place.box], headers, [place.row])
    return place


def _pictures(opened: pypdfium2.PdfDocument, document: Document, pages: Iterable[int], site: Path, name: str, cache: Path) -> dict[int, dict]:
    """Page → file name, width and height in points as displayed; rendered when the cache has none."""
    out = {}
    cache.mkdir(parents=True, exist_ok=True)
    (site / "evidence").mkdir(parents=True, exist_ok=True)
    for number in pages:
        kept = cache / f"{document.reading.sha256[:16]}-{number}-{COLOURS}.webp"
        if not kept.is_file():
            _render(opened[number - 1], kept)
        file = f"{slug(name)}-{number}.webp"
        (site / "evidence" / file).write_bytes(kept.read_bytes())
        shown = document.reading.pages[number - 1]
        out[number] = {"file": file, "width": round(shown.width, 1), "height": round(shown.height, 1)}
    return out


def _render(page: pypdfium2.PdfPage, kept: Path) -> None:
    scale = min(SCALE, WIDEST / max(page.get_size()))
    part, image = kept.with_suffix(".part"), page.render(scale=scale).to_pil().convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB").save(part, "WEBP", lossless=True, quality=30, method=1)
    if part.stat().st_size > HEAVY:
        image.save(part, "WEBP", quality=QUALITY, method=2)
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

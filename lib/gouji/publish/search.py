"""The site's search: what can be found, as one script; the page looks words up by what they contain.

Chinese has no spaces between words, so nothing is cut into words here: a query's parts are sought as they stand, in
documents, forms, rows with their figures, rules, findings and the notebooks' own words. Thousands separators do not count.
Words of ours stand in the index once, as pairs of Chinese and English; what is sought is found in either language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from gouji.publish.evidence import TOLD
from gouji.publish.links import cell_href, findings_file, rule_file
from gouji.publish.sheets import write_sheet
from gouji.rules.catalogue import load_catalogue
from gouji.show.labels import ACROSS, label_words
from gouji.show.rich import parted
from gouji.show.tables import printable
from gouji.show.words import word

STEPS = re.compile(r'<div class="gj-steps">.*?</div>', re.S)  # what a figure opens to is no part of the sentence
LONGEST = 400  # characters of one piece of an entry
VOID = ("br", "img", "hr", "input", "image", "rect", "wbr")  # elements that no tag closes

Piece = str | tuple[str, str]  # text of a document; words of ours in Chinese and English
Entry = tuple[str, Sequence[Piece], str, Sequence[Piece]]  # kind, title, link from the site's root, text


def write_search(site: Path, entries: Iterable[Entry]) -> int:
    """Write the index and the page that looks into it; returns the number of entries."""
    said: dict[tuple[str, str], int] = {}
    rows = [[kind, _pieces(title, said), link, _pieces(text, said)] for kind, title, link, text in entries]
    index = {"entries": rows, "said": list(said)}
    (site / "_static" / "search-data.js").write_text(f"window.gjIndex = {json.dumps(index, ensure_ascii=False)};\n", "utf-8")
    write_sheet(site, "search.html", "search.html.j2", ("搜索", "Search"))
    return len(rows)


def _pieces(pieces: Sequence[Piece], said: dict[tuple[str, str], int]) -> list[str | int]:
    """Pieces as the index has them: a text as it is, words of ours by their number in ``said``."""
    out: list[str | int] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(_text(piece)[:LONGEST])
        else:
            zh, en = (_text(part)[:LONGEST] for part in piece)
            out.append(said.setdefault((zh, en), len(said)))
    return out


def notebook_entries(notebook: Path, title: str, page: str) -> list[Entry]:
    """One entry a section: its heading, the notebook's own words and computed paragraphs under it."""
    entries, heading, words = [], [_both(title)], []

    def close() -> None:
        zh, en = (" ".join(pair[i] for pair in words) for i in (0, 1))
        entries.append(("notebook", heading, f"{page}.html", [(zh, en)]))

    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "markdown":
            words += [_plain("".join(o.get("data", {}).get("text/html", ""))) for o in cell.get("outputs", ())]
            continue
        for block in re.split(r"\n\n|\n(?=\s*[-#])", source):
            if block.startswith("#"):
                close()
                heading, words = [_both(title), " – ", _both(block.lstrip("# "))], []
            else:
                words.append(_both(" ".join(block.split())))
    close()
    return [e for e in entries if any(part.strip() for part in e[3][0]) or len(e[1]) == 1]


def data_entries(documents: pd.DataFrame, tables: pd.DataFrame, ledger: pd.DataFrame, findings: pd.DataFrame, labels: Mapping[str, str],
                 dossiers: Mapping[str, str]) -> list[Entry]:  # fmt: skip
    """Documents, forms, rows with their figures, rules and findings."""
    home = {n: f"{dossiers[n]}.html" if n in dossiers else findings_file(n) for n in labels}
    called = {n: label_words(label) for n, label in labels.items()}
    entries: list[Entry] = [("document", [called[d.name]], home[d.name], [f"{d.name} {d.file} {d.title} {d.sha256_read}"]) for d in documents.itertuples(index=False) if d.name in labels]
    entries += [("form", [f"{t.form or ''} {t.title}"], home[t.name], [called[t.name], " ", _page(t.first), f" {t.number or ''} {t.note or ''}"]) for t in tables.itertuples(index=False) if t.name in labels]
    entries += _rows(ledger, called)
    entries += [("rule", [(f"{r.id} {r.zh}", f"{r.id} {r.en}")], rule_file(r.id), [(r.says["zh"], r.says["en"]), f" {r.legal.get('basis') or ''}"]) for r in load_catalogue()]
    told = findings[findings["outcome"].isin(TOLD)]
    entries += [("finding", [f"{f.rule} ", called.get(f.name, ACROSS)], f"{findings_file(f.name)}#{f.id}", [(f.zh, f.en)]) for f in told.itertuples(index=False)]
    return entries


def _rows(ledger: pd.DataFrame, called: Mapping[str, tuple[str, str]]) -> list[Entry]:
    own = ledger[~ledger["blank"] & ledger["x0"].notna() & ledger["name"].isin(list(called))]
    entries = []
    for (name, _, _), row in own.groupby(["name", "table", "row"], sort=False):
        first = row.iloc[0]
        title = f"{_known(first['row_code'])} {_known(first['row_label'])} – {_known(first['form'])} {_known(first['title'])}".strip(" –")
        text: list[Piece] = [called[name], " ", _page(first["page"])]
        for column, printed in zip(row["column"].fillna(""), row["printed"].fillna(""), strict=True):
            text += [" · ", _column(column), f" {printed}"]
        entries.append(("figure", [title or "–"], cell_href(name, first["page"], (first["x0"], first["y0"])), [*text, f" {_known(first['unit'])}"]))
    return entries


def _page(number) -> Piece:
    return (f"第 {number} 页", f"p. {number}")


def _column(name: str) -> Piece:
    found = word(("columns",), name) if name else None
    return (found.zh, found.en) if found else name.removeprefix("?:")


def _both(text: str) -> tuple[str, str]:
    """A text of ours in Chinese and in English; what is in one language stands for both."""
    found = parted(text)
    return (found[0], found[2]) if found else (text, text)


def _known(value) -> str:
    return "" if pd.isna(value) else str(value)


class _Paragraphs(HTMLParser):
    """The words of computed paragraphs, by language; what is in neither goes to both."""

    def __init__(self):
        super().__init__()
        self.tongues, self.said = [""], {"zh": [], "en": []}

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        given = dict(attrs)
        kinds = (given.get("class") or "").split()
        self.tongues.append(given.get("lang") if "gj-w" in kinds else "-" if "gj-gap" in kinds else self.tongues[-1])

    def handle_endtag(self, tag):
        if tag not in VOID and len(self.tongues) > 1:
            self.tongues.pop()

    def handle_data(self, data):
        for tongue, words in self.said.items():
            if self.tongues[-1] in ("", tongue):
                words.append(data)


def _plain(shown: str) -> tuple[str, str]:
    """The words of a computed paragraph in both languages, none of anything else."""
    if "gj-table" in shown or not any(kind in shown for kind in ("gj-prose", "gj-answer", "gj-caption")):
        return "", ""
    parser = _Paragraphs()
    parser.feed(STEPS.sub("", shown))
    return " ".join(parser.said["zh"]), " ".join(parser.said["en"])


def _text(text: str) -> str:
    shown = " ".join(printable(text).split())
    return f"{' ' if text[:1] == ' ' else ''}{shown}{' ' if text[-1:] == ' ' and shown else ''}"

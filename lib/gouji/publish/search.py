"""The site's search: what can be found, as one script; the page looks words up by what they contain.

Chinese has no spaces between words, so nothing is cut into words here: a query's parts are sought as they stand, in
documents, forms, rows with their figures, rules, findings and the notebooks' own words. Thousands separators do not count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from gouji.publish.evidence import TOLD
from gouji.publish.links import cell_href, findings_file, rule_file
from gouji.publish.sheets import write_sheet
from gouji.rules.catalogue import load_catalogue
from gouji.show.tables import printable

LONGEST = 400  # characters of one entry

Entry = tuple[str, str, str, str]  # kind, title, link from the site's root, text


def write_search(site: Path, entries: Iterable[Entry]) -> int:
    """Write the index and the page that looks into it; returns the number of entries."""
    rows = [[kind, _text(title), link, _text(text)[:LONGEST]] for kind, title, link, text in entries]
    (site / "_static" / "search-data.js").write_text(f"window.gjIndex = {json.dumps(rows, ensure_ascii=False)};\n", "utf-8")
    write_sheet(site, "search.html", "search.html.j2", ("搜索", "Search"))
    return len(rows)


def notebook_entries(notebook: Path, title: str, page: str) -> list[Entry]:
    """One entry a section: its heading, the notebook's own words and computed paragraphs under it."""
    entries, heading, words = [], title, []
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "markdown":
            words += [t for o in cell.get("outputs", ()) if "gj-table" not in "".join(o.get("data", {}).get("text/html", "")) for t in [_plain(o)] if t]
            continue
        for line in source.split("\n"):
            if line.startswith("#"):
                entries.append(("notebook", heading, f"{page}.html", " ".join(words)))
                heading, words = f"{title} – {line.lstrip('# ')}", []
            else:
                words.append(line)
    entries.append(("notebook", heading, f"{page}.html", " ".join(words)))
    return [e for e in entries if e[3].strip() or e[1] == title]


def data_entries(documents: pd.DataFrame, tables: pd.DataFrame, ledger: pd.DataFrame, findings: pd.DataFrame, labels: Mapping[str, str],
                 dossiers: Mapping[str, str]) -> list[Entry]:  # fmt: skip
    """Documents, forms, rows with their figures, rules and findings."""
    home = {n: f"{dossiers[n]}.html" if n in dossiers else findings_file(n) for n in labels}
    entries: list[Entry] = [("document", labels[d.name], home[d.name], f"{d.name} {d.file} {d.title} {d.sha256_read}") for d in documents.itertuples(index=False) if d.name in labels]
    entries += [("form", f"{t.form or ''} {t.title}", home[t.name], f"{labels[t.name]} p. {t.first} {t.number or ''} {t.note or ''}") for t in tables.itertuples(index=False) if t.name in labels]
    entries += _rows(ledger, labels)
    entries += [("rule", f"{r.id} {r.zh} {r.en}", rule_file(r.id), f"{r.formula} {r.legal.get('basis') or ''}") for r in load_catalogue()]
    told = findings[findings["outcome"].isin(TOLD)]
    entries += [("finding", f"{f.rule} {labels.get(f.name, '跨文件 across documents')}", f"{findings_file(f.name)}#{f.id}", f"{f.zh} {f.en}") for f in told.itertuples(index=False)]
    return entries


def _rows(ledger: pd.DataFrame, labels: Mapping[str, str]) -> list[Entry]:
    own = ledger[~ledger["blank"] & ledger["x0"].notna() & ledger["name"].isin(list(labels))]
    entries = []
    for (name, _, _), row in own.groupby(["name", "table", "row"], sort=False):
        first = row.iloc[0]
        figures = " · ".join(f"{c} {p}" for c, p in zip(row["column"].fillna(""), row["printed"].fillna(""), strict=True))
        title = f"{_known(first['row_code'])} {_known(first['row_label'])} – {_known(first['form'])} {_known(first['title'])}".strip(" –")
        entries.append(("figure", title or "–", cell_href(name, first["page"], (first["x0"], first["y0"])), f"{labels[name]} p. {first['page']} · {figures} {_known(first['unit'])}"))
    return entries


def _known(value) -> str:
    return "" if pd.isna(value) else str(value)


def _plain(output: dict) -> str:
    """The words of a computed paragraph."""
    text = "".join(output.get("data", {}).get("text/html", ""))
    return re.sub(r"<[^>]+>", " ", text) if "gj-prose" in text or "gj-answer" in text or "gj-caption" in text else ""


def _text(text: str) -> str:
    return " ".join(printable(text).split())

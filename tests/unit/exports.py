"""A read study for the tests of what is taken away: documents typeset from fact files, opened without a notebook being run."""

from __future__ import annotations

import csv
from pathlib import Path

import studies

from gouji.study import data, load
from gouji.study.opened import OpenedStudy
from gouji.study.run import data_only
from gouji.typeset import facts, pdf

FACTS = studies.ROOT / "data" / "raw" / "henan" / "facts"
FORMS = 5  # of the final account's forms: enough for every kind of column


def short(folder: Path, name: str, change=lambda text: text) -> Path:
    """The first forms of an embedded document, its fact file changed by ``change``, typeset as ``name``.pdf."""
    text = (FACTS / "qinyang_zwj_2021_final.facts").read_text("utf-8")
    starts = [i for i in range(len(text)) if text.startswith("\ntable ", i)]
    source = folder / "hostile.facts"
    source.write_text(change(text[: starts[FORMS]]), "utf-8")
    return pdf.typeset(facts.load(source), folder / f"{name}.pdf")


def opened(folder: Path, *rows: dict, parameters: str = "") -> OpenedStudy:
    """The study ``demo`` of the PDFs that lie in its corpus, read by the fast reader; ``rows`` of the manifest."""
    path = studies.project(folder, f"title: 试 · Demo\ncorpus: data/raw/demo\nreader: pdfium\n{parameters}")
    manifest = folder / "data/raw/demo/manifest.csv"
    if rows:
        with manifest.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(dict.fromkeys(k for r in rows for k in r)))
            writer.writeheader()
            writer.writerows(rows)
    study = load(path)
    data_only(study, data.plan(study))
    return OpenedStudy(study, study.processed)

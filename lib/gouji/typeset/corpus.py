"""``python -m gouji.typeset.corpus FOLDER``: typeset every fact file of a corpus and write its manifest.

In: ``FOLDER/facts/*.facts``. Out: ``FOLDER/*.pdf`` and ``FOLDER/manifest.csv``; the same facts give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2 as pdfium

from gouji.corpus import Row, file_sha256, write_manifest
from gouji.errors import FileMissing, Refusal
from gouji.typeset import facts, pdf

LICENCE = "CC BY 4.0 (arrangement and prose; the figures are public facts)"


def make_corpus(folder: Path) -> list[Row]:
    """Typeset ``folder/facts`` into ``folder``; returns the manifest's rows, by year and name."""
    sources = sorted((folder / "facts").glob("*.facts"))
    if not sources:
        raise FileMissing(str(folder / "facts"), "no fact files", "see docs/fact-files.md")
    loaded = sorted((facts.load(path) for path in sources), key=lambda f: (f.meta["year"], f.name))
    rows = [_row(one, pdf.typeset(one, folder / f"{one.name}.pdf")) for one in loaded]
    write_manifest(rows, folder)
    return rows


def _row(loaded: facts.Facts, path: Path) -> Row:
    meta = loaded.meta
    document = pdfium.PdfDocument(path)
    try:
        pages = len(document)
    finally:
        document.close()
    note = " ".join(filter(None, ["重建件（reconstruction），不是原件。", meta.get("note")]))
    return Row(
        file=path.name,
        entity=meta["entity"],
        title=meta["title"],
        year=int(meta["year"]),
        kind=meta["kind"],
        unit=meta.get("unit", ""),
        pages=pages,
        sha256=file_sha256(path),
        source=meta["source"],
        licence=LICENCE,
        note=note,
    )


if __name__ == "__main__":
    try:
        for row in make_corpus(Path(sys.argv[1])):
            print(f"{row.file}: {row.pages} pages")
    except Refusal as refusal:
        print(f"gouji: {refusal}", file=sys.stderr)
        sys.exit(2)

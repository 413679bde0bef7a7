"""A corpus: a folder with documents and ``manifest.csv``, one row a document.

``read_manifest`` gives the rows, ``write_manifest`` writes them (UTF-8, in the order given). A row's file
must be a plain name inside the folder; a manifest that lacks a column, repeats a file or leaves the folder
is refused.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from gouji.errors import FileMissing, StudyInvalid

MANIFEST = "manifest.csv"


@dataclass(frozen=True)
class Row:
    """One document of a corpus, as the manifest states it. ``year`` and ``pages`` are None when not known;
    ``unit`` is the main unit of its forms; ``source`` says where it was published, ``note`` what a reader must know."""

    file: str
    entity: str = ""
    title: str = ""
    year: int | None = None
    kind: str = ""
    unit: str = ""
    pages: int | None = None
    sha256: str = ""
    source: str = ""
    licence: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """The file's name without its ending: the document's short name everywhere."""
        return Path(self.file).stem


COLUMNS = tuple(f.name for f in fields(Row))


def read_manifest(place: Path) -> list[Row]:
    """The rows of a manifest, in its order: ``place`` is the file, or the folder it stands in as manifest.csv.
    Columns it does not know are left aside."""
    path = place if place.suffix == ".csv" else place / MANIFEST
    if not path.is_file():
        raise FileMissing(str(path), "no manifest of the corpus", "`make corpus` or `gouji study new` writes it")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [_row(given, path, number) for number, given in enumerate(csv.DictReader(stream), start=2)]
    except UnicodeDecodeError:
        raise StudyInvalid(str(path), "not UTF-8", "save it as UTF-8") from None
    if not rows:
        raise StudyInvalid(str(path), "lists no document", "add a row a document")
    names = [row.name for row in rows]
    for name in names:
        if names.count(name) > 1:
            raise StudyInvalid(str(path), f"two documents are named {name}", "rename one")
    return rows


def write_manifest(rows: Iterable[Row], path: Path) -> None:
    """Write ``manifest.csv`` (``path`` may be its folder)."""
    path = path / MANIFEST if path.is_dir() else path
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: "" if v is None else v for k, v in asdict(row).items()} for row in rows)


def locate(rows: Iterable[Row], folder: Path) -> dict[str, Path]:
    """Document name → its file in ``folder``: the file named so, else the PDF whose SHA-256 the manifest states,
    whatever it is called. A document found neither way has no entry."""
    rows = list(rows)
    found = {row.name: folder / row.file for row in rows if (folder / row.file).is_file()}
    sought = {row.sha256: row.name for row in rows if row.sha256 and row.name not in found}
    if sought:
        taken = set(found.values())
        for path in sorted(p for p in folder.glob("*.pdf") if p.is_file() and p not in taken):
            if (name := sought.get(file_sha256(path))) and name not in found:
                found[name] = path
    return found


def file_sha256(path: Path) -> str:
    """The file's SHA-256, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _row(given: dict, path: Path, number: int) -> Row:
    where = f"{path}, line {number}"
    file = (given.get("file") or "").strip()
    if not file:
        raise StudyInvalid(where, "no file named", "fill the column `file`")
    if Path(file).name != file or file in (".", ".."):
        raise StudyInvalid(where, f"{file!r} is not a plain file name", "put the document into the corpus folder")
    values = {c: (given.get(c) or "").strip() for c in COLUMNS if c not in ("file", "year", "pages")}
    return Row(file=file, year=_number(given, "year", where), pages=_number(given, "pages", where), **values)


def _number(given: dict, column: str, where: str) -> int | None:
    text = (given.get(column) or "").strip()
    if text and not text.isdecimal():
        raise StudyInvalid(where, f"{column} {text!r} is not a whole number", "write digits, or leave it empty")
    return int(text) if text else None

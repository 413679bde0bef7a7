"""``new``: a corpus folder, its manifest and a study file for an analyst's own PDFs.

Refused: a name that is no plain name, a study or corpus that exists already, a file that is missing or is no
PDF that opens. Nothing is left behind by a refusal.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import yaml

from gouji import corpus
from gouji.errors import FileMissing, Refusal
from gouji.study.spec import OUTPUTS
from gouji.study.telling import counted


def new(name: str, files: Iterable[str | Path], root: Path | None = None) -> str:
    """Copy the documents to data/raw/NAME, write manifest.csv and studies/NAME.yml; returns what to do next.
    Entity, year and kind are written as read from the documents; correct them in the manifest."""
    root, name = root or Path.cwd(), re.sub(r"\.ya?ml$", "", name)  # the file's name is taken for the study's
    folder, study, files = root / "data" / "raw" / name, root / "studies" / f"{name}.yml", [Path(f) for f in files]
    _check(name, files, folder, study, root)
    rows = [_row(file) for file in files]
    folder.mkdir(parents=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)
    corpus.write_manifest(rows, folder)
    study.write_text(_study_text(name, len(rows)), "utf-8")
    lines = [f"  {row.file}: {row.entity or 'entity?'}, {row.year or 'year?'}, {row.kind}, {counted(row.pages or 0, 'page')}" for row in rows]
    told = [f"data/raw/{name}/manifest.csv and studies/{name}.yml written; correct what was read wrongly:", *lines]
    return "\n".join([*told, f"then: gouji study run studies/{name}.yml"])


def _check(name: str, files: list[Path], folder: Path, study: Path, root: Path) -> None:
    if not re.fullmatch(r"[\w][\w.-]*", name):
        raise Refusal(f"study name {name!r}", "not a plain name", "use letters, digits, - and _")
    if not (root / "studies").is_dir() or not (root / "notebooks").is_dir():
        raise Refusal(str(root), "not the project's folder", "start where studies/ and notebooks/ are")
    for place in (folder, study):
        if place.exists():
            raise Refusal(str(place.relative_to(root)), "exists already", "choose another name, or remove it first")
    for file in files:
        if not file.is_file():
            raise FileMissing(str(file))
    stems = [f.stem for f in files]
    if repeated := next((s for s in stems if stems.count(s) > 1), None):
        raise Refusal(repeated, "two documents of this name", "rename one")
    seen: dict[str, Path] = {}
    for file in files:
        if (other := seen.setdefault(corpus.file_sha256(file), file)) is not file:
            raise Refusal(str(file), f"byte for byte the same as {other}", "give each document once")


def _row(file: Path) -> corpus.Row:
    from gouji.forms import understand
    from gouji.reading import read

    document = understand(read(file, reader="pdfium"))
    units = [t.unit for t in document.tables if t.unit]
    return corpus.Row(
        file=file.name,
        entity=document.entity or "",
        title=f"{document.entity or file.stem}{document.year or ''}",
        year=document.year,
        kind=document.kind,
        unit=max(sorted(set(units)), key=units.count) if units else "",
        pages=len(document.reading.pages),
        sha256=corpus.file_sha256(file),
    )


def _study_text(name: str, count: int) -> str:
    study = {
        "title": f"{name}: {counted(count, 'document')}",
        "question": {"zh": "公布的数字，彼此对得上吗？", "en": "Do the published figures hold together?"},
        "corpus": f"data/raw/{name}",
        "reader": "both",
        "outputs": list(OUTPUTS),
    }
    return yaml.safe_dump(study, allow_unicode=True, sort_keys=False)

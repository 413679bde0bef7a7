"""What a study gives to take away beside its site: ``workbook.xlsx``, and the data package as ``package/`` and ``package.zip``.

``make_exports`` is the run's step: each is made only where its key is new, and an earlier one is kept. Nothing is written
outside the folder given, whatever documents or their files are called: every name here is ours.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

from gouji.files import remove

WORKBOOK, PACKAGE, ARCHIVE = "workbook.xlsx", "package", "package.zip"
MADE = {"workbook": (WORKBOOK,), "package": (PACKAGE, ARCHIVE)}  # output of a study → what it consists of
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def make_exports(opened, earlier: Path, known: Mapping[str, str], key: str, say: Callable[[str], None]) -> dict[str, str]:
    """Make the exports a study asks for in ``opened.folder``; returns output → key. ``earlier``: results of the last run, whose
    exports have the keys ``known``."""
    makers = {"workbook": _workbook, "package": _package}
    made = {}
    for output, names in MADE.items():
        for name in names:
            remove(opened.folder / name)
        if output not in opened.study.outputs:
            continue
        made[output] = key
        if known.get(output) == key and all((earlier / name).exists() for name in names):
            for name in names:
                _copy(earlier / name, opened.folder / name)
            say(f"{output}: unchanged")
        else:
            start = perf_counter()
            makers[output](opened)
            say(f"{output}: {perf_counter() - start:.1f} s")
    return made


def _workbook(opened) -> None:
    from gouji.publish.workbook import build_workbook

    build_workbook(opened, opened.folder / WORKBOOK)


def _package(opened) -> None:
    from gouji.publish.package import build_package

    archive(build_package(opened, opened.folder / PACKAGE), opened.folder / ARCHIVE)


def archive(folder: Path, path: Path) -> None:
    """The folder as one zip file, its files in order and without dates."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}", FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            out.writestr(entry, file.read_bytes())


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)

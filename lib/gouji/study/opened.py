"""What a notebook opens: a study's tables, made first when they are absent or stale.

``open_study("henan")`` gives the same tables whether the notebook is run in JupyterLab, by nbval or by
``gouji study run`` (which names the folder it is filling in the environment).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from gouji import __version__
from gouji.errors import FileMissing, Refusal
from gouji.model import Document
from gouji.study import data
from gouji.study.spec import Study, load, root_of


@dataclass(frozen=True)
class OpenedStudy:
    """A study with its data. Tables are pandas; amounts are Decimal in 元. ``names`` narrows it to some documents."""

    study: Study
    folder: Path
    names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.study.title

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a document, in the manifest's order: what it says it is and what was read of it."""
        return self._table("documents")

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """One row a printed figure; ``name`` is the document's short name."""
        from gouji.ledger import read_ledger

        frame = read_ledger(self.folder / "ledger.parquet")
        names = dict(zip(self.documents["sha256_read"], self.documents["name"], strict=True))
        frame.insert(0, "name", frame["document"].map(names))
        return frame[frame["name"].notna()].reset_index(drop=True)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a rule applied once, every outcome, exact included; those across documents have the name ""."""
        return self._table("findings", keep=("",))

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row a thing that was not understood or not as it should be, with its page."""
        return self._table("problems")

    @cached_property
    def tables(self) -> pd.DataFrame:
        """One row a table found: form, title, unit, pages, rows, empty, note."""
        return self._table("tables")

    @cached_property
    def pages(self) -> pd.DataFrame:
        """One row a page: what it holds."""
        return self._table("pages")

    @cached_property
    def claims(self) -> pd.DataFrame:
        """One row a figure stated in prose: what it is of, its value as printed, the form's figure it restates."""
        return self._table("claims")

    def document(self, name: str) -> Document:
        """A document as it was read and understood: pages, grids with their cells' boxes, tables."""
        keys = data.state_of(self.folder).get("documents", {})
        if name not in keys:
            raise Refusal(f"study {self.study.name}", f"no document {name!r}", f"known: {', '.join(keys)}")
        return data.cached_document(self.study, keys[name])

    def pdf(self, name: str) -> Path:
        """The file of a document."""
        if name not in self.study.files:
            raise Refusal(f"study {self.study.name}", f"no file of {name!r}", "see the study's problems")
        return self.study.files[name]

    def only(self, names: Sequence[str]) -> OpenedStudy:
        """The same study narrowed to some documents (all of them when none is named)."""
        known = [row.name for row in self.study.documents]
        if unknown := [n for n in names if n not in known]:
            raise Refusal(f"study {self.study.name}", f"no document {unknown[0]!r}", f"known: {', '.join(known)}")
        return OpenedStudy(self.study, self.folder, tuple(names))

    def provenance(self) -> pd.DataFrame:
        """One row a document: source hash, code version, reader, what was read, blank, uncertain, not understood."""
        documents, ledger = self.documents, self.ledger
        figures = ledger[~ledger["blank"]].groupby("name").size()
        unsure = ledger[ledger["readers_agree"].eq(False)].groupby("name").size()
        unread = self.problems.groupby("name").size()
        counts = {"figures": figures, "readers differ": unsure, "problems": unread}
        told = documents[["name", "pages", "reader"]].assign(
            sha256=documents["sha256_read"].fillna("–").str[:12], gouji=__version__,
            **{k: documents["name"].map(v).fillna(0).astype(int) for k, v in counts.items()},
        )  # fmt: skip
        return told.reset_index(drop=True)

    def _table(self, table: str, keep: tuple[str, ...] = ()) -> pd.DataFrame:
        frame = pd.read_parquet(self.folder / f"{table}.parquet")
        if self.names:
            frame = frame[frame["name"].isin([*self.names, *keep])].reset_index(drop=True)
        return frame


def open_study(name: str = "henan", documents: Sequence[str] = ()) -> OpenedStudy:
    """Open the study ``name`` of this project (the folder above that holds ``studies/``), its data made first if need be."""
    file, folder = os.environ.get("GOUJI_STUDY_FILE"), os.environ.get("GOUJI_STUDY_DATA")
    if file and folder:
        return OpenedStudy(load(file, json.loads(os.environ.get("GOUJI_STUDY_SETTINGS", "[]"))), Path(folder)).only(documents)
    path = _find(name)
    settings = _corpus_of_last_run(path)
    study = load(path, settings)
    if not data.plan(study).fresh:
        _make(path, settings)
    return OpenedStudy(study, study.processed).only(documents)


def _find(name: str) -> Path:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "studies" / f"{name}.yml").is_file():
            return folder / "studies" / f"{name}.yml"
    raise FileMissing(f"studies/{name}.yml", "no such study here or above", "start in the project's folder")


def _corpus_of_last_run(path: Path) -> list[str]:
    """A study that asks for its folder is opened with the folder its last run was given, where there was one."""
    asks = re.search(r"(?m)^corpus:", path.read_text("utf-8")) is None
    folder = data.state_of(root_of(path) / "data" / "processed" / path.stem).get("corpus", "")
    return [f"corpus={folder}"] if asks and folder else []


def _make(path: Path, settings: list[str]) -> None:
    """The data step alone, quietly, in a process of its own: a script that opens a study needs no guard around its main part."""
    command = [sys.executable, "-m", "gouji.study", "data", str(path), *settings]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(f"study {path.stem}", (done.stderr.strip() or "its data could not be made").splitlines()[-1], "mend it and open the study again")

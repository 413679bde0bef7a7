"""A study's data package in one folder: data, descriptor, database, dictionary, crate, citation, licence, hashes.

Whatever has the same documents, code and parameters has the same contents: ``contents.json`` lists the sha256 of every file,
and of every table of the DuckDB file, whose own bytes may differ; of the crate it is that without its date.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from gouji.publish.package.crate import citation_text, crate, licence_text, licences_of
from gouji.publish.package.database import table_hashes, write_database
from gouji.publish.package.descriptor import descriptor
from gouji.publish.package.dictionary import dictionary_text
from gouji.publish.package.fields import resources, shaped
from gouji.publish.package.files import csv_bytes, parquet_bytes, write
from gouji.publish.package.frames import frames

DATABASE, CONTENTS, CRATE = "data.duckdb", "contents.json", "ro-crate-metadata.json"
README = """# {title}

{question}

A data package made by gouji from published budgets and final accounts. `data/` holds every table as CSV and Parquet, `data.duckdb` all of them with
views, `DICTIONARY.md` what each column means, `datapackage.json` the same for programs (Data Package v2, Fiscal Data Package), `contents.json` the hashes.

Read before use: a figure is what a document prints, its mistakes included; `findings` says what does not hold. Amounts are 元. Never add across `tier`
(汇总 includes 本级 and 单位), `scope`, `classification` or `phase`. A blank cell is not zero. Empty `tier` or `value` means that nothing says.
"""


def build_package(opened, folder: Path) -> Path:
    """Write the package of an OpenedStudy into ``folder`` (made anew); returns it. Raises DictionaryInvalid."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    study, given = opened.study, frames(opened)
    tables = {name: (resource, shaped(resource, given[name])) for name, resource in resources().items()}
    files: dict[str, tuple[int, str]] = {}

    def put(path: str, data: bytes) -> None:
        files[path] = (len(data), write(folder / path, data))

    for name, (_, table) in tables.items():
        put(f"data/{name}.csv", csv_bytes(table))
        put(f"data/{name}.parquet", parquet_bytes(table))
    documents = tables["documents"][1].to_pylist()
    licences = licences_of(documents)
    content = hashlib.sha256("".join(files[f"data/{name}.csv"][1] for name in tables).encode()).hexdigest()
    put("datapackage.json", _json(descriptor(study, tables, files, documents, licences)))
    put("DICTIONARY.md", dictionary_text().encode())
    put("README.md", README.format(title=" ".join(study.title.split()), question=" ".join(study.question.split())).encode())
    put("LICENSE.md", licence_text(documents, licences).encode())
    put("CITATION.cff", citation_text(study, documents, content, licences).encode())
    write_database(folder / DATABASE, tables)
    hashes = {path: digest for path, (_, digest) in files.items()}
    listed = [*files, DATABASE, CONTENTS]
    notebooks = {name: _cells_hash(study.notebook_path(name)) for name in study.notebooks}
    hashes[f"{CRATE} without datePublished"] = hashlib.sha256(_json(crate(study, listed, documents, notebooks, licences, ""))).hexdigest()
    write(folder / CRATE, _json(crate(study, listed, documents, notebooks, licences, _today())))
    stated = {"content": content, "files": dict(sorted(hashes.items())), "database": {"file": DATABASE, "tables": table_hashes(folder / DATABASE)}}
    write(folder / CONTENTS, _json(stated | {"note": "sha256. content: of the CSV tables together. database: of each table's rows as CSV; the file's own bytes may differ between runs."}))
    return folder


def _cells_hash(notebook: Path) -> str:
    """sha256 of a notebook's cells, outputs left out."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return hashlib.sha256("\0".join("".join(c["source"]) for c in cells).encode()).hexdigest()


def _today() -> str:
    """The date of publication, UTC; SOURCE_DATE_EPOCH decides where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)).date().isoformat()


def _json(given: dict) -> bytes:
    return (json.dumps(given, ensure_ascii=False, indent=1) + "\n").encode()

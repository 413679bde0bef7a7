"""Cache keys: what a result depends on, as one short hash. Nothing is read but source files and documents.

A document's reading depends on its bytes, the reader and the code of ``reading`` and ``forms``; the ledger and the
findings on the readings and on all the code that makes figures; a notebook on its own text, its parameters,
the data and the code of ``analysis`` and ``show``.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
READING = ("reading", "forms", "model.py", "declared/forms", "declared/problems.yml", "declared/limits.yml")
DATA = (*READING, "amounts.py", "ledger.py", "arbitrate.py", "confirmation.py", "fields", "rules", "problems.py", "claims.py", "claims", "corpus.py", "study/data.py",
        "study/frames.py", "declared")  # fmt: skip
SHOWING = ("analysis", "show", "study/opened.py")
SITE = ("publish", "publish.py")
BLIND = (".pyc", ".ttf", ".otf")  # never part of the code's identity


def short_hash(value: Any) -> str:
    """Sixteen hexadecimal digits of a JSON-like value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def reading_key(sha256: str, reader: str) -> str:
    return short_hash([sha256, reader, code_hash(READING), versions("camelot-py", "pypdfium2")])


def data_key(document_keys: list[str], manifest: list[dict]) -> str:
    return short_hash([document_keys, manifest, code_hash(DATA), versions("pandas", "pyarrow")])


def notebook_key(notebook: Path, parameters: dict, data: str) -> str:
    cells = [[c["cell_type"], c["source"], c["metadata"].get("tags")] for c in json.loads(notebook.read_text("utf-8"))["cells"]]
    return short_hash([cells, parameters, data, code_hash(SHOWING), versions("pandas", "matplotlib", "seaborn")])


def site_key(notebook_keys: list[str], study: dict) -> str:
    return short_hash([notebook_keys, study, code_hash(SITE), versions("sphinx", "myst-nb", "sphinx-book-theme")])


def export_key(data: str, study: dict) -> str:
    return short_hash([data, study, code_hash((*SHOWING, *SITE)), versions("pyarrow", "duckdb", "xlsxwriter")])


def versions(*packages: str) -> list[str]:
    """``name==version`` of each package, "absent" where it is not installed."""
    return [f"{name}=={_version(name)}" for name in packages]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


@lru_cache(maxsize=16)
def code_hash(parts: tuple[str, ...]) -> str:
    """One hash over the source and declaration files of these parts of the package."""
    digest = hashlib.sha256()
    for part in parts:
        place = PACKAGE / part
        files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place] if place.is_file() else []
        for path in files:
            if path.suffix not in BLIND and "__pycache__" not in path.parts:
                digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]

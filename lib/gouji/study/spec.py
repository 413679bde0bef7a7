"""What a study file may say, and its validation: a YAML file in, a ``Study`` out.

Refused, each in one line: a file that is missing or is no YAML mapping, an unknown key or notebook or
parameter (with the nearest known name), a value of the wrong type, a corpus without manifest, a selection
that selects nothing. Parameters are checked against the notebooks' cells tagged ``parameters``, because
papermill itself ignores unknown names and wrong types.
"""

from __future__ import annotations

import difflib
import logging
from ast import literal_eval
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from gouji import corpus
from gouji.errors import FileMissing, StudyInvalid

READERS = ("both", "pdfium", "camelot")
OUTPUTS = ("ledger", "findings", "site")  # in the order they are made
DOSSIER = "document_dossier"  # the notebook run once a document
OWN = ("study", "document")  # parameters the run itself sets

# key → (type, required)
KEYS = {
    "title": (str, True),
    "question": (str, False),
    "corpus": (str, True),
    "documents": (list, False),
    "reader": (str, False),
    "notebooks": (list, False),
    "parameters": (dict, False),
    "outputs": (list, False),
}
TYPES = {"str": str, "int": int, "float": (float, int), "bool": bool, "list": list, "dict": dict}
WORDS = {str: "text", list: "a list", dict: "a mapping"}


@dataclass(frozen=True)
class Study:
    """A valid study. ``root`` is the project folder; ``corpus`` the folder with the documents and manifest.csv;
    ``documents`` the manifest rows selected, in manifest order; ``parameters`` notebook → its own values."""

    name: str
    path: Path
    root: Path
    title: str
    question: str
    corpus: Path
    documents: tuple[corpus.Row, ...]
    reader: str
    notebooks: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outputs: tuple[str, ...] = OUTPUTS

    @property
    def processed(self) -> Path:
        """Where the results go: data/processed/NAME."""
        return self.root / "data" / "processed" / self.name

    def notebook_path(self, notebook: str) -> Path:
        return self.root / "notebooks" / f"{notebook}.ipynb"


def root_of(path: Path) -> Path:
    """The project folder of a study file: the folder that holds ``studies``, else the file's own folder."""
    folder = path.resolve().parent
    return folder.parent if folder.name == "studies" else folder


def load(path: str | Path, settings: Iterable[str] = ()) -> Study:
    """Read and validate a study file; ``settings`` are ``key=value`` overrides (a key of the study, a
    parameter's name, or ``NOTEBOOK.parameter``), their values written as in YAML."""
    path = Path(path)
    if not path.is_file():
        raise FileMissing(str(path), remedy="studies stand in studies/; `gouji study new` makes one of your PDFs")
    root, raw = root_of(path), _read(path)
    _check_keys(raw, path)
    notebooks = _notebooks(raw, root, path)
    _apply(settings, raw, notebooks, root, path)
    folder = root / raw["corpus"] if not Path(raw["corpus"]).is_absolute() else Path(raw["corpus"])
    rows = _select(corpus.read_manifest(folder), raw.get("documents"), path)
    return Study(
        name=path.stem,
        path=path,
        root=root,
        title=raw["title"],
        question=raw.get("question", ""),
        corpus=folder,
        documents=rows,
        reader=_one_of(raw.get("reader", "both"), READERS, "reader", path),
        notebooks=notebooks,
        parameters=_parameters(raw.get("parameters") or {}, notebooks, root, path),
        outputs=tuple(_one_of(o, OUTPUTS, "output", path) for o in raw.get("outputs", OUTPUTS)),
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for an unknown word: the nearest known one, else all of them."""
    known = sorted(known)
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(known) or 'none'}"


def _read(path: Path) -> dict:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise StudyInvalid(str(path), f"not readable as YAML{line}", "mend the file") from None
    if not isinstance(raw, dict):
        raise StudyInvalid(str(path), "not a mapping of keys to values", f"keys: {', '.join(KEYS)}")
    return raw


def _check_keys(raw: dict, path: Path) -> None:
    for key in raw:
        if key not in KEYS:
            raise StudyInvalid(str(path), f"unknown key {key!r}", did_you_mean(key, KEYS))
    for key, (kind, required) in KEYS.items():
        if required and not raw.get(key):
            raise StudyInvalid(str(path), f"key {key!r} is missing", f"add `{key}: …`")
        if key in raw and raw[key] is not None and not isinstance(raw[key], kind):
            raise StudyInvalid(
                str(path), f"key {key!r} must be {WORDS[kind]}, not {raw[key]!r}", "see docs/studies.md"
            )


def _one_of(value: Any, known: Iterable[str], what: str, path: Path) -> str:
    if value not in known:
        raise StudyInvalid(str(path), f"unknown {what} {value!r}", did_you_mean(value, known))
    return value


def _notebooks(raw: dict, root: Path, path: Path) -> tuple[str, ...]:
    present = {p.stem for p in (root / "notebooks").glob("*.ipynb")}
    if not present:
        raise StudyInvalid(str(path), f"no notebooks in {root / 'notebooks'}", "keep the study in the project's studies/")
    chosen = raw.get("notebooks") or sorted(present)
    for name in chosen:
        _one_of(name, present, "notebook", path)
    return tuple(sorted(chosen, key=lambda n: (n == DOSSIER, n)))


def _apply(settings: Iterable[str], raw: dict, notebooks: tuple[str, ...], root: Path, path: Path) -> None:
    """Put each ``key=value`` where it belongs: a key of the study, or a parameter of one or all notebooks."""
    for setting in settings:
        key, sign, text = setting.partition("=")
        if not sign:
            raise StudyInvalid(f"--set {setting}", "no value", "write --set key=value")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            raise StudyInvalid(f"--set {setting}", "value not readable", "quote it as in YAML") from None
        notebook, dot, name = key.partition(".")
        if dot:
            raw.setdefault("parameters", {}).setdefault(notebook, {})[name] = value
        elif key in KEYS:
            raw[key] = value
            _check_keys(raw, path)
        else:
            _set_everywhere(key, value, raw, notebooks, root)


def _set_everywhere(key: str, value: Any, raw: dict, notebooks: tuple[str, ...], root: Path) -> None:
    owners = [n for n in notebooks if key in declared_parameters(root / "notebooks" / f"{n}.ipynb")]
    if not owners:
        known = {p for n in notebooks for p in declared_parameters(root / "notebooks" / f"{n}.ipynb")}
        raise StudyInvalid(f"--set {key}", "unknown parameter", did_you_mean(key, (known | set(KEYS)) - set(OWN)))
    for owner in owners:
        raw.setdefault("parameters", {}).setdefault(owner, {})[key] = value


def _select(rows: list[corpus.Row], wanted: list | None, path: Path) -> tuple[corpus.Row, ...]:
    """The manifest rows whose file name or stem fits one of the wanted names or patterns (all without any)."""
    if not wanted:
        return tuple(rows)
    for pattern in wanted:
        if not any(_fits(row, pattern) for row in rows):
            raise StudyInvalid(
                str(path), f"no document {pattern!r} in the manifest", did_you_mean(pattern, [r.file for r in rows])
            )
    return tuple(row for row in rows if any(_fits(row, pattern) for pattern in wanted))


def _fits(row: corpus.Row, pattern: Any) -> bool:
    return fnmatch(row.file, str(pattern)) or fnmatch(Path(row.file).stem, str(pattern))


def _parameters(raw: dict, notebooks: tuple[str, ...], root: Path, path: Path) -> dict[str, dict]:
    for notebook, values in raw.items():
        _one_of(notebook, notebooks, "notebook under parameters", path)
        if not isinstance(values, dict):
            raise StudyInvalid(str(path), f"parameters of {notebook} must be a mapping", "write `name: value` lines")
        declared = declared_parameters(root / "notebooks" / f"{notebook}.ipynb")
        for name, value in values.items():
            if name not in declared or name in OWN:
                raise StudyInvalid(
                    str(path), f"unknown parameter {name!r} of {notebook}", did_you_mean(name, set(declared) - set(OWN))
                )
            declared[name].check(value, f"{path}: {notebook}")
    return {notebook: dict(values) for notebook, values in raw.items()}


@dataclass(frozen=True)
class Parameter:
    """One line of a notebook's parameters cell: ``name: type = literal  # meaning; unit; allowed values``."""

    name: str
    kind: str
    default: Any
    help: str

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values allowed, when the last part of the comment is ``a|b|c``."""
        last = self.help.split(";")[-1].strip()
        return tuple(last.split("|")) if "|" in last and " " not in last else ()

    def check(self, value: Any, where: str) -> None:
        """Refuse a value of the wrong type, or one not among those allowed."""
        wanted = TYPES.get(self.kind)
        wrong = wanted and (not isinstance(value, wanted) or (isinstance(value, bool) and self.kind != "bool"))
        if wrong:
            raise StudyInvalid(where, f"parameter {self.name!r} must be {self.kind}, not {value!r}", self.help)
        if self.allowed and str(value) not in self.allowed:
            raise StudyInvalid(where, f"parameter {self.name!r} cannot be {value!r}", did_you_mean(value, self.allowed))


def declared_parameters(notebook: Path) -> dict[str, Parameter]:
    """The parameters of a notebook, by name, as its tagged cell declares them."""
    return _inspect(notebook, notebook.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _inspect(notebook: Path, changed: int) -> dict[str, Parameter]:
    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        found = papermill.inspect_notebook(str(notebook))
    except Exception:  # nbformat raises a different class for each way a file can be broken
        raise StudyInvalid(str(notebook), "not readable as a notebook", "restore it from git") from None
    return {
        name: Parameter(name, given["inferred_type_name"], _literal(given["default"]), given["help"])
        for name, given in found.items()
    }


def _literal(text: str) -> Any:
    try:
        return literal_eval(text)
    except (ValueError, SyntaxError):
        return text

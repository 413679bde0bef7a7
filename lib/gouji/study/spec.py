"""What a study file may say, and its validation: a YAML file in, a ``Study`` out.

Refused, each in one line: a file that is missing or is no YAML mapping, an unknown key or notebook or
parameter (with the nearest known name), a value of the wrong type, a corpus without manifest, a selection
that selects nothing, a study that asks for the folder of its documents and is not given one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from gouji import corpus
from gouji.errors import FileMissing, StudyInvalid
from gouji.study.parameters import declared_parameters, did_you_mean

READERS = ("both", "pdfium", "camelot")
OUTPUTS = ("ledger", "findings", "workbook", "package", "site")  # in the order they are made
DOSSIER = "document_dossier"  # the notebook run once a document
OWN = ("study", "document")  # parameters the run itself sets

# key → (type, required)
KEYS = {
    "title": (str, True),
    "question": ((str, dict), False),
    "corpus": (str, False),
    "manifest": (str, False),
    "documents": (list, False),
    "reader": (str, False),
    "notebooks": (list, False),
    "parameters": (dict, False),
    "outputs": (list, False),
}
WORDS = {str: "text", list: "a list", dict: "a mapping", (str, dict): "text, or zh: and en: with text each"}
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Study:
    """A valid study. ``root`` is the project folder; ``corpus`` the folder with the documents; ``documents`` the manifest
    rows selected, in manifest order; ``files`` the file of each that is there, by name; ``parameters`` notebook → its
    own values; ``settings`` the overrides it was loaded with, so that a kernel loads the same study."""

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
    files: Mapping[str, Path] = field(default_factory=dict)
    settings: tuple[str, ...] = ()

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
    settings = tuple(_from_here(s) for s in settings)
    parsed = [_setting(s) for s in settings]
    _apply_keys(parsed, raw, path)  # first: the notebooks chosen decide which parameters there are
    notebooks = _notebooks(raw, root, path)
    _apply_parameters(parsed, raw, notebooks, root)
    folder = _corpus(raw, root, path)
    rows = _select(corpus.read_manifest(_manifest(raw, folder, path)), raw.get("documents"), path)
    files = corpus.locate(rows, folder)
    if raw.get("manifest") and not files:
        raise StudyInvalid(str(folder), f"holds none of the {len(rows)} documents of {path.name}", "give the folder with --set corpus=FOLDER")
    return Study(
        name=path.stem,
        path=path,
        root=root,
        title=raw["title"],
        question=_question(raw.get("question") or "", path),
        corpus=folder,
        documents=rows,
        reader=_one_of(raw.get("reader", "both"), READERS, "reader", path),
        notebooks=notebooks,
        parameters=_parameters(raw["parameters"], root, path),
        outputs=tuple(_one_of(o, OUTPUTS, "output", path) for o in raw.get("outputs", OUTPUTS)),
        files=files,
        settings=settings,
    )


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


def _question(given: str | dict, path: Path) -> str:
    """The question as one text: 中文 · English where it is given in both."""
    if isinstance(given, str):
        return given
    for key, text in given.items():
        _one_of(key, LANGUAGES, "language under question", path)
        if not isinstance(text, str):
            raise StudyInvalid(str(path), f"question's {key!r} must be text, not {text!r}", "see docs/studies.md")
    return " · ".join(given[k] for k in LANGUAGES if given.get(k))


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


def _corpus(raw: dict, root: Path, path: Path) -> Path:
    """The folder with the documents: what the study says, relative to the project."""
    if not raw.get("corpus"):
        raise StudyInvalid(str(path), "asks for the folder that holds its documents", "add --set corpus=FOLDER")
    folder = root / raw["corpus"]  # an absolute path stays as it is
    if not folder.is_dir():
        raise StudyInvalid(f"corpus {raw['corpus']}", "no such folder", "check the path")
    return folder


def _manifest(raw: dict, folder: Path, path: Path) -> Path:
    """The manifest: the study's own, beside its file, else manifest.csv in the folder of the documents."""
    return path.parent / raw["manifest"] if raw.get("manifest") else folder


def _from_here(setting: str) -> str:
    """A folder given with the command is relative to where the command is given, wherever the study file stands."""
    key, sign, text = setting.partition("=")
    return f"{key}={(Path.cwd() / text.strip()).resolve()}" if key == "corpus" and sign and text.strip() else setting


def _setting(setting: str) -> tuple[str, Any]:
    key, sign, text = setting.partition("=")
    if not sign:
        raise StudyInvalid(f"--set {setting}", "no value", "write --set key=value")
    if key == "corpus":
        return key, text  # a path is no YAML
    try:
        return key, yaml.safe_load(text)
    except yaml.YAMLError:
        raise StudyInvalid(f"--set {setting}", "value not readable", "quote it as in YAML") from None


def _apply_keys(settings: Iterable[tuple[str, Any]], raw: dict, path: Path) -> None:
    for key, value in settings:
        if key in KEYS:
            raw[key] = value
            _check_keys(raw, path)


def _apply_parameters(settings: Iterable[tuple[str, Any]], raw: dict, notebooks: tuple[str, ...], root: Path) -> None:
    """Put each parameter where it belongs: to one notebook (``NOTEBOOK.parameter``), or to all that have it."""
    given = raw["parameters"] = dict(raw.get("parameters") or {})
    for key, value in settings:
        notebook, dot, name = key.partition(".")
        owners = (notebook,) if dot else () if key in KEYS else _owners(key, notebooks, root)
        for owner in owners:
            if isinstance(given.setdefault(owner, {}), dict):  # what is no mapping is refused with the rest of the file
                given[owner][name if dot else key] = value


def _owners(key: str, notebooks: tuple[str, ...], root: Path) -> list[str]:
    """The notebooks that have a parameter of this name."""
    owners = [n for n in notebooks if key in declared_parameters(root / "notebooks" / f"{n}.ipynb")]
    if not owners:
        known = {p for n in notebooks for p in declared_parameters(root / "notebooks" / f"{n}.ipynb")}
        raise StudyInvalid(f"--set {key}", "unknown parameter", did_you_mean(key, (known | set(KEYS)) - set(OWN)))
    return owners


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


def _parameters(raw: dict, root: Path, path: Path) -> dict[str, dict]:
    present = {p.stem for p in (root / "notebooks").glob("*.ipynb")}  # one that is not chosen may have parameters too
    for notebook, values in raw.items():
        _one_of(notebook, present, "notebook under parameters", path)
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

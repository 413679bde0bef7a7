"""What a notebook's cell tagged ``parameters`` declares: names, types, defaults, allowed values. Values are checked
against it because papermill itself ignores unknown names and wrong types.
"""

from __future__ import annotations

import difflib
import logging
from ast import literal_eval
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gouji.errors import StudyInvalid

TYPES = {"str": str, "int": int, "float": (float, int), "bool": bool, "list": list, "dict": dict}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for an unknown word: the nearest known one, else all of them."""
    known = sorted(known)
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(known) or 'none'}"


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

"""Problems in words: what each kind means and what to do about it, from ``declared/problems.yml``.

In: a ``Problem`` and the file it is of. Out: one line for a person: file, page where there is one, kind, what, remedy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from gouji.model import Problem


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: whether it is of one page, what it means and what to do, each by language (``zh``, ``en``)."""

    page: bool
    means: Mapping[str, str]
    remedy: Mapping[str, str]


@cache
def kinds() -> dict[str, Kind]:
    """Every declared kind by its id."""
    text = (files("gouji") / "declared" / "problems.yml").read_text("utf-8")
    entries = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {id: Kind(e["page"], {"zh": e["zh"], "en": e["en"]}, e["remedy"]) for id, e in entries.items()}


def told(problem: Problem, file: str, language: str = "en") -> str:
    """The problem in one line: file, page, kind, what it means, the particulars of this one, remedy. What is quoted comes
    from the document: line ends and control characters in it are spaces."""
    kind = kinds()[problem.kind]
    where = {"zh": f"{file}，第{problem.page}页", "en": f"{file}, page {problem.page}"}[language] if problem.page else file
    detail = " ".join("".join(c if c.isprintable() else " " for c in problem.detail).split())
    said = f"{where}: {problem.kind}: {kind.means[language]}{f' ({detail})' if detail else ''}"
    return f"{said}; {kind.remedy[language]}"

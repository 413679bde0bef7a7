"""Run a notebook's cells in this process, as Run All would, with other parameters: a second each, no kernel."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path: Path, kind: str = "code") -> list[dict]:
    """The notebook's cells of one kind, each with its whole ``source``."""
    given = json.loads(path.read_text("utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in given if cell["cell_type"] == kind]


def run(path: Path, **parameters) -> dict:
    """Execute every code cell in one namespace, ``parameters`` set after the tagged cell; returns the namespace."""
    space: dict = {"__name__": "__notebook__"}
    for cell in cells(path):
        exec(compile(cell["source"], f"{path.name}", "exec"), space)  # noqa: S102 - the project's own notebooks
        if "parameters" in cell["metadata"].get("tags", ()):
            space.update(parameters)
    return space

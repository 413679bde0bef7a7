"""What several tests of notebooks share: each notebook executed once, as it stands and with its own parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """Notebook → the file of it executed."""
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    known: dict[str, Path] = {}

    def execute(name: str) -> Path:
        from gouji.study.execute import kernel_options

        if name not in known:
            notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4)
            with kernel_options() as options:
                nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(ROOT / "notebooks")}}, kernel_name="python3", **options).execute()
            known[name] = tmp_path_factory.mktemp("executed") / f"{name}.ipynb"
            nbformat.write(notebook, known[name])
        return known[name]

    return execute

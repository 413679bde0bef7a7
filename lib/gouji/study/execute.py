"""Notebooks executed by papermill, several at a time, each in a kernel of its own.

``tasks_of`` lists what a study executes (each notebook in order, then one dossier a document); ``execute``
runs those whose key is not cached. A notebook that fails is kept as far as it got, and told with its cell.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from traitlets import Unicode

from gouji.errors import Refusal
from gouji.study import keys
from gouji.study.spec import DOSSIER, Study, declared_parameters

Say = Callable[[str], None]


@dataclass(frozen=True)
class Task:
    """One notebook to execute: ``name`` is the executed file's stem, ``document`` set for a dossier."""

    name: str
    source: Path
    parameters: dict[str, Any]
    key: str
    document: str = ""


class NotebookFailed(Refusal):
    what, remedy = "a cell failed", "open the notebook kept beside the results"


def tasks_of(study: Study, data_key: str, documents: Iterable[str]) -> list[Task]:
    """The study's notebooks in order; the dossier once for each document that could be read."""
    tasks = [_task(study, n, n, "", data_key) for n in study.notebooks if n != DOSSIER]
    if DOSSIER in study.notebooks:
        tasks += [_task(study, DOSSIER, f"dossier_{d}", d, data_key) for d in documents]
    return tasks


def _task(study: Study, notebook: str, name: str, document: str, data_key: str) -> Task:
    source = study.notebook_path(notebook)
    declared = declared_parameters(source)
    wanted = {**study.parameters.get(notebook, {}), "study": study.name, **({"document": document} if document else {})}
    changed = {k: v for k, v in wanted.items() if k in declared and v != declared[k].default}
    return Task(name, source, changed, keys.notebook_key(source, changed, data_key), document)


def execute(tasks: list[Task], study: Study, data: Path, jobs: int, say: Say) -> None:
    """Execute the tasks into ``data/notebooks``; the first failure stops the rest and is refused with its place."""
    if not tasks:
        return
    out = data / "notebooks"
    with ProcessPoolExecutor(max(1, min(jobs, len(tasks))), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(_execute_one, t, out, _environment(study, data)): t for t in tasks}
        for count, future in enumerate(as_completed(futures), start=1):
            task, failure = futures[future], None
            try:
                seconds = future.result()
            except Exception as error:
                failure = error
            if failure is not None:
                pool.shutdown(cancel_futures=True)
                raise _failed(task, failure, out, study)
            say(f"notebook {count}/{len(tasks)} {task.name}: {seconds:.1f} s")


def _environment(study: Study, data: Path) -> dict[str, str]:
    """What ``open_study`` finds in a kernel: the study as it was loaded, and the folder being filled."""
    return {"GOUJI_STUDY_FILE": str(study.path.resolve()), "GOUJI_STUDY_DATA": str(data), "GOUJI_STUDY_SETTINGS": json.dumps(study.settings)}


def _execute_one(task: Task, out: Path, environment: dict[str, str]) -> float:
    """In a worker: papermill on one notebook; returns the seconds it took. A failed cell comes back as one line."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    os.environ |= {**environment, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    start, target = perf_counter(), out / f"{task.name}.ipynb"
    try:
        with kernel_options() as options:
            papermill.execute_notebook(
                str(task.source), str(target), task.parameters, cwd=str(task.source.parent), progress_bar=False,
                kernel_name="python3", **options,
            )  # fmt: skip
    except PapermillExecutionError as error:
        raise RuntimeError(f"cell {error.cell_index}: {error.ename}: {error.evalue}") from None
    clean(target)
    return perf_counter() - start


@contextmanager
def kernel_options() -> Iterator[dict[str, Any]]:
    """For nbclient: kernels that talk over sockets in a folder of their own rather than a TCP port any user of the
    machine could listen on (TCP where there are no such sockets)."""
    from jupyter_client.manager import AsyncKernelManager

    quiet = {"extra_arguments": ["--IPKernelApp.log_level=50"]}  # a kernel told to stop says so as an error
    if os.name != "posix":
        yield quiet
        return
    with TemporaryDirectory(prefix="gouji-") as folder:
        own = type("OwnKernel", (AsyncKernelManager,), {"transport": "ipc", "ip": Unicode(f"{folder}/k")})
        yield quiet | {"kernel_manager_class": own}


def _failed(task: Task, error: Exception, out: Path, study: Study) -> NotebookFailed:
    kept = study.processed.with_name(f"{study.name}.failed")
    kept.mkdir(parents=True, exist_ok=True)
    if (target := out / f"{task.name}.ipynb").is_file():
        shutil.copy(target, kept)
    place = (kept / target.name).relative_to(study.root)
    return NotebookFailed(f"notebook {task.name}", " ".join(str(error).split())[:300], f"earlier results are untouched; see {place}")


def execute_in_place(path: Path) -> str:
    """Execute one notebook and write its outputs into it; "" when every cell ran, else where it failed."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        with kernel_options() as options:
            NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}, **options).execute()
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"
    nbformat.write(notebook, path)
    clean(path)
    return ""


def clean(path: Path) -> None:
    """Take out of an executed notebook what differs between runs: papermill's and the kernel's times and versions."""
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"] = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"c{number:02d}"
        kept = {k: v for k, v in cell["metadata"].items() if k in ("tags", "mystnb")}
        cell["metadata"] = {k: v for k, v in kept.items() if v}
        if cell["cell_type"] == "code":
            cell["outputs"] = [o for o in cell["outputs"] if o["output_type"] != "stream" or o["text"]]
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

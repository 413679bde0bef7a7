"""The data step: documents → readings (a process pool, cached) → ledger and findings, written into a folder.

One document is one task. A document that cannot be read becomes a counted problem, never a crash; what has
been read stays in the cache, so that a run which died goes on where it stood. With a Dask scheduler's
address the same tasks go to many machines.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from gouji import corpus
from gouji.claims import Claim
from gouji.errors import Refusal
from gouji.fields.store import guarded
from gouji.model import Document, Problem
from gouji.study import frames, keys
from gouji.study.spec import Study
from gouji.study.telling import counted

Say = Callable[[str], None]
STATE = "study.json"


@dataclass(frozen=True)
class Plan:
    """What the data step would do: every document's cache key, and the key of the data as a whole."""

    keys: dict[str, str]  # document name → key of its reading; absent files have none
    data: str
    to_read: tuple[str, ...]
    fresh: bool  # the ledger and findings of the last run still hold
    copies: Mapping[str, str] = field(default_factory=dict)  # a document that is another one byte for byte → that one


def plan(study: Study) -> Plan:
    """Hash the documents and see what is cached. Nothing is written."""
    hashes = {row.name: corpus.file_sha256(study.files[row.name]) for row in study.documents if row.name in study.files}
    found, copies = {}, {}
    for name, sha256 in hashes.items():
        key = keys.reading_key(sha256, study.reader)
        if key in found.values():
            copies[name] = next(n for n, k in found.items() if k == key)
        else:
            found[name] = key
    told = [f"{row.name}:{found.get(row.name) or copies.get(row.name)}" for row in study.documents]
    whole = keys.data_key(told, [asdict(r) for r in study.documents])
    to_read = tuple(n for n, key in found.items() if not _cached(study, key).is_file())
    return Plan(found, whole, to_read, state_of(study.processed).get("data") == whole, copies)


def state_of(folder: Path) -> dict:
    """What the last run wrote about itself into ``study.json`` ({} without one)."""
    try:
        return json.loads((folder / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def make(study: Study, plan: Plan, folder: Path, jobs: int, scheduler: str | None, say: Say) -> None:
    """Read what is not cached, then write ledger, findings, problems, documents, tables and pages into ``folder``."""
    failed = _read_missing(study, plan, jobs, scheduler, say)
    documents = {}
    for row in study.documents:
        if row.name in plan.keys and row.name not in failed:
            documents[row.name] = pickle.loads(_cached(study, plan.keys[row.name]).read_bytes())
    for row in study.documents:
        failed.setdefault(row.name, []).extend(_against_manifest(row, documents.get(row.name), study))
    say(f"data: ledger and findings of {counted(len(documents), 'document')}")
    _write(study, documents, failed, folder)


def cached_document(study: Study, key: str) -> Document:
    """A document as it was understood by the data step; loaded once a process, as its key is of what it holds."""
    return _loaded(_cached(study, key))


@lru_cache(maxsize=32)
def _loaded(path: Path) -> Document:
    return pickle.loads(path.read_bytes())


def understand_bytes(path: str, reader: str) -> bytes:
    """The task: one file read and understood, pickled. A Refusal travels back as its one line."""
    from gouji.forms import understand
    from gouji.reading import read

    try:
        return pickle.dumps(understand(read(path, reader=reader)), protocol=5)
    except Refusal as refusal:
        return pickle.dumps(Problem(refusal.page, "unreadable", f"{refusal.what}; {refusal.remedy}"), protocol=5)


def _cached(study: Study, key: str) -> Path:
    return study.processed / "cache" / f"{key}.document"


def _read_missing(study: Study, plan: Plan, jobs: int, scheduler: str | None, say: Say) -> dict[str, list[Problem]]:
    absent = [row.name for row in study.documents if row.name not in study.files]
    failed = {n: [Problem(None, "missing_file", "the manifest lists it, the corpus folder lacks it")] for n in absent}
    failed |= {n: [Problem(None, "same_file", f"byte for byte the same as {other}; counted once")] for n, other in plan.copies.items()}
    (study.processed / "cache").mkdir(parents=True, exist_ok=True)
    tasks = {name: str(study.files[name]) for name in plan.to_read}
    for count, (name, result) in enumerate(_each(tasks, study.reader, jobs, scheduler), start=1):
        outcome = result if isinstance(result, Problem) else pickle.loads(result)
        if isinstance(outcome, Problem):
            failed[name] = [outcome]
        else:
            write_atomically(_cached(study, plan.keys[name]), result)
        told = outcome.detail if isinstance(outcome, Problem) else f"{counted(len(outcome.reading.pages), 'page')}, {counted(len(outcome.tables), 'table')}"
        say(f"read {count}/{len(tasks)} {name}: {told}")
    return failed


def _each(tasks: dict[str, str], reader: str, jobs: int, scheduler: str | None) -> Iterator[tuple[str, bytes | Problem]]:
    """Each task's name and result as it comes; a task that died gives a Problem."""
    if scheduler and tasks:
        yield from _each_on_dask(tasks, reader, scheduler)
    elif tasks:
        workers = max(1, min(jobs, len(tasks)))
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            futures = {pool.submit(understand_bytes, path, reader): name for name, path in tasks.items()}
            broken = []
            for future in as_completed(futures):
                if isinstance(future.exception(), BrokenProcessPool):
                    broken.append(futures[future])
                else:
                    yield futures[future], _result(future)
        for name in broken:  # one document brought its process down; each that was under way is tried alone
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                yield name, _result(alone.submit(understand_bytes, tasks[name], reader))


def client_of(scheduler: str):
    """A client of the Dask scheduler at this address. Raises Refusal where there is no Dask, or no scheduler answers."""
    try:
        from distributed import Client
    except ImportError:
        raise Refusal("--scheduler", "dask is not installed", "pip install distributed, or leave the option out") from None
    try:
        return Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise Refusal(f"--scheduler {scheduler}", f"no scheduler answers ({type(error).__name__})", "check the address") from None


def _each_on_dask(tasks: dict[str, str], reader: str, scheduler: str) -> Iterator[tuple[str, bytes | Problem]]:
    with client_of(scheduler) as client:
        from distributed import as_completed as completed

        futures = {client.submit(understand_bytes, path, reader, pure=False): name for name, path in tasks.items()}
        for future in completed(list(futures)):
            yield futures[future], _result(future)


def _result(future) -> bytes | Problem:
    try:
        return future.result()
    except Exception as error:  # a fault of ours in one document must not lose the others
        return Problem(None, "crash", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")


def _against_manifest(row: corpus.Row, document: Document | None, study: Study) -> list[Problem]:
    if document is None or not row.sha256 or row.sha256 == document.reading.sha256:
        return []
    return [Problem(None, "manifest_differs", f"sha256 is {document.reading.sha256[:12]}…, the manifest says {row.sha256[:12]}…")]


def _write(study: Study, documents: dict[str, Document], failed: dict[str, list[Problem]], folder: Path) -> None:
    from gouji.confirmation import confirmed
    from gouji.ledger import write_ledger
    from gouji.rules import findings_json

    files = {document.reading.sha256: study.files[name] for name, document in documents.items()}
    result = confirmed(documents.values(), files, bound_claims)
    read = {d.reading.sha256: d for d in result.documents}  # pages on which something fails have been read again
    documents = {name: read[d.reading.sha256] for name, d in documents.items()}
    ledger, claims = result.ledger, result.claims
    payload = findings_json(result.findings, all=True)
    figures = ledger.loc[~ledger["blank"]].groupby("document").size()
    by_name = {name: int(figures.get(d.reading.sha256, 0)) for name, d in documents.items()}
    for suffix in (".parquet", ".csv"):
        write_ledger(ledger, folder / f"ledger{suffix}")
    names = {d.reading.file: name for name, d in documents.items()}
    tables = {
        "findings": frames.findings_frame(payload, names),
        "documents": frames.documents_frame(study.documents, documents, by_name),
        "problems": frames.problems_frame(study.documents, documents, failed),
        "tables": frames.tables_frame(documents),
        "pages": frames.pages_frame(documents),
        "claims": frames.claims_frame(documents, claims),
    }
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
        safe_csv(frame, folder / f"{name}.csv")
    (folder / "findings.json").write_text(json.dumps(payload, ensure_ascii=False, indent=1) + "\n", "utf-8")


def bound_claims(documents: Iterable[Document], ledger: pd.DataFrame) -> dict[str, list[Claim]]:
    """The figures each document's prose states, by its sha256, each with the form's figure it restates."""
    from gouji.claims import bind, claims_of

    rows = dict(list(ledger.groupby("document", sort=False)))
    found = {d.reading.sha256: (d, claims_of(d.reading)) for d in documents}
    return {sha256: bind(own, rows[sha256], document) if sha256 in rows else own for sha256, (document, own) in found.items()}


def safe_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a CSV in which no text of a document can act as a spreadsheet formula."""
    text = frame.select_dtypes(include=["object", "string"]).columns
    safe = frame.assign(**{c: frame[c].map(lambda v: guarded(v) if isinstance(v, str) else v) for c in text})
    safe.to_csv(path, index=False, lineterminator="\n")


def write_atomically(path: Path, content: bytes) -> None:
    """Write so that a reader sees the whole file or none."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)

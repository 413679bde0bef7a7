"""One study from documents to site: plan, data, notebooks, site, each only where something changed.

Everything is made in a temporary sibling of the results and moved into place at the end, so that a failure
leaves earlier results as they were. Only the cache (one file a document, named by what it depends on) is
written in place: that is how a run which died goes on where it stood.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import pandas as pd

from gouji.analysis.closure import share_text
from gouji.errors import Refusal
from gouji.study import data, execute, keys
from gouji.study.spec import Study, load
from gouji.study.telling import counted

TESTABLE = ("exact", "rounding", "truncation", "mismatch")
CLOSED = ("exact", "rounding")
TOLD = ("mismatch", "truncation", "implausible", "missing")  # outcomes a person should look at


@dataclass(frozen=True)
class Summary:
    """What a run came to. ``str()`` is the lines shown at its end."""

    name: str
    documents: int
    unread: int
    forms: int
    tables: int
    figures: int
    blank: int
    testable: int
    closed: int
    findings: dict[str, int]
    problems: int
    site: str
    seconds: float
    lines: tuple[str, ...] = ()  # a dry run's plan, told instead of the figures

    def __str__(self) -> str:
        if self.lines:
            return "\n".join(self.lines)
        share = f" ({share_text(self.closed, self.testable)})" if self.testable else ""
        found = ", ".join(f"{n} {outcome}" for outcome, n in self.findings.items()) or "none"
        unread = f", {self.unread} could not be read" if self.unread else ""
        return "\n".join((
            f"documents   {self.documents}{unread}",
            f"forms       {self.forms} recognised of {counted(self.tables, 'table')}",
            f"figures     {self.figures:,} read, {counted(self.blank, 'cell')} printed blank",
            f"identities  {self.closed:,} closed of {self.testable:,} testable{share}",
            f"findings    {found}; {counted(self.problems, 'reading problem')}",
            f"site        {self.site or 'not asked for'}   ({self.seconds:.1f} s)",
        ))  # fmt: skip


def run(
    path: Path | str,
    settings: Iterable[str] = (),
    jobs: int | None = None,
    dry_run: bool = False,
    scheduler: str | None = None,
) -> Summary:
    """Run the study file ``path``; ``settings`` are ``key=value`` overrides, ``jobs`` processes (one per core)."""
    start = perf_counter()
    study, jobs, say = load(path, settings), jobs or os.cpu_count() or 1, _say
    plan = data.plan(study)
    readable = [name for name in plan.keys if name not in _known_unreadable(study, plan)]
    tasks = execute.tasks_of(study, plan.data, readable)
    if dry_run:
        return _dry(study, plan, tasks, scheduler)
    partial = study.processed.with_name(f".{study.name}.{os.getpid()}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "notebooks").mkdir(parents=True)
    try:
        say(f"study {study.name}: {counted(len(study.documents), 'document')}, reader {study.reader}, {jobs} process{'es' if jobs > 1 else ''}")
        _data(study, plan, partial, jobs, scheduler, say)
        names = _read_names(partial)
        if not names:  # earlier results stay: an empty study answers nothing
            raise _nothing_read(study, partial)
        tasks = execute.tasks_of(study, plan.data, names)
        _notebooks(study, plan, tasks, partial, jobs, say)
        _exports(study, plan, partial, say)
        site = _site(study, tasks, partial, say)
        _move_into_place(study, partial)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return _summary(study, site, perf_counter() - start)


def _say(text: str) -> None:
    print(text, flush=True)


def _data(study: Study, plan: data.Plan, partial: Path, jobs: int, scheduler: str | None, say: execute.Say) -> None:
    if plan.fresh:
        for file in study.processed.iterdir():
            if file.is_file() and file.name != data.STATE:
                shutil.copy2(file, partial)
        say(f"data: unchanged, {counted(len(plan.keys), 'document')} cached")
    else:
        data.make(study, plan, partial, jobs, scheduler, say)
    if "crash" in set(pd.read_parquet(partial / "problems.parquet")["kind"]):
        plan = replace(plan, data="")  # a fault of ours: written as far as it goes, tried again by the next run
    state = {"study": study.name, "title": study.title, "question": study.question, "reader": study.reader, "corpus": str(study.corpus.resolve())}
    _write_state(partial, state | {"data": plan.data, "documents": plan.keys})


def _nothing_read(study: Study, partial: Path) -> Refusal:
    """Why the first document could not be read, as the study's refusal."""
    first = pd.read_parquet(partial / "problems.parquet").iloc[0]
    file = study.files.get(first["name"], study.corpus / next(row.file for row in study.documents if row.name == first["name"]))
    rest = len(study.documents) - 1
    others = f", nor the {counted(rest, 'other')}" if rest else ""
    return Refusal(str(file), f"{first['detail'].split(';')[0]}{others}: no document of the study can be read", "mend the corpus folder")


def _notebooks(study: Study, plan: data.Plan, tasks: list[execute.Task], partial: Path, jobs: int, say: execute.Say) -> None:
    known = data.state_of(study.processed).get("notebooks", {})
    to_run = []
    for task in tasks:
        earlier = study.processed / "notebooks" / f"{task.name}.ipynb"
        if known.get(task.name) == task.key and earlier.is_file():
            shutil.copy2(earlier, partial / "notebooks")
            _keep_figures(task, study.processed / "figures", partial / "figures")
        else:
            to_run.append(task)
    say(f"notebooks: {len(to_run)} to execute, {len(tasks) - len(to_run)} cached")
    execute.execute(to_run, study, partial, jobs, say)
    _write_state(partial, {"notebooks": {task.name: task.key for task in tasks}})


def _keep_figures(task: execute.Task, earlier: Path, partial: Path) -> None:
    """The figures of a notebook that is not executed again: named by its number, or by its document."""
    start = task.name if task.document else f"{task.name[:2]}_"
    for figure in earlier.glob(f"{start}*"):
        partial.mkdir(exist_ok=True)
        shutil.copy2(figure, partial)


def _exports(study: Study, plan: data.Plan, partial: Path, say: execute.Say) -> None:
    """Workbook and data package, where they are asked for; before the site, which offers them."""
    from gouji.publish.exports import make_exports
    from gouji.study.opened import OpenedStudy

    key = keys.export_key(plan.data, {"title": study.title, "question": study.question, "parameters": study.parameters, "outputs": study.outputs})
    known = data.state_of(study.processed).get("exports", {})
    _write_state(partial, {"exports": make_exports(OpenedStudy(study, partial), study.processed, known, key, say)})


def _site(study: Study, tasks: list[execute.Task], partial: Path, say: execute.Say) -> Path | None:
    if "site" not in study.outputs:
        return None
    exports = data.state_of(partial).get("exports", {})
    key = keys.site_key([t.key for t in tasks], {"title": study.title, "question": study.question, "exports": exports})
    earlier = study.processed / "site"
    if data.state_of(study.processed).get("site") == key and (earlier / "index.html").is_file():
        shutil.copytree(earlier, partial / "site")
        say("site: unchanged")
    else:
        from gouji.publish import build_site
        from gouji.study.opened import OpenedStudy

        start = perf_counter()
        build_site(partial, partial / "site", title=study.title, question=study.question, opened=OpenedStudy(study, partial))
        say(f"site: {perf_counter() - start:.1f} s")
    _write_state(partial, {"site": key})
    return earlier / "index.html"


def _write_state(folder: Path, more: dict) -> None:
    text = json.dumps(data.state_of(folder) | more, ensure_ascii=False, indent=1, sort_keys=True)
    data.write_atomically(folder / data.STATE, (text + "\n").encode())


def _move_into_place(study: Study, partial: Path) -> None:
    """Swap the finished folder for the earlier one; the cache moves over first."""
    old = study.processed.with_name(f".{study.name}.{os.getpid()}.old")
    study.processed.mkdir(parents=True, exist_ok=True)
    if (study.processed / "cache").is_dir():
        (study.processed / "cache").rename(partial / "cache")
    study.processed.rename(old)
    partial.rename(study.processed)
    shutil.rmtree(old)
    shutil.rmtree(study.processed.with_name(f"{study.name}.failed"), ignore_errors=True)


def _known_unreadable(study: Study, plan: data.Plan) -> set[str]:
    if not plan.fresh:
        return set()
    documents = pd.read_parquet(study.processed / "documents.parquet")
    return set(documents.loc[~documents["read"], "name"])


def _read_names(folder: Path) -> list[str]:
    documents = pd.read_parquet(folder / "documents.parquet")
    return documents.loc[documents["read"], "name"].tolist()


def _dry(study: Study, plan: data.Plan, tasks: list[execute.Task], scheduler: str | None) -> Summary:
    """What would run and what is cached. A scheduler that documents would be sent to is tried; Refusal where it is not usable."""
    known = data.state_of(study.processed).get("notebooks", {})
    lines = [f"study {study.name} (dry run): {study.title}"]
    if scheduler and plan.to_read:
        data.client_of(scheduler).close()
    if scheduler:
        lines.append(f"  {'answers' if plan.to_read else 'unused':8}scheduler {scheduler}{'' if plan.to_read else ': every document is cached, it was not tried'}")
    for row in study.documents:
        lines.append(f"  {'copy' if row.name in plan.copies else 'MISSING' if row.name not in plan.keys else 'read' if row.name in plan.to_read else 'cached':8}{row.file}")
    lines.append(f"  {'cached' if plan.fresh else 'make':8}ledger, findings")
    lines += [f"  {'cached' if known.get(t.name) == t.key else 'run':8}{t.name}" for t in tasks]
    return Summary(study.name, len(study.documents), 0, 0, 0, 0, 0, 0, 0, {}, 0, "", 0.0, tuple(lines))


def _summary(study: Study, site: Path | None, seconds: float) -> Summary:
    folder = study.processed
    documents, findings = (pd.read_parquet(folder / f"{n}.parquet") for n in ("documents", "findings"))
    counts = findings["outcome"].value_counts()
    place = "" if site is None else str(site.relative_to(Path.cwd())) if site.is_relative_to(Path.cwd()) else str(site)
    return Summary(
        name=study.name,
        documents=len(documents),
        unread=int((~documents["read"]).sum()),
        forms=int(documents["forms"].sum()),
        tables=int(documents["tables"].sum()),
        figures=int(documents["figures"].sum()),
        blank=int(pd.read_parquet(folder / "ledger.parquet", columns=["blank"])["blank"].sum()),
        testable=int(sum(counts.get(o, 0) for o in TESTABLE)),
        closed=int(sum(counts.get(o, 0) for o in CLOSED)),
        findings={o: int(counts[o]) for o in TOLD if counts.get(o, 0)},
        problems=len(pd.read_parquet(folder / "problems.parquet")),
        site=place,
        seconds=seconds,
    )


def data_only(study: Study, plan: data.Plan) -> None:
    """The data step without notebooks, as a notebook opened by itself needs it; says nothing.
    Notebooks and site of an earlier run stay; their keys no longer fit the data, so the next run makes them anew."""
    partial = study.processed.with_name(f".{study.name}.{os.getpid()}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        _data(study, plan, partial, os.cpu_count() or 1, None, lambda text: None)
        _keep_earlier(study, partial)
        _move_into_place(study, partial)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _keep_earlier(study: Study, partial: Path) -> None:
    state = data.state_of(study.processed)
    for name in ("notebooks", "site", "package"):
        if (study.processed / name).is_dir():
            shutil.copytree(study.processed / name, partial / name)
    _write_state(partial, {k: state[k] for k in ("notebooks", "site", "exports") if k in state})

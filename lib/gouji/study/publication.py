"""``gouji publish``: the site of a study that has run, built anew; or one of its notebooks as a single file. Nothing is executed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from gouji.errors import Refusal
from gouji.study.opened import OpenedStudy
from gouji.study.spec import Study, load


def publish(path: Path | str, settings: Iterable[str] = ()) -> Path:
    """Build the site of the study file ``path`` from its last run; returns its front page."""
    from gouji.publish import build_site

    study = _that_ran(load(path, settings))
    return build_site(study.processed, study.processed / "site", title=study.title, question=study.question, opened=OpenedStudy(study, study.processed))


def publish_single(path: Path | str, notebook: str, out: Path, settings: Iterable[str] = ()) -> Path:
    """Write one executed notebook (``dossier_NAME`` for a document's) as the single HTML file ``out``; returns it."""
    from gouji.publish.single import write_single

    study = _that_ran(load(path, settings))
    known = {p.stem: p for p in (study.processed / "notebooks").glob("*.ipynb")}
    if notebook not in known:
        near = difflib.get_close_matches(notebook, known, n=1, cutoff=0.4)
        raise Refusal(f"study {study.name}", f"no executed notebook {notebook!r}", f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}")
    return write_single(known[notebook], out)


def _that_ran(study: Study) -> Study:
    if not any((study.processed / "notebooks").glob("*.ipynb")):
        raise Refusal(f"study {study.name}", "has not run yet", f"gouji study run {study.path}")
    return study

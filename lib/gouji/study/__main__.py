"""``python -m gouji.study outputs [NOTEBOOK...]``: execute the notebooks in place with their defaults;
``python -m gouji.study data STUDY.yml [KEY=VALUE...]``: make a study's data alone (what ``open_study`` calls when they are stale).

The one way the outputs in git are made (``make notebooks``). Each notebook runs as Run All would run it, in its
own folder; what differs between runs (times, versions, random ids) is taken out.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Execute the named notebooks (all of ``notebooks/`` without any); exit status 0, or 1 when a cell failed."""
    if len(arguments) > 1 and arguments[0] == "data":
        return _make_data(Path(arguments[1]), arguments[2:])
    if not arguments or arguments[0] != "outputs":
        print("usage: python -m gouji.study outputs [NOTEBOOK...] | data STUDY.yml [KEY=VALUE...]", file=sys.stderr)
        return 2
    from gouji.study import open_study
    from gouji.study.execute import execute_in_place

    open_study()  # the data once, before the kernels ask for them
    paths = [Path(a) for a in arguments[1:]] or sorted(Path("notebooks").glob("*.ipynb"))
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(paths)), mp_context=get_context("spawn")) as pool:
        results = list(pool.map(execute_in_place, paths))
    for path, failure in zip(paths, results, strict=True):
        print(f"{path}: {failure or 'done'}")
    return int(any(results))


def _make_data(study: Path, settings: list[str]) -> int:
    from gouji.errors import Refusal
    from gouji.study import data
    from gouji.study.run import data_only
    from gouji.study.spec import load

    try:
        loaded = load(study, settings)
        data_only(loaded, data.plan(loaded))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

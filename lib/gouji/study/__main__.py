"""``python -m gouji.study outputs [NOTEBOOK...]``: execute the notebooks in place with their defaults.

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
    if not arguments or arguments[0] != "outputs":
        print("usage: python -m gouji.study outputs [NOTEBOOK...]", file=sys.stderr)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

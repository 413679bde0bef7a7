"""``python -m gouji.reading.bench [PDF...]``: readers side by side, on the same pages, in one process.

Each reader goes over every document whole; the rounds are interleaved (every reader once a round), so that a
machine that slows down slows all of them. Printed per reader: milliseconds a page, median, least and most over
the rounds, and the ratio of medians to the floor. The floor opens, parses and counts characters and path
objects through the same binding this reader uses, and reads nothing. At last the same ratio of each document alone.

Without PDFs it measures what is there of the embedded corpus, typeset from the texts of real documents, and of the
folder of published documents beside the project, each by itself: what a page costs depends on who made it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Reader = Callable[[Path], object]


def floor(path: Path) -> int:
    """pdfium opens, parses, counts: what no reader on pdfium can go below."""
    from gouji.reading import raw
    from gouji.reading.opening import open_pdf, read_bytes

    name, content, _ = read_bytes(path)
    counted = 0
    with open_pdf(name, content) as (document, pages):
        for index in range(pages):
            page = raw.load_page(document, index)
            text = raw.load_text(page)
            counted += raw.count_characters(text)
            counted += _paths(raw.each(raw.page_object, page, range(raw.count_objects(page))))
            raw.close_text(text)
            raw.close_page(page)
    return counted


def _paths(objects) -> int:
    """How many path objects are among ``objects`` and in the forms among them, where whole families draw their rules."""
    from gouji.reading import raw

    items = list(objects)
    kinds = list(map(raw.object_type, items))
    inner = [item for item, kind in zip(items, kinds) if kind == raw.FORM] if raw.FORM in kinds else ()
    return kinds.count(raw.PATH) + sum(_paths(raw.each(raw.form_object, item, range(raw.count_form_objects(item)))) for item in inner)


def ours(path: Path) -> object:
    """This reader with grids, joining and recognition."""
    from gouji.forms import understand
    from gouji.reading import read

    return understand(read(path))


def camelot_default(path: Path) -> object:
    import camelot

    return camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)


def camelot_vector(path: Path) -> object:
    import camelot

    return camelot.read_pdf(str(path), pages="all", flavor="lattice", engine="vector", split_text=True, suppress_stdout=True)


def pdfplumber_default(path: Path) -> object:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [page.extract_tables() for page in document.pages]


def tablers_default(path: Path) -> object:
    import tablers

    with tablers.Document(str(path)) as document:
        return [[table.cells for table in tablers.find_tables(page)] for page in document.pages()]


READERS: dict[str, Reader] = {
    "floor (pdfium opens, parses, counts)": floor,
    "gouji (grids, joining, recognition)": ours,
    "tablers": tablers_default,
    "camelot vector + split_text": camelot_vector,
    "pdfplumber": pdfplumber_default,
    "camelot default": camelot_default,
}
FLOOR, OURS = list(READERS)[:2]
SLOW = {"camelot default"}  # one round
BAR = 2.5  # times the floor that reading may cost
GIVEN = (Path("data/raw/henan"), Path("../shared/corpus"))  # measured where no file is named

Times = dict[str, list[list[float]]]  # by reader: a list a round, of seconds a document


def measure(paths: list[Path], rounds: int, readers: dict[str, Reader]) -> Times:
    """How long each of ``paths`` took each reader, round by round; a warm-up on the first document is not counted."""
    seconds: Times = {name: [] for name in readers}
    for read in readers.values():
        read(paths[0])
    for turn in range(rounds):
        for name, read in readers.items():
            if name in SLOW and turn:
                continue
            spent = []
            for path in paths:
                start = time.perf_counter()
                read(path)
                spent.append(time.perf_counter() - start)
            seconds[name].append(spent)
    return seconds


def _usable() -> tuple[dict[str, Reader], list[str]]:
    """The readers that are installed, and the names of those that are not."""
    from importlib.util import find_spec

    needs = {"tablers": "tablers", "pdfplumber": "pdfplumber"}
    missing = [name for name, module in needs.items() if find_spec(module) is None]
    return {name: read for name, read in READERS.items() if name not in missing}, missing


def report(paths: list[Path], rounds: int) -> Iterator[str]:
    """The lines that say what reading ``paths`` cost."""
    import pypdfium2

    pages = sum(len(pypdfium2.PdfDocument(path)) for path in paths)
    readers, absent = _usable()
    seconds = measure(paths, rounds, readers)
    totals = {name: [sum(spent) for spent in times] for name, times in seconds.items()}
    base = statistics.median(totals[FLOOR])
    yield f"{len(paths)} documents, {pages} pages, {rounds} rounds, one process; ms a page"
    yield f"{'reader':40} {'median':>8} {'least':>8} {'most':>8} {'× floor':>8}"
    for name, times in totals.items():
        middle, least, most = (1000 * f(times) / pages for f in (statistics.median, min, max))
        yield f"{name:40} {middle:8.2f} {least:8.2f} {most:8.2f} {statistics.median(times) / base:8.1f}"
    for name in absent:
        yield f"{name:40} not installed: .venv/bin/pip install {name}"
    alone = [statistics.median(ours) / statistics.median(low) for ours, low in zip(zip(*seconds[OURS]), zip(*seconds[FLOOR]))]
    ranked = sorted(zip(alone, paths))
    (low, first), (high, last) = ranked[0], ranked[-1]
    yield f"gouji × floor, each document alone: {low:.1f} ({first.name}) to {high:.1f} ({last.name}), {sum(x <= BAR for x in alone)} of {len(paths)} at most {BAR}"


def main(argv: list[str]) -> int:
    """Print the tables; exit status 2 when a document is missing."""
    parser = argparse.ArgumentParser(prog="gouji.reading.bench", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="PDFs (default: the embedded corpus, and the one beside the project)")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args(argv)
    groups = [args.files] if args.files else [found for folder in GIVEN if (found := sorted(folder.glob("*.pdf")))]
    missing = [str(path) for path in args.files if not path.is_file()]
    if missing or not groups:
        print(f"gouji: {', '.join(missing) or GIVEN[0]}: no such file; check the path", file=sys.stderr)
        return 2
    for paths in groups:
        print(f"{paths[0].parent}:", flush=True)
        for line in report(paths, args.rounds):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

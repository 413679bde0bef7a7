"""The console script ``gouji``: thin verbs over the library.

Exit status: 0 done, 1 findings or a threshold asked for and exceeded, 2 bad input or usage.
JSON goes to ``--json OUT`` (``-`` is standard output, and then nothing else is written there);
diagnostics go to standard error, one line each: file, page, what, remedy.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
import traceback
from pathlib import Path

from gouji import __version__
from gouji.errors import Refusal

READERS = ("pdfium", "camelot", "both")
DEBUG = "GOUJI_DEBUG"  # environment variable: when set, a fault of the program shows its whole trace


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line: what is wrong, the nearest known word, where help is."""

    def error(self, message: str):
        unknown = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        if unknown:
            near = difflib.get_close_matches(unknown[1], re.findall(r"'(.*?)'", unknown[2]), n=1)
            message += f"; did you mean {near[0]}?" if near else ""
        print(f"gouji: {' '.join(message.split())}; see `{self.prog} --help`", file=sys.stderr)
        sys.exit(2)


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns its exit status. A Refusal becomes one line on standard error and status 2."""
    for stream in (sys.stdout, sys.stderr):  # a file name may hold what the terminal cannot print
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    args = _parser().parse_args(argv)
    try:
        status = args.run(args)
        sys.stdout.flush()
        return status
    except Refusal as refusal:
        print(f"gouji: {refusal}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # who read our output has gone (as `| head` does); nothing is lost
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("gouji: stopped; earlier results are untouched", file=sys.stderr)
        return 130
    except Exception as fault:  # a fault of ours, not the user's: never status 1, which says "findings"
        if os.environ.get(DEBUG):
            raise
        print(f"gouji: {_fault(fault)}", file=sys.stderr)
        return 2


def _fault(fault: Exception) -> str:
    """One line about an exception nobody expected: what, in which line of which module, what to do."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    said = " ".join(str(fault).split())
    return f"fault of the program: {type(fault).__name__}: {said} ({Path(frame.filename).name}, line {frame.lineno}); please report it with the document; {DEBUG}=1 shows the whole trace"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="gouji", description="Read, state and reconcile Chinese government budgets and final accounts (勾稽).",
        epilog="Exit status: 0 done; 1 findings at or above --fail-on; 2 bad input or usage, told in one line on standard error.",
    )
    parser.add_argument("--version", action="version", version=f"gouji {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, run, text: str, files: str = "a PDF as published", json: bool = True) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=text, description=text)
        if files:
            sub.add_argument("files", nargs="+", metavar="FILE", help=files)
        if json:
            sub.add_argument("--json", metavar="OUT", help="write JSON there; - is standard output")
        sub.set_defaults(run=run)
        return sub

    from gouji import commands

    tables = verb("tables", commands.tables, "Read the grids and statutory forms of documents.")
    tables.add_argument("--reader", choices=READERS, default="pdfium", help="which reader (default: pdfium)")

    ledger = verb("ledger", commands.ledger, "State every printed figure with its place.", json=False)
    ledger.add_argument("-o", "--output", required=True, metavar="OUT", help="OUT.parquet, OUT.csv or OUT.json; - is JSON on standard output")
    ledger.add_argument("--reader", choices=READERS, default="pdfium", help="which reader (default: pdfium)")

    verb("claims", commands.claims, "Find the figures stated in prose.", files="a PDF as published, or UTF-8 text")

    check = verb("check", commands.check, "Apply every rule that applies, to the documents together. Where figures do not agree, their "
                 "pages are read again by the second reader first (about two seconds once, a tenth of a second a page).")  # fmt: skip
    check.add_argument("--all", action="store_true", help="list exact outcomes too")
    check.add_argument("--reader", choices=READERS, default="pdfium", help="which reader (default: pdfium; camelot alone is not read again)")
    check.add_argument(
        "--fail-on", choices=("error", "warning", "info"), help="exit 1 when something of at least this severity does not hold"
    )
    check.add_argument("--lang", choices=("en", "zh"), default="en", help="the language of what is printed (default: en)")

    verb("rules", commands.rules, "Print the catalogue of rules.", files="")
    verb("forms", commands.forms, "Print the catalogue of statutory forms.", files="")

    study = verbs.add_parser("study", help="Run or make a study.", description="Run or make a study.")
    acts = study.add_subparsers(dest="act", required=True, metavar="ACT")
    run = acts.add_parser("run", help="Run a study: read, reconcile, execute its notebooks, publish its site.")
    run.add_argument("study", metavar="studies/NAME.yml")
    run.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="override a parameter")
    run.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="processes (default: one per core)")
    run.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, for many machines")
    run.add_argument("--dry-run", action="store_true", help="say what would run and what is cached")
    run.set_defaults(run=commands.study_run)
    new = acts.add_parser("new", help="Make a study of your own PDFs: corpus folder, manifest and study file.")
    new.add_argument("name", metavar="NAME")
    new.add_argument("files", nargs="+", metavar="DOCUMENT")
    new.set_defaults(run=commands.study_new)

    publish = verbs.add_parser("publish", help="Build the site of a study that has run; or one notebook as a single file.",
                               description="Build the site of a study that has run, or write one of its notebooks as a single HTML file.")  # fmt: skip
    publish.add_argument("study", metavar="studies/NAME.yml")
    publish.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="override a parameter, as in study run")
    publish.add_argument("--single", metavar="NOTEBOOK", help="this notebook alone (dossier_NAME for a document), pictures inside")
    publish.add_argument("-o", "--output", metavar="OUT.html", help="where the single file goes (default: NOTEBOOK.html here)")
    publish.set_defaults(run=commands.publish)
    return parser


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes; give 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())

"""The console script ``gouji``: thin verbs over the library.

Exit status: 0 done, 1 findings or a threshold asked for and exceeded, 2 bad input or usage.
JSON goes to ``--json OUT`` (``-`` is standard output, and then nothing else is written there);
diagnostics go to standard error, one line each: file, page, what, remedy.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gouji import __version__
from gouji.errors import Refusal

READERS = ("pdfium", "camelot", "both")


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns its exit status. A Refusal becomes one line on standard error and status 2."""
    args = _parser().parse_args(argv)
    try:
        return args.run(args)
    except Refusal as refusal:
        print(f"gouji: {refusal}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output went away; nothing is lost
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("gouji: stopped; earlier results are untouched", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gouji", description="Read, state and reconcile Chinese government budgets and final accounts (勾稽)."
    )
    parser.add_argument("--version", action="version", version=f"gouji {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, run, text: str, files: bool = True, json: bool = True) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=text, description=text)
        if files:
            sub.add_argument("files", nargs="+", metavar="FILE", help="a PDF as published")
        if json:
            sub.add_argument("--json", metavar="OUT", help="write JSON there; - is standard output")
        sub.set_defaults(run=run)
        return sub

    from gouji import commands

    tables = verb("tables", commands.tables, "Read the grids and statutory forms of documents.")
    tables.add_argument("--reader", choices=READERS, default="pdfium", help="which reader (default: pdfium)")

    ledger = verb("ledger", commands.ledger, "State every printed figure with its place.", json=False)
    ledger.add_argument("-o", "--output", required=True, metavar="OUT", help="OUT.parquet, OUT.csv or OUT.json")
    ledger.add_argument("--reader", choices=READERS, default="pdfium", help="which reader (default: pdfium)")

    verb("claims", commands.claims, "Find the figures stated in prose (PDF, or UTF-8 text).")

    check = verb("check", commands.check, "Apply every rule that applies, to the documents together.")
    check.add_argument("--all", action="store_true", help="list exact outcomes too")
    check.add_argument("--reader", choices=READERS, default="pdfium", help="which reader (default: pdfium)")
    check.add_argument(
        "--fail-on", choices=("error", "warning", "info"), help="exit 1 when a mismatch of at least this severity is found"
    )

    verb("rules", commands.rules, "Print the catalogue of rules.", files=False)
    verb("forms", commands.forms, "Print the catalogue of statutory forms.", files=False)

    study = verbs.add_parser("study", help="Run or make a study.", description="Run or make a study.")
    acts = study.add_subparsers(dest="act", required=True, metavar="ACT")
    run = acts.add_parser("run", help="Run a study: read, reconcile, execute its notebooks, publish its site.")
    run.add_argument("study", metavar="studies/NAME.yml")
    run.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="override a parameter")
    run.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (default: one per core)")
    run.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, for many machines")
    run.add_argument("--dry-run", action="store_true", help="say what would run and what is cached")
    run.set_defaults(run=commands.study_run)
    new = acts.add_parser("new", help="Make a study of your own PDFs: corpus folder, manifest and study file.")
    new.add_argument("name", metavar="NAME")
    new.add_argument("files", nargs="+", metavar="DOCUMENT")
    new.set_defaults(run=commands.study_new)
    return parser


if __name__ == "__main__":
    sys.exit(main())

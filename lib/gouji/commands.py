"""What each verb of the console script does: calls the library, writes JSON or a few lines for a person.

One task a function, ``(args) -> exit status``. Heavy imports stand inside the functions, so that a verb
loads only what it uses.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gouji.errors import FileMissing, Refusal
from gouji.model import Document

SEVERITIES = ("info", "warning", "error")


def _understand(path: str, reader: str) -> Document:
    from gouji.forms import understand
    from gouji.reading import read

    return understand(read(path, reader=reader))


def _documents(files: list[str], reader: str) -> list[Document]:
    """Every file read and understood, in the order given; the first that cannot be opened is refused."""
    for name in files:
        if not Path(name).is_file():
            raise FileMissing(name)
    documents = [_understand(name, reader) for name in files]
    for document in documents:
        for problem in [*document.reading.all_problems(), *document.problems]:
            place = f"{document.reading.file}, page {problem.page}" if problem.page else document.reading.file
            print(f"gouji: {place}: {problem.kind}: {' '.join(problem.detail.split())}", file=sys.stderr)
    return documents


def _write_json(payload, out: str) -> None:
    text = json.dumps(payload, ensure_ascii=False, indent=1) + "\n"
    if out == "-":
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        return
    try:
        Path(out).write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise Refusal(out, f"cannot be written ({error.strerror})", "choose another place") from None


def tables(args: argparse.Namespace) -> int:
    """``gouji tables``: grids, tables and problems of each document, in the shape of the contract."""
    from gouji.forms.as_json import document_json

    documents = _documents(args.files, args.reader)
    if args.json:
        _write_json({"documents": [document_json(d) for d in documents]}, args.json)
        return 0
    for document in documents:
        reading = document.reading
        print(f"{reading.file}: {document.entity or '?'} {document.year or '?'} {document.kind}, {len(reading.pages)} pages")
        for table in document.tables:
            pages = f"p. {table.pages[0]}" + (f"–{table.pages[-1]}" if table.pages[-1] != table.pages[0] else "")
            state = "empty" if table.empty else f"{len(table.rows)} rows"
            print(f"  {table.form or '–':5} {table.title}  [{table.unit or 'no unit'}]  {pages}  {state}")
        if reading.cells_compared:
            print(f"  two readers: {reading.cells_compared} cells compared, {reading.cells_differing} differ")
    return 0


def ledger(args: argparse.Namespace) -> int:
    """``gouji ledger``: one row per printed figure, as Parquet, CSV or JSON by the name's ending."""
    from gouji.arbitrate import settled_ledger, tally
    from gouji.ledger import FORMATS, write_ledger

    if Path(args.output).suffix not in FORMATS:
        raise Refusal(args.output, "unknown format of the ledger", "end the name in " + ", ".join(FORMATS))
    frame = settled_ledger(_documents(args.files, args.reader))
    write_ledger(frame, Path(args.output))
    print(f"{len(frame)} figures of {frame['document'].nunique()} documents → {args.output}")
    if chosen := tally(frame):
        print(f"two readers differ on {sum(chosen.values())} of them: " + ", ".join(f"{count} {choice}" for choice, count in chosen.items()))
    return 0


def claims(args: argparse.Namespace) -> int:
    """``gouji claims``: the figures stated in prose, one entry each."""
    from gouji.claims import claims_json, find_claims

    found = [(Path(name).name, find_claims(name, bound=True)) for name in args.files]
    if args.json:
        _write_json(claims_json(found), args.json)
        return 0
    for name, entries in found:
        print(f"{name}: {len(entries)} figures stated in prose")
        for claim in entries:
            print(f"  [{claim.section or ''}] {claim.subject}  {claim.metric} {claim.value}{claim.unit or ''}")
    return 0


def check(args: argparse.Namespace) -> int:
    """``gouji check``: every rule that applies, to the documents given together."""
    from gouji.arbitrate import settled_ledger
    from gouji.rules import check as check_documents
    from gouji.rules import findings_json

    documents = _documents(args.files, args.reader)
    findings = check_documents(documents, settled_ledger(documents))
    payload = findings_json(findings, all=args.all)
    if args.json:
        _write_json(payload, args.json)
    else:
        _print_findings(payload)
    if not args.fail_on:
        return 0
    at_least = SEVERITIES[SEVERITIES.index(args.fail_on) :]
    listed = [f for d in payload["documents"] for f in d["findings"]] + payload["across"]
    return int(any(f["outcome"] in ("mismatch", "missing") and f["severity"] in at_least for f in listed))


def _print_findings(payload: dict) -> None:
    for document in payload["documents"]:
        counts = ", ".join(f"{n} {outcome}" for outcome, n in document["counts"].items() if n)
        print(f"{document['file']}: {counts or 'no rule applies'}")
        for finding in document["findings"]:
            if finding["outcome"] in ("mismatch", "truncation", "implausible", "missing") and not finding["cause"]:
                print(f"  {finding['rule']} {finding['outcome']} ({finding['severity']}): {finding['message']['en']}")
    for finding in payload["across"]:
        print(f"across: {finding['rule']} {finding['outcome']}: {finding['message']['en']}")


def rules(args: argparse.Namespace) -> int:
    """``gouji rules``: the catalogue."""
    from gouji.rules import catalogue_json

    payload = catalogue_json()
    if args.json:
        _write_json(payload, args.json)
        return 0
    for rule in payload["rules"]:
        print(f"{rule['id']:5} {rule['status']:12} {rule['severity']:8} {rule['zh']} | {rule['en']}")
    return 0


def forms(args: argparse.Namespace) -> int:
    """``gouji forms``: the declared statutory forms."""
    from gouji.forms.declared import forms_json

    payload = forms_json()
    if args.json:
        _write_json(payload, args.json)
        return 0
    for form in payload["forms"]:
        print(f"{form['id']:5} {form['kind']:12} {form['zh']} | {form['en']}")
    return 0


def study_run(args: argparse.Namespace) -> int:
    """``gouji study run``: plan, read, reconcile, execute, publish; ends with five lines and the site's place."""
    from gouji import study

    summary = study.run(
        Path(args.study), settings=args.set, jobs=args.jobs or None, scheduler=args.scheduler, dry_run=args.dry_run
    )
    print(summary)
    return 0


def study_new(args: argparse.Namespace) -> int:
    """``gouji study new``: a corpus folder, manifest and study file for an analyst's own PDFs."""
    from gouji import study

    print(study.new(args.name, args.files))
    return 0

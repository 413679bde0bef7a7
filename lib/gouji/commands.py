"""What each verb of the console script does: calls the library, writes JSON or a few lines for a person.

One task a function, ``(args) -> exit status``. Heavy imports stand inside the functions, so that a verb
loads only what it uses.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from gouji.errors import Refusal
from gouji.model import Document, Problem
from gouji.files import check_inputs, check_output, write_whole

SEVERITIES = ("info", "warning", "error")
SECOND = ("second_reader_failed", "readers_differ")  # kinds of problem that the second reader adds
AMISS = ("mismatch", "implausible", "truncation", "missing")  # outcomes a person is shown, the worst first


def _understand(path: str, reader: str) -> Document:
    from gouji.forms import understand
    from gouji.reading import read

    return understand(read(path, reader=reader))


def _documents(files: list[str], reader: str, once: bool = False) -> list[Document]:
    return _read_documents(files, reader, once)[0]


def _read_documents(files: list[str], reader: str, once: bool = False) -> tuple[list[Document], dict[str, str]]:
    """Every file read and understood, in the order given, and the file of each sha256; the first that cannot be opened is
    refused. ``once``: a document given again, under whatever name, is told and left out, since it would be compared with itself."""
    documents: dict[str, Document] = {}
    sources: dict[str, str] = {}
    for place, name in enumerate(files):
        document = _understand(name, reader)
        first = documents.get(document.reading.sha256)
        if once and first:
            print(f"gouji: {Path(name).name}: the same document as {first.reading.file}; counted once", file=sys.stderr)
        else:
            documents[document.reading.sha256 if once else str(place)] = document
            sources[document.reading.sha256] = name
    for document in documents.values():
        _tell([*document.reading.all_problems(), *document.problems], document)
    return list(documents.values()), sources


def _tell(problems: list[Problem], document: Document) -> None:
    """One line a problem on standard error, with its remedy."""
    from gouji.problems import told

    for problem in problems:
        print(f"gouji: {told(problem, document.reading.file)}", file=sys.stderr)


def _write_json(payload, out: str) -> None:
    data = (json.dumps(payload, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    if out == "-":
        _standard_output(data)
    else:
        write_whole(data, out)


def _standard_output(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def tables(args: argparse.Namespace) -> int:
    """``gouji tables``: grids, tables and problems of each document, in the shape of the contract."""
    check_inputs(args.files)
    check_output(args.json, args.files)
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
    check_inputs(args.files)
    from gouji.arbitrate import settled_ledger, tally
    from gouji.ledger import FORMATS, write_ledger

    if args.output != "-" and Path(args.output).suffix.lower() not in FORMATS:
        raise Refusal(args.output, "unknown format of the ledger", "end the name in " + ", ".join(FORMATS))
    check_output(args.output, args.files)
    frame = settled_ledger(_documents(args.files, args.reader, once=True))
    told = sys.stderr if args.output == "-" else sys.stdout
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / ("ledger.json" if args.output == "-" else Path(args.output).name)
        write_ledger(frame, made)
        _standard_output(made.read_bytes()) if args.output == "-" else write_whole(made.read_bytes(), args.output)
    blank = int(frame["blank"].sum())
    beside = f" and {_count(blank, 'cell')} printed blank" if blank else ""
    print(f"{_count(len(frame) - blank, 'figure')}{beside} of {_count(frame['document'].nunique(), 'document')} → {args.output}", file=told)
    if chosen := tally(frame):
        print(f"two readers differ on {sum(chosen.values())} of them: " + ", ".join(f"{count} {choice}" for choice, count in chosen.items()), file=told)
    return 0


def claims(args: argparse.Namespace) -> int:
    """``gouji claims``: the figures stated in prose, one entry each."""
    check_inputs(args.files)
    check_output(args.json, args.files)
    from gouji.claims import claims_json, find_claims

    found = [(Path(name).name, find_claims(name, bound=True)) for name in args.files]
    for name, entries in found:
        if not entries:
            print(f"gouji: {name}: no figure is stated in its prose; `gouji tables` on a PDF says what could not be read", file=sys.stderr)
    if args.json:
        _write_json(claims_json(found), args.json)
        return 0
    for name, entries in found:
        print(f"{name}: {_count(len(entries), 'figure')} stated in prose")
        for claim in entries:
            print(f"  [{claim.section or ''}] {claim.subject}  {claim.metric} {claim.value}{claim.unit or ''}{_bound_to(claim.figure)}")
    return 0


def _bound_to(figure: dict | None) -> str:
    """Where in the forms a claim's figure stands, for a person, and whether the two say the same."""
    if not figure:
        return ""
    sign = {True: "=", False: "≠"}.get(figure["agrees"], "?")
    return f"  {sign} {figure['form']} {figure['row_label']} ({figure['column']}, p. {figure['page']})"


def check(args: argparse.Namespace) -> int:
    """``gouji check``: every rule that applies, to the documents given together."""
    check_inputs(args.files)
    check_output(args.json, args.files)
    from gouji.confirmation import confirmed
    from gouji.rules import findings_json

    documents, sources = _read_documents(args.files, args.reader, once=True)
    result = confirmed(documents, sources)
    for document in result.documents:
        again = result.again.get(document.reading.sha256, ())
        _tell([p for p in document.reading.all_problems() if p.page in again and p.kind in SECOND], document)
    payload = findings_json(result.findings, all=args.all)
    if args.json:
        from gouji.analysis.indices import indices

        whole = payload if args.all else findings_json(result.findings, all=True)
        _write_json(findings_json(result.findings, args.all, indices(result.documents, result.ledger, whole)), args.json)
    else:
        _print_findings(payload, args.lang)
    if not args.fail_on:
        return 0
    at_least = SEVERITIES[SEVERITIES.index(args.fail_on) :]
    listed = [f for d in payload["documents"] for f in d["findings"]] + payload["across"]
    return int(any(f["outcome"] in AMISS and f["severity"] in at_least for f in listed))


def _print_findings(payload: dict, lang: str) -> None:
    for document in payload["documents"]:
        counts = ", ".join(f"{n} {outcome}" for outcome, n in document["counts"].items() if n)
        print(f"{document['file']}: {counts or 'no rule applies'}")
        _print_roots(document["findings"], lang)
    if any(f["outcome"] in AMISS and not f["cause"] for f in payload["across"]):
        print({"zh": "跨文件："}.get(lang, "across documents:"))
        _print_roots(payload["across"], lang)


def _print_roots(findings: list[dict], lang: str) -> None:
    """The root findings, the worst first; what is said in the same words of several pages stands once."""
    roots = [f for f in findings if f["outcome"] in AMISS and not f["cause"]]
    roots.sort(key=lambda f: (-SEVERITIES.index(f["severity"]), AMISS.index(f["outcome"])))
    said = Counter((f["severity"], f["message"][lang]) for f in roots)
    for (severity, message), times in said.items():
        pages = sorted({w["page"] for f in roots if f["message"][lang] == message for w in f["where"] if w["page"]})
        where = f"p. {', '.join(map(str, pages[:4]))}{' …' if len(pages) > 4 else ''}" if pages else "–"
        print(f"  {severity:8} {where:10} {message}{f' (×{times})' if times > 1 else ''}")


def rules(args: argparse.Namespace) -> int:
    """``gouji rules``: the catalogue."""
    check_output(args.json)
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
    check_output(args.json)
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

    check_inputs(args.files)
    print(study.new(args.name, args.files))
    return 0


def publish(args: argparse.Namespace) -> int:
    """``gouji publish``: the site of a study that has run, or one of its notebooks as a single file."""
    from gouji.study.publication import publish as build
    from gouji.study.publication import publish_single

    if args.output and not args.single:
        raise Refusal("--output", "is for --single", "the site's place is the study's folder")
    if not args.single:
        print(build(args.study, args.set))
        return 0
    out = Path(args.output or f"{args.single}.html")
    check_output(str(out))
    print(publish_single(args.study, args.single, out, args.set))
    return 0


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

"""Findings as rows of a reviewed list, and how a list differs from what the program reports now.

A list holds every mismatch and truncation, and everything else of severity error or warning, with a person's verdict:
``true`` (what is said stands so on the page), ``debatable`` (it stands so; whether it is amiss is a matter of view) or
``false``. ``python tests/golden/reviewed.py henan|corpus`` writes the list anew, keeping the verdicts of what is still there;
a new row has none, and the test fails until somebody has looked.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
HENAN = HERE.parents[1] / "data" / "raw" / "henan"
CORPUS = HERE.parents[2] / "shared" / "corpus"
LISTS = {"henan": (HERE / "reviewed_henan.csv", HENAN), "corpus": (HERE / "reviewed_corpus.csv", CORPUS)}
ALWAYS = ("mismatch", "truncation")
AMISS = (*ALWAYS, "implausible", "missing")
KEY = ("document", "rule", "outcome", "severity", "page", "row", "column", "printed")
COLUMNS = (*KEY, "verdict", "reason")
VERDICTS = ("true", "debatable", "false")
FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")


def findings_of(folder: Path):
    """The findings of all documents of a folder, given together, each with its document's name (None: over several)."""
    from gouji.confirmation import confirmed
    from gouji.forms import understand
    from gouji.reading import read

    paths = sorted(folder.glob("*.pdf"))
    documents = [understand(read(path)) for path in paths]
    result = confirmed(documents, {d.reading.sha256: path for d, path in zip(documents, paths, strict=True)})
    return result.findings


def rows_of(findings, figures_only: bool) -> list[dict]:
    """One row a finding. ``figures_only``: by sha256 and with the figures printed alone, not the words of the document."""
    named = [(d.sha256 if figures_only else Path(d.file).stem, f) for d in findings.documents for f in d.findings]
    named += [("across", f) for f in findings.across]
    return [_row(name, f, figures_only) for name, f in named if f.outcome in ALWAYS or f.outcome in AMISS and f.severity != "info"]


def _row(name: str, finding, figures_only: bool) -> dict:
    first = next((p for p in finding.where if p.page), finding.where[0])
    texts = [p.printed or "" for p in finding.where[:4]]
    printed = [m for t in texts for m in FIGURE.findall(t)][:4] if figures_only else [t for t in texts if t]
    return {
        "document": name, "rule": finding.rule, "outcome": finding.outcome, "severity": finding.severity,
        "page": str(first.page or ""), "row": "" if figures_only else first.row or "", "column": first.column or "",
        "printed": " | ".join(printed),
    }  # fmt: skip


def read_list(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(row: dict) -> tuple:
    return tuple(row[name] for name in KEY)


def differences(listed: list[dict], found: list[dict]) -> list[str]:
    """What is new, what has vanished, what nobody has judged; nothing when the list stands."""
    before, now = Counter(map(key, listed)), Counter(map(key, found))
    out = [f"new: {k}" for k in (now - before).elements()] + [f"vanished: {k}" for k in (before - now).elements()]
    return out + [f"without a verdict: {key(r)}" for r in listed if r["verdict"] not in VERDICTS or not r["reason"]]


def main(which: str) -> None:
    path, folder = LISTS[which]
    found = rows_of(findings_of(folder), figures_only=which == "corpus")
    kept: dict[tuple, list[dict]] = {}
    for row in read_list(path) if path.exists() else []:
        kept.setdefault(key(row), []).append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in found:
            old = kept.get(key(row))
            writer.writerow(row | ({k: old[0][k] for k in ("verdict", "reason")} if old else {"verdict": "", "reason": ""}))
            if old and len(old) > 1:
                old.pop(0)


if __name__ == "__main__":
    main(sys.argv[1])

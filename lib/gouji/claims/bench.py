"""How many of the hand-labelled figures are found with value, metric and subject right: ``python -m gouji.claims.bench``.

In: label files (JSON) and the folders where the labelled documents lie. A label file lists documents, each with its
SHA-256 (or ``text``, its lines), the page ranges that were labelled completely (null: all of it) and the figures in printed order as lists of
``FIELDS``: metric, value, unit, the subjects that are right, direction, what it is compared with. Out: a line per document and one per group, recall and wrong share.
Documents that are absent are named and left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from gouji.claims.find import Claim, claims_of_lines, find_claims


FIELDS = ("metric", "value", "unit", "subject", "direction", "compared_with")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document: labels; found by value; right in metric and subject too; claims; misses and errors for a reader."""

    name: str
    group: str
    labels: int
    found: int
    right: int
    side_right: int  # of the right ones: direction and comparison right too
    claims: int
    remarks: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        return self.right / self.labels if self.labels else 1.0

    @property
    def wrong(self) -> float:
        """Share of the claims that are no labelled figure or say the wrong thing of it."""
        return (self.claims - self.right) / self.claims if self.claims else 0.0


def score(document: dict, claims: Iterable[Claim]) -> Score:
    """Compare a document's claims with its labels, aligned in printed order."""
    ranges = document.get("pages")
    kept = [c for c in claims if ranges is None or c.page is None or any(a <= c.page <= b for a, b in ranges)]
    labels, right, side, remarks = [_label(f) for f in document["figures"]], 0, 0, []
    pairs = _align(labels, kept)
    for label, claim in pairs:
        if label is None:
            remarks.append(f"extra   {claim.metric} {claim.value}{claim.unit} | {claim.subject} | {claim.sentence[:60]}")
        elif claim is None:
            remarks.append(f"missed  {label['metric']} {label['value']}{label['unit']} | {label['subject'][0]}")
        elif not (_metric_right(label, claim) and _subject_right(label, claim)):
            said = f"{claim.metric} {claim.value}{claim.unit} | {claim.subject}"
            remarks.append(f"wrong   {said}  instead of  {label['metric']} | {label['subject'][0]} | {claim.sentence[:40]}")
        else:
            right += 1
            same = label.get("direction") == claim.direction and label.get("compared_with") == claim.compared_with
            side += same
            if not same:
                wanted = f"{label.get('direction')} {label.get('compared_with')}"
                remarks.append(f"side    {claim.direction} {claim.compared_with}  instead of  {wanted} | {claim.subject} | {claim.sentence[:40]}")
    found = sum(1 for label, claim in pairs if label and claim)
    return Score(document["name"], document.get("group", ""), len(labels), found, right, side, len(kept), tuple(remarks))


def _label(figure: list | dict) -> dict:
    """A figure of a label file: a list in the order of ``FIELDS`` (the last two may be left out), or a mapping."""
    return figure if isinstance(figure, dict) else dict(zip(FIELDS, [*figure, None, None]))


def _metric_right(label: dict, claim: Claim) -> bool:
    return label["metric"] == claim.metric and _unit(label["unit"]) == _unit(claim.unit)


def _unit(text: str) -> str:
    return text.replace("∕", "/").replace("％", "%").strip("（）()")


def _subject_right(label: dict, claim: Claim) -> bool:
    return "*" in label["subject"] or _plain(claim.subject) in map(_plain, label["subject"])


def _plain(subject: str) -> str:
    """Without quotation marks, brackets' width, years and the words for this year."""
    text = re.sub(r"[\s“”\"、，]", "", subject).translate(str.maketrans("()", "（）"))
    return re.sub(r"20\d\d年度?|^(?:本年|当年)", "", text)


def _align(labels: list[dict], claims: list[Claim]) -> list[tuple[dict | None, Claim | None]]:
    """The order-keeping pairing with most equal values; metric and subject break ties."""
    n, m = len(labels), len(claims)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], _worth(labels[i], claims[j]) + best[i + 1][j + 1])
    out, i, j = [], 0, 0
    while i < n or j < m:
        worth = _worth(labels[i], claims[j]) if i < n and j < m else 0
        if worth and best[i][j] == worth + best[i + 1][j + 1]:
            out.append((labels[i], claims[j]))
            i, j = i + 1, j + 1
        elif i < n and (j == m or best[i][j] == best[i + 1][j]):
            out.append((labels[i], None))
            i += 1
        else:
            out.append((None, claims[j]))
            j += 1
    return out


def _worth(label: dict, claim: Claim) -> float:
    if Decimal(label["value"]) != Decimal(claim.value):
        return 0.0
    return 1.0 + 0.25 * _metric_right(label, claim) + 0.5 * _subject_right(label, claim)


def measure(label_files: Iterable[Path], folders: Iterable[Path]) -> tuple[list[Score], list[str]]:
    """(a score per labelled document that is present, names of the absent ones)."""
    at = {hashlib.sha256(p.read_bytes()).hexdigest(): p for f in folders for p in sorted(Path(f).iterdir()) if p.is_file()}
    scores, absent = [], []
    for file in label_files:
        for document in json.loads(Path(file).read_text("utf-8"))["documents"]:
            path = at.get(document.get("sha256"))
            if "text" in document:
                scores.append(score(document, claims_of_lines(document["text"])))
            elif path is None:
                absent.append(document["name"])
            else:
                scores.append(score(document, find_claims(path)))
    return scores, absent


def summary(scores: list[Score]) -> list[str]:
    """A line per document, per group, and for all."""

    def line(name: str, part: list[Score]) -> str:
        labels, claims = sum(s.labels for s in part), sum(s.claims for s in part)
        right, found = sum(s.right for s in part), sum(s.found for s in part)
        side = sum(s.side_right for s in part)
        return (
            f"{name:36s} labels {labels:5d}  found {found / max(labels, 1):6.1%}  right {right / max(labels, 1):6.1%}"
            f"  wrong {(claims - right) / max(claims, 1):6.1%}  direction and comparison {side / max(right, 1):6.1%}"
        )

    lines = [line(s.name, [s]) for s in scores]
    groups = sorted({s.group for s in scores})
    return [*lines, *(line(f"= {g}", [s for s in scores if s.group == g]) for g in groups if g), line("= all", scores)]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="gouji.claims.bench", description="Measure claims against hand-made labels.")
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--documents", nargs="+", type=Path, default=[], help="folders with the labelled documents that are not written out")
    parser.add_argument("--show", action="store_true", help="print every missed, wrong and extra figure")
    options = parser.parse_args(argv)
    scores, absent = measure(options.labels, options.documents)
    for one in scores:
        if options.show:
            print(*(f"{one.name}: {r}" for r in one.remarks), sep="\n")
    print(*summary(scores), sep="\n")
    if absent:
        print("absent: " + ", ".join(absent))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

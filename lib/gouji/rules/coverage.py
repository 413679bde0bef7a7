"""How many of the core identities could be tested: ``python -m gouji.rules.coverage FILE...``.

Core are the rules within a form (W…) and between forms (X…). A case is one application of such a rule in a document that
holds the rule's form; it was evaluated when it has an outcome of its own, not when an operand is absent, blank or
unreadable. An application to a form that is not there, or is empty, is no case. Printed: the share by document, and
every case that was not evaluated, with the reason.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from gouji.errors import Refusal
from gouji.rules.findings import DocumentFindings, Finding

EVALUATED = ("exact", "rounding", "truncation", "mismatch", "implausible", "missing")
CORE = ("W", "X")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The core cases of one document: how many, how many evaluated, and the findings that say why the others were not."""

    file: str
    cases: int
    evaluated: int
    open: tuple[Finding, ...]

    @property
    def share(self) -> float:
        return self.evaluated / self.cases if self.cases else 1.0


def coverage(document: DocumentFindings, forms: Iterable[str]) -> Coverage:
    """The core cases of a document; ``forms``: those it holds."""
    core = [f for f in document.findings if f.rule.startswith(CORE)]
    done = [f for f in core if f.outcome in EVALUATED]
    held = set(forms)
    left = tuple(f for f in core if f.outcome == "not_testable" and not _lacks_form(f, held))
    return Coverage(document.file, len(done) + len(left), len(done), left)


def _lacks_form(finding: Finding, held: set[str]) -> bool:
    """Whether what is absent is a form: it is named alone, or its address is in one that is not there."""
    named = {p.address.split("/")[0] for p in finding.where if p.page is None}
    return finding.reason == "form" or finding.reason == "absent" and any(n not in held for n in named if n[:2].isupper() and n[2:].isdigit())


def main(argv: list[str]) -> int:
    """Print the shares; 1 when less than ``--floor`` of all cases was evaluated."""
    parser = argparse.ArgumentParser(prog="python -m gouji.rules.coverage", description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--floor", type=float, default=0.97)
    args = parser.parse_args(argv)
    from gouji.arbitrate import settled_ledger
    from gouji.forms import understand
    from gouji.reading import read
    from gouji.rules import check

    try:
        documents = [understand(read(file)) for file in args.files]
    except Refusal as refusal:
        print(f"gouji: {refusal}", file=sys.stderr)
        return 2
    found = check(documents, settled_ledger(documents))
    forms = {d.reading.sha256: {t.form for t in d.tables if t.form} for d in documents}
    all_of_them = [coverage(d, forms[d.sha256]) for d in found.documents]
    for one in all_of_them:
        print(f"{one.file}: {one.evaluated} of {one.cases} ({one.share:.1%})")
        for finding in one.open:
            print(f"  {finding.en}")
    cases, done = sum(c.cases for c in all_of_them), sum(c.evaluated for c in all_of_them)
    print(f"core identities evaluated: {done} of {cases} ({done / cases if cases else 1:.2%})")
    return int(cases > 0 and done / cases < args.floor)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

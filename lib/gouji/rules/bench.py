"""``make bench-rules``: the rules on invented departments, clean ones and with one seeded fault each.

Every document is drawn from a seed, typeset in a layout family, read back from its PDF and judged, so a miss may be the
reader's or the rules'. A fault is **found** when a rule fails (mismatch, truncation, implausible, missing) that did not
fail on the same document without the fault. Faults that rounding of the printed figures could leave are counted apart.

The head of the largest cluster **names** the fault when

* a figure of a form: its suspect is the faulted cell (form, column, row, print); of a figure moved, one of the two;
* a row left out or a unit: the head stands in the form, or its suspect does (no cell of its own is at fault);
* a figure of the prose: its suspect, or without one the first operand, is the figure as printed;
* a direction word: an operand stands in the paragraph (the word is at fault, not a figure).

A finding without a suspect (a percentage recomputed, a score above its weight) names the first operand it shows.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

from gouji import rules
from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.reading import read
from gouji.rules.findings import Finding, Place
from gouji.typeset.compare import squeeze
from gouji.typeset.facts import BREAK
from gouji.typeset.families import FAMILIES
from gouji.typeset.faults import KINDS, Fault, seed_fault
from gouji.typeset.generate import Generated, generate
from gouji.typeset.pdf import typeset

FAILED = ("mismatch", "truncation", "implausible", "missing")
EVALUATED = ("score", "weight", "rate")  # kinds that need a self-evaluation
LAYOUTS = (*FAMILIES, "varied", "unseen")
RECALL, NAMED = 0.99, 0.95  # what must be found of the faults outside rounding, and of these be named


@dataclass(frozen=True, slots=True)
class Trial:
    """One fault and what became of it; ``heads``: the heads of the new findings in words."""

    seed: int
    family: str
    fault: Fault
    found: bool
    named: bool
    heads: tuple[str, ...] = ()


@dataclass(slots=True)
class Bench:
    """All that was run: false findings on clean documents (seed, family, rule), trials."""

    clean: int = 0
    false: list[tuple[int, str, str]] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    families: Counter = field(default_factory=Counter)

    def share(self, what: str, trials: Iterable[Trial] | None = None) -> float:
        """Of the faults outside the envelope, the share ``found``, or of those found the share ``named``."""
        outside = [t for t in (self.trials if trials is None else trials) if not t.fault.inside and (what == "found" or t.found)]
        return sum(getattr(t, what) for t in outside) / len(outside) if outside else 1.0


def failures(made: Generated, folder: Path) -> list[Finding]:
    """What the rules report of a document that was typeset and read back."""
    path = typeset(made.facts, folder / f"{made.facts.name}.pdf", made.style)
    document = understand(read(path))
    path.unlink()
    return [f for f in rules.check([document], build_ledger([document])) if f.outcome in FAILED]


def _key(finding: Finding) -> tuple:
    return finding.rule, finding.outcome, finding.form, finding.expected, finding.found, tuple(p.address for p in finding.where)


def heads_of(findings: list[Finding]) -> list[Finding]:
    """The findings that stand for a cluster or alone, that of the largest cluster first."""
    size = Counter(f.cause for f in findings if f.cause)
    rank = {"error": 0, "warning": 1, "info": 2}
    return sorted((f for f in findings if f.cause is None), key=lambda f: (-size[f.id], rank[f.severity]))


def named(head: Finding, fault: Fault) -> bool:
    """Whether a cluster's head names the fault, as the module's docstring says."""
    shown = (head.suspect.place,) if head.suspect else head.where[:1]
    if fault.sentence and not fault.cells:
        return any(_squeezed(p.sentence) in squeeze(fault.sentence) for p in head.where if p.sentence)
    if fault.form is None:
        new = fault.cells[0][2]
        return any(p.sentence and re.match(re.escape(new) + r"(?!\d)", p.printed or "") for p in shown)
    if not fault.cells:
        return head.form == fault.form or any(p.address.split("/")[0] == fault.form for p in shown)
    return any(_is(p, fault.form, *cell) for p in shown for cell in fault.cells)


def _squeezed(text: str) -> str:
    return squeeze(text).rstrip("。；")


def _is(place: Place, form: str, label: str, column: str, shown: str) -> bool:
    at, _, rest = place.address.partition("/")
    same = at == form and squeeze(place.printed or "") == squeeze(shown.replace(BREAK, ""))
    return same and (not label or not place.row or squeeze(place.row) == label) and (column == "*" or rest.rpartition("/")[2] == column)


def words(finding: Finding) -> str:
    """A finding on one line, for the list of misses."""
    suspect = finding.suspect
    pointed = f" → {suspect.place.address} {suspect.place.row} {suspect.place.printed} for {suspect.repaired}" if suspect else ""
    return f"{finding.rule} {finding.where[0].address if finding.where else ''} {finding.difference or ''}{pointed}"


def run_one(job: tuple[int, str, str, tuple[str, ...]]) -> tuple[int, str, list[str], list[Trial]]:
    """One seed in one family: the clean document's failures, and a trial for each kind of fault asked."""
    seed, family, style, kinds = job
    with tempfile.TemporaryDirectory() as folder:
        made = generate(seed, family, style)
        before = failures(made, Path(folder))
        known, trials = Counter(map(_key, before)), []
        for kind in kinds:
            given = seed_fault(made, kind, random.Random(f"{seed} {kind}"))
            if given is None:
                continue
            fault = given[1]
            after = failures(given[0], Path(folder))
            new = [f for f in after if _key(f) not in known]
            heads = heads_of(new)
            trials.append(Trial(seed, family, fault, bool(new), bool(heads) and named(heads[0], fault), tuple(map(words, heads[:4]))))
    return seed, family, [words(f) + f" ({f.outcome})" for f in before], trials


def jobs(clean: int, faults: int, first: int, style: str) -> list[tuple[int, str, str, tuple[str, ...]]]:
    """Seeds by family in turn, with kinds in turn until there are as many faults as asked (a kind may find no place)."""
    out, plain, made, turn = [], [k for k in KINDS if k not in EVALUATED], 0, 0
    each = -(-faults // clean) if clean else 0
    for n in range(first, first + clean):
        family = LAYOUTS[n % len(LAYOUTS)]
        evaluated = family in FAMILIES and FAMILIES[family].evaluated
        wanted = min(each, faults - made)
        kinds = [plain[(turn + k + n // len(LAYOUTS)) % len(plain)] for k in range(wanted)]  # every kind meets every family
        turn, made = turn + wanted, made + wanted
        out.append((n, family, style, (*kinds, *EVALUATED) if evaluated and wanted else tuple(kinds)))
    return out


def run(clean: int, faults: int, first: int = 1, style: str = "plain", processes: int = 1) -> Bench:
    """Run ``clean`` documents and about ``faults`` faults; two processes take twice one document's memory, no more."""
    bench, given = Bench(), jobs(clean, faults, first, style)
    if processes > 1:
        with Pool(processes, maxtasksperchild=40) as pool:
            results = list(pool.imap(run_one, given, chunksize=4))
    else:
        results = list(map(run_one, given))
    for seed, family, before, trials in results:
        bench.clean += 1
        bench.families[family] += 1
        bench.false += [(seed, family, line) for line in before]
        bench.trials += trials
    return bench


def _line(name: str, trials: list[Trial], bench: Bench) -> str:
    outside = [t for t in trials if not t.fault.inside]
    found, inside = [t for t in outside if t.found], [t for t in trials if t.fault.inside]
    return (f"{name:18} {len(trials):5} {len(outside):8} {len(found):6} {100 * bench.share('found', trials):7.1f} % "
            f"{100 * bench.share('named', trials):7.1f} %   {len(inside):5} {sum(t.found for t in inside):6}")


def bars(bench: Bench) -> list[tuple[str, bool]]:
    """What the rules must reach, and whether they did."""
    mismatched = any(line.endswith("(mismatch)") for *_, line in bench.false)
    return [("no mismatch reported of a clean document", not mismatched),
            (f"at least {RECALL:.0%} of the faults outside rounding found", bench.share("found") >= RECALL),
            (f"at least {NAMED:.0%} of them named by the head of the largest cluster", bench.share("named") >= NAMED)]


def table(bench: Bench, examples: int = 0) -> str:
    """The bench as text: clean documents, recall by kind and family, what was missed or named wrongly."""
    mismatched = sorted({(seed, family) for seed, family, line in bench.false if line.endswith("(mismatch)")})
    out = [f"clean documents {bench.clean} in {len(bench.families)} families: with a mismatch {len(mismatched)}, "
           f"with another remark {len({s for s, _, line in bench.false if not line.endswith('(mismatch)')})}",
           f"faults {len(bench.trials)}, one a document", "",
           f"{'':18} {'all':>5} {'outside':>8} {'found':>6} {'recall':>9} {'named':>9}   {'within rounding':>12}, found"]
    for title, of in (("kind", lambda t: t.fault.kind), ("family", lambda t: t.family), ("all", lambda t: "all")):
        groups: dict[str, list[Trial]] = defaultdict(list)
        for trial in bench.trials:
            groups[of(trial)].append(trial)
        order = sorted(groups, key=[*KINDS, *LAYOUTS, "all"].index)
        out += [f"-- by {title}" if title != "all" else "--", *(_line(name, groups[name], bench) for name in order)]
    out += [f"{'reached' if reached else 'NOT REACHED'}: {what}" for what, reached in bars(bench)]
    by_rule = Counter(line.split()[0] for *_, line in bench.false)
    out += [f"on clean documents: {rule} × {n}, e.g. {next(f'seed {s} {f}: {w}' for s, f, w in bench.false if w.startswith(rule))}"
            for rule, n in by_rule.most_common()]
    missed = [t for t in bench.trials if not t.fault.inside and not t.found]
    wrong = [t for t in bench.trials if not t.fault.inside and t.found and not t.named]
    for title, trials in (("missed", missed), ("named otherwise", wrong)):
        for t in islice(trials, examples):
            out.append(f"{title}: seed {t.seed} {t.family} {t.fault.kind} {t.fault.form or ''} {t.fault.cells or t.fault.sentence} {t.fault.size} | "
                       + " ; ".join(t.heads))
    return "\n".join(out)


def main(argv: list[str]) -> int:
    """Run and print; 1 when a bar is not reached."""
    parser = argparse.ArgumentParser(prog="python -m gouji.rules.bench", description=__doc__.split("\n")[0])
    parser.add_argument("--clean", type=int, default=510, help="clean documents (and as many seeds)")
    parser.add_argument("--faults", type=int, default=1100)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--style", default="plain", help="a drawing style, or mixed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--examples", type=int, default=20, help="so many misses and wrong names in words")
    args = parser.parse_args(argv)
    bench = run(args.clean, args.faults, args.first, args.style, args.jobs)
    print(table(bench, args.examples))
    return int(not all(reached for _, reached in bars(bench)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

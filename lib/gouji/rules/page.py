"""``docs/rules.md``, written from the catalogue: ``python -m gouji.rules.page > docs/rules.md``."""

from __future__ import annotations

import sys
from collections import Counter

from gouji.rules.catalogue import SCOPES, STATUSES, Rule, load_catalogue

HEAD = """# Rules

Written from the catalogue by `python -m gouji.rules.page`; do not edit. A rule is an entry in `lib/gouji/declared/rules/<scope>.yml`;
its kinds of check and their keys are in `lib/gouji/rules/catalogue.py` and `schema.py`, its words in `messages.yml`. A new rule is an
entry and a case in `tests/faults/` that makes it fire.

## What a rule can find

| outcome | meaning |
|---|---|
| exact | the residual is zero in the digits printed; nothing is amiss |
| rounding | not zero, but strictly inside what display rounding can leave |
| truncation | holds only if digits were cut instead of rounded (percentages) |
| mismatch | outside every envelope |
| implausible | arithmetic holds or is not asked; the pattern of facts is unlikely. A threshold rule finds this and never an error |
| missing | something that must be there is not |
| not_testable | an operand is absent or unreadable; the finding names it |
| not_applicable | the precondition is false (0/0, no such fund, no prose) |

## Tolerance

A printed figure stands for the half-open interval of half its last digit on either side; blanks and zeros are exact.
SUM: a residual strictly inside Σh is rounding. EQ, EQd: two figures rounded each for itself may differ by h + h. EQ0: one figure
printed twice is the same to the digit. PCT: the stated rate's interval must meet that of the recomputed one. LE: a part is not more
than its whole. SET, EX, TEXT: no tolerance. THR: a threshold, given with its reason. STAT: over many documents.
Reading comes first: where the two readers disagree on an operand, or most rows of a form fail alike, nothing is claimed.
"""
VERIFIED = {"none": "", "recalled": " (recalled, not verified)", "verified": " (verified)"}


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _legal(rule: Rule) -> str:
    basis = rule.legal.get("basis") or ""
    how = rule.legal.get("verified") or "none"
    return f"{basis}{VERIFIED.get(how, f' ({how})')}" if basis else ""


def _row(rule: Rule) -> str:
    kinds = ", ".join(dict.fromkeys(c["kind"] for c in rule.checks)) or rule.status
    cells = (rule.id, rule.zh, rule.en, rule.says["en"], rule.formula, rule.tolerance, rule.severity, " ".join(rule.forms), kinds, _legal(rule))
    return "| " + " | ".join(_cell(c) for c in cells) + " |"


def page() -> str:
    """The whole page as Markdown, ending in one newline."""
    rules = load_catalogue()
    counts = Counter(r.status for r in rules)
    lines = [HEAD, "## How many", "", "| scope | " + " | ".join(STATUSES) + " |", "|---" * (len(STATUSES) + 1) + "|"]
    for scope in SCOPES:
        own = Counter(r.status for r in rules if r.scope == scope)
        lines.append(f"| {scope} | " + " | ".join(str(own.get(s, 0)) for s in STATUSES) + " |")
    lines.append(f"| all ({len(rules)}) | " + " | ".join(str(counts.get(s, 0)) for s in STATUSES) + " |")
    for scope in SCOPES:
        lines += ["", f"## {scope}", "", "| id | 名称 | name | what is checked | formula | tolerance | severity | forms | kinds | basis |", "|---" * 10 + "|"]
        lines += [_row(r) for r in rules if r.scope == scope]
    refused = [r for r in rules if r.status == "refused"]
    if refused:
        lines += ["", "## Refused", ""] + [f"* **{r.id}** {r.zh}: {_cell(r.reason)}" for r in refused]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode("utf-8"))

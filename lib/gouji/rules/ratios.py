"""A stated percentage as a claim about two sums: what ``shares``, ``growth`` and ``execution`` have in common.

In: a stated percentage and the operands that may make it up. Out: an ``Identity`` of mode ratio, or why there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.rules.arithmetic import Term, judge_ratio
from gouji.rules.identities import HUNDRED, Identity, Reason
from gouji.rules.said import Said, plain

ORDER = ("exact", "rounding", "truncation", "mismatch")
FITS = ("exact", "rounding", "truncation")


def outcome(stated: Term, above: Sequence[Term], below: Sequence[Term]) -> str | None:
    """What the percentage is, judged by these operands; None over zero."""
    verdict = judge_ratio(stated, above, below, HUNDRED)
    return verdict.outcome if verdict else None


def ratio(said: Said, above: Sequence[Term], below: Sequence[Term], **more) -> Identity:
    """The identity: the stated percentage is above over below."""
    form = next((t.figure.form for t in (*above, *below) if t.figure and t.figure.form != said.figure.form), None)
    return Identity("ratio", form, (said.term(),), tuple(above), "PCT", below=tuple(below), **more)


def unknown(said: Said, why: str) -> Identity:
    """A percentage whose operands were not found, and why."""
    return Identity("ratio", None, (said.term(),), (), "PCT", absent=Reason(why, said.claim.subject))


def asked(check: dict, said: Said) -> bool:
    """Whether the check concerns what is said: by topic and subject."""
    topic = said.claim.topic
    if "topics" in check and topic not in check["topics"] or topic in check.get("not_topics", ()):
        return False
    return "subject" not in check or bool(re.search(check["subject"], plain(said.claim.subject)))



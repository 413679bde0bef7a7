"""Changes recomputed: ``growth``, ``difference``. A growth is the change over what there was before it.

The amount that changed stands in the sentence or before it in its section, that of the year before beside it. A growth
whose amount is not certain, or which comes out right in the other direction, is not called wrong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.identities import Identity, Reason
from gouji.rules.ratios import asked, outcome, ratio, unknown
from gouji.rules.said import Prose, Said, core, plain

PRIOR = re.compile("执行数|^(?:去年|上年)|(?:去年|上年)(?:预算|决算)?数?$")


def moved(said: Said, prose: Prose) -> tuple[Said | None, Said | None, Said | None, bool]:
    """(change, current amount, prior amount, whether the current amount is certain) of a stated change or growth."""
    own = core(said.claim.subject)
    sentence = prose.sentence(said)
    change = said if said.metric == "change" else None
    if said.metric == "growth":
        before = [s for s in sentence if s.at < said.at]
        last = before[-1] if before else None
        if last is not None and last.metric == "change" and core(last.claim.subject) == own:
            change = last
    earlier = [s for s in prose.section(said) if s.at < said.at and s.metric == "total"]
    same = [s for s in earlier if core(s.claim.subject) == own] or _sides(earlier, own)
    current = next((s for s in reversed(same) if not _is_prior(s)), None)
    certain = current is not None
    if current is None:
        near = [s for s in earlier if s.paragraph == said.paragraph and not _is_prior(s)]
        current = near[-1] if near else None
    prior = next((s for s in reversed(same) if s.paragraph == said.paragraph and _prior_of(s, said)), None)
    return change, current if current is not prior else None, prior, certain


def _sides(earlier: Sequence[Said], own: str) -> list[Said]:
    """收入总计 and 支出总计, stated one after the other with one amount, for a change of 收支总计; 收入总计 for one of 收入."""
    if own.endswith("收支总计"):
        names = re.compile(re.escape(own.removesuffix("收支总计")) + "(?:收入|支出)(?:预算|决算)?总计")
    elif own in ("收入", "支出"):
        names = re.compile(own + "(?:预算|决算)?总计")
    else:
        return []
    found = [s for s in earlier if names.fullmatch(plain(s.claim.subject))]
    return found if len({s.value for s in found}) == 1 else []


def _is_prior(said: Said) -> bool:
    """An amount of another year or another reading: last year's execution, an initial budget beside a final amount."""
    return bool(PRIOR.search(plain(said.claim.subject))) or said.claim.subject.endswith(("年初预算", "年初预算数"))


def _prior_of(amount: Said, said: Said) -> bool:
    """Whether the amount is the one a change is set against, by the words of comparison."""
    subject, base = plain(amount.claim.subject), said.claim.compared_with
    if base == "last_year_execution":
        return "执行数" in subject
    if base == "initial_budget":
        return subject.endswith(("年初预算", "年初预算数"))
    return base == "last_year" and bool(PRIOR.search(subject)) and "执行数" not in subject


def _grown(said: Said, change: Said | None, current: Said, prior: Said | None, up: bool) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Numerator and denominator of the growth, by the two amounts or by the change and the current one."""
    if prior is not None:
        return ((current.term(1 if up else -1), prior.term(-1 if up else 1)), (prior.term(),))
    return (change.term(),), (current.term(), change.term(-1 if up else 1))


def directions(said: Said, prose: Prose) -> tuple[str | None, str | None, Identity] | None:
    """(outcome as stated, outcome with the other direction, the identity); None when an operand is not stated."""
    change, current, prior, certain = moved(said, prose)
    if current is None or change is None and prior is None:
        return None
    stated = said.term()
    up = said.claim.direction != "down"
    above, below = _grown(said, change, current, prior, up)
    against = _grown(said, change, current, prior, not up)
    doubt = None if certain and said.claim.direction in ("up", "down") else Reason("base_unsure", said.claim.subject)
    return outcome(stated, above, below), outcome(stated, *against), ratio(said, above, below, doubt=doubt)


def told_by_word(said: Said, as_stated: str | None, turned: str | None) -> bool:
    """Whether a growth is wrong as stated and right the other way, to a digit or two: then the word is wrong, not the figure."""
    return as_stated == "mismatch" and turned in ("exact", "rounding") and bool(said.value) and said.figure.resolution <= Decimal("0.1")


def growth(check: dict, prose: Prose) -> Iterator[Identity]:
    """``growth`` {topics, not_topics}: a stated growth is the change over what there was before it.

    A growth that comes out right with the other direction word is left to the rule about that word.
    """
    for said in prose.says:
        if said.metric != "growth" or not asked(check, said) or said.figure.unit != "%":
            continue
        found = directions(said, prose)
        if found is None:
            yield unknown(said, "base_unknown")
            continue
        as_stated, reversed_, identity = found
        if told_by_word(said, as_stated, reversed_):
            continue
        yield identity


def difference(check: dict, prose: Prose) -> Iterator[Identity]:
    """``difference``: a stated change is the difference of the two amounts stated beside it; a rise is no more than the amount."""
    for said in prose.says:
        if said.metric != "change" or said.claim.direction not in ("up", "down"):
            continue
        _, current, prior, certain = moved(said, prose)
        if current is None or not certain:
            continue
        if prior is None:  # what grew was there before: it cannot have grown by more than it is
            if said.claim.direction == "up" and current.value >= ZERO:
                yield Identity("part", None, (said.term(),), (current.term(),), told="increase")
            continue
        sign = 1 if said.claim.direction == "up" else -1
        if abs(current.value - prior.value) == said.value and (current.value - prior.value) * sign < 0:
            continue  # the direction word is wrong, not the figure
        yield Identity("sum", None, (said.term(),), (current.term(sign), prior.term(-sign)), told="difference")


KINDS = {"growth": growth, "difference": difference}

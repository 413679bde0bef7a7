"""Execution recomputed: ``execution``. What was spent over what was planned, both stated beside the rate or printed in 三公 forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.identities import Identity, Reason, term
from gouji.rules.ratios import asked, ratio, unknown
from gouji.rules.said import Prose, Said, core, plain

PLANNED = re.compile("预算(?:数|安排|支出|总额|金额)*$|^(?:年初|全年)?预算|初预算")


def executed(said: Said, prose: Prose) -> tuple[Said | None, Term | None, bool]:
    """(what was spent, what was planned, whether that is certain) of a stated execution."""
    sentence = [s for s in prose.sentence(said) if s.metric == "total"]
    around = [s for s in prose.of_paragraph[said.paragraph] if s.metric == "total" and s.at < said.at]
    before = [s for s in sentence if s.at < said.at] or around[-2:]
    done = next((s for s in reversed(before) if s.claim.subject == said.claim.subject), None)
    if done is None:
        return None, None, False
    planned = [s for s in before if s is not done and _planned(s)]
    alike = [s for s in planned if core(s.claim.subject) == core(done.claim.subject)]
    if alike:
        return done, alike[-1].term(), True
    figure = prose.bound(done)
    if figure is not None and figure.form == "FA07" and figure.column.startswith("final"):
        beside = prose.tables[figure.table].figure(figure.item, figure.column.replace("final", "budget"))
        if beside is not None and beside.readable and not beside.blank:
            return done, term(beside), True
    if planned and not PLANNED.fullmatch(plain(done.claim.subject)):
        return done, planned[-1].term(), False
    return done, None, False


def _planned(said: Said) -> bool:
    words = plain(said.claim.subject)
    return bool(PLANNED.search(words)) and "决算" not in words and "执行" not in words


def execution(check: dict, prose: Prose) -> Iterator[Identity]:
    """``execution`` {topics, not_topics}: a stated execution is the amount spent over the one planned."""
    for said in prose.says:
        if said.metric != "execution" or said.claim.figure is not None or not asked(check, said):
            continue
        done, plan, certain = executed(said, prose)
        if done is None or plan is None:
            yield unknown(said, "base_unknown")
            continue
        if plan.value == ZERO:
            identity = ratio(said, (done.term(),), (plan,), inapplicable=Reason("zero_base", said.claim.subject))
            yield identity
            continue
        doubt = None if certain else Reason("base_unsure", said.claim.subject)
        yield ratio(said, (done.term(),), (plan,), doubt=doubt)


KINDS = {"execution": execution}

"""The kinds that recompute a stated percentage: ``share``, ``growth``, ``execution``.

Whose share it is, of what, and against which year stands in the sentence or before it in its section. Where several
figures could be the base, the one that fits is taken; that none fits is a failure only when the base is certain: named
in the sentence, the only one there is, or the one by which the neighbouring shares of the same list come out right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.rules.arithmetic import ZERO, Term, judge_ratio, judge_sum, total
from gouji.rules.identities import HUNDRED, Identity, Reason, constant, term
from gouji.rules.said import Prose, Said, core, plain

ORDER = ("exact", "rounding", "truncation", "mismatch")
PRIOR = re.compile("执行数|^(?:去年|上年)|(?:去年|上年)(?:预算|决算)?数?$")
PLANNED = re.compile("预算(?:数|安排|支出|总额|金额)*$|^(?:年初|全年)?预算|初预算")
DONE = re.compile("决算|执行数|支出")
FITS = ("exact", "rounding", "truncation")


def outcome(stated: Term, above: Sequence[Term], below: Sequence[Term]) -> str | None:
    verdict = judge_ratio(stated, above, below, HUNDRED)
    return verdict.outcome if verdict else None


def ratio(said: Said, above: Sequence[Term], below: Sequence[Term], **more) -> Identity:
    form = next((t.figure.form for t in (*above, *below) if t.figure and t.figure.form != said.figure.form), None)
    return Identity("ratio", form, (said.term(),), tuple(above), "PCT", below=tuple(below), **more)


def unknown(said: Said, why: str) -> Identity:
    return Identity("ratio", None, (said.term(),), (), "PCT", absent=Reason(why, said.claim.subject))


# --- shares -----------------------------------------------------------------------------------------------


def numerator(said: Said, prose: Prose) -> Said | None:
    """The amount whose share is stated: the last one of the same subject in the sentence."""
    before = [s for s in prose.sentence(said) if s.at < said.at and s.metric == "total"]
    return next((s for s in reversed(before) if s.claim.subject == said.claim.subject), None)


def _pairs(section: Sequence[Said], prose: Prose) -> list[tuple[Said, Said]]:
    """(amount, share) of the shares in a section that name no base."""
    shares = [s for s in section if s.metric == "share" and not s.claim.base]
    return [(n, s) for s in shares if (n := numerator(s, prose)) is not None]


def _named(check: dict, said: Said, prose: Prose) -> list[tuple[Term, ...]]:
    """The base a share names: as stated before it in the prose, or as the forms print it."""
    words = plain(said.claim.base or "")
    out = [(s.term(),) for s in prose.says[: said.at] if s.metric == "total" and core(s.claim.subject) == core(words)]
    for rule in check.get("bases", ()):
        if not re.fullmatch(rule["words"], words):
            continue
        if "said" in rule:
            out += [
                (s.term(),) for s in prose.says[: said.at] if s.metric == "total" and re.fullmatch(rule["said"], plain(s.claim.subject))
            ]
        out += [terms for address in rule.get("at", ()) if (terms := _printed(address, prose))]
    return out[::-1]


def _printed(address: str, prose: Prose) -> tuple[Term, ...]:
    """The operand at a form's address; the classes of the column where the total was lost."""
    form, item, column = address.split("/")
    table = prose.context.index.main(form)
    figure = table.figure(item, column) if table else None
    if figure is not None and figure.readable and not figure.blank:
        return (term(figure),)
    coded = [r for r in table.rows if r.code] if table else []
    shortest = min((len(r.code) for r in coded), default=0)
    rows = [r for r in coded if len(r.code) == shortest]
    if len({r.code for r in rows}) < len(rows):
        return ()
    figures = [r.figures[column] for r in rows if column in r.figures]
    return tuple(term(f) for f in figures if f.value) if item == "total" and all(f.readable for f in figures) else ()


def _fit(stated: Said, number: Said, base: Sequence[Term]) -> str | None:
    return outcome(stated.term(), (number.term(),), base)


def _best(stated: Said, number: Said, bases: Sequence[tuple[Term, ...]]) -> tuple[Term, ...]:
    """The base by which the share comes out best, the nearest of equals."""
    return min(bases, key=lambda b: ORDER.index(_fit(stated, number, b) or "mismatch"))


def share(check: dict, prose: Prose) -> Iterator[Identity]:
    """``share`` {bases: [{words, said, at}], topics, not_topics, of, not_of}: an amount's stated share of a whole."""
    for said in prose.says:
        if said.metric != "share" or not _asked(check, said):
            continue
        base = plain(said.claim.base or "")
        if "of" in check and not re.search(check["of"], base) or "not_of" in check and re.search(check["not_of"], base):
            continue
        number = numerator(said, prose)
        if number is None:
            yield unknown(said, "share_of_what")
            continue
        if said.claim.base:
            bases = _named(check, said, prose)
            if bases:
                best = _best(said, number, bases)
                above = number.value > total(best) and said.value <= HUNDRED
                doubt = Reason("other_scope", said.claim.base) if above else None
                yield ratio(said, (number.term(),), best, doubt=doubt)
            else:
                yield unknown(said, "base_unknown")
            continue
        yield _of_section(said, number, prose)


def _of_section(said: Said, number: Said, prose: Prose) -> Identity:
    """A share that names no base is of a total stated before it in its section."""
    section = prose.section(said)
    pairs = _pairs(section, prose)
    parts = {n.at for n, _ in pairs}
    bases = [s for s in section if s.at < number.at and s.metric == "total" and s.at not in parts and s.value >= number.value]
    bases = [s for s in bases if s.value] or bases
    if not bases:
        return unknown(said, "base_unknown")
    best = _best(said, number, [(b.term(),) for b in reversed(bases)])
    if _fit(said, number, best) in FITS or not total(best):
        return ratio(said, (number.term(),), best)
    place = next(i for i, (_, s) in enumerate(pairs) if s.at == said.at)
    near = [p for p in (*pairs[max(0, place - 2) : place], *pairs[place + 1 : place + 3]) if p[0].value]
    proved = [b for b in bases if any(_fit(s, n, (b.term(),)) in ("exact", "rounding") and n.value < b.value for n, s in near)]
    if len(proved) >= 1 and len({b.value for b in proved}) == 1:
        return ratio(said, (number.term(),), (proved[-1].term(),))
    only = bases[-1] if len({b.value for b in bases}) == 1 else None
    if only is not None and only.paragraph == number.paragraph:
        return ratio(said, (number.term(),), (only.term(),))
    return ratio(said, (number.term(),), best, doubt=Reason("base_unsure", said.claim.subject))


def shares_whole(check: dict, prose: Prose) -> Iterator[Identity]:
    """``shares_whole``: the shares of a list add up to 100 where its amounts add up to the whole."""
    for section in prose.sections.values():
        pairs = _pairs(section, prose)
        if len(pairs) < 2:
            continue
        wholes = [s for s in section if s.at < pairs[0][0].at and s.metric == "total"]
        amounts = judge_sum([s.term() for s in wholes[-1:]], [n.term() for n, _ in pairs]) if wholes else None
        if amounts is None or amounts.outcome == "mismatch" or not wholes[-1].value:
            continue
        if not any(_fit(s, n, (wholes[-1].term(),)) == "truncation" for n, s in pairs):  # cut digits add up to less
            yield Identity("sum", None, tuple(s.term() for _, s in pairs), (constant(HUNDRED),))


def _asked(check: dict, said: Said) -> bool:
    topic = said.claim.topic
    if "topics" in check and topic not in check["topics"] or topic in check.get("not_topics", ()):
        return False
    return "subject" not in check or bool(re.search(check["subject"], plain(said.claim.subject)))


# --- growth -----------------------------------------------------------------------------------------------


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
        if said.metric != "growth" or not _asked(check, said) or said.figure.unit != "%":
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


# --- execution --------------------------------------------------------------------------------------------


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
        if said.metric != "execution" or said.claim.figure is not None or not _asked(check, said):
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


KINDS = {"share": share, "shares_whole": shares_whole, "growth": growth, "difference": difference, "execution": execution}

"""Shares recomputed: ``share``, ``shares_whole``. An amount's stated share is its part of a whole.

Whose share it is and of what stands in the sentence or before it in its section. Where several figures could be the base,
the one that fits is taken; that none fits is a failure only when the base is certain: named in the sentence, the only one
there is, or the one by which the neighbouring shares of the same list come out right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.rules.arithmetic import Term, judge_sum, total
from gouji.rules.identities import HUNDRED, Identity, Reason, constant, term
from gouji.rules.ratios import FITS, ORDER, asked, outcome, ratio, unknown
from gouji.rules.said import Prose, Said, core, plain


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
        if said.metric != "share" or not asked(check, said):
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


KINDS = {"share": share, "shares_whole": shares_whole}

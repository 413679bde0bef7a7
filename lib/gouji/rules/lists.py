"""The kinds that add up what a list states: ``parts_stated``, ``items_stated``, ``counts_stated``.

A list is compared with its whole only when it is known to be whole: every named part is stated, or every item that the
form prints is. A list that leaves something out proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gouji.rules.arithmetic import Term
from gouji.rules.globs import fits_any
from gouji.rules.identities import Identity, Reason
from gouji.rules.index import Figure
from gouji.rules.said import Prose, Said, plain
from gouji.rules.wording import as_words, column_words

SIGNS = {"up": 1, "down": -1}


def is_one(said: Said, spec: dict) -> bool:
    """Whether a figure is what ``spec`` describes: {subject: pattern of the whole subject, figure: address patterns, metric, unit}."""
    if said.claim.metric != spec.get("metric", "total") or "unit" in spec and said.claim.unit not in spec["unit"]:
        return False
    if "not" in spec and re.search(spec["not"], said.words):
        return False
    if "figure" in spec and fits_any(spec["figure"])(said.address):
        return True
    return "subject" in spec and _is_whole(spec["subject"], said.words)


@lru_cache(16384)
def _is_whole(pattern: str, words: str) -> bool:
    return re.fullmatch(pattern, words) is not None


def _groups(check: dict, prose: Prose) -> Iterator[Sequence[Said]]:
    """The stretches of prose in which a list stands: sections or paragraphs, under the check's topics."""
    groups = prose.of_paragraph if check.get("within") == "paragraph" else prose.sections
    for group in groups.values():
        topic = group[0].claim.topic
        if ("topics" not in check or topic in check["topics"]) and topic not in check.get("not_topics", ()):
            if "section" not in check or re.search(check["section"], "/".join(group[0].claim.headings)):
                yield group


def _sign(said: Said) -> int:
    return SIGNS.get(said.claim.direction or "up", 1)


def _identity(whole: Said, parts: Sequence[Term], form: str | None, **more) -> Identity:
    return Identity("sum", form, (whole.term(_sign(whole)),), tuple(parts), **more)


def _named(spec: dict) -> str:
    """What a part is called: by its name, the words it is stated in, or the column it restates."""
    if "subject" in spec or "name" in spec:
        return spec.get("name") or as_words(spec["subject"])
    column = spec["figure"][0].rsplit("/", 1)[-1].strip("*").removeprefix("final.") if spec.get("figure") else ""
    return column_words(column, "zh") or "?"


def parts_stated(check: dict, prose: Prose) -> Iterator[Identity]:
    """``parts_stated`` {whole, parts: […], within, topics, section, needed}: stated parts add up to the stated whole.

    Each part is looked for behind the whole, before the next statement of it; ``needed`` of them must be stated
    (all, when not said), the others are then zero. ``nested`` parts are read only up to the first sentence end.
    """
    for group in _groups(check, prose):
        wholes = [s for s in group if is_one(s, check["whole"])]
        for order, whole in enumerate(wholes):
            stop = wholes[order + 1].at if order + 1 < len(wholes) else group[-1].at + 1
            found = [_part(group, whole, stop, spec) for spec in check["parts"]]
            if not any(found):
                continue
            form = whole.claim.figure["form"] if whole.claim.figure else None
            stated = [s for s in found if s is not None]
            if len(stated) < check.get("needed", len(found)):
                lacking = next(_named(spec) for spec, s in zip(check["parts"], found, strict=True) if s is None)
                yield _identity(whole, (), form, absent=Reason("part_unstated", lacking))
                continue
            yield _identity(whole, [s.term(_sign(s)) for s in stated], form)


def _part(group: Sequence[Said], whole: Said, stop: int, spec: dict) -> Said | None:
    return next((s for s in group if whole.at < s.at < stop and is_one(s, spec)), None)


def items_stated(check: dict, prose: Prose) -> Iterator[Identity]:
    """``items_stated`` {form, column, items: pattern of codes, whole: spec | by: digits}: the stated items of a form add up.

    ``whole`` names the stated total; ``by`` adds up under each stated code of so many digits. Only when every item that
    the form prints with a figure is stated once; the figures compared are the stated ones.
    """
    table = prose.context.index.main(check["form"])
    if table is None:
        return
    pattern = re.compile(check["items"])
    printed = {r.item for r in table.rows if pattern.fullmatch(r.item) and (f := r.figures.get(check["column"])) and f.value}
    for group in _groups(check, prose):
        stated = _items(group, check, pattern)
        if len(stated) < 2:
            continue
        for whole, prefix in _wholes(check, group, prose):
            wanted = {i for i in printed if i.startswith(prefix)}
            if not wanted or prefix and not any(i.startswith(prefix) for i in stated):
                continue
            absent = wanted - set(stated)
            terms = [s.term() for i, s in stated.items() if i.startswith(prefix)]
            reason = Reason("item_unstated", min(absent)) if absent else None
            yield _identity(whole, terms, check["form"], absent=reason)


def _items(group: Sequence[Said], check: dict, pattern: re.Pattern) -> dict[str, Said]:
    """Stated items by code, the first statement of each."""
    out: dict[str, Said] = {}
    for said in group:
        figure = said.claim.figure
        if figure and figure["form"] == check["form"] and figure["column"] == check["column"] and pattern.fullmatch(figure["item"]):
            out.setdefault(figure["item"], said)
    return out


def _wholes(check: dict, group: Sequence[Said], prose: Prose) -> Iterator[tuple[Said, str]]:
    if "whole" in check:
        found = [s for s in group if is_one(s, check["whole"])]
        if found:
            yield found[-1], ""
        return
    seen = set()
    for said in prose.says:  # classes are stated in another section than their items
        figure = said.claim.figure
        if figure and figure["form"] == check["form"] and figure["column"] == check["column"]:
            item = figure["item"]
            if item.isdigit() and len(item) == check["by"] and item not in seen:
                seen.add(item)
                yield said, item


def plans_stated(check: dict, prose: Prose) -> Iterator[Identity]:
    """``plans_stated`` {whole, part}: the initial budgets stated item by item add up to the one stated for all.

    Items without a final amount are not always listed, so a total above its items proves nothing.
    """
    for group in _groups(check, prose):
        whole = next((s for s in group if is_one(s, check["whole"])), None)
        parts = [s for s in group if is_one(s, check["part"]) and whole is not None and s.at > whole.at]
        if whole is None or len(parts) < 2 or len({s.paragraph for s in parts}) < 2:
            continue
        missing = whole.value - sum(s.value for s in parts)
        doubt = Reason("list_open", whole.claim.subject) if missing > 0 else None
        yield _identity(whole, [s.term() for s in parts], None, doubt=doubt)


def counts_stated(check: dict, prose: Prose) -> Iterator[Identity]:
    """``counts_stated`` {whole, part, closed: pattern, at_most}: counts by kind in the same sentence add up to the whole.

    The list is whole when one of its kinds fits ``closed`` (其他用车); else the kinds may only not exceed the whole.
    """
    for said in prose.says:
        if not is_one(said, check["whole"]):
            continue
        rest = [s for s in prose.sentence(said) if s.at > said.at]
        parts = []
        for other in rest:
            if is_one(other, check["whole"]):
                break
            if is_one(other, check["part"]):
                parts.append(other)
        if len(parts) < check.get("least", 2):
            continue
        closed = any(re.search(check["closed"], plain(s.claim.subject)) for s in parts)
        if closed:
            yield _identity(said, [s.term() for s in parts], None)
        else:
            yield Identity("part", None, tuple(s.term() for s in parts), (said.term(),))


def at_most(check: dict, prose: Prose) -> Iterator[Identity]:
    """``at_most`` {part, whole, within, sides}: a stated figure is not above another one, stated or (``at``) printed."""
    parts = [s for s in prose.says if is_one(s, check["part"]) and _under(check.get("part_topics"), s)]
    if "at" in check:
        for said in parts:
            terms = [t for a in check["at"] if (t := printed(prose, a)) is not None]
            if len(terms) < len(check["at"]):
                if check.get("optional"):
                    continue
                yield Identity("part", None, (said.term(),), (), absent=Reason("absent", ", ".join(check["at"])))
            else:
                yield Identity("part", terms[0].figure.form, (said.term(),), tuple(terms))
        return
    wholes = [s for s in prose.says if is_one(s, check["whole"]) and _under(check.get("whole_topics"), s)]
    asked = set()
    for said in parts:
        if said.value in asked:
            continue  # the same amount stated again
        asked.add(said.value)
        near = [w for w in wholes if check.get("within") != "section" or w.claim.headings == said.claim.headings]
        if near and len({w.value for w in near}) == 1:
            yield Identity("part", None, (said.term(),), (near[-1].term(),))


def stated_sum(check: dict, prose: Prose) -> Iterator[Identity]:
    """``stated_sum`` {part, at, topics}: a figure that restates no single cell is the sum of these."""
    for said in prose.says:
        if not is_one(said, check["part"]) or not _under(check.get("topics"), said) or said.claim.figure is not None:
            continue
        terms = [t for a in check["at"] if (t := printed(prose, a)) is not None]
        if len(terms) == len(check["at"]):
            yield Identity("sum", terms[0].figure.form, (said.term(),), tuple(terms))


def _under(topics: list | None, said: Said) -> bool:
    return topics is None or said.claim.topic in topics


def printed(prose: Prose, place: str) -> Term | None:
    """The operand at a form's address, None when it is not printed there."""
    form, item, column = place.split("/")
    table = prose.context.index.main(form)
    figure: Figure | None = table.figure(item, column) if table else None
    if figure is None or figure.blank or not figure.readable:
        return None
    return Term(1, figure.value, figure.half, figure.address, figure)


def twice(check: dict, prose: Prose) -> Iterator[Identity]:
    """``twice`` {subjects: [patterns]}: what is stated in several places is the same figure each time.

    The same figure: bound to one address of a form, or named in full by a subject that fits one of the patterns.
    """
    first: dict[str, Said] = {}
    for said in prose.says:
        if said.metric != "total":
            continue
        bound = said.claim.figure
        key = f"{bound['table']}/{said.address}" if bound else next((p for p in check["subjects"] if re.fullmatch(p, plain(said.claim.subject))), "")
        if not key:
            continue
        if key in first and first[key].paragraph != said.paragraph:
            yield Identity("equal", None, (said.term(),), (first[key].term(),), "EQd")
        first.setdefault(key, said)


def alike(check: dict, prose: Prose) -> Iterator[Identity]:
    """``alike`` {left, right, same_left, same_right}: two stated changes are the same where the amounts they lead to are."""
    left = [s for s in prose.says if is_one(s, check["left"])]
    right = [s for s in prose.says if is_one(s, check["right"])]
    for one, other in zip(left[:1], right[:1], strict=False):
        amounts = [next((s for s in prose.section(x) if s.at < x.at and is_one(s, y)), None)
                   for x, y in ((one, check["same_left"]), (other, check["same_right"]))]  # fmt: skip
        if all(amounts) and amounts[0].value == amounts[1].value and one.claim.compared_with == other.claim.compared_with:
            yield Identity("equal", None, (one.term(_sign(one)),), (other.term(_sign(other)),), "EQ")


KINDS = {
    "parts_stated": parts_stated,
    "items_stated": items_stated,
    "plans_stated": plans_stated,
    "counts_stated": counts_stated,
    "at_most": at_most,
    "stated_sum": stated_sum,
    "twice": twice,
    "alike": alike,
}

"""The kinds that ask whether the words fit the figures beside them; each takes (check, context) and yields ``Remark``s.

Direction words (``direction``, ``compared_word``), statements of absence (``absence``), shares of nothing
(``zero_base``), an amount in the wrong unit (``power_of_ten``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.claims.prose import Paragraph
from gouji.rules.arithmetic import ZERO
from gouji.rules.context import Context
from gouji.rules.execution import PLANNED, executed
from gouji.rules.findings import Place
from gouji.rules.growth import directions, moved, told_by_word
from gouji.rules.index import Figure
from gouji.rules.presence import Remark
from gouji.rules.said import Prose, Said, plain, prose_of
from gouji.rules.shares import numerator
from gouji.rules.wording import TERM

WAYS = {"up": "增加", "down": "减少"}
WHOLE = re.compile("合计|总计|总额|三公经费.*(?:决算|预算|支出)$")
POWERS = tuple(Decimal(10) ** k for k in (-8, -4, -3, -2, -1, 1, 2, 3, 4, 8))


def places(*operands) -> tuple[Place, ...]:
    return tuple(Place.of(o.figure if isinstance(o, Said) else o) for o in operands if o is not None)


def direction(check: dict, context: Context) -> Iterator[Remark]:
    """``direction``: 增加/减少 agree with the two amounts, or with the growth that comes out right only the other way."""
    prose = prose_of(context)
    for said in prose.says:
        if said.metric not in ("change", "growth") or said.claim.direction not in ("up", "down") or not said.value:
            continue
        wrong, operands = _wrong_way(said, prose)
        if wrong is not None:
            word = WAYS
            found = said.claim.direction
            other = "down" if found == "up" else "up"
            values = {"found": TERM + word[found], "expected": TERM + (word[other] if wrong else word[found])}
            yield Remark("mismatch" if wrong else "exact", None, "direction", said.claim.subject, operands, values)


def _wrong_way(said: Said, prose: Prose) -> tuple[bool | None, tuple[Place, ...]]:
    change, current, prior, certain = moved(said, prose)
    if not certain or current is None:
        return None, ()
    if prior is not None:
        if current.value == prior.value:
            return None, ()
        return (current.value > prior.value) != (said.claim.direction == "up"), places(said, current, prior)
    if said.metric != "growth" or change is None:
        return None, ()
    if change.claim.direction in ("up", "down") and change.claim.direction != said.claim.direction:
        return True, places(said, change, current)
    found = directions(said, prose)
    if found is None:
        return None, ()
    as_stated, turned, _ = found
    if as_stated in ("exact", "rounding", "truncation"):
        return False, places(said, change, current)
    if told_by_word(said, as_stated, turned):
        return True, places(said, change, current)
    return None, ()


WORDS = {"大于": 1, "高于": 1, "超过": 1, "多于": 1, "小于": -1, "低于": -1, "少于": -1, "等于": 0, "持平": 0, "一致": 0, "相同": 0}


def compared_word(check: dict, context: Context) -> Iterator[Remark]:
    """``compared_word`` {pattern}: 决算数大于/小于/等于预算数 (group ``word``) agrees with the two amounts stated before it."""
    prose = prose_of(context)
    pattern = re.compile(check["pattern"])
    for at, paragraph in enumerate(prose.paragraphs):
        for match in pattern.finditer(paragraph.text):
            if "原因" in paragraph.text[max(0, match.start() - 4) : match.start()] or _of_several(match):
                continue
            pair = _pair_before(prose, at, paragraph.offset + match.start())
            if pair is None:
                continue
            plan, done = pair
            rates = [s for s in prose.sentence(done) if s.metric == "execution" and s.at > done.at]
            said_by_rate = (rates[0].value > 100) - (rates[0].value < 100) if rates else None
            sign = (done.value > plan.value) - (done.value < plan.value)
            outcome = "exact" if sign == WORDS[match["word"]] else "mismatch"
            if outcome == "mismatch" and said_by_rate == WORDS[match["word"]]:
                continue  # the stated rate says the same: a figure is wrong, not the word
            right = next(w for w, s in WORDS.items() if s == sign)
            where = (_word_place(paragraph, match), *places(done, plan))
            yield Remark(outcome, None, "compared_word", done.claim.subject, where, {"found": match["word"], "expected": TERM + right})


def _word_place(paragraph: Paragraph, match: re.Match) -> Place:
    """Where a word stands: its page and sentence."""
    start = max(paragraph.text.rfind(s, 0, match.start()) for s in "。；") + 1
    ends = [e for s in "。；" if (e := paragraph.text.find(s, match.end())) >= 0]
    sentence = paragraph.text[start : min(ends, default=len(paragraph.text)) + 1]
    return Place("说明/" + match["word"], paragraph.page(match.start()), None, match["word"], None, match["word"], sentence=sentence)


def _of_several(match: re.Match) -> bool:
    """"决算数大于（小于）预算数": the words of the template were left in."""
    return bool(re.search("[（(/]", match[0]))


def _pair_before(prose: Prose, at: int, offset: int) -> tuple[Said, Said] | None:
    """(planned, spent) stated last before the word, in its own paragraph or as the only pair of the one before."""
    for paragraph in (at, at - 1):
        said = [s for s in prose.of_paragraph.get(paragraph, ()) if s.metric == "total" and s.claim.offset < offset]
        for done in reversed(said):
            words = plain(done.claim.subject)
            if not re.search("决算(?:数)?$", words):
                continue
            sentence = [s for s in prose.sentence(done) if s.metric == "total"]
            plans = [s for s in sentence if s.at < done.at and PLANNED.search(plain(s.claim.subject)) and "决算" not in plain(s.claim.subject)]
            same = [s for s in plans if s.at == done.at - 1]
            later = [s for s in said if s.at > done.at]
            return (same[0], done) if same and not later else None
        if said:
            return None
    return None


def absence(check: dict, context: Context) -> Iterator[Remark]:
    """``absence`` {things: [{said, at}], not}: what the prose says there is none of has no figure in the forms."""
    prose = prose_of(context)
    year = str(context.document.year or "")
    for statement in context.statements:
        said = plain(statement.subject)
        if re.search(check["not"], statement.subject) or re.search(check["not"], statement.sentence.split(statement.subject)[0][-12:]):
            continue
        years = re.findall(r"20\d\d", statement.sentence)
        if year and years and year not in years:
            continue
        for thing in check["things"]:
            if not re.fullmatch(thing["said"], said):
                continue
            figures = [f for a in thing["at"] if (f := _cell(prose, a)) is not None]
            if not figures:
                continue
            own = Place("说明/" + statement.subject, statement.page, None, statement.subject, None, None, sentence=statement.sentence)
            contradicting = [f for f in figures if f.value]
            outcome = "mismatch" if contradicting else "exact"
            shown = (contradicting or figures)[:1]
            values = {"found": shown[0].told, "expected": f"0{shown[0].unit}"}
            yield Remark(outcome, shown[0].form, "absence", statement.subject, (own, *places(*shown)), values)


def _cell(prose: Prose, address: str) -> Figure | None:
    """The figure at a form's address, blank ones too."""
    form, item, column = address.split("/")
    table = prose.context.index.main(form)
    figure = table.figure(item, column) if table else None
    return figure if figure is not None and figure.readable else None


def power_of_ten(check: dict, context: Context) -> Iterator[Remark]:
    """``power_of_ten``: no stated figure is the form's figure in another unit (万元 printed for 元)."""
    prose = prose_of(context)
    sound = None
    for said in prose.says:
        figure = prose.bound(said)
        if figure is None or figure.blank or not figure.value or not said.value or figure.agreed is False:
            continue
        ratio = next((p for p in POWERS if abs(said.value - figure.value * p) <= said.figure.resolution / 2 + figure.resolution * p / 2), None)
        if ratio is not None and abs(said.value - figure.value) > said.figure.resolution + figure.resolution and _long(said):
            values = {"found": said.figure.printed, "expected": figure.told}
            yield Remark("mismatch", figure.form, "power_of_ten", said.claim.subject, places(said, figure), values)
        elif said.value == figure.value:
            sound = sound or (said, figure)
    if sound:
        yield Remark("exact", sound[1].form, "power_of_ten", sound[0].claim.subject, places(*sound), {})


def _long(said: Said) -> bool:
    """Three significant digits at least: 0.5 and 5 are alike by chance."""
    return len(re.sub(r"\D", "", said.claim.value).strip("0")) >= 3


def zero_base(check: dict, context: Context) -> Iterator[Remark]:
    """``zero_base`` {metric, topics}: a percentage of nothing is stated as a figure (0/0 as 0 %, growth from zero as 100 %)."""
    prose = prose_of(context)
    for said in prose.says:
        if said.metric != check["metric"] or said.figure.unit != "%":
            continue
        base = _base_of(said, prose)
        if base is None:
            continue
        zero, shown = base
        outcome = "implausible" if zero else "exact"
        yield Remark(outcome, None, "zero_base_stated", said.claim.subject, places(said, shown), {"found": said.figure.printed})


def _base_of(said: Said, prose: Prose) -> tuple[bool, Said | Figure] | None:
    """Whether a percentage is of nothing, and the figure that shows it; None when its base is not certain."""
    if said.metric == "execution":
        _, plan, certain = executed(said, prose)
        return (plan.value == ZERO, plan.figure) if plan is not None and certain else None
    if said.metric == "growth":
        change, current, prior, certain = moved(said, prose)
        if prior is not None:
            return prior.value == ZERO, prior
        if change is None or current is None or not certain:
            return None
        return said.claim.direction == "up" and change.value == current.value, current
    number = numerator(said, prose)
    if number is None or said.claim.base:
        return None
    if number.value:
        return False, number
    wholes = [s for s in prose.section(said) if s.at < number.at and s.metric == "total" and WHOLE.search(plain(s.claim.subject))]
    return (not any(s.value for s in wholes), wholes[0]) if wholes else None


TEXTUAL = {
    "direction": direction,
    "compared_word": compared_word,
    "absence": absence,
    "power_of_ten": power_of_ten,
    "zero_base": zero_base,
}

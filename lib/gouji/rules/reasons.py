"""The kinds that ask about the reasons given for changes; each takes (check, context) and yields ``Remark``s.

``reason_given``: a change has one; ``reason_fits``: it does not speak of the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.rules.context import Context
from gouji.rules.growth import moved
from gouji.rules.presence import Remark
from gouji.rules.said import Said, prose_of
from gouji.rules.wording import TERM, excerpt
from gouji.rules.words_of_change import WAYS, places

REASON = re.compile("原因|缘由|由于|因为?(?!公)|主要(?:是|为|系|用于)|系|出于|来自|所致|是.{1,20}(?:增加|减少)")


def _signed(said: Said) -> Decimal:
    return said.value if said.claim.direction == "up" else -said.value


def reason_given(check: dict, context: Context) -> Iterator[Remark]:
    """``reason_given`` {least, base}: a change is explained in its paragraph, at the head of the next one, or by its parts: changes
    that the same section goes on to state, with their reasons, and that add up to it."""
    prose = prose_of(context)
    least, explained = Decimal(str(check.get("least", 0))), {}
    for said in prose.says:
        if said.metric != "change" or not said.value or said.claim.direction not in ("up", "down") or not said.claim.compared_with:
            continue
        current = moved(said, prose)[1]
        if current is not None and current.value and abs(said.value / current.value) < least:
            continue
        text = prose.paragraphs[said.paragraph].text if said.paragraph >= 0 else said.claim.sentence
        after = text[max(0, said.claim.offset - prose.paragraphs[said.paragraph].offset) :] if said.paragraph >= 0 else text
        following = prose.paragraphs[said.paragraph + 1 : said.paragraph + 4] if said.paragraph >= 0 else ()
        given = bool(REASON.search(after) or REASON.search(text)) or any(
            REASON.search(p.text[:60]) and (n == 0 or "原因" in p.text[:30]) for n, p in enumerate(following)
        )
        explained.setdefault((said.claim.headings, said.value), []).append((said, given))
    for (headings, _), same in explained.items():  # a change stated twice in a section needs one reason
        said, given = same[0][0], any(g for _, g in same)
        if not given:
            parts = [s for (h, _), (( s, g), *_) in explained.items() if g and h[: len(headings)] == headings and s.at > said.at]
            given = len(parts) > 1 and sum(map(_signed, parts)) == _signed(said)
        yield Remark("exact" if given else "missing", None, "reason_given", said.claim.subject, places(said), {"found": said.figure.printed, "way": TERM + WAYS[said.claim.direction]})


WHY = re.compile("原因(?:是|为|：|:)?(?:是|：)?(?P<why>[^。；]+)")
UP, DOWN = re.compile("增加|增长|新增|上升|提高|增幅|扩大|上调"), re.compile("减少|下降|压减|压缩|降低|减低|核减|缩减|下调")


def reason_fits(check: dict, context: Context) -> Iterator[Remark]:
    """``reason_fits``: the one reason given for a change does not speak of the opposite (减少 … 原因是 … 增加)."""
    prose = prose_of(context)
    for at, said in prose.of_paragraph.items():
        moves = [s for s in said if s.metric in ("change", "growth") and s.claim.direction in ("up", "down") and s.value]
        if at < 0 or not moves:
            continue
        text, offset = prose.paragraphs[at].text, prose.paragraphs[at].offset
        before = 0
        for reason in WHY.finditer(text):
            told = [s for s in moves if before <= s.claim.offset - offset < reason.start()]
            before = reason.end()
            if not told or len({s.claim.direction for s in told}) > 1:
                continue
            opposite = _opposite(told[-1].claim.direction, reason["why"], str(context.document.year))
            outcome = "implausible" if opposite else "exact"
            values = {"found": told[-1].figure.printed, "detail": excerpt(reason["why"], 0, 60), "way": TERM + WAYS[told[-1].claim.direction]}
            yield Remark(outcome, None, "reason_fits", told[-1].claim.subject, places(told[-1]), values)


def _opposite(direction: str, why: str, year: str) -> bool:
    """Whether a reason speaks of the other direction alone; one that looks at another year or at what ended says nothing."""
    if re.search("上年|去年|完成|结束|调整|变化|变动|不同|无|取消|节约", why) or any(y != year for y in re.findall(r"20\d\d", why)):
        return False
    up, down = UP.search(why), DOWN.search(why)
    return bool(down and not up) if direction == "up" else bool(up and not down)


TEXTUAL = {"reason_given": reason_given, "reason_fits": reason_fits}

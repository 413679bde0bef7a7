"""What each figure of a paragraph is of: a reader that goes through the figures from left to right.

In: a paragraph and its headings. Out: one ``Said`` per figure. The words between a figure and the one before it
name it ("公务接待费支出决算"), or, where they name nothing, it is of what was named before ("，占3.8%", "，增长167%").
Words that only say which reading of a thing is meant ("年初预算为", "自评得分") are put after the thing: the
item the paragraph opens with, or the subject before. A bracket that closes gives back what was named before it opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from gouji.claims.comparison import moved, set_against
from gouji.claims.numbers import Said, figures_of, of_count
from gouji.claims.phrases import CLOSE, OPEN, Names, join, segment_of, shared_tail
from gouji.claims.words import words


@dataclass(slots=True)
class SubjectReader:
    """Reads the paragraphs of one document in order; keeps what was named last under the same headings."""

    names: Names
    headings: tuple[str, ...] = ()
    item: str | None = None  # what the paragraph is about, from its opening words or the heading above it
    last: str = ""  # the subject of the last figure that named one
    head: str = ""  # the subject the present sentence (or the one before it) opened with
    thing: str | None = None  # the last subject without "年初预算", "支出决算"
    against: tuple[str | None, str | None] = (None, None)
    executes: bool = False  # "完成预算10万元" was just read: "的50%" is an execution
    queue: list[str] = field(default_factory=list)  # the rest of "a、b分别为"
    listed: list[str] = field(default_factory=list)  # all of it: "占比分别为" goes through it again
    brackets: list[tuple[str, str | None]] = field(default_factory=list)

    def read(self, text: str, headings: tuple[str, ...]) -> list[Said]:
        """The figures of one paragraph, in order."""
        out: list[Said] = []
        matches = figures_of(text)
        body = self._open(text, headings)
        if not matches:
            return out
        at, after_count, opened = body, False, False
        for m in matches:
            gap = text[at : m.start()]
            stop = max(gap.rfind("。"), gap.rfind("！"))
            if stop >= 0:
                self.thing, opened = None, False
            self._brackets(gap)
            if out and (again := self._again(out[-1], gap, m)):
                self._brackets(gap)
                out.append(again)
                at = m.end()
                continue
            said, at, names = self._figure(text, m, gap, gap[stop + 1 :], after_count, opened, m is matches[0])
            out.append(said)
            after_count = said.metric == "count"
            if names:
                if not opened:
                    self.head = said.subject
                opened, self.last = True, said.subject
        return out

    def _again(self, before: Said, gap: str, m: re.Match) -> Said | None:
        """"分别增长18.3%和22.6%", "占比分别为70%、9%": the second says the same as the first, of the next thing named;
        "减少0.30万元（8.57%）": the percentage of the same change."""
        w, metric, subject = words(), before.metric, before.subject
        kind = w.unit_kind(m["unit"])
        if metric == "change" and kind == "percent" and w["rate_of_change"].fullmatch(gap):
            metric = "growth"
        elif w["same_kind"].fullmatch(gap) and metric not in ("total", "count", "score", "area") and kind == w.unit_kind(before.unit):
            subject = self.queue.pop(0) if self.queue else subject
        else:
            return None
        return replace(before, metric=metric, subject=subject, value=re.sub(r"[,，]", "", m["value"]), unit=m["unit"], start=m.start())

    def _open(self, text: str, headings: tuple[str, ...]) -> int:
        """Start a paragraph: forget what no longer holds; the offset behind its ordinal."""
        w = words()
        if headings != self.headings:
            self.headings, self.last, self.head, self.item = headings, "", "", self._heading_item(headings)
        self.thing, self.against, self.executes, self.queue, self.listed, self.brackets = None, (None, None), False, [], [], []
        ordinal = w["ordinal"].match(text)
        if ordinal and ordinal[0].isdigit() and w.figure.match(text):
            ordinal = None
        body = ordinal.end() if ordinal else 0
        opening = text[body : body + 120]
        patterns = (*w.items, w["item_dated"]) if ordinal else w.items
        for pattern in patterns:
            found = pattern.match(self.names.without_front(opening))
            if found and not (w["item_not"].search(found["item"]) and "（项）" not in found["item"]):
                self.item = re.sub("^“([^“”]*)”?$", r"\1", found["item"].replace(" ", ""))
                break
        else:
            if ordinal or self.item and not w["thing_end"].search(self.item):
                self.item = self._heading_item(headings)
        return body

    def _heading_item(self, headings: tuple[str, ...]) -> str | None:
        """The innermost heading when it names a thing, not a section."""
        w = words()
        if not headings or w.title_end.search(headings[-1]) or w["item_not"].search(headings[-1]) or re.match("第.+部分|附件", headings[-1]):
            return None
        return self.names.clean(headings[-1]) or None

    def _brackets(self, gap: str) -> None:
        for sign in gap:
            if sign in OPEN:
                self.brackets.append((self.last, self.thing))
            elif sign in CLOSE and self.brackets:
                self.last, self.thing = self.brackets.pop()

    def _figure(self, text: str, m: re.Match, gap: str, clause: str, after_count: bool, opened: bool, first: bool):
        """(what it says, where the next gap starts, whether it names a subject)."""
        w = words()
        kind, segment, end = w.unit_kind(m["unit"]), segment_of(gap), m.end()
        level = w.reached.match(segment)
        if level:  # "由35.2万元减少到21.6万元"
            segment = level["of"]
        sign = None if level else w.direction.search(segment)
        if sign and w["direction_not_after"].search(segment[: sign.start()]):
            sign = None
        thing = None if sign or level or kind != "money" else w["moved_thing"].match(self.names.without_front(segment))
        rest, compared = self.names.compared(segment[: sign.start()] if sign else segment, clause)
        metric, subject, direction, against, names = None, None, None, (None, None), True
        if compared and not sign and not rest and kind == "money" and segment:
            # "比2025年年初预算数9819.98万元减少": the figure is the one compared with
            self.against = set_against(compared)
            metric, names = "total", False
            subject = join(self.last, self.names.clean(compared) or compared)
        elif thing:  # "压减项目支出160万元"
            metric, direction, against, subject = "change", w.direction_of[thing["sign"]], self.against, self.names.clean(thing["of"])
        elif sign and kind in ("money", "percent", "score"):
            metric = "growth" if kind == "percent" else "change"
            direction = w.direction_of[sign["sign"]]
            if compared:
                self.against = set_against(compared)
            against = self.against
            subject = moved(self.names, rest, clause) or self._listed(segment, text[m.end() :])
            if not subject:
                names = False
                anew = not opened and self.head and re.match("[，。]*[与同]", clause)
                subject = (self.head if anew else self.last) or self.item or ""
        elif kind == "percent":
            metric, subject, against, names = self._percent(segment, clause)
        elif kind == "score":
            metric = "score"
        elif kind == "area":
            metric = "area"
        elif kind == "count":
            metric = "count"
            if sign:  # "人员增加3人", "在职138人，减少4人"
                direction, segment = w.direction_of[sign["sign"]], rest
                against = set_against(compared) if compared else against
            subject, end = (self.last, m.end()) if sign and self.last and not self.names.clean(rest) else self._count(text, m, segment)
        else:
            metric = "total"
            done = re.search(r"完成(?:20\d\d年度?)?(?P<of>[^，]*预算)(?:数)?$", segment)
            if done:  # "完成预算10万元的50%"
                self.executes, names = True, False
                subject = join(self.thing or self.item or self.last, done["of"])
        if subject is None:
            bare_start = first and not self.names.clean(gap)  # the paragraph opens with the figure: nothing names it
            subject = (self.item or "") if bare_start else self._level(segment, clause, after_count and of_count(gap, segment))
        if names and metric in ("total", "score", "count") and not w["generic"].match(subject):
            bare = w["generic_tail"].sub("", subject).removesuffix("的") or subject
            self.thing = self.thing if w["not_thing"].search(bare) else bare
        value = re.sub(r"[,，]", "", m["value"])
        return (
            Said(metric, subject, value, m["unit"], direction, *against, self.item, m.start()),
            end,
            names and bool(subject),
        )

    def _listed(self, segment: str, behind: str = "") -> str:
        """"…分别为a、b万元，占比分别为", "…，下降20%和5.6%": the things named before are gone through again; the first of them."""
        if not self.listed or "分别" not in segment and not re.match(words()["same_kind"].pattern + r"\d", behind):
            return ""
        self.queue = list(self.listed)
        return self.queue.pop(0)

    def _percent(self, segment: str, clause: str):
        """(metric, subject, what it is compared with, whether it names a subject) of a percentage without direction word."""
        w = words()
        if self.executes and segment in ("的", "", "的比例为"):
            self.executes = False
            return "execution", self.last, set_against("预算"), False
        executed = w["executed"].search(segment)
        share = w["share"].match(segment) if "占" in segment and not executed else None
        if share:
            own = self.names.clean(share["of"] or "") or self.names.left_blank(clause)
            own = own or self._listed(segment)
            return "share", own or self.last or self.item or "", (None, share["in"] or share["whole"] or None), bool(own)
        done = w["execution"].match(segment) if executed else None
        if done:
            rest, compared = self.names.compared(done["of"], "")
            own, base = self.names.clean(rest), done["base"] or compared or ""
            return "execution", own or self.last or self.item or "", set_against(base), False
        rate = w["execution_rate"].match(w["verbs_end_text"].sub("", segment)) if "率" in segment or "进度" in segment else None
        if rate:
            own = self.names.clean(rate["of"])
            if own:
                return "execution", own + rate["name"], (None, None), True
            return "execution", self.last if self.thing else rate["name"], (None, None), False
        return "rate", self._level(segment, clause, False), (None, None), bool(self.names.clean(segment))

    def _count(self, text: str, m: re.Match, segment: str) -> tuple[str, int]:
        """A count's subject stands before it ("车辆2辆") or after its unit ("7个项目")."""
        w = words()
        before = segment
        held = w["count_subject_after"].search(before)
        if held:
            before = held["of"]
        cleaned = self.names.clean(before)
        tail = re.match(r"(?:[^，。；：、,;:（）()“\d]|“[^”]*”)+(?:（[^）]{1,12}）[^，。；：、,;:（）()\d]*)?", text[m.end() :])
        if tail:
            stop = w["after_stop"].search(tail[0])
            noun = tail[0][: stop.start()] if stop else tail[0]
            bare = re.sub(r"[（(].*?[）)]|20\d\d年度?", "", w.verbs_end.sub("", before))
            owner = noun and w["entity_end"].search(cleaned)  # "某中心1辆公务用车"
            if noun and (not cleaned or owner or "、" in cleaned or w["before_is_no_subject"].match(bare)):
                return noun, m.end() + len(noun)
            if noun and not stop and len(noun) <= 4 and m["unit"] not in w.after_no_units:
                return cleaned + noun, m.end() + len(noun)
        return cleaned or self.last or self.item or "", m.end()

    def _level(self, segment: str, clause: str, after_count: bool) -> str:
        """The subject of an amount or a score."""
        w = words()
        if re.search("分别(?:为|是)?$", segment) and (named := self.names.clean(segment)):
            self.queue = shared_tail(re.split("[、和与及]", named))
            self.listed = list(self.queue)
        elif segment.strip("、，和") :
            self.queue = []
        if self.queue:
            return self.queue.pop(0)
        own = self.names.clean(segment)
        if after_count and w["bare_after_count"].match(own):
            return join(self.last, own)
        if not own:
            return self.item if self.item and not self.last else self.last
        if w["same"].match(own):
            return self.last or self.item or own
        if w["bare_spent"].match(segment) and (ahead := w["named_first"].search(clause)) and (name := self.names.clean(ahead["of"])):
            return join(name, own)
        if w["generic"].match(own):
            return join(self.thing or self.item or self.names.named_ahead(clause) or "", own)
        if w["bare_money"].match(segment):
            return join(self.names.named_ahead(clause) or self.thing or "", own)
        if w["generic_score"].match(own):
            return join(self.item or "", own)
        return own

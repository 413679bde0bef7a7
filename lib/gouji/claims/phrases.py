"""The words of a clause that name a thing.

In: the text before a figure. Out: its last clause (``segment_of``), the name in it (``Names.clean``: without verb, year,
the entity's name and connecting words), a reading put after a thing (``join``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gouji.claims.words import words

OPEN, CLOSE = "（(", "）)"
STOPS = "，。；：,;:"


@dataclass(frozen=True, slots=True)
class Names:
    """Knows the names of the document's own offices, longest first: no figure is "of" them."""

    entities: tuple[str, ...] = ()

    def clean(self, segment: str) -> str:
        """The words of a clause that name a thing: without verb, year, the entity's name and connecting words."""
        w = words()
        text = segment.replace(" ", "")
        text = w["trailing"].sub("", text)
        while (cut := w.verbs_end.sub("", text)) != text:
            text = w["trailing"].sub("", cut)
        text = self.without_front(text)
        if text.count("“") != text.count("”"):  # the other mark stands before the clause or its ordinal
            text = text.strip("“”")
        return re.sub("^“([^“”]{7,})”$", r"\1", text)

    def without_front(self, text: str) -> str:
        """Without the words that only lead up to the thing (其中, 2021年度, the entity's name), taken away in turn."""
        w = words()
        while text:
            if w["keep_leading"].match(text):
                return text
            cut = text
            for entity in self.entities:
                if cut.startswith(entity):
                    cut = re.sub(r"^(?:（[^）]{1,8}）|\([^)]{1,8}\))?(?:部门|单位|系统)?(?:（[^）]{1,8}）)?", "", cut[len(entity) :])
            for pattern in w.leading if w.led.match(cut) else ():
                cut = pattern.sub("", cut)
            cut = w["entity_front"].sub("", cut)
            if cut == text:
                return text
            text = cut
        return text

    def compared(self, before: str, clause: str) -> tuple[str, str | None]:
        """(the clause without the words of comparison, the words compared with or None)."""
        w = words()
        if bare := w["compare_bare"].search(before):
            return before[: bare.start()], bare["base"]
        here = w["compare"].search(before)
        if here:
            cut = w["compare_end"].search(here["base"])
            if cut:
                return before[: here.start()] + here["base"][cut.end() :], here["base"][: cut.start()]
            return before[: here.start()], here["base"]
        ahead = list(w["compare_ahead"].finditer(clause))
        return before, ahead[-1]["base"] if ahead else None

    def left_blank(self, clause: str) -> str:
        """"经营收入万元，占0%": the thing whose amount was left out."""
        left = re.search(r"(?:^|[，；。：])(?P<of>[^，；。：\d]{2,24}?)(?:万元|元)[，,][^，；。：]*$", clause)
        return self.clean(left["of"]) if left else ""

    def named_ahead(self, clause: str) -> str | None:
        """"一般公共预算财政拨款支出，年初预算265.13万元": the thing named in the clause before, without a figure."""
        w = words()
        ahead = re.search(r"(?:^|[。；])(?P<of>[^，。；]{2,60})[，：:][^，。；：:]*$", clause)
        named = self.clean(re.split("[：:]", ahead["of"])[-1]) if ahead else ""
        return named if named and w["thing_end"].search(named) and not w.figure.search(named) else None


def segment_of(gap: str) -> str:
    """The last clause of a gap: behind the last stop outside brackets, or inside the bracket that is still open."""
    starts = [0]  # of the clause, and of each bracket still open
    for at, sign in enumerate(gap):
        if sign in OPEN:
            starts.append(at + 1)
        elif sign in CLOSE:
            starts = starts[:-1] if len(starts) > 1 else [at + 1]
        elif sign in STOPS:
            starts[-1] = at + 1
    return gap[starts[-1] :]


def shared_tail(names: list[str]) -> list[str]:
    """"收入、支出决算总计" → both with 决算总计."""
    tail = re.sub("^.*?(?:收入?|支出?)", "", names[-1])
    return [n + tail if re.fullmatch("(?:.*)(?:收入?|支出?)", n) and tail else n for n in names]


def join(thing: str | None, reading: str) -> str:
    """"一般公共预算财政拨款支出" + "支出决算" → one 支出."""
    reading = re.sub(r"^(?:该|本|其|此)(?=项目|单位|部门)", "", reading)
    if not thing:
        return reading
    for word in ("支出", "项目", "预算"):
        if thing.endswith(word) and reading.startswith(word):
            return thing + reading[len(word) :]
    return thing + reading

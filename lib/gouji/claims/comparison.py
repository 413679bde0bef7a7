"""What a figure is set against, and what moved: the words of comparison around a change or a growth."""

from __future__ import annotations

import re

from gouji.claims.phrases import Names
from gouji.claims.words import words


def set_against(base: str) -> tuple[str | None, str | None]:
    """(id, printed words) of what a figure is compared with; the id None where the words are not declared."""
    known = next((c["id"] for c in words().raw["compared_with"] if re.search(c["pattern"], base)), None)
    return known, base


def moved(names: Names, rest: str, clause: str) -> str:
    """What moved: the words before the direction word, or the clause before that says the same without a figure."""
    w, subject = words(), names.clean(rest)
    while subject and (twice := w.direction.search(subject)):  # "增加减少7.35万元"
        subject = names.clean(subject[: twice.start()])
    if w["same"].match(subject):
        return ""
    if subject or not clause:
        return subject
    ahead = w["compared_of"].search(clause)
    if ahead and (named := names.clean(ahead["of"])) and not w["generic"].match(named):
        return named
    said = re.search(r"(?:^|[：:，。；])(?P<of>[^，。；：:]{2,24})[，,][^，。；：:]*$", clause)
    sign = w.direction.search(said["of"]) if said and not w["reason"].search(said["of"]) else None
    return names.clean(said["of"][: sign.start()]) if sign and not w["compare"].search(said["of"][: sign.start()]) else ""

"""Lanes: forms that print two, three or four lists side by side, and which side of the account each lane is."""

from __future__ import annotations

from dataclasses import replace

from gouji.fields.columns import CODE, FIGURE, LABEL, Column
from gouji.fields.words import header_word, load, matches


def find_lanes(form: str | None, levels: list[list[str]], columns: list[Column]) -> list[Column]:
    """Lanes: a label or code after a figure starts one, provided a figure follows before the next."""
    starts, lane, seen_figure = [], 0, False
    for column in columns:
        if column.role in (LABEL, CODE) and seen_figure:
            lane, seen_figure = lane + 1, False
        seen_figure = seen_figure or column.role == FIGURE
        starts.append(lane)
    with_figures = {lane for lane, column in zip(starts, columns) if column.role == FIGURE}
    if not _lanes_alike(columns, starts, with_figures):
        starts = [0] * len(columns)
    renumbered: dict[int, int] = {}
    for lane in sorted(set(starts)):
        renumbered[lane] = len([x for x in with_figures if x < lane]) if lane in with_figures else max(0, len([x for x in with_figures if x < lane]) - 1)
    lanes = [renumbered[lane] for lane in starts]
    count = max(lanes, default=0) + 1
    sides = _sides(form, levels, lanes, count)
    return [replace(c, lane=lane, side=sides[lane]) for c, lane in zip(columns, lanes)]


def _lanes_alike(columns: list[Column], starts: list[int], with_figures: set[int]) -> bool:
    """Side by side means that every lane names its rows; a code column further right is only an attribute."""
    names = [
        {c.of for c, lane in zip(columns, starts) if lane == number and c.role in (LABEL, CODE) and c.of in ("unit", "project")}
        for number in sorted(with_figures)
    ]
    return all(not systems for systems in names[1:])


def _sides(form: str | None, levels: list[list[str]], lanes: list[int], count: int) -> list[str]:
    if count == 1:
        return [""]
    declared = load("columns.yml")
    tops = [header_word(next((levels[i][0] for i in range(len(lanes)) if lanes[i] == lane and levels[i]), "")) for lane in range(count)]
    firsts = [[header_word(p) for i in range(len(lanes)) if lanes[i] == lane for p in levels[i]] for lane in range(count)]
    sides: list[str] = []
    for lane in range(count):
        words = [tops[lane]] if len(set(tops)) == count else firsts[lane]
        side = next((e["side"] for e in declared["sides"] for w in words if matches(e["match"], w)), "")
        sides.append(side)
    for lane in range(1, count):  # four lanes of the 西安 kind say what they are one level lower
        if sides[lane] == sides[lane - 1] == "exp":
            sides[lane] = next((e["side"] for e in declared["sides"] for w in firsts[lane] if matches(e["match"], w)), "exp")
    if "rev" in sides and "exp" in sides and len(set(sides)) == count:
        return sides
    if form in declared["two_sided"] and count == 2:
        return ["rev", "exp"]
    if form in declared["two_sided"] and count == 4:
        return ["rev", "exp", "exp.econ", "exp.gov"]
    return [str(lane + 1) for lane in range(count)]

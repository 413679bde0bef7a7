"""One fault, seeded into a generated document: in a form, a sentence or a self-evaluation.

``seed_fault`` takes a generated document and a kind of ``KINDS`` and gives the document with that fault and a ``Fault``
that says where it is and how large. Kinds: a digit changed or two swapped, a figure off by the least that rounding cannot
explain or by one in the last digit, a sign, a figure left out or moved into the column beside it, a row left out, a unit; an amount, a percentage or a direction word of the prose; a
score, a weight or an execution rate of a self-evaluation. ``gouji.rules.bench`` measures what the rules make of them.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.amounts import is_blank
from gouji.typeset.compare import JOINED, NAMING, lanes, squeeze
from gouji.typeset.facts import BREAK, FactRow, FactTable, Text, printed
from gouji.typeset.generate import Generated


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done and where. ``cells``: (label, column, printed) of the faulted cells as they now stand (none for a
    row left out or a unit); ``sentence``: the words around a fault in prose (of a word the paragraph); ``size``: the change, in ``unit``;
    ``inside``: within what rounding of printed figures could leave, so that no rule can tell.
    """

    kind: str
    form: str | None
    cells: tuple[tuple[str, str, str], ...] = ()
    sentence: str = ""
    size: str = ""
    inside: bool = False


def seed_fault(made: Generated, kind: str, rng: random.Random) -> tuple[Generated, Fault] | None:
    """The document with one fault of this kind, and the fault; None where no place for it was found."""
    wanted, change = KINDS[kind]
    blocks = [b for b in made.facts.blocks if isinstance(b, wanted)]
    rng.shuffle(blocks)
    for block in blocks:
        found = change(block, rng)
        if found:
            altered, fault = found
            changed = tuple(altered if b is block else b for b in made.facts.blocks)
            return replace(made, facts=replace(made.facts, blocks=changed)), fault
    return None


def _evaluation(table: FactTable) -> bool:
    return (table.form or "").startswith("PE")


def _figures(table: FactTable) -> list[tuple[int, int]]:
    """Places of amounts that state something other than zero."""
    return [(r, c) for r, row in enumerate(table.rows) for c, field in enumerate(row.fields)
            if field not in NAMING and field not in ("target", "actual") and not is_blank(printed(row.cells[c]))
            and any(d in row.cells[c] for d in "123456789") and row.cells[c] not in ("<", "^")]


def _put(table: FactTable, r: int, cells: dict[int, str]) -> FactTable:
    row = table.rows[r]
    row = replace(row, cells=tuple(cells.get(c, text) for c, text in enumerate(row.cells)))
    return replace(table, rows=(*table.rows[:r], row, *table.rows[r + 1 :]))


def _label(row: FactRow, col: int) -> str:
    label = next((squeeze(printed(row.cells[c])) for c in range(col, -1, -1) if row.fields[c] == "label" and row.cells[c] not in ("<", "^")), "")
    return joined[2] if (joined := JOINED.match(label)) else label


def _value(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.\-]", "", printed(text)) or "0")


def _step(text: str) -> Decimal:
    """One in the last digit of a printed figure."""
    return Decimal(1).scaleb(Decimal(re.sub(r"[^\d.]", "", text) or "0").as_tuple().exponent)


def _envelope(table: FactTable, row: int, col: int) -> Decimal:
    """What rounding may leave of a sum down the column or along the row, in last digits: half of one for each figure
    and the total."""
    figures = _figures(table)
    return Decimal(max(sum(c == col for _, c in figures), sum(r == row for r, _ in figures)) + 1) / 2


def _cell(kind: str, table: FactTable, r: int, c: int, new: str) -> tuple[FactTable, Fault]:
    old = table.rows[r].cells[c]
    size, row = abs(_value(new) - _value(old)), table.rows[r]
    fault = Fault(kind, table.form, ((_label(row, c), row.fields[c], new),), size=f"{size} {table.keys.get('unit', '')}",
                  inside=size < _envelope(table, r, c) * _step(printed(old)))
    return _put(table, r, {c: new}), fault


def _amounts(table: FactTable, digits: int = 4) -> list[tuple[int, int]]:
    return [(r, c) for r, c in _figures(table) if sum(d.isdigit() for d in printed(table.rows[r].cells[c])) >= digits
            and table.rows[r].fields[c] not in ("weight", "score", "rate")]


def _digit(table: FactTable, rng: random.Random):
    """Another digit in a place that counts for a hundred units of the last place or more."""
    places = _amounts(table)
    if not places:
        return None
    r, c = rng.choice(places)
    text = table.rows[r].cells[c].replace(BREAK, "")
    at = rng.choice([i for i, d in enumerate(text) if d.isdigit()][:-2])
    return _cell("digit", table, r, c, text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :])


def _swapped(table: FactTable, rng: random.Random):
    """Two neighbouring digits that differ change places."""
    options = []
    for r, c in _amounts(table, 3):
        text = table.rows[r].cells[c].replace(BREAK, "")
        at = [i for i, d in enumerate(text) if d.isdigit()]
        options += [(r, c, i, j) for i, j in zip(at, at[1:]) if text[i] != text[j] and (i or text[j] != "0")]
    if not options:
        return None
    r, c, i, j = rng.choice(options)
    text = list(table.rows[r].cells[c].replace(BREAK, ""))
    text[i], text[j] = text[j], text[i]
    return _cell("swapped", table, r, c, "".join(text))


def _last(table: FactTable, rng: random.Random):
    """The last digit off by one: within the envelope of any sum, outside of what is printed twice."""
    places = _amounts(table, 2)
    if not places:
        return None
    r, c = rng.choice(places)
    text = table.rows[r].cells[c].replace(BREAK, "")
    return _cell("last", table, r, c, text[:-1] + str((int(text[-1]) + 1) % 10 if text[-1] != "9" else 8))


def _sign(table: FactTable, rng: random.Random):
    """A figure with the other sign."""
    places = _amounts(table, 1)
    if not places:
        return None
    r, c = rng.choice(places)
    text = table.rows[r].cells[c].replace(BREAK, "")
    return _cell("sign", table, r, c, text[1:] if text.startswith("-") else f"-{text}")


def _least(table: FactTable, rng: random.Random):
    """A figure off by the least that no rounding of the longest sum it can stand in explains, the sum itself being as far off as rounding allows."""
    places = _amounts(table, 2)
    if not places:
        return None
    r, c = rng.choice(places)
    text = table.rows[r].cells[c].replace(BREAK, "")
    step = _step(text)
    value = _value(text) + int(2 * _envelope(table, r, c)) * step * rng.choice((1, -1) if _value(text) > 100 * step else (1,))
    places_after = max(-step.as_tuple().exponent, 0)
    return _cell("least", table, r, c, f"{value:,.{places_after}f}" if "," in text else f"{value:.{places_after}f}")


def _blanked(table: FactTable, rng: random.Random):
    """A figure left out, others standing in its row. (A row without any figure may be one that was not read: nothing is claimed.)"""
    figures = _amounts(table, 1)
    lane = {(r, c): (r, lanes(table.rows[r].fields)[c]) for r, c in figures}
    rows = Counter(lane.values())
    places = [place for place in figures if rows[lane[place]] > 1 and not _evaluation(table)]
    if not places:
        return None
    r, c = rng.choice(places)
    return _cell("blanked", table, r, c, "")


def _shifted(table: FactTable, rng: random.Random):
    """A figure printed one column further to the right, where nothing or another figure stands."""
    places = [(r, c) for r, c in _amounts(table, 1) if c + 1 < len(table.rows[r].cells) and table.rows[r].fields[c + 1] not in (*NAMING, "weight")
              and table.rows[r].cells[c + 1] not in ("<", "^", table.rows[r].cells[c])]
    if not places:
        return None
    r, c = rng.choice(places)
    row = table.rows[r]
    one, two = row.cells[c], row.cells[c + 1]
    size = abs(_value(one) - (0 if is_blank(printed(two)) else _value(two)))
    cells = tuple((_label(row, k), row.fields[k], printed(text)) for k, text in ((c, two), (c + 1, one)))
    return _put(table, r, {c: two, c + 1: one}), Fault("shifted", table.form, cells, size=f"{size} {table.keys.get('unit', '')}",
                                                       inside=size < _envelope(table, r, c) * _step(printed(one)))


def _dropped(table: FactTable, rng: random.Random):
    """A row with a figure left out, not the only one (of units: a department's row above its only unit is no loss)."""
    rows = sorted({r for r, _ in _figures(table) if 0 < r < len(table.rows) - 1 and not (table.rows[r].item or "").startswith("unit:")})
    if not rows or _evaluation(table) or "^" in {c for row in table.rows for c in row.cells}:
        return None
    r = rng.choice(rows)
    row = table.rows[r]
    at = [c for k, c in _figures(table) if k == r]
    size = max(_value(row.cells[c]) for c in at)
    return replace(table, rows=table.rows[:r] + table.rows[r + 1 :]), Fault(
        "dropped", table.form, size=f"{size} {table.keys.get('unit', '')} ({_label(row, at[0])})",
        inside=all(abs(_value(row.cells[c])) < _envelope(table, r, c) * _step(printed(row.cells[c])) for c in at))


def _unit(table: FactTable, rng: random.Random):
    """The form's unit printed otherwise than its figures are."""
    old = table.keys.get("unit", "")
    if not _figures(table) or old not in table.keys.get("right", "") or _evaluation(table):
        return None
    new = "元" if old == "万元" else "万元"
    keys = {**table.keys, "unit": new, "right": table.keys["right"].replace(old, new)}
    return replace(table, keys=keys), Fault("unit", table.form, size=f"{new} for {old}")


def _scored(kind: str, columns: tuple[str, ...], least: Decimal):
    """A figure of a self-evaluation's last columns changed by at least ``least``."""

    def change(table: FactTable, rng: random.Random):
        places = [(r, c) for r, c in _figures(table) if table.rows[r].fields[c] in columns]
        if not _evaluation(table) or not places:
            return None
        r, c = rng.choice(places)
        old = table.rows[r].cells[c]
        new = max(_value(old) + rng.choice((-1, 1)) * least * rng.randint(1, 3), Decimal(0))
        if new == _value(old):
            new += least
        altered, fault = _cell(kind, table, r, c, f"{new}{'%' if '%' in old else ''}")
        return altered, replace(fault, inside=False)

    return change


def _stated(kind: str, after: str):
    """A stated figure followed by these words with one of its digits changed, by a hundred of the last place or more."""

    def change(text: Text, rng: random.Random):
        found = [m for m in re.finditer(rf"\{{(\d+(?:\.\d+)?)\}}{after}", text.text) if sum(d.isdigit() for d in m[1]) >= 4 and m[1] != "100.00"]
        if not found:
            return None
        m = rng.choice(found)
        old = m[1]
        at = rng.choice([i for i, d in enumerate(old) if d.isdigit()][:-2])
        new = old[:at] + rng.choice([d for d in "123456789" if d != old[at]]) + old[at + 1 :]
        altered = replace(text, text=text.text[: m.start(1)] + new + text.text[m.end(1) :])
        return altered, Fault(kind, None, (("", "", new),), new + after, f"{abs(Decimal(new) - Decimal(old))} {after}")

    return change


TURNED = (("增加", "减少"), ("增长", "下降"), ("大于", "小于"))


def _direction(text: Text, rng: random.Random):
    """增加 … 增长 made 减少 … 下降, or 大于 made 小于, and the reverse, in one sentence."""
    sentences = re.split("(?<=。)", text.text)
    found = [i for i, s in enumerate(sentences) if "预算数的主要原因" in s and re.search("大于|小于", s) or re.search("(?:增加|减少)\\{", s)]
    if text.kind != "p" or not found:
        return None
    i = rng.choice(found)
    turned = {a: b for pair in TURNED for a, b in (pair, pair[::-1])}
    pattern = "|".join(turned) if "大于" not in sentences[i] and "小于" not in sentences[i] else "大于|小于"
    new = re.sub(pattern, lambda m: turned[m[0]], sentences[i])
    altered = replace(text, text="".join((*sentences[:i], new, *sentences[i + 1 :])))
    return altered, Fault("direction", None, (), altered.printed, "turned")


KINDS: dict[str, tuple[type, Callable]] = {
    "digit": (FactTable, _digit), "swapped": (FactTable, _swapped), "sign": (FactTable, _sign), "shifted": (FactTable, _shifted),
    "dropped": (FactTable, _dropped), "unit": (FactTable, _unit), "blanked": (FactTable, _blanked), "least": (FactTable, _least),
    "last": (FactTable, _last),
    "prose amount": (Text, _stated("prose amount", "万元")), "prose share": (Text, _stated("prose share", "%")), "direction": (Text, _direction),
    "score": (FactTable, _scored("score", ("score",), Decimal(1))), "weight": (FactTable, _scored("weight", ("weight",), Decimal(1))),
    "rate": (FactTable, _scored("rate", ("rate",), Decimal(5))),
}

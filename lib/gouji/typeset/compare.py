"""The ledger read back from a PDF against the facts that the PDF was typeset from, figure by figure.

In: ``Facts``; a ``Document`` and its ledger. Out: figures by place, and in words every difference: a figure missing,
one there besides, or one that differs in printed text, value, unit, resolution, blankness, column, side, row label,
code, or (where the facts state it) item. How many figures there must be is counted from the facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.amounts import NotAnAmount, is_blank, read_amount, read_quantity
from gouji.typeset.facts import FactRow, Facts, FactTable, printed

NAMING = ("label", "code", "code.class", "code.item", "code.sub", "line", "gov.code", "gov.label", "func.code", "func.label", "-")
PLAIN = {"target": None, "actual": None, "weight": "分", "score": "分", "rate": "%"}
LAID_OUT = ("PE01", "PE02", "BG14")
SIDED = ("FA01", "FA04", "BG01", "BG04")
SIDES = ("rev", "exp", "exp.econ", "exp.gov")
PARTS = ("code.class", "code.item", "code.sub")
ANY = "*"  # a figure column that the facts do not name
JOINED = re.compile(r"^\[?(\d{3,9})(?:\]|-)(.+)$")


@dataclass(frozen=True)
class Figure:
    """One figure as the facts state it, or as the ledger holds it."""

    table: int
    row: int
    col: int
    form: str | None
    side: str
    column: str
    label: str
    code: str
    item: str | None
    printed: str
    value: Decimal | None
    unit: str | None
    resolution: Decimal | None
    blank: bool


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def stated(facts: Facts) -> list[Figure]:
    """The figures of a fact file. Rows printed blank are none; nor are blanks in a lane whose row names nothing,
    nor the 合计 row printed a second time below a repeated header (the reader joins the pages to one form)."""
    out = []
    for number, table in enumerate(facts.tables, start=1):
        path: dict[str, str] = {}
        rows = [row for i, row in enumerate(table.rows) if any(printed(c) not in ("", "<", "^") for c in row.cells)
                and not (i in table.breaks and row.cells == table.rows[0].cells)]
        ahead = len(table.header) if table.form in LAID_OUT and table.header else 0  # their headings are rows like any other
        sided = len({lane for row in rows for lane in lanes(row.fields)}) > 1
        fullest = max((lanes(row.fields) for row in rows), key=lambda found: found[-1], default=[])
        for at, row in enumerate(rows, start=1 + ahead):
            out += row_figures(number, at, table, row, path, sided, fullest)
    return out


def lanes(fields: tuple[str, ...]) -> list[int]:
    """The lane of each cell: a label or code after a figure starts the next."""
    out, lane, after = [], 0, False
    for name in fields:
        if name in ("label", "code", "code.class") and after:
            lane, after = lane + 1, False
        after = after or name not in NAMING
        out.append(lane)
    return out


def row_figures(number: int, at: int, table: FactTable, row: FactRow, path: dict[str, str], sided: bool, fullest: list[int]) -> list[Figure]:
    """The figures of one printed row. ``path`` carries the codes of the rows above and is brought forward."""
    out = []
    first = next((i for i, f in enumerate(row.fields) if f != "-"), 0)
    in_lane = [lane + fullest[first] for lane in lanes(row.fields)]  # a row may begin in a later lane
    for lane in sorted(set(in_lane)):
        cells = [(i, f, printed(row.cells[i])) for i, f in enumerate(row.fields) if in_lane[i] == lane]
        figures = [(i, f, t) for i, f, t in cells if f not in NAMING and t not in ("<", "^")]
        named = any(t not in ("", "<", "^") for _, f, t in cells if f in ("label", "code", *PARTS))
        nameless = not any(f in ("label", "code", "code.class") for _, f, _ in cells)
        code, label = whole_code(cells, path), squeeze(next((t for _, f, t in cells if f == "label"), ""))
        if joined := JOINED.match(label):
            code, label = joined.groups()
        if not (named or nameless or row.item or any(not is_blank(t) for _, _, t in figures)):
            continue
        side = "" if not sided else SIDES[lane] if table.form in SIDED else str(lane + 1)
        for i, field, text in figures:
            unit, value, resolution = meaning(field, text, table.keys.get("unit"))
            if unit != "words":
                out.append(Figure(number, at, i + 1, table.form, side, field, label, code, row.item, text, value, unit, resolution, is_blank(text)))
    return out


def whole_code(cells: list[tuple[int, str, str]], path: dict[str, str]) -> str:
    """The row's code; 款 and 项 that print their own digits alone take those of the rows above."""
    parts = {f: squeeze(t) for _, f, t in cells if f.startswith("code") and t not in ("", "<", "^")}
    if "code" in parts:
        return parts["code"]
    for place, part in enumerate(PARTS):
        if part in parts:
            path[part] = parts[part]
            for other in PARTS[place + 1 :]:
                if other not in parts:
                    path.pop(other, None)
    last = max(parts, key=PARTS.index, default="")
    return "".join(path.get(p, "") for p in PARTS[: PARTS.index(last) + 1]) if last else ""


def meaning(field: str, text: str, unit: str | None) -> tuple[str | None, Decimal | None, Decimal | None]:
    """(unit, value, resolution) of a stated figure; unit "words" for a target that is no figure."""
    if field in ("target", "actual"):
        if is_blank(text):
            return None, None, None
        try:
            quantity = read_quantity(text)
        except NotAnAmount:
            return "words", None, None
        return quantity.unit, quantity.amount.value, quantity.amount.resolution
    unit = PLAIN.get(field, unit)
    if is_blank(text) or unit is None:
        return unit, None, None
    amount = read_amount(text, unit)
    return unit, amount.value, amount.resolution


def held(ledger) -> list[Figure]:
    """The rows of a ledger of one document as figures, codes and labels as the ledger has them."""
    null = lambda v: None if v is None or v != v else v  # noqa: E731
    return [
        Figure(int(r.table), int(r.row), int(r.col), null(r.form), r.side, r.column, squeeze(r.row_label), r.row_code,
               r.item, r.printed, r.value, null(r.unit), r.resolution, bool(r.blank))
        for r in ledger.itertuples()
    ]  # fmt: skip


def differences(facts: Iterable[Figure], ledger: Iterable[Figure]) -> list[tuple[Figure, str]]:
    """What the ledger has otherwise than the facts, by place: the figure (as stated, where it is) and what differs."""
    known = {(f.table, f.row, f.col): f for f in ledger}
    wanted = {(f.table, f.row, f.col): f for f in facts}
    out = [(f, "missing") for key, f in wanted.items() if key not in known]
    out += [(f, "besides") for key, f in known.items() if key not in wanted]
    for key in wanted.keys() & known.keys():
        want, have = wanted[key], known[key]
        if not want.label:  # the facts name no label there
            have = replace(have, label="")
        if not want.code:
            have = replace(have, code="")
        if want.item is None:
            have = replace(have, item=None)
        if want.column == ANY:
            have = replace(have, column=ANY)
        if want.blank:
            have = replace(have, unit=want.unit)
        if want != have:
            fields = [n for n in Figure.__dataclass_fields__ if getattr(want, n) != getattr(have, n)]
            out.append((want, ", ".join(f"{n} {getattr(have, n)!r} instead of {getattr(want, n)!r}" for n in fields)))
    return sorted(out, key=lambda d: (d[0].table, d[0].row, d[0].col))

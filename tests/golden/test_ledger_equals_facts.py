"""The embedded corpus, from its fact files through the PDF and back: the ledger equals the facts, figure by figure.

For every fact file the typeset PDF is read, understood and made into a ledger; each figure the facts state is
looked for at its own place (table, row, column of cells) and compared in printed text, value, unit, resolution,
blankness, column, row label, code, form and side, and where the facts state the canonical row, in that. Nothing
may be missing and nothing may be there besides. How many there must be is counted from the facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from gouji.amounts import NotAnAmount, is_blank, read_amount, read_quantity
from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.reading import read
from gouji.typeset import facts as fact_files
from gouji.typeset.pdf import typeset

CORPUS = Path(__file__).parents[2] / "data" / "raw" / "henan"
NAMES = sorted(p.stem for p in (CORPUS / "facts").glob("*.facts"))
NAMING = ("label", "code", "code.class", "code.item", "code.sub", "line", "gov.code", "gov.label", "func.code", "func.label", "-")
PLAIN = {"target": None, "actual": None, "weight": "分", "score": "分", "rate": "%"}
LAID_OUT = ("PE01", "PE02", "BG14")
SIDED = ("FA01", "FA04", "BG01", "BG04")


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


def stated(facts: fact_files.Facts) -> list[Figure]:
    """The figures of a fact file. Rows printed blank are none; nor are blanks in a lane whose row names nothing,
    nor the 合计 row printed a second time below a repeated header (the reader joins the pages to one form)."""
    out = []
    for number, table in enumerate(facts.tables, start=1):
        path: dict[str, str] = {}
        rows = [row for i, row in enumerate(table.rows) if any(fact_files.printed(c) not in ("", "<", "^") for c in row.cells)
                and not (i in table.breaks and row.cells == table.rows[0].cells)]  # 合计 printed again under a repeated header
        ahead = len(table.header) if table.form in LAID_OUT and table.header else 0  # their headings are rows like any other
        sided = len({lane for row in rows for lane in lanes(row.fields) if lane is not None}) > 1
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


def row_figures(number: int, at: int, table: fact_files.FactTable, row: fact_files.FactRow, path: dict[str, str], sided: bool, fullest: list[int]) -> list[Figure]:
    out = []
    first = next((i for i, f in enumerate(row.fields) if f != "-"), 0)
    in_lane = [lane + fullest[first] for lane in lanes(row.fields)]  # a row may begin in a later lane
    for lane in sorted(set(in_lane)):
        cells = [(i, f, fact_files.printed(row.cells[i])) for i, f in enumerate(row.fields) if in_lane[i] == lane]
        figures = [(i, f, t) for i, f, t in cells if f not in NAMING and t not in ("<", "^")]
        named = any(t not in ("", "<", "^") for _, f, t in cells if f in ("label", "code", "code.class", "code.item", "code.sub"))
        nameless = not any(f in ("label", "code", "code.class") for _, f, _ in cells)
        code = whole_code(cells, path)
        label = next((t for _, f, t in cells if f == "label"), "")
        if not (named or nameless or row.item or any(not is_blank(t) for _, _, t in figures)):
            continue
        side = "" if not sided else ("rev", "exp")[lane] if table.form in SIDED else str(lane + 1)
        for i, field, text in figures:
            unit, value, resolution = meaning(field, text, table.keys.get("unit"))
            if unit == "words":
                continue
            out.append(Figure(number, at, i + 1, table.form, side, field, squeeze(label), code, row.item, text, value, unit, resolution, is_blank(text)))
    return out


def whole_code(cells: list[tuple[int, str, str]], path: dict[str, str]) -> str:
    """The row's code; 款 and 项 that print their own digits alone take those of the rows above."""
    parts = {f: squeeze(t) for _, f, t in cells if f.startswith("code") and t not in ("", "<", "^")}
    if "code" in parts:
        return parts["code"]
    for part, below in (("code.class", ("code.item", "code.sub")), ("code.item", ("code.sub",)), ("code.sub", ())):
        if part in parts:
            path[part] = parts[part]
            for other in below:
                if other not in parts:
                    path.pop(other, None)
    last = max(parts, key=("code.class", "code.item", "code.sub").index, default="")
    return "".join(path.get(p, "") for p in ("code.class", "code.item", "code.sub")[: ("code.class", "code.item", "code.sub").index(last) + 1]) if last else ""


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


@lru_cache(maxsize=None)
def held(pdf: Path) -> tuple[Figure, ...]:
    """The ledger of a PDF as figures, codes and labels as the ledger has them."""
    ledger = build_ledger([understand(read(pdf))])
    null = lambda v: None if v is None or v != v else v  # noqa: E731
    return tuple(
        Figure(int(r.table), int(r.row), int(r.col), null(r.form), r.side, r.column, squeeze(r.row_label), r.row_code,
               r.item, r.printed, r.value, null(r.unit), r.resolution, bool(r.blank))
        for r in ledger.itertuples()
    )  # fmt: skip


def differences(facts: list[Figure], ledger: tuple[Figure, ...]) -> list[str]:
    """What the ledger has otherwise than the facts: missing, besides, or different in a field."""
    known = {(f.table, f.row, f.col): f for f in ledger}
    wanted = {(f.table, f.row, f.col): f for f in facts}
    out = [f"missing {f}" for key, f in wanted.items() if key not in known]
    out += [f"besides {f}" for key, f in known.items() if key not in wanted]
    for key in wanted.keys() & known.keys():
        want, have = wanted[key], known[key]
        if not want.label:  # the facts name no label there
            have = replace(have, label="")
        if not want.code:
            have = replace(have, code="")
        if want.item is None:
            have = replace(have, item=None)
        if want.blank:
            have = replace(have, unit=want.unit)
        if want != have:
            fields = [n for n in Figure.__dataclass_fields__ if getattr(want, n) != getattr(have, n)]
            out.append(f"{key}: " + ", ".join(f"{n} {getattr(have, n)!r} instead of {getattr(want, n)!r}" for n in fields))
    return sorted(out)


def pdf_of(name: str, folder: Path) -> Path:
    made = CORPUS / f"{name}.pdf"
    return made if made.is_file() else typeset(fact_files.load(CORPUS / "facts" / f"{name}.facts"), folder / f"{name}.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_the_ledger_equals_the_facts(name, tmp_path):
    facts = stated(fact_files.load(CORPUS / "facts" / f"{name}.facts"))
    ledger = held(pdf_of(name, tmp_path))
    wrong = differences(facts, ledger)
    assert not wrong, f"{len(wrong)} of {len(facts)} figures:\n" + "\n".join(wrong[:25])
    assert len(ledger) == len(facts) and sum(not f.blank for f in ledger) == sum(not f.blank for f in facts) > 0


def test_the_facts_hold_the_figures_of_the_five_texts():
    """About 2,090 figures are printed in the tables of the five texts (blanks apart)."""
    printed = sum(not f.blank for name in NAMES for f in stated(fact_files.load(CORPUS / "facts" / f"{name}.facts")))
    assert len(NAMES) == 5 and 2000 <= printed <= 2400, printed


@pytest.mark.parametrize("change", ["drop", "digit", "blank", "column", "side", "label"])
def test_the_comparison_can_fail(change, tmp_path):
    name = next(n for n in NAMES if n.startswith("anyang_zwj"))
    facts = stated(fact_files.load(CORPUS / "facts" / f"{name}.facts"))
    ledger = held(pdf_of(name, tmp_path))
    at = next(i for i, f in enumerate(ledger) if f.form == "FA04" and f.value and f.label)
    one = ledger[at]
    altered = {
        "drop": (), "digit": (replace(one, value=one.value + one.resolution),), "blank": (replace(one, blank=True),),
        "column": (replace(one, column="total"),), "side": (replace(one, side="exp"),), "label": (replace(one, label="教育支出"),),
    }[change]  # fmt: skip
    found = differences(facts, (*ledger[:at], *altered, *ledger[at + 1 :]))
    assert len(found) == len(differences(facts, ledger)) + 1

"""The arithmetic kinds of the catalogue: from a check (data) and a document to identities with their operands.

A kind is one shape of claim about printed figures: a row equals a sum of rows (``sum``), a total its top codes
(``tops``), a code its children (``hierarchy``), a column a sum of columns in every row (``row``), two addresses
the same quantity (``equal``), one a part of another (``part``, ``part_row``), one a ratio of others (``ratio_row``).
A kind yields ``Identity``s and judges nothing. When an operand is absent, unreadable or lost it says so in
``absent`` (the identity cannot be tested); when the structure is not certain it says so in ``doubt`` (a failure
of the identity is then no proof of anything).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase

from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.index import DocumentIndex, Figure, FormTable, Row

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something could not be tested: an id of ``messages.yml`` and the address (or words) it is about."""

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Identity:
    """``left`` is what is printed, ``right`` what it should amount to; ``mode`` picks the arithmetic.

    ``others`` are alternative right sides (the identity holds when one of them does). ``group`` names the rows
    that stand or fall together when most of them fail (then the columns were not understood).
    """

    mode: str  # sum, equal, part, ratio
    form: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    tolerance: str = "SUM"
    absent: Reason | None = None
    doubt: Reason | None = None
    others: tuple[tuple[Term, ...], ...] = ()
    below: tuple[Term, ...] = ()  # ratio: the denominator
    scale: Decimal = HUNDRED
    group: str | None = None
    inapplicable: Reason | None = None


def term(figure: Figure, sign: int = 1) -> Term:
    return Term(sign, figure.value, figure.half, figure.address, figure)


def constant(value: Decimal) -> Term:
    return Term(1, value, ZERO, str(value))


def _signed(word: str) -> tuple[int, str]:
    return (-1, word[1:]) if word.startswith("-") else (1, word)


def canonical(columns: tuple[str, ...]) -> list[str]:
    """Columns whose header was understood."""
    return [c for c in columns if not c.startswith("?:")]


def _columns(check: dict, table: FormTable) -> list[str]:
    wanted = check.get("columns", "all")
    known = canonical(table.columns)
    if wanted == "all":
        return [c for c in known if c not in check.get("except", ())]
    return [c for c in wanted if c in known]


def _rows_named(pattern: str, table: FormTable) -> list[Row]:
    if "*" not in pattern and "?" not in pattern:
        row = table.row(pattern)
        return [row] if row else []
    return [row for item in table.by_item if fnmatchcase(item, pattern) and (row := table.row(item))]


def _part_rows(parts: list, table: FormTable, column: str) -> list[tuple[int, Row]]:
    """Rows of the parts that the form prints; of ``first`` alternatives the first with a figure in the column."""
    found: list[tuple[int, Row]] = []
    for part in parts:
        if isinstance(part, dict):
            options = [_part_rows(option, table, column) for option in part["first"]]
            printed = [o for o in options if any((f := r.figures.get(column)) and not f.blank for _, r in o)]
            found += printed[0] if printed else next((o for o in options if o), [])
        else:
            sign, pattern = _signed(part)
            found += [(sign, row) for row in _rows_named(pattern, table) if not _of_which(row)]
    return found


def _of_which(row: Row) -> bool:
    """其中： of a source or a function: a row that says what another one contains, never a part beside it.

    (In the fund block of a self-evaluation 其中 stands before the first of the sources themselves.)
    """
    return row.item.startswith(("rev.", "exp.", "row:")) and row.label.strip().startswith("其中")


def _lanes(table: FormTable, item: str | None) -> list[FormTable]:
    """The form as it stands, or one table a lane when the item closes several lanes (by function, by economic class)."""
    sides = list(dict.fromkeys(r.side for r in table.by_item.get(item, ()))) if item else []
    if len(sides) < 2:
        return [table]
    lanes = []
    for side in sides:
        rows = tuple(r for r in table.rows if r.side == side)
        by_item: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_item[row.item].append(row)
        lanes.append(replace(table, rows=rows, by_item=dict(by_item)))
    return lanes


def _unmapped(table: FormTable, column: str, side: str | None = None) -> Reason | None:
    """A row that was not recognised but has money in the column: a failing sum may only lack it."""
    for row in table.rows:
        figure = row.figures.get(column)
        if figure and figure.value and row.item.startswith("row:") and not _of_which(row):
            if side is None or row.side in ("", side):
                return Reason("unmapped", row.label or row.item)
    return None


def _ambiguous(table: FormTable, rows: list[Row]) -> Reason | None:
    return next((Reason("ambiguous", r.item) for r in rows if table.ambiguous(r.item)), None)


def _close(
    whole: list[Term], parts: list[Term], form: str, address: str, doubt: Reason | None, **more
) -> Identity | None:
    """An identity of a whole and its parts, or why it cannot be tested; None when nothing at all is printed."""
    figures = [t.figure for t in (*whole, *parts) if t.figure]
    unreadable = next((f for f in figures if not f.readable), None)
    printed_parts = [t for t in parts if t.figure is None or not t.figure.blank]
    blank = all(t.figure is not None and t.figure.blank for t in whole)
    absent = None
    if unreadable is not None:
        absent = Reason("unreadable" if unreadable.unit else "no_unit", unreadable.address)
    elif blank and not any(t.value for t in parts):
        return None
    elif blank:
        absent = Reason("blank", address)
    elif not printed_parts and any(t.value for t in whole):
        absent = Reason("no_parts", address)
    return Identity("sum", form, tuple(whole), tuple(parts), absent=absent, doubt=doubt, **more)


def _printed(row: Row, column: str) -> bool:
    return column in row.figures and not row.figures[column].blank


def _options(check: dict, table: FormTable, column: str) -> tuple[list[Row], list[list[Term]]]:
    """The rows named, and the terms of each alternative that the form prints."""
    named: list[Row] = []
    options = []
    for parts in (check["parts"], *check.get("or", ())):
        rows = _part_rows(parts, table, column)
        terms = [term(f, sign) for sign, r in rows if (f := r.figures.get(column))]
        if terms:
            options.append(terms)
            named += [r for _, r in rows]
    return named, options


def sums(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``sum``: {form, whole: item | constant, parts: [item, glob, -item, {first: […]}], or: [parts …], columns}."""
    for table in (lane for t in document.of(check["form"]) for lane in _lanes(t, check.get("whole"))):
        if not table.printed:
            continue
        for column in _columns(check, table):
            if "constant" in check:
                whole, side, address = [constant(Decimal(check["constant"]))], None, f"{check['form']}/{column}"
            else:
                row = table.row(check["whole"])
                address = f"{check['form']}/{check['whole']}/{column}"
                figure = row.figures.get(column) if row else None
                if figure is None:
                    elsewhere = row is not None and any(c in row.figures for c in _columns(check, table))
                    if _options(check, table, column)[1] and not check.get("optional") and not elsewhere:
                        yield Identity("sum", check["form"], (), (), absent=Reason("absent", address))
                    continue
                whole, side = [term(figure)], row.side
            rows, options = _options(check, table, column)
            parts = options[0] if options else []
            if not parts:
                if whole[0].value and "constant" not in check and not check.get("optional"):
                    yield Identity("sum", check["form"], tuple(whole), (), absent=Reason("no_parts", address))
                continue
            if "constant" in check and not any(t.value for t in parts):
                continue
            if check.get("points"):  # decided, not rounded: only a printed decimal may hide another
                parts = [replace(t, half=ZERO) if t.figure and t.figure.resolution >= 1 else t for t in parts]
                whole = [replace(t, half=ZERO) if t.figure and t.figure.resolution >= 1 else t for t in whole]
            doubt = _unmapped(table, column, side) or _ambiguous(table, rows)
            if check.get("points"):
                bare = [r for r in rows if r.item.startswith("indicator:") and not _printed(r, column)]
                if bare and len(bare) == sum(r.item.startswith("indicator:") for r in rows):
                    yield Identity("sum", check["form"], (), (), absent=Reason("no_parts", address))
                    continue
                doubt = doubt or (Reason("blank", f"{check['form']}/{bare[0].item}/{column}") if bare else None)
            identity = _close(whole, parts, check["form"], address, doubt, others=tuple(map(tuple, options[1:])))
            if identity and "constant" in check:
                identity = replace(identity, left=identity.right, right=identity.left)
            if identity:
                yield identity


FAMILIES = {
    "functional": re.compile(r"2\d{2,8}"),
    "economic": re.compile(r"3\d{2,6}"),
    "government": re.compile(r"5\d{2,6}"),
    "unit": re.compile(r"unit:.*"),
    "detail": re.compile(r"2\d{2,8}/3\d{2,6}"),  # an economic class under a function
    "line": re.compile(r"exp\.f\d+"),  # functions in a two-sided form, with 款 and 项 beneath
    "nature": re.compile(r"exp\.(basic|project)(\.\w+)?"),  # 基本支出 and 项目支出 with their economic classes
}


def _coded(table: FormTable, family: str) -> list[Row]:
    """Rows with a code of the family and with figures; a row whose every figure is blank was lost or is empty."""
    return [r for r in table.rows if r.printed and FAMILIES[family].fullmatch(r.item)]


def heads(rows: list[Row]) -> list[Row]:
    """One row a code: where a code's first row is the sum of its other rows, these are its details."""
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row.item, []).append(row)
    out = []
    for group in by_code.values():
        head, rest = group[0], group[1:]
        if rest and all(
            f.value == sum((r.figures[c].value for r in rest if c in r.figures), ZERO) for c, f in head.figures.items()
        ):
            out.append(head)
        else:
            out += group
    return out


def _above(item: str, codes: Container[str]) -> str | None:
    """The nearest code above this one among ``codes``."""
    return next((item[:n] for n in range(len(item) - 1, 0, -1) if item[:n] in codes), None)


def _tops(rows: list[Row]) -> list[Row]:
    items = {r.item for r in rows}
    return [r for r in rows if _above(r.item, items) is None]


def tops(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``tops``: {form, whole: item, family}: a total is the sum of the top printed codes, whether 类, 款 or 项."""
    family = check.get("family", "functional")
    for table in document.of(check["form"]):
        top = _tops(heads(_coded(table, family)))
        if not top or (family == "detail" and _coded(table, "functional")):
            continue  # details add up to the total only where nothing stands between
        row = table.row(check.get("whole", "total"))
        counts = Counter(r.item for r in top)
        nested = [r.item for r in top if counts[r.item] > 1 and any(_above(i, {r.item}) for i in table.by_item)]
        doubled = Reason("ambiguous", nested[0]) if nested else None
        for column in _columns(check, table):
            address = f"{check['form']}/{check.get('whole', 'total')}/{column}"
            parts = [term(f) for r in top if (f := r.figures.get(column))]
            figure = row.figures.get(column) if row else None
            if figure is None:
                if any(t.value for t in parts) and not check.get("optional"):
                    yield Identity("sum", check["form"], (), tuple(parts), absent=Reason("absent", address))
                continue
            identity = _close([term(figure)], parts, check["form"], address, doubled or _unmapped(table, column))
            if identity:
                yield identity


def hierarchy(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``hierarchy``: {form, family}: every code is the sum of its nearest printed descendants, in each column."""
    for table in document.of(check["form"]):
        rows = heads(_coded(table, check.get("family", "functional")))
        counts = Counter(r.item for r in rows)
        family = FAMILIES[check.get("family", "functional")]
        lost = {r.item for r in table.rows if not r.printed and r.item not in counts and family.fullmatch(r.item)}
        children: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            above, lost_above = _above(row.item, counts), _above(row.item, lost)
            if above:
                children[above].append(row)
            if lost_above and row.nonzero and _wanted(check, lost_above):
                address = f"{check['form']}/{lost_above}"
                yield Identity("sum", check["form"], (), (), absent=Reason("blank", address))
        for column in _columns(check, table):
            unmapped = _unmapped(table, column)
            for row in rows:
                below, figure = children.get(row.item), row.figures.get(column)
                if not below or figure is None or not _wanted(check, row.item):
                    continue
                doubled = next((r.item for r in (row, *below) if counts[r.item] > 1), None)
                doubt = Reason("ambiguous", doubled) if doubled else unmapped
                parts = [term(f) for r in below if (f := r.figures.get(column))]
                identity = _close([term(figure)], parts, check["form"], figure.address, doubt)
                if identity:
                    yield identity


def details(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``details``: {form}: a functional row is the sum of the economic rows printed under it (item ``2010301/30101``)."""
    for table in document.of(check["form"]):
        below: dict[str, list[Row]] = defaultdict(list)
        for row in _coded(table, "detail"):
            below[row.item.split("/")[0]].append(row)
        for code, rows in below.items():
            head = table.row(code)
            for column in _columns(check, table) if head else ():
                parts = [term(f) for r in _tops(rows) if (f := r.figures.get(column))]
                whole = head.figures.get(column)
                if whole and parts:
                    doubt = _ambiguous(table, [head]) or _unmapped(table, column)
                    identity = _close([term(whole)], parts, check["form"], whole.address, doubt)
                    if identity:
                        yield identity


def lanes(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``lanes``: {form, items}: what closes several lanes of a form is one figure, printed the same in each."""
    for table in document.of(check["form"]):
        for item in check["items"]:
            rows = [r for r in table.by_item.get(item, ()) if r.printed]
            for other in rows[1:]:
                for column, figure in other.figures.items():
                    first = rows[0].figures.get(column)
                    if first and other.side != rows[0].side and not figure.blank:
                        yield Identity("equal", check["form"], (term(figure),), (term(first),), "EQ0")


def _wanted(check: dict, item: str) -> bool:
    return any(fnmatchcase(item, p) for p in check.get("codes", ["*"]))


def _part_columns(parts: list, row: Row) -> list[Term]:
    """Terms of the columns that the row prints; of ``first`` alternatives the first with a figure."""
    found: list[Term] = []
    for part in parts:
        if isinstance(part, dict):
            options = [_part_columns(option, row) for option in part["first"]]
            printed = [o for o in options if any(t.figure and not t.figure.blank for t in o)]
            found += printed[0] if printed else next((o for o in options if o), [])
        else:
            sign, column = _signed(part)
            if column in row.figures:
                found.append(term(row.figures[column], sign))
    return found


def _strange(row: Row) -> Reason | None:
    return next((Reason("column", c[2:]) for c, f in row.figures.items() if c.startswith("?:") and f.value), None)


def _rows_of(check: dict, table: FormTable) -> list[Row]:
    return [r for r in table.rows if any(fnmatchcase(r.item, p) for p in check.get("rows", ["*"]))]


def rows(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``row``: {form, whole: column, parts: [column, -column, {first: […]}], or: [parts …], rows: [glob]} in every row."""
    for table in document.of(check["form"]):
        if check["whole"] not in table.columns:
            if table.printed and not check.get("optional"):
                yield Identity("sum", check["form"], (), (), absent=Reason("absent_column", check["whole"]))
            continue
        for row in _rows_of(check, table):
            options = [_part_columns(option, row) for option in (check["parts"], *check.get("or", ()))]
            options = [o for o in options if len(o) >= check.get("at_least", 1)]
            whole = row.figures.get(check["whole"])
            if whole is None or not options:
                continue
            more = {"group": f"{table.ordinal}", "others": tuple(map(tuple, options[1:]))}
            identity = _close([term(whole)], options[0], check["form"], whole.address, _strange(row), **more)
            if identity:
                yield identity


def part_rows(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``part_row``: {form, part: column, whole: column, rows}: one column never exceeds another."""
    for table in document.of(check["form"]):
        for row in _rows_of(check, table):
            part, whole = row.figures.get(check["part"]), row.figures.get(check["whole"])
            if not part or not whole or part.blank or whole.blank or not (part.readable and whole.readable):
                continue
            yield Identity("part", check["form"], (term(part),), (term(whole),), group=f"{table.ordinal}")


def ratio_rows(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``ratio_row``: {form, stated, above: [column], below: [column], scale: column?, rows}: stated = scale·above/below."""
    for table in document.of(check["form"]):
        for row in _rows_of(check, table):
            stated = row.figures.get(check["stated"])
            above, below = _part_columns(check["above"], row), _part_columns(check["below"], row)
            if not stated or stated.blank or len(above) < len(check["above"]) or len(below) < len(check["below"]):
                continue
            scale = row.figures.get(check["scale"]) if "scale" in check else None
            if "scale" in check and (scale is None or scale.blank):
                continue
            figures = [stated, *(t.figure for t in (*above, *below)), *([scale] if scale else [])]
            unreadable = next((f for f in figures if not f.readable or (f.blank and f is not stated)), None)
            factor = scale.value if scale else HUNDRED if stated.unit == "%" or stated.value > 2 else Decimal(1)
            if not scale and stated.unit != "%" and stated.value in (1, 2):
                factor = HUNDRED if sum(t.value for t in above) * 50 < sum(t.value for t in below) else Decimal(1)
            yield Identity(
                "ratio",
                check["form"],
                (term(stated),),
                tuple(above),
                "PCT",
                absent=Reason("unreadable", unreadable.address) if unreadable else None,
                below=tuple(below),
                scale=factor,
            )

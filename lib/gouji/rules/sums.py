"""Sums over named rows and over columns: ``sum``, ``row``, ``part_row``, ``ratio_row``.

A row equals a sum of rows (in each column), a column a sum of columns (in each row), one column never exceeds another,
one is a ratio of others. Parts are items or columns, globs, ``-`` to subtract, ``{first: [[…], […]]}`` for what forms
print differently (the first that is printed); ``or`` gives whole alternatives of which one must hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fnmatch import fnmatchcase

from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.identities import (
    HUNDRED, Identity, Reason, ambiguous, close, columns_of, constant, of_which, printed_in, signed, strange, term, unmapped,
)  # fmt: skip
from gouji.rules.index import DocumentIndex, FormTable, Row


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
            sign, pattern = signed(part)
            found += [(sign, row) for row in _rows_named(pattern, table) if not of_which(row)]
    return found


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


def decided(points: Term) -> Term:
    """Points are decided, not rounded: only a printed decimal may hide another."""
    return replace(points, half=ZERO) if points.figure and points.figure.resolution >= 1 else points


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


MOST_LEAVES = 80  # rows of a list that are tried as a tree


def _nested(parts: list[Term], whole: Decimal) -> Reason | None:
    """A list in which a row is the sum of the rows after it: subtotals stand among its parts."""
    values = [t.value for t in parts]
    if abs(sum(values)) * 10 >= abs(whole) * 19 and len(values) > 1:
        return Reason("structure", f"{len(values)}")
    for at, value in enumerate(values):
        after = ZERO
        for other in values[at + 1 :] if value else ():
            after += other
            if after == value:
                return Reason("structure", parts[at].name)
            if after > value:
                break
    return None


def _leaves(parts: tuple[Term, ...], whole: Decimal) -> list[Term] | None:
    """The terms that are no subtotals, when the list reads as a tree: each term stands alone or is followed by terms that sum to it."""
    if len(parts) > MOST_LEAVES:
        return None
    known: dict[tuple[int, Decimal], dict[int, tuple[int, ...]]] = {}

    def ends(start: int, amount: Decimal) -> dict[int, tuple[int, ...]]:
        """Where a run of branches of so much, begun at ``start``, may end, with the leaves in it."""
        if (start, amount) not in known:
            out = {start: ()} if not amount else {}
            known[start, amount] = out
            if start < len(parts) and amount >= (value := parts[start].value) > ZERO:
                branches = {start + 1: (start,), **ends(start + 1, value)} if start + 1 < len(parts) else {start + 1: (start,)}
                for end, leaves in branches.items():
                    for last, more in ends(end, amount - value).items():
                        out.setdefault(last, (*leaves, *more))
        return known[start, amount]

    found = ends(0, whole).get(len(parts))
    return [parts[i] for i in found] if found else None


def sums(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``sum``: {form, whole: item | constant, parts: [item, glob, -item, {first: […]}], or: [parts …], columns, flat}.

    ``flat``: of a list in which subtotals stand before what they sum, the parts are its leaves; where it cannot be told which
    these are, nothing is claimed.
    """
    for table in (lane for t in document.of(check["form"]) for lane in _lanes(t, check.get("whole"))):
        if not table.printed:
            continue
        for column in columns_of(check, table):
            if "constant" in check:
                whole, side, address = [constant(Decimal(check["constant"]))], None, f"{check['form']}/{column}"
            else:
                row = table.row(check["whole"])
                address = f"{check['form']}/{check['whole']}/{column}"
                figure = row.figures.get(column) if row else None
                if figure is None:
                    elsewhere = row is not None and any(c in row.figures for c in columns_of(check, table))
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
            if check.get("points"):
                parts, whole = [decided(t) for t in parts], [decided(t) for t in whole]
            doubt = unmapped(table, column, side) or ambiguous(table, rows)
            if check.get("flat") and (nested := _nested(parts, whole[0].value)):
                leaves = _leaves(tuple(t for t in parts if t.value), whole[0].value)
                parts, doubt = (leaves, doubt) if leaves else (parts, doubt or nested)
            if check.get("points"):
                bare = [r for r in rows if r.item.startswith("indicator:") and not printed_in(r, column)]
                if bare and len(bare) == sum(r.item.startswith("indicator:") for r in rows):
                    yield Identity("sum", check["form"], (), (), absent=Reason("no_parts", address))
                    continue
                doubt = doubt or (Reason("blank", f"{check['form']}/{bare[0].item}/{column}") if bare else None)
            identity = close(whole, parts, check["form"], address, doubt, others=tuple(map(tuple, options[1:])))
            if identity and "constant" in check:
                identity = replace(identity, left=identity.right, right=identity.left)
            if identity:
                yield identity


def _part_columns(parts: list, row: Row) -> list[Term]:
    """Terms of the columns that the row prints; of ``first`` alternatives the first with a figure."""
    found: list[Term] = []
    for part in parts:
        if isinstance(part, dict):
            options = [_part_columns(option, row) for option in part["first"]]
            printed = [o for o in options if any(t.figure and not t.figure.blank for t in o)]
            found += printed[0] if printed else next((o for o in options if o), [])
        else:
            sign, column = signed(part)
            if column in row.figures:
                found.append(term(row.figures[column], sign))
    return found


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
            more = {"group": f"{table.ordinal}", "others": tuple(map(tuple, options[1:])), "printed": row.nonzero}
            identity = close([term(whole)], options[0], check["form"], whole.address, strange(row), **more)
            if identity:
                yield identity


def part_rows(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``part_row``: {form, part: column, whole: column, rows, points}: one column never exceeds another."""
    for table in document.of(check["form"]):
        for row in _rows_of(check, table):
            part, whole = row.figures.get(check["part"]), row.figures.get(check["whole"])
            if not part or not whole or part.blank or whole.blank or not (part.readable and whole.readable):
                continue
            left, right = (decided(term(f)) if check.get("points") else term(f) for f in (part, whole))
            yield Identity("part", check["form"], (left,), (right,), group=f"{table.ordinal}")


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

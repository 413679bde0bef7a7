"""The kinds that join a detailed form to the forms above it: carry-over by item, economic details, budget lines.

Each takes (check, document index) and yields ``Identity``s. A line-level form whose rows add up to less than its own
total was not read whole, or lost rows in print: what is compared with it then cannot be tested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from gouji.rules.arithmetic import ZERO, Term
from gouji.rules.codes import FAMILIES, above
from gouji.rules.identities import Identity, Reason, term
from gouji.rules.index import DocumentIndex, Figure, FormTable, Row


def _leaves(table: FormTable, column: str) -> dict[str, Figure]:
    """The figures of the deepest printed functional codes; empty when a code stands in several rows."""
    rows = [r for r in table.rows if FAMILIES["functional"].fullmatch(r.item) and r.printed]
    codes = {r.item for r in rows}
    parents = {p for c in codes if (p := above(c, codes - {c}))}
    if len(rows) != len(codes):
        return {}
    return {r.item: f for r in rows if r.item not in parents and (f := r.figures.get(column))}


def carry_bound(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``carry_bound``: {form, spent: FORM, received: FORM, summary: FORM, open: [item …], close: [item …]}: what the items
    spend beyond their revenue comes out of the opening carry-over, what they leave goes into the closing one."""
    spent, received, summary = (document.main(check[k]) for k in ("spent", "received", "summary"))
    if not (spent and received and summary):
        lacking = next(check[k] for k in ("spent", "received", "summary") if not document.main(check[k]))
        yield Identity("part", check["form"], (), (), absent=Reason("form", lacking))
        return
    out, into = _leaves(spent, "total"), _leaves(received, "total")
    if not out or not into or {len(c) for c in out} != {len(c) for c in into}:
        yield Identity("part", check["form"], (), (), absent=Reason("ambiguous", check["spent"]))
        return
    sides: dict[str, list[Term]] = {"open": [], "close": []}
    for code in sorted(set(out) | set(into)):
        more, less = out.get(code), into.get(code)
        gap = (more.value if more else ZERO) - (less.value if less else ZERO)
        sign = 1 if gap > 0 else -1
        if gap:
            sides["open" if gap > 0 else "close"] += [
                *([term(more, sign)] if more else []),
                *([term(less, -sign)] if less else []),
            ]
    for side, terms in sides.items():
        figures = [f for i in check[side] if (f := summary.figure(i, "amount")) and f.readable]
        if terms and not figures:
            yield Identity("part", check["form"], tuple(terms), (), absent=Reason("absent", f"{check['summary']}/{check[side][0]}"))
        elif terms:
            yield Identity("part", check["form"], tuple(terms), tuple(term(f) for f in figures))


def details_by_class(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``details_by_class``: {form, against, columns: {prefix: column}}: the economic rows under a function add up, class by
    class, to its basic expenditure by nature (where the function has no project; else they hold at least that)."""
    table, other = document.main(check["form"]), document.main(check["against"])
    below: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in table.rows if table else ():
        if FAMILIES["detail"].fullmatch(row.item):
            code, item = row.item.split("/")
            below[code, item[:3]].append(row)
    if not table or not other or not below:
        return
    for (code, prefix), rows in sorted(below.items()):
        column = check["columns"].get(prefix)
        whole = other.figure(code, column) if column else None
        whole = whole or (other.figure(code, check["columns"][f"{prefix}+"]) if f"{prefix}+" in check["columns"] else None)
        parts = [f for r in rows if (f := r.figures.get("total") or r.figures.get("amount")) and len(r.item.split("/")[1]) > 3]
        if whole is None or not parts:
            continue
        project = other.figure(code, "project")
        doubt = Reason("ambiguous", code) if table.ambiguous(code) or other.ambiguous(code) else None
        terms = tuple(term(f) for f in parts)
        if project is not None and project.value:
            yield Identity("part", check["form"], (term(whole),), terms, doubt=doubt, group=check["form"])
        else:
            yield Identity("equal", check["form"], (term(whole),), terms, "SUM", doubt=doubt, group=check["form"])


def _lines(table: FormTable) -> list[Row]:
    return [r for r in table.rows if FAMILIES["economic"].fullmatch(r.item) and r.printed]


def lines_total(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``lines_total``: {form, column}: the lines of a line-level form add up to its total."""
    table = document.main(check["form"])
    if table is None:
        return
    lines = [f for r in _lines(table) if (f := r.figures.get(check["column"]))]
    whole = table.figure("total", check["column"])
    if whole is None or whole.blank or not lines:
        yield Identity("sum", check["form"], (), (), absent=Reason("absent", f"{check['form']}/total/{check['column']}"))
        return
    short = whole.value - sum((f.value for f in lines), ZERO) > whole.half * (len(lines) + 1)
    doubt = Reason("rows_lost", check["form"]) if short else None
    yield Identity("sum", check["form"], (term(whole),), tuple(term(f) for f in lines), doubt=doubt)


def lines_by_code(check: dict, document: DocumentIndex) -> Iterator[Identity]:
    """``lines_by_code``: {form, column, against, whole: column, beside: [FORM, column]?}: the lines of one economic code add up
    to that code in a summary; with ``beside``, the basic-expenditure form gives the basic part and lines the projects'."""
    table, other = document.main(check["form"]), document.main(check["against"])
    if table is None or other is None:
        return
    lines: dict[str, list[Figure]] = defaultdict(list)
    for row in _lines(table):
        if f := row.figures.get(check["column"]):
            lines[row.item].append(f)
    whole = table.figure("total", check["column"])
    read = sum((f.value for group in lines.values() for f in group), ZERO)
    short = whole is None or whole.blank or whole.value - read > whole.half * (len(lines) + 1)
    for code, group in sorted(lines.items()):
        figure = other.figure(code, check["whole"])
        if figure is None or figure.blank:
            continue
        total = sum((f.value for f in group), Decimal(0))
        doubt = Reason("rows_lost", check["form"]) if short or other.ambiguous(code) else None
        mode = "part" if check.get("at_most") else "equal"
        left, right = (term(figure),), tuple(term(f) for f in group)
        if mode == "equal" or total:
            yield Identity(mode, check["form"], left, right, "SUM", doubt=doubt, group=f"{check['form']}:code")

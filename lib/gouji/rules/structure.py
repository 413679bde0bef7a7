"""The kinds that ask how a form is built: totals, codes, signs, line and column numbers, the parts it must show.

Each takes (check, index, document) and yields ``Remark``s; where most of a form looks wrong it was misread, and the
remark is ``not_testable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import combinations

from gouji.model import Document
from gouji.rules.codes import FAMILIES, heads
from gouji.rules.findings import Place
from gouji.rules.identities import canonical
from gouji.rules.index import DocumentIndex, FormTable, Row
from gouji.rules.presence import Remark


def _matching(index: DocumentIndex, patterns: Iterable[str]) -> Iterator[FormTable]:
    for form in index.forms:
        if any(fnmatchcase(form, p) for p in patterns):
            yield from (t for t in index.of(form) if t.printed)


def _places(rows: Iterable[Row]) -> tuple[Place, ...]:
    return tuple(Place.of(next(iter(r.figures.values()))) for r in rows)


def total_printed(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``total_printed``: {forms, items}: the total rows of a form that has figures have figures too."""
    for table in _matching(index, check["forms"]):
        for item in check.get("items", ["total"]):
            row = table.row(item)
            if row and table.nonzero:
                outcome = "exact" if row.printed else "missing"
                yield Remark(outcome, table.form, "total_blank", f"{table.form}/{item}", _places([row]))


def codes_unique(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``codes_unique``: {forms}: no code stands twice with different figures (details under their item set aside)."""
    for table in _matching(index, check["forms"]):
        family = "3" if table.form in ("FA06", "BG06", "BG07") else "2"
        rows = heads([r for r in table.rows if r.code and r.code.startswith(family) and r.printed])
        units = any(r.item.startswith("unit:") for r in table.rows)
        by_code: dict[tuple[str, str], list[Row]] = {}
        for row in rows:  # the same code under another name is a detail, or a code misread
            by_code.setdefault((row.item, row.label.strip()), []).append(row)
        doubled = {
            c: g for c, g in by_code.items() if len(g) > 1 and len({tuple(f.value for f in r.figures.values()) for r in g}) > 1
        }
        if not rows or units:
            continue
        if not doubled:
            yield Remark("exact", table.form, "codes_unique", table.form, _places(rows[:1]))
        elif len(doubled) * 3 > len(by_code):
            yield Remark("not_testable", table.form, "codes_detail", table.form, _places(rows[:1]))
        else:
            for (code, _), group in doubled.items():
                yield Remark("mismatch", table.form, "codes_unique", code, _places(group))


def codes_chain(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``codes_chain``: {forms, family}: a form that prints 类 and 款 rows prints them for every 项 (and the reverse)."""
    tables = list(_matching(index, check["forms"]))
    by_table = [[r for r in table.rows if FAMILIES[check["family"]].fullmatch(r.item)] for table in tables]
    levels = {n: any(len(r.item) == n for rows in by_table for r in rows) for n in (3, 5, 7)}  # as the document's forms print them
    chains = [{r.item for r in rows} for rows in by_table]
    lacking = [{c[:n] for n in (3, 5) for c in codes if len(c) > n and levels[n]} - codes for codes in chains]
    for place, (table, rows, codes, missing) in enumerate(zip(tables, by_table, chains, lacking, strict=True)):
        parents = {c[:n] for n in (3, 5) for c in codes if len(c) > n and levels[n]}
        orphans = [r for r in rows if len(r.item) > 3 and r.item[:-2] in parents and r.item[:-2] not in codes]
        lost = {r.item[:-2] for r in orphans}
        unknown = [r for r in table.rows if r.item.startswith("row:") and r.nonzero]
        if orphans and len(missing) <= len(unknown):  # each of the rows not recognised may be one of those missing
            yield Remark("not_testable", table.form, "codes_partial", table.form, _places(unknown[:1]))
            continue
        others = len(tables) > 2 and not any(lacking[:place] + lacking[place + 1 :])  # the other forms print them all
        alone = len(lost) == 1 and len(codes) > 2 and (others or len(parents & codes) > 1)
        if orphans and not alone and (len(orphans) * 2 > len(rows) or len(lost) > 3):
            yield Remark("not_testable", table.form, "codes_partial", table.form, _places(orphans[:1]))
            continue
        bare = [] if unknown else _childless(rows, codes, chains[:place] + chains[place + 1 :])
        for row in orphans:
            yield Remark("mismatch", table.form, "codes_orphan", row.item, _places([row]))
        for row in bare:
            yield Remark("mismatch", table.form, "codes_childless", row.item, _places([row]))
        if rows and not orphans and not bare:
            yield Remark("exact", table.form, "codes_chain", table.form, _places(rows[:1]))


def _childless(rows: list[Row], codes: set[str], others: list[set[str]]) -> list[Row]:
    """The one row with money and nothing beneath it of which other forms print what is beneath; none where several stand so, or where
    neither this form nor two others print that level."""
    above = {n: {c[:n] for c in codes if len(c) > n} for n in (3, 5)}
    leaves = [r for r in rows if len(r.item) in above and r.nonzero and r.item not in above[len(r.item)]]
    if len(leaves) != 1:
        return []
    code = leaves[0].item
    printed = [any(len(c) == len(code) + 2 and c.startswith(code) for c in other) for other in others if code in other]
    habit = len(above[len(code)]) > 1 and any(printed) or len(printed) > 1 and all(printed)
    return leaves if habit else []


def codes_valid(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``codes_valid``: {forms, lengths}: functional codes have 3, 5 or 7 digits, economic ones 3 or 5."""
    lengths = {k: tuple(v) for k, v in check.get("lengths", {}).items()}
    for table in _matching(index, check["forms"]):
        rows = [r for r in table.rows if r.code and r.code[0] in lengths]
        wrong = [r for r in rows if len(r.item) not in lengths[r.code[0]]]
        if len(wrong) > 2 and len(wrong) * 3 > len(rows):
            yield Remark("not_testable", table.form, "codes_unread", table.form, _places(wrong[:1]))
            continue
        for row in wrong:
            yield Remark("mismatch", table.form, "code_length", row.item, _places([row]))
        if rows and not wrong:
            yield Remark("exact", table.form, "code_length", table.form, _places(rows[:1]))


def codes_depth(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``codes_depth``: {forms, family, length}: the form goes down to 项 (7 digits) or 款 (5 digits)."""
    for table in _matching(index, check["forms"]):
        family = FAMILIES[check["family"]]
        rows = [r for r in table.rows if r.nonzero and family.fullmatch(r.item.split("/")[0])]
        if not table.nonzero:
            continue
        if not rows:
            about = (Place.absent(table.form or ""),)
            yield Remark("not_testable", table.form, "no_codes", table.form or "", about)
        elif any(len(r.item.split("/")[0]) >= check["length"] for r in rows):
            yield Remark("exact", table.form, "codes_depth", table.form or "", _places(rows[:1]))
        else:
            yield Remark("missing", table.form, "codes_depth", table.form or "", _places(rows[:1]))


def no_negative(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``no_negative``: {forms, allowed_columns, allowed_items}: money below zero outside carry-over and balances."""
    for table in _matching(index, check["forms"]):
        seen = False
        for row in table.rows:
            if any(fnmatchcase(row.item, p) for p in check.get("allowed_items", ())):
                continue
            for figure in row.figures.values():
                if figure.value < 0 and not any(fnmatchcase(figure.column, p) for p in check.get("allowed_columns", ())):
                    seen = True
                    yield Remark("implausible", table.form, "negative", figure.address, (Place.of(figure),))
        if not seen and table.rows:
            yield Remark("exact", table.form, "negative", table.form or "", _places(table.rows[:1]))


def gap_explained(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``gap_explained``: {form, left, right, others}: two classifications of one payment should agree.

    They need not (the scopes differ), so a gap is only called out when it is exactly one or more of the ``others``:
    then these were charged to the left side's item.
    """
    tables = [index.main(a.split("/")[0]) for a in (check["left"], check["right"])]
    figures = [t.figure(*a.split("/")[1:]) if t else None for t, a in zip(tables, (check["left"], check["right"]), strict=True)]
    if any(f is None or f.blank or not f.value for f in figures):
        return
    left, right = figures
    where = tuple(Place.of(f) for f in figures)
    shown = {"found": left.told, "expected": right.told}
    gap = left.value - right.value
    if abs(gap) <= left.half + right.half:
        yield Remark("rounding" if gap else "exact", check["form"], "gap_explained", left.address, where, shown)
        return
    beside = [f for item in check["others"] if (f := tables[1].figure(item, right.column)) and f.value]
    for size in range(1, min(3, len(beside)) + 1):
        for some in combinations(beside, size):
            if sum(f.value for f in some) == gap:
                words = tuple(f.label.strip() for f in some)
                places = (*where, *(Place.of(f) for f in some))
                yield Remark("implausible", check["form"], "gap_explained", words, places, shown)
                return
    yield Remark("not_applicable", check["form"], "gap_explained", left.address, where, shown)


def lines_continuous(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``lines_continuous``: {forms}: 行次 run 1, 2, 3 …, the right side going on where the left one ends."""
    for table in _matching(index, check["forms"]):
        numbered: dict[str, list[tuple[int, Row]]] = {}
        for row in table.rows:
            if row.line.isdigit():
                numbered.setdefault(row.side, []).append((int(row.line), row))
        lines = [pair for side in sorted(numbered, key=lambda s: numbered[s][0][0]) for pair in numbered[side]]
        if len(lines) < 5:
            continue
        steps = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if b[1].side == a[1].side]
        wrong = [(a, b) for a, b in steps if b[0] != a[0] + 1 and not _gap_of_blanks(table, a, b)]
        if not wrong:
            yield Remark("exact", table.form, "lines", table.form or "", _places([lines[0][1]]))
        elif len(wrong) > max(2, len(steps) // 4):
            yield Remark("not_testable", table.form, "lines_unread", table.form or "", _places([wrong[0][1][1]]))
        else:
            odd = [b for i, (a, b) in enumerate(wrong) if not (i and wrong[i - 1][1] is a)]
            for number, row in odd:
                yield Remark("mismatch", table.form, "lines", str(number), _places([row]))


def _gap_of_blanks(table: FormTable, a: tuple[int, Row], b: tuple[int, Row]) -> bool:
    """Rows printed without a label are no rows of the ledger: their numbers may be skipped, never reversed."""
    return b[0] - a[0] == b[1].number - a[1].number > 0


def columns_numbered(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``columns_numbered``: {forms}: the 栏次 row numbers the figure columns 1 … k, each once."""
    for table in document.tables:
        if not table.form or not any(fnmatchcase(table.form, p) for p in check["forms"]):
            continue
        numbers = [int(w) for w in table.line_row if w.strip().isdigit()]
        if len(numbers) < 2:
            continue
        where = (Place.absent(table.form, table.pages[0] if table.pages else None, " ".join(w for w in table.line_row if w)),)
        right = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] == 1
        yield Remark("exact" if right else "mismatch", table.form, "columns_numbered", table.form, where)


def columns_present(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``columns_present``: {forms, columns | items}: 公务用车 is split into purchase and running."""
    for table in _matching(index, check["forms"]):
        needed = check["columns"]
        there = set(canonical(table.columns)) | set(table.by_item)
        lacking = [n for n in needed if not any(fnmatchcase(c, n) for c in there)]
        strange = [c for c in table.columns if c.startswith("?:")] + [r for r in table.rows if r.item.startswith("row:")]
        outcome = "exact" if not lacking else "not_testable" if strange else "missing"
        where = (Place.absent(f"{table.form}/{lacking[0]}" if lacking else table.form or ""),)
        columns = {"columns": tuple(n.strip("*") for n in lacking)} if lacking else {}
        yield Remark(outcome, table.form, "columns_present", table.form or "", where, columns)

"""The kinds that look at how a form is printed: columns without a header, names without words, decimals, broken tokens.

(check, context) → ``Remark``s.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase

from gouji.model import Table
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.presence import Remark

AMOUNT = re.compile(r"-?[\d,]+\.\d+|-?\d{1,3}(,\d{3})+")
HOLDS = {"元": 2, "百元": 4, "千元": 5, "万元": 6, "百万元": 8, "亿元": 10}  # decimals down to one 分
BROKEN = re.compile(r"[０-９]|\d\s+[\d.,]|[.,]\s+\d|\d，\d|\d,\d{1,2}(?!\d)|\d,\d{4,}|^\d{1,3}(,\d{3})*,\d{1,2}\.")


def _where(table: Table, printed: str | None = None, page: int | None = None) -> tuple[Place, ...]:
    return (Place.absent(table.form or "", page or (table.pages[0] if table.pages else None), printed or table.title),)


def _forms(check: dict, context: Context) -> Iterator[Table]:
    for table in context.document.tables:
        if table.form and table.rows and any(fnmatchcase(table.form, p) for p in check["forms"]):
            yield table


def headers_cover(check: dict, context: Context) -> Iterator[Remark]:
    """``headers_cover``: {forms}: every column with amounts stands under a header; a shifted row has amounts where none is."""
    for table in _forms(check, context):
        bare = [i for i, name in enumerate(table.columns) if not name.strip()]
        loose = [(r[i], i) for r in table.rows for i in bare if i < len(r) and AMOUNT.fullmatch(r[i].text.strip())]
        named = [i for i, name in enumerate(table.columns) if name.strip()]
        if not named:
            yield Remark("not_testable", table.form, "no_header", table.form or "", _where(table))
        elif len(loose) > max(2, len(table.rows) // 3):
            yield Remark("not_testable", table.form, "header_lost", table.form or "", _where(table))
        elif loose:
            yield Remark("mismatch", table.form, "headers_cover", table.form or "", _where(table, loose[0][0].text, loose[0][0].page))
        else:
            yield Remark("exact", table.form, "headers_cover", table.form or "", _where(table))


def labels_printed(check: dict, context: Context) -> Iterator[Remark]:
    """``labels_printed``: {forms}: a row with money says what it is of: a name, or at least a code."""
    for form, tables in context.index.forms.items():
        if not any(fnmatchcase(form, p) for p in check["forms"]):
            continue
        for table in tables:
            rows = [r for r in table.rows if r.nonzero and r.item != "total" and not r.item.startswith("unit:")]
            bare = [r for r in rows if not r.label.strip() or r.code and r.label.strip() == r.code]
            if not rows:
                continue
            if len(bare) * 3 > len(rows) and len(bare) > 1:
                yield Remark("not_testable", form, "labels_unread", form, _where_row(bare[0]))
                continue
            for row in bare:
                yield Remark("missing", form, "label_missing", row.item, _where_row(row))
            if not bare:
                yield Remark("exact", form, "labels_printed", form, _where_row(rows[0]))


def _where_row(row) -> tuple[Place, ...]:
    return (Place.of(next(iter(row.figures.values()))),)


def decimals_fit(check: dict, context: Context) -> Iterator[Remark]:
    """``decimals_fit``: {forms}: no more decimals than the unit has down to one 分; no lone figure finer than its form."""
    for form, tables in context.index.forms.items():
        if not any(fnmatchcase(form, p) for p in check["forms"]):
            continue
        for table in tables:
            figures = [f for r in table.rows for f in r.figures.values() if f.value and f.readable and f.unit in HOLDS]
            if not figures:
                continue
            places = [(f, _decimals(f.printed)) for f in figures]
            beyond = [f for f, n in places if n > HOLDS[f.unit]]
            counts = Counter(n for _, n in places)
            usual = max(counts, key=lambda n: (counts[n], n))
            lone = [f for f, n in places if n > max(usual, 2)] if len(places) >= check.get("least", 10) else []
            if beyond:
                yield Remark("mismatch", form, "decimals_beyond", beyond[0].address, (Place.of(beyond[0]),))
            elif lone and len(lone) * 10 <= len(places):
                yield Remark("implausible", form, "decimals_lone", lone[0].address, tuple(Place.of(f) for f in lone[:4]))
            else:
                yield Remark("exact", form, "decimals_fit", form, (Place.of(figures[0]),))


def _decimals(printed: str) -> int:
    found = re.search(r"\.(\d+)", printed)
    return len(found[1]) if found else 0


def tokens_whole(check: dict, context: Context) -> Iterator[Remark]:
    """``tokens_whole``: {forms}: amounts are printed in one piece: ASCII digits, thousands by threes, no gap inside."""
    for form, tables in context.index.forms.items():
        if not any(fnmatchcase(form, p) for p in check["forms"]):
            continue
        figures = [f for t in tables for r in t.rows for f in r.figures.values() if not f.blank]
        broken = [f for f in figures if BROKEN.search(f.printed.strip())]
        for figure in broken[:6]:
            yield Remark("mismatch", form, "token_broken", figure.address, (Place.of(figure),))
        if figures and not broken:
            yield Remark("exact", form, "tokens_whole", form, (Place.of(figures[0]),))


ORDINAL = re.compile(r"^([一二三四五六七八九十]{1,3})、")
NUMERALS = "零一二三四五六七八九十"


def ordinal_of(word: str) -> int:
    """一 … 三十四 as a number."""
    if "十" not in word:
        return NUMERALS.index(word)
    tens, _, ones = word.partition("十")
    return (NUMERALS.index(tens) if tens else 1) * 10 + (NUMERALS.index(ones) if ones else 0)


def functions_in_order(check: dict, context: Context) -> Iterator[Remark]:
    """``functions_in_order``: {forms}: the functions of a summary form are numbered one after the other, or by code − 200."""
    for form in check["forms"]:
        for table in context.index.of(form):
            by_side: dict[str, list] = defaultdict(list)
            for row in table.rows:
                found = ORDINAL.match(row.label.strip())
                if found and row.item.startswith("exp."):
                    code = int(row.item[5:]) - 200 if re.fullmatch(r"exp\.f2\d\d", row.item) else 0
                    by_side[row.side].append((ordinal_of(found[1]), code, row))
            for rows in by_side.values():
                if len(rows) < 3:
                    continue
                numbers, codes = [n for n, _, _ in rows], [c for _, c, _ in rows]
                running = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
                if running or numbers == codes:
                    yield Remark("exact", form, "functions_in_order", form, _where_row(rows[0][2]))
                    continue
                by_code = sum(a == b for a, b in zip(numbers, codes, strict=True)) * 2 > len(rows)
                odd = next(
                    (r for i, (n, c, r) in enumerate(rows) if (n != c if by_code else i and n != numbers[i - 1] + 1)), rows[0][2]
                )
                yield Remark("mismatch", form, "function_order", odd.label, _where_row(odd))

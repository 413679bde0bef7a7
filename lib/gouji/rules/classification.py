"""The kinds that set printed codes and names beside the reference classifications of ``declared/codes``.

The references hold what was met in published documents, not the whole book: a code that is not listed is
``not_testable``, never wrong. Wrong is only what the references contradict: a class that does not exist, a code under
another code's name, a pair of classifications the official table excludes. (check, context) → ``Remark``s.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib import resources

from gouji.fields.reference import classification, government_items
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.index import FormTable, Row
from gouji.rules.presence import Remark

UNSURE = "recall"  # a reference row known from memory alone calls no document wrong
LEVELS = {3: "class", 5: "item", 7: "sub"}
ALIKE = 0.5  # names this similar are one name in two wordings (事务 left out, 支出 added, a renaming)


@dataclass(frozen=True, slots=True)
class Reference:
    """``names``: code → name; ``source``: code → how it is known."""

    names: dict[str, str]
    source: dict[str, str]


@cache
def reference(name: str) -> Reference:
    """A code list of ``declared/codes`` by its file name."""
    text = (resources.files("gouji") / "declared" / "codes" / f"{name}.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return Reference({r["code"]: r["name"] for r in rows}, {r["code"]: r["source"] for r in rows})


@cache
def pairs() -> dict[str, tuple[frozenset[str], bool]]:
    """Department 款 → the government 款 it may go to, and whether both sides are known from published texts."""
    return {code: (frozenset((*row.agency, *row.institution)), row.sure) for code, row in government_items().items()}


def _tables(context: Context, patterns: list[str]) -> Iterator[FormTable]:
    for form, tables in context.index.forms.items():
        if any(fnmatchcase(form, p) for p in patterns):
            yield from (t for t in tables if t.printed)


def _place(row: Row) -> tuple[Place, ...]:
    return (Place.of(next(iter(row.figures.values()))),)


def codes_listed(check: dict, context: Context) -> Iterator[Remark]:
    """``codes_listed``: {forms, list, prefix}: every class is one of the official classes; deeper codes, where listed."""
    listed = reference(check["list"])
    for table in _tables(context, check["forms"]):
        rows = {r.item: r for r in table.rows if r.code and r.code[0] in check["prefix"] and r.nonzero}
        wrong = [r for code, r in rows.items() if code[:3] not in listed.names]
        unlisted = [code for code in rows if code[:3] in listed.names and code not in listed.names and len(code) in LEVELS]
        if len(wrong) > 2 and len(wrong) * 3 > len(rows):
            yield Remark("not_testable", table.form, "codes_unread", table.form or "", _place(wrong[0]))
            continue
        for row in wrong:
            yield Remark("mismatch", table.form, "code_unknown", row.item, _place(row))
        if unlisted:
            yield Remark("not_testable", table.form, "code_unlisted", tuple(sorted(unlisted)[:6]), _place(rows[unlisted[0]]))
        elif rows and not wrong:
            yield Remark("exact", table.form, "codes_listed", table.form or "", _place(next(iter(rows.values()))))


@lru_cache(8192)
def plain_name(name: str) -> str:
    """A name without brackets, ordinals, marks and the words that wordings differ by."""
    name = re.sub(r"[（(][^）)]*[）)]|^[一二三四五六七八九十]+、|[\s\d、，,“”\"＊*.．\-—]", "", name)
    return re.sub(r"(支出|费用)$", "", name)


def names_match(check: dict, context: Context) -> Iterator[Remark]:
    """``names_match``: {forms, list, prefix}: the name printed beside a code is not the name of another code."""
    listed = reference(check["list"])
    by_name: dict[tuple[int, str], set[str]] = {}
    for code, name in listed.names.items():
        by_name.setdefault((len(code), plain_name(name)), set()).add(code)
    for table in _tables(context, check["forms"]):
        seen: dict[str, Row] = {}
        wrong = []
        for row in table.rows:
            if row.code and row.code[0] in check["prefix"] and row.label.strip() != row.item and plain_name(row.label):
                seen.setdefault(row.item, row)
        for code, row in seen.items():
            name, own = plain_name(row.label), listed.names.get(code)
            others = by_name.get((len(code), name), set())
            if own is None or code in others or not others or SequenceMatcher(None, name, plain_name(own)).ratio() >= ALIKE:
                continue
            if UNSURE not in listed.source[code]:
                wrong.append((row, own))
        if len(wrong) > 2 and len(wrong) * 4 > len(seen):
            yield Remark("not_testable", table.form, "names_unread", table.form or "", _place(wrong[0][0]))
            continue
        for row, own in wrong:
            yield Remark("mismatch", table.form, "name_of_other", row.item, _place(row), {"expected": own, "found": row.label})
        if seen and not wrong:
            yield Remark("exact", table.form, "names_match", table.form or "", _place(next(iter(seen.values()))))


def names_current(check: dict, context: Context) -> Iterator[Remark]:
    """``names_current``: {forms, renamed: [{old, since, now}]}: a name given up before the document's year is not printed."""
    year = context.document.year
    if year is None:
        yield Remark("not_testable", None, "no_year", "year", (Place.absent("year"),))
        return
    old = [(r["old"], r["now"]) for r in check["renamed"] if year >= r["since"]]
    for table in _tables(context, check["forms"]):
        stale = [(r, now) for r in table.rows for word, now in old if word in r.label]
        for row, now in {r.label: (r, n) for r, n in stale}.values():
            yield Remark("implausible", table.form, "name_stale", row.label, _place(row), {"expected": now})
        if not stale and table.rows:
            yield Remark("exact", table.form, "names_current", table.form or "", _place(table.rows[0]))


PATH = re.compile(
    r"(?P<a>[^，。；：（）()“”、]{2,20})[（(]类[）)](?P<b>[^，。；：（）()“”]{2,30}(?:（[^类款项）]{1,6}）[^，。；：（）()“”]{0,16})?)[（(]款[）)]"
    r"(?:(?P<c>[^，。；：（）()“”]{2,30}(?:（[^类款项）]{1,6}）[^，。；：（）()“”]{0,16})?)[（(]项[）)])?"
)


def paths_valid(check: dict, context: Context) -> Iterator[Remark]:
    """``paths_valid``: {forms}: 类, 款 and 项 named in prose stand one under the other, in the document's own forms
    or in the reference."""
    known: dict[str, set[str]] = {}
    for code, rows in classification("func").items.items():
        for row in rows:  # an earlier year's name too
            known.setdefault(plain_name(row.name), set()).add(code)
    for table in _tables(context, check["forms"]):
        for row in table.rows:
            if row.code and row.code.startswith("2"):
                known.setdefault(plain_name(row.label), set()).add(row.item)
    done: set[str] = set()
    for paragraph in context.paragraphs:
        for found in PATH.finditer(paragraph.text):
            if found[0] in done:
                continue
            done.add(found[0])
            names = [plain_name(n) for n in (found["a"], found["b"], found["c"]) if n]
            codes = [{c for c in known.get(n, ()) if len(c) == 3 + 2 * i} for i, n in enumerate(names)]
            where = (Place.absent("prose", paragraph.page(found.start()), found[0]),)
            broken = next(
                (i for i in (1, 2) if i < len(codes) and codes[i - 1] and codes[i]
                 and not any(c.startswith(p) for c in codes[i] for p in codes[i - 1])), None,
            )  # fmt: skip
            shared = broken is not None and len({c[:-2] for c in codes[broken]}) > 1  # 行政运行: what so many have, one more may have
            if shared:
                yield Remark("not_testable", None, "path_unlisted", f"{names[broken - 1]} → {names[broken]}", where)
            elif broken is not None:
                yield Remark("mismatch", None, "path_broken", f"{names[broken - 1]} → {names[broken]}", where)
            elif any(not c for c in codes):
                lacking = next(n for n, c in zip(names, codes, strict=True) if not c)
                yield Remark("not_testable", None, "path_unlisted", lacking, where)
            else:
                yield Remark("exact", None, "path_valid", found[0], where)
    if not done:
        yield Remark("not_applicable", None, "no_paths", "类款项", (Place.absent("prose"),))


def pairs_valid(check: dict, context: Context) -> Iterator[Remark]:
    """``pairs_valid``: {forms}: the department's and the government's economic code of one row go together."""
    for form in check["forms"]:
        rows = [r for r in context.records(form) if r["gov_code"] and str(r["row_code"]).startswith("3")]
        seen = {(str(r["row_code"])[:5], str(r["gov_code"])[:5]): r for r in reversed(rows) if len(str(r["row_code"])) >= 5}
        good = None
        for (code, gov), record in sorted(seen.items()):
            allowed, sure = pairs().get(code, (frozenset(), False))
            where = (context.place(record),)
            values = {"expected": tuple(sorted(allowed)), "found": gov}
            if gov in allowed:
                good = where
            elif not allowed or not sure:
                yield Remark("not_testable", form, "pair_unlisted", f"{code}–{gov}", where, values)
            else:
                yield Remark("mismatch", form, "pair_invalid", f"{code}–{gov}", where, values)
        if good:
            yield Remark("exact", form, "pairs_valid", form, good)
        elif not seen and context.index.main(form):
            yield Remark("not_applicable", form, "no_pairs", form, (Place.absent(form),))


def unit_nature(check: dict, context: Context) -> Iterator[Remark]:
    """``unit_nature``: {functional: [forms], pairs: [forms]}: a body that books 事业运行 alone pays from 505/506, one
    that books 行政运行 alone from 501/502."""
    subs = {
        row.item[-2:]: row
        for table in _tables(context, check["functional"])
        for row in table.rows
        if row.code and len(row.item) == 7 and row.item[-2:] in ("01", "50") and row.nonzero and "运行" in row.label
    }
    if len(subs) != 1:
        return
    ((kind, row),) = subs.items()
    agency, institution = ("501", "502"), ("505", "506")
    wrong = institution if kind == "01" else agency
    for form in check["pairs"]:
        used = {str(r["gov_code"])[:3]: r for r in context.records(form) if r["gov_code"] and r["value"]}
        if not {c for c in used if c in agency + institution}:
            continue
        odd = [c for c in used if c in wrong]
        where = (*_place(row), *(context.place(used[c]) for c in odd))
        about = tuple(odd) or form
        yield Remark("implausible" if odd else "exact", form, "unit_nature", about, where, {"found": row.label})


def zero(check: dict, context: Context) -> Iterator[Remark]:
    """``zero``: {forms, items}: rows in which this form can hold no money."""
    for table in _tables(context, check["forms"]):
        odd = [r for r in table.rows if any(fnmatchcase(r.item, p) for p in check["items"]) and r.nonzero]
        for row in odd:
            figure = next(f for f in row.figures.values() if f.value)
            yield Remark("implausible", table.form, "not_zero", row.item, _place(row), {"found": figure.told})
        if not odd and table.rows:
            yield Remark("exact", table.form, "zero", tuple(i.rstrip("*") for i in check["items"]), _place(table.rows[0]))

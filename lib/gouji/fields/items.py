"""Row labels → canonical rows, where no code says it.

Summary forms are read top to bottom, because what a label means depends on what stands above it:
"一般公共预算财政拨款" below "年初财政拨款结转和结余" is that carry-over's part, "收入合计" below a carry-over
line is the grand total. One ``Summary`` therefore follows one side of one table.
Vocabulary: ``declared/items.yml``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gouji.fields.codes import codes_of
from gouji.fields.words import load, matches, ordinal, squeeze


def lookup(entries: list[dict], word: str) -> dict | None:
    """The first entry one of whose patterns matches the whole word."""
    return next((entry for entry in entries if matches(entry["match"], word)), None)


def is_total(label: str) -> bool:
    """合计, 总计, 收入合计 … with or without numbering and spaces."""
    return matches(load("items.yml")["total"], ordinal(label)[1])


def foot(label: str) -> str | None:
    """"personnel" / "operating" for 人员经费合计 / 公用经费合计."""
    entry = lookup(load("items.yml")["feet"], ordinal(label)[1])
    return entry["item"] if entry else None


def three(label: str) -> str | None:
    """A line of the 三公 list."""
    entry = lookup(load("items.yml")["three"], ordinal(label)[1])
    return entry["item"] if entry else None


@lru_cache(maxsize=None)
def function_of(word: str) -> str | None:
    """The three-digit class a summary line names ("医疗卫生" → "210"), None when it names none."""
    declared = load("items.yml")
    for code, names in declared["functions"].items():
        if any(re.fullmatch(f"(?:{name}){declared['function_endings']}", word) for name in names):
            return code
    return None


class Summary:
    """Reads one side ("rev", "exp", "exp.econ", "exp.gov") of a summary form, row after row."""

    def __init__(self, side: str):
        self.side, self.seen = side, set()
        self._open: tuple[str, int, bool] | None = None  # item, depth of its numbering, takes parts
        self._group: str | None = None

    def item(self, label: str) -> tuple[str | None, int]:
        """(canonical row or None, level): level 0 for totals, 1 and deeper by numbering and "其中"."""
        depth, word, among = ordinal(label)
        word = re.sub(r"\((项目|基本)\)$", "", word) if self._group else word
        found = self._part(word, depth, among) or (self._expenditure(word) if self.side != "rev" else self._plain("rev", word, depth))
        if found is None:
            return None, 2 if depth >= 2 or among else 1
        self.seen.add(found)
        total = found.endswith((".total", ".grand"))
        level = 0 if total else 2 if among or found.count(".") >= 2 else 1
        return found, level

    def _part(self, word: str, depth: int, among: bool) -> str | None:
        if self._open is None:
            return None
        item, outer, _ = self._open
        for part, patterns in load("items.yml")["parts"].items():
            if matches(patterns, word):
                deeper = among or depth > outer or (depth == 0 and item.endswith((".open", ".close")))
                taken = item.endswith((".open", ".close")) and f"rev.{part}" in self.seen
                if part == "special_purpose" and among and not self.seen & {f"{item}.{part}"}:
                    return f"{item}.{part}"
                if part == "nonfiscal" and item.endswith(".open"):
                    return f"{item}.{part}"
                if part in ("fiscal", "special_purpose", "nonfiscal") and not (part == "fiscal" and item.endswith((".gpb", ".open"))):
                    return None
                if part in ("gpb", "gf", "sc", "special", "unit") and item.endswith(".gpb"):
                    return None
                if deeper or taken:
                    return f"{item}.{part}"
        return None

    def _plain(self, side: str, word: str, depth: int) -> str | None:
        entry = lookup(load("items.yml")[side], word)
        if entry is None:
            return None
        item = entry["item"]
        if item.endswith(".sum"):
            carry = any(s == f"{side}.total" or s.startswith((f"{side}.open", f"{side}.close")) for s in self.seen)
            item = f"{side}.grand" if carry else f"{side}.total"
        self._open = (item, depth, True) if entry.get("opens") else self._open if item.startswith("rev.") and self._open and self._open[0].endswith(".open") else None
        if entry.get("under"):
            self._group = item
        return item

    def _expenditure(self, word: str) -> str | None:
        plain = self._plain("exp", word, 0) if not (self._group and codes_of("econ", word)) else None
        if plain:
            return plain
        if self.side == "exp.gov" and (codes := [c for c in codes_of("gov", word) if len(c) == 3]):
            return codes[0]
        if self._group or self.side == "exp.econ":
            codes = [c for c in codes_of("econ", squeeze(word)) if len(c) == 3]
            if codes:
                return f"{self._group or 'exp'}.{codes[0]}"
        code = function_of(word)
        return f"exp.f{code}" if code else None

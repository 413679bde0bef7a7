"""Codes as printed → whole codes.

In: the code cells of one lane, row by row. Out: one ``Code`` per row: its digits joined with those of its
parents where a row prints only its own two ("03" under "201" → "20103"), the part that is not a code, and the
level 1 (类) to 3 (项). Three cells, one cell, joined to the name and shifted by a column are all read from the
digits themselves: the column with the three-digit codes is the class, wherever the header puts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gouji.amounts import narrow
from gouji.fields.words import load, load_codes, ordinal, squeeze

Names = dict[str, tuple[str, ...]]  # label → codes printed beside it
LEVELS = {3: 1, 5: 2, 7: 3}
_JOINED = re.compile(r"[\[【(]?(\d{7}|\d{5}|\d{3})[\]】)]?[-－—_:.\s]*([^\d\s.,%)].*)")
_CLASS = re.compile(r"2[0-3]\d|30\d|31[0-3]|399|50\d|51[0-4]|599")


@dataclass(frozen=True, slots=True)
class Code:
    """``digits`` of a function or economic code ("" for none), ``unit`` of a budget unit or project, ``words`` found in code cells."""

    digits: str = ""
    unit: str = ""
    words: str = ""

    @property
    def level(self) -> int | None:
        return LEVELS.get(len(self.digits))


def split_joined(text: str) -> tuple[str, str] | None:
    """"2010301-行政运行" → ("2010301", "行政运行"); None when no code stands before a name."""
    found = _JOINED.fullmatch(narrow(text))
    if not found or not is_code(found[1]):
        return None
    name = text[-len(found[2]) :] if narrow(text[-len(found[2]) :]) == found[2] else found[2]  # as printed: （ stays wide
    return found[1], name.strip()


def is_code(digits: str) -> bool:
    """Whether the digits can be a function or economic code: 3, 5 or 7 of them, in the classes that exist."""
    return len(digits) in LEVELS and bool(_CLASS.fullmatch(digits[:3]))


def read_codes(rows: list[list[str]]) -> list[Code]:
    """The codes of one system in one lane; ``rows`` hold the text of its code columns, left to right."""
    printed, rows = rows, [[squeeze(cell) for cell in row] for row in rows]
    base = _class_column(rows)
    path: list[str] = []
    return [_read_row(row, base, path, words) for row, words in zip(rows, printed)]


def _class_column(rows: list[list[str]]) -> int:
    counts = [sum(bool(len(c) == 3 and is_code(c)) for c in column) for column in zip(*rows)] or [0]
    return counts.index(max(counts))


def _read_row(row: list[str], base: int, path: list[str], printed: list[str]) -> Code:
    """``path`` is what stands open above: [class, item]; it is carried from row to row. Words are kept as ``printed``."""
    digits, words, unit = [], "", ""
    for place, cell in enumerate(row):
        joined = split_joined(cell)
        if joined:
            digits.append((place, joined[0]))
            words = words or (split_joined(printed[place]) or joined)[1]
        elif re.fullmatch(r"\d{2}", cell) or is_code(cell):
            digits.append((place, cell))
        elif re.fullmatch(r"[1-9]", cell) and digits and len(row) > 1:  # a spreadsheet took the 0 of "02" away
            digits.append((place, f"0{cell}"))
        elif re.fullmatch(r"\d{3,30}", cell):
            unit = cell
        elif cell:
            words = words or printed[place].strip()
    if not digits:
        return Code("", unit, words)
    place, first = digits[0]
    if len(first) >= 5:
        path[:] = [first[:3], first[3:5]]
        return Code(first, unit, words)
    rest = [d for _, d in digits[1:] if len(d) == 2]
    if len(first) == 3:
        path[:] = [first, *rest[:1]]
        return Code(first + "".join(rest[:2]), unit, words)
    if not path:
        return Code("", unit, words or first)
    depth = 1 if place - base <= 1 or len(path) < 2 else 2
    if depth == 1 and place - base > 1 and len(row) > 2 and len(path) < 2 and path[0] + first not in reference_names("func"):
        return Code("", unit, words)  # a 项 whose 款 is not printed: what it belongs to is not known
    if len(row) == 1:  # one column: the first below a class is an item, then what the reference knows decides
        depth = 1 if len(path) < 2 or _is_item(path[0] + first, path[0] + path[1]) else 2
    path[depth:] = [first]
    code = "".join([*path[:depth], first, *rest[: 2 - depth]])
    if rest and depth == 1:
        path[1:] = [first]
    del path[2:]
    return Code(code, unit, words)


def _is_item(item: str, above: str) -> bool:
    """Whether two digits are a new 款, not a 项 of the 款 above: known as the one, and not as the other of a 款 whose 项 are known."""
    known = reference_names("func")
    return item in known and above + item[3:] not in known and (above not in known or any(c.startswith(above) and len(c) == 7 for c in known))


@lru_cache(maxsize=None)
def reference_names(system: str) -> dict[str, str]:
    """code → name of the reference list: "func", "econ" (departments) or "gov"."""
    name = {"func": "functional", "econ": "economic_department", "gov": "economic_government"}[system]
    return {row["code"]: row["name"] for row in load_codes(f"{name}.csv")}


@lru_cache(maxsize=None)
def _codes_by_name(system: str) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for code, name in reference_names(system).items():
        out.setdefault(squeeze(name), []).append(code)
    if system == "func":  # an account of an earlier year prints the name of its year
        for row in load_codes("functional_former.csv"):
            out.setdefault(squeeze(row["name"]), [row["code"]])
    aliases = {"econ": "economic_aliases", "gov": "government_aliases"}.get(system)
    if aliases:
        for code, names in load("items.yml")[aliases].items():
            for name in names:
                if code not in out.setdefault(squeeze(name), []):
                    out[squeeze(name)].append(code)
    return {name: tuple(codes) for name, codes in out.items()}


def codes_of(system: str, label: str, names: Names | None = None) -> tuple[str, ...]:
    """The codes whose name is the label (numbering and spaces apart); several where names repeat.

    ``names`` are those the document itself prints beside codes elsewhere; the reference list is added to them.
    """
    _, word, _ = ordinal(label)
    own = tuple(c for c in (names or {}).get(word, ()) if (c[0] == "2") == (system == "func") and (c[0] == "5") == (system == "gov"))
    return tuple(dict.fromkeys((*own, *_codes_by_name(system).get(word, ())))) or _cut_short(system, word)


@lru_cache(maxsize=4096)
def _cut_short(system: str, word: str) -> tuple[str, ...]:
    """A long class name whose end the cell cut off ("对个人和家庭的补"): the one class whose name goes on from there."""
    if system == "func" or len(word) < 6:
        return ()
    found = {c for name, codes in _codes_by_name(system).items() if name.startswith(word) for c in codes if len(c) == 3}
    return tuple(found) if len(found) == 1 else ()


def code_of(system: str, label: str, path: list[str], names: Names | None = None) -> str | None:
    """The one code of that name: alone, or the one below the codes open in ``path``; None when it stays ambiguous.

    ``path`` is updated: it holds the codes of the rows above, outermost first.
    """
    found = codes_of(system, label, names)
    for depth in range(len(path), 0, -1):
        below = [c for c in found if c.startswith(path[depth - 1]) and len(c) == len(path[depth - 1]) + 2]
        if len(below) == 1:
            path[depth:] = below
            return below[0]
    classes = [c for c in found if len(c) == 3]
    if len(classes) == 1:
        path[:] = classes
        return classes[0]
    if len(found) == 1:
        path[:] = [found[0][:n] for n in (3, 5, 7) if n <= len(found[0])]
        return found[0]
    return None

"""Words as printed → words as looked up. Nothing here knows a form.

``squeeze`` is for headers and labels alike; ``ordinal`` takes the numbering off a label and says how
deep it stands (一、 1; （一） 2; 1、 3; (1) 4; ① 5; 0 for none).
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

import yaml

from gouji.amounts import declared as declared_amounts
from gouji.amounts import narrow

_CN = "一二三四五六七八九十百"
_ORDINALS = (
    (1, re.compile(rf"[{_CN}]+[、.．,，]")),
    (2, re.compile(rf"\([{_CN}]+\)[、.]?")),
    (4, re.compile(r"\(\d{1,2}\)[、.]?")),
    (5, re.compile(r"[①-⑳][、.]?")),
    (3, re.compile(r"\d{1,2}(?:[、．,，](?!\d)|\.(?!\d))")),
)
_UNIT = re.compile(r"\((?:单位:|金额单位:)?([^()\d]{1,4})\)$")


@lru_cache(maxsize=None)
def load(name: str) -> dict:
    """A YAML file of ``declared/``."""
    return yaml.safe_load((files("gouji") / "declared" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=None)
def load_codes(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of ``declared/codes/``."""
    text = (files("gouji") / "declared" / "codes" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Full-width signs narrowed, every space and quotation mark gone."""
    return re.sub(r"[\s\"'“”‘’＂〝〞「」]+", "", narrow(text)).replace("︵", "(").replace("︶", ")")


def unit_in(text: str) -> str | None:
    """The unit a header or label carries at its end in brackets ("部门预算总额（万元）"), else None."""
    found = _UNIT.search(squeeze(text).rstrip(":"))
    if not found:
        return None
    word = found[1]
    return word if word in declared_amounts()["units"] or word in ("%", "个", "人", "辆", "台", "次", "批", "批次", "人次", "分", "套", "件", "户") else None


@lru_cache(maxsize=4096)
def header_word(level: str) -> str:
    """One level of a header, ready for lookup."""
    word = squeeze(level)
    if unit_in(word):
        word = _UNIT.sub("", word.rstrip(":"))
    word = re.sub(r"^其中[:：]?", "", word)
    return re.sub(r"^(?:19|20)\d\d年度?", "", word) if not re.fullmatch(r"(?:19|20)\d\d年度?", word) else word


@lru_cache(maxsize=8192)
def ordinal(label: str) -> tuple[int, str, bool]:
    """(depth of the numbering, label without it and without "其中：", whether "其中" stood there)."""
    text, depth, among = squeeze(label), 0, False
    for _ in range(3):  # "其中：（1）…" and "（1）其中：…" both occur
        if text.startswith("其中"):
            among, text = True, re.sub(r"^其中[:：]?", "", text)
        for level, pattern in _ORDINALS:
            if found := pattern.match(text):
                depth, text = depth or level, text[found.end():]
                break
    return depth, text.strip(":").strip("*"), among


def matches(patterns: list[str], word: str) -> bool:
    """Whether one of the patterns matches the whole word."""
    return any(_compiled(p).fullmatch(word) for p in patterns)


@lru_cache(maxsize=None)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)

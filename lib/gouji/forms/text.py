"""What a piece of printed text is: an amount, a code, a small integer, a row of column numbers.

All functions take text as displayed and look at it squeezed: NFKC, without white space. None of them reads
a value; that is ``gouji.amounts``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from gouji.forms.declared import words

_AMOUNT = re.compile(r"^[-−–+△▲]?\(?(?:¥|人民币)?[-−–]?(?:[\d,]*\d(?:\.\d+)?|\.\d+)(?:[亿万千百]?元)?\)?%?$")
_CODE = re.compile(r"^\[?\d{1,9}\]?(?:[-\[].*)?$")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\(?[一二三四五六七八九十]{1,3}\)|\d{1,2}[、.]|\[\d{3,7}\])\D")
_QUOTES = re.compile("[“”\"'‘’「」]")
_ORDINARY = ("乙", "丙", "丁")  # columns of a 栏次 row that are named, not numbered
_FORMULA = re.compile(r"^\(?(\d{1,2})\)?[栏列]?(?:=[\d+\-*×÷/()~%.,、至栏列]+)?$")


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """NFKC without white space: （ becomes (, full-width digits become ASCII."""
    if text.isascii():
        return "".join(text.split())
    return "".join(unicodedata.normalize("NFKC", text).split())


def plain(text: str) -> str:
    """``squeeze`` without quotation marks, for comparing titles."""
    return _QUOTES.sub("", squeeze(text))


@lru_cache(maxsize=65536)
def is_amount(text: str) -> bool:
    """A number and nothing else (with its sign, currency, unit of money or per cent sign)."""
    return bool(_AMOUNT.match(squeeze(text)))


@lru_cache(maxsize=65536)
def is_figure(text: str) -> bool:
    """A number that is more than a row number or a code could be: it has a decimal point, a separator, a unit, a sign of currency or of per cent."""
    text = squeeze(text)
    return bool(_AMOUNT.match(text)) and any(mark in text for mark in ".,%¥元")


def is_year(text: str) -> bool:
    """Four digits that name a year, as headers do."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", squeeze(text)))


def is_zero(text: str) -> bool:
    """A printed zero, in any number of decimals."""
    return is_amount(text) and not re.search("[1-9]", squeeze(text))


def is_code(text: str) -> bool:
    """A classification code: 201, 2010301, [30101]基本工资, 2010301-行政运行."""
    return bool(_CODE.match(squeeze(text)))


def starts_body(text: str) -> bool:
    """A label that only a body row has: it begins with an ordinal or a code."""
    text = squeeze(text)
    return bool(_ORDINAL.match(text)) or not is_year(text) and bool(re.match(r"^\[?\d{3,9}\]?(?!年)\D*$", text))


def is_number_row(cells: Sequence[str]) -> bool:
    """A row of column numbers (栏次 1 2 3, ** 1 2, 1 2=3+4, (1) (2)): nothing but small integers, in order, and its label."""
    texts = [t for t in map(squeeze, cells) if t]
    label = words().number_row.match
    if not texts or not (_FORMULA.match(texts[0]) or label(texts[0]) or texts[0] in _ORDINARY):
        return False  # as most rows show in their first cell
    labels = [t for t in texts if label(t)]
    rest = [_FORMULA.match(t) for t in texts if t not in labels and t not in _ORDINARY]
    if not all(rest):
        return False
    numbers = [int(found.group(1)) for found in rest]
    if labels:
        return not numbers or max(numbers) <= 60 and all(a < b for a, b in zip(numbers, numbers[1:]))
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2

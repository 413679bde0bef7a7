"""Radicals and compatibility forms as the characters they look like: ⽤ is 用, ⻋ is 车, 行 is 行.

Many makers of PDFs name a glyph by the wrong one of two code points that share it. On the page there is no
difference, so none is kept: titles, labels and names are compared as a reader of the page would.
"""

from __future__ import annotations

import unicodedata

import numpy as np

FIRST, LAST = 0x2E80, 0x2FDF  # CJK Radicals Supplement, Kangxi Radicals
FIRST_COMPATIBLE, LAST_COMPATIBLE = 0xF900, 0xFAFF  # CJK Compatibility Ideographs
# NFKC knows two of the supplement, and 戶 for ⼾, which Chinese fonts draw as 户. Those that look like a whole character; source: Unicode, EquivalentUnifiedIdeograph.
_WHOLE = dict(zip("⼾⺁⺎⺏⺐⺒⺓⺠⺡⺢⺣⺧⺩⺫⻁⻂⻃⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲", "户厂兀尣尢巳幺民氵氺灬牛王罒虎衤覀西见角贝车長镸长门雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀"))
_LIKE: dict[int, int] = {}


def _like(code: int) -> int:
    if code not in _LIKE:
        one = _WHOLE.get(chr(code)) or unicodedata.normalize("NFKC", chr(code))
        _LIKE[code] = ord(one) if len(one) == 1 else code
    return _LIKE[code]


def _odd(codes: np.ndarray) -> np.ndarray:
    return (codes >= FIRST) & (codes <= LAST) | (codes >= FIRST_COMPATIBLE) & (codes <= LAST_COMPATIBLE)


def fold_codes(codes: np.ndarray) -> None:
    """Unicode values folded, in place."""
    odd = _odd(codes)
    if np.count_nonzero(odd):
        codes[odd] = [_like(code) for code in codes[odd].tolist()]


def fold_text(text: str) -> str:
    """``text``, folded; as long as before."""
    return text if text.isascii() else "".join(chr(_like(ord(c))) if FIRST <= ord(c) <= LAST or FIRST_COMPATIBLE <= ord(c) <= LAST_COMPATIBLE else c for c in text)

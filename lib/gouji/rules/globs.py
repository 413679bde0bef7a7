"""Several address patterns asked at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from functools import lru_cache


def fits_any(patterns: Sequence[str]) -> Callable[[str], re.Match | None]:
    """Whether a text fits one of the patterns (``*`` and ``?`` as in ``fnmatch``): asked once instead of pattern by pattern."""
    return _joined(tuple(patterns))


@lru_cache(2048)
def _joined(patterns: tuple[str, ...]) -> Callable[[str], re.Match | None]:
    return re.compile("|".join(map(translate, patterns)) or "(?!)").match

"""What is worked out once for a grid and looked up again while its document is put together, then let go.

Joining looks at the last grids again and again, the body at all of them once more. What is kept is keyed by the
grid itself, so a document read a second time must not find the first one's: ``forget`` ends each document.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

Work = TypeVar("Work", bound=Callable)
_all: list[Callable] = []


def kept(work: Work) -> Work:
    """``work``, done once for the same arguments until ``forget``; what it gives is to look at, not to change."""
    keeping = cache(work)
    _all.append(keeping)
    return keeping


def forget() -> None:
    """Let go of all that is kept."""
    for keeping in _all:
        keeping.cache_clear()

"""A figure of nothing: drawn functions get at least one row, an empty table comes back as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from matplotlib import pyplot as plt

Drawn = Callable[..., tuple]


def or_nothing(draw: Drawn) -> Drawn:
    """``draw``, but a blank figure and the empty table when the table to plot (its first argument) has no rows."""

    @wraps(draw)
    def guarded(table, *rest, **options):
        return (plt.figure(figsize=(1, 1)), table) if table.empty else draw(table, *rest, **options)

    return guarded

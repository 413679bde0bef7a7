"""How the documents were read: the two readers' agreement."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import ticks
from gouji.show.style import colour, headline, quiet


@or_nothing
def reader_agreement(documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One bar a document: cells read by both readers, those that differ at its end; direct labels."""
    own = documents[documents["cells_compared"] > 0][["name", "cells_compared", "cells_differing"]].reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 0.62 * max(1, len(own)) + 0.9))
    positions, labels = range(len(own)), ticks(documents)
    ax.barh(positions, own["cells_compared"] - own["cells_differing"], color=colour("calm"), height=0.5)
    ax.barh(positions, own["cells_differing"], left=own["cells_compared"] - own["cells_differing"], color=colour("accent"), height=0.5)
    for y, row in enumerate(own.itertuples(index=False)):
        ax.text(row.cells_compared, y, f"  {row.cells_compared:,} · {row.cells_differing} 不同 differ", va="center", fontsize=9)
    ax.set_yticks(positions, [labels[n] for n in own["name"]])
    ax.set(xlim=(0, 1.4 * own["cells_compared"].max() if len(own) else 1), xlabel="两个读取器都读到的单元格 cells read by both readers")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.invert_yaxis()
    headline(figure, title)
    quiet(ax)
    share = 100 * (1 - own["cells_differing"] / own["cells_compared"])
    return figure, own.assign(agree=share.round(3))

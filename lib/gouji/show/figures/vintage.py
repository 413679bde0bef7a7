"""When: the documents of a study by body and year."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.figures.nothing import or_nothing
from gouji.show.style import colour, headline, legend, look, quiet

MARKS = {"budget": ("o", "calm"), "final": ("s", "accent"), "performance": ("D", "grey"), "other": ("x", "grey")}


@or_nothing
def timeline(documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One line a body, one mark a document at its year: budgets round, final accounts square; the number where there are several."""
    own = documents[documents["year"].notna()][["entity", "year", "kind"]].assign(entity=lambda d: d["entity"].fillna("–"), year=lambda d: d["year"].astype(int))
    counts = own.groupby(["entity", "year", "kind"], sort=False).size().rename("documents").reset_index()
    bodies = list(dict.fromkeys(counts.sort_values(["year", "entity"], kind="stable")["entity"]))
    room = 0.34 if len(bodies) <= 40 else 0.13
    figure, ax = plt.subplots(figsize=(8, room * len(bodies) + 1.3))
    for row in counts.itertuples(index=False):
        y = bodies.index(row.entity) + {"budget": -0.12, "final": 0.12}.get(row.kind, 0)
        marker, ink = MARKS[row.kind]
        ax.scatter([row.year], [y], marker=marker, s=44, color=colour(ink), zorder=3)
        if row.documents > 1:
            ax.text(row.year + 0.09, y, f"×{row.documents}", va="center", fontsize=8)
    for kind in [k for k in MARKS if (counts["kind"] == k).any()]:
        ax.scatter([], [], marker=MARKS[kind][0], s=44, color=colour(MARKS[kind][1]), label=f"{look()['kinds'][kind]} {kind}")
    first, last = (int(counts["year"].min()), int(counts["year"].max())) if len(counts) else (0, 1)
    ax.set(xlim=(first - 0.5, last + 0.5), ylim=(len(bodies) - 0.5, -0.5), xlabel="财政年度 fiscal year")
    ax.set_xticks(range(first, last + 1))
    ax.set_yticks(range(len(bodies)), bodies, fontsize=9 if len(bodies) <= 40 else 5)
    quiet(ax, "both")
    headline(figure, title)
    legend(figure, 4)
    return figure, counts

"""The two indices: dots with intervals, and a heat map of dimensions."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import ticks
from gouji.show.style import colour, headline, quiet


@or_nothing
def index_dots(indices: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """The two indices beside each other, never merged: a dot with its interval; hollow where too little could be tested.
    ``indices``: name, disclosure, d_low, d_high, reliability, r_low, r_high, tested, enough."""
    own = indices.sort_values("disclosure", ascending=False, kind="stable").reset_index(drop=True)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 0.62 * len(own) + 1.3), sharey=True)
    for y, row in own.iterrows():
        _dot(left, y, row["disclosure"], row["d_low"], row["d_high"], True)
        left.text(row["d_high"] + 1.5, y, f"{row['disclosure']:.0f}", va="center", fontsize=9)
        if pd.notna(row["reliability"]):
            _dot(right, y, row["reliability"], row["r_low"], row["r_high"], row["enough"])
            right.text(row["r_low"] - 1, y, f"n = {row['tested']}", va="center", ha="right", fontsize=9)
    left.set(xlim=(0, 108), xlabel="公开指数 disclosure, 0–100\n线：未知项的上下界 bounds for the unknown")
    right.set(xlim=(min([55, *own["r_low"] - 12]), 101), xlabel="可靠指数 reliability, % 成立 closed\n线：95% 区间 interval")
    left.set_yticks(own.index, [ticks(documents)[n] for n in own["name"]])
    left.invert_yaxis()
    quiet(left)
    quiet(right)
    headline(figure, title)
    return figure, own


def _dot(ax, y: int, value: float, low: float, high: float, solid: bool) -> None:
    ax.plot([low, high], [y, y], color=colour("calm"), linewidth=2, alpha=0.6, solid_capstyle="round")
    ax.scatter([value], [y], s=58, facecolor=colour("calm") if solid else "white", edgecolor=colour("calm"), zorder=3)


@or_nothing
def dimension_heat(dimensions: pd.DataFrame, documents: pd.DataFrame, names: dict[str, str], title: str) -> tuple[Figure, pd.DataFrame]:
    """Documents down, dimensions across: score 0–100 written in each square; "?" where too little is known."""
    order = [n for n in documents["name"] if n in set(dimensions["name"])]
    wide = dimensions.pivot(index="name", columns="dimension", values="score").reindex(order)
    wide = wide.reindex(columns=[d for d in names if d in wide.columns]).astype(float)
    shades = LinearSegmentedColormap.from_list("calm", ["#f3f6f9", colour("calm")]).with_extremes(bad="#ffffff")
    figure, ax = plt.subplots(figsize=(8, 0.66 * len(order) + 1.1))
    ax.imshow(wide, cmap=shades, vmin=0, vmax=100, aspect="auto")
    for y, name in enumerate(order):
        for x, dimension in enumerate(wide.columns):
            value = wide.loc[name, dimension]
            ax.text(x, y, "?" if pd.isna(value) else f"{value:.0f}", ha="center", va="center", color="white" if value > 60 else colour("ink"), fontsize=10)
    ax.set_xticks(range(wide.shape[1]), [names[d] for d in wide.columns])
    ax.set_yticks(range(len(order)), [ticks(documents)[n] for n in order])
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)
    headline(figure, title)
    return figure, wide.round(1).reset_index()

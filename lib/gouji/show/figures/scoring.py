"""The two indices: a plane with intervals, and a heat map of dimensions."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from gouji.show.labels import ticks, titles
from gouji.show.style import colour, headline, look, quiet


def index_plane(indices: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """Disclosure across, reliability up, each with its interval; hollow where too little could be tested to compare.
    ``indices``: name, disclosure, d_low, d_high, reliability, r_low, r_high, enough."""
    figure, ax = plt.subplots(figsize=(8, 5.4))
    labels = titles(documents)
    for number, row in enumerate(indices[indices["reliability"].notna()].itertuples(index=False)):
        ink = look()["categories"][number % 7]
        ax.plot([row.d_low, row.d_high], [row.reliability] * 2, color=ink, linewidth=1.4)
        ax.plot([row.disclosure] * 2, [row.r_low, row.r_high], color=ink, linewidth=1.4)
        ax.scatter([row.disclosure], [row.reliability], s=64, facecolor=ink if row.enough else "white", edgecolor=ink, zorder=3)
        ax.annotate(labels[row.name], (row.d_high, row.reliability), xytext=(5, 5), textcoords="offset points", fontsize=8.5, va="bottom", ha="left" if row.d_high < 55 else "right")
    ax.set(xlim=(0, 101), xlabel="公开指数 disclosure index (0–100), 未知项的上下界 bounds for the unknown", ylabel="可靠指数 reliability: identities closed, %, 95% 区间")
    quiet(ax, "both")
    headline(figure, title)
    return figure, indices


def dimension_heat(dimensions: pd.DataFrame, documents: pd.DataFrame, names: dict[str, str], title: str) -> tuple[Figure, pd.DataFrame]:
    """Documents down, dimensions across: score 0–100 written in each square; "?" where too little is known."""
    order = [n for n in documents["name"] if n in set(dimensions["name"])]
    wide = dimensions.pivot(index="name", columns="dimension", values="score").reindex(order)
    wide = wide.reindex(columns=[d for d in names if d in wide.columns]).astype(float)
    shades = LinearSegmentedColormap.from_list("calm", ["#f3f6f9", colour("calm")])
    shades.set_bad("#ffffff")
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

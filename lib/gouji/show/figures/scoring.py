"""The two indices: dots with intervals, items by document, a heat map of dimensions, rank intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import ticks, titles
from gouji.show.style import colour, headline, legend_below, look, quiet

FEW, MANY = 8, 26  # documents: up to few each has room for two lines of label; beyond many they are no longer shown one by one
POINTS = {1.0: "full", 0.5: "half", 0.0: "none"}


def _rows(ax, names: list[str], documents: pd.DataFrame) -> None:
    """One tick a document: two lines where there is room, else one small one."""
    labels = ticks(documents) if len(names) <= FEW else titles(documents)
    ax.set_yticks(range(len(names)), [labels[n] for n in names], fontsize=9.5 if len(names) <= FEW else 8 if len(names) <= MANY else 5)
    ax.set_ylim(len(names) - 0.5, -0.5)


def _height(count: int) -> float:
    """Inches for so many documents."""
    return count * (0.62 if count <= FEW else 0.3 if count <= MANY else 0.12)


@or_nothing
def index_dots(indices: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """The two indices beside each other, never merged: a dot with its interval; hollow where too little could be tested.

    ``indices``: name, group, disclosure, d_low, d_high, reliability, r_low, r_high, independent, enough. Documents stand by
    group, in its words' order, not by score: what is not comparable is not put in an order."""
    own = indices.sort_values(["group", "name"], kind="stable").reset_index(drop=True)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, _height(len(own)) + 1.4), sharey=True, width_ratios=(1.15, 1))
    small, size = (8.5, 46) if len(own) <= MANY else (5, 14)
    for y, row in own.iterrows():
        _dot(left, y, row["disclosure"], row["d_low"], row["d_high"], True, size)
        left.text(row["d_high"] + 1.5, y, f"{row['disclosure']:.0f}", va="center", fontsize=small)
        if pd.notna(row["reliability"]):
            _dot(right, y, row["reliability"], row["r_low"], row["r_high"], row["enough"], size)
            right.text(row["r_low"] - 0.4, y, f"n = {row['independent']}", va="center", ha="right", fontsize=small, color=colour("grey"))
    for y in [i for i in own.index[1:] if own.loc[i, "group"] != own.loc[i - 1, "group"]]:
        for ax in (left, right):
            ax.axhline(y - 0.5, color=colour("faint"), linewidth=1.2, zorder=0)
    left.set(xlim=(0, 109), xlabel="公开指数 disclosure, 0–100")
    right.set(xlim=(min([88, *(own["r_low"] - 4)]), 100.4), xlabel="可靠指数 reliability, %")
    _rows(left, own["name"].tolist(), documents)
    quiet(left)
    quiet(right)
    headline(figure, title)
    return figure, own


def _dot(ax, y: int, value: float, low: float, high: float, solid: bool, size: float) -> None:
    ax.plot([low, high], [y, y], color=colour("calm"), linewidth=2 if size > 20 else 1, alpha=0.6, solid_capstyle="round")
    ax.scatter([value], [y], s=size, facecolor=colour("calm") if solid else "white", edgecolor=colour("calm"), zorder=3)


@or_nothing
def dimension_heat(dimensions: pd.DataFrame, documents: pd.DataFrame, names: Mapping[str, str], title: str) -> tuple[Figure, pd.DataFrame]:
    """Documents down, dimensions across: score 0–100 written in each square; "?" where too little is known."""
    order = [n for n in documents["name"] if n in set(dimensions["name"])]
    wide = dimensions.pivot(index="name", columns="dimension", values="score").reindex(order)
    wide = wide.reindex(columns=[d for d in names if d in wide.columns]).astype(float)
    shades = LinearSegmentedColormap.from_list("calm", ["#f3f6f9", colour("calm")]).with_extremes(bad="#ffffff")
    figure, ax = plt.subplots(figsize=(8, _height(len(order)) + 1.2))
    ax.imshow(wide, cmap=shades, vmin=0, vmax=100, aspect="auto")
    for y, name in enumerate(order):
        for x, dimension in enumerate(wide.columns):
            value = wide.loc[name, dimension]
            ax.text(x, y, "?" if pd.isna(value) else f"{value:.0f}", ha="center", va="center", color="white" if value > 60 else colour("ink"),
                    fontsize=10 if len(order) <= MANY else 5)  # fmt: skip
    ax.set_xticks(range(wide.shape[1]), [names[d] for d in wide.columns])
    _rows(ax, order, documents)
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)
    headline(figure, title)
    return figure, wide.round(1).reset_index()


@or_nothing
def item_map(items: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """Items down, documents across, a square each by what the item is worth; of many documents the shares of each worth."""
    states = items.assign(worth=items["score"].map(POINTS).where(items["state"].eq("known"), items["state"]))
    order = [n for n in documents["name"] if n in set(states["name"])]
    rows = states.drop_duplicates("item").set_index("item")["zh"].sort_index()
    wide = states.pivot(index="item", columns="name", values="worth").reindex(rows.index)[order]
    figure, ax = plt.subplots(figsize=(8, 0.178 * len(rows) + (2.2 if len(order) <= MANY else 1.2)))
    meanings = look()["points"]
    if len(order) <= MANY:
        _squares(ax, wide, meanings)
        ax.set_xticks(range(len(order)), [titles(documents)[n] for n in order], rotation=90, fontsize=7.5)
    else:
        _shares(ax, wide, meanings)
    ax.set_yticks(range(len(rows)), [f"{zh}  {item}" for item, zh in rows.items()], fontsize=7.5)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)
    headline(figure, title)
    legend_below(ax, meanings, [m for m in meanings if wide.eq(m).any(axis=None)])
    return figure, wide.fillna("–").reset_index()


def _squares(ax, wide: pd.DataFrame, meanings: Mapping) -> None:
    for y, (_, row) in enumerate(wide.iterrows()):
        for x, worth in enumerate(row):
            if worth in meanings:
                ax.add_patch(Rectangle((x - 0.46, y - 0.42), 0.92, 0.84, facecolor=meanings[worth]["colour"], linewidth=0))
                if worth in ("none", "unknown", "half"):
                    ax.text(x, y, meanings[worth]["mark"], ha="center", va="center", fontsize=6.5, color="white" if worth == "none" else colour("ink"))
    ax.set_xlim(-0.6, wide.shape[1] - 0.4)


def _shares(ax, wide: pd.DataFrame, meanings: Mapping) -> None:
    applying = wide.notna().sum(axis=1).clip(lower=1)
    left = pd.Series(0.0, index=wide.index)
    for worth, given in meanings.items():
        share = 100 * wide.eq(worth).sum(axis=1) / applying
        ax.barh(range(len(wide)), share, left=left, color=given["colour"], height=0.8)
        left = left + share
    ax.set(xlim=(0, 100), xlabel=f"文件的百分比 % of documents, N = {wide.shape[1]}")


@or_nothing
def rank_bars(ranks: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One line a document within its group of peers: its rank as a dot, the ranks of nine draws in ten as a bar."""
    own = ranks.sort_values(["group", "rank", "name"], kind="stable").reset_index(drop=True)
    groups = own["group"].drop_duplicates().tolist()
    places = [i + 0.9 * (groups.index(g) + 1) for i, g in enumerate(own["group"])]
    room = 0.34 if len(own) <= 60 else 0.14
    figure, ax = plt.subplots(figsize=(8, room * (places[-1] + 1) + 1.0))
    for y, row in zip(places, own.itertuples(index=False), strict=True):
        ax.plot([row.rank_low, row.rank_high], [y, y], color=colour("calm"), linewidth=6, alpha=0.35, solid_capstyle="round")
        ax.scatter([row.rank], [y], s=40, color=colour("calm"), zorder=3)
    for group in groups:
        top = min(y for y, g in zip(places, own["group"], strict=True) if g == group)
        ax.text(0.55, top - 0.75, group, fontsize=8.5, color=colour("grey"), va="center")
    most = int(own["n"].max())
    ax.set(xlim=(0.5, most + 0.5), ylim=(places[-1] + 0.6, -0.2), xlabel="组内名次 rank among peers（1 = 最高 highest）")
    ax.set_xticks(range(1, most + 1) if most <= 20 else range(1, most + 1, max(1, most // 10)))
    ax.set_yticks(places, [titles(documents)[n] for n in own["name"]], fontsize=8.5 if len(own) <= 60 else 5)
    quiet(ax)
    headline(figure, title)
    return figure, own

"""Who spends on what: composition bars, budget against final."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import ticks
from gouji.show.style import colour, headline, legend, look, quiet

REST = "其他 other"


@or_nothing
def composition(parts: pd.DataFrame, documents: pd.DataFrame, title: str, xlabel: str, most: int = 6) -> tuple[Figure, pd.DataFrame]:
    """One bar a document filling 100 %, parts by class, the amount (万元) beside it; beyond ``most`` classes the rest are one."""
    names = [n for n in documents["name"] if n in set(parts["name"])]
    own = parts.assign(value=parts["value"].astype(float) / 10_000)
    order = own.groupby("label")["share"].sum().sort_values(ascending=False).index.tolist()
    kept = order[:most]
    own = own.assign(label=own["label"].where(own["label"].isin(kept), REST))
    wide = own.pivot_table(index="name", columns="label", values="share", aggfunc="sum").reindex(names).fillna(0)
    wide = wide[[c for c in [*kept, REST] if c in wide]]
    figure, ax = plt.subplots(figsize=(8, 0.66 * max(1, len(names)) + 1.7))
    _bars(ax, wide)
    amounts = own.groupby("name")["value"].sum()
    for y, name in enumerate(names):
        ax.text(101, y, f"{amounts[name]:,.0f} 万元", va="center", fontsize=9)
    ax.set_yticks(range(len(names)), [ticks(documents)[n] for n in names])
    ax.set(xlim=(0, 118), xlabel=xlabel)
    ax.set_xticks(range(0, 101, 20), [f"{v}%" for v in range(0, 101, 20)])
    ax.invert_yaxis()
    headline(figure, title)
    legend(figure, 3)
    return figure, wide.round(2).reset_index().assign(amount=[round(amounts[n], 2) for n in names])


@or_nothing
def budget_to_final(pairs: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """Slopes from budget to final, 万元, each labelled at its end."""
    own = pairs.assign(budget=pairs["budget"].astype(float) / 10_000, final=pairs["final"].astype(float) / 10_000).reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 3.6))
    for row in own.itertuples(index=False):
        ink = colour("accent" if row.final > row.budget else "calm")
        ax.plot([0, 1], [row.budget, row.final], color=ink, marker="o", linewidth=2)
        ax.text(1.03, row.final, f"{row.entity} {row.year:.0f} {row.measure} {row.final:,.2f}", va="center", fontsize=9)
        ax.text(-0.03, row.budget, f"{row.budget:,.2f}", va="center", ha="right", fontsize=9)
    ax.set_xticks([0, 1], ["预算 budget", "决算 final"])
    ax.set(xlim=(-0.25, 2.2), ylim=(0, 1.15 * max([*own["budget"], *own["final"], 1e-9])), ylabel="万元 10,000 yuan")
    headline(figure, title)
    quiet(ax, "y")
    return figure, own


def _bars(ax, wide: pd.DataFrame) -> None:
    left = pd.Series(0.0, index=wide.index)
    inks = [*look()["categories"], colour("grey")]
    for number, column in enumerate(wide.columns):
        ink = colour("grey") if column == REST else inks[number % len(inks)]
        ax.barh(range(len(wide)), wide[column], left=left, color=ink, height=0.56, label=column, edgecolor="white", linewidth=0.8)
        for y, (start, share) in enumerate(zip(left, wide[column], strict=True)):
            if share >= 6:
                ax.text(start + share / 2, y, f"{share:.0f}", ha="center", va="center", color="white", fontsize=8.5)
        left = left + wide[column]

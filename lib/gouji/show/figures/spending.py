"""三公, procurement, cost per head, and one programme in several bodies and years."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.derivation import companioned
from gouji.show.figures.bounds import chosen, height
from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import account_ticks
from gouji.show.style import colour, headline, legend, look, quiet

PARTS = (("abroad", "因公出国（境） abroad"), ("vehicles", "公务用车 vehicles"), ("reception", "公务接待 reception"))
BOUGHT = (("goods", "货物 goods"), ("works", "工程 works"), ("services", "服务 services"))


@or_nothing
def three_public(parts: pd.DataFrame, given: pd.DataFrame, title: str, accounts: int = 24) -> tuple[Figure, pd.DataFrame]:
    """Stacked bars an account, 万元, and its share of the expenditure of the year in ‰ beside the bar."""
    own = _in_wan(parts, ["three_public", *(c for c, _ in PARTS)]).set_index("account")
    order = chosen(given, own["three_public"], accounts)
    figure, ax = _stacked(own.loc[order], PARTS, account_ticks(given))
    widest = max(own.loc[order, "three_public"].max(), 1e-9)
    for y, row in enumerate(own.loc[order].itertuples()):
        share = "" if pd.isna(row.per_mille) else f"（{row.per_mille:.2f}‰）"
        ax.text(row.three_public + widest * 0.015, y, f"{row.three_public:,.2f}{share}", va="center", fontsize=9)
    ax.set(xlim=(0, widest * 1.3), xlabel="万元（占本年支出‰） 10,000 yuan (‰ of expenditure)")
    headline(figure, title)
    return figure, own.loc[chosen(given, own["three_public"], len(own))].reset_index()


@or_nothing
def procurement(bought: pd.DataFrame, given: pd.DataFrame, title: str, accounts: int = 24) -> tuple[Figure, pd.DataFrame]:
    """Stacked bars an account: goods, works and services as a share of the expenditure of the year, the amount (万元) beside it.
    ``bought``: rows with a share."""
    own = _in_wan(bought, ["procurement", *(c for c, _ in BOUGHT)]).set_index("account")
    shares = own.assign(**{c: (100 * own[c] / own["procurement"] * own["share"] / 100).where(own["procurement"] > 0, 0) for c, _ in BOUGHT})
    order = chosen(given, own["procurement"], accounts)
    figure, ax = _stacked(shares.loc[order], BOUGHT, account_ticks(given))
    widest = max(own.loc[order, "share"].max() if order else 0, 1e-9)
    for y, row in enumerate(own.loc[order].itertuples()):
        ax.text(row.share + widest * 0.015, y, f"{row.share:.1f}%，{row.procurement:,.2f} 万元", va="center", fontsize=9)
    ax.set(xlim=(0, widest * 1.45), xlabel="政府采购占本年支出，% procurement, % of expenditure")
    headline(figure, title)
    return figure, own.loc[chosen(given, own["procurement"], len(own))].reset_index()


@or_nothing
def per_head(costs: pd.DataFrame, given: pd.DataFrame, title: str, accounts: int = 24) -> tuple[Figure, pd.DataFrame]:
    """Personnel and operating cost a head, 万元: a dot, or the interval where the text leaves the number of heads open; hollow where
    the money cannot be what these heads cost. ``costs``: account, measure, low, high (heads), cost_low, cost_high, plausible."""
    names, top = account_ticks(given), costs[costs["measure"] == "personnel"].set_index("account")["cost_high"]
    order = chosen(given, top if len(top) else costs.groupby("account")["cost_high"].max(), accounts)
    figure, axes = plt.subplots(1, 2, figsize=(8, height(len(order), 3) + 1.4), sharey=True)
    for ax, (measure, word) in zip(axes, (("personnel", "人员经费 personnel"), ("operating", "公用经费 operating")), strict=True):
        own = costs[costs["measure"] == measure].set_index("account")
        for y, name in enumerate(order):
            if name in own.index:
                row = own.loc[name]
                ink = colour("calm") if row["plausible"] else colour("grey")
                ax.plot([row["cost_low"], row["cost_high"]], [y, y], color=ink, linewidth=5, solid_capstyle="round", alpha=0.6)
                middle = (row["cost_low"] + row["cost_high"]) / 2
                ax.scatter([middle], [y], s=48, facecolor=ink if row["plausible"] else "white", edgecolor=ink, zorder=3)
                heads = f"{row['low']}" if row["low"] == row["high"] else f"{row['low']}–{row['high']}"
                told = f"{row['cost_low']:.3g}" if row["low"] == row["high"] else f"{row['cost_low']:.3g}–{row['cost_high']:.3g}"
                ax.text(row["cost_high"], y - 0.22, f" {told}（{heads} 人）", va="center", fontsize=8.5)
        ax.set(xlim=(0, max([*own["cost_high"], 1e-9]) * 1.6), xlabel=f"{word}\n万元/人 10,000 yuan a head", ylim=(len(order) - 0.5, -0.6))
        quiet(ax)
    axes[0].set_yticks(range(len(order)), [names[n] for n in order])
    headline(figure, title)
    shown = costs.assign(value=costs["value"].astype(float) / 10_000)
    return figure, companioned(shown, ["account", "zh", "low", "high", "value", "cost_low", "cost_high", "plausible"]).reset_index(drop=True)


@or_nothing
def programmes(same: pd.DataFrame, given: pd.DataFrame, title: str, most: int = 12) -> tuple[Figure, pd.DataFrame]:
    """One block a programme of the reviewed list, one line an account: budget hollow, spent solid where printed, 万元, logarithmic."""
    own = _in_wan(same, ["budget", "final"])
    kept = own.groupby("programme")["account"].nunique().sort_values(ascending=False, kind="stable").index.tolist()[:most]
    own = own[own["programme"].isin(kept)].sort_values(["programme", "year", "account"], kind="stable").reset_index(drop=True)
    told = given.drop_duplicates("account").set_index("account")
    ticks, y, heights = [], -1.0, []
    for at, row in own.iterrows():
        y += 1.0 if at and row["programme"] == own.loc[at - 1, "programme"] else 1.5
        heights.append(y)
        ticks.append(f"{row['body'][:16]}\n{row['year']} {look()['kinds'].get(row['kind'], '')} {told.loc[row['account'], 'tier']}")
    figure, ax = plt.subplots(figsize=(8, height(len(own), 2) + 0.25 * len(kept) + 1.4))
    for y, row in zip(heights, own.itertuples(index=False), strict=True):
        if row.final == row.final:
            ax.plot([max(row.budget, 0.1), max(row.final, 0.1)], [y, y], color=colour("faint"), linewidth=3, zorder=1)
            ax.scatter([max(row.final, 0.1)], [y], s=46, marker="D", color=colour("accent"), zorder=3)
        ax.scatter([max(row.budget, 0.1)], [y], s=52, facecolor="white", edgecolor=colour("calm"), linewidth=1.5, zorder=4)
        spent = "" if row.final != row.final else f"，执行 {row.final:,.2f}"
        ax.text(max(row.budget, row.final if row.final == row.final else 0, 0.1) * 1.3, y, f"{row.budget:,.2f}{spent}  {row.project}", va="center", fontsize=8.5)
    for name in kept:
        first = min(h for h, p in zip(heights, own["programme"], strict=True) if p == name)
        ax.text(0.0, first - 0.62, name, transform=ax.get_yaxis_transform(), fontsize=9.5, color=colour("calm"), va="center")
    ax.scatter([], [], s=50, facecolor="white", edgecolor=colour("calm"), label="预算 budget")
    if own["final"].notna().any():
        ax.scatter([], [], s=46, marker="D", color=colour("accent"), label="执行 spent")
    ax.set_yticks(heights, ticks)
    ax.set_xscale("log")
    ax.set(xlim=(0.1, max([*own["budget"], 1]) * 40), ylim=(max(heights, default=0) + 0.6, -0.5), xlabel="万元（对数；0 画在左缘） 10,000 yuan, logarithmic; 0 at the left edge")
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:,.0f}" if v >= 1 else f"{v:g}")
    headline(figure, title)
    legend(figure, 2)
    quiet(ax)
    return figure, companioned(_in_wan(same, ["budget", "final"]), ["programme", "body", "year", "kind", "tier", "project", "budget", "final"]).reset_index(drop=True)


def _in_wan(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return frame.assign(**{c: [float("nan") if v is None or v != v else float(v) / 10_000 for v in frame[c]] for c in columns})


def _stacked(own: pd.DataFrame, parts, names: dict[str, str]):
    figure, ax = plt.subplots(figsize=(8, height(len(own), 3) + 1.5))
    left = pd.Series(0.0, index=own.index)
    for (column, word), ink in zip(parts, look()["categories"], strict=False):
        ax.barh(range(len(own)), own[column].fillna(0), left=left, color=ink, height=0.5, label=word, edgecolor="white", linewidth=0.6)
        left = left + own[column].fillna(0)
    ax.set_yticks(range(len(own)), [names[n] for n in own.index])
    ax.set_ylim(len(own) - 0.5, -0.5)
    legend(figure, 3)
    quiet(ax)
    return figure, ax

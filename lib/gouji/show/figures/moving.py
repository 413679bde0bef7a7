"""What moves: from budget to final (slopes, deviations), and from year to year (implied years hollow)."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.derivation import companioned
from gouji.show.figures.bounds import height
from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import account_ticks
from gouji.show.style import colour, headline, legend, quiet, wrapped

LABELLED = 12  # slopes with a label of their own in one panel; beyond it only the outermost
SHAPES = {"column": "s", "initial": "D"}
NAME = 15  # characters of a name on one line
PANELS = 12  # small multiples in one figure
WIDE = 60.0  # % beyond which a deviation is drawn at the edge, with an arrow
BASES = {
    "documents": "预算、决算两份文件 two documents",
    "own form": "决算表所印三公预算 own form",
    "own prose": "决算说明所述年初预算 own prose",
}


@or_nothing
def budget_to_final(accounts: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """Slopes from budget (= 100) to final, a panel a basis, every slope labelled at its end as far as there is room.
    ``accounts``: account, body, basis, items, budget, final (元), change (%)."""
    present = [b for b in BASES if b in set(accounts["basis"])]
    figure, axes = plt.subplots(1, len(present), figsize=(8, 3.9), squeeze=False)
    for ax, basis in zip(axes[0], present, strict=True):
        own = accounts[accounts["basis"] == basis].sort_values("change", ignore_index=True)
        told = own if len(own) <= LABELLED else pd.concat([own.head(3), own.tail(3)])
        for row in own.itertuples(index=False):
            ink = colour("accent") if row.change > 0 else colour("calm")
            ax.plot([0, 1], [100, 100 + row.change], color=ink if len(own) <= LABELLED else colour("grey"), marker="o", markersize=4, linewidth=1.6, alpha=0.9 if len(own) <= LABELLED else 0.4)
        reach = max(12.0, float(own["change"].max() - own["change"].min()))
        gap = 0.07 if told["body"].map(len).max() <= NAME else 0.12
        for y, row in zip(_spread([100 + c for c in told["change"]], gap * reach), told.itertuples(index=False), strict=True):
            ax.text(1.05, y, f"{wrapped(row.body, NAME)} {_signed(row.change)}%", va="center", fontsize=8.5)
        ax.set_xticks([0, 1], ["预算 budget", "决算 final"])
        ax.set_xlim(-0.15, 1.15 + 0.75 * len(present))
        ax.set_title(f"{BASES[basis]}  N = {len(own)}", fontsize=9.5)
        low, high = 100 + min([*own["change"], 0]), 100 + max([*own["change"], 0])
        room = max(6.0, 0.12 * (high - low))
        ax.set(ylim=(low - room, high + room))
        quiet(ax, "y")
    axes[0][0].set_ylabel("预算 = 100  budget = 100")
    headline(figure, title)
    shown = accounts.assign(budget=accounts["budget"].astype(float) / 10_000, final=accounts["final"].astype(float) / 10_000)
    return figure, companioned(shown, ["basis", "body", "items", "budget", "final", "change"]).reset_index(drop=True)


@or_nothing
def deviations(items: pd.DataFrame, given: pd.DataFrame, title: str, far: float, accounts: int = 24) -> tuple[Figure, pd.DataFrame]:
    """One line an account, one dot an item: final against initial budget in %, the account's median marked; beyond ±60 % at the
    edge. Items without an initial budget have no percentage and are counted beside the line. ``far``: % beyond which a dot is told."""
    order = items.groupby("account").size().sort_values(ascending=False, kind="stable").index.tolist()[:accounts]
    names = account_ticks(given)
    figure, ax = plt.subplots(figsize=(8, height(len(order), 3) + 1.6))
    ax.axvspan(-far, far, color=colour("faint"), alpha=0.5, zorder=0)
    ax.axvline(0, color=colour("grey"), linewidth=0.8, zorder=1)
    for y, name in enumerate(order):
        own = items[items["account"] == name]
        rates = own["change"].dropna().astype(float)
        for low, marker, of in ((-WIDE, "<", rates[rates < -WIDE]), (WIDE, ">", rates[rates > WIDE])):
            ax.scatter([low] * len(of), [y] * len(of), marker=marker, s=44, color=colour("accent"), zorder=3)
            if len(of) > 1:  # they stand on one place
                ax.text(low, y - 0.24, f"{len(of)} 项", ha="center", va="center", fontsize=8, color=colour("accent"))
        inside = rates[rates.abs() <= WIDE]
        inks = [colour("accent") if abs(r) > far else colour("calm") for r in inside]
        ax.scatter(inside, [y] * len(inside), s=34, color=inks, alpha=0.75, linewidth=0, zorder=3)
        if len(rates):
            ax.scatter([max(-WIDE, min(WIDE, rates.median()))], [y + 0.27], marker="^", s=34, color=colour("ink"), zorder=4)
        unplanned = int(own["change"].isna().sum())
        ax.text(WIDE * 1.06, y, f"{len(rates)} 项 items" + (f"，另 {unplanned} 项无年初预算" if unplanned else ""), va="center", fontsize=8.5)
    ax.set_yticks(range(len(order)), [names[n] for n in order])
    ax.set(xlim=(-WIDE * 1.05, WIDE * 1.75), ylim=(len(order) - 0.4, -0.6), xlabel="决算比年初预算，%（▲ 中位） final against initial budget, % (▲ median)")
    ax.set_xticks(range(-60, 61, 20), [f"{v:+d}".replace("-", "−") if v else "0" for v in range(-60, 61, 20)])
    headline(figure, title)
    quiet(ax)
    shown = items.assign(budget=items["budget"].astype(float) / 10_000, final=items["final"].astype(float) / 10_000)
    return figure, companioned(shown, ["account", "item", "budget", "final", "change", "rate"]).reset_index(drop=True)


@or_nothing
def years(chosen: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """Small multiples, one a body and measure: 万元 by year; printed figures solid, prior-year columns square, implied years hollow.
    ``chosen``: body, kind, tier, measure, zh, year, value (元), how, implied. At most twelve panels, the longest series first."""
    keys = ["body", "kind", "tier", "measure"]
    size = chosen.groupby(keys, sort=False).agg(n=("year", "size"), top=("value", lambda v: float(max(v)))).sort_values(["n", "top"], ascending=False, kind="stable")
    drawn = size.head(PANELS).index
    columns, rows = min(3, len(drawn)), -(-len(drawn) // 3)
    figure, axes = plt.subplots(rows, columns, figsize=(8, 2.0 * rows + 0.7), squeeze=False)
    for ax, key in zip(axes.flat, drawn, strict=False):
        own = chosen[(chosen[keys] == list(key)).all(axis=1)].sort_values("year")
        values = own["value"].astype(float) / 10_000
        ax.plot(own["year"], values, color=colour("calm"), linewidth=1.4, zorder=1)
        for (_, row), value in zip(own.iterrows(), values, strict=True):
            ax.scatter([row["year"]], [value], s=36, zorder=3, marker=SHAPES.get(row["how"], "o"),
                       facecolor="white" if row["implied"] else colour("calm"), edgecolor=colour("calm"))  # fmt: skip
            ax.text(row["year"], value + values.max() * 0.09, f"{value:,.0f}" if values.max() >= 100 else f"{value:,.2f}", ha="center", fontsize=8,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.85}, zorder=2)  # fmt: skip
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:,.0f}" if values.max() >= 10 else f"{v:g}")
        ax.set(ylim=(0, values.max() * 1.3 or 1), xlim=(own["year"].min() - 0.5, own["year"].max() + 0.5), xticks=own["year"])
        ax.set_title(f"{wrapped(key[0], NAME)}\n{ {'budget': '预算', 'final': '决算'}[key[1]] } {key[2]} {own['zh'].iloc[0]}", fontsize=8.5, pad=5)
        quiet(ax, "y")
    for ax in list(axes.flat)[len(drawn) :]:
        ax.set_visible(False)
    marks = (("printed", "o", "calm", "该年文件所印 printed that year"), ("column", "s", "calm", "次年表中上年栏 prior-year column"),
             ("initial", "D", "calm", "决算所述年初预算 as the final account states"),
             ("change", "o", "", "由增减额推算 implied by a change"), ("growth", "o", "", "由增长率推算 implied by a rate"))  # fmt: skip
    for how, marker, fill, label in marks:
        if how in set(chosen["how"]):
            axes[0][0].scatter([], [], s=36, marker=marker, facecolor=colour(fill) if fill else "white", edgecolor=colour("calm"), label=label)
    legend(figure, 3)
    figure.supylabel("万元 10,000 yuan", fontsize=9)
    headline(figure, title)
    shown = chosen.assign(value=chosen["value"].astype(float) / 10_000)
    return figure, companioned(shown, ["body", "kind", "tier", "zh", "year", "value", "how"]).reset_index(drop=True)


def _spread(values: list[float], gap: float) -> list[float]:
    """Heights of labels for ascending values: at least ``gap`` apart, near their values."""
    out: list[float] = []
    for value in values:
        out.append(max(value, out[-1] + gap) if out else value)
    return out


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")

"""Who spends on what: composition bars, and one amount an account on a logarithmic axis."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator

from gouji.show.figures.bounds import chosen, height
from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import account_ticks
from gouji.show.style import colour, headline, legend, look, quiet

REST = "其他 other"
MARKS, UNKNOWN = {"汇总": "D", "本级": "o", "单位": "^"}, "X"


@or_nothing
def composition(parts: pd.DataFrame, given: pd.DataFrame, title: str, xlabel: str, most: int = 6, accounts: int = 24) -> tuple[Figure, pd.DataFrame]:
    """One bar an account filling 100 % of the total its form prints, parts by class, that total (万元) beside it; beyond ``most``
    classes the rest are one, beyond ``accounts`` accounts only the largest are drawn. The table holds every account.
    ``parts``: account, label, value (元), share (%)."""
    own = parts.assign(value=parts["value"].astype(float) / 10_000)
    kept = own.groupby("label")["share"].sum().sort_values(ascending=False).index.tolist()[:most]
    beyond = own[~own["label"].isin(kept)].sort_values("share", ascending=False).drop_duplicates("account").set_index("account")
    own = own.assign(label=own["label"].where(own["label"].isin(kept), REST))
    wide = own.pivot_table(index="account", columns="label", values="share", aggfunc="sum").fillna(0)
    wide = wide[[c for c in [*kept, REST] if c in wide]]
    amounts, names = own.groupby("account")["value"].sum(), account_ticks(given)
    order = chosen(given, amounts, accounts)
    figure, ax = plt.subplots(figsize=(8, height(len(order), 3) + 1.6))
    _bars(ax, wide.loc[order], beyond)
    for y, name in enumerate(order):
        ax.text(101, y, f"{amounts[name]:,.0f} 万元", va="center", fontsize=9)
    ax.set_yticks(range(len(order)), [names[n] for n in order])
    ax.set(xlim=(0, 120), ylim=(len(order) - 0.5, -0.5), xlabel=xlabel)
    ax.set_xticks(range(0, 101, 20), [f"{v}%" for v in range(0, 101, 20)])
    headline(figure, title)
    legend(figure, 3)
    every = chosen(given, amounts, len(amounts))
    return figure, wide.loc[every].round(2).reset_index().assign(amount=[round(amounts[n], 2) for n in every])


@or_nothing
def amounts(panel: pd.DataFrame, given: pd.DataFrame, title: str, accounts: int = 24) -> tuple[Figure, pd.DataFrame]:
    """Expenditure of the year, one dot an account, on a logarithmic axis of 万元: budgets hollow, final accounts solid, tiers by
    mark. ``panel``: rows of one measure."""
    own = panel.set_index("account")["value"].astype(float) / 10_000
    own = own[own > 0]
    order, names = chosen(given, own, accounts), account_ticks(given)
    figure, ax = plt.subplots(figsize=(8, height(len(order), 3) + 1.5))
    told = given.drop_duplicates("account").set_index("account")
    for y, name in enumerate(order):
        final, tier = told.loc[name, "kind"] == "final", told.loc[name, "tier"]
        ax.plot([own.loc[order].min() * 0.6, own[name]], [y, y], color=colour("faint"), linewidth=2, zorder=1)
        ax.scatter([own[name]], [y], s=60, marker=MARKS.get(tier, UNKNOWN), facecolor=colour("calm") if final else "white", edgecolor=colour("calm"), zorder=3)
        ax.text(own[name] * 1.12, y, f"{own[name]:,.0f}", va="center", fontsize=9)
    shapes = MARKS | ({"口径不明 tier unknown": UNKNOWN} if set(told.loc[order, "tier"]) - set(MARKS) else {})
    for label, marker in shapes.items():
        ax.scatter([], [], marker=marker, s=50, facecolor=colour("grey"), edgecolor=colour("grey"), label=label)
    ax.scatter([], [], marker="s", s=50, facecolor="white", edgecolor=colour("grey"), label="空心 hollow：预算 budget")
    ax.scatter([], [], marker="s", s=50, facecolor=colour("calm"), edgecolor=colour("calm"), label="实心 solid：决算 final")
    ax.set_xscale("log")
    ax.set(xlim=(own.loc[order].min() * 0.6, own.loc[order].max() * 2.2), ylim=(len(order) - 0.5, -0.5), xlabel="本年支出，万元（对数） expenditure, 10,000 yuan, logarithmic")
    ax.set_yticks(range(len(order)), [names[n] for n in order])
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:,.0f}" if v >= 1 else f"{v:g}")
    headline(figure, title)
    legend(figure, 5)
    quiet(ax)
    every = chosen(given, own, len(own))
    made = panel.set_index("account")["value_"] if "value_" in panel else None
    companion = {} if made is None else {"expenditure_": [made[n] for n in every]}
    return figure, told.loc[every, ["body", "year", "kind", "tier"]].reset_index().assign(expenditure=[round(own[n], 2) for n in every], **companion)


def _bars(ax, wide: pd.DataFrame, beyond: pd.DataFrame) -> None:
    """The stacked bars; in the rest, the name of its largest class where that alone is a fifth of the account."""
    left = pd.Series(0.0, index=wide.index)
    inks = [*look()["categories"], colour("grey")]
    for number, column in enumerate(wide.columns):
        ink = colour("grey") if column == REST else inks[number % len(inks)]
        ax.barh(range(len(wide)), wide[column], left=left, color=ink, height=0.56, label=column, edgecolor="white", linewidth=0.8)
        for y, (start, share) in enumerate(zip(left, wide[column], strict=True)):
            if share >= 6:
                account = wide.index[y]
                named = column == REST and account in beyond.index and beyond.loc[account, "share"] >= 20
                told = f"{beyond.loc[account, 'label'].removesuffix('支出')} {share:.0f}" if named else f"{share:.0f}"
                ax.text(start + share / 2, y, told, ha="center", va="center", color=_on(ink), fontsize=8.5)
        left = left + wide[column]


def _on(ink: str) -> str:
    """White on dark inks, ink on light ones: figures in a bar stay readable."""
    red, green, blue = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 150 else colour("ink")

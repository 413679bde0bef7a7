"""Self-evaluations: targets against actual values, money against plans, scores given against scores recomputed."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.figures.nothing import or_nothing
from gouji.show.style import colour, headline, legend, quiet

LINES = (("init", "年初 initial", "o"), ("annual", "全年 annual", "s"), ("exec", "执行 executed", "D"))


@or_nothing
def executions(funds: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One line a project: initial and annual budget and execution, in 万元 on a logarithmic axis where they span widely."""
    own = funds[funds[["init", "annual", "exec"]].notna().any(axis=1)]
    own = own.assign(**{c: own[c].map(_ten_thousand) for c, _, _ in LINES}).sort_values("exec", kind="stable").reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 0.44 * max(1, len(own)) + 1.6))
    for y, row in own.iterrows():
        present = [row[c] for c, _, _ in LINES if row[c] == row[c]]
        ax.plot([min(present), max(present)], [y, y], color=colour("faint"), linewidth=3, zorder=1)
    for (column, word, marker), ink in zip(LINES, ("grey", "calm", "accent"), strict=True):
        ax.scatter(own[column], own.index, marker=marker, s=36, color="white" if column == "init" else colour(ink), edgecolor=colour(ink), label=word, zorder=3)
    ax.set_xscale("symlog", linthresh=1)
    ax.set(xlim=(0, None), xlabel="万元（对数） 10,000 yuan, logarithmic")
    ax.set_yticks(own.index, [_short(p) for p in own["project"]])
    legend(figure, 3)
    headline(figure, title)
    quiet(ax)
    return figure, own[["name", "project", "init", "annual", "exec"]]


@or_nothing
def target_dumbbells(missed: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """Indicators that missed their target and scored full marks: the shortfall as a share of the target, the score beside it."""
    own = missed.reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 0.5 * max(1, len(own)) + 1.2))
    for y, row in own.iterrows():
        ax.plot([row["reached"], 100], [y, y], color=colour("accent"), linewidth=2, zorder=1)
        ax.scatter([row["reached"]], [y], color=colour("accent"), marker="^", s=46, zorder=3)
        ax.scatter([100], [y], facecolor="white", edgecolor=colour("ink"), s=46, zorder=3)
        told = f"目标 {row['target']} · 实际 {row['actual']} · 得分 {row['score']}/{row['weight']}"
        ax.text(max(row["reached"], 100) + 2, y, told, va="center", fontsize=9)
    ax.axvline(100, color=colour("grey"), linewidth=0.8, zorder=0)
    ax.set_yticks(own.index, [_short(i, 18) for i in own["indicator"]])
    right = max([*own["reached"], 100]) if len(own) else 100
    ax.set(xlim=(0, right * 1.65), xlabel="实际值占目标值的百分比 actual as % of target", ylim=(max(1, len(own)) - 0.5, -0.5))
    ax.set_xticks(range(0, int(right) + 1, 20))
    headline(figure, title)
    return figure, own[["name", "project", "indicator", "target", "actual", "score", "weight", "reached"]]


@or_nothing
def score_inflation(sums: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One line a scored self-evaluation: the total given against the total its own targets give."""
    own = sums[sums["total"].notna()].assign(total=lambda d: d["total"].astype(float), recomputed=lambda d: d["recomputed"].astype(float))
    own = own.sort_values("recomputed", kind="stable").reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 0.44 * max(1, len(own)) + 1.4))
    for y, row in own.iterrows():
        ax.plot([row["recomputed"], row["total"]], [y, y], color=colour("faint"), linewidth=3, zorder=1)
        ax.text(max(row["total"], row["recomputed"]) + 0.4, y, f"{row['total'] - row['recomputed']:+.1f}".replace("-", "−").replace("+0.0", "0"), va="center", fontsize=9)
    ax.scatter(own["recomputed"], own.index, color=colour("accent"), marker="^", s=40, label="按目标复算 recomputed from its targets", zorder=3)
    ax.scatter(own["total"], own.index, color=colour("calm"), s=40, label="自评总分 score given", zorder=3)
    ax.set_yticks(own.index, [_short(p) for p in own["project"]])
    ax.set(xlabel="分 points", xlim=(min([*own["recomputed"], 90]) - 2, 103))
    legend(figure, 2)
    headline(figure, title)
    quiet(ax)
    return figure, own[["name", "project", "total", "recomputed"]].assign(inflation=own["total"] - own["recomputed"])


def _ten_thousand(value) -> float:
    return float("nan") if value is None or value != value else float(value) / 10_000


def _short(text: str, most: int = 22) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

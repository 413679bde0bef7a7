"""Self-evaluations: targets against actual values, money against plans, scores given against scores recomputed."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.derivation import companioned
from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import titles
from gouji.show.style import colour, headline, legend, look, quiet, wrapped

MOST = 40  # projects shown one by one; of more those that strayed farthest
NAME = 16  # characters of a name on one line
LINES = (("init", "年初 initial", "o"), ("annual", "全年 annual", "s"), ("exec", "执行 executed", "D"))


@or_nothing
def executions(funds: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One line a project: initial and annual budget and execution, in 万元 on a logarithmic axis. Of more than ``MOST`` those
    whose execution strayed farthest from the initial budget."""
    own = funds[funds[["init", "annual", "exec"]].notna().any(axis=1)]
    own = own.assign(**{c: own[c].map(_ten_thousand) for c, _, _ in LINES})
    strayed = (own["exec"].fillna(0) - own["init"].fillna(0)).abs()
    own = own.loc[strayed.sort_values(ascending=False, kind="stable").index[:MOST]].sort_values("exec", kind="stable").reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 0.44 * max(1, len(own)) + 1.6))
    for y, row in own.iterrows():
        present = [row[c] for c, _, _ in LINES if row[c] == row[c]]
        ax.plot([min(present), max(present)], [y, y], color=colour("faint"), linewidth=3, zorder=1)
    for (column, word, marker), ink in zip(LINES, ("grey", "calm", "accent"), strict=True):
        ax.scatter(own[column], own.index, marker=marker, s=36, color="white" if column == "init" else colour(ink), edgecolor=colour(ink), label=word, zorder=3, clip_on=False)
    ax.set_xscale("symlog", linthresh=1)
    ax.set(xlim=(0, None), xlabel="万元（对数） 10,000 yuan, logarithmic")
    ax.tick_params(axis="y", pad=9)  # a mark at nothing stands on the axis
    ax.set_yticks(own.index, [wrapped(p, NAME) for p in own["project"]])
    legend(figure, 3)
    headline(figure, title)
    quiet(ax)
    return figure, companioned(own, ["name", "project", "init", "annual", "exec"])


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
    ax.set_yticks(own.index, [wrapped(i, NAME) for i in own["indicator"]])
    right = max([*own["reached"], 100]) if len(own) else 100
    ax.set(xlim=(0, right * 1.65), xlabel="实际值占目标值的百分比 actual as % of target", ylim=(max(1, len(own)) - 0.5, -0.5))
    ax.set_xticks(range(0, int(right) + 1, 20))
    headline(figure, title)
    return figure, companioned(own, ["name", "project", "indicator", "target", "actual", "score", "weight", "reached"])


@or_nothing
def slopes(funds: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One line a project from its initial over its annual budget to its execution, in per cent of the initial budget; those that
    moved most are named at their ends with the amount executed. Projects without an initial budget are not drawn."""
    own = funds[funds["init"].map(lambda v: v is not None and v == v and v > 0)]
    own = own.assign(**{f"{c}_share": [float(100 * v / i) if v is not None and v == v else float("nan") for v, i in zip(own[c], own["init"], strict=True)] for c, _, _ in LINES})
    own = own.dropna(subset=["exec_share"]).sort_values("exec_share", kind="stable").reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 4.6))
    moved = own["exec_share"].sub(100).abs() >= 0.05
    for i, row in own.iterrows():
        ys = [100, row["annual_share"], row["exec_share"]]
        ink = colour("accent" if row["exec_share"] < 99.95 else "calm")
        ax.plot([0, 1, 2], ys, color=ink, marker="o", markersize=4, linewidth=1.4, alpha=0.85 if moved[i] else 0.4)
    named = own[moved].loc[lambda d: (d["exec_share"] - 100).abs().sort_values(ascending=False, kind="stable").index[:12]].sort_values("exec_share")
    gap = 5.5 if named["project"].map(len).max() <= NAME else 8.5  # points of the axis a label needs
    for y, row in zip(_apart(named["exec_share"].tolist(), gap), named.itertuples(index=False), strict=True):
        ax.text(2.05, y, f"{wrapped(row.project, NAME)}  {row.exec_share:.1f}%（{_ten_thousand(row.exec):,.2f} 万元）", va="center", fontsize=8.5)
    if (still := int((~moved).sum())):
        ax.text(2.05, max(100, *_apart([*named["exec_share"], 100], gap)), f"{still} 个项目 100%", va="center", fontsize=8.5, color=colour("calm"))
    ax.set_xticks([0, 1, 2], ["年初预算\ninitial", "全年预算\nannual", "执行\nexecuted"])
    ax.set(xlim=(-0.1, 3.6), ylim=(-4, max(106, 1.05 * own[["annual_share", "exec_share"]].max(axis=None)) if len(own) else 106), ylabel="年初预算的百分比 % of initial budget")
    headline(figure, title)
    quiet(ax, "y")
    return figure, companioned(own, ["name", "project", "init", "annual", "exec", "annual_share", "exec_share"])


@or_nothing
def score_strips(totals: pd.DataFrame, bands: list, title: str) -> tuple[Figure, pd.DataFrame]:
    """Two strips, a mark an evaluation: the totals given, and (where weights are printed) the totals its own targets give;
    the grades as lines, medians named. ``totals`` as ``inflation.totals``."""
    own = totals.reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 2.6))
    for y, (column, marker, ink) in enumerate((("total", "o", "calm"), ("recomputed", "^", "accent"))):
        values = own[column].dropna()
        if values.empty:
            continue
        ax.scatter(values, [y + 0.22 * ((i * 7) % 5 - 2) / 2 for i in range(len(values))], marker=marker, s=34, color=colour(ink), alpha=0.6, linewidth=0, zorder=3)
        ax.plot([values.median()] * 2, [y - 0.34, y + 0.34], color=colour("ink"), linewidth=1.2)
        ax.text(values.median(), y - 0.4, f"中位数 median {values.median():.1f}", ha="center", va="bottom", fontsize=8.5)
    low = min([*own["total"], *own["recomputed"].dropna(), bands[0][0]])
    for bound, grade in bands:
        if bound >= low - 6:
            ax.axvline(bound, color=colour("grey"), linewidth=0.8, linestyle=":")
            ax.text(bound + 0.15, 1.56, f"{grade} ≥ {bound}", fontsize=8.5, color=colour("grey"), va="bottom")
    ax.set_yticks([0, 1], [f"自评总分 given\nN = {own['total'].notna().sum()}", f"按目标复算 recomputed\nN = {own['recomputed'].notna().sum()}"])
    ax.set(xlim=(low - 3, 101.5), ylim=(1.75, -0.75), xlabel="分 points")
    headline(figure, title)
    quiet(ax)
    return figure, companioned(own, ["name", "project", "total", "recomputed"])


@or_nothing
def score_inflation(sums: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One line a scored self-evaluation: the total given against the total its own targets give; of more than ``MOST`` those
    that differ most."""
    own = sums[sums["total"].notna()].assign(total=lambda d: d["total"].astype(float), recomputed=lambda d: d["recomputed"].astype(float))
    own = own.loc[(own["total"] - own["recomputed"]).abs().sort_values(ascending=False, kind="stable").index[:MOST]]
    own = own.sort_values("recomputed", kind="stable").reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 0.44 * max(1, len(own)) + 1.4))
    for y, row in own.iterrows():
        ax.plot([row["recomputed"], row["total"]], [y, y], color=colour("faint"), linewidth=3, zorder=1)
        ax.text(max(row["total"], row["recomputed"]) + 0.4, y, f"{row['total'] - row['recomputed']:+.2f}".replace("-", "−").replace("+0.00", "0"), va="center", fontsize=9)
    ax.scatter(own["recomputed"], own.index, color=colour("accent"), marker="^", s=40, label="按目标复算 recomputed from its targets", zorder=3)
    ax.scatter(own["total"], own.index, color=colour("calm"), s=40, label="自评总分 score given", zorder=3)
    ax.set_yticks(own.index, [wrapped(p, NAME) for p in own["project"]])
    ax.set(xlabel="分 points", xlim=(min([*own["recomputed"], 90]) - 2, 103))
    legend(figure, 2)
    headline(figure, title)
    quiet(ax)
    return figure, companioned(own.assign(inflation=own["total"] - own["recomputed"]), ["name", "project", "total", "recomputed", "inflation"])


@or_nothing
def judged_bars(reasons: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One bar a document: its indicators by whether they can be judged, and if not why. ``reasons`` as ``targets.by_reason``."""
    own = reasons.reset_index(drop=True)
    own = own.loc[own["indicators"].sort_values(ascending=False, kind="stable").index[:MOST]].reset_index(drop=True)
    figure, ax = plt.subplots(figsize=(8, 0.4 * len(own) + 1.6))
    left = pd.Series(0, index=own.index)
    for why, given in look()["reasons"].items():
        if why not in own:
            continue
        ax.barh(own.index, own[why], left=left, color=given["colour"], height=0.6, label=f"{given['mark']} {given['zh']} {given['en']}", edgecolor="white", linewidth=0.6)
        for y, (start, count) in enumerate(zip(left, own[why], strict=True)):
            if count >= 0.05 * own["indicators"].max():
                ax.text(start + count / 2, y, str(count), ha="center", va="center", fontsize=8, color="white" if why in ("judged", "no target", "no actual") else colour("ink"))
        left = left + own[why]
    ax.set_yticks(own.index, [titles(documents)[n] for n in own["name"]], fontsize=8.5)
    ax.set(xlabel="指标数 indicators", ylim=(len(own) - 0.5, -0.5))
    legend(figure, 2)
    headline(figure, title)
    quiet(ax)
    return figure, own


def _apart(values: list[float], gap: float) -> list[float]:
    """Sorted places moved up just enough to stand ``gap`` apart."""
    out: list[float] = []
    for value in values:
        out.append(max(value, out[-1] + gap) if out else value)
    return out


def _ten_thousand(value) -> float:
    return float("nan") if value is None or value != value else float(value) / 10_000

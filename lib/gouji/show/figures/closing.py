"""How the identities close: outcomes by document, by form, residuals against the envelope, the articulation of forms."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import ticks, titles
from gouji.show.style import colour, headline, legend, look, quiet

FEW, MANY = 8, 40  # documents: room for two lines of label each; each with its count
SHOWN = ("exact", "rounding", "truncation", "mismatch")


@or_nothing
def outcome_bars(outcomes: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One bar a document: its tested identities by outcome, counts on the bars. ``outcomes`` as ``outcomes_by_document``."""
    own, labels = outcomes[outcomes["testable"] > 0].reset_index(drop=True), ticks(documents)
    figure, ax = plt.subplots(figsize=(8, 0.62 * max(1, len(own)) + 1.2))
    left = pd.Series(0, index=own.index)
    for outcome in [o for o in SHOWN if o in own]:
        given = look()["outcomes"][outcome]
        ax.barh(own.index, own[outcome], left=left, color=given["colour"], height=0.52, label=f"{given['mark']} {given['zh']} {given['en']}")
        left = left + own[outcome]
    for y, row in own.iterrows():
        told = " ".join(f"{look()['outcomes'][o]['mark']}{row[o]}" for o in SHOWN if o in own and row[o])
        ax.text(row["testable"], y, f"  {told}", va="center", fontsize=9)
    ax.set_yticks(own.index, [labels.get(n, n) for n in own["name"]])
    ax.set(xlabel="可检验的勾稽关系 identities tested", xlim=(0, 1.4 * own["testable"].max() if len(own) else 1))
    ax.invert_yaxis()
    headline(figure, title)
    legend(figure, 4)
    return figure, own[["name", *[o for o in SHOWN if o in own], "testable", "closed", "share"]]


@or_nothing
def closure_dots(by_form: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """A dot a form and document: area the identities tested, colour whether all close; the share where they do not."""
    names = [n for n in documents["name"] if n in set(by_form["name"])]
    forms = sorted(by_form["form"].unique(), key=lambda f: (f == "–", {"FA": 0, "BG": 1, "PE": 2}.get(f[:2], 3), f))
    figure, ax = plt.subplots(figsize=(min(9, 0.42 * len(forms) + 3.2), 0.72 * len(names) + 1.2))
    sized = lambda n: 24 + 26 * math.sqrt(n)
    small = min(1.0, 26000 / max(1, len(forms)) ** 1.5 / sized(by_form["testable"].max() if len(by_form) else 0))  # so that the largest stays in its column
    for row in by_form[by_form["name"].isin(names)].itertuples(index=False):
        x, y, whole = forms.index(row.form), names.index(row.name), row.closed == row.testable
        ax.scatter(x, y, s=small * sized(row.testable), color=colour("calm" if whole else "accent"), marker="o" if whole else "^", zorder=3, linewidth=0)
        ax.text(x, y + (0.42 if whole else 0.5), str(row.testable) if whole else f"{row.testable}\n▲{row.testable - row.closed}", ha="center", va="center",
                fontsize=8 if len(forms) <= 18 else 6.5, color=colour("ink" if whole else "accent"))  # fmt: skip
    ax.set(xlim=(-0.7, len(forms) - 0.3), ylim=(len(names) - 0.3, -0.6))
    ax.set_xticks(range(len(forms)), forms, rotation=90)
    ax.set_yticks(range(len(names)), [ticks(documents)[n] for n in names])
    ax.tick_params(length=0)
    quiet(ax, "both")
    headline(figure, title)
    return figure, by_form[by_form["name"].isin(names)].reset_index(drop=True)


@or_nothing
def residual_strip(residuals: pd.DataFrame, documents: pd.DataFrame, title: str, reach: float = 12) -> tuple[Figure, pd.DataFrame]:
    """One strip a document: residuals as multiples of what the rounding of their own printed figures could leave (the band),
    symmetric log beyond it, outcome as mark and colour. Exact ones stand on the zero line, counted beside it."""
    names = [n for n in documents["name"] if n in set(residuals["name"])]
    own = residuals[residuals["name"].isin(names) & residuals["share"].notna()]
    room, labels = (0.7, ticks(documents)) if len(names) <= FEW else (0.4 if len(names) <= MANY else 0.16, titles(documents))
    figure, ax = plt.subplots(figsize=(8, room * max(1, len(names)) + 1.3))
    ax.axvspan(-1, 1, color=colour("faint"), zorder=0)
    ax.axvline(0, color=colour("grey"), linewidth=0.8)
    for outcome in SHOWN:
        given, rows = look()["outcomes"][outcome], own[own["outcome"] == outcome]
        if outcome != "exact" and len(rows):
            jitter = [names.index(n) + 0.12 + 0.16 * ((i * 7) % 5 - 2) / 2 for i, n in enumerate(rows["name"])]
            marker = {"rounding": "o", "truncation": "s", "mismatch": "^"}[outcome]
            ax.scatter(rows["share"], jitter, s=34 if len(names) <= MANY else 8, marker=marker, color=given["colour"], alpha=0.85, linewidth=0, label=f"{given['mark']} {given['zh']} {given['en']}", zorder=3)
    exact = own[own["outcome"] == "exact"].groupby("name").size()
    for name in names if len(names) <= MANY else ():
        ax.text(0, names.index(name) - 0.26, f"● {exact.get(name, 0)}", ha="center", va="center", fontsize=8, color=colour("calm"))
    ax.set_xscale("symlog", linthresh=1, linscale=0.8)
    widest = max(reach, 1.5 * own["share"].abs().max()) if len(own) else reach
    ax.set(xlim=(-widest, widest), ylim=(len(names) - 0.5, -0.55), xlabel="差额 ÷ 舍入包络 residual ÷ rounding envelope")
    ax.set_yticks(range(len(names)), [labels[n] for n in names], fontsize=9.5 if len(names) <= FEW else 8 if len(names) <= MANY else 5)
    headline(figure, title)
    legend(figure, 3)
    inexact = own[own["outcome"] != "exact"].sort_values(["name", "rule", "share"], kind="stable")
    return figure, inexact.reset_index(drop=True)


@or_nothing
def articulation(edges: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """The forms on a circle, an edge between two that a rule ties: calm where every identity closes, accent where one does not.
    ``edges``: one row a pair of forms (a, b) with testable and closed."""
    forms = sorted({*edges["a"], *edges["b"]})
    angle = {f: math.pi / 2 - 2 * math.pi * i / max(1, len(forms)) for i, f in enumerate(forms)}
    place = {f: (math.cos(t), math.sin(t)) for f, t in angle.items()}
    figure, ax = plt.subplots(figsize=(5.6, 5.4))
    for row in edges.itertuples(index=False):
        (x0, y0), (x1, y1), whole = place[row.a], place[row.b], row.closed == row.testable
        ax.plot([x0, x1], [y0, y1], color=colour("calm" if whole else "accent"), linewidth=1 + min(4, row.testable / 6), alpha=0.75, linestyle="-" if whole else "--", zorder=1)
        if not whole:
            ax.text((x0 + x1) / 2, (y0 + y1) / 2, f"{row.closed}/{row.testable}", color=colour("accent"), fontsize=8.5, ha="center", va="center",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    for form, (x, y) in place.items():
        ax.scatter(x, y, s=620, color="white", edgecolor=colour("ink"), linewidth=1, zorder=2)
        ax.text(x, y, form, ha="center", va="center", fontsize=8.5, zorder=3)
    ax.set(xlim=(-1.3, 1.3), ylim=(-1.25, 1.25), aspect="equal")
    ax.axis("off")
    headline(figure, title)
    return figure, edges.reset_index(drop=True)

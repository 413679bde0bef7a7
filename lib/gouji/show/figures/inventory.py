"""What there is: forms published by document, and what each page holds."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from gouji.show.figures.nothing import or_nothing
from gouji.show.labels import ticks
from gouji.show.style import headline, legend_below, look


@or_nothing
def forms_by_document(states: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One square a form and document, coloured and marked by what became of the form. ``states`` as ``forms_published``."""
    names = [n for n in documents["name"] if n in set(states["name"])]
    forms, meanings = sorted(states["form"].unique(), key=_form_order), look()["published"]
    figure, ax = plt.subplots(figsize=(min(8, 0.3 * len(forms) + 3.2), 0.62 * len(names) + 1.3))
    for row in states.itertuples(index=False):
        x, y, meaning = forms.index(row.form), names.index(row.name), meanings[row.state]
        ax.add_patch(Rectangle((x - 0.45, y - 0.42), 0.9, 0.84, facecolor=meaning["colour"], linewidth=0))
        if row.state != "published":
            ax.text(x, y, meaning["mark"], ha="center", va="center", color="white" if row.state == "missing" else look()["ink"], fontsize=9)
    _matrix_axes(ax, forms, names, documents)
    headline(figure, title)
    legend_below(ax, meanings, list(states["state"].unique()))
    return figure, states.pivot(index="name", columns="form", values="state").reindex(names)[forms].fillna("–").reset_index()


@or_nothing
def page_strips(pages: pd.DataFrame, documents: pd.DataFrame, title: str) -> tuple[Figure, pd.DataFrame]:
    """One strip a document, one square a page: prose, table, continuation, blank, not read."""
    names, meanings = [n for n in documents["name"] if n in set(pages["name"])], look()["pages"]
    figure, ax = plt.subplots(figsize=(8, 0.62 * len(names) + 1.4))
    for row in pages.itertuples(index=False):
        y = names.index(row.name)
        ax.add_patch(Rectangle((row.page - 0.45, y - 0.33), 0.9, 0.66, facecolor=meanings[row.holds]["colour"], edgecolor="white", linewidth=0.4))
    ax.set(xlim=(0.3, pages["page"].max() + 0.7), ylim=(len(names) - 0.5, -0.5), xlabel="页 page")
    ax.set_yticks(range(len(names)), [ticks(documents)[n] for n in names])
    ax.spines["bottom"].set_visible(False)
    headline(figure, title)
    legend_below(ax, meanings, list(pages["holds"].unique()))
    counts = pages.groupby(["name", "holds"]).size().unstack(fill_value=0).reindex(names).reset_index()
    return figure, counts


def _matrix_axes(ax, forms: list[str], names: list[str], documents: pd.DataFrame) -> None:
    ax.set(xlim=(-0.6, len(forms) - 0.4), ylim=(len(names) - 0.5, -0.5))
    ax.set_xticks(range(len(forms)), forms, rotation=90)
    ax.set_yticks(range(len(names)), [ticks(documents)[n] for n in names])
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)


def _form_order(form: str) -> tuple:
    return ("FA", "BG", "PE").index(form[:2]) if form[:2] in ("FA", "BG", "PE") else 3, form

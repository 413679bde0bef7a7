"""One look for every figure: the colours and marks of ``declared/look.yml``, the embedded Chinese font, quiet axes."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib
import yaml
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gouji.show.rich import Rich, bilingual

DECLARED = Path(__file__).resolve().parents[1] / "declared"
ROW = 0.2  # inches of one row of a legend
FONT = DECLARED / "fonts" / "NotoSansSC-Regular.ttf"


@lru_cache(maxsize=1)
def look() -> dict[str, Any]:
    """The declared values: colours, categories, outcomes with mark, colour and words."""
    return yaml.safe_load((DECLARED / "look.yml").read_text("utf-8"))


def apply() -> None:
    """Set matplotlib's defaults for this session. Figures then look alike wherever they are drawn."""
    font_manager.fontManager.addfont(str(FONT))
    values = look()
    matplotlib.rcParams.update({
        "font.family": [font_manager.FontProperties(fname=str(FONT)).get_name(), "DejaVu Sans"],
        "font.size": 10, "axes.titlesize": 12, "axes.titleweight": "normal", "axes.titlelocation": "left",
        "axes.titlepad": 12, "axes.unicode_minus": False, "axes.labelsize": 9.5, "xtick.labelsize": 9, "ytick.labelsize": 9.5,
        "text.color": values["ink"], "axes.labelcolor": values["ink"], "axes.edgecolor": values["grey"],
        "xtick.color": values["ink"], "ytick.color": values["ink"], "grid.color": values["faint"],
        "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "ytick.major.size": 0,
        "axes.prop_cycle": matplotlib.cycler(color=values["categories"]),
        "figure.facecolor": values["paper"], "figure.dpi": 110, "savefig.dpi": 300, "svg.fonttype": "path",
        "svg.hashsalt": "gouji", "legend.frameon": False, "figure.constrained_layout.use": True,
    })  # fmt: skip


def colour(name: str) -> str:
    """A declared colour: ink, paper, accent, calm, grey, faint."""
    return look()[name]


def outcome_word(outcome: str) -> str:
    """Mark and words of an outcome: colour never carries meaning alone."""
    given = look()["outcomes"].get(outcome, {"mark": "?", "zh": outcome, "en": outcome})
    words = bilingual(given["zh"], given["en"])
    return Rich(f"{given['mark']} {words}", f"{given['mark']} {words.html}")


def outcome_mark(outcome: str) -> str:
    return look()["outcomes"].get(outcome, {"mark": "?"})["mark"]


def headline(figure: Figure, title: str) -> None:
    """The figure's title, which states its answer: at the left edge, wrapped to the figure's width."""
    width = int(figure.get_figwidth() * 5.6)  # Chinese characters of 12 points that fit
    lines, line = [], ""
    for word in re.findall(r" · |[!-~]+(?: (?!·))?|.", title):
        if word == " · ":  # the second language on a line of its own
            lines, line = [*lines, line], ""
            continue
        if sum(2 if ord(c) > 0x2E80 else 1 for c in line + word) > 2 * width:
            lines, line = [*lines, line], ""
        line += word
    figure.suptitle("\n".join([*lines, line]), x=0.005, ha="left", fontsize=12)


def wrapped(text: str, width: int) -> str:
    """A label on as many lines as it needs, of at most ``width`` Chinese characters each (Latin letters count half): no name is cut."""
    lines, line, used = [], "", 0.0
    for letter in text:
        wide = 1.0 if ord(letter) > 0x2E80 else 0.5
        if used + wide > width:
            lines, line, used = [*lines, line], "", 0.0
        line, used = line + letter, used + wide
    return "\n".join([*lines, line])


def fitting(labels: list[str], inches: float, most: int, size: float = 8.5) -> int:
    """How many columns of a legend fit beside each other: labels of ``size`` points, each with its mark, column by column."""
    widths = [size * sum(1.0 if ord(c) > 0x2E80 else 0.58 for c in label) + 5.2 * size for label in labels]
    for columns in range(min(most, len(labels)), 1, -1):
        rows = -(-len(labels) // columns)
        if sum(max(widths[i : i + rows]) for i in range(0, len(widths), rows)) <= 72 * inches:
            return columns
    return 1


def legend(figure: Figure, columns: int) -> None:
    """The figure's own legend beneath it, where anything drawn has a label: at most so many columns, as many as fit."""
    labels = list(dict.fromkeys(label for ax in figure.axes for label in ax.get_legend_handles_labels()[1]))
    if labels:
        figure.legend(loc="outside lower left", ncols=_columns(figure, labels, columns), fontsize=8.5)


def _columns(figure: Figure, labels: list[str], most: int) -> int:
    """Columns of a legend; the figure grows by the rows it takes beyond one."""
    columns = fitting(labels, figure.get_figwidth(), most)
    figure.set_figheight(figure.get_figheight() + ROW * (-(-len(labels) // columns) - 1))
    return columns


def legend_below(ax: Axes, meanings: dict[str, dict], present: list[str]) -> None:
    """A one-line legend under the axes: mark, colour and both words of each meaning present."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], linestyle="", marker="s", markersize=8, markerfacecolor=meanings[m]["colour"], markeredgecolor=look()["grey"],
               markeredgewidth=0.4, label=f"{meanings[m]['mark']} {meanings[m]['zh']} {meanings[m]['en']}")
        for m in meanings if m in present
    ]  # fmt: skip
    ax.figure.legend(handles=handles, loc="outside lower left", ncols=_columns(ax.figure, [h.get_label() for h in handles], 4), fontsize=8.5, handletextpad=0.2)


def quiet(ax: Axes, grid: str = "x") -> Axes:
    """Grid lines behind the data along one axis, none along the other."""
    ax.set_axisbelow(True)
    ax.grid(axis=grid, linewidth=0.8)
    return ax


def plt_close(figure: Figure) -> None:
    """Forget a figure that is not shown."""
    from matplotlib import pyplot

    pyplot.close(figure)

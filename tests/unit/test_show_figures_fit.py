"""Figures keep their words within them: no name is cut, no label or legend stands beyond the edge, with many long names too."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from gouji.show import figures
from gouji.show.style import fitting, look, wrapped

LONG = "某某市某某区人民政府某某街道办事处便民服务和大数据管理中心"


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def beyond(figure) -> list[str]:
    """The words of a figure that stand beyond its edge (two pixels are forgiven)."""
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    hidden = {id(tick.label1) for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()
              if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())}  # fmt: skip
    texts = [t for t in figure.findobj(plt.Text) if t.get_visible() and t.get_text().strip() and id(t) not in hidden]
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts if t.axes is None or t.axes.get_visible()]
    return [text for text, b in boxes if b.x0 < -2 or b.y0 < -2 or b.x1 > width + 2 or b.y1 > height + 2]


def documents(count: int) -> pd.DataFrame:
    return pd.DataFrame([{"name": f"d{i}", "entity": f"{LONG}{i}", "year": 2021 + i % 3, "kind": "budget", "pages": 9,
                          "cells_compared": 900 + 1000 * i, "cells_differing": i} for i in range(count)])  # fmt: skip


def test_words_beyond_the_edge_are_seen():
    figure, ax = plt.subplots(figsize=(4, 2))
    ax.text(0.9, 0.5, LONG)
    assert beyond(figure) == [LONG]


@pytest.mark.parametrize("count", [1, 5, 20])
def test_the_readers_bars_hold_their_labels(count):
    assert not beyond(figures.reader_agreement(documents(count), "题")[0])


@pytest.mark.parametrize("forms", [3, 28])
def test_dots_of_many_forms_keep_their_counts_apart_and_inside(forms):
    rows = [{"name": f"d{i}", "form": f"BG{f:02d}", "testable": 9 + 300 * (f % 2), "closed": 9 + 300 * (f % 2) - (f % 5 == 0)} for i in range(4) for f in range(forms)]
    figure, _ = figures.closure_dots(pd.DataFrame(rows), documents(4), "题")
    assert not beyond(figure)
    counts = sorted((t.get_window_extent() for t in figure.axes[0].texts if t.get_position()[1] > 0.3 and t.get_position()[1] < 0.6), key=lambda b: b.x0)
    assert len(counts) == forms and all(left.x1 <= right.x0 + 1 for left, right in pairwise(counts))


def test_a_legend_of_every_state_of_a_form_stays_inside():
    states = pd.DataFrame([{"name": "d0", "form": f"FA{i:02d}", "title": "t", "state": s} for i, s in enumerate(look()["published"])])
    figure, _ = figures.forms_by_document(states, documents(1), "题")
    assert not beyond(figure) and figure.axes[0].get_window_extent().height > 30  # the legend takes nothing from what is drawn


def test_a_long_name_goes_on_and_is_not_cut():
    assert wrapped(LONG, 12).replace("\n", "") == LONG and max(map(len, wrapped(LONG, 12).split("\n"))) == 12
    assert wrapped("abcdefgh", 4) == "abcdefgh" and wrapped("", 4) == ""  # a Latin letter is half as wide


def test_projects_with_long_names_are_named_whole():
    funds = pd.DataFrame([{"name": "d0", "project": f"{LONG}{i}", "init": 1000000 + i, "annual": 900000, "exec": 100000 * (i + 1)} for i in range(4)])
    figure, _ = figures.slopes(funds, "题")
    text = "".join(t.get_text() for t in figure.axes[0].texts).replace("\n", "")
    assert all(f"{LONG}{i}" in text for i in range(4))


def test_a_legend_has_as_many_columns_as_fit():
    assert fitting(["甲"] * 4, 8, 4) == 4
    assert fitting([LONG] * 4, 8, 4) < fitting(["甲乙丙丁戊己庚辛"] * 4, 8, 4) and fitting([LONG * 3], 4, 4) == 1

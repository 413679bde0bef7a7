"""Panels whose truth is known: an effect is planted in simulated ledgers, and the estimate covers it at its stated rate.

Every panel is made as a study makes it (documents, ledger → accounts → panel → pairs), so that what is tested is the
road the notebook takes, not a formula beside it.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist

import numpy as np
import panels
import pytest

from gouji.analysis import budget_final, composition, panel

D = Decimal
PANELS, BODIES, PLANTED = 60, 12, -0.06


def simulated(draw: np.random.Generator, bodies: int, planted: float, spread: float = 0.15):
    """Budgets and final accounts of so many bodies; each final is its budget times exp(N(log(1 + planted), spread)), so that the
    median deviation of the population is ``planted``; amounts in 万元 to two decimals. Also two traps in every panel:
    a consolidated final account of the first body, and a second document that claims the last body's budget."""
    documents, cells = [], []
    for number in range(bodies):
        budget = round(float(draw.lognormal(7, 1)), 2)
        final = round(budget * float(np.exp(draw.normal(np.log1p(planted), spread))), 2)
        for kind, form, value in (("budget", "BG03", budget), ("final", "FA03", final)):
            name = f"{kind}{number}"
            documents.append(panels.document(name, f"第{number}局（本级）", kind=kind))
            cells.append(panels.cell(name, f"{form}/total/total", D(str(value)) * 10_000, resolution="100"))
    documents += [panels.document("trap", "第0局（汇总）"), panels.document("rival", f"第{bodies - 1}局（本级）", kind="budget")]
    cells += [panels.cell("trap", "FA03/total/total", 10**9), panels.cell("rival", "BG03/total/total", 10)]
    return documents, cells


def estimate(cells: list[dict], given) -> dict:
    found = panel.panel(panels.index(*cells), {}, given)
    pairs = budget_final.budget_and_final(found, {}, given)
    return budget_final.deviation(budget_final.by_body(pairs), "documents")


def test_the_interval_covers_the_planted_deviation_at_its_stated_rate():
    draw = np.random.default_rng(20261121)
    made = [simulated(draw, BODIES + 1, PLANTED) for _ in range(PANELS)]
    given = panels.accounts(*made[0][0])  # the same bodies in every panel
    told = [estimate(cells, given) for _, cells in made]
    assert {t["bodies"] for t in told} == {BODIES}  # the body with two budgets is not paired, the consolidated account is nobody's pair
    stated_rate = told[0]["confidence"]
    covered = sum(t["low"] <= 100 * PLANTED <= t["high"] for t in told) / PANELS
    assert 0.95 <= stated_rate < 0.97
    assert covered >= stated_rate - 3 * (stated_rate * (1 - stated_rate) / PANELS) ** 0.5
    without = sum(t["low"] <= 0 <= t["high"] for t in told) / PANELS
    assert without < covered  # it is the planted effect that is covered, not whatever


def test_a_skewed_population_is_covered_too_and_the_mean_would_mislead():
    draw, hit = np.random.default_rng(7), 0
    truth = -6 + 3 * NormalDist().inv_cdf(0.5 / 0.85)  # the population's median: the outliers all lie above
    for _ in range(400):
        values = np.where(draw.random(BODIES) < 0.15, draw.lognormal(5, 1, BODIES), draw.normal(-6, 3, BODIES))  # some budgets were hardly budgets
        low, high, rate = budget_final.median_interval(list(values))
        hit += low <= truth <= high
    assert hit / 400 >= rate - 0.03


def test_five_bodies_make_no_inference():
    documents, cells = simulated(np.random.default_rng(1), 6, PLANTED)
    told = estimate(cells, panels.accounts(*documents))
    assert told["bodies"] == 5 and told["low"] is None and told["median"] is not None


def test_planted_shares_come_back_exactly_and_a_planted_misreading_is_left_out():
    draw = np.random.default_rng(3)
    shares = draw.dirichlet((6, 2, 1), size=40)
    documents = [panels.document(f"d{n}", f"第{n}局（本级）") for n in range(40)]
    cells, wrong = [], {5, 17}
    for n, row in enumerate(shares):
        amounts = [int(1_000_000 * s) for s in row]
        for code, amount in zip(("2010101", "2080505", "2101101"), amounts, strict=True):
            cells.append(panels.cell(f"d{n}", f"FA03/{code}/total", amount * (10 if n in wrong and code == "2080505" else 1)))
        cells.append(panels.cell(f"d{n}", "FA03/total/total", sum(amounts)))
    parts, wholes = composition.by_function(panels.index(*cells), panels.accounts(*documents))
    assert set(wholes.loc[~wholes["closes"], "account"]) == {f"d{n}" for n in wrong} and parts["account"].nunique() == 38
    staff = parts[parts["code"] == "201"].set_index("account")["share"]
    assert all(abs(staff[f"d{n}"] - 100 * shares[n][0]) < 0.001 for n in range(40) if n not in wrong)


@pytest.mark.parametrize("size", [200])
def test_two_hundred_documents_are_drawn_in_bounds_and_all_told(size):
    from gouji.show import figures, style

    draw = np.random.default_rng(11)
    documents, cells = simulated(draw, size // 2, PLANTED)
    given = panels.accounts(*documents)
    found = panel.panel(panels.index(*cells), {}, given)
    drawn, plotted = figures.amounts(found[found["measure"] == "expenditure"], given, "t", 24)
    assert len(plotted) == size + 2 and len(drawn.axes[0].get_yticks()) == 24 and drawn.get_figheight() < 20
    slopes, table = figures.budget_to_final(budget_final.by_body(budget_final.budget_and_final(found, {}, given)), "t")
    assert len(table) == size // 2 - 1 and slopes.get_figheight() < 6
    assert sum(t.get_text().endswith("%") for t in slopes.axes[0].texts) == 6  # only the outermost are labelled
    style.plt_close(drawn)
    style.plt_close(slopes)
    assert "图中画金额最大的 24 个" in figures.drawn_words(24, size + 2)[0] and figures.drawn_words(24, 24) == ("", "")

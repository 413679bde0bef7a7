"""Every figure of a notebook's tables and of its answer leads to its cell, to its formula with operands, or to the rows it counts.

The notebooks are executed here as they stand, and measured by ``leading``; what need not lead is declared there, with reasons.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import leading  # noqa: E402
import running  # noqa: E402

LEAST = {  # figures in the embedded study: with far fewer nothing was measured
    "01_inventory_documents": 250, "02_read_tables": 60, "03_reconcile_figures": 400, "04_audit_performance": 500, "05_compare_departments": 500, "06_score_disclosure": 900,
    "document_dossier": 700,
}  # fmt: skip
COVERED = tuple(LEAST)
CORPUS = running.ROOT / "data" / "raw" / "henan" / "manifest.csv"


@pytest.mark.skipif(not CORPUS.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
@pytest.mark.parametrize("name", COVERED)
def test_every_figure_leads_somewhere(name, executed):
    found = list(leading.figures_of(executed(name)))
    astray = [f"{f.place}: {f.text}" for f in found if not f.leads]
    assert len(found) >= LEAST[name], "too few figures were measured: did the tables change their form?"
    assert not astray, f"{len(astray)} of {len(found)} lead nowhere: {astray[:8]}"


@pytest.mark.skipif(not CORPUS.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
@pytest.mark.parametrize("name", ("03_reconcile_figures", "04_audit_performance", "05_compare_departments"))
def test_formulas_come_out_with_the_operands_they_show(name, executed):
    found = list(leading.formulas_of(executed(name)))
    assert len(found) > 20 and not [f for f in found if not leading.comes_out(*f[1:])]


def test_a_wrong_operand_is_seen(tmp_path):
    from gouji.show import derived

    path = tmp_path / "a.ipynb"
    for operand, right in (("5.00 万元", True), ("6.00 万元", False)):
        path.write_text(output(derived("57.73", "该项 ÷ 合计", "part ÷ total", [("a", operand, ""), ("b", "8.66 万元", "")]).html), "utf-8")
        assert [leading.comes_out(*f[1:]) for f in leading.formulas_of(path)] == [right]


def output(html: str, plain: str = "a b") -> str:
    return json.dumps({"cells": [{"cell_type": "code", "outputs": [{"output_type": "execute_result", "data": {"text/html": html, "text/plain": plain}}]}]})


def table(*cells: str) -> str:
    return f'<table class="gj-table"><thead><tr><th>name</th><th><span lang="zh">数</span><span lang="en">amount</span></th></tr></thead><tbody><tr>{"".join(f"<td>{c}</td>" for c in cells)}</tr></tbody></table>'


@pytest.mark.parametrize(("html", "expected"), [
    (table("局", "1,234.50"), [("1,234.50", False)]),
    (table("局", '<span class="gj-ref" data-ref="cell:a/1/2/3">1,234.50</span>'), [("1,234.50", True)]),
    (table("局", '<details class="gj-how"><summary>38%</summary><div class="gj-steps">5 ÷ 13</div></details>'), [("38%", True)]),
    (table("FA03", "三个"), []),  # a code and a word are no figures
    ('<div class="gj-answer"><p>2021 决算 FA03 共 12 份（p. 4）</p></div>', [("12", False)]),
    ('<div class="gj-answer"><div class="gj-p">共 <details class="gj-how"><summary>12</summary><div class="gj-steps">7 + 5</div></details> 份</div></div>', [("12", True)]),
])  # fmt: skip
def test_what_is_measured(tmp_path, html, expected):
    path = tmp_path / "a.ipynb"
    path.write_text(output(html), "utf-8")
    assert [(f.text, f.leads) for f in leading.figures_of(path)] == expected


def test_a_table_that_says_what_was_read_by_what_is_left_out(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(output(table("局", "12"), plain="name  pages  sha256\na 1 2"), "utf-8")
    assert not list(leading.figures_of(path))


@pytest.mark.skipif(not CORPUS.is_file(), reason="the embedded corpus is not typeset yet: make corpus")
def test_one_figure_that_leads_nowhere_is_seen(tmp_path, executed):
    """A seeded fault: the first reference of one table taken away from an executed notebook."""
    text = executed("03_reconcile_figures").read_text("utf-8")
    seeded = tmp_path / "seeded.ipynb"
    seeded.write_text(text.replace('class=\\"gj-ref\\"', 'class=\\"gj-nothing\\"', 1), "utf-8")
    assert [f.leads for f in leading.figures_of(seeded)].count(False) == 1

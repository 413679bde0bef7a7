"""Documents of invented departments, in every layout family and drawing style, read back figure by figure.

Each is drawn from a seed, typeset, read, understood and made into a ledger; the ledger must equal the facts, and the
tables their titles, numbers, units, notes and rows. ``python -m gouji.typeset.bench N`` runs as many as one likes.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gouji.typeset import bench
from gouji.typeset.compare import stated
from gouji.typeset.departments import FUNDS, NATURES, draw
from gouji.typeset.families import FAMILIES
from gouji.typeset.generate import generate
from gouji.typeset.layouts import under
from gouji.typeset.pdf import typeset
from gouji.typeset.style import PLAIN, STYLES

EVERY = [*FAMILIES, "varied", "unseen"]


@pytest.mark.parametrize("place, style", list(enumerate(STYLES)))
def test_every_style_reads_back_exactly(place, style, tmp_path):
    family = EVERY[place % len(EVERY)]
    outcome = bench.check(generate(100 + place, family, style), tmp_path)
    assert outcome.failures == (), f"{family} drawn as {style}:\n" + "\n".join(outcome.failures[:20])
    assert outcome.figures_exact == outcome.figures > 200 and outcome.tables_exact == outcome.tables >= 9


@pytest.mark.parametrize("seed", range(900, 904))
def test_layouts_and_styles_of_chance_read_back_exactly(seed, tmp_path):
    outcome = bench.check(generate(seed), tmp_path)
    assert outcome.failures == (), f"{outcome.made.layout} {outcome.made.style}:\n" + "\n".join(outcome.failures[:20])


def test_the_figures_of_a_department_cohere_exactly_and_not_when_rounded():
    residues = 0
    for seed in range(40):
        dep = draw(seed)
        assert all(s.amount > 0 for s in dep.spends) and {s.nature for s in dep.spends} <= set(NATURES)
        for fund in FUNDS:
            for code in ("", *dep.codes(fund)):
                of = under(code, fund=fund)
                assert dep.money("opening", of) + dep.money("revenue", of) == dep.spent(of) + dep.money("closing", of)
        assert sum(fen for _, fen in dep.projects) == dep.spent(under("", nature=("project", "special")))
        assert dep.three["reception"] == dep.spent(lambda s: s.econ == "30217")
        rounded = [Decimal(s.amount).scaleb(-6).quantize(Decimal("0.01")) for s in dep.spends]
        residues += sum(rounded) != Decimal(dep.spent()).scaleb(-6).quantize(Decimal("0.01"))
    assert residues > 20  # as in life: printed parts do not add up to the printed whole to the last digit


def test_the_same_seed_gives_the_same_bytes_and_the_plain_style_is_the_default(tmp_path):
    made = generate(5, "henan_final", "plain")
    one, two, three = (typeset(generate(5, "henan_final", "plain").facts, tmp_path / n, *s).read_bytes() for n, s in (("a", ()), ("b", (PLAIN,)), ("c", ())))
    assert one == two == three and made.facts == generate(5, "henan_final", "plain").facts
    assert made.facts != generate(6, "henan_final", "plain").facts


@pytest.mark.parametrize("what", ["figure", "label", "unit", "title", "row"])
def test_a_document_that_says_otherwise_than_its_facts_is_found_out(what, tmp_path, monkeypatch):
    """The facts are altered after the PDF is written: the comparison must name the place."""
    made = generate(7, "guangzhou_budget", "plain")
    table = made.facts.tables[2]
    row = table.rows[1]
    altered = {
        "figure": replace(table, rows=(table.rows[0], replace(row, cells=(row.cells[0], "9,999.99", *row.cells[2:])), *table.rows[2:])),
        "label": replace(table, rows=(table.rows[0], replace(row, cells=("[205]教育支出", *row.cells[1:]), item="205"), *table.rows[2:])),
        "unit": replace(table, keys={**table.keys, "unit": "元"}),
        "title": replace(table, keys={**table.keys, "title": "支出总表（二）"}),
        "row": replace(table, rows=table.rows[:-1]),
    }[what]
    blocks = tuple(altered if b is table else b for b in made.facts.blocks)
    monkeypatch.setattr(bench, "typeset", lambda facts, out, style: typeset(made.facts, out, style))
    outcome = bench.check(replace(made, facts=replace(made.facts, blocks=blocks)), tmp_path)
    assert outcome.failures and all(f.startswith(("BG03", "document")) for f in outcome.failures)
    assert len(stated(made.facts)) > 200

"""A whole document of an invented department: drawn from a seed, printed in a layout family, in a drawing style.

In: a seed; a family and a style by name, or none (then both are drawn too). Out: ``Generated``: the facts, the
layout, the style. ``gouji.typeset.pdf.typeset`` makes the PDF. The same seed gives the same document.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from gouji.typeset.budgets import budgets
from gouji.typeset.departments import Department, draw
from gouji.typeset.evaluations import evaluations
from gouji.typeset.facts import BREAK, Facts, FactTable, Text
from gouji.typeset.families import FAMILIES, unseen
from gouji.typeset.finals import finals
from gouji.typeset.layouts import Layout
from gouji.typeset.prose import opening
from gouji.typeset.sections import explained
from gouji.typeset.style import STYLES, Style, mixed
from gouji.typeset.variants import vary

WRAPPED = 0.02  # share of long figures that are broken over two lines in their cell


@dataclass(frozen=True, slots=True)
class Generated:
    """A document and what it was drawn from."""

    seed: int
    family: str
    department: Department
    layout: Layout
    style: Style
    facts: Facts


def generate(seed: int, family: str | None = None, style: str | None = None) -> Generated:
    """The document of this seed. ``family``: a key of FAMILIES, "varied" (one of
    them, its forms printed otherwise in details), "unseen" (traits of chance, details too) or None; ``style``: of STYLES, "mixed" or None."""
    rng = random.Random(seed * 7919 + 1)
    layout = unseen(rng) if family in (None, "unseen") else rng.choice(list(FAMILIES.values())) if family == "varied" else FAMILIES[family]
    drawn = mixed(rng) if style in (None, "mixed") else STYLES[style]
    dep = draw(seed)
    tables = (finals if layout.kind == "final" else budgets)(dep, layout)
    tables = [_wrapped(rng, table) for table in tables]
    judged = evaluations(dep, layout) if layout.evaluated else []
    if family in (None, "unseen", "varied"):
        tables = [vary(rng, table, dep.year) for table in tables]
    return Generated(seed, family or "unseen", dep, layout, drawn, _facts(seed, dep, layout, tables, judged))


def _facts(seed: int, dep: Department, layout: Layout, tables: list[FactTable], judged: list[FactTable]) -> Facts:
    word = "决算" if layout.kind == "final" else "预算"
    meta = {"title": f"{dep.entity}{dep.year}年度部门{word}", "entity": dep.entity, "year": str(dep.year), "kind": layout.kind,
            "unit": layout.unit, "source": f"虚构部门，由程序按种子{seed}生成"}
    part = Text("part", f"第二部分 {dep.year}年度部门{word}表")
    blocks = (*opening(dep, layout), part, *tables, *explained(dep, layout))
    if judged:
        blocks = (*blocks, Text("part", "第五部分 绩效自评情况"), *judged)
    return Facts(f"generated_{seed}", meta, blocks)


def _wrapped(rng: random.Random, table: FactTable) -> FactTable:
    """Some long figures broken in their cell, as narrow columns do."""
    rows = []
    for row in table.rows:
        cells = [c[:-1] + BREAK + c[-1] if len(c) > 6 and "." in c and c[0].isdigit() and rng.random() < WRAPPED else c for c in row.cells]
        rows.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=tuple(rows))

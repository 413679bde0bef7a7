"""Performance tables of six cities, figure by figure, against what was transcribed from their pages by hand."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from gouji.fields.place import PERFORMANCE
from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.reading import read

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
TRUTH = Path(__file__).with_name("performance_truth.txt")


def tables() -> list[tuple[str, tuple[int, ...], list[tuple]]]:
    """(sha256, pages, rows) of every table transcribed."""
    out = []
    for line in TRUTH.read_text("utf-8").splitlines():
        if line.startswith("table "):
            sha256, pages = line.removeprefix("table ").split("|")
            out.append((sha256.strip(), tuple(map(int, pages.split())), []))
        elif line.strip() and not line.startswith("#"):
            item, column, printed, value, unit, *more = [part.strip() for part in line.split("|")]
            more = more or ["", "", "", ""]
            out[-1][2].append((item, column, printed, Decimal(value) if value else None, unit, *more))
    return out


@cache
def files() -> dict[str, Path]:
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(CORPUS.glob("*.pdf"))}


def found(path: Path, pages: tuple[int, ...]) -> list[tuple]:
    ledger = build_ledger([understand(read(path))])
    rows = ledger[ledger["form"].isin(PERFORMANCE) & ledger["page"].isin(pages)]
    return [
        (r.item, r.column, r.printed, r.value, r.unit if isinstance(r.unit, str) else "", r.operator, r.indicator_1, r.indicator_2,
         r.row_label if r.item.startswith("indicator:") else "")
        for r in rows.itertuples()
    ]  # fmt: skip


@pytest.mark.parametrize("sha256, pages, rows", [pytest.param(*t, id=f"{t[0][:8]}-p{t[1][0]}") for t in tables()])
def test_every_figure_of_a_performance_table(sha256, pages, rows):
    if sha256 not in files():
        pytest.skip("the document is not here (../shared/corpus)")
    assert found(files()[sha256], pages) == rows


def test_the_truth_is_of_six_cities():
    assert len({sha256 for sha256, _, _ in tables()}) == 6 and sum(len(rows) for *_, rows in tables()) > 100

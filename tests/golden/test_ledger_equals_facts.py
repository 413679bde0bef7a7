"""The embedded corpus, from its fact files through the PDF and back: the ledger equals the facts, figure by figure.

For every fact file the typeset PDF is read, understood and made into a ledger; each figure the facts state is
looked for at its own place (table, row, column of cells) and compared in printed text, value, unit, resolution,
blankness, column, row label, code, form and side, and where the facts state the canonical row, in that. Nothing
may be missing and nothing may be there besides. How many there must be is counted from the facts.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.reading import read
from gouji.typeset import facts as fact_files
from gouji.typeset.compare import Figure, differences, held, stated
from gouji.typeset.pdf import typeset

CORPUS = Path(__file__).parents[2] / "data" / "raw" / "henan"
NAMES = sorted(p.stem for p in (CORPUS / "facts").glob("*.facts"))


@lru_cache(maxsize=None)
def read_back(pdf: Path) -> tuple[Figure, ...]:
    """The ledger of a PDF as figures."""
    return tuple(held(build_ledger([understand(read(pdf))])))


def pdf_of(name: str, folder: Path) -> Path:
    made = CORPUS / f"{name}.pdf"
    return made if made.is_file() else typeset(fact_files.load(CORPUS / "facts" / f"{name}.facts"), folder / f"{name}.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_the_ledger_equals_the_facts(name, tmp_path):
    facts = stated(fact_files.load(CORPUS / "facts" / f"{name}.facts"))
    ledger = read_back(pdf_of(name, tmp_path))
    wrong = differences(facts, ledger)
    assert not wrong, f"{len(wrong)} of {len(facts)} figures:\n" + "\n".join(f"{f}: {what}" for f, what in wrong[:25])
    assert len(ledger) == len(facts) and sum(not f.blank for f in ledger) == sum(not f.blank for f in facts) > 0


def test_the_facts_hold_the_figures_of_the_five_texts():
    """About 2,090 figures are printed in the tables of the five texts (blanks apart)."""
    printed = sum(not f.blank for name in NAMES for f in stated(fact_files.load(CORPUS / "facts" / f"{name}.facts")))
    assert len(NAMES) == 5 and 2000 <= printed <= 2400, printed


@pytest.mark.parametrize("change", ["drop", "digit", "blank", "column", "side", "label"])
def test_the_comparison_can_fail(change, tmp_path):
    name = next(n for n in NAMES if n.startswith("anyang_zwj"))
    facts = stated(fact_files.load(CORPUS / "facts" / f"{name}.facts"))
    ledger = read_back(pdf_of(name, tmp_path))
    at = next(i for i, f in enumerate(ledger) if f.form == "FA04" and f.value and f.label)
    one = ledger[at]
    altered = {
        "drop": (), "digit": (replace(one, value=one.value + one.resolution),), "blank": (replace(one, blank=True),),
        "column": (replace(one, column="total"),), "side": (replace(one, side="exp"),), "label": (replace(one, label="教育支出"),),
    }[change]  # fmt: skip
    found = differences(facts, (*ledger[:at], *altered, *ledger[at + 1 :]))
    assert len(found) == len(differences(facts, ledger)) + 1

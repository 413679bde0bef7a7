"""The ledger on real documents of many publishers: how much of what is printed gets an address, and that none is lost.

Skipped where the documents are not at hand (they are not part of this repository).
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from gouji.fields.codes import reference_names
from gouji.fields.words import ordinal
from gouji.forms import understand
from gouji.ledger import build_ledger, unreadable
from gouji.reading import read

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not list(CORPUS.glob("*.pdf")), reason="the real documents are not at hand")
AMOUNT = re.compile(r"[-(△]?(\d+\.\d+|\d{1,3}(,\d{3})+(\.\d+)?)\)?|[≥≤=<>]*\d[\d.]*%")


@lru_cache(maxsize=1)
def documents():
    return [understand(read(path)) for path in sorted(CORPUS.glob("*.pdf"))]


@lru_cache(maxsize=1)
def ledger():
    return build_ledger(documents())


def test_nearly_every_figure_has_a_canonical_column_and_row():
    figures = ledger()
    assert len(figures) > 12000
    assert figures["column"].str.startswith("?:").mean() < 0.002
    assert figures["item"].str.startswith("row:").mean() < 0.015
    known = figures[figures["form"].isin([f"FA0{n}" for n in range(1, 10)] + [f"BG0{n}" for n in range(1, 8)])]
    assert not known["item"].str.startswith("row:").any() and not known["column"].str.startswith("?:").any()


def test_every_printed_amount_can_be_read():
    assert list(unreadable(ledger())["printed"]) == []


def test_no_amount_printed_in_a_table_is_missing_from_the_ledger():
    held = set(zip(ledger()["document"], ledger()["table"], ledger()["row"], ledger()["col"]))
    printed, missing = 0, []
    for document in documents():
        for n, table in enumerate(document.tables, start=1):
            for i, row in enumerate(table.rows, start=1):
                for j, cell in enumerate(row, start=1):
                    if AMOUNT.fullmatch(cell.text.strip()):
                        printed += 1
                        if (document.reading.sha256, n, i, j) not in held:
                            missing.append((document.reading.file, table.form, i, j, cell.text))
    assert printed > 7000 and missing == []


def test_codes_carry_the_names_the_books_give_them():
    """A code put together wrongly would stand beside another code's name."""
    names = {**reference_names("func"), **reference_names("econ"), **reference_names("gov")}
    named = ledger()["item"].isin(names) & (ledger()["row_label"] != "") & (ledger()["form"] != "BG16")  # purchases: names of their own beside a code
    rows = ledger()[named].drop_duplicates(["document", "table", "row", "side"])
    plain = lambda text: re.sub(r"[()、]", "", ordinal(text)[1])[:5]  # noqa: E731  (names are cut short in some cells)
    other = rows[[plain(names[i]) != plain(label) for i, label in zip(rows["item"], rows["row_label"])]]
    assert len(rows) > 2000 and len(other) / len(rows) < 0.005, other[["item", "row_label"]].drop_duplicates().to_string()

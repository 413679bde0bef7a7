"""The embedded corpus: every table of the five fact files, typeset, read and understood, is the table it was."""

from pathlib import Path

import pytest

from gouji.forms import understand
from gouji.forms.text import squeeze
from gouji.reading import read
from gouji.typeset.facts import load, printed
from gouji.typeset.pdf import typeset

FACTS = sorted((Path(__file__).resolve().parents[2] / "data" / "raw" / "henan" / "facts").glob("*.facts"))


def as_printed(cells):
    return [squeeze(printed("" if cell in ("<", "^") else cell)) for cell in cells]


def expected(table, layout):
    """The fact file's rows as the contract counts them: of a performance form its leading rows too; a 合计 row
    printed again under a repeated header once."""
    rows = [as_printed(row.cells) for row in table.rows]
    again = {at for at in table.breaks if at and rows[at] == rows[0] and "合计" in rows[at]}
    rows = [row for at, row in enumerate(rows) if at not in again]
    lead = [as_printed(row) for row in table.header] if layout == "form" else []
    return [row for row in [*lead, *rows] if any(row)]


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_every_table_of_the_facts(path, tmp_path):
    facts = load(path)
    typeset(facts, tmp_path / "x.pdf")
    document = understand(read(tmp_path / "x.pdf"))
    assert (document.entity, str(document.year), document.kind) == (facts.meta["entity"], facts.meta["year"], facts.meta["kind"])
    got = [(t.form, t.title, t.number, t.unit) for t in document.tables]
    assert got == [(t.form, t.keys["title"], t.keys.get("number"), t.keys.get("unit")) for t in facts.tables]
    for want, table in zip(facts.tables, document.tables):
        layout = "table" if any(table.columns) else "form"
        assert [[squeeze(cell.text) for cell in row] for row in table.rows] == expected(want, layout), table.title
        assert squeeze(table.note or "") == squeeze(printed(want.keys.get("note", ""))), table.title
    assert document.problems == ()


def test_there_are_five_documents():
    assert len(FACTS) == 5

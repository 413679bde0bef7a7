"""The embedded study's prose read back from its PDFs: every figure its facts mark, and what it restates.

The fact files mark each figure stated in prose in braces; ``claims_bound_henan.json`` holds the reviewed places.
"""

import json
import re
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from gouji.claims import bind, claims_of, find_claims
from gouji.forms import understand
from gouji.ledger import build_ledger
from gouji.reading import read

HENAN = Path(__file__).parents[2] / "data/raw/henan"
BOUND = json.loads((Path(__file__).parent / "claims_bound_henan.json").read_text("utf-8"))["documents"]
NAMES = sorted(BOUND)


@cache
def document(name):
    return understand(read(HENAN / name))


def stated(name):
    """(value, paragraph) of each figure in braces in the fact file's paragraphs."""
    facts = (HENAN / "facts" / name).with_suffix(".facts").read_text("utf-8")
    prose = [line for line in facts.splitlines() if line.startswith("p ")]
    return [(Decimal(m[1].replace(",", "")), line) for line in prose for m in re.finditer(r"\{([^}]*)\}", line)]


def matched(wanted, found):
    return sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_marked_in_the_facts_are_found(name):
    wanted = stated(name)
    found = [Decimal(c.value) for c in claims_of(document(name).reading)]
    hits = matched([v for v, _ in wanted], found)
    missed = [line[:60] for value, line in wanted if value not in found]
    assert len(wanted) > 50 and hits >= 0.97 * len(wanted), missed
    assert len(found) - hits <= 0.02 * len(found)


@pytest.mark.parametrize("name", NAMES)
def test_what_restates_a_form_is_bound_to_its_place(name):
    claims = bind(claims_of(document(name).reading), build_ledger([document(name)]), document(name))
    found = [(c.metric, c.value, f"{c.figure['form']} {c.figure['item']} {c.figure['column']}", c.figure["table"]) for c in claims if c.figure]
    wanted = [tuple(row) for row in BOUND[name]]
    hits = matched(wanted, found)
    assert hits >= 0.95 * len(wanted), [row for row in wanted if row not in found]
    assert len(found) - hits <= 0.02 * len(found), [row for row in found if row not in wanted]


def test_a_figure_changed_in_the_prose_is_bound_to_the_same_place_and_disagrees():
    name = "qinyang_zwj_2021_final.pdf"
    ledger = build_ledger([document(name)])
    at = next(i for i, c in enumerate(claims_of(document(name).reading)) if c.subject == "支出合计")
    claims = claims_of(document(name).reading)
    claims[at] = replace(claims[at], value="241.46")
    figure = bind(claims, ledger, document(name))[at].figure
    assert (figure["form"], figure["item"], figure["column"], figure["agrees"]) == ("FA03", "total", "total", False)


def test_the_command_s_claims_carry_their_figures():
    found = find_claims(HENAN / "beiguan_dsj_2021_final.pdf", bound=True)
    assert sum(c.figure is not None for c in found) == len(BOUND["beiguan_dsj_2021_final.pdf"])
    assert not any(c.figure for c in find_claims(HENAN / "beiguan_dsj_2021_final.pdf"))

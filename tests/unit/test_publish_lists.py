"""The lists that counts lead to: every row of what they count, asked for by declared fields, each leading to where it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from list_rows import lists_in, rows_asked

from gouji.analysis.review import STATES, amounts_state, marks
from gouji.publish.asked import together
from gouji.publish.links import LISTS, list_href
from gouji.publish.lists import Lists

CORPUS = Path(__file__).resolve().parents[2] / "data" / "raw" / "henan" / "manifest.csv"


@pytest.fixture(scope="module")
def opened():
    if not CORPUS.is_file():
        pytest.skip("the embedded corpus is not typeset yet: make corpus")
    from gouji.study import open_study

    return open_study("henan")


@pytest.fixture(scope="module")
def written(opened, tmp_path_factory):
    site = tmp_path_factory.mktemp("lists")
    (site / "_static").mkdir()
    lists = Lists(opened, {}, {})
    lists.write(site, {})
    return lists_in(site / "_static"), lists


def rows(data, **asked):
    return rows_asked(data, asked.items())


def test_a_list_holds_what_the_study_counts(opened, written):
    data, _ = written
    assert len(data["documents"]["rows"]) == len(opened.documents) and len(data["pages"]["rows"]) == len(opened.pages)
    assert len(rows(data["tables"], known="yes")) == opened.documents["forms"].sum() and len(data["problems"]["rows"]) == len(opened.problems)
    assert len(rows(data["pages"], ruled="yes")) == opened.pages["grids"].gt(0).sum()
    name = opened.documents["name"].iloc[0]
    assert len(rows(data["tables"], document=name)) == opened.documents["tables"].iloc[0] != len(data["tables"]["rows"])
    assert {field for one in data.values() for field in one["fields"]} <= {f for fields in LISTS.values() for f in fields}


def test_items_can_be_asked_for_by_dimension_and_lead_to_their_places(written):
    data, lists = written
    known = lists.items[lists.items["state"].eq("known")]
    assert len(rows(data["items"], state="known", dimension="A")) == known["dimension"].eq("A").sum() > 0
    assert any(row[-2] or row[-1] for row in data["items"]["rows"])
    placed = together({"x": {(1, 0, 0)}}, lists.places())
    assert sum(map(len, placed.values())) > 100 and placed["x"] == {(1, 0, 0)}


def test_only_declared_fields_are_asked_for():
    assert list_href("tables", [("known", "yes")]) == "tables/tables.html#known=yes"
    assert list_href("tables", [("sha256", "yes")]) is None and list_href("nowhere", []) is None


def test_the_marks_of_cells_count_what_the_states_say(opened):
    own = marks(opened.ledger)
    states = amounts_state(opened.ledger)
    assert all(int(own.map(lambda m, s=s: s in m).sum()) == int(states[s].sum()) for s in STATES)
    assert 0 < own.map(lambda m: "placed" in m).sum() < len(own)

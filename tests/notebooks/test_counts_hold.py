"""A count that leads to a list is the number of rows the list then shows: every one of every executed notebook."""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "unit")]
import running  # noqa: E402
from list_rows import lists_in, rows_asked  # noqa: E402

CORPUS = running.ROOT / "data" / "raw" / "henan" / "manifest.csv"
WITHOUT = ("04_audit_performance", "05_compare_departments")  # their counts open to what they count, one by one
COUNT = re.compile(r"\d[\d,]*")
pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason="the embedded corpus is not typeset yet: make corpus")


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    """The lists of the embedded study, as its site has them."""
    from gouji.publish.interactive import write_tables
    from gouji.publish.lists import Lists
    from gouji.study import open_study

    opened, site = open_study("henan"), tmp_path_factory.mktemp("lists")
    (site / "_static").mkdir()
    rows = Lists(opened, {}, {})
    write_tables(site, opened.ledger, opened.findings, {n: n for n in opened.documents["name"]}, rows.counted)
    rows.write(site, {})
    return lists_in(site / "_static")


def counts(shown: str):
    """(number shown, list, fields asked for) of every count in a piece of HTML that leads to a list."""
    for span in BeautifulSoup(shown, "html.parser").find_all("span", class_="gj-ref"):
        table, _, asked = html.unescape(span["data-ref"]).removeprefix("list:").partition("?")
        text = "".join(span.get_text().split())
        if span["data-ref"].startswith("list:") and COUNT.fullmatch(text):
            yield int(text.replace(",", "")), table, parse_qsl(asked, keep_blank_values=True)


def wrong(shown: str, lists: dict) -> list[tuple]:
    return [(n, table, asked) for n, table, asked in counts(shown) if n != len(rows_asked(lists[table], asked))]


def outputs(path: Path) -> str:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n".join("".join(o.get("data", {}).get("text/html", "")) for c in cells for o in c.get("outputs", ()))


@pytest.mark.parametrize("path", running.NOTEBOOKS, ids=[p.stem for p in running.NOTEBOOKS])
def test_what_a_count_leads_to_is_what_it_counts(path, lists, executed):
    shown = outputs(executed(path.stem))
    assert next(counts(shown), None) or path.stem.startswith("05"), "no count leads to a list"  # those of 05 open to the accounts they count
    assert not wrong(shown, lists)


def test_a_count_that_is_not_the_number_of_its_rows_is_seen(lists):
    from gouji.show import list_ref, listed

    shown = listed(len(lists["pages"]["rows"]) + 1, list_ref("pages")).html
    assert wrong(shown, lists) and not wrong(listed(len(lists["pages"]["rows"]), list_ref("pages")).html, lists)

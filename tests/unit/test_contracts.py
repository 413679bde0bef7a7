"""The shapes other programs rely on: the JSON of every verb and the ledger's columns, checked on an embedded document.

Keys may be added, never renamed or dropped; types and conventions stay.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from gouji import cli

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "data/raw/henan/qinyang_zwj_2021_final.pdf"  # every kind of table, findings of several outcomes
TEXT, NUMBER, NOTHING = str, (int, float), type(None)
OUTCOMES = ["exact", "rounding", "truncation", "mismatch", "implausible", "missing", "not_testable", "not_applicable"]
SHA256 = re.compile("[0-9a-f]{64}")
AMOUNT = re.compile(r"-?\d+(\.\d+)?")


def of_types(entry: dict, **types) -> None:
    """Every key is there and its value of the type (or one of the types)."""
    for key, kind in types.items():
        assert key in entry, f"no key {key} among {sorted(entry)}"
        assert isinstance(entry[key], kind) and (kind is bool or not isinstance(entry[key], bool)), f"{key}: {entry[key]!r}"


def of(folder: Path, *words: str) -> dict:
    assert cli.main([*words, "--json", str(folder / "out.json")]) == 0
    return json.loads((folder / "out.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """verb → its JSON for the document (the document's own part)."""
    folder = tmp_path_factory.mktemp("contracts")
    out = {verb: of(folder, verb, str(DOCUMENT)) for verb in ("tables", "claims", "check")}
    for verb, payload in out.items():
        assert isinstance(payload["documents"], list) and len(payload["documents"]) == 1, verb
    return {verb: payload["documents"][0] for verb, payload in out.items()} | {"payload": out["check"]}


# gouji tables


def test_tables_say_of_the_document_what_it_says_of_itself(made):
    document = made["tables"]
    of_types(document, file=TEXT, sha256=TEXT, pages=int, entity=(TEXT, NOTHING), year=(int, NOTHING), kind=TEXT, grids=list, tables=list, problems=list)
    assert document["file"] == DOCUMENT.name and SHA256.fullmatch(document["sha256"])
    assert (document["year"], document["kind"], document["pages"]) == (2021, "final", 32)
    for problem in document["problems"]:
        of_types(problem, page=(int, NOTHING), kind=TEXT, detail=TEXT)


def test_grids_hold_every_cell_as_displayed(made):
    document = made["tables"]
    assert len(document["grids"]) >= 17
    for grid in document["grids"]:
        of_types(grid, page=int, bbox=list, rows=list, source=TEXT)
        x0, y0, x1, y1 = grid["bbox"]
        assert 0 <= x0 < x1 and 0 <= y0 < y1 and 1 <= grid["page"] <= document["pages"] and grid["source"] in ("text", "ocr")
        assert len({len(row) for row in grid["rows"]}) == 1, "rows of one grid are equally long"
        assert all(isinstance(cell, str) and "\n" not in cell and cell == cell.strip() for row in grid["rows"] for cell in row)
    merged = next(g for g in document["grids"] if g["rows"][0][0] == "收入")
    assert merged["rows"][0][1:3] == ["", ""], "a merged cell's text stands in its top-left place alone"


def test_tables_are_whole_and_hold_body_rows_alone(made):
    tables = made["tables"]["tables"]
    assert [t["form"] for t in tables[:9]] == [f"FA0{n}" for n in range(1, 10)]
    for table in tables:
        of_types(table, form=(TEXT, NOTHING), title=TEXT, number=(TEXT, NOTHING), unit=(TEXT, NOTHING), pages=list, columns=list, rows=list)
        of_types(table, empty=bool, note=(TEXT, NOTHING))
        assert table["pages"] == sorted(set(table["pages"])) and all(isinstance(p, int) for p in table["pages"])
        assert all(isinstance(column, str) for column in table["columns"])
        assert all(len(row) == len(table["columns"]) for row in table["rows"])
        assert not any(row[0] in ("栏次", "**") for row in table["rows"]) and all(any(row) for row in table["rows"])
    first = tables[0]
    assert (first["number"], first["unit"], first["empty"]) == ("公开01表", "万元", False)
    assert any(" / " in column for column in first["columns"]), "headers of several levels are flattened with ' / '"
    assert any("合计" in cell for row in first["rows"] for cell in row), "合计 is a body row"
    assert [t["form"] for t in tables if t["empty"]] == ["FA07", "FA08", "FA09"]


# gouji ledger

LEDGER = (
    "document entity year kind form side row_code row_label row_line level column printed value unit resolution blank page x0 y0 x1 y1 "
    "source readers_agree correction"
).split()


def test_the_ledger_has_one_typed_row_a_figure_in_every_format(tmp_path):
    for ending in ("parquet", "csv", "json"):
        for name in ("one", "two"):
            assert cli.main(["ledger", str(DOCUMENT), "-o", str(tmp_path / f"{name}.{ending}")]) == 0
        assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes(), "the same input gives the same bytes"
    frame = pd.read_parquet(tmp_path / "one.parquet")
    assert set(LEDGER) <= set(frame.columns) and len(frame) > 800
    assert {type(v) for v in frame["value"].dropna()} == {type(v) for v in frame["resolution"].dropna()} == {Decimal}
    for name, kind in {"page": "i", "level": "if", "year": "if", "x0": "f", "y1": "f", "blank": "b"}.items():
        assert frame[name].dtype.kind in kind, f"{name} is {frame[name].dtype}"
    assert frame["document"].map(SHA256.fullmatch).all() and frame["page"].between(1, 32).all()
    assert set(frame["source"]) <= {"text", "ocr"} and frame["correction"].isna().all()
    assert not frame.loc[frame["blank"], "value"].notna().any(), "blank is not zero"
    total = frame[(frame["form"] == "FA01") & (frame["item"] == "rev.grand")].iloc[0]
    assert total["value"] == Decimal(total["printed"].replace(",", "")) * 10_000 and total["resolution"] == 100 and total["unit"] == "万元"
    records = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert len(records) == len(frame) == (tmp_path / "one.csv").read_text("utf-8").count("\n") - 1
    assert all(isinstance(r["value"], (str, NOTHING)) for r in records), "amounts are never floating-point numbers"


# gouji claims


def test_claims_carry_their_sentence_and_the_figure_they_restate(made):
    document = made["claims"]
    assert document["file"] == DOCUMENT.name and len(document["claims"]) > 100
    for claim in document["claims"]:
        of_types(claim, section=(TEXT, NOTHING), metric=TEXT, subject=TEXT, value=TEXT, unit=TEXT, direction=(TEXT, NOTHING))
        of_types(claim, compared_with=(TEXT, NOTHING), figure=(dict, NOTHING), sentence=TEXT, page=(int, NOTHING), offset=int)
        assert AMOUNT.fullmatch(claim["value"]), "as printed without separators"
    bound = [claim["figure"] for claim in document["claims"] if claim["figure"]]
    assert len(bound) > 20
    for figure in bound:
        of_types(figure, form=TEXT, row=TEXT, column=TEXT, address=TEXT)
        assert figure["address"].startswith(figure["form"] + "/") and figure["address"].endswith("/" + figure["column"])
    offsets = [claim["offset"] for claim in document["claims"]]
    assert offsets == sorted(offsets)


def test_claims_of_a_text_have_the_same_shape(tmp_path):
    (tmp_path / "prose.txt").write_text("2021年收入总计9,833.60万元，比上年增长167%。公务接待6批次43人次。", "utf-8")
    claims = of(tmp_path, "claims", str(tmp_path / "prose.txt"))["documents"][0]["claims"]
    assert [(c["metric"], c["value"], c["unit"]) for c in claims] == [("total", "9833.60", "万元"), ("growth", "167", "%"), ("count", "6", "批次"), ("count", "43", "人次")]
    assert (claims[1]["direction"], claims[1]["compared_with"]) == ("up", "last_year")
    assert all(c["page"] is None and c["figure"] is None for c in claims)


# gouji check


def finding_has_its_parts(finding: dict, exact_too: bool = False) -> None:
    of_types(finding, rule=TEXT, outcome=TEXT, severity=TEXT, form=(TEXT, NOTHING), where=list, expected=(TEXT, NOTHING), found=(TEXT, NOTHING))
    of_types(finding, difference=(TEXT, NOTHING), unit=(TEXT, NOTHING), cause=(TEXT, NOTHING), message=dict)
    assert finding["outcome"] in OUTCOMES and finding["severity"] in ("error", "warning", "info")
    assert exact_too or finding["outcome"] != "exact"
    assert finding["where"], "a finding without operands cannot be written"
    assert finding["message"]["zh"] and finding["message"]["en"]
    for place in finding["where"]:
        of_types(place, page=(int, NOTHING), bbox=(list, NOTHING), row=(TEXT, NOTHING), column=(TEXT, NOTHING), printed=(TEXT, NOTHING))
        assert place["bbox"] is None or len(place["bbox"]) == 4


def test_check_counts_every_outcome_and_lists_all_but_exact(made):
    document = made["check"]
    of_types(document, file=TEXT, sha256=TEXT, counts=dict, indices=dict, findings=list)
    assert list(document["counts"]) == OUTCOMES and all(type(n) is int for n in document["counts"].values())
    of_types(document["indices"], disclosure=dict, reliability=dict)
    for index in document["indices"].values():
        assert "score" in index
    assert {"score", "low", "high"} <= set(document["indices"]["disclosure"])
    assert len(document["findings"]) == sum(n for outcome, n in document["counts"].items() if outcome != "exact") > 0
    for finding in document["findings"]:
        finding_has_its_parts(finding)
    for finding in made["payload"]["across"]:
        finding_has_its_parts(finding)


def test_check_all_lists_the_exact_too_and_causes_are_there(made, tmp_path):
    document = of(tmp_path, "check", str(DOCUMENT), "--all")["documents"][0]
    assert document["counts"] == made["check"]["counts"]
    assert len(document["findings"]) == sum(document["counts"].values())
    known = {f["id"] for f in document["findings"]}
    for finding in document["findings"]:
        finding_has_its_parts(finding, exact_too=True)
        assert finding["cause"] is None or finding["cause"] in known
    exact = next(f for f in document["findings"] if f["rule"] == "W01")
    assert (exact["outcome"], exact["form"], exact["unit"]) == ("exact", "FA01", "万元") and exact["expected"] == exact["found"]
    assert Decimal(exact["difference"]) == 0 and exact["where"][0]["printed"].replace(",", "") == exact["found"]


# The catalogues


def test_the_catalogue_of_rules(tmp_path):
    rules = of(tmp_path, "rules")["rules"]
    assert len(rules) == len({r["id"] for r in rules}) > 200
    for rule in rules:
        of_types(rule, id=TEXT, status=TEXT, severity=TEXT, zh=TEXT, en=TEXT)
        assert rule["severity"] in ("error", "warning", "info") and rule["zh"] and rule["en"]
    implemented = {r["id"] for r in rules if r["status"] == "implemented"}
    assert {"W01", "W05", "C01", "E05"} <= implemented


def test_the_catalogue_of_forms(tmp_path):
    forms = of(tmp_path, "forms")["forms"]
    assert len(forms) == len({f["id"] for f in forms})
    for form in forms:
        of_types(form, id=TEXT, kind=TEXT, zh=TEXT, en=TEXT)
    assert {f"FA0{n}" for n in range(1, 10)} | {f"BG0{n}" for n in range(1, 10)} | {"PE01", "PE02"} <= {f["id"] for f in forms}

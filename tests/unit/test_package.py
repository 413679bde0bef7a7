"""The data package: valid by an independent validator, the same contents twice, one dictionary, sums that may be added."""

from __future__ import annotations

import json
from decimal import Decimal

import duckdb
import exports
import pandas as pd
import pyarrow.parquet as parquet
import pytest
import studies
import yaml

from gouji.analysis.entities import entity_table
from gouji.publish.package import build_package
from gouji.publish.package.crate import licences_of
from gouji.publish.package.database import VIEWS, table_hashes
from gouji.publish.package.dictionary import dictionary_text
from gouji.publish.package.fields import DictionaryInvalid, make_resource, resources, shaped
from gouji.publish.package.files import csv_of
from gouji.publish.package.spending import spending

ROW = {"entity": "沁阳市政务服务和大数据管理局", "year": 2021, "kind": "final", "licence": "CC BY 4.0", "source": "重建", "title": "决算"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """(opened study, its package)."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "data/raw/demo").mkdir(parents=True)
    exports.short(folder / "data/raw/demo", "a")
    opened = exports.opened(folder, {"file": "a.pdf"} | ROW)
    return opened, build_package(opened, folder / "package")


def test_frictionless_finds_it_valid(made):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(made[1] / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == len(resources())


@pytest.mark.parametrize(("file", "old", "new", "said"), [
    ("operands", None, None, "foreign-key"),  # a finding that is not there
    ("ledger", ",final,", ",finale,", "hash-count"),  # one word changed
])  # fmt: skip
def test_frictionless_finds_what_is_wrong(made, tmp_path, file, old, new, said):
    import shutil

    frictionless = pytest.importorskip("frictionless")
    package = shutil.copytree(made[1], tmp_path / "p")
    path = package / "data" / f"{file}.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1) if old else text + text.splitlines()[1].replace("-", "-x", 1) + "\n", "utf-8")
    found = [e[0] for e in frictionless.validate(str(package / "datapackage.json")).flatten(["type"])]
    assert said in found, found


def test_two_runs_give_the_same_contents(made, tmp_path):
    again = build_package(made[0], tmp_path / "again")
    assert (again / "contents.json").read_bytes() == (made[1] / "contents.json").read_bytes()
    for file in sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file()):
        if file.name not in ("data.duckdb", "ro-crate-metadata.json"):
            assert (again / file).read_bytes() == (made[1] / file).read_bytes(), file


def test_another_figure_gives_another_content(made, tmp_path):
    from dataclasses import replace

    ledger = made[0].ledger.copy()
    ledger.loc[0, "printed"] += "1"
    other = replace(made[0])
    other.__dict__["ledger"] = ledger
    contents = [json.loads((build_package(o, tmp_path / n) / "contents.json").read_text())["content"] for n, o in (("a", made[0]), ("b", other))]
    assert contents[0] != contents[1]


def test_the_hashes_listed_are_those_of_the_files_and_tables(made):
    import hashlib

    stated = json.loads((made[1] / "contents.json").read_text("utf-8"))
    for path, digest in stated["files"].items():
        if (made[1] / path).is_file():
            assert hashlib.sha256((made[1] / path).read_bytes()).hexdigest() == digest, path
    assert stated["database"]["tables"] == table_hashes(made[1] / "data.duckdb")
    assert stated["database"]["tables"]["ledger"] == stated["files"]["data/ledger.csv"]


def test_parquet_csv_and_database_say_the_same(made):
    opened, package = made
    table = parquet.read_table(package / "data/ledger.parquet")
    assert [str(t) for t in table.schema.types if "decimal" in str(t)] == ["decimal128(38, 10)"] * 2
    values = [v for v in table["value"].to_pylist() if v is not None]
    assert sum(values) == sum((v for v in opened.ledger["value"] if v is not None), Decimal(0))
    csv = pd.read_csv(package / "data/ledger.csv", dtype=str, keep_default_na=False)
    assert [Decimal(v) for v in csv["value"] if v] == values
    with duckdb.connect(str(package / "data.duckdb"), read_only=True) as database:
        assert database.execute("SELECT sum(value) FROM ledger").fetchone()[0] == sum(values)
        for view in VIEWS:
            database.execute(f"SELECT * FROM {view}").fetchall()
        assert "v1.0.0" in str(database.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone()[0])  # older programs open it
        assert database.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'ledger' AND column_name = 'value'").fetchone()[0].startswith("数值")


def test_fiscal_columns_and_currency_are_declared(made):
    package = json.loads((made[1] / "datapackage.json").read_text("utf-8"))
    spent = next(r for r in package["resources"] if r["name"] == "spending")
    types = {f["name"]: f.get("columnType") for f in spent["schema"]["fields"]}
    assert (types["value"], types["year"], types["func1"], types["econ1"]) == (
        "value", "date:fiscal-year", "functional-classification:generic:level1:code", "economic-classification:generic:level1:code",
    )  # fmt: skip
    assert spent["schema"]["extraFields"][0]["constant"] == "CNY" and package["fiscalPeriod"]["start"] == "2021-01-01"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_the_crate_names_documents_notebooks_outputs_and_parameters(made):
    graph = json.loads((made[1] / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    by_id = {e["@id"]: e for e in graph}
    assert len(by_id) == len(graph)
    refs = [r["@id"] for e in graph for v in e.values() for r in (v if isinstance(v, list) else [v]) if isinstance(r, dict) and set(r) == {"@id"}]
    assert all(r in by_id or r.startswith("https://w3id.org/") for r in refs)
    assert {p["@id"] for p in by_id["./"]["hasPart"]} >= {"data/ledger.csv", "data.duckdb", "datapackage.json"}
    assert all((made[1] / p["@id"]).is_file() for p in by_id["./"]["hasPart"])
    kinds = [e["@type"] for e in graph]
    assert kinds.count("DigitalDocument") == 1 and kinds.count("SoftwareSourceCode") == 1 and "PropertyValue" in kinds
    assert len(by_id["./"]["datePublished"]) == 10


def test_a_licence_is_stated_only_where_every_document_states_one():
    known = {"licence": "CC BY 4.0 (figures are public facts)", "file": "a", "title": "t", "entity": "e", "name": "n", "sha256": "0" * 64, "year": 2021, "source": "", "note": ""}
    assert licences_of([known]) and not licences_of([known, known | {"licence": ""}]) and not licences_of([])


def test_citation_is_readable_and_names_the_content(made):
    cited = yaml.safe_load((made[1] / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == json.loads((made[1] / "contents.json").read_text())["content"][:16]
    assert cited["references"][0]["year"] == 2021 and cited["type"] == "dataset"


def test_the_dictionary_in_the_docs_is_the_generated_one():
    assert (studies.ROOT / "docs" / "data-dictionary.md").read_text("utf-8") == dictionary_text()


def test_the_dictionary_has_the_columns_of_the_schema():
    good = {"name": "ledger", "zh": "a", "en": "b", "columns": {f.name: [f.zh, f.en, f.about] for f in resources()["ledger"].fields}}
    assert make_resource(good)
    faulty = dict(list(good["columns"].items())[:-1])
    with pytest.raises(DictionaryInvalid, match="columns differ from the schema's: .*reason"):
        make_resource(good | {"columns": faulty})
    with pytest.raises(DictionaryInvalid, match=r"x\.a.*wants \[type"):
        make_resource({"name": "x", "zh": "", "en": "", "columns": {"a": ["money", "a", "b", "c"]}})
    with pytest.raises(DictionaryInvalid, match="its key names no column b"):
        make_resource({"name": "x", "zh": "", "en": "", "key": ["b"], "columns": {"a": ["text", "a", "b", "c"]}})


def test_a_frame_that_does_not_fit_is_refused():
    resource = make_resource({"name": "x", "zh": "", "en": "", "key": ["a"], "columns": {"a": ["int", "a", "b", "c"], "v": ["decimal", "a", "b", "c"]}})
    assert shaped(resource, pd.DataFrame({"a": [1, 2], "v": [Decimal("1.5"), None]})).num_rows == 2
    for frame, said in (
        ({"a": [1, 1], "v": [None, None]}, "two rows with the key"),
        ({"a": [1]}, "no column v"),
        ({"a": ["x"], "v": [None]}, "x.a: not int|invalid literal"),
        ({"a": [1], "v": [Decimal("1e30")]}, "x.v: not decimal"),
    ):
        with pytest.raises((DictionaryInvalid, ValueError), match=said):
            shaped(resource, pd.DataFrame(frame, dtype=object))


def test_fields_are_quoted_for_programs_with_another_separator():
    assert csv_of(["a", "b"], [["x;=1+1", 'say "x"'], [None, True]]).decode() == 'a,b\n"x;=1+1","say ""x"""\n,true\n'


def rows_of(*figures, form="FA03", unit="元"):
    """A ledger of (row, code, column, value) of one form."""
    base = {"name": "d", "form": form, "table": 1, "side": "", "kind": "final", "year": 2021, "unit": unit, "resolution": Decimal("0.01"), "page": 1, "row_label": "x", "func_code": ""}
    return pd.DataFrame([base | {"row": r, "item": i, "column": c, "value": None if v is None else Decimal(v)} for r, i, c, v in figures])


ENTITIES = entity_table(pd.DataFrame([{"name": "d", "entity": "沁阳市政务服务和大数据管理局", "year": 2021, "kind": "final"}]))


def test_spending_takes_the_lowest_codes_and_adds_up():
    ledger = rows_of(
        (1, "total", "total", "10"), (2, "201", "total", "7"), (3, "20103", "total", "7"), (4, "2010301", "total", "4"), (4, "2010301", "basic", "3"), (4, "2010301", "project", "1"),
        (5, "2010302", "total", "3"), (6, "208", "total", "3"), (7, "20805", "total", "3"), (8, "2080505", "total", "3"), (8, "2080505", "basic", "3"),
    )  # fmt: skip
    out = spending(ledger, ENTITIES)
    assert list(zip(out["code"], out["kind_of_expenditure"], out["value"], strict=True)) == [
        ("2010301", "basic", 3), ("2010301", "project", 1), ("2010302", "total", 3), ("2080505", "basic", 3),
    ]  # fmt: skip
    assert out["adds_up"].all() and out["tier"].eq("本级").all() and out.iloc[0][["func1_name", "cofog", "phase"]].tolist() == ["一般公共服务支出", "01", "executed"]


def test_spending_says_when_it_does_not_add_up_and_keeps_a_total_that_its_parts_do_not_make():
    out = spending(rows_of((1, "total", "total", "10"), (2, "2010301", "total", "4"), (2, "2010301", "basic", "1")), ENTITIES)
    assert out[["kind_of_expenditure", "value"]].to_numpy().tolist() == [["total", 4]] and not out["adds_up"].any()
    assert spending(rows_of((2, "2010301", "total", "4")), ENTITIES)["adds_up"].isna().all()  # no total to compare with


def test_a_code_printed_twice_counts_only_where_the_total_shows_it():
    twice = [(2, "30101", "total", "4"), (3, "30101", "total", "6")]
    assert len(spending(rows_of((1, "total", "total", "10"), *twice, form="BG06"), ENTITIES)) == 2
    assert len(spending(rows_of((1, "total", "total", "6"), *twice, form="BG06"), ENTITIES)) == 0


def test_personnel_and_operating_costs_stand_for_a_total_where_none_is_printed():
    rows = [(1, "personnel", "amount", "6"), (2, "301", "amount", "6"), (3, "operating", "amount", "4"), (4, "302", "amount", "4")]
    assert spending(rows_of(*rows, form="FA06"), ENTITIES)["adds_up"].all()
    assert not spending(rows_of(*rows[:3], (4, "302", "amount", "5"), form="FA06"), ENTITIES)["adds_up"].any()


def test_economic_items_printed_below_functions_are_taken_where_they_make_the_total():
    """As Beijing prints its third form: the function beside the economic item."""
    ledger = rows_of((1, "total", "total", "10"), (2, "30101", "total", "6"), (3, "30201", "total", "4"), (4, "30101", "total", "0"), form="BG03")
    out = spending(ledger.assign(func_code=["", "2014001", "2014001", "2014004"]), ENTITIES)
    assert out["code"].tolist() == ["2014001/30101", "2014001/30201"] and out["adds_up"].all()
    assert out.iloc[0][["func1", "func3", "econ1", "econ2"]].tolist() == ["201", "2014001", "301", "30101"]
    under = [(1, "total", "total", "10"), (2, "2010301", "total", "10"), (3, "2010301/30101", "total", "6")]
    assert spending(rows_of(*under, form="BG03"), ENTITIES)["code"].tolist() == ["2010301"]  # the details are not all there
    assert spending(rows_of(*under, (4, "2010301/302", "total", "4"), form="BG03"), ENTITIES)["code"].tolist() == ["2010301/30101", "2010301/302"]


def test_amounts_without_a_unit_are_no_spending():
    assert spending(rows_of((2, "2010301", "total", "4"), unit=None), ENTITIES).empty


def test_the_date_is_left_out_of_the_crates_hash(made, monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    again = build_package(made[0], tmp_path / "old")
    assert '"datePublished": "1970-01-01"' in (again / "ro-crate-metadata.json").read_text("utf-8")
    assert (again / "contents.json").read_bytes() == (made[1] / "contents.json").read_bytes()

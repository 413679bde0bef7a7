"""Ledgers on disk: the same frame back from every format, the same bytes twice, no formulas for spreadsheets."""

import csv
import json
from decimal import Decimal as D

import pyarrow.parquet as parquet
import pytest
from ledger_tables import document, split, table

from gouji.errors import FileMissing
from gouji.fields.store import UnknownFormat, guarded
from gouji.ledger import FORMATS, build_ledger, read_ledger, write_ledger


def small():
    return build_ledger([document(
        table("FA05", ("科目编码", "科目名称", "合计", "其中：不明"), split("201 | =1+2 | -1,234.50 | 0.00\n202 | @外交 |  | —")),
        table("PE02", ("", "", "", ""), split("一级指标 | 三级指标 | 指标值 | 得分\n产出 | 数量 | =3个 | 10\n总分 |  |  | 90.4")),
        entity=None)])  # fmt: skip


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_written_is_read_back(ending, tmp_path):
    ledger = small()
    write_ledger(ledger, tmp_path / f"l{ending}")
    back = read_ledger(tmp_path / f"l{ending}")
    assert back.equals(ledger) and list(back.dtypes) == list(ledger.dtypes)
    assert [str(v) for v in back["value"]] == [str(v) for v in ledger["value"]]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_ledger_gives_the_same_bytes(ending, tmp_path):
    write_ledger(small(), tmp_path / f"a{ending}")
    write_ledger(small(), tmp_path / f"b{ending}")
    first = (tmp_path / f"a{ending}").read_bytes()
    assert first == (tmp_path / f"b{ending}").read_bytes() and len(first) > 100
    write_ledger(read_ledger(tmp_path / f"a{ending}"), tmp_path / f"c{ending}")
    assert (tmp_path / f"c{ending}").read_bytes() == first


def test_amounts_are_decimals_in_parquet_and_plain_strings_elsewhere(tmp_path):
    ledger = small()
    for ending in FORMATS:
        write_ledger(ledger, tmp_path / f"l{ending}")
    assert str(parquet.read_schema(tmp_path / "l.parquet").field("value").type) == "decimal128(38, 10)"
    rows = list(csv.DictReader((tmp_path / "l.csv").open(encoding="utf-8")))
    assert rows[0]["value"] == "-12345000" and rows[0]["resolution"] == "100" and rows[0]["printed"] == "-1,234.50"
    records = json.loads((tmp_path / "l.json").read_text())
    assert records[0]["value"] == "-12345000" and records[2]["value"] is None and records[0]["blank"] is False


def test_text_never_becomes_a_formula(tmp_path):
    write_ledger(small(), tmp_path / "l.csv")
    cells = [cell for row in csv.reader((tmp_path / "l.csv").open(encoding="utf-8")) for cell in row]
    assert "'=1+2" in cells and "'@外交" in cells and "'=3个" in cells and "-1,234.50" in cells
    assert not [c for c in cells if c[:1] in "=@" and c] and not [c for c in cells if c[:1] in "+-" and c and not c.lstrip("+-").replace(",", "").replace(".", "").isdigit()]


@pytest.mark.parametrize(("text", "kept"), [("=cmd", "'=cmd"), ("+1", "+1"), ("-0.01", "-0.01"), ("-", "-"), ("——", "——"), ("-1+2", "'-1+2"), ("'=x", "''=x"), ("\tx", "'\tx"), ("甲", "甲")])
def test_the_guard(text, kept):
    assert guarded(text) == kept


def test_nothing_is_left_behind_when_a_ledger_is_refused(tmp_path):
    target = tmp_path / "l.csv"
    target.write_text("earlier")
    with pytest.raises(Exception, match="not a valid ledger|wants"):
        write_ledger(small().assign(page=0), target)
    assert target.read_text() == "earlier" and [p.name for p in tmp_path.iterdir()] == ["l.csv"]


def test_unknown_endings_and_missing_files_are_refused(tmp_path):
    with pytest.raises(UnknownFormat, match="ledger.xls"):
        write_ledger(small(), tmp_path / "ledger.xls")
    with pytest.raises(UnknownFormat, match="ledger.txt"):
        read_ledger(tmp_path / "ledger.txt")
    with pytest.raises(FileMissing, match="no.csv"):
        read_ledger(tmp_path / "no.csv")


def test_an_empty_ledger_survives(tmp_path):
    for ending in FORMATS:
        write_ledger(build_ledger([]), tmp_path / f"e{ending}")
        assert len(read_ledger(tmp_path / f"e{ending}")) == 0


def test_values_keep_their_exactness_through_parquet(tmp_path):
    ledger = build_ledger([document(table("BG01", ("项目", "金额"), split("甲 | 9,626.777589\n乙 | 123456789012.34"), unit="亿元"))])
    write_ledger(ledger, tmp_path / "l.parquet")
    assert list(read_ledger(tmp_path / "l.parquet")["value"]) == [D("962677758900"), D("12345678901234000000")]

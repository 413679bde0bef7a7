"""A corpus' manifest: what is written is read back, and what is wrong with one is said by file and line."""

from __future__ import annotations

import pytest

from gouji.corpus import COLUMNS, Row, file_sha256, read_manifest, write_manifest
from gouji.errors import FileMissing, StudyInvalid

ROWS = [Row("甲 乙.pdf", "某局，“本级”", "标题", 2024, "final", "万元", 30, "ab", "https://example.org/a?b=1,2", "", "注\n两行"), Row("b.pdf")]


def test_a_manifest_is_read_back_as_written(tmp_path):
    write_manifest(ROWS, tmp_path)
    assert read_manifest(tmp_path) == ROWS
    assert (tmp_path / "manifest.csv").read_text("utf-8").splitlines()[0] == ",".join(COLUMNS)
    assert ROWS[0].name == "甲 乙"


def test_a_manifest_saved_by_a_spreadsheet_is_read(tmp_path):
    (tmp_path / "manifest.csv").write_text("file,year,mine\r\n a.pdf , 2024 ,x\r\n", "utf-8-sig")
    assert read_manifest(tmp_path) == [Row("a.pdf", year=2024)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["lists no document"]),
        ("file\n", ["lists no document"]),
        ("entity\n某局\n", ["line 2", "no file named"]),
        ("file\na.pdf\n../b.pdf\n", ["line 3", "'../b.pdf'", "not a plain file name"]),
        ("file\n/etc/passwd\n", ["line 2", "not a plain file name"]),
        ("file\n..\n", ["line 2", "not a plain file name"]),
        ("file\na.pdf\na.pdf\n", ["two documents are named a", "rename one"]),
        ("file,year\na.pdf,二〇二四\n", ["line 2", "year '二〇二四'", "whole number"]),
        ("file,pages\na.pdf,-3\n", ["line 2", "pages '-3'"]),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said_by_line(text, parts, tmp_path):
    (tmp_path / "manifest.csv").write_text(text, "utf-8")
    with pytest.raises(StudyInvalid) as refused:
        read_manifest(tmp_path)
    assert "\n" not in str(refused.value)
    for part in ["manifest.csv", *parts]:
        assert part in str(refused.value)


def test_a_manifest_that_is_missing_or_not_utf8_is_refused(tmp_path):
    with pytest.raises(FileMissing, match="gouji study new"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.csv").write_bytes("file,entity\na.pdf,某局\n".encode("gbk"))
    with pytest.raises(StudyInvalid, match="save it as UTF-8"):
        read_manifest(tmp_path)


def test_the_sum_of_a_file(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert file_sha256(tmp_path / "x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

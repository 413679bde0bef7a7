"""The typesetter: fact files parsed with their line in every refusal; PDFs the same to the byte, merged cells, breaks."""

import pypdfium2 as pdfium
import pytest

from gouji.errors import Refusal
from gouji.typeset import facts, pdf

HEAD = """document tiny
title: 某市某局2021年度部门决算
entity: 某市某局    year: 2021    kind: final    unit: 万元
source: 测试
"""
TABLE = """table FA01
title: 收入支出决算总表
number: 公开01表
left: 部门：某局    center: 2021年度    right: 金额单位：万元
unit: 万元
header:
收入 | < | < | 支出 | < | <
项目 | 行次 | 金额 | 项目 | 行次 | 金额
body:
@ label | line | amount | label | line | amount
一、一般公共预算财政拨款收入 | 1 | 6,443.2↵2 | 一、一般公共服务支出 | 32 | 367.07
---
[本年收入合计] | 27 | 6,443.22 | ^ | 58 |
note: 注：本表反映收支。
end
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "tiny.facts"
        path.write_text(text, "utf-8")
        return facts.load(path)

    return write


def test_a_fact_file_is_read_whole(written):
    loaded = written(HEAD + "part 第一部分\np 收入总计{9833.6}万元，增长{167}%。\n" + TABLE)
    table = loaded.tables[0]
    assert loaded.meta["year"] == "2021" and loaded.stated == ["9833.6", "167"]
    assert table.form == "FA01" and table.keys["right"] == "金额单位：万元" and table.breaks == (1,)
    assert facts.printed(table.rows[1].cells[0]) == "本年收入合计"
    assert facts.printed(table.rows[0].cells[2]) == "6,443.22"


@pytest.mark.parametrize(
    "old, new, what",
    [
        ("| 32 | 367.07", "| 32", "5 cells where the table has 6"),
        ("end\n", "", "table without end"),
        ("@ label |", "@ label | label |", "@ names 7 columns"),
        ("table FA01", "tabel FA01", "unknown block 'tabel'"),
        ("title: 某市某局2021年度部门决算\n", "", "no title"),
    ],
)
def test_a_malformed_fact_file_is_refused_with_its_line(written, old, new, what):
    with pytest.raises(Refusal, match=what):
        written((HEAD + TABLE).replace(old, new, 1))


def test_the_pdf_is_the_same_to_the_byte_and_says_what_it_is(written, tmp_path):
    loaded = written(HEAD + TABLE)
    one, two = (pdf.typeset(loaded, tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert one == two
    document = pdfium.PdfDocument(one)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert "重建件" in pages[0] and len(pages) == 3  # cover, first part of the table, its continuation
    assert "收入支出决算总表" in pages[1] and "收入支出决算总表" not in pages[2]
    assert "6,443.2\r\n2" in pages[1] and "注：本表反映收支。" in pages[2]


def test_repeated_heads_stand_on_every_page(written, tmp_path):
    loaded = written(HEAD + TABLE.replace("header:", "continuation: repeat\nheader:"))
    document = pdfium.PdfDocument(pdf.typeset(loaded, tmp_path / "r.pdf").read_bytes())
    assert "收入支出决算总表" in document[2].get_textpage().get_text_bounded()


def test_a_form_too_wide_for_its_page_is_refused(written, tmp_path):
    wide = HEAD + "table -\nheader:\n" + " | ".join(["1,234,567,890.00"] * 40) + "\nbody:\n@ " + " | ".join(["amount"] * 40)
    with pytest.raises(Refusal, match="does not fit its page"):
        pdf.typeset(written(wide + "\n" + " | ".join(["1,234,567,890.00"] * 40) + "\nend\n"), tmp_path / "w.pdf")


def test_a_character_the_font_lacks_is_refused_not_left_out(written, tmp_path):
    with pytest.raises(Refusal, match="the font lacks ☑"):
        pdf.typeset(written(HEAD + "p ☑ 项目\n"), tmp_path / "m.pdf")


def test_closing_punctuation_neither_begins_a_line_nor_leaves_its_cell():
    from gouji.typeset.grid import wrap

    lines = wrap("实际支出（万元）", 7, len)
    assert lines == ["实际支出（万", "元）"] and all(len(line) <= 7 for line in lines)
    assert wrap("6,443.2↵2", 99, len) == ["6,443.2", "2"]
    assert wrap("合计1,234.56", 5, len) == ["合计", "1,234.56"]  # a figure stays whole

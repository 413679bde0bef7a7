"""A stated figure is placed on its own line, also where another item says the same in the same words."""

from __future__ import annotations

from ledgers import ledger_of
from prose_documents import document_with, final_tables

from gouji.rules import check

TWICE = "比2023年预算执行数增加60.54%。"
TEXT = f"""五、一般公共预算财政拨款支出决算情况说明
一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）预算安排160.54万元，2023年当年预算执行数为100.00万元，{TWICE}主要原因是人员经费增加，办公用房维修增加。
社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）预算安排441.25万元，2023年当年预算执行数为132.59万元，{TWICE}主要原因是缴费增加。"""


def test_a_figure_said_twice_in_the_same_words_has_the_line_of_its_own_item():
    document = document_with(final_tables(), TEXT)
    found = check([document], ledger_of(final_tables(), kind="final"))
    lines = [line for page in document.reading.pages for line in page.lines]
    text = "".join(line.text for line in lines)
    wrong = {p.bbox for f in found if f.rule == "P10" and f.outcome == "mismatch" for p in f.where if p.column == "growth"}
    assert len(wrong) == 1
    at = next(i for i, line in enumerate(lines) if line.box == next(iter(wrong)))
    before = "".join(line.text for line in lines[:at])
    second = text.index("60.54%", text.index("职业年金"))
    assert len(before) <= second < len(before) + len(lines[at].text)

"""Title, 表号, unit and publisher above a grid; notes below it."""

import pytest
from forms_grids import line, page

from gouji.forms.captions import above, furniture, hanging, is_title, notes_below, note_text, unit_of


def stacked(*texts):
    return [line(text, 10 + 16 * i) for i, text in enumerate(texts)]


def test_everything_above_a_final_account_form():
    found = above(stacked("收入支出决算总表", "公开01表", "部门：某市某局 2021年度 金额单位：万元"))
    assert (found.title, found.number, found.unit, found.entity, found.prose) == ("收入支出决算总表", "公开01表", "万元", "某市某局", False)


def test_number_and_title_on_one_line():
    found = above(stacked("预算01表 收支总表", "金额单位：万元"))
    assert (found.title, found.number) == ("收支总表", "预算01表")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("单位：万元", "万元"), ("金额单位:元", "元"), ("单位：百元", "百元"), ("（单位：亿元）", "亿元"), ("(万元)", "万元"), ("单位：人民币万元", "万元"),
     ("单位：某市财政局", None), ("预算单位：元氏县财政局", None)],
)
def test_unit(text, unit):
    assert unit_of(text) == unit


def test_unit_split_over_two_lines():
    assert above([line("支出决算表", 10), line("金额单位：万", 30, left=400), line("元", 46, left=400)]).unit == "万元"


def test_the_title_nearest_to_the_grid_wins_and_prose_ends_the_search():
    assert above(stacked("一、收支预算总表", "2026年度收支预算总表", "单位：万元")).title == "2026年度收支预算总表"
    found = above(stacked("收支总表", "本年收入合计 12 万元，比上年增加。", "单位：万元"))
    assert found.title is None and found.prose


def test_a_title_broken_over_two_lines_is_one():
    found = above([line("一般公共预算基本支出部门预算", 10, left=100), line("经济分类预算表", 24, left=142)])
    assert found.title == "一般公共预算基本支出部门预算经济分类预算表"


def test_a_sentence_is_no_title():
    assert not is_title("预算编制范围的单位详细情况见下表:")
    assert is_title("财政拨款“三公”经费支出表")


def test_notes_run_on_until_something_else_begins():
    notes, rest = notes_below(stacked("注：本表反映部门本年度的总收支，", "故有尾差。", "二、收入决算表"))
    assert note_text(notes) == "注：本表反映部门本年度的总收支，故有尾差。"
    assert [l.text for l in rest] == ["二、收入决算表"]
    assert notes_below(stacked("收入决算表"))[0] == []


def test_running_lines_are_furniture_but_repeated_titles_are_not():
    pages = [page(n, [(20, "某局部门预算公开"), (40, "收支总表"), (60, "表14"), (820, f"— {n} —")]) for n in (1, 2, 3)]
    gone = {l.text for _, l in furniture(pages)}
    assert gone == {"某局部门预算公开", "— 1 —", "— 2 —", "— 3 —"}


@pytest.mark.parametrize(("text", "number", "title"), [
    ("表一", "表一", None), ("表十二", "表十二", None), ("GK01", "GK01", None), ("CS05表", "CS05表", None), ("表1-2", "表1-2", None),
    ("表1. 收支预算总表", "表1", "收支预算总表"), ("表三 一般公共预算支出表", "表三", "一般公共预算支出表"), ("预算01-1表 部门收支预算总表", "预算01-1表", "部门收支预算总表"),
    ("表十一般公共预算支出表", "表十", "一般公共预算支出表"), ("表十二收支总表", "表十二", "收支总表"), ("表现良好", None, None),
])
def test_numbers_of_forms_in_chinese_and_in_letters(text, number, title):
    found = above(stacked(text))
    assert (found.number, found.title) == (number, title)


@pytest.mark.parametrize("text", ["（备注：本单位无政府性基金收支，故此表无数据。）", "备注：此表为空。", "※注：收支均为零。", "该表无数据"])
def test_notes_in_brackets_and_of_this_form(text):
    assert note_text(notes_below(stacked(text))[0]) == text


def test_a_title_at_the_foot_of_a_page_is_that_of_the_table_on_the_next():
    foot = stacked("比上年增加。", "预算05表", "2024年政府性基金预算支出表", "表五 单位：万元")
    assert [l.text for l in hanging(foot)] == ["预算05表", "2024年政府性基金预算支出表", "表五 单位：万元"]
    assert hanging(stacked("收支总表", "比上年增加 3 万元。")) == [] == hanging(stacked("单位：万元")) == hanging(stacked("第二部分 部门预算表"))


@pytest.mark.parametrize("foot", ["第 {} 页，共 18 页", "{} / 18", "第{}页/共18页", "共18页 第{}页", "- {} -", "Page {} of 18", "第{}页（共18页）"])
def test_page_numbers_are_furniture_however_they_are_written(foot):
    pages = [page(n, [(100, "收支总表"), (820, foot.format(n))]) for n in (1, 2)]
    assert {l.text for _, l in furniture(pages)} == {foot.format(n) for n in (1, 2)}


@pytest.mark.parametrize("foot", ["123,456", "1,234.56", "共 18 人", "第1页共同事务"])
def test_figures_and_words_at_the_foot_are_no_page_numbers(foot):
    assert furniture([page(1, [(100, "收支总表"), (820, foot)])]) == set()

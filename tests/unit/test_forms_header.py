"""Where a header ends: by structure, by words, never past a figure."""

import pytest
from forms_grids import grid

from gouji.forms.header import caption_rows, find_header
from gouji.forms.text import is_number_row


@pytest.mark.parametrize(
    ("rows", "captions", "end"),
    [
        (["科目编码 | 科目名称 | 合计", "201 | 一般公共服务支出 | 3.50"], 0, 1),
        (["收入 | < | 支出 | <", "项目 | 金额 | 项目 | 金额", "一、拨款 | 1.00 | 一、外交支出 | "], 0, 2),
        (["项目 | 行次 | 金额", "栏次 | | 1", "一、拨款 | 1 | 2.00"], 0, 2),
        (["项目 | 基本支出 | 项目支出", "** | 1 | 2", "201 | 1.00 | "], 0, 2),
        # three levels, and a year that is no code
        (["2025年预算数 | < | <", "合计 | 公务用车费 | <", "^ | 小计 | 购置费", "14.30 | 12.50 | 0.00"], 0, 3),
        # 类 款 项 under a group without figures: header; with figures beside them: the 合计 row of the body
        (["支出功能分类科目编码 | < | < | 科目名称 | 合计", "类 | 款 | 项 | ^ | ^", "201 | 01 | 02 | 行政运行 | 1.00"], 0, 2),
        (["支出功能分类科目编码 | < | < | 科目名称 | 合计", "类 | 款 | 项 | 合计 | 9.00", "201 | 01 | 02 | 行政运行 | 1.00"], 0, 1),
        (["支出功能分类科目编码 | < | < | 科目名称 | 合计", "类 | 款 | 项 | 合计 | 9", "201 | 01 | 02 | 行政运行 | 1"], 0, 1),
        (["项目 | 三年合计 | <", "^ | 2023 | 2024", "工资 | 5 | 6"], 0, 2),
        # a 合计 row printed without figures is a body row; 合计 among the names of columns is a header
        (["科目编码 | 科目名称 | 年初结转 | 本年支出", "合计 | < |  | ", " | | | "], 0, 1),
        (["项目 | < | 本年支出 | <", "合计 | < | 基本支出 | 项目支出", " | | | "], 0, 2),
        # long names under a group: the rest of the row lies under tall cells
        (["名称 | 合计 | 采购 | <", "^ | ^ | 小计 | 其中：预留给中小企业及小型、微型企业的项目资金规模", "某局 | 1.00 | 2.00 | 3.00"], 0, 2),
        # title and unit drawn inside the grid
        (["收支总表 | < | <", "单位：万元 | < | <", "项目 | 行次 | 金额", "一、拨款 | 1 | 2.00"], 2, 3),
    ],
)
def test_header_ends(rows, captions, end):
    header = find_header(grid(rows))
    assert (header.captions, header.end) == (captions, end)


def test_a_row_with_a_figure_is_never_a_header():
    assert find_header(grid(["项目 | 金额", "收入合计 | 12.30", "支出合计 | 1.00"])).end == 1


def test_names_are_flattened_once_and_column_numbers_kept():
    header = find_header(grid(["收入 | < | 支出", "项目 | 金额 | ^", "栏次 | 1 | 2", "a | 1.00 | 2.00"]))
    assert header.columns == ("收入 / 项目", "收入 / 金额", "支出")
    assert header.line_row == ("栏次", "1", "2")


def test_a_grid_of_captions_only_has_no_caption_rows():
    assert caption_rows(grid(["单位：万元 | <"])) == 0


@pytest.mark.parametrize(
    ("row", "yes"),
    [
        ("栏次 | | 1 | 栏次 | | 2", True), ("** | ** | 1 | 2", True), ("1 | 2 | 3", True), ("(1) | (2) | (3)=(1)+(2)", True), ("栏次 | 1=2+…+7 | 2", True),
        ("栏次 | 1栏 | 2栏", True), ("栏次 | 12 | 7", False), ("** | 5 | 3", False), ("1 | 1 | 2", False), ("3 | 4 | 5", False), ("=1+1 | 1 | 2", False), ("1 | 2 | 61.00", False),
    ],
)
def test_numbers_of_columns_are_small_integers_in_order(row, yes):
    assert is_number_row([text.strip() for text in row.split("|")]) is yes


def test_integers_without_decimals_are_figures_in_a_first_row_too():
    assert find_header(grid(["合计 | 12 | 4", "201 | 8 | 4"])).end == 0
    assert find_header(grid(["项目 | 2023 | 2024", "201 | 8 | 4"])).end == 1


def test_a_row_of_names_that_ends_with_a_total_is_a_header_though_the_page_cuts_its_last_cell():
    rows = ["项目 | < | 本年支出 | < | <", "编码 | 名称 | 基本支出 | 合计 | ", "201 | 外交支出 | 1.00 | 1.00 | "]
    assert find_header(grid(rows)).end == 2

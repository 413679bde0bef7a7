"""Tables cut by columns over sheets: put together where it is certain, said where it is not, never guessed."""

import pytest
from forms_grids import grid, page, reading

from gouji.forms import understand

HEAD, LEFT = "科目编码 | 科目名称 | 合计 | 基本支出", ["合计 | < | 9.00 | 5.00", "201 | 一般公共服务支出 | 4.00 | 3.00", "208 | 社会保障和就业支出 | 5.00 | 2.00"]
RIGHT = ["项目支出 | 经营支出", "4.00 | 0.00", "1.00 | ", "3.00 | "]
TITLE = [(40, "支出决算表")]
UNIT = [(60, "单位：万元")]


def found(*pages):
    document = understand(reading(*pages))
    said = [p.kind for p in document.problems] + [p.kind for t in document.tables for p in t.problems]
    return [([[c.text for c in row] for row in t.rows], t) for t in document.tables], said


def test_figures_without_labels_stand_beside_the_labels_of_the_sheet_before():
    ((rows, table),), said = found(page(1, TITLE, [grid([HEAD, *LEFT])]), page(2, UNIT, [grid(RIGHT, 2, left=200)]))
    assert rows == [["合计", "", "9.00", "5.00", "4.00", "0.00"], ["201", "一般公共服务支出", "4.00", "3.00", "1.00", ""], ["208", "社会保障和就业支出", "5.00", "2.00", "3.00", ""]]
    assert (table.form, table.unit, table.pages, said) == ("FA03", "万元", (1, 2), [])
    assert table.columns[-2:] == ("项目支出", "经营支出")
    assert [c.page for c in table.rows[1]] == [1, 1, 1, 1, 2, 2] and table.rows[1][4].box[0] == 200


def test_the_pages_of_a_long_table_are_followed_by_those_of_its_right_half():
    more, rest = ["210 | 卫生健康支出 | 7.00 | 6.00", "221 | 住房保障支出 | 3.00 | 1.00"], ["0.50 | 0.50", "2.00 | "]
    sheets = [page(1, TITLE, [grid([HEAD, *LEFT])]), page(2, TITLE, [grid([HEAD, *more], 2)]), page(3, UNIT, [grid(RIGHT, 3)]), page(4, [], [grid([RIGHT[0], *rest], 4)])]
    ((rows, table),), said = found(*sheets)
    assert [row[0] for row in rows] == ["合计", "201", "208", "210", "221"] and rows[3][4:] == ["0.50", "0.50"]
    assert (table.pages, said) == ((1, 2, 3, 4), [])


def test_the_right_half_may_follow_each_page_of_a_long_table():
    sheets = [page(1, TITLE, [grid([HEAD, *LEFT])]), page(2, UNIT, [grid(RIGHT, 2)]), page(3, TITLE, [grid([HEAD, "210 | 卫生健康支出 | 7.00 | 6.00"], 3)]), page(4, UNIT, [grid([RIGHT[0], "1.00 | "], 4)])]
    ((rows, table),), said = found(*sheets)
    assert (rows[3], table.pages, said) == (["210", "卫生健康支出", "7.00", "6.00", "1.00", ""], (1, 2, 3, 4), [])


def test_columns_numbered_on_and_a_title_cut_in_two():
    left = ["收入 | < | <", "项目 | 行次 | 金额", "栏次 | | 1", "一、拨款收入 | 1 | 9.00", "总计 | 31 | 9.00"]
    right = ["支出 | < | <", "项目 | 行次 | 金额", "栏次 | | 2", "一、外交支出 | 32 | 9.00", "总计 | 62 | 9.00"]
    ((rows, table),), said = found(page(1, [(40, "收入支出")], [grid(left)]), page(2, [(40, "决算总表"), *UNIT], [grid(right, 2)]))
    assert rows[0] == ["一、拨款收入", "1", "9.00", "一、外交支出", "32", "9.00"]
    assert (table.form, table.title, table.line_row, said) == ("FA01", "收入支出决算总表", ("栏次", "", "1", "栏次", "", "2"), [])


def test_a_header_cell_cut_by_the_edge_is_one_and_rules_may_lack_where_it_is_tall():
    left = ["科目编码 | 科目名称 | 本年支出 | <", "^ | ^ | 小计 | 基本支出", *LEFT]
    right = [" | 年末结转", "项目支出 | ^", *RIGHT[1:]]
    ((_, table),), said = found(page(1, TITLE, [grid(left)]), page(2, UNIT, [grid(right, 2)]))
    assert (table.columns[3:], said) == (("本年支出 / 基本支出", "本年支出 / 项目支出", "年末结转"), [])
    low = grid(["年末结转 | 备注金额", *RIGHT[1:]], 2)
    tall = type(low)(2, low.box, low.n_rows, low.n_cols, low.cells, low.xs, (100.0, *(y + 20 for y in low.ys[1:])))
    ((_, table),), said = found(page(1, TITLE, [grid(left)]), page(2, UNIT, [tall]))
    assert (table.columns[3:], said) == (("本年支出 / 基本支出", "年末结转", "备注金额"), [])


AGAIN = ["科目编码 | 科目名称 | 项目支出", "合计 | < | 4.00", "201 | 一般公共服务支出 | 1.00", "208 | 社会保障和就业支出 | 3.00"]
NUMBER = [(20, "公开03表")]


def test_labels_printed_again_stand_once():
    ((rows, table),), said = found(page(1, [*NUMBER, *TITLE], [grid([HEAD, *LEFT])]), page(2, [*NUMBER, *UNIT], [grid(AGAIN, 2)]))
    assert (rows[1], len(table.columns), said) == (["201", "一般公共服务支出", "4.00", "3.00", "1.00"], 5, [])


@pytest.mark.parametrize("over", [[], [(20, "公开04表")], [(20, "部门：某市某局")], [(20, "公开04表"), (30, "部门：某市某局")]])
def test_the_same_labels_alone_prove_nothing(over):
    """Forms by function have the same rows: one whose title the edge cut away must not become columns of the one before."""
    entity = [(30, "部门：某市某局")]
    tables, said = found(page(1, [*NUMBER, *entity, *TITLE], [grid([HEAD, *LEFT])]), page(2, [*over, *UNIT], [grid(AGAIN, 2)]))
    assert len(tables) == 2 and "sheets_apart" in said


def test_columns_numbered_anew_are_those_of_another_form():
    left = [HEAD, "栏次 | | 1 | 2", *LEFT]
    again = [AGAIN[0], "栏次 | | 1", *AGAIN[1:]]
    tables, said = found(page(1, [*NUMBER, *TITLE], [grid(left)]), page(2, [*NUMBER, *UNIT], [grid(again, 2)]))
    assert len(tables) == 2 and "sheets_apart" in said


OTHER = ["科目编码 | 科目名称 | 合计", "合计 | < | 4.00", "201 | 一般公共服务支出 | 1.00", "208 | 社会保障和就业支出 | 3.00"]


@pytest.mark.parametrize(
    ("second", "kinds"),
    [
        (page(2, UNIT, [grid(RIGHT, 2, height=21)]), {"sheets_apart"}),  # rows of another height
        (page(2, UNIT, [grid(RIGHT[:3], 2)]), {"sheets_apart"}),  # a row fewer
        (page(2, [(40, "收入决算表"), *UNIT], [grid(RIGHT, 2)]), {"sheets_apart"}),  # a title of its own, and no labels
        (page(2, [(40, "本年支出比上年增加，主要是人员增加。"), *UNIT], [grid(RIGHT, 2)]), {"sheets_apart"}),
        (page(2, UNIT, [grid([" | 经营支出", *RIGHT[1:]], 2)]), {"sheets_apart"}),  # nobody knows what the first column is
        (page(2, UNIT, [grid(["项目支出 | 经营支出", "某事 | 0.00", "某事 | 1.00", "某事 | 2.00"], 2)]), {"sheets_apart"}),  # labels of its own
        (page(2, UNIT, [grid(OTHER, 2)]), {"sheets_apart"}),  # the same rows again under the same columns: another form
        (page(3, UNIT, [grid(RIGHT, 3)], ), {"sheets_apart"}),  # something stands between
    ],
)
def test_what_is_not_certain_is_said_and_not_joined(second, kinds):
    between = [page(2, [(100, "第三部分 情况说明"), (130, "收入增加，支出减少。")])] if second.number == 3 else []
    tables, said = found(page(1, [*TITLE, *UNIT], [grid([HEAD, *LEFT])]), *between, second)
    assert len(tables) == 2 and tables[0][0][1] == ["201", "一般公共服务支出", "4.00", "3.00"]
    assert set(said) - {"form_unknown", "unit_missing"} == kinds


def test_a_half_is_never_put_beside_a_half():
    tables, said = found(page(1, UNIT, [grid(RIGHT)]), page(2, UNIT, [grid(["上缴支出 | 对下补助", *RIGHT[1:]], 2, left=90)]))
    assert [len(t.columns) for _, t in tables] == [2, 2] and "sheets_apart" in said


def test_a_column_left_over_is_said():
    lines = [(60, "单位：万元"), *((120 + 20 * k, f"{k}3.00") for k in range(1, 5))]
    _, said = found(page(1, TITLE, [grid([HEAD, *LEFT])]), page(2, lines))
    assert "table_unruled" in said


def test_two_sides_numbered_row_by_row_are_one_and_a_left_half_without_a_title_is_said():
    left = ["序号 | 收入 | <", "^ | 项目 | 预算数", "1 | 一、拨款收入 | 9.00", "2 | 二、事业收入 | 1.00", "3 | 收入总计 | 10.00"]
    right = ["支出 | <", "项目 | 预算数", "一、外交支出 | 9.00", "二、国防支出 | 1.00", "支出总计 | 10.00"]
    ((rows, table),), said = found(page(1, [], [grid(left)]), page(2, [(40, "收支预算总表"), *UNIT], [grid(right, 2)]))
    assert (rows[0], table.form, said) == (["1", "一、拨款收入", "9.00", "一、外交支出", "9.00"], "BG01", [])
    other = [*right[:4], "其中：公用 | 10.00"]
    tables, said = found(page(1, [], [grid(left)]), page(2, [(40, "收支预算总表"), *UNIT], [grid(other, 2)]))
    assert len(tables) == 2 and "sheets_apart" in said

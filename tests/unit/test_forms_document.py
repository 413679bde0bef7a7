"""A document as understood: who, when, what; empty forms; what is reported and not guessed."""

import pytest
from forms_grids import grid, page, reading

from gouji.forms import understand
from gouji.forms.identity import identify

FORM = ["科目名称 | 合计 | 基本支出", "{} | {} | {}"]


def one(title, *rows, lines=(), cover=("某市某局", "2024年度部门决算"), second=()):
    first = page(1, [(100 + 40 * i, text) for i, text in enumerate(cover)])
    return understand(reading(first, page(2, [(40, title), *lines], [grid(list(rows), 2)]), *second))


@pytest.mark.parametrize(
    ("cover", "entity", "year", "kind"),
    [
        (["上海市普陀区财政局", "2024年度部门决算"], "上海市普陀区财政局", 2024, "final"),
        (["上海市普陀区2025年区级部门预算", "预算主管部门：上海市普陀区商务委员会"], "上海市普陀区商务委员会", 2025, "budget"),
        (["2026 年度", "福州市商务局", "部门预算"], "福州市商务局", 2026, "budget"),
        (["北京市信访办公室部门 2026 年度部门预算", "信息公开"], "北京市信访办公室", 2026, "budget"),
        (["西安市信访局（汇总）", "2026年部门预算公开说明"], "西安市信访局（汇总）", 2026, "budget"),
        (["上海市普陀区规划和自然", "资源局", "2024 年度部门决算", "目 录", "第一部分 概况"], "上海市普陀区规划和自然资源局", 2024, "final"),
        (["某镇人民政府2022年一般公共预算支出决算公开"], "某镇人民政府", 2022, "final"),
    ],
)
def test_the_cover_says_who_when_and_what(cover, entity, year, kind):
    found = identify([page(1, [(100 + 30 * i, text) for i, text in enumerate(cover)])])
    assert (found.entity, found.year, found.kind) == (entity, year, kind)


def test_without_a_cover_tables_say_it():
    pages = [page(1, [(40, "收支总表"), (60, "（2026年度）"), (700, "部门预算表")], [grid(["部门名称 | 某市审计局", "金额 | 1.00"])])]
    found = identify(pages)
    assert (found.entity, found.year, found.kind) == ("某市审计局", 2026, "budget")


def test_nothing_stated_is_nothing_known():
    found = identify([page(1, [(40, "你好")])])
    assert (found.entity, found.year, found.kind) == (None, None, "other")


@pytest.mark.parametrize(("figure", "empty"), [("0.00", True), ("", True), ("0.01", False), ("-3.20", False), ("￥3.20", False), ("￥0.00", True), ("60万元", False),
                                               ("（3.20）", False), ("△3.20", False), ("１，２３４．００", False), (".50", False)])
def test_a_form_without_a_figure_or_with_zeros_alone_is_empty(figure, empty):
    table = one("支出决算表", *[row.format("合计", figure, "") for row in FORM], lines=[(60, "单位：万元")]).tables[0]
    assert (table.form, table.empty) == ("FA03", empty)


def test_codes_and_row_numbers_are_no_figures():
    rows = ["行次 | 项目 | 金额", "1 | 一、一般公共服务支出 | ", "2 | 二、外交支出 | 0"]
    assert one("支出决算表", *rows, lines=[(60, "单位：万元")]).tables[0].empty


def test_a_list_of_names_is_no_empty_form():
    table = one("部门决算单位构成", "序号 | 单位名称", "1 | 某局本级").tables[0]
    assert (table.form, table.unit, table.empty) == (None, None, False)


def test_unit_inside_the_header_and_no_unit_at_all():
    assert one("支出决算表", "科目名称 | 金额（百元）", "合计 | 3").tables[0].unit == "百元"
    table = one("支出决算表", "科目名称 | 金额", "合计 | 3").tables[0]
    assert table.unit is None and [p.kind for p in table.problems] == ["unit_missing"]


def test_a_money_table_of_no_declared_form_is_read_and_said():
    table = one("会议明细表", "名称 | 金额", "年会 | 3.00", lines=[(60, "单位：元")]).tables[0]
    assert (table.form, table.rows[0][1].text, [p.kind for p in table.problems]) == (None, "3.00", ["form_unknown"])


def kinds(document):
    return [p.kind for p in document.problems]


def test_parts_that_disagree_are_reported():
    rows = [row.format("合计", "1.00", "1.00") for row in FORM]
    assert kinds(one("支出决算表", *rows, lines=[(60, "部门：某市某局 单位：万元")])) == []
    assert kinds(one("支出决算表", *rows, lines=[(60, "部门：某县教育局 单位：万元")])) == ["parts_disagree"]
    assert kinds(one("2023年支出决算表", *rows)) == ["parts_disagree"]
    other = page(3, [(100, "某县教育局"), (160, "2024年度部门决算")])
    found = one("支出决算表", *rows, second=[other])
    assert [(p.kind, p.page) for p in found.problems] == [("parts_disagree", 3)]


def test_a_form_printed_twice_with_other_figures_is_reported_and_both_kept():
    rows = [row.format("合计", "1.00", "1.00") for row in FORM]
    changed = [row.format("合计", "2.00", "2.00") for row in FORM]
    gap = page(3, [(100, "本年支出合计 1.00 万元。")])
    again = one("支出决算表", *rows, second=[gap, page(4, [(40, "支出决算表")], [grid(changed, 4)])])
    assert (kinds(again), len(again.tables)) == (["form_twice"], 2)
    same = one("支出决算表", *rows, second=[gap, page(4, [(40, "支出决算表")], [grid(rows, 4)])])
    assert kinds(same) == []


def test_two_documents_in_one_file_are_each_read_as_their_own():
    def document(first, body, title, cover):
        return [page(first, [(100, body), (160, cover)]), page(first + 1, [(40, title), (60, "单位：万元")], [grid(["项目 | 金额", "合计 | 1.00"], first + 1)])]

    final = document(1, "某市某局", "收支总表", "2024年度部门决算")
    budget = document(3, "某县教育局", "收支总表", "2025年部门预算")
    found = understand(reading(*final, *budget))
    assert [t.form for t in found.tables] == ["FA01", "BG01"]
    assert (found.entity, found.year, found.kind) == ("某市某局", 2024, "final")
    assert [(p.page, p.kind) for p in found.problems] == [(3, "parts_disagree")]
    again = document(3, "某市某局", "收入总表", "2024年度部门决算")  # the same cover again is no other document
    assert kinds(understand(reading(*final, *again))) == []


ROWS = [(100, "合计 1,234.56 200.00 1,034.56"), (120, "2010301行政运行 1,034.56200.00834.56"), (140, "2080501 行政单位离退休 200.00 0.00 200.00")]


@pytest.mark.parametrize("lines", [
    [(40, "收入决算表"), *ROWS], [(60, "单位：万元"), *ROWS], [(40, "三公经费支出表"), (60, "金额单位：元"), ROWS[0]], [(40, "政府性基金预算支出表"), (60, "单位：元"), (80, "科目编码 合计")],
])
def test_a_table_without_rules_is_said_and_not_read(lines):
    found = understand(reading(page(1, lines)))
    assert found.tables == () and [(p.page, p.kind) for p in found.problems] == [(1, "table_unruled")]


@pytest.mark.parametrize("lines", [
    ROWS,  # nothing says what it is
    [(40, "收入决算表"), (100, "2024年收入合计1,234.56万元，其中财政拨款200.00万元。"), (120, "比上年增加 12.00 万元，增长 3.20%"), (140, "共 1,000.00 元 2,000.00 元")],
    [(40, "目录"), (100, "一、收支总表 …… 12 第 13 页"), (120, "二、收入总表 …… 14"), (140, "三、支出总表 15 16")],
    [(40, "2010 2011 2012"), (60, "单位：万元"), (80, "100 200 300"), (100, "0 50 100"), (120, "20 40 60")],
])
def test_prose_contents_and_axes_are_no_tables_without_rules(lines):
    assert "table_unruled" not in kinds(understand(reading(page(1, lines))))


def test_the_half_of_a_table_that_has_lost_its_title_is_said_and_not_put_below_the_other():
    codes = [f"20{n} | 支出{n} | {n}.00 | {n}.50" for n in range(1, 7)]
    left = grid(["科目编码 | 科目名称 | 合计 | 财政拨款", *codes, "| 合计 | 3.00 | 2.00"])
    right = grid(["经营收入 | 其他收入", *[f"{n}.10 | {n}.20" for n in range(1, 7)], "3.00 | 2.00"], 2, top=40)
    halves = understand(reading(page(1, [(40, "收入决算表"), (60, "单位：万元")], [left]), page(2, [], [right])))
    assert [(t.form, len(t.rows), [p.kind for p in t.problems]) for t in halves.tables] == [("FA02", 7, []), (None, 7, ["form_unknown"])]
    small = understand(reading(page(1, [(40, "近三年情况如下，单位均为个。")], [grid(["年度 | 专项 | 基本", "2021 | 1.00 | 2.00", "2022 | 3.00 | 4.00"])])))
    assert [p.kind for t in small.tables for p in t.problems] == []


def test_a_form_of_words_without_rules_is_said_and_a_list_of_contents_is_not():
    rows = [(60 + 20 * k, text) for k, text in enumerate(["一级指标 二级指标 指标值", "产出指标 数量指标 ≥5个", "效益指标 社会效益 显著", "满意度指标 满意度 高"])]
    found = understand(reading(page(1, [(20, "预算05-2表"), (40, "部门项目支出绩效目标表"), *rows])))
    assert [(p.page, p.kind) for p in found.problems] == [(1, "table_unruled")]
    listed = [(20, "预算05-1表"), (40, "部门项目支出绩效目标表"), (60, "预算05-2表"), (80, "收支总表"), *((100 + y, text) for y, text in rows)]
    assert kinds(understand(reading(page(1, listed)))) == []


def test_a_unit_under_the_header_and_a_title_above_a_note():
    table = one("支出决算表", "科目名称 | 合计 | 基本支出", "单位：百元 | < | <", "合计 | 3 | 3").tables[0]
    assert (table.unit, len(table.rows)) == ("百元", 1)
    table = one("支出决算表", "科目名称 | 合计 | 基本支出", "合计 | 3 | 3", lines=[(56, "说明：本表反映部门的支出。"), (72, "单位：元")]).tables[0]
    assert (table.form, table.unit) == ("FA03", "元")


def test_whole_numbers_of_a_form_without_labels_are_figures_though_a_remark_follows_them():
    head = "合计 | 出国 | 公务用车 | 购置 | 运行 | 接待 | 备注"
    table = one("“三公”经费支出决算表", head, "9 | 1 | 6 | 2 | 4 | 2 | 含上年结转", lines=[(60, "单位：万元")]).tables[0]
    assert (table.form, table.empty) == ("FA07", False)
    assert one("支出决算表", "序号 | 类 | 款 | 项 | 名称 | 合计", "1 | 201 | 01 | 02 | 行政运行 | ", lines=[(60, "单位：万元")]).tables[0].empty

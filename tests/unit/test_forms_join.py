"""Grids joined over pages: what is one table, what is two."""

from forms_grids import grid, page, reading

from gouji.forms import understand

HEAD = ["科目编码 | 科目名称 | 合计 | 基本支出", "栏次 | | 1 | 2"]
FIRST = [*HEAD, "合计 | < | 9.00 | 5.00", "201 | 一般公共服务支出 | 4.00 | 3.00"]
MORE = ["208 | 社会保障和就业支出 | 5.00 | 2.00"]
TITLE = [(40, "支出决算表"), (60, "单位：万元")]


def tables(*pages):
    return understand(reading(*pages)).tables


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_a_bare_continuation_is_joined():
    (table,) = tables(page(1, TITLE, [grid(FIRST)]), page(2, [], [grid(MORE, 2, top=40)]))
    assert (table.form, table.pages, len(table.rows), table.line_row) == ("FA03", (1, 2), 3, ("栏次", "", "1", "2"))
    assert table.rows[2][1].page == 2


def test_a_title_left_at_the_foot_of_the_page_before_is_that_of_the_table():
    other = grid(["科目编码 | 本年收入", "合计 | 3.00"], 1)
    first, second = tables(page(1, [(40, "收入决算表"), (60, "单位：万元"), (780, "支出决算表"), (796, "单位：元")], [other]), page(2, [], [grid(FIRST, 2, top=40)]))
    assert [(t.form, t.unit, t.pages) for t in (first, second)] == [("FA02", "万元", (1,)), ("FA03", "元", (2,))]
    _, bare = tables(page(1, [(40, "收入决算表"), (780, "比上年增加 3 万元。")], [other]), page(2, [], [grid(FIRST, 2, top=40)]))
    assert (bare.title, bare.form) == ("", None)


def test_a_repeated_header_and_a_repeated_total_are_dropped():
    again = [*HEAD, "合计 | < | 9.00 | 5.00", *MORE]
    (table,) = tables(page(1, TITLE, [grid(FIRST)]), page(2, TITLE, [grid(again, 2)]))
    assert [row[0] for row in texts(table)] == ["合计", "201", "208"]


def test_a_total_with_other_figures_is_kept():
    again = [*HEAD, "合计 | < | 8.00 | 5.00", *MORE]
    (table,) = tables(page(1, TITLE, [grid(FIRST)]), page(2, TITLE, [grid(again, 2)]))
    assert len(table.rows) == 4


def test_other_totals_under_the_same_header_without_a_title_are_another_form():
    again = [*HEAD, "合计 | < | 8.00 | 5.00", *MORE]
    assert len(tables(page(1, TITLE, [grid(FIRST)]), page(2, [], [grid(again, 2)]))) == 2
    foot = [*HEAD, *MORE, "合计 | < | 5.00 | 2.00"]
    assert len(tables(page(1, TITLE, [grid(foot)]), page(2, [], [grid([*HEAD, "合计 | < | | "], 2)]))) == 2


def test_text_above_begins_another_table():
    found = tables(page(1, TITLE, [grid(FIRST)]), page(2, [(20, "收入决算表"), (40, "单位：元")], [grid([*HEAD, *MORE], 2)]))
    assert [(t.form, t.unit) for t in found] == [("FA03", "万元"), ("FA02", "元")]
    assert len(tables(page(1, TITLE, [grid(FIRST)]), page(2, [(20, "本年支出增加，主要是人员增加。")], [grid(MORE, 2)]))) == 2


def test_other_rules_begin_another_table():
    other = grid(["序号 | 单位名称", "1 | 某中心"], 2, xs=[50, 90, 333])
    assert len(tables(page(1, TITLE, [grid(FIRST)]), page(2, [], [other]))) == 2


def test_a_header_of_its_own_begins_another_table_on_the_same_rules():
    other = grid(["项目 | 预算数 | 项目 | 预算数", "一、拨款 | 1.00 | 一、外交支出 | 1.00"], 2)
    assert len(tables(page(1, TITLE, [grid(FIRST)]), page(2, [], [other]))) == 2


def test_a_note_closes_the_table_and_belongs_to_it():
    first = page(1, [*TITLE, (300, "注：本表反映支出。")], [grid(FIRST)])
    found = tables(first, page(2, [], [grid(MORE, 2)]))
    assert len(found) == 2 and found[0].note == "注：本表反映支出。"


def test_two_tables_on_one_page():
    below = grid(["序号 | 项目 | 金额 | 备注", "1 | a | 2.00 | "], top=400)
    found = tables(page(1, [*TITLE, (360, "项目支出决算明细表"), (380, "单位：元")], [grid(FIRST), below]))
    assert [(t.form, t.unit, len(t.rows)) for t in found] == [("FA03", "万元", 2), ("FA10", "元", 1)]


def test_a_net_without_words_is_no_table_but_a_blank_form_is():
    net = grid([" | ", " | "])
    assert tables(page(1, [], [net])) == ()
    (form,) = tables(page(1, [(40, "政府性基金预算支出决算表"), (60, "单位：万元")], [grid(["科目编码 | 科目名称 | 合计", " | | ", " | | "])]))
    assert (form.form, form.rows, form.empty) == ("FA08", (), True)


def test_fewer_columns_on_a_later_page_are_mapped_by_their_rules():
    narrow = grid(["合计 | 9.00 | 5.00"], 2, xs=[50, 210, 290, 370])
    (table,) = tables(page(1, TITLE, [grid(FIRST)]), page(2, [], [narrow]))
    assert texts(table)[-1] == ["合计", "", "9.00", "5.00"]


def test_levels_printed_beside_the_total_belong_to_the_header():
    head = ["支出功能分类科目编码 | < | < | 科目名称 | 合计", "类 | 款 | 项 | 合计 | 9.00", "201 | 01 | 02 | 行政运行 | 9.00"]
    (table,) = tables(page(1, TITLE, [grid(head)]))
    assert texts(table)[0] == ["", "", "", "合计", "9.00"]
    assert [c.rsplit(" / ")[-1] for c in table.columns[:3]] == ["类", "款", "项"]


KEY = "项目名称 | {} | <"
REST = ["年度资金总额（万元） | 5.00 | 4.00", "产出指标 | 数量指标 | ≥90%"]


def test_the_same_title_with_another_project_is_another_form():
    title = [(40, "项目支出绩效自评表")]
    found = tables(*[page(n, title, [grid([KEY.format(name), *REST], n)]) for n, name in ((1, "电费"), (2, "水费"))])
    assert [(t.form, t.unit, len(t.rows), t.columns) for t in found] == [("PE02", "万元", 3, ("", "", ""))] * 2


def test_a_form_whose_title_is_printed_again_over_its_later_rows_is_one():
    title = [(40, "项目支出绩效自评表")]
    (table,) = tables(page(1, title, [grid([KEY.format("电费"), *REST])]), page(2, title, [grid(["效益指标 | 经济效益 | =100%"], 2)]))
    assert len(table.rows) == 4


def test_leading_rows_of_a_form_printed_again_are_dropped():
    title, lead = [(40, "部门整体绩效目标表")], ["部门名称 | 某局 | <", "年度履职目标 | 做好 | <"]
    (table,) = tables(page(1, title, [grid([*lead, "管理 | 预算 | 健全"])]), page(2, title, [grid([*lead, "产出 | 重点 | ≥90%"], 2)]))
    assert (table.form, len(table.rows)) == ("BG14", 4)


def test_a_row_cut_by_the_page_break_is_put_together():
    head = ["单位名称 | 预算数 | 绩效目标"]
    long = "通过预算投入，维护大厅的设施设备，保障来访群众的安全，"
    first = grid([*head, f"某局 | 4.00 | {long}"])
    (table,) = tables(page(1, [(40, "重点项目情况"), (60, "单位：万元")], [first]), page(2, [], [grid([" | | 及时处理群众诉求。"], 2)]))
    assert texts(table) == [["某局", "4.00", long + "及时处理群众诉求。"]]


def test_running_text_of_a_form_cut_by_the_page_break_is_put_together():
    long = "完成全年大厅运行保障任务，为企业和群众提供高效便捷的政务"
    first = grid([KEY.format("电费"), f"年度目标 | {long} | <"])
    later = grid([" | 服务。 | <", "产出指标 | 数量指标 | ≥90%"], 2)
    (table,) = tables(page(1, [(40, "项目支出绩效自评表")], [first]), page(2, [], [later]))
    assert texts(table)[1:] == [["年度目标", long + "服务。", ""], ["产出指标", "数量指标", "≥90%"]]
    label = grid([" | 数量指标 | <", "产出指标 | 质量指标 | ≥90%"], 2)
    assert len(tables(page(1, [(40, "项目支出绩效自评表")], [grid([KEY.format("电费"), "产出 | 时效指标 | <"])]), page(2, [], [label]))[0].rows) == 4


def test_the_last_characters_of_a_label_go_back_to_it():
    first = grid([*HEAD, "20805 | 行政事业单位养老 | 4.00 | 3.00"])
    (table,) = tables(page(1, TITLE, [first]), page(2, [], [grid([" | 支出 | | ", *MORE], 2)]))
    assert [row[1] for row in texts(table)] == ["行政事业单位养老支出", "社会保障和就业支出"]


def test_a_label_of_its_own_stays_a_row():
    (table,) = tables(page(1, TITLE, [grid(FIRST)]), page(2, [], [grid([" | 使用非财政拨款结余 | | "], 2)]))
    assert len(table.rows) == 3


def test_a_label_in_a_tall_cell_cut_by_the_page_is_mended():
    first = grid([KEY.format("电费"), "效益指 | 社会效益 | ≥1", "^ | 经济效益 | ≥2"])
    (table,) = tables(page(1, [(40, "项目支出绩效自评表")], [first]), page(2, [], [grid(["标 | 生态效益 | ≥3"], 2)]))
    assert [row[0] for row in texts(table)] == ["项目名称", "效益指标", "", ""]


def test_a_form_printed_twice_is_two_forms():
    again = [*HEAD, "合计 | < | 9.00 | 5.00", "201 | 一般公共服务支出 | 4.50 | 3.00"]
    found = tables(page(1, TITLE, [grid(FIRST)]), page(2, TITLE, [grid(again, 2)]))
    assert [len(t.rows) for t in found] == [2, 2]
    assert len(tables(page(1, TITLE, [grid(FIRST)]), page(2, TITLE, [grid(FIRST, 2)]))) == 2


GOALS = ["项目名称 | 项目总额 | 绩效目标 | 三级指标 | 指标值"]


def test_a_project_cut_by_the_page_break_keeps_its_name_and_its_aim():
    head = [*GOALS, "390847-信息化运维 | 12.00 | 保障系统运行 | 系统数量 | 3", "390849-办公设备购置类 | 29.359500 | 提高服务保障的效率与 | 设备利用率 | 100", "^ | ^ | ^ | 使用年限 | 7"]
    rest = ["项目 | | 质量，保障正常运转。 | 采购数量 | 18", "^ | ^ | ^ | 采购成本 | 6.8595"]
    (table,) = tables(page(1, [(40, "项目支出绩效目标表")], [grid(head)]), page(2, [], [grid(rest, 2, top=40)]))
    assert texts(table)[1][:3] == ["390849-办公设备购置类项目", "29.359500", "提高服务保障的效率与质量，保障正常运转。"]
    assert texts(table)[3] == ["", "", "", "采购数量", "18"] and len(table.rows) == 5


def test_another_project_at_the_top_of_a_page_is_its_own():
    head = [*GOALS, "390849-办公设备购置类 | 29.359500 | 提高服务保障的效率 | 设备利用率 | 100", "^ | ^ | ^ | 使用年限 | 7"]
    for other in ("物业管理 | 3.00 | 环境整洁 | 面积 | 18", "390850-物业管理 | | 环境整洁 | 面积 | 18"):
        (table,) = tables(page(1, [(40, "项目支出绩效目标表")], [grid(head)]), page(2, [], [grid([other, "^ | ^ | ^ | 满意度 | 95"], 2, top=40)]))
        assert texts(table)[0][0] == "390849-办公设备购置类" and texts(table)[2][0] == other.split(" | ")[0]


def test_a_name_of_the_classification_cut_by_the_page_break_is_put_together():
    first = grid([*HEAD, "2080505 | 机关事业单位基本养老 | 4.00 | 3.00"])
    (table,) = tables(page(1, TITLE, [first]), page(2, [], [grid([" | 保险缴费支出 | | ", *MORE], 2)]))
    assert [row[1] for row in texts(table)] == ["机关事业单位基本养老保险缴费支出", "社会保障和就业支出"]
    whole = grid([*HEAD, "20805 | 行政事业单位养老支出 | 4.00 | 3.00"])
    (table,) = tables(page(1, TITLE, [whole]), page(2, [], [grid([" | 其他支出调整 | | ", *MORE], 2)]))
    assert len(table.rows) == 3

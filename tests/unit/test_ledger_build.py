"""Hand-built forms → ledger rows: addresses, blanks, units, merged cells, the contract."""

from dataclasses import replace
from decimal import Decimal as D

import pandas as pd
import pytest
from ledger_tables import document, split, table

from gouji.fields.schema import COLUMNS, LedgerInvalid, check
from gouji.ledger import build_ledger, unreadable

TWO_SIDED = ("收入 / 项目", "收入 / 行次", "收入 / 金额", "支出 / 项目", "支出 / 行次", "支出 / 金额")


def summary():
    return table("FA01", TWO_SIDED, split(
        "一、一般公共预算财政拨款收入 | 1 | 6,811.73 | 一、一般公共服务支出 | 32 | 367.07\n"
        "二、政府性基金预算财政拨款收入 | 2 |  | 二、外交支出 | 33 | 0.00\n"
        " | 9 |  | 九、卫生健康支出 | 40 | —\n"
        "本年收入合计 | 27 | 6,811.73 | 本年支出合计 | 58 | 367.07"))  # fmt: skip


def at(ledger, item, column="amount"):
    rows = ledger[(ledger["item"] == item) & (ledger["column"] == column)]
    assert len(rows) == 1, rows
    return rows.iloc[0]


def test_columns_are_the_contracts_and_in_order():
    ledger = build_ledger([document(summary())])
    assert list(ledger) == list(COLUMNS)
    contract = "document entity year kind form side row_code row_label row_line level column printed value unit resolution blank page x0 y0 x1 y1 source readers_agree correction"
    assert set(contract.split()) | {"item", "table", "row", "col", "title"} <= set(ledger)


def test_a_two_sided_form():
    ledger = build_ledger([document(summary())])
    assert len(ledger) == 7  # the place without a name at 行次 9 is no figure
    gpb = at(ledger, "rev.gpb")
    assert (gpb.value, gpb.resolution, gpb.unit, gpb.side, gpb.row_line, gpb.row, gpb.col) == (D("68117300"), D(100), "万元", "rev", "1", 1, 3)
    assert at(ledger, "exp.total").side == "exp" and at(ledger, "exp.total").level == 0


def test_blank_dash_and_printed_zero_are_three_things():
    ledger = build_ledger([document(summary())])
    blank, zero, dash = at(ledger, "rev.gf"), at(ledger, "exp.f202"), at(ledger, "exp.f210")
    assert blank.blank and blank.value is None and blank.printed == ""
    assert not zero.blank and zero.value == 0 and zero.resolution == D(100) and zero.printed == "0.00"
    assert dash.blank and dash.value is None and dash.printed == "—"


def test_a_label_drawn_across_a_lane_owns_the_figure_right_of_it():
    header = tuple(f"{head} / {word}" for head in ("人员经费", "公用经费", "公用经费") for word in ("科目编码", "科目名称", "决算数"))
    ledger = build_ledger([document(table("FA06", header, split(
        "301 | 工资福利支出 | 249.87 | 302 | 商品和服务支出 | 113.81 | 310 | 资本性支出 | 4.84\n"
        "30101 | 基本工资 | 249.87 | 30201 | 办公费 | 113.81 |  |  | \n"
        "人员经费合计 | < | 249.87 | 公用经费合计 | < | < | < | < | 118.65")))])  # fmt: skip
    foot = at(ledger, "operating")
    assert (foot.value, foot.side, foot.row_label) == (D("1186500"), "2", "公用经费合计")
    assert at(ledger, "personnel").side == "1" and len(ledger) == 7  # nothing where the third lane has ended


def test_codes_levels_and_carried_digits():
    header = ("科目编码 / 类", "科目编码 / 款", "科目编码 / 项", "科目名称", "合计")
    ledger = build_ledger([document(table("BG05", header, split(
        " |  |  | 合计 | 9\n201 |  |  | 一般公共服务支出 | 9\n | 03 |  | 政府办公厅（室）及相关机构事务 | 9\n |  | 01 | 行政运行 | 9\n201 | 03 | 01 | 办公费 | 4"), unit="元"))])  # fmt: skip
    assert list(ledger["item"]) == ["total", "201", "20103", "2010301", "2010301/30201"]
    assert list(ledger["level"]) == [0, 1, 2, 3, 4] and list(ledger["row_code"])[1:] == ["201", "20103", "2010301", "2010301"]


def test_two_systems_in_one_row():
    header = ("部门预算支出经济分类科目 / 科目编码", "部门预算支出经济分类科目 / 科目名称", "政府预算支出经济分类科目 / 科目编码", "政府预算支出经济分类科目 / 科目名称", "合计")
    row = build_ledger([document(table("BG06", header, split("30199 | 其他工资福利支出 | 50199 | 其他工资福利支出 | 570.7")))]).iloc[0]
    assert (row["item"], row.row_code, row.gov_code, row.row_label) == ("30199", "30199", "50199", "其他工资福利支出")


def test_joined_codes_of_three_systems():
    ledger = build_ledger([document(table("BG03", ("功能分类科目", "政府预算支出经济分类科目", "部门预算支出经济分类科目", "合计"), split(
        "2014050-事业运行 | 50101-工资奖金津补贴 | 30107-绩效工资 | 590.715374\n合计 |  |  | 9,626.777589")))])  # fmt: skip
    first, total = ledger.iloc[0], ledger.iloc[1]
    assert (first["item"], first.func_code, first.gov_code) == ("30107", "2014050", "50101")
    assert (first.value, first.resolution) == (D("5907153.74"), D("0.01")) and total["item"] == "total"


def test_units_and_projects_name_rows():
    ledger = build_ledger([document(
        table("BG02", ("部门代码", "部门名称", "合计"), split(" | 合计 | 3\n150 | 甲局 | 3\n150003 | 乙中心 | 3")),
        table("BG11", ("类型", "项目名称", "项目单位", "合计"), split(" |  |  | 3\n | 150 | 甲局 | 3\n特定目标类 | 一 件事 办理 | 乙中心 | 3")))])  # fmt: skip
    assert list(ledger["item"]) == ["total", "unit:150", "unit:150003", "total", "unit:150", "project:一件事办理"]


def test_the_only_units_row_is_the_total_where_none_is_printed():
    ledger = build_ledger([document(table("BG03", ("预算单位", "科目编码", "科目名称", "支出总计"), split("甲局 |  |  | 3\n | 201 | 一般公共服务支出 | 3")))])
    assert list(ledger["item"]) == ["total", "201"] and ledger.iloc[0].row_label == "甲局"


def test_years_below_each_other():
    ledger = build_ledger([document(table("BG08", ("预算单位", "年度", "总计", "公务接待费"), split("甲局 | 2025年 | 5.58 | 2.98\n^ | 2026年 | 5.00 | 2.40\n^ | 增减变化金额 | -0.58 | -0.58")))])
    assert list(ledger["item"]) == ["prior", "prior", "total", "total", "change", "change"] and ledger.iloc[-1].value == D("-5800")


def test_a_form_without_unit_has_no_value_and_an_unknown_form_is_kept():
    ledger = build_ledger([document(table(None, ("项目", "2021年预算数"), split("共计 | 915"), unit=None))])
    row = ledger.iloc[0]
    assert row.value is None and pd.isna(row.unit) and pd.isna(row.form) and row.printed == "915" and not row.blank
    assert unreadable(ledger).empty  # nothing is wrong with the figure; its unit is missing


def test_what_cannot_be_read_keeps_its_place_without_a_value():
    ledger = build_ledger([document(table("FA02", ("科目名称", "合计", "财政拨款收入"), split("合计 | 1.00 | 1.00\n教育支出 | 1.0O | 1.00")))])
    assert list(unreadable(ledger)["printed"]) == ["1.0O"]
    assert len(ledger) == 4


def test_a_unit_in_the_header_wins_over_the_forms():
    ledger = build_ledger([document(table(None, ("项目", "金额（元）", "增长率（%）"), split("甲 | 5.00 | 1.5")))])
    assert list(ledger["unit"]) == ["元", "%"] and list(ledger["value"]) == [D(5), D("1.5")]


def test_a_document_given_twice_counts_once_and_order_does_not_matter():
    one, two = document(summary()), document(summary(), sha="b" * 64)
    assert build_ledger([one, two, one]).equals(build_ledger([two, one]))
    assert len(build_ledger([one, one])) == 7


def test_an_empty_form_and_no_document_at_all():
    assert len(build_ledger([])) == 0 and list(build_ledger([])) == list(COLUMNS)
    assert len(build_ledger([document(table("BG09", ("科目编码", "科目名称", "合计"), []))])) == 0
    total = build_ledger([document(table("BG09", ("科目编码", "科目名称", "合计"), split(" | 合计 | ")))]).iloc[0]
    assert total["item"] == "total" and total.blank  # published empty: blank, not zero


BREACHES = {
    "duplicate address": (lambda f: f.assign(row=1, col=3), "row"),
    "a value without a resolution": (lambda f: f.assign(resolution=None), "resolution"),
    "a value off its grid": (lambda f: f.assign(value=[v and v + D("0.5") for v in f["value"]]), "steps"),
    "no page": (lambda f: f.assign(page=0), "page"),
    "no box": (lambda f: f.assign(x1=f["x0"]), "box"),
    "an unknown kind": (lambda f: f.assign(kind="novel"), "kind"),
    "a float": (lambda f: f.assign(value=[v and float(v) for v in f["value"]]), "decimal"),
    "a blank with a value": (lambda f: f.assign(blank=True), "blank"),
    "no item": (lambda f: f.assign(item=""), "item"),
    "a column too many": (lambda f: f.assign(extra=1), "extra"),
}


@pytest.mark.parametrize("name", BREACHES)
def test_every_breach_of_the_contract_is_refused(name):
    spoil, word = BREACHES[name]
    with pytest.raises(LedgerInvalid) as refused:
        check(spoil(build_ledger([document(summary())])))
    assert word in str(refused.value) and "\n" not in str(refused.value)


def test_a_refusal_names_the_rows():
    ledger = build_ledger([document(summary())])
    ledger.loc[2, "x1"] = ledger.loc[2, "x0"]
    with pytest.raises(LedgerInvalid) as refused:
        check(ledger)
    row = ledger.loc[2]
    assert f"document aaaaaaaa table 1 row {row.row} column {row.col}" in str(refused.value)


def test_the_readers_agreement_is_carried():
    form = summary()
    cells = list(form.rows[0])
    cells[2] = replace(cells[2], agree=False, other="6,811.78")
    ledger = build_ledger([document(replace(form, rows=(tuple(cells), *form.rows[1:])))])
    assert at(ledger, "rev.gpb").readers_agree is not pd.NA and not at(ledger, "rev.gpb").readers_agree
    assert at(ledger, "exp.f201").readers_agree is pd.NA

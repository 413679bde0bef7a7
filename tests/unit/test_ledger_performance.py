"""Performance forms: the money block in its shapes, indicators, scores; words are no figures."""

from decimal import Decimal as D

import pytest
from ledger_tables import document, split, table

from gouji.ledger import build_ledger


def figures(form, text, unit="万元"):
    rows = split(text)
    width = max(len(r) for r in rows)
    rows = [r + ["<"] * (width - len(r)) for r in rows]
    return build_ledger([document(table(form, ("",) * width, rows, unit=unit))])


def address(ledger):
    return [(r["item"], r["column"], r.printed, r.unit if r.unit == r.unit else None) for _, r in ledger.iterrows()]


def test_block_under_its_own_header_row():
    ledger = figures("PE01", """
        预算执行情况 |  | < | 年初数 | 全年数 | 全年执行数 | 分值 | 预算执行率 | 得分
        ^ | 部门预算总额（万元） | < | 0 | 206.37 | 202.74 | 10 | 98.24% | 9.8
        ^ | 资金来源 | 财政性资金 | 265.13 | 206.37 | 202.74 | ^ | 98.24% | ^
        ^ | ^ | 其他资金 | 0 | 0 | 0 | ^ |  | ^
        年度履职目标 | 预期目标 | < | < | < | 实际完成情况""")
    assert address(ledger)[:6] == [
        ("fund.total", "init", "0", "万元"), ("fund.total", "annual", "206.37", "万元"), ("fund.total", "exec", "202.74", "万元"),
        ("fund.total", "weight", "10", "分"), ("fund.total", "rate", "98.24%", "%"), ("fund.total", "score", "9.8", "分")]  # fmt: skip
    assert [i for i, *_ in address(ledger)] == ["fund.total"] * 6 + ["fund.fiscal"] * 4 + ["fund.other"] * 4
    assert ledger.iloc[1].value == D("2063700") and ledger.iloc[-1].blank and len(ledger) == 14


def test_labels_beside_their_figures_in_one_row():
    ledger = figures("PE02", """
        年初预算数（万元） | 3319.64 | 全年预算数（万元） | 3319.64 | 实际支出（万元） | 3319.64 | 结余（万元） | 0
        其中：上级财政资金 | 0 | 其中：上级财政资金 | 0 | 其中：上级财政资金 | 0 | 其中：上级财政资金 | 0
        市级财政资金 | 3319.64 | 市级财政资金 | 3319.64 | 市级财政资金 | 3319.64 | 市级财政资金 | 0
        其它 | 0 | 其它 | 0 | 其它 | 0 | 其它 |""")
    assert [(i, c) for i, c, *_ in address(ledger)] == [
        (f"fund.{fund}", column) for fund in ("total", "superior", "city", "other") for column in ("init", "annual", "exec", "balance")]  # fmt: skip
    assert ledger.iloc[-1].blank and set(ledger["unit"]) == {"万元"}


def test_one_figure_a_label():
    ledger = figures("BG14", """
        预算情况 | 部门预算总额(万元) | < | 1314.87
        ^ | 1、资金来源:(1)政府预算资金 | < | 1314.87
        ^ | (2)财政专户管理资金 | < |
        ^ | (3)单位资金 | < |
        ^ | 2、资金结构:(1)基本支出 | < | 1148.87
        ^ | (2)项目支出 | < | 166""")
    assert [(i, c) for i, c, *_ in address(ledger)] == [
        (i, "amount") for i in ("fund.total", "fund.fiscal", "fund.special", "fund.unit", "exp.basic", "exp.project")]  # fmt: skip
    assert list(ledger["blank"]) == [False, False, True, True, False, False]


def test_amounts_under_headings_two_levels_high():
    ledger = figures("BG14", """
        总体资金情况（万元） | < | 预算支出总额 | 财政拨款 | < | < | 其他资金
        ^ | < | ^ | 合计 | 基本支出 | 项目支出 | 合计
        ^ | < | 9,626.77 | 9,626.77 | 7,485.22 | 2,141.55 |""")
    assert [i for i, *_ in address(ledger)] == ["fund.total", "fund.fiscal", "fund.fiscal.basic", "fund.fiscal.project", "fund.other"]


def test_tasks_with_their_money():
    ledger = figures("BG14", """
        年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元） | < | <
        ^ | ^ | ^ | 总额 | 财政拨款 | 其他资金
        ^ | 保运转 | 保障人员薪酬 | 1932.81 | 1932.81 |
        ^ | 金额合计 | < | 1932.81 | 1932.81 | """)
    assert [(i, c) for i, c, *_ in address(ledger)] == [(i, c) for i in ("task:保运转", "task.total") for c in ("total", "fiscal", "oth")]


INDICATORS = """
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析
    产出指标 | 数量指标 | 窗口数 | >= 36个 | 36 | 10 | 10 | 无偏差，完成100%。
    ^ | ^ | 支出额度 | <= 34.2万元 | 4.74万元 | 10 | 10 |
    ^ | 质量指标 | 服务 | 逐步提升 | 良好 | 5 | 4.5 |
    ^ | 时效指标 | 完成时间 | 2021年底 | 2021年12月 | 5 |  |
    总分 | < | < | < | < |  | 90.4 |"""


def test_indicators_targets_results_weights_and_scores():
    ledger = figures("PE02", INDICATORS)
    assert address(ledger) == [
        ("indicator:1", "target", ">= 36个", "个"), ("indicator:1", "actual", "36", None), ("indicator:1", "weight", "10", "分"), ("indicator:1", "score", "10", "分"),
        ("indicator:2", "target", "<= 34.2万元", "万元"), ("indicator:2", "actual", "4.74万元", "万元"), ("indicator:2", "weight", "10", "分"), ("indicator:2", "score", "10", "分"),
        ("indicator:3", "weight", "5", "分"), ("indicator:3", "score", "4.5", "分"),
        ("indicator:4", "weight", "5", "分"), ("indicator:4", "score", "", "分"), ("score.total", "score", "90.4", "分")]  # fmt: skip
    assert ledger.iloc[4].value == D("342000") and ledger.iloc[0].row_label == "窗口数" and list(ledger["blank"]).count(True) == 1


def test_operator_and_measure_in_columns_of_their_own():
    ledger = figures("BG14", "活动 | 绩效指标 | 指标性质 | 指标值 | 度量单位\n系统 | 修复率 | ≥ | 99 | %\n系统 | 秩序 | 定性 | 优 |")
    assert address(ledger) == [("indicator:1", "target", "99", "%")]


def test_lanes_of_indicators_under_a_grid_header():
    header = ("项目名称", "项目金额（万元） / 资金总额", "绩效目标 / 产出指标 / 三级指标", "绩效目标 / 产出指标 / 指标值", "绩效目标 / 满意度指标 / 三级指标", "绩效目标 / 满意度指标 / 指标值")
    rows = split("午餐补助 | 126 | 补助标准 | 10元/人 | 满意度 | ≥95%\n^ | ^ | 节省时间 | ≥60分钟 |  | ")
    ledger = build_ledger([document(table("BG15", header, rows))])
    assert [(i, c) for i, c, *_ in address(ledger)] == [
        ("project:午餐补助", "total"), ("indicator:1", "target"), ("indicator:2", "target"), ("indicator:3", "target")]  # fmt: skip
    assert list(ledger["side"]) == ["1", "2", "3", "2"]


@pytest.mark.parametrize("label", ["总分", "总分：", "绩效自评综合得分", "自评得分"])
def test_the_total_score_by_any_name(label):
    assert address(figures("PE02", INDICATORS.replace("总分", label)))[-1] == ("score.total", "score", "90.4", "分")


def beside(ledger):
    return [(r["item"], r["column"], r.operator, r.indicator_1, r.indicator_2, r.row_label, r.reason) for _, r in ledger.iterrows()]


def test_levels_operator_and_reason_stand_beside_the_figures():
    rows = beside(figures("PE02", INDICATORS))
    assert rows[0] == ("indicator:1", "target", "≥", "产出指标", "数量指标", "窗口数", "无偏差，完成100%。")
    assert rows[1] == ("indicator:1", "actual", "", "产出指标", "数量指标", "窗口数", "无偏差，完成100%。")
    assert rows[4] == ("indicator:2", "target", "≤", "产出指标", "数量指标", "支出额度", "")
    assert [(r[3], r[4]) for r in rows[8:12]] == [("产出指标", "质量指标")] * 2 + [("产出指标", "时效指标")] * 2
    assert rows[-1][2:] == ("", "", "", "总分", "")


def test_levels_go_on_over_a_page_break():
    ledger = figures("BG15", """
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 场次 | ≥5场
         |  | 人数 | ≥9人
        效 益 指 标 | 社会效益 指标 | 覆盖率 | =100%
         | 满意度指标 | 满意度 | ≥90%""")
    assert [(r[3], r[4]) for r in beside(ledger)] == [
        ("产出指标", "数量指标"), ("产出指标", "数量指标"), ("效益指标", "社会效益指标"), ("满意度指标", "满意度指标")]  # fmt: skip


def test_a_level_whose_name_is_not_printed_is_not_guessed():
    ledger = figures("BG14", """
        一级指标 | 二级指标 | 指标内容 | 指标值
        产出指标 | 数量指标 | 指标1：场次 | ≥5场
        ^ |  | 指标2：人数 | ≥9人
        ^ |  | 指标1：合格率 | ≥95%""")
    assert [r[4] for r in beside(ledger)] == ["数量指标", "数量指标", ""]


def test_levels_and_name_printed_in_one_cell():
    ledger = figures("BG14", "活动 | 绩效指标 | 指标性质 | 指标值 | 度量单位\n系统 | 产出指标质量指标修复率 | ≥ | 99 | %")
    assert beside(ledger) == [("indicator:1", "target", "≥", "产出指标", "质量指标", "修复率", "")]


def test_a_measure_of_money_makes_yuan():
    rows = "一级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位\n成本指标 | 控制 | ≤ | 536.5 | 万元\n产出指标 | 率 | 定性 | 优 | "
    assert [(r.value, r.resolution, r.unit, r.operator) for r in figures("BG14", rows).itertuples()] == [(D(5365000), D(1000), "万元", "≤")]


@pytest.mark.parametrize("label, unit", [("受理率（%）", "%"), ("数量（件次/年）", "件次/年"), ("时限（日）", "日"), ("家站点（信访局）", None)])
def test_a_measure_at_the_end_of_the_name(label, unit):
    ledger = figures("BG14", f"一级指标 | 三级指标 | 指标值\n产出指标 | {label} | ≥95")
    assert (ledger.iloc[0].unit if isinstance(ledger.iloc[0].unit, str) else None) == unit and ledger.iloc[0].value == 95


def test_a_name_cut_by_a_rule_is_one_name():
    ledger = figures("BG15", """
        一级指标 | 二级指标 | 指标内容 | 指标值
        产出指标 | 数量指标 | 指标1：做好森林防 | ≥5场
        ^ | ^ | 火工作 | <
        ^ | ^ | 指标2：人数 | ≥9人""".replace("火工作 | <", "火工作 | ^"))
    assert [(r[0], r[5]) for r in beside(ledger)] == [("indicator:1", "指标1：做好森林防火工作"), ("indicator:2", "指标2：人数")]


def test_a_total_of_tasks_is_not_continued_by_what_follows():
    ledger = figures("BG14", """
        主要任务 | 任务名称 | 主要内容 | 总额
        ^ | 甲 | 内容 | 5
        ^ | 金额合计 | < | 5
        目标 | 做好各项工作 | < | <""")
    assert [i for i, *_ in address(ledger)] == ["task:甲", "task.total"]


def test_two_columns_of_money_are_the_whole_term_and_the_year():
    ledger = figures("BG15", "资金 | 实施期资金总额： | 30 | 年度资金总额： | 10\n^ | 其中：财政拨款 | 30 | 其中：财政拨款 | 10")
    assert [(i, c) for i, c, *_ in address(ledger)] == [(f"fund.{f}", c) for f in ("total", "fiscal") for c in ("amount", "annual")]


def test_indicators_under_a_grid_header_have_levels_operator_and_measure():
    header = ("项目名称", "项目总额", "一级指标", "二级指标", "三级指标", "绩效指标性质", "本年绩效指标值", "绩效度量单位")
    ledger = build_ledger([document(table("BG15", header, split("甲项目 | 5 | 产出指标 | 时效指标 | 响应时间 | ≤ | 5 | 分钟\n^ | ^ | 产出指标 | 质量指标 | 秩序 | 定性 | 优 | ")))])
    rows = [(r[1], r[2], r[3], r[4], r[5]) for r in beside(ledger)]
    assert rows == [("total", "", "", "", "甲项目"), ("target", "≤", "产出指标", "时效指标", "响应时间")]
    assert (ledger.iloc[1].value, ledger.iloc[1].unit) == (D(5), "分钟")


@pytest.mark.parametrize("text, unit", [("增加降水量≥10%，受到好评", "%"), ("开展不低于5次的宣传活动", "次")])
def test_words_that_go_on_after_a_figure_are_not_its_unit(text, unit):
    assert figures("BG14", f"一级指标 | 三级指标 | 指标值\n产出指标 | 甲 | {text}").iloc[0].unit == unit


def test_two_figures_in_one_target_are_none():
    assert len(figures("BG14", "一级指标 | 三级指标 | 指标值\n产出指标 | 甲 | ≥10次，覆盖5村")) == 0

"""Figures stated in prose: found with value, unit, metric, subject, direction and comparison; years and thresholds are none."""

import json
from time import perf_counter

import pytest

from gouji.claims import claims_json, claims_of, find_claims
from gouji.errors import Refusal
from gouji.model import Line, Page, Reading


@pytest.fixture
def claims(tmp_path):
    def read(text):
        path = tmp_path / "prose.txt"
        path.write_text(text, "utf-8")
        return find_claims(path)

    return read


def shape(claims):
    return [(c.metric, c.subject, c.value, c.unit, c.direction) for c in claims]


def test_amount_share_and_change(claims):
    found = claims(
        "三、支出决算情况说明\n2021年度支出合计9660.22万元，其中：基本支出368.51\n\n万元，占3.8%。与上年度相比，支出总计增加6,162.78万元，增长167%。"
    )
    assert shape(found) == [
        ("total", "支出合计", "9660.22", "万元", None),
        ("total", "基本支出", "368.51", "万元", None),
        ("share", "基本支出", "3.8", "%", None),
        ("change", "支出总计", "6162.78", "万元", "up"),
        ("growth", "支出总计", "167", "%", "up"),
    ]
    assert {c.section for c in found} == {"三、支出决算情况说明"}
    assert [c.compared_with for c in found][-2:] == ["last_year", "last_year"]


def test_a_functional_item_goes_before_the_reading_of_it(claims):
    path = "卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）"
    found = claims(f"（三）具体情况。\n1.{path}。年初预算为4.92万元，支出决算为5.04万元，完成年初预算的102.44%。")
    assert [(c.metric, c.subject) for c in found] == [
        ("total", path + "年初预算"),
        ("total", path + "支出决算"),
        ("execution", path + "支出决算"),
    ]
    assert found[2].compared_with == "initial_budget"


def test_each_item_of_a_list_names_its_own_figure(claims):
    found = claims("七、“三公”经费情况说明\n公务接待费支出决算0.85万元，完成预算的85%，占31.8%；因公出国（境）费支出决算0万元，占0%。")
    assert [(c.metric, c.subject, c.value) for c in found] == [
        ("total", "公务接待费支出决算", "0.85"),
        ("execution", "公务接待费支出决算", "85"),
        ("share", "公务接待费支出决算", "31.8"),
        ("total", "因公出国（境）费支出决算", "0"),
        ("share", "因公出国（境）费支出决算", "0"),
    ]


def test_each_increase_is_of_the_total_named_before(claims):
    found = claims("2021年度收、支总计均为29.54万元。与上年度相比各减少8.68万元，下降22.71%。")
    assert [c.subject for c in found] == ["收、支总计"] * 3 and [c.direction for c in found] == [None, "down", "down"]


def test_a_bracket_gives_back_what_was_named_before_it(claims):
    found = claims("公务用车购置及运行维护费2.5万元（公务用车购置费0万元，公务用车运行维护费2.5万元，比上年减少1万元。）比上年减少1万元。")
    assert [c.subject for c in found] == [
        "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费", "公务用车运行维护费", "公务用车购置及运行维护费",
    ]  # fmt: skip


def test_the_figure_compared_with_is_a_figure_and_does_not_become_the_subject(claims):
    found = claims("2026年收入预算9626.78万元，比2025年年初预算数9819.98万元减少193.20万元，下降1.97%。")
    assert shape(found)[1:] == [
        ("total", "收入预算年初预算数", "9819.98", "万元", None),
        ("change", "收入预算", "193.20", "万元", "down"),
        ("growth", "收入预算", "1.97", "%", "down"),
    ]
    assert found[2].compared_with == "initial_budget"


def test_what_is_counted_stands_before_or_behind(claims):
    found = claims("九、绩效情况\n对7个项目开展绩效自评，其中一级项目6个；共接待国内来访团组6个、来宾43人次；另有1个全额拨款事业单位。")
    assert [(c.metric, c.subject, c.value, c.unit) for c in found] == [
        ("count", "项目", "7", "个"),
        ("count", "一级项目", "6", "个"),
        ("count", "国内来访团组", "6", "个"),
        ("count", "来宾", "43", "人次"),
        ("count", "全额拨款事业单位", "1", "个"),
    ]


def test_scores_rates_and_areas(claims):
    found = claims("（二）自评结果。\n部门整体绩效自评得分为99.8分，结转结余率0%。\n房屋1200平方米。")
    assert shape(found) == [
        ("score", "部门整体绩效自评得分", "99.8", "分", None),
        ("rate", "结转结余率", "0", "%", None),
        ("area", "房屋", "1200", "平方米", None),
    ]


def test_a_project_s_score_is_of_the_project(claims):
    found = claims("2.政务大厅运行费 我单位合理有效使用，2021年政务大厅运行费支出10.38万元，执行率为94.36%。该项目自评得分为99.4分。")
    assert [(c.metric, c.subject) for c in found] == [
        ("total", "政务大厅运行费支出"),
        ("execution", "政务大厅运行费支出"),
        ("score", "政务大厅运行费项目自评得分"),
    ]


def test_years_law_numbers_thresholds_ranges_and_scales_state_nothing(claims):
    found = claims("根据财预〔2017〕98号，满分为100分，80分至90分的项目2个，2021年期末单位价值50万元（含）以上通用设备0台（套）。")
    assert [(c.metric, c.value, c.unit) for c in found] == [("count", "2", "个"), ("count", "0", "台（套）")]


def test_the_same_words_with_a_comparison_are_a_change_and_without_a_total(claims):
    assert claims("支出比上年增加5万元。")[0].metric == "change" and claims("项目支出5万元。")[0].metric == "total"


def test_quotation_marks_stay_in_pairs(claims):
    found = claims("1.“公共安全支出（类）司法（款）公共法律服务（项）”15.00万元，主要用于公共法律服务。“三公”经费5万元。")
    assert [c.subject for c in found] == ["公共安全支出（类）司法（款）公共法律服务（项）", "“三公”经费"]


def test_a_zero_difference_said_as_unchanged_is_flat(claims):
    found = claims("公务用车购置费0万元，与2024年预算一致0万元。")
    assert shape(found)[1] == ("change", "公务用车购置费", "0", "万元", "flat") and found[1].compared_with == "last_year"


def test_the_same_sentence_with_another_figure_gives_another_claim(claims):
    assert claims("收入合计1.00万元。")[0].value != claims("收入合计2.00万元。")[0].value


def test_tables_of_a_text_file_and_definitions_are_no_prose(claims):
    text = "第二部分 决算表\n收入支出决算总表\n单位：万元\n一、基本支出 1 5.00万元\n电费节约率 7% 10分\n第三部分 决算情况说明\n二、收入决算情况说明\n收入合计7万元。\n第四部分 名词解释\n一、备用金：指不超过3万元的资金。"
    assert [c.value for c in claims(text)] == ["7"]


def page(number, *lines, right=500.0):
    made = tuple(
        Line(page=number, text=text, box=(left, 100.0 + 20 * i, right if full else left + 12 * len(text), 112.0 + 20 * i), size=12.0)
        for i, (left, text, full) in enumerate(lines)
    )
    return Page(number=number, width=595.0, height=842.0, lines=made)


def test_a_sentence_goes_on_over_a_page_break_and_running_heads_are_left_out():
    pages = (
        page(1, (90, "某局2026年度部门预算公开", False), (114, "三、支出预算情况说明", False), (114, "某局2026年支出预算合计10万元，其中基本支出预算安排为本年度的", True), (90, "- 1 -", False)),
        page(2, (90, "某局2026年度部门预算公开", False), (90, "7.5万元，占75%。", False), (114, "项目支出2.5万元，占25%。", False), (90, "- 2 -", False)),
        page(3, (90, "某局2026年度部门预算公开", False), (114, "无。", False), (90, "- 3 -", False)),
    )  # fmt: skip
    found = claims_of(Reading(file="x.pdf", sha256="0" * 64, reader="pdfium", pages=pages))
    assert [(c.value, c.page) for c in found] == [("10", 1), ("7.5", 2), ("75", 2), ("2.5", 2), ("25", 2)]
    assert "公开" not in found[1].sentence and found[1].sentence.startswith("某局2026年支出预算")
    assert {c.section for c in found} == {"三、支出预算情况说明"}


def test_offsets_rise_and_point_at_the_figure(claims):
    found = claims("收入合计1万元。\n其中：财政拨款收入2万元，占3%。")
    assert [c.offset for c in found] == sorted({c.offset for c in found})


def test_thirty_pages_cost_far_less_than_reading_them():
    line = (114, "社会保障和就业支出11.58万元，占5.4%，比上年增加1.20万元，增长11.5%；公务接待费0.85万元，接待6批次、43人次。", True)
    reading = Reading(file="x.pdf", sha256="0" * 64, reader="pdfium", pages=tuple(page(n, *[line] * 8) for n in range(1, 31)))
    assert len(claims_of(reading)) == 30 * 8 * 7
    best = min(_seconds(claims_of, reading) for _ in range(3))
    assert best < 0.6, f"{best:.3f} s for 1680 figures"  # a real document of 30 pages holds 40–200


def _seconds(function, *arguments):
    start = perf_counter()
    function(*arguments)
    return perf_counter() - start


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes("收入合计1万元".encode("gbk"))
    with pytest.raises(Refusal, match="neither a PDF nor UTF-8"):
        find_claims(path)


def test_json_has_the_contract_s_keys(claims):
    entry = json.loads(json.dumps(claims_json([("x", claims("收入合计1.00万元。"))])))["documents"][0]["claims"][0]
    assert {"section", "metric", "subject", "value", "unit", "direction", "compared_with", "figure", "sentence", "page", "offset"} <= set(entry)

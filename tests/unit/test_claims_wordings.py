"""Wordings of provinces outside the corpus, one by one: what they state, and what looks alike and states something else."""

from time import process_time

import pytest

from gouji.claims.find import claims_of_lines


def shape(text):
    return [(c.metric, c.subject, c.value, c.unit, c.direction) for c in claims_of_lines(["三、支出决算情况说明", text])]


def test_the_same_time_of_last_year_is_compared_with_and_no_thing():
    found = claims_of_lines(["收入预算100万元，同比增加20万元，同比分别增长25%。"])
    assert [(c.metric, c.subject, c.direction, c.compared_with) for c in found] == [
        ("total", "收入预算", None, None), ("change", "收入预算", "up", "last_year"), ("growth", "收入预算", "up", "last_year"),
    ]  # fmt: skip


def test_a_row_of_numbers_has_the_unit_of_its_last():
    assert shape("货物、工程、服务采购分别为23.5、0、118.2万元。") == [
        ("total", "货物", "23.5", "万元", None), ("total", "工程", "0", "万元", None), ("total", "服务采购", "118.2", "万元", None),
    ]  # fmt: skip
    assert [v for _, _, v, *_ in shape("2021、2022年支出分别为5万元。")] == ["5"]
    assert [v for _, _, v, *_ in shape("第1、2、3号设备价值5万元。")] == ["5"]


def test_percentages_behind_a_list_go_through_the_list_again():
    found = shape("人员经费、公用经费分别为90万元、10万元，占比分别为90%、10%。")
    assert found[2:] == [("share", "人员经费", "90", "%", None), ("share", "公用经费", "10", "%", None)]
    found = shape("会议费、培训费分别为0.8万元和2.3万元，分别比上年减少0.2万元和0.1万元，下降20%和4.2%。")
    assert [(m, s, d) for m, s, _, _, d in found[2:]] == [
        ("change", "会议费", "down"), ("change", "培训费", "down"), ("growth", "会议费", "down"), ("growth", "培训费", "down"),
    ]  # fmt: skip


def test_what_a_figure_came_to_is_no_change():
    assert shape("项目支出由2022年的1,205万元减少到2024年的988万元，年均下降9.4%。") == [
        ("total", "项目支出", "1205", "万元", None), ("total", "项目支出", "988", "万元", None), ("growth", "项目支出", "9.4", "%", "down"),
    ]  # fmt: skip
    assert shape("清扫率由91.2%提升至94%。") == [("rate", "清扫率", "91.2", "%", None), ("rate", "清扫率", "94", "%", None)]


def test_what_was_cut_stands_behind_the_word():
    assert shape("一是人员减少；二是压减项目支出160万元。") == [("change", "项目支出", "160", "万元", "down")]
    assert shape("支持消费提质提升800万元，项目满意度较上年提升3个百分点。") == [
        ("total", "支持消费提质提升", "800", "万元", None), ("growth", "项目满意度", "3", "个百分点", "up"),
    ]  # fmt: skip
    assert shape("公务接待费3.15万元，比预算数节约1.35万元，节约率30%。")[1:] == [
        ("change", "公务接待费", "1.35", "万元", "down"), ("rate", "节约率", "30", "%", None),
    ]  # fmt: skip


def test_a_percentage_in_brackets_behind_a_change_is_its_growth():
    found = shape("公务接待费1.20万元，较上年减少0.30万元（20%）；公务用车运行维护费2万元（占62.5%）。")
    assert found[1:3] == [("change", "公务接待费", "0.30", "万元", "down"), ("growth", "公务接待费", "20", "%", "down")]
    assert found[4] == ("share", "公务用车运行维护费", "62.5", "%", None)


def test_a_count_moves_as_an_amount_does():
    assert shape("在职138人，减少4人；退休68人，比上年增加6人。") == [
        ("count", "在职", "138", "人", None), ("count", "在职", "4", "人", "down"),
        ("count", "退休", "68", "人", None), ("count", "退休", "6", "人", "up"),
    ]  # fmt: skip


def test_a_reason_is_no_thing_that_moved():
    found = shape("公务接待费支出决算5万元，决算数小于预算数的主要原因是来客减少，与上年相比减少0.6万元。")
    assert found[1] == ("change", "公务接待费支出决算", "0.6", "万元", "down")


def test_what_stands_before_the_comparison_is_what_moved():
    found = shape("年末结转和结余67万元。收入支出总计与上年相比，增加640万元。")
    assert found[1] == ("change", "收入支出总计", "640", "万元", "up")


def test_a_bound_that_something_is_below_is_not_stated():
    assert shape("12个项目中有3个项目执行率低于80%。") == [("count", "项目", "12", "个", None), ("count", "项目", "3", "个", None)]


@pytest.mark.parametrize("text", ["分别为" + "1、" * 20_000 + "1万元", "由" * 30_000 + "1万元", "减少" * 20_000 + "到1万元", "（" * 20_000 + "1%"])
def test_hostile_prose_costs_little(text):
    begun = process_time()
    claims_of_lines([text])
    assert process_time() - begun < 5

"""Figures stated in prose: found with value, unit, metric, subject and direction; years and thresholds are none."""

import json

import pytest

from gouji.claims import claims_json, find_claims
from gouji.errors import Refusal


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


def test_counts_and_scores(claims):
    found = claims("共接待国内来访团组6个、来宾43人次。部门绩效自评得分90.4分。")
    assert [(c.metric, c.value, c.unit) for c in found] == [("count", "6", "个"), ("count", "43", "人次"), ("score", "90.4", "分")]


def test_years_law_numbers_and_thresholds_state_nothing(claims):
    found = claims("根据财预〔2017〕98号，2021年期末单位价值50万元以上通用设备0台（套）。")
    assert [(c.metric, c.value, c.unit) for c in found] == [("count", "0", "台（套）")]


def test_the_same_sentence_with_another_figure_gives_another_claim(claims):
    assert claims("收入合计1.00万元。")[0].value != claims("收入合计2.00万元。")[0].value


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes("收入合计1万元".encode("gbk"))
    with pytest.raises(Refusal, match="neither a PDF nor UTF-8"):
        find_claims(path)


def test_json_has_the_contract_s_keys(claims):
    entry = json.loads(json.dumps(claims_json([("x", claims("收入合计1.00万元。"))])))["documents"][0]["claims"][0]
    assert {"section", "metric", "subject", "value", "unit", "direction", "compared_with", "figure", "sentence", "page", "offset"} <= set(entry)

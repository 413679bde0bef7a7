"""Bodies are known by reviewed names alone, and no account gets a tier that nothing states."""

from __future__ import annotations

import copy

import pandas as pd
import pytest

from gouji.analysis.entities import COLUMNS, entity_table
from gouji.fields.entities import RegisterInvalid, called, look_up, make_register, register, tier_of
from gouji.fields.words import load


def test_names_aliases_and_reviewed_likenesses_are_known_and_nothing_else():
    assert look_up("许昌市政务服务和大数据管理局（汇总）").entity.id == "xuchang-zwsj"
    assert look_up(" 安阳市 北关区大数据局").how == "name" and look_up("北关区大数据局").how == "alias"
    assert (m := look_up("安阳市政务服务与大数据管理局")).how == "reviewed" and m.entity.id == "anyang-zwsj"
    alike = look_up("安阳市政务服务和大数据局")
    assert alike.entity is None and alike.candidates[0] == "anyang-zwsj"
    assert look_up("普陀区财政局").entity is None  # two cities have a 普陀区
    assert look_up(None).entity is None and look_up("无此局").candidates == ()


def test_a_reviewed_difference_is_not_offered_again():
    raw = copy.deepcopy(load("entities.yml"))
    raw["reviewed"].append({"printed": "安阳市政务服务和大数据局", "different": "anyang-zwsj", "reason": "seeded"})
    assert "anyang-zwsj" not in look_up("安阳市政务服务和大数据局", make_register(raw)).candidates


@pytest.mark.parametrize(("name", "year", "kind", "titles", "tier"), [
    ("安阳市政务服务和大数据管理局（本级）", 2021, "final", (), "本级"),
    ("许昌市政务服务和大数据管理局（汇总）", 2030, "final", (), "汇总"),  # its own brackets are enough
    ("许昌市政务服务和大数据管理局", 2021, "budget", (), "汇总"),  # the register
    ("许昌市政务服务和大数据管理局", 2022, "budget", (), ""),  # another year: not stated
    ("许昌市政务服务和大数据管理局", 2021, "final", (), ""),  # another account
    ("上海市普陀区商务委员会", 2025, "budget", ("2025年部门财务收支预算总表",), "汇总"),
    ("上海市普陀区商务委员会", 2025, "budget", ("2025年预算单位财务收支预算总表",), "本级"),
    ("上海市普陀区商务委员会", 2025, "budget", (), ""),  # two accounts and nothing tells which
    ("某市某局", 2024, "budget", ("某市某局2024年单位预算",), "单位"),
    ("某市某局", 2024, "budget", ("某市某局2024年部门预算",), ""),  # 部门预算 alone does not say whether units are in it
    ("某市某局", None, "budget", (), ""),
])  # fmt: skip
def test_tiers_are_stated_or_empty(name, year, kind, titles, tier):
    assert tier_of(name, year, kind, titles)[0] == tier


def test_titles_that_say_both_say_nothing():
    assert called(["某局部门预算", "某局单位预算"]) == "" and called(["部门决算单位构成"]) == "部门"


@pytest.mark.parametrize(("fault", "said"), [
    (lambda r: r["entities"].append(dict(r["entities"][0])), "two bodies have this id"),
    (lambda r: r["entities"][1].update(parent="nobody"), "parent nobody is not listed"),
    (lambda r: r["entities"][0].update(parent="anyang-zwzx"), "itself, round about"),
    (lambda r: r["entities"][0].update(region="999999"), "region 999999 is not listed"),
    (lambda r: r["regions"].update({"4105": {"name": "x", "province": "y"}}), "six digits"),
    (lambda r: r["entities"][0]["accounts"].append(["final", 2020, 2022, "汇总", "x"]), "two accounts of 2021 overlap"),
    (lambda r: r["entities"][0]["accounts"].append(["final", 2019, 2018, "汇总", "x"]), "years the wrong way round"),
    (lambda r: r["entities"][0]["accounts"].append(["final", 2019, 2019, "市级", "x"]), "unknown tier"),
    (lambda r: r["entities"][0]["accounts"].append(["final", 2019, 2019, "汇总", ""]), "no source"),
    (lambda r: r["entities"][2].update(aliases=["许昌市信息中心"]), "the name of two bodies"),
    (lambda r: r["reviewed"].append({"printed": "x", "same": "anyang-zwsj"}), "without a known body or a reason"),
])  # fmt: skip
def test_a_register_that_contradicts_itself_is_refused(fault, said):
    raw = copy.deepcopy(load("entities.yml"))
    make_register(raw)
    fault(raw)
    with pytest.raises(RegisterInvalid, match=said):
        make_register(raw)


def test_every_document_of_a_study_has_its_row():
    documents = pd.DataFrame([
        {"name": "a", "entity": "安阳市政务服务中心", "year": 2024, "kind": "budget"},
        {"name": "b", "entity": None, "year": None, "kind": "other"},
        {"name": "c", "entity": "上海市普陀区商务委员会", "year": 2025, "kind": "budget"},
    ])  # fmt: skip
    tables = pd.DataFrame([{"name": "c", "title": "2025年预算单位收入预算总表"}])
    out = entity_table(documents, tables)
    assert list(out.columns) == COLUMNS and out["name"].tolist() == ["a", "b", "c"]
    assert out.loc[0, ["tier", "parent_name", "region", "rank"]].tolist() == ["单位", "安阳市政务服务和大数据管理局", "410500", "地级"]
    assert out.loc[1, ["entity_id", "tier", "region"]].tolist() == ["", "", ""]
    assert out.loc[2, "tier"] == "本级" and out.loc[2, "rank"] == "县级"


def test_regions_of_the_register_are_ranked_by_their_codes():
    ranks = {r.name: r.rank for r in register().regions.values()}
    assert (ranks["北京市"], ranks["安阳市"], ranks["北关区"], ranks["沁阳市"]) == ("省级", "地级", "县级", "县级")

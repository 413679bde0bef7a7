"""Header words of many publishers → canonical columns, lanes, sides."""

import pytest
from ledger_tables import split

from gouji.fields.headers import read_columns

FUNDS = "一般公共预算,政府性基金预算,国有资本经营预算"

CASES = {
    "accounts revenue": ("FA02", "项目 / 功能分类科目编码;项目 / 科目名称;本年收入合计;财政拨款收入;上级补助收入;事业收入;经营收入;附属单位上缴收入;其他收入",
                         "code;label;total;fiscal;sup;biz;oper;aff;oth"),
    "accounts expenditure, codes in three cells": (
        "FA03", "项目 / 支出功能分类科目编码;项目 / 支出功能分类科目编码;项目 / 支出功能分类科目编码;项目 / 科目名称;本年支出合计;基本支出;项目支出;上缴上级支出;经营支出;对附属单位补助支出",
        "code;code;code;label;total;basic;project;to_sup;oper;to_aff"),
    "under one heading": ("FA05", "项目 / 功能分类科目编码;项目 / 科目名称;本年支出 / 小计;本年支出 / 基本支出;本年支出 / 项目支出", "code;label;total;basic;project"),
    "fund account": ("FA08", "项目 / 功能分类科目编码;项目 / 科目名称;年初结转和结余;本年收入;本年支出 / 小计;本年支出 / 基本支出;本年支出 / 项目支出;年末结转和结余",
                     "code;label;open;revenue;exp.total;exp.basic;exp.project;close"),
    "three public, in blocks": ("FA07", "预算数 / 合计;预算数 / 因公出国（境）费;预算数 / 公务用车购置及运行费 / 小计;预算数 / 公务用车购置及运行费 / 公务用车购置费;"
                                "预算数 / 公务用车购置及运行费 / 公务用车运行费;预算数 / 公务接待费;决算数 / 合计;决算数 / 公务接待费",
                                "budget.total;budget.abroad;budget.vehicles;budget.vehicles_purchase;budget.vehicles_running;budget.reception;final.total;final.reception"),
    "three public, interleaved": ("FA07", "财政拨款“三公”经费 / 合计 / 预算数;财政拨款“三公”经费 / 合计 / 决算数;财政拨款“三公”经费 / 公务用车购置及运行费 / 小计 / 预算数;"
                                  "财政拨款“三公”经费 / 公务用车购置及运行费 / 小计 / 决算数", "budget.total;final.total;budget.vehicles;final.vehicles"),
    "three public beside running costs": ("BG08", "“三公”经费预算数 / 合计;“三公”经费预算数 / 因公出国(境)费;“三公”经费预算数 / 公务用车购置及运行费 / 购置费;机关运行经费预算数",
                                          "total;abroad;vehicles_purchase;agency_running"),
    "three public of two years": ("BG08", "2025年预算数 / 合计;2025年预算数 / 公务接待费;2026年预算数 / 合计;2026年预算数 / 公务接待费", "prior.total;prior.reception;total;reception"),
    "revenue by unit, carry-over beside": (
        "BG02", "部门（单位）代码;部门（单位）名称;总计;本年收入 / 合计;本年收入 / 一般公共预算 / 小计;本年收入 / 一般公共预算 / 其中：财政拨款;本年收入 / 政府性基金;上年结转结余 / 合计;上年结转结余 / 一般公共预算;上年结转结余 / 单位资金",
        "code;label;total;year;gpb;gpb.fiscal;gf;carry;carry.gpb;carry.unit"),
    "expenditure four levels deep": (
        "BG03", "科目编码 / 类;科目编码 / 款;科目编码 / 项;单位代码;单位（科目名称）;合计;基本支出 / 小计;基本支出 / 人员经费 / 工资福利支出;基本支出 / 人员经费 / 对个人和家庭补助;"
        "基本支出 / 公用经费 / 商品和服务支出;基本支出 / 公用经费 / 资本性支出;项目支出 / 小计;项目支出 / 其他运转类;项目支出 / 特定目标类",
        "code;code;code;code;label;total;basic;basic.wages;basic.transfers;basic.goods;basic.capital;project;project.operation;project.target"),
    "items of a project total": ("BG03", "科目编码;科目名称;合计;基本支出;项目支出 / 小计;项目支出;项目支出 / 专项资金", "code;label;total;basic;project;project.items;project.special"),
    "economic items across the page": ("FA10", "支出功能分类科目编码;科目名称;合计;工资福利支出 / 小计;工资福利支出 / 基本工资;商品和服务支出 / 小计;商品和服务支出 / 办公费",
                                       "code;label;total;wages;30101;goods;30201"),
    "this year beside last": ("BG05", "科目编码;科目名称;2022年预算数;2023年预算数 / 小计;2023年预算数 / 基本支出;2023年预算数比2022年增减（%）",
                              "code;label;prior.total;total;basic;change_rate.total"),
    "units and codes side by side": ("BG03", "科目编码 / 类;科目编码 / 款;科目编码 / 项;单位代码;单位名称（科目）;合计;基本支出;项目支出;上缴上级支出;对附属单位补助支出",
                                     "code;code;code;code;label;total;basic;project;to_sup;to_aff"),
    "revenue by unit with its carry-over first": ("BG02", "单位代码;单位名称（科目）;合计;上年结转;一般公共预算拨款收入;政府性基金预算拨款收入;国有资本经营预算拨款收入;事业收入;事业单位经营收入;其他收入",
                                                  "code;label;total;carry;gpb;gf;sc;biz;oper;oth"),
    "versions side by side": ("FA01", "收入 / 项目;收入 / 年初预算数;收入 / 全年预算数;收入 / 决算数", "label;budget;adjusted;amount"),
    "change against last year": ("BG05", "科目编码;科目名称;2022年执行数;2023年预算数 / 小计;2023年预算数 / 基本支出;2023年预算数比2022年执行数 / 增减额;2023年预算数比2022年执行数 / 增减%",
                                 "code;label;prior.final.total;total;basic;change.total;change_rate.total"),
    "an unknown word keeps its header": ("BG05", "科目编码;科目名称;合计;星际航行经费", "code;label;total;?:星际航行经费"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_header_words(name):
    form, header, expected = CASES[name]
    header = header.split(";")
    body = [["201" if w == "code" else "一般公共服务支出" if w == "label" else "1.00" for w in expected.split(";")]]
    found = read_columns(form, tuple(header), body)
    assert [c.name if c.role == "figure" else c.role for c in found] == expected.split(";")


def test_two_sides_by_their_words():
    header = ["收入 / 项目", "收入 / 行次", "收入 / 金额", "支出 / 项目", "支出 / 行次", *(f"支出 / {w}" for w in "合计,一般公共预算财政拨款".split(","))]
    found = read_columns("FA04", tuple(header), [["一、", "1", "2.00", "一、", "33", "1.00", "1.00"]])
    assert [c.side for c in found] == ["rev"] * 3 + ["exp"] * 4
    assert [c.name for c in found if c.role == "figure"] == ["amount", "total", "gpb"]


def test_four_lanes_are_four_sides():
    header = ["收入 / 项目", "收入 / 预算数", "支出 / 支出功能分类科目（按大类）", "支出 / 预算数", "支出 / 部门预算支出经济分类科目（按大类）", "支出 / 预算数",
              "支出 / 政府预算支出经济分类科目（按大类）", "支出 / 预算数"]  # fmt: skip
    found = read_columns("BG01", tuple(header), [["一", "1.00", "一", "1.00", "一", "1.00", "一", "1.00"]])
    assert [c.side for c in found if c.role == "figure"] == ["rev", "exp", "exp.econ", "exp.gov"]
    assert {c.name for c in found if c.role == "figure"} == {"amount"}


def test_a_third_lane_by_nature_of_expenditure():
    header = [f"{head} / {word}" for head, name in (("收入", "项目"), ("支出", "项目（按功能分类）"), ("支出", "项目（按支出性质和经济分类）")) for word in (name, "行次", "决算数")]
    found = read_columns("FA01", tuple(header), split("一、甲 | 1 | 1.00 | 一、乙 | 32 | 1.00 | 一、基本支出 | 60 | 1.00"))
    assert [c.side for c in found] == ["rev"] * 3 + ["exp"] * 3 + ["exp.econ"] * 3


def test_three_lanes_are_numbered():
    header = [f"{head} / {word}" for head in ("人员经费", "公用经费", "公用经费") for word in ("科目编码", "科目名称", "决算数")]
    found = read_columns("FA06", tuple(header), split("301 | 工资福利支出 | 1.00 | 302 | 商品和服务支出 | 1.00 | 310 | 资本性支出 | 1.00"))
    assert [c.side for c in found] == ["1"] * 3 + ["2"] * 3 + ["3"] * 3
    assert [c.name for c in found if c.role == "figure"] == ["amount"] * 3


def test_a_code_right_of_the_figures_starts_no_lane():
    header = ("单位编码", "预算项目名称", "金额", "功能分类科目代码", "功能分类科目名称", "备注")
    found = read_columns("BG13", header, [["001", "甲项目", "1.00", "2010301", "行政运行", ""]])
    assert {c.side for c in found} == {""} and [c.role for c in found].count("figure") == 1


def test_the_body_decides_where_the_header_is_silent():
    found = read_columns(None, ("年度", "", "总收入支出"), [["2021", "甲", "1493.51"], ["2022", "乙", "1899.9"]])
    assert [c.role for c in found] == ["text", "label", "figure"]


def test_a_unit_in_the_header_belongs_to_its_column():
    found = read_columns(None, ("项目名称", "金额（元）", "增长率（%）"), [["甲", "1.00", "2.00"]])
    assert [c.unit for c in found] == [None, "元", "%"]


def test_two_code_systems_under_the_same_words_are_told_apart():
    header = ("科目编码 / 类", "科目编码 / 款", "部门预算支出经济分类科目名称", "科目编码 / 类", "科目编码 / 款", "政府预算支出经济分类科目名称", "合计")
    found = read_columns("BG06", header, [["301", "01", "基本工资", "501", "01", "工资奖金津补贴", "1.00"]])
    assert [c.of for c in found][:6] == ["econ"] * 3 + ["gov"] * 3

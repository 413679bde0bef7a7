"""Titles of seventeen cities, each the form it is; the declarations themselves."""

import pytest

from gouji.errors import Refusal
from gouji.forms import catalogue
from gouji.forms.declared import forms_json, parse_forms
from gouji.forms.recognise import recognise, title_key

FINAL = {
    "收入支出决算总表": "FA01", "收支决算总表": "FA01", "收入决算表": "FA02", "支出决算表": "FA03",
    "财政拨款收入支出决算总表": "FA04", "财政拨款收支决算总表": "FA04", "一般公共预算财政拨款支出决算表": "FA05",
    "一般公共预算财政拨款基本支出决算表": "FA06", "政府性基金预算财政拨款收入支出决算表": "FA08",
    "国有资本经营预算财政拨款支出决算表": "FA09", "项目支出决算明细表": "FA10", "2021年度收入决算表（续）": "FA02",
    "收入支出决算表": "FA01", "财政拨款收入支出决算表": "FA04", "一般公共预算财政拨款收入支出决算表": "FA05",
    "一般公共预算财政拨款支出决算明细表": "FA14", "一般公共预算财政拨款项目支出决算表": "FA10", "财政拨款支出决算明细表": "FA12",
    "财政拨款“三公”经费、行政参公单位机关运行经费情况表": "FA07", "国有资产使用情况表": "FA13", "某县教育局收入决算总表": "FA02",
    "收支总表": "FA01", "支出总表": "FA03", "附件4：财政拨款收支总表": "FA04", "一般公共预算“三公”经费支出表": "FA07",
}
BUDGET = {
    "2025年部门财务收支预算总表": "BG01", "收支总表": "BG01", "2021年部门收支总体情况表": "BG01", "部门综合预算收支总表": "BG01",
    "2025年预算单位收入预算总表": "BG02", "收入总体情况表": "BG02", "本年支出总体情况表": "BG03", "2024年部门支出预算表": "BG03",
    "财政拨款收支总表": "BG04", "2024年财政拨款收支预算表": "BG04", "2025年部门一般公共预算支出功能分类预算表": "BG05",
    "一般公共预算支出情况表（按功能分类科目）": "BG05", "一般公共预算支出表（按经济分类）": "BG22",
    "2025年部门一般公共预算基本支出部门预算经济分类预算表": "BG06", "2024一般公共预算基本支出表": "BG06",
    "部门综合预算一般公共预算基本支出明细表（按支出功能分类科目）": "BG23", "2024年支出经济分类汇总表": "BG07",
    "2021年支出预算分类汇总表（按支出经济分类）": "BG07", "一般公共预算“三公”经费、会议费、培训费支出表": "BG08",
    "2025年部门“三公”经费和机关运行经费预算表": "BG08", "一般公共预算机关运行经费支出预算表": "BG17", "2024年政府性基金支出预算表": "BG09",
    "部门综合预算政府性基金收支表": "BG09", "2021年国有资本经营预算表": "BG10", "2024年项目支出预算表": "BG11",
    "部门预算项目支出及其他支出预算表": "BG11", "2024年部门预算表": "BG12", "上年结转资金表": "BG13",
    "本级部门(单位)整体 绩效目标表": "BG14", "部门整体支出绩效目标表": "BG14", "2024年部门预算项目绩效目标表": "BG15",
    "政策和项目预算绩效目标表": "BG15", "部门收支总表": "BG01", "财务收支预算总表": "BG01", "部门预算收入总表": "BG02", "某市文化局支出总表": "BG03", "单位支出预算总表": "BG03",
    "部门财政拨款收支总表": "BG04", "部门预算一般公共预算财政拨款支出表": "BG05", "一般公共预算支出预算表（按功能科目分类）": "BG05",
    "一般公共预算财政拨款基本支出预算表": "BG06", "一般公共预算基本支出表—人员经费(工资福利支出)(按政府预算经济分类)": "BG06",
    "支出预算分类汇总表（按政府预算经济分类）": "BG07", "一般公共预算“三公”经费表": "BG08", "政府性基金预算“三公”经费支出预算表": "BG25",
    "政府性基金预算支出分类汇总表（按政府预算经济分类）": "BG09", "项目支出预算表（其他运转类、特定目标类项目）": "BG11",
    "一般公共预算项目支出预算表": "BG24", "财政拨款支出预算表（部门经济分类科目）": "BG26", "财政拨款支出表（功能科目）": "BG20",
    "基本支出预算表（人员类、运转类公用经费项目）": "BG19", "政府购买服务预算表": "BG18", "部门政府购买服务支出表": "BG18",
    "部门整体支出绩效目标申报表": "BG14", "重点项目绩效目标表": "BG15", "部门预算项目绩效目标表": "BG15", "项目支出绩效目标表（本次下达）": "BG15",
    "政府采购预算表": "BG16", "财政拨款政府购买服务明细表": "BG18", "基本支出预算情况表": "BG19",
}
EITHER = {
    "部门（单位）整体绩效自评表": "PE01", "区级预算部门(单位)整体预算绩效自评表": "PE01", "电费项目支出绩效自评表": "PE02", "项目支出绩效自评表": "PE02",
}


@pytest.mark.parametrize(("title", "form"), FINAL.items())
def test_final_accounts(title, form):
    assert recognise(title, ["项目"], "final").id == form


@pytest.mark.parametrize(("title", "form"), BUDGET.items())
def test_budgets(title, form):
    assert recognise(title, ["项目"], "budget").id == form


@pytest.mark.parametrize(("title", "form"), EITHER.items())
@pytest.mark.parametrize("kind", ["final", "budget", "other"])
def test_performance_forms_stand_in_any_document(title, form, kind):
    assert recognise(title, ["项目名称"], kind).id == form


@pytest.mark.parametrize("title", ["培训费明细表", "财政专户管理资金预算支出表", "非税收入征收计划表", "新增资产配置表", "会议费支出表", "报表目录", "人员情况表", "重点项目名单"])
def test_unknown_titles_are_no_form(title):
    assert recognise(title, ["序号", "金额"], "budget") is None


def test_title_and_header_together():
    assert recognise("一般公共预算支出表", ["功能分类科目编码", "合计"], "budget").id == "BG05"
    assert recognise("一般公共预算支出表", ["部门预算支出经济分类科目", "合计"], "budget").id == "BG22"
    assert recognise("部门预算表", ["项目名称", "合计"], "budget").id == "BG12"
    assert recognise("部门预算表", ["项目名称", "绩效目标"], "budget") is None  # the header contradicts the title
    assert recognise(None, ["项目名称", "预算数（万元）", "绩效目标"], "budget").id == "BG15"
    assert recognise(None, ["序号", "单位名称"], "budget") is None


def test_the_header_says_the_kind_where_the_title_does_not():
    assert recognise("收支总表", ["项目", "决算数"], "budget").id == "FA01"
    assert recognise("收支总表", ["项目", "预算数"], "other").id == "BG01"
    assert recognise("收支预算总表", ["项目", "金额"], "final").id == "BG01"


def test_the_publisher_and_the_year_are_no_part_of_a_title():
    assert title_key("三、2024年度某市某局收入决算表（续）", None) == "某市某局收入决算表"
    assert title_key("某市某局2024年收入决算表", "某市某局") == "收入决算表"


def test_every_entry_is_whole_and_every_form_has_one():
    ids = [form.id for form in catalogue().forms]
    assert len(ids) == len(set(ids))
    assert {f"FA0{n}" for n in range(1, 10)} | {f"BG{n:02d}" for n in range(1, 16)} | {"PE01", "PE02"} <= set(ids)
    assert all(form.zh and form.en and form.title for form in catalogue().forms)


def test_the_catalogue_as_json_lists_every_form_once():
    listed = forms_json()["forms"]
    assert [f["id"] for f in listed if f["kind"] == "final"][:2] == ["FA01", "FA02"]
    assert sorted(f["id"] for f in listed) == sorted(form.id for form in catalogue().forms)
    assert "部门预算表" in next(f for f in listed if f["id"] == "BG12")["family_titles"]


@pytest.mark.parametrize("entry", [{"zh": "x"}, {"id": "X", "zh": "x", "en": "x", "title": ["("]}, {"id": "X", "zh": "x", "en": "x"}])
def test_a_malformed_entry_is_refused_by_name(entry):
    with pytest.raises(Refusal, match="mine.yml: entry"):
        parse_forms({"kind": "budget", "forms": [entry]}, "mine.yml")

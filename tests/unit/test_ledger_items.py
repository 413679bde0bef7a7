"""Row labels → canonical rows, read from top to bottom."""

import pytest

from gouji.fields.items import Summary, foot, function_of, is_total, three


def items(side, *labels):
    summary = Summary(side)
    return [summary.item(label)[0] for label in labels]


def test_revenue_of_a_final_account():
    assert items("rev", "一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "三、国有资本经营预算财政拨款收入", "四、上级补助收入", "五、事业收入",
                 "六、经营收入", "七、附属单位上缴收入", "八、其他收入", "本年收入合计", "使用非财政拨款结余（含专用结余）", "年初结转和结余", "总计") == [
        "rev.gpb", "rev.gf", "rev.sc", "rev.sup", "rev.biz", "rev.oper", "rev.aff", "rev.oth", "rev.total", "rev.use_nonfiscal", "rev.open", "rev.grand"]  # fmt: skip


def test_funds_below_a_carry_over_line_are_its_parts():
    assert items("rev", "一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "本年收入合计", "年初财政拨款结转和结余", "一般公共预算财政拨款", "政府性基金预算财政拨款", "总 计") == [
        "rev.gpb", "rev.gf", "rev.total", "rev.open", "rev.open.gpb", "rev.open.gf", "rev.grand"]  # fmt: skip
    assert items("rev", "一、本年收入", "（一）一般公共预算拨款", "其中：财政拨款", "二、上年结转", "（一）一般公共预算拨款", "收入合计") == [
        "rev.total", "rev.gpb", "rev.gpb.fiscal", "rev.open", "rev.open.gpb", "rev.grand"]  # fmt: skip


def test_one_total_alone_is_the_years_total():
    assert items("rev", "一般公共预算", "收 入 合 计") == ["rev.gpb", "rev.total"]
    assert items("exp", "一、一般公共服务", "支 出 合 计") == ["exp.f201", "exp.total"]
    assert items("exp", "一、一般公共服务", "二、年终结转结余", "支出合计") == ["exp.f201", "exp.close", "exp.grand"]


@pytest.mark.parametrize(
    ("label", "code"),
    [("一般公共服务支出", "201"), ("文化体育与传媒", "207"), ("医疗卫生与计划生育支出", "210"), ("医疗卫生", "210"), ("城乡社区事务", "212"), ("农林水事务支出", "213"),
     ("资源勘探电力信息等事务", "215"), ("国土海洋气象等支出", "220"), ("自然资源海洋气象等支出", "220"), ("自然灾害防治及应急管理", "224"), ("其他支出", "229"),
     ("抗疫特别国债安排的支出", "234"), ("国有资本经营预算", "223"), ("债务付息支出", "232")],
)  # fmt: skip
def test_functions_by_any_years_name(label, code):
    assert function_of(label) == code
    assert items("exp", f"十八、{label}", f"（二十）{label}") == [f"exp.f{code}"] * 2  # never by its number


def test_economic_classes_below_basic_and_project():
    assert items("exp", "一、基本支出", "1、工资福利支出", "2、商品服务支出", "二、项目支出", "1、工资福利支出(项目)", "10、其他支出", "支出合计") == [
        "exp.basic", "exp.basic.301", "exp.basic.302", "exp.project", "exp.project.301", "exp.project.399", "exp.total"]  # fmt: skip


def test_the_governments_classes_in_their_own_lane():
    assert items("exp.gov", "1、机关工资福利支出", "3、机关资本性支出", "本年支出合计") == ["501", "503", "exp.total"]


def test_what_is_not_known_is_not_guessed():
    assert items("rev", "星际航行收入") == [None] and items("exp", "星际航行支出") == [None]


def test_feet_totals_and_the_three():
    assert foot("人员经费合计") == "personnel" and foot("公用经费合计") == "operating" and foot("人员经费") is None
    assert is_total("合 计") and is_total("收入合计") and not is_total("合计划")
    assert [three(t) for t in ("共计", "1、因公出国（境）费用", "2、公务接待费", "3、公务用车费", "其中：（1）公务用车运行维护费", "（2）公务用车购置")] == [
        "total", "abroad", "reception", "vehicles", "vehicles_running", "vehicles_purchase"]  # fmt: skip

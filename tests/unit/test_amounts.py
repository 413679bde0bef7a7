"""The amount reader on what is printed in real forms."""

from decimal import Decimal as D

import pytest

from gouji.amounts import Amount, NotAnAmount, interval, is_blank, read_amount, read_quantity


@pytest.mark.parametrize(
    ("text", "unit", "value", "resolution"),
    [
        ("9,833.60", "万元", "98336000", "100"),
        ("9833.6", "万元", "98336000", "1000"),
        ("155,403", "百元", "15540300", "100"),
        ("9,626.777589", "万元", "96267775.89", "0.01"),
        ("171,915,169", "元", "171915169", "1"),
        ("18999011.66", "元", "18999011.66", "0.01"),
        ("1，234．50", "元", "1234.50", "0.01"),
        ("１２３", "元", "123", "1"),
        ("1 234.5", "元", "1234.5", "0.1"),
        ("+406.39", "万元", "4063900", "100"),
        ("-0.01", "万元", "-100", "100"),
        ("（0.01）", "万元", "-100", "100"),
        ("△12", "元", "-12", "1"),
        (".50", "元", "0.50", "0.01"),
        ("60万元", "元", "600000", "10000"),
        ("¥5.00", "元", "5", "0.01"),
        ("0.00", "万元", "0", "100"),
    ],
)
def test_amounts_are_exact(text, unit, value, resolution):
    amount = read_amount(text, unit)
    assert (amount.value, amount.resolution, amount.blank, amount.printed) == (D(value), D(resolution), False, text)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "——", "－", "/", "　"])
def test_blank_is_zero_for_arithmetic_and_not_a_printed_zero(text):
    amount = read_amount(text, "万元")
    assert is_blank(text) and amount.blank and amount.value == 0 and amount.resolution == 0
    assert not read_amount("0.00", "万元").blank


@pytest.mark.parametrize(
    "text",
    ["合计", "2.7.30", "0.95 0.95", "12 34", "1,23", "1,2345", "07", "2010301-行政运行", "98%", "2021年", "1e5", "5.", "(-5)",
     "①", "25 26", "24,995.9,4", "12/31", "--5", "5-", "￥", "(", "410500240000000042431", "3.14159265358979"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_its_text(text):
    with pytest.raises(NotAnAmount) as refused:
        read_amount(text, "万元")
    assert repr(text) in str(refused.value)


def test_percent_is_no_money_but_reads_as_percent():
    assert read_amount("98.24%", "%") == Amount(D("98.24"), D("0.01"), False, "98.24%", "%")


def test_without_a_unit_the_plain_number_says_so():
    assert read_amount("915", None) == Amount(D(915), D(1), False, "915", None)


def test_intervals():
    span = interval(read_amount("9,833.60", "万元"))
    assert (span.low, span.high) == (D("98335950"), D("98336050"))
    for text in ("", "0.00"):
        point = interval(read_amount(text, "万元"))
        assert point.low == point.high == 0
    liberal = interval(read_amount("0.00", "万元"), strict_zero=False)
    assert (liberal.low, liberal.high) == (-50, 50)


@pytest.mark.parametrize(
    ("text", "operator", "value", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        (">=95%", "≥", "95", "%"),
        ("> 95%", ">", "95", "%"),
        ("=3个", "=", "3", "个"),
        ("<=60万元", "≤", "600000", "万元"),
        ("≤400000元", "≤", "400000", "元"),
        ("10元/人", None, "10", "元/人"),
        ("≥400双/日", "≥", "400", "双/日"),
        ("=24小时/日", "=", "24", "小时/日"),
        ("＝ 1", "=", "1", None),
        ("98.24%", None, "98.24", "%"),
        ("100", None, "100", None),
        ("不少于5次", "≥", "5", "次"),
        ("平均5公里", "平均", "5", "公里"),
        ("95%以上", "≥", "95", "%"),
        ("10天以内", "≤", "10", "天"),
        ("满意度≥92%", "≥", "92", "%"),
        ("1年", None, "1", "年"),
        ("=100.00(%)", "=", "100", "%"),
        ("居民参与率不低于100%", "≥", "100", "%"),
        ("满意率100%", None, "100", "%"),
        (">3 万条/年", ">", "3", "万条/年"),
    ],
)
def test_quantities_of_performance_forms(text, operator, value, unit):
    quantity = read_quantity(text)
    assert (quantity.operator, quantity.amount.value, quantity.unit) == (operator, D(value), unit)
    assert quantity.amount.printed == text


@pytest.mark.parametrize("text", ["逐步提升", "有效运用", "2021年", "2021年12月", "2021-12-31", "1月底前", "100%完成率3个", "12月31日", "3-5个", "≥98%；≥95%", "2人；1人/天", "优", ""])
def test_words_dates_and_ranges_are_no_figures(text):
    with pytest.raises(NotAnAmount):
        read_quantity(text)

"""Properties of the amount reader: whatever is printed from a number reads back as that number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.amounts import NotAnAmount, interval, read_amount, scale

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e13"), max_value=Decimal("1e13"), places=2)
UNITS = st.sampled_from(["元", "百元", "千元", "万元", "亿元"])
FULL = {ord(c): ord(c) + 0xFEE0 for c in "0123456789,.-()"}


@given(NUMBERS, UNITS, st.integers(0, 8), st.booleans(), st.booleans())
def test_printed_numbers_read_back_exactly(number, unit, places, commas, full_width):
    number = round(number, places) if places < 2 else number
    text = f"{number:,.{places}f}" if commas else f"{number:.{places}f}"
    amount = read_amount(text.translate(FULL) if full_width else text, unit)
    assert amount.value == Decimal(text.replace(",", "")) * scale(unit)
    assert amount.resolution == scale(unit).scaleb(-places)
    assert not amount.blank and isinstance(amount.value, Decimal)


@given(NUMBERS, UNITS)
def test_ways_of_printing_a_minus_agree(number, unit):
    size = f"{abs(number):,.2f}"
    values = {read_amount(form.format(size), unit).value for form in ("-{}", "－{}", "−{}", "({})", "（{}）", "△{}")}
    assert values == {-abs(number) * scale(unit)}


@given(NUMBERS, UNITS)
def test_the_interval_holds_the_figure_and_is_one_last_digit_wide(number, unit):
    amount = read_amount(f"{number:.2f}", unit)
    span = interval(amount, strict_zero=False)
    assert span.low < amount.value < span.high
    assert span.high - span.low == amount.resolution


@given(NUMBERS, NUMBERS)
def test_two_figures_in_one_cell_are_refused(first, second):
    with pytest.raises(NotAnAmount):
        read_amount(f"{first:.2f} {second:.2f}", "万元")


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_a_refusal(text):
    try:
        amount = read_amount(text, "万元")
    except NotAnAmount as refusal:
        assert "\n" not in str(refusal)
        return
    assert amount.printed == text
    assert amount.blank or any(c.isdigit() for c in text)

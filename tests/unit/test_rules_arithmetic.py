"""Display-rounding arithmetic: what rounding explains, what it does not, to the last digit."""

from decimal import Decimal

import pytest

from gouji.rules.arithmetic import Term, judge_equal, judge_part, judge_ratio, judge_sum


def t(printed: str, sign: int = 1) -> Term:
    value = Decimal(printed)
    half = Decimal(1).scaleb(value.as_tuple().exponent) / 2 if value else Decimal(0)
    return Term(sign, value, half, printed)


@pytest.mark.parametrize(
    ("whole", "parts", "outcome"),
    [
        ("3.00", ["1.00", "2.00"], "exact"),
        ("3.01", ["1.00", "2.00"], "rounding"),  # three terms: one last digit
        ("3.02", ["1.00", "2.00"], "mismatch"),
        ("2.01", ["2.00"], "mismatch"),  # two prints of one figure: none
        ("2.01", ["2.00", "0.00"], "mismatch"),  # a zero is exact, it widens nothing
        ("15.07", ["1.00"] * 15, "rounding"),  # sixteen terms: seven last digits
        ("15.08", ["1.00"] * 15, "mismatch"),  # the envelope is never reached
        ("5.02", ["1.00"] * 5, "rounding"),
        ("5.03", ["1.00"] * 5, "mismatch"),
        ("214.46", ["202.74", "11.71", "0.00"], "rounding"),  # 沁阳 2021, form 01
    ],
)
def test_sum_is_strictly_inside_the_envelope(whole, parts, outcome):
    assert judge_sum([t(whole)], [t(p) for p in parts]).outcome == outcome


@pytest.mark.parametrize(
    ("left", "right", "tolerance", "outcome"),
    [
        ("326.72", ["326.71"], "EQ", "rounding"),
        ("326.73", ["326.71"], "EQ", "mismatch"),
        ("326.72", ["326.71"], "EQ0", "mismatch"),
        ("326.71", ["326.71"], "EQ0", "exact"),
        ("35.13", ["35.1267"], "EQd", "rounding"),
        ("35.14", ["35.1267"], "EQd", "mismatch"),
        ("35.13", ["35.1267"], "EQ0", "rounding"),  # another precision is another print
        ("3.02", ["1.00", "2.00"], "EQ", "mismatch"),
        ("0.01", ["0.00"], "EQ", "mismatch"),
    ],
)
def test_equality_allows_one_digit_of_the_coarser_print(left, right, tolerance, outcome):
    assert judge_equal([t(left)], [t(r) for r in right], tolerance).outcome == outcome


@pytest.mark.parametrize(("part", "outcome"), [("1.99", "exact"), ("2.00", "exact"), ("2.01", "mismatch")])
def test_part_never_exceeds_the_whole(part, outcome):
    assert judge_part([t(part)], [t("2.00")]).outcome == outcome


@pytest.mark.parametrize(
    ("stated", "above", "below", "outcome"),
    [
        ("98.24", "202.74", "206.37", "exact"),
        ("98.25", "202.74", "206.37", "rounding"),  # the quotient may be 98.246
        ("98.26", "202.74", "206.37", "mismatch"),
        ("33.3", "1", "3", "exact"),
        ("99.86", "9733.66", "9746.50", "truncation"),  # 99.8683: cut, not rounded
        ("50.4", "1.0", "2.0", "rounding"),  # 0.95 … 1.05 over 1.95 … 2.05
        ("71.73", "2106.66", "2940.05", "mismatch"),
    ],
)
def test_ratio(stated, above, below, outcome):
    assert judge_ratio(t(stated), [t(above)], [t(below)], Decimal(100)).outcome == outcome


def test_ratio_over_zero_does_not_apply():
    assert judge_ratio(t("0"), [t("0")], [t("0")], Decimal(100)) is None


def test_signs_count_in_the_sum():
    verdict = judge_sum([t("2.00")], [t("5.00"), t("3.00", -1)])
    assert (verdict.outcome, verdict.found, verdict.expected) == ("exact", Decimal("2.00"), Decimal("2.00"))

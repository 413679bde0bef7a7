"""Codes as printed: one cell, three, joined to the name, alone with their own digits, shifted by a column."""

import pytest
from ledger_tables import split

from gouji.fields.codes import code_of, codes_of, read_codes, reference_names, split_joined
from gouji.fields.words import load, load_codes


def digits(text):
    return [code.digits for code in read_codes(split(text))]


def test_codes_in_one_cell():
    assert digits("201\n20103\n2010301") == ["201", "20103", "2010301"]


def test_three_cells_joined_and_parents_carried_down():
    assert digits("201||\n|03|\n201|03|01\n||50\n|29|\n||06\n208||\n|05|\n||05") == [
        "201", "20103", "2010301", "2010350", "20129", "2012906", "208", "20805", "2080505"]  # fmt: skip


def test_an_item_whose_parent_is_not_printed_has_no_code():
    """05 in the third cell below 223 is no 款: without its 款 the whole code is not known, and its name must say it."""
    assert digits("223||\n|01|\n||05") == ["223", "22301", "2230105"]
    assert digits("223||\n||05") == ["223", ""]


def test_codes_shifted_by_a_column_are_read_from_their_digits():
    """The class stands under 科目编码, 款 under 类; one row is shifted once more: as printed in one city's budget."""
    assert digits("201|||\n|03||\n||01|\n201|03|01|\n208|||\n||05|\n|||01\n208|05|01|") == [
        "201", "20103", "2010301", "2010301", "208", "20805", "2080501", "2080501"]  # fmt: skip


def test_a_leading_zero_lost_in_a_cell_of_its_own():
    assert digits("301|\n301|2\n301|07") == ["301", "30102", "30107"]


def test_own_digits_in_one_column():
    assert digits("201\n03\n01\n50") == ["201", "20103", "2010301", "2010350"]


def test_economic_codes_and_units_in_the_same_cells():
    codes = read_codes(split("150|\n301|99\n|070\n303|02"))
    assert [(c.digits, c.unit) for c in codes] == [("", "150"), ("30199", ""), ("", "070"), ("30302", "")]


@pytest.mark.parametrize("text", ["2010301-行政运行", "2010301 行政运行", "[2010301]行政运行", "2010301行政运行", "【2010301】行政运行"])
def test_a_code_joined_to_its_name(text):
    assert split_joined(text) == ("2010301", "行政运行")


@pytest.mark.parametrize("text", ["2021年预算", "12345.67", "150003安阳市", "100%", "行政运行", "2024-2025年"])
def test_what_only_begins_with_digits_is_no_code(text):
    assert split_joined(text) is None


def test_names_alone_find_their_code_by_what_stands_above():
    path: list[str] = []
    found = [code_of("econ", name, path) for name in ("工资福利支出", "基本工资", "资本性支出", "办公设备购置", "资本性支出（基本建设）", "办公设备购置")]
    assert found == ["301", "30101", "310", "31002", "309", "30902"]


def test_a_name_that_stays_ambiguous_is_not_guessed():
    assert code_of("func", "行政运行", []) is None
    own = {"信访事务": ("20140",), "行政运行": ("2010301", "2014001")}
    path = ["201"]
    assert code_of("func", "信访事务", path, own) == "20140" and code_of("func", "行政运行", path, own) == "2014001"


def test_a_class_name_cut_short_is_known_when_only_one_goes_on_so():
    assert codes_of("econ", "(3)对个人和家庭的补") == ("303",)
    assert codes_of("econ", "资本") == ()


@pytest.mark.parametrize("file", ["functional.csv", "economic_department.csv", "economic_government.csv"])
def test_reference_lists_are_whole(file):
    rows = load_codes(file)
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes)) > 70
    assert all(row["name"] and row["source"] for row in rows)
    assert all({"class": 3, "item": 5, "sub": 7}[row["level"]] == len(row["code"]) for row in rows)


def test_every_function_of_the_summary_forms_is_in_the_reference():
    known = reference_names("func")
    assert set(load("items.yml")["functions"]) - {"228"} <= set(known)


def test_economic_pairs_name_known_codes():
    department, government = reference_names("econ"), reference_names("gov")
    for row in load_codes("economic_pairs.csv"):
        assert row["department"] in department
        for column in ("government_if_agency", "government_if_institution"):
            assert set(row[column].split()) <= set(government), row

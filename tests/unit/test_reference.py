"""Reference lists answer for a year, call no unlisted code wrong, and refuse to be loaded with a fault in them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gouji.fields import reference
from gouji.fields.codes import codes_of, read_codes, reference_names
from gouji.fields.reference import ReferenceInvalid, classification, cofog, government_items
from gouji.fields.words import load, load_codes
from gouji.rules.classification import paths_valid

COLUMNS = ("code", "level", "name", "from", "until", "seen", "source", "note")


def rows(*given: str) -> list[dict]:
    return [dict(zip(COLUMNS, line.split(","), strict=True)) for line in ("201,class,一般公共服务支出,,,,document,", *given)]


def test_the_declared_lists_hold_together():
    sizes = {s: len(classification(s).items) for s in reference.FILES}
    assert sizes["func"] > 290 and sizes["econ"] > 100 and sizes["gov"] > 70
    assert len(government_items()) > 90
    for system in reference.FILES:
        frame = classification(system).frame()
        assert frame["source"].ne("").all() and set(frame["level"]) <= {"class", "item", "sub"}


def test_a_code_answers_for_its_year():
    func = classification("func")
    assert (func.name("210", 2018), func.name("210", 2019), func.name("210")) == ("医疗卫生与计划生育支出", "卫生健康支出", "卫生健康支出")
    assert func.name("2081105", 2021) == "残疾人就业和扶贫" and func.name("2081105", 2022) == "残疾人就业"
    assert (func.status("20139", 2023), func.status("20139", 2024)) == ("not_in_force", "listed")
    assert classification("econ").status("30101", 2017) == "not_in_force"


def test_an_unlisted_code_is_unlisted_never_wrong():
    assert classification("func").status("2013777", 2021) == "unlisted" and classification("func").name("2013777") == ""
    assert cofog("299") is None


def test_the_renamings_of_the_rules_are_those_of_the_list():
    declared = next(r for r in load("rules/code-validity.yml") if r["id"] == "K05")["checks"][0]["renamed"]
    former = {r["name"]: int(r["until"]) for r in load_codes("functional_former.csv") if r["until"]}
    for entry in declared:
        until = next(u for name, u in former.items() if entry["old"].removesuffix("支出") in name)
        assert until == entry["since"] - 1, entry


def test_an_earlier_name_finds_its_code():
    assert codes_of("func", "行政事业单位离退休") == ("20805",) and reference_names("func")["20805"] == "行政事业单位养老支出"


def test_two_digits_alone_are_a_new_item_only_where_the_items_above_are_known():
    printed = [["201"], ["03"], ["01"], ["05"], ["07"]]  # 20105 is an item and 2010305 is not known, of 20103 others are
    assert [c.digits for c in read_codes(printed)] == ["201", "20103", "2010301", "20105", "2010507"]
    unknown = [["201"], ["37"], ["05"]]  # of 20137 no 项 is known: 05 may well be one
    assert [c.digits for c in read_codes(unknown)][-1] == "2013705"


@pytest.mark.parametrize(("line", "said"), [
    ("201,class,一般公共服务,,,,document,", "two names in one year"),
    ("201,class,一般公共服务支出,2020,,,document,", "two names in one year"),
    ("20301,item,军费,,,,recall,", "its parent 203 is not listed"),
    ("20103,class,办公厅,,,,document,", "its level does not fit"),
    ("20103,item,办公厅,,,,hearsay,", "no name or source"),
    ("2010,item,办公厅,,,,document,", "no code of this system"),
    ("301,class,工资,,,,document,", "no code of this system"),
    ("20103,item,办公厅,2021,2019,,document,", "in force from 2021 until 2019"),
    ("20103,item,办公厅,21,,,document,", "in force from 21"),
])  # fmt: skip
def test_a_list_with_a_fault_is_refused(line, said):
    reference.make_classification("func", rows("20105,item,统计信息事务,,,,document,"))
    with pytest.raises(ReferenceInvalid, match=said):
        reference.make_classification("func", rows(line))


@pytest.mark.parametrize(("pair", "said"), [
    ({"department": "30101", "government_if_agency": "50101", "government_if_institution": "50501"}, "listed twice"),
    ({"department": "39999", "government_if_agency": "59977", "government_if_institution": ""}, "59977 is not listed"),
    ({"department": "30177", "government_if_agency": "50101", "government_if_institution": ""}, "30177 is not listed"),
])  # fmt: skip
def test_a_correspondence_with_a_fault_is_refused(pair, said):
    good = {"department": "30101", "government_if_agency": "50101", "government_if_institution": "50501", "source": "document"}
    econ, gov = classification("econ"), classification("gov")
    assert reference.make_correspondence([good], econ, gov)["30101"].sure
    with pytest.raises(ReferenceInvalid, match=said):
        reference.make_correspondence([good, {**pair, "source": "document"}], econ, gov)


def test_every_class_has_its_cofog_and_says_how_sure():
    assert cofog("2050201").division == "09" and cofog("205").confidence == "high"
    assert cofog("20604").division == "" and cofog("231").confidence == "none"
    given = [dict(r) for r in load_codes("functional_cofog.csv")]
    func = classification("func")
    for fault, said in (({"division": "11"}, "division 11"), ({"confidence": "certain"}, "unknown confidence"), ({"division": "", "confidence": "high"}, "division none")):
        with pytest.raises(ReferenceInvalid, match=said):
            reference.make_cofog([given[0] | fault, *given[1:]], func)
    with pytest.raises(ReferenceInvalid, match="a class without its row"):
        reference.make_cofog(given[1:], func)


def test_names_by_code_are_those_in_use():
    assert reference_names("func")["220"] == "自然资源海洋气象等支出"


def outcomes(sentence: str) -> list[str]:
    """What ``paths_valid`` says of a sentence in a document without forms."""
    class Said:
        text = sentence
        page = staticmethod(lambda offset: 1)

    context = SimpleNamespace(paragraphs=[Said], index=SimpleNamespace(forms={}))
    return [remark.outcome for remark in paths_valid({"forms": []}, context)]


def test_a_name_that_many_items_share_proves_no_broken_path():
    """网信事务 is listed without its 项: 行政运行 below it cannot be judged; a name of one 款 alone can."""
    assert outcomes("一般公共服务支出（类）网信事务（款）行政运行（项）") == ["not_testable"]
    assert outcomes("一般公共服务支出（类）财政事务（款）行政运行（项）") == ["exact"]
    assert outcomes("社会保障和就业支出（类）就业补助（款）机关事业单位基本养老保险缴费支出（项）") == ["mismatch"]
    assert outcomes("社会保障和就业支出（类）行政事业单位离退休（款）机关事业单位基本养老保险缴费支出（项）") == ["exact"]  # the name before 2020

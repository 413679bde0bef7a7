"""Claims are bound by meaning; the value only confirms, so a contradicted form is bound as well."""

from decimal import Decimal

import pandas as pd
import pytest

from gouji.claims import bind, find_claims

PATH = "卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）"


def cell(form, item, column, value, *, label="", table=1, unit="万元", document="a" * 64, kind="final", title="", side=""):
    yuan = None if value is None else Decimal(value) * 10**4
    return {
        "document": document, "kind": kind, "form": form, "title": title, "table": table, "side": side, "item": item, "column": column,
        "row_label": label, "value": yuan, "unit": unit, "resolution": Decimal(100), "blank": value is None, "page": 5,
    }  # fmt: skip


@pytest.fixture
def bound(tmp_path):
    def run(text, rows, document=None):
        path = tmp_path / "prose.txt"
        path.write_text(text, "utf-8")
        return bind(find_claims(path), pd.DataFrame(rows), document)

    return run


def address(claim):
    return claim.figure and f"{claim.figure['form']} {claim.figure['item']} {claim.figure['column']}"


EXPENDITURE = [cell("FA03", "total", "total", "10"), cell("FA03", "total", "basic", "7.5"), cell("FA03", "total", "project", "2.5")]


def test_section_and_subject_give_the_address(bound):
    found = bound("三、支出决算情况说明\n2021年度支出合计10万元，其中：基本支出7.5万元，占75%；项目支出2.5万元。", EXPENDITURE)
    assert [address(c) for c in found] == ["FA03 total total", "FA03 total basic", None, "FA03 total project"]
    assert [c.figure["agrees"] for c in found if c.figure] == [True] * 3


def test_a_claim_that_contradicts_its_form_is_bound_and_says_so(bound):
    found = bound("三、支出决算情况说明\n其中：基本支出2.5万元，项目支出7.5万元。", EXPENDITURE)
    assert [(address(c), c.figure["agrees"]) for c in found] == [("FA03 total basic", False), ("FA03 total project", False)]


def test_agreement_is_within_one_unit_of_the_coarser_precision(bound):
    rows = [cell("FA03", "total", "basic", "7.54")]
    assert bound("三、支出决算情况说明\n基本支出7.5万元。", rows)[0].figure["agrees"] is True
    assert bound("三、支出决算情况说明\n基本支出7.4万元。", rows)[0].figure["agrees"] is False


def test_a_lost_total_gives_way_to_the_next_form_and_a_blank_is_zero(bound):
    rows = [cell("FA03", "total", "total", None), cell("FA01", "exp.total", "amount", "10"), cell("FA03", "total", "oper", None)]
    found = bound("三、支出决算情况说明\n支出合计10万元，其中：经营支出0万元。", rows)
    assert [(address(c), c.figure["agrees"]) for c in found] == [("FA01 exp.total amount", True), ("FA03 total oper", True)]


def test_a_functional_item_is_found_by_its_names_not_by_its_value(bound):
    rows = [
        cell("FA05", "2101101", "total", "5.04", label="行政单位医疗"),
        cell("FA05", "2101102", "total", "9.99", label="事业单位医疗"),
        cell("FA05", "21011", "total", "15.03", label="行政事业单位医疗"),
    ]
    found = bound(f"五、一般公共预算财政拨款支出决算情况说明\n1.{PATH}。年初预算为5.04万元，支出决算为9.99万元。", rows)
    assert [address(c) for c in found] == [None, "FA05 2101101 total"]  # the initial budget is printed in no form of a final account
    assert found[1].figure["agrees"] is False


def test_the_three_public_items_and_their_budget(bound):
    rows = [cell("FA07", "total", f"{side}.{key}", value) for side, key, value in (("budget", "reception", "1"), ("final", "reception", "0.85"))]
    found = bound("七、“三公”经费情况说明\n公务接待费年初预算为1万元，支出决算为0.85万元，其中国内公务接待支出0.85万元。", rows)
    assert [address(c) for c in found] == ["FA07 total budget.reception", "FA07 total final.reception", None]


def test_nameless_items_are_known_by_their_order_only_when_all_are_there(bound):
    rows = [cell("FA05", "2010301", "total", "3"), cell("FA05", "2080505", "total", "4")]
    text = "五、一般公共预算财政拨款支出决算情况说明\n年初预算为3万元，支出决算为3万元。\n"
    both = bound(text + "年初预算为9万元，支出决算为4万元。", rows)
    assert [address(c) for c in both] == [None, "FA05 2010301 total", None, "FA05 2080505 total"]
    assert [address(c) for c in bound(text, rows)] == [None, None]


def test_a_project_is_bound_to_its_own_self_evaluation(bound):
    rows = [
        cell("PE02", "fund.total", "exec", "4.74", table=3, title="电费项目支出绩效自评表"),
        cell("PE02", "fund.total", "exec", "10.38", table=4, title="政务大厅运行费项目支出绩效自评表"),
    ]
    found = bound("（二）各项目支出绩效情况\n电费支出4.74万元，政务大厅运行费支出11万元，茶水费支出1万元。", rows)
    assert [(c.figure or {}).get("table") for c in found] == [3, 4, None]
    assert [c.figure["agrees"] for c in found if c.figure] == [True, False]


def test_a_budget_reads_its_own_forms(bound):
    rows = [cell("BG02", "total", "gpb", "10", kind="budget"), cell("BG08", "reception", "amount", "1", kind="budget")]
    found = bound("二、收入预算情况说明\n一般公共预算拨款收入10万元。\n八、“三公”经费支出情况\n公务接待费1万元。", rows)
    assert [address(c) for c in found] == ["BG02 total gpb", "BG08 reception amount"]


def test_several_documents_need_a_choice_and_none_binds_nothing(bound):
    rows = [cell("FA03", "total", "basic", "7.5"), cell("FA03", "total", "basic", "7.5", document="b" * 64)]
    with pytest.raises(ValueError, match="several documents"):
        bound("三、支出决算情况说明\n基本支出7.5万元。", rows)
    empty = [dict.fromkeys(rows[0])]
    assert bound("基本支出7.5万元。", pd.DataFrame(empty).iloc[:0])[0].figure is None

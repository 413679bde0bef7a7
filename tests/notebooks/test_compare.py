"""Notebook 05 on panels that leave it little, contradict themselves, or are large: it says so in its answer and finishes."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest
import running

sys.path.insert(0, str(running.ROOT / "tests" / "unit"))
import panels  # noqa: E402

PATH = running.ROOT / "notebooks" / "05_compare_departments.ipynb"
pytestmark = pytest.mark.filterwarnings("error::UserWarning", "error::FutureWarning", "error::RuntimeWarning", "error::DeprecationWarning")
ONE = "甲市某局（本级）"


@pytest.fixture
def compare(monkeypatch, capsys):
    """Run the notebook on documents, cells, claims and tables made by hand; returns its namespace."""

    def run(documents=(), cells=(), claims=(), tables=(), **parameters) -> dict:
        columns = ["name", "entity", "year", "kind", "figures", "read", "title"]
        opened = SimpleNamespace(
            documents=pd.DataFrame(documents, columns=columns), ledger=panels.ledger(*cells), claims=pd.DataFrame(claims, columns=panels.CLAIMS),
            tables=pd.DataFrame(tables, columns=panels.TABLES), provenance=lambda: pd.DataFrame(documents, columns=columns)[["name"]],
            document=lambda name: SimpleNamespace(reading=SimpleNamespace(pages=[])),  # nothing is printed anywhere
        )  # fmt: skip
        monkeypatch.setattr("gouji.study.open_study", lambda *given: opened)
        space = running.run(PATH, **parameters)
        out, err = capsys.readouterr()
        assert space["zh"] and space["en"] and err == ""
        return space | {"out": out}

    return run


def account(name: str, entity: str = ONE, year: int = 2021, kind: str = "final", total: int = 1_000_000) -> tuple[dict, list[dict]]:
    form = "FA03" if kind == "final" else "BG03"
    cells = [panels.cell(name, f"{form}/{a}", v) for a, v in (("201/total", total), ("total/total", total), ("total/basic", total // 2), ("total/project", total // 2))]
    return panels.document(name, entity, year, kind), cells


def test_no_document_at_all_and_none_of_the_years_asked_for(compare):
    assert "没有可比的账户" in compare()["zh"]
    document, cells = account("a")
    space = compare([document], cells, years=[1999])
    assert space["zh"].count("\n") == 0 and "Nothing to compare" in space["en"] and "所选年度" in space["zh"]


def test_one_document(compare):
    document, cells = account("a")
    space = compare([document], cells)
    assert "1 份文件是 1 个单位的 1 个账户" in space["zh"] and "1 document hold" in space["en"] and "只够描述" in space["zh"]


def test_no_final_accounts(compare):
    made = [account(n, f"{n}市某局（本级）", kind="budget") for n in "甲乙丙"]
    space = compare([d for d, _ in made], [c for _, cells in made for c in cells])
    assert "决算 0" in space["zh"] and "没有一对同单位、同年度、同口径的预算和决算文件" in space["zh"]


def test_two_documents_of_one_body_and_year_are_told_and_not_paired(compare):
    made = [account("a"), account("b"), account("c", kind="budget")]
    space = compare([d for d, _ in made], [c for _, cells in made for c in cells])
    assert space["repeated"]["names"].tolist() == ["a, b"] and space["pairs"].empty
    assert "不能比的：2 份文件" in space["zh"]


def test_a_missing_unit_is_told(compare):
    document, cells = account("a")
    space = compare([document], [c | {"unit": None, "value": None} for c in cells], tables=[("a", 1, "FA03", "支出决算表", None, False, None)])
    assert "FA03 未印单位" in " ".join(space["without"]["zh"]) and "不能比的：1 份文件" in space["zh"]


def test_tiers_are_not_mixed(compare):
    made = [account("a", "甲市某局（本级）"), account("b", "乙市某局（汇总）"), account("c", "丙市某局")]
    space = compare([d for d, _ in made], [c for _, cells in made for c in cells])
    assert "最大一组 1 个单位" in space["zh"] and set(space["without"]["name"]) == {"c"}
    mixed = compare([d for d, _ in made], [c for _, cells in made for c in cells], peers="kind")
    assert "最大一组 2 个单位" in mixed["zh"]  # only when asked for, and still without the one whose tier is unknown


def test_a_composition_misread_is_said_and_not_drawn(compare):
    document, cells = account("a")
    space = compare([document], [*cells, panels.cell("a", "FA03/208/total", 5_000_000)])
    assert "0/1 个账户" in space["zh"] and space["functions"].empty and len(space["open_wholes"]) == 1


def test_the_parameters_reach_what_they_name(compare, tmp_path):
    document, cells = account("a")
    plan = [panels.claim("a", "total", "某项（项）年初预算", "40.00", "general_budget"), panels.claim("a", "total", "某项（项）支出决算", "30.00", "general_budget")]
    assert "1 项中 1 项偏离超过 20%" in compare([document], cells, plan)["zh"] and "1 项中 0 项偏离超过 30%" in compare([document], cells, plan, far=30.0)["zh"]
    for language, lacks in (("zh", "[A-Z][a-z]+ [a-z]+ [a-z]+"), ("en", "。")):
        space = compare([document], cells, plan, language=language)
        assert not re.search(lacks, repr(space["show"].answer(space["zh"], space["en"], language)))


def test_two_hundred_documents(compare):
    documents, cells = [], []
    for n in range(100):
        for kind in ("budget", "final"):
            own = account(f"{kind}{n}", f"第{n}局（本级）", 2021, kind, 1_000_000 + 10_000 * n * (kind == "final"))
            documents.append(own[0])
            cells += own[1]
    space = compare(documents, cells)
    assert "可作同类比较" in space["zh"] and "100 个单位，中位 +49.5%" in space["zh"] and "把握 9" in space["zh"]
    assert "图中画金额最大的 24 个账户，其余 176 个见表" in space["out"]
    assert space["figures"]["value"].map(lambda v: isinstance(v, Decimal)).all()

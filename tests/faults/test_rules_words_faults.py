"""Words, sections, contents, years and names: each rule fires on a seeded fault and not on a clean document."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "unit")]

from seeds import findings, of, troubled, words_table  # noqa: E402

from gouji.model import Problem  # noqa: E402

FINAL = of("final").say(
    "某市某局2024年度部门决算",
    "公开时间：2025年9月1日",
    "批复时间：2025年8月20日",
    "\f",
    "目录",
    "一、收入支出决算总表",
    "二、收入决算表",
    "三、支出决算表",
    "\f",
    "第一部分 某市某局概况",
    "一、主要职责",
    "贯彻执行国家有关法律法规和方针政策，承担全市有关工作的组织实施和监督管理。",
    "二、机构设置",
    "某市某局内设办公室等三个科室，没有下属单位。",
    "三、人员构成",
    "行政编制10名，在职人员9人。",
    "第三部分 2024年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "收入总计223.41万元，支出总计223.41万元，与上年相比增加3.41万元，主要原因是本年新增一项专项工作任务。",
    "二、财政拨款收入支出决算总体情况说明",
    "财政拨款支出218.11万元，与上年相比增加2.11万元，主要原因是上级要求开展普查并相应增加了经费。",
    "三、基本支出决算情况说明",
    "基本支出112.46万元，主要用于人员经费和公用经费。",
    "1.人员经费98.16万元。",
    "2.公用经费14.30万元。",
    "四、“三公”经费支出决算情况说明",
    "“三公”经费支出决算4.80万元，比年初预算减少1.20万元，主要原因是严格控制公务接待的批次和标准。",
    "五、机关运行经费支出情况说明",
    "机关运行经费支出14.30万元。",
    "六、政府采购支出情况说明",
    "政府采购支出总额30.00万元，其中货物支出30.00万元。",
    "七、国有资产占用情况说明",
    "共有车辆1辆。",
    "八、预算绩效情况说明",
    "组织开展部门整体支出绩效自评和项目绩效自评，自评项目2个。",
    "第四部分 名词解释",
    "一、基本支出：指保障机构正常运转、完成日常工作任务而发生的各项支出。",
)


def titled(*titles: str):
    """With forms of these titles (recognised, and closing with everything else)."""
    tables = tuple(words_table("FA10", t, ["甲 | 乙", "丙 | 丁"]) for t in titles)
    return replace(FINAL, more_tables=tables)


OWN = ("收入支出决算总表", "收入决算表", "支出决算表")
NAMED = replace(FINAL, more_tables=(words_table("PE01", "整体绩效自评表", ["部门（单位）名称 | 某市某局"]),))

FAULTS = [
    ("C02", titled(*OWN), lambda c: titled(*OWN[:2])),
    ("C02", titled(*OWN), lambda c: titled(OWN[1], OWN[0], OWN[2])),
    ("C05", titled(*OWN), lambda c: titled("收入支出决算表", *OWN[1:])),
    ("C04", FINAL, lambda c: c.unsay("三公", "").unsay("基本支出", "日常支出")),
    ("C09", FINAL, lambda c: c.unsay("第四部分 名词解释")),
    ("C12", FINAL, lambda c: c.form("FA06", rows={k: v[:1] for k, v in c.tables[4]["rows"].items()})),
    ("C13", FINAL, lambda c: c.unsay("六、政府采购支出情况说明").unsay("政府采购", "")),
    ("C20", FINAL, lambda c: c.unsay("部门整体支出绩效自评和")),
    ("C31", FINAL, lambda c: c.unsay("机构设置", "其他情况").unsay("内设", "有")),
    ("C40", FINAL, lambda c: c.unsay("行政编制10名，在职人员9人", "人员按规定配备")),
    ("T01", FINAL, lambda c: c.unsay("2025年9月1日", "2025年9月10日")),
    ("T02", FINAL, lambda c: c.unsay("2025年9月1日", "2025年12月1日")),
    ("T03", FINAL, lambda c: c.unsay("2024年度部门决算情况说明", "2023年度部门决算情况说明")),
    ("Q01", FINAL, lambda c: c.unsay("与上年相比增加2.11", "与上年相比增加减少2.11")),
    ("Q02", FINAL, lambda c: c.unsay("机关运行经费支出14.30", "机关行经费支出14.30")),
    ("Q03", FINAL, lambda c: c.unsay("三个科室", "XX个科室")),
    ("Q04", FINAL, lambda c: c.unsay("主要用于人员", "主要用于用于人员")),
    ("Q04", FINAL, lambda c: c.unsay("组织实施和监督管理。", "组织实施；。")),
    ("Q05", FINAL, lambda c: c.unsay("七、国有", "六、国有")),
    ("Q06", NAMED, lambda c: replace(c, more_tables=(words_table("PE01", "整体绩效自评表", ["部门（单位）名称 | 某市大数据中心"]),))),
    ("Q07", FINAL, lambda c: c.say(*[f"{n}.某项支出{n}.00万元，增加1.00万元，主要原因是人员变化带来经费的增长。" for n in range(3, 8)])),
    ("Q08", FINAL, lambda c: c.unsay("主要用于人员经费", "主要用于缴纳营业税")),
    ("Q09", titled("2024年部门收支决算总表"), lambda c: titled("2024年单位收支决算总表")),
    ("Q10", FINAL, lambda c: c.say("联系人电话" + "138" + "0013" + "8000")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "clean", "fault"), list(FAULTS), ids=[f"{f[0]}-{i}" for i, f in enumerate(FAULTS)])
def test_a_seeded_fault_fires_its_rule_and_a_clean_document_does_not(rule, clean, fault):
    assert rule not in troubled(clean)
    assert rule in troubled(fault(clean))


def test_a_page_that_is_a_picture_is_called_out_and_an_empty_one_is_not():
    from gouji.rules.context import Context
    from gouji.rules.index import DocumentIndex
    from gouji.rules.words import readable

    def outcome(*problems):
        document = FINAL.document()
        document = replace(document, reading=replace(document.reading, problems=problems))
        (remark,) = readable({}, Context(document, DocumentIndex("", ()), None))
        return remark.outcome

    assert outcome() == "exact"
    assert outcome(Problem(2, "no_text", "0 pictures, 22 rules, no text displayed")) == "exact"
    assert outcome(Problem(2, "no_text", "1 picture, no text displayed")) == "missing"


FAULTS.append(("C41", None, None))  # the test above is its case


def test_dates_that_are_not_said_are_named_as_what_is_lacking():
    silent = FINAL.unsay("批复时间：2025年8月20日").unsay("公开时间：2025年9月1日")
    (t01,) = [f for f in findings(silent) if f.rule == "T01"]
    assert t01.outcome == "not_testable" and "批复日期" in t01.zh and "公开日期" in t01.zh


def test_the_second_contents_test_has_no_forms_to_find_when_there_is_no_list():
    assert {f.outcome for f in findings(of("final")) if f.rule == "C02"} == {"not_applicable"}


def test_the_first_sign_of_a_title_is_no_ordinal():
    from gouji.rules.contents import ENTRY

    assert ENTRY.match("一般公共预算支出表") is None
    assert ENTRY.match("五、一般公共预算支出表 …… 12")["title"] == "一般公共预算支出表"
    assert ENTRY.match("（五）一般公共预算支出表")["title"] == "一般公共预算支出表"

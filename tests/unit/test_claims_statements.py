"""What prose says there is none of; and what a section is about, by its title and never by its ordinal."""

import pytest

from gouji.claims import find_claims, find_statements
from gouji.model import Line, Page, Reading


def statements(*texts):
    lines = tuple(Line(page=1, text=t, box=(114.0, 100.0 + 20 * i, 500.0, 112.0 + 20 * i), size=12.0) for i, t in enumerate(texts))
    page = Page(number=1, width=595.0, height=842.0, lines=lines)
    return find_statements(Reading(file="x.pdf", sha256="0" * 64, reader="pdfium", pages=(page,)))


def test_a_declared_absence_names_its_thing_and_place():
    found = statements("八、政府性基金预算支出情况说明", "我部门2024年没有使用政府性基金预算拨款安排的支出。")
    assert [(s.subject, s.topic, s.page) for s in found] == [("政府性基金预算拨款安排", "government_funds", 1)]


@pytest.mark.parametrize(
    "text", ["无形资产471项234.37万元。", "决算数与预算数无差异。", "新服装也未到位。", "没有发现问题。", "无锡市信访局。", "收入合计7万元。"]
)
def test_other_uses_of_the_word_are_no_absence(text):
    assert statements("十二、其他情况说明", text) == []


@pytest.mark.parametrize(("ordinal", "other"), [("九、", "十、"), ("（一）", "十一、")])
def test_the_topic_follows_the_title_whatever_its_ordinal(tmp_path, ordinal, other):
    def topic(heading):
        path = tmp_path / "x.txt"
        path.write_text(f"{heading}机关运行经费支出情况说明\n机关运行经费支出14.3万元。", "utf-8")
        return find_claims(path)[0].topic

    assert topic(ordinal) == topic(other) == "operating"

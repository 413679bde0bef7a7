"""Two pages side by side on one sheet: each table has its own title, number, unit; what runs together is said."""

import pytest
from forms_grids import grid

from gouji.forms import understand
from gouji.model import Line, Page, Reading

LEFT, RIGHT = ["项目 | 金额", "合计 | 1.00"], ["科目名称 | 合计 | 基本支出", "合计 | 2.00 | 2.00"]


def sheet(*lines):
    grids = (grid(LEFT, top=200, left=20, width=190), grid(RIGHT, top=200, left=440, width=120))
    made = [Line(1, text, (x0, top, x1, top + 10), 10.0) for top, x0, x1, text in lines]
    return understand(Reading("x.pdf", "0" * 64, "pdfium", (Page(1, 842.0, 595.0, tuple(made), grids),)))


def said(document):
    return [p.kind for p in document.problems] + [p.kind for t in document.tables for p in t.problems]


@pytest.mark.parametrize("second", ["部门：某市某局 单位：万元 部门：某市某局 单位：元", "单位：万元 部门：某市某局 单位：元"])
def test_each_table_has_its_own_words(second):
    document = sheet((150, 20, 470, "公开01表 公开03表"), (165, 170, 650, "收支决算总表 支出决算表"), (180, 20 if second[0] == "部" else 350, 800, second))
    assert [(t.form, t.title, t.number, t.unit) for t in document.tables] == [("FA01", "收支决算总表", "公开01表", "万元"), ("FA03", "支出决算表", "公开03表", "元")]
    assert said(document) == []


def test_words_of_one_side_stay_there():
    document = sheet((100, 170, 230, "收支决算总表"), (120, 350, 400, "单位：万元"), (165, 600, 660, "支出决算表"), (180, 750, 800, "单位：元"))
    assert [(t.title, t.unit) for t in document.tables] == [("收支决算总表", "万元"), ("支出决算表", "元")]


def test_a_title_over_both_is_not_cut():
    document = sheet((165, 360, 480, "2024年 部门收支决算总表"), (180, 750, 800, "单位：万元"))
    assert document.tables[0].title == "2024年 部门收支决算总表" and document.tables[1].title == ""
    assert "captions_run_together" not in said(document)


def test_titles_that_nothing_tells_apart_name_no_form():
    document = sheet((165, 170, 650, "三公经费 收支决算总表 情况 支出决算表"), (180, 750, 800, "单位：万元"))
    assert [(t.form, t.title) for t in document.tables] == [(None, ""), (None, "")]
    assert "captions_run_together" in said(document)

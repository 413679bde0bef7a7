"""The bench counts what is missed, what is wrong and what is too much."""

from gouji.claims.bench import score, summary
from gouji.claims.find import Claim


def claim(metric, value, subject, unit="万元", page=1, direction=None):
    return Claim(None, metric, subject, value, unit, direction, None, "", page, 0)


LABELS = {"name": "d", "group": "g", "pages": [[1, 1]], "figures": [["total", "10", "万元", ["支出合计"]], ["share", "75", "%", ["基本支出", "本年基本支出"]]]}


def test_right_is_value_metric_and_subject():
    found = score(LABELS, [claim("total", "10.0", "支出合计"), claim("share", "75", "“基本支出”", "%")])
    assert (found.labels, found.found, found.right, found.wrong) == (2, 2, 2, 0.0)


def test_a_wrong_subject_or_metric_is_found_but_not_right():
    found = score(LABELS, [claim("total", "10", "收入合计"), claim("growth", "75", "基本支出", "%")])
    assert (found.found, found.right, found.wrong) == (2, 0, 1.0) and all("wrong" in r for r in found.remarks)


def test_missed_and_extra_are_named_and_other_pages_do_not_count():
    found = score(LABELS, [claim("total", "10", "支出合计"), claim("total", "99", "收入合计"), claim("total", "5", "x", page=2)])
    assert (found.claims, found.found, found.right) == (2, 1, 1)
    assert [r.split()[0] for r in found.remarks] == ["extra", "missed"] or [r.split()[0] for r in found.remarks] == ["missed", "extra"]


def test_direction_is_counted_apart():
    labels = LABELS | {"figures": [["change", "10", "万元", ["支出"], "up", None]]}
    assert score(labels, [claim("change", "10", "支出", direction="down")]).side_right == 0
    assert score(labels, [claim("change", "10", "支出", direction="up")]).side_right == 1


def test_the_summary_has_a_line_per_document_group_and_for_all():
    lines = summary([score(LABELS, [])])
    assert len(lines) == 3 and lines[1].startswith("= g") and "right   0.0%" in lines[2]

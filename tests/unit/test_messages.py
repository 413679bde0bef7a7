"""What every finding says, read as an editor would: both figures with their unit, the same in Chinese and English, in words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gouji.arbitrate import settled_ledger
from gouji.forms import understand
from gouji.reading import read
from gouji.rules import check
from gouji.rules.wording import body_of

ROOT = Path(__file__).parents[2]
FOLDERS = {"henan": ROOT / "data" / "raw" / "henan", "corpus": ROOT.parent / "shared" / "corpus"}
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
QUOTED = re.compile("“[^”]*”")  # words of the document
RAW = re.compile(r"\b(?:said|term|page|problem|unread):|\b[A-Z]{2}\d\d/|\?:|\b(?:rev|exp|fund)\.\w|\{\w*\}|None|\bthree\b(?!-)|_")
CHINESE = re.compile("[\u4e00-\u9fff]")
MONEY = ("元", "百元", "千元", "万元", "百万元", "亿元")


def oddities(finding) -> list[str]:
    """What is amiss in the two messages of a finding."""
    zh, en = body_of(finding.zh), body_of(finding.en)
    out = [f"not said in {name}" for name, text in (("Chinese", zh), ("English", en)) if len(text) < 4 or text[-1] not in "。."]
    if Counter(NUMBER.findall(zh)) != Counter(NUMBER.findall(en)):
        out.append("other figures in English")
    for text in (zh, en):
        bare = QUOTED.sub("", text)
        if raw := RAW.search(bare):
            out.append(f"the id {raw[0]!r}")
        if re.search("““|””|“[^”]*“", text):
            out.append("quotation marks in quotation marks")
    if finding.identity and finding.outcome in ("mismatch", "truncation", "rounding") and finding.unit:
        for text in (zh, en):
            values = (finding.expected, finding.found, finding.difference)
            lacking = [v for v in values if not re.search(re.escape(v) + " ?" + ("(?:%|个百分点|percentage)" if finding.unit == "%" else finding.unit), text)]
            out += [f"{v} without its unit" for v in lacking]
        if not re.search(r"第\d+页|p\. \d+", zh + en):
            out.append("no place")
    return out


@cache
def findings_of(name: str):
    documents = [understand(read(path)) for path in sorted(FOLDERS[name].glob("*.pdf"))]
    return tuple(check(documents, settled_ledger(documents)))


@pytest.mark.parametrize("name", FOLDERS)
def test_every_finding_says_its_figures_with_units_alike_in_both_languages(name):
    if not any(FOLDERS[name].glob("*.pdf")):
        pytest.skip(f"{FOLDERS[name].name} is not here")
    odd = {(f.rule, f.outcome, o): f"{f.zh} | {f.en}" for f in findings_of(name) for o in oddities(f)}
    assert not odd, "\n".join(f"{k}: {v}" for k, v in list(odd.items())[:20])


@pytest.mark.parametrize(("change", "says"), [
    (lambda f: f.saying(f.zh, f.en.replace(f.unit, "")), "without its unit"),
    (lambda f: f.saying(f.zh, f.en.replace(f.found, "1.00")), "other figures"),
    (lambda f: f.saying(f.zh.replace("不符）：", "不符）：said:staff "), f.en), "the id"),
    (lambda f: f.saying(f.zh.replace("“", "““"), f.en), "quotation marks"),
    (lambda f: f.saying("W01", f.en), "not said in Chinese"),
])  # fmt: skip
def test_a_message_that_lacks_something_is_noticed(change, says):
    finding = next(f for f in findings_of("henan") if f.identity and f.outcome == "mismatch" and f.unit in MONEY)
    assert not oddities(finding)
    assert any(says in o for o in oddities(change(finding))), oddities(change(finding))

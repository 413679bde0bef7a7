"""The catalogue: whole, honest about what is not there yet, and strict about what it says."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from gouji.rules import CatalogueInvalid, catalogue_json, load_catalogue
from gouji.rules.catalogue import KINDS, SHORTHAND, load_messages, named_once, read_rule
from gouji.rules.kinds import ACROSS, LINEAR, PRESENCE, STATED, TEXTUAL

ENTRY = {
    "id": "Z01", "zh": "甲", "en": "A", "says": {"zh": "甲等于乙。", "en": "A is B."}, "scope": "within-form", "formula": "a = b", "tolerance": "SUM",
    "severity": "error", "legal": {"basis": "", "verified": "none"}, "status": "implemented",
    "checks": [{"kind": "sum", "form": "FA01", "whole": "a", "parts": ["b"]}],
}  # fmt: skip


def test_every_rule_is_listed_once_with_its_status():
    rules = load_catalogue()
    assert len(rules) == 261 == len({r.id for r in rules})
    assert Counter(r.scope for r in rules) == {
        "within-form": 42, "cross-form": 31, "form-vs-narrative": 32, "narrative-internal": 12, "budget-vs-final": 11,
        "year-over-year": 7, "performance": 48, "completeness": 19, "timeliness": 3, "code-validity": 15, "unit": 5,
        "plausibility": 18, "cross-document": 8, "text-quality": 10,
    }  # fmt: skip
    for rule in rules:
        assert bool(rule.checks) == (rule.status == "implemented"), rule.id
        assert rule.zh and rule.en and rule.formula is not None, rule.id
        assert rule.status == "implemented" or rule.issue or rule.reason, rule.id


def test_a_rule_is_called_what_an_editor_understands_and_by_no_other_rule_s_name():
    rules = load_catalogue()
    for language, longest in (("zh", 40), ("en", 90)):
        names = [getattr(r, language) for r in rules]
        assert len(set(names)) == 261 and max(map(len, names)) <= longest and not [n for n in names if SHORTHAND.search(n)]
        sentences = [r.says[language] for r in rules]
        assert all(s.endswith({"zh": "。", "en": "."}[language]) for s in sentences) and not [s for s in sentences if re.search("[A-Z]{2}\\d\\d", s)]
    assert all(re.search("[\u4e00-\u9fff]", r.zh) and not re.search("[\u4e00-\u9fff]", r.en + r.says["en"]) for r in rules)
    with pytest.raises(CatalogueInvalid, match="two rules are called"):
        named_once([rules[0], replace(rules[1], en=rules[0].en)])
    assert SHORTHAND.search("BG02 rows") and SHORTHAND.search("合计=Σ类") and not SHORTHAND.search("weights add up to 100")


def test_core_identities_are_implemented():
    done = {r.id for r in load_catalogue() if r.status == "implemented"}
    needed = "W01 W02 W03 W04 W05 W10 W11 W12 W13 W20 W21 W22 W30 W31 W32 W33 W34 W40 W41 W50 W51 W60 W61 W62 W65 W66 "
    needed += "W70 W71 W72 W73 W74 W76 W77 X01 X02 X03 X04 X05 X06 X08 X09 X10 X11 X13 X14 X15 X40 X45 C01 C30 U02 E05 K03"
    assert set(needed.split()) <= done


def test_every_kind_has_an_engine_and_a_message_for_each_language():
    assert set(KINDS) == set(LINEAR) | set(PRESENCE) | set(STATED) | set(TEXTUAL) | set(ACROSS)
    for key, entry in load_messages()["messages"].items():
        assert set(entry) == {"zh", "en"} and all(entry.values()), key


def test_json_prints_the_whole_catalogue():
    payload = catalogue_json()
    assert len(payload["rules"]) == 261 and sum(payload["counts"].values()) == 261
    assert {"id", "zh", "en", "says", "severity", "status", "checks", "legal"} <= set(payload["rules"][0])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"severity": "fatal"}, "unknown 'fatal'"),
        ({"scope": "within-forms"}, "did you mean 'within-form'"),
        ({"checks": [{"kind": "summ", "form": "FA01"}]}, "did you mean 'sum'"),
        ({"checks": [{"kind": "sum", "form": "FA01"}]}, "lacks parts"),
        ({"checks": [{"kind": "sum", "form": "FA01", "parts": [], "hole": "a"}]}, "did you mean 'whole'"),
        ({"status": "planned"}, "status planned with 1 checks"),
        ({"status": "planned", "checks": []}, "without issue or reason"),
        ({"severty": "error"}, "did you mean 'severity'"),
        ({"zh": "FA01 本年收入合计"}, "holds 'FA01'; say it in words"),
        ({"en": "stated coverage = project"}, "holds '='"),
        ({"en": "shares of item 301 add up"}, "holds '301'"),
        ({"zh": "甲" * 41}, "longer than 40"),
        ({"en": "a" * 91}, "longer than 90"),
        ({"says": {"zh": "甲等于乙。"}}, "says lacks its en"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(CatalogueInvalid, match=says):
        read_rule({**ENTRY, **wrong}, "x.yml")


def test_the_page_of_the_rules_is_the_catalogue_s():
    """``docs/rules.md`` is written by ``python -m gouji.rules.page``; here it must be in step."""
    from pathlib import Path

    from gouji.rules.page import page

    committed = Path(__file__).parents[2] / "docs" / "rules.md"
    assert committed.read_text("utf-8") == page()


def test_every_rule_is_decided_and_threshold_rules_never_cry_error():
    rules = load_catalogue()
    assert Counter(r.status for r in rules)["planned"] == 0
    assert sum(r.status == "implemented" for r in rules) >= 220
    assert {r.severity for r in rules if r.scope == "plausibility"} <= {"info", "warning"}

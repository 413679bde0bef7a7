"""Pages made of the findings: one a document (and one across documents), one a rule, and the list of rules."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from gouji.publish.evidence import TOLD
from gouji.publish.links import findings_file, rule_file
from gouji.publish.operands import Evidence, Shown
from gouji.publish.sheets import write_sheet
from gouji.publish.written import written_out
from gouji.rules.catalogue import load_catalogue
from gouji.rules.wording import in_words
from gouji.show.labels import ACROSS, label_words

SHOWN = 12  # operands shown of one finding; a sum of sixty parts is told by its first ones, all are in the data
COUNTED = ("exact", "rounding", "truncation", "mismatch", "implausible", "missing", "not_testable")


def write_findings(site: Path, findings: pd.DataFrame, labels: Mapping[str, str], dossiers: Mapping[str, str], evidence: Evidence) -> None:
    """One page a document, roots first: words, arithmetic written out, operands with their crops (as ``evidence`` shows them)."""
    rules = {r.id: r for r in load_catalogue()}
    told = findings[findings["outcome"].isin(TOLD)]
    for name in ["", *labels]:
        own = roots_first(told[told["name"] == name])
        entries = [_entry(f, rules, evidence) for f in own.itertuples(index=False)]
        label = labels.get(name, ACROSS[0])
        write_sheet(site, findings_file(name), "findings.html.j2", tuple(f"{of} · {words}" for of, words in zip(label_words(label), ("所见", "findings"), strict=True)), label=label, findings=entries, dossier=dossiers.get(name))


def write_rules(site: Path, findings: pd.DataFrame, labels: Mapping[str, str]) -> int:
    """A page a rule with what it gave in this study, and the list of them; returns how many."""
    counts = findings.groupby(["rule", "name", "outcome"]).size()
    by_rule = {rule: counts.loc[rule] for rule in counts.index.unique("rule")} if len(counts) else {}
    told = dict(iter(findings[findings["outcome"].isin(TOLD)].groupby("rule")))
    outcomes = [o for o in COUNTED if (findings["outcome"] == o).any()]
    listed, rules = [], load_catalogue()
    for rule in rules:
        own = by_rule.get(rule.id)
        rows = [{"label": labels.get(n, ACROSS[0]), "page": findings_file(n), "counts": own.loc[n].to_dict()} for n in own.index.unique("name")] if own is not None else []
        found = told.get(rule.id, findings.iloc[:0])
        entries = [{"outcome": f.outcome, "zh": f.zh, "en": f.en, "href": f"{findings_file(f.name)}#{f.id}"} for f in found.head(200).itertuples(index=False)]
        write_sheet(site, rule_file(rule.id), "rule.html.j2", (f"{rule.id} {rule.zh}", f"{rule.id} {rule.en}"), rule=rule, forms=[(in_words(f, "zh"), in_words(f, "en")) for f in rule.forms], rows=rows, outcomes=[o for o in outcomes if any(o in r["counts"] for r in rows)], told=entries)
        listed.append({"rule": rule, "counts": own.groupby("outcome").sum().to_dict() if own is not None else {}})
    write_sheet(site, "rules/index.html", "rules.html.j2", ("规则", "Rules"), rules=listed, outcomes=outcomes)
    return len(rules)


def roots_first(findings: pd.DataFrame) -> pd.DataFrame:
    """Roots by outcome and severity, each followed by what it causes."""
    order = {o: i for i, o in enumerate(TOLD)}
    severity = {"error": 0, "warning": 1, "info": 2}
    known = set(findings["id"])
    root = [c if isinstance(c, str) and c in known else i for c, i in zip(findings["cause"], findings["id"], strict=True)]
    rank = findings.assign(root=root, place=[order[o] for o in findings["outcome"]], weight=findings["severity"].map(severity).fillna(3))
    heads = rank.set_index("id")[["place", "weight"]].to_dict("index")
    rank["head"] = [(heads[r]["place"], heads[r]["weight"], r, i != r) for r, i in zip(rank["root"], rank["id"], strict=True)]
    return rank.sort_values("head", kind="stable")


def _entry(f, rules: Mapping, evidence: Evidence) -> dict:
    rule = rules.get(f.rule)
    places = json.loads(f.where)
    return {
        "id": f.id, "outcome": f.outcome, "rule": f.rule, "rule_zh": rule.zh if rule else "", "rule_en": rule.en if rule else "", "formula": rule.formula if rule else "",
        "zh": f.zh, "en": f.en, "cause": _none(f.cause), "expected": _signed(f.expected), "found": _signed(f.found), "difference": _signed(f.difference), "unit": _none(f.unit),
        "sum": written_out(places, _none(f.expected), _none(f.found), _none(f.unit)),
        "operands": evidence.shown(places[:SHOWN], f.name), "more": max(0, len(places) - SHOWN),
    }  # fmt: skip


def crops_of(where: str, name: str, evidence: Evidence, most: int = 2) -> list[Shown]:
    """The first ``most`` crops of a finding, for the front page."""
    return [s for s in evidence.shown(json.loads(where), name) if s.wide][:most]


def _none(value):
    return None if pd.isna(value) or value == "" else value


def _signed(value):
    """An amount with a true minus."""
    return re.sub(r"^-(?=\d)", "−", value) if isinstance(value, str) and value else None

"""Bind claims to the ledger: the address of the form's figure that a sentence restates.

In: the claims of one document and the ledger. Out: the same claims, ``figure`` set where the claim restates a
figure: form, table, side, item, row_label, column, page, and ``agrees`` (True, False, or None when one of the two
cannot be read). The place is found by meaning (section and subject, ``declared/claims_binding.yml``); the values only
confirm it, so a sentence that contradicts its form is bound as well, with ``agrees`` False. A claim that restates
nothing printed (a count, a growth, an initial budget of a final account) keeps ``figure`` None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from gouji.claims.claim import Claim
from gouji.claims.places import Cell, address_of, alike, cells_of, declared, plain, projects_of
from gouji.fields.items import function_of
from gouji.model import Document

PART = re.compile(r"([^（）]+(?:（[^类款项）][^）]*）[^（）]*)*)（([类款项])）")
RENAMED = 0.78  # names of one item in two years are at least so alike (difflib ratio)


def bind(claims: Iterable[Claim], ledger: pd.DataFrame, document: Document | None = None) -> list[Claim]:
    """The claims of one document, bound. ``ledger`` may hold more documents when ``document`` says which is meant.

    ``document`` also gives the names of the projects whose self-evaluation forms carry none in their titles.
    Raises ValueError when the ledger holds several documents and none is named.
    """
    if document is not None:
        ledger = ledger[ledger["document"] == document.reading.sha256]
    elif ledger["document"].nunique() > 1:
        raise ValueError("the ledger holds several documents: say which one the claims are of")
    if ledger.empty:
        return list(claims)
    return _Binder(ledger, document).bind_all(claims)


class _Binder:
    """One document's figures, by address."""

    def __init__(self, ledger: pd.DataFrame, document: Document | None):
        self.rules = declared()
        kind = ledger["kind"].iloc[0]
        self.kind = "budget" if kind == "budget" else "final"
        self.cells: dict[tuple, list[Cell]] = {}
        self.codes: dict[tuple[str, str], list[str]] = {}
        for row in cells_of(ledger):
            self.cells.setdefault((row.form, row.item, row.column), []).append(row)
            if isinstance(row.item, str) and row.item.isdigit():
                codes = self.codes.setdefault((row.form, plain(row.row_label)), [])
                if row.item not in codes:
                    codes.append(row.item)
        self.labels = {(form, code): label for (form, label), codes in self.codes.items() for code in codes}
        self.projects = projects_of(ledger, document)
        self.stated: dict[str, str] = {}  # project → the words that named it first

    def bind_all(self, claims: Iterable[Claim]) -> list[Claim]:
        """Claims in printed order; "其中" is judged by the claim that stands before."""
        claims = list(claims)
        nameless = self._nameless(claims)
        out, before, counted = [], "", ""
        for at, claim in enumerate(claims):
            subject = self._subject(claim)
            figure = None
            if claim.metric in self.rules["metrics"]:
                row = nameless.get(at)
                if row is None and self.rules["projects"]["pointer"].fullmatch(subject):
                    row = self._project(claim, counted, "项目", before)
                if row is None:
                    row = self._row(claim, subject, before)
                figure = address_of(row, claim) if row is not None else None
            out.append(replace(claim, figure=figure))
            if claim.metric == "count":
                counted = subject
            if claim.metric == "total" and not re.fullmatch("(?:其中)?(?:基本|项目|专项业务经费)支出.*|专项业务经费.*", subject):
                before = subject
        return out

    def _nameless(self, claims: list[Claim]) -> dict[int, object]:
        """Rows of figures whose item was printed bold and lost from the text: known by their order, if all are there.

        "年初预算为a，支出决算为b" without a name, as often in a section as the form has items, are those items in order.
        """
        found, groups = {}, {}
        for at, claim in enumerate(claims):
            if claim.metric == "total" and not claim.item and re.fullmatch("(?:年初|初)预算|支出决算", claim.subject):
                groups.setdefault(claim.headings, []).append(at)
        for headings, places in groups.items():
            plans = [at for at in places if claims[at].subject.endswith("预算")]
            finals = [next((b for b in places if b > at and claims[b].subject == "支出决算"), None) for at in plans]
            section = "/".join(headings)
            if "三公" in section:
                keys = ["abroad", "vehicles", "reception"]
                wanted = [(f"FA07 total budget.{k}", f"FA07 total final.{k}") for k in keys]
            else:
                codes = [c for (form, _), listed in self.codes.items() for c in listed if form == "FA05" and len(c) == 7]
                wanted = [(None, f"FA05 {c} total") for c in sorted(set(codes))]
            if len(plans) != len(wanted) or None in finals:
                continue
            for plan, final, (planned, done) in zip(plans, finals, wanted):
                found |= {plan: self._first([planned])} if planned else {}
                found[final] = self._first([done])
        return {at: row for at, row in found.items() if row is not None}

    def _subject(self, claim: Claim) -> str:
        return re.sub(self.rules["years"], "", plain(claim.subject)).removesuffix("科目")

    def _row(self, claim: Claim, subject: str, before: str):
        section = "/".join(claim.headings)
        for find in (self._three, self._function, self._economic, self._ruled, self._project):
            row = find(claim, subject, section, before)
            if row is not None:
                return row
        return None

    def _first(self, addresses: Iterable[str], table: int | None = None):
        """The first address the ledger holds with a figure in it, else the first it holds blank."""
        blank = None
        for address in addresses:
            form, item, column = address.split(" ")
            for row in self.cells.get((form, item, column), ()):
                if table is not None and row.table != table:
                    continue
                if not row.blank:
                    return row
                blank = blank if blank is not None else row
        return blank

    def _three(self, claim: Claim, subject: str, section: str, before: str):
        if claim.metric != "total":
            return None
        bare = subject.strip("、")
        key = next((k for k, pattern in self.rules["three"].items() if pattern.fullmatch(bare)), None)
        if key is None:
            return None
        if self.kind == "final":
            planned = "预算" in bare and "决算" not in bare
            return self._first([f"FA07 total {'budget' if planned else 'final'}.{key}", f"FA07 {key} {'budget' if planned else 'final'}"])
        columns = ["three"] if key == "total" else []
        addresses = [f"BG08 total {c}" for c in (*columns, key)] + [f"BG08 {key} amount", f"BG08 {key} total", f"BG08 total {key}.gpb"]
        if key == "agency_running":
            addresses += ["BG17 total agency_running"]
        return self._first(addresses)

    def _function(self, claim: Claim, subject: str, section: str, before: str):
        if claim.metric != "total" or self.kind == "final" and re.search(self.rules["not_restated"], subject):
            return None
        if re.search("执行数|^(?:去年|上年)", subject):
            return None
        rule = next(r for r in self.rules["functions"][self.kind] if r["section"].search(section))
        code = re.search(r"(?<!\d)(2\d{2}(?:\d{2}){0,2})(?!\d)", subject)
        if code:
            row = self._first(a.replace("{code}", code[1]) for a in rule["at"])
            if row is not None:
                return row
            subject = re.sub(r"（?\d+）?", "", subject) + "（项）"
        found = self._named_function(subject, section, rule, code[1][:3] if code else None)
        return self._first(a.replace("{code}", c) for c in found for a in rule["at"])

    def _named_function(self, subject: str, section: str, rule: dict, class_code: str | None) -> list[str]:
        """Codes of "…（类）…（款）…（项）" or of "…（类）", by the labels the forms print."""
        path = subject
        if "（款）" in subject and "（类）" not in subject:  # the class stands in the heading
            path = f"{section.split('/')[-1]}/{subject}"
        parts = {level: name for name, level in PART.findall(path)}
        parts = {level: re.sub("^[一二三四五六七八九十]+、|^（?[一二三四五六七八九十]+）", "", name.split("/")[-1]) for level, name in parts.items()}
        class_code = function_of(parts["类"]) if "类" in parts else class_code
        if class_code is None and not parts and "预算" not in subject:
            class_code = function_of(subject) if re.search("公共预算|财政拨款支出|编制说明", section) and subject.endswith("支出") else None
        if "项" not in parts:
            return [class_code] if class_code else []
        forms = [a.split(" ")[0] for a in rule["at"] if "{code} " in a and "exp.f" not in a]
        for form in forms:
            codes = [c for c in self.codes.get((form, plain(parts["项"])), ()) if len(c) == 7]
            near = [c for c in codes if class_code is None or c.startswith(class_code)]
            parent = [c for c in near if "款" in parts and self.labels.get((form, c[:5])) == plain(parts["款"])]
            if parent or near or codes:
                return parent or near or codes
        for form in forms:  # an item renamed since: "其他国土资源事务支出"
            listed = [
                (alike(plain(parts["项"]), label), code)
                for (held, label), codes in self.codes.items()
                for code in codes
                if held == form and len(code) == 7 and class_code and code.startswith(class_code)
            ]
            if listed and max(listed)[0] >= RENAMED:
                return [max(listed)[1]]
        return []

    def _economic(self, claim: Claim, subject: str, section: str, before: str):
        code = re.search(r"（([35]\d{2}(?:\d{2})?)）", subject)
        if claim.metric != "total" or not code:
            return None
        return self._first(a.replace("{code}", code[1]) for a in self.rules["economic"])

    def _ruled(self, claim: Claim, subject: str, section: str, before: str):
        for rule in self.rules[self.kind]:
            if not rule["subject"].fullmatch(subject) or rule["section"] and not rule["section"].search(section):
                continue
            if claim.metric != rule.get("metric", claim.metric) or rule["not"] and rule["not"].search(section):
                continue
            if claim.metric in ("execution", "rate") and "metric" not in rule:
                continue
            if rule["in"] and not rule["in"].search(before) or rule["said"] and not rule["said"].search(before):
                continue
            row = self._first(rule["at"])
            if row is not None:
                return row
        return None

    def _project(self, claim: Claim, subject: str, section: str, before: str):
        rules = self.rules["projects"]
        if not self.projects or claim.metric == "rate":
            return None
        core = rules["name_end"].sub("", rules["name_end"].sub("", subject))
        best = max(((alike(core, name, rules["alike"]), name) for name in self.projects), default=(0.0, ""))
        if claim.item and len(claim.item) > 1:
            best = max(best, max((alike(plain(claim.item), name, rules["alike"]), name) for name in self.projects))
        if best[0] < rules["alike"]:
            return None
        item, table = self.projects[best[1]]
        if self.kind == "budget":
            if not rules["section"].search(section) or self.stated.setdefault(item, subject) != subject:
                return None  # a part of it that is called alike
            return self._first(a.replace("{item}", item) for a in rules["budget"])
        for rule in rules["final"]:
            if rule.get("metric", claim.metric) != claim.metric or not re.search(rule.get("subject", ""), subject):
                continue
            if re.search(rule.get("section", ""), section):
                return self._first([rule["at"]], table)
        return None

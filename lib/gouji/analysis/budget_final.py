"""Budget against final: pairs, by what they rest on, and how far the final account is from the budget.

``basis`` says where both figures stand, and the three are never added together:

* documents: a budget and a final account, two documents of one body, year and tier;
* own form: the budget a final account prints beside its final figure (三公 form);
* own prose: the initial budget (年初预算) a final account states, item by item, beside its final figure.

Amounts are 元 (Decimal). The first alone is a comparison of two publications; the others are what one document says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import comb

import pandas as pd

from gouji.analysis.sources import Source, Sources, in_prose, many, spelled, wan
from gouji.analysis.stated import Stated, fitting

PAIRS = ["basis", "level", "account", "body", "body_key", "year", "tier", "item", "budget", "final", "change", "rate", "page", "budget_", "final_", "change_", "rate_", "page_"]
BASES = {"documents": ("两份文件", "two documents"), "own form": ("决算表自印", "own form"), "own prose": ("决算说明自述", "own prose")}
STATED = {"metric": "total", "topics": ["general_budget", "overall", "operating"], "subject": "初预算数?$"}
DONE = {**STATED, "subject": "决算"}
MEASURES = ("revenue", "expenditure", "basic", "project", "gpb", "personnel", "operating", "three_public", "vehicles", "reception", "abroad")


def budget_and_final(panel: pd.DataFrame, said: dict[str, list], given: pd.DataFrame) -> pd.DataFrame:
    """One row a pair: ``level`` total or item, ``change`` in % of the budget (None of a budget of zero), ``rate`` the execution
    the document itself states beside an item (%)."""
    rows = [*_two_documents(panel), *_own_form(panel), *_own_prose(said, given)]
    out = pd.DataFrame(rows, columns=[c for c in PAIRS if c not in ("change", "change_", "page_")])
    change = [float(100 * (f - b) / b) if b else None for b, f in zip(out["budget"], out["final"], strict=True)]
    made = [(*spelled("预算 budget", r.budget, r.budget_), *spelled("决算 final", r.final, r.final_)) for r in out.itertuples(index=False)]
    return out.assign(change=pd.Series(change, dtype=float), change_=made, page_=[many(f)[:1] for f in out["final_"]])[PAIRS]


def _two_documents(panel: pd.DataFrame) -> list[tuple]:
    panel = panel.rename(columns={"value_": "made"})
    own = panel[panel["whole"] & panel["tier"].ne("") & panel["measure"].isin(MEASURES) & panel["year"].notna()]
    budget, final = own[own["kind"] == "budget"], own[own["kind"] == "final"]
    both = budget.merge(final, on=["body_key", "year", "tier", "measure"], suffixes=("_b", ""))
    return [("documents", "total", r.account, r.body, r.body_key, r.year, r.tier, r.zh, r.value_b, r.value, None, r.page, r.made_b, r.made, ()) for r in both.itertuples(index=False)]


def _own_form(panel: pd.DataFrame) -> list[tuple]:
    own = panel[panel["kind"] == "final"].rename(columns={"value_": "made"})
    both = own[own["measure"] == "three_public_budget"].merge(own[own["measure"] == "three_public"], on="account", suffixes=("_b", ""))
    return [("own form", "total", r.account, r.body, r.body_key, r.year, r.tier, r.zh, r.value_b, r.value, None, r.page, r.made_b, r.made, ()) for r in both.itertuples(index=False)]


def _own_prose(said: dict[str, list], given: pd.DataFrame) -> list[tuple]:
    rows = []
    for account in given[given["kind"] == "final"].itertuples(index=False):
        own = said.get(account.name, [])
        for plan in fitting(own, STATED):
            done = _stated_beside(own, plan)
            if done is not None:
                about = plan.claim.about if isinstance(plan.claim.about, str) else "（未具名的项）"
                item = re.sub("年?初预算数?$", "", plan.claim.subject) or about
                level = "item" if "项）" in item else "total"
                head = (account.account, account.body, account.body_key, account.year, account.tier)
                rate, of_rate = _rate(own, done)
                rows.append(("own prose", level, *head, item, plan.amount, done.amount, rate, plan.claim.page, (in_prose(plan.claim),), (in_prose(done.claim),), of_rate))
    return rows


def _stated_beside(own: list, plan: Stated) -> Stated | None:
    """The final figure stated right after an initial budget, in the same sentence."""
    found = fitting(own[plan.at + 1 : plan.at + 2], DONE)
    return replace(found[0], at=plan.at + 1) if found and found[0].claim.sentence == plan.claim.sentence else None


def _rate(own: list, done: Stated) -> tuple[float | None, Sources]:
    after = own[done.at + 1 : done.at + 2]
    return (float(after[0].value), (in_prose(after[0]),)) if after and after[0].metric == "execution" else (None, ())


def unlike(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs whose stated execution rate is not the one their two figures give, by more than one point."""
    own = pairs[pairs["rate"].notna() & pairs["change"].notna()]
    return own[(100 + own["change"].astype(float) - own["rate"]).abs() > 1]


def by_body(pairs: pd.DataFrame) -> pd.DataFrame:
    """How far each account's final figures are from its budget, one row an account and basis: account, body, basis, items,
    budget, final (元, the stated total where there is one, else the sum of the items), change (%)."""
    rows = []
    own = pairs[(pairs["basis"] != "own prose") | pairs["level"].eq("item") | pairs["item"].str.contains("一般公共预算")]
    for (account, body_key, body, basis), some in own.groupby(["account", "body_key", "body", "basis"], sort=False):
        whole = some[some["level"] == "total"]
        if basis == "documents":
            whole = whole[whole["item"].eq("本年支出")] if whole["item"].eq("本年支出").any() else whole.head(1)
        parts = whole.head(1) if len(whole) else some
        budget, final = sum(parts["budget"]), sum(parts["final"])
        if budget:
            items = tuple(Source(r.item, wan(r.final), "", r.final_[0].said) for r in some[some["level"].eq("item")].itertuples(index=False))
            of_budget, of_final = (sum((many(v) for v in parts[c]), ()) for c in ("budget_", "final_"))
            made = (*spelled("预算 budget", budget, of_budget), *spelled("决算 final", final, of_final))
            rows.append((account, body_key, body, basis, len(items), budget, final, float(100 * (final - budget) / budget), items, of_budget, of_final, made))
    columns = ["account", "body_key", "body", "basis", "items", "budget", "final", "change"]
    return pd.DataFrame(rows, columns=[*columns, *(f"{c}_" for c in columns[4:])])


def median_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float, float] | None:
    """(low, high, its true confidence) of the median of what ``values`` are drawn from, by order statistics: whatever the
    distribution, it covers at least at ``level``. None where the values are too few for it (fewer than 6 at 95 %).
    Source: Thompson (1936); Conover, Practical Nonparametric Statistics, 3.2. The values must be independent: one a body."""
    ordered, n = sorted(values), len(values)
    tail = [sum(comb(n, i) for i in range(k + 1)) / 2**n for k in range(n)]  # P(at most k values below the median)
    fits = [k for k in range(n // 2) if 1 - 2 * tail[k] >= level]
    return (ordered[fits[-1]], ordered[n - 1 - fits[-1]], 1 - 2 * tail[fits[-1]]) if fits else None


def deviation(accounts: pd.DataFrame, basis: str, level: float = 0.95) -> dict:
    """What the accounts of one basis say of the deviation (%): bodies (one value a body, the median of its accounts), accounts,
    median, low, high, confidence; low and high None where the bodies are too few: then the accounts are described, no more."""
    own = accounts[accounts["basis"] == basis]
    values = own.groupby("body_key")["change"].median()
    interval = median_interval(list(values), level)
    low, high, confidence = interval or (None, None, None)
    return {"basis": basis, "bodies": len(values), "accounts": len(own), "median": float(values.median()) if len(values) else None,
            "low": low, "high": high, "confidence": confidence}  # fmt: skip

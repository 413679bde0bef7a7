"""The same programme across bodies and years: matched by a reviewed list of names, never by likeness alone.

``declared/programmes.csv`` (and a file of one's own with the same columns: programme, body, printed, decision, reason)
says which printed project of which body is which programme. Names that are alike and on which nobody has decided come
out as proposals, to be reviewed; no figure rests on them. Amounts are 元 (Decimal).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

import pandas as pd

from gouji.analysis.sources import Sources, in_cell, many
from gouji.errors import FileMissing, StudyInvalid

COLUMNS = ["programme", "body", "printed", "decision", "reason"]
DECISIONS = ("same", "different")
PROJECTS = ["account", "body", "body_key", "year", "kind", "tier", "group", "project", "budget", "final", "form", "page", "budget_", "final_"]
PROPOSALS = ["likeness", "account", "body_key", "project", "other", "other_key", "other_project", "likeness_"]
COMMON = 60  # a pair of characters in more names than this tells nothing: 项目, 经费, 服务
EMPTY_WORDS = re.compile("项目|经费|专项|费用|资金|业务|工作|支出")


def projects(ledger: pd.DataFrame, tables: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """One row a project of an account: its plain name, the budget and, from a self-evaluation, what was spent; the project form
    (BG11) before the target forms (BG15) before the self-evaluations (PE02)."""
    own = ledger[~ledger["blank"] & ledger["value"].notna() & ledger["unit"].fillna("").str.endswith("元")]
    accounts = {row.name: row for row in given.itertuples(index=False)}
    rows = [*_listed(own[own["form"].isin(("BG11", "BG15"))], accounts), *_evaluated(own[own["form"] == "PE02"], tables, accounts)]
    out = pd.DataFrame(rows, columns=PROJECTS)
    out = out[out["project"].ne("") & out["project"].ne(out["body"])]
    return out.drop_duplicates(["account", "project"], ignore_index=True)


def _listed(own: pd.DataFrame, accounts: dict) -> list[tuple]:
    own = own[own["item"].fillna("").str.startswith("project:") & own["column"].isin(("total", "amount"))]
    rows = [_row(accounts[r.name], r.item.removeprefix("project:"), r.value, None, r, (in_cell(r),), ()) for r in own.itertuples(index=False) if r.name in accounts]
    return sorted(rows, key=lambda row: row[-4])  # BG11 before BG15


def _evaluated(own: pd.DataFrame, tables: pd.DataFrame, accounts: dict) -> list[tuple]:
    called = dict(zip(zip(tables["name"], tables["table"], strict=True), tables["project"], strict=True))
    rows = []
    for (name, table), cells in own[own["item"] == "fund.total"].groupby(["name", "table"], sort=True):
        values = dict(zip(cells["column"], cells["value"], strict=False))
        if name in accounts and isinstance(called.get((name, table)), str) and ("init" in values or "annual" in values):
            made = {r.column: (in_cell(r),) for r in cells.itertuples(index=False)}
            sources = made.get("init", made.get("annual", ())), made.get("exec", ())
            rows.append(_row(accounts[name], called[name, table], values.get("init", values.get("annual")), values.get("exec"), cells.iloc[0], *sources))
    return rows


def _row(account, printed: str, budget, final, cell, *sources: Sources) -> tuple:
    head = (account.account, account.body, account.body_key, account.year, account.kind, account.tier, account.group)
    return (*head, plain_project(printed), budget, final, cell.form, cell.page, *sources)


def plain_project(printed: str) -> str:
    """A project's name without its number, its year, spaces and quotation marks."""
    name = re.sub(r"\s|[“”\"]", "", printed).replace("(", "（").replace(")", "）")
    return re.sub(r"^[0-9A-Z]{12,}-|^20\d\d年度?", "", name)


def reviewed(path: str | Path = "") -> pd.DataFrame:
    """The declared list, and after it that of ``path`` (a CSV with the same columns). Raises FileMissing, StudyInvalid."""
    own = _read(resources.files("gouji") / "declared" / "programmes.csv", "programmes.csv")
    if not path:
        return own
    if not Path(path).is_file():
        raise FileMissing(str(path), remedy="give a CSV with the columns " + ",".join(COLUMNS))
    return pd.concat([own, _read(Path(path), str(path))], ignore_index=True).drop_duplicates(["programme", "body", "printed"], keep="last")


@lru_cache(maxsize=8)
def _read(place, name: str) -> pd.DataFrame:
    try:
        found = pd.read_csv(place, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise StudyInvalid(name, "not a CSV in UTF-8", "columns: " + ",".join(COLUMNS)) from None
    if lacking := [c for c in COLUMNS if c not in found.columns]:
        raise StudyInvalid(name, f"column {lacking[0]!r} is missing", "columns: " + ",".join(COLUMNS))
    wrong = found[~found["decision"].isin(DECISIONS)]
    if len(wrong):
        raise StudyInvalid(f"{name}, line {wrong.index[0] + 2}", f"decision {wrong['decision'].iloc[0]!r}", "write same or different")
    return found[COLUMNS].assign(printed=found["printed"].map(plain_project))


def matched(found: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """The projects that the list says are one programme, with ``programme`` and ``reason``; only programmes found in two accounts
    or more."""
    same = decided[decided["decision"] == "same"].rename(columns={"body": "body_key", "printed": "project"})
    out = found.merge(same[["body_key", "project", "programme", "reason"]], on=["body_key", "project"])
    return out[out.groupby("programme")["account"].transform("nunique") > 1].sort_values(["programme", "year", "account"]).reset_index(drop=True)


def proposals(found: pd.DataFrame, decided: pd.DataFrame, alike: float) -> pd.DataFrame:
    """Pairs of projects of two accounts whose names are at least ``alike`` (0 to 1: Dice's coefficient of their pairs of characters,
    words that every project bears left out) and on which the list says nothing. To be reviewed; the likest first."""
    known: dict[tuple, set] = defaultdict(set)
    for row in decided.itertuples(index=False):
        known[row.body, row.printed].add(row.programme)
    rows = list(found.itertuples(index=False))
    grams = [_pairs(r.project) for r in rows]
    seen = [(a, b, likeness) for a, b, likeness in _near(grams, alike) if rows[a].account != rows[b].account]
    out = [
        (round(likeness, 2), rows[a].account, rows[a].body_key, rows[a].project, rows[b].account, rows[b].body_key, rows[b].project, many(rows[a].budget_) + many(rows[b].budget_))
        for a, b, likeness in seen
        if not known[rows[a].body_key, rows[a].project] & known[rows[b].body_key, rows[b].project]
    ]
    return pd.DataFrame(sorted(out, key=lambda r: (-r[0], r[1:])), columns=PROPOSALS)


def _pairs(name: str) -> frozenset[str]:
    bare = EMPTY_WORDS.sub("", name) or name
    return frozenset(bare[i : i + 2] for i in range(max(1, len(bare) - 1)))


def _near(grams: list[frozenset[str]], alike: float) -> Iterable[tuple[int, int, float]]:
    """Pairs of names that share enough: looked up by what they share, so that two hundred documents take no time."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(grams):
        for gram in own:
            holders[gram].append(at)
    for at, own in enumerate(grams):
        shared = Counter(o for gram in own if len(holders[gram]) <= COMMON for o in holders[gram] if o > at)
        for other, count in sorted(shared.items()):
            likeness = 2 * count / (len(own) + len(grams[other]))
            if likeness >= alike:
                yield at, other, likeness

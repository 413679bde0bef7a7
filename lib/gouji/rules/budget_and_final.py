"""The kinds over a budget and the final account of the same entity and year: (rule, check, contexts) → findings.

A pair is found by what the documents call themselves; with no pair among the documents nothing is yielded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gouji.claims.places import alike, plain
from gouji.rules.catalogue import Rule
from gouji.rules.context import Context
from gouji.rules.findings import Finding, Place
from gouji.rules.identities import Identity, term
from gouji.rules.index import DocumentIndex, Figure
from gouji.rules.said import prose_of
from gouji.rules.said_lists import planned_pairs
from gouji.rules.verdicts import judged

SAME_PROJECT = 0.9  # how alike (difflib ratio) the printed names of one project must be


def pairs(contexts: Sequence[Context]) -> Iterator[tuple[Context, Context]]:
    """(final account, budget) of the same entity and year; none where two documents claim to be either."""
    kept: dict[tuple, dict[str, list[Context]]] = {}
    for context in contexts:
        document = context.document
        if document.entity and document.year:
            kept.setdefault((document.entity, document.year), {}).setdefault(document.kind, []).append(context)
    for kinds in kept.values():
        if len(kinds.get("final", ())) == 1 == len(kinds.get("budget", ())):
            yield kinds["final"][0], kinds["budget"][0]


def _first(index: DocumentIndex, addresses: Sequence[str]) -> Figure | None:
    for address in addresses:
        form, item, column = address.split("/")
        table = index.main(form)
        figure = table.figure(item, column) if table else None
        if figure is not None and figure.readable and not figure.blank:
            return figure
    return None


def _finding(rule: Rule, final: Context, budget: Context, left, right: Figure) -> Finding:
    identity = Identity("equal", right.form, (left,), (term(right),), "EQd")
    finding = judged(rule, identity)
    shas = (final.document.reading.sha256, budget.document.reading.sha256)
    where = tuple(replace(Place.of(f), document=sha) for f, sha in zip((left.figure, right), shas, strict=True))
    return replace(finding, where=where)


def plans_kept(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``plans_kept`` {at: ['BG05/{item}/total']}: an item's initial budget in the final account is the budget's."""
    for final, budget in pairs(contexts):
        for plan, done in planned_pairs(prose_of(final)):
            figure = done.claim.figure
            if not figure or not str(figure["item"]).isdigit():
                continue
            right = _first(budget.index, [a.replace("{item}", figure["item"]) for a in check["at"]])
            if right is not None:
                yield _finding(rule, final, budget, plan.term(), right)


def columns_kept(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``columns_kept`` {columns: {FA07 column: [BG08 addresses]}}: the budget column of a final form is the budget's form."""
    for final, budget in pairs(contexts):
        for left, rights in check["columns"].items():
            own, other = _first(final.index, [left]), _first(budget.index, rights)
            if own is not None and other is not None:
                yield _finding(rule, final, budget, term(own), other)


def projects_kept(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``projects_kept`` {form, item, column, against}: a project's initial budget in its self-evaluation is the budget's."""
    for final, budget in pairs(contexts):
        against = budget.index.main(check["against"])
        rows = [r for r in against.rows if r.item.startswith("project:")] if against else []
        for table in final.index.of(check["form"]):
            name = plain(re.sub("20\\d\\d年度?|项目?支出绩效自评表.*$", "", table.title))
            own = table.figure(check["item"], check["column"])
            same = [r for r in rows if name and alike(name, plain(r.item.removeprefix("project:"))) >= SAME_PROJECT]
            right = same[0].figures.get("total") if len(same) == 1 else None
            if own is not None and own.readable and own.unit and right is not None and not right.blank:
                yield _finding(rule, final, budget, term(own), right)


ACROSS = {"plans_kept": plans_kept, "columns_kept": columns_kept, "projects_kept": projects_kept}

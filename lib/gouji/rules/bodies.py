"""The kinds over the documents of several bodies: a department and its units, one body under two names, a budget and its account.

(rule, check, contexts) → ``Finding``s, each naming its documents in its places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from gouji.rules.catalogue import Rule
from gouji.rules.companions import apart, called, figure_at, found_across, groups, label_of
from gouji.rules.context import Context
from gouji.rules.findings import Finding, Place
from gouji.rules.words import plain_entity


def units_add_up(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``units_add_up``: {forms: {FORM: column}, own: [address …]}: the row of a unit in its department's form is the total of the unit's own document."""
    own: dict[tuple, list[Context]] = defaultdict(list)
    for c in contexts:
        own[plain_entity(c.document.entity or ""), c.document.year, c.document.kind].append(c)
    for c in contexts:
        for form, column in check["forms"].items():
            table = c.index.main(form)
            for item in table.by_item if table else ():
                row = table.row(item) if item.startswith("unit:") else None
                figure = row.figures.get(column) if row else None
                name = plain_entity(row.label) if row else ""
                others = [o for o in own.get((name, c.document.year, c.document.kind), ()) if o is not c]
                if figure is None or figure.blank or len(others) != 1 or name == plain_entity(c.document.entity or ""):
                    continue
                total = figure_at(others[0], check["own"])
                if total is None:
                    continue
                gap = figure.value - total.value
                outcome = "exact" if not gap else "rounding" if abs(gap) <= figure.half + total.half else "mismatch"
                where = [(c, Place.of(figure)), (others[0], Place.of(total))]
                yield found_across(rule, outcome, "units_add_up", row.label, where, found=figure.told, expected=total.told, difference=apart(figure, total))


def department_is_unit(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``department_is_unit``: {total: [address …], same: [[address …] …]}: a department with one unit states that unit's figures; with more,
    it states no less."""
    for by_year in groups(contexts).values():
        for some in by_year.values():
            by_name = {called(c): c for c in some}
            if len(some) != 2 or set(by_name) != {"部门", "单位"}:
                continue
            department, unit = by_name["部门"], by_name["单位"]
            totals = [figure_at(c, check["total"]) for c in (department, unit)]
            if not all(totals):
                lacking = department if totals[0] is None else unit
                yield found_across(rule, "not_testable", "absent", check["total"][0], [(lacking, Place.absent(check["total"][0]))])
                continue
            where = [(department, Place.of(totals[0])), (unit, Place.of(totals[1]))]
            if totals[0].value > totals[1].value:
                yield found_across(rule, "not_applicable", "several_units", label_of(department), where)
                continue
            outcome = "mismatch" if totals[0].value < totals[1].value else "exact"
            yield found_across(rule, outcome, "department_is_unit", label_of(department), where, found=totals[0].told, expected=totals[1].told, difference=apart(*totals))
            for addresses in check["same"] if outcome == "exact" else ():
                pair = [figure_at(c, addresses) for c in (department, unit)]
                if not all(pair):
                    continue
                gap = pair[0].value - pair[1].value
                outcome = "exact" if not gap else "rounding" if abs(gap) <= pair[0].half + pair[1].half else "mismatch"
                places = [(department, Place.of(pair[0])), (unit, Place.of(pair[1]))]
                yield found_across(rule, outcome, "department_is_unit", addresses[0], places, found=pair[0].told, expected=pair[1].told, difference=apart(*pair))


def _name_of(row) -> Place:
    """A row's name, where the row stands: it is the name that is spoken of, not an amount of the row."""
    return replace(Place.of(next(iter(row.figures.values()))), column=None, printed=row.label)


def entities_linked(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``entities_linked``: {alike}: an office that another document names almost, not quite, as it calls itself: renamed, merged or a slip."""
    names = {plain_entity(c.document.entity): c for c in contexts if c.document.entity}
    for c in contexts:
        labels = {plain_entity(r.label): r for t in c.index.tables for r in t.rows if r.item.startswith("unit:") and len(r.label) > 5}
        for label, row in labels.items():
            for name, other in names.items():
                ratio = SequenceMatcher(None, label, name).ratio() if label != name and other is not c else 0
                if ratio >= check["alike"] and label[:2] == name[:2]:
                    where = [(c, _name_of(row)), (other, Place.absent("entity", 1, name))]
                    yield found_across(rule, "implausible", "entities_linked", row.label, where, expected=other.document.entity or "")
                elif label == name and other is not c:
                    where = [(c, _name_of(row)), (other, Place.absent("entity", 1, name))]
                    yield found_across(rule, "exact", "entities_linked", row.label, where, expected=other.document.entity or "")


def pairs_there(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``pairs_there``: an entity with budgets and final accounts has, for each final account, the budget of its year among the documents."""
    found = groups(contexts)
    for (entity, kind), by_year in found.items():
        budgets = found.get((entity, "budget"))
        for year, some in by_year.items() if kind == "final" and budgets else ():
            there = budgets.get(year)
            where = [(some[0], Place.absent("year", 1)), *((c, Place.absent("year", 1)) for c in (there or next(iter(budgets.values())))[:1])]
            yield found_across(rule, "exact" if there else "missing", "pairs_there", f"{entity} {year}", where, found=tuple(map(str, sorted(budgets))))


ACROSS = {f.__name__: f for f in (units_add_up, department_is_unit, entities_linked, pairs_there)}

"""The kinds over several documents: a series of years, a department and its unit, one project in two places, one text twice.

(rule, check, contexts) → ``Finding``s, each naming its documents in its places. Which documents belong together is read from
what they call themselves (entity without 本级 and brackets, year, kind, 部门 or 单位 on the cover); cost grows with the pairs
that there are, not with all that could be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher

from gouji.rules.catalogue import Rule
from gouji.rules.classification import plain_name
from gouji.rules.context import Context
from gouji.rules.evaluation_kinds import FACTORS
from gouji.rules.findings import Finding, Place
from gouji.rules.indicator_kinds import money
from gouji.rules.index import Figure
from gouji.rules.messages import write_messages
from gouji.rules.plausible import first_of, said
from gouji.rules.wording import plainly
from gouji.rules.words import plain_entity

FAILED = ("mismatch", "missing", "implausible")
COMMON = 20  # a sentence that stands in more documents than this is a template's, and tells nothing of two of them


def _found(rule: Rule, outcome: str, key: str, about: str, where: Sequence[tuple[Context, Place]], **shown: str) -> Finding:
    """A finding over several documents; every place says which document it is in."""
    places = tuple(replace(p, document=c.document.reading.sha256) for c, p in where)
    severity = rule.severity if outcome in FAILED else "info"
    form = next((p.address.split("/")[0] for p in places if "/" in p.address), None)
    values = {k: plainly(shown.get(k)) for k in ("expected", "found", "difference")}
    finding = Finding("", rule.id, "", outcome, severity, form, places, **values)
    return write_messages(finding, rule, key, about, shown)


def _apart(one: Figure, other: Figure) -> str:
    """The difference of two figures in the unit of the first."""
    return f"{(one.value - other.value) / one.factor:f}{one.unit}"


def _label(context: Context) -> str:
    document = context.document
    return f"{document.entity} {document.year} {({'final': '决算', 'budget': '预算'}).get(document.kind, document.kind)}"


def called(context: Context) -> str:
    """What the cover calls the body: 部门 or 单位 ('' when it does not say)."""
    for page in context.document.reading.pages[:2]:
        for line in page.lines:
            if m := re.search(r"(部门|单位)(?:综合)?(?:预算|决算)(?!表)", re.sub(r"\s", "", line.text)):
                return m[1]
    return ""


def groups(contexts: Sequence[Context]) -> dict[tuple[str, str], dict[int, list[Context]]]:
    """(entity, kind) → year → documents."""
    out: dict[tuple[str, str], dict[int, list[Context]]] = defaultdict(lambda: defaultdict(list))
    for c in contexts:
        if c.document.entity and c.document.year:
            out[plain_entity(c.document.entity), c.document.kind][c.document.year].append(c)
    return out


def years(contexts: Sequence[Context]) -> Iterator[tuple[Context, Context]]:
    """(last year's, this year's) document of the same entity and kind; of a 部门 and a 单位 document the 部门's."""
    for by_year in groups(contexts).values():
        for year, now in sorted(by_year.items()):
            before = by_year.get(year - 1)
            if before:
                pick = [next((c for c in some if called(c) == "部门"), some[0]) for some in (before, now)]
                yield pick[0], pick[1]


def _figure(context: Context, addresses: Sequence[str]) -> Figure | None:
    for address in addresses:
        form, item, column = address.split("/")
        table = context.index.main(form)
        figure = table.figure(item, column) if table and table.printed else None
        if figure is not None and figure.readable and figure.unit and not (figure.blank and not table.row(item).printed):
            return figure
    return None


def carried_on(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``carried_on``: {figures: [{close: [address …], open: [address …]}]}: what one year closes with the next one opens with."""
    for before, now in years(contexts):
        for pair in check["figures"]:
            close, opened = _figure(before, pair["close"]), _figure(now, pair["open"])
            if close is None or opened is None:
                continue
            gap = opened.value - close.value
            outcome = "exact" if not gap else "rounding" if abs(gap) <= opened.half + close.half else "mismatch"
            where = [(now, Place.of(opened)), (before, Place.of(close))]
            shown = {"found": opened.printed, "expected": close.printed, "difference": f"{gap / opened.factor:f}"}
            yield _found(rule, outcome, "carried_on", _label(now), where, **shown)


def changes_kept(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``changes_kept``: {figures: [{subject: regex, at: [address …]}]}: the change the prose states is the difference of two years' forms."""
    for before, now in years(contexts):
        for claim in now.claims:
            entry = next((f for f in check["figures"] if re.search(f["subject"], claim.subject)), None)
            if claim.metric != "change" or claim.compared_with != "last_year" or entry is None or claim.unit not in FACTORS:
                continue
            if claim.direction not in ("up", "down"):
                continue
            new, old = _figure(now, entry["at"]), _figure(before, entry["at"])
            if new is None or old is None:
                continue
            stated = Decimal(claim.value) * FACTORS[claim.unit] * (1 if claim.direction == "up" else -1)
            gap = stated - (new.value - old.value)
            half = FACTORS[claim.unit] * Decimal(1).scaleb(Decimal(claim.value).as_tuple().exponent) / 2
            outcome = "exact" if not gap else "rounding" if abs(gap) < 3 * half + new.half + old.half else "mismatch"
            where = [(now, Place.absent("prose", claim.page, claim.sentence)), (now, Place.of(new)), (before, Place.of(old))]
            factor = FACTORS[claim.unit]
            shown = {"found": f"{stated / factor:f}{claim.unit}", "expected": f"{(new.value - old.value) / factor:f}{claim.unit}", "difference": f"{gap / factor:f}{claim.unit}"}
            yield _found(rule, outcome, "changes_kept", f"{_label(now)} {claim.subject}", where, **shown)


def vehicles_follow(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``vehicles_follow``: {fact, bought: regex}: no more vehicles than last year's and those bought in either year's document."""
    for before, now in years(contexts):
        new, old = said(now, check["fact"]), said(before, check["fact"])
        if new.value is None or old.value is None:
            continue
        bought = sum(
            max((Decimal(c.value) for c in some.claims if c.metric == "count" and re.search(check["bought"], c.subject)), default=Decimal(0))
            for some in (before, now)
        )
        odd = new.value > old.value + bought
        where = [(now, new.where), (before, old.where)]
        yield _found(rule, "mismatch" if odd else "exact", "vehicles_follow", _label(now), where, found=f"{new.value:f}", expected=f"{old.value:f}+{bought:f}")


def codes_follow(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``codes_follow``: {forms, alike}: a code keeps its name from one year to the next, unless it was renamed."""
    for before, now in years(contexts):
        for form in check["forms"]:
            tables = [c.index.main(form) for c in (before, now)]
            if not all(tables):
                continue
            names = [{r.item: r for r in t.rows if r.code and r.label.strip() != r.item} for t in tables]
            common = sorted(set(names[0]) & set(names[1]))
            moved = []
            for code in common:
                old, new = (plain_name(n[code].label) for n in names)
                if old and new and old not in new and new not in old and SequenceMatcher(None, old, new).ratio() < check["alike"]:
                    moved.append(code)
            for code in moved:
                where = [(c, Place.of(next(iter(n[code].figures.values())))) for c, n in ((before, names[0]), (now, names[1]))]
                yield _found(rule, "mismatch", "code_moved", code, where, expected=names[0][code].label, found=names[1][code].label)
            if common and not moved:
                yield _found(rule, "exact", "codes_follow", f"{_label(now)} {form} {len(common)}", [(now, Place.absent(form)), (before, Place.absent(form))])


def sentences(context: Context) -> set[str]:
    """The sentences of the prose without figures, definitions and plans apart."""
    out = set()
    for paragraph in context.paragraphs:
        if any(re.search("名词解释|术语解释", h) for h in paragraph.headings):
            continue
        for sentence in re.split("[。；！？]", paragraph.text):
            plain = re.sub(r"[\d\s.,，、%]|20\d\d年?度?", "", sentence)
            if len(plain) >= 15:
                out.add(plain)
    return out


def text_copied(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``text_copied``: {most, least}: two years' prose, figures apart, is not the same in more than this share of its sentences."""
    for before, now in years(contexts):
        yield from _copied(rule, check, before, now)


def text_shared(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``text_shared``: {most, least}: nor is that of two offices of one kind and year (a template shares its frame, not its reasons).

    Only documents that share a sentence are compared, so that the cost follows what is shared, not the pairs there could be.
    """
    own = [sentences(c) for c in contexts]
    where: dict[tuple, list[int]] = defaultdict(list)
    for i, (c, said_in) in enumerate(zip(contexts, own, strict=True)):
        for sentence in said_in:
            where[c.document.kind, c.document.year, sentence].append(i)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for some in where.values():
        for k, i in enumerate(some if len(some) <= COMMON else ()):
            for j in some[k + 1 :]:
                shared[i, j] += 1
    for (i, j), n in sorted(shared.items()):
        a, b = contexts[i], contexts[j]
        fewest = min(len(own[i]), len(own[j]))
        if fewest >= check["least"] and n > check["most"] * fewest and plain_entity(a.document.entity or "") != plain_entity(b.document.entity or ""):
            yield _found(rule, "implausible", "text_copied", f"{_label(a)} / {_label(b)}",
                         [(b, Place.absent("prose", 1)), (a, Place.absent("prose", 1))], found=f"{100 * n / fewest:.0f}%")  # fmt: skip


def _copied(rule: Rule, check: dict, a: Context, b: Context) -> Iterator[Finding]:
    one, two = sentences(a), sentences(b)
    if min(len(one), len(two)) < check["least"]:
        return
    share = len(one & two) / min(len(one), len(two))
    odd = share > check["most"]
    where = [(b, Place.absent("prose", 1)), (a, Place.absent("prose", 1))]
    yield _found(rule, "implausible" if odd else "exact", "text_copied", f"{_label(a)} / {_label(b)}", where, found=f"{100 * share:.0f}%")


def ratio_steady(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``ratio_steady``: {above: [option …], below: [option …], most}: a cost a piece does not change by more than this share in a year."""
    for before, now in years(contexts):
        ratios: list[Decimal] = []
        places: list[tuple[Context, Place]] = []
        for c in (before, now):
            above, below = first_of(c, check["above"]), first_of(c, check["below"])
            if above.value and below.value:
                ratios.append(above.value / below.value)
                places.append((c, above.where))
        if len(ratios) == 2:
            change = abs(ratios[1] - ratios[0]) / ratios[0]
            odd = change > Decimal(str(check["most"]))
            shown = {"found": f"{ratios[1]:.0f}元", "expected": f"{ratios[0]:.0f}元", "difference": f"{100 * change:.0f}%"}
            yield _found(rule, "implausible" if odd else "exact", "ratio_steady", _label(now), places, **shown)


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
                total = _figure(others[0], check["own"])
                if total is None:
                    continue
                gap = figure.value - total.value
                outcome = "exact" if not gap else "rounding" if abs(gap) <= figure.half + total.half else "mismatch"
                where = [(c, Place.of(figure)), (others[0], Place.of(total))]
                yield _found(rule, outcome, "units_add_up", row.label, where, found=figure.told, expected=total.told, difference=_apart(figure, total))


def department_is_unit(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``department_is_unit``: {total: [address …], same: [[address …] …]}: a department with one unit states that unit's figures; with more,
    it states no less."""
    for by_year in groups(contexts).values():
        for some in by_year.values():
            by_name = {called(c): c for c in some}
            if len(some) != 2 or set(by_name) != {"部门", "单位"}:
                continue
            department, unit = by_name["部门"], by_name["单位"]
            totals = [_figure(c, check["total"]) for c in (department, unit)]
            if not all(totals):
                lacking = department if totals[0] is None else unit
                yield _found(rule, "not_testable", "absent", check["total"][0], [(lacking, Place.absent(check["total"][0]))])
                continue
            where = [(department, Place.of(totals[0])), (unit, Place.of(totals[1]))]
            if totals[0].value > totals[1].value:
                yield _found(rule, "not_applicable", "several_units", _label(department), where)
                continue
            outcome = "mismatch" if totals[0].value < totals[1].value else "exact"
            yield _found(rule, outcome, "department_is_unit", _label(department), where, found=totals[0].told, expected=totals[1].told, difference=_apart(*totals))
            for addresses in check["same"] if outcome == "exact" else ():
                pair = [_figure(c, addresses) for c in (department, unit)]
                if not all(pair):
                    continue
                gap = pair[0].value - pair[1].value
                outcome = "exact" if not gap else "rounding" if abs(gap) <= pair[0].half + pair[1].half else "mismatch"
                places = [(department, Place.of(pair[0])), (unit, Place.of(pair[1]))]
                yield _found(rule, outcome, "department_is_unit", addresses[0], places, found=pair[0].told, expected=pair[1].told, difference=_apart(*pair))


def project_name(name: str) -> str:
    """A project's name without year, brackets and the words that vary."""
    return re.sub(r"20\d\d年?度?|[（(][^）)]*[）)]|[“”\"\s]|(项目|经费|费用|费|系统|专项)$", "", name)


def project_paths(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``project_paths``: {forms, most}: one project, by its name, in several documents: how its money moves from one to the next."""
    seen: dict[str, dict[str, tuple[Context, Decimal, Place]]] = defaultdict(dict)
    for c in contexts:
        sha = c.document.reading.sha256
        for form in check["forms"]:
            for table in c.index.of(form):
                for row in table.rows:
                    figure = next((f for k in ("total", "amount") if (f := row.figures.get(k)) and f.value and f.unit), None)
                    if row.item.startswith("project:") and figure:
                        seen[project_name(row.item[8:])].setdefault(sha, (c, figure.value, Place.of(figure)))
        for e in c.evaluated(("PE02", "BG15")):
            amount = next((m for k in ("annual", "amount", "total", "init") if (m := money(c, e, k))), None)
            if e.project and amount:
                seen[project_name(e.project)].setdefault(sha, (c, amount, e.place))
    for name, by_document in seen.items():
        path = sorted(by_document.values(), key=lambda t: (t[0].document.year or 0, t[0].document.kind))
        if len(name) < 3 or len(path) < 2 or len({(t[0].document.year, t[0].document.kind) for t in path}) < 2:
            continue
        shown = " → ".join(f"{v / 10_000:f}万元 [{_label(c)}]" for c, v, _ in path)
        steps = [b[1] / a[1] - 1 for a, b in zip(path, path[1:], strict=False)]
        odd = any(abs(s) > Decimal(str(check["most"])) for s in steps)
        yield _found(rule, "implausible" if odd else "exact", "project_paths", name, [(c, p) for c, _, p in path], found=shown)


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
                    yield _found(rule, "implausible", "entities_linked", row.label, where, expected=other.document.entity or "")
                elif label == name and other is not c:
                    where = [(c, _name_of(row)), (other, Place.absent("entity", 1, name))]
                    yield _found(rule, "exact", "entities_linked", row.label, where, expected=other.document.entity or "")


def _name_of(row) -> Place:
    """A row's name, where the row stands: it is the name that is spoken of, not an amount of the row."""
    return replace(Place.of(next(iter(row.figures.values()))), column=None, printed=row.label)


def pairs_there(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``pairs_there``: an entity with budgets and final accounts has, for each final account, the budget of its year among the documents."""
    found = groups(contexts)
    for (entity, kind), by_year in found.items():
        budgets = found.get((entity, "budget"))
        for year, some in by_year.items() if kind == "final" and budgets else ():
            there = budgets.get(year)
            where = [(some[0], Place.absent("year", 1)), *((c, Place.absent("year", 1)) for c in (there or next(iter(budgets.values())))[:1])]
            yield _found(rule, "exact" if there else "missing", "pairs_there", f"{entity} {year}", where, found=tuple(map(str, sorted(budgets))))


ACROSS = {
    f.__name__: f
    for f in (
        carried_on, changes_kept, vehicles_follow, codes_follow, text_copied, text_shared, ratio_steady, units_add_up,
        department_is_unit, project_paths, entities_linked, pairs_there,
    )
}  # fmt: skip

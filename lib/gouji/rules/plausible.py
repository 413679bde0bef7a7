"""The kinds that ask whether what is disclosed is likely: a ratio out of its band, something there without what goes with it.

Thresholds are keys of the check, in 元 or as plain ratios, with the reason beside them in the catalogue. What falls outside
is ``implausible``, never an error. (check, context) → ``Remark``s. Operands are addresses (``FORM/item/column``) or figures
stated in prose (``said:NAME``, declared in ``facts.yml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal


from gouji.rules.arithmetic import ZERO
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.operands import briefly, first_of, said
from gouji.rules.presence import Remark
from gouji.rules.wording import TERM


def ratio_bound(check: dict, context: Context) -> Iterator[Remark]:
    """``ratio_bound``: {above: [option …], below: [option …], most?, least?, from?: 元}: above/below lies within the band; ``from``: asked
    only where ``above`` is at least that much."""
    above, below = first_of(context, check["above"]), first_of(context, check["below"])
    where = (above.where, below.where)
    lacking = next((o for o in (above, below) if o.value is None), None)
    if lacking:
        yield Remark("not_testable", None, "absent", lacking.name, where)
    elif not below.value or above.value < Decimal(str(check.get("from", 0))) or (not above.value and "least" not in check):
        yield Remark("not_applicable", None, "zero_base", below.name if not below.value else above.name, where)
    else:
        ratio = above.value / below.value
        high = "most" in check and ratio > Decimal(str(check["most"]))
        low = "least" in check and ratio < Decimal(str(check["least"]))
        unit = "元" if above.money and not below.money else ""
        bound, message = ("least", "ratio_least") if low or "most" not in check else ("most", "ratio_bound")
        shown = {"found": f"{briefly(ratio)}{unit}", "expected": f"{check[bound]}{unit}", "detail": f"{above} ÷ {below}"}
        yield Remark("implausible" if high or low else "exact", None, message, f"{above.name} ÷ {below.name}", where, shown)


def there_without(check: dict, context: Context) -> Iterator[Remark]:
    """``there_without``: {there: [option …], from: 元, without: [[option …] …], all?: bool}: money for one thing and none at all for what
    goes with it."""
    there = first_of(context, check["there"])
    others = [first_of(context, options) for options in check["without"]]
    if there.value is None or all(o.value is None for o in others) and not check.get("absent_is_zero"):
        lacking = there if there.value is None else others[0]
        yield Remark("not_testable", None, "absent", lacking.name, (there.where, lacking.where))
        return
    if there.value < Decimal(str(check["from"])):
        yield Remark("not_applicable", None, "zero_base", there.name, (there.where,))
        return
    none = [o for o in others if not o.value]
    odd = none and (len(none) == len(others) or not check.get("all"))
    names = tuple(o.name for o in (none if odd else others))
    yield Remark("implausible" if odd else "exact", None, "there_without", names, (there.where, *(o.where for o in others)),
                 {"found": str(there), "expected": there.name})  # fmt: skip


def share_of_form(check: dict, context: Context) -> Iterator[Remark]:
    """``share_of_form``: {forms: {FORM: column}, whole: item, part: regex, most, sum?: bool, from?: 元}: no one item (or, with ``sum``, not
    all of them together) is more than this share of the whole."""
    for form, column in check["forms"].items():
        table = context.index.main(form)
        whole = table.figure(check["whole"], column) if table and table.printed else None
        if whole is None or not whole.value or not whole.readable or whole.value < Decimal(str(check.get("from", 0))):
            continue
        parts = [f for i in table.by_item if re.fullmatch(check["part"], i) and (f := table.figure(i, column)) and f.value]
        taken = [(sum((f.value for f in parts), ZERO), parts)] if check.get("sum") else [(f.value, [f]) for f in parts]
        value, figures = max(taken, key=lambda t: t[0], default=(ZERO, []))
        share = value / whole.value
        odd = share > Decimal(str(check["most"]))
        about = tuple(f.label.strip() for f in figures[:4]) or whole.label
        where = (Place.of(whole), *(Place.of(f) for f in figures[:4]))
        yield Remark("implausible" if odd else "exact", form, "share_of_form", about, where,
                     {"found": f"{100 * share:.0f}%", "expected": whole.label})  # fmt: skip


def mandate(check: dict, context: Context) -> Iterator[Remark]:
    """``mandate``: {forms: {FORM: column}, staff: [class …], offices: [{name: regex, classes: […]}], most}: what an office spends most on (what it pays for its own
    staff apart) is of its mandate."""
    entity = context.document.entity or ""
    office = next((o for o in check["offices"] if re.search(o["name"], entity)), None)
    for form, column in check["forms"].items():
        table = context.index.main(form)
        if table is None or not table.printed:
            continue
        rows = {i: f for i in table.by_item if re.fullmatch(r"2\d\d", i) and i not in check["staff"] and (f := table.figure(i, column)) and f.value}
        if not rows:
            continue
        if office is None:
            yield Remark("not_applicable", form, "no_mandate", entity, (Place.absent("entity"),))
            return
        outside = {i: f for i, f in rows.items() if i not in office["classes"]}
        total = sum((f.value for f in rows.values()), ZERO)
        share = sum((f.value for f in outside.values()), ZERO) / total
        odd = share > Decimal(str(check["most"]))
        about = tuple(f.label.strip() for f in outside.values()) or entity
        where = tuple(Place.of(f) for f in (outside or rows).values())
        yield Remark("implausible" if odd else "exact", form, "mandate", about, where, {"found": f"{100 * share:.0f}%", "expected": entity})
        return


def all_as_planned(check: dict, context: Context) -> Iterator[Remark]:
    """``all_as_planned``: {least}: every execution rate stated is exactly 100 %, or every planned figure of the 三公 form the final one."""
    rates = [c for c in context.claims if c.metric == "execution"]
    if len(rates) >= check["least"]:
        same = [c for c in rates if Decimal(c.value) == 100]
        where = tuple(Place.absent("prose", c.page, c.sentence) for c in rates[:3])
        odd = len(same) == len(rates)
        yield Remark("implausible" if odd else "exact", None, "all_as_planned", f"{len(same)}/{len(rates)}", where)
    table = context.index.main("FA07")
    row = table.row("total") if table and table.printed else None
    pairs = [(f, row.figures.get("final" + c[6:])) for c, f in row.figures.items() if c.startswith("budget.")] if row else []
    pairs = [(a, b) for a, b in pairs if b and (a.value or b.value)]
    if len(pairs) >= 2:
        same = sum(a.value == b.value for a, b in pairs)
        where = tuple(Place.of(f) for p in pairs[:2] for f in p)
        yield Remark("implausible" if same == len(pairs) else "exact", "FA07", "all_as_planned", f"{same}/{len(pairs)}", where)


def saved_and_spent(check: dict, context: Context) -> Iterator[Remark]:
    """``saved_and_spent``: {words: regex}: saving is claimed in the sentence that states an execution of exactly 100 %."""
    rates = [c for c in context.claims if c.metric == "execution"]
    odd = [c for c in rates if Decimal(c.value) == 100 and re.search(check["words"], c.sentence)]
    for claim in odd[:4]:
        yield Remark("implausible", None, "saved_and_spent", claim.subject, (Place.absent("prose", claim.page, claim.sentence),), {"detail": claim.sentence[:60]})
    if rates and not odd:
        yield Remark("exact", None, "saved_and_spent", str(len(rates)), (Place.absent("prose", rates[0].page),))


def tasks_unfunded(check: dict, context: Context) -> Iterator[Remark]:
    """``tasks_unfunded``: {project: [option …], forms, words: regex}: no money for projects, and targets for projects all the same."""
    project = first_of(context, check["project"])
    if project.value is None:
        yield Remark("not_testable", None, "absent", project.name, (project.where,))
        return
    if project.value:
        yield Remark("exact", None, "tasks_unfunded", project.name, (project.where,))
        return
    for e in context.evaluated(tuple(check["forms"])):
        tasks = [i for i in e.indicators if re.search(check["words"], i.label)]
        outcome = "implausible" if tasks else "exact"
        about = tuple(i.label for i in tasks[:3]) or e.title
        yield Remark(outcome, e.form, "tasks_unfunded", about, (project.where, *(i.place for i in tasks[:3])))


def kinds_fit(check: dict, context: Context) -> Iterator[Remark]:
    """``kinds_fit``: {from: 元, words: regex}: everything bought is goods, though the projects are services by their names."""
    total, goods, services = (said(context, n) for n in ("procurement", "procurement_goods", "procurement_services"))
    if total.value is None or goods.value is None or services.value is None:
        lacking = next(o for o in (total, goods, services) if o.value is None)
        yield Remark("not_testable", None, "absent", lacking.name, (lacking.where,))
        return
    if total.value < Decimal(str(check["from"])):
        yield Remark("not_applicable", None, "zero_base", total.name, (total.where,))
        return
    names = [e.project for e in context.evaluated() if e.project]
    names += [r.label for t in context.index.of("BG11") for r in t.rows if r.item.startswith("project:")]
    names += [i.label for e in context.evaluated(("PE02",)) for i in e.indicators]
    found = [n for n in names if re.search(check["words"], n)]
    odd = found and goods.value == total.value and not services.value
    about = tuple(dict.fromkeys(found[:3])) or (TERM + "货物", TERM + "服务")
    yield Remark("implausible" if odd else "exact", None, "kinds_fit", about, (total.where, goods.where), {"found": f"{goods.value / 10_000:f}万元"})


CODE = re.compile(r"(?<!\d)3\d{4}(?!\d)")


def purposes_fit(check: dict, context: Context) -> Iterator[Remark]:
    """``purposes_fit``: {forms, purposes: [{words: regex, codes: […], names: regex}]}: a line's project and its economic item go together."""
    for table in context.document.tables:
        if table.form not in check["forms"]:
            continue
        names = [i for i, c in enumerate(table.columns) if re.search("项目名称|专项名称|采购项目|采购品目名称", c)]
        codes = [i for i, c in enumerate(table.columns) if re.search("经济", c) and not re.search("政府", c)]
        looked, odd = False, []
        for row in table.rows if names and codes else ():
            texts = [row[i].text.strip() for i in codes]
            economic = "".join(texts[:2]) if len("".join(texts[:2])) == 5 and "".join(texts[:2]).isdigit() else " ".join(texts)
            project = " ".join(row[i].text for i in names)
            for purpose in check["purposes"]:
                if not re.search(purpose["words"], project) or not economic.strip():
                    continue
                looked = True
                code = CODE.search(economic)
                fits = code[0] in purpose["codes"] if code else re.search(purpose["names"], economic)
                if not fits:
                    odd.append((row[names[0]], project, economic))
                break
        for cell, project, economic in odd[:4]:
            where = (Place(f"{table.form}/{project}", cell.page, cell.box, project, "econ", economic),)
            yield Remark("implausible", table.form, "purposes_fit", project.split(" ")[0], where, {"found": economic})
        if looked and not odd:
            yield Remark("exact", table.form, "purposes_fit", table.form or "", (Place.absent(table.form or "", table.pages[0]),))

"""The kinds about what prose lists: enumerations and their stated number, items named against items with a figure.

Each takes (check, context) and yields ``Remark``s. A list that ends in 等, or one whose items cannot be told apart, is
no proof of a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.index import Figure, FormTable
from gouji.rules.lists import is_one
from gouji.rules.presence import Remark
from gouji.rules.said import Prose, Said, plain, prose_of
from gouji.rules.words_of_change import places

NUMERALS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
NUMBER = r"(?P<n>[二三四五六七八九十]|\d{1,2})"
AFTER = re.compile(
    r"(?<![\d.第一二三四五六七八九十])(?P<n>\d{1,2})(?:个|家|项|大|类)(?P<noun>[^，。；：:、（）\d]{0,14}?)"
    r"(?:[：:]|[，,]?[^，。；：:、\d]{0,8}?(?:分别为|分别是|分别有|具体包括|包括|即)[：:]?)(?P<list>[^，。；：:\d]*、[^，。；：:\d]+)(?P<end>[，。；])"
)
BEFORE = re.compile(r"(?:[，。；：:“”]|包括|包含|完成|涵盖|推进|为|含|即)(?P<list>(?:[^，。；：:、\d]{2,16}、){1,12}[^，。；：:、\d]{2,16}?)等" + NUMBER + r"(?:个|家|项|大|类)(?P<noun>[^，。；：:、]{1,8})")
JOINED = re.compile("和|及|与|以及")


def entries(text: str) -> list[str]:
    """The items of a list between 、, brackets kept whole."""
    out, depth, word = [], 0, ""
    for sign in text:
        depth += (sign in "（(“") - (sign in "）)”")
        if sign == "、" and depth <= 0:
            out.append(word)
            word = ""
        else:
            word += sign
    return [w.strip() for w in (*out, word) if w.strip()]


def enumeration(check: dict, context: Context) -> Iterator[Remark]:
    """``enumeration``: the number before or behind a list is the number of its items (N个…：甲、乙； 甲、乙等N个…)."""
    for paragraph in context.paragraphs:
        for pattern in (AFTER, BEFORE):
            for match in pattern.finditer(paragraph.text):
                items = entries(match["list"])
                if "等" in match["list"][-1:] or re.search("等(?:$|[^级待候])", items[-1]) or len(items) < 2 or max(map(len, items)) > 26:
                    continue
                stated = NUMERALS.get(match["n"]) or int(match["n"])
                least = len(items)
                most = least + sum(len(JOINED.findall(re.sub("（[^）]*）|“[^”]*”", "", i))) for i in items)
                page = paragraph.page(match.start())
                noun = match["noun"] or paragraph.text[max(0, match.start() - 8) : match.start()]
                where = (Place("说明/" + noun, page, None, noun, "count", match["n"], sentence=match[0]),)
                values = {"found": str(stated), "expected": str(least), "detail": tuple(items)}
                outcome = "exact" if least <= stated <= most else "mismatch"
                partly = "主要" in match[0] or least < stated and "包括" in match[0] and "具体包括" not in match[0]
                if outcome == "mismatch" and (partly or stated < least and pattern is BEFORE or abs(stated - least) > 3):
                    outcome = "not_testable"  # the list may begin earlier or go on in another sentence
                yield Remark(outcome, None, "enumeration", noun, where, values)


ITEM_LIST = re.compile(r"(?:包括|列支的项目有|支出的项目有|用于|含|列支)[：:]?(?P<list>[^。；]+)")


def _stem(name: str) -> str:
    """An economic item's name without the words that come and go."""
    name = re.sub(r"^(?:其中|单位|职工|发放|缴纳)|[“”\s]|（[^）]*）|\([^)]*\)", "", name)
    return re.sub("(?:支出|费用|费|的)+$", "", name.replace("的", "").replace("职工", ""))


def listed_items(check: dict, context: Context) -> Iterator[Remark]:
    """``listed_items`` {lists: [{subject, forms, families}], topics}: the items a list names are those with a figure."""
    prose = prose_of(context)
    for said in prose.says:
        if said.metric != "total" or said.claim.topic not in check["topics"] or said.paragraph < 0:
            continue
        rule = next((r for r in check["lists"] if re.fullmatch(r["subject"], plain(said.claim.subject))), None)
        table = next((t for f in rule["forms"] if (t := context.index.main(f)) and t.nonzero), None) if rule else None
        if table is None:
            continue
        paragraph = prose.paragraphs[said.paragraph]
        found = ITEM_LIST.search(paragraph.text, said.claim.offset - paragraph.offset)
        if found is None or found.start() - (said.claim.offset - paragraph.offset) > 30 or "、" not in found["list"]:
            continue
        yield from _against_form(said, found["list"], rule, table)


def _against_form(said: Said, text: str, rule: dict, table: FormTable) -> Iterator[Remark]:
    rows: dict[str, Figure] = {}
    for row in table.rows:
        if row.code and len(row.code) == 5 and row.code[:3] in map(str, rule["families"]):
            figures = [f for c, f in row.figures.items() if c in rule["columns"] and f.readable]
            if figures:
                rows[_stem(row.label)] = max(figures, key=lambda f: abs(f.value))
    named = {_stem(name) for name in entries(re.sub("等[^、]{0,12}$", "", text))}
    known = named & set(rows)
    if len(known) < 3 or len(known) < 0.6 * len(named):
        return  # other words than the form's: nothing can be said
    open_list = bool(re.search("等[^、]{0,12}$", text))
    idle = [n for n in rows if n in named and not rows[n].value]
    unnamed = [] if open_list else [n for n in rows if n not in named and rows[n].value and not _like(n, named - known)]
    outcome = "implausible" if idle or unnamed else "exact"
    values = {"found": tuple(_labels(rows, idle)) or None, "expected": tuple(_labels(rows, unnamed)) or None}
    where = places(said, *(rows[n] for n in (*idle, *unnamed)))
    message = "listed_items" if idle and unnamed or outcome == "exact" else "listed_idle" if idle else "listed_not"
    yield Remark(outcome, table.form, message, said.claim.subject, where, values)


def _labels(rows: dict[str, Figure], names: list[str]) -> list[str]:
    return [rows[name].label.strip() for name in names]


def _like(name: str, others: set[str]) -> bool:
    return any(name in o or o in name for o in others if len(o) > 1)


def items_set(check: dict, context: Context) -> Iterator[Remark]:
    """``items_set`` {form, column, items, topics}: every item of the form is stated where its items are gone through."""
    prose = prose_of(context)
    table = context.index.main(check["form"])
    if table is None:
        return
    pattern = re.compile(check["items"])
    rows = {r.item: r for r in table.rows if pattern.fullmatch(r.item) and (f := r.figures.get(check["column"])) and f.value and f.readable}
    for group in prose.sections.values():
        if group[0].claim.topic not in check["topics"]:
            continue
        stated = {s.claim.figure["item"]: s for s in group if s.claim.figure and s.claim.figure["form"] == check["form"]}
        stated = {item: s for item, s in stated.items() if item in rows}
        if len(stated) < 3 or len(stated) < 0.6 * len(rows):
            continue
        loose = [s for s in group if s.metric == "total" and s.claim.figure is None and not re.search("预算数?$|执行数$", s.claim.subject)]
        whole = {r.item: r.figures[check["column"]] for r in rows.values() if r.item not in stated}
        for item, figure in whole.items():
            same = next((s for s in loose if abs(s.value - figure.value) <= s.figure.half + figure.half and "（项）" in plain(s.claim.subject)), None)
            if same is not None:
                yield Remark("implausible", check["form"], "item_renamed", same.claim.subject, places(same, figure), {"expected": figure.label})
            elif any("（项）" in plain(s.claim.subject) and s.value for s in loose):
                yield Remark("not_testable", check["form"], "item_unstated", f"{item} {figure.label}", places(figure))
            else:
                yield Remark("missing", check["form"], "item_not_stated", f"{item} {figure.label}", places(figure), {"found": figure.told})
        if not whole:
            first = next(iter(stated.values()))
            yield Remark("exact", check["form"], "item_not_stated", check["form"], places(first))


def project_count(check: dict, context: Context) -> Iterator[Remark]:
    """``project_count`` {forms, count}: a number of projects stated with the total of a project form is the number of its rows."""
    prose = prose_of(context)
    for said in prose.says:
        figure = prose.bound(said)
        if figure is None or figure.form not in check["forms"] or figure.item != "total" or figure.value == 0:
            continue
        counts = [s for s in prose.sentence(said) if is_one(s, check["count"])]
        table = prose.tables[figure.table]
        leaves = [f for r in table.rows if r.item.startswith("project:") and (f := r.figures.get(figure.column)) and f.value]
        agrees = abs(said.value - figure.value) <= said.figure.half + figure.half
        if len(counts) != 1 or not agrees or not leaves:
            continue
        where = places(counts[0], figure)
        values = {"found": counts[0].claim.value, "expected": str(len(leaves))}
        if abs(sum(f.value for f in leaves) - figure.value) > sum(f.half for f in leaves) + figure.half:
            yield Remark("not_testable", figure.form, "projects_nested", figure.form, where, values)
            continue
        outcome = "exact" if Decimal(counts[0].claim.value) == len(leaves) else "mismatch"
        yield Remark(outcome, figure.form, "project_count", counts[0].claim.subject, where, values)


def worded(check: dict, context: Context) -> Iterator[Remark]:
    """``worded`` {pattern, outcome, not}: a wording that leaves something out (万元 without a number, 增长13.95 without %)."""
    pattern = re.compile(check["pattern"])
    found = False
    for paragraph in context.paragraphs:
        for match in pattern.finditer(paragraph.text):
            found = True
            start = max(paragraph.text.rfind(s, 0, match.start()) for s in "。；") + 1
            words = paragraph.text[start : match.end() + 8]
            place = Place("说明/" + match[0], paragraph.page(match.start()), None, match[0], None, match[0], sentence=words)
            told = words.strip() + ("…" if match.end() + 8 < len(paragraph.text) else "")
            yield Remark(check["outcome"], None, "worded", match[0], (place,), {"found": match[0], "detail": told})
    if context.paragraphs and not found:
        yield Remark("exact", None, "worded", "说明", (Place.absent("说明", context.paragraphs[0].page(0)),))


def percent_decimals(check: dict, context: Context) -> Iterator[Remark]:
    """``percent_decimals``: the shares of one section are stated with as many decimals (whole numbers and zeros apart)."""
    prose = prose_of(context)
    for group in prose.sections.values():
        shares = [s for s in group if s.metric in check["metrics"] and s.value and s.value != 100]
        digits = {s.figure.resolution for s in shares if "." in s.claim.value}
        if len(shares) > 1 and digits:
            trailing = max(digits) != min(digits) and all(s.figure.resolution != min(digits) or not s.claim.value.endswith("0") for s in shares)
            odd = sorted(shares, key=lambda s: s.figure.resolution)
            values = {"found": tuple(s.figure.printed for s in odd[-3:])}
            yield Remark("implausible" if trailing else "exact", None, "percent_decimals", group[0].claim.section or "说明", places(odd[0], odd[-1]), values)


def planned_pairs(prose: Prose) -> list[tuple[Said, Said]]:
    """(initial budget, final amount) of the items a final account goes through, each stated in one sentence."""
    out = []
    for said in prose.says:
        if said.metric == "total" and plain(said.claim.subject).endswith(("年初预算", "年初预算数")) and "（项）" in plain(said.claim.subject):
            after = [s for s in prose.sentence(said) if s.at == said.at + 1 and s.metric == "total" and "决算" in s.claim.subject]
            out += [(said, after[0])] if after else []
    return out


def deviation(check: dict, context: Context) -> Iterator[Remark]:
    """``deviation`` {over}: items whose final amount is further from the initial budget than so large a share."""
    pairs = [(p, d) for p, d in planned_pairs(prose_of(context)) if p.value]
    far = [(p, d) for p, d in pairs if abs(d.value / p.value - 1) > Decimal(str(check["over"]))]
    for plan, done in far:
        values = {"found": done.figure.printed, "expected": plan.figure.printed, "detail": f"{done.value / plan.value - 1:+.1%}"}
        yield Remark("implausible", None, "deviation", plan.claim.item or plan.claim.subject, places(done, plan), values)
    if pairs and not far:
        yield Remark("exact", None, "deviation", "年初预算", places(*pairs[0]), {})


def unplanned(check: dict, context: Context) -> Iterator[Remark]:
    """``unplanned``: items spent on without an initial budget, or budgeted and not spent on."""
    pairs = planned_pairs(prose_of(context))
    odd = [(p, d) for p, d in pairs if bool(p.value) != bool(d.value)]
    for plan, done in odd:
        values = {"found": done.figure.printed, "expected": plan.figure.printed}
        yield Remark("implausible", None, "unplanned", plan.claim.item or plan.claim.subject, places(done, plan), values)
    if pairs and not odd:
        yield Remark("exact", None, "unplanned", "年初预算", places(*pairs[0]), {})


TEXTUAL = {
    "enumeration": enumeration,
    "listed_items": listed_items,
    "items_set": items_set,
    "project_count": project_count,
    "worded": worded,
    "percent_decimals": percent_decimals,
    "deviation": deviation,
    "unplanned": unplanned,
}

"""The nine forms of a final account (FA01–FA09) of a generated department, in a layout.

In: a ``Department``, a ``Layout``. Out: fact tables. Every figure is a sum over the department's own spends and
moneys, so the identities of the forms hold before rounding. Source of rows and columns: 财政部部门决算公开样表.
"""

from __future__ import annotations

from dataclasses import replace

from gouji.typeset.departments import FUNDS, THREE, Department, declared
from gouji.typeset.facts import LEFT, FactRow, FactTable
from gouji.typeset.layouts import Column, Layout, coded, header, ordinal, table, two_sided, under

FISCAL = FUNDS[:3]
FUND_NAMES = {"gpb": "一般公共预算财政拨款", "gf": "政府性基金预算财政拨款", "sc": "国有资本经营预算财政拨款"}
SOURCE_NAMES = {"sup": "上级补助收入", "biz": "事业收入", "oper": "经营收入", "aff": "附属单位上缴收入", "oth": "其他收入"}
BASIC, PROJECT = ("personnel", "operating"), ("project", "special")


def finals(dep: Department, layout: Layout) -> list[FactTable]:
    """FA01 to FA09, FA08 and FA09 empty where the department has no such fund."""
    return [_fa01(dep, layout), _fa02(dep, layout), _fa03(dep, layout), _fa04(dep, layout), _fa05(dep, layout),
            _fa06(dep, layout), _fa07(dep, layout), _fund(dep, layout, "gf"), _fund(dep, layout, "sc")]


def _income(dep: Department, prefix: str = "", **wanted) -> int:
    return dep.money("revenue", under(prefix, **wanted))


def _spent(dep: Department, prefix: str = "", **wanted) -> int:
    return dep.spent(under(prefix, **wanted))


def _classes(dep: Department, *funds) -> list[tuple[str, ...]]:
    """The functional classes as rows of a right side: ordinal and name, one amount a fund group."""
    return [(f"{ordinal(k)}、{label}", *(_spent(dep, code, fund=f) for f in funds))
            for k, (code, label) in enumerate(declared()["classes"].items(), start=1)]


def _summary_header(layout: Layout, word: str, right: tuple[str, ...]):
    line = ["行次"] if layout.lines else []
    heads = header([("收入", name) for name in ("项目", *line, word)] + [("支出", name) for name in ("项目", *line, *right)])
    if layout.lines:
        heads.append(("栏次", "", "1", "栏次", "", *map(str, range(2, 2 + len(right)))))
    return heads


def _fields(layout: Layout, *right: str) -> tuple[str, ...]:
    line = ["line"] if layout.lines else []
    return ("label", *line, "amount", "label", *line, *right)


def _fa01(dep: Department, layout: Layout) -> FactTable:
    left = [(f"{ordinal(k)}、{name}", _income(dep, source=source))
            for k, (source, name) in enumerate({f: n + "收入" for f, n in FUND_NAMES.items()} .items(), start=1)]
    left += [(f"{ordinal(k)}、{name}", _income(dep, source=source)) for k, (source, name) in enumerate(SOURCE_NAMES.items(), start=4)]
    right = _classes(dep, FUNDS)
    left += [("", None)] * (len(right) - len(left))
    total = _income(dep), dep.money("opening"), _spent(dep), dep.money("closing")
    left += [("本年收入合计", total[0]), ("使用非财政拨款结余", 0), ("年初结转和结余", total[1]), ("总计", total[0] + total[1])]
    right += [("本年支出合计", total[2]), ("结余分配", 0), ("年末结转和结余", total[3]), ("总计", total[2] + total[3])]
    rows = [FactRow(tuple(r), _fields(layout, "amount")) for r in two_sided(layout, left, right)]
    word = "金额" if layout.lines else "决算数"
    return table(layout, "FA01", "收入支出决算总表", dep, _summary_header(layout, word, (word,)), rows)


def _fa04(dep: Department, layout: Layout) -> FactTable:
    groups = (FISCAL, "gpb", "gf", "sc")
    left = [(f"{ordinal(k)}、{name}", _income(dep, fund=f)) for k, (f, name) in enumerate(FUND_NAMES.items(), start=1)]
    right = _classes(dep, *groups)
    left += [("", None)] * (len(right) - len(left))

    def sums(what):
        return [dep.money(what, under("", fund=g)) for g in groups]

    spent = [_spent(dep, fund=g) for g in groups]
    opening, closing = sums("opening"), sums("closing")
    left += [("本年收入合计", _income(dep, fund=FISCAL)), ("年初财政拨款结转和结余", opening[0])]
    left += [(f"{'' if layout.lines else f'{ordinal(k)}、'}{name}", opening[k]) for k, name in enumerate(FUND_NAMES.values(), start=1)]
    left += [("总计", _income(dep, fund=FISCAL) + opening[0])]
    right += [("本年支出合计", *spent), ("年末财政拨款结转和结余", *closing), *[("", *[None] * 4)] * 3]
    right += [("总计", *(a + b for a, b in zip(spent, closing)))]
    rows = [FactRow(tuple(r), _fields(layout, "total", "gpb", "gf", "sc")) for r in two_sided(layout, left, right)]
    heads = _summary_header(layout, "金额" if layout.lines else "决算数", ("合计", *FUND_NAMES.values()))
    return table(layout, "FA04", "财政拨款收入支出决算总表", dep, heads, rows, wide=True)


def _fa02(dep: Department, layout: Layout) -> FactTable:
    columns: list[Column] = [
        (("本年收入合计",), "total", lambda p: _income(dep, p)),
        (("财政拨款收入",), "fiscal", lambda p: _income(dep, p, fund=FISCAL)),
        *(((name,), source, lambda p, s=source: _income(dep, p, source=s)) for source, name in SOURCE_NAMES.items()),
    ]
    return coded(layout, "FA02", "收入决算表", dep, columns, dep.codes())


def _nature(dep: Department, **wanted) -> list[Column]:
    return [(("基本支出",), "basic", lambda p: _spent(dep, p, nature=BASIC, **wanted)),
            (("项目支出",), "project", lambda p: _spent(dep, p, nature=PROJECT, **wanted))]


def _fa03(dep: Department, layout: Layout) -> FactTable:
    none: list[Column] = [((name,), word, lambda p: 0) for name, word in (("上缴上级支出", "to_sup"), ("经营支出", "oper"), ("对附属单位补助支出", "to_aff"))]
    columns = [(("本年支出合计",), "total", lambda p: _spent(dep, p)), *_nature(dep), *none]
    return coded(layout, "FA03", "支出决算表", dep, columns, dep.codes())


def _fa05(dep: Department, layout: Layout) -> FactTable:
    if layout.full_gpb:
        made = _fund(dep, layout, "gpb")
        rows = tuple(replace(r, fields=tuple(f.removeprefix("exp.") for f in r.fields)) for r in made.rows)
        return replace(made, rows=rows)
    top = ("本年支出",) if layout.lines else ()
    columns = [((*top, "小计" if top else "合计"), "total", lambda p: _spent(dep, p, fund="gpb")),
               *(((*top, *levels), word, value) for levels, word, value in _nature(dep, fund="gpb"))]
    return coded(layout, "FA05", "一般公共预算财政拨款支出决算表", dep, columns, dep.codes("gpb"))


def _economic(dep: Department, code: str, **wanted) -> int:
    return dep.spent(lambda s: s.econ.startswith(code) and under("", **wanted)(s))


def _fa06(dep: Department, layout: Layout) -> FactTable:
    """Lanes side by side: people | goods | rest (three), or people | goods and rest (two); foot: both sums."""
    labels = economic_labels()
    lanes = [("301", "303"), ("302",), ("307", "310", "399")] if layout.lanes == 3 else [("301", "303"), ("302", "310")]
    three = layout.codes in ("three", "carried")
    lists = [[c for c in labels if c[:3] in lane and len(c) <= 5] for lane in lanes]
    count = max(map(len, lists))
    words = (("code.class", "code.item") if three else ("code",)) + ("label", "amount")
    rows = []
    for i in range(count):
        cells: list[str] = []
        for lane in lists:
            code = lane[i] if i < len(lane) else ""
            head = [code[:3], code[3:]] if three else [code]
            cells += [*head, labels.get(code, ""), layout.amount(_economic(dep, code, fund="gpb", nature=BASIC)) if code else ""]
        rows.append(FactRow(tuple(cells), words * len(lanes)))
    people = layout.amount(_economic(dep, "", fund="gpb", nature=BASIC) - _economic(dep, "302", fund="gpb", nature=BASIC) - _economic(dep, "310", fund="gpb", nature=BASIC))
    rest = layout.amount(_economic(dep, "302", fund="gpb", nature=BASIC) + _economic(dep, "310", fund="gpb", nature=BASIC))
    n, right = len(words), len(words) * (len(lanes) - 1)
    foot = ("人员经费合计", *[LEFT] * (n - 2), people, "公用经费合计", *[LEFT] * (right - 2), rest)
    rows.append(FactRow(foot, ("label", *["-"] * (n - 2), "amount", "label", *["-"] * (right - 2), "amount")))
    names = ("科目编码", "科目编码", "科目名称", "决算数") if three else ("科目编码", "科目名称", "决算数")
    tops = ["人员经费", *["公用经费"] * (len(lanes) - 1)]
    if three:
        heads = [tuple(x for _ in lanes for x in ("经济分类科目编码", LEFT, "科目名称", "决算数")), tuple(x for _ in lanes for x in ("类", "款", "^", "^"))]
    else:
        heads = [tuple(t if i == 0 and k in (0, 1) else LEFT for k, t in enumerate(tops) for i in range(n)), names * len(lanes)]
    return table(layout, "FA06", "一般公共预算财政拨款基本支出决算表", dep, heads, rows, wide=True)


def economic_labels() -> dict[str, str]:
    """The economic classes and 款 printed in FA06 and BG06, from the declared classification."""
    import csv
    from importlib.resources import files

    with (files("gouji") / "declared/codes/economic_department.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {r["code"]: r["label"] if "label" in r else r["name"] for r in rows if r["code"][:3] in ("301", "302", "303", "307", "310", "399")}


def _fa07(dep: Department, layout: Layout) -> FactTable:
    vehicles = "公务用车购置及运行维护费"
    names = {"total": ("合计",), "abroad": ("因公出国（境）费",), "vehicles": (vehicles, "小计"), "vehicles_purchase": (vehicles, "公务用车购置费"),
             "vehicles_running": (vehicles, "公务用车运行维护费"), "reception": ("公务接待费",)}
    columns, words, figures = [], [], []
    if layout.lines:  # budget first, then final
        for scope, name, source in (("budget", "预算数", dep.budgeted), ("final", "决算数", dep.three)):
            for key, levels in names.items():
                columns.append((name, *levels)), words.append(f"{scope}.{key}"), figures.append(three_public(source)[key])
    else:  # side by side under each item
        for key, levels in names.items():
            for scope, name, source in (("budget", "预算数", dep.budgeted), ("final", "决算数", dep.three)):
                columns.append((*levels, name)), words.append(f"{scope}.{key}"), figures.append(three_public(source)[key])
    heads = header(columns)
    if layout.lines:
        heads.append(tuple(map(str, range(1, 13))))
    row = FactRow(tuple(layout.amount(f) for f in figures), tuple(words), "total")
    return table(layout, "FA07", "一般公共预算财政拨款“三公”经费支出决算表", dep, heads, [row], wide=True)


def three_public(three: dict[str, int]) -> dict[str, int]:
    """三公 with its two sums."""
    vehicles = three["vehicles_purchase"] + three["vehicles_running"]
    return {**{k: three[k] for k in THREE}, "vehicles": vehicles, "total": sum(three.values())}


def _fund(dep: Department, layout: Layout, fund: str) -> FactTable:
    form, name = {"gpb": ("FA05", "一般公共预算"), "gf": ("FA08", "政府性基金预算"), "sc": ("FA09", "国有资本经营预算")}[fund]

    def money(what):
        return lambda p: dep.money(what, under(p, fund=fund))

    columns: list[Column] = [(("年初结转和结余",), "open", money("opening")), (("本年收入",), "revenue", money("revenue")),
        (("本年支出", "小计"), "exp.total", lambda p: _spent(dep, p, fund=fund)),
        *((("本年支出", *levels), f"exp.{word}", value) for levels, word, value in _nature(dep, fund=fund)),
        (("年末结转和结余",), "close", money("closing"))]
    made = coded(layout, form, f"{name}财政拨款收入支出决算表", dep, columns, dep.codes(fund))
    if not dep.codes(fund):
        made.keys["note"] = f"说明：{dep.entity}没有{name}财政拨款收入，也没有使用{name}财政拨款安排的支出，故本表无数据。"
    return made

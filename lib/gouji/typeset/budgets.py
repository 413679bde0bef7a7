"""The forms of a budget (BG01–BG11) of a generated department, in a layout.

In: a ``Department``, a ``Layout``. Out: fact tables. What a final account calls opening is the carry-over from last
year, closing what goes over into the next. Source of rows and columns: printed budgets of seventeen cities.
"""

from __future__ import annotations

from gouji.typeset.departments import FUNDS, Department, declared
from gouji.typeset.facts import ABOVE, LEFT, FactRow, FactTable
from gouji.typeset.finals import BASIC, FISCAL, PROJECT, economic_labels, three_public
from gouji.typeset.layouts import Column, Layout, coded, code_row, header, ordinal, table, total_cells, tree, two_sided, under

FUND_NAMES = {"gpb": "一般公共预算拨款收入", "gf": "政府性基金预算拨款收入", "sc": "国有资本经营预算拨款收入"}
SOURCE_NAMES = {"special": "财政专户管理资金收入", "biz": "事业收入", "oper": "事业单位经营收入", "sup": "上级补助收入", "aff": "附属单位上缴收入", "oth": "其他收入"}
GOVERNMENT = {"301": ("501", "机关工资福利支出"), "302": ("502", "机关商品和服务支出"), "303": ("509", "对个人和家庭的补助"), "310": ("503", "机关资本性支出")}


def budgets(dep: Department, layout: Layout) -> list[FactTable]:
    """BG01 to BG06, BG08 to BG11, in the order in which they are numbered."""
    summary = _four_sides if layout.lanes == 4 else _summary
    return [summary(dep, layout, "BG01"), _revenue(dep, layout), _expenditure(dep, layout), summary(dep, layout, "BG04"),
            _gpb(dep, layout), _economic(dep, layout), _three(dep, layout), _fund(dep, layout, "gf"), _fund(dep, layout, "sc"),
            _projects(dep, layout)]


def _income(dep: Department, prefix: str = "", **wanted) -> int:
    return dep.money("revenue", under(prefix, **wanted))


def _spent(dep: Department, prefix: str = "", **wanted) -> int:
    return dep.spent(under(prefix, **wanted))


def _totals(dep: Department, funds) -> tuple[int, int, int, int]:
    """Revenue of the year, carried over, expenditure of the year, carried on."""
    return _income(dep, fund=funds), dep.money("opening", under("", fund=funds)), _spent(dep, fund=funds), dep.money("closing", under("", fund=funds))


def _income_rows(dep: Department, form: str) -> list[tuple[str, int | None]]:
    names = {**FUND_NAMES, **(SOURCE_NAMES if form == "BG01" else {})}
    return [(f"{ordinal(k)}、{name}", _income(dep, source=source)) for k, (source, name) in enumerate(names.items(), start=1)]


def _summary(dep: Department, layout: Layout, form: str) -> FactTable:
    funds = FUNDS if form == "BG01" else FISCAL
    groups = (funds, "gpb", "gf", "sc") if form == "BG04" and layout.codes in ("three", "carried") else (funds,)
    left = _income_rows(dep, form)
    used = [(c, label) for c, label in declared()["classes"].items() if layout.blank or _spent(dep, c, fund=funds) or layout.landscape]
    right = [(f"{ordinal(k)}、{label}", *(_spent(dep, c, fund=g) for g in groups)) for k, (c, label) in enumerate(used, start=1)]
    rows = max(len(left), len(right))
    left += [("", None)] * (rows - len(left))
    right += [("", *[None] * len(groups))] * (rows - len(right))
    came, opening, spent, closing = _totals(dep, funds)
    left += [("本年收入合计", came), ("上年结转结余", opening), ("收入总计", came + opening)]
    sums = [_totals(dep, g) for g in groups]
    right += [("本年支出合计", *(s[2] for s in sums)), ("年终结转结余", *(s[3] for s in sums)), ("支出总计", *(s[2] + s[3] for s in sums))]
    heads = header([("收入", "项目"), ("收入", "预算数"), ("支出", "项目"),
                    *([("支出", "预算数")] if len(groups) == 1 else [("支出", n) for n in ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")])])
    words = ("label", "amount", "label", *(("amount",) if len(groups) == 1 else ("total", "gpb", "gf", "sc")))
    title = "收支总表" if form == "BG01" else "财政拨款收支总表"
    return table(layout, form, title, dep, heads, [FactRow(tuple(r), words) for r in two_sided(layout, left, right)])


def _four_sides(dep: Department, layout: Layout, form: str) -> FactTable:
    """Revenue beside expenditure by function, by the department's economic classes and by the government's."""
    funds = FUNDS if form == "BG01" else FISCAL
    came, opening, spent, closing = _totals(dep, funds)
    classes = [c for c in declared()["classes"] if _spent(dep, c, fund=funds)]

    def econ(code, **wanted):
        return dep.spent(lambda s: s.econ.startswith(code) and under("", fund=funds, **wanted)(s))

    sides: list[list[tuple[str, int | None]]] = [
        _income_rows(dep, form),
        [(f"{k}、{declared()['classes'][c]}", _spent(dep, c, fund=funds)) for k, c in enumerate(classes, start=1)],
        [("1、人员经费和公用经费支出", _spent(dep, fund=funds, nature=BASIC)),
         *((f"（{k}）{name}", econ(c, nature=BASIC)) for k, (c, name) in enumerate((("301", "工资福利支出"), ("302", "商品和服务支出"), ("303", "对个人和家庭的补助"), ("310", "资本性支出")), start=1)),
         ("2、专项业务经费支出", _spent(dep, fund=funds, nature=PROJECT)),
         *((f"（{k}）{name}", econ(c, nature=PROJECT)) for k, (c, name) in enumerate((("302", "商品和服务支出"), ("310", "资本性支出")), start=1))],
        [(f"{k}、{name}", econ(c)) for k, (c, (_, name)) in enumerate(GOVERNMENT.items(), start=1)],
    ]
    count = max(map(len, sides))
    ends = [[("本年收入合计", came), ("上年结转", opening), ("收入总计", came + opening)]] + [[("本年支出合计", spent), ("结转下年", closing), ("支出总计", spent + closing)]] * 3
    sides = [[*side, *[("", None)] * (count - len(side)), *end] for side, end in zip(sides, ends)]
    rows = [tuple(x for label, a in lane for x in (label, "" if a is None else layout.amount(a))) for lane in zip(*sides)]
    heads = [("收入", LEFT, "支出", *[LEFT] * 5),
             ("项目", "预算数", "支出功能分类科目（按大类）", "预算数", "部门预算支出经济分类科目（按大类）", "预算数", "政府预算支出经济分类科目（按大类）", "预算数")]
    title = "部门综合预算收支总表" if form == "BG01" else "部门综合预算财政拨款收支总表"
    return table(layout, form, title, dep, heads, [FactRow(r, ("label", "amount") * 4) for r in rows], wide=True)


def _revenue(dep: Department, layout: Layout) -> FactTable:
    funds: list[Column] = [
        (("合计",), "total", lambda p: _income(dep, p) + dep.money("opening", under(p))),
        *((("本年收入", name.replace("收入", "") if f != "sc" else "国有资本经营预算"), f, lambda p, f=f: _income(dep, p, fund=f)) for f, name in FUND_NAMES.items()),
        *((("本年收入", name), s, lambda p, s=s: _income(dep, p, source=s)) for s, name in SOURCE_NAMES.items()),
        (("上年结转结余",), "carry", lambda p: dep.money("opening", under(p))),
    ]
    if not layout.by_unit:
        return coded(layout, "BG02", "收入总表", dep, funds, dep.codes())
    figures, words = [layout.amount(v("")) for *_, v in funds], tuple(w for _, w, _ in funds)
    names = [(dep.number, dep.entity), (f"{dep.number}001", f"{dep.entity}本级")]
    rows = [FactRow(("合计", LEFT, *figures), ("label", "-", *words), "total")]
    rows += [FactRow((number, name, *figures), ("code", "label", *words), f"unit:{number}") for number, name in names]
    heads = header([("部门代码",), ("部门名称",), *(levels for levels, *_ in funds)])
    return table(layout, "BG02", "收入总表", dep, heads, rows, wide=True)


def _nature(dep: Department, **wanted) -> list[Column]:
    return [(("基本支出",), "basic", lambda p: _spent(dep, p, nature=BASIC, **wanted)), (("项目支出",), "project", lambda p: _spent(dep, p, nature=PROJECT, **wanted))]


def _detail(dep: Department, **wanted) -> list[Column]:
    """Basic expenditure split in people and running."""
    return [
        (("基本支出", "小计"), "basic", lambda p: _spent(dep, p, nature=BASIC, **wanted)),
        (("基本支出", "人员经费"), "basic.personnel", lambda p: _spent(dep, p, nature="personnel", **wanted)),
        (("基本支出", "公用经费"), "basic.operating", lambda p: _spent(dep, p, nature="operating", **wanted)),
        (("项目支出",), "project", lambda p: _spent(dep, p, nature=PROJECT, **wanted)),
    ]


def _expenditure(dep: Department, layout: Layout) -> FactTable:
    none: list[Column] = [((name,), word, lambda p: 0) for name, word in (("事业单位经营支出", "oper"), ("上缴上级支出", "to_sup"), ("对附属单位补助支出", "to_aff"))]
    return coded(layout, "BG03", "支出总表", dep, [(("合计",), "total", lambda p: _spent(dep, p)), *_nature(dep), *none], dep.codes())


def _gpb(dep: Department, layout: Layout) -> FactTable:
    if layout.prior:
        return coded(layout, "BG05", "一般公共预算支出表", dep, _two_years(dep), dep.codes("gpb"))
    split = _detail(dep, fund="gpb") if layout.landscape or layout.lanes == 4 else _nature(dep, fund="gpb")
    return coded(layout, "BG05", "一般公共预算支出表", dep, [(("合计",), "total", lambda p: _spent(dep, p, fund="gpb")), *split], dep.codes("gpb"))


def _two_years(dep: Department) -> list[Column]:
    """Last year's figure, this year's in three, and the change, which may be negative."""
    def now(prefix, **wanted):
        return _spent(dep, prefix, fund="gpb", **wanted)

    def before(prefix):
        return sum(s.amount * (90 + len(s.econ + s.code) * s.amount % 17) // 100 for s in dep.spends if under(prefix, fund="gpb")(s))

    this = f"{dep.year}年预算数"
    return [((f"{dep.year - 1}年执行数",), "*", before), ((this, "小计"), "*", now), ((this, "基本支出"), "*", lambda p: now(p, nature=BASIC)),
            ((this, "项目支出"), "*", lambda p: now(p, nature=PROJECT)), (("比上年增减额",), "*", lambda p: now(p) - before(p))]


def _economic(dep: Department, layout: Layout) -> FactTable:
    labels = economic_labels()
    codes = sorted({s.econ for s in dep.spends if s.fund == "gpb" and s.nature in BASIC})

    def value(code, **wanted):
        return dep.spent(lambda s: s.econ.startswith(code) and under("", fund="gpb", **wanted)(s))

    columns = [("total", "合计", BASIC), ("personnel", "人员经费", ("personnel",)), ("operating", "公用经费", ("operating",))]
    fields, rows = tuple(w for w, *_ in columns), []
    for code in tree(codes, layout.subs_only):
        cells, words, item = code_row(layout, code, labels[code], 2)
        rows.append(FactRow((*cells, *(layout.amount(value(code, nature=n)) for *_, n in columns)), (*words, *fields), item))
    cells, words = total_cells(layout, 2)
    total = FactRow((*cells, *(layout.amount(value("", nature=n)) for *_, n in columns)), (*words, *fields))
    rows = [total, *rows] if layout.total_first else [*rows, total]
    name = {"one": [("部门预算支出经济分类科目", "科目编码"), ("部门预算支出经济分类科目", "科目名称")], "joined": [("部门支出经济分类科目",)],
            "brackets": [("部门预算支出经济科目",)], "indent": [("经济分类科目名称",)]}
    three = [("部门预算经济分类科目编码", "类"), ("部门预算经济分类科目编码", "款"), ("经济分类科目名称",)]
    heads = header([*name.get(layout.codes, three), *(("一般公共预算基本支出", label) for _, label, _ in columns)])
    return table(layout, "BG06", "一般公共预算基本支出表", dep, heads, rows)


def _three(dep: Department, layout: Layout) -> FactTable:
    sums, vehicles = three_public(dep.three), "公务用车购置及运行费"  # what BG06 has for it, all of it basic
    names = {"total": ("“三公”经费合计",), "abroad": ("因公出国（境）费",), "vehicles": (vehicles, "小计"), "vehicles_purchase": (vehicles, "公务用车购置费"),
             "vehicles_running": (vehicles, "公务用车运行费"), "reception": ("公务接待费",)}
    if layout.vertical:
        words = {"total": "“三公”经费合计", "abroad": "一、因公出国（境）费", "vehicles": "二、公务用车购置及运行费", "vehicles_purchase": "（一）公务用车购置费",
                 "vehicles_running": "（二）公务用车运行费", "reception": "三、公务接待费"}
        rows = [FactRow((words[k], layout.amount(sums[k])), ("label", "amount"), k) for k in words]
        return table(layout, "BG08", "一般公共预算“三公”经费支出表", dep, [("项目", "预算数")], rows)
    row = FactRow(tuple(layout.amount(sums[k]) for k in names), tuple(names), "total")
    return table(layout, "BG08", "一般公共预算“三公”经费支出表", dep, header(list(names.values())), [row])


def _fund(dep: Department, layout: Layout, fund: str) -> FactTable:
    form, name = ("BG09", "政府性基金预算支出表") if fund == "gf" else ("BG10", "国有资本经营预算支出表")
    made = coded(layout, form, name, dep, [(("合计",), "total", lambda p: _spent(dep, p, fund=fund)), *_nature(dep, fund=fund)], dep.codes(fund))
    if not dep.codes(fund):
        made.keys["note"] = f"注：本部门{dep.year}年没有使用{name[:-3]}拨款安排的支出，故本表为空表。"
    return made


def _projects(dep: Department, layout: Layout) -> FactTable:
    rows = [FactRow((dep.entity if k == 0 else ABOVE, name, layout.amount(fen)), ("-", "label", "total"), f"project:{name}") for k, (name, fen) in enumerate(dep.projects)]
    total = FactRow(("合计", LEFT, layout.amount(sum(fen for _, fen in dep.projects))), ("label", "-", "total"), "total")
    rows = [total, *rows] if layout.total_first else [*rows, total]
    return table(layout, "BG11", "项目支出表", dep, [("单位名称", "项目名称", "合计")], rows)

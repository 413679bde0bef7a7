"""The answer of the comparison in words: one pair of sentences (Chinese, English) a part, every number computed.

Shares and ranges are told within one group of peers only (same kind, year and tier); what rests on three accounts or
fewer is told account by account or not at all. Amounts arrive in 元 and are told in 万元.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from gouji.analysis.budget_final import BASES, deviation
from gouji.analysis.declared import declared
from gouji.analysis.sources import Source, Sources, many, wan
from gouji.analysis.tiers import heads_of, peer_groups
from gouji.show.derivation import Leads, derived
from gouji.show.rich import Rich, fill, joined

Told = tuple[str, str]
NOWHERE = Leads({})
THESE = ("这些账户", "these accounts")
LEAST, MOST, FEW = 3, 3, 4  # peers of which a range is told; groups told; bodies told one by one
NO_PAIR = ("预算与决算：没有一对同单位、同年度、同口径的预算和决算文件。", "Budget against final: no budget and final account of one body, year and tier are both here.")
HOW = {
    "printed": ("当年文件为", "printed that year"), "column": ("次年表中上年栏为", "prior-year column"), "initial": ("决算所述年初预算为", "as the final account states"),
    "change": ("由次年所述增减额推算为", "implied by the stated change"), "growth": ("由次年所述增长率推算为", "implied by the stated rate"),
}  # fmt: skip
NAMES = {
    "documents": ("预算与决算（两份文件）", "Budget against final, two documents"),
    "own form": ("决算表自印的三公预算与决算", "The 三公 budget a final account itself prints"),
    "own prose": ("决算说明自述的年初预算与决算（不是两份文件的比较）", "The initial budget a final account itself states (no comparison of two documents)"),
}


def noun(number: int, one: str, many_of_it: str = "") -> str:
    """``body`` of one, ``bodies`` of more."""
    return one if number == 1 else many_of_it or one + "s"


def both(zh: str, en: str, /, **given: object) -> Told:
    """One sentence in both languages, filled with the same figures."""
    return fill(zh, **given), fill(en, **given)


def _accounts(own: pd.DataFrame, words: tuple[str, str] = THESE) -> Rich:
    """How many accounts, which are listed. ``own``: accounts (``gouji.analysis.tiers``)."""
    return derived(len(own), *words, _listed(own))


def _listed(own: pd.DataFrame) -> Sources:
    return tuple(Source(_called(r), "", f"document:{r.account}") for r in own.itertuples(index=False))


def _called(row) -> str:
    year = "" if pd.isna(row.year) else int(row.year)
    return " ".join(str(p) for p in (row.body, year, declared("look")["kinds"].get(row.kind, row.kind), row.tier) if p)


def _of(given: pd.DataFrame, accounts: Iterable[str]) -> pd.DataFrame:
    """The accounts of these names, in this order."""
    known = heads_of(given).set_index("account", drop=False)
    return known.loc[[a for a in dict.fromkeys(accounts) if a in known.index]]


def scope(given: pd.DataFrame, documents: pd.DataFrame, least: int) -> Told:
    """How many accounts of how many bodies, how they group, and whether that is enough for more than a description."""
    own, groups = heads_of(given), peer_groups(given)
    groups = groups[groups["group"].ne("")]
    if own.empty:
        return ("**没有可比的账户**：所选文件没有一份能读出并符合所选年度。", "**Nothing to compare**: no selected document could be read and is of the years asked for.")
    budgets, finals, years = own[own["kind"].eq("budget")], own[own["kind"].eq("final")], own.dropna(subset="year").drop_duplicates("year")
    largest, single, mixed = groups.head(1), groups[groups["bodies"].eq(1)], groups[groups["ranks"].str.contains("、")]
    most = int(groups["bodies"].max()) if len(groups) else 0
    bodies = own.drop_duplicates("body_key")
    one_each = ("这些单位（各列一个账户）", "these bodies (one account of each)")
    said = {
        "documents": derived(len(documents), "这些文件", "these documents", tuple(Source(n, "", f"document:{n}") for n in documents["name"])),
        "bodies": _accounts(bodies, one_each), "accounts": _accounts(own), "budgets": _accounts(budgets), "finals": _accounts(finals),
        "years": _accounts(years, ("这些年度（各列一个账户）", "these years (one account of each)")), "largest": derived(most, *one_each, tuple(s for m in largest["bodies_"] for s in many(m))),
        "single": _groups(single), "mixed": _groups(mixed),
    }  # fmt: skip
    verdict = ("**只够描述，不作推断**", "**Enough to describe, not to infer**") if most < least else ("**可作同类比较**", "**Peers can be compared**")
    return both(
        verdict[0] + "：{documents} 份文件是 {bodies} 个单位的 {accounts} 个账户（预算 {budgets}、决算 {finals}），分属 {years} 个年度；同种类、同年度、同口径的同类最大一组 {largest} 个单位，{single} 组只有一个，{mixed} 组跨省、地、县级政府。",
        f"{verdict[1]}: {{documents}} {noun(len(documents), 'document')} hold {{accounts}} {noun(len(own), 'account')} ({{budgets}} {noun(len(budgets), 'budget')}, {{finals}} final) of {{bodies}} {noun(len(bodies), 'body', 'bodies')} "
        f"in {{years}} {noun(len(years), 'year')}; the largest group of peers (same kind, year and tier) has {{largest}} {noun(most, 'body', 'bodies')}, {{single}} {noun(len(single), 'group')} only one, "
        f"{{mixed}} {noun(len(mixed), 'group')} of several ranks of government.", **said,
    )  # fmt: skip


def _groups(own: pd.DataFrame) -> Rich:
    return derived(len(own), "这些同类组及其账户", "these groups of peers and their accounts", tuple(s._replace(label=f"{r.group}：{s.label}") for r in own.itertuples(index=False) for s in many(r.accounts_)))


def leading(functions: pd.DataFrame, wholes: pd.DataFrame) -> Told | None:
    """The function that is the largest in most accounts, and how many accounts' classes make their total."""
    if wholes.empty:
        return None
    sums = lambda own: derived(len(own), "这些账户（各类之和 / 所印合计）", "these accounts (sum of classes / printed total)", tuple(Source(r.account, f"{wan(r.classes)} / {wan(r.total)}", many(r.total_)[0].ref) for r in own.itertuples(index=False)))
    every, closed = sums(wholes), sums(wholes[wholes["closes"]])
    n = len(wholes)
    if functions.empty:
        return both("按功能：{closed}/{every} 个账户的各类加总等于所印合计，不画构成。", f"By function: the classes make the printed total in {{closed}} of {{every}} {noun(n, 'account')}: nothing is shared out.", every=every, closed=closed)
    top = functions.sort_values("share", ascending=False, kind="stable").drop_duplicates("account")
    first = top["label"].value_counts().index[0]
    held = top[top["label"] == first]
    most = derived(len(held), "在这些账户中占比最大", "the largest share in these accounts", tuple(Source(r.account, f"{r.share:.1f}%", many(r.value_)[0].ref) for r in held.itertuples(index=False)))
    return both("按功能：{closed}/{every} 个账户的各类加总等于所印合计；最大的一类在 {most} 个账户中是{first}。",
                "By function: the classes make the printed total in {closed} of {every} accounts; the largest is, in {most}, {first}.", closed=closed, every=every, most=most, first=first)  # fmt: skip


def within_peers(shares: pd.DataFrame, given: pd.DataFrame, column: str, zh: str, en: str) -> Told:
    """The range of a share (%) in each group that has at least three peers with it, the three largest groups at most.
    ``shares``: account and ``column``."""
    groups = heads_of(given).set_index("account")["group"].to_dict()
    own = shares[shares[column].notna()]
    own = own.assign(group=[groups.get(a, "") for a in own["account"]])
    size = own.loc[own["group"].ne(""), "group"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    told = [_spread(group, own[own["group"] == group], column) for group in size[size >= LEAST].index[:MOST]]
    if not told:
        printed = derived(len(own), f"{zh}：这些账户", f"{en}: these accounts", _shares(own, column))
        return both(zh + "：{n} 个账户印出，没有三个同类，不作比较。", en + f": printed by {{n}} {noun(len(own), 'account')}, no three of them peers: not compared.", n=printed)
    return fill("{zh}：{told}。", zh=zh, told=joined("；", [t[0] for t in told])), fill("{en}: {told}.", en=en, told=joined("; ", [t[1] for t in told]))


def _shares(own: pd.DataFrame, column: str) -> Sources:
    """Accounts with their shares, each leading to the figure shared out."""
    made = own["share_"] if "share_" in own else [()] * len(own)
    return tuple(Source(account, f"{share:.1f}%", (many(sources) or (Source("", ""),))[0].ref) for account, share, sources in zip(own["account"], own[column].astype(float), made, strict=True))


def _spread(group: str, own: pd.DataFrame, column: str) -> Told:
    values, ordered = own[column].astype(float), _shares(own.sort_values(column, kind="stable"), column)
    given = {
        "group": group, "n": derived(len(own), *THESE, ordered), "low": derived(f"{values.min():.1f}%", "最低", "the lowest", ordered[:1]), "high": derived(f"{values.max():.1f}%", "最高", "the highest", ordered[-1:]),
        "middle": derived(f"{values.median():.1f}%", "由低到高，居中者（双数时为居中两个的平均）", "from low to high, the middle one (of an even number the mean of the two)", ordered),
    }  # fmt: skip
    return both("同类“{group}” {n} 个账户 {low}–{high}，中位 {middle}", "{low}–{high}, median {middle}, in {n} peers “{group}”", **given)


def heads(costs: pd.DataFrame, given: pd.DataFrame, leads: Leads = NOWHERE) -> Told:
    """Personnel cost per head of the accounts that publish their staff; those that cannot be so are counted, not told."""
    pay, bodies = costs[costs["measure"] == "personnel"], heads_of(given)
    fit, odd = pay[pay["plausible"]], pay[~pay["plausible"]]
    listed = [fill("{body} {cost}", body=r.body, cost=_range(r, leads)) for r in fit.head(4).itertuples(index=False)]
    said = {"bodies": _accounts(bodies), "stated": _accounts(_of(given, pay["account"])), "odd": _accounts(_of(given, odd["account"])), "zh": joined("，", listed), "en": joined(", ", listed)}
    zh = "人均：{bodies} 个账户中 {stated} 个说明在职人数并印出人员经费" + ("；人均人员经费（万元）{zh}" if listed else "") + ("；{odd} 个的人数与经费不属同一预算，不比" if len(odd) else "") + "。"
    en = f"Per head: of {{bodies}} {noun(len(bodies), 'account')} {{stated}} with staff stated and personnel cost printed" + ("; 10,000 yuan a head: {en}" if listed else "") + ("; in {odd} heads and money are not of one budget" if len(odd) else "") + "."
    return both(zh, en, **said)


def _range(row, leads: Leads) -> Rich:
    """Cost a head, one figure or an interval, each opening to amount and heads."""
    low, high = f"{row.cost_low:.2f}", f"{row.cost_high:.2f}"
    first = derived(low, "人员经费 ÷ 人数（取多者）", "personnel cost ÷ heads (the larger number)", leads.found(row.cost_low_))
    return first if low == high else first + "–" + derived(high, "人员经费 ÷ 人数（取少者）", "personnel cost ÷ heads (the smaller number)", leads.found(row.cost_high_))


def public_three(parts: pd.DataFrame, given: pd.DataFrame, leads: Leads = NOWHERE) -> Told | None:
    """The three public expenses: how many print them, none spent, the largest share of expenditure."""
    if parts.empty:
        return None
    amounts = lambda own: derived(len(own), "这些账户的三公经费", "the three public expenses of these accounts", tuple(Source(r.account, wan(r.three_public), (leads.found(r.three_public_) or [Source("", "")])[0].ref) for r in own.itertuples(index=False)))
    top = parts.sort_values("per_mille", ascending=False, na_position="last").iloc[0]
    row = heads_of(given).set_index("account").loc[top["account"]]
    share = "" if pd.isna(top["per_mille"]) else derived(f"{top['per_mille']:.2f}‰", "三公经费 ÷ 本年支出", "three public expenses ÷ expenditure of the year", leads.found(top["per_mille_"]))
    said = {
        "n": amounts(parts), "zero": amounts(parts[[v == 0 for v in parts["three_public"]]]), "broken": amounts(parts[parts["closes"].eq(False)]),
        "body": row["body"], "group": row["group"], "share": share, "amount": leads.opened(wan(top["three_public"]), top["three_public_"]),
    }  # fmt: skip
    return both("三公经费：{n} 个账户印出，{zero} 个为零，{broken} 个分项与合计不符；占本年支出最高的是{body}（{group}）{share}（{amount}）。",
                f"Three public expenses: printed by {{n}} {noun(len(parts), 'account')}, zero in {{zero}}, parts and total at odds in {{broken}}; the largest share of expenditure is {{share}}, {{body}} ({{group}}).", **said)  # fmt: skip


def moved(accounts: pd.DataFrame, pairs: pd.DataFrame, far: float, leads: Leads = NOWHERE) -> list[Told]:
    """Budget to final, basis by basis: body by body while they are few, an interval only where they are enough for one; what had
    no budget and was spent is counted apart, since it has no percentage."""
    out = []
    for basis in BASES:
        told, own = deviation(accounts, basis), pairs[pairs["basis"] == basis]
        if not told["bodies"]:
            out += [NO_PAIR] if basis == "documents" else []
            continue
        said = _deviation_words(told, accounts[accounts["basis"] == basis], leads)
        items, unplanned = own[own["level"].eq("item") & own["change"].notna()], own[own["change"].isna() & own["final"].map(bool)]
        if len(items):
            apart = items[items["change"].abs().gt(far)]
            given = {"items": _items(items, leads), "apart": _items(apart, leads)}
            said = _after(said, both(f"；{{items}} 项中 {{apart}} 项偏离超过 {far:g}%", f"; {{apart}} of {{items}} {noun(len(items), 'item')} off by more than {far:g}%", **given))
        if len(unplanned):
            said = _after(said, both("；预算为零而有决算的另有 {n} 个", "; {n} more with a final figure and a budget of zero", n=_items(unplanned, leads)))
        out.append((fill("{name}：{said}。", name=NAMES[basis][0], said=said[0]), fill("{name}: {said}.", name=NAMES[basis][1], said=said[1])))
    return out


def _after(said: Told, more: Told) -> Told:
    return said[0] + more[0], said[1] + more[1]


def _items(own: pd.DataFrame, leads: Leads) -> Rich:
    """How many items, each with its budget and final figure."""
    each = [Source(f"{r.body} {r.item}", f"{wan(r.budget)} → {wan(r.final)}", (leads.found(r.final_) or [Source("", "")])[0].ref) for r in own.head(13).itertuples(index=False)]
    return derived(len(own), "这些项（年初预算 → 决算）", "these items (initial budget → final)", each + [Source("", "")] * (len(own) - len(each)))


def _deviation_words(told: dict, own: pd.DataFrame, leads: Leads) -> Told:
    values = own.groupby("body", sort=False)["change"].median()
    changes = {r.body: leads.found(r.change_) for r in own.itertuples(index=False)}
    each = joined("、", [fill("{body} {change}", body=body, change=derived(_signed(change), "（决算 − 预算）÷ 预算；一个单位有几个账户的取中位", "(final − budget) ÷ budget; the median where a body has several accounts", changes[body])) for body, change in values.items()])
    listed = [Source(body, _signed(change), next((s.ref for s in changes[body] if s.ref), "")) for body, change in values.sort_values(kind="stable").items()]
    number = derived(told["bodies"], "这些单位", "these bodies", listed)
    n_zh, n_en = fill("{n} 个单位", n=number), fill("{n} " + noun(told["bodies"], "body", "bodies"), n=number)
    if told["low"] is None and told["bodies"] <= FEW:
        return fill("{n}（{each}），太少，不作区间", n=n_zh, each=each), fill("{n} ({each}), too few for an interval", n=n_en, each=each)
    middle = derived(_signed(told["median"]), "各单位由低到高，居中者", "the bodies from low to high, the middle one", listed)
    if told["low"] is None:
        return fill("{n}，中位 {m}，太少，不作区间", n=n_zh, m=middle), fill("{n}, median {m}, too few for an interval", n=n_en, m=middle)
    order = ("次序统量：中位数的区间，不问分布（Conover 3.2）", "order statistics: an interval of the median whatever the distribution (Conover 3.2)")
    low, high, sure = (derived(t, *order, listed) for t in (_signed(told["low"]), _signed(told["high"]), f"{100 * told['confidence']:.0f}%"))
    given = {"m": middle, "low": low, "high": high, "sure": sure}
    return fill("{n}，中位 {m}，其区间 {low}～{high}（把握 {sure}）", n=n_zh, **given), fill("{n}, median {m}, interval of the median {low} to {high} (confidence {sure})", n=n_en, **given)


def _signed(value: float) -> str:
    return f"{value:+.1f}%".replace("-", "−") if f"{value:.1f}" not in ("0.0", "-0.0") else "0.0%"


def over_years(changes: pd.DataFrame, known: int, apart: pd.DataFrame, leads: Leads = NOWHERE) -> Told:
    """Year on year: how many changes, printed and implied; the years told in two ways, those that disagree, the first of them
    (one that rests on amounts rather than on a rate where there is one)."""
    steps = lambda own: derived(len(own), "这些变动", "these changes", [Source(f"{r.body} {r.zh} {int(r.year) - 1}→{r.year}", f"{r.change:+.1f}%", next((s.ref for s in leads.found(r.change_) if s.ref), "")) for r in own.head(13).itertuples(index=False)] + [Source("", "")] * max(0, len(own) - 13))
    two = derived(len(apart), "这些年度数的两种说法", "these figures of a year, told in two ways", [Source(f"{r.body} {r.zh} {r.year}", f"{wan(r.value)} ≠ {wan(r.value_other)}", next((s.ref for s in leads.found(r.value_other_) if s.ref), "")) for r in apart.itertuples(index=False)])
    both_ways = derived(known, "由两种依据得知的年度数；对不上的见表", "figures of a year known in two ways; those that disagree stand in the table")
    given = {"n": steps(changes), "implied": steps(changes[changes["implied"].astype(bool)]), "known": both_ways, "apart": two}
    said = both("年度之间：{n} 个可算的变动，其中 {implied} 个的上年数由增减额或增长率推算（图中空心）；{known} 个年度数有两种说法，{apart} 个对不上",
                f"Year on year: {{n}} {noun(len(changes), 'change')}, {{implied}} with a year implied by a stated change or rate (hollow); {{known}} {noun(known, 'figure')} of a year told in two ways, {{apart}} not in agreement", **given)  # fmt: skip
    if len(apart):
        row = apart.assign(_rate=apart["how_other"].eq("growth")).sort_values("_rate", kind="stable").iloc[0]
        kind = {"budget": ("预算", "budget"), "final": ("决算", "final account")}[row["kind"]]
        given = {
            "body": row["body"], "year": row["year"], "zh": row["zh"], "kind_zh": kind[0], "kind_en": kind[1], "one": leads.opened(wan(row["value"]), row["value_"]), "other": leads.opened(wan(row["value_other"]), row["value_other_"]),
            "one_zh": HOW[row["how"]][0], "one_en": HOW[row["how"]][1], "other_zh": HOW[row["how_other"]][0], "other_en": HOW[row["how_other"]][1],
        }  # fmt: skip
        said = _after(said, both("，如{body} {year} 年{kind_zh}的{zh}，{one_zh} {one}，{other_zh} {other}", ", so {body}, {kind_en} of {year}, {zh}: {one} ({one_en}), {other} ({other_en})", **given))
    return _after(said, both("。", "."))


def shared(same: pd.DataFrame, found: pd.DataFrame, open_pairs: pd.DataFrame) -> Told:
    """Programmes in several accounts by the reviewed list; proposals counted and not used."""
    each = lambda own: tuple(Source(f"{r.body} {r.project}", wan(r.budget), (many(r.budget_) or (Source("", ""),))[0].ref) for r in own.itertuples(index=False))
    given = {
        "every": derived(len(found), "这些项目（预算数）", "these projects (budget)", each(found)), "n": derived(same["programme"].nunique(), "这些账户里的同一项目（预算数）", "the same programmes in these accounts (budget)", each(same)),
        "open": derived(len(open_pairs), "这些名称", "these names", tuple(Source(f"{r.project} ~ {r.other_project}", f"{r.likeness:.2f}", (many(r.likeness_) or (Source("", ""),))[0].ref) for r in open_pairs.itertuples(index=False))),
    }  # fmt: skip
    return both("同一项目：{every} 个项目中，按复核名单有 {n} 个出现在两个以上账户；另有 {open} 对名称相近、未经复核，没有使用。",
                f"The same programme: of {{every}} {noun(len(found), 'project')} the reviewed list finds {{n}} in two accounts or more; {{open}} {noun(len(open_pairs), 'pair')} of like names not reviewed and not used.", **given)  # fmt: skip


def apart(reasons: pd.DataFrame, doubles: pd.DataFrame) -> Told:
    """What cannot be compared."""
    pairs = lambda own: derived(len(own), "汇总数与其一部分", "a consolidated figure and a part of it", tuple(Source(f"{r.body} {r.zh} {r.year}", f"{wan(r.whole)} / {wan(r.value)}", next((s.ref for s in many(r.share_) if s.ref), "")) for r in own.itertuples(index=False)))
    names = reasons.drop_duplicates("name")
    given = {
        "n": derived(len(names), "这些文件及其原因", "these documents and why", tuple(Source(r.name, r.zh, f"document:{r.name}") for r in names.itertuples(index=False))),
        "doubles": pairs(doubles), "same": pairs(doubles[[w == v for w, v in zip(doubles["whole"], doubles["value"], strict=True)]]),
    }  # fmt: skip
    return both("不能比的：{n} 份文件，原因见表；{doubles} 个汇总数与其本级或单位数并存（{same} 个两者相同），相加会重复。",
                f"Not comparable: {{n}} {noun(len(names), 'document')}, for the reasons in the table; {{doubles}} {noun(len(doubles), 'consolidated figure')} beside those of a part of them ({{same}} the same): adding both counts twice.", **given)  # fmt: skip

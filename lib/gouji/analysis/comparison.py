"""The answer of the comparison in words: one pair of sentences (Chinese, English) a part, every number computed.

Shares and ranges are told within one group of peers only (same kind, year and tier); what rests on three accounts or
fewer is told account by account or not at all. Amounts arrive in 元 and are told in 万元.
"""

from __future__ import annotations

import pandas as pd

from gouji.analysis.budget_final import BASES, deviation
from gouji.analysis.tiers import heads_of, peer_groups

Told = tuple[str, str]
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


def counted(number: int, one: str, many: str = "") -> str:
    """``1 body``, ``2 bodies``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def wan(value) -> str:
    return f"{float(value) / 10_000:,.2f} 万元"


def scope(given: pd.DataFrame, documents: pd.DataFrame, least: int) -> Told:
    """How many accounts of how many bodies, how they group, and whether that is enough for more than a description."""
    own, groups = heads_of(given), peer_groups(given)
    groups = groups[groups["group"].ne("")]
    if own.empty:
        return ("**没有可比的账户**：所选文件没有一份能读出并符合所选年度。", "**Nothing to compare**: no selected document could be read and is of the years asked for.")
    budgets, finals, years = int(own["kind"].eq("budget").sum()), int(own["kind"].eq("final").sum()), own["year"].dropna().nunique()
    largest = int(groups["bodies"].max()) if len(groups) else 0
    single, mixed = int(groups["bodies"].eq(1).sum()), int(groups["ranks"].str.contains("、").sum()) if len(groups) else 0
    verdict = ("**只够描述，不作推断**", "**Enough to describe, not to infer**") if largest < least else ("**可作同类比较**", "**Peers can be compared**")
    zh = f"{verdict[0]}：{len(documents)} 份文件是 {own['body_key'].nunique()} 个单位的 {len(own)} 个账户（预算 {budgets}、决算 {finals}），分属 {years} 个年度；同种类、同年度、同口径的同类最大一组 {largest} 个单位，{single} 组只有一个，{mixed} 组跨省、地、县级政府。"
    en = (f"{verdict[1]}: {counted(len(documents), 'document')} hold {counted(len(own), 'account')} ({counted(budgets, 'budget')}, {finals} final) of {counted(own['body_key'].nunique(), 'body', 'bodies')} in {counted(years, 'year')}; "
          f"the largest group of peers (same kind, year and tier) has {counted(largest, 'body', 'bodies')}, {counted(single, 'group')} only one, {counted(mixed, 'group')} of several ranks of government.")  # fmt: skip
    return zh, en


def leading(functions: pd.DataFrame, wholes: pd.DataFrame) -> Told | None:
    """The function that is the largest in most accounts, and how many accounts' classes make their total."""
    if wholes.empty:
        return None
    if functions.empty:
        return f"按功能：0/{len(wholes)} 个账户的各类加总等于所印合计，不画构成。", f"By function: the classes make the printed total in 0 of {counted(len(wholes), 'account')}: nothing is shared out."
    top = functions.sort_values("share", ascending=False, kind="stable").drop_duplicates("account")["label"].value_counts()
    n, closed = len(wholes), int(wholes["closes"].sum())
    return (f"按功能：{closed}/{n} 个账户的各类加总等于所印合计；最大的一类在 {top.iloc[0]} 个账户中是{top.index[0]}。",
            f"By function: the classes make the printed total in {closed} of {n} accounts; the largest is, in {top.iloc[0]}, {top.index[0]}.")  # fmt: skip


def within_peers(shares: pd.DataFrame, given: pd.DataFrame, column: str, zh: str, en: str) -> Told:
    """The range of a share (%) in each group that has at least three peers with it, the three largest groups at most.
    ``shares``: account and ``column``."""
    groups = heads_of(given).set_index("account")["group"].to_dict()
    own = shares[shares[column].notna()]
    own = own.assign(group=[groups.get(a, "") for a in own["account"]])
    size = own.loc[own["group"].ne(""), "group"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    told = [_spread(group, own[own["group"] == group][column].astype(float)) for group in size[size >= LEAST].index[:MOST]]
    if not told:
        return (f"{zh}：{len(own)} 个账户印出，没有三个同类，不作比较。", f"{en}: printed by {counted(len(own), 'account')}, no three of them peers: not compared.")
    return f"{zh}：{'；'.join(t[0] for t in told)}。", f"{en}: {'; '.join(t[1] for t in told)}."


def _spread(group: str, values: pd.Series) -> Told:
    figures = f"{values.min():.1f}%–{values.max():.1f}%"
    return (f"同类“{group}” {len(values)} 个账户 {figures}，中位 {values.median():.1f}%", f"{figures}, median {values.median():.1f}%, in {len(values)} peers “{group}”")


def heads(costs: pd.DataFrame, given: pd.DataFrame) -> Told:
    """Personnel cost per head of the accounts that publish their staff; those that cannot be so are counted, not told."""
    pay, bodies = costs[costs["measure"] == "personnel"], heads_of(given)
    fit = pay[pay["plausible"]]
    listed = [f"{r.body} {_range(r.cost_low, r.cost_high)}" for r in fit.head(4).itertuples(index=False)]
    odd = len(pay) - len(fit)
    zh = f"人均：{len(bodies)} 个账户中 {pay['account'].nunique()} 个说明在职人数并印出人员经费" + (f"；人均人员经费（万元）{'，'.join(listed)}" if listed else "") + (f"；{odd} 个的人数与经费不属同一预算，不比" if odd else "") + "。"
    en = f"Per head: of {counted(len(bodies), 'account')} {pay['account'].nunique()} with staff stated and personnel cost printed" + (f"; 10,000 yuan a head: {', '.join(listed)}" if listed else "") + (f"; in {odd} heads and money are not of one budget" if odd else "") + "."
    return zh, en


def public_three(parts: pd.DataFrame, given: pd.DataFrame) -> Told | None:
    """The three public expenses: how many print them, none spent, the largest share of expenditure."""
    if parts.empty:
        return None
    names = heads_of(given).set_index("account")
    zero, broken = int(parts["three_public"].map(lambda v: v == 0).sum()), int(parts["closes"].eq(False).sum())
    top = parts.sort_values("per_mille", ascending=False, na_position="last").iloc[0]
    share = "" if pd.isna(top["per_mille"]) else f"{top['per_mille']:.2f}‰"
    row = names.loc[top["account"]]
    zh = f"三公经费：{len(parts)} 个账户印出，{zero} 个为零，{broken} 个分项与合计不符；占本年支出最高的是{row['body']}（{row['group']}）{share}（{wan(top['three_public'])}）。"
    en = f"Three public expenses: printed by {counted(len(parts), 'account')}, zero in {zero}, parts and total at odds in {broken}; the largest share of expenditure is {share}, {row['body']} ({row['group']})."
    return zh, en


def moved(accounts: pd.DataFrame, pairs: pd.DataFrame, far: float) -> list[Told]:
    """Budget to final, basis by basis: body by body while they are few, an interval only where they are enough for one; what had
    no budget and was spent is counted apart, since it has no percentage."""
    out = []
    for basis in BASES:
        told, own = deviation(accounts, basis), pairs[pairs["basis"] == basis]
        if not told["bodies"]:
            out += [NO_PAIR] if basis == "documents" else []
            continue
        items, unplanned = own[own["level"].eq("item") & own["change"].notna()], int((own["change"].isna() & own["final"].map(bool)).sum())
        zh, en = _deviation_words(told, accounts[accounts["basis"] == basis])
        if len(items):
            apart = int(items["change"].abs().gt(far).sum())
            zh, en = f"{zh}；{len(items)} 项中 {apart} 项偏离超过 {far:g}%", f"{en}; {apart} of {counted(len(items), 'item')} off by more than {far:g}%"
        if unplanned:
            zh, en = f"{zh}；预算为零而有决算的另有 {unplanned} 个", f"{en}; {unplanned} more with a final figure and a budget of zero"
        out.append((f"{NAMES[basis][0]}：{zh}。", f"{NAMES[basis][1]}: {en}."))
    return out


def _deviation_words(told: dict, own: pd.DataFrame) -> Told:
    values = own.groupby("body", sort=False)["change"].median()
    each = "、".join(f"{body} {_signed(change)}" for body, change in values.items())
    if told["low"] is None:
        zh, en = f"{told['bodies']} 个单位", counted(told["bodies"], "body", "bodies")
        if told["bodies"] <= FEW:
            return f"{zh}（{each}），太少，不作区间", f"{en} ({each}), too few for an interval"
        return f"{zh}，中位 {_signed(told['median'])}，太少，不作区间", f"{en}, median {_signed(told['median'])}, too few for an interval"
    low, high, sure = _signed(told["low"]), _signed(told["high"]), f"{100 * told['confidence']:.0f}%"
    return (f"{told['bodies']} 个单位，中位 {_signed(told['median'])}，其区间 {low}～{high}（把握 {sure}）",
            f"{counted(told['bodies'], 'body', 'bodies')}, median {_signed(told['median'])}, interval of the median {low} to {high} (confidence {sure})")  # fmt: skip


def _signed(value: float) -> str:
    return f"{value:+.1f}%".replace("-", "−") if f"{value:.1f}" not in ("0.0", "-0.0") else "0.0%"


def over_years(changes: pd.DataFrame, known: int, apart: pd.DataFrame) -> Told:
    """Year on year: how many changes, printed and implied; the years told in two ways, those that disagree, the first of them
    (one that rests on amounts rather than on a rate where there is one)."""
    implied = int(changes["implied"].sum())
    zh = f"年度之间：{len(changes)} 个可算的变动，其中 {implied} 个的上年数由增减额或增长率推算（图中空心）；{known} 个年度数有两种说法，{len(apart)} 个对不上"
    en = f"Year on year: {counted(len(changes), 'change')}, {implied} with a year implied by a stated change or rate (hollow); {counted(known, 'figure')} of a year told in two ways, {len(apart)} not in agreement"
    if len(apart):
        row = apart.assign(_rate=apart["how_other"].eq("growth")).sort_values("_rate", kind="stable").iloc[0]
        kind = {"budget": ("预算", "budget"), "final": ("决算", "final account")}[row["kind"]]
        zh += f"，如{row['body']} {row['year']} 年{kind[0]}的{row['zh']}，{HOW[row['how']][0]} {wan(row['value'])}，{HOW[row['how_other']][0]} {wan(row['value_other'])}"
        en += f", so {row['body']}, {kind[1]} of {row['year']}, {row['zh']}: {wan(row['value'])} ({HOW[row['how']][1]}), {wan(row['value_other'])} ({HOW[row['how_other']][1]})"
    return f"{zh}。", f"{en}."


def shared(same: pd.DataFrame, found: pd.DataFrame, open_pairs: pd.DataFrame) -> Told:
    """Programmes in several accounts by the reviewed list; proposals counted and not used."""
    n = same["programme"].nunique()
    zh = f"同一项目：{len(found)} 个项目中，按复核名单有 {n} 个出现在两个以上账户；另有 {len(open_pairs)} 对名称相近、未经复核，没有使用。"
    en = f"The same programme: of {counted(len(found), 'project')} the reviewed list finds {n} in two accounts or more; {counted(len(open_pairs), 'pair')} of like names not reviewed and not used."
    return zh, en


def apart(reasons: pd.DataFrame, doubles: pd.DataFrame) -> Told:
    """What cannot be compared."""
    same = int((doubles["whole"] == doubles["value"]).sum())
    zh = f"不能比的：{reasons['name'].nunique()} 份文件，原因见表；{len(doubles)} 个汇总数与其本级或单位数并存（{same} 个两者相同），相加会重复。"
    en = f"Not comparable: {counted(reasons['name'].nunique(), 'document')}, for the reasons in the table; {counted(len(doubles), 'consolidated figure')} beside those of a part of them ({same} the same): adding both counts twice."
    return zh, en


def _range(low: float, high: float) -> str:
    return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f}–{high:.2f}"

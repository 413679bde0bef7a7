"""Where the figures of the comparison lead: printed ones to their cell or line, shares, changes and costs to their formula."""

from __future__ import annotations

import pandas as pd

from gouji.analysis.sources import many
from gouji.show.derivation import Leads
from gouji.show.leads.places import places_of

PART = ("该项 ÷ 同一张表所印的合计 × 100%", "the part ÷ the total the same form prints × 100%")
NOT_PRINTED = ("这一类没有印出金额；所印的各类是", "no amount of this class is printed; the classes printed are")
REST = "其他 other"
CHANGE = ("（后数 − 前数）÷ 前数 × 100%", "(later − earlier) ÷ earlier × 100%")
ACCOUNTS = ("这些账户", "these accounts")
WORDS = {
    "gap": ("各类之和 − 所印合计", "sum of the classes − printed total"), "share": ("该项 ÷ 本年支出 × 100%", "the amount ÷ expenditure of the year × 100%"),
    "per_mille": ("三公经费 ÷ 本年支出 × 1000‰", "three public expenses ÷ expenditure of the year × 1000‰"), "change": CHANGE,
    "low": ("说明所述的在职人数，最大的一个", "the largest number of staff stated"), "high": ("说明所述的在职人数之和", "the numbers of staff stated, added"),
    "statements": ("说明了几次人数", "how many numbers of staff are stated"),
    "cost_low": ("金额 ÷ 人数（取多者）", "amount ÷ heads (the larger number)"), "cost_high": ("金额 ÷ 人数（取少者）", "amount ÷ heads (the smaller number)"),
    "items": ("逐项所述的各项（决算数）", "the items stated one by one (final figures)"), "accounts": ACCOUNTS, "bodies": ("这些单位（各列一个账户）", "these bodies (one account of each)"),
    "likeness": ("两名共有的相邻二字 × 2 ÷ 两名的相邻二字总数（Dice 系数）", "twice the pairs of characters both names have ÷ all their pairs (Dice's coefficient)"),
}  # fmt: skip


def tables(opened) -> Leads:
    """For every table of the comparison but those of shares by class."""
    return Leads(WORDS, places_of(opened))


def classes(leads: Leads, parts: pd.DataFrame) -> Leads:
    """For a table with one column a class (``show.figures.composition``): each share to its class and the total, the amount to its classes."""
    own = {key: tuple(s for made in rows["share_"] for s in made) for key, rows in parts.groupby(["account", "label"])}
    whole = {account: tuple(s for made in rows["value_"] for s in many(made)) for account, rows in parts.groupby("account")}
    shown = set(parts["label"])

    def share(label: str):
        def found(row):
            made = own.get((row["account"], label))
            if made is None and label == REST:
                made = tuple(dict.fromkeys(s for (account, other), parts_of in own.items() if account == row["account"] and other not in row for s in parts_of))
            return leads.opened(row[label], made, PART) if made else leads.opened(row[label], whole.get(row["account"], ()), NOT_PRINTED)
        return found

    every = {label: share(label) for label in (*shown, REST)}
    return leads.also(every, amount=lambda row: leads.opened(row["amount"], whole.get(row["account"], ()), ("所印各类之和，即所印合计", "the classes added, which make the printed total")))

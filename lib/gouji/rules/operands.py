"""What the rules of likelihood set side by side: a form's figure or a figure of prose by its declared name, in 元 or a plain count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml

from gouji.claims.find import Claim
from gouji.rules.arithmetic import ZERO
from gouji.rules.claimed import FACTORS
from gouji.rules.context import Context
from gouji.rules.findings import Place


@dataclass(frozen=True, slots=True)
class Operand:
    """A value in 元 (or a plain count) and where it stands; ``value`` is None when it is not there."""

    name: str
    value: Decimal | None
    where: Place
    money: bool = True

    def __str__(self) -> str:
        """The value for a person: money from ten thousand yuan on in 万元."""
        if not self.money:
            return briefly(self.value)
        return f"{briefly(self.value / 10_000)}万元" if abs(self.value) >= 10_000 else f"{briefly(self.value)}元"


@cache
def facts() -> dict:
    """The figures of prose that rules may ask for."""
    return yaml.load((resources.files("gouji") / "declared" / "rules" / "facts.yml").read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _amount(claim: Claim) -> Decimal:
    return Decimal(claim.value) * FACTORS.get(claim.unit, Decimal(1))


def _claims(context: Context, fact: dict, subject: str) -> list[Claim]:
    return [
        c for c in context.claims
        if c.metric == fact["metric"] and re.search(subject, c.subject) and c.unit in fact.get("units", [c.unit])
        and ("topics" not in fact or c.topic in fact["topics"])
    ]  # fmt: skip


def said(context: Context, name: str) -> Operand:
    """A figure of prose by its declared name."""
    fact = facts()[name]
    found = _claims(context, fact, fact["subject"])
    if found:
        claim = max(found, key=_amount) if fact.get("most") else found[0]
        return Operand(f"said:{name}", _amount(claim), Place.absent("prose", claim.page, claim.sentence), fact["metric"] == "total")
    parts = [c for p in fact.get("sum", ()) for c in _claims(context, fact, p)[:1]]
    if len(parts) > 1:
        place = Place.absent("prose", parts[0].page, parts[0].sentence)
        return Operand(f"said:{name}", sum(map(_amount, parts)), place, fact["metric"] == "total")
    return Operand(f"said:{name}", None, Place.absent(f"said:{name}"))


def operand(context: Context, address: str) -> Operand:
    """A form's figure or a figure of prose; a blank of a form that has figures is zero."""
    if address.startswith("said:"):
        return said(context, address[5:])
    form, item, column = address.split("/")
    table = context.index.main(form)
    figure = table.figure(item, column) if table and table.printed else None
    if figure is None and table and table.nonzero and re.fullmatch(r"3\d{4}", item):
        return Operand(address, ZERO, Place.absent(address))  # an economic item that is not printed has no money
    if figure is None or not figure.readable or not figure.unit or figure.blank and not table.row(item).printed:
        return Operand(address, None, Place.absent(address))
    return Operand(address, figure.value, Place.of(figure))


def first_of(context: Context, options: list) -> Operand:
    """The first of the operands that is there; a list within the list is a sum."""
    lacking = None
    for option in options:
        several = [operand(context, a) for a in ([option] if isinstance(option, str) else option)]
        values = [o.value for o in several if o.value is not None]
        if values and (isinstance(option, str) or len(values) == len(several)):
            largest = max((o for o in several if o.value is not None), key=lambda o: abs(o.value))  # the one that speaks for the sum
            return Operand(largest.name, sum(values), largest.where, largest.money)
        lacking = lacking or several[0]
    return lacking


def briefly(value: Decimal) -> str:
    """To two decimals, without zeros that say nothing."""
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")

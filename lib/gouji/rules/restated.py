"""The kinds that compare what a sentence restates with the form it restates.

``restated`` {figures: [FORM/item/column patterns], topics, other_unit}: every stated figure bound to one of these
addresses is the form's figure, within what the two printed precisions leave open. With ``other_unit`` only figures
stated in another unit than the form's. ``this_year`` {address: [[…], …]}: what a figure of 本年 may restate instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gouji.rules.arithmetic import Term
from gouji.rules.globs import fits_any
from gouji.rules.identities import Identity, Reason, term
from gouji.rules.index import Figure
from gouji.rules.lists import printed
from gouji.rules.said import Prose, Said


def fits(said: Said, check: dict) -> bool:
    """Whether a bound claim's address is one of the check's, under one of its topics."""
    if said.claim.figure is None or "topics" in check and said.claim.topic not in check["topics"]:
        return False
    return fits_any(check["figures"])(said.address) is not None


def operand(said: Said, figure: Figure) -> Term:
    """The stated figure as an operand beside a form's; a zero of a coarser unit is rounded, not exact."""
    own = said.term()
    coarser = said.figure.resolution > figure.resolution
    return replace(own, half=said.figure.resolution / 2) if not own.value and coarser else own


def unreadable(figure: Figure, said: Said) -> Reason | None:
    if not figure.readable:
        return Reason("unreadable" if figure.unit else "no_unit", figure.address)
    return Reason("blank", figure.address) if figure.blank and said.value else None


def restated(check: dict, prose: Prose) -> Iterator[Identity]:
    for said in prose.says:
        if not fits(said, check):
            continue
        figure = prose.bound(said)
        if figure is None or check.get("other_unit") and figure.unit == said.figure.unit:
            continue
        others = tuple(_instead(check, said, prose))
        yield Identity(
            "equal", figure.form, (operand(said, figure),), (term(figure),), "EQd", absent=unreadable(figure, said), others=others
        )  # fmt: skip


def _instead(check: dict, said: Said, prose: Prose) -> Iterator[tuple[Term, ...]]:
    """Other right sides that a figure said to be 本年's may restate: the total without what was carried over."""
    if not re.match("本年|当年", said.claim.subject):
        return
    for option in check.get("this_year", {}).get(said.address, ()):
        terms = [(t, a.startswith("-")) for a in option if (t := printed(prose, a.lstrip("-"))) is not None]
        if len(terms) == len(option):
            yield tuple(replace(t, sign=-1) if minus else t for t, minus in terms)


KINDS = {"restated": restated}

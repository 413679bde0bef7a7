"""The figures a document's prose states, as the comparisons ask for them: by metric, topic and the words that name them.

In: a study's claims (one row a stated figure, in printed order). Out: ``Stated`` with its amount in 元 (of pieces, as
counted) and half of its last printed digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from gouji.claims.places import YUAN


@dataclass(frozen=True, slots=True)
class Stated:
    """One stated figure: ``at`` its ordinal in the document, ``claim`` its row of the study's claims."""

    at: int
    claim: Any
    amount: Decimal
    half: Decimal


def by_document(claims: pd.DataFrame) -> dict[str, list]:
    """Document → its claims in printed order, as rows."""
    out: dict[str, list] = {}
    for row in claims.itertuples(index=False):
        out.setdefault(row.name, []).append(row)
    return out


def fitting(prose: Sequence, fact: Mapping) -> list[Stated]:
    """The claims of a declared kind, in printed order: ``metric``, ``topics``, ``subject`` (a regular expression), ``units`` (all
    units of money without), ``compared`` (what it is compared with)."""
    subject, units = re.compile(fact["subject"]), fact.get("units", YUAN)
    return [
        _stated(at, claim) for at, claim in enumerate(prose)
        if claim.metric == fact["metric"] and claim.topic in fact["topics"] and claim.unit in units and subject.search(claim.subject)
        and ("compared" not in fact or claim.compared_with == fact["compared"])
    ]  # fmt: skip


def _stated(at: int, claim) -> Stated:
    value, factor = Decimal(claim.value), YUAN.get(claim.unit, Decimal(1))
    return Stated(at, claim, value * factor, factor * Decimal(1).scaleb(value.as_tuple().exponent) / 2)

"""The kinds that set a self-evaluation, or what a summary leaves over, against the account: ``evaluated``, ``gap_disclosed``.

Each takes (check, context) and yields ``Remark``s. A self-evaluation often counts only the money of the year: a
difference that the account's own carry-over explains to the digit is no contradiction, but it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.index import Figure
from gouji.rules.lists import is_one
from gouji.rules.presence import Remark
from gouji.rules.said import Prose, Said, prose_of
from gouji.rules.words_of_change import places


def _figure(prose: Prose, addresses: list[str]) -> Figure | None:
    """The first of the addresses that is printed with a figure that is not zero."""
    for address in addresses:
        form, item, column = address.split("/")
        for table in prose.context.index.of(form):
            figure = table.figure(item, column)
            if figure is not None and figure.readable and figure.value and figure.unit:
                return figure
    return None


def _own(check: dict, prose: Prose) -> Said | Figure | None:
    """What the self-evaluation says: its form's figure, or the one stated in its report."""
    figure = _figure(prose, check.get("figures", []))
    if figure is not None:
        return figure
    section = re.compile(check["section"])
    return next((s for s in prose.says if is_one(s, check["said"]) and section.search("/".join(s.claim.headings))), None)


def evaluated(check: dict, context: Context) -> Iterator[Remark]:
    """``evaluated`` {figures, said, section, at, spent, received, budgeted, explain}: the self-evaluation's amount is the account's.

    ``spent`` and ``received`` are the account's totals: what was spent beyond the year's revenue came from carry-over.
    With ``explain`` the remark is about that explanation (exact when it holds to the digit).
    """
    prose = prose_of(context)
    own, account = _own(check, prose), _figure(prose, check["at"])
    if own is None:
        return
    figure = own.figure if isinstance(own, Said) else own
    if account is None:
        yield Remark("not_testable", figure.form, "absent", check["at"][0], (*places(own), Place.absent(check["at"][0])))
        return
    spent, received = _figure(prose, check["spent"]), _figure(prose, check["received"])
    difference, bound = figure.value - account.value, figure.half + account.half
    values = {"found": figure.told, "expected": account.told, "detail": f"{abs(difference) / figure.factor:f}{figure.unit}"}
    where = places(own, account)
    explained = bool(difference) and _explained(check, prose, figure, account, spent, received)
    if check.get("explain"):
        if abs(difference) > bound and spent is not None and received is not None:
            carry = {"detail": f"{abs(spent.value - received.value) / figure.factor:f}{figure.unit}"}
            yield Remark("exact" if explained else "implausible", account.form, "carried", account.label, (*where, *places(received)), values | carry)
        return
    if abs(difference) <= bound:
        yield Remark("exact" if not difference else "rounding", account.form, "evaluated", account.label, where, values)
    elif explained:
        message = "evaluated_budget" if "budgeted" in check else "evaluated"
        yield Remark("implausible", account.form, message, account.label, (*where, *places(received)), values)
    else:
        yield Remark("mismatch", account.form, "evaluated", account.label, where, values)


def _explained(check: dict, prose: Prose, own: Figure, account: Figure, spent: Figure | None, received: Figure | None) -> bool:
    """Whether carry-over (for a part: no more than all of it), or the year's budget given as revenue, makes the difference."""
    difference = account.value - own.value
    if "budgeted" in check:
        budgeted = _figure(prose, check["budgeted"])
        return budgeted is not None and abs(budgeted.value - own.value) <= budgeted.half + own.half
    if spent is None or received is None:
        return False
    carry, bound = spent.value - received.value, spent.half + received.half + own.half + account.half
    if check.get("part"):
        return 0 < difference <= carry + bound
    return abs(difference - carry) <= bound and carry > 0


def gap_disclosed(check: dict, context: Context) -> Iterator[Remark]:
    """``gap_disclosed`` {grand, year, carried, said_grand, said_year, said_carried}: what a grand total holds beyond the
    year's revenue is printed or stated as carry-over."""
    prose = prose_of(context)
    grand, year = _figure(prose, check["grand"]), _figure(prose, check["year"])
    carried = [f for a in check["carried"] if (f := _figure(prose, [a])) is not None]
    stated = [s for s in prose.says if is_one(s, check["said_carried"]) and s.value]
    if grand is None or year is None:
        said = [next((s for s in prose.says if is_one(s, check[k])), None) for k in ("said_grand", "said_year")]
        if any(prose.context.index.of(a.split("/")[0]) for a in check["grand"]) or None in said:
            return
        grand, year = (s.figure for s in said)
    gap, bound = grand.value - year.value, grand.half + year.half
    values = {"found": f"{gap / grand.factor:f}{grand.unit}", "expected": tuple(f.told for f in carried) or None}
    where = places(grand, year, *carried)
    if gap <= bound:
        yield Remark("exact", year.form, "gap_disclosed", grand.label, where, values)
        return
    told = sum((f.value for f in carried), Decimal(0))
    whole = abs(told - gap) <= bound + sum((f.half for f in carried), Decimal(0))
    if whole or any(abs(s.value - gap) <= bound + s.figure.half for s in stated):
        yield Remark("exact", year.form, "gap_disclosed", grand.label, where, values)
    elif not carried and not stated:
        yield Remark("missing", year.form, "gap_disclosed", grand.label, where, values)
    else:
        yield Remark("implausible", year.form, "gap_disclosed", grand.label, where, values)


TEXTUAL = {"evaluated": evaluated, "gap_disclosed": gap_disclosed}

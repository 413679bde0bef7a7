"""Where the two readers differ on an amount, the accounting identities decide.

In: documents read by both readers, and their ledger. Out: the ledger with a choice in every disputed row.
Every identity that holds a disputed figure is judged with the one and with the other; the reader with whose
figure more of them close is taken. Figures disputed together are tried together, so that one misreading does not
convict its neighbour. Nothing closes a doubt but an identity: without one, or with as many on either side, the
first reader's figure stays and the row says ``undecided``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from gouji.ledger import build_ledger, second_amounts
from gouji.model import Document

FIRST, SECOND, UNDECIDED, SAME = "pdfium", "camelot", "undecided", "same"
AMOUNT = ("printed", "value", "unit", "resolution", "blank")
PASSES = 4  # over the disputed figures of a document, from either end
Key = tuple[int, int, int]  # table, row, col


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reader's figure, as an operand: a blank is zero; what is no amount closes nothing."""

    value: Decimal
    half: Decimal
    readable: bool


def settled_ledger(documents: Iterable[Document]) -> pd.DataFrame:
    """The ledger of the documents, its disputed figures settled."""
    documents = list(documents)
    return settle(documents, build_ledger(documents))


def settle(documents: Iterable[Document], ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger with ``reader_choice``, ``closes_pdfium`` and ``closes_camelot`` in every row whose readers differ.

    Where the second reader is chosen, ``printed``, ``value``, ``unit``, ``resolution`` and ``blank`` are its own and
    ``other_reader`` holds the first one's text. Other rows are untouched. Raises LedgerInvalid.
    """
    disputed = ledger[ledger["readers_agree"].eq(False).fillna(False)]
    if disputed.empty:
        return ledger
    from gouji.fields.schema import check

    out = ledger.copy()
    by_sha256 = {document.reading.sha256: document for document in documents}
    for sha256, rows in disputed.groupby("document"):
        if document := by_sha256.get(sha256):
            _settle_document(document, out, rows)
    return check(out)


def tally(ledger: pd.DataFrame) -> dict[str, int]:
    """How many disputed figures went to whom; empty where the readers differ on none (or only one has read)."""
    counts = ledger.loc[ledger["reader_choice"].ne(""), "reader_choice"].value_counts()
    return {choice: int(counts[choice]) for choice in (FIRST, SECOND, UNDECIDED, SAME) if choice in counts}


def _settle_document(document: Document, out: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Write the choices for the disputed ``rows`` of one document into ``out``."""
    others = second_amounts(document)
    where = {(row.table, row.row, row.col): row.Index for row in rows.itertuples()}
    open_ = {}
    for key, index in where.items():
        if _same(out.loc[index], others[key]):
            out.loc[index, "reader_choice"] = SAME
        else:
            open_[key] = index
    if not open_:
        return
    own = out[out["document"] == document.reading.sha256]
    first = {key: _operand(own.loc[index]) for key, index in open_.items()}
    second = {key: _operand(others[key]) for key in open_}
    trial = own.copy()
    for key, index in open_.items():
        _take(trial, index, others[key])
    identities = _identities(document, (own, trial), set(open_))
    taken = _best(identities, first, second)
    for key, index in open_.items():
        mine = identities.get(key, ())
        closes = [sum(_closes(i, {**taken, key: reading}) for i in mine) for reading in (first[key], second[key])]
        choice = UNDECIDED if closes[0] == closes[1] else FIRST if closes[0] > closes[1] else SECOND
        if choice == SECOND:
            out.loc[index, "other_reader"] = out.loc[index, "printed"]
            _take(out, index, others[key])
        out.loc[index, ["reader_choice", "closes_pdfium", "closes_camelot"]] = [choice, *closes]


def _same(row: pd.Series, other: dict) -> bool:
    """Whether both readers give one amount (or none, the cell being blank) however they write it."""
    if row["blank"] or other["blank"]:
        return bool(row["blank"]) and other["blank"]
    return row["value"] is not None and (row["value"], row["resolution"]) == (other["value"], other["resolution"])


def _take(frame: pd.DataFrame, index: int, amount: dict) -> None:
    for name in AMOUNT:
        frame.at[index, name] = amount[name]


def _operand(row) -> _Reading:
    value, resolution = row["value"], row["resolution"]
    if row["blank"] or value is None:
        return _Reading(Decimal(0), Decimal(0), bool(row["blank"]))
    return _Reading(value, resolution / 2 if value else Decimal(0), True)


def _identities(document: Document, ledgers: Sequence[pd.DataFrame], keys: set[Key]) -> dict[Key, list]:
    """Disputed figure → the identities that hold it, each once, as either reader's ledger gives them."""
    from gouji.rules.catalogue import load_catalogue
    from gouji.rules.engine import applies
    from gouji.rules.index import index_ledger
    from gouji.rules.kinds import LINEAR

    found: dict[tuple, object] = {}
    rules = [rule for rule in load_catalogue() if rule.status == "implemented"]
    for ledger in ledgers:
        index = index_ledger(ledger)[document.reading.sha256]
        for rule in rules:
            if not applies(rule, document, index):
                continue
            for number, check in enumerate(rule.checks):
                if check["kind"] not in LINEAR or (check.get("form") and check["form"] not in index.forms):
                    continue
                for identity in LINEAR[check["kind"]](check, index):
                    held = [_key(term.figure) for term in _terms(identity) if term.figure]
                    if identity.absent is None and identity.inapplicable is None and keys.intersection(held):
                        found.setdefault((rule.id, number, identity.mode, tuple(held)), identity)
    out: dict[Key, list] = defaultdict(list)
    for (*_, held), identity in found.items():
        for key in keys.intersection(held):
            out[key].append(identity)
    return out


def _key(figure) -> Key:
    return figure.table, figure.row, figure.col


def _terms(identity) -> tuple:
    return (*identity.left, *identity.right, *identity.below, *(t for option in identity.others for t in option))


def _best(identities: dict[Key, list], first: dict[Key, _Reading], second: dict[Key, _Reading]) -> dict[Key, _Reading]:
    """The readings with which most identities close; with as many, the first reader's.

    Found by changing one figure at a time from all of the first reader's, and from all of the second's: both ends,
    because two figures misread together close nothing one by one.
    """
    best, most = dict(first), sum(_closes(i, first) for i in _all(identities))
    for start in (first, second):
        taken = dict(start)
        for _ in range(PASSES):
            changed = False
            for key, mine in identities.items():
                now = sum(_closes(i, taken) for i in mine)
                instead = second[key] if taken[key] == first[key] else first[key]
                then = sum(_closes(i, {**taken, key: instead}) for i in mine)
                if then > now or (then == now and instead == first[key]):
                    taken[key], changed = instead, True
            if not changed:
                break
        total = sum(_closes(i, taken) for i in _all(identities))
        if total > most:
            best, most = taken, total
    return best


def _all(identities: dict[Key, list]) -> list:
    return list({id(i): i for mine in identities.values() for i in mine}.values())


def _closes(identity, taken: dict[Key, _Reading]) -> bool:
    """Whether the identity holds (exactly, or as far as rounding goes) when the disputed operands are those ``taken``."""
    from gouji.rules.verdicts import judge

    def put(terms):
        return tuple(_put(term, taken) for term in terms)

    disputed = [taken[_key(t.figure)] for t in _terms(identity) if t.figure and _key(t.figure) in taken]
    if not all(reading.readable for reading in disputed):
        return False
    changed = replace(
        identity, left=put(identity.left), right=put(identity.right), below=put(identity.below), others=tuple(map(put, identity.others))
    )
    verdict, _ = judge(changed)
    return verdict is not None and verdict.outcome in ("exact", "rounding")


def _put(term, taken: dict[Key, _Reading]):
    reading = taken.get(_key(term.figure)) if term.figure else None
    return term if reading is None else replace(term, value=reading.value, half=reading.half)

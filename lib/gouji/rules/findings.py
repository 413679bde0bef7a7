"""What a rule found: one ``Finding`` per application, with every operand and the place where it was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter

from gouji.rules.arithmetic import Term
from gouji.rules.identities import Identity
from gouji.rules.index import Figure


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operand stands; an operand that is absent has its address and no page."""

    address: str
    page: int | None
    bbox: tuple[float, float, float, float] | None
    row: str | None
    column: str | None
    printed: str | None
    document: str | None = None  # sha256, where a finding is over several documents
    sentence: str | None = None  # that states it, of an operand in prose

    @classmethod
    def of(cls, figure: Figure) -> Place:
        return cls(
            figure.address, figure.page or None, figure.box, figure.label or figure.item, figure.column, figure.printed,
            sentence=figure.sentence,
        )  # fmt: skip

    @classmethod
    def absent(cls, address: str, page: int | None = None, printed: str | None = None) -> Place:
        return cls(address, page, None, None, None, printed)


@dataclass(frozen=True, slots=True)
class Suspect:
    """The cell whose change would repair a cluster of failed identities, and the value that would."""

    place: Place
    repaired: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule applied once. Amounts are in ``unit``, as text with the printed precision.

    ``cause`` is the id of the cluster's head, None for a head itself and for findings that stand alone.
    """

    id: str
    rule: str
    document: str
    outcome: str
    severity: str
    form: str | None
    where: tuple[Place, ...]
    unit: str | None = None
    expected: str | None = None
    found: str | None = None
    difference: str | None = None
    z: str | None = None  # residual in standard deviations of the rounding of so many terms
    reason: str | None = None
    cause: str | None = None
    suspect: Suspect | None = None
    read_again: bool | None = None  # of a mismatch: both readers read every operand alike; None: one of them did
    zh: str = ""
    en: str = ""
    identity: Identity | None = None
    residual: Decimal | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        """The linear operands, left side first (empty for findings that are no identity)."""
        return (*self.identity.left, *self.identity.right) if self.identity else ()

    def numbered(self, id: str, document: str) -> Finding:
        """The same finding under this id; by position, since a document has a thousand."""
        return Finding(id, self.rule, document, *_FROM_OUTCOME(self))

    def saying(self, zh: str, en: str) -> Finding:
        """The same finding in these words."""
        return Finding(*_TO_SUSPECT(self), zh, en, self.identity, self.residual)


_FIELDS = [f.name for f in fields(Finding)]
_FROM_OUTCOME = attrgetter(*_FIELDS[_FIELDS.index("outcome") :])
_TO_SUSPECT = attrgetter(*_FIELDS[: _FIELDS.index("zh")])


@dataclass(frozen=True, slots=True)
class DocumentFindings:
    file: str
    sha256: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings by document, in the order of the documents given, and those over several documents."""

    documents: tuple[DocumentFindings, ...]
    across: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        for document in self.documents:
            yield from document.findings
        yield from self.across

    def __len__(self) -> int:
        return sum(len(d.findings) for d in self.documents) + len(self.across)


def numbered(findings: list[Finding], document: str) -> list[Finding]:
    """Findings with their ids: document, rule and the ordinal within both; the same input gives the same ids."""
    counts: dict[str, int] = {}
    out = []
    for finding in findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        out.append(finding.numbered(f"{document[:8] or 'across'}-{finding.rule}-{counts[finding.rule]}", document))
    return out

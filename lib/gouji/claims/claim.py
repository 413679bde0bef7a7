"""A figure stated in prose: what finding, binding and the rules pass on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in prose. ``value`` as printed without separators; ``figure`` its ledger address when bound.

    ``section`` is the innermost heading, ``headings`` all of them from the outermost, ``topic`` the declared id of what
    the section is about; ``item`` what the paragraph is
    about; ``base`` the printed words the figure is set against (a share's whole, a growth's year). ``offset`` counts
    characters from the start of the document's joined prose.
    """

    section: str | None
    metric: str
    subject: str
    value: str
    unit: str
    direction: str | None
    compared_with: str | None
    sentence: str
    page: int | None
    offset: int
    figure: dict | None = None
    base: str | None = None
    item: str | None = None
    headings: tuple[str, ...] = ()
    topic: str | None = None

"""The rules: a catalogue of identities as data, and the engine that closes them over a ledger.

In: documents (for presence, emptiness, units) and their ledger. Out: findings, each with its outcome, its operands
and the places where they were printed. A rule is an entry in ``declared/rules/*.yml``; a new one needs no code.

>>> from gouji.rules import load_catalogue
>>> len(load_catalogue())
261
"""

from gouji.rules.catalogue import CatalogueInvalid, Rule, catalogue_json, load_catalogue
from gouji.rules.engine import check, outcome_counts
from gouji.rules.findings import DocumentFindings, Finding, Findings, Place
from gouji.rules.outputs import findings_json

__all__ = [
    "CatalogueInvalid",
    "DocumentFindings",
    "Finding",
    "Findings",
    "Place",
    "Rule",
    "catalogue_json",
    "check",
    "findings_json",
    "load_catalogue",
    "outcome_counts",
]

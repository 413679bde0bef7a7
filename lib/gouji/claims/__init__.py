"""Figures stated in prose: found, said what they are of, and bound to the form's figure they restate.

``find_claims(path)`` reads a PDF (prose outside the tables) or a UTF-8 text; ``claims_of(reading)`` a document already
read; ``bind(claims, ledger, document)`` sets ``figure``; ``claims_json`` gives the contract's shape.
"""

from gouji.claims.find import METRICS, Claim, claims_of, find_claims
from gouji.claims.json import claims_json
from gouji.claims.statements import Statement, find_statements

__all__ = ["METRICS", "Claim", "Statement", "bind", "claims_json", "claims_of", "find_claims", "find_statements"]


def __getattr__(name: str):
    """``bind`` is imported when asked for: it needs pandas, finding does not."""
    if name == "bind":
        from gouji.claims.binding import bind

        return bind
    raise AttributeError(name)

"""Figures stated in prose: found, and said what they are of.

``find_claims(path)`` reads a PDF (prose outside the tables) or a UTF-8 text; ``claims_json`` gives the
contract's shape.
"""

from gouji.claims.find import Claim, claims_of, find_claims
from gouji.claims.json import claims_json

__all__ = ["Claim", "claims_json", "claims_of", "find_claims"]

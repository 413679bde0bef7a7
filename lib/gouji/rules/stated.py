"""The kinds that set stated figures against each other or against the forms; each yields ``Identity``s.

``KINDS`` maps a kind's name to its function ``(check, prose) → identities``; the engine judges them. A figure whose
place in the forms is not known is never compared; one whose meaning is not certain carries a ``doubt``.
"""

from __future__ import annotations

from collections.abc import Callable

from gouji.rules import budget_and_final, execution, growth, lists, reasons, restated, said_lists, self_evaluated, shares, words_of_change

KINDS: dict[str, Callable] = {**restated.KINDS, **shares.KINDS, **growth.KINDS, **execution.KINDS, **lists.KINDS}
TEXTUAL: dict[str, Callable] = {**words_of_change.TEXTUAL, **reasons.TEXTUAL, **said_lists.TEXTUAL, **self_evaluated.TEXTUAL}  # (check, context) → remarks
ACROSS: dict[str, Callable] = {**budget_and_final.ACROSS}  # (rule, check, contexts) → findings over several documents

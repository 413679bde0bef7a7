"""The engine: documents and their ledger in, findings out.

Every check of every implemented rule that concerns the document is run over its index; identities are judged with
display-rounding arithmetic, remarks about presence are taken as they are; failures are then clustered to their
roots. Cost is linear in the documents: each is indexed once and judged alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas

from gouji.model import Document
from gouji.reading.pause import collector_paused
from gouji.rules.arithmetic import OUTCOMES
from gouji.rules.catalogue import Rule, load_catalogue
from gouji.rules.cluster import find_roots
from gouji.rules.context import Context
from gouji.rules.doubts import Doubts
from gouji.rules.findings import DocumentFindings, Finding, Findings, Place, numbered
from gouji.rules.identities import Reason
from gouji.rules.index import DocumentIndex, index_ledger
from gouji.rules.kinds import ACROSS, LINEAR, PRESENCE, STATED, TEXTUAL
from gouji.rules.messages import write_messages
from gouji.rules.presence import Remark
from gouji.rules.said import prose_of
from gouji.rules.verdicts import ACCUSING, FAILED, certain, collapse, judged, not_tested
from gouji.rules.wording import plainly

OPTIONAL_FORMS = ("BG07", "BG12", "BG13", "BG14", "BG15", "BG19", "BG22", "BG23")
MOST = (4, Decimal("0.6"))  # so many rows of one check failing, and this share of them: columns not understood


def _run_linear(rule: Rule, check: dict, context: Context) -> list[Finding]:
    kind = check["kind"]
    found = list(STATED[kind](check, prose_of(context)) if kind in STATED else LINEAR[kind](check, context.index))
    findings = [judged(rule, identity) for identity in found]
    groups: dict[str, list[int]] = defaultdict(list)
    for i, identity in enumerate(found):
        if identity.group is not None and findings[i].outcome in ("exact", "rounding", "mismatch"):
            if any(t.value for t in (*identity.left, *identity.right)):
                groups[identity.group].append(i)
    for members in groups.values():
        failed = [i for i in members if findings[i].outcome == "mismatch"]
        if len(failed) >= MOST[0] and len(failed) >= MOST[1] * len(members):
            for i in failed:
                reason = Reason("structure", f"{len(failed)}/{len(members)}")
                findings[i] = not_tested(rule, found[i].form, reason, "not_testable", findings[i].where)
    return collapse(findings)


def _remarks(check: dict, context: Context) -> Iterable[Remark]:
    if check["kind"] in TEXTUAL:
        return TEXTUAL[check["kind"]](check, context)
    return PRESENCE[check["kind"]](check, context.index, context.document)


def _run_presence(rule: Rule, check: dict, context: Context) -> list[Finding]:
    out = []
    for remark in _remarks(check, context):
        severity = rule.severity if remark.outcome in FAILED else "info"
        values = {k: plainly(remark.values.get(k)) for k in ("expected", "found")}
        reason = remark.message if remark.outcome == "not_testable" else None
        finding = Finding("", rule.id, "", remark.outcome, severity, remark.form, remark.where, reason=reason, **values)
        out.append(write_messages(finding, rule, remark.message, remark.about, remark.values))
    return out


def applies(rule: Rule, document: Document, index: DocumentIndex) -> bool:
    """Whether the rule is asked of the document: by its kind, or because a form of the rule is in it."""
    if "any" in rule.documents or document.kind in rule.documents:
        return True
    forms = {t.form for t in document.tables} | set(index.forms)
    return any(form in forms for form in rule.forms)


def _lacking(rule: Rule, check: dict, index: DocumentIndex, document: Document) -> Finding | None:
    """The finding that says the check's own form is not there, or is empty."""
    form = check.get("form")
    if form is None or form in index.forms and any(t.printed for t in index.of(form)):
        return None
    if form in index.forms or any(t.form == form for t in document.tables):
        page = next((t.pages[0] for t in document.tables if t.form == form and t.pages), None)
        return not_tested(rule, form, Reason("empty_form", form), "not_applicable", (Place.absent(form, page),))
    if form.startswith("PE") or form in OPTIONAL_FORMS:
        return None  # a document need not hold every performance form, nor a form that only some provinces print
    return not_tested(rule, form, Reason("form", form), "not_testable", (Place.absent(form),))


def check_document(context: Context, rules: Iterable[Rule]) -> list[Finding]:
    """All findings of one document, in the order of the catalogue, exact ones included."""
    document, index = context.document, context.index
    findings: list[Finding] = []
    doubts = Doubts([context])
    for rule in rules:
        if not applies(rule, document, index):
            continue
        of_rule: list[Finding] = []
        for check in rule.checks:
            if check["kind"] in ACROSS:
                continue
            if check["kind"] in PRESENCE or check["kind"] in TEXTUAL:
                of_rule += _run_presence(rule, check, context)
                continue
            lacking = _lacking(rule, check, index, document)
            of_rule += [lacking] if lacking else _run_linear(rule, check, context)
        findings += collapse([certain(rule, finding, doubts) for finding in of_rule])
    findings = numbered(findings, document.reading.sha256)
    return _told_once(find_roots(findings))


def _told_once(findings: list[Finding]) -> list[Finding]:
    """Where two rules set the very same figures against each other and both fail, the later points to the earlier."""
    first: dict[tuple, Finding] = {}
    out = []
    for finding in findings:
        if finding.outcome in ACCUSING and finding.identity:
            one = finding.identity
            key = (finding.outcome, one.mode, frozenset(p for p in finding.where))
            kept = first.setdefault(key, finding)
            if kept is not finding and finding.cause is None:
                finding = replace(finding, cause=kept.cause or kept.id)
        out.append(finding)
    return out


def check(
    documents: Iterable[Document], ledger: pandas.DataFrame, claims: Mapping[str, Sequence] | None = None
) -> Findings:
    """Every implemented rule over the documents, together.

    ``ledger`` is the frame of ``gouji.ledger.build_ledger`` (元, ``Decimal``); ``claims`` the figures stated in prose
    by sha256, bound to the ledger (found and bound here when not given). Returns all findings, exact ones included:
    by document, and those over several documents.
    """
    rules = implemented()
    with collector_paused():
        contexts = contexts_of(documents, ledger, claims)
        out = [
            DocumentFindings(c.document.reading.file, c.document.reading.sha256, tuple(check_document(c, rules))) for c in contexts
        ]
        return Findings(tuple(out), tuple(check_across(contexts, rules)))


def implemented() -> list[Rule]:
    """The rules of the catalogue that are asked."""
    return [r for r in load_catalogue() if r.status == "implemented"]


def contexts_of(
    documents: Iterable[Document], ledger: pandas.DataFrame, claims: Mapping[str, Sequence] | None = None
) -> list[Context]:
    """What the rules ask of each document: its index, its rows of the ledger, its claims if they are known."""
    by_document = index_ledger(ledger)
    rows = dict(list(ledger.groupby("document", sort=False))) if len(ledger) else {}
    contexts = []
    for document in documents:
        sha256 = document.reading.sha256
        index = by_document.get(sha256) or DocumentIndex(sha256, ())
        contexts.append(Context(document, index, rows.get(sha256), (claims or {}).get(sha256)))
    return contexts


def check_across(contexts: Sequence[Context], rules: Iterable[Rule]) -> list[Finding]:
    """All findings over several documents."""
    doubts = Doubts(contexts)
    across = [
        certain(rule, f, doubts) for rule in rules for k in rule.checks if k["kind"] in ACROSS for f in ACROSS[k["kind"]](rule, k, contexts)
    ]
    return numbered(across, "")


def outcome_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each outcome, every outcome named."""
    counts = Counter(f.outcome for f in findings)
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}

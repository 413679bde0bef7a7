"""The engine: documents and their ledger in, findings out.

Every check of every implemented rule that concerns the document is run over its index; identities are judged with
display-rounding arithmetic, remarks about presence are taken as they are; failures are then clustered to their
roots. Cost is linear in the documents: each is indexed once and judged alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas

from gouji.model import Document
from gouji.reading.pause import collector_paused
from gouji.rules import across_forms, codes, more_kinds, performance, presence, stated, structure, sums
from gouji.rules.arithmetic import Verdict, judge_equal, judge_part, judge_ratio, judge_sum
from gouji.rules.catalogue import Rule, load_catalogue
from gouji.rules.cluster import find_roots
from gouji.rules.context import Context
from gouji.rules.doubts import Doubts
from gouji.rules.findings import DocumentFindings, Finding, Findings, Place, numbered
from gouji.rules.identities import Identity, Reason
from gouji.rules.index import DocumentIndex, index_ledger
from gouji.rules.said import prose_of
from gouji.rules.messages import amounts, write_messages
from gouji.rules.wording import plainly

LINEAR = {
    "sum": sums.sums,
    "tops": codes.tops,
    "hierarchy": codes.hierarchy,
    "details": codes.details,
    "lanes": codes.lanes,
    "row": sums.rows,
    "part_row": sums.part_rows,
    "ratio_row": sums.ratio_rows,
    "equal": across_forms.compare,
    "part": across_forms.compare,
    **more_kinds.LINEAR,
}
PRESENCE = {
    "forms_present": presence.forms_present,
    "all_zero": presence.all_zero,
    "empty_iff_zero": presence.empty_iff_zero,
    "unit_present": presence.unit_present,
    "total_printed": structure.total_printed,
    "codes_unique": structure.codes_unique,
    "codes_chain": structure.codes_chain,
    "codes_valid": structure.codes_valid,
    "codes_depth": structure.codes_depth,
    "no_negative": structure.no_negative,
    "gap_explained": structure.gap_explained,
    "lines_continuous": structure.lines_continuous,
    "columns_numbered": structure.columns_numbered,
    "columns_present": structure.columns_present,
    "target_met": performance.target_met,
    "indicators_printed": performance.indicators_printed,
    "indicator_rate": performance.indicator_rate,
}
# kinds that set stated figures against each other or against forms: (check, prose) → identities
STATED: dict[str, Callable] = {**stated.KINDS}
# kinds that ask about words and stated figures: (check, context) → remarks
TEXTUAL: dict[str, Callable] = {"empty_explained": presence.empty_explained, **more_kinds.TEXTUAL, **stated.TEXTUAL}
# kinds that ask about several documents: (rule, check, contexts) → findings
ACROSS: dict[str, Callable] = {**more_kinds.ACROSS, **stated.ACROSS}
OPTIONAL_FORMS = ("BG07", "BG12", "BG13", "BG14", "BG15", "BG19", "BG22", "BG23")
FAILED = ("mismatch", "missing", "implausible", "truncation")
MILD = ("truncation", "implausible")
ACCUSING = ("mismatch", "truncation")  # outcomes that say of a printed figure that it is wrong
MOST = (4, Decimal("0.6"))  # so many rows of one check failing, and this share of them: columns not understood


def judge(identity: Identity) -> tuple[Verdict | None, Identity]:
    """The verdict, the best over the identity's alternatives, and the identity as judged; None for a ratio over zero."""
    if identity.mode == "part":
        return judge_part(identity.left, identity.right), identity
    if identity.mode == "ratio":
        return judge_ratio(identity.left[0], identity.right, identity.below, identity.scale), identity
    summed = identity.mode == "sum" or identity.tolerance == "SUM"
    options = (identity.right, *identity.others)
    verdicts = [
        judge_sum(identity.left, right) if summed else judge_equal(identity.left, right, identity.tolerance)
        for right in options
    ]
    best = min(range(len(options)), key=lambda i: ("exact", "rounding", "truncation", "mismatch").index(verdicts[i].outcome))
    return verdicts[best], replace(identity, right=options[best]) if best else identity


def _open(rule: Rule, form: str | None, reason: Reason, outcome: str, where: tuple[Place, ...]) -> Finding:
    where = where or (Place.absent(reason.about),)
    finding = Finding("", rule.id, "", outcome, "info", form, where, reason=reason.kind)
    return write_messages(finding, rule, reason.kind, reason.about)


def _where(identity: Identity) -> tuple[Place, ...]:
    return tuple(Place.of(t.figure) for t in (*identity.left, *identity.right, *identity.below) if t.figure)


def _disputed(identity: Identity) -> Reason | None:
    """An operand on which the two readers disagree: what fails may be the reading."""
    terms = (*identity.left, *identity.right, *identity.below)
    return next((_doubtful(Place.of(t.figure)) for t in terms if t.figure and t.figure.agreed is False), None)


def _doubtful(place: Place) -> Reason:
    return Reason("readers", f"“{place.row or place.address}” {place.printed or ''} (p. {place.page})")


def _certain(rule: Rule, finding: Finding, doubts: Doubts) -> Finding:
    """A finding that accuses, with whether both readers read its operands; not testable where they differ on one. What is
    unlikely, and a digit cut off, is no error whatever its rule's severity."""
    if finding.outcome in MILD and finding.severity == "error":
        finding = replace(finding, severity="warning")
    if finding.outcome not in ACCUSING:
        return finding
    if place := doubts.first(finding):
        return _open(rule, finding.form, _doubtful(place), "not_testable", finding.where)
    return replace(finding, read_again=doubts.alike(finding))


def _judged(rule: Rule, identity: Identity) -> Finding:
    """The finding of an identity: its verdict, or why there is none."""
    if identity.inapplicable:
        return _open(rule, identity.form, identity.inapplicable, "not_applicable", _where(identity))
    if identity.absent:
        return _open(rule, identity.form, identity.absent, "not_testable", _where(identity))
    verdict, identity = judge(identity)
    where = _where(identity)
    if verdict is None:
        return _open(rule, identity.form, Reason("zero_base", identity.left[0].name), "not_applicable", where)
    doubt = verdict.outcome in ACCUSING and (identity.doubt or _disputed(identity))
    if doubt:
        return _open(rule, identity.form, doubt, "not_testable", where)
    severity = rule.severity if verdict.outcome in FAILED else "info"
    unit, expected, found, difference, z = amounts(identity, verdict)
    finding = Finding(
        "", rule.id, "", verdict.outcome, severity, identity.form, where,
        unit, expected, found, difference, z, identity=identity, residual=verdict.residual,
    )  # fmt: skip
    to_constant = identity.right and all(t.figure is None for t in identity.right) and identity.mode == "sum"
    key = identity.told or (identity.mode if not to_constant else "constant" if identity.form else "constant_said")
    return write_messages(finding, rule, key, identity.left[0].name)


def _run_linear(rule: Rule, check: dict, context: Context) -> list[Finding]:
    kind = check["kind"]
    found = list(STATED[kind](check, prose_of(context)) if kind in STATED else LINEAR[kind](check, context.index))
    findings = [_judged(rule, identity) for identity in found]
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
                findings[i] = _open(rule, found[i].form, reason, "not_testable", findings[i].where)
    return _collapse(findings)


def _collapse(findings: list[Finding]) -> list[Finding]:
    """One finding for many rows of a check that cannot be tested for the same reason."""
    out, seen = [], set()
    for finding in findings:
        key = (finding.rule, finding.form, finding.outcome, finding.reason)
        if finding.outcome in ("not_testable", "not_applicable"):
            if key in seen:
                continue
            seen.add(key)
        out.append(finding)
    return out


def _remarks(check: dict, context: Context) -> Iterable[presence.Remark]:
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
        return _open(rule, form, Reason("empty_form", form), "not_applicable", (Place.absent(form, page),))
    if form.startswith("PE") or form in OPTIONAL_FORMS:
        return None  # a document need not hold every performance form, nor a form that only some provinces print
    return _open(rule, form, Reason("form", form), "not_testable", (Place.absent(form),))


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
        findings += _collapse([_certain(rule, finding, doubts) for finding in of_rule])
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
        _certain(rule, f, doubts) for rule in rules for k in rule.checks if k["kind"] in ACROSS for f in ACROSS[k["kind"]](rule, k, contexts)
    ]
    return numbered(across, "")


def outcome_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each outcome, every outcome named."""
    from gouji.rules.arithmetic import OUTCOMES

    counts = Counter(f.outcome for f in findings)
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}

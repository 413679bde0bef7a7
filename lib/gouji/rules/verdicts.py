"""From an identity to a finding: the verdict on its printed figures, what keeps it from accusing, its words.

In: a rule and an ``Identity``. Out: a ``Finding``: judged, or not testable with the reason. Nothing is called wrong on a
figure of which the two readers differ.
"""

from __future__ import annotations

from dataclasses import replace

from gouji.rules.arithmetic import Verdict, judge_equal, judge_part, judge_ratio, judge_sum
from gouji.rules.catalogue import Rule
from gouji.rules.doubts import Doubts
from gouji.rules.findings import Finding, Place
from gouji.rules.identities import Identity, Reason
from gouji.rules.messages import amounts, write_messages

FAILED = ("mismatch", "missing", "implausible", "truncation")
MILD = ("truncation", "implausible")
ACCUSING = ("mismatch", "truncation")  # outcomes that say of a printed figure that it is wrong


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


def not_tested(rule: Rule, form: str | None, reason: Reason, outcome: str, where: tuple[Place, ...]) -> Finding:
    """A finding without a verdict (``not_testable`` or ``not_applicable``), and why."""
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


def certain(rule: Rule, finding: Finding, doubts: Doubts) -> Finding:
    """A finding that accuses, with whether both readers read its operands; not testable where they differ on one. What is
    unlikely, and a digit cut off, is no error whatever its rule's severity."""
    if finding.outcome in MILD and finding.severity == "error":
        finding = replace(finding, severity="warning")
    if finding.outcome not in ACCUSING:
        return finding
    if place := doubts.first(finding):
        return not_tested(rule, finding.form, _doubtful(place), "not_testable", finding.where)
    return replace(finding, read_again=doubts.alike(finding))


def judged(rule: Rule, identity: Identity) -> Finding:
    """The finding of an identity: its verdict, or why there is none."""
    if identity.inapplicable:
        return not_tested(rule, identity.form, identity.inapplicable, "not_applicable", _where(identity))
    if identity.absent:
        return not_tested(rule, identity.form, identity.absent, "not_testable", _where(identity))
    verdict, identity = judge(identity)
    where = _where(identity)
    if verdict is None:
        return not_tested(rule, identity.form, Reason("zero_base", identity.left[0].name), "not_applicable", where)
    doubt = verdict.outcome in ACCUSING and (identity.doubt or _disputed(identity))
    if doubt:
        return not_tested(rule, identity.form, doubt, "not_testable", where)
    severity = rule.severity if verdict.outcome in FAILED else "info"
    unit, expected, found, difference, z = amounts(identity, verdict)
    finding = Finding(
        "", rule.id, "", verdict.outcome, severity, identity.form, where,
        unit, expected, found, difference, z, identity=identity, residual=verdict.residual,
    )  # fmt: skip
    to_constant = identity.right and all(t.figure is None for t in identity.right) and identity.mode == "sum"
    key = identity.told or (identity.mode if not to_constant else "constant" if identity.form else "constant_said")
    return write_messages(finding, rule, key, identity.left[0].name)


def collapse(findings: list[Finding]) -> list[Finding]:
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

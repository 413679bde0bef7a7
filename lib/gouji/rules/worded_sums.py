"""The kinds that work out sums, products and parts written out in words, in the prose or in a self-evaluation.

(check, context) → ``Remark``s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.claims.find import Claim
from gouji.rules.claimed import FACTORS, TEN_THOUSAND, half_of, place_of, yuan
from gouji.rules.context import Context
from gouji.rules.findings import Place
from gouji.rules.presence import Remark

SUM_SAID = re.compile(
    r"(?:每[人件套个]|单价|合计|共)[^，。；\d]{0,4}(?P<sum>\d+(?:\.\d+)?)元[^。；\d]{0,6}[：:（(](?P<parts>[^。；]{0,60}?\d+(?:\.\d+)?元[^。；]{0,60}?\d+(?:\.\d+)?元)"
)

PRODUCT = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)\s*(?:人|套|件|名|个|台|次|户|天)?\s*[×xX*＊]\s*(?P<b>\d+(?:\.\d+)?)\s*(?P<unit>万元|元)(?:[/／][人套件名个台次户天年月]{1,3})?"
    r"\s*(?:[×xX*＊]\s*(?P<c>\d+)\s*(?:个?月|天|年|次))?\s*[=＝]\s*(?P<p>\d+(?:\.\d+)?)\s*(?P<to>万元|元)"
)


def _texts(context: Context, forms: tuple[str, ...]) -> Iterator[tuple[str, int | None]]:
    for paragraph in context.paragraphs:
        yield paragraph.text, paragraph.page(0)
    for e in context.evaluated(forms):
        yield from e.cells
        for i in e.indicators:
            yield from ((t, i.page) for t in (i.reason, i.note) if t)


def price_parts(check: dict, context: Context) -> Iterator[Remark]:
    """``price_parts``: {forms}: a price said to be made up of others is their sum."""
    for text, page in _texts(context, tuple(check["forms"])):
        for m in SUM_SAID.finditer(text):
            whole = Decimal(m["sum"])
            parts = [Decimal(x) for x in re.findall(r"(\d+(?:\.\d+)?)元", m["parts"])]
            holds = sum(parts) == whole
            shown = {"found": m["sum"], "expected": f"{sum(parts):f}"}
            yield Remark("exact" if holds else "implausible", None, "price_parts", m[0], (Place.absent("words", page, m[0]),), shown)


def products(check: dict, context: Context) -> Iterator[Remark]:
    """``products``: {forms}: a multiplication written out comes to what it says."""
    for text, page in _texts(context, tuple(check["forms"])):
        for m in PRODUCT.finditer(text):
            value = Decimal(m["a"]) * Decimal(m["b"]) * FACTORS[m["unit"]] * Decimal(m["c"] or 1)
            stated = Decimal(m["p"]) * FACTORS[m["to"]]
            half = FACTORS[m["to"]] * Decimal(1).scaleb(Decimal(m["p"]).as_tuple().exponent) / 2
            shown = {"found": m["p"], "expected": f"{value / FACTORS[m['to']]:f}"}
            yield Remark("exact" if abs(value - stated) <= half else "implausible", None, "products", m[0], (Place.absent("words", page, m[0]),), shown)


def said_parts(check: dict, context: Context) -> Iterator[Remark]:
    """``said_parts``: {headings, whole, parts, unless?}: in a sentence, an amount and the two or more that make it up."""
    groups: dict[str, list[Claim]] = {}
    for claim in context.claims:
        if claim.metric == "total" and any(re.search(check["headings"], h) for h in claim.headings):
            groups.setdefault(claim.sentence, []).append(claim)
    for claims in groups.values():
        whole = next((c for c in claims if re.search(check["whole"], c.subject)), None)
        parts = [c for c in claims if whole and c.offset > whole.offset and re.fullmatch(check["parts"], c.subject)]
        if whole is None or len(parts) < 2 or any(yuan(c) is None for c in (whole, *parts)):
            continue
        total, gap = sum(yuan(c) for c in parts), yuan(whole) - sum(yuan(c) for c in parts)
        bound = sum(half_of(c) for c in (whole, *parts))
        outcome = "exact" if not gap else "rounding" if abs(gap) < bound else "mismatch"
        shown = {"found": f"{whole.value}{whole.unit}", "expected": f"{total / FACTORS[whole.unit]:f}"}
        yield Remark(outcome, None, "said_parts", whole.subject, (place_of(whole), *(place_of(c) for c in parts)), shown)


def said_within(check: dict, context: Context) -> Iterator[Remark]:
    """``said_within``: {claim: regex, topics, most: [address …]}: an amount the prose states is not above the form's figure."""
    said = [c for c in context.claims if c.metric == "total" and c.topic in check["topics"] and re.search(check["claim"], c.subject)
            and (not check.get("sentence") or re.search(check["sentence"], c.sentence))]  # fmt: skip
    for claim in said[:3]:
        value = yuan(claim)
        figures = [f for a in check["most"] if (t := context.index.main(a.split("/")[0])) and (f := t.figure(*a.split("/")[1:])) and f.readable and not f.blank]
        if not figures:
            yield Remark("not_testable", None, "absent", check["most"][0], (place_of(claim), Place.absent(check["most"][0])))
        elif value is not None:
            top = figures[0] if not check.get("sum") else None
            most = top.value if top else sum(f.value for f in figures)
            over = value > most + half_of(claim) + sum(f.half for f in figures)
            shown = {"found": f"{claim.value}{claim.unit}", "expected": f"{most / TEN_THOUSAND:f}"}
            yield Remark(check.get("wrong", "mismatch") if over else "exact", figures[0].form, "said_within", claim.subject, (place_of(claim), Place.of(figures[0])), shown)

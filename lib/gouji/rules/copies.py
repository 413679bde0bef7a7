"""The kinds that ask whether one text stands twice: in two years' documents, in those of two offices.

(rule, check, contexts) → ``Finding``s. The cost follows what is shared, not the pairs there could be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from gouji.rules.catalogue import Rule
from gouji.rules.companions import found_across, label_of, years
from gouji.rules.context import Context
from gouji.rules.findings import Finding, Place
from gouji.rules.words import plain_entity

COMMON = 20  # a sentence that stands in more documents than this is a template's, and tells nothing of two of them


def sentences(context: Context) -> set[str]:
    """The sentences of the prose without figures, definitions and plans apart."""
    out = set()
    for paragraph in context.paragraphs:
        if any(re.search("名词解释|术语解释", h) for h in paragraph.headings):
            continue
        for sentence in re.split("[。；！？]", paragraph.text):
            plain = re.sub(r"[\d\s.,，、%]|20\d\d年?度?", "", sentence)
            if len(plain) >= 15:
                out.add(plain)
    return out


def text_copied(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``text_copied``: {most, least}: two years' prose, figures apart, is not the same in more than this share of its sentences."""
    for before, now in years(contexts):
        yield from _copied(rule, check, before, now)


def text_shared(rule: Rule, check: dict, contexts: Sequence[Context]) -> Iterator[Finding]:
    """``text_shared``: {most, least}: nor is that of two offices of one kind and year (a template shares its frame, not its reasons).

    Only documents that share a sentence are compared, so that the cost follows what is shared, not the pairs there could be.
    """
    own = [sentences(c) for c in contexts]
    where: dict[tuple, list[int]] = defaultdict(list)
    for i, (c, said_in) in enumerate(zip(contexts, own, strict=True)):
        for sentence in said_in:
            where[c.document.kind, c.document.year, sentence].append(i)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for some in where.values():
        for k, i in enumerate(some if len(some) <= COMMON else ()):
            for j in some[k + 1 :]:
                shared[i, j] += 1
    for (i, j), n in sorted(shared.items()):
        a, b = contexts[i], contexts[j]
        fewest = min(len(own[i]), len(own[j]))
        if fewest >= check["least"] and n > check["most"] * fewest and plain_entity(a.document.entity or "") != plain_entity(b.document.entity or ""):
            yield found_across(rule, "implausible", "text_copied", f"{label_of(a)} / {label_of(b)}",
                         [(b, Place.absent("prose", 1)), (a, Place.absent("prose", 1))], found=f"{100 * n / fewest:.0f}%")  # fmt: skip


def _copied(rule: Rule, check: dict, a: Context, b: Context) -> Iterator[Finding]:
    one, two = sentences(a), sentences(b)
    if min(len(one), len(two)) < check["least"]:
        return
    share = len(one & two) / min(len(one), len(two))
    odd = share > check["most"]
    where = [(b, Place.absent("prose", 1)), (a, Place.absent("prose", 1))]
    yield found_across(rule, "implausible" if odd else "exact", "text_copied", f"{label_of(a)} / {label_of(b)}", where, found=f"{100 * share:.0f}%")


ACROSS = {"text_copied": text_copied, "text_shared": text_shared}

"""Which statutory form a table is, from its title and its header together.

In: a title, the flattened header, the document's kind. Out: a ``Form`` of the catalogue or None (the table is
still read). A title alone names a form unless the header contradicts it; without a title, only a header
declared as enough (``header_alone``) does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gouji.forms.declared import Form, catalogue, words
from gouji.forms.text import plain, squeeze

_YEAR = re.compile(r"^\(?(?:19|20)\d\d年?(?:度)?\)?")
_CONTINUED = re.compile(r"\(?续表?\d*\)?$")
_FUND = re.compile("(?:一般公共|公共财政|基金|经营)预算")
_ORDINAL = re.compile(r"^(?:附[件表]?\d+[::]?|[一二三四五六七八九十]+、|\(?[一二三四五六七八九十]+\)|\d+[.、])")


@lru_cache(maxsize=4096)
def title_key(title: str, entity: str | None = None) -> str:
    """A title as it is compared: no white space, quotation marks, ordinal, year, publisher's name or "(续)"."""
    text = _ORDINAL.sub("", plain(title))
    text = _CONTINUED.sub("", _YEAR.sub("", text))
    if entity and text.startswith(plain(entity)) and len(text) > len(plain(entity)) + 3:
        text = _YEAR.sub("", text[len(plain(entity)) :])
    return text


def recognise(title: str | None, columns: Sequence[str], kind: str, entity: str | None = None) -> Form | None:
    """The form with this title and header in a document of this kind ("final", "budget", "performance", "other")."""
    return _recognise(title, tuple(columns), kind, entity)


@lru_cache(maxsize=1024)
def _recognise(title: str | None, columns: tuple[str, ...], kind: str, entity: str | None) -> Form | None:
    header = plain("|".join(columns))
    if not title:
        return _by_header(header)
    key = title_key(title, entity)
    listed = catalogue().get(catalogue().titles.get(key, ""))
    if listed:
        return listed if _header_fits(listed, header) else None
    kinds = ("performance", _stated_kind(key, header), kind)
    order = sorted(catalogue().forms, key=lambda form: kinds.index(form.kind) if form.kind in kinds else len(kinds))
    for form in order:
        if any(p.search(key) for p in form.never):
            continue
        if any(p.search(key) for p in form.title) or any(p.search(f"{key}|{header}") for p in form.with_header):
            return form if _header_fits(form, header) else None
    return _by_header(header)


def _stated_kind(key: str, header: str) -> str | None:
    """The kind that the title states (决算, or 预算 that is not the name of a fund), else the header's figures."""
    budget = _FUND.sub("", key)
    if "决算" in key or "预算" in budget:
        return "final" if "决算" in key else "budget"
    figures = ("决算数" in header, "预算数" in header)
    return {(True, False): "final", (False, True): "budget"}.get(figures)


def _header_fits(form: Form, header: str) -> bool:
    return all(word in header for word in form.header_all) and not any(word in header for word in form.header_none)


def _by_header(header: str) -> Form | None:
    fits = [form for form in catalogue().forms if any(p.search(header) for p in form.header_alone)]
    return fits[0] if len(fits) == 1 else None


def laid_out_as_form(form: Form | None, first_row: Sequence[str]) -> bool:
    """Label beside value (a performance form), not a table with a header: judged from the first row under the title."""
    texts = [squeeze(text) for text in first_row if squeeze(text)]
    if any(word in text for text in texts for word in words().form_layout_unless):
        return False
    if form is not None:
        return form.layout == "form"
    return bool(texts) and len(texts) <= 4 and bool(words().form_key.match(texts[0]))

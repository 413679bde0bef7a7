"""Where each thing stands in the site, from its root: evidence pages, findings, rules, documents.

``LISTS`` declares what an interactive table can be asked for.
``href`` turns a reference of ``gouji.show.rich`` into a relative link; what is no reference of ours becomes none.
Names come from files, so every one is made a plain file name first (``slug``).
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode

REF = re.compile(r'<span class="gj-ref" data-ref="([^"]*)">')
CELL = re.compile(r"cell:([^/]+)/(\d+)/(-?\d+)/(-?\d+)")
WORD = re.compile(r"(finding|rule|document|printed):([^:]+)")
LIST = re.compile(r"list:(\w+)\?(.*)", re.S)
LISTS = {  # table → the fields by which its page can be asked for some of its rows
    "ledger": ("document", "form", "column", "item", "unit", "page", "is"),
    "findings": ("document", "outcome", "severity", "rule", "form", "root", "cause", "tie", "finding", "counted"),
    "exact": ("document", "severity", "rule", "form", "tie", "counted"),
    "documents": ("document", "year", "kind", "read"),
    "tables": ("document", "form", "empty", "known", "united"),
    "pages": ("document", "page", "holds", "ruled"),
    "problems": ("document", "problem"),
    "queue": ("document", "why"),
    "items": ("document", "dimension", "item", "score", "state"),
}


def slug(name: str) -> str:
    """A document's short name as a file name: letters, digits, ``_`` and ``-``; where that changes it, a hash keeps two apart."""
    plain = re.sub(r"[^0-9A-Za-z_\-\u4e00-\u9fff]", "_", name)[:80] or "_"
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def page_file(name: str, page: int) -> str:
    """The evidence page of one page of a document."""
    return f"evidence/{slug(name)}-{page}.html"


def anchor(box) -> str:
    """The anchor of a printed cell on its evidence page: its upper left corner in whole points."""
    return f"b{int(box[0])}-{int(box[1])}"


def cell_href(name: str, page: int, box) -> str:
    return f"{quote(page_file(name, int(page)))}#{anchor(box)}"


def findings_file(name: str) -> str:
    """The page of a document's findings; ``""`` names those across documents."""
    return f"findings/{slug(name) if name else 'across'}.html"


def document_file(name: str) -> str:
    """The page of a document as printed."""
    return f"documents/{slug(name)}.html"


def rule_file(rule: str) -> str:
    return f"rules/{slug(rule)}.html"


def href(ref: str, owners: Mapping[str, str], dossiers: Mapping[str, str] | None = None) -> str | None:
    """The link of a reference; ``owners`` is finding id → document name (``""`` across), for those that have a place;
    ``dossiers`` document name → page. None when it leads nowhere."""
    if cell := CELL.fullmatch(ref):
        return f"{quote(page_file(unquote(cell[1]), int(cell[2])))}#b{cell[3]}-{cell[4]}"
    if rows := LIST.fullmatch(ref):
        return list_href(rows[1], parse_qsl(rows[2], keep_blank_values=True))
    if not (word := WORD.fullmatch(ref)):
        return None
    kind, named = word.groups()
    if kind == "rule":
        return quote(rule_file(named))
    if kind == "printed":
        return quote(document_file(named))
    if kind == "finding":
        return f"{quote(findings_file(owners[named]))}#{quote(named)}" if named in owners else None
    return f"{dossiers[named]}.html" if dossiers and named in dossiers else None


def list_href(table: str, fields: list[tuple[str, str]]) -> str | None:
    """The page of an interactive table, asked for the rows whose fields have these values; None for a table or a field not declared."""
    if table not in LISTS or any(field not in LISTS[table] for field, _ in fields):
        return None
    return f"tables/{table}.html#{urlencode(fields, quote_via=quote)}"


def resolve(shown: str, find: Callable[[str], str | None], up: str = "") -> str:
    """HTML of ours with its references made links (``up`` leads back to the site's root); one that leads nowhere stays words."""

    def opened(found: re.Match) -> str:
        target = find(html.unescape(found[1]))
        return f'<a class="gj-ev" href="{html.escape(up + target)}">' if target else '<a class="gj-no">'

    # only spans that we opened are turned; each closes as the span whose last child it is
    out, stack, at = [], [], 0
    for tag in re.finditer(r"<(/?)span\b[^>]*>", shown):
        out.append(shown[at : tag.start()])
        at = tag.end()
        if tag[1]:
            out.append(stack.pop() if stack else tag[0])
        elif found := REF.fullmatch(tag[0]):
            out.append(opened(found))
            stack.append("</a>")
        else:
            out.append(tag[0])
            stack.append("</span>")
    return "".join([*out, shown[at:]])

"""The kinds that ask what is there: forms, units, statements under empty forms.

Each takes (check, index, document) and yields ``Remark``s. A form that was not recognised, or a page that could
not be read, makes absence unproved: then the remark is ``not_testable``, not ``missing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from gouji.model import Document, Table
from gouji.rules.findings import Place
from gouji.rules.index import DocumentIndex

if TYPE_CHECKING:
    from gouji.rules.context import Context

LOST_PAGES = {"no_text", "no_text_layer", "page_unreadable", "unmapped_glyphs"}  # ids of declared/problems.yml


@dataclass(frozen=True, slots=True)
class Remark:
    """An outcome about presence; ``about`` fills the message, ``where`` is never empty."""

    outcome: str
    form: str | None
    message: str
    about: str | tuple[str, ...]
    where: tuple[Place, ...]
    values: dict = field(default_factory=dict)


def _tables(document: Document | None, form: str) -> list[Table]:
    return [t for t in document.tables if t.form == form] if document else []


def _unproved(document: Document) -> tuple[str, str] | None:
    """Why an absent form may be there after all, in words of ``gouji.rules.wording``: tables without a name, pages without text."""
    unnamed = [t for t in document.tables if t.form is None and len(t.columns) > 3 and len(t.rows) > 3]
    if unnamed:
        return f"unread:{len(unnamed)}", f"“{unnamed[0].title}”" if unnamed[0].title else f"page:{unnamed[0].pages[0]}"
    lost = [p for p in document.reading.all_problems() if p.kind in LOST_PAGES]
    return (f"page:{lost[0].page}", f"problem:{lost[0].kind}") if lost else _attached(document)


ATTACHED = re.compile(r"^附件\d*[:：].*(报表|预算表|决算表|公开表)$")


def _attached(document: Document) -> tuple[str, str] | None:
    """A document of prose alone whose last words name the forms as an attachment: a file of their own."""
    if any(t.form for t in document.tables):
        return None
    said = [(page.number, text) for page in document.reading.pages for x in page.lines if ATTACHED.match(text := "".join(x.text.split()))]
    return (f"page:{said[-1][0]}", f"“{said[-1][1]}”") if said else None


def _why(doubt: tuple[str, str]) -> str:
    return "form_attached" if doubt[1].startswith("“附件") else "form_unproved"


def forms_present(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``forms_present``: {required: {final: […], budget: […]}}: each is there, empty or not."""
    required = check["required"].get(document.kind)
    if not required:
        return
    there = {t.form for t in document.tables} | set(index.forms)
    stands_for = check.get("alternatives", {})
    doubt = _unproved(document)
    if len(required) > 2 and not any(form in there for form in required):
        outcome, message = ("not_testable", _why(doubt)) if doubt else ("missing", "forms_missing")
        where = tuple(Place.absent(form) for form in required)
        yield Remark(outcome, None, message, tuple(required), where, {"detail": doubt})
        return
    for form in required:
        if form in there or any(other in there for other in stands_for.get(form, ())):
            page = next((t.pages[0] for t in document.tables if t.form == form and t.pages), None)
            yield Remark("exact", form, "form_present", form, (Place.absent(form, page),))
        elif doubt:
            yield Remark("not_testable", form, _why(doubt), form, (Place.absent(form),), {"detail": doubt})
        else:
            yield Remark("missing", form, "form_missing", form, (Place.absent(form),))


def all_zero(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``all_zero``: {form, addresses}: a summary whose totals are all zero says that nothing was spent."""
    table = index.main(check["form"])
    figures = [f for a in check["addresses"] if table and (f := table.figure(*a.split("/")[1:]))]
    if not figures or any(f.blank for f in figures):
        return
    outcome = "exact" if any(f.value for f in figures) else "implausible"
    yield Remark(outcome, check["form"], "all_zero", check["form"], tuple(Place.of(f) for f in figures))


def empty_iff_zero(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``empty_iff_zero``: {form, address}: a fund's form has no figures exactly when the summary's column is zero."""
    form, item, column = check["address"].split("/")
    summary = index.main(form)
    figure = summary.figure(item, column) if summary and summary.printed else None
    own, printed = index.main(check["form"]), _tables(document, check["form"])
    if figure is None or not figure.readable or not (own or printed):
        lacking = check["address"] if figure is None or not figure.readable else check["form"]
        yield Remark("not_testable", check["form"], "absent", lacking, (Place.absent(lacking),))
        return
    if figure.blank and not any(f.value for f in summary.row(item).figures.values()) and summary.nonzero:
        yield Remark("not_testable", check["form"], "blank", check["address"], (Place.of(figure),))
        return
    filled = bool(own and own.nonzero)
    page = next((t.pages[0] for t in printed if t.pages), None)
    where = (Place.of(figure), Place.absent(check["form"], page))
    if filled == bool(figure.value):
        yield Remark("exact", check["form"], "empty_iff_zero", check["form"], where)
    elif not filled and any(len(t.rows) > 1 for t in printed):
        yield Remark("not_testable", check["form"], "unread_form", check["form"], where)
    else:
        yield Remark("mismatch", check["form"], "empty_iff_zero", check["form"], where)


EMPTY_STATEMENT = re.compile(r"空表|无数据|不涉及|(没有|无|未|不).{0,30}(收入|支出|安排|预算|发生|拨款|资金|收支)")


def _statement(table: Table, document: Document) -> str:
    """What is said about an empty form outside its note: a line of its page, or a line of the list of forms."""
    for page in document.reading.pages:
        if page.number in table.pages:
            lines = [x.text for x in page.lines if re.match(r"[（(]?(注|说明|备注)", x.text.strip())]
            if lines:
                return lines[0]
    title = re.sub(r"\s|20\d\d年?度?", "", table.title)
    for other in document.tables:
        for row in other.rows if other.form is None else ():
            words = [re.sub(r"\s|20\d\d年?度?", "", c.text) for c in row]
            if title in words and any(EMPTY_STATEMENT.search(w) for w in words if w != title):
                return next(w for w in words if w != title and EMPTY_STATEMENT.search(w))
    return ""


NONE_OF = {"FA08": "政府性?基金", "BG09": "政府性?基金", "FA09": "国有资本", "BG10": "国有资本"}


def empty_explained(check: dict, context: Context) -> Iterator[Remark]:
    """``empty_explained``: {forms}: an empty form says why; a form that says it is empty is. What the prose says of it is told beside."""
    index, document = context.index, context.document
    for form in check["forms"]:
        for table in _tables(document, form):
            note = table.note or _statement(table, document)
            says_empty = bool(EMPTY_STATEMENT.search(note))
            where = (Place.absent(form, table.pages[0] if table.pages else None, note or None),)
            if table.empty:
                if any(re.fullmatch(r"0(\.0+)?", c.text.strip()) for row in table.rows for c in row):
                    continue  # zeros are printed: the form speaks for itself
                said = [s for s in context.statements if form in NONE_OF and re.search(NONE_OF[form], s.subject)]
                message = "empty_unexplained" if says_empty or not said else "empty_said_elsewhere"
                where = where if message == "empty_unexplained" else (*where, Place.absent("prose", said[0].page, said[0].sentence))
                shown = {"detail": said[0].sentence} if said else {}
                yield Remark("exact" if says_empty else "missing", form, message, form, where, shown)
            elif re.search(r"空表|无数据", note):
                filled = [f for t in index.of(form) for r in t.rows for f in r.figures.values() if f.value]
                if filled:
                    yield Remark("mismatch", form, "empty_but_filled", form, (*where, Place.of(filled[0])))


def unit_present(check: dict, index: DocumentIndex, document: Document) -> Iterator[Remark]:
    """``unit_present``: {forms}: a form with money names its unit."""
    for table in document.tables:
        if table.form and not table.empty and any(fnmatchcase(table.form, p) for p in check["forms"]):
            outcome = "exact" if table.unit else "missing"
            where = (Place.absent(table.form, table.pages[0] if table.pages else None, table.title),)
            yield Remark(outcome, table.form, "unit_missing", table.form, where)

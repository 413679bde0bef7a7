"""The workbook of a study: findings with their evidence, forms as printed, panel, indices, method and cautions."""

from __future__ import annotations

from pathlib import Path

from gouji.analysis.disclosure import score_items
from gouji.analysis.evidence import gather
from gouji.publish.workbook.book import write_book
from gouji.publish.workbook.forms import form_sheets
from gouji.publish.workbook.sheets import evidence_sheet, findings_sheet, indices_sheet, items_sheet, method_sheet, panel_sheet, shown_findings

__all__ = ["build_workbook"]


def build_workbook(opened, path: Path) -> Path:
    """Write the workbook of an OpenedStudy to ``path`` (.xlsx); the same study gives the same bytes. Returns ``path``."""
    told = shown_findings(opened.findings)
    evidence, first = evidence_sheet(told, opened)
    items = score_items(gather(opened))
    sheets = [findings_sheet(told, opened, first), evidence, panel_sheet(opened), indices_sheet(opened, items), items_sheet(opened, items), *form_sheets(opened)]
    write_book(path, [method_sheet(opened, sheets), *sheets])
    return path

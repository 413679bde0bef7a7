"""The data dictionary as Markdown, generated from the one schema: ``docs/data-dictionary.md`` and ``DICTIONARY.md`` of a package."""

from __future__ import annotations

from gouji.publish.package.fields import Resource, resources

HEAD = """# Data dictionary

Generated from `declared/dictionary.yml` and the ledger's schema (`make dictionary`); not written by hand. Every table is there as CSV
(`data/NAME.csv`, UTF-8) and as Parquet, and in `data.duckdb`. Amounts are exact decimals, in 元 unless said otherwise. Empty means null.
In CSV, text that a spreadsheet would run (`= + - @`, tab) has an apostrophe before it, and control characters and marks that turn the
reading direction are left out; Parquet and DuckDB hold every text as it was read.
"""
TYPES = {"text": "text", "int": "whole number", "float": "number", "flag": "true or false", "decimal": "exact decimal"}


def dictionary_text() -> str:
    """The whole dictionary."""
    return "\n".join([HEAD, *(_resource(r) for r in resources().values())])


def _resource(resource: Resource) -> str:
    lines = [f"## {resource.name}", "", f"{resource.zh}. {resource.en[:1].upper()}{resource.en[1:]}.", ""]
    if resource.key:
        lines += [f"A row is named by {', '.join(f'`{c}`' for c in resource.key)}.", ""]
    lines += [f"`{c}` refers to `{to}.{column}`.\n" for c, to, column in resource.refers]
    lines += ["| column | type | 中文 | meaning | unit | Fiscal Data Package |", "|---|---|---|---|---|---|"]
    for f in resource.fields:
        lines.append(f"| {f.name} | {TYPES[f.kind]} | {f.zh} | {f.about or f.en} | {f.unit} | {f'`{f.column_type}`' if f.column_type else ''} |")
    return "\n".join([*lines, ""])

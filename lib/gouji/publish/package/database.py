"""The DuckDB file: every resource as a table with its columns' meaning as comments, and views for the usual questions.

Two runs give the same rows, not the same bytes (DuckDB lays its file out anew); ``table_hashes`` says whether the contents agree.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pyarrow as arrow

from gouji.publish.package.fields import SQL, Resource
from gouji.publish.package.files import csv_of

OLDEST = "v1.0.0"  # of DuckDB that can open the file
# view → (what it answers, its query)
VIEWS = {
    "figures": ("every printed figure with its document",
        "SELECT d.name, d.body, d.tier, d.region_name, l.* EXCLUDE (document) FROM ledger l JOIN documents d ON d.sha256 = l.document"),
    "roots": ("what a person should look at: findings that follow from no other",
        "SELECT * FROM findings WHERE cause IS NULL AND outcome IN ('mismatch', 'truncation', 'implausible', 'missing') ORDER BY severity, name, rule, id"),
    "closure": ("outcomes by document and rule",
        "SELECT name, rule, outcome, count(*) AS n FROM findings GROUP BY ALL ORDER BY ALL"),
    "spending_functional": ("expenditure by function, to be added within one scope",
        "SELECT * FROM spending WHERE classification = 'functional'"),
    "spending_economic": ("basic expenditure by economic item",
        "SELECT * EXCLUDE (func1, func1_name, func2, func3, cofog, cofog_confidence) FROM spending WHERE classification = 'economic'"),
    "by_function": ("expenditure by functional class, where the rows add up to the printed total",
        "SELECT name, body, tier, region_name, year, phase, scope, func1, func1_name, cofog, cofog_confidence, sum(value) AS value "
        "FROM spending WHERE classification = 'functional' AND adds_up GROUP BY ALL ORDER BY ALL"),
}  # fmt: skip


def write_database(path: Path, tables: dict[str, tuple[Resource, arrow.Table]]) -> None:
    """Make the database anew at ``path``."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path), config={"threads": 1, "storage_compatibility_version": OLDEST}) as database:
        for name, (resource, table) in tables.items():
            columns = ", ".join(f'"{f.name}" {SQL[f.kind]}' for f in resource.fields)
            database.execute(f'CREATE TABLE "{name}" ({columns})')
            database.register("given", table)
            database.execute(f'INSERT INTO "{name}" SELECT * FROM given')
            database.unregister("given")
            database.execute(f'COMMENT ON TABLE "{name}" IS {_quoted(f"{resource.zh} · {resource.en}")}')
            for f in resource.fields:
                said = " · ".join(p for p in (f.zh, f.about, f.unit) if p)
                database.execute(f'COMMENT ON COLUMN "{name}"."{f.name}" IS {_quoted(said)}')
        for name, (about, query) in VIEWS.items():
            database.execute(f'CREATE VIEW "{name}" AS {query}')
            database.execute(f'COMMENT ON VIEW "{name}" IS {_quoted(about)}')


def table_hashes(path: Path) -> dict[str, str]:
    """Table → sha256 of its rows as CSV, in the order they stand: what two databases with the same contents share."""
    with duckdb.connect(str(path), read_only=True) as database:
        names = [row[0] for row in database.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_name").fetchall()]
        return {name: hashlib.sha256(_rows(database.execute(f'SELECT * FROM "{name}"'))).hexdigest() for name in names}


def _rows(result: duckdb.DuckDBPyConnection) -> bytes:
    return csv_of([column[0] for column in result.description], result.fetchall())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

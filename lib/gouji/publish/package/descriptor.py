"""``datapackage.json``: Data Package v2 with Table Schema, columns typed by the Fiscal Data Package's budget taxonomy."""

from __future__ import annotations

import pyarrow as arrow

from gouji.publish.package.fields import TABLE_SCHEMA, Field, Resource

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TAXONOMY = "https://frictionlessdata.io/taxonomies/fiscal/budgets.json"
CURRENCY = {"name": "currency", "type": "string", "columnType": "value-currency:code", "constant": "CNY"}
MEASURED = ("ledger", "spending")  # resources with amounts


def descriptor(study, resources: dict[str, tuple[Resource, arrow.Table]], files: dict[str, tuple[int, str]], documents: list[dict], licences: list[dict]) -> dict:
    """The descriptor. ``files``: path → (bytes, sha256); ``documents``: rows of the documents resource."""
    years = sorted({d["year"] for d in documents if d["year"]})
    listed = [_table(resource, table, files) for resource, table in resources.values()]
    out = {
        "$schema": PROFILE, "name": study.name, "title": study.title, "description": study.question,
        "keywords": ["预算", "决算", "勾稽", "fiscal transparency", "China"],
        "countryCode": "CN", "granularity": "aggregated", "columnTypes": TAXONOMY,
        "sources": [{"title": d["title"] or d["file"], **({"description": d["source"]} if d["source"] else {})} for d in documents],
        "contributors": [{"title": "gouji", "roles": ["processor"]}],
        "resources": listed,
    }  # fmt: skip
    if years:
        out["fiscalPeriod"] = {"start": f"{years[0]}-01-01", "end": f"{years[-1]}-12-31"}
    return out | ({"licenses": licences} if licences else {})


def _table(resource: Resource, table: arrow.Table, files: dict[str, tuple[int, str]]) -> dict:
    path = f"data/{resource.name}.csv"
    schema: dict = {"fields": [_field(f) for f in resource.fields], "missingValues": [""]}
    if resource.key and all(_filled(table, c) for c in resource.key):
        schema["primaryKey"] = list(resource.key)
    keys = [{"fields": [c], "reference": {"resource": to, "fields": [column]}} for c, to, column in resource.refers]
    if keys:
        schema["foreignKeys"] = keys
    if resource.name in MEASURED:
        schema["extraFields"] = [CURRENCY]
    return {
        "name": resource.name, "type": "table", "title": resource.zh, "description": resource.en, "path": path, "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "bytes": files[path][0], "hash": f"sha256:{files[path][1]}", "schema": schema,
        "alternates": [_copy(resource, files)],
    }  # fmt: skip


def _filled(table: arrow.Table, column: str) -> bool:
    return table[column].null_count == 0 and "" not in table[column].to_pylist()


def _field(field: Field) -> dict:
    about = "; ".join(p for p in (field.about, f"unit: {field.unit}" if field.unit else "") if p)
    out = {"name": field.name, "type": TABLE_SCHEMA[field.kind], "title": field.zh}
    if field.kind == "flag":
        out |= {"trueValues": ["true"], "falseValues": ["false"]}
    return out | ({"description": about} if about else {}) | ({"columnType": field.column_type} if field.column_type else {})


def _copy(resource: Resource, files: dict[str, tuple[int, str]]) -> dict:
    """The same table as Parquet: exact decimals and texts unchanged. Not a resource of its own: it is no second set of data."""
    path = f"data/{resource.name}.parquet"
    return {"path": path, "format": "parquet", "mediatype": "application/vnd.apache.parquet", "bytes": files[path][0], "hash": f"sha256:{files[path][1]}"}

"""The dictionary of what is published (``declared/dictionary.yml``): resources and their columns, one schema for every format.

The ledger's types and nullability are those of ``fields/schema.py``; the dictionary gives their meaning and cannot differ in
columns. A frame is brought into a resource's shape by ``shaped``; what does not fit is refused with the column's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import pyarrow as arrow

from gouji.errors import Refusal
from gouji.fields.schema import COLUMNS as LEDGER
from gouji.fields.words import load

ARROW = {"text": arrow.string(), "int": arrow.int64(), "float": arrow.float64(), "flag": arrow.bool_(), "decimal": arrow.decimal128(38, 10)}
TABLE_SCHEMA = {"text": "string", "int": "integer", "float": "number", "flag": "boolean", "decimal": "number"}
SQL = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "flag": "BOOLEAN", "decimal": "DECIMAL(38, 10)"}


class DictionaryInvalid(Refusal):
    what, remedy = "the data and their dictionary differ", "mend declared/dictionary.yml"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``column_type`` is its concept in the Fiscal Data Package's budget taxonomy, "" for none."""

    name: str
    kind: str
    zh: str
    en: str
    about: str
    unit: str = ""
    column_type: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    refers: tuple[tuple[str, str, str], ...] = ()  # (column, resource, its column)


@lru_cache(maxsize=1)
def resources() -> dict[str, Resource]:
    """The declared resources by name, in their order."""
    return {given["name"]: make_resource(given) for given in load("dictionary.yml")["resources"]}


def make_resource(given: Mapping) -> Resource:
    """A resource from its declaration; raises DictionaryInvalid."""
    name, columns = given["name"], given["columns"]
    if name == "ledger":
        if list(columns) != list(LEDGER):
            raise DictionaryInvalid(name, f"columns differ from the schema's: {sorted(set(columns) ^ set(LEDGER)) or 'their order'}")
        columns = {c: [LEDGER[c][0], *meaning] for c, meaning in columns.items()}
    fields = []
    for column, meaning in columns.items():
        if meaning[0] not in ARROW or not 4 <= len(meaning) <= 6:
            raise DictionaryInvalid(f"{name}.{column}", "wants [type, zh, en, what it is, unit, columnType]")
        fields.append(Field(column, *meaning))
    key = tuple(given.get("key", ()))
    refers = tuple((c, *to.split(".")) for c, to in given.get("refers", {}).items())
    if unknown := [c for c in (*key, *(r[0] for r in refers)) if c not in columns]:
        raise DictionaryInvalid(name, f"its key names no column {unknown[0]}")
    return Resource(name, given["zh"], given["en"], tuple(fields), key, refers)


def shaped(resource: Resource, frame: pd.DataFrame) -> arrow.Table:
    """The frame as an Arrow table of the resource's columns and types, in its rows' order. Null is None everywhere.

    Raises DictionaryInvalid where a column is missing, a value does not fit, or the key is not one."""
    if missing := [f.name for f in resource.fields if f.name not in frame]:
        raise DictionaryInvalid(resource.name, f"no column {missing[0]}")
    arrays = []
    for field in resource.fields:
        values = [_plain(v, field.kind) for v in frame[field.name]]
        try:
            arrays.append(arrow.array(values, type=ARROW[field.kind]))
        except (arrow.ArrowInvalid, arrow.ArrowTypeError, TypeError, ValueError) as error:
            raise DictionaryInvalid(f"{resource.name}.{field.name}", f"not {field.kind}: {str(error)[:80]}") from None
    table = arrow.table(arrays, schema=arrow.schema([(f.name, ARROW[f.kind]) for f in resource.fields]))
    if resource.key and len(frame[list(resource.key)].drop_duplicates()) != len(frame):
        twice = frame[frame[list(resource.key)].duplicated()].iloc[0]
        raise DictionaryInvalid(resource.name, f"two rows with the key {[str(twice[k]) for k in resource.key]}")
    return table


def _plain(value: object, kind: str) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return {"text": str, "int": int, "float": float, "flag": bool}[kind](value) if kind != "decimal" else value

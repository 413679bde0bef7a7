"""Tables to sort, filter and take away, offline: DataTables (from the package itables) over the ledger and the findings.

The data stand in a script of their own, for a page opened from a disk may fetch nothing. The library is one module,
given as a data address to a plain script for the same reason.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from gouji.analysis.closure import ties
from gouji.analysis.review import marks
from gouji.publish.evidence import TOLD
from gouji.publish.links import LISTS, cell_href, findings_file, rule_file
from gouji.publish.operands import operands
from gouji.publish.said import column_said, field_said, values_said
from gouji.publish.sheets import write_sheet
from gouji.show.labels import ACROSS
from gouji.show.tables import printable


def write_tables(site: Path, ledger: pd.DataFrame, findings: pd.DataFrame, labels: Mapping[str, str], counted: Mapping[str, list[str]] | None = None) -> None:
    """``tables/ledger.html`` and ``tables/findings.html`` with their data; figures lead to their evidence."""
    _write_library(site / "_static")
    write_table(site, "ledger", ("总账", "Ledger"), ("每个印出来的数字一行；点数字看它印在哪里。", "One row a printed figure; choose one to see where it is printed."), _ledger(ledger, labels))
    write_table(site, "findings", ("所见", "Findings"), ("除完全相符外的每一条结果。", "Every outcome but exact."), _findings(findings[findings["outcome"] != "exact"], labels, counted or {}))
    write_table(site, "exact", ("完全相符", "What holds exactly"), ("完全相符的每一条勾稽关系。", "Every identity that closes to the digit."), _exact(findings[findings["outcome"] == "exact"], labels, counted or {}))


def _ledger(ledger: pd.DataFrame, labels: Mapping[str, str]) -> dict:
    own = ledger[~ledger["blank"]]
    links = [cell_href(r.name, r.page, (r.x0, r.y0)) if r.x0 == r.x0 else "" for r in own[["name", "page", "x0", "y0"]].itertuples(index=False)]
    columns = {
        "文件|document": own["name"].map(labels), "表|form": own["form"], "编码|code": own["row_code"], "行|row": own["row_label"], "栏|column": own["column"],
        "所印|printed": own["printed"], "单位|unit": own["unit"], "值|value": own["value"], "页|page": own["page"],
    }  # fmt: skip
    return table_data(columns, {"printed": links}, {"value", "page"}, {"document": own["name"], "item": own["item"], "is": marks(own)}, "ledger")


def _findings(own: pd.DataFrame, labels: Mapping[str, str], counted: Mapping[str, list[str]]) -> dict:
    links = [_link(r) for r in own[["name", "id", "outcome", "where", "rule"]].itertuples(index=False)]
    columns = {
        "文件|document": own["name"].map(lambda n: labels.get(n, ACROSS[0])), "结果|outcome": own["outcome"], "级别|severity": own["severity"], "规则|rule": own["rule"],
        "表|form": own["form"], "所见|finding": own["zh"], "in English|in English": own["en"], "差|difference": pd.to_numeric(own["difference"], errors="coerce"), "单位|unit": own["unit"], "页|page": own["page"],
    }  # fmt: skip
    asked = _asked(own, counted) | {"root": own["cause"].isna().map({True: "yes", False: "no"}), "cause": own["cause"]}
    data = table_data(columns, {"finding": links}, {"difference", "page"}, asked, "findings")
    of = {c["en"]: c for c in data["columns"]}
    of["finding"]["is"], of["in English"]["link"] = "zh", of["finding"]["link"]  # the same words in two columns, of which a reader may see one
    return data


def _exact(own: pd.DataFrame, labels: Mapping[str, str], counted: Mapping[str, list[str]]) -> dict:
    """Identities that close to the digit, which are most of all: the rule and the figure it was found to hold of, without words."""
    links = [_link(r) for r in own[["name", "id", "outcome", "where", "rule"]].itertuples(index=False)]
    printed = own["printed"].where(own["printed"].notna() & own["printed"].ne(""), "–")
    columns = {
        "文件|document": own["name"].map(lambda n: labels.get(n, ACROSS[0])), "规则|rule": own["rule"], "表|form": own["form"], "行|row": own["row"],
        "栏|column": own["column"], "所印|printed": printed, "单位|unit": own["unit"], "页|page": own["page"],
    }  # fmt: skip
    return table_data(columns, {"printed": links}, {"page"}, _asked(own, counted) | {"severity": own["severity"]}, "exact")


def _asked(own: pd.DataFrame, counted: Mapping[str, list[str]]) -> dict[str, pd.Series]:
    """What findings can be asked for that no column shows."""
    return {"document": own["name"], "tie": own["where"].map(ties), "counted": own["id"].map(lambda i: counted.get(i, []))}


def _link(finding) -> str:
    """Where a finding is explained: on its document's page of findings; one that has no entry there, at its first printed cell or its rule."""
    if finding.outcome in TOLD:
        return f"{findings_file(finding.name)}#{finding.id}"
    place = next(operands(finding.where), None)
    return cell_href(finding.name, place["page"], place["bbox"]) if place and finding.name and not place.get("document") else rule_file(finding.rule)


def table_data(columns: Mapping[str, pd.Series], links: Mapping[str, list[str]], numbers: set[str], asked: Mapping[str, pd.Series], table: str) -> dict:
    """Columns ``中文|English`` with their values, then the links, and what rows can be ``asked`` for that no column shows: the number
    of the row's text among ``texts`` (or of each of its texts)."""
    given, values, words = [], [], {}
    for heading, column in columns.items():
        zh, en = heading.split("|")
        given.append({"zh": zh, "en": en, "num": en in numbers} | column_said(en))
        values.append([_value(v, en in numbers) for v in column])
        words[en] = {} if en in numbers else values_said(en, values[-1])
    for en, targets in links.items():
        next(c for c in given if c["en"] == en)["link"] = len(values)
        values.append(targets)
    fields, texts = {c["en"]: at for at, c in enumerate(given)}, {}
    for field, column in asked.items():
        lists = [v if isinstance(v, list) else [_value(v, False)] for v in column]
        texts[field] = sorted({t for own in lists for t in own})
        numbered = {t: n for n, t in enumerate(texts[field])}
        fields[field] = len(values)
        values.append([[numbered[t] for t in own] for own in lists])
    fields = {field: fields[field] for field in LISTS[table]}
    named = {field: said for field in fields if (said := field_said(field))}
    return {"columns": given, "fields": fields, "named": named, "texts": texts, "words": {k: v for k, v in words.items() if v}, "rows": [list(row) for row in zip(*values, strict=True)], "up": "../"}


def _value(value, number: bool):
    if pd.isna(value):
        return None if number else ""
    return float(value) if number else " ".join(printable(str(value)).split())


def write_table(site: Path, name: str, title: tuple[str, str], note: tuple[str, str], table: dict) -> None:
    (site / "_static" / f"table-{name}.js").write_text(f"window.gjTable = {json.dumps(table | {'name': name}, ensure_ascii=False)};\n", "utf-8")
    write_sheet(site, f"tables/{name}.html", "tables.html.j2", title, zh=title[0], en=title[1], note_zh=note[0], note_en=note[1],
                rows=len(table["rows"]), data=f"table-{name}.js")  # fmt: skip


def _write_library(static: Path) -> None:
    import itables

    place = Path(itables.__file__).parent / "html"
    module = b64encode((place / "dt_bundle.js").read_bytes()).decode()
    (static / "datatables.js").write_text(f'window.gjTables = import("data:text/javascript;base64,{module}");\n', "utf-8")
    (static / "datatables.css").write_bytes((place / "dt_bundle.css").read_bytes())

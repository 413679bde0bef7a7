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

from gouji.publish.links import cell_href, findings_file
from gouji.publish.sheets import write_sheet
from gouji.show.style import look
from gouji.show.tables import printable


def write_tables(site: Path, ledger: pd.DataFrame, findings: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """``tables/ledger.html`` and ``tables/findings.html`` with their data; figures lead to their evidence."""
    _write_library(site / "_static")
    _write(site, "ledger", ("总账", "Ledger"), ("每个印出来的数字一行；点数字看它印在哪里。", "One row a printed figure; choose one to see where it is printed."), _ledger(ledger, labels))
    _write(site, "findings", ("所见", "Findings"), ("除完全相符外的每一条结果。", "Every outcome but exact."), _findings(findings, labels))


def _ledger(ledger: pd.DataFrame, labels: Mapping[str, str]) -> dict:
    own = ledger[~ledger["blank"]]
    links = [cell_href(r.name, r.page, (r.x0, r.y0)) if r.x0 == r.x0 else "" for r in own[["name", "page", "x0", "y0"]].itertuples(index=False)]
    columns = {
        "文件|document": own["name"].map(labels), "表|form": own["form"], "编码|code": own["row_code"], "行|row": own["row_label"], "栏|column": own["column"],
        "所印|printed": own["printed"], "单位|unit": own["unit"], "值|value": own["value"], "页|page": own["page"],
    }  # fmt: skip
    return _table(columns, {"printed": links}, {"value", "page"})


def _findings(findings: pd.DataFrame, labels: Mapping[str, str]) -> dict:
    own = findings[findings["outcome"] != "exact"]
    links = [f"{findings_file(r.name)}#{r.id}" for r in own[["name", "id"]].itertuples(index=False)]
    columns = {
        "文件|document": own["name"].map(lambda n: labels.get(n, "跨文件 across documents")), "结果|outcome": own["outcome"], "级别|severity": own["severity"], "规则|rule": own["rule"],
        "表|form": own["form"], "所见|finding": own["zh"], "in English|in English": own["en"], "差|difference": pd.to_numeric(own["difference"], errors="coerce"), "单位|unit": own["unit"], "页|page": own["page"],
    }  # fmt: skip
    words = {"outcome": {k: f"{v['mark']} {v['zh']} {v['en']}" for k, v in look()["outcomes"].items()}}
    return _table(columns, {"finding": links}, {"difference", "page"}) | {"words": words}


def _table(columns: Mapping[str, pd.Series], links: Mapping[str, list[str]], numbers: set[str]) -> dict:
    """Columns ``中文|English`` with their values, then the links as columns that are not shown."""
    given, values = [], []
    for heading, column in columns.items():
        zh, en = heading.split("|")
        given.append({"zh": zh, "en": en, "num": en in numbers})
        values.append([_value(v, en in numbers) for v in column])
    for en, targets in links.items():
        next(c for c in given if c["en"] == en)["link"] = len(values)
        values.append(targets)
    return {"columns": given, "rows": [list(row) for row in zip(*values, strict=True)], "up": "../"}


def _value(value, number: bool):
    if pd.isna(value):
        return None if number else ""
    return float(value) if number else " ".join(printable(str(value)).split())


def _write(site: Path, name: str, title: tuple[str, str], note: tuple[str, str], table: dict) -> None:
    (site / "_static" / f"table-{name}.js").write_text(f"window.gjTable = {json.dumps(table | {'name': name}, ensure_ascii=False)};\n", "utf-8")
    write_sheet(site, f"tables/{name}.html", "tables.html.j2", f"{title[0]} {title[1]}", zh=title[0], en=title[1], note_zh=note[0], note_en=note[1],
                rows=len(table["rows"]), data=f"table-{name}.js")  # fmt: skip


def _write_library(static: Path) -> None:
    import itables

    place = Path(itables.__file__).parent / "html"
    module = b64encode((place / "dt_bundle.js").read_bytes()).decode()
    (static / "datatables.js").write_text(f'window.gjTables = import("data:text/javascript;base64,{module}");\n', "utf-8")
    (static / "datatables.css").write_bytes((place / "dt_bundle.css").read_bytes())

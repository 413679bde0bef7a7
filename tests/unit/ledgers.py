"""Small ledgers for the tests of the rules: address → printed text → rows, as ``gouji.ledger`` would give them.

``final()``, ``budget()`` and ``evaluation()`` are clean documents (made-up figures that close to the digit);
``change`` prints something else in one cell, ``drop`` leaves a row out, ``totals_first`` prints every total on top.
"""

from __future__ import annotations

import copy
import re
from decimal import Decimal, InvalidOperation

import pandas

from gouji.model import Document, Reading, Table, TableCell

SHA = "ab" * 32
UNITS = {"元": 1, "百元": 100, "万元": 10_000}
TWO_SIDED = {"FA01", "FA04", "BG01", "BG04"}
COLUMNS = (
    "document entity year kind form side row_code row_label row_line level column printed value unit resolution "
    "blank page x0 y0 x1 y1 source readers_agree correction item table row col title"
).split()


def table(form: str, columns: str, rows: str, unit: str = "万元", **more) -> dict:
    """A form: column ids, then lines ``item | printed | printed …`` in printed order (``·`` is a blank)."""
    body = {}
    for line in rows.strip().splitlines():
        item, *cells = [w.strip() for w in line.split("|")]
        body[item] = [("" if c == "·" else c) for c in cells]
    return {"form": form, "unit": unit, "columns": columns.split(), "rows": body, "note": None, "labels": {}, **more}


def change(tables: list[dict], address: str, printed: str) -> list[dict]:
    """A copy with another text printed at FORM/item/column."""
    form, item, column = address.split("/")
    out = copy.deepcopy(tables)
    for t in out:
        if t["form"] == form and item in t["rows"]:
            t["rows"][item][t["columns"].index(column)] = printed
            return out
    raise KeyError(address)


def drop(tables: list[dict], form: str, item: str | None = None) -> list[dict]:
    """A copy without a row, or without a form."""
    out = copy.deepcopy(tables)
    if item is None:
        return [t for t in out if t["form"] != form]
    for t in out:
        if t["form"] == form:
            del t["rows"][item]
    return out


def edit(tables: list[dict], form: str, **more) -> list[dict]:
    """A copy with a form's unit, note, rows … replaced."""
    out = copy.deepcopy(tables)
    for t in out:
        if t["form"] == form:
            t.update(more)
    return out


def renamed(tables: list[dict], form: str, old: str, new: str) -> list[dict]:
    """A copy in which a row of the form has another item, in its old place."""
    out = copy.deepcopy(tables)
    for t in out:
        if t["form"] == form:
            t["rows"] = {(new if k == old else k): v for k, v in t["rows"].items()}
    return out


def totals_first(tables: list[dict]) -> list[dict]:
    """A copy with every 合计 row at the head of its form (the clean ones print it last)."""
    out = copy.deepcopy(tables)
    for t in out:
        head = [k for k in t["rows"] if k.endswith(("total", "grand")) or k in ("personnel", "operating")]
        t["rows"] = {k: t["rows"][k] for k in (*head, *(k for k in t["rows"] if k not in head))}
        t["lines"] = {}  # in another order the 行次 would be other ones
    return out


def _lines(items) -> dict[str, str]:
    """行次 in printed order, the revenue side first."""
    ordered = sorted(items, key=lambda k: not k.startswith("rev"))
    return {k: str(i) for i, k in enumerate(ordered, 1)}


def _amount(printed: str, unit: str) -> tuple[Decimal | None, Decimal]:
    word = re.sub(r"[,%]", "", printed)
    try:
        number = Decimal(word)
    except InvalidOperation:
        return None, Decimal(1)
    factor = Decimal(UNITS.get(unit, 1))
    return number * factor, factor * Decimal(1).scaleb(number.as_tuple().exponent)


def ledger_of(tables: list[dict], sha256: str = SHA, kind: str = "final") -> pandas.DataFrame:
    """The ledger's rows of the tables, one page a table."""
    records = []
    for ordinal, t in enumerate(tables, 1):
        for number, (key, cells) in enumerate(t["rows"].items(), 1):
            item = key.split("#")[0]  # "2010350#2" is a second row of the same code
            side = item.split(".")[0] if t["form"] in TWO_SIDED and item[:3] in ("rev", "exp") else ""
            line = t.get("lines", {}).get(item, "")
            for col, (column, printed) in enumerate(zip(t["columns"], cells, strict=True), 3):
                if side == "rev" and t["form"] in TWO_SIDED and column in ("gpb", "gf", "sc", "total"):
                    continue
                if side == "exp" and t["form"] in ("FA04", "BG04") and column == "amount":
                    continue
                unit = t["unit"] or ""
                if (t["form"] or "").startswith("PE") and column in ("rate", "weight", "score", "target", "actual"):
                    unit = "%" if "%" in printed else "分"
                value, resolution = _amount(printed, unit)
                records.append(
                    {
                        "document": sha256, "entity": "某市某局", "year": 2024, "kind": kind, "form": t["form"],
                        "side": side, "row_code": item if item.isdigit() else "", "row_line": line, "level": t.get("levels", {}).get(item),
                        "row_label": t["labels"].get(item, item), "column": column, "printed": printed,
                        "value": value if printed else None, "unit": unit, "resolution": resolution,
                        "blank": not printed, "page": ordinal, "x0": 10.0 * col, "y0": 20.0 * number,
                        "x1": 10.0 * col + 9, "y1": 20.0 * number + 15, "source": "text", "readers_agree": True,
                        "correction": None, "item": item, "table": ordinal, "row": number, "col": col,
                        "title": t["form"],
                    }
                )  # fmt: skip
    return pandas.DataFrame.from_records(records, columns=COLUMNS)


def document_of(tables: list[dict], kind: str = "final", sha256: str = SHA) -> Document:
    """The document that would have given the ledger."""
    built = []
    for page, t in enumerate(tables, 1):
        cells = [tuple(TableCell(c, page, None) for c in (item, *row)) for item, row in t["rows"].items()]
        filled = any(c.replace(",", "").strip("0.") for row in t["rows"].values() for c in row)
        columns = ("项目", *t["columns"])
        numbers = tuple(t.get("line_row", ("", *(str(i) for i, _ in enumerate(t["columns"], 1)))))
        built.append(
            Table(t["form"], t["form"], None, t["unit"], (page,), columns, tuple(cells), not filled, t["note"], 1, numbers)
        )
    reading = Reading(f"{kind}.pdf", sha256, "pdfium", ())
    return Document(reading, "某市某局", 2024, kind, tuple(built))


def final() -> list[dict]:
    """A clean final account: GPB, one government fund, a little other revenue; totals printed last."""
    return [
        table("FA01", "amount", """
            rev.gpb | 205.11
            rev.gf | 10.00
            rev.sc | ·
            rev.sup | 0.00
            rev.biz | 1.00
            rev.oper | 0.25
            rev.aff | 0.15
            rev.oth | 1.10
            rev.total | 217.61
            rev.use_nonfiscal | 0.00
            rev.open | 5.80
            rev.grand | 223.41
            exp.f201 | 199.53
            exp.f202 | ·
            exp.f208 | 11.58
            exp.f212 | 9.00
            exp.total | 220.11
            exp.alloc | 0.00
            exp.close | 3.30
            exp.grand | 223.41
        """, lines=_lines((
            "rev.gpb rev.gf rev.sc rev.sup rev.biz rev.oper rev.aff rev.oth rev.total rev.use_nonfiscal rev.open "
            "rev.grand exp.f201 exp.f202 exp.f208 exp.f212 exp.total exp.alloc exp.close exp.grand").split())),
        table("FA02", "total fiscal sup biz oper aff oth", """
            201 | 196.03 | 193.53 | 0.00 | 1.00 | 0.25 | 0.15 | 1.10
            20103 | 181.53 | 181.53 | · | · | · | · | ·
            2010301 | 92.58 | 92.58 | · | · | · | · | ·
            2010302 | 84.65 | 84.65 | · | · | · | · | ·
            2010350 | 4.30 | 4.30 | · | · | · | · | ·
            20199 | 14.50 | 12.00 | · | 1.00 | 0.25 | 0.15 | 1.10
            2019999 | 14.50 | 12.00 | · | 1.00 | 0.25 | 0.15 | 1.10
            208 | 11.58 | 11.58 | · | · | · | · | ·
            20805 | 11.58 | 11.58 | · | · | · | · | ·
            2080505 | 11.13 | 11.13 | · | · | · | · | ·
            2080599 | 0.45 | 0.45 | · | · | · | · | ·
            212 | 10.00 | 10.00 | · | · | · | · | ·
            21208 | 10.00 | 10.00 | · | · | · | · | ·
            2120803 | 10.00 | 10.00 | · | · | · | · | ·
            total | 217.61 | 215.11 | 0.00 | 1.00 | 0.25 | 0.15 | 1.10
        """),
        table("FA03", "total basic project to_sup oper to_aff", """
            201 | 199.53 | 100.88 | 98.65 | · | · | ·
            20103 | 185.53 | 100.88 | 84.65 | · | · | ·
            2010301 | 96.58 | 96.58 | · | · | · | ·
            2010302 | 84.65 | · | 84.65 | · | · | ·
            2010350 | 4.30 | 4.30 | · | · | · | ·
            20199 | 14.00 | · | 14.00 | · | · | ·
            2019999 | 14.00 | · | 14.00 | · | · | ·
            208 | 11.58 | 11.58 | · | · | · | ·
            20805 | 11.58 | 11.58 | · | · | · | ·
            2080505 | 11.13 | 11.13 | · | · | · | ·
            2080599 | 0.45 | 0.45 | · | · | · | ·
            212 | 9.00 | · | 9.00 | · | · | ·
            21208 | 9.00 | · | 9.00 | · | · | ·
            2120803 | 9.00 | · | 9.00 | · | · | ·
            total | 220.11 | 112.46 | 107.65 | 0.00 | 0.00 | 0.00
        """),
        table("FA04", "amount total gpb gf sc", """
            rev.gpb | 205.11 | · | · | · | ·
            rev.gf | 10.00 | · | · | · | ·
            rev.sc | · | · | · | · | ·
            rev.total | 215.11 | · | · | · | ·
            rev.open | 5.80 | · | · | · | ·
            rev.open.gpb | 4.80 | · | · | · | ·
            rev.open.gf | 1.00 | · | · | · | ·
            rev.open.sc | · | · | · | · | ·
            rev.grand | 220.91 | · | · | · | ·
            exp.f201 | · | 197.53 | 197.53 | · | ·
            exp.f208 | · | 11.58 | 11.58 | · | ·
            exp.f212 | · | 9.00 | · | 9.00 | ·
            exp.total | · | 218.11 | 209.11 | 9.00 | ·
            exp.close | · | 2.80 | 0.80 | 2.00 | ·
            exp.grand | · | 220.91 | 209.91 | 11.00 | ·
        """),
        table("FA05", "total basic project", """
            201 | 197.53 | 100.88 | 96.65
            20103 | 185.53 | 100.88 | 84.65
            2010301 | 96.58 | 96.58 | ·
            2010302 | 84.65 | · | 84.65
            2010350 | 4.30 | 4.30 | ·
            20199 | 12.00 | · | 12.00
            2019999 | 12.00 | · | 12.00
            208 | 11.58 | 11.58 | ·
            20805 | 11.58 | 11.58 | ·
            2080505 | 11.13 | 11.13 | ·
            2080599 | 0.45 | 0.45 | ·
            total | 209.11 | 112.46 | 96.65
        """),
        table("FA06", "amount", """
            301 | 97.71
            30101 | 60.08
            30102 | 26.50
            30108 | 11.13
            30112 | 0.00
            303 | 0.45
            30302 | 0.45
            302 | 13.30
            30201 | 9.00
            30212 | 0.00
            30217 | 1.30
            30231 | 3.00
            310 | 1.00
            31002 | 1.00
            31013 | 0.00
            personnel | 98.16
            operating | 14.30
        """),
        table(
            "FA07",
            "budget.total budget.abroad budget.vehicles budget.vehicles_purchase budget.vehicles_running "
            "budget.reception final.total final.abroad final.vehicles final.vehicles_purchase final.vehicles_running "
            "final.reception",
            "total | 6.00 | 0.00 | 4.00 | 0.00 | 4.00 | 2.00 | 4.80 | 0.00 | 3.30 | 0.00 | 3.30 | 1.50",
        ),
        table("FA08", "open revenue exp.total exp.basic exp.project close", """
            212 | 1.00 | 10.00 | 9.00 | · | 9.00 | 2.00
            21208 | 1.00 | 10.00 | 9.00 | · | 9.00 | 2.00
            2120803 | 1.00 | 10.00 | 9.00 | · | 9.00 | 2.00
            total | 1.00 | 10.00 | 9.00 | 0.00 | 9.00 | 2.00
        """),
        table("FA09", "open revenue exp.total exp.basic exp.project close", "total | · | · | · | · | · | ·",
              note="说明：本部门没有国有资本经营预算收入，也没有使用国有资本经营预算安排的支出，故本表无数据。"),
    ]  # fmt: skip


def budget() -> list[dict]:
    """A clean budget: GPB and a carry-over; totals printed last; the 三公 form in a row."""
    by_function = """
            201 | 1283.76 | 1107.76 | 782.05 | 12.58 | 305.13 | 8.00 | 176.00 | 10.00 | 166.00
            20103 | 1283.76 | 1107.76 | 782.05 | 12.58 | 305.13 | 8.00 | 176.00 | 10.00 | 166.00
            2010301 | 1107.76 | 1107.76 | 782.05 | 12.58 | 305.13 | 8.00 | · | · | ·
            2010302 | 176.00 | · | · | · | · | · | 176.00 | 10.00 | 166.00
            208 | 28.23 | 28.23 | 28.23 | · | · | · | · | · | ·
            20805 | 28.23 | 28.23 | 28.23 | · | · | · | · | · | ·
            2080505 | 28.23 | 28.23 | 28.23 | · | · | · | · | · | ·
            210 | 12.88 | 12.88 | 12.88 | · | · | · | · | · | ·
            21011 | 12.88 | 12.88 | 12.88 | · | · | · | · | · | ·
            2101101 | 12.88 | 12.88 | 12.88 | · | · | · | · | · | ·
            total | 1324.87 | 1148.87 | 823.16 | 12.58 | 305.13 | 8.00 | 176.00 | 10.00 | 166.00
    """
    kinds = (
        "total basic basic.wages basic.transfers basic.goods basic.capital project project.operation project.target"
    )
    return [
        table("BG01", "amount", """
            rev.gpb | 1,314.87
            rev.gf | ·
            rev.biz | ·
            rev.total | 1,314.87
            rev.open | 10.00
            rev.grand | 1,324.87
            exp.f201 | 1,283.76
            exp.f208 | 28.23
            exp.f210 | 12.88
            exp.total | 1,324.87
            exp.close | ·
            exp.grand | 1,324.87
        """),
        table("BG02", "total gpb biz carry", """
            201 | 1283.76 | 1273.76 | · | 10.00
            20103 | 1283.76 | 1273.76 | · | 10.00
            2010301 | 1107.76 | 1097.76 | · | 10.00
            2010302 | 176.00 | 176.00 | · | ·
            208 | 28.23 | 28.23 | · | ·
            20805 | 28.23 | 28.23 | · | ·
            2080505 | 28.23 | 28.23 | · | ·
            210 | 12.88 | 12.88 | · | ·
            21011 | 12.88 | 12.88 | · | ·
            2101101 | 12.88 | 12.88 | · | ·
            total | 1324.87 | 1314.87 | · | 10.00
        """),
        table("BG03", kinds, by_function),
        table("BG04", "amount total gpb gf sc", """
            rev.gpb | 1314.87 | · | · | · | ·
            rev.gf | · | · | · | · | ·
            rev.sc | · | · | · | · | ·
            rev.total | 1314.87 | · | · | · | ·
            rev.open | 10.00 | · | · | · | ·
            rev.open.gpb | 10.00 | · | · | · | ·
            rev.grand | 1324.87 | · | · | · | ·
            exp.f201 | · | 1283.76 | 1283.76 | · | ·
            exp.f208 | · | 28.23 | 28.23 | · | ·
            exp.f210 | · | 12.88 | 12.88 | · | ·
            exp.total | · | 1324.87 | 1324.87 | · | ·
            exp.close | · | · | · | · | ·
            exp.grand | · | 1324.87 | 1324.87 | · | ·
        """),
        table("BG05", kinds, by_function),
        table("BG06", "total personnel operating", """
            301 | 823.16 | 823.16 | ·
            30101 | 450.00 | 450.00 | ·
            30102 | 323.16 | 323.16 | ·
            30108 | 28.23 | 28.23 | ·
            30113 | 21.77 | 21.77 | ·
            303 | 12.58 | 12.58 | ·
            30302 | 12.58 | 12.58 | ·
            302 | 305.13 | · | 305.13
            30201 | 200.13 | · | 200.13
            30202 | 100.00 | · | 100.00
            30217 | 1.00 | · | 1.00
            30231 | 4.00 | · | 4.00
            310 | 8.00 | · | 8.00
            31002 | 8.00 | · | 8.00
            total | 1148.87 | 835.74 | 313.13
        """),
        table("BG07", "total gpb gpb.fiscal carry", """
            301 | 823.16 | 813.16 | 813.16 | 10.00
            30101 | 500.00 | 490.00 | 490.00 | 10.00
            30102 | 323.16 | 323.16 | 323.16 | ·
            303 | 12.58 | 12.58 | 12.58 | ·
            302 | 471.13 | 471.13 | 461.13 | ·
            310 | 18.00 | 18.00 | 18.00 | ·
            total | 1324.87 | 1314.87 | 1304.87 | 10.00
        """),
        table("BG08", "total abroad vehicles vehicles_purchase vehicles_running reception",
              "total | 5.00 | · | 4.00 | · | 4.00 | 1.00"),
        table("BG11", "total gpb carry", """
            project:一件事集成办理 | 10.00 | 10.00 | ·
            project:午餐补助 | 166.00 | 166.00 | ·
            total | 176.00 | 176.00 | ·
        """),
        table("BG09", "total basic project", "total | · | · | ·", note="注：本部门没有政府性基金预算安排的支出，本表为空表。"),
        table("BG10", "total basic project", "total | · | · | ·", note="注：本部门没有国有资本经营预算支出，本表为空表。"),
    ]  # fmt: skip


def evaluation() -> list[dict]:
    """A clean self-evaluation of a department and of one of its projects."""
    columns = "init annual exec balance weight rate target actual score"
    funds = """
            fund.total | 100.00 | 80.00 | 72.00 | 8.00 | 10 | 90.00% | · | · | 9.0
            fund.fiscal | 90.00 | 75.00 | 70.00 | 5.00 | · | 93.33% | · | · | ·
            fund.other | 10.00 | 5.00 | 2.00 | 3.00 | · | 40.00% | · | · | ·
    """
    indicator = """
            indicator:1 | · | · | · | · | 50 | · | ≥95% | 96% | 50
            indicator:2 | · | · | · | · | 30 | · | <5天 | 4天 | 30
            indicator:3 | · | · | · | · | 8 | · | 效果显著 | 效果显著 | 8
            indicator:4 | · | · | · | · | 1 | · | ≤20% | 20 | 1
            indicator:5 | · | · | · | · | 1 | · | ≤10% | 10% | 1
            score.total | · | · | · | · | · | · | · | · | 99.0
    """
    labels = {"indicator:4": "预算调整率", "indicator:5": "结转结余率"}
    return [
        table("PE01", columns, funds + indicator.strip("\n"), labels=labels),
        table("PE02", columns, funds + indicator.strip("\n"), labels=labels),
    ]


CLEAN = {"final": final, "budget": budget, "performance": evaluation}

"""The sheets over all documents: method and cautions, findings, their evidence, panel, indices and their items."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pandas as pd

from gouji import __version__
from gouji.analysis.declared import declared
from gouji.analysis.disclosure import disclosure_index
from gouji.analysis.panel import index, panel
from gouji.analysis.reliability import grand_totals, reliability_index
from gouji.analysis.stated import by_document
from gouji.analysis.tiers import accounts
from gouji.claims.places import YUAN
from gouji.publish.package.frames import operands
from gouji.publish.workbook.book import COUNT, MONEY, SHARE, Column, Link, Sheet
from gouji.rules.catalogue import load_catalogue
from gouji.show.labels import titles
from gouji.show.style import look, outcome_word

QUIET = ("exact", "not_applicable")  # outcomes without a row: there is nothing to look at


def shown_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings with a row: all but what is exact and what does not apply, worst first, roots before what follows."""
    order = {o: i for i, o in enumerate(("mismatch", "truncation", "implausible", "missing", "rounding", "not_testable"))}
    told = findings[~findings["outcome"].isin(QUIET)]
    rank = told.assign(_outcome=told["outcome"].map(order), _severity=told["severity"].map({"error": 0, "warning": 1, "info": 2}), _root=told["cause"].notna())
    return rank.sort_values(["_outcome", "_severity", "_root"], kind="stable").drop(columns=["_outcome", "_severity", "_root"]).reset_index(drop=True)


def findings_sheet(told: pd.DataFrame, opened, first: dict[str, int]) -> Sheet:
    """One row a finding; amounts of money as numbers in 元, others as printed with their unit. ``first``: id → row of its evidence."""
    labels, rules = titles(opened.documents), {r.id: r for r in load_catalogue()}
    columns = (
        Column("编号 id"), Column("文件 document", width=46), Column("结果 outcome"), Column("级别 severity"), Column("规则 rule"), Column("规则名 rule name", width=30),
        Column("表 form"), Column("页 page"), Column("依据 evidence"), Column("中文 Chinese", width=60), Column("英文 English", width=60),
        Column("应为 expected (元)", MONEY), Column("印为 printed (元)", MONEY), Column("差 difference (元)", MONEY),
        Column("应为 expected（如 unit）"), Column("印为 printed（如 unit）"), Column("差 difference（如 unit）"), Column("单位 unit"), Column("起因 follows from"),
    )  # fmt: skip
    rows = []
    for f in told.itertuples(index=False):
        texts = [_text(getattr(f, c)) for c in ("expected", "found", "difference")]
        unit, rule = _text(f.unit), rules.get(f.rule)
        amounts = [in_yuan(t, unit) for t in texts]
        rows.append((
            f.id, labels.get(f.name, "跨文件 across documents"), outcome_word(f.outcome), f.severity, f.rule, f"{rule.zh} {rule.en}" if rule else "", _text(f.form), _page(f.page),
            Link("依据 evidence", "evidence", first[f.id]) if f.id in first else "", _text(f.zh), _text(f.en), *amounts, *texts, unit, _text(f.cause),
        ))  # fmt: skip
    return Sheet("findings", "不相符、可疑、缺失、尾差与无法检验的发现 · findings, all but what is exact or does not apply", columns, rows)


def evidence_sheet(told: pd.DataFrame, opened) -> tuple[Sheet, dict[str, int]]:
    """One row an operand of a finding listed, and the row at which each finding's operands begin."""
    names = dict(zip(opened.documents["sha256_read"], opened.documents["name"], strict=True))
    labels, files = titles(opened.documents), dict(zip(opened.documents["name"], opened.documents["file"], strict=True))
    places, at = operands(told, names), {id_: row for row, id_ in enumerate(told["id"], start=2)}
    columns = (
        Column("发现 finding"), Column("文件 document", width=46), Column("文件名 file", width=28), Column("页 page"), Column("行 row", width=30), Column("列 column"),
        Column("印出 printed", width=16), Column("句 sentence", width=60), Column("地址 address", width=30), Column("左 left (pt)", SHARE), Column("上 top (pt)", SHARE), Column("右 right (pt)", SHARE), Column("下 bottom (pt)", SHARE),
    )  # fmt: skip
    rows, first = [], {}
    for number, p in enumerate(places.itertuples(index=False), start=2):
        first.setdefault(p.finding, number)
        box = [None if v is None or v != v else float(v) for v in (p.x0, p.y0, p.x1, p.y1)]
        rows.append((Link(p.finding, "findings", at[p.finding]), labels.get(p.name, p.name), files.get(p.name, ""), _page(p.page), *map(_text, (p.row, p.column, p.printed, p.sentence, p.address)), *box))
    return Sheet("evidence", "每条发现的各运算项及其印刷位置 · the operands of each finding and where they are printed", columns, rows), first


def panel_sheet(opened) -> Sheet:
    """One row an account and measure; 元."""
    found = panel(index(opened.ledger), by_document(opened.claims), accounts(opened.documents, opened.tables))
    columns = (
        Column("文件 document"), Column("单位 body", width=34), Column("年度 year", "0"), Column("类别 kind"), Column("口径 tier"), Column("可比组 peers"), Column("指标 measure", width=30), Column("measure", width=30),
        Column("金额 value (元)", MONEY), Column("来源 source"), Column("表 form"), Column("行 item"), Column("列 column"), Column("印出 printed"), Column("页 page"),
    )  # fmt: skip
    rows = [
        (r.name, r.body, None if pd.isna(r.year) else int(r.year), look()["kinds"].get(r.kind, r.kind), r.tier or "不明 not stated", r.group, r.zh, r.en, r.value, r.source, *map(_text, (r.form, r.item, r.column, r.printed)), _page(r.page))
        for r in found.itertuples(index=False)
    ]  # fmt: skip
    return Sheet("panel", "各账目的主要指标；口径不同不可相加相比 · the main measures of each account; never compare across tiers", columns, rows, frozen=2)


def indices_sheet(opened, items: pd.DataFrame) -> Sheet:
    """One row a document: the two indices, never one, each with its bounds; %."""
    names = opened.documents.loc[opened.documents["read"].astype(bool), "name"].tolist()
    shown, trust = disclosure_index(items), reliability_index(opened.findings, names, grand_totals(opened.ledger))
    both = pd.DataFrame({"name": names}).merge(shown, on="name", how="left").merge(trust, on="name", how="left", suffixes=("_d", "_r"))
    labels = titles(opened.documents)
    wanted = {
        "score": "公开 disclosure (%)", "low_d": "公开下限 lowest (%)", "high_d": "公开上限 highest (%)", "known": "已知权重 weight known (%)", "tested": None, "strict": "可靠 reliability (%)",
        "low_r": "可靠区间下 interval from (%)", "high_r": "可靠区间上 to (%)", "bound_low": "未能检验者全不符 if all untested failed (%)", "bound_high": "未能检验者全符 if all untested held (%)",
        "independent": "独立勾稽 independent identities (个)", "failed": "其中不符 of these failed (个)", "not_testable": "未能检验 not testable (个)", "enough": "数目足够 enough",
    }  # fmt: skip
    wanted = {k: v for k, v in wanted.items() if v and k in both}
    columns = (Column("文件 document", width=46), *(Column(h, COUNT if "(个)" in h else SHARE, 14) for h in wanted.values()))
    rows = [(labels.get(row["name"], row["name"]), *(_number(row[k]) for k in wanted)) for row in both.to_dict("records")]
    return Sheet("indices", "公开指数与可靠指数，分别给出，不合并 · the index of disclosure and the index of reliability, never merged", columns, rows)


def items_sheet(opened, items: pd.DataFrame) -> Sheet:
    """One row a document and item of the disclosure index, with where it was found."""
    labels = titles(opened.documents)
    columns = (
        Column("文件 document", width=46), Column("维度 dimension"), Column("项 item"), Column("内容", width=40), Column("content", width=40), Column("得分 score (0–1)", SHARE), Column("状态 state"),
        Column("依据 evidence", width=50), Column("表 form"), Column("页 page"),
    )  # fmt: skip
    rows = [
        (labels.get(r.name, r.name), r.dimension, r.item, r.zh, r.en, _number(r.score), r.state, _text(r.evidence), _text(r.form), _page(r.page))
        for r in items.itertuples(index=False)
    ]
    return Sheet("items", "公开指数逐项得分 · the items of the disclosure index", columns, rows)


def method_sheet(opened, sheets: list[Sheet]) -> Sheet:
    """What this is, how to read it, what it cannot tell, which documents, which sheets."""
    counts = opened.findings["outcome"].value_counts()
    rows: list[tuple] = [
        ("题目 title", opened.study.title, ""), ("问题 question", opened.study.question, ""), ("程序 program", f"gouji {__version__}", ""),
        ("读法 how to read", "金额一律换算为元，作为数值；单位写在表头。空格不是零。", "Amounts are numbers in 元, the unit in the header. A blank cell is not zero."),
        ("", "每条发现的“依据”一栏链接到各运算项的印刷位置（文件、页、坐标）。", "The evidence column of a finding leads to its operands: file, page, box."),
        ("", "数值以双精度存放，十五位以内精确；更长的请用数据包。", "Spreadsheets keep fifteen digits; for more use the data package, whose amounts are exact."),
        ("容差 tolerance", "印出的数代表末位的正负半个单位；合计按各数末位给出的范围判断。", "A printed figure stands for half a last digit to either side; a sum is judged by the range its own digits give."),
    ]  # fmt: skip
    rows += [("结果 outcome", outcome_word(o), f"{int(counts.get(o, 0)):,}") for o in look()["outcomes"]]
    rows += [("注意 caution", c["zh"], c["en"]) for c in declared("disclosure")["cautions"]]
    rows += [("文件 document", label, " · ".join(_about(row))) for row, label in zip(opened.documents.to_dict("records"), titles(opened.documents).values(), strict=True)]
    rows += [(Link(s.name, s.name, 1), s.about, f"{len(s.rows):,} rows") for s in sheets]
    return Sheet("method", "方法与注意 · method and cautions", (Column("项 item", width=20), Column("中文 Chinese", width=70), Column("English", width=70)), rows)


def in_yuan(text: str | None, unit: str | None) -> Decimal | None:
    """A printed amount of money in 元, exact; None where the unit is no money or the text no number."""
    if not text or unit not in YUAN:
        return None
    try:
        return Decimal(text.replace(",", "")) * YUAN[unit]
    except InvalidOperation:
        return None


def _about(row: dict) -> list[str]:
    sha = row["sha256_read"] if isinstance(row["sha256_read"], str) else ""
    return [str(row["file"]), f"sha256 {sha}" if sha else "未读出 could not be read", *(str(row[k]) for k in ("source", "licence", "note") if isinstance(row[k], str) and row[k])]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _page(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _number(value: object) -> float | int | bool | None:
    if isinstance(value, bool) or value is None:
        return value
    return None if pd.isna(value) else bool(value) if str(value) in ("True", "False") else value.item() if hasattr(value, "item") else value

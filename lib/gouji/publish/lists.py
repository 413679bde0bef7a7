"""What counts count, row by row: tables of documents, tables, pages, problems, cells to review and items of the disclosure index.

Interactive tables beside the ledger and the findings (``gouji.publish.interactive``); ``list:`` references of notebooks ask each
for some of its rows. What a row says leads to where it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from gouji.analysis import disclosure, peers, reliability
from gouji.analysis.evidence import gather
from gouji.analysis.printed import Spot, title_of
from gouji.analysis.review import review_queue
from gouji.publish.asked import Key
from gouji.publish.interactive import table_data, write_table
from gouji.publish.links import cell_href, page_file

YES = {True: "yes", False: "no"}


class Lists:
    """The rows of an opened study that counts count. ``labels``: document → what it is called; ``dossiers``: document → page;
    ``counted``: finding → what the reliability index takes it for."""

    def __init__(self, opened, labels: Mapping[str, str], dossiers: Mapping[str, str]):
        self.opened, self.labels, self.dossiers = opened, labels, dossiers
        self.titles = [_title(opened.document(row.name), row) for row in opened.tables.itertuples(index=False)]
        part_of = peers.publications(opened.documents, opened.tables)
        self.items = disclosure.merged(disclosure.score_items(gather(opened)), part_of)
        self.queue = review_queue(opened)
        merged = opened.findings.assign(name=opened.findings["name"].map(lambda n: part_of.get(n, n)))
        weighed = reliability.weigh(merged, list(dict.fromkeys(part_of.values())))
        self.counted = {i: marks for own in weighed.values() for i, marks in own.marks().items()}

    def places(self) -> dict[str, set[Key]]:
        """Document → the printed places that the rows lead to."""
        found = [(row.name, at) for row, at in zip(self.opened.tables.itertuples(index=False), self.titles, strict=True)]
        found += [(row.file, Spot(row.page, row.box)) for row in self.items[self.items["box"].notna()].itertuples(index=False)]
        found += [(row.name, Spot(row.page, (row.x0, row.y0, row.x1, row.y1))) for row in self.queue[self.queue["x0"].notna()].itertuples(index=False)]
        out: dict[str, set[Key]] = {}
        for name, at in found:
            if at is not None:
                out.setdefault(name, set()).add((int(at.page), int(at.box[0]), int(at.box[1])))
        return out

    def write(self, site: Path, pictures: Mapping[str, Mapping[int, object]]) -> None:
        """Write every list; ``pictures`` says which pages have one."""
        write_table(site, "documents", ("文件", "Documents"), ("研究的每份文件一行。", "One row a document of the study."), self._documents())
        write_table(site, "tables", ("表", "Tables"), ("读到的每张表一行；点表名看它印在哪里。", "One row a table that was found; choose its title to see where it is printed."), self._tables())
        write_table(site, "pages", ("页", "Pages"), ("每页一行。", "One row a page."), self._pages(pictures))
        write_table(site, "problems", ("问题", "Problems"), ("没有读懂的每一处一行。", "One row a thing that was not understood."), self._problems(pictures))
        write_table(site, "queue", ("待核的格子", "Cells to review"), ("两个读取器不一致，或印有文字而读不成数的格子。", "The readers differ, or something is printed that is no figure."), self._queue())
        write_table(site, "items", ("公开指数的项目", "Items of the disclosure index"), ("每份文件每个项目一行；点页码看依据印在哪里。", "One row a document and item; choose the page to see where its evidence is printed."), self._items())

    def _named(self, names: pd.Series) -> pd.Series:
        return names.map(lambda n: self.labels.get(n, n))

    def _documents(self) -> dict:
        own = self.opened.documents
        links = [f"{self.dossiers[n]}.html" if n in self.dossiers else "" for n in own["name"]]
        columns = {
            "文件|document": self._named(own["name"]), "年度|year": own["year"].map(lambda y: "" if pd.isna(y) else str(int(y))), "类别|kind": own["kind"], "页数|pages": own["pages"],
            "表格数|tables": own["tables"], "认得的表|forms": own["forms"], "数字|figures": own["figures"], "已读|read": own["read"].map(YES),
        }  # fmt: skip
        return table_data(columns, {"document": links}, {"pages", "tables", "forms", "figures"}, {"document": own["name"]}, "documents")

    def _tables(self) -> dict:
        own = self.opened.tables
        links = [cell_href(name, *at) if at else "" for name, at in zip(own["name"], self.titles, strict=True)]
        columns = {
            "文件|document": self._named(own["name"]), "表|form": own["form"], "表名|title": own["title"], "单位|unit": own["unit"], "起页|first page": own["first"],
            "止页|last page": own["last"], "行数|rows": own["rows"], "空表|empty": own["empty"].astype(bool).map(YES), "附注|note": own["note"],
        }  # fmt: skip
        asked = {"document": own["name"], "known": own["form"].notna().map(YES), "united": own["unit"].notna().map(YES)}
        return table_data(columns, {"title": links}, {"first page", "last page", "rows"}, asked, "tables")

    def _pages(self, pictures: Mapping[str, Mapping[int, object]]) -> dict:
        own = self.opened.pages
        columns = {"文件|document": self._named(own["name"]), "页|page": own["page"], "内容|holds": own["holds"], "字符|characters": own["characters"], "框线表|grids": own["grids"]}
        asked = {"document": own["name"], "ruled": own["grids"].gt(0).map(YES)}
        return table_data(columns, {"page": _pages_shown(own, pictures)}, {"page", "characters", "grids"}, asked, "pages")

    def _problems(self, pictures: Mapping[str, Mapping[int, object]]) -> dict:
        own = self.opened.problems
        columns = {"文件|document": self._named(own["name"]), "页|page": own["page"], "问题|problem": own["kind"], "详情|detail": own["detail"]}
        return table_data(columns, {"page": _pages_shown(own, pictures)}, {"page"}, {"document": own["name"]}, "problems")

    def _queue(self) -> dict:
        own = self.queue
        links = ["" if pd.isna(r.x0) else cell_href(r.name, r.page, (r.x0, r.y0)) for r in own.itertuples(index=False)]
        columns = {"文件|document": self._named(own["name"]), "页|page": own["page"], "表|form": own["form"], "行|row": own["row"], "为何|why": own["why"], "一读|first reader": own["first reader"], "二读|second reader": own["second reader"]}
        return table_data(columns, {"first reader": links}, {"page"}, {"document": own["name"]}, "queue")

    def _items(self) -> dict:
        own = self.items
        links = ["" if r.box is None else cell_href(r.file, r.page, r.box) for r in own.itertuples(index=False)]
        asked = {"document": own["name"], "score": own["score"].map(lambda s: "" if pd.isna(s) else f"{s:g}")}
        columns = {
            "文件|document": self._named(own["name"]), "维度|dimension": own["dimension"], "项目|item": own["item"],
            "得分|score": own["score"], "状态|state": own["state"], "依据|evidence": own["evidence"], "表|form": own["form"], "页|page": own["page"],
        }  # fmt: skip
        return table_data(columns, {"page": links}, {"score", "page"}, asked, "items")


def _title(document, row) -> Spot | None:
    return title_of(document, document.tables[int(row.table) - 1])


def _pages_shown(own: pd.DataFrame, pictures: Mapping[str, Mapping[int, object]]) -> list[str]:
    """The page of evidence of each row's page, "" where there is none."""
    return ["" if pd.isna(page) or int(page) not in pictures.get(name, {}) else page_file(name, int(page)) for name, page in zip(own["name"], own["page"], strict=True)]

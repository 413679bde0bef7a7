"""A performance form as it reads: project, money, indicators with their target, actual value, weight, score and reason.

In: a ``Table`` of a performance form (its body rows are words) and its figures in the index. Out: one ``Evaluation`` per
project. Column meanings come from the row that holds 三级指标 or 指标值, or from the flattened header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from gouji.model import Box, Table, TableCell
from gouji.rules.findings import Place

FORMS = ("PE01", "PE02", "BG14", "BG15")
HEADS = (
    ("level1", re.compile(r"^一级指标$")),
    ("level2", re.compile(r"^二级指标$")),
    ("sign", re.compile(r"指标性质")),
    ("unit", re.compile(r"度量单位|计量单位")),
    ("target", re.compile(r"指标(（目标）|\(目标\))?值$|年度指标值|年度\(/项目\)指标值|目标值")),
    ("label", re.compile(r"三级指标|指标内容")),
    ("label", re.compile(r"^指标名称$|^绩效指标$")),
    ("actual", re.compile(r"实际完成值$|^完成值$")),
    ("weight", re.compile(r"^(分值|权重|分值权重.*)$")),
    ("score", re.compile(r"^得分$")),
    ("reason", re.compile(r"偏差|原因")),
    ("note", re.compile(r"指标(值)?(说明|解释)")),
)
NAME = re.compile(r"^(专项（项目）名称|专项\(项目\)名称|项目名称)[:：]?$")
GRADE = re.compile(r"^(评价等次|自评等次|等次|评价等级|绩效等级)[:：]?$")
SCORE = re.compile(r"^(总分|合计|绩效自评综合得分|综合得分|自评得分|总得分)[:：]?$")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
ASIDE = re.compile(r"概况|^备注")  # what a project was from its beginning is no goal of the year
WIDE = re.compile(r"(?P<level>(?:成本|产出|效益|满意度)(?:指标|目标))\s*/\s*三级指标")
LEVELS = re.compile(r"(产出|效益|满意度|成本|投入管理?|过程|履职|管理效率|社会效应|可持续)")


@dataclass(frozen=True, slots=True)
class Indicator:
    level1: str
    level2: str
    label: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str
    note: str
    page: int
    boxes: tuple[tuple[str, Box], ...] = ()  # of its cells, by what they hold

    @property
    def place(self) -> Place:
        return self.at("target" if self.target else "actual")

    def at(self, column: str) -> Place:
        """Where its target, actual value, score … is printed."""
        return Place(f"indicator/{self.label}", self.page, dict(self.boxes).get(column), self.label, column, getattr(self, column))

    def number(self, column: str) -> Decimal | None:
        return plain_number(getattr(self, column))


@dataclass(frozen=True, slots=True)
class Evaluation:
    form: str
    title: str
    project: str
    table: int  # ordinal in the document, as in the ledger
    page: int
    grade: str
    score: Decimal | None
    indicators: tuple[Indicator, ...]
    columns: frozenset[str]
    cells: tuple[tuple[str, int], ...]  # every other text with its page

    @property
    def place(self) -> Place:
        return Place(self.form, self.page, None, self.project or self.title, None, None)


def plain_number(text: str) -> Decimal | None:
    """The number a cell holds when it holds one and little else."""
    found = NUMBER.findall(text)
    if len(found) != 1 or len(text) > len(found[0]) + 6:
        return None
    try:
        return Decimal(found[0].replace(",", ""))
    except InvalidOperation:
        return None


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _heads(cells: list[str]) -> dict[str, int]:
    fitting = [_ordinals(text) for text in cells]
    out: dict[str, int] = {}
    for ordinal, (name, _) in enumerate(HEADS) if any(fitting) else ():
        for i, ordinals in enumerate(fitting):
            if ordinal in ordinals and name not in out and i not in out.values():
                out[name] = i
    return out


@lru_cache(8192)
def _ordinals(text: str) -> tuple[int, ...]:
    """Which of ``HEADS`` a cell's text may be."""
    word = _squeeze(text).split("/")[-1]
    return tuple(i for i, (_, pattern) in enumerate(HEADS) if pattern.search(word))


def _value(row: tuple[TableCell, ...], after: int) -> str:
    return next((c.text.strip() for c in row[after + 1 :] if c.text.strip()), "")


def read_evaluation(table: Table, ordinal: int) -> Evaluation | None:
    """The evaluation of a table; None where no indicators are printed row by row."""
    heads = _heads(list(table.columns))
    if "target" not in heads or not ({"level1", "label"} & set(heads)):
        heads = {}
    project, grade, score = "", "", None
    indicators: list[Indicator] = []
    others: list[tuple[str, int]] = []
    above = {"level1": "", "level2": ""}
    for row in table.rows:
        cells = [c.text.strip() for c in row]
        page = next((c.page for c in row), table.pages[0] if table.pages else 1)
        named = _heads(cells)
        if {"level1", "label"} <= set(named) or {"level2", "target"} <= set(named):
            heads, above = named, {"level1": "", "level2": ""}
            if "label" not in heads:
                heads["label"] = heads.get("level2", 1) + 1
            continue
        first = next((i for i, c in enumerate(cells) if c), None)
        if first is None:
            continue
        word = _squeeze(cells[first])
        if NAME.match(word):
            project = _value(row, first)
        elif GRADE.match(word):
            grade = _value(row, first)
        elif SCORE.match(word) and not LEVELS.match(word):
            numbers = [n for c in cells[first + 1 :] if (n := plain_number(c)) is not None]
            score = numbers[-1] if numbers else score
        elif heads and heads["label"] < len(cells) and ("target" in heads or "actual" in heads):
            for level in above:
                if level in heads and (text := _squeeze(cells[heads[level]])):
                    above[level] = text
            take = {k: cells[i] if i < len(cells) else "" for k, i in heads.items()}
            label, target = take.get("label", ""), take.get("target", "")
            if take.get("sign") and target:
                target = f"{take['sign']}{target}{take.get('unit', '')}"
            boxes = tuple((k, row[i].box) for k, i in heads.items() if i < len(row) and row[i].box and row[i].page == page)
            if label and LEVELS.search(above["level1"] or label):
                indicators.append(
                    Indicator(
                        above["level1"], above["level2"], label, target, take.get("actual", ""), take.get("weight", ""),
                        take.get("score", ""), take.get("reason", ""), take.get("note", ""), page, boxes,
                    )
                )  # fmt: skip
        elif not ASIDE.search(word):
            others += [(c, page) for c in cells if len(c) > 4]
    if not indicators:
        return None
    return Evaluation(
        table.form or "", table.title, project or _project_of(table.title), ordinal, table.pages[0] if table.pages else 1,
        grade, score, tuple(indicators), frozenset(heads), tuple(others),
    )  # fmt: skip


def read_wide(table: Table, ordinal: int) -> Iterator[Evaluation]:
    """The projects of a table that prints one project in several rows, its indicators by level beside each other."""
    pairs = [(m["level"], i) for i, c in enumerate(table.columns) if (m := WIDE.search(_squeeze(c)))]
    name = next((i for i, c in enumerate(table.columns) if "项目名称" in _squeeze(c)), None)
    if not pairs or name is None:
        return
    groups: dict[str, list[Indicator]] = {}
    project = ""
    for row in table.rows:
        project = row[name].text.strip() or project
        for level, i in pairs:
            label, target = row[i].text.strip(), row[i + 1].text.strip() if i + 1 < len(row) else ""
            if label and project:
                groups.setdefault(project, []).append(Indicator(level, "", label, target, "", "", "", "", "", row[i].page))
    for project, found in groups.items():
        columns = frozenset({"level1", "label", "target"})
        yield Evaluation(table.form or "", table.title, project, ordinal, found[0].page, "", None, tuple(found), columns, ())


def _project_of(title: str) -> str:
    found = re.match(r"(.+?)项目(支出)?绩效(自评|目标)表", title)
    return found[1] if found else ""


def evaluations(tables: tuple[Table, ...], forms: tuple[str, ...] = FORMS) -> Iterator[Evaluation]:
    """The evaluations of a document's performance forms, in printed order; ordinals count all tables from 1."""
    for ordinal, table in enumerate(tables, 1):
        if table.form not in forms:
            continue
        wide = list(read_wide(table, ordinal))
        yield from wide
        if not wide and (found := read_evaluation(table, ordinal)):
            yield found

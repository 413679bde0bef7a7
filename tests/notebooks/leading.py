"""How many figures of an executed notebook lead somewhere: those of its shown tables and of its answer.

A figure leads when it stands in a reference (``gj-ref``) or opens to its formula (``gj-how``). What need not is declared in
``EXEMPT`` with its reason, and numbers that are names (years, pages, codes of rules and forms) are none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

NUMBER = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?")
FIGURE = re.compile(r"[-−+<>=≤≥ ]*\d[\d,]*(?:\.\d+)?(?: ?(?:%|‰|万元|元|分|个|人))?")  # a cell that is a figure
NAMES = re.compile(  # numbers that are names
    r"(?:19|20)\d\d(?:[-–](?:19|20)\d\d)?(?= ?(?:年|决算|预算|budget|final|\b))|(?:pp?\. ?|page |第)\d+(?:, ?\d+)*(?: 页)?|\b[A-Z]{1,3}\d+(?:[–-][A-Z]{0,2}\d+)?\b|10,000 yuan"
    r"|偏离超过 \d+%|by more than \d+%"  # a bound that the notebook's own parameter sets
)
EXEMPT = {  # a header (English, or as a form prints it) → why its figures need not lead
    "year": "a year is a name",
    r"(.* / )?(行次|栏次|序号?)": "the number a form gives its row",
    r"(.* / )?(.*编码|[类款项])": "a code names a row",
}  # fmt: skip
EXEMPTED = re.compile("|".join(EXEMPT))
PROVENANCE = "sha256"  # a table with this column says what was read, by which version


SUMS = ("可检验 =", "成立 =", "下列各数之和")  # formulas that are checked, by how their Chinese words begin: sums of all operands,
RATIOS = {"执行数 ÷": 100, "三公经费 ÷": 1000, "该项 ÷": 100}  # the first over the second,
CHANGES = ("（后数 − 前数）", "（决算 − 预算）")  # the second against the first
UNITS = (("亿元", 10**8), ("万元", 10**4), ("千元", 1_000), ("百元", 100), ("元", 1))  # operands are brought to 元 before they are reckoned with


class Figure(NamedTuple):
    """A figure shown: where, its text, whether it leads."""

    place: str
    text: str
    leads: bool


def figures_of(notebook: Path) -> Iterator[Figure]:
    """Every figure of the notebook's shown tables and of its answer."""
    for number, cell in enumerate(json.loads(notebook.read_text("utf-8"))["cells"]):
        for output in cell.get("outputs", ()):
            shown, plain = ("".join(output.get("data", {}).get(kind, "")) for kind in ("text/html", "text/plain"))
            page = BeautifulSoup(shown, "html.parser")
            if table := page.find("table", class_="gj-table"):
                yield from _of_table(table, plain, f"cell {number}")
            elif answer := page.find(class_="gj-answer"):
                yield from _of_words(answer, f"cell {number} answer")


def formulas_of(notebook: Path) -> Iterator[tuple[str, float, list[float]]]:
    """(its words, the value shown, what its operands give) of every formula with all its operands shown that can be worked out."""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            for figure in BeautifulSoup("".join(output.get("data", {}).get("text/html", "")), "html.parser").select("details.gj-how"):
                words, parts = figure.select_one(".gj-steps .gj-w").get_text(), [_number(li.b) for li in figure.select("li")]
                shown, worked = _number(figure.summary), None
                if words.startswith(SUMS) and None not in parts and "……" not in figure.get_text():
                    worked = [sum(parts), sum(parts) / 10_000]  # shown in 元, or in 万元
                elif len(parts) == 2 and None not in parts:
                    per = next((v for k, v in RATIOS.items() if words.startswith(k)), None)
                    worked = [per * parts[0] / parts[1]] if per and parts[1] else [100 * (parts[1] - parts[0]) / parts[0]] if words.startswith(CHANGES) and parts[0] else None
                if worked and shown is not None:
                    yield words, shown, worked


def _number(node: Tag | None) -> float | None:
    found = NUMBER.search(node.get_text()) if node else None
    return float(found[0].replace(",", "").replace("−", "-")) * next((worth for unit, worth in UNITS if unit in node.get_text()), 1) if found else None


def comes_out(shown: float, worked: list[float]) -> bool:
    """Whether a figure is what its formula gives, as far as its printed operands can tell."""
    return any(abs(value - shown) <= max(0.06, 1e-6 * abs(shown)) for value in worked)


def _of_table(table: Tag, plain: str, place: str) -> Iterator[Figure]:
    heads = [_english(th) for th in table.find_all("th")]
    if PROVENANCE in plain.splitlines()[0].split():
        return
    for row in table.find("tbody").find_all("tr", recursive=False):
        for head, cell in zip(heads, row.find_all("td", recursive=False), strict=True):
            text = _own_text(cell)
            if not EXEMPTED.fullmatch(head) and FIGURE.fullmatch(text):
                yield Figure(f"{place} {head}", text, bool(cell.find(class_=("gj-ref", "gj-how"))))


def _of_words(answer: Tag, place: str) -> Iterator[Figure]:
    for text in list(answer.find_all(string=True)):
        if text.find_parent(class_="gj-steps"):
            continue
        leads = bool(text.find_parent(class_=("gj-ref", "gj-how")))
        for found in NUMBER.findall(NAMES.sub(" ", str(text))):
            yield Figure(f"{place}: …{str(text)[-60:]}", found, leads)


def _english(head: Tag) -> str:
    words = head.find("span", lang="en")
    return " ".join((words or head).get_text().split())


def _own_text(cell: Tag) -> str:
    """A cell's text without what it opens to."""
    return " ".join("".join(str(t) for t in cell.find_all(string=True) if isinstance(t, NavigableString) and not t.find_parent(class_="gj-steps")).split())

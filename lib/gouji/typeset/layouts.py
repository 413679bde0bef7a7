"""A publisher's way of laying forms out, and the pieces every form is put together from.

In: a ``Layout`` (unit, decimals, where codes stand, where 合计 stands …) and amounts in 分. Out: rows of printed
cells with the field words of fact files. A form module says which columns and rows a form has; this one, how they look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gouji.typeset.departments import Department, Spend
from gouji.typeset.facts import ABOVE, LEFT, FactRow, FactTable

FEN = {"元": 100, "百元": 10_000, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}
SPACES = ("", "　　", "　　　　")
ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Layout:
    """``codes``: "one" cell, "three" cells, "carried" (three cells, parents not repeated), "joined"
    (2010301-行政运行), "brackets" ([2010301]行政运行), "indent" (no code). ``blank``: how nothing is printed.
    ``prior``: last year beside this one, and the change; ``vertical``: 三公 as a list; ``full_gpb``: FA05 with what
    was there, came in and was left; ``listed``: a table of the department's units, which is no form;
    ``evaluated``: self-evaluations follow.
    """

    name: str
    kind: str
    unit: str = "万元"
    decimals: int = 2
    commas: bool = True
    blank: str = ""
    codes: str = "one"
    total_first: bool = True
    number: str = ""
    lines: bool = False
    subs_only: bool = False
    lanes: int = 2
    landscape: bool = False
    long_titles: bool = False
    by_unit: bool = False
    plain_header: bool = False
    prior: bool = False
    vertical: bool = False
    full_gpb: bool = False
    listed: bool = False
    evaluated: bool = False
    titles: dict[str, str] | None = None

    def amount(self, fen: int) -> str:
        """An amount as printed: rounded by itself, half up."""
        if not fen:
            return self.blank
        value = (Decimal(fen) / FEN[self.unit]).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return f"{value:,.{self.decimals}f}" if self.commas else f"{value:.{self.decimals}f}"


def ordinal(n: int) -> str:
    """1 → 一, 12 → 十二, 26 → 二十六."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else ORDINALS[tens - 1] + "十") + (ORDINALS[ones - 1] if ones else "")


def header(columns: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Header rows from the levels of each column: equal neighbours merged, short columns reaching down."""
    depth, rows = max(map(len, columns)), []
    for level in range(depth):
        row = []
        for c, levels in enumerate(columns):
            if level >= len(levels):
                row.append(ABOVE)
            elif c and columns[c - 1][: level + 1] == levels[: level + 1]:
                row.append(LEFT)
            else:
                row.append(levels[level])
        rows.append(tuple(row))
    return rows


def code_columns(layout: Layout, what: str = "功能分类科目") -> list[tuple[str, ...]]:
    """The header levels of the columns that say which row it is."""
    top = () if layout.plain_header else ("项目",)
    if layout.codes == "one":
        return [(*top, f"{what}编码"), (*top, "科目名称")] if not layout.plain_header else [("科目编码",), ("科目名称",)]
    if layout.codes in ("three", "carried"):
        parts = ("类", "款", "项") if what.startswith("功能") else ("类", "款")
        return [*((*top, f"{what}编码" if top else "科目编码", part) for part in parts), (*top, "科目名称")]
    if layout.codes == "indent":
        return [("科目名称" if what.startswith("功能") else "经济分类科目名称",)]
    return [(f"支出{what}" if what.startswith("功能") else f"部门支出{what}",)]


def code_row(layout: Layout, code: str, label: str, wide: int) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """The cells of one coded row before its figures, their fields, and its item where the cells do not say it.

    ``wide`` is how many code cells a three-cell layout has (3 for functions, 2 for economic classes).
    """
    depth = (len(code) - 3) // 2
    if layout.codes == "one":
        return (code, label), ("code", "label"), None
    if layout.codes in ("three", "carried"):
        parts = [code[:3], code[3:5], code[5:7]][:wide]
        if layout.codes == "carried":
            parts = [part if i == depth else "" for i, part in enumerate(parts)]
        return (*parts, label), (*("code.class", "code.item", "code.sub")[:wide], "label"), code
    if layout.codes == "indent":
        return (SPACES[depth] + label,), ("label",), None
    text = f"{code}-{label}" if layout.codes == "joined" else f"[{code}]{label}"
    return (text,), ("label",), code


def total_cells(layout: Layout, wide: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells of a 合计 row before its figures."""
    count = {"one": 2, "three": wide + 1, "carried": wide + 1}.get(layout.codes, 1)
    if layout.codes == "carried":
        return (*[""] * wide, "合计"), (*["-"] * wide, "label")
    return ("合计", *[LEFT] * (count - 1)), ("label", *["-"] * (count - 1))


Column = tuple[tuple[str, ...], str, Callable[[str], int]]  # header levels, field word, amount under a code prefix


def coded(layout: Layout, form: str, title: str, dep: Department, columns: Sequence[Column], codes: Iterable[str], what: str = "功能分类科目") -> FactTable:
    """A form with one row a code (类, 款, 项 or 类, 款) and 合计; ``columns`` give the amount under any prefix ("" = all)."""
    wide = 3 if what.startswith("功能") else 2
    fields = tuple(word for _, word, _ in columns)
    rows = []
    for code in tree(codes, layout.subs_only):
        cells, words, item = code_row(layout, code, dep.labels[code], wide)
        rows.append(FactRow((*cells, *(layout.amount(value(code)) for *_, value in columns)), (*words, *fields), item))
    cells, words = total_cells(layout, wide)
    total = FactRow((*cells, *(layout.amount(value("")) for *_, value in columns)), (*words, *fields))
    rows = [total, *rows] if layout.total_first else [*rows, total]
    heads = header([*code_columns(layout, what), *(levels for levels, *_ in columns)])
    if layout.lines:
        heads.append(("栏次", *[LEFT] * (len(cells) - 1), *map(str, range(1, len(columns) + 1))))
    return table(layout, form, title, dep, heads, rows, wide=len(columns) > 4)


def tree(codes: Iterable[str], subs_only: bool) -> list[str]:
    """Codes with their parents before them, ascending; the lowest alone when ``subs_only``."""
    codes = sorted(set(codes))
    if subs_only:
        return codes
    return sorted({code[:n] for code in codes for n in (3, 5, 7) if n <= len(code)})


def table(layout: Layout, form: str, title: str, dep: Department, heads, rows, wide: bool = False, note: str = "", unit: str = "") -> FactTable:
    """The fact table: captions, page, number as the layout prints them."""
    title = (layout.titles or {}).get(form, title)
    if layout.long_titles:
        title = f"{dep.year}年部门{title}" if layout.kind == "budget" else f"{dep.year}年度{title}"
    unit = unit or layout.unit
    keys = {"title": title, "left": f"部门：{dep.entity}", "right": f"单位：{unit}", "unit": unit, "note": note}
    if layout.number:
        keys["number"] = layout.number.format(int(form[2:]))
    if layout.kind == "final":
        keys["right"], keys["center"] = f"金额单位：{unit}", f"{dep.year}年度"
    if wide or layout.landscape:
        keys["page"] = "landscape"
    return FactTable(form, {k: v for k, v in keys.items() if v}, tuple(heads), tuple(rows))


def two_sided(layout: Layout, left: list[tuple], right: list[tuple]) -> list[list[str]]:
    """Printed rows of a form with two sides of different length: (label, amount …) each, None = an empty cell; 行次 where the layout has it."""
    count = max(len(left), len(right))
    sides = [[*side, *[("", *[None] * (len(side[0]) - 1))] * (count - len(side))] for side in (left, right)]
    rows = []
    for i in range(count):
        cells: list[str] = []
        for s, side in enumerate(sides):
            label, *amounts = side[i]
            cells += [label, *([str(i + 1 + s * count)] if layout.lines else [])]
            cells += ["" if a is None else layout.amount(a) for a in amounts]
        rows.append(cells)
    return rows


def under(prefix: str, **wanted) -> Callable[[Spend], bool]:
    """Spends whose code begins so and whose fields are among the values wanted (a value or a tuple of them)."""
    sets = {k: v if isinstance(v, tuple) else (v,) for k, v in wanted.items()}
    return lambda s: s.code.startswith(prefix) and all(getattr(s, k) in v for k, v in sets.items())

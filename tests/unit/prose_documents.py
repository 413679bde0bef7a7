"""Documents with prose for the tests of the rules over stated figures: the clean tables of ``ledgers`` and a text that fits them.

``FINAL`` and ``BUDGET`` are texts, a paragraph a line; ``document_with`` sets one in lines on pages (a paragraph's
first line indented), so that it is read as any PDF's prose is.
"""

from __future__ import annotations

from dataclasses import replace

from ledgers import SHA, budget, document_of, edit, final, table

from gouji.model import Document, Line, Page

WIDTH, LEFT, INDENTED, RIGHT, SIZE = 40, 72.0, 94.0, 520.0, 10.5
LABELS = {
    "201": "一般公共服务支出", "20103": "政府办公厅（室）及相关机构事务", "2010301": "行政运行", "2010302": "一般行政管理事务",
    "2010350": "事业运行", "20199": "其他一般公共服务支出", "2019999": "其他一般公共服务支出", "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出", "2080505": "机关事业单位基本养老保险缴费支出", "2080599": "其他行政事业单位养老支出",
    "30101": "基本工资", "30102": "津贴补贴", "30108": "机关事业单位基本养老保险缴费", "30112": "其他社会保障缴费",
    "30302": "退休费", "30201": "办公费", "30212": "因公出国（境）费用", "30217": "公务接待费", "30231": "公务用车运行维护费",
    "31002": "办公设备购置", "31013": "公务用车购置",
}  # fmt: skip

FINAL = """第一部分 部门概况
一、机构设置情况
内设科室3个：办公室、综合科、人事科。人员编制10名，其中行政编制6名、事业编制4名。
第三部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收、支总计均为223.41万元。与2023年度相比，收、支总计各增加20.00万元，增长9.83%，主要原因是项目支出增加。年初结转和结余5.80万元。
二、收入决算情况说明
本年收入合计217.61万元，其中：财政拨款收入215.11万元，占98.85%；事业收入1.00万元，占0.46%；经营收入0.25万元，占0.11%；附属单位上缴收入0.15万元，占0.07%；其他收入1.10万元，占0.51%。
三、支出决算情况说明
本年支出合计220.11万元，其中：基本支出112.46万元，占51.09%；项目支出107.65万元，占48.91%。
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收、支总计均为220.91万元。
五、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
一般公共预算财政拨款支出209.11万元，占本年支出合计的95.00%。与2023年度相比，一般公共预算财政拨款支出减少10.89万元，下降4.95%，主要原因是压减支出。
（二）一般公共预算财政拨款支出决算结构情况
一般公共预算财政拨款支出209.11万元，主要用于以下方面：一般公共服务支出（类）197.53万元，占94.46%；社会保障和就业支出（类）11.58万元，占5.54%。
（三）一般公共预算财政拨款支出决算具体情况
一般公共预算财政拨款支出年初预算为211.12万元，支出决算为209.11万元，完成年初预算的99.05%。其中：
1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为98.00万元，支出决算为96.58万元，完成年初预算的98.55%。决算数小于年初预算数的主要原因：人员减少。
2.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）一般行政管理事务（项）。年初预算为84.65万元，支出决算为84.65万元，完成年初预算的100.00%。决算数与年初预算数持平。
3.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）事业运行（项）。年初预算为4.30万元，支出决算为4.30万元，完成年初预算的100.00%。
4.一般公共服务支出（类）其他一般公共服务支出（款）其他一般公共服务支出（项）。年初预算为12.50万元，支出决算为12.00万元，完成年初预算的96.00%。
5.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。年初预算为11.22万元，支出决算为11.13万元，完成年初预算的99.20%。
6.社会保障和就业支出（类）行政事业单位养老支出（款）其他行政事业单位养老支出（项）。年初预算为0.45万元，支出决算为0.45万元，完成年初预算的100.00%。
六、一般公共预算财政拨款基本支出决算情况说明
一般公共预算财政拨款基本支出112.46万元。其中：
人员经费98.16万元，主要包括：基本工资、津贴补贴、机关事业单位基本养老保险缴费、退休费；
公用经费14.30万元，主要包括：办公费、公务接待费、公务用车运行维护费、办公设备购置。
七、财政拨款“三公”经费支出决算情况说明
（一）“三公”经费财政拨款支出决算总体情况说明
“三公”经费财政拨款支出年初预算为6.00万元，支出决算为4.80万元，完成预算的80.00%，其中：因公出国（境）费支出决算为0.00万元；公务用车购置及运行维护费支出决算为3.30万元，完成预算的82.50%；公务接待费支出决算为1.50万元，完成预算的75.00%。
2024年度“三公”经费财政拨款支出决算数比2023年度增加0.20万元，增长4.35%，其中：因公出国（境）费支出决算减少0.10万元；公务用车购置及运行维护费支出决算增加0.40万元；公务接待费支出决算减少0.10万元。主要原因是公务用车维修增加。
（二）“三公”经费财政拨款支出决算具体情况说明
“三公”经费财政拨款支出决算4.80万元，其中：公务用车购置及运行维护费支出决算3.30万元，占68.75%；公务接待费支出决算1.50万元，占31.25%。
公务用车购置及运行维护费支出3.30万元。其中：公务用车购置费支出0.00万元，公务用车运行维护费支出3.30万元。2024年期末，公务用车保有量为1辆。
八、政府性基金预算财政拨款支出决算情况说明
2024年度政府性基金预算财政拨款支出9.00万元。
九、国有资本经营预算财政拨款支出决算情况说明
2024年度本部门没有使用国有资本经营预算财政拨款安排的支出。
十、其他重要事项的情况说明
（一）机关运行经费支出情况
机关运行经费支出14.30万元，比2023年度减少0.70万元，下降4.67%，主要原因是厉行节约。
（二）政府采购支出情况
政府采购支出总额50.00万元，其中：政府采购货物支出10.00万元、政府采购工程支出0.00万元、政府采购服务支出40.00万元。授予中小企业合同金额45.00万元，占政府采购支出总额的90.00%，其中：授予小微企业合同金额20.00万元，占政府采购支出总额的40.00%。
（三）国有资产占用情况
截至2024年12月31日，共有车辆2辆，其中：机要通信用车1辆、其他用车1辆；单价100万元以上设备0台（套）。
（四）预算绩效情况说明
2024年自评的项目支出共2个，决算资金合计107.65万元，占全部项目支出总额的100%。
"""

BUDGET = """第三部分 2024年度部门预算情况说明
一、收支预算总体情况说明
2024年收入预算1,324.87万元，比上年增加24.87万元，增长1.91%，主要原因是人员增加。
支出预算1,324.87万元，比上年增加24.87万元，增长1.91%，主要原因是人员增加。
二、支出预算情况说明
2024年支出预算合计1,324.87万元，其中：基本支出1,148.87万元，占86.72%；项目支出176.00万元，占13.28%。
三、一般公共预算支出预算情况说明
2024年一般公共预算支出预算1,324.87万元，较上年增加20.00万元，其中基本支出减少5.00万元，项目支出增加25.00万元，主要原因是人员减少、新增项目。
四、“三公”经费支出预算情况说明
“三公”经费预算5.00万元，其中：因公出国（境）费0.00万元；公务用车购置及运行费4.00万元；公务接待费1.00万元。
五、预算绩效情况说明
2024年共2个项目纳入绩效管理，涉及预算资金176.00万元。
"""

EVALUATED = FINAL + """附件1 整体支出绩效自评报告
一、年末实际资金落实情况
2024年度实际财政拨款收入合计217.61万元。
"""


def _lines(text: str, page: int, top: float) -> list[Line]:
    out = []
    for number, at in enumerate(range(0, len(text), WIDTH)):
        piece = text[at : at + WIDTH]
        left = INDENTED if number == 0 else LEFT
        right = RIGHT if at + WIDTH < len(text) else left + 10.0 * len(piece)
        out.append(Line(page, piece, (left, top + 16.0 * number, min(right, RIGHT), top + 16.0 * number + 12), SIZE))
    return out


def pages_of(text: str, first: int = 100, per_page: int = 12) -> tuple[Page, ...]:
    """Pages with the paragraphs of a text, so many a page, numbered from ``first`` on."""
    paragraphs = [p for p in text.splitlines() if p.strip()]
    pages = []
    for number, at in enumerate(range(0, len(paragraphs), per_page), first):
        lines: list[Line] = []
        for paragraph in paragraphs[at : at + per_page]:
            lines += _lines(paragraph, number, 80.0 + 16.0 * len(lines))
        pages.append(Page(number, 595.0, 842.0, tuple(lines)))
    return tuple(pages)


def document_with(tables: list[dict], text: str, kind: str = "final", sha256: str = SHA) -> Document:
    """The document of the tables with the text as its prose."""
    document = document_of(tables, kind, sha256)
    return replace(document, reading=replace(document.reading, pages=pages_of(text)))


def labelled(tables: list[dict]) -> list[dict]:
    """A copy whose rows have the classification's names."""
    out = tables
    for form in {t["form"] for t in tables}:
        out = edit(out, form, labels=LABELS)
    return out


def final_tables() -> list[dict]:
    return labelled(final())


def budget_tables() -> list[dict]:
    return labelled(budget())


def evaluated_tables() -> list[dict]:
    """The final account with its self-evaluation, which counts the same money."""
    rows = "fund.total | 220.11 | 220.11\nfund.fiscal | 220.11 | 220.11\nexp.basic | 112.46 | 112.46\nexp.project | 107.65 | 107.65"
    return [*final_tables(), table("PE01", "annual exec", rows)]


def mixed_tables() -> list[dict]:
    """The final account with one form in yuan beside prose in 万元."""
    rows = {k: [f"{float(c) * 10000:.2f}" if c else "" for c in cells] for k, cells in final_tables()[7]["rows"].items()}
    return edit(final_tables(), "FA08", unit="元", rows=rows)


TEXTS = {
    "final": (final_tables, FINAL),
    "budget": (budget_tables, BUDGET),
    "evaluated": (evaluated_tables, EVALUATED),
    "mixed": (mixed_tables, FINAL),
}

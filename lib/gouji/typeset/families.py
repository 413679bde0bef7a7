"""The layout families that generated documents are printed in, each as one publisher prints its forms.

``FAMILIES`` names those that have been met; ``unseen`` mixes their traits as the next city might.
"""

from __future__ import annotations

from dataclasses import replace

from gouji.typeset.layouts import Layout

_XIAN = {"BG02": "部门综合预算收入总表", "BG03": "部门综合预算支出总表", "BG05": "部门综合预算一般公共预算支出明细表（按支出功能分类科目）",
         "BG06": "部门综合预算一般公共预算基本支出明细表（按支出经济分类科目）", "BG09": "部门综合预算政府性基金收支表",
         "BG10": "部门综合预算国有资本经营收支表", "BG08": "部门综合预算一般公共预算拨款“三公”经费支出预算表", "BG11": "部门综合预算专项业务经费支出表"}
_SHANGHAI = {"BG01": "部门财务收支预算总表", "BG02": "部门收入预算总表", "BG03": "部门支出预算总表", "BG04": "部门财政拨款收支预算总表",
             "BG05": "部门一般公共预算支出功能分类预算表", "BG06": "部门一般公共预算基本支出部门预算经济分类预算表",
             "BG09": "部门政府性基金预算支出功能分类预算表", "BG10": "部门国有资本经营预算支出功能分类预算表"}

FAMILIES: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("henan_final", "final", number="公开{:02d}表", lines=True, lanes=3, blank="0.00"),
        Layout("shanghai_final", "final", codes="three", total_first=False),
        Layout("guangdong_final", "final", number="表{}", lines=True, commas=False, blank="0.00"),
        Layout("shanghai_budget", "budget", unit="元", decimals=0, codes="three", total_first=False, long_titles=True, titles=_SHANGHAI),
        Layout("xian_budget", "budget", unit="元", number="表{}", lanes=4, by_unit=True, plain_header=True, titles=_XIAN),
        Layout("jiangsu_budget", "budget", number="公开{:02d}表", by_unit=True, plain_header=True, landscape=True),
        Layout("yantai_budget", "budget", number="公开表{}", codes="carried", plain_header=True, landscape=True),
        Layout("beijing_budget", "budget", number="预算{:02d}表", decimals=6, codes="joined", total_first=False, subs_only=True, plain_header=True),
        Layout("guangzhou_budget", "budget", number="表{}", codes="brackets", blank="0.00"),
        Layout("hangzhou_budget", "budget", codes="indent", long_titles=True),
        Layout("two_years_budget", "budget", number="表{}", prior=True, vertical=True, listed=True, plain_header=True, commas=False),
        Layout("province_final", "final", number="财决公开{:02d}表", full_gpb=True, listed=True, codes="three", lines=True),
        Layout("xuchang_budget", "budget", unit="百元", decimals=0, codes="carried"),
        Layout("evaluated_final", "final", number="公开{:02d}表", lines=True, lanes=3, evaluated=True),
    )
}


def unseen(rng) -> Layout:
    """A layout of chance: the traits of the families drawn apart."""
    base = FAMILIES[rng.choice(list(FAMILIES))]
    unit, decimals = rng.choice((("万元", 2), ("万元", 2), ("元", 2), ("元", 0), ("万元", 4), ("万元", 6), ("百元", 0), ("千元", 2)))
    codes = rng.choice(("one", "three", "carried", "joined", "brackets", "indent") if base.kind == "budget" else ("one", "three"))
    return replace(
        base, name=f"unseen_{base.kind}", unit=unit, decimals=decimals, commas=rng.random() < 0.7, codes=codes,
        blank=rng.choice(("", "", "0.00" if decimals else "0", "-", "—")), total_first=rng.random() < 0.6,
        number=rng.choice(("", "公开{:02d}表", "表{}", "公开表{}", "预算{:02d}表" if base.kind == "budget" else "财决公开{:02d}表", "附表{}")),
        lines=base.kind == "final" and rng.random() < 0.5, lanes=base.lanes, landscape=rng.random() < 0.3,
        prior=rng.random() < 0.3, vertical=rng.random() < 0.3, full_gpb=rng.random() < 0.3, listed=rng.random() < 0.3,
        plain_header=rng.random() < 0.5, long_titles=rng.random() < 0.3, subs_only=codes == "joined" and rng.random() < 0.5)

"""Where the figures of reading lead: cells to their print, shares to the counts they come from, the queue to the cells to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouji.analysis.printed import whole
from gouji.analysis.review import STATES, marks
from gouji.analysis.sources import Source, Sources, cell_ref, in_cell
from gouji.show.derivation import Leads, derived, listed
from gouji.show.leads.inventory import scope
from gouji.show.rich import Rich, bilingual, list_ref

BLANKS = ("总账的格数 − 印有文字的格数", "cells of the ledger − cells in which something is printed")
CELLS = ("总账中符合此情形的格子", "the cells of the ledger of which this is true")
COMPARED = ("两个读取器在有框线的各页上都读到的格子", "cells that both readers found on the pages with ruled tables")
DIFFERING = ("都读到而文字不同的格子", "cells that both found and gave differently")
AGREE = ("(1 − 不一致 ÷ 对照) × 100%", "(1 − differing ÷ compared) × 100%")
RULED, QUEUE = bilingual("有框线的各页", "the pages with ruled tables"), bilingual("待核的格子", "the cells to review")
PLACED = ("落在已知的表和列上的数字 ÷ 全部数字 × 100%", "figures in a known form and column ÷ all figures × 100%")


def state_leads(ledger: pd.DataFrame) -> Leads:
    """The table of the ledger's cells (``review.amounts_state``)."""
    own = ledger.assign(marks_=marks(ledger))
    named = dict(list(own.groupby("name", sort=False)))

    def blanks(row: Mapping[str, Any]) -> Rich:
        return derived(row["blanks"], *BLANKS, _cells(named[row["name"]], document=row["name"]))

    def few(state: str):
        def lead(row: Mapping[str, Any]) -> Rich:
            of = named[row["name"]]
            hit = of[of["marks_"].map(lambda m: state in m)]
            return derived(row[state], *CELLS, [in_cell(c) for c in hit.head(30).itertuples(index=False)], more=list_ref("ledger", document=row["name"], **{"is": state}))

        return lead

    lists = {s: lambda r, s=s: list_ref("ledger", document=r["name"], **{"is": s}) for s in ("figures", "zeros")}
    return Leads({"name": "document:{name}", **lists, "blanks": blanks, **{s: few(s) for s in STATES if s not in lists and s != "blanks"}})


def agreement_leads() -> Leads:
    """The table of the two readers' agreement: name, cells_compared, cells_differing, agree (per cent)."""

    def counts(row: Mapping[str, Any], *columns: str) -> Sources:
        words = {"cells_compared": bilingual("对照", "compared"), "cells_differing": bilingual("不一致", "differing")}
        return tuple(Source(words[c], row[c]) for c in columns)

    return Leads({
        "name": "document:{name}",
        "cells_compared": lambda r: derived(r["cells_compared"], *COMPARED, [Source(RULED, "", list_ref("pages", document=r["name"], ruled="yes"))]),
        "cells_differing": lambda r: derived(r["cells_differing"], *DIFFERING, [Source(QUEUE, "", list_ref("queue", document=r["name"], why="readers differ"))]),
        "agree": lambda r: derived(r["agree"], *AGREE, counts(r, "cells_compared", "cells_differing")),
    })  # fmt: skip


def queue_leads() -> Leads:
    """The queue of cells to review (with x0_ and y0_): page and both readings to the printed cell."""

    def cell(row: Mapping[str, Any]) -> str:
        placed = row["x0_"] is not None and row["x0_"] == row["x0_"]
        return cell_ref(row["name"], row["page"], (row["x0_"], row["y0_"]) if placed else whole(row["page"]).box)

    return Leads({"name": "document:{name}", "page": cell, "row": cell, "first reader": cell, "second reader": cell})


def problem_leads(name: str = "") -> Leads:
    """The table of problems (of all documents, or of one): pages to the page as a whole."""
    return Leads({"name": "document:{name}", "page": lambda r: None if pd.isna(r["page"]) else cell_ref(r.get("name", name), *whole(int(r["page"])))})


def told(opened, queue: pd.DataFrame) -> dict[str, Rich]:
    """What the answer on reading counts, by the names its sentences use."""
    own, ledger, tables, given = scope(opened), opened.ledger, opened.tables, opened.documents
    printed, blank = int((~ledger["blank"]).sum()), int(ledger["blank"].sum())
    placed = int(marks(ledger).map(lambda m: "placed" in m).sum()) if len(ledger) else 0
    compared, differing = int(given["cells_compared"].sum()), int(given["cells_differing"].sum())
    bare = tables[tables["unit"].isna() & tables["form"].notna() & ~tables["empty"].astype(bool)]
    figures, wait = listed(printed, list_ref("ledger", **own)), list_ref("queue", **own)
    two = [Source(bilingual("对照", "compared"), compared), Source(bilingual("不一致", "differing"), differing)]
    where = [Source(RULED, "", list_ref("pages", ruled="yes", **own))], [Source(QUEUE, "", list_ref("queue", why="readers differ", **own))]
    share = f"{1 - differing / compared if compared else 1:.3%}"
    well = Source(bilingual("落在已知的表和列上", "in a known form and column"), placed, list_ref("ledger", **own, **{"is": "placed"}))
    return {
        "figures": figures, "blanks": derived(blank, *BLANKS, _cells(ledger, **own)), "tables": listed(len(tables), list_ref("tables", **own)),
        "named": listed(int(tables["form"].notna().sum()), list_ref("tables", known="yes", **own)),
        "unitless": listed(len(bare), list_ref("tables", known="yes", united="no", empty="no", **own)),
        "compared": derived(compared, *COMPARED, where[0]), "differing": derived(differing, *DIFFERING, where[1]), "agree": derived(share, *AGREE, two),
        "placed": listed(placed, well.ref), "share": derived(f"{placed / max(1, printed):.1%}", *PLACED, [well, Source(bilingual("全部数字", "all figures"), printed, list_ref("ledger", **own))]),
        "queue": listed(len(queue), wait), "problems": listed(len(opened.problems), list_ref("problems", **own)),
    }  # fmt: skip


def _cells(ledger: pd.DataFrame, **fields: Any) -> Sources:
    """All cells, and those printed."""
    return (Source(bilingual("格数", "cells"), len(ledger)), Source(bilingual("印有文字", "printed"), int((~ledger["blank"]).sum()), list_ref("ledger", **fields)))

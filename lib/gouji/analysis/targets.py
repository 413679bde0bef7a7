"""The targets themselves: how many have a figure that could ever be missed, and why the others cannot be judged.

In: documents as they were read (their performance forms are words). A target without a figure, without a unit shared with
its actual value, or with a degree of completion (a bare 100) in place of an actual value is not judged, and counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from gouji.analysis.sources import Source, Sources, cell_ref
from gouji.model import Document
from gouji.rules.performance import read_target, target_is_met
from gouji.rules.self_evaluation import Indicator, evaluations

COLUMNS = ["name", "form", "project", "page", "label", "target", "actual", "weight", "score", "judged", "why", "ref"]
WHY = ("judged", "plan", "words", "completion", "units", "no actual", "no target")


def targets(documents: Mapping[str, Document]) -> pd.DataFrame:
    """One row an indicator of every performance form: its words and figures as printed, whether it can be judged, if not why, and ``ref``,
    the reference of its printed target."""
    rows = []
    for name, document in documents.items():
        for evaluation in evaluations(document.tables):
            for one in evaluation.indicators:
                why = reason(one, plan=evaluation.form.startswith("BG"))
                rows.append((name, evaluation.form, evaluation.project or evaluation.title, one.page, one.label, one.target, one.actual, one.weight, one.score, why == "judged", why, _ref(name, one)))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"judged": bool})


def reason(one: Indicator, plan: bool) -> str:
    """Why an indicator is not judged; ``judged`` when it is. Of a budget's target: ``plan`` when it has a figure."""
    if not one.target.strip():
        return "no target"
    wanted, got = read_target(one.target), read_target(one.actual)
    if plan:
        return "plan" if wanted else "words"
    if not one.actual.strip():
        return "no actual"
    if target_is_met(one.target, one.actual) is not None:
        return "judged"
    if not wanted:
        return "words"
    return "completion" if got and got[1] == 100 and not got[2] else "units"


def by_reason(found: pd.DataFrame, kinds: Iterable[str] = WHY) -> pd.DataFrame:
    """One row a document: its indicators, and how many of each reason (columns of WHY that occur)."""
    if found.empty:
        return pd.DataFrame(columns=["name", "indicators"])
    wide = found.groupby(["name", "why"], sort=False).size().unstack(fill_value=0)
    wide = wide.reindex(columns=[k for k in kinds if k in wide.columns])
    counted = wide.assign(indicators=wide.sum(axis=1)).reset_index().rename_axis(columns=None)
    made = {why: found[found["why"].eq(why)] for why in wide.columns} | {"indicators": found}
    return counted.assign(**{f"{why}_": [listing(own[own["name"] == n]) for n in counted["name"]] for why, own in made.items()})


def listing(found: pd.DataFrame) -> Sources:
    """Indicators as what a count counts: each with its target as printed."""
    return tuple(Source(r.label, r.target, r.ref) for r in found.itertuples(index=False))


def _ref(name: str, one: Indicator) -> str:
    box = one.place.bbox or next((b for _, b in one.boxes), None)
    return cell_ref(name, one.page, box or (0, 0))

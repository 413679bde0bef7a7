"""A finding or a ledger row as a notebook shows it: its words, its arithmetic, and the crop of the page it is printed on.

``show.card(opened, opened.findings.iloc[0])`` or ``show.card(opened, opened.ledger.iloc[7])``: the picture is inside, nothing
is asked from anywhere.
"""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Iterator

import pandas as pd
from PIL import Image

from gouji.show.display import small_png
from gouji.show.evidence import crop
from gouji.show.findings import arithmetic, crops
from gouji.show.tables import cell_text


class Card:
    """Lines of text, then pictures each with its caption. ``_repr_html_`` for notebooks, ``repr`` for everything else."""

    def __init__(self, lines: list[str], pictures: list[tuple[Image.Image, str]]):
        self.lines, self.pictures = lines, pictures

    def _repr_html_(self) -> str:
        words = "".join(f"<p>{html.escape(line)}</p>" for line in self.lines)
        shown = "".join(
            f'<figure><img src="data:image/png;base64,{b64encode(small_png(image)).decode()}" alt="{html.escape(caption, quote=True)}" style="max-width:100%">'
            f"<figcaption>{html.escape(caption)}</figcaption></figure>"
            for image, caption in self.pictures
        )
        return f'<div class="gj-card">{words}{shown}</div>'

    def __repr__(self) -> str:
        return "\n".join([*self.lines, *(caption for _, caption in self.pictures)])


def card(opened, row: pd.Series) -> Card:
    """The card of one row of ``opened.findings`` or ``opened.ledger``; a row of neither is a ValueError."""
    if "rule" in row.index and "where" in row.index:
        finding = next(row.to_frame().T.itertuples(index=False))
        return Card([arithmetic(finding)], list(crops(opened, finding)))
    if "printed" in row.index and "x0" in row.index:
        return Card(list(_steps(row)), _printed(opened, row))
    raise ValueError("a card is made of a row of the findings or of the ledger")


def _steps(row: pd.Series) -> Iterator[str]:
    names = [str(v) for v in (row["form"], row["row_code"], row["row_label"], row["column"]) if not pd.isna(v) and v != ""]
    yield " · ".join(names)
    blank = bool(row["blank"])
    yield f"所印 printed {'（空 blank）' if blank else row['printed']} {'' if pd.isna(row['unit']) else row['unit']}".strip()
    if not blank and not pd.isna(row["value"]):
        yield f"值 value {cell_text(row['value'])}；末位值 last digit worth {cell_text(row['resolution'])}"


def _printed(opened, row: pd.Series) -> list[tuple[Image.Image, str]]:
    if pd.isna(row["page"]) or pd.isna(row["x0"]):
        return []
    image = crop(opened.pdf(row["name"]), int(row["page"]), [(row["x0"], row["y0"], row["x1"], row["y1"])])
    return [(image, f"第{row['page']}页 page {row['page']}: {row['printed'] or '（空 blank）'}")]

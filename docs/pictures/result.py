"""Draws docs/pictures/result.png from the embedded study's results: `make study`, then `.venv/bin/python docs/pictures/result.py`.

Every word and number in it is computed: what was tested and what closes, by document, and the findings most worth a
look as they are printed, the compared cells boxed.
"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot as plt  # noqa: E402
from PIL import Image  # noqa: E402

from gouji.analysis import closure  # noqa: E402
from gouji.show import evidence, labels, style  # noqa: E402
from gouji.study import open_study  # noqa: E402

OUT = Path(__file__).with_name("result.png")
SHOWN = ("exact", "rounding", "truncation", "mismatch")
RULES = ("E65", "E05", "E05")  # the findings shown, when the study still has them; else the first ones
COLOURS, SIZE, DOTS = 96, (12.4, 6.5), 130


def main() -> None:
    """Draw, reduce to few colours and write the picture; prints where and how large it is."""
    opened = open_study("henan")
    findings = opened.findings
    roots = closure.roots(findings)
    wrong = roots[roots["outcome"].eq("mismatch") & roots["name"].ne("")]
    style.apply()
    figure = plt.figure(figsize=SIZE, dpi=DOTS, layout="none")
    closed, testable = closure.closed_share(findings)
    figures = int((~opened.ledger["blank"]).sum())
    figure.text(0.02, 0.93, f"{figures:,} 个数字，{testable:,} 条可检验的勾稽关系：{closed:,} 条成立，{testable - closed} 条未成立", fontsize=17)
    figure.text(0.02, 0.882, f"{figures:,} figures read, {testable:,} identities tested: {closed:,} close, {testable - closed} do not", fontsize=12, color=style.colour("grey"))
    _bars(figure.add_axes((0.185, 0.13, 0.27, 0.68)), closure.outcomes_by_document(findings), opened.documents)
    _crops(figure, opened, _chosen(wrong))
    figure.text(0.02, 0.025, f"内置研究，{len(opened.documents)} 份重建文件 · the embedded study, {len(opened.documents)} reconstructed documents", fontsize=8.5, color=style.colour("grey"))
    figure.savefig(OUT, dpi=DOTS)
    plt.close(figure)
    Image.open(OUT).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(OUT, optimize=True)
    print(f"{OUT.name}: {OUT.stat().st_size // 1024} KB")


def _chosen(wrong) -> list:
    """Three root findings, by the rules wished for as far as they are there, in the order of the documents' pages."""
    rest, taken = list(wrong.itertuples(index=False)), []
    for rule in RULES:
        found = next((f for f in rest if f.rule == rule), rest[0] if rest else None)
        if found is not None:
            rest.remove(found)
            taken.append(found)
    return taken


def _bars(ax, outcomes, documents) -> None:
    """One bar a document, its tested identities by outcome, each count with its mark."""
    ticks, own = labels.ticks(documents), outcomes[outcomes["testable"] > 0].reset_index(drop=True)
    left = own["testable"] * 0
    for outcome in [o for o in SHOWN if o in own]:
        given = style.look()["outcomes"][outcome]
        ax.barh(own.index, own[outcome], left=left, height=0.5, color=given["colour"], label=f"{given['mark']} {given['zh']} {given['en']}")
        left = left + own[outcome]
    for y, row in own.iterrows():
        marks = "  ".join(f"{style.outcome_mark(o)} {row[o]}" for o in SHOWN if o in own and row[o])
        ax.text(0, y + 0.37, marks, va="center", fontsize=8.5, color=style.colour("ink"))
    ax.set_yticks(own.index, [ticks[n] for n in own["name"]], fontsize=9)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.invert_yaxis()
    ax.legend(loc="upper left", bbox_to_anchor=(-0.62, -0.02), ncols=3, fontsize=8.5, handlelength=1, columnspacing=1.2)


def _crops(figure, opened, chosen: list) -> None:
    """The printed cells of each finding, boxed, under what is said of them."""
    top = 0.82
    for finding in chosen:
        places = [p for p in json.loads(finding.where) if p["page"] and p["bbox"]]
        page = places[0]["page"]
        boxes = [tuple(p["bbox"]) for p in places if p["page"] == page]
        picture = evidence.crop(opened.pdf(finding.name), page, boxes, margin=19, scale=2.6)
        said = [f"▲ {_words(finding.zh, '：')}", *textwrap.wrap(f"{_words(finding.en, ': ')} (第{page}页 p. {page})", 104)]
        figure.text(0.49, top, said[0], fontsize=9.5, color=style.colour("accent"))
        figure.text(0.49, top - 0.014, "\n".join(said[1:]), fontsize=8, color=style.colour("grey"), va="top", linespacing=1.35)
        top -= 0.024 + 0.026 * len(said[1:])
        height = min(0.19, 0.49 * SIZE[0] / SIZE[1] * picture.height / picture.width)
        ax = figure.add_axes((0.49, top - height, 0.49, height), anchor="NW")
        ax.imshow(picture, interpolation="lanczos")
        ax.axis("off")
        top -= height + 0.075


def _words(text: str, mark: str) -> str:
    """A finding's own words, without the rule's name before them."""
    return text.split(mark, 1)[-1].rstrip("。.")


if __name__ == "__main__":
    main()

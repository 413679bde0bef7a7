"""Bad input from end to end: ``gouji tables``, ``ledger`` and ``check`` report it in one line, guess nothing, and end rightly."""

from __future__ import annotations

import json

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from test_bad_pdf import GRID, raw_pdf, words

from gouji import cli
from gouji.ledger import read_ledger
from gouji.problems import kinds

HEADER = ["科目编码", "科目名称", "本年收入合计", "财政拨款收入"]
ROWS = [["", "合计", "5.00", "5.00"], ["201", "一般公共服务支出", "3.00", "3.00"], ["208", "社会保障和就业支出", "2.00", "2.00"]]
XS = (50, 120, 220, 340, 460)
AMOUNT = (XS[2] + 3, 306)  # where the total's first figure stands


def page_of(c: canvas.Canvas, title: str = "收入决算表", rows=ROWS, grid: bool = True) -> None:
    """One page with one statutory form."""
    c.setFont("STSong-Light", 10)
    c.drawString(150, 370, title)
    c.drawString(400, 350, "单位：万元")
    ys = [340 - 20 * k for k in range(len(rows) + 2)]
    if grid:
        c.grid(XS, ys)
        for r, row in enumerate([HEADER, *rows]):
            for column, text in enumerate(row):
                c.drawString(XS[column] + 3, ys[r + 1] + 6, text)


def form_pdf(path, *pages):
    """A PDF of the pages that the functions ``(canvas) -> None`` draw."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    c = canvas.Canvas(str(path), pagesize=(500, 400))
    for draw in pages:
        draw(c)
        c.showPage()
    c.save()
    return path


def picture(wide: int, high: int) -> ImageReader:
    from PIL import Image

    return ImageReader(Image.effect_noise((wide, high), 60))


class Run:
    """What the three verbs say of one file."""

    def __init__(self, path, folder, capsys, reader: str = "pdfium"):
        out, self.lines, self.status = folder / "out", [], []
        out.mkdir()
        for verb, name in (("tables", "t.json"), ("ledger", "l.csv"), ("check", "c.json")):
            to = ["-o"] if verb == "ledger" else ["--json"]
            self.status.append(cli.main([verb, str(path), "--reader", reader, *to, str(out / name)]))
            self.lines.append(capsys.readouterr().err.splitlines())
        if self.status == [0, 0, 0]:
            (self.document,) = json.loads((out / "t.json").read_text("utf-8"))["documents"]
            self.ledger = read_ledger(out / "l.csv")
            (self.checked,) = json.loads((out / "c.json").read_text("utf-8"))["documents"]

    def said(self, kind: str, page: int | None) -> bool:
        """Whether each verb says the problem once, in one line with file and page, and the JSON holds it."""
        place = f", page {page}: {kind}: " if page else f": {kind}: "
        remedy = f"; {kinds()[kind].remedy['en']}"
        once = all(sum(place in line and line.startswith("gouji: ") and line.endswith(remedy) for line in lines) == 1 for lines in self.lines)
        return once and [p["page"] for p in self.document["problems"] if p["kind"] == kind] == [page]

    def figures(self) -> list[str]:
        return list(self.ledger["printed"])


def run(path, tmp_path, capsys, reader="pdfium") -> Run:
    found = Run(path, tmp_path, capsys, reader)
    assert found.status == [0, 0, 0], found.lines
    return found


def test_a_good_form_raises_nothing(tmp_path, capsys):
    """The others are worth something only if this one is silent."""
    good = run(form_pdf(tmp_path / "good.pdf", page_of), tmp_path, capsys)
    assert good.lines == [[], [], []] and good.document["problems"] == []
    assert good.figures() == ["5.00", "5.00", "3.00", "3.00", "2.00", "2.00"] and good.checked["counts"]["exact"] > 0


def test_a_page_without_text_is_queued_as_a_scan_and_the_rest_is_read(tmp_path, capsys):
    path = form_pdf(tmp_path / "scan.pdf", lambda c: c.drawImage(picture(250, 200), 0, 0, 500, 400), page_of)
    found = run(path, tmp_path, capsys)
    assert found.said("no_text_layer", 1) and set(found.ledger["page"]) == {2} and len(found.ledger) == 6


def test_a_document_of_scans_alone_has_no_figures_and_no_verdict(tmp_path, capsys):
    path = form_pdf(tmp_path / "scans.pdf", lambda c: c.drawImage(picture(250, 200), 0, 0, 500, 400))
    found = run(path, tmp_path, capsys)
    assert found.said("no_text_layer", 1) and len(found.ledger) == 0 and found.document["tables"] == []
    assert found.checked["counts"]["exact"] == found.checked["counts"]["mismatch"] == 0


def test_a_table_drawn_as_a_picture_is_said_and_not_guessed(tmp_path, capsys):
    def drawn(c):
        page_of(c, grid=False)
        c.drawImage(picture(400, 150), 50, 180, 400, 150)

    found = run(form_pdf(tmp_path / "image.pdf", drawn), tmp_path, capsys)
    assert found.said("picture_unread", 1) and len(found.ledger) == 0 and found.document["grids"] == []


@pytest.mark.parametrize("size, said", [((60, 60), False), ((400, 150), True)])
def test_a_seal_is_no_table(tmp_path, capsys, size, said):
    def drawn(c):
        page_of(c)
        c.drawImage(picture(*size), 60, 20, *size)

    found = run(form_pdf(tmp_path / "seal.pdf", drawn), tmp_path, capsys)
    assert found.said("picture_unread", 1) is said and len(found.ledger) == 6


def test_glyphs_without_characters_are_said_and_are_no_amount(tmp_path, capsys):
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Lost/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    child = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Lost/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R/DW 1000>>"
    about = b"<</Type/FontDescriptor/FontName/Lost/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>"
    content = GRID + words(60, 140, "Total") + b"BT /F2 10 Tf 160 140 Td <E0010302F0FF> Tj ET " + words(60, 110, "Rest") + words(160, 110, "1.00")
    found = run(raw_pdf(tmp_path / "lost.pdf", [content], objects=(font, child, about)), tmp_path, capsys)
    assert found.said("unmapped_glyphs", 1)
    assert found.document["grids"][0]["rows"] == [["Total", "\ufffd\ufffd\ufffd"], ["Rest", "1.00"]]
    assert all(value is None for printed, value in zip(found.ledger["printed"], found.ledger["value"]) if "\ufffd" in printed)


def test_cid_text_is_said_and_is_no_amount(tmp_path, capsys):
    rows = [["", "合计", "(cid:18)(cid:19)", "5.00"], *ROWS[1:]]
    found = run(form_pdf(tmp_path / "cid.pdf", lambda c: page_of(c, rows=rows)), tmp_path, capsys)
    assert found.said("unmapped_glyphs", 1)
    lost = found.ledger[found.ledger["printed"].str.contains("cid")]
    assert len(lost) == 1 and lost.iloc[0].value is None and not lost.iloc[0].blank
    assert found.checked["counts"]["mismatch"] == 0 and found.checked["counts"]["not_testable"] > 0


def test_two_figures_on_one_place_are_said_and_neither_is_chosen(tmp_path, capsys):
    def struck(c):
        page_of(c)
        c.drawString(AMOUNT[0] + 0.2, AMOUNT[1] + 0.1, "987.00")

    found = run(form_pdf(tmp_path / "over.pdf", struck), tmp_path, capsys)
    assert found.said("overprinted", 1)
    (cell,) = [r for r in found.ledger.itertuples() if r.row == 1 and r.col == 3]
    assert cell.value is None and not cell.blank, cell.printed
    assert found.checked["counts"]["mismatch"] == 0


def test_white_text_is_said_and_no_figure(tmp_path, capsys):
    def white(c):
        page_of(c)
        c.setFillGray(1)
        c.drawString(XS[3] + 60, 306, "9,999.99")

    found = run(form_pdf(tmp_path / "white.pdf", white), tmp_path, capsys)
    assert found.said("text_invisible", 1) and found.figures()[:2] == ["5.00", "5.00"] and len(found.ledger) == 6


def test_a_page_of_no_size_is_said_and_the_rest_is_read(tmp_path, capsys):
    def sized(c):
        c.setPageSize((500, 400))
        page_of(c)

    def nothing(c):
        c.setPageSize((0.2, 0.2))

    found = run(form_pdf(tmp_path / "zero.pdf", nothing, sized), tmp_path, capsys)
    assert found.said("zero_size_page", 1) and len(found.ledger) == 6


@pytest.mark.parametrize("reader", ["pdfium", "both"])
def test_five_hundred_pages_are_read_to_the_end(tmp_path, capsys, reader):
    blank = words(60, 250, "page")
    found = run(raw_pdf(tmp_path / "long.pdf", [GRID + words(60, 140, "1.00"), *[blank] * 498, GRID + words(60, 140, "2.00")]), tmp_path, capsys, reader)
    assert found.document["pages"] == 500 and [g["page"] for g in found.document["grids"]] == [1, 500]
    assert not any("too_many_pages" in line for lines in found.lines for line in lines)


def test_a_form_printed_twice_with_other_figures_is_said_and_both_are_kept(tmp_path, capsys):
    other = [["", "合计", "6.00", "6.00"], ["201", "一般公共服务支出", "4.00", "4.00"], ROWS[2]]
    found = run(form_pdf(tmp_path / "twice.pdf", page_of, lambda c: page_of(c, rows=other)), tmp_path, capsys)
    assert found.said("form_twice", 2) and found.figures()[:1] == ["5.00"] and found.figures().count("6.00") == 2
    assert [t["form"] for t in found.document["tables"]] == ["FA02", "FA02"]
    assert {f["rule"] for f in found.checked["findings"] if f["outcome"] == "mismatch"} == {"D03"}  # the rule that says just this


def test_a_form_printed_twice_alike_is_not_said(tmp_path, capsys):
    found = run(form_pdf(tmp_path / "copy.pdf", page_of, page_of), tmp_path, capsys)
    assert found.lines == [[], [], []] and len(found.document["tables"]) == 2


@pytest.mark.parametrize("content, what", [(b"<html>404</html>", "not a PDF"), (b"", "empty"), (b"%PDF-1.7\n%%EOF\n", "damaged")])
@pytest.mark.parametrize("verb", ["tables", "ledger", "check"])
def test_what_cannot_be_opened_ends_with_two_and_one_line(tmp_path, capsys, verb, content, what):
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    good = form_pdf(tmp_path / "good.pdf", page_of)
    out = tmp_path / "o.csv"
    assert cli.main([verb, str(good), str(path), *(["-o"] if verb == "ledger" else ["--json"]), str(out)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and "broken.pdf" in lines[0] and what.split()[-1].lower() in lines[0].lower() and not out.exists()

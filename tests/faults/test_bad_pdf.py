"""What a file may do wrong: each is refused in one line, or read and reported; none crashes, none is guessed.

Every PDF is written here, byte by byte where a library would not write it so wrong.
"""

from __future__ import annotations

import random
import resource
import zlib
from dataclasses import replace

import pytest
import yaml
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from gouji.errors import Damaged, Encrypted, FileMissing, NotAPdf, Refusal
from gouji.reading import read
from gouji.reading.limits import limits
from gouji.reading.nesting import may_nest
from gouji.reading.opening import open_pdf, read_bytes
from gouji.reading.pdfium import read_pages
from gouji.reading.radicals import fold_text

IMAGE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\n\x80\nendstream"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
GRID = b"0.5 w " + b"".join(b"50 %d m 250 %d l S " % (y, y) for y in (100, 130, 160)) + b"".join(b"%d 100 m %d 160 l S " % (x, x) for x in (50, 150, 250))


def words(x: float, y: float, text: str, more: str = "") -> bytes:
    return f"BT /F1 10 Tf {more} {x} {y} Td ({text}) Tj ET ".encode()


def raw_pdf(path, contents: list[bytes], box: str = "0 0 300 300", extra: str = "", objects: tuple[bytes, ...] = ()):
    """A PDF of one page per content stream. Objects: 1 catalog, 2 pages, 3 font, 4 image, then ``objects``, then pages."""
    first = 5 + len(objects)
    kids = b" ".join(b"%d 0 R" % (first + 2 * k) for k in range(len(contents)))
    body = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % len(contents), HELVETICA, IMAGE, *objects]
    for k, content in enumerate(contents):
        body.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{extra}/Contents {first + 2 * k + 1} 0 R".encode()
            + b"/Resources<</Font<</F1 3 0 R/F2 5 0 R>>/XObject<</Im1 4 0 R/Fm1 5 0 R>>>>>>"
        )
        packed = zlib.compress(content)
        body.append(b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream")
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(body, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(body) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, table)
    path.write_bytes(bytes(out))
    return path


def kinds(reading, page: int | None = 1) -> list[str]:
    return [problem.kind for problem in reading.all_problems() if problem.page == page]


def printed(reading, page: int = 1) -> str:
    here = reading.pages[page - 1]
    return "|".join([line.text for line in here.lines] + [cell.text for grid in here.grids for cell in grid.cells])


def one_line(refusal: Refusal, *parts: str) -> None:
    assert "\n" not in str(refusal)
    for part in parts:
        assert part in str(refusal)


# Refused


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileMissing) as refused:
        read(tmp_path / "nowhere.pdf")
    one_line(refused.value, "nowhere.pdf", "no such file", "check the path")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(FileMissing):
        read(tmp_path)


@pytest.mark.parametrize("content", [b"", b"<html><title>404</title>", b"PK\x03\x04 a Word file", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(tmp_path, content):
    path = tmp_path / "budget.pdf"
    path.write_bytes(content)
    with pytest.raises(NotAPdf) as refused:
        read(path)
    one_line(refused.value, "budget.pdf")


def test_an_encrypted_file_is_refused(tmp_path):
    path = tmp_path / "locked.pdf"
    page = canvas.Canvas(str(path), encrypt=StandardEncryption("user", "owner"))
    page.drawString(50, 50, "secret")
    page.save()
    with pytest.raises(Encrypted) as refused:
        read(path)
    one_line(refused.value, "locked.pdf", "password")


def test_a_file_that_only_forbids_copying_is_read(tmp_path):
    path = tmp_path / "restricted.pdf"
    page = canvas.Canvas(str(path), encrypt=StandardEncryption("", "owner", canCopy=0))
    page.drawString(50, 50, "public")
    page.save()
    assert printed(read(path)) == "public"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_refused(tmp_path, share):
    whole = raw_pdf(tmp_path / "whole.pdf", [GRID + words(60, 140, "A" * 50)] * 20).read_bytes()
    path = tmp_path / "half.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Damaged) as refused:
        read(path)
    one_line(refused.value, "half.pdf", "download it again")


def test_a_file_whose_pages_survive_the_cut_is_refused_all_the_same(tmp_path):
    catalog_first = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    page = b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n"
    path = tmp_path / "survivor.pdf"
    path.write_bytes(catalog_first + page)
    with pytest.raises(Damaged, match="cut short"):
        read(path)
    path.write_bytes(catalog_first + page + b"startxref\n0\n%%EOF\n")
    assert len(read(path).pages) == 1


def test_a_head_with_nothing_behind_it_is_refused(tmp_path):
    path = tmp_path / "head.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(Damaged):
        read(path)


def test_a_file_without_pages_is_refused(tmp_path):
    with pytest.raises(Damaged) as refused:
        read(raw_pdf(tmp_path / "empty.pdf", []))
    one_line(refused.value, "empty.pdf")


def test_an_unknown_reader_is_refused(tmp_path):
    with pytest.raises(Refusal, match="no such reader"):
        read(raw_pdf(tmp_path / "x.pdf", [GRID]), "camalot")


def test_a_wrong_byte_anywhere_is_refused_or_read_never_a_crash(tmp_path):
    whole = raw_pdf(tmp_path / "whole.pdf", [GRID + words(60, 140, "1,234.56"), GRID]).read_bytes()
    chance = random.Random(20240607)
    path, read_anyway = tmp_path / "bent.pdf", 0
    for _ in range(120):
        bent = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            bent[chance.randrange(9, len(bent))] = chance.randrange(256)
        path.write_bytes(bytes(bent))
        try:
            read_anyway += bool(read(path).pages)
        except Refusal as refused:
            one_line(refused, "bent.pdf")
    assert read_anyway > 10


# Read, and reported


def test_a_page_that_is_a_picture_is_queued_as_a_scan(tmp_path):
    reading = read(raw_pdf(tmp_path / "scan.pdf", [b"q 280 0 0 280 10 10 cm /Im1 Do Q", GRID + words(60, 140, "text")]))
    assert kinds(reading, 1) == ["no_text_layer"] and reading.pages[0].grids == ()
    assert kinds(reading, 2) == []


def test_a_table_drawn_as_an_image_is_not_guessed(tmp_path):
    reading = read(raw_pdf(tmp_path / "image.pdf", [words(60, 250, "Form 01") + b"q 200 0 0 60 50 100 cm /Im1 Do Q"]))
    assert reading.pages[0].grids == () and printed(reading) == "Form 01"


def test_the_hidden_layer_of_a_scan_is_not_read_as_displayed(tmp_path):
    reading = read(raw_pdf(tmp_path / "ocr.pdf", [b"q 280 0 0 280 10 10 cm /Im1 Do Q " + words(60, 140, "0CR", "3 Tr")]))
    assert set(kinds(reading)) == {"text_invisible", "no_text_layer"} and printed(reading) == ""


def test_a_blank_page_is_reported(tmp_path):
    assert kinds(read(raw_pdf(tmp_path / "blank.pdf", [b"", GRID])), 1) == ["blank_page"]


def test_rules_without_a_word_are_kept_and_reported(tmp_path):
    reading = read(raw_pdf(tmp_path / "rules.pdf", [GRID]))
    assert kinds(reading) == ["no_text"] and reading.pages[0].grids[0].rows() == [["", ""], ["", ""]]


def test_white_text_is_reported_and_not_read(tmp_path):
    reading = read(raw_pdf(tmp_path / "white.pdf", [words(60, 140, "seen") + b"1 g " + words(60, 110, "9,999.99")]))
    assert kinds(reading) == ["text_invisible"] and printed(reading) == "seen"


def test_white_text_on_a_dark_ground_is_read(tmp_path):
    reading = read(raw_pdf(tmp_path / "dark.pdf", [b"0 0 0.5 rg 40 90 200 80 re f 1 g " + words(60, 140, "Total")]))
    assert kinds(reading) == [] and printed(reading) == "Total"


def test_text_beneath_a_later_patch_is_reported_and_not_read(tmp_path):
    patch = b"1 g 55 135 90 20 re f 0 g " + words(60, 140, "200.00")
    reading = read(raw_pdf(tmp_path / "patch.pdf", [GRID + words(60, 140, "100.00") + patch]))
    assert kinds(reading) == ["text_covered"] and reading.pages[0].grids[0].rows()[0][0] == "200.00"


def test_text_beneath_the_picture_of_a_page_is_not_read(tmp_path):
    reading = read(raw_pdf(tmp_path / "under.pdf", [words(60, 140, "under") + b"q 290 0 0 290 5 5 cm /Im1 Do Q " + words(60, 20, "foot")]))
    assert kinds(reading) == ["text_covered"] and printed(reading) == "foot"


def test_a_figure_beneath_a_seal_is_read(tmp_path):
    reading = read(raw_pdf(tmp_path / "seal.pdf", [GRID + words(60, 140, "1,234.56") + b"q 60 0 0 60 50 110 cm /Im1 Do Q"]))
    assert kinds(reading) == [] and reading.pages[0].grids[0].rows()[0][0] == "1,234.56"


def test_text_outside_the_crop_box_is_reported_and_not_read(tmp_path):
    reading = read(raw_pdf(tmp_path / "crop.pdf", [words(60, 140, "inside") + words(60, 280, "outside")], extra="/CropBox[0 0 300 200]"))
    assert kinds(reading) == ["text_outside_page"] and printed(reading) == "inside"
    assert reading.pages[0].height == 200 and 40 < reading.pages[0].lines[0].box[1] < 60


def test_clipped_text_is_reported_and_not_read(tmp_path):
    clipped = b"q 60 130 40 30 re W n " + words(62, 140, "overflows far") + b"Q " + words(160, 140, "2,022.39")
    reading = read(raw_pdf(tmp_path / "clip.pdf", [GRID + clipped]))
    left, right = reading.pages[0].grids[0].rows()[0]
    assert kinds(reading) == ["text_clipped"] and right == "2,022.39" and left and "overflows far".startswith(left)


def test_a_glyph_struck_twice_is_one_glyph(tmp_path):
    reading = read(raw_pdf(tmp_path / "bold.pdf", [words(60, 140, "1,234.56") + words(60.3, 140, "1,234.56")]))
    assert printed(reading) == "1,234.56" and kinds(reading) == []


def test_different_figures_in_one_place_are_reported(tmp_path):
    reading = read(raw_pdf(tmp_path / "over.pdf", [GRID + words(60, 140, "123.00") + words(60.2, 140.1, "987.00")]))
    assert "overprinted" in kinds(reading)


def test_a_font_that_names_no_characters_is_reported(tmp_path):
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Lost/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    child = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Lost/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R/DW 1000>>"
    about = b"<</Type/FontDescriptor/FontName/Lost/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>"
    content = b"BT /F2 10 Tf 60 140 Td <E0010302F0FF> Tj ET " + words(60, 100, "known")
    reading = read(raw_pdf(tmp_path / "lost.pdf", [content], objects=(font, child, about)))
    assert kinds(reading) == ["unmapped_glyphs"] and printed(reading) == "\ufffd\ufffd\ufffd|known"


NAMED = b"/Span<</ActualText<FEFF4E00>>>BDC (\\320) Tj EMC (822A)Tj "  # 一 as a browser writes it: a stroke, and its name beside


def test_radicals_are_read_as_the_characters_they_look_like(tmp_path):
    odd, whole = "⽤⻋⾏⻔⻚⼾⼀\uf900⺮", "用车行门页户一\u8c48⺮"  # the last is part of a character only
    named = b"".join(b"/Span<</ActualText<FEFF%04X>>>BDC (M) Tj EMC " % ord(c) for c in odd)
    assert printed(read(raw_pdf(tmp_path / "odd.pdf", [b"BT /F1 10 Tf 60 140 Td " + named + b"ET"]))) == whole
    assert fold_text(f"1,234.56{odd}（万元）") == f"1,234.56{whole}（万元）"


@pytest.mark.parametrize("turn", ["1 0 0 1 60 140", "0 1 -1 0 150 60", "0 -1 1 0 150 240", "-1 0 0 -1 200 140"])
def test_a_character_named_in_marked_content_stands_on_its_line(tmp_path, turn):
    content = f"BT /F1 10 Tf {turn} Tm ".encode() + NAMED + NAMED + b"ET"
    assert printed(read(raw_pdf(tmp_path / "named.pdf", [content]))) == "一822A一822A"


@pytest.mark.parametrize("place", ["0.5 0 0 0.5 120 90", "1 0 0 1 -400 -300", "0 0.7 -0.7 0 260 20"])
def test_a_character_named_in_marked_content_within_a_form_stands_where_the_form_does(tmp_path, place):
    x, y = (460, 440) if place.endswith("-300") else (60, 140)
    inner = f"BT /F1 10 Tf {x} {y} Td ".encode() + NAMED + NAMED + b"ET"
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 900 900]/Resources<</Font<</F1 3 0 R>>>>/Length {len(inner)}>>\nstream\n".encode() + inner + b"\nendstream"
    reading = read(raw_pdf(tmp_path / "named.pdf", [f"q {place} cm /Fm1 Do Q".encode()], objects=(form,)))
    assert printed(reading) == "一822A一822A" and set(kinds(reading)) <= {"text_turned"}


@pytest.mark.parametrize("box", ["0 0 0 0", "10 10 10 400", "0 0 0.2 0.2"])
def test_a_page_of_no_size_is_no_crash(tmp_path, box):
    reading = read(raw_pdf(tmp_path / "zero.pdf", [GRID + words(60, 140, "x")], box=box))
    page = reading.pages[0]
    assert "zero_size_page" in kinds(reading) or (page.width > 1 and page.height > 1)


def test_a_page_of_no_size_is_reported(tmp_path):
    assert kinds(read(raw_pdf(tmp_path / "zero.pdf", [GRID], box="0 0 0.2 0.2"))) == ["zero_size_page"]


def test_an_absurd_page_is_read_and_reported(tmp_path):
    reading = read(raw_pdf(tmp_path / "vast.pdf", [GRID + words(60, 140, "x")], box="0 0 900000 900000"))
    assert "page_too_large" in kinds(reading) and reading.pages[0].grids[0].rows()[0][0] == "x"


def test_objects_characters_and_rules_beyond_the_limits_are_left_and_reported(tmp_path):
    lattice = b"".join(b"50 %d m 250 %d l S " % (y, y) for y in range(20, 290, 6)) + b"".join(b"%d 20 m %d 284 l S " % (x, x) for x in range(50, 251, 20))
    path = raw_pdf(tmp_path / "busy.pdf", [lattice + words(60, 140, "words and more words")])
    small = replace(limits(), objects_on_page=30, characters_on_page=5, rules_on_page=10)
    name, content, _ = read_bytes(path)
    with open_pdf(name, content) as (document, count):
        (page,) = read_pages(document, count, small)
        (whole,) = read_pages(document, count, limits())
    assert {"too_many_objects", "too_many_characters", "too_many_rules"} <= {p.kind for p in page.problems} and page.grids == ()
    assert len(whole.grids) == 1 and whole.problems == ()


def test_pages_beyond_the_limit_are_left_and_reported(tmp_path, monkeypatch):
    few = replace(limits(), pages=2)
    monkeypatch.setattr("gouji.reading.limits.limits", lambda: few)
    reading = read(raw_pdf(tmp_path / "long.pdf", [GRID] * 5))
    assert len(reading.pages) == 2 and kinds(reading, None) == ["too_many_pages"]


def test_forms_within_forms_are_read_as_deep_as_the_limit_says(tmp_path):
    def nested(depth: int) -> tuple[bytes, ...]:
        chain = []
        for k in range(depth):
            inner = GRID if k == depth - 1 else b"/Fm1 Do"
            head = f"<</Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</XObject<</Fm1 {6 + k} 0 R>>>>/Length {len(inner)}>>\nstream\n"
            chain.append(head.encode() + inner + b"\nendstream")
        return tuple(chain)

    content = [b"/Fm1 Do " + words(60, 140, "here")]
    shallow, deep = (read(raw_pdf(tmp_path / f"{n}.pdf", content, objects=nested(n))) for n in (5, 45))
    assert shallow.pages[0].grids[0].rows()[0][0] == "here" and kinds(shallow) == []
    assert "too_many_objects" in kinds(deep) or deep.pages[0].grids


def calling(calls: bytes, *forms: int) -> bytes:
    """A form whose content is ``calls``, in which /Fm1, /Fm2 … are the objects ``forms``."""
    named = " ".join(f"/Fm{k} {number} 0 R" for k, number in enumerate(forms, 1))
    return f"<</Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</XObject<<{named}>>>>/Length {len(calls)}>>\nstream\n".encode() + calls + b"\nendstream"


ENDLESS = {
    "itself": (calling(b"/Fm1 Do /Fm1 Do", 5),),
    "one another": (calling(b"/Fm1 Do /Fm1 Do", 6), calling(b"/Fm1 Do /Fm1 Do", 5)),
    "a billion times": (*(calling(b"/Fm1 Do " * 2, 6 + k) for k in range(29)), calling(b"0 0 m 9 9 l S")),
}


@pytest.mark.parametrize("how", ENDLESS)
@pytest.mark.parametrize("reader", ["pdfium", "both"])
def test_a_page_whose_drawings_call_one_another_without_end_is_left_and_reported(tmp_path, monkeypatch, how, reader):
    short = replace(limits(), page_open_seconds=1)
    monkeypatch.setattr("gouji.reading.limits.limits", lambda: short)
    reading = read(raw_pdf(tmp_path / "loop.pdf", [b"/Fm1 Do ", GRID + words(60, 140, "1.00")], objects=ENDLESS[how]), reader)
    assert kinds(reading, 1) == ["page_unreadable"] and printed(reading, 1) == "" and "without end" in reading.pages[0].problems[0].detail
    assert kinds(reading, 2) == [] and reading.pages[1].grids[0].rows()[0][0] == "1.00"


def test_a_drawing_that_calls_itself_once_is_read_to_the_limit_and_kept_from_the_second_reader(tmp_path):
    reading = read(raw_pdf(tmp_path / "loop.pdf", [b"/Fm1 Do " + words(60, 140, "here")], objects=(calling(b"/Fm1 Do", 5),)), "both")
    assert kinds(reading) == ["too_many_objects", "second_reader_failed"]


def test_a_file_of_many_such_pages_is_refused(tmp_path, monkeypatch):
    short = replace(limits(), page_open_seconds=1)
    monkeypatch.setattr("gouji.reading.limits.limits", lambda: short)
    with pytest.raises(Refusal) as refused:
        read(raw_pdf(tmp_path / "loops.pdf", [b"/Fm1 Do "] * 9, objects=ENDLESS["itself"]))
    one_line(refused.value, "loops.pdf", "without end", "export it again")


def test_only_a_file_whose_drawings_may_call_others_is_tried_first(tmp_path):
    def tried(*forms: bytes) -> bool:
        return may_nest(raw_pdf(tmp_path / "tried.pdf", [b"/Fm1 Do"], objects=forms).read_bytes())

    packed = zlib.compress(b"q /Fm1 Do Q")
    hidden = b"<</Type/XObject/Subtype /Form/Resources 9 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream"
    escaped = calling(b"/Fm1 Do", 5).replace(b"/Subtype/Form", b"/Subtype/F#6Frm")
    unknown = calling(b"~> /Fm1 Do", 5).replace(b"/Resources", b"/Filter/LZWDecode/Resources")
    assert tried(calling(b"/Fm1 Do", 5)) and tried(hidden) and tried(escaped) and tried(unknown)
    assert not tried() and not tried(calling(b"0 0 m 9 9 l S", 5)) and not tried(calling(b"q 1 0 0 1 0 0 cm /Domain Q", 5))
    assert not tried(b"<</Type/XObject/Subtype/Form/Resources<</Font<</F1 3 0 R>>>>/Length 7>>\nstream\n/Fm1 Do\nendstream")


def test_five_hundred_pages_take_time_but_no_more_memory(tmp_path):
    page = GRID + words(60, 140, "1,234.56") * 20
    short, long = raw_pdf(tmp_path / "short.pdf", [page] * 50), raw_pdf(tmp_path / "long.pdf", [page] * 500)
    name, content, _ = read_bytes(long)

    def run(count: int) -> int:
        with open_pdf(name, content) as (document, _):
            for read_page in read_pages(document, count, limits()):
                assert len(read_page.grids) == 1
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = run(100)
    assert run(500) - before < 20_000  # kilobytes: pages are closed as they are read
    assert len(read(long).pages) == 500 and len(read(short).pages) == 50


# The second reader


def test_where_the_second_reader_breaks_the_first_one_stands(tmp_path, monkeypatch):
    from camelot.handlers import PDFHandler

    path = raw_pdf(tmp_path / "two.pdf", [GRID + words(60, 140, "1.00"), GRID + words(60, 140, "2.00")])
    works = PDFHandler._parse_page

    def breaks(self, page, *args, **options):
        if page.page_idx == 1:
            raise ZeroDivisionError("inside camelot")
        return works(self, page, *args, **options)

    monkeypatch.setattr(PDFHandler, "_parse_page", breaks)
    reading = read(path, "both")
    assert kinds(reading, 1) == [] and kinds(reading, 2) == ["second_reader_failed"]
    assert reading.pages[1].grids[0].rows()[0][0] == "2.00" and reading.pages[1].grids[0].cells[0].agree is None
    assert reading.pages[0].grids[0].cells[0].agree is True and reading.cells_compared == 4


def test_where_the_second_reader_breaks_on_the_whole_file_the_first_one_stands(tmp_path, monkeypatch):
    from camelot.handlers import PDFHandler

    monkeypatch.setattr(PDFHandler, "parse", lambda self, **options: (_ for _ in ()).throw(ValueError("no layout")))
    reading = read(raw_pdf(tmp_path / "one.pdf", [GRID + words(60, 140, "1.00")]), "both")
    assert kinds(reading, None) == ["second_reader_failed"] and reading.pages[0].grids[0].rows()[0][0] == "1.00"


# The list of kinds


def test_every_kind_of_problem_is_declared_and_explained():
    import ast
    from importlib.resources import files
    from pathlib import Path

    import gouji
    from gouji.reading.characters import REASONS

    declared = yaml.safe_load((files("gouji") / "declared" / "problems.yml").read_text("utf-8"))
    for kind, entry in declared.items():
        assert set(entry) == {"page", "zh", "en", "remedy"} and set(entry["remedy"]) == {"zh", "en"}, kind
        assert isinstance(entry["page"], bool) and all([entry["zh"], entry["en"], *entry["remedy"].values()]), kind
    raised = set(REASONS.values())
    for source in Path(gouji.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                raised.add(node.args[1].value)
    assert raised and raised <= set(declared), raised - set(declared)

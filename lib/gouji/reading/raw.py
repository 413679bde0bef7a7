"""The few pdfium calls the reader makes per character and per object, bound so that they cost little.

pypdfium2's own bindings check and wrap each argument; the same entry points bound with plain
addresses are four times faster, which is what a reader of whole corpora lives on. Handles are
integers (0: none). Nothing here keeps state; every handle is closed by whoever opened it.
"""

from __future__ import annotations

from collections import deque
from ctypes import CFUNCTYPE, PYFUNCTYPE, c_char_p, c_double, c_float, c_int, c_long, c_size_t, c_uint, c_void_p, cast
from pathlib import Path

import pypdfium2.raw as pdfium
from pypdfium2.internal import bases

PATH, IMAGE, SHADING, FORM, TEXT = 2, 3, 4, 5, 1
INVISIBLE_TEXT, CLIP_TEXT = 3, 7


def _give_fonts() -> None:
    """Start pdfium anew with the package's own Chinese font, in place of whatever the machine has.

    Where a font is not embedded pdfium measures glyphs with a substitute; without one, a text of a single
    Chinese character has no extent and is dropped from the page. Left as it is while documents are open.
    """
    if any(handles for handles in getattr(bases, "ObjectTracker", {}).values()):
        return
    folders = (c_char_p * 2)(str(Path(__file__).parents[1] / "declared" / "fonts").encode(), None)
    config = pdfium.FPDF_LIBRARY_CONFIG()
    config.version = 2
    config.m_pUserFontPaths = cast(folders, type(config.m_pUserFontPaths))
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(config)


_give_fonts()


def _bind(name: str, result, *arguments):
    """A short call: Python's lock is kept, which is faster than giving it up and taking it back."""
    return PYFUNCTYPE(result, *arguments)(cast(getattr(pdfium, name), c_void_p).value)


def _bind_long(name: str, result, *arguments):
    """A call that works for a while: other threads may run meanwhile."""
    return CFUNCTYPE(result, *arguments)(cast(getattr(pdfium, name), c_void_p).value)


def address(handle) -> int:
    """The address behind a pypdfium2 handle; 0 for none."""
    return cast(handle, c_void_p).value or 0


def run(calls) -> None:
    """Exhaust a map of calls made for their effect, without a loop of Python's own."""
    deque(calls, maxlen=0)


_P, _I = c_size_t, c_int

load_page = _bind_long("FPDF_LoadPage", _P, _P, _I)
close_page = _bind_long("FPDF_ClosePage", None, _P)
page_width = _bind("FPDF_GetPageWidthF", c_float, _P)
page_height = _bind("FPDF_GetPageHeightF", c_float, _P)
page_rotation = _bind("FPDFPage_GetRotation", _I, _P)
page_box = _bind("FPDF_GetPageBoundingBox", _I, _P, _P)

load_text = _bind_long("FPDFText_LoadPage", _P, _P)
close_text = _bind_long("FPDFText_ClosePage", None, _P)
count_characters = _bind("FPDFText_CountChars", _I, _P)
text_of = _bind("FPDFText_GetText", _I, _P, _I, _I, _P)
unicode_of = _bind("FPDFText_GetUnicode", c_uint, _P, _I)
loose_box = _bind("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
character_origin = _bind("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
text_object = _bind("FPDFText_GetTextObject", _P, _P, _I)
map_error = _bind("FPDFText_HasUnicodeMapError", _I, _P, _I)
character_angle = _bind("FPDFText_GetCharAngle", c_float, _P, _I)

count_objects = _bind("FPDFPage_CountObjects", _I, _P)
page_object = _bind("FPDFPage_GetObject", _P, _P, _I)
count_form_objects = _bind("FPDFFormObj_CountObjects", _I, _P)
form_object = _bind("FPDFFormObj_GetObject", _P, _P, c_long)
object_type = _bind("FPDFPageObj_GetType", _I, _P)
object_bounds = _bind("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
object_matrix = _bind("FPDFPageObj_GetMatrix", _I, _P, _P)
has_transparency = _bind("FPDFPageObj_HasTransparency", _I, _P)
fill_colour = _bind("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
stroke_colour = _bind("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)
move_object = _bind("FPDFPageObj_Transform", None, _P, c_double, c_double, c_double, c_double, c_double, c_double)
text_mode = _bind("FPDFTextObj_GetTextRenderMode", _I, _P)

clip_path = _bind("FPDFPageObj_GetClipPath", _P, _P)
count_clips = _bind("FPDFClipPath_CountPaths", _I, _P)
count_clip_segments = _bind("FPDFClipPath_CountPathSegments", _I, _P, _I)
clip_segment = _bind("FPDFClipPath_GetPathSegment", _P, _P, _I, _I)

draw_mode = _bind("FPDFPath_GetDrawMode", _I, _P, _P, _P)
count_segments = _bind("FPDFPath_CountSegments", _I, _P)
path_segment = _bind("FPDFPath_GetPathSegment", _P, _P, _I)
segment_point = _bind("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
segment_type = _bind("FPDFPathSegment_GetType", _I, _P)
segment_close = _bind("FPDFPathSegment_GetClose", _I, _P)

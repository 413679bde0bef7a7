"""The few pdfium calls the reader makes per character and per object, bound so that they cost little.

pypdfium2's own bindings check and wrap each argument; the same entry points bound with plain
addresses, asked for many characters or objects at a time, are ten times faster, which is what a reader of
whole corpora lives on. Handles are integers (0: none), and closed by whoever opened them. What is kept
is one room of memory for pdfium to answer in: a process asks one thing at a time, as pdfium itself demands.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from ctypes import CFUNCTYPE, PYFUNCTYPE, byref, c_char, c_char_p, c_double, c_float, c_int, c_long, c_size_t, c_ubyte, c_uint, c_void_p, cast
from functools import cache
from itertools import repeat
from pathlib import Path

import numpy as np
import pypdfium2.raw as pdfium
from pypdfium2.internal import bases

PATH, IMAGE, SHADING, FORM, TEXT = 2, 3, 4, 5, 1
INVISIBLE_TEXT, CLIP_TEXT = 3, 7
ROWS = 4096  # answers of four numbers that the room holds; more are asked for in turns


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


def _bind_bare(name: str, result):
    """A short call whose arguments are not converted: a ``reference`` to a handle, then small integers and references."""
    call = _bind(name, result)
    call.argtypes = None
    return call


def _bind_long(name: str, result, *arguments):
    """A call that works for a while: other threads may run meanwhile."""
    return CFUNCTYPE(result, *arguments)(cast(getattr(pdfium, name), c_void_p).value)


def address(handle) -> int:
    """The address behind a pypdfium2 handle; 0 for none."""
    return cast(handle, c_void_p).value or 0


def reference(handle: int):
    """``handle`` as the bare calls take it."""
    return byref(c_char.from_address(handle))


_PAGE = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</ExtGState<</G<</ca .5/CA .3>>/H<</ca .299/CA .71>>>>
/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length %d>>stream
%b
endstream endobj
trailer<</Root 1 0 R>>
%%%%EOF"""


class _Memory:
    """Numbers of ``kind`` from ``address`` on, as numpy takes them; what is not asked for is not touched."""

    def __init__(self, address: int, count: int, kind: type) -> None:
        self.__array_interface__ = {"data": (address, True), "shape": (count,), "typestr": np.dtype(kind).str, "version": 3}


def memory(address: int, count: int, kind: type = np.uint64) -> np.ndarray:
    """``count`` numbers of ``kind`` from ``address`` on, as they stand there; for what a probe has proved, while it is loaded."""
    return np.asarray(_Memory(address, count, kind))


def memory_read(address: int, size: int) -> bytes | None:
    """The bytes at ``address``, through the system: None where nothing stands there, or the system does not say."""
    try:
        with open("/proc/self/mem", "rb", buffering=0) as own:
            own.seek(address)
            found = own.read(size)
    except (OSError, ValueError, OverflowError):
        return None
    return found if len(found) == size else None


def words_at(addresses: np.ndarray, kind: type = np.uint64) -> np.ndarray:
    """The numbers that stand at ``addresses``, each a multiple of their size; for what ``layout`` has proved."""
    first, size = int(addresses.min()), np.dtype(kind).itemsize
    return memory(first, (int(addresses.max()) - first) // size + 1, kind)[(addresses - first) // size]


def run(calls) -> None:
    """Exhaust a map of calls made for their effect, without a loop of Python's own."""
    deque(calls, maxlen=0)


class _Room:
    """``ROWS`` × 4 numbers of four bytes, seen as floats and as integers, with a reference to each."""

    def __init__(self) -> None:
        memory = (c_float * (4 * ROWS))()
        self.columns = [[byref(memory, at) for at in range(4 * k, 16 * ROWS, 16)] for k in range(4)]
        floats = np.frombuffer(memory, np.float32).reshape(ROWS, 4)
        self.seen = {kind: floats.view(kind) for kind in (np.float32, np.uint32, np.int32)}


_room = cache(_Room)


def numbers(call, items: list[int], kind: type, width: int = 4) -> tuple[np.ndarray, list[int]]:
    """What ``call(item, &a, &b, …)`` gives for each item: n × ``width`` of ``kind`` (0 where it fails), and its results."""
    room, n = _room(), len(items)
    if n <= ROWS:
        seen = room.seen[kind][:n, :width]
        seen[:] = 0
        results = list(map(call, items, *room.columns[:width]))
        return seen.copy(), results
    parts = [numbers(call, items[at : at + ROWS], kind, width) for at in range(0, n, ROWS)]
    return np.vstack([part for part, _ in parts]), [result for _, results in parts for result in results]


def loose_boxes(text_page: int, count: int) -> np.ndarray:
    """The loose boxes of the first ``count`` characters (left, bottom, right, top): n×4."""
    room, page, parts = _room(), reference(text_page), []
    for at in range(0, count, ROWS):
        n = min(ROWS, count - at)
        seen = room.seen[np.float32][:n]
        seen[:] = 0
        run(map(_loose_box, repeat(page), range(at, at + n), room.columns[0]))
        parts.append(seen.take((0, 3, 2, 1), axis=1))  # pdfium gives top before right
    return np.concatenate(parts or [np.zeros((0, 4))]).astype(float)


def each(call, handle: int, places) -> map:
    """``call`` (a bare one) on ``handle`` for each of ``places``."""
    return map(call, repeat(reference(handle)), places)


_P, _I = c_void_p, c_int  # arguments after those named are passed as they are: references, small integers
_H = c_size_t  # a handle given back

load_page = _bind_long("FPDF_LoadPage", _H, _P, _I)
close_page = _bind_long("FPDF_ClosePage", None, _P)
page_width = _bind("FPDF_GetPageWidthF", c_float, _P)
page_height = _bind("FPDF_GetPageHeightF", c_float, _P)
page_rotation = _bind("FPDFPage_GetRotation", _I, _P)
page_box = _bind("FPDF_GetPageBoundingBox", _I, _P, _P)

load_text = _bind_long("FPDFText_LoadPage", _H, _P)
close_text = _bind_long("FPDFText_ClosePage", None, _P)
count_characters = _bind("FPDFText_CountChars", _I, _P)
unicode_of = _bind_bare("FPDFText_GetUnicode", c_uint)
_loose_box = _bind_bare("FPDFText_GetLooseCharBox", None)
character_origin = _bind("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
text_object = _bind_bare("FPDFText_GetTextObject", _H)
map_error = _bind_bare("FPDFText_HasUnicodeMapError", _I)
character_angle = _bind_bare("FPDFText_GetCharAngle", c_float)

count_objects = _bind("FPDFPage_CountObjects", _I, _P)
page_object = _bind_bare("FPDFPage_GetObject", _H)
count_form_objects = _bind("FPDFFormObj_CountObjects", _I, _P)
form_object = _bind("FPDFFormObj_GetObject", _H, _P, c_long)
object_type = _bind("FPDFPageObj_GetType", _I, _P)
object_bounds = _bind("FPDFPageObj_GetBounds", _I, _P)
object_matrix = _bind("FPDFPageObj_GetMatrix", _I, _P, _P)
has_transparency = _bind("FPDFPageObj_HasTransparency", _I, _P)
fill_colour = _bind("FPDFPageObj_GetFillColor", _I, _P)
stroke_colour = _bind("FPDFPageObj_GetStrokeColor", _I, _P)
move_object = _bind("FPDFPageObj_Transform", None, _P, c_double, c_double, c_double, c_double, c_double, c_double)
text_mode = _bind("FPDFTextObj_GetTextRenderMode", _I, _P)

clip_path = _bind("FPDFPageObj_GetClipPath", _H, _P)
count_clips = _bind("FPDFClipPath_CountPaths", _I, _P)
count_clip_segments = _bind("FPDFClipPath_CountPathSegments", _I, _P)
clip_segment = _bind("FPDFClipPath_GetPathSegment", _H, _P)

draw_mode = _bind("FPDFPath_GetDrawMode", _I, _P)
count_segments = _bind("FPDFPath_CountSegments", _I, _P)
path_segment = _bind("FPDFPath_GetPathSegment", _H, _P)
segment_point = _bind("FPDFPathSegment_GetPoint", _I, _P)
segment_type = _bind("FPDFPathSegment_GetType", c_ubyte, _P)  # 255: unknown
segment_close = _bind("FPDFPathSegment_GetClose", c_ubyte, _P)


@contextmanager
def drawn(content: bytes):
    """A loaded page of a hundred points on which ``content`` is drawn, with one font /F and two transparencies /G and /H; 0 when it does not open."""
    made = _PAGE % (len(content), content)
    document = pdfium.FPDF_LoadMemDocument64(made, len(made), None)
    page = load_page(address(document), 0) if document else 0
    try:
        yield page
    finally:
        if page:
            close_page(page)
        if document:
            pdfium.FPDF_CloseDocument(document)

"""What of pdfium's is looked at rather than asked for, where a page drawn for it proves that one can.

A page has a thousand objects and a path many points, and asking for each costs ten times what looking does. What is
looked at: whether objects share a set of clip paths, colours or a text mode, by the addresses of these, so that one of
them is asked for all; and the points of a path, which stand one after the other. All are tried on a page of our own, once a process, against what pdfium answers; where a
build of pdfium does otherwise, everything is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from gouji.reading import raw

POINT = np.dtype([("x", np.float32), ("y", np.float32), ("kind", np.uint8), ("close", np.uint8), ("unused", np.uint16)])
FARTHEST = 256  # bytes into an object within which its clip handle must lie
STATES = 4  # words after that of the clip paths, which are of what else an object shares

_DRAWN = b"""1 1 8 8 re f q 10 10 20 20 re W n 5 5 40 7 re f 6 6 40 8 re S q 15 15 5 5 re W n 12 12 m 40 14 l 41 16 7 8 9 33 c h S
7 7 40 9 re f Q 8 8 40 9 re f Q 9 9 m 50 9 l 50 60 l S q 10 10 20 20 re W n 40 50 60 70 re f Q 2 2 9 9 re f
BT /F 9 Tf 9 70 Td (a) Tj 9 0 Td (b) Tj 9 0 Td 1 0 0 rg (c) Tj 9 0 Td 3 Tr (d) Tj 9 0 Td /G gs (e) Tj 9 0 Td (f) Tj ET"""


@dataclass(frozen=True, slots=True)
class Layout:
    """Bytes into an object at which the address of its set of clip paths stands, those of its colours (with how they show
    through), that of its text mode; None: to be asked for. ``points``: the points of a path stand as ``points_at`` takes them.
    """

    clip: int | None = None
    colours: tuple[int, ...] | None = None
    mode: tuple[int, ...] | None = None
    points: bool = False


@cache
def layout() -> Layout:
    """What this process's pdfium proves on the probe."""
    with raw.drawn(_DRAWN) as page:
        if not page:
            return Layout()
        items = list(raw.each(raw.page_object, page, range(raw.count_objects(page))))
        paths, texts = ([item for item in items if raw.object_type(item) == kind] for kind in (raw.PATH, raw.TEXT))
        clip = _clip_offset(paths)
        return Layout(clip, *(_state_offsets(texts, clip) if clip is not None else (None, None)), all(map(_points_in_turn, paths)))


def runs_alike(items: list[int], offsets: tuple[int, ...] | None) -> tuple[list[int], np.ndarray | None]:
    """The first of each run of ``items`` that share what stands at ``offsets``, and the runs' lengths; None: all are given."""
    if offsets is None or len(items) < 2:
        return items, None
    at = np.array(items)
    begins = np.zeros(len(items), bool)
    begins[0] = True
    for offset in offsets:
        words = raw.words_at(at + offset)
        begins[1:] |= words[1:] != words[:-1]
    first = begins.nonzero()[0]
    return [items[k] for k in first.tolist()], np.diff(first, append=len(items))


def _state_offsets(texts: list[int], clip: int) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
    """Where the addresses of colours and of the text mode stand: the one word each that changes when they do, and only then.

    The probe's texts: two alike, then another colour, another mode, another transparency, and one alike again.
    """
    offsets = range(clip + 8, clip + 8 * (STATES + 1), 8)
    words = raw.words_at(np.array(texts)[:, None] + np.array(offsets))
    changed = [[offset for offset, differs in zip(offsets, row) if differs] for row in (words[1:] != words[:-1]).tolist()]
    asked = list(zip(raw.numbers(raw.fill_colour, texts, np.uint32)[0].tolist(), map(raw.text_mode, texts)))
    if [len(row) for row in changed] != [0, 1, 1, 1, 0] or len({row[0] for row in changed[1:4]}) != 3:
        return None, None
    told = [a[0] != b[0] for a, b in zip(asked, asked[1:])], [a[1] != b[1] for a, b in zip(asked, asked[1:])]
    if told != ([False, True, False, True, False], [False, False, True, False, False]):
        return None, None
    return (changed[1][0], changed[3][0]), (changed[2][0],)


def _clip_offset(items: list[int]) -> int | None:
    """Where the shared sets' addresses stand; None unless those of the probe tell its sets apart as pdfium does."""
    clips = list(map(raw.clip_path, items))
    offsets = {clip - item for clip, item in zip(clips, items)}
    offset = offsets.pop() if len(offsets) == 1 else -1
    if not 0 <= offset < FARTHEST or offset % 8:
        return None
    counts = [max(raw.count_clips(clip), 0) for clip in clips]
    asked = [(count, raw.clip_segment(clip, count - 1, 0)) if count else None for clip, count in zip(clips, counts)]
    words = raw.words_at(np.array(clips)).tolist()
    alike = len(set(zip(words, asked))) == len(set(words)) == len(set(asked)) > 3
    return offset if alike and all((word == 0) == (sets is None) for word, sets in zip(words, asked)) else None


def _points_in_turn(path: int) -> bool:
    """Whether the points of ``path`` stand in memory as ``points_at`` takes them."""
    count = raw.count_segments(path)
    segments = [raw.path_segment(path, k) for k in range(count)]
    if count < 3 or {b - a for a, b in zip(segments, segments[1:])} != {POINT.itemsize}:
        return False
    seen, (xy, _) = points_at(segments[:1], [count]), raw.numbers(raw.segment_point, segments, np.float32, 2)
    kinds, closes = bytes(map(raw.segment_type, segments)), bytes(map(raw.segment_close, segments))
    return (seen["x"] == xy[:, 0]).all() and (seen["y"] == xy[:, 1]).all() and seen["kind"].tobytes() == kinds and seen["close"].tobytes() == closes


def points_at(firsts: list[int], counts: list[int]) -> np.ndarray:
    """The points (``POINT``) of paths of which the first points' addresses and the numbers of points are given, in one array."""
    n, ends = np.array(counts), np.cumsum(counts)
    places = np.repeat(np.array(firsts), n) + POINT.itemsize * (np.arange(ends[-1]) - np.repeat(ends - n, n))
    words = raw.words_at(places[:, None] + np.arange(0, POINT.itemsize, 4), np.uint32)
    return words.view(POINT)[:, 0]

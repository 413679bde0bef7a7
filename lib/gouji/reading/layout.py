"""What of pdfium's objects is looked at rather than asked for, where a page drawn for it proves that one can.

A page has a thousand objects and a path many points, and asking for each costs ten times what looking does. What is
looked at: by which set of clip paths an object is cut, its colours and how they show through, a text's mode, the points
of a path, which stand one after the other. All are tried on a page of our own, once a process, against what pdfium
answers; where a build of pdfium does otherwise, everything is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from gouji.reading import raw

POINT = np.dtype([("x", np.float32), ("y", np.float32), ("kind", np.uint8), ("close", np.uint8), ("unused", np.uint16)])
FARTHEST = 256  # bytes into an object within which its clip handle must lie
STATES = 4  # words after that of the clip paths, which are the addresses of what else an object shares: its states
STATE = 96  # bytes of a state that are searched

_DRAWN = b"""1 1 8 8 re f q 10 10 20 20 re W n 5 5 40 7 re f 6 6 40 8 re S q 15 15 5 5 re W n 12 12 m 40 14 l 41 16 7 8 9 33 c h S
7 7 40 9 re f Q 8 8 40 9 re f Q 9 9 m 50 9 l 50 60 l S q 10 10 20 20 re W n 40 50 60 70 re f Q 2 2 9 9 re f
BT /F 9 Tf 9 70 Td (a) Tj 9 0 Td (b) Tj 9 0 Td .2 .4 .6 rg .7 .8 .9 RG (c) Tj 9 0 Td 3 Tr (d) Tj 9 0 Td /G gs .1 0 .9 RG (e) Tj
9 0 Td 1 Tr 0 1 1 0 k (f) Tj 9 0 Td 7 Tr .4 g (g) Tj 9 0 Td /H gs 2 Tr 1 0 0 rg (h) Tj ET"""

Place = tuple[int, int]  # bytes into an object at which the address of a state stands, and into the state


@dataclass(frozen=True, slots=True)
class Layout:
    """Where it stands what is looked at; None: to be asked for. ``clip``: bytes into an object to the address of its set of clip
    paths. ``fill``, ``stroke``: of a colour and of its alpha. ``points``: a path's points stand as ``points_at`` takes them.
    """

    clip: int | None = None
    fill: tuple[Place, Place] | None = None
    stroke: tuple[Place, Place] | None = None
    mode: Place | None = None
    points: bool = False


@cache
def layout() -> Layout:
    """What this process's pdfium proves on the probe."""
    with raw.drawn(_DRAWN) as page:
        if not page:
            return Layout()
        items = list(raw.each(raw.page_object, page, range(raw.count_objects(page))))
        paths, texts = ([item for item in items if raw.object_type(item) == kind] for kind in (raw.PATH, raw.TEXT))
        clip, in_turn = _clip_offset(paths), all(map(_points_in_turn, paths))
        if clip is None:
            return Layout(points=in_turn)
        states = _states(texts, range(clip + 8, clip + 8 * (STATES + 1), 8))
        fill, stroke = (_colour_places(states, raw.numbers(call, texts, np.uint32)[0]) for call in (raw.fill_colour, raw.stroke_colour))
        mode = _place(states, np.uint32, np.array(list(map(raw.text_mode, texts))), lambda values: values)
        return Layout(clip, fill, stroke, mode, in_turn)


def look(items: list[int], place: Place, kind: type) -> np.ndarray | None:
    """The numbers of ``kind`` (four bytes) that stand at ``place`` of some objects, n; None where one of them has no such state."""
    states = raw.words_at(np.array(items) + place[0])
    return raw.words_at(states + place[1], kind) if np.count_nonzero(states) == len(items) else None


def look_colours(items: list[int], places: tuple[Place, Place] | None) -> np.ndarray | None:
    """n×4 (red, green, blue, alpha) of 255; None where they must be asked for."""
    if places is None or (colours := look(items, places[0], np.uint32)) is None or (alphas := look(items, places[1], np.float32)) is None:
        return None
    out = np.empty((len(items), 4), np.uint32)
    for k in range(3):
        out[:, k] = colours >> 8 * k & 255
    out[:, 3] = _of_255(alphas)
    return out


def _of_255(alphas: np.ndarray) -> np.ndarray:
    return np.floor(alphas * 255 + 0.5)


def _states(items: list[int], offsets: range) -> dict[int, np.ndarray]:
    """The states whose addresses stand at ``offsets``, n × ``STATE`` bytes each; read through the system, as the places are only guessed."""
    found = {}
    for offset in offsets:
        parts = [raw.memory_read(int(address), STATE) for address in raw.words_at(np.array(items) + offset)]
        if None not in parts:
            found[offset] = np.frombuffer(b"".join(parts), np.uint8).reshape(-1, STATE)
    return found


def _place(states: dict[int, np.ndarray], kind: type, asked: np.ndarray, meant) -> Place | None:
    """The one place whose numbers, as ``meant``, are what pdfium answered; None where it answered alike for all."""
    fits = [
        (offset, at)
        for offset, state in states.items()
        for at, column in zip(range(0, STATE, 4), state.view(kind).T)
        if (meant(column) == asked).all()
    ]
    return fits[0] if len(fits) == 1 and len(set(asked.tolist())) > 2 else None


def _colour_places(states: dict[int, np.ndarray], asked: np.ndarray) -> tuple[Place, Place] | None:
    with np.errstate(all="ignore"):  # most of what is tried is no number
        colour = _place(states, np.uint32, asked[:, :3] @ np.array([1, 1 << 8, 1 << 16], np.uint32), lambda values: values)
        alpha = _place(states, np.float32, asked[:, 3], _of_255)
    return (colour, alpha) if colour and alpha else None


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

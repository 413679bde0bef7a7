"""Drawings that draw one another without end: which pages of a file cannot be opened at all.

In: a PDF's content. Out: the pages, from 1, whose forms (Form XObjects) call themselves, or one another so often, that
opening them does not end. pdfium opens a page in one call, on which no bound of ``declared/limits.yml`` can be laid;
so a file in which a form may call another, and only such a file, is first opened page by page in a process that may
be ended. Refuses a file with more such pages than ``stuck_pages``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zlib

from gouji.errors import Refusal
from gouji.reading.limits import Limits

# A stream's dictionary stands in plain bytes in every PDF, so a form that says it is one is found without parsing.
# A name may be written with # escapes, or stand elsewhere; such a file is tried as well.
_FORM = re.compile(rb"/Subtype\s*(?:/Form\b|/[^\s/<>\[\]()]*#|\d+\s+\d+\s+R)")
_TYPE = re.compile(rb"/Type\s*/XObject")
_STREAM = re.compile(rb"stream\r?\n")
_CALLS = re.compile(rb"\bDo\b")
_PLAIN, _FLATE = re.compile(rb"/(?:Filter|Crypt|DecodeParms)"), re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\s*\]?(?!\s*/[A-Z][A-Za-z0-9]*Decode)")
_REACH = 20_000  # bytes around the word within which a form's dictionary begins and ends

_TRIAL = """
import resource, signal, sys
from gouji.reading import raw
first, seconds, memory = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
content = sys.stdin.buffer.read()
handle = raw.pdfium.FPDF_LoadMemDocument64(content, len(content), None)
for index in range(first, raw.pdfium.FPDF_GetPageCount(handle) if handle else 0):
    print(index, flush=True)
    signal.alarm(seconds)
    page = raw.load_page(raw.address(handle), index)
    if page:
        raw.close_text(raw.load_text(page))
        raw.close_page(page)
signal.alarm(0)
"""


def endless_pages(name: str, content: bytes, limits: Limits) -> frozenset[int]:
    """The pages of the file that cannot be opened within ``page_open_seconds``; mostly none, found in a millisecond.

    Raises Refusal when there are more than ``stuck_pages`` of them.
    """
    if not may_nest(content):
        return frozenset()
    stuck: list[int] = []
    first = 0
    while True:
        command = [sys.executable, "-c", _TRIAL, str(first), str(limits.page_open_seconds), str(limits.page_open_bytes)]
        trial = subprocess.run(command, input=content, capture_output=True, check=False)
        if trial.returncode == 0:
            return frozenset(stuck)
        opened = trial.stdout.split()
        if not opened:  # the trial itself did not begin: nothing is known against the file
            return frozenset(stuck)
        first = int(opened[-1]) + 1
        stuck.append(first)
        if len(stuck) > limits.stuck_pages:
            raise Refusal(name, "its drawings call one another without end", "export it again from its source, or print it to a new PDF")


def may_nest(content: bytes) -> bool:
    """Whether some form of the file may call another form, as far as can be told without parsing the file."""
    return any(_may_call(content, found) for found in _FORM.finditer(content))


def _may_call(content: bytes, found: re.Match) -> bool:
    start = max(content.rfind(b" obj", max(found.start() - _REACH, 0), found.start()), 0)
    stream = _STREAM.search(content, found.end(), found.end() + _REACH)
    if stream is None:
        return False  # no stream, so no form
    about = _TYPE.sub(b"", content[start : stream.start()])
    if b"/Resources" in about and not re.search(rb"/Resources\s+\d", about) and b"/XObject" not in about:
        return False  # it has resources of its own, and no drawing among them
    end = content.find(b"endstream", stream.end())
    said = content[stream.end() : end if end > 0 else None]
    if not _PLAIN.search(about):
        return b"/Encrypt" in content or bool(_CALLS.search(said))
    if not _FLATE.search(about) or b"/Encrypt" in content:
        return True
    try:
        return bool(_CALLS.search(zlib.decompressobj().decompress(said, 50_000_000)))
    except zlib.error:
        return True

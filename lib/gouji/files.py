"""Where the command line reads and writes: both are looked at before any work begins, so that no minute is lost on
a file that does not exist or a result that cannot be kept. What is written is written whole or not at all."""

from __future__ import annotations

import difflib
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from gouji.errors import FileMissing, Refusal


def check_inputs(files: Iterable[str]) -> None:
    """Every input is a file; raises Refusal for the first that is missing, a folder or not readable."""
    for name in files:
        path = Path(name)
        if path.is_dir():
            raise Refusal(name, "a folder, not a file", f"give the files in it: {path / '*.pdf'}")
        if not path.exists():
            raise FileMissing(name, remedy=_nearest(path))
        if not os.access(path, os.R_OK):
            raise Refusal(name, "may not be read", "ask for permission to read it, or copy it")


def _nearest(path: Path) -> str:
    """The file of that folder whose name is nearest; an amount of typing saved with long Chinese names."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} either; check the path"
    near = difflib.get_close_matches(path.name, sorted(os.listdir(path.parent)), n=1, cutoff=0.8)
    return f"did you mean {path.parent / near[0]}?" if near else "check the path"


def check_output(out: str | None, inputs: Iterable[str] = ()) -> None:
    """A result can be written at ``out`` and would overwrite no input; raises Refusal. None and "-" always pass."""
    if out is None or out == "-":
        return
    path = Path(out)
    if not out or path.is_dir():
        raise Refusal(out or "OUT", "a folder, not a file" if out else "no name given", "name the file to write, or - for standard output")
    if not path.parent.is_dir():
        raise Refusal(out, f"cannot be written: there is no folder {path.parent}", f"make it first: mkdir -p {path.parent}")
    if any(path.exists() and Path(name).exists() and path.samefile(name) for name in inputs):
        raise Refusal(out, "is one of the documents and would be overwritten", "choose another name")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise Refusal(out, "may not be written", "choose another place")


def write_whole(data: bytes, out: str) -> None:
    """Write ``data`` beside ``out`` and move it into place; a pipe or device is written to directly. Raises Refusal."""
    path = Path(out)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        beside = path.with_name(f".{secrets.token_hex(4)}.part")
        try:
            beside.write_bytes(data)
            os.replace(beside, path.resolve() if path.is_symlink() else path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(out, f"cannot be written ({error.strerror})", "choose another place") from None


def remove(path: Path) -> None:
    """Take a file or a whole folder away; nothing where there is none."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

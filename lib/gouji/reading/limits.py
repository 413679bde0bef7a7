"""What one file may ask of the reader, from ``declared/limits.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file, page and grid; each is explained in ``declared/limits.yml``."""

    file_bytes: int
    pages: int
    objects_on_page: int
    characters_on_page: int
    rules_on_page: int
    cells_in_grid: int
    page_points: int
    second_reader_renders: int
    picture_percent: int
    page_open_seconds: int
    page_open_bytes: int
    stuck_pages: int


@cache
def limits() -> Limits:
    import yaml

    text = (Path(__file__).parents[1] / "declared" / "limits.yml").read_text("utf-8")
    return Limits(**yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))

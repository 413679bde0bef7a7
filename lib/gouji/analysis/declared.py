"""The declarations of the analyses (``declared/*.yml``), loaded once."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache(maxsize=8)
def declared(name: str) -> Any:
    """The content of ``declared/NAME.yml``."""
    return yaml.safe_load(resources.files("gouji").joinpath("declared", f"{name}.yml").read_text("utf-8"))

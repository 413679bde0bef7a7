"""Work that makes many objects and no cycles, done without the cycle collector looking on."""

from __future__ import annotations

import gc
from contextlib import contextmanager


@contextmanager
def collector_paused():
    """Within, Python's cycle collector does not run; afterwards it is as it was.

    A document's cells are made by the ten thousand and refer to nothing that refers back: the collector would walk
    through all of them again and again, and find nothing. What is let go is freed at once all the same, and what
    stays is put among the old, unless the process has frozen what it keeps, so that it is not walked through at the end.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()

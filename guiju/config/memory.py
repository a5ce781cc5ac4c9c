"""What a serving process holds in memory."""

from __future__ import annotations

import gc

NEW_OBJECTS, YOUNG, OLD = 20_000, 20, 20
"""After how many new objects, and how many such looks, Python looks for garbage in circles."""


def settle() -> None:
    """Call once all is loaded: that stays, and looking through it at every page finds nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG, OLD)

"""A serving process looks for garbage seldom, and never among what it was loaded with."""

from __future__ import annotations

import subprocess
import sys

ASKS = "import gc, guiju.config.wsgi; print(gc.get_freeze_count(), gc.get_threshold()[0])"


def test_what_a_worker_was_loaded_with_is_not_looked_through_again() -> None:
    said = subprocess.run(
        [sys.executable, "-c", ASKS], check=True, capture_output=True, text=True
    ).stdout.split()
    frozen, threshold = map(int, said)
    assert frozen > 200_000, "the pages are loaded before"
    assert threshold == 20_000

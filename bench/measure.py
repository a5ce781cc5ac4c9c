"""Timing and memory, and one way of printing them."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def timed() -> Iterator[list[float]]:
    """Yield a list that holds the seconds taken once the block ends."""
    taken: list[float] = []
    start = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - start)


def peak_megabytes() -> float:
    """The most memory this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def resident_megabytes(process: int | str = "self") -> float:
    """The memory a process holds now, in MB; the most this one has held where that is not told."""
    told = Path(f"/proc/{process}/status")
    if not told.exists():
        return peak_megabytes()
    (size,) = (row.split()[1] for row in told.read_text().splitlines() if row.startswith("VmRSS:"))
    return int(size) / 1024


def line(what: str, value: str, goal: str = "", reached: bool | None = None) -> None:
    """Print one measurement, and whether the goal beside it was reached."""
    mark = "" if reached is None else ("  ok" if reached else "  NOT REACHED")
    print(f"{what:<58}{value:>18}   {goal}{mark}", flush=True)

"""Acts a second, each with its commit, beside SpiffWorkflow and viewflow.

The same ten-step approval on the database of `DATABASE_URL`, which must be empty: eleven commits
a case. The engines take turns within a run, so that whatever else the machine does befalls all of
them; what counts is the ratio in each turn.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.engines.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.engines.approval import STEPS, Engine, people  # noqa: E402
from bench.engines.ours import Ours  # noqa: E402
from bench.engines.spiff import Spiff  # noqa: E402
from bench.engines.viewflow_approval import Viewflow  # noqa: E402
from bench.measure import line  # noqa: E402
from guiju.config.memory import settle  # noqa: E402

COMMITS = STEPS + 1
GOAL = 2.0


@dataclass(slots=True)
class Pace:
    """Acts a second by the clock and by this process's share of the processor, turn by turn."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def turn(engine: Engine, cases: int, pace: Pace) -> None:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    keys = [engine.play(f"关于第{n}件事项的请示") for n in range(cases)]
    pace.wall.append(cases * COMMITS / (time.perf_counter() - wall))
    pace.cpu.append(cases * COMMITS / (time.process_time() - cpu))
    assert all(map(engine.finished, keys)), engine.name


def queries(engine: Engine) -> float:
    """Statements an act, on a case of its own, transaction statements left out."""
    with CaptureQueriesContext(connection) as asked:
        engine.play("计数")
    plain = [q for q in asked if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))]
    return len([q for q in plain if not q["sql"].startswith("RELEASE")]) / COMMITS


def measure(engines: Sequence[Engine], turns: int, cases: int) -> None:
    paces = {engine.name: Pace() for engine in engines}
    for engine in engines:
        turn(engine, cases, Pace())
    for n in range(turns):
        for shift in range(len(engines)):
            engine = engines[(n + shift) % len(engines)]
            turn(engine, cases, paces[engine.name])
    for engine in engines:
        pace = paces[engine.name]
        line(
            f"{engine.name}, {queries(engine):.1f} statements an act",
            f"{statistics.median(pace.wall):.0f} acts/s",
            f"{statistics.median(pace.cpu):.0f} acts per second of CPU in this process",
        )
    ours, *others = (paces[engine.name] for engine in engines)
    ratios = _ratios(ours.wall, [pace.wall for pace in others])
    line(
        f"beside the faster of the two, {turns} turns of {cases} cases",
        f"{statistics.median(ratios):.2f} x",
        f"≥ {GOAL:.0f} x by the clock ({min(ratios):.2f} to {max(ratios):.2f})",
        statistics.median(ratios) >= GOAL,
    )
    cpu = _ratios(ours.cpu, [pace.cpu for pace in others])
    line("the same by CPU in this process", f"{statistics.median(cpu):.2f} x")


def _ratios(ours: Sequence[float], others: Sequence[Sequence[float]]) -> list[float]:
    return [own / max(theirs) for own, theirs in zip(ours, zip(*others, strict=True), strict=True)]


def main() -> None:
    call_command("migrate", verbosity=0, run_syncdb=True)
    who = people()
    engines = (Ours(who), Spiff(), Viewflow(who))
    settle()  # as where the product is served, for all three
    turns, cases = (3, 5) if "--quick" in sys.argv else (15, 10)
    measure(engines, turns, cases)


if __name__ == "__main__":
    main()

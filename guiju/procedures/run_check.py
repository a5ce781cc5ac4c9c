"""Load, prove and play one procedure file: what `guiju procedures check` does for each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from guiju.procedures.cases import load_cases, run
from guiju.procedures.loader import load
from guiju.procedures.prover import prove, troubles
from guiju.procedures.yaml_source import Refused, Trouble
from guiju.worktime.calendar import Calendar, standard


def check_file(path: Path, calendar: Calendar) -> Iterator[Trouble]:
    """Every trouble of one procedure file and its cases."""
    try:
        p = load(path)
        yield from troubles(p)
        cases = path.with_name(f"{path.stem}.cases.yaml")
        if not cases.exists():
            yield Trouble("cases.none", path.name, "没有案例文件", f"写一份 {cases.name}")
            return
        for case in load_cases(cases).cases:
            for mismatch in run(p, case, calendar):
                yield Trouble(
                    "cases.mismatch",
                    f"{cases.name}: {mismatch.case}",
                    mismatch.says,
                    "核对规则与案例哪个有误",
                )
    except Refused as refused:
        yield from refused.troubles


if __name__ == "__main__":
    for name in sys.argv[1:]:
        found = list(check_file(Path(name), standard()))
        print("\n".join(map(str, found)) or f"{name}: ok")
        if not found:
            p = load(Path(name))
            proven = sum(proof.how == "chart" for proof in prove(p))
            print(f"{len(p.invariants)} invariants ({proven} proven), {len(p.time_limits)} limits")

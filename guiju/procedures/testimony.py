"""Do the events still say what the audit chain saw recorded?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from guiju.audit.chain import Json
from guiju.audit.models import Entry
from guiju.audit.selectors import Break
from guiju.procedures import history as kernel
from guiju.procedures.models import Case, Event
from guiju.procedures.record import wall_clock
from guiju.procedures.storing import chain_of, content_of

CHUNK = 500


def first_mismatch() -> Break | None:
    """The first event, in order of case, that is not as it was recorded; None when all are."""
    return next(_mismatches(), None)


def _mismatches() -> Iterator[Break]:
    cases = Case.objects.order_by("pk").only("pk").iterator(chunk_size=CHUNK)
    while some := list(islice(cases, CHUNK)):
        told = _told([chain_of(case) for case in some])
        kept = _kept([case.pk for case in some])
        for case in some:
            yield from _compare(chain_of(case), told.get(chain_of(case), {}), kept.get(case.pk, {}))


def _compare(chain: str, told: Mapping[int, Json], kept: Mapping[int, Json]) -> Iterator[Break]:
    for seq in sorted(told.keys() | kept.keys()):
        if seq not in kept:
            yield Break(chain, seq, "办理记录不见了")
        elif seq not in told:
            yield Break(chain, seq, "办理记录没有经过审计")
        elif told[seq] != kept[seq]:
            yield Break(chain, seq, "办理记录与审计时不一致，已被改动")


def _told(chains: Iterable[str]) -> dict[str, dict[int, Json]]:
    """What the audit entries say was recorded: chain → seq of the event → its content."""
    found: dict[str, dict[int, Json]] = {}
    entries = Entry.objects.filter(chain__in=list(chains)).order_by("chain", "seq")
    for chain, payload in entries.values_list("chain", "payload"):
        said = json.loads(payload)
        one = [said["event"]] if "event" in said else []
        for event in said.get("events") or one:
            found.setdefault(chain, {})[event["seq"]] = event
    return found


def _kept(cases: Iterable[int]) -> dict[int, dict[int, Json]]:
    """What the tables say: case → seq → content."""
    found: dict[int, dict[int, Json]] = {}
    for row in Event.objects.filter(case__in=list(cases)):
        event = kernel.Event(
            row.act,
            row.on,
            row.by,
            row.role,
            row.facts,
            wall_clock(row.at),
            row.seq,
            row.corrects,
            row.void,
        )
        found.setdefault(row.case_id, {})[row.seq] = content_of(event)
    return found

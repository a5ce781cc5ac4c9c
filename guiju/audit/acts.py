"""Writing the audit chain. Call inside the transaction of the act that is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from guiju.audit.chain import START, Json, Link, canonical
from guiju.audit.models import Entry

BATCH = 500


@dataclass(frozen=True, slots=True)
class Record:
    """Something done that must not be forgotten: on which chain, what, by whom, when."""

    jurisdiction: int
    chain: str
    verb: str
    by: str
    at: datetime
    payload: Json


def append(record: Record) -> Entry:
    """Add one link. Two writers of one chain at once: the database refuses the second."""
    return append_many([record])[0]


def append_many(records: Iterable[Record], *, new_chains: bool = False) -> list[Entry]:
    """Add links in the order given.

    `new_chains` vouches that none of the chains has an entry yet, which saves asking.
    """
    wanted = list(records)
    heads = {} if new_chains else _heads({r.chain for r in wanted})
    entries: list[Entry] = []
    for record in wanted:
        seq, prev = heads.get(record.chain, (0, START))
        entry = _entry(record, seq + 1, prev)
        heads[record.chain] = (entry.seq, entry.digest)
        entries.append(entry)
    return Entry.objects.bulk_create(entries)


def _heads(chains: set[str]) -> dict[str, tuple[int, str]]:
    """The last link of each chain: (seq, digest)."""
    found: dict[str, tuple[int, str]] = {}
    names = sorted(chains)
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        lasts = Entry.objects.filter(chain__in=some).values("chain").annotate(last=Max("seq"))
        last = {row["chain"]: row["last"] for row in lasts.order_by()}
        rows = Entry.objects.filter(chain__in=last, seq__in=set(last.values()))
        for chain, seq, digest in rows.values_list("chain", "seq", "digest"):
            if last[chain] == seq:
                found[chain] = (seq, digest)
    return found


def _entry(record: Record, seq: int, prev: str) -> Entry:
    if record.at.tzinfo is None:
        raise ValueError("an audit entry needs a moment with a time zone")
    payload = canonical(record.payload)
    link = Link(record.jurisdiction, record.chain, seq, record.verb, record.by, record.at, payload)
    return Entry(
        jurisdiction_id=record.jurisdiction, chain=record.chain, seq=seq, verb=record.verb,
        by=record.by, at=record.at, payload=payload, prev=prev, digest=link.digest(prev),
    )

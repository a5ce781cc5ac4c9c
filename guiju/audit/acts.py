"""Writing the audit chain. Call inside the transaction of the act that is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from guiju.audit.bulk import Column, insert_many, moment
from guiju.audit.chain import START, Json, Link, canonical
from guiju.audit.models import Entry
from guiju.core.light import dataclass
from guiju.statements.asking import Asked, Prepared

BATCH = 500
FIELDS = ("jurisdiction", "chain", "seq", "verb", "by", "at", "payload", "prev", "digest")


@dataclass(frozen=True, slots=True)
class Record:
    """Something done that must not be forgotten: on which chain, what, by whom, when."""

    jurisdiction: int
    chain: str
    verb: str
    by: str
    at: datetime
    payload: Json


_LAST = Prepared(
    lambda chain: Entry.objects.filter(chain=chain).only("seq", "digest").order_by("-seq")[:1], str
)


def ask_last(chain: str) -> Asked[Entry]:
    """Ask for the last link of a chain in one trip with other questions, for `append`."""
    return _LAST.ask(chain)


def append(record: Record, last: Asked[Entry] | None = None) -> None:
    """Add one link. Two writers of one chain at once: the database refuses the second.

    `last` is the answer of `ask_last` where the caller has asked while nobody else could write.
    """
    heads = {}
    for _, seq, digest in (last or ask_last(record.chain)).values():
        heads[record.chain] = seq, digest
    _append([record], heads)


def append_many(records: Iterable[Record], *, new_chains: bool = False) -> None:
    """Add links in the order given.

    `new_chains` vouches that none of the chains has an entry yet, which saves asking.
    """
    wanted = list(records)
    _append(wanted, {} if new_chains else _heads({r.chain for r in wanted}))


def _append(wanted: list[Record], heads: dict[str, tuple[int, str]]) -> None:
    """Add links behind these heads: chain → (seq, digest) of its last link."""
    if any(record.at.tzinfo is None for record in wanted):
        raise ValueError("an audit entry needs a moment with a time zone")
    moments = {r.at: moment(r.at) for r in wanted}
    rows: list[tuple[Column, ...]] = []
    for record in wanted:
        seq, prev = heads.get(record.chain, (0, START))
        link = _link(record, seq + 1)
        digest = link.digest(prev)
        heads[record.chain] = (link.seq, digest)
        rows.append(
            (
                link.jurisdiction,
                link.chain,
                link.seq,
                link.verb,
                link.by,
                moments[record.at],
                link.payload,
                prev,
                digest,
            )
        )
    insert_many(Entry, FIELDS, rows)


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


def _link(record: Record, seq: int) -> Link:
    payload = canonical(record.payload)
    return Link(record.jurisdiction, record.chain, seq, record.verb, record.by, record.at, payload)

"""Reading the chain back: is every link whole, and what seals it for a day?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from guiju.audit.chain import START, Json, Link, sm3
from guiju.audit.models import Entry

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Break:
    """The first link of a chain that does not hold."""

    chain: str
    seq: int
    says: str


def first_break(chain: str | None = None) -> Break | None:
    """Walk one chain, or all of them in order of name; None when every link holds.

    Entries cut off the end of a chain leave no trace here: compare with a printed seal.
    """
    entries = Entry.objects.filter(chain=chain) if chain else Entry.objects.all()
    return next(_breaks(entries), None)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a chain: who did what, when, and what it says of that."""

    at: datetime
    by: str
    verb: str
    said: Mapping[str, Json]


def told(chain: str) -> Iterator[Told]:
    """The entries of a chain, in order."""
    entries = Entry.objects.filter(chain=chain).order_by("seq")
    for at, by, verb, payload in entries.values_list("at", "by", "verb", "payload"):
        yield Told(at, by, verb, json.loads(payload))


def _breaks(entries: QuerySet[Entry]) -> Iterator[Break]:
    chain, seq, prev = "", 0, START
    for entry in entries.order_by("chain", "seq").iterator(chunk_size=CHUNK):
        if entry.chain != chain:
            chain, seq, prev = entry.chain, 0, START
        seq += 1
        if entry.seq != seq:
            yield Break(chain, seq, f"缺少第{seq}条，其后为第{entry.seq}条")
            return
        if entry.prev != prev:
            yield Break(chain, seq, "与前一条接不上：前一摘要不符")
            return
        if _link(entry).digest(prev) != entry.digest:
            yield Break(chain, seq, "内容与摘要不符，已被改动")
            return
        prev = entry.digest


def _link(entry: Entry) -> Link:
    return Link(
        entry.jurisdiction_id, entry.chain, entry.seq, entry.verb, entry.by, entry.at, entry.payload
    )


def first_mismatch() -> Break | None:
    """Asks every app that records through the chain whether its own rows still agree with it.

    Such an app's config has a `first_mismatch`.
    """
    for config in apps.get_app_configs():
        ask: Callable[[], Break | None] | None = getattr(config, "first_mismatch", None)
        found = ask() if ask else None
        if found is not None:
            return found
    return None


def append_only_tables() -> list[str]:
    """Tables whose rows the database itself must refuse to change: `append_only` models."""
    return [m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)]


def missing_triggers() -> list[str]:
    """Append-only tables that the database would let someone change."""
    tables = append_only_tables()
    if connection.vendor == "sqlite":
        query = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {t: {f"{t}_no_update", f"{t}_no_delete"} for t in tables}
    else:
        query = (
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)"
        )
        wanted = {t: {f"{t}_no_change", f"{t}_no_truncate"} for t in tables}
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for _, name in cursor.fetchall()}
    return [table for table, names in wanted.items() if not names <= present]


def seal(*, before: datetime) -> tuple[str, int]:
    """(Merkle root over the chain heads as they stood before a moment, number of chains).

    Printed and kept elsewhere it shows later that nothing was cut off or rewritten.
    """
    latest = Entry.objects.filter(chain=OuterRef("chain"), at__lt=before).order_by("-seq")
    heads = Entry.objects.filter(at__lt=before, pk=Subquery(latest.values("pk")[:1]))
    rows = heads.order_by("chain").values_list("chain", "seq", "digest")
    leaves = [sm3(f"{chain}:{seq}:{digest}") for chain, seq, digest in rows.iterator(CHUNK)]
    return merkle_root(leaves), len(leaves)


def merkle_root(leaves: list[str]) -> str:
    """The root of a Merkle tree; an odd leaf is carried up as it is."""
    if not leaves:
        return START
    level = leaves
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sm3(pair[0] + pair[1]) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]

"""Into the index and out of it. Whoever changes a thing says so here; nothing listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from django.db import transaction

from guiju.search.index import current_index
from guiju.search.models import Entry, Kind
from guiju.search.rows import Found, rows_of
from guiju.statements.asking import Prepared
from guiju.statements.writing import update

LOT = 500
WORDS = ("kind", "ref", "place", "title", "number", "standing", "length", "text")
"""What the terms of a row follow from."""

BESIDE = ("jurisdiction_id", "subject", "unit", "year", "status", "updated_at")
_WORDS, _BESIDE = attrgetter(*WORDS), attrgetter(*BESIDE)


@dataclass(slots=True)
class Kept:
    """What `put` did, in things."""

    written: int = 0
    unchanged: int = 0
    dropped: int = 0


def put(found: Iterable[Found], *, progress: Callable[[int], None] = lambda done: None) -> Kept:
    """Index things, in place of what was indexed under the same `ref`; same things stay as is."""
    kept, stream = Kept(), iter(found)
    while lot := list(islice(stream, LOT)):
        with transaction.atomic():
            _put_lot({one.ref: one for one in lot}, kept)
        progress(len(lot))
    return kept


def put_new(found: Iterable[Found]) -> None:
    """Index what was just made, in the transaction that made it: nothing has its `ref` yet."""
    current_index().add([row for one in found for row in rows_of(one)])


def _put_lot(lot: dict[str, Found], kept: Kept) -> None:
    old: dict[str, list[Entry]] = {}
    for row in _indexed(list(lot)):
        old.setdefault(row.ref, []).append(row)
    new = {ref: list(rows_of(one)) for ref, one in lot.items()}
    changed = [ref for ref in new if _differ(_WORDS, old.get(ref, []), new[ref])]
    same = new.keys() - set(changed)
    beside = [ref for ref in same if _differ(_BESIDE, old[ref], new[ref])]
    _delete([row for ref in changed for row in old.get(ref, [])])
    current_index().add([row for ref in changed for row in new[ref]])
    for ref in beside:
        _set_beside(old[ref], new[ref])
    kept.written += len(changed) + len(beside)
    kept.unchanged += len(same) - len(beside)


_OF_ONE = Prepared(lambda ref: Entry.objects.filter(ref=ref).defer("terms").order_by("place"), str)


def _indexed(refs: list[str]) -> Iterable[Entry]:
    if len(refs) == 1:
        return _OF_ONE(refs[0])
    return Entry.objects.filter(ref__in=refs).defer("terms").order_by("ref", "place")


def _differ(said: Callable[[Entry], object], old: Sequence[Entry], new: Sequence[Entry]) -> bool:
    return list(map(said, old)) != list(map(said, new))


def _set_beside(old: Sequence[Entry], new: Sequence[Entry]) -> None:
    """The words stay, and with them their terms; what stands beside them has changed."""
    for row, wanted in zip(old, new, strict=True):
        for name in BESIDE:
            setattr(row, name, getattr(wanted, name))
    update(old, BESIDE)


def _delete(rows: Sequence[Entry]) -> None:
    if not rows:
        return
    current_index().remove(rows)
    Entry.objects.filter(pk__in=[row.pk for row in rows]).delete()


def drop(refs: Iterable[str]) -> int:
    """Take things out of the index; how many were in it."""
    stream, dropped = iter(refs), 0
    while lot := list(islice(stream, LOT)):
        with transaction.atomic():
            rows = list(Entry.objects.filter(ref__in=lot).defer("terms"))
            _delete(rows)
        dropped += len({row.ref for row in rows})
    return dropped


def keep_only(kinds: Sequence[Kind], refs: set[str]) -> int:
    """Take out what is of these kinds and no longer there; how many things went."""
    indexed = Entry.objects.filter(kind__in=kinds, place=0).values_list("ref", flat=True)
    return drop([ref for ref in indexed.iterator() if ref not in refs])


def clear() -> None:
    """Empty the index, before everything is put in anew and it is settled."""
    with transaction.atomic():
        current_index().clear()
        Entry.objects.all().delete()


def settle() -> None:
    """Put the index in order after many changes."""
    current_index().settle()

"""The text a case is about, and whether those who reviewed it have seen it as it now stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cryptography.hazmat.primitives.hashes import SM3, Hash

from guiju.core.errors import Reason
from guiju.core.light import dataclass
from guiju.procedures.definition import Act, Procedure
from guiju.procedures.desk.countersigning import is_return
from guiju.procedures.history import Event, effective
from guiju.procedures.models import Case, Opinion, Text
from guiju.procedures.record import to_kernel


def digest_of(body: str) -> str:
    """SM3 over the text as UTF-8, in hex (GB/T 32905—2016)."""
    hashed = Hash(SM3())
    hashed.update(body.encode("utf-8"))
    return hashed.finalize().hex()


@dataclass(frozen=True, slots=True)
class Bound:
    """The newest text of a case and the signatures that hang on it."""

    latest: Text | None
    material: tuple[str, ...]
    opinions: tuple[Opinion, ...]

    @property
    def stale(self) -> tuple[Opinion, ...]:
        """Signatures under a text that was materially changed afterwards."""
        return tuple(o for o in self.opinions if o.digest not in self.material)


def bound(case: Case, p: Procedure, record: Sequence[Event] | None = None) -> Bound:
    """What is bound to the text; only the last signature of each act since the last return.

    Signatures and returns that never took place do not count. `record` is everything on record
    where the caller has it.
    """
    texts = list(case.texts.order_by("version"))
    if not texts:
        return Bound(None, (), ())
    opinions = list(case.opinions.filter(bound=True).order_by("pk"))
    if not opinions:
        return Bound(texts[-1], same_substance(texts), ())
    if record is None:
        record = [to_kernel(p, row) for row in case.events.order_by("seq")]
    stands = first_seqs(record)
    floor = max((seq for seq, event in stands.items() if event.act in _returning(p)), default=0)
    last = {o.act: o for o in opinions if o.seq > floor and o.seq in stands}
    return Bound(texts[-1], same_substance(texts), tuple(last.values()))


def same_substance(texts: Sequence[Text]) -> tuple[str, ...]:
    """The digests of the newest version and of those that differ from it in form only."""
    found: list[str] = []
    for text in reversed(texts):
        found.append(text.digest)
        if text.material:
            break
    return tuple(found)


def first_seqs(record: Sequence[Event]) -> dict[int, Event]:
    """What stands, by the seq it was first recorded under: signatures and tasks keep that one."""
    first: dict[int, int] = {}
    for event in record:
        first[event.seq] = event.seq if event.corrects is None else first[event.corrects]
    return {first[event.seq]: event for event in effective(record)}


def _returning(p: Procedure) -> frozenset[str]:
    """The acts that send a case back from some step."""
    return frozenset(name for source, name, act, _ in p.moves() if is_return(p, act, source))


def changed_since(p: Procedure, step: str, act: Act, found: Bound) -> list[Reason]:
    """Why an act may not lead onward: a review saw another text. Sending back is always open.

    So is ending the case, unless the law wants the review before that very act.
    """
    if act.to in ("same", step) or act.exception or is_return(p, act, step):
        return []
    if act.bound_to == "text":
        return []
    stale = found.stale
    if p.steps[act.to].final:
        stale = tuple(o for o in stale if _required_before(p, act, o.act))
    return list(_told(p, stale))


def _required_before(p: Procedure, act: Act, signed: str) -> bool:
    """Does a rule of the procedure forbid the act without what was signed?"""
    names = {name for name, one in p.acts().items() if one == act}
    return any(names & set(item.never) and signed in item.without for item in p.invariants)


def _told(p: Procedure, stale: Iterable[Opinion]) -> Iterable[Reason]:
    for opinion in stale:
        signed = p.acts().get(opinion.act)
        if signed is None:
            continue
        helper = "、".join(p.roles[role] for role in signed.by)
        says = f"“{signed.label}”之后正文有实质性修改，须退回并重新“{signed.label}”"
        yield Reason("text.changed", says, p.cite(signed.basis), helper)

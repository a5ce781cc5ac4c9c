"""The text a case is about, and whether those who reviewed it have seen it as it now stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash

from guiju.core.errors import Reason
from guiju.procedures.definition import Act, Procedure
from guiju.procedures.desk.countersigning import is_return
from guiju.procedures.models import Case, Opinion, Text


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


def bound(case: Case, p: Procedure) -> Bound:
    """What is bound to the text; only the last signature of each act since the last return."""
    texts = list(case.texts.order_by("version"))
    if not texts:
        return Bound(None, (), ())
    opinions = list(case.opinions.filter(bound=True).order_by("pk"))
    if not opinions:
        return Bound(texts[-1], same_substance(texts), ())
    floor = _last_return(case, p)
    last = {o.act: o for o in opinions if o.seq > floor}
    return Bound(texts[-1], same_substance(texts), tuple(last.values()))


def same_substance(texts: Sequence[Text]) -> tuple[str, ...]:
    """The digests of the newest version and of those that differ from it in form only."""
    found: list[str] = []
    for text in reversed(texts):
        found.append(text.digest)
        if text.material:
            break
    return tuple(found)


def _last_return(case: Case, p: Procedure) -> int:
    """The seq of the last event that sent the case back; 0 when none did."""
    back = {name for name, act in p.acts().items() if _ever_returns(p, name, act)}
    found = case.events.filter(act__in=back, void=False).order_by("-seq").values_list("seq")
    return found[0][0] if found else 0


def _ever_returns(p: Procedure, name: str, act: Act) -> bool:
    return any(n == name and is_return(p, act, source) for source, n, _, _ in p.moves())


def changed_since(p: Procedure, step: str, act: Act, found: Bound) -> list[Reason]:
    """Why an act may not lead onward: a review saw another text. Sending back is always open."""
    if act.to in ("same", step) or act.exception or is_return(p, act, step):
        return []
    if act.bound_to == "text" or p.steps[act.to].final:
        return []
    return list(_told(p, found.stale))


def _told(p: Procedure, stale: Iterable[Opinion]) -> Iterable[Reason]:
    for opinion in stale:
        signed = p.acts().get(opinion.act)
        if signed is None:
            continue
        helper = "、".join(p.roles[role] for role in signed.by)
        says = f"“{signed.label}”之后正文有实质性修改，须退回并重新“{signed.label}”"
        yield Reason("text.changed", says, p.cite(signed.basis), helper)

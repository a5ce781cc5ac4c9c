"""Every route asked by everybody about every case: as the table says, and nothing beside it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.permissions.asking import (
    Asker,
    Call,
    call_nowhere,
    call_on,
    calls_of,
    changes,
    hidden_in,
    undone,
    writes,
)
from tests.permissions.belongings import WITHOUT_TOKEN
from tests.permissions.cast import PEOPLE
from tests.permissions.documented import sees
from tests.permissions.openings import APPLICANT
from tests.permissions.scene import CODES, Scene
from tests.permissions.table import Entry, entries

pytestmark = pytest.mark.slow
IN_FULL = bool(os.environ.get("PERMISSIONS_IN_FULL"))
"""Everybody × every case × every route: minutes instead of a minute, for the nightly run."""
COMPARED = 3
"""So many cases of a line are compared with one that never was."""
LOST_SIGHT = frozenset({"former", "moved", "past_delegate", "low"})
"""Had a part once, or is cleared for less than they worked on."""
FEW = ("outsider", "stranger", "clerk", "former", "administrator")
KEPT = frozenset({"procedures_draft"})
"""What somebody typed and could not do stays their own draft, on a case they see."""
OVERSEE = frozenset({"overseer", "root"})
ADMINISTER = frozenset({"administrator"})


def of(*kinds: str, method: str = "", lists: bool | None = None) -> list[Any]:
    """The lines of the table, each a test of its own."""
    found = [
        entry
        for entry in entries()
        if entry.who in kinds and method in ("", entry.method) and lists in (None, entry.lists)
    ]
    assert found, f"no line of the table is {kinds}"
    return [pytest.param(entry, id=str(entry)) for entry in found]


def people(entry: Entry) -> list[str]:
    """Who asks: over the API whoever may have a key."""
    return [name for name in PEOPLE if not (entry.api and name in WITHOUT_TOKEN)]


def pairs(scene: Scene, entry: Entry, *, seen: bool) -> Iterator[tuple[str, str, Call]]:
    """(who, case, request) for every case somebody sees, or for every one they do not."""
    for who in people(entry):
        for case in scene.cases:
            call = call_on(scene, entry, case)
            if call is not None and (case in sees()[who]) == seen:
                yield who, case, call


def a_round(scene: Scene, entry: Entry, *, seen: bool) -> Iterator[tuple[str, str, Call]]:
    """Each case is asked about by somebody, and whoever has lost sight of one asks as well.

    Who asks about which moves on from line to line of the table. In full, everybody asks about
    every case, but for what is heavy to make.
    """
    wanted = list(pairs(scene, entry, seen=seen))
    if IN_FULL and not entry.heavy:
        yield from wanted
        return
    turn = zlib.crc32(str(entry).encode())
    askers = () if seen or entry.heavy else sorted(LOST_SIGHT)
    rounds = [[pair for pair in wanted if pair[1] == case] for case in scene.cases]
    rounds += [[pair for pair in wanted if pair[0] == who] for who in askers]
    for number, some in enumerate(filter(None, rounds)):
        yield some[(turn + number) % len(some)]


def list_calls(scene: Scene, entry: Entry) -> Iterator[tuple[str, Call]]:
    """Those from whom something was taken away ask for every list, the others take turns.

    What lists no case is asked by a few.
    """
    calls = list(calls_of(scene, entry))
    if not IN_FULL and not entry.lists:
        some = ("outsider", "clerk") if entry.heavy else FEW
        yield from ((who, call) for who in some for call in calls)
        return
    for number, who in enumerate(people(entry)):
        all_of_them = IN_FULL or who in LOST_SIGHT
        for call in calls if all_of_them else [calls[number % len(calls)]]:
            yield who, call


@pytest.mark.parametrize("entry", of("case"))
def test_what_may_not_be_seen_is_not_there(entry: Entry, scene: Scene, asker: Asker) -> None:
    compared: set[str] = set()
    for who, case, call in a_round(scene, entry, seen=False):
        with writes() as wrote:
            answer = asker.ask(who, call)
        place = (who, case, call.address)
        assert answer.status == 404, place
        assert wrote == [], place
        if case not in compared and (IN_FULL or len(compared) < COMPARED):
            compared.add(case)
            nowhere = call_nowhere(scene, entry, case)
            assert nowhere is not None
            assert answer.steady == asker.ask(who, nowhere).steady, place
    assert compared, f"{entry} hangs on no case of the scene"


@pytest.mark.parametrize("entry", of("case", method="GET"))
def test_what_is_seen_names_nothing_hidden(entry: Entry, scene: Scene, asker: Asker) -> None:
    answered = 0
    for who, case, call in a_round(scene, entry, seen=True):
        with changes() as changed:
            answer = asker.ask(who, call)
        place = (who, case, call.address)
        assert answer.status in entry.answers, place
        assert hidden_in(scene, answer, sees()[who]) == [], place
        assert APPLICANT not in answer.text, place
        assert changed.tables <= set(entry.writes), (*place, changed.tables)
        answered += answer.status == 200
    assert answered or 409 in entry.answers, f"{entry} showed nobody anything"


@pytest.mark.parametrize("entry", of("case", method="GET"))
def test_what_hangs_on_a_hidden_case_is_not_reached_through_another(
    entry: Entry, scene: Scene, asker: Asker
) -> None:
    """`/cases/<mine>/files/<theirs>/`: the number of a thing opens nothing by itself."""
    apart = {n: v[1:] for n, v in entry.arguments.items() if v[1:] in ("attachment", "issued")}
    if not apart or "$case" not in entry.arguments.values():
        return
    (kind,) = set(apart.values())
    mine = scene.cases["document"].pk
    for case, thing in scene.things[kind].items():
        if case == "document":
            continue
        call = call_on(scene, entry, case)
        assert call is not None
        address = call.address.replace(f"cases/{scene.cases[case].pk}/", f"cases/{mine}/")
        assert asker.ask("clerk", Call("GET", address, {}, call.api)).status == 404, (case, thing)


@pytest.mark.parametrize("entry", of("case", method="POST"))
def test_to_see_is_not_to_do(entry: Entry, scene: Scene, asker: Asker) -> None:
    """Whoever sees a case and may not do this to it is refused, and nothing changes."""
    able, _, able_on = entry.able.partition(" ")
    for who, case, call in a_round(scene, entry, seen=True):
        if entry.anyone or (who == able and case == able_on):
            continue
        with changes() as changed:
            answer = asker.ask(who, call)
        place = (who, case, call.address, sorted(changed.tables))
        assert answer.status < 500, place
        assert hidden_in(scene, answer, sees()[who]) == [], place
        if changed.tables - KEPT:
            assert may_do(scene, entry, who, case), place


def may_do(scene: Scene, entry: Entry, who: str, case: str) -> bool:
    """Somebody who changed something held a post whose work it is."""
    roles = {role for seat in ROLES.get(who, (who,)) for role in PEOPLE[seat].roles}
    return any(scene.cases[case].procedure in role or role == "administrator" for role in roles)


ROLES = {"delegate": ("handler",)}
"""Who acts in whose post."""


@pytest.mark.parametrize("entry", [e for e in of("case", method="POST") if e.values[0].able])
def test_who_may_do_it_does_it(entry: Entry, scene: Scene, asker: Asker) -> None:
    """Else the refusals above would prove nothing."""
    who, case = entry.able.split()
    call = call_on(scene, entry, case)
    assert call is not None
    with changes() as changed:
        answer = asker.ask(who, call)
    assert answer.status in (200, 201, 302), answer.text[-1500:]
    assert entry.shows or changed.tables, answer.text[-1500:]


@pytest.mark.parametrize("entry", of("signed_in", "token", "overseer", lists=True))
def test_a_list_names_nothing_hidden(entry: Entry, scene: Scene, asker: Asker) -> None:
    named = set()
    for who, call in list_calls(scene, entry):
        with changes() as changed:
            answer = asker.ask(who, call)
        assert answer.status in entry.answers, (who, call.address)
        assert hidden_in(scene, answer, sees()[who]) == [], (who, call.address)
        assert APPLICANT not in answer.text, (who, call.address)
        assert changed.tables <= set(entry.writes), (who, call.address)
        named |= {code for code in CODES.values() if answer.names(code)}
    assert named, f"{entry} is said to list cases and named none"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("entry", of("signed_in", "token", lists=False))
def test_what_everybody_may_ask_names_no_case(entry: Entry, scene: Scene, asker: Asker) -> None:
    for who, call in list_calls(scene, entry):
        with undone():
            answer = asker.ask(who, call)
        assert answer.status in entry.answers, (who, call.address)
        assert hidden_in(scene, answer, sees()[who]) == [], (who, call.address)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("entry", of("overseer", "administrator"))
def test_offices_of_the_district_are_held_by_few(entry: Entry, scene: Scene, asker: Asker) -> None:
    few = ADMINISTER if entry.who == "administrator" else OVERSEE
    for who in people(entry):
        for call in calls_of(scene, entry):
            with changes() as changed:
                answer = asker.ask(who, call)
            place = (who, call.address, answer.status)
            if who in few:
                assert answer.status in entry.answers, place
                assert entry.method == "GET" or entry.shows or changed.tables, place
            else:
                assert answer.status in (entry.refused or (404,)), place
                assert changed.tables == set(), place
            assert hidden_in(scene, answer, sees()[who]) == [], place


@pytest.mark.parametrize("entry", of("own"))
def test_what_is_ones_own_is_nobody_elses(entry: Entry, scene: Scene, asker: Asker) -> None:
    owned = [scene.owned[kind] for kind in entry.kinds()]
    whose = frozenset.intersection(*(one.whose for one in owned)) if owned else None
    for who in people(entry):
        for call in calls_of(scene, entry):
            with changes() as changed:
                answer = asker.ask(who, call)
            place = (who, call.address, answer.status)
            if whose is None or who in whose:
                assert answer.status in (*entry.answers, *entry.refused), place
                continue
            assert answer.status in (entry.refused or (404,)), place
            assert changed.tables == set(), place
            for one in owned:
                assert not one.code or not answer.names(one.code) or answer.place, place
        assert hidden_in(scene, answer, sees()[who] | own_codes(scene, who)) == [], place


def own_codes(scene: Scene, who: str) -> frozenset[str]:
    """Cases named by what somebody has typed themselves."""
    codes = {one.code for one in scene.owned.values() if who in one.whose}
    return frozenset(case for case, code in CODES.items() if code in codes)


@pytest.mark.parametrize("entry", [e for e in of("own") if e.values[0].able])
def test_who_owns_it_may(entry: Entry, scene: Scene, asker: Asker) -> None:
    (call,) = calls_of(scene, entry)
    with changes() as changed:
        answer = asker.ask(entry.able, call)
    assert answer.status in (200, 201, 302), answer.text[-1500:]
    assert changed.tables, answer.text[-1500:]


@pytest.mark.parametrize("entry", of("secret"))
def test_a_secret_address_shows_what_its_owner_sees(
    entry: Entry, scene: Scene, asker: Asker
) -> None:
    (call,) = calls_of(scene, entry)
    answer = asker.ask("anonymous", call)
    assert answer.status == 200
    assert hidden_in(scene, answer, sees()["clerk"]) == []
    guessed = Call(call.method, call.address.replace(".ics", "x.ics"), {})
    assert asker.ask("anonymous", guessed).status == 404


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "entry", of("signed_in", "case", "own", "overseer", "administrator", "token")
)
def test_without_signing_in_nothing_is_answered(entry: Entry, scene: Scene, asker: Asker) -> None:
    cases = ("request", "document", "outgoing", "study", "normative") if entry.kinds() else ()
    call = next(filter(None, (call_on(scene, entry, case) for case in cases)), None)
    for one in [call] if call else calls_of(scene, entry):
        with writes() as wrote:
            answer = asker.ask("anonymous", one)
        if entry.api:
            assert answer.status == 401, one.address
        else:
            assert answer.status == 302, one.address
            assert answer.place.startswith("/sign-in/"), one.address
        assert wrote == [], one.address
        assert not any(answer.names(code) for code in CODES.values()), one.address


@pytest.mark.sqlite_only
@pytest.mark.parametrize("entry", of("public"))
def test_what_is_public_names_no_case(entry: Entry, scene: Scene, asker: Asker) -> None:
    for call in calls_of(scene, entry):
        with undone():
            answer = asker.ask("anonymous", call)
        assert answer.status in (*entry.answers, 405), call.address
        assert hidden_in(scene, answer, frozenset()) == [], call.address

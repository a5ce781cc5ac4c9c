"""What one has to see of a case while one acts on it, beside the form."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.home.case_page import FactShown, beyond_the_head, facts_shown, state_word
from guiju.home.case_seen import Seen
from guiju.home.wording import Light, case_light
from guiju.procedures.desk.opinions import Zone, block
from guiju.procedures.rulebook import office_rulebook


@dataclass(frozen=True, slots=True)
class Beside:
    """Where the case stands, what is on record, and what was signed."""

    step: str
    light: Light
    facts: tuple[FactShown, ...]
    zones: tuple[Zone, ...]


def beside(seen: Seen) -> Beside:
    case, zones = seen.case, block(seen.case)
    named = {zone.name for zone in zones}
    facts = beyond_the_head(facts_shown(seen.procedure, case), case)
    return Beside(
        state_word(seen.procedure, case),
        case_light(case, seen.on, office_rulebook().calendar),
        tuple(fact for fact in facts if fact.label not in named),
        tuple(zones),
    )

"""An event changed behind the engine's back is found, although the chain itself is whole."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from guiju.audit.cli import audit_group
from guiju.audit.selectors import first_break
from guiju.procedures.acts import Deed, perform
from guiju.procedures.corrections import Void, correct
from guiju.procedures.testimony import first_mismatch
from tests.append_only import set_triggers
from tests.office import SHANGHAI, noon, office_of
from tests.procedures.small import small

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 17)


@pytest.fixture(autouse=True)
def a_case(tmp_path: Path) -> None:
    """Four events: the last one voids the third, which has a moment."""
    office = office_of(small(tmp_path))
    case = office.do(office.open(urgent="否", due_on=TODAY), "submit", date(2025, 3, 4))
    deed = Deed("review", TODAY, at=datetime(2025, 3, 17, 9, 30, 1, 5, tzinfo=SHANGHAI))
    case = perform(case, deed, by=office.people["reviewer"], at=noon(TODAY), rulebook=office.rules)
    correct(
        case,
        Void(3),
        reason="录入有误",
        by=office.people["administrator"],
        at=noon(TODAY),
        rulebook=office.rules,
    )


def test_what_was_only_done_through_the_engine_agrees() -> None:
    assert first_mismatch() is None
    assert CliRunner().invoke(audit_group, ["verify"]).exit_code == 0


@pytest.mark.parametrize(
    ("sql", "seq", "says"),
    [
        ('UPDATE procedures_event SET facts = \'{"urgent": "是"}\' WHERE seq = 1', 1, "改动"),
        ("UPDATE procedures_event SET \"on\" = '2025-03-16' WHERE seq = 3", 3, "改动"),
        ("UPDATE procedures_event SET \"by\" = '某人' WHERE seq = 2", 2, "改动"),
        ("UPDATE procedures_event SET void = 'f' WHERE seq = 4", 4, "改动"),
        ("DELETE FROM procedures_event WHERE seq = 4", 4, "不见了"),
        ("UPDATE procedures_event SET seq = 9 WHERE seq = 4", 4, "不见了"),
        ("DELETE FROM audit_entry WHERE seq = 4", 4, "没有经过审计"),
    ],
)
def test_an_event_changed_in_the_table_is_found(sql: str, seq: int, says: str) -> None:
    set_triggers("ALLOW")
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("'f'", "FALSE"))
    set_triggers("REFUSE")
    found = first_mismatch()
    assert found is not None
    assert (found.seq, says in found.says) == (seq, True)
    assert first_break() is None
    result = CliRunner().invoke(audit_group, ["verify"])
    assert result.exit_code == 1
    assert says in result.output

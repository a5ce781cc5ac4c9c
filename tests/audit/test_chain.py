"""No link of the chain is changed unseen, and the database refuses to try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from guiju.audit.acts import Record, append, append_many
from guiju.audit.chain import START, Link, canonical, sm3
from guiju.audit.cli import audit_group
from guiju.audit.models import Entry
from guiju.audit.selectors import (
    append_only_tables,
    first_break,
    merkle_root,
    missing_triggers,
    seal,
)
from guiju.org.acts import create_jurisdiction
from tests.append_only import set_triggers

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 3, 4, tzinfo=UTC)


def record(chain: str, verb: str = "receive", days: int = 0) -> Record:
    district = create_jurisdiction(code="990101", name="云岭区")
    return Record(district.pk, chain, verb, "林", AT + timedelta(days=days), {"title": "某事项"})


def tamper(sql: str) -> None:
    """Change the table as someone with the database password would."""
    set_triggers("ALLOW")
    with connection.cursor() as cursor:
        cursor.execute(sql)


class TestChain:
    def test_sm3_is_the_standard_one(self) -> None:
        assert sm3("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

    def test_canonical_json_does_not_depend_on_order(self) -> None:
        assert canonical({"乙": 1, "甲": [True, None]}) == canonical({"甲": [True, None], "乙": 1})
        assert canonical({"b": "中", "a": 1}) == '{"a":1,"b":"中"}'

    def test_each_link_carries_the_one_before(self) -> None:
        append(record("case/1"))
        append(record("case/1", "reply"))
        first, second = Entry.objects.order_by("seq")
        assert (first.seq, first.prev) == (1, START)
        assert (second.seq, second.prev) == (2, first.digest)

    def test_many_at_once_make_the_same_chain(self) -> None:
        append(record("case/1"))
        append_many([record("case/1"), record("case/2"), record("case/1")])
        assert list(Entry.objects.filter(chain="case/1").values_list("seq", flat=True)) == [1, 2, 3]
        assert first_break() is None

    def test_a_moment_without_a_time_zone_is_refused(self) -> None:
        bad = Record(1, "case/1", "x", "林", datetime(2025, 3, 3), {})  # noqa: DTZ001
        with pytest.raises(ValueError, match="time zone"):
            append(bad)


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE audit_entry SET payload = '{}'",
            "DELETE FROM audit_entry",
            "UPDATE procedures_event SET act = 'x'",
            "DELETE FROM procedures_event",
        ],
    )
    def test_to_change_or_delete(self, sql: str) -> None:
        append(record("case/1"))
        self.with_an_event()
        with (
            pytest.raises(DatabaseError, match="只增不改"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    def with_an_event(self) -> None:
        from guiju.procedures.models import Case, Event

        district = create_jurisdiction(code="990101", name="云岭区")
        case = Case.objects.create(
            jurisdiction=district, procedure="p", version="", title="某事项", opened_on=AT.date()
        )
        Event.objects.create(
            jurisdiction=district, case=case, seq=1, procedure="p", act="a", on=AT.date(), year=2025
        )

    def test_and_a_missing_trigger_is_told(self) -> None:
        assert missing_triggers() == []
        set_triggers("ALLOW")
        assert missing_triggers() == append_only_tables()
        assert {"audit_entry", "procedures_event"} <= set(append_only_tables())


class TestVerify:
    @pytest.fixture(autouse=True)
    def two_chains(self) -> None:
        append_many(
            [
                record("case/1"),
                record("case/1"),
                record("case/2"),
                record("case/2"),
                record("case/2"),
            ]
        )

    @pytest.mark.parametrize(
        ("sql", "chain", "seq"),
        [
            (
                "UPDATE audit_entry SET payload = '{}' WHERE chain = 'case/2' AND seq = 2",
                "case/2",
                2,
            ),
            (
                "UPDATE audit_entry SET \"by\" = '赵' WHERE chain = 'case/1' AND seq = 1",
                "case/1",
                1,
            ),
            ("DELETE FROM audit_entry WHERE chain = 'case/2' AND seq = 2", "case/2", 2),
            (
                "UPDATE audit_entry SET digest = prev WHERE chain = 'case/1' AND seq = 2",
                "case/1",
                2,
            ),
        ],
    )
    def test_it_names_the_first_broken_link(self, sql: str, chain: str, seq: int) -> None:
        tamper(sql)
        found = first_break()
        assert found is not None
        assert (found.chain, found.seq) == (chain, seq)
        set_triggers("REFUSE")
        result = CliRunner().invoke(audit_group, ["verify"])
        assert result.exit_code == 1
        assert f"链“{chain}”第{seq}条" in result.output

    def test_a_rewritten_link_breaks_the_next(self) -> None:
        """Whoever changes a link and its digest is found at the link after it."""
        set_triggers("ALLOW")
        entry = Entry.objects.get(chain="case/2", seq=1)
        forged = Link(entry.jurisdiction_id, entry.chain, 1, entry.verb, "赵", entry.at, "{}")
        Entry.objects.filter(pk=entry.pk).update(
            by="赵", payload="{}", digest=forged.digest(entry.prev)
        )
        found = first_break("case/2")
        assert found is not None
        assert found.seq == 2

    def test_whole_chains_pass(self) -> None:
        result = CliRunner().invoke(audit_group, ["verify"])
        assert result.exit_code == 0, result.output
        assert "2条链，5条记录" in result.output

    def test_unprotected_tables_do_not_pass(self) -> None:
        set_triggers("ALLOW")
        assert CliRunner().invoke(audit_group, ["verify"]).exit_code == 1


class TestSeal:
    def test_it_stands_for_the_heads_of_that_day(self) -> None:
        append_many([record("case/1"), record("case/2")])
        sealed = seal(before=AT + timedelta(days=1))
        append(record("case/1", days=2))
        assert seal(before=AT + timedelta(days=1)) == sealed
        assert seal(before=AT + timedelta(days=3)) != sealed

    def test_it_shows_an_end_cut_off(self) -> None:
        append_many([record("case/1"), record("case/1")])
        sealed = seal(before=AT + timedelta(days=1))
        tamper("DELETE FROM audit_entry WHERE seq = 2")
        assert first_break() is None
        assert seal(before=AT + timedelta(days=1)) != sealed

    def test_a_merkle_root_depends_on_every_leaf(self) -> None:
        leaves = [sm3(str(n)) for n in range(5)]
        roots = {merkle_root(leaves[:n] + [sm3("x")] + leaves[n + 1 :]) for n in range(5)}
        assert len(roots | {merkle_root(leaves)}) == 6

    def test_the_command_prints_it(self) -> None:
        append(record("case/1"))
        result = CliRunner().invoke(audit_group, ["seal", "--on", "2025-03-03"])
        assert "1条链" in result.output
        assert seal(before=AT + timedelta(days=1))[0] in result.output

"""Who asked: sealed beside the case, masked on record, shown with a reason that is logged."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import NotYours, Refusal
from guiju.foi import private
from guiju.foi.applicants import KEY_FILE, amend, known, reseal_all, reveal
from guiju.foi.identity import Identity
from guiju.foi.models import Applicant
from guiju.foi.sealing import NotSealed
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.procedures.storing import chain_of
from tests.foi.requests import foi_request
from tests.office import MONDAY, Office, noon, office_of

FACTS: dict[str, Value] = {"applicant": "张三丰", "identity_checked": "身份证000000，已核"}
KEY, OTHER = "k" * 40, "o" * 40


@pytest.fixture
def office(db: None) -> Office:
    return office_of(foi_request())


@pytest.fixture(autouse=True)
def key(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICANT_KEY = [KEY]
    settings.VAR = tmp_path


@pytest.fixture
def case(office: Office) -> Case:
    opened = office.open(channel="当面", applicant_kind="自然人", receipt_evidence="回执1号")
    private.keep(opened, FACTS)
    return opened


def last_entry(case: Case) -> Entry:
    return cast(Entry, Entry.objects.filter(chain=chain_of(case)).order_by("seq").last())


class TestWhatGoesOnRecord:
    def test_the_name_is_masked_and_the_check_only_mentioned(self) -> None:
        shown = private.mask({**FACTS, "channel": "当面", "extension_days": 5})
        assert shown == {
            "applicant": "张**",
            "identity_checked": "已核验，见申请人信息",
            "channel": "当面",
            "extension_days": 5,
        }

    def test_what_was_not_said_is_not_added(self) -> None:
        assert private.mask({"channel": "当面"}) == {"channel": "当面"}
        assert private.mask({"applicant": "", "identity_checked": None}) == {
            "applicant": "",
            "identity_checked": None,
        }

    def test_masking_twice_changes_nothing(self) -> None:
        assert private.mask(private.mask(FACTS)) == private.mask(FACTS)

    def test_the_facts_given_are_left_alone(self) -> None:
        given = dict(FACTS)
        private.mask(given)
        assert given == FACTS

    def test_the_facts_are_those_of_the_procedure(self) -> None:
        p = foi_request()
        assert p.id == private.PROCEDURE
        assert set(private.FACTS) <= set(p.facts)


class TestWhatIsKept:
    def test_the_table_holds_no_plain_text(self, case: Case) -> None:
        row = Applicant.objects.get(case=case)
        assert row.masked == "张**"
        assert row.jurisdiction_id == case.jurisdiction_id
        for text in ("张三丰", "三丰", "000000", "已核"):
            assert text.encode() not in bytes(row.sealed)
            assert json.dumps(text).encode() not in bytes(row.sealed)

    def test_what_was_kept_is_known_again(self, case: Case) -> None:
        assert known(case) == Identity("张三丰", "身份证000000，已核")

    def test_masked_facts_of_a_replay_do_not_wipe_the_name(self, case: Case) -> None:
        private.keep(case, private.mask(FACTS))
        assert known(case) == Identity("张三丰", "身份证000000，已核")

    def test_a_correction_puts_another_name_in_its_place(self, case: Case) -> None:
        private.keep(case, {"applicant": "张三峰"})
        assert known(case) == Identity("张三峰", "身份证000000，已核")

    def test_facts_without_a_person_keep_nothing(self, office: Office) -> None:
        opened = office.open(channel="当面", applicant_kind="自然人", receipt_evidence="回执2号")
        private.keep(opened, {"channel": "当面", "applicant": "  "})
        assert known(opened) is None


class TestShowing:
    def test_who_looked_and_why_is_on_the_chain(self, office: Office, case: Case) -> None:
        clerk = office.people["clerk"]
        shown = reveal(case, reason=" 寄送答复书 ", by=clerk, at=noon(MONDAY))
        assert shown.name == "张三丰"
        entry = last_entry(case)
        assert (entry.verb, entry.by) == ("reveal_applicant", clerk.get_username())
        assert json.loads(entry.payload) == {"case": case.pk, "reason": "寄送答复书"}
        assert first_break() is None

    @pytest.mark.parametrize("reason", ["", "   ", "\n"])
    def test_no_reason_no_name(self, office: Office, case: Case, reason: str) -> None:
        before = Entry.objects.count()
        with pytest.raises(Refusal, match="须写明理由") as refused:
            reveal(case, reason=reason, by=office.people["clerk"], at=noon(MONDAY))
        assert refused.value.reasons[0].basis == "个人信息保护法第五十一条"
        assert Entry.objects.count() == before

    @pytest.mark.parametrize(
        ("who", "says"),
        [("nobody", "不在本件的阅知范围"), ("administrator", "只供办理依申请公开的岗位")],
    )
    def test_not_to_those_without_a_part(
        self, office: Office, case: Case, who: str, says: str
    ) -> None:
        with pytest.raises(NotYours, match=says):
            reveal(case, reason="好奇", by=office.people[who], at=noon(MONDAY))

    def test_not_before_someone_came_into_the_post(self, office: Office, case: Case) -> None:
        with pytest.raises(NotYours):
            reveal(case, reason="查看", by=office.people["clerk"], at=noon(date(2014, 12, 31)))

    def test_a_case_without_an_applicant_says_so(self, office: Office) -> None:
        opened = office.open(channel="当面", applicant_kind="自然人", receipt_evidence="回执3号")
        with pytest.raises(Refusal, match="没有登记申请人信息"):
            reveal(opened, reason="查看", by=office.people["clerk"], at=noon(MONDAY))

    def test_altered_bytes_are_refused_and_not_logged(self, office: Office, case: Case) -> None:
        row = Applicant.objects.get(case=case)
        row.sealed = bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1])
        row.save()
        before = Entry.objects.count()
        with pytest.raises(NotSealed, match="已被改动"):
            reveal(case, reason="寄送", by=office.people["clerk"], at=noon(MONDAY))
        assert Entry.objects.count() == before

    def test_a_row_moved_to_another_case_is_refused(self, office: Office, case: Case) -> None:
        other = office.open(channel="当面", applicant_kind="自然人", receipt_evidence="回执4号")
        sealed = Applicant.objects.get(case=case).sealed
        Applicant.objects.create(
            jurisdiction=other.jurisdiction, case=other, masked="张**", sealed=sealed
        )
        with pytest.raises(NotSealed, match="不属于本事项"):
            reveal(other, reason="寄送", by=office.people["clerk"], at=noon(MONDAY))


class TestAmending:
    def test_an_address_is_added_and_only_its_name_logged(self, office: Office, case: Case) -> None:
        clerk = office.people["clerk"]
        changes = {"address": "云岭区松林路1号", "contact": "0000-7654321"}
        amend(case, changes, reason="申请表所载", by=clerk, at=noon(MONDAY))
        shown = known(case)
        assert shown is not None
        assert (shown.name, shown.address) == ("张三丰", "云岭区松林路1号")
        payload = last_entry(case).payload
        assert "松林路" not in payload
        assert json.loads(payload)["fields"] == ["地址", "联系方式"]

    def test_it_may_be_the_first_that_is_known(self, office: Office) -> None:
        opened = office.open(channel="当面", applicant_kind="自然人", receipt_evidence="回执5号")
        clerk = office.people["clerk"]
        amend(opened, {"name": "李四"}, reason="补登", by=clerk, at=noon(MONDAY))
        assert Applicant.objects.get(case=opened).masked == "李**"

    def test_an_unknown_field_and_an_empty_reason_are_refused(
        self, office: Office, case: Case
    ) -> None:
        clerk = office.people["clerk"]
        with pytest.raises(Refusal, match="没有“phone”"):
            amend(case, {"phone": "1"}, reason="补登", by=clerk, at=noon(MONDAY))
        with pytest.raises(Refusal, match="修改申请人信息须写明理由"):
            amend(case, {"contact": "1"}, reason="", by=clerk, at=noon(MONDAY))


class TestKeys:
    def test_a_key_is_made_once_and_kept_private(
        self, office: Office, settings: Settings, tmp_path: Path
    ) -> None:
        settings.APPLICANT_KEY = []
        opened = office.open(channel="当面", applicant_kind="自然人", receipt_evidence="回执6号")
        private.keep(opened, FACTS)
        path = tmp_path / KEY_FILE
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert known(opened) == Identity("张三丰", "身份证000000，已核")

    def test_a_lost_key_file_is_never_made_anew(
        self, case: Case, settings: Settings, tmp_path: Path
    ) -> None:
        settings.APPLICANT_KEY = []
        with pytest.raises(NotSealed, match="不见了"):
            known(case)
        assert not (tmp_path / KEY_FILE).exists()

    def test_another_key_cannot_open(self, office: Office, case: Case, settings: Settings) -> None:
        settings.APPLICANT_KEY = [OTHER]
        with pytest.raises(NotSealed, match="不是用现有密钥加密"):
            reveal(case, reason="寄送", by=office.people["clerk"], at=noon(MONDAY))

    def test_after_resealing_the_old_key_is_not_needed(
        self, case: Case, settings: Settings
    ) -> None:
        settings.APPLICANT_KEY = [OTHER, KEY]
        call_command("reseal_applicants")
        settings.APPLICANT_KEY = [OTHER]
        assert known(case) == Identity("张三丰", "身份证000000，已核")

    def test_resealing_without_the_old_key_changes_nothing(
        self, case: Case, settings: Settings
    ) -> None:
        before = bytes(Applicant.objects.get(case=case).sealed)
        settings.APPLICANT_KEY = [OTHER]
        with pytest.raises(CommandError, match="不是用现有密钥加密"):
            call_command("reseal_applicants")
        assert bytes(Applicant.objects.get(case=case).sealed) == before

    def test_several_keys_may_stand_in_the_file(
        self, case: Case, settings: Settings, tmp_path: Path
    ) -> None:
        settings.APPLICANT_KEY = []
        (tmp_path / KEY_FILE).write_text(f"{OTHER}\n{KEY}\n", encoding="ascii")
        assert reseal_all() == 1
        (tmp_path / KEY_FILE).write_text(f"{OTHER}\n", encoding="ascii")
        assert known(case) == Identity("张三丰", "身份证000000，已核")

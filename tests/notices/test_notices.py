"""People are told within the act; what leaves the desk says little and breaks nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from guiju.notices import jobs
from guiju.notices.acts import Message, mark_read, mark_read_about, notify
from guiju.notices.jobs import PAUSES, deliver, deliver_due
from guiju.notices.kinds import EMAIL, KINDS
from guiju.notices.models import Delivery, Notice, Standing
from guiju.notices.selectors import undelivered, unread, unread_count
from guiju.org.acts import create_jurisdiction
from guiju.org.models import Jurisdiction

pytestmark = pytest.mark.django_db
# The worker asks the clock, so what it is to send must lie in its past.
AT = timezone.now() - timedelta(hours=5)


@pytest.fixture
def district() -> Jurisdiction:
    return create_jurisdiction(code="990101", name="云岭区")


@pytest.fixture
def message(district: Jurisdiction) -> Message:
    text = "王某某申请公开征地批复，请办理"
    return Message(district, "task", text, "/cases/12", "case/12", title="信息公开申请第12号")


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("林", email="lin@example.com")


@pytest.fixture
def he() -> User:
    return User.objects.create_user("何", email="he@example.com")


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    settings.DESK_URL = "https://desk.example/"


class Tongue:
    """A way outside that fails as told."""

    def __init__(self, failure: Exception | None) -> None:
        self.failure, self.said = failure, 0

    def __call__(self, delivery: Delivery, *, at: object) -> None:
        self.said += 1
        if self.failure:
            raise self.failure


def work() -> None:
    """What the worker does with everything in its queue.

    Between two jobs it drops connections, and with PostgreSQL's the transaction of the test.
    """
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


class TestTelling:
    def test_each_person_has_a_line(self, message: Message, lin: User, he: User) -> None:
        notify([lin, he, lin], message, at=AT)
        (notice,) = unread(lin)
        assert (notice.text, notice.link) == ("王某某申请公开征地批复，请办理", "/cases/12")
        assert (notice.about, notice.created_at) == ("case/12", AT)
        assert (unread_count(lin), unread_count(he)) == (1, 1)

    def test_nobody_is_nobody(self, message: Message) -> None:
        notify([], message, at=AT)
        assert not Notice.objects.exists()

    def test_a_failed_act_told_nobody(
        self, message: Message, lin: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        hooks = django_capture_on_commit_callbacks(execute=True)
        with hooks, pytest.raises(RuntimeError), transaction.atomic():
            notify([lin], message, at=AT)
            raise RuntimeError
        assert not Notice.objects.exists()
        assert not Delivery.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_telling_takes_as_many_queries_for_fifty_as_for_one(
        self, message: Message, django_assert_max_num_queries: Any
    ) -> None:
        people = [User.objects.create_user(f"甲{n}", email=f"{n}@example.com") for n in range(50)]
        with django_assert_max_num_queries(4):
            notify(people, message, at=AT)

    @pytest.mark.parametrize(
        "wrong",
        [{"kind": "x"}, {"link": "https://evil.example"}, {"link": "//evil.example"},
         {"title": "a\nBcc: b"}],
    )  # fmt: skip
    def test_a_message_that_cannot_be(self, district: Jurisdiction, wrong: dict[str, str]) -> None:
        given = {"kind": "task", "text": "x", "link": "/x", "about": "case/1", **wrong}
        with pytest.raises(ValueError, match="no kind|a link"):
            Message(district, **given)


class TestReading:
    def test_some_or_all(self, message: Message, lin: User, he: User) -> None:
        notify([lin], message, at=AT)
        (first,) = unread(lin)
        notify([lin, he], message, at=AT)
        assert mark_read(lin, at=AT, notices=[first.pk]) == 1
        assert mark_read(lin, at=AT) == 1
        assert mark_read(lin, at=AT) == 0
        assert unread_count(he) == 1

    def test_nobody_reads_for_another(self, message: Message, lin: User, he: User) -> None:
        notify([lin], message, at=AT)
        (notice,) = unread(lin)
        assert mark_read(he, at=AT, notices=[notice.pk]) == 0

    def test_opening_a_matter_reads_what_was_told_about_it(
        self, message: Message, lin: User, district: Jurisdiction
    ) -> None:
        notify([lin], message, at=AT)
        notify([lin], Message(district, "urged", "催办", "/cases/13", "case/13"), at=AT)
        assert mark_read_about(lin, "case/12", at=AT) == 1
        assert [notice.about for notice in unread(lin)] == ["case/13"]


class TestMail:
    def test_the_worker_sends_after_the_act(
        self, message: Message, lin: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            notify([lin], message, at=AT)
            assert not DBTaskResult.objects.exists()
        assert mail.outbox == []
        work()
        (letter,) = mail.outbox
        assert letter.to == ["lin@example.com"]
        assert letter.subject == "【新待办】信息公开申请第12号"
        assert letter.body.splitlines()[-1] == "https://desk.example/cases/12"
        assert Delivery.objects.get().state == Standing.SENT
        work()
        assert len(mail.outbox) == 1

    def test_the_text_never_leaves(self, message: Message, lin: User) -> None:
        notify([lin], message, at=AT)
        deliver_due.call()
        (letter,) = mail.outbox
        assert "王某某" not in letter.subject + letter.body

    def test_without_a_title_only_the_kind_speaks(self, district: Jurisdiction, lin: User) -> None:
        notify([lin], Message(district, "overdue", "王某某一事", "/x", "case/1"), at=AT)
        deliver_due.call()
        assert mail.outbox[0].subject == "【逾期】有事项已经逾期，请立即登录工作台办理"

    def test_each_letter_goes_to_one(self, message: Message, lin: User, he: User) -> None:
        notify([lin, he], message, at=AT)
        assert deliver_due.call() == 2
        assert [letter.to for letter in mail.outbox] == [["lin@example.com"], ["he@example.com"]]

    def test_without_address_or_server_or_reason_there_is_none(
        self, message: Message, lin: User, district: Jurisdiction, settings: Any
    ) -> None:
        gone = User.objects.create_user("离", email="li@example.com", is_active=False)
        notify([User.objects.create_user("孙"), gone], message, at=AT)
        notify([lin], Message(district, "reading", "待阅", "/x", "case/1"), at=AT)
        settings.EMAIL_HOST = ""
        notify([lin], message, at=AT)
        assert Notice.objects.count() == 4
        assert not Delivery.objects.exists()


class TestFailing:
    @pytest.fixture
    def delivery(self, message: Message, lin: User) -> Delivery:
        notify([lin], message, at=AT)
        return Delivery.objects.get()

    def test_it_tries_four_times_and_gives_up(
        self, delivery: Delivery, district: Jurisdiction, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tongue = Tongue(jobs.NotDelivered("连接不上"))
        monkeypatch.setattr(jobs, "carry", tongue)
        at, moments = AT, []
        for _ in range(6):
            deliver(Delivery.objects.get(), at=at)
            delivery.refresh_from_db()
            moments.append(delivery.due_at - at)
            at = delivery.due_at
        assert tongue.said == 4
        assert tuple(moments[:3]) == PAUSES
        assert (delivery.state, delivery.tries) == (Standing.FAILED, 4)
        assert delivery.error == "连接不上"
        assert list(undelivered(district)) == [delivery]

    def test_the_next_try_is_a_job_of_its_own(
        self, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "carry", Tongue(jobs.NotDelivered("连接不上")))
        deliver_due.enqueue()
        work()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.tries) == (Standing.WAITING, 1)
        later = DBTaskResult.objects.get(status="READY")
        assert later.run_after == delivery.due_at
        monkeypatch.undo()
        Delivery.objects.update(due_at=AT)
        DBTaskResult.objects.filter(pk=later.pk).update(run_after=AT)
        work()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.error, len(mail.outbox)) == (Standing.SENT, "", 1)

    def test_a_mistake_of_ours_is_kept_and_not_repeated(
        self, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "carry", Tongue(ZeroDivisionError()))
        assert deliver_due.call() == 0
        delivery.refresh_from_db()
        assert (delivery.state, delivery.error) == (Standing.FAILED, "程序出错，见日志")

    def test_of_two_workers_one_sends(self, delivery: Delivery) -> None:
        same = Delivery.objects.get()
        assert [deliver(delivery, at=AT), deliver(same, at=AT)] == [True, False]
        assert len(mail.outbox) == 1

    def test_what_a_lost_job_left_goes_with_the_next(self, delivery: Delivery) -> None:
        assert not DBTaskResult.objects.exists()
        deliver_due.enqueue()
        work()
        assert len(mail.outbox) == 1

    def test_a_mail_server_that_is_not_there(self, delivery: Delivery, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        assert deliver_due.call() == 0
        delivery.refresh_from_db()
        assert delivery.error == "邮件发送失败（ConnectionRefusedError）"
        assert delivery.state == Standing.WAITING

    def test_a_queue_that_is_down_does_not_break_the_act(
        self, message: Message, lin: User, monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        def broken(*args: object, **kwargs: object) -> None:
            raise RuntimeError("no queue")

        monkeypatch.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", broken)
        with django_capture_on_commit_callbacks() as callbacks:
            notify([lin], message, at=AT)
        assert len(callbacks) == 1
        with pytest.raises(RuntimeError):
            callbacks[0]()
        assert unread_count(lin) == 1
        assert Delivery.objects.get().channel == EMAIL


@pytest.mark.django_db(transaction=True)
def test_after_a_commit_a_queue_that_is_down_is_only_logged(
    message: Message, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", broken)
    notify([lin], message, at=AT)
    assert unread_count(lin) == 1
    monkeypatch.undo()
    assert deliver_due.call() == 1


def test_the_kinds_are_those_of_the_desk() -> None:
    assert [kind.label for kind in KINDS.values()] == [
        "新待办", "退回", "催办", "待阅", "临期", "逾期", "批示后告知文书", "代录批示", "会签完成"
    ]  # fmt: skip
    assert all(kind.asks for kind in KINDS.values())

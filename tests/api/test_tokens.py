"""A key opens the door while it is good; whoever knocks too often or brings too much waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from guiju.api.gate import MAX_BODY
from guiju.api.models import ApiToken
from guiju.api.tokens import LONGEST, Wanted, issue, revoke
from guiju.audit.models import Entry
from guiju.core.errors import Refusal
from guiju.procedures.models import Attachment, Case, Event
from tests.api.conftest import District, Line, now, opening, problem

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def key_of(line: Line) -> ApiToken:
    return ApiToken.objects.get(user=line.user)


class TestKeys:
    def test_a_revoked_key_opens_nothing(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())
        revoke(key_of(registrar), by="管理员周", at=now())
        assert problem(registrar.get("/me"))[:2] == (401, "unauthorized")
        assert problem(registrar.get(f"/cases/{case['id']}"))[:2] == (401, "unauthorized")
        answer = registrar.post("/cases", opening(), Idempotency_Key="k")
        assert problem(answer)[:2] == (401, "unauthorized")
        assert Case.objects.count() == 1

    def test_nor_is_an_earlier_answer_given_again(self, registrar: Line) -> None:
        registrar.do("/cases", opening(), Idempotency_Key="k")
        revoke(key_of(registrar), by="管理员周", at=now())
        assert registrar.post("/cases", opening(), Idempotency_Key="k").status_code == 401

    def test_revoking_is_on_record_once(self, registrar: Line) -> None:
        key = key_of(registrar)
        revoke(key, by="管理员周", at=now())
        first = key_of(registrar).revoked_at
        revoke(key, by="管理员周", at=now())
        assert key_of(registrar).revoked_at == first
        entries = Entry.objects.filter(chain=f"api-token/{key.pk}").order_by("seq")
        assert [entry.verb for entry in entries] == ["create_token", "revoke_token"]

    def test_a_key_ends_with_its_last_day(self, registrar: Line) -> None:
        today = now().astimezone().date()
        ApiToken.objects.update(expires_on=today - timedelta(days=2))
        assert registrar.get("/me").status_code == 401

    def test_the_secret_is_nowhere_kept(self, registrar: Line) -> None:
        key = key_of(registrar)
        kept = " ".join(str(value) for value in vars(key).values())
        assert registrar.secret not in kept
        said = " ".join(Entry.objects.values_list("payload", flat=True))
        assert registrar.secret not in said
        assert key.digest not in said

    @pytest.mark.parametrize("days", [-1, LONGEST.days + 2])
    def test_no_key_for_ever_and_none_for_yesterday(self, district: District, days: int) -> None:
        place, until = district.jurisdiction, now().date() + timedelta(days=days)
        wanted = Wanted("档案系统", "archive", place, until, [district["administrator"].place])
        with pytest.raises(Refusal, match="两年以内"):
            issue(wanted, by="管理员周", at=now())

    def test_no_key_in_the_name_of_a_person(self, district: District) -> None:
        person = district["administrator"]
        person.user.set_password("something")
        person.user.save()
        until = now().date() + timedelta(days=9)
        wanted = Wanted("档案系统", person.user.username, district.jurisdiction, until)
        with pytest.raises(Refusal, match="人员账号"):
            issue(wanted, by="管理员周", at=now())

    @pytest.mark.parametrize(
        "said", ["", "Basic Zzo6", "Bearer", "Bearer guiju_x", "Bearer \udcff", "Token abc"]
    )
    def test_what_is_no_key_is_answered_alike(self, district: District, said: str) -> None:
        answer = Client().get("/api/v1/me", headers={"Authorization": said})
        assert problem(answer)[:2] == (401, "unauthorized")  # type: ignore[arg-type]
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_a_session_opens_nothing(self, district: District) -> None:
        client = Client()
        client.force_login(
            district["administrator"].user, backend="django.contrib.auth.backends.ModelBackend"
        )
        assert client.get("/api/v1/cases").status_code == 401


class TestLimits:
    def test_too_many_calls_a_minute_wait(self, registrar: Line, settings: Settings) -> None:
        settings.API_CALLS_A_MINUTE = 3
        answers = [registrar.get("/me") for _ in range(9)]
        refused = [one for one in answers if one.status_code == 429]
        # The minute may turn over in between.
        assert len(refused) >= 3
        assert problem(refused[0]) == (429, "too_many", {"rate"})
        assert refused[0].headers["Retry-After"] == "60"

    def test_another_system_is_not_held_back(
        self, district: District, registrar: Line, settings: Settings
    ) -> None:
        settings.API_CALLS_A_MINUTE = 1
        for _ in range(5):
            registrar.get("/me")
        assert district["administrator"].get("/me").status_code == 200

    def test_a_body_too_large_is_not_read(self, registrar: Line) -> None:
        said = opening(title="一" * (MAX_BODY // 2))
        assert problem(registrar.post("/cases", said)) == (413, "too_large", {"size"})

    def test_only_json_is_read(self, registrar: Line) -> None:
        answer = Client().post("/api/v1/cases", {"title": "x"}, headers=registrar.headers())
        assert problem(answer) == (415, "media_type", {"media_type"})  # type: ignore[arg-type]


class TestFiles:
    def send(self, line: Line, case: int, content: bytes, name: str, **more: str) -> HttpResponse:
        file = SimpleUploadedFile(name, content, "application/pdf")
        sent = {**line.headers(), **{n.replace("_", "-"): v for n, v in more.items()}}
        path = f"/api/v1/cases/{case}/attachments"
        return Client().post(path, {"file": file}, headers=sent)  # type: ignore[return-value]

    def test_a_file_goes_in_and_comes_out_the_same(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())["id"]
        answer = self.send(registrar, case, PDF, "来文.pdf")
        assert answer.status_code == 201, answer.content
        (listed,) = registrar.read(f"/cases/{case}/attachments")
        assert (listed["name"], listed["size"]) == ("来文.pdf", len(PDF))
        got = registrar.get(f"/cases/{case}/attachments/{listed['id']}")
        assert got.getvalue() == PDF  # type: ignore[attr-defined]
        assert got.headers["Content-Type"] == "application/octet-stream"
        assert "attachment" in got.headers["Content-Disposition"]

    def test_the_same_key_puts_it_in_once(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())["id"]
        first = self.send(registrar, case, PDF, "来文.pdf", Idempotency_Key="f")
        again = self.send(registrar, case, PDF, "来文.pdf", Idempotency_Key="f")
        assert again.content == first.content
        assert again.headers["Idempotency-Replayed"] == "true"
        other = self.send(registrar, case, PDF + b" ", "来文.pdf", Idempotency_Key="f")
        assert problem(other) == (422, "invalid", {"idempotency"})
        assert Attachment.objects.filter(case=case).count() == 1

    def test_a_file_that_lies_is_refused_and_leaves_nothing(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening())["id"]
        answer = self.send(registrar, case, b"MZ\x90\x00 not a pdf", "来文.pdf")
        assert problem(answer)[:2] == (409, "refusal")
        assert not Attachment.objects.exists()

    def test_a_file_too_large_is_refused(self, registrar: Line, settings: Settings) -> None:
        settings.FILE_MAX_BYTES = 10
        case = registrar.do("/cases", opening())["id"]
        assert problem(self.send(registrar, case, PDF, "来文.pdf"))[0] in (409, 413)
        assert not Attachment.objects.exists()

    def test_of_a_hidden_case_no_file_is_told(self, registrar: Line) -> None:
        case = registrar.do("/cases", opening(secrecy=1))
        registrar.place.clearance = 0
        registrar.place.save(update_fields=["clearance"])
        assert registrar.get(f"/cases/{case['id']}/attachments").status_code == 404
        assert self.send(registrar, case["id"], PDF, "来文.pdf").status_code == 404


class TestVersions:
    def test_what_was_read_and_has_changed_is_a_conflict(self, registrar: Line) -> None:
        """`If-Match` and `token` say the same; the header goes first."""
        case = registrar.do("/cases", opening())
        path = f"/cases/{case['id']}/acts/register"
        body = {"on": case["opened_on"], "facts": {"urgency": "未标注"}}
        etag = registrar.get(f"/cases/{case['id']}").headers["ETag"]
        registrar.do(f"/cases/{case['id']}/texts", {"body": "正文", "token": case["token"]})
        stale = registrar.post(path, body, If_Match=etag)
        assert problem(stale) == (409, "conflict", {"conflict"})
        now_is = registrar.get(f"/cases/{case['id']}").headers["ETag"]
        assert now_is != etag
        registrar.do(path, {**body, "token": case["token"]}, If_Match=now_is)
        assert Event.objects.filter(case=case["id"]).count() == 2

    @pytest.mark.parametrize("said", ["*", "1", '"x"', 'W/"1"', '"1", "2"'])
    def test_a_version_is_written_as_it_was_told(self, registrar: Line, said: str) -> None:
        case = registrar.do("/cases", opening())
        answer = registrar.post(f"/cases/{case['id']}/take-back", {}, If_Match=said)
        assert problem(answer)[:2] == (422, "invalid")

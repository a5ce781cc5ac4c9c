"""Files are stored once by content, refused with a reason, and sent as nothing but downloads."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from django.contrib.auth.models import User
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import Refusal
from guiju.files.acts import place_of, storage, store
from guiju.files.models import File
from guiju.files.selectors import is_intact, open_file
from guiju.files.sending import attachment
from guiju.org.acts import create_jurisdiction
from guiju.org.models import Jurisdiction
from tests.files import samples

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 3, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The storage of a real installation, in a folder of the test's."""
    real = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files", "base_url": None,
                    "file_permissions_mode": 0o600},
    }  # fmt: skip
    settings.STORAGES = {**settings.STORAGES, "files": real}
    assert isinstance(storages["files"], FileSystemStorage)
    return tmp_path / "files"


@pytest.fixture
def district() -> Jurisdiction:
    return create_jurisdiction(code="990101", name="云岭区")


@pytest.fixture
def given(district: Jurisdiction) -> dict[str, Any]:
    return {"jurisdiction": district, "by": User.objects.create_user("林"), "at": AT}


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def refused(*args: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as error:
        store(*args, **given)
    return error.value.reasons[0].rule


def test_bytes_are_kept_by_their_digest(folder: Path, given: dict[str, Any]) -> None:
    upload = SimpleUploadedFile("通知.pdf", samples.PDF, content_type="text/html")
    file = store(upload, name=str(upload.name), **given)
    digest = hashes.Hash(hashes.SM3())
    digest.update(samples.PDF)
    assert file.digest == digest.finalize().hex()
    assert (file.name, file.size) == ("通知.pdf", len(samples.PDF))
    assert file.content_type == "application/pdf"
    (path,) = stored(folder)
    assert path == folder / "990101" / file.digest[:2] / file.digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with open_file(file) as content:
        assert content.read() == samples.PDF
    assert is_intact(file)


def test_it_is_audited(folder: Path, given: dict[str, Any]) -> None:
    file = store(samples.PDF, name="通知.pdf", **given)
    entry = Entry.objects.get(chain=f"file/{file.pk}")
    assert (entry.verb, entry.by) == ("store", "林")
    assert file.digest in entry.payload
    assert first_break() is None


def test_the_same_bytes_are_stored_once(folder: Path, given: dict[str, Any]) -> None:
    first = store(samples.PDF, name="通知.pdf", **given)
    assert store(samples.PDF, name="又一份.pdf", **given) == first
    assert len(stored(folder)) == File.objects.count() == Entry.objects.count() == 1


def test_districts_keep_their_own(folder: Path, given: dict[str, Any]) -> None:
    store(samples.PDF, name="通知.pdf", **given)
    other = create_jurisdiction(code="990102", name="青峰县")
    store(samples.PDF, name="通知.pdf", **{**given, "jurisdiction": other})
    assert len(stored(folder)) == File.objects.count() == 2


def test_lost_bytes_come_back_with_the_next_upload(folder: Path, given: dict[str, Any]) -> None:
    file = store(samples.PDF, name="通知.pdf", **given)
    (path,) = stored(folder)
    path.unlink()
    with pytest.raises(Refusal) as error:
        open_file(file)
    assert error.value.reasons[0].rule == "file.lost"
    assert store(samples.PDF, name="通知.pdf", **given) == file
    assert is_intact(file)


def test_changed_bytes_are_noticed(folder: Path, given: dict[str, Any]) -> None:
    file = store(samples.PDF, name="通知.pdf", **given)
    (path,) = stored(folder)
    path.write_bytes(samples.PDF + b" ")
    assert not is_intact(file)


def test_two_at_the_same_moment_leave_one(
    folder: Path, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other's bytes arrive between the look and the writing."""
    file = store(samples.PDF, name="通知.pdf", **given)
    real, late = FileSystemStorage.exists, iter((False, False))
    monkeypatch.setattr(FileSystemStorage, "exists", lambda s, name: next(late, real(s, name)))
    assert store(samples.PDF, name="通知.pdf", **given) == file
    assert len(stored(folder)) == 1
    assert next(late, None) is None


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("空.pdf", b"", "file.empty"),
        ("病毒.docx", samples.EXE, "file.mismatch"),
        ("宏.docm", samples.word(), "file.kind"),
        ("..", samples.PDF, "file.name"),
    ],
)
def test_what_is_refused_leaves_nothing(
    folder: Path, given: dict[str, Any], name: str, content: bytes, rule: str
) -> None:
    assert refused(content, name=name, **given) == rule
    assert not File.objects.exists()
    assert stored(folder) == []


def test_a_path_in_a_name_leads_nowhere(folder: Path, given: dict[str, Any]) -> None:
    assert store(samples.PDF, name="../../../通知.pdf", **given).name == "通知.pdf"
    assert [path.parent.parent for path in stored(folder)] == [folder / "990101"]


class Endless(io.RawIOBase):
    """An upload that never ends; counts what was asked of it."""

    asked = 0

    def read(self, size: int = -1) -> bytes:
        self.asked += size
        return b"x" * size


def test_too_much_is_refused_as_soon_as_it_is(
    folder: Path, given: dict[str, Any], settings: Any
) -> None:
    settings.FILE_MAX_BYTES = len(samples.PDF)
    store(samples.PDF, name="通知.pdf", **given)
    assert refused(samples.PDF + b"\n", name="通知.pdf", **given) == "file.size"
    endless = Endless()
    assert refused(endless, name="通知.pdf", **given) == "file.size"
    assert endless.asked <= 1024 * 1024


class TestSending:
    def test_a_download_is_only_a_download(self, folder: Path, given: dict[str, Any]) -> None:
        file = store(samples.PDF, name="关于防汛的通知.pdf", **given)
        response = attachment(file)
        assert b"".join(response) == samples.PDF
        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=utf-8''%E5%85%B3")
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Length"] == str(len(samples.PDF))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].startswith("sandbox")
        assert "no-store" in response.headers["Cache-Control"]

    def test_it_may_go_by_another_name(self, folder: Path, given: dict[str, Any]) -> None:
        file = store(samples.PDF, name="通知.pdf", **given)
        response = attachment(file, name='../a"\r\nX: y.pdf')
        assert response.headers["Content-Disposition"] == 'attachment; filename="a_X_ y.pdf"'

    def test_what_is_lost_is_said(self, given: dict[str, Any]) -> None:
        file = store(samples.PDF, name="通知.pdf", **given)
        storage().delete(place_of(file.jurisdiction, file.digest))
        with pytest.raises(Refusal):
            attachment(file)

"""A fresh machine gets sound settings without being told anything."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

ASK = (
    "import json; from guiju.config import settings as s; "
    "print(json.dumps({n: getattr(s, n) for n in "
    "('SECRET_KEY', 'DEBUG', 'SESSION_COOKIE_SECURE', 'DATABASES')}, default=str))"
)


def settings_with(var: Path, **given: str) -> dict[str, object]:
    """The settings as a new process in the folder `var` reads them."""
    kept = {k: os.environ[k] for k in ("PATH", "HOME", "LANG") if k in os.environ}
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**kept, "GUIJU_VAR": str(var), **given},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    loaded: dict[str, object] = json.loads(answer.stdout)
    return loaded


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = settings_with(tmp_path)["SECRET_KEY"]
    assert first == settings_with(tmp_path)["SECRET_KEY"]
    assert len(str(first)) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["secret_key"]


def test_a_given_secret_key_is_used_and_not_written(tmp_path: Path) -> None:
    assert settings_with(tmp_path, SECRET_KEY="given")["SECRET_KEY"] == "given"
    assert not (tmp_path / "secret_key").exists()


def test_debug_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert settings_with(tmp_path)["DEBUG"] is False
    assert settings_with(tmp_path, DEBUG="true")["DEBUG"] is True


def test_https_makes_the_cookies_secure(tmp_path: Path) -> None:
    assert settings_with(tmp_path, HTTPS="true")["SESSION_COOKIE_SECURE"] is True


def test_an_empty_database_address_means_sqlite_in_the_own_folder(tmp_path: Path) -> None:
    databases = settings_with(tmp_path, DATABASE_URL="")["DATABASES"]
    assert databases["default"]["NAME"] == str(tmp_path / "guiju.sqlite3")  # type: ignore[index]


@pytest.mark.django_db
def test_the_health_page_answers_and_forbids_foreign_content() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_second_run_really_is_on_postgresql() -> None:
    assert connection.vendor == "postgresql"


def test_postgresql_compiles_no_questions_and_keeps_what_the_address_asks(tmp_path: Path) -> None:
    for asked, kept in (("", "-c jit=off"), ("?options=-c%20a%3D1", "-c a=1 -c jit=off")):
        address = f"postgres://u@127.0.0.1/x{asked}"
        databases = settings_with(tmp_path, DATABASE_URL=address)["DATABASES"]
        assert databases["default"]["OPTIONS"]["options"] == kept  # type: ignore[index]

"""The demo says in whose name its letters go out, and never over what an office says itself."""

from __future__ import annotations

import io
from datetime import datetime, time
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from docx import Document
from pytest_django import Settings

from guiju.core.office import own_folder
from guiju.demo.accounts import set_up_district
from guiju.demo.letterhead import OURS, write_letterhead
from guiju.demo.live import ZONE, play
from guiju.demo.lives import LIVES
from guiju.files.selectors import open_file
from guiju.letters.acts import Which, issue
from guiju.letters.organ import FILE, organ_on
from guiju.procedures.models import Case
from tests.demo.test_live import TODAY


def test_what_is_written_reads_as_what_was_meant(tmp_path: Path) -> None:
    assert write_letterhead(tmp_path / "office")
    assert organ_on(tmp_path / "office", TODAY) == OURS


def test_an_office_s_own_letterhead_stays(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[]", encoding="utf-8")
    assert not write_letterhead(tmp_path)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "[]"


@pytest.mark.django_db
def test_a_letter_of_the_demo_goes_out_as_word_and_pdf(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUIJU_OFFICE", str(tmp_path / "office"))
    settings.VAR, settings.APPLICANT_KEY = tmp_path, ["k" * 40]
    write_letterhead(own_folder())
    play(LIVES, set_up_district("a-password-of-the-test"), TODAY)
    case = Case.objects.get(title="申请公开农贸市场整治补偿标准")
    at = datetime.combine(TODAY, time(12), ZONE)
    letter = issue(case, Which("receipt", 1), on=TODAY, by=User.objects.get(username="lin"), at=at)
    assert letter.number == "云政依申请〔2026〕1号"
    with open_file(letter.pdf) as pdf, open_file(letter.docx) as word:
        assert pdf.read().startswith(b"%PDF")
        paragraphs = Document(io.BytesIO(word.read())).paragraphs
    assert OURS.name in "\n".join(paragraph.text for paragraph in paragraphs)

"""The demo office from nothing: its year's report and pages show the totals it was made for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from docx import Document

from guiju.checkup.importing import Order, import_reading
from guiju.checkup.reading import read_folder
from guiju.demo import district
from guiju.demo.ledgers import DemoYear, write_year
from guiju.org.acts import create_jurisdiction

pytestmark = pytest.mark.slow

TOTALS = {
    "study.sessions": 4,
    "document.issued": 35,
    "normative.reviewed": 1,
    "normative.repealed": 2,
    "meeting.held": 63,
    "supervision.carried_out": 52,
    "disclosure.published": 612,
    "message.site.received": 2,
    "message.city.received": 281,
    "message.answered": 283,
    "foi.received": 3,
}


def test_the_command_writes_everything_and_again_without_change(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "DEMO_SERVE": "0",
        "GUIJU_VAR": str(tmp_path / "var"),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "guiju.config.settings",
    }
    out = tmp_path / "out"
    command = f"from guiju.config.cli import main; main(['demo', '--out', {str(out)!r}])"
    for said in ("新增612，更正0，未变0", "新增0，更正0，未变612"):
        done = subprocess.run(
            [sys.executable, "-c", command], capture_output=True, text=True, env=env, check=False
        )
        assert done.returncode == 0, done.stderr
        assert said in done.stderr
        assert "密码" in done.stderr
    text = "\n".join(
        p.text for p in Document(str(out / "law-based-government-2025.docx")).paragraphs
    )
    for number in ("63场", "35件", "612条", "52次", "281件", "集中学法4次", "废止规范性文件2件"):
        assert number in text
    assert (out / "checkup" / "checkup.json").exists()
    assert len(list((out / "procedures").glob("*.svg"))) >= 11


@pytest.mark.django_db
def test_each_figure_on_the_page_opens_exactly_that_many_records(tmp_path: Path) -> None:
    write_year(tmp_path, DemoYear(2025))
    home = create_jurisdiction(code=district.CODE, name=district.DISTRICT)
    at = datetime(2026, 1, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
    import_reading(read_folder(tmp_path), Order(home, "test", at))
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    shown = re.findall(
        r'data-figure="([^"]+)".*?<b>(\d+)</b>', client.get("/?year=2025").text, re.S
    )
    figures = {name: int(n) for name, n in shown}
    assert figures | TOTALS == figures
    for name, n in figures.items():
        page = client.get(f"/figures/{name}/2025/?all=1").text
        total = re.search(r"data-total[^>]*>(\d+)<", page)
        assert total is not None and int(total[1]) == n, name
        assert page.count("data-record") == n, name

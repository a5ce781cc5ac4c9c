"""Citations of a text against the library in the tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from guiju.law.acts import store_texts
from guiju.law.citation_check import Verdict
from guiju.law.citing import check_text
from guiju.law.cli import law_group
from guiju.law.models import Version
from guiju.law.reading import read_folder
from tests.law.texts import write_library

pytestmark = pytest.mark.django_db
TITLE = "灯笼管理条例"
ON = date(2015, 1, 1)


@pytest.fixture(autouse=True)
def library(tmp_path: Path) -> None:
    store_texts(read_folder(write_library(tmp_path / "laws")).texts)


@pytest.mark.parametrize(
    ("text", "on", "verdict"),
    [
        ("依照《灯笼管理条例》第二条第二款第（三）项", ON, Verdict.FOUND),
        ("依照《灯笼管理条例》第二条第二款第（四）项", ON, Verdict.NO_ARTICLE),
        ("依照《灯笼管理条例》第二条第三款", ON, Verdict.NO_ARTICLE),
        ("依照《灯笼管理条例》第四条", ON, Verdict.FOUND),
        ("依照《灯笼管理条例》第四条", date(2020, 1, 1), Verdict.NO_ARTICLE),
        ("依照《灯笼管理条例》第一条之一", date(2020, 1, 1), Verdict.FOUND),
        ("依照《灯笼管理条例》第一条", date(2009, 1, 1), Verdict.NOT_IN_FORCE),
        ("依照《花灯暂行办法》第一条", ON, Verdict.NOT_IN_FORCE),
        ("依照《风筝管理条例》第一条", ON, Verdict.UNKNOWN),
    ],
)
def test_a_citation_is_looked_up_in_the_law_of_that_day(
    text: str, on: date, verdict: Verdict
) -> None:
    assert [finding.verdict for finding in check_text(text, on)] == [verdict]


def test_a_wording_not_at_hand_is_never_called_wrong() -> None:
    Version.objects.filter(instrument__key=TITLE, on=date(2010, 3, 1)).delete()
    (finding,) = check_text("依照《灯笼管理条例》第九十九条", ON)
    assert finding.verdict is Verdict.UNKNOWN


def test_what_was_repealed_names_what_took_its_place() -> None:
    (finding,) = check_text("依照《花灯暂行办法》第一条", ON)
    assert TITLE in finding.sentence


def test_a_near_title_is_suggested() -> None:
    (finding,) = check_text("依照《灯笼管理条列》第一条", ON)
    assert finding.suggestions[0] == TITLE


class TestCommand:
    def test_names_line_and_reason_and_fails_on_a_wrong_citation(self, tmp_path: Path) -> None:
        file = tmp_path / "草案.md"
        file.write_text("# 云岭区灯会办法\n\n依照《灯笼管理条例》第九条。\n", encoding="utf-8")
        result = CliRunner().invoke(law_group, ["cite", str(file), "--on", "2015-01-01"])
        assert result.exit_code == 1
        assert "第3行 [条款不存在] 《灯笼管理条例》第九条" in result.output

    def test_what_cannot_be_verified_is_told_but_is_no_failure(self, tmp_path: Path) -> None:
        file = tmp_path / "草案.txt"
        file.write_text("云岭区灯会办法\n依照《风筝管理条例》第九条。\n", encoding="utf-8")
        result = CliRunner().invoke(law_group, ["cite", str(file), "--on", "2015-01-01"])
        assert (result.exit_code, "[无法核实]" in result.output) == (0, True)

    def test_a_file_that_is_no_text_cannot_be_read(self, tmp_path: Path) -> None:
        file = tmp_path / "草案.docx"
        file.write_bytes(b"nothing")
        assert CliRunner().invoke(law_group, ["cite", str(file)]).exit_code == 2

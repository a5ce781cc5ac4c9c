"""Every basis against the library: there, in force that day, and with the number the rule uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from guiju.law.acts import store_texts
from guiju.law.parsing import parse_text
from guiju.procedures.bases import (
    Checked,
    Cited,
    Verdict,
    check_bases,
    cited_places,
    days_are_working_days,
    says_length,
)
from guiju.procedures.law_cli import law_group
from guiju.worktime.duration import Duration
from tests.procedures.small import SMALL, small

LAW = """# 中华人民共和国灯笼管理条例
2010年3月1日 中华人民共和国国务院令第9001号公布
<!-- INFO END -->
第一条 申请应当在二十个工作日内答复，可以延长20个工作日。
第二条 审核不少于五日。
第三条 有下列情形之一的，说明理由：
（一）灯笼过大；
（二）灯笼过小。
第四条 本条例有关“五日”的规定是指工作日。
第五条 本条例自2010年5月1日起施行。
"""


@pytest.fixture
def library(db: None) -> None:
    store_texts([parse_text(LAW, "行政法规/灯笼管理条例(2010-03-01).md")])


def checked(folder: Path, basis: str, limit: str = "reply", **parts: Any) -> Checked:
    """The small procedure, its laws made up, with one limit resting on `basis`."""
    limits = {name: {**body, "basis": "内部规定"} for name, body in SMALL["time_limits"].items()}
    limits[limit]["basis"] = basis
    rules = [{**rule, "basis": "内部规定"} for rule in SMALL["invariants"]]
    laws = {"laws": {"条例": "中华人民共和国灯笼管理条例", "风筝法": "中华人民共和国风筝法"}}
    procedure = small(folder, **{**laws, "time_limits": limits, "invariants": rules, **parts})
    (found,) = [one for one in check_bases([procedure]) if one.basis.text == basis]
    return found


class TestABasis:
    @pytest.mark.parametrize(
        ("basis", "limit", "verdict"),
        [
            ("条例第一条", "reply", Verdict.FOUND),
            ("条例第一条、第二条", "reply", Verdict.FOUND),
            ("条例第二条", "thinking", Verdict.FOUND),
            ("条例第三条第二项", "quick", Verdict.FOUND),
            ("条例第三条第一款第二项", "quick", Verdict.FOUND),
            ("条例第三条", "reply", Verdict.NO_NUMBER),
            ("条例第三条第三项", "quick", Verdict.NO_ARTICLE),
            ("条例第二条第二款", "quick", Verdict.NO_ARTICLE),
            ("条例第六条", "quick", Verdict.NO_ARTICLE),
            ("条例第一条之一", "quick", Verdict.NO_ARTICLE),
            ("风筝法第一条", "reply", Verdict.CANNOT_VERIFY),
        ],
    )
    def test_is_judged_by_what_the_library_has(
        self, library: None, tmp_path: Path, basis: str, limit: str, verdict: Verdict
    ) -> None:
        assert checked(tmp_path, basis, limit).verdict is verdict

    def test_before_the_law_was_in_force_it_is_no_basis(
        self, library: None, tmp_path: Path
    ) -> None:
        found = checked(tmp_path, "条例第一条", valid_from="2010-04-30")
        assert found.verdict is Verdict.NOT_IN_FORCE
        assert "2010-05-01" in found.says

    def test_a_source_of_the_office_is_not_looked_for(self, library: None, tmp_path: Path) -> None:
        verdicts = {c.verdict for c in check_bases([small(tmp_path)]) if c.basis.text == "内部规定"}
        assert verdicts == {Verdict.LOCAL}

    def test_opens_its_article(self, library: None, tmp_path: Path) -> None:
        assert [a.label for a in checked(tmp_path, "条例第一条、第二条").articles] == [
            "第一条",
            "第二条",
        ]


@pytest.mark.parametrize(
    ("rest", "places"),
    [
        ("第三十三条第二款", [Cited(33, 0, 2)]),
        ("第九条第三项", [Cited(9, 0, 0, 3)]),
        ("第一百二十条之一第二款第（三）项", [Cited(120, 1, 2, 3)]),
        ("第一条、第二条", [Cited(1), Cited(2)]),
        ("一（二）", [Cited(1, item=2)]),
        ("全文", []),
    ],
)
def test_places_are_read(rest: str, places: list[Cited]) -> None:
    assert cited_places(rest) == places


@pytest.mark.parametrize(
    ("text", "length", "says"),
    [
        ("二十个工作日内", "20 working days", True),
        ("20个工作日内", "20 working days", True),
        ("二十日内", "20 working days", False),
        ("二十日内", "10 days", False),
        ("120日内", "20 days", False),
        ("两个月", "2 months", True),
        ("二十四小时", "24 hours", True),
    ],
)
def test_a_number_is_found_however_written(text: str, length: str, says: bool) -> None:
    assert says_length(text, Duration.parse(length)) is says


@pytest.mark.parametrize(
    ("clause", "n", "working"),
    [
        ("本法有关“三日”、“五日”的规定是指工作日", 5, True),
        ("本法有关“三日”、“五日”的规定是指工作日", 10, False),
        ("本法中十日以内期限的规定是指工作日", 7, True),
        ("本法中十日以内期限的规定是指工作日", 15, False),
        ("本法规定的期限以工作日计算", 30, True),
        ("应当在五个工作日内答复", 5, False),
    ],
)
def test_days_are_working_days_only_where_the_law_says_so(
    clause: str, n: int, working: bool
) -> None:
    assert days_are_working_days(clause, n) is working


@pytest.mark.django_db
def test_without_a_library_nothing_is_called_wrong() -> None:
    result = CliRunner().invoke(law_group, ["bases"])
    assert result.exit_code == 0
    assert "条款不存在0处，当日无效0处，条文中没有该数字0处" in result.output

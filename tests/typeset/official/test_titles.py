"""Titles break by meaning, into lines that slope. (GB/T 9704-2012 7.3.1)"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.typeset.official_titles import LONGEST, title_lines

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("", ()),
        ("关于表彰先进集体的决定", ("关于表彰先进集体的决定",)),
        (
            "云中区人民政府关于印发云中区2026年法治政府建设工作要点的通知",
            ("云中区人民政府关于印发云中区", "2026年法治政府建设工作要点的通知"),
        ),
        (
            "关于申请拨付2026年度乡村道路养护经费的补充请示",
            ("关于申请拨付2026年度", "乡村道路养护经费的补充请示"),
        ),
        (
            "云中区财政局 云中区司法局关于开展2026年度行政执法案卷评查工作的通知",
            ("云中区财政局 云中区司法局关于开展", "2026年度行政执法案卷评查工作的通知"),
        ),
        ("云中区人民政府令\n关于道路管理", ("云中区人民政府令", "关于道路管理")),
    ],
)
def test_breaks(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


@pytest.mark.parametrize(
    "title",
    [
        "云中区人民政府办公室关于进一步加强行政规范性文件管理工作的通知",
        "云中区人民政府办公室关于转发区司法局《云中区行政规范性文件制定和监督管理办法》的通知",
        "云中区人民政府关于公布行政规范性文件清理结果的决定",
        "云中区人民政府办公室关于成立云中区安全生产专项整治工作领导小组的通知",
    ],
)
def test_no_word_is_torn(title: str) -> None:
    lines = title_lines(title)
    assert 1 < len(lines) < 4
    whole = ("人民政府", "办公室", "规范性文件", "管理", "通知", "领导小组", "安全生产", "清理")
    for word in whole:
        assert "".join(lines).count(word) == sum(line.count(word) for line in lines)
    assert all(line[0] not in "》、，的" or line.startswith("的通知") for line in lines)
    assert all(len(line) > 4 for line in lines)


@given(st.text(st.sampled_from("云中区关于《印发》、（2026年）〔的〕通知 "), max_size=90))
def test_nothing_is_lost_and_no_line_is_too_long(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(len(line) <= LONGEST for line in lines)


@given(st.text(st.sampled_from("云中区关于印发的通知"), min_size=20, max_size=60))
def test_the_same_lines_again(title: str) -> None:
    assert title_lines(title) == title_lines(title)
    assert title_lines("\n".join(title_lines(title))) == title_lines(title)

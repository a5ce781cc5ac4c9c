"""No file crashes the reading, hangs it, or takes the machine's memory."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guiju.checkup.intake import Unreadable, Upload
from guiju.checkup.reading import read_sources
from guiju.checkup.sheets import Workbook, read_workbook
from tests.checkup import hostile

FAST = settings(
    max_examples=150,
    deadline=10_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(name: str, content: bytes) -> Workbook | str:
    """The workbook, or the words of the refusal."""
    try:
        return read_workbook(Upload(name, content))
    except Unreadable as refused:
        assert refused.says
        return refused.says


@FAST
@given(st.binary(max_size=4000), st.sampled_from([".xlsx", ".csv"]))
def test_random_bytes_are_read_or_refused(content: bytes, suffix: str) -> None:
    read(f"乱码{suffix}", content)


@FAST
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_a_damaged_workbook_is_read_or_refused(at: int, noise: bytes) -> None:
    good = hostile.lawful()
    at %= len(good)
    read("坏.xlsx", good[:at] + noise + good[at + len(noise) :])
    read("断.xlsx", good[:at])


@FAST
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.booleans(),
                st.floats(allow_nan=False, allow_infinity=False),
                st.integers(-(10**9), 10**9),
                st.text(max_size=20),
                st.dates().map(str),
            ),
            max_size=7,
        ),
        max_size=6,
    )
)
def test_wrong_types_become_problems_and_stop_nothing(rows: list[list[object]]) -> None:
    plain = [
        [value if not isinstance(value, str) else f" {value}" for value in row] for row in rows
    ]
    good: list[object] = ["2025-9999", "甲", "2025-03-03", "2025-03-20", "予以公开"]
    content = hostile.workbook([*plain, good])
    reading = read_sources([Upload("依申请公开台账.xlsx", content)])
    assert "2025-9999" in [row.key for row in reading.rows]


@FAST
@given(st.text(max_size=300))
def test_any_text_as_csv(text: str) -> None:
    read_sources([Upload("台账.csv", text.encode("utf-8", "surrogatepass"))])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (hostile.zip_bomb, "压缩炸弹"),
        (hostile.entity_bomb, "不正常"),
        (lambda: b"PK\x03\x04", "损坏"),
        (lambda: hostile.with_part(hostile.lawful(), "xl/vbaProject.bin", b"x"), "宏"),
        (lambda: b"", "空的"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
        (
            lambda: hostile.with_part(hostile.lawful(), hostile.SHEET, b"<x/>", replace=False),
            "不正常",
        ),
    ],
)
def test_what_is_refused_says_why(make: object, says: str) -> None:
    found = read("x.xlsx", make())  # type: ignore[operator]
    assert isinstance(found, str)
    assert says in found


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a.et", "a.ods", "a.txt", "a.exe"])
def test_other_kinds_are_refused_with_a_way_to_save(name: str) -> None:
    says = read(name, b"abc")
    assert isinstance(says, str)
    assert "xlsx" in says or "另存" in says


def test_a_sheet_of_a_hundred_thousand_columns_is_cut_or_refused() -> None:
    found = read("宽.xlsx", hostile.wide(100_000))
    if not isinstance(found, str):
        assert max(len(row.cells) for sheet in found.sheets for row in sheet.rows) <= 1_000
        assert found.problems


def test_external_links_are_told_and_not_followed() -> None:
    content = hostile.with_part(hostile.lawful(), "xl/externalLinks/externalLink1.xml", b"<x/>")
    found = read("链接.xlsx", content)
    assert not isinstance(found, str)
    assert any("外部链接" in problem.says for problem in found.problems)


def test_a_formula_gives_its_saved_result_or_a_problem() -> None:
    rows: list[list[object]] = [["=1+1", "甲", "2025-03-03", "=TODAY()", "予以公开"]]
    reading = read_sources([Upload("依申请公开台账.xlsx", hostile.workbook(rows))])
    assert len(reading.rows) + len(reading.problems) >= 1


LIMITED = """
import re, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
from pathlib import Path
from guiju.checkup.intake import Unreadable
from guiju.checkup.sheets import read_workbook
try:
    print(sum(len(s.rows) for s in read_workbook(Path(sys.argv[1])).sheets))
except Unreadable as refused:
    print(refused.says)
# Not ru_maxrss: a new program inherits that from whoever started it, here the test run itself.
print("peak", re.search(r"VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.parametrize(
    "make", [hostile.far_corner, hostile.zip_bomb, lambda: hostile.wide(100_000)]
)
def test_hostile_sizes_stay_within_memory_and_time(make: object, tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    path.write_bytes(make())  # type: ignore[operator]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    peak = int(done.stdout.split("peak")[1])
    assert peak < 700_000, done.stdout


def test_a_zip_with_two_parts_of_one_name_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("A", "2")
    assert isinstance(read("x.xlsx", target.getvalue()), str)

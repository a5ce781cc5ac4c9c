"""Hostile files are read in part or refused: they never crash, hang or eat the machine."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guiju.checkup.cells import CellProblem, parse_number, parse_text
from guiju.checkup.dates import parse_date
from guiju.checkup.headers import data_rows, find_header
from guiju.checkup.intake import Unreadable, Upload
from guiju.checkup.sheets import Workbook, read_workbook
from tests.checkup import packages

MANY = settings(max_examples=200, deadline=10_000, suppress_health_check=list(HealthCheck))
ROWS = "".join(
    f'<row r="{n}">{packages.cell(f"A{n}", "甲")}<c r="B{n}" s="2"><v>4499{n}</v></c>'
    f'<c r="C{n}" t="s"><v>0</v></c><c r="D{n}" t="e"><v>#REF!</v></c></row>'
    for n in range(1, 6)
)
SHEET = packages.sheet(ROWS)
STRINGS = packages.strings("<si><t>乙</t></si>")
LAWFUL = packages.package({packages.SHEET: SHEET, packages.STRINGS: STRINGS})


def survive(name: str, content: bytes) -> Workbook | None:
    """Read a file and everything in its cells; None if it was refused with a word."""
    try:
        book = read_workbook(Upload(name, content))
    except Unreadable as refused:
        assert refused.says.endswith("。")
        return None
    for sheet in book.sheets:
        header = find_header(sheet, {"甲", "乙", "登记编号"})
        for row in data_rows(sheet, header) if header else sheet.rows:
            for cell in row.cells:
                for parse in (parse_date, parse_number, parse_text):
                    found = parse(cell)
                    assert not isinstance(found, CellProblem) or found.says
    return book


@MANY
@given(
    st.binary(max_size=3_000),
    st.sampled_from(["a.csv", "a.xlsx"]),
    st.sampled_from([b"", b"PK\x03\x04"]),
)
def test_random_bytes(content: bytes, name: str, start: bytes) -> None:
    survive(name, start + content)


@MANY
@given(st.integers(0, len(LAWFUL) - 1), st.integers(1, 255), st.booleans())
def test_flipped_bits_and_cut_off_files(at: int, flip: int, cut: bool) -> None:
    damaged = bytearray(LAWFUL)
    damaged[at] ^= flip
    survive("a.xlsx", bytes(damaged[:at] if cut else damaged))


@MANY
@given(st.data())
def test_parts_damaged_inside_a_sound_package(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*packages.PARTS, packages.SHEET, packages.STRINGS]))
    whole = {**packages.PARTS, packages.SHEET: SHEET, packages.STRINGS: STRINGS}[name]
    at = data.draw(st.integers(0, len(whole) - 1))
    put_in = data.draw(
        st.sampled_from(
            [
                "",
                "<",
                ">",
                '"',
                "&",
                "&#0;",
                "<c r='XFD1048576'><v>1</v></c>",
                "<row/>",
                "9",
                "-1",
                "]]>",
            ]
        )
    )
    part = whole[:at] + put_in + whole[at + data.draw(st.integers(0, 8)) :]
    survive(
        "a.xlsx", packages.package({packages.SHEET: SHEET, packages.STRINGS: STRINGS, name: part})
    )


@MANY
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["n", "s", "str", "b", "e", "d", "inlineStr", "?"]),
            st.sampled_from(["0", "1", "2", "99", "-1", "x"]),
            st.sampled_from(
                [
                    "",
                    "1",
                    "-1",
                    "1e999",
                    "NaN",
                    "1e300",
                    "99999999999",
                    "2023-03-05",
                    "x",
                    "#REF!",
                    "#?",
                ]
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_cells_that_are_not_what_they_say(cells: list[tuple[str, str, str]]) -> None:
    row = "".join(
        f'<c r="{column}1" s="{style}" t="{kind}"><v>{value}</v></c>'
        for column, (kind, style, value) in zip("ABCDEF", cells, strict=False)
    )
    survive("a.xlsx", packages.book(f'<row r="1">{row}</row>', **{packages.STRINGS: STRINGS}))


@MANY
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_as_csv(text: str) -> None:
    survive("a.csv", text.encode())


def corner() -> bytes:
    return packages.book(
        f'<row r="1">{packages.cell("A1", "甲")}</row><row><c r="XFD1048576"><v>1</v></c></row>'
    )


def unmarked_corner() -> bytes:
    return packages.book("<row/>" * 1_200_000 + "<row>" + "<c><v>1</v></c>" * 20_000 + "</row>")


def hidden_corner() -> bytes:
    """A place written so that a hasty measuring would miss it."""
    return packages.book(
        '<row r="1"><c r="A1" x=">" ><v>1</v></c><c x=">" r="XFD1048576"><v>1</v></c></row>'
    )


def wide() -> bytes:
    return packages.book('<row r="1">' + "<c><v>1</v></c>" * 100_000 + "</row>")


def ragged() -> bytes:
    tall = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_001))
    return packages.book(tall + '<row r="100001"><c r="ALL100001"><v>1</v></c></row>')


def long_string_often() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 50_001))
    text = packages.strings(f"<si><t>{'长' * 30_000}</t></si>")
    return packages.package({packages.SHEET: packages.sheet(rows), packages.STRINGS: text})


def many_strings() -> bytes:
    numbers = random.Random(1)
    items = "".join(
        f"<si><t>{numbers.random()}</t></si>" if n % 20 == 0 else "<si/>" for n in range(3_100_000)
    )
    return packages.package({packages.STRINGS: packages.strings(items)})


def zeros() -> bytes:
    return packages.package({"xl/media/image1.png": bytes(100 * 1024 * 1024)})


def zeros_in_many() -> bytes:
    part = bytes(9 * 1024 * 1024)
    return packages.package({f"xl/media/{n}.png": part for n in range(46)})


def deep() -> bytes:
    return packages.book("<a>" * 1_000_000 + "</a>" * 1_000_000)


def deep_unusual() -> bytes:
    return packages.book("<a>" * 1_000_000 + "<c><v>1</v></c>" + "</a>" * 1_000_000)


def wide_csv() -> bytes:
    return b"," * 20_000_000


LIMITED = """
import json, resource, sys
from pathlib import Path
from guiju.checkup.intake import Unreadable
from guiju.checkup.sheets import read_workbook
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
try:
    book = read_workbook(Path(sys.argv[1]))
    told = [sum(len(s.rows) for s in book.sheets), [p.says for p in book.problems]]
except Unreadable as refused:
    told = [None, [refused.says]]
usage = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss: a new program inherits that from whoever started it, here the test run itself.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
megabytes = int(peak.split()[1]) // 1024
print(json.dumps([*told, megabytes, usage.ru_utime + usage.ru_stime]))
"""


@pytest.mark.parametrize(
    ("make", "says", "rows"),
    [
        (corner, "没有读取", 1),
        (unmarked_corner, "没有读取", 0),
        (hidden_corner, "没有读取", 1),
        (wide, "没有读取", 1),
        (ragged, "没有读取", 100_000),
        (long_string_often, "工作表过大", None),
        (many_strings, "工作表过大", None),
        (zeros, "压缩炸弹", None),
        (zeros_in_many, "压缩炸弹", None),
        (deep, "", 0),
        (deep_unusual, "损坏", None),
        (wide_csv, "CSV", None),
    ],
)
def test_sizes_meant_to_kill_stay_within_memory_and_time(
    make: Callable[[], bytes], says: str, rows: int | None, tmp_path: Path
) -> None:
    path = tmp_path / ("大.csv" if make is wide_csv else "大.xlsx")
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    found_rows, told, megabytes, seconds = json.loads(done.stdout)
    assert found_rows == rows
    assert says in "".join(told)
    assert megabytes < 500
    assert seconds < 10

"""The board, the calendar with its feed, and the slips: what they show, to whom, in how much."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from guiju.checkup import printing
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.models import Case, Limit, SlipKind
from tests.home.clock import TODAY, LiveDesk, live_desk
from tests.office import noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(db: None, monkeypatch: pytest.MonkeyPatch) -> LiveDesk:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return live_desk()


@pytest.fixture
def three(live: LiveDesk) -> list[Case]:
    """One late, one near its end, one in good time, as 20 working days go."""
    days = (date(2025, 2, 20), date(2025, 3, 3), date(2025, 3, 20))
    return [live.request(f"申请{day}", day) for day in days]


def cells(page: str) -> dict[str, str]:
    """Light → the number in the first unit's line of the board."""
    line = page.split("<tbody>")[1].split("</tr>")[0]
    found = {}
    for part in line.split('<td class="n ')[1:]:
        colour = part.split('"')[0].split()[0]
        found[colour] = part.split("</")[0].split(">")[-1]
    return found


def test_the_board_counts_units_by_light(live: LiveDesk, three: list[Case]) -> None:
    page = live.client("overseer").get("/board/").content.decode()
    assert cells(page) == {"red": "1", "yellow": "1", "green": "1", "grey": "0", "blue": "0"}
    assert (
        page.index("申请2025-02-20") < page.index("申请2025-03-03") < page.index("申请2025-03-20")
    )
    assert "期限20个工作日，剩余1个工作日" in page
    assert "已逾期" in page


def test_each_light_lists_its_own(live: LiveDesk, three: list[Case]) -> None:
    client = live.client("overseer")
    for light, title in (("red", "02-20"), ("yellow", "03-03"), ("green", "03-20")):
        page = client.get("/board/", {"light": light, "unit": live.office.unit.pk}).content.decode()
        assert page.count('href="/cases/') == 1
        assert f"申请2025-{title}" in page
    assert 'href="/cases/' not in client.get("/board/", {"light": "grey"}).content.decode()
    day = Limit.objects.get(case=three[2], running=True, owed=True).due_on
    page = client.get("/board/", {"day": str(day)}).content.decode()
    assert page.count('href="/cases/') == 1


def test_a_long_list_is_printed_a_thousand_rows_a_page_and_says_so(
    live: LiveDesk, three: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = live.client("overseer")
    assert "请逐页打印" not in client.get("/board/?all=1").content.decode()
    monkeypatch.setattr(printing, "MOST_PRINTED", 2)
    pages = [client.get(f"/board/?all=1&page={n}").content.decode() for n in (1, 2)]
    assert [page.count('href="/cases/') for page in pages] == [2, 1]
    assert "共3项，每页列2项，这是第1页" in pages[0]
    assert "all=1&amp;page=2" in pages[0], "the next page is printed as well"


def test_what_is_done_turns_blue(live: LiveDesk, three: list[Case]) -> None:
    Limit.objects.filter(case=three[0]).update(running=False, done_on=TODAY)
    client = live.client("overseer")
    assert cells(client.get("/board/").content.decode())["blue"] == "1"
    assert "申请2025-02-20" in client.get("/board/?light=blue").content.decode()


def test_nothing_is_shown_that_may_not_be_seen(live: LiveDesk, three: list[Case]) -> None:
    case = live.request("工作秘密的申请", date(2025, 3, 4))
    urge_it(live, case)
    Case.objects.filter(pk=case.pk).update(secrecy=2)
    case.limits.update(secrecy=2)
    paths = ("/board/", "/board/?all=1", "/calendar/2025/4/", "/slips/")
    for path in paths:
        assert "工作秘密的申请" not in live.client("overseer").get(path).content.decode()
        outsider = live.client("nobody").get(path)
        assert outsider.status_code == 200
        assert "申请2025" not in outsider.content.decode()


def test_the_queries_do_not_grow_with_the_cases(live: LiveDesk, three: list[Case]) -> None:
    def queries(path: str) -> int:
        client = live.client("overseer")
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    paths = ("/board/", "/calendar/2025/4/", "/slips/")
    urge_it(live, three[0])
    before = [queries(path) for path in paths]
    for n in range(12):
        case = live.request(f"又一件{n}", TODAY - timedelta(days=n))
        urge_it(live, case)
    assert [queries(path) for path in paths] == before
    assert before[0] <= 16


def test_a_crooked_address_shows_the_whole_board(live: LiveDesk, three: list[Case]) -> None:
    client = live.client("overseer")
    for query in (
        "unit=x",
        "unit=9999999999999999999",
        "light=pink",
        "day=2025-99-99",
        "procedure=nothing",
    ):
        page = client.get(f"/board/?{query}")
        assert page.status_code == 200
        assert page.content.decode().count('href="/cases/') == 3
    assert client.get("/board/?page=99&unit=0").status_code == 200


def test_the_board_as_a_workbook(live: LiveDesk, three: list[Case]) -> None:
    answer = live.client("overseer").get("/board/export.xlsx?light=red")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[2]) for row in rows] == [("红　逾期", "申请2025-02-20")]


def test_the_month_shows_each_limit_on_its_day(live: LiveDesk, three: list[Case]) -> None:
    due = Limit.objects.get(case=three[2], running=True, owed=True).due_on
    assert due is not None
    page = live.client("overseer").get(f"/calendar/{due.year}/{due.month}/").content.decode()
    assert "申请2025-03-20" in page
    assert "清明节" in page
    weeks = page.partition('class="weeks"')[2]
    assert "3月31日 周一" in weeks and "申请2025-03-03" in weeks, "a day before, of the same week"
    assert "申请2025-03-20" in weeks and "没有届满的期限。" in weeks
    assert live.client("overseer").get("/calendar/").status_code == 302
    for path in ("/calendar/1999/5/", "/calendar/2025/13/", "/calendar/2025/0/"):
        assert live.client("overseer").get(path).status_code == 404
    assert "暂按周末推算" in live.client("overseer").get("/calendar/2031/5/").content.decode()


def test_a_full_day_is_counted_not_listed(live: LiveDesk) -> None:
    for n in range(6):
        live.request(f"同一天{n}", date(2025, 3, 20))
    page = live.client("overseer").get("/calendar/2025/4/").content.decode()
    assert "另2项" in page


def make(client: Client) -> str:
    page = client.post("/calendar/feed/make/").content.decode()
    return page.split('value="http://testserver')[1].split('"')[0]


def titles(address: str) -> list[str]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_the_feed_needs_no_password_but_its_token(live: LiveDesk, three: list[Case]) -> None:
    live.request("内部的申请", date(2025, 3, 20), secrecy=1)
    client = live.client("overseer")
    address = make(client)
    found = titles(address)
    assert [title.split("】")[1] for title in found[:3]] == [
        "申请2025-02-20",
        "申请2025-03-03",
        "申请2025-03-20",
    ]
    assert not any("内部的申请" in title for title in found)
    assert any(title.endswith("（内部事项）") for title in found)
    assert Client().get("/calendar/feed/not-the-token.ics").status_code == 404
    assert Client().post(address).status_code == 405
    again = make(client)
    assert Client().get(address).status_code == 404
    assert titles(again) == found
    client.post("/calendar/feed/revoke/")
    assert Client().get(again).status_code == 404


def test_the_feed_follows_what_its_owner_may_see(live: LiveDesk, three: list[Case]) -> None:
    address = make(live.client("overseer"))
    user: User = live.office.people["overseer"]
    user.holdings.update(until=TODAY - timedelta(days=1))
    assert titles(address) == []
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def urge_it(live: LiveDesk, case: Case, kind: SlipKind = SlipKind.URGE) -> int:
    role = live.office.procedure.acts()["receive"].by[0]
    by = live.office.people[role]
    return urge(case, Urging(kind, "请抓紧<办理>"), by=by, at=noon(TODAY))[0].pk


def test_slips_are_registered_and_printed(live: LiveDesk, three: list[Case]) -> None:
    late, near, early = three
    red = urge_it(live, late, SlipKind.SUPERVISE)
    yellow, blue = urge_it(live, near), urge_it(live, early)
    client = live.client("overseer")
    page = client.get("/slips/").content.decode()
    assert page.count('<a href="/slips/') == 3
    assert client.get("/slips/?kind=supervise").content.decode().count('<a href="/slips/') == 1
    assert client.get("/slips/?year=2024").content.decode().count('<a href="/slips/') == 0
    assert client.get("/slips/?q=申请2025-03-20").content.decode().count('<a href="/slips/') == 1
    words = {
        red: ("督办单", "红色督办"),
        yellow: ("催办单", "黄色警示"),
        blue: ("催办单", "蓝色提醒"),
    }
    for pk, (title, level) in words.items():
        page = client.get(f"/slips/{pk}/").content.decode()
        assert f"<h1>{title}</h1>" in page
        assert level in page
        assert "请抓紧&lt;办理&gt;" in page
        assert live.client("nobody").get(f"/slips/{pk}/").status_code == 404
    rows = openpyxl.load_workbook(io.BytesIO(client.get("/slips/export.xlsx").content)).active
    assert rows is not None
    assert rows.max_row == 5


def test_a_long_register_of_slips_is_printed_page_by_page(
    live: LiveDesk, three: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in three:
        urge_it(live, case)
    client = live.client("overseer")
    assert "请逐页打印" not in client.get("/slips/?all=1").text
    monkeypatch.setattr(printing, "MOST_PRINTED", 2)
    pages = [client.get(f"/slips/?all=1&page={n}").text for n in (1, 2)]
    assert [page.count('<a href="/slips/') for page in pages] == [2, 1]
    assert "共3项，每页列2项，这是第1页" in pages[0]
    assert "all=1&amp;page=2" in pages[0]


def test_a_slip_is_one_page_of_pdf(live: LiveDesk, three: list[Case]) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    pk = urge_it(live, three[0], SlipKind.SUPERVISE)
    answer = live.client("overseer").get(f"/slips/{pk}/slip.pdf")
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        text = pdf.pages[0].extract_text()
    assert "请抓紧<办理>" in text
    assert "红色督办" in text
    assert live.client("nobody").get(f"/slips/{pk}/slip.pdf").status_code == 404

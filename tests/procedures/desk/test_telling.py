"""批示后告知文书: the clerk a case came from hears at once what somebody above has signed."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.org.models import Unit
from tests.procedures.desk.house import REASON, UNITS, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(house: House) -> House:
    """The house with somebody above it, before whom a case lies to be signed."""
    house.hire("区长", Unit.objects.get(name="甲局"), "head", rank=1)
    house.open("经办一")
    house.do("submit_direct", "经办一")
    house.do("review", "审核", to=("区长",), opinion="拟同意")
    return house


def told(house: House) -> list[tuple[str, str]]:
    """Who has been told of a signature, and what."""
    rows = Notice.objects.filter(kind="instructed").order_by("pk")
    return [(n.user.username.removesuffix("某"), n.text) for n in rows.select_related("user")]


def test_the_clerk_is_told_that_it_was_signed_by_hand(led: House) -> None:
    led.do("issue", "区长", handwriting="[[1,2,3,4]]")
    assert told(led) == [("经办一", "“关于某事项的通知”：区长某签发，手写了意见")]


def test_the_clerk_is_told_who_signed_and_what(led: House) -> None:
    assert told(led) == [], "whoever reviews is not above the head of the office"
    led.do("issue", "区长", opinion="同意，请抓紧印发。")
    assert told(led) == [("经办一", "“关于某事项的通知”：区长某签发，“同意，请抓紧印发。”")]
    notice = Notice.objects.get(kind="instructed")
    assert notice.title == "", "words of an opinion do not leave the desk"
    assert notice.link == f"/cases/{led.case.pk}/"


def test_a_signature_without_words_is_told_too(led: House) -> None:
    led.do("issue", "区长")
    assert told(led) == [("经办一", "“关于某事项的通知”：区长某签发")]


def test_a_long_opinion_is_cut(led: House) -> None:
    led.do("issue", "区长", opinion="办" * 4000)
    ((_, text),) = told(led)
    assert text.endswith("办…”") and len(text) < 300


def test_whoever_has_it_back_is_not_told_twice(led: House) -> None:
    led.do("return_for_changes", "区长", opinion="数据要核对", **REASON)
    assert Notice.objects.filter(kind="returned", user=led.people["经办一"]).count() == 1
    assert told(led) == []


def test_the_head_of_one_s_own_office_is_nobody_above(house: House) -> None:
    house.open("经办一")
    house.do("submit_direct", "经办一")
    house.do("review", "审核", to=("负责人",))
    house.do("issue", "负责人", opinion="同意")
    assert told(house) == []


def test_whoever_has_the_post_now_is_told(led: House) -> None:
    post = led.posts["经办一"]
    post.holdings.update(until=date(2025, 3, 2))
    org.appoint(user=led.people["收发"], post=post, since=date(2025, 3, 3))
    led.do("issue", "区长", opinion="同意")
    assert [name for name, _ in told(led)] == ["收发"]


def test_nobody_is_told_of_what_they_may_no_longer_read(house: House) -> None:
    house.hire("区长", Unit.objects.get(name="甲局"), "head", rank=1)
    house.clear("经办一", "审核", "区长")
    house.open("经办一", secrecy=2)
    house.do("submit_direct", "经办一")
    house.do("review", "审核", to=("区长",))
    house.posts["经办一"].clearance = 1
    house.posts["经办一"].save(update_fields=["clearance"])
    house.do("issue", "区长", opinion="同意")
    assert told(house) == []


def test_several_units_are_told_what_each_is_asked_to_do(house: House) -> None:
    """A unit asked to handle a document was told that it waits for a countersignature."""
    house.open("经办一")
    before = set(Notice.objects.values_list("pk", flat=True))
    house.do("submit", "经办一", UNITS)
    told = Notice.objects.exclude(pk__in=before)
    assert {one.text for one in told} == {f"“{house.case.title}”等待签署"}
    assert len(told) >= len(UNITS)

"""秘书代录: what a leader decided on paper is entered by another, with the paper, in their name."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import NotYours, Refusal
from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.org.acts import Period
from guiju.org.models import Secrecy
from guiju.org.selectors import Seat, seats_of
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.boxes import to_do
from guiju.procedures.desk.circulating import circulate, mark_read
from guiju.procedures.desk.handing import hand_on, lend_post, open_task
from guiju.procedures.desk.opinions import block
from guiju.procedures.desk.returning import take_back
from guiju.procedures.desk.visibility import viewer_of, who_sees
from guiju.procedures.models import Attachment, Case, Participation
from guiju.procedures.selectors import offers
from tests.office import MONDAY, noon
from tests.procedures.desk.house import House

pytestmark = pytest.mark.django_db
SCAN = b"\x89PNG\r\n\x1a\n" + bytes(64) + b"IEND\xaeB`\x82"


@pytest.fixture
def signing(house: House) -> House:
    """The case waits for the head's signature; 收发 may enter what the head writes on paper."""
    period = Period(MONDAY - timedelta(days=3), MONDAY + timedelta(days=30))
    head = house.people["负责人"]
    head.first_name = "冯负责人"
    head.save(update_fields=["first_name"])
    lend_post(
        post=house.posts["负责人"], to=house.people["收发"], period=period, reason="不便上网",
        by=head, at=noon(MONDAY), records=True,
    )  # fmt: skip
    house.open("经办一")
    house.do("submit_direct", "经办一")
    house.do("review", "审核")
    return house


def test_who_only_enters_paper_opens_nothing(house: House) -> None:
    """Not even with a scan: there is no paper on which somebody decided that a case be opened."""
    period = Period(MONDAY, MONDAY + timedelta(days=30))
    lend_post(
        post=house.posts["经办一"], to=house.people["收发"], period=period, reason="不便上网",
        by=house.people["经办一"], at=noon(MONDAY), records=True,
    )  # fmt: skip
    opening = Opening(house.jurisdiction, "paper", "关于某事项的通知", unit=house.office)
    with pytest.raises(NotYours):
        open_case(
            opening, Deed("begin", MONDAY), by=house.people["收发"], at=noon(MONDAY),
            rulebook=house.rules,
        )  # fmt: skip
    assert not Case.objects.exists()


def paper_seats(user: User, on: date) -> tuple[Seat, ...]:
    return viewer_of(user, on=on).paper_seats


def scanned(house: House) -> Attachment:
    """The paper, put with the case by whoever enters it."""
    by = house.people["收发"]
    return attach(house.case, SCAN, name="批示.png", by=by, at=noon(MONDAY))


def enter(house: House, scan: Attachment | None, act: str = "issue", **facts: str) -> Case:
    deed = Deed(act, MONDAY, facts, opinion="同意印发", scan=scan)
    by = house.people["收发"]
    house.current = perform(house.case, deed, by=by, at=noon(MONDAY), rulebook=house.rules)
    return house.current


def test_the_act_is_the_leaders_and_says_who_entered_it(signing: House) -> None:
    scan = scanned(signing)
    assert enter(signing, scan).step == "closed"
    event = signing.case.events.get(act="issue")
    head, secretary = signing.people["负责人"], signing.people["收发"]
    assert (event.by, event.recorder) == (head.username, secretary.username)
    assert event.acting_for == ""
    opinion = signing.case.opinions.get(act="issue")
    assert (opinion.by, opinion.name, opinion.acting_for) == (head.username, "冯负责人", "")
    (zone,) = (z for z in block(signing.case) if z.name == "签发意见")
    assert zone.opinions[0].signature == f"冯负责人（{secretary.username}代录）"
    entry = Entry.objects.filter(verb="issue").get()
    assert entry.by == secretary.username
    assert json.loads(entry.payload)["scan"] == scan.file.digest


def test_the_leader_is_told_and_has_it_among_what_they_did(signing: House) -> None:
    enter(signing, scanned(signing))
    head, secretary = signing.people["负责人"], signing.people["收发"]
    told = Notice.objects.get(user=head, kind="entered_for")
    assert "收发某已按您的纸质批示代录“签发”，请核对" in told.text
    for person in (head, secretary):
        assert Participation.objects.get(user=person, case=signing.case).acted


def test_without_the_paper_nothing_is_entered(signing: House) -> None:
    with pytest.raises(Refusal) as told:
        enter(signing, None)
    (reason,) = told.value.reasons
    assert reason.rule == "on_paper.scan" and reason.helper == "冯负责人"
    other, first = scanned(signing), signing.case
    signing.open("经办一")
    signing.do("submit_direct", "经办一")
    signing.do("review", "审核")
    assert signing.case.pk != first.pk
    with pytest.raises(Refusal, match="附件须在本件之内"):
        enter(signing, other)
    assert signing.case.step == "signing"


def test_who_enters_decides_nothing_of_their_own(signing: House) -> None:
    """The seat shows in the boxes as the leader's, and ends with the period."""
    secretary = signing.people["收发"]
    assert not [s for s in seats_of(secretary, on=MONDAY) if s.acting_for]
    (lent,) = paper_seats(secretary, MONDAY)
    assert lent.decided_by == signing.people["负责人"]
    assert [row.case for row in to_do(viewer_of(secretary, on=MONDAY))] == [signing.case]
    offered = {o.id for o in offers(signing.case, user=secretary, on=MONDAY,
                                    rulebook=signing.rules) if not o.reasons}  # fmt: skip
    assert "issue" in offered
    later = MONDAY + timedelta(days=31)
    assert not paper_seats(secretary, later)
    deed = Deed("issue", MONDAY, scan=scanned(signing))
    with pytest.raises(NotYours):
        perform(signing.case, deed, by=secretary, at=noon(later), rulebook=signing.rules)


def test_of_a_post_held_by_two_nobody_can_say_whose_paper_it_is(signing: House) -> None:
    signing.hire("副手", signing.office)
    org.appoint(user=signing.people["副手"], post=signing.posts["负责人"], since=MONDAY)
    assert not paper_seats(signing.people["收发"], MONDAY)
    assert "收发某" not in {row.user.username for row in who_sees(signing.case, on=MONDAY)}


def test_who_sees_the_case_says_why_the_secretary_does(signing: House) -> None:
    seen = {row.user.username: row.why for row in who_sees(signing.case, on=MONDAY)}
    assert seen["收发某"] == "代录：参与办理或传阅"


def test_who_enters_paper_may_do_nothing_else_from_the_post(signing: House) -> None:
    """No handing on, no reading, no writing of the text, none of the powers of the post."""
    secretary, on = signing.people["收发"], MONDAY
    (task,) = signing.open_tasks()
    signing.hire("副区长", signing.office, "head", rank=11)
    with pytest.raises(NotYours, match="不能转办"):
        hand_on(task, signing.to("副区长"), note="", by=secretary, at=noon(on))
    assert open_task(task, by=secretary, at=noon(on)) is False
    with pytest.raises(NotYours, match="不能修改正文"):
        signing.revise("另一稿", "收发")
    circulate(
        signing.case, [signing.posts["负责人"]], note="", by=signing.people["审核"], at=noon(on)
    )
    (reading,) = signing.case.readings.all()
    told = Notice.objects.filter(kind="reading").values_list("user__username", flat=True)
    assert list(told) == [signing.people["负责人"].username]
    with pytest.raises(NotYours):
        mark_read(reading, by=secretary, at=noon(on))
    assert not viewer_of(secretary, on=on).holds("paper.head")
    assert viewer_of(signing.people["负责人"], on=on).holds("paper.head")


def take_it_back(house: House, by: str, on: date = MONDAY) -> Case:
    house.current = take_back(house.case, by=house.people[by], at=noon(on), rulebook=house.rules)
    return house.current


class TestTakingBack:
    """Who entered it may take it back as an act of their own: while nobody has gone on."""

    def entered(self, house: House) -> Case:
        return enter(house, scanned(house), "return_to_review", reason="数据请再核")

    def test_by_who_entered_it_and_the_leader_is_told(self, signing: House) -> None:
        self.entered(signing)
        case = take_it_back(signing, "收发")
        assert case.step == "signing"
        assert signing.held() == {"signing:负责人"}
        done, gone = case.events.order_by("seq")[3:]
        head, secretary = signing.people["负责人"], signing.people["收发"]
        assert (gone.corrects, gone.void, gone.reason) == (done.seq, True, "取回")
        assert (gone.by, gone.recorder) == (head.username, secretary.username)
        entry = Entry.objects.filter(chain=f"case/{case.pk}").latest("seq")
        assert (entry.verb, entry.by) == ("void", secretary.username)
        told = Notice.objects.filter(user=head, kind="entered_for").latest("pk")
        assert told.text.endswith("收发某已取回按您的纸质批示代录的“退回审核”，请核对")
        assert first_break() is None

    def test_it_may_be_entered_anew(self, signing: House) -> None:
        self.entered(signing)
        take_it_back(signing, "收发")
        assert enter(signing, scanned(signing)).step == "closed"
        (zone,) = (z for z in block(signing.case) if z.name == "签发意见")
        assert [opinion.text for opinion in zone.opinions] == ["同意印发"]

    def test_a_signature_that_closed_the_case(self, signing: House) -> None:
        assert enter(signing, scanned(signing)).closed_on == MONDAY
        case = take_it_back(signing, "收发")
        assert (case.step, case.closed_on) == ("signing", None)
        assert not [z for z in block(case) if z.name == "签发意见"]

    def test_by_the_leader_as_well_and_who_entered_it_is_told(self, signing: House) -> None:
        self.entered(signing)
        before = set(Notice.objects.values_list("pk", flat=True))
        assert take_it_back(signing, "负责人").step == "signing"
        told = Notice.objects.exclude(pk__in=before).get(kind="entered_for")
        assert told.user == signing.people["收发"]
        says = "冯负责人已取回您按其纸质批示代录的“退回审核”，请核对"
        assert told.text == f"“{signing.case.title}”：{says}"
        assert told.link == f"/cases/{signing.case.pk}/"

    @pytest.mark.parametrize("secrecy", [Secrecy.OPEN, Secrecy.WORK_SECRET])
    def test_who_may_no_longer_see_the_case_is_not_told_of_it(
        self, signing: House, secrecy: Secrecy
    ) -> None:
        """Once the leader's post is no longer lent, only their own clearance counts."""
        self.entered(signing)
        Case.objects.filter(pk=signing.case.pk).update(secrecy=secrecy)
        signing.current = Case.objects.get(pk=signing.case.pk)
        take_it_back(signing, "负责人", MONDAY + timedelta(days=31))
        told = Notice.objects.filter(user=signing.people["收发"], kind="entered_for")
        assert told.exists() is (secrecy == Secrecy.OPEN)

    def test_nobody_is_told_of_an_act_of_the_leaders_own(self, signing: House) -> None:
        signing.do("return_to_review", "负责人", reason="数据请再核")
        take_it_back(signing, "负责人")
        assert not Notice.objects.filter(kind="entered_for").exists()

    def test_not_once_the_next_has_opened_it(self, signing: House) -> None:
        self.entered(signing)
        (task,) = signing.open_tasks()
        assert open_task(task, by=signing.people["审核"], at=noon(MONDAY))
        with pytest.raises(Refusal, match="审核某已经打开本件"):
            take_it_back(signing, "收发")

    def test_by_nobody_else(self, signing: House) -> None:
        self.entered(signing)
        with pytest.raises(NotYours, match="只有提交人本人可以取回"):
            take_it_back(signing, "经办一")

    def test_not_once_the_paper_is_no_longer_theirs_to_enter(self, signing: House) -> None:
        self.entered(signing)
        with pytest.raises(NotYours, match="您已不代录冯负责人的批示") as told:
            take_it_back(signing, "收发", MONDAY + timedelta(days=31))
        assert told.value.reasons[0].helper == "冯负责人"
        assert take_it_back(signing, "负责人", MONDAY + timedelta(days=31)).step == "signing"

    def test_an_act_of_the_leaders_own_is_not_the_secretarys(self, signing: House) -> None:
        signing.do("return_to_review", "负责人", reason="数据请再核")
        with pytest.raises(NotYours, match="只有提交人本人可以取回"):
            take_it_back(signing, "收发")

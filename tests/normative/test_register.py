"""规范性文件目录: what is in force on a day, to whom it is shown, on page and in the workbook."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from guiju.checkup import printing
from guiju.normative.register import Wanted, lines, register, standing_in
from guiju.normative.resting import RULE, amended_by, not_in_force
from guiju.procedures.desk.panels import obstacles_to
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Case
from guiju.procedures.selectors import procedure_of
from tests.normative.issued import ISSUED, TODAY, Desk, desk_of
from tests.office import noon

pytestmark = pytest.mark.django_db
PAGE = "/normative/register/"
ONE, TWO = "云政规〔2026〕1号", "云政规〔2026〕2号"


@pytest.fixture
def desk(db: None) -> Desk:
    return desk_of()


@pytest.fixture
def client(desk: Desk) -> Client:
    return desk.client("overseer")


def shown(desk: Desk, on: date = TODAY, who: str = "overseer", **asked: Any) -> dict[str, str]:
    viewer = viewer_of(desk.person(who), on=on)
    found = register(viewer, Wanted(on, **asked))
    return {line.number: line.validity.standing.name for line in found}


def in_workbook(client: Client, query: str = "") -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(client.get(f"/normative/register.xlsx{query}").content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]


def test_an_empty_register_says_so(client: Client) -> None:
    assert "没有符合条件的规范性文件" in client.get(PAGE).text


def test_it_is_asked_as_of_a_day(desk: Desk, client: Client) -> None:
    case = desk.issue(ONE)
    desk.put(case, "repeal", date(2026, 5, 4), {"repeal_basis": "云政发〔2026〕9号"}, by="head")
    assert shown(desk, ISSUED - timedelta(days=1)) == {}
    assert shown(desk, date(2026, 5, 3)) == {ONE: "IN_FORCE"}
    assert shown(desk, date(2026, 5, 4)) == {ONE: "REPEALED"}
    assert "现行有效" in client.get(PAGE, {"on": "2026-05-03"}).text
    page = client.get(PAGE, {"on": "2026-05-04"})
    assert [line.light.colour for line in page.context["page"]] == ["grey"]


def test_without_effect_it_is_still_there_and_says_so(desk: Desk) -> None:
    case = desk.issue(ONE)
    desk.put(case, "suspend", TODAY, {"suspension_basis": "决定"}, by="head")
    (line,) = lines(Case.objects.filter(pk=case.pk), TODAY)
    assert (line.light.colour, line.light.word) == ("yellow", "暂停执行")
    assert [one.number for one in standing_in(desk.office.jurisdiction, TODAY)] == [ONE]


def test_a_mistaken_repeal_undone_is_in_force_again(desk: Desk) -> None:
    case = desk.issue(ONE)
    desk.put(case, "repeal", TODAY, {"repeal_basis": "x"}, by="head")
    assert shown(desk) == {ONE: "REPEALED"}
    desk.undo(case, case.events.count())
    assert shown(desk) == {ONE: "IN_FORCE"}


class TestAlarms:
    def test_a_term_that_ends_soon_is_told_and_one_that_ended_is_past(self, desk: Desk) -> None:
        desk.issue(ONE, valid_until=TODAY + timedelta(days=90))
        desk.issue(TWO, valid_until=TODAY + timedelta(days=91))
        assert set(shown(desk, alarmed=True)) == {ONE}
        (near,) = [line for line in _lines(desk) if line.number == ONE]
        assert near.light.colour == "yellow" and "将于2026-08-30届满" in str(near.cells[11])
        later = [line for line in _lines(desk, TODAY + timedelta(days=95)) if line.number == ONE]
        assert (later[0].validity.standing.name, later[0].light.colour) == ("EXPIRED", "grey")
        assert "已于2026-08-30届满" in str(later[0].cells[11])

    def test_evaluation_and_clean_up_have_their_days_and_end_when_done(self, desk: Desk) -> None:
        case = desk.issue(ONE)
        on = date(2029, 4, 1)
        (line,) = _lines(desk, on)
        assert {alarm.limit for alarm in line.alarms} == {"post_evaluation", "clean_up"}
        assert line.light.colour == "red"
        desk.today = on
        desk.put(case, "post_evaluate", on, {"evaluation_conclusion": "有效"}, by="drafter")
        desk.put(case, "clean_up", on, {"clean_up_conclusion": "继续有效"})
        assert _lines(desk, on)[0].alarms == ()

    def test_what_was_repealed_owes_nothing(self, desk: Desk) -> None:
        case = desk.issue(ONE)
        desk.put(case, "repeal", TODAY, {"repeal_basis": "x"}, by="head")
        assert _lines(desk, date(2032, 1, 5))[0].alarms == ()


def _lines(desk: Desk, on: date = TODAY) -> list[Any]:
    return register(viewer_of(desk.person("overseer"), on=TODAY), Wanted(on))


class TestLedgers:
    def test_a_document_in_two_ledgers_is_shown_by_the_later(self, desk: Desk) -> None:
        desk.import_one("云政规〔2025〕7号", "救助办法")
        later = desk.import_one("云政规[2025]7号", "救助办法", year=2026)
        (line,) = _lines(desk)
        assert line.case == later and line.number == "云政规〔2025〕7号"

    def test_the_case_of_the_desk_comes_before_the_ledger(self, desk: Desk) -> None:
        case = desk.issue(ONE)
        desk.import_one(ONE, "养老服务补贴办法")
        assert [line.case for line in _lines(desk)] == [case]


class TestWho:
    def test_only_what_one_may_see(self, desk: Desk) -> None:
        desk.issue(ONE)
        assert shown(desk, who="nobody") == {}
        assert shown(desk, who="bureau") == {ONE: "IN_FORCE"}
        assert desk.client("nobody").get(PAGE).context["page"].paginator.count == 0
        assert in_workbook(desk.client("nobody")) == []


class TestPage:
    def test_page_and_workbook_show_the_same(self, desk: Desk, client: Client) -> None:
        desk.issue(ONE, "养老服务补贴办法")
        desk.issue(TWO, "临时救助办法")
        for query, wanted in (
            ("", [TWO, ONE]), ("?text=养老", [ONE]), ("?text=云政规[2026]2号", [TWO]),
            ("?standing=REPEALED", []), ("?alarmed=on", []),
        ):  # fmt: skip
            query += f"{'&' if query else '?'}on={TODAY.isoformat()}"
            page = client.get(PAGE + query)
            assert [line.number for line in page.context["page"]] == wanted, query
            assert [row[0] for row in in_workbook(client, query)] == wanted, query

    def test_many_come_in_pages_and_in_long_ones_to_be_printed(
        self, desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for n in range(55):
            desk.import_one(f"云政规〔2025〕{n + 1}号", f"办法{n}")
        assert len(client.get(PAGE).context["page"]) == 50
        assert len(client.get(PAGE, {"all": "1"}).context["page"]) == 55
        monkeypatch.setattr(printing, "MOST_PRINTED", 30)
        second = client.get(PAGE, {"all": "1", "page": "2"})
        assert len(second.context["page"]) == 25
        assert "共55项，每页列30项，这是第2页" in second.text

    def test_a_day_written_wrongly_says_so_and_narrows_nothing(
        self, desk: Desk, client: Client
    ) -> None:
        desk.issue(ONE)
        page = client.get(PAGE, {"on": "五月", "text": "养老"})
        assert "日期写成" in page.text and 'value="五月"' in page.text

    def test_may_it_be_cited(self, desk: Desk, client: Client) -> None:
        case = desk.issue(ONE, on=timezone.localdate())
        assert "可以作为依据" in client.get(PAGE, {"cited": "云政规[2026]1号"}).text
        desk.today = timezone.localdate()
        desk.put(case, "suspend", desk.today, {"suspension_basis": "决定"}, by="head")
        said = client.get(PAGE, {"cited": ONE}).text
        assert "暂停执行，不能作为依据" in said and "第六十四条第二款" in said
        assert "无法核对" in client.get(PAGE, {"cited": "邻政规〔2026〕3号"}).text


class TestResting:
    """B-7: nothing rests on a document that is not in force."""

    TEXT = f"根据《云岭区养老服务补贴办法》（{ONE}）和邻区邻政规〔2025〕1号，制定本办法。"

    def test_a_text_may_rest_on_what_is_in_force(self, desk: Desk) -> None:
        desk.issue(ONE)
        assert not_in_force(self.TEXT, desk.office.jurisdiction, TODAY) == []

    @pytest.mark.parametrize(
        ("act", "facts"),
        [
            ("repeal", {"repeal_basis": "x"}),
            ("lapse", {"repeal_basis": "x"}),
            ("revoke", {"repeal_basis": "x"}),
            ("suspend", {"suspension_basis": "x"}),
        ],
    )
    def test_but_not_on_what_has_ended_or_is_suspended(
        self, desk: Desk, act: str, facts: dict[str, str]
    ) -> None:
        desk.put(desk.issue(ONE), act, TODAY, facts, by="head")
        (reason,) = not_in_force(self.TEXT, desk.office.jurisdiction, TODAY)
        assert ONE in reason.says and "不能作为依据" in reason.says
        assert "第六十四条第二款" in reason.basis

    def test_not_on_what_has_expired_or_not_begun(self, desk: Desk) -> None:
        desk.issue(ONE, effective_from=date(2026, 7, 1), valid_until=date(2026, 12, 31))
        for on, refused in ((TODAY, 1), (date(2026, 7, 1), 0), (date(2027, 1, 1), 1)):
            assert len(not_in_force(self.TEXT, desk.office.jurisdiction, on)) == refused

    def test_to_end_a_document_is_not_to_rest_on_it(self, desk: Desk) -> None:
        desk.put(desk.issue(ONE), "repeal", TODAY, {"repeal_basis": "x"}, by="head")
        text = f"本办法自公布之日起施行。《养老服务补贴办法》（{ONE}）已经废止。"
        assert not_in_force(text, desk.office.jurisdiction, TODAY) == []

    def test_it_is_refused_on_its_way_to_the_legality_review(self, desk: Desk) -> None:
        desk.put(desk.issue(ONE), "repeal", TODAY, {"repeal_basis": "x"}, by="head")
        case = desk.begin("云岭区助餐办法")
        desk.put(case, "propose", TODAY, {"qualification": True}, by="drafter")
        case.texts.create(
            jurisdiction=case.jurisdiction, version=1, body=self.TEXT, digest="0" * 64,
            by="起草单位甲", at=noon(TODAY),
        )  # fmt: skip
        found = obstacles_to(case, procedure_of(case), "submit_for_review")
        said = [reason for reason in found if reason.rule == RULE]
        assert len(said) == 1 and ONE in said[0].says


class TestPanel:
    """The page of a document tells its validity, and warns of what it amended."""

    def test_a_published_document_says_since_when_it_is_what(self, desk: Desk) -> None:
        case = desk.issue(ONE)
        desk.put(case, "repeal", TODAY, {"repeal_basis": "云政发〔2026〕9号"}, by="head")
        page = desk.client("overseer").get(f"/cases/{case.pk}/").text
        assert "2026-03-02起现行有效" in page and "2026-06-01起已废止" in page
        assert "云政发〔2026〕9号" in page

    def test_what_is_not_published_has_no_validity(self, desk: Desk) -> None:
        case = desk.begin("云岭区助餐办法")
        desk.put(case, "propose", TODAY, {"qualification": True}, by="drafter")
        assert "起现行有效" not in desk.client("overseer").get(f"/cases/{case.pk}/").text

    def test_what_it_amended_is_named_to_those_who_may_see_it(self, desk: Desk) -> None:
        base, amending = desk.issue(ONE, "救助办法"), desk.issue(TWO, "关于修改的决定")
        desk.put(base, "amend", TODAY, {"amended_by": TWO}, by="head")
        page = desk.client("overseer").get(f"/cases/{amending.pk}/").text
        assert "《救助办法》" in page and "不会自动恢复原文" in page
        Case.objects.filter(pk=base.pk).update(secrecy=2)
        page = desk.client("overseer").get(f"/cases/{amending.pk}/").text
        assert "《救助办法》" not in page and "您无权查看的1件文件" in page


def test_repealing_what_amended_others_names_them(desk: Desk) -> None:
    base, amending = desk.issue(ONE), desk.issue(TWO)
    said = {"amended_by": f"云岭区人民政府关于修改部分文件的决定（{TWO}）"}
    desk.put(base, "amend", TODAY, said, by="head")
    (changed,) = amended_by(amending, TWO)
    assert (changed.case, changed.since) == (base, TODAY)
    assert amended_by(base, ONE) == []
    desk.undo(base, base.events.count())
    assert amended_by(amending, TWO) == []

"""The page of a case: what happened, why this date, what was found; strangers see nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from guiju.checkup.importing import Order, import_reading
from guiju.checkup.reading import Reading, Row
from guiju.org.models import Holding, Post
from guiju.procedures.models import Case, Finding
from guiju.procedures.rulebook import office_rulebook
from tests.home.conftest import AT, Desk


def page_of(desk: Desk, case: Case) -> str:
    answer = desk.client.get(f"/cases/{case.pk}/")
    assert answer.status_code == 200
    return answer.text


def test_it_shows_every_event_by_its_label(desk: Desk) -> None:
    for case in Case.objects.all():
        page = page_of(desk, case)
        p = office_rulebook().version(case.procedure, case.version)
        for event in case.events.all():
            assert p.label_of(event.act) in page
            assert str(event.on) in page


def test_it_says_why_this_date_day_by_day(desk: Desk) -> None:
    late = next(f for f in Finding.objects.filter(case__procedure="inquiry") if f.days_late > 0)
    page = page_of(desk, late.case)
    assert "为什么是这一天" in page
    assert "次日起算" in page
    assert "<b>第1天</b>" in page
    assert "逾期办结" in page
    assert late.says in page
    assert late.basis in page


def test_no_limit_is_called_late_unless_the_check_found_it(desk: Desk) -> None:
    reds = 0
    for case in Case.objects.all():
        page = page_of(desk, case)
        limits = page.partition('id="h-limits"')[2].partition("</section>")[0]
        n = limits.count('class="light red"')
        assert n <= case.findings.count(), case.pk
        reds += n
    assert reds > 5


def test_what_the_ledger_cannot_show_is_unknown(desk: Desk) -> None:
    pages = [page_of(desk, c) for c in Case.objects.filter(procedure="problem")]
    assert all("台账未反映" in page for page in pages)


def test_an_imported_case_says_that_it_is_a_closed_record(desk: Desk) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    assert "不能再办理" in page_of(desk, case)


def test_an_imported_case_shows_what_was_registered_and_what_may_be_done_with_it(
    desk: Desk,
) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    page = page_of(desk, case)
    assert "台账登记内容" in page
    for way in ("sheet", "circulate", "link", "watch", "who"):
        assert f'/cases/{case.pk}/{way}/"' in page
    for way in ("void", "urge", "text"):
        assert f'/cases/{case.pk}/{way}/"' not in page
    sheet = desk.client.get(f"/cases/{case.pk}/sheet/").text
    assert "办理经过" in sheet and "还没有办理记录" not in sheet
    assert "来源：" in sheet and "缓急" not in sheet


def test_an_imported_case_sent_round_can_be_read_on_its_page(desk: Desk) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    post = Post.objects.get(holdings__user=desk.user)
    desk.client.post(f"/cases/{case.pk}/circulate/", {"to": f"post:{post.pk}", "note": "请阅"})
    reading = case.readings.get()
    page = page_of(desk, case)
    assert f'action="/cases/{case.pk}/readings/{reading.pk}/"' in page
    assert "已阅0，未阅1" in page
    desk.client.post(f"/cases/{case.pk}/readings/{reading.pk}/", {"opinion": "已阅。"})
    assert "已阅1，未阅0" in page_of(desk, case)


def test_an_imported_normative_document_says_whether_it_is_in_force(desk: Desk) -> None:
    pages = [page_of(desk, c) for c in Case.objects.filter(procedure="normative_document")]
    assert any("规范性文件目录</a>" in page and ">效力</h2>" in page for page in pages)


def test_what_was_corrected_stays_struck_out_with_what_replaced_it(
    desk: Desk, reading: Reading
) -> None:
    case = Case.objects.filter(procedure="study_session").first()
    assert case is not None
    later = tuple(_a_day_later(r) for r in reading.rows if r.ledger.procedure == "study_session")
    import_reading(replace(reading, rows=later), Order(desk.jurisdiction, "lin", AT))
    page = page_of(desk, case)
    assert 'class="gone"' in page
    assert "更正，lin：台账更正后重新导入" in page
    before, after = (event.on for event in case.events.order_by("seq")[:2])
    assert str(before) in page
    assert str(after) in page


def _a_day_later(row: Row) -> Row:
    events = tuple(replace(e, on=e.on + timedelta(days=1)) for e in row.history.events)
    return replace(row, history=replace(row.history, events=events), digest="changed")


def test_a_case_of_another_district_does_not_exist(desk: Desk, foreign: Case) -> None:
    assert desk.client.get(f"/cases/{foreign.pk}/").status_code == 404
    assert desk.client.get("/cases/999999/").status_code == 404


def test_who_has_left_the_post_sees_the_cases_no_more(desk: Desk) -> None:
    case = Case.objects.first()
    assert case is not None
    holding = Holding.objects.get(user=desk.user)
    Holding.objects.filter(pk=holding.pk).update(until=holding.since + timedelta(days=1))
    assert desk.client.get(f"/cases/{case.pk}/").status_code == 404


def test_a_case_whose_procedure_file_is_gone_can_still_be_read(desk: Desk) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    Case.objects.filter(pk=case.pk).update(version="f" * 64)
    page = page_of(desk, case)
    assert "程序文件版本已找不到" in page
    assert case.title in page


def test_the_page_needs_few_queries(desk: Desk, django_assert_max_num_queries: object) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    page_of(desk, case)  # the register is read once for all
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page_of(desk, case)


def test_a_live_case_tells_what_may_be_done_and_why_not(bare: Desk) -> None:
    rules = office_rulebook()
    p = rules.in_force("study_session", date(2025, 3, 3))
    opening = next(name for name, act in p.acts().items() if act.opens)
    case = Case.objects.create(
        jurisdiction=bare.jurisdiction,
        procedure=p.id,
        version=p.digest,
        title="集中学法",
        opened_on=date(2025, 3, 3),
        step=p.acts()[opening].to,
    )
    case.events.create(
        jurisdiction=bare.jurisdiction,
        seq=1,
        procedure=p.id,
        act=opening,
        on=date(2025, 3, 3),
        year=2025,
        by="lin",
    )
    page = page_of(bare, case)
    offered = [a for step, _, a, _ in p.moves() if step == case.step and not a.opens]
    assert offered
    for act in offered:
        assert act.label in page
    assert 'class="off"' in page
    assert "由" in page.partition("现在能做什么")[2]
    assert 'class="step now"' in page

"""Sessions: the sheet feeds the acts, the acts feed the figures, live as imported."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from guiju.core.errors import NotYours, Refusal
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.figure import all_figures
from guiju.procedures.models import Case, Draft
from guiju.reports.selectors import figures_of_year, records_of
from guiju.study.choosing import named_in
from guiju.study.models import Attendance, Chosen
from guiju.study.register import COLUMNS, HELD, NOT_HELD, PLANNED, lines, sessions
from guiju.study.sessions import (
    Attended,
    choose_laws,
    compose,
    counted,
    facts_for,
    may_keep_sheet,
    take_attendance,
)
from tests.office import MONDAY, noon
from tests.study.conftest import LAW, School

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 31)


def signed(school: School, case: Case, *more: Attended) -> None:
    head, away = school.person("head"), school.person("recorder")
    sheet = [
        Attended("主任", "区政府办公室", user=head),
        Attended("记录人", "区政府办公室", False, "出差", away),
        Attended("陈律师", "某律师事务所"),
        *more,
    ]
    take_attendance(case, sheet, by=school.person("organiser"), at=school.at)


def held(school: School, case: Case) -> Case:
    """Through the acts with what the sheet says, up to the holding."""
    case = school.office.do(case, "prepare", MONDAY, **facts_for(case, "prepare"))
    facts = facts_for(case, "hold")
    return school.office.do(case, "hold", DAY, **{**facts, "attendance": int(facts["attendance"])})


def test_plan_sheet_and_acts_make_one_figure_that_opens_to_the_record(school: School) -> None:
    case = school.taken()
    district = school.office.jurisdiction
    assert figures_of_year(district, 2025)["study.sessions"] == 0
    signed(school, case)
    case = held(school, case)
    assert case.facts["attendance"] == 2
    assert case.facts["content"] == f"《中华人民共和国{LAW}》第二条"
    figure = next(f for f in all_figures() if f.id == "study.sessions")
    assert figures_of_year(district, 2025)["study.sessions"] == 1
    assert list(records_of(figure, district, 2025)) == [case]
    case = school.office.do(case, "sign_in", DAY, **facts_for(case, "sign_in"))
    assert case.facts["sign_in"] == "签到2人：主任、陈律师；缺席1人：记录人（出差）"
    case = school.office.do(case, "record", DAY, record="学习记录")
    case = school.office.do(case, "confirm", DAY)
    assert case.outcome == "done"
    with pytest.raises(NotYours):
        signed(school, case)


def test_a_session_not_held_is_no_figure(school: School) -> None:
    case = school.taken()
    case = school.office.do(case, "cancel", MONDAY, reason="并入第二季度")
    assert case.outcome == "not_held"
    assert figures_of_year(school.office.jurisdiction, 2025)["study.sessions"] == 0


def test_a_session_beside_the_plan_is_counted_like_one_of_it(school: School) -> None:
    case = school.office.open(MONDAY, topic="会前学法", planned_on=MONDAY, form="会前学法")
    named = named_in(LAW, MONDAY)
    choose_laws(case, named, by=school.person("organiser"), at=school.at)
    signed(school, case)
    case = school.office.do(
        case, "prepare", MONDAY, **{**facts_for(case, "prepare"), "lecturer": "法律顾问"}
    )
    facts = facts_for(case, "hold")
    assert facts["form"] == "会前学法"
    school.office.do(case, "hold", MONDAY, **{**facts, "attendance": int(facts["attendance"])})
    assert figures_of_year(school.office.jurisdiction, 2025)["study.sessions"] == 1


def test_who_is_absent_needs_a_reason_and_nothing_is_kept_without(school: School) -> None:
    case = school.taken()
    with pytest.raises(Refusal) as refused:
        signed(school, case, Attended("李四", "区财政局", False, " "))
    assert refused.value.reasons[0].rule == "study.attendance.reason"
    assert "李四" in refused.value.reasons[0].says
    with pytest.raises(Refusal) as refused:
        signed(school, case, Attended("陈律师", "某律师事务所"))
    assert refused.value.reasons[0].rule == "study.attendance.twice"
    assert not Attendance.objects.exists()


def test_the_sheet_is_written_anew_by_who_keeps_it(school: School) -> None:
    case = school.taken()
    signed(school, case)
    signed(school, case, Attended("李四", "区财政局"))
    count = counted(Attendance.objects.filter(case=case))
    assert (count.present, count.absent, count.outside, count.expected) == (3, 1, 2, 4)
    outsider: User = school.colleague("邻居", "区财政局")
    for stranger in (school.person("lecturer"), outsider):
        with pytest.raises(NotYours):
            take_attendance(case, [], by=stranger, at=school.at)
        with pytest.raises(NotYours):
            choose_laws(case, [], by=stranger, at=school.at)
        assert not may_keep_sheet(viewer_of(stranger, on=MONDAY), case)
    assert Attendance.objects.filter(case=case).count() == 4
    assert Chosen.objects.filter(case=case).count() == 1


def test_a_draft_of_the_act_is_filled_and_what_else_stood_there_stays(school: School) -> None:
    case, by = school.taken(), school.person("organiser")
    draft = compose(case, "prepare", by=by, at=school.at)
    assert draft.fields == {
        "fact_content": f"《中华人民共和国{LAW}》第二条",
        "fact_lecturer": "法律顾问",
    }
    draft.fields["note"] = "带案例"
    draft.save()
    choose_laws(case, named_in(LAW, MONDAY), by=by, at=school.at)
    compose(case, "prepare", by=by, at=school.at)
    fields = Draft.objects.get().fields
    assert fields["note"] == "带案例" and fields["fact_content"] == f"《中华人民共和国{LAW}》"
    with pytest.raises(NotYours):
        compose(case, "hold", by=by, at=school.at)
    with pytest.raises(NotYours):
        compose(case, "prepare", by=school.person("archivist"), at=school.at)


def test_the_register_tells_what_was_planned_held_and_given_up(school: School) -> None:
    first = school.taken()
    signed(school, first)
    held(school, first)
    second = school.office.open(MONDAY, topic="旁听庭审", planned_on=date(2025, 5, 6))
    third = school.office.open(MONDAY, topic="网络学习", planned_on=date(2025, 2, 6))
    school.office.do(third, "cancel", MONDAY, reason="并入第二季度")
    viewer = viewer_of(school.person("archivist"), on=MONDAY)
    found = list(lines(sessions(viewer, 2025)))
    assert [line.case.pk for line in found] == [third.pk, first.pk, second.pk]
    told = dict(zip((c.head for c in COLUMNS), found[1].cells, strict=True))
    assert (told["举办日期"], told["应到"], told["参加人数"]) == (DAY, 3, 2)
    assert told["办理情况"] == "已举办"
    for state, cases in ((HELD, [first]), (PLANNED, [second]), (NOT_HELD, [third])):
        assert [line.case.pk for line in lines(sessions(viewer, 2025, state))] == [
            case.pk for case in cases
        ]
    assert not list(sessions(viewer, 2024))
    stranger = viewer_of(school.colleague("邻居", "区财政局"), on=MONDAY)
    assert not list(sessions(stranger, 2025))
    assert noon(MONDAY) == school.at

"""清理: no round ends with a document left out (B-11), and what it decides becomes validity."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from guiju.audit.models import Entry
from guiju.core.errors import Conflict, NotYours, Refusal
from guiju.normative.clean_up import Found, conclude, decide, finish, open_clean_up, publish
from guiju.normative.models import CleanUp, Conclusion
from guiju.normative.register import Wanted, register
from guiju.normative.validity import Standing
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Case
from tests.normative.issued import TODAY, Desk, desk_of
from tests.office import noon

pytestmark = pytest.mark.django_db
NUMBERS = tuple(f"云政规〔2026〕{n}号" for n in range(1, 5))
SAYS = tuple(Conclusion.values)
DECISION = "云岭区人民政府关于废止部分行政规范性文件的决定（云政发〔2026〕9号）"


@pytest.fixture
def desk(db: None) -> Desk:
    desk = desk_of()
    for number in NUMBERS:
        desk.issue(number)
    return desk


def begun(desk: Desk) -> CleanUp:
    return open_clean_up(
        desk.office.jurisdiction, title="2026年规范性文件清理", reason="两年一次全面清理",
        by=desk.person("office"), at=noon(TODAY),
    )  # fmt: skip


def concluded(desk: Desk, clean_up: CleanUp, says: tuple[str, ...] = SAYS) -> None:
    for item, conclusion in zip(clean_up.items.all(), says, strict=False):
        found = Found(conclusion, "逐条核对后提出")
        conclude(item, found, by=desk.person("office"), at=noon(TODAY))


def carried_out(desk: Desk) -> CleanUp:
    clean_up = begun(desk)
    concluded(desk, clean_up)
    clean_up = finish(clean_up, by=desk.person("office"), at=noon(TODAY))
    clean_up = decide(clean_up, decision=DECISION, by=desk.person("head"), at=noon(TODAY))
    return publish(
        clean_up, address="https://example.org/1", by=desk.person("office"), at=noon(TODAY)
    )


def standings(desk: Desk, days: int = 0) -> dict[str, str]:
    viewer = viewer_of(desk.person("overseer"), on=TODAY)
    found = register(viewer, Wanted(TODAY + timedelta(days=days)))
    return {line.number: line.validity.standing.name for line in found}


def test_a_round_holds_every_document_in_force_and_nothing_else(desk: Desk) -> None:
    desk.issue("云政规〔2026〕5号", valid_until=TODAY - timedelta(days=1))
    desk.put(desk.issued[0], "suspend", TODAY, {"suspension_basis": "决定"}, by="head")
    desk.put(desk.issued[1], "repeal", TODAY, {"repeal_basis": "决定"}, by="head")
    desk.import_one("云政规〔2025〕7号", "云岭区救助办法")
    numbers = set(begun(desk).items.values_list("number", flat=True))
    assert numbers == {NUMBERS[0], NUMBERS[2], NUMBERS[3], "云政规〔2025〕7号"}


def test_it_is_not_finished_while_one_lacks_its_conclusion(desk: Desk) -> None:
    clean_up = begun(desk)
    concluded(desk, clean_up, SAYS[:3])
    with pytest.raises(Refusal) as refused:
        finish(clean_up, by=desk.person("office"), at=noon(TODAY))
    (reason,) = refused.value.reasons
    assert NUMBERS[3] in reason.says or NUMBERS[0] in reason.says
    assert "第一百一十六条" in reason.basis and reason.helper == "区民政局"
    clean_up.refresh_from_db()
    assert clean_up.finished_on is None
    assert not Case.objects.filter(events__act="clean_up").exists()


def test_what_ended_meanwhile_needs_no_conclusion(desk: Desk) -> None:
    clean_up = begun(desk)
    concluded(desk, clean_up, SAYS[:3])
    (left,) = clean_up.items.filter(conclusion="")
    desk.put(left.case, "repeal", TODAY, {"repeal_basis": "决定"}, by="head")
    assert finish(clean_up, by=desk.person("office"), at=noon(TODAY)).finished_on == TODAY


def test_conclusions_become_validity(desk: Desk) -> None:
    clean_up = carried_out(desk)
    said = {item.number: item.conclusion for item in clean_up.items.all()}
    found = standings(desk)
    for number, conclusion in said.items():
        wanted = {"废止": "REPEALED", "宣布失效": "LAPSED"}.get(conclusion, "IN_FORCE")
        assert found[number] == wanted, conclusion
    assert set(standings(desk, -1).values()) == {"IN_FORCE"}


def test_each_document_has_it_on_record(desk: Desk) -> None:
    clean_up = carried_out(desk)
    for item in clean_up.items.all():
        acts = list(item.case.events.order_by("seq").values_list("act", flat=True))
        assert acts[5] == "clean_up" and acts[-1] == "publish_clean_up"
        ended = item.conclusion in ("废止", "宣布失效")
        assert ("publish_repeal" in acts) == ended
        assert not item.case.findings.filter(rule__startswith="normative.clean_up").exists()
    chain = Entry.objects.filter(chain=f"clean-up/{clean_up.pk}").order_by("seq")
    verbs = list(chain.values_list("verb", flat=True))
    assert verbs == ["open", *["conclude"] * 4, "finish", "decide", "publish"]


def test_a_repeal_that_is_undone_is_in_force_again(desk: Desk) -> None:
    clean_up = carried_out(desk)
    item = clean_up.items.get(conclusion="废止")
    for name in ("publish_clean_up", "publish_repeal", "repeal"):
        desk.undo(item.case, item.case.events.get(act=name).seq)
    assert standings(desk)[item.number] == Standing.IN_FORCE.name


def test_a_document_known_from_a_ledger_ends_as_well(desk: Desk) -> None:
    desk.import_one("云政规〔2025〕7号", "云岭区救助办法")
    clean_up = begun(desk)
    concluded(desk, clean_up, ("继续有效",) * 4)
    (item,) = clean_up.items.filter(conclusion="")
    concluded_by = desk.person("bureau")
    conclude(item, Found("废止", "依据已废止"), by=concluded_by, at=noon(TODAY))
    clean_up = finish(clean_up, by=desk.person("office"), at=noon(TODAY))
    assert standings(desk)["云政规〔2025〕7号"] == "IN_FORCE"
    decide(clean_up, decision=DECISION, by=desk.person("head"), at=noon(TODAY))
    assert standings(desk)["云政规〔2025〕7号"] == "REPEALED"
    desk.import_one("云政规〔2025〕7号", "云岭区救助办法", year=2026)
    assert standings(desk)["云政规〔2025〕7号"] == "REPEALED"
    assert item.case.events.count() == 1


class TestWho:
    @pytest.mark.parametrize("name", ["head", "reviewer", "bureau", "overseer", "nobody"])
    def test_only_the_office_opens_finishes_and_publishes(self, desk: Desk, name: str) -> None:
        by, district = desk.person(name), desk.office.jurisdiction
        with pytest.raises(NotYours):
            open_clean_up(district, title="清理", reason="清理", by=by, at=noon(TODAY))
        clean_up = begun(desk)
        for act in (finish, lambda c, **k: publish(c, address="x", **k)):
            with pytest.raises(NotYours):
                act(clean_up, by=by, at=noon(TODAY))

    def test_only_the_head_decides(self, desk: Desk) -> None:
        clean_up = begun(desk)
        concluded(desk, clean_up)
        finish(clean_up, by=desk.person("office"), at=noon(TODAY))
        with pytest.raises(NotYours) as refused:
            decide(clean_up, decision=DECISION, by=desk.person("office"), at=noon(TODAY))
        assert "政府主要负责人" in str(refused.value)

    def test_a_unit_concludes_on_its_own_documents_only(self, desk: Desk) -> None:
        item = begun(desk).items.all()[0]
        found = Found("继续有效", "仍然适用")
        conclude(item, found, by=desk.person("bureau"), at=noon(TODAY))
        elsewhere: User = desk.person("drafter")
        with pytest.raises(NotYours):
            conclude(item, found, by=elsewhere, at=noon(TODAY))


class TestOrder:
    def test_one_round_at_a_time(self, desk: Desk) -> None:
        begun(desk)
        with pytest.raises(Refusal, match="上一轮清理还没有公布结果"):
            begun(desk)

    def test_nothing_in_force_needs_no_round(self) -> None:
        with pytest.raises(Refusal, match="没有现行有效"):
            begun(desk_of())

    def test_steps_are_not_skipped_and_not_done_twice(self, desk: Desk) -> None:
        clean_up = begun(desk)
        office, head, at = desk.person("office"), desk.person("head"), noon(TODAY)
        with pytest.raises(Refusal, match="清理还没有完成"):
            decide(clean_up, decision=DECISION, by=head, at=at)
        with pytest.raises(Refusal, match="还没有经主要负责人决定"):
            publish(clean_up, address="https://example.org/1", by=office, at=at)
        concluded(desk, clean_up)
        finish(clean_up, by=office, at=at)
        with pytest.raises(Conflict):
            finish(clean_up, by=office, at=at)
        with pytest.raises(Refusal, match="结论不能再改"):
            concluded(desk, clean_up)
        with pytest.raises(Refusal, match="写明决定的名称和文号"):
            decide(clean_up, decision=" ", by=head, at=at)

    @pytest.mark.parametrize(
        "found", [Found("继续有效", " "), Found("保留", "可以"), Found("", "x")]
    )
    def test_a_conclusion_needs_its_reason(self, desk: Desk, found: Found) -> None:
        item = begun(desk).items.all()[0]
        with pytest.raises(Refusal, match="写明理由"):
            conclude(item, found, by=desk.person("office"), at=noon(TODAY))
